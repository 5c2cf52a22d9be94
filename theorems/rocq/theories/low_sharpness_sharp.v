(* Sharpness of minimizers with given imbalances, sharper: Delta in place of 2 Delta  *)
(*                                                                                    *)
(* Setting and notation of small_scale_corollary.v.                                   *)
(* Main results (static: every minimizer W with d_L = 1, no smallness)                *)
(*   sharpness_upper_delta   2 L Lam (r + Delta)^(L-1) |p|^2 bounds S(W)              *)
(*   sharpness_ratio_delta   a r^(L-1) S(W) <= Lam (r + Delta)^(L-1) S(W') for every  *)
(*                           minimizer W': S/S_min <= (Lam/a) (1 + Delta/r)^(L-1)     *)
(* Source: claim small-scale/low-sharpness, sharper, first bound.                     *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import spectral_bound small_scale_lemma small_scale_sharp.
From Lemmata Require Import gains minimizers sharpness_upper_bound.
From Lemmata Require Import small_scale_corollary norm_bracket.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ratio.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s delta : nat -> R) (Lam r : R).
Let L := M.+1.

Hypothesis c_gt0 : 0 < c.
Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis p0 : p != 0.
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (regressor p W).

Let ws := regressor p W.
Let Delta := Tsum M delta 0.
Let up := r + Delta.
Let up_ge0 : 0 <= up. Proof. by rewrite addr_ge0 //; exact: Tsum_ge0. Qed.

Let s_le k : (k <= M)%N -> s k <= up.
Proof.
apply: (bracket_upper imbalance s_op delta_ge0 delta_op last_row p0 r_ge0).
by rewrite rE sqF_tr.
Qed.

Definition Sdelta : R := 2%:R * L%:R * Lam * up ^+ M * sqF p.

Lemma gain_sum_delta : gain_sum L s <= L%:R * up ^+ M.
Proof.
rewrite /gain_sum -[X in X%:R]card_ord mulr_natl -sumr_const.
apply: ler_sum => k _; rewrite big_mkord.
have -> : up ^+ M = \prod_(j < L | val j != k) up.
  rewrite prodr_const; congr (_ ^+ _).
  by rewrite (eq_card (B := predC1 k)) ?cardC1 ?card_ord.
apply: ler_prod => j _; have jM : (j <= M)%N by rewrite -ltnS.
by rewrite (s_op jM).1.1 s_le.
Qed.

Theorem sharpness_upper_delta : sharp_ub c X y p W Sdelta.
Proof.
move=> H; have s_op' k : (k < L)%N -> op_ub (W k) (s k).
  by move=> kL; exact: (s_op kL).1.
apply: le_trans (sharpness_upper s_op' Lam_ge0 cov_Lam W_min H) _.
apply: ler_wpmul2r; first by apply: sumr_ge0 => k _; exact: sqF_ge0.
have -> : Sdelta = 2%:R * Lam * (L%:R * up ^+ M * sqF p) by rewrite /Sdelta; ring.
apply: ler_wpmul2l; first by rewrite mulr_ge0 ?ler0n.
by rewrite ler_wpmul2r ?sqF_ge0 ?gain_sum_delta.
Qed.

Theorem sharpness_ratio_delta lam a W' S' : 0 < lam ->
    (forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v)) ->
    ws != 0 -> dot ws (cov c X *m ws) = a * sqF ws ->
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * r ^+ M * Sdelta <= Lam * up ^+ M * S'.
Proof.
move=> lam_gt0 cov_lam ws0 qa ne' S0 Sub.
have H := sharpness_lower_r c_gt0 W_min r_ge0 rE lam_gt0 cov_lam ws0 qa ne' S0 Sub.
have u0 : 0 <= Lam * up ^+ M by rewrite mulr_ge0 ?exprn_ge0.
apply: le_trans (ler_wpmul2l u0 H); rewrite le_eqVlt; apply/orP; left; apply/eqP.
rewrite /Sdelta; move: (up ^+ M) (r ^+ M) (L%:R) (sqF p) => *; ring.
Qed.

End Ratio.

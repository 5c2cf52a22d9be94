(* Low norm and low sharpness of minimizers with small imbalances                   *)
(*                                                                                  *)
(* d L = 1, depth L = M.+1, any widths, p <> 0; r^L |p|^2 = |w*|^2;                 *)
(* lam |v|^2 <= v^T Sigma v <= Lam |v|^2, lam > 0; w*^T Sigma w* = a |w*|^2.        *)
(* Main results                                                                     *)
(*   sharpness_upper_r   Sup = 2 L Lam (r + 2 Delta)^(L-1) |p|^2 bounds S(W)        *)
(*   sharpness_ratio     a r^(L-1) Sup <= Lam (r + 2 Delta)^(L-1) S(W') for every   *)
(*                       minimizer W'                                               *)
(* and under the smallness condition (r + 2 Delta)^L <= 4 r^L, L >= 2               *)
(*   low_norm_upper      sigma_k^(2L) <= 4 r^L                                      *)
(*   low_norm_lower      r^L <= 4 sigma_k^(2L)                                      *)
(*   low_sharpness       a S(W) <= 4 Lam S(W')                                      *)
(* The condition compares the imbalances with the size of the optimal regressor;    *)
(* the printed one does not, and is refuted in small_scale_refuted.v.               *)
(* Source: claims small-scale/low-norm, small-scale/low-sharpness.                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound.
From Lemmata Require Import small_scale_lemma small_scale_sharp gains minimizers.
From Lemmata Require Import sharpness_upper_bound.

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

Let rE' : r ^+ L * sqF p = sqF (p *m head W L).
Proof. by rewrite rE sqF_tr. Qed.

Let s_le k : (k <= M)%N -> s k <= r + 2%:R * Delta.
Proof. exact: (sigma_upper imbalance s_op delta_ge0 delta_op last_row p0 r_ge0 rE'). Qed.

Let s_ge k : (k <= M)%N -> r - Delta <= s k.
Proof. exact: (sigma_lower imbalance s_op delta_ge0 delta_op p0 r_ge0 rE'). Qed.

Let Delta_ge0 : 0 <= Delta. Proof. exact: Tsum_ge0. Qed.

Let up := r + 2%:R * Delta.
Let up_ge0 : 0 <= up.
Proof. by rewrite /up addr_ge0 // mulr_ge0 ?ler0n. Qed.

Definition Sup : R := 2%:R * L%:R * Lam * up ^+ M * sqF p.

Lemma gain_sum_le : gain_sum L s <= L%:R * up ^+ M.
Proof.
rewrite /gain_sum -[X in X%:R]card_ord mulr_natl -sumr_const.
apply: ler_sum => k _; rewrite big_mkord.
have -> : up ^+ M = \prod_(j < L | val j != k) up.
  rewrite prodr_const; congr (_ ^+ _).
  by rewrite (eq_card (B := predC1 k)) ?cardC1 ?card_ord.
apply: ler_prod => j _; have jM : (j <= M)%N by rewrite -ltnS.
by rewrite (s_op jM).1.1 s_le.
Qed.

Theorem sharpness_upper_r : sharp_ub c X y p W Sup.
Proof.
move=> H; have s_op' k : (k < L)%N -> op_ub (W k) (s k).
  by move=> kL; exact: (s_op kL).1.
apply: le_trans (sharpness_upper s_op' Lam_ge0 cov_Lam W_min H) _.
apply: ler_wpmul2r; first by apply: sumr_ge0 => k _; exact: sqF_ge0.
have -> : Sup = 2%:R * Lam * (L%:R * up ^+ M * sqF p) by rewrite /Sup; ring.
apply: ler_wpmul2l; first by rewrite mulr_ge0 ?ler0n.
by rewrite ler_wpmul2r ?sqF_ge0 ?gain_sum_le.
Qed.

(* Comparison with every other minimizer (full rank covariance)               *)
Variables (lam a : R).
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis ws0 : ws != 0.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Lemma normal_unique (w1 w2 : 'cV_(d 0)) :
  normal_eq X y w1 -> normal_eq X y w2 -> w1 = w2.
Proof.
move=> n1 n2; apply/eqP; rewrite -subr_eq0 -sqF_eq0 eq_le sqF_ge0 andbT.
rewrite -(ler_pmul2l lam_gt0) mulr0; apply: le_trans (cov_lam _) _.
rewrite /cov -scalemxAl -mulmxA.
have -> : X^T *m (X *m (w1 - w2)) = 0.
  have -> : X *m (w1 - w2) = (X *m w1 - y) - (X *m w2 - y).
    by rewrite mulmxBr opprB addrA subrK.
  by rewrite mulmxBr n1 n2 subrr.
by rewrite scaler0 dot0r.
Qed.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

Let a_ge0 : 0 <= a.
Proof.
have := cov_psd X c_gt0 ws; rewrite qa.
by rewrite pmulr_lge0 // sqF_gt0.
Qed.

(* the lower bound of sharpness_lower_bound.v with |w*|^2 = r^L |p|^2         *)
Lemma sharpness_lower_r W' S' : normal_eq X y (regressor p W') ->
    0 <= S' -> sharp_ub c X y p W' S' ->
  2%:R * L%:R * a * r ^+ M * sqF p <= S'.
Proof.
move=> ne' S0 Sub; have E := normal_unique ne' W_min.
have := @sharpness_lower _ _ L _ _ _ _ _ c_gt0 W' S' ne' S0 Sub a.
rewrite E => /(_ isT ws0 qa); rewrite -rE => H.
have LR : 0 < 2%:R * L%:R :> R by rewrite mulr_gt0 ?ltr0n.
have lo0 : 0 <= a * r ^+ M * sqF p by rewrite !mulr_ge0 ?exprn_ge0 ?sqF_ge0.
have hi0 : 0 <= S' / (2%:R * L%:R) by rewrite divr_ge0 // ltW.
suff : a * r ^+ M * sqF p <= S' / (2%:R * L%:R).
  by rewrite ler_pdivl_mulr // mulrC !mulrA.
rewrite -(@ler_pexpn2r _ L) ?nnegrE //; apply: le_trans H.
rewrite le_eqVlt; apply/orP; left; apply/eqP.
rewrite !exprMn -!exprM -!mulrA; congr (_ * _).
by rewrite [(L * _)%N]mulnC /= -exprSr.
Qed.

Theorem sharpness_ratio W' S' :
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * r ^+ M * Sup <= Lam * up ^+ M * S'.
Proof.
move=> ne' S0 Sub; have H := sharpness_lower_r ne' S0 Sub.
have u0 : 0 <= Lam * up ^+ M by rewrite mulr_ge0 ?exprn_ge0.
apply: le_trans (ler_wpmul2l u0 H); rewrite le_eqVlt; apply/orP; left; apply/eqP.
by rewrite /Sup; ring.
Qed.

(* Repaired corollary: the imbalances are small compared with r.              *)
Hypothesis L_ge2 : (0 < M)%N.
Hypothesis small : up ^+ L <= 4%:R * r ^+ L.

Let r_gt0 : 0 < r.
Proof.
rewrite lt_def r_ge0 andbT; apply/eqP => r0.
have := sqF_gt0 ws; rewrite ws0 /ws -rE r0 expr0n /= mul0r ltxx; done.
Qed.

Theorem low_norm_upper k : (k <= M)%N -> s k ^+ L <= 4%:R * r ^+ L.
Proof.
move=> kM; apply: le_trans small; apply: ler_expn2r; rewrite ?nnegrE //.
  exact: (s_op kM).1.1.
exact: s_le.
Qed.

Let up_le : up <= 2%:R * r.
Proof.
rewrite leNgt; apply/negP => gt2.
have r2 : 0 < 2%:R * r by rewrite mulr_gt0 ?ltr0n.
have : (2%:R * r) ^+ L < up ^+ L.
  by rewrite ltr_expn2r // ?nnegrE ltW.
move/lt_le_trans/(_ small); rewrite exprMn ltr_pmul2r ?exprn_gt0 //.
rewrite ltNge => /negP; apply.
have -> : 4%:R = 2%:R ^+ 2 :> R by rewrite -natrX.
by rewrite ler_weexpn2l // ler1n.
Qed.

Theorem low_norm_lower k : (k <= M)%N -> r ^+ L <= 4%:R * s k ^+ L.
Proof.
move=> kM; have rD : 2%:R * Delta <= r.
  by rewrite -(ler_add2l r) -/up (le_trans up_le) // mulr_natl mulr2n.
have D_le : Delta <= r.
  by apply: le_trans rD; rewrite mulr_natl mulr2n ler_addl.
have lo0 : 0 <= r - Delta by rewrite subr_ge0.
apply: le_trans (_ : 4%:R * (r - Delta) ^+ L <= _); last first.
  by rewrite ler_pmul2l ?ltr0n // ler_expn2r ?nnegrE ?s_ge // (s_op kM).1.1.
rewrite -(ler_pmul2r (exprn_gt0 L r_gt0)).
apply: le_trans (_ : ((r - Delta) * up) ^+ L <= _).
  rewrite -expr2 -exprM mulnC exprM; apply: ler_expn2r.
  - by rewrite nnegrE exprn_ge0.
  - by rewrite nnegrE mulr_ge0.
  rewrite -subr_ge0.
  have -> : (r - Delta) * up - r ^+ 2 = Delta * (r - 2%:R * Delta).
    by rewrite /up; ring.
  by rewrite mulr_ge0 ?subr_ge0.
rewrite exprMn mulrAC mulrC; apply: ler_wpmul2r; first by rewrite exprn_ge0.
exact: small.
Qed.

Theorem low_sharpness W' S' :
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * Sup <= 4%:R * Lam * S'.
Proof.
move=> ne' S0 Sub; have H := sharpness_ratio ne' S0 Sub.
rewrite -(ler_pmul2l (exprn_gt0 M r_gt0)) mulrA [r ^+ M * a]mulrC.
apply: le_trans H _.
have -> : r ^+ M * (4%:R * Lam * S') = 4%:R * r ^+ M * (Lam * S') by ring.
rewrite mulrAC [X in X <= _]mulrC; apply: ler_wpmul2r; first exact: mulr_ge0.
rewrite -(ler_pmul2r r_gt0); apply: le_trans (_ : up ^+ M * up <= _).
  rewrite ler_wpmul2l ?exprn_ge0 //.
  by rewrite /up ler_addl mulr_ge0 ?ler0n.
by rewrite -exprSr -mulrA -exprSr.
Qed.

End Ratio.

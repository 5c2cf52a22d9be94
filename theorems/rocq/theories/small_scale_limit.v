(* The small-scale corollary for limits of the gradient flow, repaired              *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   limit_imbalance   an entrywise limit has the imbalances of the start           *)
(* for a limit Wl that is a global minimizer, notation of                           *)
(* small_scale_corollary.v:                                                         *)
(*   corollary_rank1   2 (|W_k|_F^2 - sigma_k^2) <= eps                             *)
(*   corollary_norm    r - Delta <= sigma_k^2 <= r + 2 Delta                        *)
(*   corollary_ub, corollary_sharp   a r^(L-1) S <= Lam (r + 2 Delta)^(L-1) S'      *)
(* and if (r + 2 Delta)^L <= 4 r^L, L >= 2                                          *)
(*   corollary_low_norm    r^L <= 4 sigma_k^(2L) and sigma_k^(2L) <= 4 r^L          *)
(*   corollary_low_sharp   a S(Wl) <= 4 Lam S(W') for every minimizer W'            *)
(* Given: the flow, its convergence, and that the limit is a minimizer.             *)
(* Source: slides, Corollary; claims small-scale/rank-one, low-norm,                *)
(* low-sharpness.                                                                   *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound.
From Lemmata Require Import small_scale_lemma singular_directions small_scale_sharp.
From Lemmata Require Import gradient_flow small_scale_flow gains minimizers.
From Lemmata Require Import sharpness_upper_bound small_scale_corollary.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section CvgSum.
Variable R : realType.

Lemma cvg_sum_ord n (f : 'I_n -> R -> R) (a : 'I_n -> R) :
  (forall i, f i @ +oo --> a i) ->
  (fun t => \sum_i f i t) @ +oo --> \sum_i a i.
Proof.
elim: n f a => [|n IHn] f a fa.
  rewrite big_ord0 (_ : (fun t => _) = cst 0); first exact: cvg_cst.
  by apply/funext => t; rewrite big_ord0.
rewrite big_ord_recl (_ : (fun t => _) =
  f ord0 + (fun t => \sum_i f (lift ord0 i) t)).
  by apply: cvgD => //; apply: IHn => i.
by apply/funext => t; rewrite big_ord_recl.
Qed.

End CvgSum.

Section Limit.
Variables (R : realType) (d : nat -> nat) (M n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d M.+1)).
Variables (W : R -> weights R d) (Wl : weights R d).
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Hypothesis conv : forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.

Theorem limit_imbalance k : (k < M)%N ->
  (Wl k.+1)^T *m Wl k.+1 - Wl k *m (Wl k)^T = imbalance W 0 k.
Proof.
move=> kM; apply/matrixP => i j.
pose g t := \sum_l (W t k.+1 l i * W t k.+1 l j) - \sum_l (W t k i l * W t k j l).
have gE t : g t = imbalance W t k i j.
  rewrite /imbalance !mxE /g; congr (_ - _); apply: eq_bigr => l _; by rewrite !mxE.
have lim : g @ +oo --> \sum_l (Wl k.+1 l i * Wl k.+1 l j) - \sum_l (Wl k i l * Wl k j l).
  apply: cvgB; apply: cvg_sum_ord => l; apply: cvgM; apply: conv => //; exact: ltnW.
have lim' : g @ +oo --> imbalance W 0 k i j.
  apply: cvg_near_cst; near=> t; rewrite /= gE.
  have t0 : 0 <= t by near: t; apply: nbhs_pinfty_ge; exact: num_real.
  by rewrite (imbalance_conserved flow _ t0).
rewrite -(norm_cvg_unique lim lim') !mxE; congr (_ - _).
  by apply: eq_bigr => l _; rewrite !mxE.
by apply: eq_bigr => l _; rewrite !mxE.
Unshelve. all: by end_near. Qed.

End Limit.

Section Corollary.
Variables (R : realType) (d : nat -> nat) (M n : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : R -> weights R d) (Wl : weights R d).
Variables (s delta : nat -> R) (mx Lam lam a r : R).
Let L := M.+1.

Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis conv : forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.
Hypothesis minimizer : forall V, risk c X y p Wl <= risk c X y p V.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (Wl k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imbalance W 0 k *m x)| <= delta k * sqF x.
Hypothesis le_mx : forall k, (k <= M)%N -> sqF (W 0 k) <= mx.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (regressor p Wl).

Let ws := regressor p Wl.
Let Delta := Tsum M delta 0.
Hypothesis ws0 : ws != 0.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Let imb k : (k < M)%N ->
  (Wl k.+1)^T *m Wl k.+1 - Wl k *m (Wl k)^T = imbalance W 0 k.
Proof. exact: (limit_imbalance flow conv). Qed.

Let ne : normal_eq X y ws.
Proof. exact: (min_normal p0 (ltn0Sn M) widths c_gt0 minimizer). Qed.

Let rE' : r ^+ L * sqF p = sqF (p *m head Wl L).
Proof. by rewrite rE sqF_tr. Qed.

Theorem corollary_rank1 k : (k <= M)%N ->
  2%:R * (sqF (Wl k) - s k) <= eps_of M delta mx.
Proof. exact: (rank1_half imb (W0 := W 0)). Qed.

Theorem corollary_norm k : (k <= M)%N -> r - Delta <= s k <= r + 2%:R * Delta.
Proof.
move=> kM; apply/andP; split.
  exact: (sigma_lower imb s_op delta_ge0 delta_op p0 r_ge0 rE').
exact: (sigma_upper imb s_op delta_ge0 delta_op last_row p0 r_ge0 rE').
Qed.

Notation S_lim := (Sup p delta Lam r).

Theorem corollary_ub : sharp_ub c X y p Wl S_lim.
Proof.
exact: (sharpness_upper_r imb s_op delta_ge0 delta_op last_row p0 ne Lam_ge0 cov_Lam
          r_ge0 rE).
Qed.

Theorem corollary_sharp W' S' :
    (forall V, risk c X y p W' <= risk c X y p V) -> 0 <= S' ->
    sharp_ub c X y p W' S' ->
  a * r ^+ M * S_lim <= Lam * (r + 2%:R * Delta) ^+ M * S'.
Proof.
move=> min' S0 Sub.
have ne' := min_normal p0 (ltn0Sn M) widths c_gt0 min'.
exact: (sharpness_ratio c_gt0 delta_ge0 ne Lam_ge0 r_ge0 rE lam_gt0 cov_lam ws0 qa ne').
Qed.

Hypothesis L_ge2 : (0 < M)%N.
Hypothesis small : (r + 2%:R * Delta) ^+ L <= 4%:R * r ^+ L.

Theorem corollary_low_norm k : (k <= M)%N ->
  r ^+ L <= 4%:R * s k ^+ L /\ s k ^+ L <= 4%:R * r ^+ L.
Proof.
move=> kM; split.
  exact: (low_norm_lower imb s_op delta_ge0 delta_op p0 r_ge0 rE ws0 L_ge2 small).
exact: (low_norm_upper imb s_op delta_ge0 delta_op last_row p0 r_ge0 rE small).
Qed.

Theorem corollary_low_sharp W' S' :
    (forall V, risk c X y p W' <= risk c X y p V) -> 0 <= S' ->
    sharp_ub c X y p W' S' ->
  a * S_lim <= 4%:R * Lam * S'.
Proof.
move=> min' S0 Sub.
have ne' := min_normal p0 (ltn0Sn M) widths c_gt0 min'.
exact: (low_sharpness c_gt0 delta_ge0 ne Lam_ge0 r_ge0 rE lam_gt0 cov_lam ws0 qa small ne').
Qed.

End Corollary.

(* Gradient descent from a small start: a window for the final sharpness              *)
(*                                                                                    *)
(* d_L = 1. W t are the iterates of gradient descent, with descent steps: R(W_{t+1})  *)
(* <= R(W_t) - (eta / 2) |grad R(W_t)|^2, and converge to Wl.                         *)
(* Main results                                                                       *)
(*   norm_attained     the norm of a symmetric matrix is |x^T A x| for a unit x       *)
(*   final_imbalance   Delta(Wl) <= Delta(W_0) + 4 eta (R(W_0) - R_min)               *)
(*   final_window      Wl a minimizer, Sigma >= lam > 0: for every minimizer W',      *)
(*                     a S(Wl) <= Lam (1 + 3 Delta(Wl) / (2 r))^(L-1) S(W')           *)
(* Notation: r = rho^(2/L) for |p| = 1, that is r^L |p|^2 = rho^2; a rho^2 = pi*^T    *)
(* Sigma pi*; Tsum M delta 0 = Delta for bounds delta_k of |D_k|_2.                   *)
(* Given: that descent converges.                                                     *)
(* Source: slides, "From a small-scale initialization"; claim learning-rate/          *)
(* small-scale-final-sharpness.                                                       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound.
From Lemmata Require Import small_scale_lemma small_scale_sharp small_scale_flow descent.
From Lemmata Require Import low_sharpness_sharp extreme_eigenvalues symmetric_spectrum.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma norm_attained (R : realType) n (A : 'M[R]_n) : A^T = A -> (0 < n)%N ->
  exists2 x : 'cV[R]_n, sqF x = 1 &
    forall z : 'cV[R]_n, `|dot z (A *m z)| <= `|dot x (A *m x)| * sqF z.
Proof.
move=> A_sym n0; have NA_sym : (- A)^T = - A by rewrite linearN /= A_sym.
have unit (B : 'M[R]_n) : B^T = B -> exists2 x : 'cV[R]_n, sqF x = 1 & form_ub B (dot x (B *m x)).
  move=> B_sym; have [s sP] := largest_ex B_sym n0; have [ub _] := largest_least B_sym sP.
  have /(sym_eigenP B_sym)[v vE v0] := sP.1; have v2 : 0 < sqF v by rewrite sqF_gt0.
  exists ((Num.sqrt (sqF v))^-1 *: v).
    by rewrite sqFZ exprVn sqr_sqrtr ?ltW // mulVf ?gt_eqF.
  rewrite -scalemxAr vE !(dotZl, dotZr) -/(sqF v).
  suff -> : (Num.sqrt (sqF v))^-1 * ((Num.sqrt (sqF v))^-1 * (s * sqF v)) = s by [].
  by rewrite mulrA -expr2 exprVn sqr_sqrtr ?ltW // mulrCA mulVf ?mulr1 ?gt_eqF.
have [u u1 up] := unit A A_sym; have [w w1 lo] := unit (- A) NA_sym.
have lo' (z : 'cV[R]_n) : - dot z (A *m z) <= - dot w (A *m w) * sqF z.
  by have := lo z; rewrite !mulNmx !dotNr.
have fin (x : 'cV[R]_n) m : sqF x = 1 -> dot u (A *m u) <= m -> - dot w (A *m w) <= m -> m <= `|dot x (A *m x)| ->
    exists2 x : 'cV[R]_n, sqF x = 1 &
    forall z : 'cV[R]_n, `|dot z (A *m z)| <= `|dot x (A *m x)| * sqF z.
  move=> x1 um wm mx; exists x => // z; apply: le_trans (ler_wpmul2r (sqF_ge0 z) mx).
  rewrite ler_norml ler_oppl; apply/andP; split.
    by apply: le_trans (lo' z) _; rewrite ler_wpmul2r ?sqF_ge0.
  by apply: le_trans (up z) _; rewrite ler_wpmul2r ?sqF_ge0.
have [le|/ltW le] := leP (- dot w (A *m w)) (dot u (A *m u)).
  by apply: (fin u (dot u (A *m u)) u1) => //; exact: ler_norm.
by apply: (fin w (- dot w (A *m w)) w1) => //; rewrite -normrN ler_norm.
Qed.

(* Entrywise limits of sequences of matrices                                          *)
Section Limits.
Variable R : realType.

Definition mx_lim m n (A : nat -> 'M[R]_(m, n)) (B : 'M[R]_(m, n)) :=
  forall i j, (fun t => A t i j) @ \oo --> B i j.

Lemma mx_lim_tr m n (A : nat -> 'M[R]_(m, n)) B : mx_lim A B -> mx_lim (fun t => (A t)^T) B^T.
Proof.
move=> h i j; rewrite mxE (_ : (fun t => _) = (fun t => A t j i)) //.
by apply/funext => t; rewrite mxE.
Qed.

Lemma mx_lim_sub m n (A A' : nat -> 'M[R]_(m, n)) B B' :
  mx_lim A B -> mx_lim A' B' -> mx_lim (fun t => A t - A' t) (B - B').
Proof.
move=> h h' i j; rewrite !mxE (_ : (fun t => _) = (fun t => A t i j - A' t i j)).
  by apply: cvgB; [exact: h|exact: h'].
by apply/funext => t; rewrite !mxE.
Qed.

Lemma sum_lim (I : Type) (s : seq I) (f : I -> nat -> R) a :
  (forall i, f i @ \oo --> a i) -> (fun t => \sum_(i <- s) f i t) @ \oo --> \sum_(i <- s) a i.
Proof.
move=> fa; elim: s => [|i s IHs].
  by rewrite big_nil (_ : (fun t => _) = cst 0); [exact: cvg_cst|apply/funext => t; rewrite big_nil].
rewrite big_cons (_ : (fun t => _) = (fun t => f i t + \sum_(j <- s) f j t)).
  by apply: cvgD IHs; exact: fa.
by apply/funext => t; rewrite big_cons.
Qed.

Lemma mx_lim_mul m n q (A : nat -> 'M[R]_(m, n)) (A' : nat -> 'M[R]_(n, q)) B B' :
  mx_lim A B -> mx_lim A' B' -> mx_lim (fun t => A t *m A' t) (B *m B').
Proof.
move=> h h' i j; rewrite mxE (_ : (fun t => _) = (fun t => \sum_k A t i k * A' t k j)).
  by apply: sum_lim => k; apply: cvgM; [exact: h|exact: h'].
by apply/funext => t; rewrite mxE.
Qed.

Lemma form_lim n (x : 'cV[R]_n) (A : nat -> 'M[R]_n) B : mx_lim A B ->
  (fun t => dot x (A t *m x)) @ \oo --> dot x (B *m x).
Proof.
move=> h; have c : mx_lim (fun=> x) x by move=> i j; exact: cvg_cst.
have h2 : mx_lim (fun t => x^T *m (A t *m x)) (x^T *m (B *m x)).
  by apply: mx_lim_mul; [exact: mx_lim_tr|exact: mx_lim_mul].
have := h2 0 0.
have E C : dot x (C *m x) = (x^T *m (C *m x)) 0 0 by rewrite /dot /mxtrace big_ord1.
by rewrite E (_ : (fun t => dot _ _) = (fun t => (x^T *m (A t *m x)) 0 0)) //; apply/funext => t.
Qed.

End Limits.

Section Final.
Variables (R : realType) (d : nat -> nat) (M n q : nat).
Let L := M.+1.
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variables (eta Rmin : R) (W : nat -> weights R d) (Wl : weights R d) (delta0 : nat -> R).
Hypothesis eta_ge0 : 0 <= eta.
Hypothesis widths : forall k, (k < M)%N -> (0 < d k.+1)%N.
Hypothesis step : forall t k, (k < L)%N -> W t.+1 k = descend c X Y P eta (W t) k.
Hypothesis descent : forall t, 2%:R * risk c X Y P (W t.+1) +
  eta * (\sum_(k < L) sqF (grad c X Y P (W t) k)) <= 2%:R * risk c X Y P (W t).
Hypothesis Rmin_le : forall V, Rmin <= risk c X Y P V.
Hypothesis conv : forall k, (k < L)%N -> mx_lim (fun t => W t k) (Wl k).
Hypothesis delta0_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imb (W 0%N) k *m x)| <= delta0 k * sqF x.

Theorem final_imbalance : exists delta,
  [/\ forall k, (k < M)%N -> 0 <= delta k,
      forall k (x : 'cV_(d k.+1)), (k < M)%N -> `|dot x (imb Wl k *m x)| <= delta k * sqF x &
      Tsum M delta 0 <= Tsum M delta0 0 + 4%:R * eta * (risk c X Y P (W 0%N) - Rmin)].
Proof.
have imb_sym (V : weights R d) k : (imb V k)^T = imb V k by rewrite linearB /= !trmx_mul !trmxK.
have ex k : exists x : 'cV[R]_(d k.+1), (k < M)%N -> sqF x = 1 /\
    forall z : 'cV_(d k.+1), `|dot z (imb Wl k *m z)| <= `|dot x (imb Wl k *m x)| * sqF z.
  have [kM|_] := ltnP k M; last by exists 0.
  by have [x x1 xP] := norm_attained (imb_sym Wl k) (widths kM); exists x.
pose x k := projT1 (cid (ex k)); have xP k := projT2 (cid (ex k)); rewrite -/(x _) in xP.
pose sg k : R := Num.sg (dot (x k) (imb Wl k *m x k)).
exists (fun k => `|dot (x k) (imb Wl k *m x k)|); split=> // [k z kM|].
  by have [_ ->] := xP k kM.
rewrite /Tsum !big_mkord.
have lim : (fun t => \sum_(k < M) sg k * dot (x k) (imb (W t) k *m x k)) @ \oo -->
    \sum_(k < M) `|dot (x k) (imb Wl k *m x k)|.
  apply: sum_lim => k; rewrite normrEsg; apply: cvgM; first exact: cvg_cst.
  apply: form_lim; have k1 : (k.+1 < L)%N by rewrite ltnS.
  have c1 := conv k1; have c0 := conv (ltnW k1).
  exact: mx_lim_sub (mx_lim_mul (mx_lim_tr c1) c1) (mx_lim_mul c0 (mx_lim_tr c0)).
apply: cvgr_to_le lim _; near=> t.
have [dl dlP dl_sum] := drift_sum eta_ge0 step descent t.
apply: le_trans (_ : \sum_(k < M) (delta0 k + dl k) <= _).
  apply: ler_sum => k _; have [x1 _] := xP k (ltn_ord k).
  apply: le_trans (ler_norm _) _; rewrite normrM.
  apply: le_trans (_ : `|dot (x k) (imb (W t) k *m x k)| <= _).
    by rewrite ler_pimull ?normr_ge0 // normr_sg lern1 leq_b1.
  rewrite -[imb (W t) k](subrK (imb (W 0%N) k)) mulmxDl dotDr addrC.
  apply: le_trans (ler_norm_add _ _) _; apply: ler_add.
    by have := delta0_op (x k) (ltn_ord k); rewrite x1 mulr1.
  by have := dlP k (x k); rewrite x1 mulr1; apply; rewrite ltnS.
rewrite big_split /= ler_add2l; apply: le_trans dl_sum _.
by rewrite ler_wpmul2l ?mulr_ge0 ?ler0n // ler_add2l ler_opp2.
Unshelve. all: by end_near. Qed.

End Final.

Section Window.
Variables (R : realType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (Wl : weights R d) (delta : nat -> R) (lam Lam a r : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imb Wl k *m x)| <= delta k * sqF x.
Hypothesis last_row : d L = 1%N.
Hypothesis p0 : p != 0.
Hypothesis Wl_min : normal_eq X y (regressor p Wl).
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (regressor p Wl).
Hypothesis ws0 : regressor p Wl != 0.
Hypothesis qa : dot (regressor p Wl) (cov c X *m regressor p Wl) = a * sqF (regressor p Wl).

Theorem final_window S W' S' :
    (forall S0, 0 <= S0 -> sharp_ub c X y p Wl S0 -> S <= S0) ->
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * r ^+ M * S <= Lam * (r + 3%:R / 2%:R * Tsum M delta 0) ^+ M * S'.
Proof.
move=> S_least ne' S'0 Sub'; have w0 : 0 < sqF (regressor p Wl) by rewrite sqF_gt0.
have lam_a : lam <= a by rewrite -(ler_pmul2r w0) -qa.
have a_Lam : a <= Lam by rewrite -(ler_pmul2r w0) -qa.
have a0 : 0 <= a := le_trans (ltW lam_gt0) lam_a.
have Lam0 : 0 <= Lam := le_trans a0 a_Lam.
have D0 : 0 <= Tsum M delta 0 := Tsum_ge0 delta_ge0 0.
have [s sP] := choice (fun j => op2_ex (Wl j)).
have ub := sharpness_upper_delta (fun k kM => erefl (imb Wl k)) (fun k _ => sP k) delta_ge0 delta_op
  last_row p0 Wl_min Lam0 cov_Lam r_ge0 rE.
have Sd0 : 0 <= Sdelta p delta Lam r.
  rewrite /Sdelta mulr_ge0 ?sqF_ge0 // mulr_ge0 ?exprn_ge0 ?addr_ge0 //.
  by rewrite mulr_ge0 // mulr_ge0 ?ler0n.
apply: le_trans (ler_wpmul2l _ (S_least _ Sd0 ub)) _; first by rewrite mulr_ge0 ?exprn_ge0.
apply: le_trans (sharpness_ratio_delta c_gt0 delta_ge0 Wl_min Lam0 r_ge0 rE lam_gt0 cov_lam ws0
  qa ne' S'0 Sub') _.
have le : r + Tsum M delta 0 <= r + 3%:R / 2%:R * Tsum M delta 0.
  by rewrite ler_add2l ler_pemull // ler_pdivl_mulr ?ltr0n // mul1r ler_nat.
apply: ler_wpmul2r => //; apply: ler_wpmul2l => //.
have u0 : 0 <= r + Tsum M delta 0 by rewrite addr_ge0.
by rewrite ler_expn2r ?nnegrE // (le_trans u0).
Qed.

End Window.

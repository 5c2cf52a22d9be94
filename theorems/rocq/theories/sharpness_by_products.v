(* Sharpness of a minimizer by bounds of its products                                 *)
(*                                                                                    *)
(* L >= 1 layers, p <> 0.                                                             *)
(* Main results                                                                       *)
(*   dreg_by_layers        |b_k|^2 |A_k z|^2 <= C |z|^2 for all layers and z:         *)
(*                         |J[H]|^2 <= L C |H|^2                                      *)
(*   sharpness_by_layers   then 2 Lam L C bounds S(W) at a minimizer, Lam >= Sigma    *)
(* and for square layers, gamma and Ma bounds of the singular values of all G_k and   *)
(* B_k of a minimizer W, gamma > 0, Sigma >= lam > 0, pi*^T Sigma pi* = a |pi*|^2,    *)
(* W' any minimizer, S' any upper bound of its Hessian form:                          *)
(*   products_regressor    gamma^2 |p|^2 <= |pi*|^2                                   *)
(*   products_sharpness    S_products = 2 Lam L Ma^4 |p|^2 bounds S(W)                *)
(*   products_ratio        gamma^(2 (L-1)) (a S_products)^L <= (Ma^4 Lam S')^L        *)
(*   products_ratio_root   r a S <= Ma^4 Lam S' for r = gamma^(2-2/L), and any S      *)
(*                         below all upper bounds of the Hessian form at W: for S(W)  *)
(* Source: claim residual/low-sharpness, sharper.                                     *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound operator_bounds.
From Lemmata Require Import sharpness_upper_bound minimizers small_scale_corollary.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma width_gt0 (R : realFieldType) m (p : 'M[R]_(1, m)) : p != 0 -> (0 < m)%N.
Proof.
move=> p0; rewrite lt0n; apply/eqP => E; case/eqP: p0; apply/matrixP => i j.
have H : (0 < m)%N := leq_ltn_trans (leq0n _) (ltn_ord j).
by rewrite E in H.
Qed.

Section Layers.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d) (C : R).
Hypothesis C_ge0 : 0 <= C.
Hypothesis layer : forall k (z : 'cV[R]_(d 0)), (k < L)%N ->
  sqF (p *m tail L W k.+1) * sqF (head W k *m z) <= C * sqF z.

Theorem dreg_by_layers H : sqF (dreg p W H) <= L%:R * C * \sum_(k < L) sqF (H k).
Proof.
set z := dreg p W H; set h := \sum_(k < L) _.
have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[<-|z_gt0].
  exact: mulr_ge0 (mulr_ge0 (ler0n _ _) C_ge0) h0.
pose A : weights R d := fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.
have AE (k : 'I_L) : sqF (A k) <= C * sqF z by rewrite /A sqF_outer sqF_tr; exact: layer.
have := @cs_fam R d L A H; rewrite -dot_dreg -/z -/(sqF z) -/h => H1.
have {}H1 : sqF z ^+ 2 <= L%:R * C * sqF z * h.
  apply: le_trans H1 _; apply: ler_wpmul2r => //.
  have -> : L%:R * C * sqF z = \sum_(k < L) C * sqF z.
    by rewrite sumr_const card_ord -[RHS]mulr_natl mulrA.
  by apply: ler_sum => k _; exact: AE.
by move: H1; rewrite expr2 mulrAC ler_pmul2r.
Qed.

Theorem sharpness_by_layers Lam : normal_eq X y (regressor p W) -> 0 <= Lam ->
    (forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v) ->
  sharp_ub c X y p W (2%:R * Lam * (L%:R * C)).
Proof.
move=> ne Lam_ge0 cov_Lam H; rewrite hess_min // -!mulrA ler_wpmul2l ?ler0n //.
apply: le_trans (cov_Lam _) _; rewrite ler_wpmul2l //.
by apply: le_trans (dreg_by_layers H) _; rewrite !mulrA.
Qed.

End Layers.

Section Products.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d) (gamma Ma : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L W k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L W k)^T Ma.
Variables (ws : 'cV[R]_(d 0)) (lam Lam a : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis W_min : forall V, risk c X y p W <= risk c X y p V.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Let widths k : (0 < k < L)%N -> (0 < d k)%N. Proof. by move=> _; exact: width_gt0 p0. Qed.
Let P0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let C := Ma ^+ 4 * sqF p.
Let M4_ge0 : 0 <= Ma ^+ 4. Proof. by rewrite exprn_even_ge0. Qed.
Let C_ge0 : 0 <= C. Proof. exact: mulr_ge0 M4_ge0 (sqF_ge0 p). Qed.

Let reg V : (forall U, risk c X y p V <= risk c X y p U) -> regressor p V = ws.
Proof.
move=> min; exact: (normal_unique lam_gt0 cov_lam (min_normal p0 L_gt0 widths c_gt0 min) ws_normal).
Qed.

Let layer k (z : 'cV[R]_(d 0)) : (k < L)%N ->
  sqF (p *m tail L W k.+1) * sqF (head W k *m z) <= C * sqF z.
Proof.
move=> kL; have up1 := (B_opn kL).2 p^T; rewrite -trmx_mul !sqF_tr in up1.
have up2 := (G_opn (ltnW kL)).2 z.
apply: le_trans (ler_pmul (sqF_ge0 _) (sqF_ge0 _) up1 up2) _.
by rewrite /C le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Theorem products_regressor : gamma ^+ 2 * sqF p <= sqF ws.
Proof.
rewrite -(reg W_min) /regressor sqF_tr -(tail_head W (leq0n L)) /= mulmx1.
by have := (B_low (leq0n L)).2 p^T; rewrite -trmx_mul !sqF_tr.
Qed.

Definition S_products := 2%:R * Lam * (L%:R * (Ma ^+ 4 * sqF p)).

Theorem products_sharpness : sharp_ub c X y p W S_products.
Proof.
exact: (sharpness_by_layers C_ge0 layer (min_normal p0 L_gt0 widths c_gt0 W_min) Lam_ge0 cov_Lam).
Qed.

Let S_ge0 : 0 <= S_products.
Proof. exact: mulr_ge0 (mulr_ge0 (ler0n _ 2) Lam_ge0) (mulr_ge0 (ler0n _ L) C_ge0). Qed.

Let ws_gt0 : 0 < sqF ws.
Proof. by apply: lt_le_trans products_regressor; rewrite mulr_gt0 // exprn_gt0. Qed.

Let a_gt0 : 0 < a.
Proof.
by apply: lt_le_trans lam_gt0 _; rewrite -(ler_pmul2r ws_gt0) -qa.
Qed.

Theorem products_ratio W' S' : (forall V, risk c X y p W' <= risk c X y p V) ->
    0 <= S' -> sharp_ub c X y p W' S' ->
  gamma ^+ (2 * L.-1) * (a * S_products) ^+ L <= (Ma ^+ 4 * Lam * S') ^+ L.
Proof.
move=> min' S0 Sub; have ws0 : regressor p W' != 0 by rewrite (reg min') -sqF_gt0.
have := sharpness_lower_min p0 L_gt0 widths c_gt0 min' S0 Sub ws0.
rewrite (reg min') => /(_ a qa) low_S.
have L2 : 2%:R * L%:R * (2%:R * L%:R)^-1 = 1 :> R.
  by rewrite mulfV // mulf_neq0 ?pnatr_eq0 // -lt0n.
have {}low_S : a ^+ L * (gamma ^+ (2 * L.-1) * sqF p ^+ L) <= (S' / (2%:R * L%:R)) ^+ L.
  apply: le_trans low_S; rewrite -mulrA; apply: ler_wpmul2l; first by rewrite exprn_ge0 // ltW.
  have -> : sqF p ^+ L = sqF p ^+ L.-1 * sqF p by rewrite -exprSr prednK.
  rewrite mulrA; apply: ler_wpmul2r; first exact: sqF_ge0.
  rewrite exprM -exprMn; apply: ler_expn2r; rewrite ?nnegrE ?products_regressor //.
    by rewrite mulr_ge0 ?sqr_ge0 ?sqF_ge0.
  exact: ltW.
set K := 2%:R * L%:R * (Ma ^+ 4 * Lam).
have K0 : 0 <= K ^+ L.
  apply: exprn_ge0; exact: mulr_ge0 (mulr_ge0 (ler0n _ 2) (ler0n _ L)) (mulr_ge0 M4_ge0 Lam_ge0).
have -> : gamma ^+ (2 * L.-1) * (a * S_products) ^+ L =
    K ^+ L * (a ^+ L * (gamma ^+ (2 * L.-1) * sqF p ^+ L)).
  have -> : a * S_products = K * (a * sqF p) by rewrite /S_products /K; ring.
  have -> : (K * (a * sqF p)) ^+ L = K ^+ L * (a ^+ L * sqF p ^+ L) by rewrite -!exprMn.
  by rewrite mulrCA [gamma ^+ _ * (a ^+ L * _)]mulrCA.
have -> : (Ma ^+ 4 * Lam * S') ^+ L = K ^+ L * (S' / (2%:R * L%:R)) ^+ L.
  rewrite -exprMn /K; congr (_ ^+ _); move: (2%:R * L%:R)^-1 L2 => i L2.
  transitivity (2%:R * L%:R * i * (Ma ^+ 4 * Lam * S')); last by ring.
  by rewrite L2 mul1r.
exact: ler_wpmul2l K0 _ _ low_S.
Qed.

Theorem products_ratio_root W' S S' r : (forall V, risk c X y p W' <= risk c X y p V) ->
    0 <= S' -> sharp_ub c X y p W' S' ->
    (forall s, sharp_ub c X y p W s -> S <= s) ->
    0 <= r -> r ^+ L = gamma ^+ (2 * L.-1) ->
  r * (a * S) <= Ma ^+ 4 * Lam * S'.
Proof.
move=> min' S0 Sub S_least r0 rE.
apply: le_trans (_ : r * (a * S_products) <= _).
  by rewrite ler_wpmul2l // ler_pmul2l // S_least //; exact: products_sharpness.
have l0 : 0 <= r * (a * S_products) := mulr_ge0 r0 (mulr_ge0 (ltW a_gt0) S_ge0).
have u0 : 0 <= Ma ^+ 4 * Lam * S' := mulr_ge0 (mulr_ge0 M4_ge0 Lam_ge0) S0.
rewrite -(@ler_pexpn2r _ L) ?nnegrE //.
have := products_ratio min' S0 Sub; rewrite -rE; apply: le_trans.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; exact: exprMn.
Qed.

End Products.

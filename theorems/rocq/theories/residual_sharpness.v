(* Low sharpness of a minimizer near a start with good products                       *)
(*                                                                                    *)
(* Setting of residual_ball.v, W in the ball around W0 and a minimizer, Sigma >=      *)
(* lam > 0, Lam >= Sigma, pi*^T Sigma pi* = a |pi*|^2, (1 + 1/(2 L))^(2 L) <= ee.     *)
(* Main results                                                                       *)
(*   ball_sharpness       S_ball = 2 L Lam ee Ma^4 |p|^2 bounds S(W)                  *)
(*   ball_regressor       gamma^2 |p|^2 <= 4 |pi(W)|^2                                *)
(*   ball_low_sharpness   gamma^2 a S_ball <= 4 ee Ma^4 Lam S(W') for every           *)
(*                        minimizer W', and the same with lam in place of a           *)
(* Source: claim residual/low-sharpness, proof.                                       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound operator_bounds.
From Lemmata Require Import sharpness_upper_bound minimizers small_scale_corollary.
From Lemmata Require Import product_perturbation residual_bounds residual_ball.
From Lemmata Require Import sharpness_by_products.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sharpness.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W0 W : weights R d) (gamma Ma ee : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis G_low : forall k, (k <= L)%N -> low (head W0 k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W0 k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L W0 k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L W0 k)^T Ma.
Hypothesis close : forall k, (k < L)%N ->
  L%:R ^+ 2 * sqF (W k - W0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Let e : R := (2%:R * L%:R)^-1.
Hypothesis ee_le : ((1 + e) ^+ L) ^+ 2 <= ee.

Let e_ge0 : 0 <= e. Proof. by rewrite invr_ge0 mulr_ge0 ?ler0n. Qed.
Let ee_ge0 : 0 <= ee. Proof. exact: le_trans (sqr_ge0 _) ee_le. Qed.
Let P0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let C := ee * Ma ^+ 4 * sqF p.

Let M0 : 0 <= Ma ^+ 4. Proof. by rewrite exprn_ge0 // ltW //; exact: (Ma_gt0 p0 G_opn). Qed.
Let C_ge0 : 0 <= C. Proof. exact: mulr_ge0 (mulr_ge0 ee_ge0 M0) (sqF_ge0 p). Qed.

Let layer k (z : 'cV[R]_(d 0)) : (k < L)%N ->
  sqF (p *m tail L W k.+1) * sqF (head W k *m z) <= C * sqF z.
Proof.
move=> kL; have up1 := (ball_tail L_gt0 p0 gamma_gt0 G_opn B_low B_opn close kL).2.2 p^T.
rewrite -trmx_mul !sqF_tr in up1.
have up2 := (ball_head L_gt0 p0 gamma_gt0 G_low G_opn close (ltnW kL)).2.2 z.
apply: le_trans (ler_pmul (sqF_ge0 _) (sqF_ge0 _) up1 up2) _.
have e1 : 1 <= 1 + e by rewrite ler_addl.
have le : ((1 + e) ^+ (L - k.+1) * (1 + e) ^+ k) ^+ 2 <= ee.
  apply: le_trans ee_le; rewrite -exprD; apply: ler_expn2r.
  - by rewrite nnegrE exprn_ge0 // (le_trans ler01).
  - by rewrite nnegrE exprn_ge0 // (le_trans ler01).
  rewrite ler_weexpn2l // subnS; case: (L - k)%N (subnK (ltnW kL)) => [|j] /= <-.
    by rewrite leq_addl.
  by rewrite addSn.
have q0 : 0 <= Ma ^+ 4 * sqF p * sqF z := mulr_ge0 (mulr_ge0 M0 (sqF_ge0 _)) (sqF_ge0 _).
apply: le_trans (_ : ((1 + e) ^+ (L - k.+1) * (1 + e) ^+ k) ^+ 2 * (Ma ^+ 4 * sqF p * sqF z) <= _).
  move: (_ ^+ (L - _)) (_ ^+ k) (sqF p) (sqF z) => a b P Z.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have -> : C * sqF z = ee * (Ma ^+ 4 * sqF p * sqF z) by rewrite /C !mulrA.
exact: ler_wpmul2r q0 _ _ le.
Qed.

Lemma gamma_le1 : gamma ^+ 2 <= 1.
Proof.
have [_ le] := G_low (leq0n L); have := le p^T.
by rewrite mul1mx sqF_tr -[X in _ <= X]mul1r ler_pmul2r.
Qed.

Theorem ball_regressor : gamma ^+ 2 * sqF p <= 4%:R * sqF (regressor p W).
Proof.
have lo := (ball_tail L_gt0 p0 gamma_gt0 G_opn B_low B_opn close (leq0n L)).1.2 p^T.
rewrite -trmx_mul !sqF_tr subn0 in lo.
have half : 2%:R^-1 <= (1 - e) ^+ L.
  apply: le_trans (bernoulli _ _); last first.
    by rewrite e_ge0 /= /e invf_le1 ?mulr_gt0 ?ltr0n // -natrM ler1n muln_gt0 L_gt0.
  have -> : L%:R * e = 2%:R^-1.
    by rewrite /e invfM mulrCA divff ?mulr1 // pnatr_eq0 -lt0n.
  have h2 : 2%:R^-1 *+ 2 = 1 :> R by rewrite -[LHS]mulr_natr mulVf // pnatr_eq0.
  by rewrite ler_subr_addr -[X in _ <= X]h2 mulr2n.
have E : sqF (regressor p W) = sqF (p *m tail L W 0).
  by rewrite /regressor sqF_tr -(tail_head W (leq0n L)) /= mulmx1.
rewrite E; apply: le_trans (ler_wpmul2l (ler0n R 4) lo); rewrite mulrA.
apply: ler_wpmul2r; first exact: sqF_ge0.
rewrite exprMn mulrCA ler_pemulr ?sqr_ge0 //.
have h : 2%:R * 2%:R^-1 = 1 :> R by rewrite mulfV // pnatr_eq0.
have ih0 : 0 <= 2%:R^-1 :> R by rewrite invr_ge0 ler0n.
have : 2%:R^-1 ^+ 2 <= ((1 - e) ^+ L) ^+ 2 by rewrite ler_expn2r ?nnegrE // (le_trans ih0).
move/(ler_wpmul2l (ler0n R 4)); apply: le_trans.
move: 2%:R^-1 h => ih h; have -> : 4%:R * ih ^+ 2 = (2%:R * ih) ^+ 2 by ring.
by rewrite h expr1n.
Qed.

Section Minimizer.
Variables (lam Lam a : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis W_min : forall V, risk c X y p W <= risk c X y p V.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis qa : dot (regressor p W) (cov c X *m regressor p W) = a * sqF (regressor p W).

Let m_gt0 : (0 < m)%N. Proof. exact: width_gt0 p0. Qed.

Definition S_ball := 2%:R * Lam * (L%:R * (ee * Ma ^+ 4 * sqF p)).

Theorem ball_sharpness : sharp_ub c X y p W S_ball.
Proof.
have widths k : (0 < k < L)%N -> (0 < d k)%N by move=> _; exact: m_gt0.
exact: (sharpness_by_layers C_ge0 layer (min_normal p0 L_gt0 widths c_gt0 W_min) Lam_ge0 cov_Lam).
Qed.

Theorem ball_low_sharpness W' S' :
    (forall V, risk c X y p W' <= risk c X y p V) -> 0 <= S' -> sharp_ub c X y p W' S' ->
  gamma ^+ 2 * (a * S_ball) <= 4%:R * ee * Ma ^+ 4 * Lam * S' /\
  gamma ^+ 2 * (lam * S_ball) <= 4%:R * ee * Ma ^+ 4 * Lam * S'.
Proof.
move=> min' S0 Sub; have widths k : (0 < k < L)%N -> (0 < d k)%N by move=> _; exact: m_gt0.
have E : regressor p W' = regressor p W.
  apply: (normal_unique lam_gt0 cov_lam (y := y)).
    exact: (min_normal p0 L_gt0 widths c_gt0 min').
  exact: (min_normal p0 L_gt0 widths c_gt0 W_min).
have ws_gt0 : 0 < sqF (regressor p W).
  rewrite -(ltr_pmul2l (ltr0Sn R 3)) mulr0; apply: lt_le_trans ball_regressor.
  by rewrite mulr_gt0 // exprn_gt0.
have ws0 : regressor p W' != 0 by rewrite E -sqF_gt0.
have lam_a : lam <= a by rewrite -(ler_pmul2r ws_gt0) -qa.
have a_gt0 : 0 < a := lt_le_trans lam_gt0 lam_a.
have low_S : gamma ^+ 2 * a * sqF p <= 4%:R * (S' / (2%:R * L%:R)).
  have := sharpness_lower_min p0 L_gt0 widths c_gt0 min' S0 Sub ws0; rewrite E => /(_ a qa) H.
  have q0 : 0 <= gamma ^+ 2 * a * sqF p by rewrite !mulr_ge0 ?sqr_ge0 ?sqF_ge0 // ltW.
  have r0 : 0 <= 4%:R * (S' / (2%:R * L%:R)).
    by rewrite mulr_ge0 ?ler0n // divr_ge0 // mulr_ge0 ?ler0n.
  rewrite -(@ler_pexpn2r _ L) ?nnegrE // [X in _ <= X]exprMn.
  apply: le_trans (ler_wpmul2l (exprn_ge0 L (ler0n R 4)) H).
  have pow (x : R) : x ^+ L = x ^+ L.-1 * x by rewrite -exprSr prednK.
  have aP : gamma ^+ 2 * a * sqF p = a * (gamma ^+ 2 * sqF p) by ring.
  have le1 : gamma ^+ 2 * a * sqF p <= a * (4%:R * sqF (regressor p W)).
    by rewrite aP ler_pmul2l // ball_regressor.
  have le2 : gamma ^+ 2 * a * sqF p <= 4%:R * (a * sqF p).
    apply: le_trans (_ : a * sqF p <= _); last by rewrite ler_pemull ?ler1n // mulr_ge0 ?ltW.
    by rewrite aP ler_pmul2l // -[X in _ <= X]mul1r ler_pmul2r // gamma_le1.
  rewrite !pow; apply: le_trans
    (_ : (a * (4%:R * sqF (regressor p W))) ^+ L.-1 * (4%:R * (a * sqF p)) <= _).
    apply: ler_pmul; rewrite ?exprn_ge0 //; apply: ler_expn2r; rewrite ?nnegrE //.
    exact: le_trans le1.
  rewrite !exprMn; move: (a ^+ _) (4%:R ^+ _) (sqF _ ^+ _) => u v w.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have S_le : gamma ^+ 2 * (a * S_ball) <= 4%:R * ee * Ma ^+ 4 * Lam * S'.
  have h : 2%:R * L%:R * (2%:R * L%:R)^-1 = 1 :> R.
    by rewrite mulfV // mulf_neq0 ?pnatr_eq0 // -lt0n.
  apply: le_trans (_ : 2%:R * L%:R * (ee * Ma ^+ 4 * Lam) * (gamma ^+ 2 * a * sqF p) <= _).
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /S_ball; ring.
  apply: le_trans (ler_wpmul2l _ low_S) _; first exact:
    mulr_ge0 (mulr_ge0 (ler0n _ 2) (ler0n _ L)) (mulr_ge0 (mulr_ge0 ee_ge0 M0) Lam_ge0).
  move: ((2%:R * L%:R)^-1) h => i h; rewrite le_eqVlt; apply/orP; left; apply/eqP.
  transitivity (4%:R * ee * Ma ^+ 4 * Lam * S' * (2%:R * L%:R * i)); first by ring.
  by rewrite h mulr1.
split=> //; apply: le_trans S_le; apply: ler_wpmul2l; first exact: sqr_ge0.
apply: ler_wpmul2r lam_a; rewrite /S_ball.
exact: mulr_ge0 (mulr_ge0 (ler0n _ 2) Lam_ge0) (mulr_ge0 (ler0n _ L) C_ge0).
Qed.

End Minimizer.
End Sharpness.

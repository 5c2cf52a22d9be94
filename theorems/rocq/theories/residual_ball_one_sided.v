(* The ball of residual_ball.v with bounds of the products from the first layer only  *)
(*                                                                                    *)
(* All widths equal to m, depth L >= 1, p <> 0. At W0 the singular values of all G_k  *)
(* lie in [gamma, Ma], gamma > 0; nothing is supposed of the B_k. W is in the ball    *)
(* L |W_k - W0_k|_F <= gamma / (2 Ma). With e = 1 / (2 L):                            *)
(* Main results                                                                       *)
(*   one_sided_tail         (gamma / Ma) (1 - e)^(L-k) <= sigma(B_k)                  *)
(*                          <= (Ma / gamma) (1 + e)^(L-k)                             *)
(*   one_sided_pl           L (gamma^4 / Ma^2) lam |p|^2 E <= sum_k |grad_k|_F^2      *)
(*   one_sided_grad_excess  |grad_k|_F^2 <= 4 ee (Ma^4 / gamma^2) |p|^2 Lam E,        *)
(*                          (1 + e)^(2 L) <= ee                                       *)
(* Source: claim residual/convergence, proof, one-sided version.                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds product_perturbation product_tails.
From Lemmata Require Import residual_bounds residual_gradient residual_ball.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ball.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W0 W : weights R d) (gamma Ma : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis G_low : forall k, (k <= L)%N -> low (head W0 k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W0 k) Ma.
Hypothesis close : forall k, (k < L)%N ->
  L%:R ^+ 2 * sqF (W k - W0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Let e : R := (2%:R * L%:R)^-1.
Let theta : weights R d := fun k => L%:R *: (W k - W0 k).
Let rho := gamma / (2%:R * Ma).

Let Ma0 : 0 < Ma. Proof. exact: (Ma_gt0 p0 G_opn). Qed.

Let eE : gamma^-1 * (L%:R^-1 * rho * Ma) = e.
Proof. exact: (move_size _ gamma_gt0 Ma0). Qed.

Let e_lt1 : e < 1.
Proof.
by rewrite /e invf_lt1 ?mulr_gt0 ?ltr0n // -natrM ltr1n (leq_trans (ltnSn 1)) // leq_pmulr.
Qed.

Let th_opn k : (k < L)%N -> opn (theta k) rho.
Proof. by move=> kL; exact: (ball_theta gamma_gt0 Ma0 (close kL)). Qed.

Let tailE k : tail L (Wp L W0 theta) k = tail L W k.
Proof. by apply: eq_tail => j _; exact: ball_move. Qed.

Theorem one_sided_tail k : (k <= L)%N ->
  low (tail L W k)^T (gamma / Ma * (1 - e) ^+ (L - k)) /\
  opn (tail L W k)^T (Ma / gamma * (1 + e) ^+ (L - k)).
Proof.
move=> kL; rewrite -tailE -eE; split; last first.
  exact: opn_tr (tail_upper gamma_gt0 G_low G_opn th_opn kL).
apply: low_tr; first by rewrite mulr_gt0 ?divr_gt0 // exprn_gt0 // eE subr_gt0.
by apply: (tail_lower gamma_gt0 Ma0 G_low G_opn th_opn _ kL); rewrite eE ltW.
Qed.

Section Optimum.
Variables (ws : 'cV[R]_(d 0)) (lam Lam ee : R).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Hypothesis ee_le : ((1 + e) ^+ L) ^+ 2 <= ee.
Let E := risk c X y p W - lin_risk c X y ws.

Let G_near k (kL : (k <= L)%N) := ball_head L_gt0 p0 gamma_gt0 G_low G_opn close kL.
Let G_near1 k (kL : (k <= L)%N) := (G_near kL).1.
Let G_near2 k (kL : (k <= L)%N) := (G_near kL).2.
Let B_near1 k (kL : (k <= L)%N) := (one_sided_tail kL).1.
Let B_near2 k (kL : (k <= L)%N) := (one_sided_tail kL).2.

Theorem one_sided_pl :
  L%:R * (gamma ^+ 4 / Ma ^+ 2) * lam * sqF p * E <= \sum_(k < L) sqF (grad c X y p W k).
Proof.
have g0 := ltW gamma_gt0; have t0 : 0 <= gamma / Ma by rewrite divr_ge0 // ltW.
have := near_pl p L_gt0 g0 t0 G_near1 B_near1 ws_normal cov_lam cov_Lam.
by rewrite [gamma / Ma * gamma]mulrAC exprMn exprVn -expr2 -exprM.
Qed.

Theorem one_sided_grad_excess k : (k < L)%N ->
  sqF (grad c X y p W k) <= 4%:R * ee * (Ma ^+ 4 / gamma ^+ 2) * sqF p * Lam * E.
Proof.
move=> kL; have := near_grad_excess p L_gt0 G_near2 B_near2 ws_normal cov_lam cov_Lam ee_le kL.
by rewrite [Ma / gamma * Ma]mulrAC exprMn exprVn -expr2 -exprM.
Qed.

End Optimum.
End Ball.

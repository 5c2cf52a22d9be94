(* The residual flow stays in its ball, and converges: the deterministic part         *)
(*                                                                                    *)
(* Setting of residual_ball.v with W0 = W(0): gamma and Ma bound the singular values  *)
(* of all G_k and B_k at time 0 only. lam, Lam: bounds of Sigma on its range.         *)
(* Threshold: 64 exp(1) Ma^6 Lam E(0) <= gamma^10 lam^2 |p|^2.                        *)
(* Main results                                                                       *)
(*   residual_in_ball    L |W_k(t) - W_k(0)|_F <= gamma / (2 Ma) for all t >= 0       *)
(*   residual_rate       E(t) <= E(0) exp(- mu t), mu = L lam |p|^2 gamma^4           *)
(*   residual_change     (L |W_k(t) - W_k(0)|_F)^2 <= B^2, where                      *)
(*                       B^2 = 16 exp(1) Ma^4 Lam E(0) / (gamma^8 lam^2 |p|^2)        *)
(*   residual_B_le       B <= gamma / (2 Ma)                                          *)
(* The limit is in residual_limit.v.                                                  *)
(* Given: a gradient flow for all t >= 0 (its existence is not proved).               *)
(* Source: slides, "Convergence of GF" (residual initialization); claim               *)
(* residual/convergence, deterministic part.                                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds residual_bounds residual_ball.
From Lemmata Require Import gradient_flow flow_energy residual_flow.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Flow.
Variables (R : realType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : R -> weights R d) (ws : 'cV[R]_(d 0)) (gamma Ma lam Lam : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis c_gt0 : 0 < c.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis G_low : forall k, (k <= L)%N -> low (head (W 0) k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head (W 0) k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L (W 0) k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L (W 0) k)^T Ma.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis Lam_gt0 : 0 < Lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Notation Rmin := (lin_risk c X y ws).
Notation E t := (risk c X y p (W t) - Rmin).
Hypothesis threshold :
  64%:R * expR 1 * Ma ^+ 6 * Lam * E 0 <= gamma ^+ 10 * lam ^+ 2 * sqF p.

Let Ma0 : 0 < Ma. Proof. exact: (Ma_gt0 p0 G_opn). Qed.
Let rho := gamma / (2%:R * Ma).
Let rho_gt0 : 0 < rho. Proof. by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. Qed.
Let A := gamma ^+ 4.
Let b := Ma ^+ 4.
Let A_gt0 : 0 < A. Proof. by rewrite exprn_gt0. Qed.
Let b_gt0 : 0 < b. Proof. by rewrite exprn_gt0. Qed.
Let near V := forall k, (k < L)%N -> L%:R ^+ 2 * sqF (V k - W 0 k) <= rho ^+ 2.

Let pl V : near V -> L%:R * A * lam * sqF p * (risk c X y p V - Rmin) <= speed c X y p V.
Proof.
move=> nearV.
exact: (ball_pl L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn nearV ws_normal cov_lam cov_Lam).
Qed.

Let grad_le V k : near V -> (k < L)%N ->
  sqF (grad c X y p V k) <= 4%:R * expR 1 * b * sqF p * Lam * (risk c X y p V - Rmin).
Proof.
move=> nearV; exact: (ball_grad_excess L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn nearV
  ws_normal cov_lam cov_Lam (euler_le R L_gt0)).
Qed.

Let small : 16%:R * expR 1 * b * Lam * E 0 <= A ^+ 2 * lam ^+ 2 * sqF p * rho ^+ 2.
Proof.
have M4 : 0 < (2%:R * Ma) ^+ 2 by rewrite exprn_gt0 // mulr_gt0 ?ltr0n.
rewrite /rho expr_div_n [X in _ <= X]mulrA ler_pdivl_mulr //.
apply: le_trans (le_trans _ threshold) _; rewrite le_eqVlt; apply/orP; left; apply/eqP;
  by rewrite /A /b; ring.
Qed.

Definition B2 := 16%:R * expR 1 * Ma ^+ 4 * Lam * E 0 / (gamma ^+ 8 * lam ^+ 2 * sqF p).

Let B2E : reach2 c X y p W ws A b lam Lam = B2.
Proof. by rewrite /reach2 /B2 /A -exprM. Qed.

Theorem residual_in_ball t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Proof.
exact: (reach_ball L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0 Lam_gt0 pl grad_le
  small).
Qed.

Theorem residual_pl_along t : 0 <= t ->
  L%:R * gamma ^+ 4 * lam * sqF p * E t <= speed c X y p (W t).
Proof. by move=> t0; apply: pl => k kL; exact: residual_in_ball. Qed.

Theorem residual_rate t : 0 <= t ->
  E t <= E 0 * expR (- (L%:R * gamma ^+ 4 * lam * sqF p) * t).
Proof.
exact: (reach_rate L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0 Lam_gt0 pl grad_le
  small).
Qed.

Theorem residual_change t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= B2.
Proof.
rewrite -B2E; exact: (reach_change L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0
  Lam_gt0 pl grad_le small).
Qed.

Theorem residual_B_le : B2 <= (gamma / (2%:R * Ma)) ^+ 2.
Proof. rewrite -B2E; exact: (reach_le p0 A_gt0 lam_gt0 small). Qed.

End Flow.

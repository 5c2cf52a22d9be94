(* Convergence of the residual flow from bounds of the products on one side only      *)
(*                                                                                    *)
(* gamma and Ma bound the singular values of all G_k at time 0, from below and from   *)
(* above; nothing is supposed of the B_k. lam, Lam: bounds of Sigma on its range.     *)
(* Threshold: 64 exp(1) Ma^10 Lam E(0) <= gamma^12 lam^2 |p|^2.                       *)
(* Main results                                                                       *)
(*   one_sided_in_ball   L |W_k(t) - W_k(0)|_F <= gamma / (2 Ma) for all t >= 0       *)
(*   one_sided_rate      E(t) <= E(0) exp(- mu t), mu = L lam |p|^2 gamma^4 / Ma^2    *)
(*   one_sided_change    (L |W_k(t) - W_k(0)|_F)^2 <= one_sided_B2, where             *)
(*                       one_sided_B2 = 16 exp(1) Ma^8 Lam E(0)                       *)
(*                                      / (gamma^10 lam^2 |p|^2)                      *)
(*   one_sided_B_le      one_sided_B2 <= (gamma / (2 Ma))^2                           *)
(*   one_sided_limit     W(t) converges to some Wl, which minimizes the risk, and     *)
(*                       (L |Wl_k - W_k(0)|_F)^2 <= one_sided_B2                      *)
(* Given: a gradient flow for all t >= 0 (its existence is not proved here).          *)
(* Source: claim residual/convergence, sharper (one-sided version).                   *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds residual_ball residual_ball_one_sided.
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
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis Lam_gt0 : 0 < Lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Notation Rmin := (lin_risk c X y ws).
Notation E t := (risk c X y p (W t) - Rmin).
Hypothesis threshold :
  64%:R * expR 1 * Ma ^+ 10 * Lam * E 0 <= gamma ^+ 12 * lam ^+ 2 * sqF p.

Let Ma0 : 0 < Ma. Proof. exact: (Ma_gt0 p0 G_opn). Qed.
Let rho := gamma / (2%:R * Ma).
Let rho_gt0 : 0 < rho. Proof. by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. Qed.
Let A := gamma ^+ 4 / Ma ^+ 2.
Let b := Ma ^+ 4 / gamma ^+ 2.
Let A_gt0 : 0 < A. Proof. by rewrite divr_gt0 ?exprn_gt0. Qed.
Let b_gt0 : 0 < b. Proof. by rewrite divr_gt0 ?exprn_gt0. Qed.
Let near V := forall k, (k < L)%N -> L%:R ^+ 2 * sqF (V k - W 0 k) <= rho ^+ 2.

Let pl V : near V -> L%:R * A * lam * sqF p * (risk c X y p V - Rmin) <= speed c X y p V.
Proof.
move=> nearV.
exact: (one_sided_pl L_gt0 p0 gamma_gt0 G_low G_opn nearV ws_normal cov_lam cov_Lam).
Qed.

Let grad_le V k : near V -> (k < L)%N ->
  sqF (grad c X y p V k) <= 4%:R * expR 1 * b * sqF p * Lam * (risk c X y p V - Rmin).
Proof.
move=> nearV; exact: (one_sided_grad_excess L_gt0 p0 gamma_gt0 G_low G_opn nearV ws_normal
  cov_lam cov_Lam (euler_le R L_gt0)).
Qed.

(* The threshold, without quotients                                                   *)
Let gM : gamma * gamma^-1 = 1. Proof. by rewrite mulfV ?gt_eqF. Qed.
Let MM : Ma * Ma^-1 = 1. Proof. by rewrite mulfV ?gt_eqF. Qed.

Let small : 16%:R * expR 1 * b * Lam * E 0 <= A ^+ 2 * lam ^+ 2 * sqF p * rho ^+ 2.
Proof.
have q0 : 0 < 4%:R * Ma ^+ 6 * gamma ^+ 2 by rewrite !mulr_gt0 ?exprn_gt0 ?ltr0n.
have h2 : 2%:R * 2%:R^-1 = 1 :> R by rewrite mulfV // pnatr_eq0.
rewrite -(ler_pmul2r q0); apply: le_trans (le_trans _ threshold) _;
  rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /A /b /rho -!exprVn ?invfM.
  move: gamma^-1 gM => i gi.
  transitivity (64%:R * expR 1 * Ma ^+ 10 * Lam * E 0 * (gamma * i) ^+ 2); first by ring.
  by rewrite gi expr1n mulr1.
move: 2%:R^-1 Ma^-1 h2 MM => h i hh Mi.
transitivity (gamma ^+ 12 * lam ^+ 2 * sqF p * (Ma * i) ^+ 6 * (2%:R * h) ^+ 2); last by ring.
by rewrite Mi hh !expr1n !mulr1.
Qed.

Definition one_sided_B2 :=
  16%:R * expR 1 * Ma ^+ 8 * Lam * E 0 / (gamma ^+ 10 * lam ^+ 2 * sqF p).

Let B2E : reach2 c X y p W ws A b lam Lam = one_sided_B2.
Proof.
have nz x k : 0 < x -> x ^+ k * lam ^+ 2 * sqF p != 0.
  by move=> x0; rewrite !mulf_neq0 ?expf_neq0 ?sqF_eq0 // gt_eqF.
have [d1 d2] := (nz A 2%N A_gt0, nz gamma 10%N gamma_gt0).
rewrite /reach2 /one_sided_B2; apply/eqP; rewrite eqr_div //; apply/eqP.
rewrite /A /b -!exprVn; move: gamma^-1 Ma^-1 gM MM => i j gi Mj.
transitivity (16%:R * expR 1 * Ma ^+ 4 * Lam * E 0 * (gamma ^+ 8 * lam ^+ 2 * sqF p) *
  (gamma * i) ^+ 2); first by ring.
transitivity (16%:R * expR 1 * Ma ^+ 4 * Lam * E 0 * (gamma ^+ 8 * lam ^+ 2 * sqF p) *
  (Ma * j) ^+ 4); last by ring.
by rewrite gi Mj !expr1n.
Qed.

Theorem one_sided_in_ball t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Proof.
exact: (reach_ball L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0 Lam_gt0 pl grad_le
  small).
Qed.

Theorem one_sided_rate t : 0 <= t ->
  E t <= E 0 * expR (- (L%:R * (gamma ^+ 4 / Ma ^+ 2) * lam * sqF p) * t).
Proof.
exact: (reach_rate L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0 Lam_gt0 pl grad_le
  small).
Qed.

Theorem one_sided_change t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= one_sided_B2.
Proof.
rewrite -B2E; exact: (reach_change L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0
  Lam_gt0 pl grad_le small).
Qed.

Theorem one_sided_B_le : one_sided_B2 <= (gamma / (2%:R * Ma)) ^+ 2.
Proof. rewrite -B2E; exact: (reach_le p0 A_gt0 lam_gt0 small). Qed.

Theorem one_sided_limit : exists2 Wl : weights R d,
  (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) &
  (forall V, risk c X y p Wl <= risk c X y p V) /\
  forall k, (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W 0 k) <= one_sided_B2.
Proof.
rewrite -B2E; exact: (reach_limit L_gt0 p0 c_gt0 flow ws_normal A_gt0 b_gt0 rho_gt0 lam_gt0
  Lam_gt0 pl grad_le small).
Qed.

End Flow.

(* Perturbed products: the bound by the exponential                                   *)
(*                                                                                    *)
(* Setting of product_perturbation.v, kappa = M / gamma, gamma the lower bound.       *)
(* Main results                                                                       *)
(*   pow_le_exp       (1 + x / L)^k <= exp(x) for k <= L                              *)
(*   theta_upper_exp  |P'_k| <= M (1 + kappa rho / L)^k <= M exp(kappa rho)           *)
(* Source: claim random-products/perturbation.                                        *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import reals sequences exp.
From Lemmata Require Import frobenius deep_network operator_bounds product_perturbation.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma pow_le_exp (R : realType) (x : R) k L : 0 <= x -> (0 < L)%N -> (k <= L)%N ->
  (1 + x / L%:R) ^+ k <= expR x.
Proof.
move=> x0 L0 kL; have e0 : 0 <= x / L%:R by rewrite divr_ge0 ?ler0n.
have one : 1 <= 1 + x / L%:R by rewrite ler_addl.
apply: le_trans (ler_weexpn2l one kL) _.
apply: le_trans (_ : expR (x / L%:R) ^+ L <= _).
  apply: ler_expn2r; last exact: expR_ge1Dx.
    by rewrite nnegrE (le_trans ler01).
  by rewrite nnegrE ltW ?expR_gt0.
by rewrite -expRMm mulrC divfK // pnatr_eq0 -lt0n.
Qed.

Section Theta.
Variables (R : realType) (n L : nat).
Let d := fun _ : nat => n.
Variables (W theta : weights R d) (m M rho : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis m_gt0 : 0 < m.
Hypothesis P_low : forall k, (k <= L)%N -> low (head W k) m.
Hypothesis P_opn : forall k, (k <= L)%N -> opn (head W k) M.
Hypothesis theta_opn : forall k, (k < L)%N -> opn (theta k) rho.

Theorem theta_upper_exp k : (k <= L)%N ->
  opn (head (Wp L W theta) k) (M * (1 + M / m * rho / L%:R) ^+ k) /\
  M * (1 + M / m * rho / L%:R) ^+ k <= M * expR (M / m * rho).
Proof.
move=> kL; have M0 : 0 <= M := (P_opn (leq0n L)).1.
have rho0 : 0 <= rho := (theta_opn L_gt0).1.
have -> : M / m * rho / L%:R = m^-1 * (L%:R^-1 * rho * M) by ring.
split; first exact: (theta_upper m_gt0 P_low P_opn theta_opn kL).
have -> : m^-1 * (L%:R^-1 * rho * M) = M / m * rho / L%:R by ring.
by rewrite ler_wpmul2l // pow_le_exp // !mulr_ge0 // invr_ge0 ltW.
Qed.

End Theta.

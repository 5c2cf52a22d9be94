(* One mode of two-layer gradient descent with sigma = 0                              *)
(*                                                                                    *)
(* w' = w (1 - eta lambda w)^2, x = eta lambda w0 < 1, lambda > 0: 1/w grows at each  *)
(* step by between 2 eta lambda and eta lambda (2 - x)/(1 - x)^2.                     *)
(* Main result                                                                        *)
(*   gd_idle   w0 / (1 + x t (2 - x)/(1 - x)^2) <= w_t <= w0 / (1 + 2 x t)            *)
(* Source: claim two-layer/discrete-sandwich.                                         *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import two_layer_descent.

Local Open Scope R_scope.

Section Idle.
Variables lambda eta w0 : R.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis w0_gt0 : 0 < w0.
Let x0 := eta * lambda * w0.
Hypothesis x0_lt1 : x0 < 1.
Notation gd := (gd 0 lambda eta w0).
Let rate x := (2 - x) / (1 - x) ^ 2.

Let rate_mono x : 0 <= x <= x0 -> 2 <= rate x <= rate x0.
Proof.
intros H; unfold rate; split.
- apply Rmult_le_reg_r with ((1 - x) ^ 2); [nra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l; nra.
- assert (D : (2 - x0) / (1 - x0) ^ 2 - (2 - x) / (1 - x) ^ 2 =
    (x0 - x) * (3 - 2 * x0 - 2 * x + x * x0) / ((1 - x0) ^ 2 * (1 - x) ^ 2)).
  { field; lra. }
  assert (0 <= (x0 - x) * (3 - 2 * x0 - 2 * x + x * x0) / ((1 - x0) ^ 2 * (1 - x) ^ 2)).
  { apply Rdiv_le_0_compat; [apply Rmult_le_pos; nra|apply Rmult_lt_0_compat; apply pow_lt; lra]. }
  lra.
Qed.

Lemma gd_idle_inv t : 0 < gd t <= w0 /\
  / w0 + 2 * (eta * lambda) * INR t <= / gd t <= / w0 + eta * lambda * rate x0 * INR t.
Proof.
assert (el : 0 < eta * lambda) by (apply Rmult_lt_0_compat; lra).
induction t as [|t [[I1 I2] [H1 H2]]]; [simpl; lra|].
change (gd (S t)) with (gd t * (1 + eta * (0 - lambda * gd t)) ^ 2).
set (w := gd t) in *; set (x := eta * lambda * w).
assert (x_gt0 : 0 < x) by (apply Rmult_lt_0_compat; lra).
assert (x_le : x <= x0) by (apply Rmult_le_compat_l; lra).
replace (1 + eta * (0 - lambda * w)) with (1 - x) by (unfold x; ring).
assert (q : 0 < (1 - x) ^ 2 <= 1) by (split; [apply pow_lt; lra|nra]).
assert (inv : / (w * (1 - x) ^ 2) = / w + eta * lambda * rate x).
{ unfold rate, x; field; split; [|lra]; fold x; lra. }
destruct (rate_mono x ltac:(lra)) as [R1 R2]; rewrite inv, S_INR; split; split.
- now apply Rmult_lt_0_compat.
- assert (w * (1 - x) ^ 2 <= w * 1) by (apply Rmult_le_compat_l; lra); lra.
- assert (2 * (eta * lambda) <= eta * lambda * rate x) by nra; lra.
- assert (eta * lambda * rate x <= eta * lambda * rate x0) by (apply Rmult_le_compat_l; lra); lra.
Qed.

Theorem gd_idle t :
  w0 / (1 + x0 * INR t * ((2 - x0) / (1 - x0) ^ 2)) <= gd t <= w0 / (1 + 2 * x0 * INR t).
Proof.
destruct (gd_idle_inv t) as [[I1 I2] [H1 H2]].
assert (el : 0 < eta * lambda) by (apply Rmult_lt_0_compat; lra).
assert (nt := pos_INR t); assert (x0_gt0 : 0 < x0) by (apply Rmult_lt_0_compat; lra).
assert (r0 : 2 <= rate x0) by (apply rate_mono; lra).
assert (iw := Rinv_0_lt_compat _ w0_gt0).
assert (P1 : 0 <= x0 * INR t) by (apply Rmult_le_pos; lra).
assert (P2 : 0 <= x0 * INR t * rate x0) by (apply Rmult_le_pos; lra).
assert (shape : forall c, 0 <= x0 * INR t * c ->
  w0 / (1 + x0 * INR t * c) = / (/ w0 + eta * lambda * c * INR t)).
{ intros c H; unfold x0 in *; field; split; [|lra].
  replace (1 + w0 * eta * lambda * c * INR t) with (1 + eta * lambda * w0 * INR t * c) by ring.
  lra. }
replace (1 + 2 * x0 * INR t) with (1 + x0 * INR t * 2) by ring.
change ((2 - x0) / (1 - x0) ^ 2) with (rate x0).
rewrite !shape by lra; rewrite <- (Rinv_involutive (gd t)) by lra.
split; apply Rinv_le_contravar.
- now apply Rinv_0_lt_compat.
- exact H2.
- assert (0 <= eta * lambda * 2 * INR t) by (apply Rmult_le_pos; lra); lra.
- lra.
Qed.
End Idle.

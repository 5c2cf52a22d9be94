(* Phases of two-layer gradient descent: the limits on both sides of the phase time   *)
(*                                                                                    *)
(* Setting of two_layer_phase_time.v: w0 = e^(-2 delta), 0 < s = eta sigma <= 1/2,    *)
(* T = 1/log(1+s); k is the step floor(delta t).                                      *)
(* Main results                                                                       *)
(*   gd_residual     sigma/w_k - lambda <= sigma e^(2 delta) (1+s)^(-2k)              *)
(*   phase_limits    as delta -> infinity: w_k -> 0 for t < T, w_k -> sigma/lambda    *)
(*                   for t > T                                                        *)
(*   phase_windows   the same for t < 1/s and for t > 1/s + 1/2                       *)
(*   window_nonempty 1/s_1 + 1/2 < 1/s_2 iff eta < 2 (sigma_1 - sigma_2) /            *)
(*                   (sigma_1 sigma_2)                                                *)
(*   no_overshoot    eta sigma <= 1/2 iff no step from (0, sigma/lambda] leaves it    *)
(* Source: claims two-layer/discrete-phase-time, two-layer/step-size.                 *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import logarithm_bounds two_layer_descent two_layer_mode.
From Lemmata Require Import two_layer_phase_time two_layer_phases.

Local Open Scope R_scope.

Section Limits.
Variables sigma lambda eta : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis step : 2 * (eta * sigma) <= 1.
Let s := eta * sigma.
Let s_gt0 : 0 < s. Proof. apply Rmult_lt_0_compat; assumption. Qed.
Notation w delta := (gd sigma lambda eta (exp (-2 * delta))).

Theorem gd_residual delta k : lambda * exp (-2 * delta) <= sigma ->
  0 <= sigma / w delta k - lambda <= sigma * exp (2 * delta) / (1 + s) ^ (2 * k).
Proof.
intros w0_le; assert (w0_gt0 := exp_pos (-2 * delta)).
destruct (gd_inv sigma lambda eta _ lambda_gt0 eta_gt0 step w0_gt0 w0_le k) as [I1 I2].
assert (u := proj2 (u_bounds sigma lambda eta _ sigma_gt0 lambda_gt0 eta_gt0 step w0_gt0 w0_le k)).
fold s in u; replace (sigma / w delta k - lambda) with ((sigma - lambda * w delta k) / w delta k)
  by (field; lra).
split; [apply Rdiv_le_0_compat; lra|]; apply Rle_trans with (1 := u).
apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, pow_lt; lra|]; simpl gd.
replace (sigma * exp (2 * delta)) with (sigma / exp (-2 * delta)).
- apply Rmult_le_compat_r; [left; now apply Rinv_0_lt_compat|].
  assert (0 < lambda * exp (-2 * delta)) by (apply Rmult_lt_0_compat; lra); lra.
- unfold Rdiv; rewrite <- exp_Ropp; do 2 f_equal; ring.
Qed.

(* lambda e^(-2 delta) <= sigma for all large delta                                   *)
Lemma small_start : exists d0, 0 <= d0 /\ forall delta, d0 < delta -> lambda * exp (-2 * delta) <= sigma.
Proof.
destruct (exp_small 1 (sigma / lambda) ltac:(lra)) as [d0 [P H]].
{ apply Rdiv_lt_0_compat; lra. }
exists d0; split; [exact P|]; intros delta Hd; assert (A := H delta Hd); rewrite Rmult_1_r in A.
apply Rmult_lt_compat_l with (r := lambda) in A; [|lra].
replace (lambda * (sigma / lambda)) with sigma in A by (field; lra); lra.
Qed.

Theorem phase_limits t : 0 < t ->
  (t < 1 / ln (1 + s) -> forall e, 0 < e -> exists d0, forall delta, d0 < delta ->
     forall k, INR k <= delta * t < INR k + 1 -> 0 < w delta k < e) /\
  (1 / ln (1 + s) < t -> forall e, 0 < e -> exists d0, forall delta, d0 < delta ->
     forall k, INR k <= delta * t < INR k + 1 -> 0 <= sigma / lambda - w delta k < e).
Proof.
intros t0; assert (P := ln1_pos s s_gt0); destruct small_start as [d1 [d1_ge0 small]].
split; intros Ht e He.
- assert (g : 0 < 1 - t * ln (1 + s)).
  { apply Rmult_lt_compat_r with (r := ln (1 + s)) in Ht; [|lra].
    unfold Rdiv in Ht; rewrite Rmult_1_l, Rinv_l in Ht; lra. }
  destruct (exp_small _ e g He) as [d2 [d2_ge0 H]]; exists (Rmax d1 d2); intros delta Hd k Hk.
  assert (A := Rmax_l d1 d2); assert (B := Rmax_r d1 d2).
  destruct (phase_before sigma lambda eta delta sigma_gt0 lambda_gt0 eta_gt0 step (small delta ltac:(lra))
    t k ltac:(lra) (proj1 Hk)) as [C D].
  split; [exact C|]; apply Rle_lt_trans with (1 := D); apply H; lra.
- assert (g : 0 < t * ln (1 + s) - 1).
  { apply Rmult_lt_compat_r with (r := ln (1 + s)) in Ht; [|lra].
    unfold Rdiv in Ht; rewrite Rmult_1_l, Rinv_l in Ht; lra. }
  set (c := (sigma / lambda) ^ 2 * (1 + s) ^ 2).
  assert (c0 : 0 < c).
  { apply Rmult_lt_0_compat; apply pow_lt; [apply Rdiv_lt_0_compat|]; lra. }
  destruct (exp_small _ (e / c) g) as [d2 [d2_ge0 H]]; [now apply Rdiv_lt_0_compat|].
  exists (Rmax d1 d2); intros delta Hd k Hk.
  assert (A := Rmax_l d1 d2); assert (B := Rmax_r d1 d2).
  destruct (phase_after sigma lambda eta delta sigma_gt0 lambda_gt0 eta_gt0 step (small delta ltac:(lra))
    t k ltac:(lra)) as [C D].
  split; [exact C|]; apply Rle_lt_trans with (1 := D); fold s c.
  assert (K := H delta ltac:(lra)); apply Rmult_lt_compat_l with (r := c) in K; [|exact c0].
  replace (c * (e / c)) with e in K by (field; lra); exact K.
Qed.

Theorem phase_windows t : 0 < t ->
  (t < 1 / s -> forall e, 0 < e -> exists d0, forall delta, d0 < delta ->
     forall k, INR k <= delta * t < INR k + 1 -> 0 < w delta k < e) /\
  (1 / s + 1 / 2 < t -> forall e, 0 < e -> exists d0, forall delta, d0 < delta ->
     forall k, INR k <= delta * t < INR k + 1 -> 0 <= sigma / lambda - w delta k < e).
Proof.
intros t0; destruct (phase_bracket s s_gt0) as [B1 B2]; destruct (phase_limits t t0) as [L1 L2].
split; intros H; [apply L1|apply L2]; lra.
Qed.

End Limits.

Theorem window_nonempty sigma1 sigma2 eta : 0 < sigma1 -> 0 < sigma2 -> 0 < eta ->
  1 / (eta * sigma1) + 1 / 2 < 1 / (eta * sigma2) <->
  eta < 2 * (sigma1 - sigma2) / (sigma1 * sigma2).
Proof.
intros H1 H2 He; assert (P : 0 < sigma1 * sigma2) by now apply Rmult_lt_0_compat.
assert (E : 1 / (eta * sigma2) - (1 / (eta * sigma1) + 1 / 2) =
  (2 * (sigma1 - sigma2) / (sigma1 * sigma2) - eta) / (2 * eta)) by (field; lra).
set (a := 2 * (sigma1 - sigma2) / (sigma1 * sigma2)) in *; split; intros H.
- assert (K : 0 < (a - eta) / (2 * eta)) by lra.
  apply Rmult_lt_compat_r with (r := 2 * eta) in K; [|lra].
  unfold Rdiv in K; rewrite Rmult_assoc, Rinv_l in K by lra; lra.
- assert (K : 0 < (a - eta) / (2 * eta)) by (apply Rdiv_lt_0_compat; lra); lra.
Qed.

(* From (sigma/lambda) (1 - h), h = (2s - 1)/(4 s^2), a step with s > 1/2 overshoots. *)
Theorem no_overshoot sigma lambda eta : 0 < sigma -> 0 < lambda -> 0 < eta ->
  eta * sigma <= 1 / 2 <->
  forall w, 0 < w <= sigma / lambda -> gd_step sigma lambda eta w <= sigma / lambda.
Proof.
intros Hs Hl He; assert (s0 : 0 < eta * sigma) by now apply Rmult_lt_0_compat.
assert (scale : forall x, x <= sigma / lambda <-> lambda * x <= sigma).
{ intros x; split; intros H.
  - apply Rmult_le_compat_l with (r := lambda) in H; [|lra].
    replace (lambda * (sigma / lambda)) with sigma in H by (field; lra); exact H.
  - apply Rmult_le_reg_l with lambda; [lra|].
    replace (lambda * (sigma / lambda)) with sigma by (field; lra); exact H. }
split; [intros step w [w0 wl]|intros all].
- apply scale; apply scale in wl.
  assert (st : 2 * (eta * sigma) <= 1) by lra.
  exact (proj2 (gd_inv sigma lambda eta w Hl He st w0 wl 1%nat)).
- destruct (Rle_lt_dec (eta * sigma) (1 / 2)) as [H|H]; [exact H|exfalso].
  set (s := eta * sigma) in *; set (h := (2 * s - 1) / (4 * s ^ 2)).
  assert (h0 : 0 < h) by (apply Rdiv_lt_0_compat; [lra|nra]).
  assert (hE : 4 * s ^ 2 * h = 2 * s - 1) by (unfold h; field; lra).
  clearbody h; assert (h1 : h < 1) by nra.
  assert (sl : 0 < sigma / lambda) by now apply Rdiv_lt_0_compat.
  assert (A := all (sigma / lambda * (1 - h)) ltac:(nra)); unfold gd_step in A.
  replace (1 + eta * (sigma - lambda * (sigma / lambda * (1 - h)))) with (1 + s * h) in A
    by (unfold s; field; lra).
  assert (B : sigma / lambda * ((1 - h) * (1 + s * h) ^ 2) <= sigma / lambda * 1) by lra.
  apply Rmult_le_reg_l in B; [|exact sl].
  replace ((1 - h) * (1 + s * h) ^ 2) with
    (1 + h * ((2 * s - 1) - (2 * s) * h + s ^ 2 * h - s ^ 2 * h ^ 2)) in B by ring.
  assert (C : 0 < (2 * s - 1) - (2 * s) * h + s ^ 2 * h - s ^ 2 * h ^ 2).
  { assert (0 < 2 * (s * h) * (2 * s - 1)) by (repeat apply Rmult_lt_0_compat; lra).
    assert (0 <= s ^ 2 * h * (1 - h)) by (apply Rmult_le_pos; nra); nra. }
  assert (0 < h * ((2 * s - 1) - (2 * s) * h + s ^ 2 * h - s ^ 2 * h ^ 2))
    by now apply Rmult_lt_0_compat.
  lra.
Qed.

(* Phase time of two-layer gradient descent                                         *)
(*                                                                                  *)
(* Setting of two_layer_descent.v with w0 = e^(-2 delta); T = 1/log(1+s).           *)
(* Main results                                                                     *)
(*   phase_bracket   1/s <= 1/log(1+s) <= 1/s + 1/2                                 *)
(*   phase_before    k <= delta t  ->  w_k <= exp (-2 delta (1 - t log(1+s)))       *)
(*   phase_after     k >= delta t - 1  ->  0 <= sigma/lambda - w_k <=               *)
(*                   (sigma/lambda)^2 (1+s)^2 exp (-2 delta (t log(1+s) - 1))       *)
(*   printed_phase_false   the printed T = 1/(eta sigma) is false for every         *)
(*                   0 < s < 1/2: between the two times w_k tends to 0              *)
(*   gd_upper_exp    upper bound with exp ((-2s - 4s^2) t), s <= s_*                *)
(* Source: claims two-layer/discrete-phase-time, two-layer/discrete-upper.          *)
From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import logarithm_bounds two_layer_descent.

Local Open Scope R_scope.

Theorem phase_bracket s : 0 < s -> 1 / s <= 1 / ln (1 + s) <= 1 / s + 1 / 2.
Proof.
intros H; assert (P := ln1_pos s H); split.
- apply Rmult_le_compat_l; [lra|]; apply Rinv_le_contravar; [lra|].
  apply ln1_upper; lra.
- replace (1 / s + 1 / 2) with (1 * / (2 * s / (2 + s))) by (field; lra).
  apply Rmult_le_compat_l; [lra|]; apply Rinv_le_contravar.
  + apply Rdiv_lt_0_compat; lra.
  + apply ln1_lower; lra.
Qed.

(* (1 + s)^(2 k) as an exponential                                            *)
Lemma pow_exp s k : 0 < s -> (1 + s) ^ (2 * k) = exp (2 * INR k * ln (1 + s)).
Proof.
intros H; rewrite <- Rpower_pow by lra; unfold Rpower; f_equal.
rewrite mult_INR; simpl; ring.
Qed.

Section Phase.
Variables sigma lambda eta delta : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis step : 2 * (eta * sigma) <= 1.
Let s := eta * sigma.
Let w0 := exp (-2 * delta).
Hypothesis w0_le : lambda * w0 <= sigma.

Notation w := (gd sigma lambda eta w0).

Let w0_gt0 : 0 < w0. Proof. apply exp_pos. Qed.
Let s_gt0 : 0 < s. Proof. unfold s; nra. Qed.

Let inv := gd_inv sigma lambda eta w0 lambda_gt0 eta_gt0 step w0_gt0 w0_le.

Lemma gd_growth k : w k <= w0 * (1 + s) ^ (2 * k).
Proof.
induction k as [|k IH]; [simpl; lra|].
destruct (inv k) as [I1 I2]; change (w (S k)) with
  (w k * (1 + eta * (sigma - lambda * w k)) ^ 2).
replace (w0 * (1 + s) ^ (2 * S k)) with (w0 * (1 + s) ^ (2 * k) * (1 + s) ^ 2).
- apply Rmult_le_compat; [lra| apply pow2_ge_0 | exact IH |].
  apply pow_incr; split; [nra|].
  assert (0 < eta * (lambda * w k)) by (repeat apply Rmult_lt_0_compat; lra).
  unfold s; nra.
- replace (2 * S k)%nat with (2 * k + 2)%nat by lia; rewrite pow_add; ring.
Qed.

Theorem phase_before t k : 0 <= t -> INR k <= delta * t ->
  0 < w k <= exp (-2 * delta * (1 - t * ln (1 + s))).
Proof.
intros Ht Hk; split; [apply inv|].
apply Rle_trans with (1 := gd_growth k); rewrite pow_exp by exact s_gt0.
unfold w0; rewrite <- exp_plus; apply exp_mono.
assert (P := ln1_pos s s_gt0); nra.
Qed.

Theorem phase_after t k : delta * t - 1 <= INR k ->
  0 <= sigma / lambda - w k <=
    (sigma / lambda) ^ 2 * (1 + s) ^ 2 * exp (-2 * delta * (t * ln (1 + s) - 1)).
Proof.
intros Hk; destruct (inv k) as [I1 I2].
assert (P := ln1_pos s s_gt0).
assert (G := proj1 (gd_bounds sigma lambda eta w0 sigma_gt0 lambda_gt0 eta_gt0
   step w0_gt0 w0_le k)); fold s in G.
set (q := / (1 + s) ^ (2 * k)) in *.
assert (q_gt0 : 0 < q) by (apply Rinv_0_lt_compat, pow_lt; lra).
assert (qE : q <= (1 + s) ^ 2 * exp (- 2 * (delta * t) * ln (1 + s))).
{ unfold q; rewrite pow_exp by exact s_gt0; rewrite <- exp_Ropp.
  rewrite <- (exp_ln (1 + s)) at 2 by lra.
  replace (exp (ln (1 + s)) ^ 2) with (exp (2 * ln (1 + s))).
  - rewrite <- exp_plus; apply exp_mono; nra.
  - replace (2 * ln (1 + s)) with (ln (1 + s) + ln (1 + s)) by ring.
    rewrite exp_plus; ring. }
split.
- replace (sigma / lambda - w k) with ((sigma - lambda * w k) / lambda) by (field; lra).
  apply Rdiv_le_0_compat; lra.
- assert (dpos : 0 < (sigma - lambda * w0) * q + lambda * w0).
  { apply Rplus_le_lt_0_compat; [apply Rmult_le_pos|apply Rmult_lt_0_compat]; lra. }
  apply Rle_trans with (sigma / lambda - sigma * w0 / ((sigma - lambda * w0) * q + lambda * w0)); [lra|].
  replace (sigma / lambda - sigma * w0 / ((sigma - lambda * w0) * q + lambda * w0))
    with (sigma * (sigma - lambda * w0) * q / (lambda * ((sigma - lambda * w0) * q + lambda * w0))).
  2: { field; split; lra. }
  apply Rle_trans with ((sigma / lambda) ^ 2 * (q * / w0)).
  + apply Rle_trans with (sigma * sigma * q / (lambda * (lambda * w0))).
    2: { right; field; lra. }
    unfold Rdiv; apply Rmult_le_compat.
    * repeat apply Rmult_le_pos; lra.
    * left; apply Rinv_0_lt_compat, Rmult_lt_0_compat; lra.
    * apply Rmult_le_compat_r; [lra|]; apply Rmult_le_compat_l; [lra|].
      assert (0 < lambda * w0) by (apply Rmult_lt_0_compat; lra); lra.
    * apply Rinv_le_contravar; [repeat apply Rmult_lt_0_compat; lra|].
      apply Rmult_le_compat_l; [lra|].
      assert (0 <= (sigma - lambda * w0) * q) by (apply Rmult_le_pos; lra); lra.
  + rewrite Rmult_assoc; apply Rmult_le_compat_l; [apply pow2_ge_0|].
    replace (exp (-2 * delta * (t * ln (1 + s) - 1))) with
      (exp (-2 * (delta * t) * ln (1 + s)) * / w0).
    * rewrite <- Rmult_assoc; apply Rmult_le_compat_r; [|exact qE].
      left; apply Rinv_0_lt_compat, w0_gt0.
    * unfold w0; rewrite <- exp_Ropp, <- exp_plus; f_equal; ring.
Qed.

End Phase.

(* The printed phase time T = 1/(eta sigma) is false for every 0 < s < 1/2.   *)
Theorem printed_phase_false sigma lambda eta :
  0 < sigma -> 0 < lambda -> 0 < eta -> 2 * (eta * sigma) < 1 ->
  1 / (eta * sigma) < 1 / ln (1 + eta * sigma) /\
  forall t, 1 / (eta * sigma) < t < 1 / ln (1 + eta * sigma) ->
  forall eps, 0 < eps -> exists delta0, forall delta, delta0 < delta ->
  forall k, INR k <= delta * t -> 0 < gd sigma lambda eta (exp (-2 * delta)) k < eps.
Proof.
intros Hs Hl He Hst; set (s := eta * sigma) in *.
assert (s_gt0 : 0 < s) by (unfold s; nra).
assert (P := ln1_pos s s_gt0); split.
{ apply Rmult_lt_compat_l; [lra|]; apply Rinv_lt_contravar; [nra|].
  now apply ln1_upper_lt. }
intros t [Ht1 Ht2] eps Heps.
assert (t_gt0 : 0 < t).
{ apply Rlt_trans with (2 := Ht1); apply Rdiv_lt_0_compat; lra. }
assert (g : 0 < 1 - t * ln (1 + s)).
{ apply Rmult_lt_compat_r with (r := ln (1 + s)) in Ht2; [|lra].
  unfold Rdiv in Ht2; rewrite Rmult_1_l, Rinv_l in Ht2; lra. }
set (b := 1 - t * ln (1 + s)) in *.
exists (Rmax (Rmax 0 (- ln (sigma / lambda) / 2)) (- ln eps / (2 * b))).
intros delta Hd k Hk.
assert (D1 := Rmax_l (Rmax 0 (- ln (sigma / lambda) / 2)) (- ln eps / (2 * b))).
assert (D2 := Rmax_r (Rmax 0 (- ln (sigma / lambda) / 2)) (- ln eps / (2 * b))).
assert (D3 := Rmax_l 0 (- ln (sigma / lambda) / 2)).
assert (D4 := Rmax_r 0 (- ln (sigma / lambda) / 2)).
assert (sl : 0 < sigma / lambda) by (apply Rdiv_lt_0_compat; lra).
assert (w0_lt : lambda * exp (-2 * delta) < sigma).
{ replace sigma with (lambda * exp (ln (sigma / lambda))).
  - apply Rmult_lt_compat_l; [lra|]; apply exp_increasing; lra.
  - rewrite exp_ln by exact sl; field; lra. }
destruct (phase_before sigma lambda eta delta Hs Hl He (Rlt_le _ _ Hst) (Rlt_le _ _ w0_lt) t k)
  as [B1 B2]; [lra|exact Hk|]; fold s b in B2.
split; [exact B1|]; apply Rle_lt_trans with (1 := B2).
rewrite <- (exp_ln eps) by exact Heps; apply exp_increasing.
assert (H : - ln eps / (2 * b) < delta) by lra.
apply Rmult_lt_compat_r with (r := 2 * b) in H; [|lra].
replace (- ln eps / (2 * b) * (2 * b)) with (- ln eps) in H by (field; lra); lra.
Qed.

(* s <= s_* is 0 <= log_gap s (logarithm_bounds.v).                              *)
Theorem gd_upper_exp sigma lambda eta w0 t :
  0 < sigma -> 0 < lambda -> 0 < eta -> 2 * (eta * sigma) < 1 -> 0 <= log_gap (eta * sigma) ->
  0 < w0 -> lambda * w0 <= sigma ->
  gd sigma lambda eta w0 t <= sigma * w0 /
    ((sigma - lambda * w0) * exp ((-2 * (eta * sigma) - 4 * (eta * sigma) ^ 2) * INR t)
     + lambda * w0).
Proof.
intros Hs Hl He Hst gap Hw Hle; assert (s0 : 0 < eta * sigma) by (apply Rmult_lt_0_compat; lra).
apply Rle_trans with
  (1 := proj2 (gd_bounds sigma lambda eta w0 Hs Hl He (Rlt_le _ _ Hst) Hw Hle t)).
assert (E : exp ((-2 * (eta * sigma) - 4 * (eta * sigma) ^ 2) * INR t)
            <= (1 - 2 * (eta * sigma)) ^ t).
{ rewrite <- (Rpower_pow t (1 - 2 * (eta * sigma))) by lra.
  unfold Rpower; apply exp_mono; rewrite Rmult_comm; apply Rmult_le_compat_l; [apply pos_INR|].
  unfold log_gap in gap; lra. }
apply gd_shape_mono; [exact Hs|exact Hl|exact Hw|exact Hle|left; apply exp_pos|exact E].
Qed.

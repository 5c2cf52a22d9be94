(* The printed upper bound for gradient descent fails for every step size             *)
(*                                                                                    *)
(* Setting of two_layer_descent.v: 0 < s = eta sigma < 1/2, 0 < lambda w0 < sigma.    *)
(* Main results                                                                       *)
(*   gd_limit            w_t tends to sigma/lambda: lambda w_t > sigma - e eventually *)
(*   residual_ratio      u_t = (sigma - lambda w_t)/w_t eventually contracts by at    *)
(*                       most 1 - 2s + e                                              *)
(*   sigma_upper_false_always   for every s some step t violates the printed upper    *)
(*                       bound (exponent -2s - s^2), even with the factor sigma       *)
(* because log (1 - 2s) < -2s - s^2.                                                  *)
(* Source: poster, Discrete dynamics; claim two-layer/discrete-upper.                 *)
From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import two_layer_descent two_layer_mode.

Local Open Scope R_scope.

(* (1 - 2s) exp (2s + s^2) < 1: the contraction is faster than the printed one.       *)
Lemma contraction_gap s : 0 < s -> 2 * s < 1 -> 1 - 2 * s < exp (- 2 * s - s ^ 2).
Proof.
intros Hs H2.
assert (E : 1 + (- 2 * s - s ^ 2) / 2 < exp ((- 2 * s - s ^ 2) / 2)).
{ apply exp_ineq1; nra. }
replace (exp (- 2 * s - s ^ 2)) with (exp ((- 2 * s - s ^ 2) / 2) ^ 2).
2: { rewrite <- Rsqr_pow2; unfold Rsqr; rewrite <- exp_plus; f_equal; field. }
assert (P : 0 < 1 + (- 2 * s - s ^ 2) / 2) by nra.
assert (Q : (1 + (- 2 * s - s ^ 2) / 2) ^ 2 < exp ((- 2 * s - s ^ 2) / 2) ^ 2).
{ apply Rlt_le_trans with ((1 + (- 2 * s - s ^ 2) / 2) * exp ((- 2 * s - s ^ 2) / 2)); nra. }
apply Rle_lt_trans with (2 := Q); nra.
Qed.

Section Always.
Variables sigma lambda eta w0 : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis step : 2 * (eta * sigma) < 1.
Hypothesis w0_gt0 : 0 < w0.
Hypothesis w0_lt : lambda * w0 < sigma.

Let s := eta * sigma.
Notation w := (gd sigma lambda eta w0).
Let step_le : 2 * (eta * sigma) <= 1. Proof. lra. Qed.
Let w0_le : lambda * w0 <= sigma. Proof. lra. Qed.
Let inv t : 0 < w t /\ lambda * w t < sigma.
Proof.
split; [exact (proj1 (gd_inv sigma lambda eta w0 lambda_gt0 eta_gt0 step_le w0_gt0 w0_le t))|].
now apply gd_lt.
Qed.
Let u t := (sigma - lambda * w t) / w t.
Let s_gt0 : 0 < s. Proof. apply Rmult_lt_0_compat; assumption. Qed.

Let u_gt0 t : 0 < u t.
Proof. destruct (inv t); unfold u; apply Rdiv_lt_0_compat; lra. Qed.

(* u_{t+1} = u_t (1 - s (2 + x) / (1 + x)^2), x = eta (sigma - lambda w_t)            *)
Lemma residual_step t : let x := eta * (sigma - lambda * w t) in
  u (S t) = u t * (1 - s * (2 + x) / (1 + x) ^ 2) /\ 0 < x < s.
Proof.
intros x; destruct (inv t) as [A B]; destruct (inv (S t)) as [C D].
assert (E : eta * (lambda * w t) = s - x) by (unfold s, x; ring).
assert (x_gt0 : 0 < x) by (unfold x; apply Rmult_lt_0_compat; lra).
assert (xs : x < s).
{ assert (0 < eta * (lambda * w t)); [|lra].
  apply Rmult_lt_0_compat; [lra|apply Rmult_lt_0_compat; lra]. }
split; [|lra].
assert (S1 : w (S t) = w t * (1 + x) ^ 2) by reflexivity.
unfold u; rewrite S1 in *.
assert (K : sigma - lambda * (w t * (1 + x) ^ 2) =
            (sigma - lambda * w t) * ((1 + x) ^ 2 - s * (2 + x))).
{ apply Rmult_eq_reg_l with eta; [|lra].
  replace (eta * (sigma - lambda * (w t * (1 + x) ^ 2)))
    with (s - (eta * (lambda * w t)) * (1 + x) ^ 2) by (unfold s; ring).
  rewrite E, <- Rmult_assoc; fold x; ring. }
rewrite K; field; split; lra.
Qed.

(* Geometric decay, from the sandwich; and so x_t tends to 0.                         *)
Lemma residual_decay t : u t <= u 0 * (/ (1 + s) ^ 2) ^ t.
Proof.
induction t as [|t IH]; [simpl; lra|].
destruct (residual_step t) as [E X]; cbv zeta in E, X; rewrite E.
set (x := eta * (sigma - lambda * w t)) in *.
assert (B : 1 - s * (2 + x) / (1 + x) ^ 2 <= / (1 + s) ^ 2).
{ assert (D : / (1 + s) ^ 2 - (1 - s * (2 + x) / (1 + x) ^ 2) =
    s * (s - x) * (3 + 2 * s + 2 * x + s * x) / ((1 + s) ^ 2 * (1 + x) ^ 2)).
  { field; lra. }
  assert (0 <= s * (s - x) * (3 + 2 * s + 2 * x + s * x) / ((1 + s) ^ 2 * (1 + x) ^ 2)).
  { apply Rmult_le_pos; [repeat apply Rmult_le_pos; nra|].
    left; apply Rinv_0_lt_compat; apply Rmult_lt_0_compat; nra. }
  lra. }
assert (P : 0 < / (1 + s) ^ 2) by (apply Rinv_0_lt_compat; nra).
apply Rle_trans with (u t * / (1 + s) ^ 2).
{ apply Rmult_le_compat_l; [left; apply u_gt0|exact B]. }
revert IH P; generalize (/ (1 + s) ^ 2); intros r IH P.
change (r ^ S t) with (r * r ^ t); rewrite (Rmult_comm r), <- Rmult_assoc.
apply Rmult_le_compat_r; lra.
Qed.

Lemma geometric_small q c e : 0 < q < 1 -> 0 < c -> 0 < e ->
  exists N, forall t, (N <= t)%nat -> c * q ^ t < e.
Proof.
intros Hq Hc He.
destruct (pow_lt_1_zero q) with (y := e / c) as [N HN].
- rewrite Rabs_pos_eq; lra.
- apply Rdiv_lt_0_compat; lra.
- exists N; intros t Ht; assert (A := HN t Ht).
  rewrite Rabs_pos_eq in A by (apply pow_le; lra).
  apply Rmult_lt_compat_l with (r := c) in A; [|lra].
  replace (c * (e / c)) with e in A by (field; lra); exact A.
Qed.

Lemma small_x e : 0 < e -> exists N, forall t, (N <= t)%nat ->
  eta * (sigma - lambda * w t) < e.
Proof.
intros He; assert (q1 : 0 < / (1 + s) ^ 2 < 1).
{ split; [apply Rinv_0_lt_compat; nra|].
  rewrite <- Rinv_1; apply Rinv_lt_contravar; nra. }
destruct (geometric_small (/ (1 + s) ^ 2) (u 0 * (eta * (sigma / lambda))) e q1) as [N HN].
- apply Rmult_lt_0_compat; [apply u_gt0|].
  apply Rmult_lt_0_compat; [lra|apply Rdiv_lt_0_compat; lra].
- exact He.
- exists N; intros t Ht; apply Rle_lt_trans with (2 := HN t Ht).
  destruct (inv t) as [A B].
  assert (wl : w t <= sigma / lambda).
  { apply Rmult_le_reg_l with lambda; [lra|].
    replace (lambda * (sigma / lambda)) with sigma by (field; lra); lra. }
  replace (eta * (sigma - lambda * w t)) with (eta * (u t * w t)).
  2: { unfold u; field; lra. }
  assert (D := residual_decay t); assert (U := u_gt0 t).
  replace (u 0 * (eta * (sigma / lambda)) * (/ (1 + s) ^ 2) ^ t)
    with (eta * ((u 0 * (/ (1 + s) ^ 2) ^ t) * (sigma / lambda))) by ring.
  apply Rmult_le_compat_l; [lra|]; apply Rmult_le_compat; lra.
Qed.

Theorem gd_limit e : 0 < e -> exists N, forall t, (N <= t)%nat ->
  0 < sigma / lambda - w t < e.
Proof.
intros He; destruct (small_x (e * (eta * lambda))) as [N HN].
- repeat apply Rmult_lt_0_compat; lra.
- exists N; intros t Ht; assert (A := HN t Ht); destruct (inv t) as [B C].
  assert (el : 0 < eta * lambda) by (apply Rmult_lt_0_compat; lra).
  replace (sigma / lambda - w t) with (eta * (sigma - lambda * w t) / (eta * lambda))
    by (field; lra).
  split; [apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|lra]|].
  apply Rmult_lt_reg_r with (eta * lambda); [lra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra.
Qed.

Theorem residual_ratio e : 0 < e -> exists N, forall t, (N <= t)%nat ->
  u (S t) <= (1 - 2 * s + e) * u t.
Proof.
intros He; destruct (small_x (e / (4 * s))) as [N HN].
{ apply Rdiv_lt_0_compat; lra. }
exists N; intros t Ht; assert (A := HN t Ht); destruct (residual_step t) as [E X].
cbv zeta in E, X; rewrite E, Rmult_comm.
set (x := eta * (sigma - lambda * w t)) in *.
apply Rmult_le_compat_r; [left; apply u_gt0|].
assert (F : 2 * s - s * (2 + x) / (1 + x) ^ 2 = s * x * (3 + 2 * x) / (1 + x) ^ 2).
{ field; lra. }
assert (G : s * x * (3 + 2 * x) / (1 + x) ^ 2 <= s * x * 4).
{ apply Rmult_le_reg_r with ((1 + x) ^ 2); [nra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l by nra; rewrite Rmult_1_r.
  assert (0 <= s * x) by (apply Rmult_le_pos; lra).
  rewrite !Rmult_assoc; apply Rmult_le_compat_l; [lra|].
  apply Rmult_le_compat_l; nra. }
assert (H : s * x * 4 <= e).
{ apply Rmult_lt_compat_l with (r := 4 * s) in A; [|lra].
  replace (4 * s * (e / (4 * s))) with e in A by (field; lra); lra. }
lra.
Qed.

(* w = sigma / (lambda + u), the bound is sigma / (lambda + u_0 E^t)                  *)
Theorem sigma_upper_false_always : exists t,
  sigma_upper sigma lambda eta w0 (INR t) < w t.
Proof.
set (E := exp (- 2 * s - s ^ 2)).
assert (gap := contraction_gap s s_gt0 step); fold E in gap.
assert (E_gt0 : 0 < E) by apply exp_pos.
set (q := (1 - 2 * s + E) / 2).
assert (step' : 2 * s < 1) by exact step.
assert (q_lt : 0 < q < E) by (unfold q; lra).
destruct (residual_ratio (q - (1 - 2 * s))) as [N HN]; [unfold q; lra|].
assert (D : forall m, u (N + m)%nat <= u N * q ^ m).
{ induction m as [|m IH]; [rewrite Nat.add_0_r; simpl; lra|].
  rewrite Nat.add_succ_r; apply Rle_trans with (1 := HN (N + m)%nat ltac:(lia)).
  replace (1 - 2 * s + (q - (1 - 2 * s))) with q by ring.
  simpl; rewrite <- Rmult_assoc, (Rmult_comm (u N)), Rmult_assoc.
  apply Rmult_le_compat_l; lra. }
destruct (geometric_small (q / E) (u N) (u 0 * E ^ N)) as [m Hm].
- split; [apply Rdiv_lt_0_compat; lra|].
  apply Rmult_lt_reg_r with E; [lra|]; unfold Rdiv; rewrite Rmult_assoc, Rinv_l; lra.
- apply u_gt0.
- apply Rmult_lt_0_compat; [apply u_gt0|apply pow_lt; lra].
- exists (N + m)%nat; assert (A := Hm m (le_n m)).
  assert (P : 0 < E ^ m) by (apply pow_lt; lra).
  assert (lt : u (N + m)%nat < u 0 * E ^ (N + m)).
  { apply Rle_lt_trans with (1 := D m).
    replace (u N * q ^ m) with (u N * (q / E) ^ m * E ^ m).
    2: { unfold Rdiv; rewrite Rpow_mult_distr, pow_inv; field; lra. }
    rewrite pow_add, <- Rmult_assoc; apply Rmult_lt_compat_r; lra. }
  assert (EX : exp ((-2 * eta * sigma - eta ^ 2 * sigma ^ 2) * INR (N + m)) = E ^ (N + m)).
  { rewrite <- (Rpower_pow (N + m) E E_gt0); unfold Rpower, E; rewrite ln_exp.
    f_equal; unfold s; ring. }
  unfold sigma_upper; rewrite EX; destruct (inv (N + m)%nat) as [I1 I2].
  assert (Q : 0 < E ^ (N + m)) by (apply pow_lt; lra).
  replace (w (N + m)%nat) with (sigma / (lambda + u (N + m)%nat)).
  2: { unfold u; field; split; lra. }
  assert (U := u_gt0 (N + m)%nat); assert (U0 := u_gt0 0%nat).
  replace (sigma * w0 / ((sigma - lambda * w0) * E ^ (N + m) + w0 * lambda))
    with (sigma / (lambda + u 0%nat * E ^ (N + m))).
  2: { unfold u; simpl gd; field.
       assert (0 < lambda * w0) by (apply Rmult_lt_0_compat; lra).
       assert (0 < (sigma - lambda * w0) * E ^ (N + m)) by (apply Rmult_lt_0_compat; lra).
       repeat split; nra. }
  apply Rmult_lt_compat_l; [lra|]; apply Rinv_lt_contravar; [|lra].
  apply Rmult_lt_0_compat; [lra|].
  assert (0 < u 0%nat * E ^ (N + m)) by (apply Rmult_lt_0_compat; lra); lra.
Qed.
End Always.

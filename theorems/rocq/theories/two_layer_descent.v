(* One mode of two-layer gradient descent: bounds for every step                    *)
(*                                                                                  *)
(* w' = w (1 + eta (sigma - lambda w))^2, s = eta sigma, 0 < s <= 1/2,              *)
(* 0 < lambda w0 <= sigma.                                                          *)
(* Main results                                                                     *)
(*   gd_inv         0 < w_t <= sigma/lambda; gd_lt: < when it starts below          *)
(*   gd_bounds      sigma w0 / ((sigma - lambda w0) (1+s)^(-2t) + lambda w0) <=     *)
(*                  w_t <= sigma w0 / ((sigma - lambda w0)(1-2s)^t + lambda w0)     *)
(*   gd_lower_exp   the lower bound with exp ((-2s + s^2) t); gd_lower_exp4: with   *)
(*                  exp ((-2s + 4s^2) t)                                            *)
(* Notation                                                                         *)
(*   gd sigma lambda eta w0 t = w_t. sigma = 0: two_layer_idle.v                    *)
(* Source: claims two-layer/discrete-sandwich, discrete-lower.                      *)
From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Section Discrete.
Variables sigma lambda eta w0 : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis step : 2 * (eta * sigma) <= 1.
Hypothesis w0_gt0 : 0 < w0.
Hypothesis w0_le : lambda * w0 <= sigma.

Let s := eta * sigma.

Fixpoint gd (t : nat) : R :=
  match t with
  | O => w0
  | S t' => gd t' * (1 + eta * (sigma - lambda * gd t')) ^ 2
  end.

(* x = eta (sigma - lambda w) satisfies eta lambda w = s - x.                 *)
Lemma residual_bounds x y : 0 < y -> 0 <= x -> eta * (lambda * y) = s - x -> x < s.
Proof.
intros y0 x0 E; assert (0 < eta * (lambda * y)); [|lra].
repeat apply Rmult_lt_0_compat; lra.
Qed.

Lemma gd_next x y : 0 < y -> 0 <= x -> eta * (lambda * y) = s - x ->
  0 < y * (1 + x) ^ 2 /\ s - eta * (lambda * (y * (1 + x) ^ 2)) >= (1 - s / 2) * x ^ 2.
Proof.
intros y0 x0 E; assert (xs := residual_bounds x y y0 x0 E); split.
- apply Rmult_lt_0_compat; [lra|]; apply pow_lt; lra.
- replace (eta * (lambda * (y * (1 + x) ^ 2))) with ((s - x) * (1 + x) ^ 2)
    by (rewrite <- E; ring).
  unfold s in step; fold s in step.
  replace (s - (s - x) * (1 + x) ^ 2) with (x * (1 - 2 * s) + x ^ 2 * (2 - s + x)) by ring.
  assert (0 <= x * (1 - 2 * s)) by (apply Rmult_le_pos; lra).
  assert (0 <= x ^ 2 * (1 - s / 2 + x)) by (apply Rmult_le_pos; [apply pow2_ge_0|lra]).
  lra.
Qed.

Let gap t : eta * (lambda * gd t) = s - eta * (sigma - lambda * gd t).
Proof. unfold s; ring. Qed.

(* sigma - lambda w stays nonnegative, and positive when it starts so.        *)
Lemma gd_inv t : 0 < gd t /\ lambda * gd t <= sigma.
Proof.
induction t as [|t [IH1 IH2]]; [simpl; lra|].
change (gd (S t)) with (gd t * (1 + eta * (sigma - lambda * gd t)) ^ 2).
set (x := eta * (sigma - lambda * gd t)) in *.
assert (x0 : 0 <= x) by (apply Rmult_le_pos; lra).
destruct (gd_next x (gd t) IH1 x0 (gap t)) as [A B]; split; [exact A|].
apply Rmult_le_reg_l with eta; [lra|]; fold s.
assert (0 <= (1 - s / 2) * x ^ 2) by (apply Rmult_le_pos; [fold s in step; lra|apply pow2_ge_0]).
lra.
Qed.

Lemma gd_lt t : lambda * w0 < sigma -> lambda * gd t < sigma.
Proof.
intros H; induction t as [|t IH]; [exact H|]; destruct (gd_inv t) as [I1 I2].
change (gd (S t)) with (gd t * (1 + eta * (sigma - lambda * gd t)) ^ 2).
set (x := eta * (sigma - lambda * gd t)) in *.
assert (x0 : 0 < x) by (apply Rmult_lt_0_compat; lra).
destruct (gd_next x (gd t) I1 (Rlt_le _ _ x0) (gap t)) as [A B].
apply Rmult_lt_reg_l with eta; [lra|]; fold s.
assert (0 < (1 - s / 2) * x ^ 2) by (apply Rmult_lt_0_compat; [fold s in step; lra|apply pow_lt; lra]).
lra.
Qed.

(* u = (sigma - lambda w) / w contracts between 1 - 2 s and 1/(1+s)^2.        *)
Let u t := (sigma - lambda * gd t) / gd t.

Let u_ge0 t : 0 <= u t.
Proof. destruct (gd_inv t); unfold u; apply Rdiv_le_0_compat; lra. Qed.

Lemma u_step t : (1 - 2 * s) * u t <= u (S t) <= u t / (1 + s) ^ 2.
Proof.
destruct (gd_inv t) as [w_gt0 w_le]; assert (u0 := u_ge0 t).
assert (w1_gt0 := proj1 (gd_inv (S t))); assert (Et := gap t).
unfold u in *; change (gd (S t)) with (gd t * (1 + eta * (sigma - lambda * gd t)) ^ 2) in *.
set (w := gd t) in *; set (x := eta * (sigma - lambda * w)) in *.
assert (x_ge0 : 0 <= x) by (apply Rmult_le_pos; lra).
assert (xs := residual_bounds x w w_gt0 x_ge0 Et).
assert (Eu : (sigma - lambda * (w * (1 + x) ^ 2)) / (w * (1 + x) ^ 2) =
             (sigma - lambda * w) / w * (1 - s * (2 + x) / (1 + x) ^ 2)).
{ assert (K : sigma - lambda * (w * (1 + x) ^ 2) =
              (sigma - lambda * w) * ((1 + x) ^ 2 - s * (2 + x))).
  { apply Rmult_eq_reg_l with eta; [|lra].
    replace (eta * (sigma - lambda * (w * (1 + x) ^ 2))) with
      (s - (eta * (lambda * w)) * (1 + x) ^ 2) by (unfold s; ring).
    rewrite Et; rewrite <- Rmult_assoc; fold x; ring. }
  rewrite K; field; split; lra. }
rewrite Eu.
assert (A : s * (2 + x) / (1 + x) ^ 2 <= 2 * s).
{ apply Rmult_le_reg_r with ((1 + x) ^ 2); [nra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l; nra. }
assert (B : 1 - s * (2 + x) / (1 + x) ^ 2 <= / (1 + s) ^ 2).
{ assert (D : / (1 + s) ^ 2 - (1 - s * (2 + x) / (1 + x) ^ 2) =
    s * (s - x) * (3 + 2 * s + 2 * x + s * x) / ((1 + s) ^ 2 * (1 + x) ^ 2)).
  { field; lra. }
  assert (0 <= s * (s - x) * (3 + 2 * s + 2 * x + s * x) /
               ((1 + s) ^ 2 * (1 + x) ^ 2)).
  { apply Rmult_le_pos; [repeat apply Rmult_le_pos; nra|].
    left; apply Rinv_0_lt_compat; apply Rmult_lt_0_compat; nra. }
  lra. }
split; [rewrite Rmult_comm | unfold Rdiv at 3];
  apply Rmult_le_compat_l; lra.
Qed.

Let s_gt0 : 0 < s. Proof. apply Rmult_lt_0_compat; lra. Qed.
Let s_le : 2 * s <= 1. Proof. exact step. Qed.

Lemma u_bounds t : (1 - 2 * s) ^ t * u 0 <= u t <= u 0 / (1 + s) ^ (2 * t).
Proof.
induction t as [|t [IH1 IH2]]; [simpl; lra|].
destruct (u_step t) as [H1 H2]; split.
- apply Rle_trans with (2 := H1); simpl; rewrite Rmult_assoc.
  apply Rmult_le_compat_l; lra.
- apply Rle_trans with (1 := H2).
  replace (u 0 / (1 + s) ^ (2 * S t))
    with (u 0 / (1 + s) ^ (2 * t) / (1 + s) ^ 2).
  + apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat; nra|lra].
  + replace (2 * S t)%nat with (2 * t + 2)%nat by lia.
    rewrite pow_add; field; split; [|apply pow_nonzero]; lra.
Qed.

(* w = sigma / (lambda + u)                                                   *)
Lemma gd_u t : gd t = sigma / (lambda + u t).
Proof. destruct (gd_inv t); unfold u; field; split; lra. Qed.

Let mono a b : 0 <= a <= b -> sigma / (lambda + b) <= sigma / (lambda + a).
Proof.
intros H; apply Rmult_le_compat_l; [lra|]; apply Rinv_le_contravar; lra.
Qed.

(* Corrected bounds, in the shape of the printed ones (multiply by w0).       *)
Theorem gd_bounds t :
  sigma * w0 / ((sigma - lambda * w0) * / (1 + s) ^ (2 * t) + lambda * w0)
    <= gd t <=
  sigma * w0 / ((sigma - lambda * w0) * (1 - 2 * s) ^ t + lambda * w0).
Proof.
assert (P1 : 0 < (1 + s) ^ (2 * t)) by (apply pow_lt; lra).
assert (P2 : 0 <= (1 - 2 * s) ^ t) by (apply pow_le; lra).
assert (I1 := Rinv_0_lt_compat _ P1); assert (lw : 0 < lambda * w0) by (apply Rmult_lt_0_compat; lra).
assert (shape : forall r, 0 <= r ->
  sigma * w0 / ((sigma - lambda * w0) * r + lambda * w0) =
  sigma / (lambda + r * u 0)).
{ intros r r_ge0; assert (0 <= (sigma - lambda * w0) * r) by (apply Rmult_le_pos; lra).
  unfold u; simpl; field; repeat split; nra. }
destruct (u_bounds t) as [H1 H2]; assert (ut := u_ge0 t).
rewrite !shape, (gd_u t) by lra; split; apply mono.
- rewrite Rmult_comm; lra.
- split; [apply Rmult_le_pos; [exact P2|apply u_ge0] | exact H1].
Qed.

Lemma gd_shape_mono r1 r2 : 0 <= r1 -> r1 <= r2 ->
  sigma * w0 / ((sigma - lambda * w0) * r2 + lambda * w0) <=
  sigma * w0 / ((sigma - lambda * w0) * r1 + lambda * w0).
Proof.
intros H1 H2; assert (lw : 0 < lambda * w0) by (apply Rmult_lt_0_compat; lra).
assert (0 <= (sigma - lambda * w0) * r1) by (apply Rmult_le_pos; lra).
apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|]; apply Rinv_le_contravar; [lra|].
apply Rplus_le_compat_r, Rmult_le_compat_l; lra.
Qed.

(* Exponential form: the two printed exponents, exchanged, and with the       *)
(* factor sigma restored in the numerator.                                    *)
Lemma exp_le_sqr : exp (2 * s - s ^ 2) <= (1 + s) ^ 2.
Proof.
assert (H : s - s ^ 2 / 2 <= ln (1 + s)).
{ pose (f := fun x => ln (1 + x) - x + x ^ 2 / 2).
  destruct (MVT_gen f 0 s (fun x => x ^ 2 / (1 + x))) as [c [Hc E]].
  - intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx.
    unfold f; auto_derive; [lra|field; lra].
  - intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx.
    apply derivable_continuous_pt; exists (x ^ 2 / (1 + x)).
    apply is_derive_Reals; unfold f; auto_derive; [lra|field; lra].
  - rewrite Rmin_left, Rmax_right in Hc by lra.
    assert (0 <= c ^ 2 / (1 + c) * (s - 0)).
    { apply Rmult_le_pos; [apply Rdiv_le_0_compat; nra|lra]. }
    unfold f in E; rewrite Rplus_0_r, ln_1 in E; lra. }
replace (2 * s - s ^ 2) with ((s - s ^ 2 / 2) + (s - s ^ 2 / 2)) by field.
rewrite exp_plus; assert (K : exp (s - s ^ 2 / 2) <= 1 + s).
{ rewrite <- (exp_ln (1 + s)) by lra; destruct H as [H | H].
  - left; now apply exp_increasing.
  - right; now rewrite H. }
assert (P := exp_pos (s - s ^ 2 / 2)); nra.
Qed.

Theorem gd_lower_exp t :
  sigma * w0 / ((sigma - lambda * w0) * exp ((-2 * s + s ^ 2) * INR t)
                + lambda * w0) <= gd t.
Proof.
apply Rle_trans with (2 := proj1 (gd_bounds t)).
assert (P1 : 0 < (1 + s) ^ (2 * t)) by (apply pow_lt; lra).
assert (P2 : 0 < exp ((2 * s - s ^ 2) * INR t)) by apply exp_pos.
assert (H : exp ((2 * s - s ^ 2) * INR t) <= (1 + s) ^ (2 * t)).
{ rewrite pow_mult; generalize exp_le_sqr; generalize ((1 + s) ^ 2).
  intros b Hb; clear P2; induction t as [|t IH].
  - simpl; rewrite Rmult_0_r, exp_0; lra.
  - rewrite S_INR, Rmult_plus_distr_l, Rmult_1_r, exp_plus, Rmult_comm.
    change (b ^ S t) with (b * b ^ t); assert (E1 := exp_pos (2 * s - s ^ 2)).
    assert (E2 := exp_pos ((2 * s - s ^ 2) * INR t)).
    apply Rmult_le_compat; [lra | lra | exact Hb | apply IH, pow_lt; lra]. }
replace ((-2 * s + s ^ 2) * INR t) with (- ((2 * s - s ^ 2) * INR t)) by ring.
rewrite exp_Ropp; assert (I := Rinv_le_contravar _ _ P2 H).
assert (I1 := Rinv_0_lt_compat _ P1).
apply gd_shape_mono; lra.
Qed.

Theorem gd_lower_exp4 t :
  sigma * w0 / ((sigma - lambda * w0) * exp ((-2 * s + 4 * s ^ 2) * INR t)
                + lambda * w0) <= gd t.
Proof.
apply Rle_trans with (2 := gd_lower_exp t); apply gd_shape_mono.
- left; apply exp_pos.
- assert (H : (-2 * s + s ^ 2) * INR t <= (-2 * s + 4 * s ^ 2) * INR t).
  { apply Rmult_le_compat_r; [apply pos_INR|]; assert (A := pow2_ge_0 s); lra. }
  destruct H as [H|H]; [left; now apply exp_increasing|right; now rewrite H].
Qed.

End Discrete.

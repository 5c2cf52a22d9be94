(* One mode of two-layer gradient descent: bounds for every step                    *)
(*                                                                                  *)
(* w' = w (1 + eta (sigma - lambda w))^2, s = eta sigma, 0 < s < 1/2,               *)
(* 0 < lambda w0 < sigma.                                                           *)
(* Main results                                                                     *)
(*   gd_inv         0 < w_t < sigma/lambda                                          *)
(*   gd_bounds      sigma w0 / ((sigma - lambda w0) (1+s)^(-2t) + lambda w0) <=     *)
(*                  w_t <= sigma w0 / ((sigma - lambda w0)(1-2s)^t + lambda w0)     *)
(*   gd_lower_exp   the lower bound with exp ((-2s + s^2) t)                        *)
(* Notation                                                                         *)
(*   gd sigma lambda eta w0 t = w_t                                                 *)
(* Source: claims two-layer/discrete-sandwich, discrete-lower.                      *)
From Coq Require Import Reals Lra Lia Psatz.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Section Discrete.
Variables sigma lambda eta w0 : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis eta_gt0 : 0 < eta.
Hypothesis step : 2 * (eta * sigma) < 1.
Hypothesis w0_gt0 : 0 < w0.
Hypothesis w0_lt : lambda * w0 < sigma.

Let s := eta * sigma.

Fixpoint gd (t : nat) : R :=
  match t with
  | O => w0
  | S t' => gd t' * (1 + eta * (sigma - lambda * gd t')) ^ 2
  end.

(* r = sigma - lambda w (the residual); it stays positive.                    *)
Lemma gd_inv t : 0 < gd t /\ lambda * gd t < sigma.
Proof.
induction t as [|t [IH1 IH2]]; simpl; [lra|].
set (w := gd t) in *; set (x := eta * (sigma - lambda * w)).
assert (s_gt0 : 0 < s) by (unfold s; nra).
assert (x_gt0 : 0 < x) by (unfold x; nra).
assert (E : eta * (lambda * w) = s - x) by (unfold s, x; ring).
assert (xs : x < s) by (assert (0 < eta * (lambda * w)); [|lra];
  repeat apply Rmult_lt_0_compat; lra).
split; [apply Rmult_lt_0_compat; nra|].
apply Rmult_lt_reg_l with eta; [lra|].
replace (eta * (lambda * (w * ((1 + x) * ((1 + x) * 1)))))
  with ((s - x) * (1 + x) ^ 2) by (rewrite <- E; ring).
fold s; unfold s in step; fold s in step; nra.
Qed.

(* u = (sigma - lambda w) / w contracts between 1 - 2 s and 1/(1+s)^2.        *)
Let u t := (sigma - lambda * gd t) / gd t.

Lemma u_step t : (1 - 2 * s) * u t <= u (S t) <= u t / (1 + s) ^ 2.
Proof.
destruct (gd_inv t) as [w_gt0 w_lt]; destruct (gd_inv (S t)) as [w1_gt0 w1_lt].
unfold u; simpl gd in *; set (w := gd t) in *.
set (x := eta * (sigma - lambda * w)) in *.
assert (s_gt0 : 0 < s) by (unfold s; nra).
assert (x_gt0 : 0 < x) by (unfold x; nra).
assert (E : eta * (lambda * w) = s - x) by (unfold s, x; ring).
assert (xs : x < s) by (assert (0 < eta * (lambda * w)); [|lra];
  repeat apply Rmult_lt_0_compat; lra).
assert (Eu : (sigma - lambda * (w * ((1 + x) * ((1 + x) * 1)))) /
             (w * ((1 + x) * ((1 + x) * 1))) =
             (sigma - lambda * w) / w * (1 - s * (2 + x) / (1 + x) ^ 2)).
{ assert (K : sigma - lambda * (w * ((1 + x) * ((1 + x) * 1))) =
              (sigma - lambda * w) * ((1 + x) ^ 2 - s * (2 + x))).
  { apply Rmult_eq_reg_l with eta; [|lra].
    replace (eta * (sigma - lambda * (w * ((1 + x) * ((1 + x) * 1))))) with
      (s - (eta * (lambda * w)) * (1 + x) ^ 2) by (unfold s; ring).
    rewrite E; rewrite <- Rmult_assoc; fold x; ring. }
  rewrite K; field; split; lra. }
rewrite Eu.
assert (u_gt0 : 0 < (sigma - lambda * w) / w) by (apply Rdiv_lt_0_compat; lra).
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

Lemma u_bounds t : (1 - 2 * s) ^ t * u 0 <= u t <= u 0 / (1 + s) ^ (2 * t).
Proof.
assert (s_gt0 : 0 < s) by (unfold s; nra).
assert (s_lt : 2 * s < 1) by (unfold s; exact step).
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

Let mono a b : 0 < a <= b -> sigma / (lambda + b) <= sigma / (lambda + a).
Proof.
intros H; apply Rmult_le_compat_l; [lra|]; apply Rinv_le_contravar; lra.
Qed.

Let u0_gt0 : 0 < u 0.
Proof. unfold u; simpl; apply Rdiv_lt_0_compat; lra. Qed.

(* Corrected bounds, in the shape of the printed ones (multiply by w0).       *)
Theorem gd_bounds t :
  sigma * w0 / ((sigma - lambda * w0) * / (1 + s) ^ (2 * t) + lambda * w0)
    <= gd t <=
  sigma * w0 / ((sigma - lambda * w0) * (1 - 2 * s) ^ t + lambda * w0).
Proof.
assert (s_gt0 : 0 < s) by (unfold s; nra).
assert (s_lt : 2 * s < 1) by (unfold s; exact step).
assert (P1 : 0 < (1 + s) ^ (2 * t)) by (apply pow_lt; lra).
assert (P2 : 0 < (1 - 2 * s) ^ t) by (apply pow_lt; lra).
assert (I1 := Rinv_0_lt_compat _ P1).
assert (shape : forall r, 0 < r ->
  sigma * w0 / ((sigma - lambda * w0) * r + lambda * w0) =
  sigma / (lambda + r * u 0)).
{ intros r r_gt0; assert (0 < (sigma - lambda * w0) * r) by nra.
  assert (0 < lambda * w0) by nra.
  unfold u; simpl; field; repeat split; nra. }
destruct (gd_inv t) as [G1 G2]; destruct (u_bounds t) as [H1 H2].
assert (ut_gt0 : 0 < u t) by (unfold u; apply Rdiv_lt_0_compat; lra).
rewrite !shape, (gd_u t) by assumption; split; apply mono.
- rewrite Rmult_comm; lra.
- split; [now apply Rmult_lt_0_compat | lra].
Qed.

(* Exponential form: the two printed exponents, exchanged, and with the       *)
(* factor sigma restored in the numerator.                                    *)
Lemma exp_le_sqr : exp (2 * s - s ^ 2) <= (1 + s) ^ 2.
Proof.
assert (s_gt0 : 0 < s) by (unfold s; nra).
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
assert (s_gt0 : 0 < s) by (unfold s; nra).
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
assert (0 < (sigma - lambda * w0) * / (1 + s) ^ (2 * t))
  by (apply Rmult_lt_0_compat; lra).
assert (0 < lambda * w0) by now apply Rmult_lt_0_compat.
apply Rmult_le_compat_l; [apply Rmult_le_pos; lra|].
apply Rinv_le_contravar; [lra|].
apply Rplus_le_compat_r, Rmult_le_compat_l; lra.
Qed.

End Discrete.

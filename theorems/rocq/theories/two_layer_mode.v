(* One mode of the two-layer gradient flow: the logistic closed form                *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   w_init, w_ode   w solves w' = 2 w (sigma - lambda w), w(0) = w0                *)
(*   w_bounds        0 < w(t) < sigma/lambda when it starts there                   *)
(*   printed_lower_false, printed_upper_false0   the printed bounds for descent     *)
(*                   fail at t = 0 (the factor sigma is missing)                    *)
(*   sigma_upper_false   the printed upper bound fails after one step even with     *)
(*                   that factor restored                                           *)
(* Notation                                                                         *)
(*   w sigma lambda w0 t = sigma w0 e^(2 sigma t) / den,                            *)
(*   den = lambda w0 (e^(2 sigma t) - 1) + sigma                                    *)
(*   printed_lower, printed_upper, sigma_upper   the printed bounds                 *)
(* Source: poster (arXiv 1904.13262), Detailed Theorems, Discrete dynamics;         *)
(* claims two-layer/closed-form, discrete-lower, discrete-upper.                    *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Section Continuous.
Variables sigma lambda w0 : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis w0_gt0 : 0 < w0.

Definition den (t : R) := lambda * w0 * (exp (2 * sigma * t) - 1) + sigma.
Definition w (t : R) := sigma * w0 * exp (2 * sigma * t) / den t.

(* Either the start is below the equilibrium, or time runs forward.           *)
Lemma den_gt0 t : w0 <= sigma / lambda \/ 0 <= t -> 0 < den t.
Proof.
intros H; unfold den.
assert (E := exp_pos (2 * sigma * t)).
assert (P := Rmult_lt_0_compat _ _ lambda_gt0 w0_gt0).
destruct H as [H | H].
- assert (lambda * w0 <= sigma).
  { apply Rmult_le_compat_l with (r := lambda) in H; [|lra].
    replace (lambda * (sigma / lambda)) with sigma in H by (field; lra); lra. }
  assert (0 < lambda * w0 * exp (2 * sigma * t)) by now apply Rmult_lt_0_compat.
  lra.
- assert (1 <= exp (2 * sigma * t)).
  { rewrite <- exp_0; destruct H as [H | H].
    - left; apply exp_increasing; repeat apply Rmult_lt_0_compat; lra.
    - right; f_equal; subst; ring. }
  assert (0 <= lambda * w0 * (exp (2 * sigma * t) - 1)).
  { apply Rmult_le_pos; lra. }
  lra.
Qed.

Lemma w_init : w 0 = w0.
Proof.
unfold w, den; rewrite Rmult_0_r, exp_0; field; lra.
Qed.

Theorem w_ode t : w0 <= sigma / lambda \/ 0 <= t ->
  is_derive w t (2 * w t * (sigma - lambda * w t)).
Proof.
intros H; assert (D := den_gt0 t H); unfold w; unfold den in *.
auto_derive; [lra|].
field; lra.
Qed.

Theorem w_bounds t : w0 < sigma / lambda -> 0 < w t < sigma / lambda.
Proof.
intros H; assert (D : 0 < den t) by (apply den_gt0; left; lra).
assert (E := exp_pos (2 * sigma * t)).
assert (Hl : lambda * w0 < sigma).
{ apply Rmult_lt_compat_l with (r := lambda) in H; [|lra].
  replace (lambda * (sigma / lambda)) with sigma in H by (field; lra); lra. }
assert (F : sigma / lambda - w t = sigma * (sigma - lambda * w0) / (lambda * den t)).
{ unfold w, den in *; field; lra. }
split.
- unfold w; apply Rdiv_lt_0_compat; [|lra].
  repeat apply Rmult_lt_0_compat; lra.
- cut (0 < sigma / lambda - w t); [lra|]; rewrite F.
  apply Rdiv_lt_0_compat; apply Rmult_lt_0_compat; lra.
Qed.

End Continuous.

(* The discrete-time bounds as printed on the poster.                         *)
Section Printed.
Variables sigma lambda eta w0 : R.

Definition printed_lower (t : R) :=
  w0 / ((sigma - lambda * w0) * exp ((-2*eta*sigma + 4*eta^2*sigma^2) * t)
        + w0 * lambda).
Definition printed_upper (t : R) :=
  w0 / ((sigma - lambda * w0) * exp ((-2*eta*sigma - eta^2*sigma^2) * t)
        + w0 * lambda).

(* Same with the missing factor sigma restored in the numerator.              *)
Definition sigma_upper (t : R) :=
  sigma * w0 /
    ((sigma - lambda * w0) * exp ((-2*eta*sigma - eta^2*sigma^2) * t)
     + w0 * lambda).

(* One step of gradient descent on the mode, w = product of the two layers.   *)
Definition gd_step (x : R) := x * (1 + eta * (sigma - lambda * x)) ^ 2.
End Printed.

(* Refutation 1: the lower bound fails at t = 0 (w^(0) = w0 = 1/4).           *)
Theorem printed_lower_false :
  exists sigma lambda eta w0 : R,
    0 < sigma /\ 0 < lambda /\ 0 < eta /\ 0 < w0 < sigma / lambda /\
    w0 < printed_lower sigma lambda eta w0 0.
Proof.
exists (1/2), 1, (1/10), (1/4); unfold printed_lower.
rewrite Rmult_0_r, exp_0; repeat split; lra.
Qed.

(* Refutation 2: the upper bound fails at t = 0 when sigma > 1.               *)
Theorem printed_upper_false0 :
  exists sigma lambda eta w0 : R,
    0 < sigma /\ 0 < lambda /\ 0 < eta /\ 0 < w0 < sigma / lambda /\
    printed_upper sigma lambda eta w0 0 < w0.
Proof.
exists 2, 1, (1/10), (1/4); unfold printed_upper.
rewrite Rmult_0_r, exp_0; repeat split; lra.
Qed.

(* Refutation 3: even for sigma = 1, where the numerator plays no role, and   *)
(* even with the numerator corrected, the upper bound fails after one step.   *)
Theorem sigma_upper_false :
  let sigma := 1 in let lambda := 1 in let eta := 1/10 in let w0 := 9/10 in
  printed_upper sigma lambda eta w0 1 < gd_step sigma lambda eta w0 /\
  sigma_upper sigma lambda eta w0 1 < gd_step sigma lambda eta w0.
Proof.
cbv zeta; unfold printed_upper, sigma_upper, gd_step.
(* exp (-21/100) = exp (-7/100) ^ 3 >= (93/100) ^ 3, from 1 + x < exp x        *)
set (e := exp _).
assert (He : (93/100) ^ 3 <= e).
{ replace e with (exp (-7/100) ^ 3).
  - assert (H : 1 + -7/100 < exp (-7/100)) by (apply exp_ineq1; lra).
    apply pow_incr; lra.
  - unfold e; simpl pow; rewrite Rmult_1_r, <- !exp_plus; f_equal; field. }
split; (apply Rmult_lt_reg_r with ((1 - 1 * (9/10)) * e + 9/10 * 1); [lra|];
  unfold Rdiv at 1; rewrite Rmult_assoc, Rinv_l; lra).
Qed.

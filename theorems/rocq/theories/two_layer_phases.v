(* Two-layer gradient flow: the mixing matrix and the sequential limit              *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   Q_defect   flow from a = r q, b = r / q:                                       *)
(*              (a b)'(0) = (2 + (q - 1/q)^2) w0 (sigma - lambda w0), w0 = r^2      *)
(*   Q_arbitrary_false   'Q arbitrary invertible' is false (Q = 2: 51/64, 24/64)    *)
(*   mode_on    sigma t > 1: 0 <= sigma/lambda - w(delta t) <=                      *)
(*                  (sigma/lambda)^2 exp (-2 delta (sigma t - 1))                   *)
(*   mode_off   sigma t < 1: 0 < w(delta t) <= exp (-2 delta (1 - sigma t))         *)
(*   rank1_best, sequential_order_false   X = diag(2,1), Y = diag(1,3/2): every     *)
(*              rank-one W has |Y - X W|_F^2 >= 1, attained by diag(0,3/2), while   *)
(*              for 1/2 < t < 2/3 the flow tends to diag(1/2,0), with loss 9/4      *)
(* Notation                                                                         *)
(*   w sigma lambda w0 t, closed form of two_layer_mode.v; w0 = e^(-2 delta)        *)
(* Source: claims two-layer/mixing-matrix, two-layer/sequential.                    *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import two_layer_mode.

Local Open Scope R_scope.

Section Q.
Variables sigma lambda q r : R.
Hypothesis q0 : q <> 0.
Variables a b : R -> R.
(* Scalar two-layer gradient flow at time 0 (f = (lambda/2) (a b)^2 - sigma a b) *)
Hypothesis a0 : a 0 = r * q.
Hypothesis b0 : b 0 = r / q.
Hypothesis da : is_derive a 0 ((sigma - lambda * (a 0 * b 0)) * b 0).
Hypothesis db : is_derive b 0 ((sigma - lambda * (a 0 * b 0)) * a 0).

Theorem Q_defect : is_derive (fun t => a t * b t) 0
  (2 * r ^ 2 * (sigma - lambda * r ^ 2)
   + (q - / q) ^ 2 * r ^ 2 * (sigma - lambda * r ^ 2)).
Proof.
assert (D := is_derive_mult a b 0 _ _ da db Rmult_comm).
match type of D with is_derive _ _ ?l =>
  replace (2 * r ^ 2 * (sigma - lambda * r ^ 2)
   + (q - / q) ^ 2 * r ^ 2 * (sigma - lambda * r ^ 2)) with l; [exact D|] end.
unfold plus, mult; simpl; unfold mult; simpl; rewrite a0, b0; field; exact q0.
Qed.
End Q.

(* Q = 2, sigma = lambda = 1, e^(-delta) = 1/2: W_1(0) = 1, W_2(0) = 1/4.      *)
Theorem Q_arbitrary_false (a b : R -> R) :
  a 0 = (1/2) * 2 -> b 0 = (1/2) / 2 ->
  is_derive a 0 ((1 - 1 * (a 0 * b 0)) * b 0) ->
  is_derive b 0 ((1 - 1 * (a 0 * b 0)) * a 0) ->
  is_derive (fun t => a t * b t) 0 (51/64) /\
  is_derive (w 1 1 (1/4)) 0 (24/64) /\
  ~ locally 0 (fun t => a t * b t = w 1 1 (1/4) t).
Proof.
intros a0 b0 da db.
assert (D1 : is_derive (fun t => a t * b t) 0 (51/64)).
{ assert (D := Q_defect 1 1 2 (1/2) ltac:(lra) a b a0 b0 da db).
  replace (51/64) with (2 * (1 / 2) ^ 2 * (1 - 1 * (1 / 2) ^ 2) +
    (2 - / 2) ^ 2 * (1 / 2) ^ 2 * (1 - 1 * (1 / 2) ^ 2)) by field; exact D. }
assert (D2 : is_derive (w 1 1 (1/4)) 0 (24/64)).
{ replace (24/64) with (2 * w 1 1 (1/4) 0 * (1 - 1 * w 1 1 (1/4) 0)).
  - apply w_ode; lra.
  - rewrite w_init; lra. }
split; [exact D1|split; [exact D2|]]; intros L.
assert (E := is_derive_unique _ _ _ (is_derive_ext_loc _ _ _ _ L D1)).
rewrite (is_derive_unique _ _ _ D2) in E; lra.
Qed.

(* Phases of the closed form at time delta t, with w0 = e^(-2 delta).         *)
Section Modes.
Variables sigma lambda delta t : R.
Hypothesis sigma_gt0 : 0 < sigma.
Hypothesis lambda_gt0 : 0 < lambda.
Hypothesis small : lambda * exp (-2 * delta) <= sigma.
Hypothesis time : 0 <= delta * t.
Let w0 := exp (-2 * delta).
Let E := exp (2 * delta * (sigma * t - 1)).

Let E_eq : w0 * exp (2 * sigma * (delta * t)) = E.
Proof. unfold w0, E; rewrite <- exp_plus; f_equal; ring. Qed.

Let E_ge : w0 <= E.
Proof.
unfold w0, E; destruct (Req_dec (sigma * (delta * t)) 0) as [Z|Z].
- right; f_equal.
  replace (2 * delta * (sigma * t - 1)) with (2 * (sigma * (delta * t)) - 2 * delta) by ring.
  rewrite Z; ring.
- left; apply exp_increasing.
  assert (0 <= sigma * (delta * t)) by (apply Rmult_le_pos; lra).
  assert (0 < sigma * (delta * t)) by lra.
  replace (2 * delta * (sigma * t - 1)) with (2 * (sigma * (delta * t)) - 2 * delta) by ring.
  lra.
Qed.

Let wE : w sigma lambda w0 (delta * t) = sigma * E / (lambda * (E - w0) + sigma).
Proof.
unfold w, den; rewrite <- E_eq; f_equal; ring.
Qed.

Let E_gt0 : 0 < E. Proof. apply exp_pos. Qed.
Let w0_gt0 : 0 < w0. Proof. apply exp_pos. Qed.
Let den_ge : sigma <= lambda * (E - w0) + sigma.
Proof. assert (0 <= lambda * (E - w0)) by (apply Rmult_le_pos; lra); lra. Qed.

Theorem mode_off : 0 < w sigma lambda w0 (delta * t) <= exp (-2 * delta * (1 - sigma * t)).
Proof.
rewrite wE; split.
- apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|lra].
- replace (exp (-2 * delta * (1 - sigma * t))) with E by (unfold E; f_equal; ring).
  apply Rmult_le_reg_r with (lambda * (E - w0) + sigma); [lra|].
  unfold Rdiv; rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  rewrite (Rmult_comm sigma); apply Rmult_le_compat_l; lra.
Qed.

Theorem mode_on : 0 <= sigma / lambda - w sigma lambda w0 (delta * t) <=
  (sigma / lambda) ^ 2 * exp (-2 * delta * (sigma * t - 1)).
Proof.
fold w0 in small; rewrite wE.
replace (exp (-2 * delta * (sigma * t - 1))) with (/ E).
2: { unfold E; rewrite <- exp_Ropp; f_equal; ring. }
replace (sigma / lambda - sigma * E / (lambda * (E - w0) + sigma)) with
  (sigma * (sigma - lambda * w0) / (lambda * (lambda * (E - w0) + sigma)))
  by (field; split; lra).
assert (P : 0 < lambda * (lambda * (E - w0) + sigma)) by (apply Rmult_lt_0_compat; lra).
assert (lw : 0 < lambda * w0) by (apply Rmult_lt_0_compat; lra).
assert (lE : 0 < lambda * E) by (apply Rmult_lt_0_compat; lra).
split.
- apply Rdiv_le_0_compat; [apply Rmult_le_pos; lra|exact P].
- replace ((sigma / lambda) ^ 2 * / E) with (sigma * sigma * / (lambda * (lambda * E)))
    by (field; lra).
  unfold Rdiv; apply Rmult_le_compat.
  + apply Rmult_le_pos; lra.
  + left; apply Rinv_0_lt_compat, P.
  + apply Rmult_le_compat_l; lra.
  + apply Rinv_le_contravar; [apply Rmult_lt_0_compat; lra|].
    apply Rmult_le_compat_l; lra.
Qed.
End Modes.

(* |Y - X W|_F^2 for X = diag(2,1), Y = diag(1,3/2), W = [[x11,x12],[x21,x22]]  *)
Definition loss (x11 x12 x21 x22 : R) : R :=
  (1 - 2 * x11) ^ 2 + (0 - 2 * x12) ^ 2 + (0 - x21) ^ 2 + (3/2 - x22) ^ 2.

Theorem rank1_best u1 u2 v1 v2 :
  1 <= loss (u1 * v1) (u1 * v2) (u2 * v1) (u2 * v2).
Proof.
assert (S : 0 <= v1 ^ 2 + v2 ^ 2) by (assert (A := pow2_ge_0 v1); assert (B := pow2_ge_0 v2); lra).
assert (I : (v1 ^ 2 + v2 ^ 2) * loss (u1 * v1) (u1 * v2) (u2 * v1) (u2 * v2) =
  (v1 ^ 2 + v2 ^ 2) + 5/4 * v1 ^ 2 +
  ((1 - 2 * (u1 * v1)) * v1 + (0 - 2 * (u1 * v2)) * v2) ^ 2 +
  ((0 - u2 * v1) * v1 + (3/2 - u2 * v2) * v2) ^ 2) by (unfold loss; field).
destruct S as [S|S].
- apply Rmult_le_reg_l with (1 := S); rewrite I, Rmult_1_r.
  assert (A := pow2_ge_0 v1).
  assert (B := pow2_ge_0 ((1 - 2 * (u1 * v1)) * v1 + (0 - 2 * (u1 * v2)) * v2)).
  assert (C := pow2_ge_0 ((0 - u2 * v1) * v1 + (3/2 - u2 * v2) * v2)); lra.
- assert (v1 = 0) by nra; assert (v2 = 0) by nra; subst; unfold loss; lra.
Qed.

Lemma exp_small b eps : 0 < b -> 0 < eps ->
  exists d0, 0 <= d0 /\ forall d, d0 < d -> exp (-2 * d * b) < eps.
Proof.
intros Hb He; exists (Rmax 0 (- ln eps / (2 * b))); split; [apply Rmax_l|].
intros d Hd; assert (H := Rmax_r 0 (- ln eps / (2 * b))).
assert (K : - ln eps / (2 * b) < d) by lra.
apply Rmult_lt_compat_r with (r := 2 * b) in K; [|lra].
replace (- ln eps / (2 * b) * (2 * b)) with (- ln eps) in K by (field; lra).
rewrite <- (exp_ln eps) by exact He; apply exp_increasing; lra.
Qed.

(* sigma = (2, 3/2), lambda = (4, 1): eigenvalues of X^T Y and X^T X.          *)
Theorem sequential_order_false t : 1/2 < t < 2/3 ->
  (forall eps, 0 < eps -> exists d0, forall delta, d0 < delta ->
     Rabs (w 2 4 (exp (-2 * delta)) (delta * t) - 1/2) < eps /\
     Rabs (w (3/2) 1 (exp (-2 * delta)) (delta * t) - 0) < eps) /\
  loss (1/2) 0 0 0 = 9/4 /\
  loss 0 0 0 (3/2) = 1 /\
  (forall u1 u2 v1 v2, loss 0 0 0 (3/2) <= loss (u1 * v1) (u1 * v2) (u2 * v1) (u2 * v2)).
Proof.
intros Ht; assert (L : loss 0 0 0 (3/2) = 1) by (unfold loss; field).
split; [|split; [unfold loss; field|split; [exact L|rewrite L; apply rank1_best]]].
intros eps He.
destruct (exp_small (2 * t - 1) eps) as [d1 [P1 H1]]; [lra|exact He|].
destruct (exp_small (1 - 3/2 * t) eps) as [d2 [P2 H2]]; [lra|exact He|].
destruct (exp_small 1 (1/2)) as [d3 [P3 H3]]; [lra|lra|].
exists (Rmax d1 (Rmax d2 d3)); intros delta Hd.
assert (D1 := Rmax_l d1 (Rmax d2 d3)); assert (D2 := Rmax_r d1 (Rmax d2 d3)).
assert (D3 := Rmax_l d2 d3); assert (D4 := Rmax_r d2 d3).
assert (K1 := H1 delta ltac:(lra)); assert (K2 := H2 delta ltac:(lra)).
assert (K3 := H3 delta ltac:(lra)); rewrite Rmult_1_r in K3.
assert (T : 0 <= delta * t) by (apply Rmult_le_pos; lra).
assert (A := mode_on 2 4 delta t ltac:(lra) ltac:(lra) ltac:(lra) T).
assert (B := mode_off (3/2) 1 delta t ltac:(lra) ltac:(lra) T).
split; apply Rabs_def1; lra.
Qed.

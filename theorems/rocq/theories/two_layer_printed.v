(* Printed claims on the two-layer flow that fail for small explicit data             *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   swapped_roles_false   X = 1, Y = 2: with sigma from X^T X and lambda from X^T Y  *)
(*                    the closed form has slope 1/4 at t = 0, every flow has 7/8      *)
(*   partnerless_entry_false   d_0 = d_1 = 2, d_2 = 1: the second diagonal entry of   *)
(*                    W1 stands still at t = 0, the printed one has slope -1/8        *)
(*   universal_rate_false   for every c a perturbed flow leaves eps e^(c t^2)         *)
(* Notation                                                                           *)
(*   w sigma lambda w0 t   the closed form of two_layer_mode.v                        *)
(* Source: poster, Detailed Theorems; claims two-layer/common-decomposition,          *)
(* two-layer/factors, two-layer/perturbation.                                         *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.
From Lemmata Require Import two_layer_mode two_layer_phases.

Local Open Scope R_scope.

(* n = 1, X = 1, Y = 2, start 1/2, 1/2: f = (2 - a b)^2 / 2.                          *)
Theorem swapped_roles_false (a b : R -> R) : a 0 = 1/2 -> b 0 = 1/2 ->
  is_derive a 0 ((2 - a 0 * b 0) * b 0) -> is_derive b 0 ((2 - a 0 * b 0) * a 0) ->
  is_derive (fun t => a t * b t) 0 (7/8) /\
  is_derive (w (1 * 1) (1 * 2) (1/4)) 0 (1/4) /\
  ~ locally 0 (fun t => a t * b t = w (1 * 1) (1 * 2) (1/4) t).
Proof.
intros a0 b0 da db.
assert (D1 : is_derive (fun t => a t * b t) 0 (7/8)).
{ assert (D := Q_defect 2 1 1 (1/2) ltac:(lra) a b).
  rewrite a0, b0 in *; replace (7/8) with (2 * (1/2) ^ 2 * (2 - 1 * (1/2) ^ 2) +
    (1 - / 1) ^ 2 * (1/2) ^ 2 * (2 - 1 * (1/2) ^ 2)) by field; apply D.
  - field.
  - field.
  - now replace (2 - 1 * (1/2 * (1/2))) with (2 - 1/2 * (1/2)) by ring.
  - now replace (2 - 1 * (1/2 * (1/2))) with (2 - 1/2 * (1/2)) by ring. }
assert (D2 : is_derive (w (1 * 1) (1 * 2) (1/4)) 0 (1/4)).
{ replace (1/4) with (2 * w (1 * 1) (1 * 2) (1/4) 0 *
    (1 * 1 - 1 * 2 * w (1 * 1) (1 * 2) (1/4) 0)) at 2.
  - apply w_ode; lra.
  - rewrite w_init; lra. }
split; [exact D1|split; [exact D2|]]; intros L.
assert (E := is_derive_unique _ _ _ (is_derive_ext_loc _ _ _ _ L D1)).
rewrite (is_derive_unique _ _ _ D2) in E; lra.
Qed.

(* n = 2, X = (1 1; 1 -1), Y = (1; 1): Sigma_x = 1, Sigma_xy = (1; 0). U, V, Q are 1, *)
(* e^(-delta) = 1/2. Second row of W1: a', b' are its columns; W2 = (b1; b2).         *)
(* The printed entry is sqrt(w) with sigma = 0, lambda = 1: w = w0 / (1 + 2 w0 t).    *)
Theorem partnerless_entry_false (a21 a22 b1 b2 : R -> R) :
  a21 0 = 0 -> a22 0 = 1/2 -> b1 0 = 1/2 -> b2 0 = 0 ->
  is_derive a22 0 ((0 - 1 * (a21 0 * b1 0 + a22 0 * b2 0)) * b2 0) ->
  is_derive a22 0 0 /\
  is_derive (fun t => sqrt (1/4 / (1 + 2 * (1/4) * t))) 0 (-1/8) /\
  ~ locally 0 (fun t => a22 t = sqrt (1/4 / (1 + 2 * (1/4) * t))).
Proof.
intros h1 h2 h3 h4 da.
assert (D1 : is_derive a22 0 0).
{ rewrite h4, Rmult_0_r in da; exact da. }
assert (D2 : is_derive (fun t => sqrt (1/4 / (1 + 2 * (1/4) * t))) 0 (-1/8)).
{ assert (S : sqrt (1/4 / (1 + 2 * (1/4) * 0)) = 1/2).
  { replace (1/4 / (1 + 2 * (1/4) * 0)) with (1/2 * (1/2)) by field; apply sqrt_square; lra. }
  auto_derive; [split; [lra|split; [|trivial]]; rewrite Rmult_0_r; lra|].
  change (1/4 * / (1 + 2 * (1/4) * 0)) with (1/4 / (1 + 2 * (1/4) * 0)); rewrite S; field. }
split; [exact D1|split; [exact D2|]]; intros L.
assert (E := is_derive_unique _ _ _ (is_derive_ext_loc _ _ _ _ L D1)).
assert (H : 0 = -1/8) by exact (eq_trans (eq_sym E) (is_derive_unique _ _ _ D2)); lra.
Qed.

(* Sigma_x = 1, Sigma_xy = k^2, W1(0) = W2(0) = k: at rest. B = eps = 1/2, and the    *)
(* perturbed flow is W1 = W2 = a.                                                     *)
Theorem universal_rate_false c : exists k t, 0 < k /\ 0 < t /\
  let a := fun t => sqrt (w (k ^ 2) (1 + 1/2) (k ^ 2) t) in
  a 0 = k /\
  (forall t, 0 <= t -> is_derive a t ((k ^ 2 - (1 + 1/2) * (a t * a t)) * a t)) /\
  is_derive (fun _ : R => k) t ((k ^ 2 - 1 * (k * k)) * k) /\
  1/2 * exp (c * t ^ 2) < Rabs (a t - k).
Proof.
set (k := Rmax 10 c); assert (k10 : 10 <= k) by apply Rmax_l; assert (kc : c <= k) by apply Rmax_r.
assert (k2 : 0 < k ^ 2) by nra; set (t := ln 4 / (2 * k ^ 2)).
assert (l4 : 0 < ln 4 <= 3).
{ split; [rewrite <- ln_1; apply ln_increasing; lra|].
  replace 4 with (1 + 3) by ring; rewrite <- (ln_exp 3) at 2.
  apply ln_le; [lra|]; left; apply exp_ineq1; lra. }
assert (l15 : 0 < 1 + 1/2) by lra.
assert (t0 : 0 < t) by (apply Rdiv_lt_0_compat; lra).
exists k, t; split; [lra|split; [exact t0|]]; intros a.
assert (pos : forall u, 0 <= u -> 0 < w (k ^ 2) (1 + 1/2) (k ^ 2) u).
{ intros u Hu; unfold w; apply Rdiv_lt_0_compat.
  - apply Rmult_lt_0_compat; [nra|apply exp_pos].
  - apply den_gt0; [exact k2|lra|exact k2|now right]. }
split; [|split; [|split]].
- unfold a; rewrite w_init by lra; apply sqrt_pow2; lra.
- intros u Hu; assert (P := pos u Hu); unfold a.
  assert (D := is_derive_comp sqrt (w (k ^ 2) (1 + 1/2) (k ^ 2)) u _ _
    (proj2 (is_derive_Reals _ _ _) (derivable_pt_lim_sqrt _ P)) (w_ode _ _ _ k2 l15 k2 u (or_intror Hu))).
  rewrite sqrt_sqrt by lra; set (y := w (k ^ 2) (1 + 1/2) (k ^ 2) u) in *.
  assert (s0 : 0 < sqrt y) by now apply sqrt_lt_R0.
  replace ((k ^ 2 - (1 + 1/2) * y) * sqrt y) with
    (scal (2 * y * (k ^ 2 - (1 + 1/2) * y)) (/ (2 * sqrt y))); [exact D|].
  generalize (k ^ 2 - (1 + 1/2) * y); intros z.
  unfold scal; simpl; unfold mult; simpl.
  replace (2 * y * z) with (2 * (sqrt y * sqrt y) * z) by (rewrite sqrt_sqrt; lra).
  field; lra.
- replace ((k ^ 2 - 1 * (k * k)) * k) with 0 by ring; apply (is_derive_const k).
- assert (E : w (k ^ 2) (1 + 1/2) (k ^ 2) t = k ^ 2 * (8/11)).
  { unfold w, den; replace (2 * k ^ 2 * t) with (ln 4) by (unfold t; field; lra).
    rewrite exp_ln by lra; field; lra. }
  assert (B : a t <= k * (86/100)).
  { unfold a; rewrite E; rewrite <- (sqrt_pow2 (k * (86/100))) by lra.
    apply sqrt_le_1_alt; nra. }
  rewrite Rabs_left by lra.
  assert (ct : c * t ^ 2 <= 1/2).
  { assert (T : t <= 3 / (2 * k ^ 2)) by
      (apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat|]; lra).
    assert (T2 : t ^ 2 <= (3 / (2 * k ^ 2)) ^ 2) by (apply pow_incr; lra).
    apply Rle_trans with (k * (3 / (2 * k ^ 2)) ^ 2).
    - apply Rle_trans with (k * t ^ 2); [apply Rmult_le_compat_r; [apply pow2_ge_0|lra]|].
      apply Rmult_le_compat_l; lra.
    - replace (k * (3 / (2 * k ^ 2)) ^ 2) with (9 / (4 * k ^ 3)) by (field; lra).
      assert (1000 <= k ^ 3) by (assert (10 ^ 3 <= k ^ 3) by (apply pow_incr; lra); lra).
      apply Rmult_le_reg_r with (4 * k ^ 3); [lra|].
      unfold Rdiv at 1; rewrite Rmult_assoc, Rinv_l by lra; lra. }
  assert (e2 : exp (c * t ^ 2) <= 2).
  { apply Rle_trans with (exp (1/2)); [destruct ct as [ct|ct]; [left; now apply exp_increasing|rewrite ct; lra]|].
    assert (H := exp_ineq1 (-1/2) ltac:(lra)).
    assert (P : exp (1/2) * exp (-1/2) = 1) by
      (rewrite <- exp_plus; replace (1/2 + -1/2) with 0 by field; apply exp_0).
    assert (Q := exp_pos (1/2)); nra. }
  lra.
Qed.

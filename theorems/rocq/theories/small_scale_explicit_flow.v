(* A gradient flow of the scalar two-layer network in closed form                   *)
(*                                                                                  *)
(* Start (al, 0), target y = be ga, be^2 - ga^2 = al^2, 0 < ga < be, 0 < al;        *)
(* with e = exp (-2 (be^2 + ga^2) t), Q = be^2 al^2 + 4 be^2 ga^2 e - ga^2 al^2     *)
(* e^2:   w1 = al (be^2 + ga^2 e) / sqrt Q,   w2 = al be ga (1 - e) / sqrt Q.       *)
(* Main results                                                                     *)
(*   flow_init   w1 0 = al, w2 0 = 0                                                *)
(*   flow_ode    w1' = -2 (w1 w2 - y) w2,  w2' = -2 (w1 w2 - y) w1    (t >= 0)      *)
(*   flow_lim    (w1, w2) -> (be, ga)                                               *)
(*   flow_exists   the three together; small_scale_counterexample.v makes it a flow of*)
(*               the deep network of small_scale_refuted.v                          *)
(* Source: claims small-scale/low-norm, small-scale/low-sharpness.                  *)
From Coq Require Import Reals Lra Psatz.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Lemma is_derive_div_sqrt (A Q : R -> R) (t a q : R) :
  is_derive A t a -> is_derive Q t q -> 0 < Q t ->
  is_derive (fun u => A u / sqrt (Q u)) t
    ((a * Q t - A t * q / 2) / (Q t * sqrt (Q t))).
Proof.
intros dA dQ HQ; assert (S := sqrt_lt_R0 _ HQ).
assert (SS : Q t = sqrt (Q t) * sqrt (Q t)) by (symmetry; apply sqrt_sqrt; lra).
auto_derive.
- repeat split; [exists a; exact dA|exists q; exact dQ|exact HQ|lra].
- replace (Derive (fun x : R => A x) t) with a
    by (symmetry; apply is_derive_unique; exact dA).
  replace (Derive (fun x : R => Q x) t) with q
    by (symmetry; apply is_derive_unique; exact dQ).
  set (s := sqrt (Q t)) in *; rewrite SS; field; lra.
Qed.

Section Flow.
Variables al be ga : R.
Hypothesis al_gt0 : 0 < al.
Hypothesis ga_gt0 : 0 < ga.
Hypothesis pyth : be ^ 2 - ga ^ 2 = al ^ 2.
Hypothesis be_gt : ga < be.

Let y := be * ga.
Let k := 2 * (be ^ 2 + ga ^ 2).
Definition ee (t : R) := exp (- k * t).
Definition Af (e : R) := al * (be ^ 2 + ga ^ 2 * e).
Definition Bf (e : R) := al * be * ga * (1 - e).
Definition Qf (e : R) := be ^ 2 * (be ^ 2 - ga ^ 2) + 4 * be ^ 2 * ga ^ 2 * e
                         - ga ^ 2 * (be ^ 2 - ga ^ 2) * e ^ 2.
Definition w1 (t : R) := Af (ee t) / sqrt (Qf (ee t)).
Definition w2 (t : R) := Bf (ee t) / sqrt (Qf (ee t)).

Let be_gt0 : 0 < be. Proof. lra. Qed.
Let k_gt0 : 0 < k. Proof. unfold k; nra. Qed.

Lemma Qf_gt0 e : 0 <= e <= 1 -> 0 < Qf e.
Proof.
intros He; unfold Qf; rewrite pyth.
assert (A2 : 0 < al ^ 2) by nra; assert (G2 : 0 < ga ^ 2) by nra.
assert (B2 : ga ^ 2 < be ^ 2) by lra.
assert (e2 : 0 <= e ^ 2 <= 1) by nra.
assert (H1 : ga ^ 2 * al ^ 2 * e ^ 2 <= ga ^ 2 * al ^ 2).
{ rewrite <- (Rmult_1_r (ga ^ 2 * al ^ 2)) at 2; apply Rmult_le_compat_l; nra. }
assert (H2 : 0 <= 4 * be ^ 2 * ga ^ 2 * e) by (repeat apply Rmult_le_pos; nra).
assert (H3 : ga ^ 2 * al ^ 2 < be ^ 2 * al ^ 2) by (apply Rmult_lt_compat_r; lra).
lra.
Qed.

Lemma ee_bound t : 0 <= t -> 0 <= ee t <= 1.
Proof.
intros Ht; unfold ee; split; [left; apply exp_pos|].
rewrite <- exp_0; destruct (Req_dec t 0) as [->|N].
- right; f_equal; ring.
- left; apply exp_increasing.
  assert (0 < k * t) by (apply Rmult_lt_0_compat; lra); lra.
Qed.

Lemma ee_derive t : is_derive ee t (- k * ee t).
Proof. unfold ee; auto_derive; [trivial|ring]. Qed.

Lemma Af_derive t : is_derive (fun u => Af (ee u)) t (al * ga ^ 2 * (- k * ee t)).
Proof.
assert (D := ee_derive t); unfold Af; auto_derive; [exists (- k * ee t); exact D|].
replace (Derive (fun x : R => ee x) t) with (- k * ee t)
  by (symmetry; apply is_derive_unique; exact D); ring.
Qed.

Lemma Bf_derive t : is_derive (fun u => Bf (ee u)) t (- al * be * ga * (- k * ee t)).
Proof.
assert (D := ee_derive t); unfold Bf; auto_derive; [exists (- k * ee t); exact D|].
replace (Derive (fun x : R => ee x) t) with (- k * ee t)
  by (symmetry; apply is_derive_unique; exact D); ring.
Qed.

Lemma Qf_derive t : is_derive (fun u => Qf (ee u)) t
  ((4 * be ^ 2 * ga ^ 2 - 2 * ga ^ 2 * (be ^ 2 - ga ^ 2) * ee t) * (- k * ee t)).
Proof.
assert (D := ee_derive t); unfold Qf; auto_derive; [repeat split; exists (- k * ee t); exact D|].
replace (Derive (fun x : R => ee x) t) with (- k * ee t)
  by (symmetry; apply is_derive_unique; exact D); ring.
Qed.

Lemma AB e : Af e * Bf e = (be ^ 2 - ga ^ 2) * (be * ga) * (be ^ 2 + ga ^ 2 * e) * (1 - e).
Proof. unfold Af, Bf; rewrite pyth; ring. Qed.

Lemma flow_init : w1 0 = al /\ w2 0 = 0.
Proof.
assert (E : ee 0 = 1) by (unfold ee; rewrite Rmult_0_r; apply exp_0).
assert (QE : Qf 1 = (be ^ 2 + ga ^ 2) * (be ^ 2 + ga ^ 2)) by (unfold Qf; ring).
assert (P : 0 < be ^ 2 + ga ^ 2) by nra.
unfold w1, w2; rewrite E, QE, sqrt_square by lra; unfold Af, Bf; split; field; lra.
Qed.

Let prod t : 0 <= t -> w1 t * w2 t = Af (ee t) * Bf (ee t) / Qf (ee t).
Proof.
intros Ht; assert (P := Qf_gt0 _ (ee_bound t Ht)); assert (S := sqrt_lt_R0 _ P).
unfold w1, w2; rewrite <- (sqrt_sqrt (Qf (ee t))) at 3 by lra; field; lra.
Qed.

Theorem flow_ode t : 0 <= t ->
  is_derive w1 t (- 2 * (w1 t * w2 t - y) * w2 t) /\
  is_derive w2 t (- 2 * (w1 t * w2 t - y) * w1 t).
Proof.
intros Ht; assert (P := Qf_gt0 _ (ee_bound t Ht)); assert (S := sqrt_lt_R0 _ P).
rewrite (prod t Ht), AB; split.
- assert (D := is_derive_div_sqrt _ _ t _ _ (Af_derive t) (Qf_derive t) P).
  match type of D with is_derive _ _ ?l => replace (- 2 * _ * w2 t) with l;
    [exact D|] end.
  unfold w2; set (s := sqrt (Qf (ee t))) in *; set (e := ee t) in *.
  assert (N : Qf e <> 0) by lra.
  unfold Af, Bf, y, k; unfold Qf in *; field; lra.
- assert (D := is_derive_div_sqrt _ _ t _ _ (Bf_derive t) (Qf_derive t) P).
  match type of D with is_derive _ _ ?l => replace (- 2 * _ * w1 t) with l;
    [exact D|] end.
  unfold w1; set (s := sqrt (Qf (ee t))) in *; set (e := ee t) in *.
  assert (N : Qf e <> 0) by lra.
  unfold Af, Bf, y, k; unfold Qf in *; field; lra.
Qed.

Lemma ee_lim : is_lim ee p_infty 0.
Proof.
unfold ee; apply is_lim_ext with (fun t => exp (- k * t + 0)).
{ intros t; f_equal; ring. }
apply (is_lim_comp_lin exp (- k) 0 p_infty 0); [|lra].
replace (Rbar_plus (Rbar_mult (- k) p_infty) 0) with m_infty; [apply is_lim_exp_m|].
simpl; destruct (Rle_dec 0 (- k)) as [H|H]; [exfalso; lra|reflexivity].
Qed.

Theorem flow_lim : is_lim w1 p_infty be /\ is_lim w2 p_infty ga.
Proof.
assert (Q0 : Qf 0 = (be * al) * (be * al)) by (unfold Qf; rewrite pyth; ring).
assert (ba : 0 < be * al) by nra.
assert (Qp : 0 < Qf 0) by (rewrite Q0; nra).
assert (S := sqrt_lt_R0 _ Qp).
assert (sE : sqrt (Qf 0) = be * al) by (rewrite Q0; apply sqrt_square; lra).
split.
- replace (Finite be) with (Finite (Af 0 / sqrt (Qf 0))).
  2: { apply f_equal; rewrite sE; unfold Af; field; split; apply Rgt_not_eq; assumption. }
  apply (is_lim_comp_continuous ee (fun e => Af e / sqrt (Qf e)) p_infty 0 ee_lim).
  apply (ex_derive_continuous (fun e => Af e / sqrt (Qf e))).
  eexists; apply (is_derive_div_sqrt Af Qf 0 (al * ga ^ 2) (4 * be ^ 2 * ga ^ 2));
    [unfold Af; auto_derive; [trivial|ring]|unfold Qf; auto_derive; [trivial|ring]|exact Qp].
- replace (Finite ga) with (Finite (Bf 0 / sqrt (Qf 0))).
  2: { apply f_equal; rewrite sE; unfold Bf; field; split; apply Rgt_not_eq; assumption. }
  apply (is_lim_comp_continuous ee (fun e => Bf e / sqrt (Qf e)) p_infty 0 ee_lim).
  apply (ex_derive_continuous (fun e => Bf e / sqrt (Qf e))).
  eexists; apply (is_derive_div_sqrt Bf Qf 0 (- (al * be * ga)) (4 * be ^ 2 * ga ^ 2));
    [unfold Bf; auto_derive; [trivial|ring]|unfold Qf; auto_derive; [trivial|ring]|exact Qp].
Qed.

End Flow.

(* A gradient flow of (x1 x2 - y)^2 on t >= 0 from (x10, 0) with limits        *)
Definition is_flow (y x10 : R) (x1 x2 : R -> R) (l1 l2 : R) :=
  (x1 0 = x10 /\ x2 0 = 0) /\
  (forall t, 0 <= t -> is_derive x1 t (- 2 * (x1 t * x2 t - y) * x2 t) /\
                       is_derive x2 t (- 2 * (x1 t * x2 t - y) * x1 t)) /\
  is_lim x1 p_infty l1 /\ is_lim x2 p_infty l2 /\ l1 * l2 = y.

Theorem flow_exists al be ga : 0 < al -> 0 < ga -> be ^ 2 - ga ^ 2 = al ^ 2 ->
  ga < be -> is_flow (be * ga) al (w1 al be ga) (w2 al be ga) be ga.
Proof.
intros H1 H2 H3 H4; destruct (flow_lim al be ga H1 H2 H3 H4) as [L1 L2].
split; [apply flow_init; assumption|].
split; [intros t Ht; apply flow_ode; assumption|].
split; [exact L1|split; [exact L2|reflexivity]].
Qed.

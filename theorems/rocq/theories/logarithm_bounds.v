(* Elementary inequalities for exp and ln                                           *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   ln1_upper, ln1_lower   2s/(2+s) <= ln (1+s) <= s                (s >= 0)       *)
(*   exp_taylor5            1 + y + y^2/2 + .. + y^5/120 <= exp y, for every y      *)
(*   star_root              log_gap has exactly one root s_* in (0, 1/2),           *)
(*                          0.34190 < s_* < 0.34191; for 0 < s < 1/2 it is > 0 iff  *)
(*                          s < s_*, and >= 0 iff s <= s_*                          *)
(*   log_lower              -2s - 4s^2 <= ln (1 - 2s)          (0 <= s <= 1/3)      *)
(* Notation                                                                         *)
(*   log_gap s = ln (1 - 2s) + 2s + 4s^2; it increases up to 1/4, then decreases    *)
From Coq Require Import Reals Lra Psatz Ranalysis5.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Lemma incr_ge0 (f f' : R -> R) (b : R) : 0 <= b ->
  (forall x, 0 <= x <= b -> is_derive f x (f' x)) ->
  (forall x, 0 <= x <= b -> 0 <= f' x) -> f 0 <= f b.
Proof.
intros Hb Hd Hp; destruct (MVT_gen f 0 b f') as [c [Hc E]].
- intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx; apply Hd; lra.
- intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx.
  apply derivable_continuous_pt; exists (f' x).
  apply is_derive_Reals, Hd; lra.
- rewrite Rmin_left, Rmax_right in Hc by lra.
  assert (0 <= f' c * (b - 0)) by (apply Rmult_le_pos; [apply Hp; lra|lra]); lra.
Qed.

Lemma exp_mono x y : x <= y -> exp x <= exp y.
Proof.
intros [H|H]; [left; now apply exp_increasing|right; now subst].
Qed.

Lemma ln1_upper s : 0 <= s -> ln (1 + s) <= s.
Proof.
intros [H|<-]; [|rewrite Rplus_0_r, ln_1; lra].
left; rewrite <- (ln_exp s) at 2; apply ln_increasing; [lra|].
now apply exp_ineq1; lra.
Qed.

Lemma ln1_upper_lt s : 0 < s -> ln (1 + s) < s.
Proof.
intros H; rewrite <- (ln_exp s) at 2; apply ln_increasing; [lra|].
now apply exp_ineq1; lra.
Qed.

Lemma ln1_lower s : 0 <= s -> 2 * s / (2 + s) <= ln (1 + s).
Proof.
intros H.
assert (D := incr_ge0 (fun x => ln (1 + x) - 2 * x / (2 + x))
  (fun x => x ^ 2 / ((1 + x) * (2 + x) ^ 2)) s H).
cut (ln (1 + 0) - 2 * 0 / (2 + 0) <= ln (1 + s) - 2 * s / (2 + s)).
{ rewrite Rplus_0_r, ln_1; unfold Rdiv at 1; rewrite Rmult_0_r, Rmult_0_l; lra. }
apply D; intros x Hx.
- auto_derive; [lra|field; lra].
- apply Rdiv_le_0_compat; [nra|]; apply Rmult_lt_0_compat; [lra|nra].
Qed.

Lemma ln1_pos s : 0 < s -> 0 < ln (1 + s).
Proof. intros H; rewrite <- ln_1; apply ln_increasing; lra. Qed.

Lemma log_aux x : 0 <= x < 1 / 2 ->
  is_derive (fun x => ln (1 - 2 * x) + 2 * x + 4 * x ^ 2) x
            (4 * x * (1 - 4 * x) / (1 - 2 * x)).
Proof. intros H; auto_derive; [lra|field; lra]. Qed.

Definition taylor5 (y : R) :=
  1 + y + y ^ 2 / 2 + y ^ 3 / 6 + y ^ 4 / 24 + y ^ 5 / 120.

(* exp (-y) taylor5 y has derivative - exp (-y) y^5 / 120.                            *)
Lemma exp_taylor5 y : taylor5 y <= exp y.
Proof.
assert (H : 0 <= 1 - exp (- y) * taylor5 y).
{ unfold taylor5; destruct (Rle_lt_dec 0 y) as [P|N].
  - assert (D := incr_ge0 (fun y => 1 - exp (- y) * taylor5 y)
      (fun y => exp (- y) * (y ^ 5 / 120)) y P).
    unfold taylor5 in D; apply Rle_trans with (2 := D ltac:(intros; auto_derive; [trivial|field])
      ltac:(intros x Hx; apply Rmult_le_pos; [left; apply exp_pos|];
            apply Rdiv_le_0_compat; [apply pow_le; lra|lra])).
    rewrite Ropp_0, exp_0; lra.
  - assert (D := incr_ge0 (fun z => 1 - exp z * taylor5 (- z))
      (fun z => exp z * (z ^ 5 / 120)) (- y) ltac:(lra)).
    unfold taylor5 in D; rewrite Ropp_involutive in D.
    apply Rle_trans with (2 := D ltac:(intros; auto_derive; [trivial|field])
      ltac:(intros x Hx; apply Rmult_le_pos; [left; apply exp_pos|];
            apply Rdiv_le_0_compat; [apply pow_le; lra|lra])).
    rewrite exp_0; lra. }
rewrite exp_Ropp in H; assert (P := exp_pos y).
apply Rmult_le_reg_l with (/ exp y); [now apply Rinv_0_lt_compat|].
rewrite Rinv_l by lra; lra.
Qed.

(* exp (8 y) from below: three squarings.                                             *)
Lemma exp_eight y a b c : 0 <= a -> a <= taylor5 y -> 0 <= b <= a ^ 2 -> 0 <= c <= b ^ 2 ->
  c ^ 2 <= exp (8 * y).
Proof.
intros a0 H [b0 Hb] [c0 Hc]; assert (E := exp_taylor5 y).
replace (8 * y) with (((y + y) + (y + y)) + ((y + y) + (y + y))) by ring.
rewrite !exp_plus; set (e := exp y) in *.
assert (A : a <= e) by lra; assert (B : b <= e * e) by nra.
assert (C : c <= (e * e) * (e * e)) by nra; nra.
Qed.

Definition log_gap (s : R) := ln (1 - 2 * s) + 2 * s + 4 * s ^ 2.

Lemma log_gap_mvt a b : 0 <= a < b -> b < 1 / 2 -> exists c, a <= c <= b /\
  log_gap b - log_gap a = 4 * c * (1 - 4 * c) / (1 - 2 * c) * (b - a).
Proof.
intros [a0 ab] b1; destruct (MVT_gen log_gap a b (fun c => 4 * c * (1 - 4 * c) / (1 - 2 * c)))
  as [c [Hc E]].
- intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx; apply log_aux; lra.
- intros x; rewrite Rmin_left, Rmax_right by lra; intros Hx.
  apply derivable_continuous_pt; exists (4 * x * (1 - 4 * x) / (1 - 2 * x)).
  apply is_derive_Reals, log_aux; lra.
- rewrite Rmin_left, Rmax_right in Hc by lra; now exists c.
Qed.

Lemma log_gap_up a b : 0 <= a < b -> b <= 1 / 4 -> log_gap a <= log_gap b.
Proof.
intros H b1; destruct (log_gap_mvt a b H ltac:(lra)) as [c [Hc E]].
assert (0 <= 4 * c * (1 - 4 * c) / (1 - 2 * c) * (b - a)); [|lra].
apply Rmult_le_pos; [|lra]; apply Rdiv_le_0_compat; [apply Rmult_le_pos; lra|lra].
Qed.

Lemma log_gap_down a b : 1 / 4 < a < b -> b < 1 / 2 -> log_gap b < log_gap a.
Proof.
intros H b1; destruct (log_gap_mvt a b ltac:(lra) ltac:(lra)) as [c [Hc E]].
assert (0 < 4 * c * (4 * c - 1) / (1 - 2 * c) * (b - a)).
{ apply Rmult_lt_0_compat; [|lra]; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|lra]. }
replace (4 * c * (1 - 4 * c) / (1 - 2 * c)) with (- (4 * c * (4 * c - 1) / (1 - 2 * c))) in E
  by (field; lra); lra.
Qed.

Lemma log_gap_pos s : 0 < s <= 1 / 4 -> 0 < log_gap s.
Proof.
intros H; assert (g0 : log_gap 0 = 0).
{ unfold log_gap; rewrite Rmult_0_r, Rminus_0_r, ln_1; ring. }
assert (A := log_gap_up 0 (s / 2) ltac:(lra) ltac:(lra)).
assert (B := log_gap_up (3 / 4 * s) s ltac:(lra) ltac:(lra)).
destruct (log_gap_mvt (s / 2) (3 / 4 * s) ltac:(lra) ltac:(lra)) as [c [Hc E]].
assert (0 < 4 * c * (1 - 4 * c) / (1 - 2 * c) * (3 / 4 * s - s / 2)); [|lra].
apply Rmult_lt_0_compat; [|lra]; apply Rdiv_lt_0_compat; [apply Rmult_lt_0_compat; lra|lra].
Qed.

Lemma log_gap_left : 0 < log_gap (34190 / 100000).
Proof.
unfold log_gap; set (x := 2 * (34190 / 100000) + 4 * (34190 / 100000) ^ 2).
assert (E : / (1 - 2 * (34190 / 100000)) < exp x).
{ replace x with (8 * (x / 8)) by field.
  apply Rlt_le_trans with ((1778358 / 1000000) ^ 2); [lra|].
  apply exp_eight with (a := 11547949 / 10000000) (b := 13335512 / 10000000);
    unfold taylor5, x; lra. }
assert (P : 0 < / (1 - 2 * (34190 / 100000))) by lra.
assert (L := ln_increasing _ _ P E); rewrite ln_exp, ln_Rinv in L by lra; unfold x in L; lra.
Qed.

Lemma log_gap_right : log_gap (34191 / 100000) < 0.
Proof.
unfold log_gap; set (x := 2 * (34191 / 100000) + 4 * (34191 / 100000) ^ 2).
assert (E : 1 - 2 * (34191 / 100000) < exp (- x)).
{ replace (- x) with (8 * (- x / 8)) by field.
  apply Rlt_le_trans with ((56230 / 100000) ^ 2); [lra|].
  apply exp_eight with (a := 8659494 / 10000000) (b := 7498680 / 10000000);
    unfold taylor5, x; lra. }
assert (P : 0 < 1 - 2 * (34191 / 100000)) by lra.
assert (L := ln_increasing _ _ P E); rewrite ln_exp in L; unfold x in L; lra.
Qed.

Theorem star_root : exists star, 34190 / 100000 < star < 34191 / 100000 /\ log_gap star = 0 /\
  (forall s, 0 < s < 1 / 2 -> log_gap s = 0 -> s = star) /\
  forall s, 0 < s < 1 / 2 -> (0 <= log_gap s <-> s <= star) /\ (0 < log_gap s <-> s < star).
Proof.
destruct (IVT_interv (fun s => - log_gap s) (34190 / 100000) (34191 / 100000)) as [z [Hz E]].
- intros a Ha; apply continuity_pt_opp, derivable_continuous_pt.
  exists (4 * a * (1 - 4 * a) / (1 - 2 * a)); apply is_derive_Reals, log_aux; lra.
- lra.
- assert (A := log_gap_left); lra.
- assert (A := log_gap_right); lra.
- assert (root : log_gap z = 0) by lra; exists z.
  assert (L := log_gap_left); assert (R := log_gap_right).
  assert (z1 : z <> 34190 / 100000) by (intros Q; rewrite Q in root; lra).
  assert (z2 : z <> 34191 / 100000) by (intros Q; rewrite Q in root; lra).
  assert (below : forall s, 0 < s < z -> 0 < log_gap s).
  { intros s Hs; destruct (Rle_lt_dec s (1 / 4)) as [Q|Q]; [apply log_gap_pos; lra|].
    rewrite <- root; apply log_gap_down; lra. }
  assert (above : forall s, z < s < 1 / 2 -> log_gap s < 0).
  { intros s Hs; rewrite <- root; apply log_gap_down; lra. }
  assert (tri : forall s, 0 < s < 1 / 2 -> (s < z /\ 0 < log_gap s) \/
    (s = z /\ log_gap s = 0) \/ (z < s /\ log_gap s < 0)).
  { intros s Hs; destruct (Rtotal_order s z) as [Q|[Q|Q]].
    - left; split; [exact Q|apply below; lra].
    - right; left; split; [exact Q|now rewrite Q].
    - right; right; split; [exact Q|apply above; lra]. }
  split; [lra|split; [exact root|split]].
  + intros s Hs H0; destruct (tri s Hs) as [[Q1 Q2]|[[Q1 Q2]|[Q1 Q2]]]; lra.
  + intros s Hs; destruct (tri s Hs) as [[Q1 Q2]|[[Q1 Q2]|[Q1 Q2]]]; split; split; intros H; lra.
Qed.

Lemma log_lower s : 0 <= s <= 1 / 3 -> - 2 * s - 4 * s ^ 2 <= ln (1 - 2 * s).
Proof.
intros [H1 H2]; destruct H1 as [H1|<-].
- destruct star_root as [z [Hz [_ [_ H]]]].
  assert (A := proj2 (proj1 (H s ltac:(lra))) ltac:(lra)); unfold log_gap in A; lra.
- replace (1 - 2 * 0) with 1 by ring; rewrite ln_1; lra.
Qed.

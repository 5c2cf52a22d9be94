(* Elementary inequalities for exp and ln                                           *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   ln1_upper, ln1_lower   2s/(2+s) <= ln (1+s) <= s                (s >= 0)       *)
(*   log_lower              -2s - 4s^2 <= ln (1 - 2s)          (0 <= s <= 1/3)      *)
From Coq Require Import Reals Lra Lia Psatz.
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

(* Exponential upper bound: exponent -2s - 4s^2, valid for s <= 1/3.          *)
Lemma log_aux x : 0 <= x < 1 / 2 ->
  is_derive (fun x => ln (1 - 2 * x) + 2 * x + 4 * x ^ 2) x
            (4 * x * (1 - 4 * x) / (1 - 2 * x)).
Proof. intros H; auto_derive; [lra|field; lra]. Qed.

Lemma exp_10_9 : 3 <= exp (10 / 9).
Proof.
replace (exp (10 / 9)) with (exp (10 / 576) ^ 64).
- assert (H : 1 + 10 / 576 < exp (10 / 576)) by (apply exp_ineq1; lra).
  apply Rle_trans with ((1 + 10 / 576) ^ 64); [lra|].
  apply pow_incr; lra.
- rewrite <- Rpower_pow by apply exp_pos; unfold Rpower; rewrite ln_exp.
  f_equal; simpl; lra.
Qed.

Lemma log_third : 0 <= ln (1 - 2 * (1 / 3)) + 2 * (1 / 3) + 4 * (1 / 3) ^ 2.
Proof.
replace (1 - 2 * (1 / 3)) with (/ 3) by field; rewrite ln_Rinv by lra.
assert (H : ln 3 <= 10 / 9).
{ rewrite <- (ln_exp (10 / 9)); apply ln_le; [lra|apply exp_10_9]. }
lra.
Qed.

Lemma log_lower s : 0 <= s <= 1 / 3 -> - 2 * s - 4 * s ^ 2 <= ln (1 - 2 * s).
Proof.
intros H; pose (g := fun x => ln (1 - 2 * x) + 2 * x + 4 * x ^ 2).
cut (0 <= g s); [unfold g; lra|].
destruct (Rle_lt_dec s (1 / 4)) as [L|L].
- assert (D := incr_ge0 g (fun x => 4 * x * (1 - 4 * x) / (1 - 2 * x)) s).
  assert (g0 : g 0 = 0).
  { unfold g; rewrite Rmult_0_r, Rminus_0_r, ln_1; ring. }
  rewrite <- g0; apply D; [lra| |]; intros x Hx.
  + apply log_aux; lra.
  + apply Rdiv_le_0_compat; [nra|lra].
- apply Rle_trans with (1 := log_third); fold (g (1 / 3)).
  assert (D := incr_ge0 (fun h => g (1 / 3 - h))
    (fun h => - (4 * (1 / 3 - h) * (1 - 4 * (1 / 3 - h)) / (1 - 2 * (1 / 3 - h))))
    (1 / 3 - s)).
  replace (1 / 3) with (1 / 3 - 0) at 1 by ring.
  replace s with (1 / 3 - (1 / 3 - s)) at 1 by ring.
  apply D; [lra| |]; intros x Hx.
  + assert (K := log_aux (1 / 3 - x)); fold g in K.
    replace (- (4 * (1 / 3 - x) * (1 - 4 * (1 / 3 - x)) / (1 - 2 * (1 / 3 - x))))
      with (scal (-1) (4 * (1 / 3 - x) * (1 - 4 * (1 / 3 - x)) / (1 - 2 * (1 / 3 - x))))
      by (unfold scal; simpl; unfold mult; simpl; ring).
    apply (is_derive_comp g (fun h => 1 / 3 - h)); [apply K; lra|].
    auto_derive; [trivial|ring].
  + assert (0 <= 4 * (1 / 3 - x) * (4 * (1 / 3 - x) - 1) / (1 - 2 * (1 / 3 - x))).
    { apply Rdiv_le_0_compat; [nra|lra]. }
    replace (- (4 * (1 / 3 - x) * (1 - 4 * (1 / 3 - x)) / (1 - 2 * (1 / 3 - x)))) with
      (4 * (1 / 3 - x) * (4 * (1 / 3 - x) - 1) / (1 - 2 * (1 / 3 - x))) by (field; lra).
    assumption.
Qed.

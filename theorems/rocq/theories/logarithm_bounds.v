(* Elementary inequalities for exp and ln                                           *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   ln1_upper, ln1_lower   2s/(2+s) <= ln (1+s) <= s                (s >= 0)       *)
(*   log_aux                the derivative of ln (1 - 2x) + 2x + 4x^2, x < 1/2      *)
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

Lemma log_aux x : 0 <= x < 1 / 2 ->
  is_derive (fun x => ln (1 - 2 * x) + 2 * x + 4 * x ^ 2) x
            (4 * x * (1 - 4 * x) / (1 - 2 * x)).
Proof. intros H; auto_derive; [lra|field; lra]. Qed.

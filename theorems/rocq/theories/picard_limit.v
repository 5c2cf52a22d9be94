(* A differential equation with a Lipschitz right-hand side has a solution on t >= 0  *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   global_solution  x' = G (t, x), x (0) = x0 has a solution for all t >= 0, under  *)
(*                    the three hypotheses of picard_iterates.v; it is the limit of   *)
(*                    the Picard iterates, uniformly with rate 2^-n on every [0, T]   *)
(*   clip r x         x moved into [-r, r]; it is 1-Lipschitz (clip_dist), the        *)
(*                    identity on [-r, r] (clip_id) and continuous (clip_continuous)  *)
(* Source: E. Picard; textbook material.                                              *)
From Coq Require Import Reals Lra Lia Ranalysis5 PSeries_reg.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.
From Lemmata Require Import picard_iterates.

Lemma half_lim C eps : 0 <= C -> 0 < eps -> exists N, forall n, (N <= n)%nat ->
  C * (/ 2) ^ n < eps.
Proof.
intros C0 e0; destruct (pow_lt_1_zero (/ 2)) with (y := eps / (C + 1)) as [N HN].
- rewrite Rabs_pos_eq; lra.
- apply Rdiv_lt_0_compat; lra.
- exists N; intros n Hn; assert (H := HN n Hn).
  assert (P : 0 <= (/ 2) ^ n) by (apply pow_le; lra).
  rewrite Rabs_pos_eq in H by exact P.
  apply Rle_lt_trans with ((C + 1) * (/ 2) ^ n); [nra|].
  apply Rmult_lt_reg_l with (/ (C + 1)); [apply Rinv_0_lt_compat; lra|].
  rewrite <- Rmult_assoc, Rinv_l, Rmult_1_l by lra; unfold Rdiv in H; lra.
Qed.

Section Solution.
Variables (I : Type) (G : R -> (I -> R) -> I -> R) (x0 : I -> R).
Hypothesis lipschitz : lipschitz_in I G.
Hypothesis start_bounded : bounded_at I G x0.
Hypothesis paths : continuous_along I G.
Notation picard := (picard I G x0).

Let cauchy := picard_cauchy I G x0 lipschitz start_bounded paths.
Let flat := picard_flat I G x0 lipschitz paths.

Definition solution (t : R) (i : I) : R := real (Lim_seq (fun n => picard n t i)).

Lemma solution_lim t i : is_lim_seq (fun n => picard n t i) (solution t i).
Proof.
enough (F : ex_finite_lim_seq (fun n => picard n t i)) by exact (Lim_seq_correct' _ F).
destruct (Rle_dec t 0) as [t0|t0].
- exists (picard 1 t i); apply (is_lim_seq_ext_loc (fun _ => picard 1 t i));
    [|apply is_lim_seq_const].
  exists 1%nat; intros [|n] Hn; [lia|]; symmetry; apply flat; exact t0.
- apply ex_lim_seq_cauchy_corr; intros eps.
  destruct (cauchy t ltac:(lra)) as [C [C0 HC]].
  destruct (half_lim C (eps / 2) C0) as [N HN]; [destruct eps; simpl; lra|].
  exists N; intros n m Hn Hm.
  replace (picard n t i - picard m t i) with
    ((picard n t i - picard N t i) - (picard m t i - picard N t i)) by ring.
  apply Rle_lt_trans with (1 := Rabs_triang _ _); rewrite Rabs_Ropp.
  assert (H1 := HC N (n - N)%nat t i ltac:(lra)).
  assert (H2 := HC N (m - N)%nat t i ltac:(lra)).
  replace (N + (n - N))%nat with n in H1 by lia.
  replace (N + (m - N))%nat with m in H2 by lia.
  assert (H3 := HN N ltac:(lia)); lra.
Qed.

Lemma solution_0 i : solution 0 i = x0 i.
Proof.
unfold solution; rewrite (Lim_seq_ext _ (fun _ => x0 i)); [now rewrite Lim_seq_const|].
intros n; apply picard_0.
Qed.

Lemma solution_near T : 0 <= T -> exists C, 0 <= C /\ forall n t i,
  0 <= t <= T -> Rabs (solution t i - picard n t i) <= C * (/ 2) ^ n.
Proof.
intros T0; destruct (cauchy T T0) as [C [C0 HC]].
exists C; split; [exact C0|]; intros n t i Ht.
assert (L : is_lim_seq (fun m => Rabs (picard (m + n) t i - picard n t i))
                       (Rabs (solution t i - picard n t i))).
{ apply (is_lim_seq_abs _ (Finite (solution t i - picard n t i))).
  apply is_lim_seq_minus'; [|apply is_lim_seq_const].
  apply (is_lim_seq_incr_n (fun m => picard m t i)), solution_lim. }
refine (is_lim_seq_le _ (fun _ => C * (/ 2) ^ n) (Finite _) (Finite _)
  (fun m => _) L (is_lim_seq_const _)); rewrite Nat.add_comm; apply HC; exact Ht.
Qed.

Theorem solution_derive t i : 0 <= t ->
  derivable_pt_lim (fun s => solution s i) t (G t (solution t) i).
Proof.
intros t0.
replace (G t (solution t) i) with (G (ppos t) (solution (ppos t)) i)
  by (rewrite ppos_ge by exact t0; reflexivity).
assert (one : 0 < 1) by lra; set (r := mkposreal 1 one).
assert (U : CVU (fun n y => G (ppos y) (picard n (ppos y)) i)
                (fun y => G (ppos y) (solution (ppos y)) i) t r).
{ intros eps e0; destruct (solution_near (t + 1) ltac:(lra)) as [C [C0 HC]].
  destruct (lipschitz (t + 1) ltac:(lra)) as [K [K0 lip]].
  destruct (half_lim (K * C) eps) as [N HN]; [apply Rmult_le_pos; lra|exact e0|].
  exists N; intros n y Hn Hy; unfold Boule in Hy; simpl in Hy.
  assert (P : 0 <= ppos y <= t + 1).
  { split; [apply ppos_ge0|]; apply Rmax_lub; [lra|].
    apply Rabs_lt_between in Hy; lra. }
  apply Rle_lt_trans with (2 := HN n Hn); rewrite Rmult_assoc; apply lip; [exact P| |].
  - apply Rmult_le_pos; [exact C0|apply pow_le; lra].
  - intros j; apply HC; exact P. }
apply (derivable_pt_lim_CVU (fun n s => picard (S n) s i)
  (fun n y => G (ppos y) (picard n (ppos y)) i) (fun s => solution s i)
  (fun y => G (ppos y) (solution (ppos y)) i) t t r).
- unfold Boule; rewrite Rminus_diag_eq, Rabs_R0 by reflexivity; simpl; lra.
- intros y n _; apply is_derive_Reals, picard_derive, paths.
- intros y _; apply is_lim_seq_Reals, (is_lim_seq_incr_1 (fun n => picard n y i)).
  apply solution_lim.
- exact U.
- apply (CVU_continuity (fun n y => G (ppos y) (picard n (ppos y)) i)); [exact U|].
  intros n y _; apply paths; intros j u; apply continuity_pt_filterlim, picard_continuous, paths.
Qed.

End Solution.

Theorem global_solution (I : Type) (G : R -> (I -> R) -> I -> R) (x0 : I -> R) :
  lipschitz_in I G -> bounded_at I G x0 -> continuous_along I G ->
  exists x : R -> I -> R, (forall i, x 0 i = x0 i) /\
    forall t i, 0 <= t -> derivable_pt_lim (fun s => x s i) t (G t (x t) i).
Proof.
intros lip bd paths; exists (solution I G x0); split; [apply solution_0|].
intros t i; apply solution_derive; assumption.
Qed.

(* Clipping to [- r, r]                                                               *)
Definition clip (r x : R) := Rmax (- r) (Rmin r x).

Lemma clip_le r x : 0 <= r -> Rabs (clip r x) <= r.
Proof.
intros r0; apply Rabs_le; unfold clip; split; [apply Rmax_l|].
apply Rmax_lub; [lra|apply Rmin_l].
Qed.

Lemma clip_id r x : Rabs x <= r -> clip r x = x.
Proof.
intros H; apply Rabs_le_between in H; unfold clip.
rewrite Rmin_right, Rmax_right; lra.
Qed.

Lemma clip_dist r r' x x' : Rabs (clip r x - clip r' x') <= Rabs (r - r') + Rabs (x - x').
Proof.
unfold clip, Rmax, Rmin; repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs; lra.
Qed.

Lemma clip_continuous A (f : R -> R) : continuity f ->
  continuity (fun s => clip (A + ppos s) (f (ppos s))).
Proof.
intros cf t; apply continuity_pt_locally; intros eps.
assert (cp : continuity_pt ppos t).
{ apply continuity_pt_locally; intros e; exists e; intros s Hs.
  apply Rle_lt_trans with (2 := Hs); unfold ppos, Rmax, ball; simpl.
  unfold AbsRing_ball, abs, minus, plus, opp; simpl.
  repeat destruct Rle_dec; unfold Rabs; repeat destruct Rcase_abs; lra. }
assert (e2 : 0 < eps / 2) by (destruct eps; simpl; lra).
assert (H1 := proj1 (continuity_pt_locally _ _) cp (mkposreal _ e2)).
assert (H2 := proj1 (continuity_pt_locally _ _)
  (continuity_pt_comp ppos f t cp (cf (ppos t))) (mkposreal _ e2)).
generalize (filter_and _ _ H1 H2); apply filter_imp; intros s [L1 L2].
apply Rle_lt_trans with (1 := clip_dist _ _ _ _); simpl in *; unfold comp in L2.
replace (A + ppos s - (A + ppos t)) with (ppos s - ppos t) by ring; lra.
Qed.

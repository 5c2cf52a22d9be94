(* Picard iterates of a system of differential equations on t >= 0                    *)
(*                                                                                    *)
(* x' = G (t, x), x (0) = x0; coordinates in any type I, sizes by the largest         *)
(* coordinate; for t < 0 the equation is frozen at time 0 (ppos).                     *)
(* Hypotheses                                                                         *)
(*   lipschitz_in    G is Lipschitz in x, uniformly for 0 <= t <= T, for every T      *)
(*   bounded_at      G (t, x0) is bounded for 0 <= t <= T                             *)
(*   continuous_along  t |-> G (t, x t) is continuous when all coordinates of x are   *)
(* Main results                                                                       *)
(*   growth_abs      |f'| <= g' on [0, t] implies |f t - f 0| <= g t - g 0            *)
(*   picard_derive   iterate n+1 has derivative G (t, iterate n)                      *)
(*   picard_step     |iterate (n+1) - iterate n| <= A exp (2 K t) 2^-n  on [0, T]     *)
(*   picard_cauchy   so |iterate (n+m) - iterate n| <= C 2^-n           on [0, T]     *)
(*   picard_flat     iterates from the first on agree for t <= 0                      *)
(* Source: E. Picard, A. Bielecki (the weighted norm); textbook material.             *)
From Coq Require Import Reals Lra Lia Ranalysis5 PSeries_reg.
From Coquelicot Require Import Coquelicot.

Local Open Scope R_scope.

Lemma growth_le (f g df dg : R -> R) t : 0 <= t ->
  (forall s, 0 <= s <= t -> is_derive f s (df s)) ->
  (forall s, 0 <= s <= t -> is_derive g s (dg s)) ->
  (forall s, 0 <= s <= t -> df s <= dg s) -> f t - f 0 <= g t - g 0.
Proof.
intros t0 Df Dg le.
destruct (MVT_gen (fun s => g s - f s) 0 t (fun s => dg s - df s)) as [c [Hc E]].
- intros s Hs; rewrite Rmin_left, Rmax_right in Hs by lra.
  apply (is_derive_minus g f); [apply Dg|apply Df]; lra.
- intros s Hs; rewrite Rmin_left, Rmax_right in Hs by lra.
  apply continuity_pt_filterlim, (ex_derive_continuous (fun u => g u - f u)).
  exists (dg s - df s); apply (is_derive_minus g f); [apply Dg|apply Df]; lra.
- rewrite Rmin_left, Rmax_right in Hc by lra.
  assert (0 <= (dg c - df c) * (t - 0)); [|simpl in E; lra].
  apply Rmult_le_pos; [assert (L := le c Hc); lra|lra].
Qed.

Lemma growth_abs (f g df dg : R -> R) t : 0 <= t ->
  (forall s, 0 <= s <= t -> is_derive f s (df s)) ->
  (forall s, 0 <= s <= t -> is_derive g s (dg s)) ->
  (forall s, 0 <= s <= t -> Rabs (df s) <= dg s) -> Rabs (f t - f 0) <= g t - g 0.
Proof.
intros t0 Df Dg le.
assert (up : f t - f 0 <= g t - g 0).
{ apply (growth_le f g df dg); try assumption.
  intros s Hs; apply Rle_trans with (2 := le s Hs); apply Rle_abs. }
assert (dn : - f t - - f 0 <= g t - g 0).
{ apply (growth_le (fun s => - f s) g (fun s => - df s) dg); try assumption.
  - intros s Hs; apply (is_derive_opp f); apply Df; exact Hs.
  - intros s Hs; apply Rle_trans with (2 := le s Hs); rewrite <- Rabs_Ropp; apply Rle_abs. }
apply Rabs_le; lra.
Qed.

Definition ppos (t : R) := Rmax 0 t.

Definition lipschitz_in (I : Type) (G : R -> (I -> R) -> I -> R) :=
  forall T, 0 <= T -> exists K, 0 < K /\
    forall s x y e, 0 <= s <= T -> 0 <= e -> (forall j, Rabs (x j - y j) <= e) ->
    forall i, Rabs (G s x i - G s y i) <= K * e.

Definition bounded_at (I : Type) (G : R -> (I -> R) -> I -> R) (x0 : I -> R) :=
  forall T, 0 <= T -> exists B, 0 <= B /\
    forall s i, 0 <= s <= T -> Rabs (G s x0 i) <= B.

Definition continuous_along (I : Type) (G : R -> (I -> R) -> I -> R) :=
  forall x : R -> I -> R, (forall i, continuity (fun s => x s i)) ->
  forall i, continuity (fun s => G (ppos s) (x (ppos s)) i).

Section Picard.
Variables (I : Type) (G : R -> (I -> R) -> I -> R) (x0 : I -> R).
Hypothesis lipschitz : lipschitz_in I G.
Hypothesis start_bounded : bounded_at I G x0.
Hypothesis paths : continuous_along I G.

Let along_paths (x : R -> I -> R) : (forall i t, continuous (fun s => x s i) t) ->
  forall i t, continuous (fun s => G (ppos s) (x (ppos s)) i) t.
Proof.
intros H i t; apply continuity_pt_filterlim; apply (paths x); intros j u.
apply continuity_pt_filterlim, H.
Qed.

Fixpoint picard (n : nat) : R -> I -> R :=
  match n with
  | O => fun _ => x0
  | S m => fun t i => x0 i + RInt (fun s => G (ppos s) (picard m (ppos s)) i) 0 t
  end.

Lemma ppos_ge t : 0 <= t -> ppos t = t. Proof. intros; apply Rmax_right; lra. Qed.
Lemma ppos_le t : t <= 0 -> ppos t = 0. Proof. intros; apply Rmax_left; lra. Qed.
Lemma ppos_ge0 t : 0 <= ppos t. Proof. apply Rmax_l. Qed.

Lemma picard_continuous n i t : continuous (fun s => picard n s i) t.
Proof.
revert i t; induction n as [|n IH]; intros i t; simpl; [apply continuous_const|].
apply (continuous_plus (fun _ => x0 i)); [apply continuous_const|].
apply (ex_derive_continuous (fun u => RInt (fun s => G (ppos s) (picard n (ppos s)) i) 0 u)).
eexists; apply (is_derive_RInt (fun s => G (ppos s) (picard n (ppos s)) i)
  (fun u => RInt (fun s => G (ppos s) (picard n (ppos s)) i) 0 u) 0 t).
- apply filter_forall; intros u; apply (@RInt_correct R_CompleteNormedModule),
    (@ex_RInt_continuous R_CompleteNormedModule).
  intros s _; apply along_paths; exact IH.
- apply along_paths; exact IH.
Qed.

Lemma picard_derive n i t :
  is_derive (fun s => picard (S n) s i) t (G (ppos t) (picard n (ppos t)) i).
Proof.
simpl; replace (G (ppos t) (picard n (ppos t)) i)
  with (0 + G (ppos t) (picard n (ppos t)) i) by ring.
apply (is_derive_plus (fun _ => x0 i)); [apply is_derive_Reals, derivable_pt_lim_const|].
apply (is_derive_RInt (fun s => G (ppos s) (picard n (ppos s)) i)
  (fun u => RInt (fun s => G (ppos s) (picard n (ppos s)) i) 0 u) 0 t).
- apply filter_forall; intros u; apply (@RInt_correct R_CompleteNormedModule),
    (@ex_RInt_continuous R_CompleteNormedModule).
  intros s _; apply along_paths, picard_continuous.
- apply along_paths, picard_continuous.
Qed.

Lemma picard_0 n i : picard n 0 i = x0 i.
Proof. destruct n; simpl; [reflexivity|]; rewrite RInt_point; apply Rplus_0_r. Qed.

(* Each step halves the difference in the norm with weight exp (- 2 K t)              *)
Lemma picard_step T : 0 <= T -> exists A K, 0 <= A /\ 0 < K /\ forall n t i,
  0 <= t <= T -> Rabs (picard (S n) t i - picard n t i) <= A * exp (2 * K * t) * (/ 2) ^ n.
Proof.
intros T0; destruct (lipschitz T T0) as [K [K0 lip]].
destruct (start_bounded T T0) as [B [B0 bd]].
exists (B * T), K; assert (BT := Rmult_le_pos _ _ B0 T0); split; [exact BT|split; [exact K0|]].
induction n as [|n IH]; intros t i Ht.
- apply Rle_trans with (B * T).
  + replace (picard 1 t i - picard 0 t i) with (picard 1 t i - picard 1 0 i)
      by (rewrite picard_0; reflexivity).
    apply Rle_trans with (B * t - B * 0); [|nra].
    apply (growth_abs (fun s => picard 1 s i) (fun s => B * s)
      (fun s => G (ppos s) (picard 0 (ppos s)) i) (fun _ => B)); [lra| | |].
    * intros s _; apply picard_derive.
    * intros s _; auto_derive; [trivial|ring].
    * intros s Hs; rewrite ppos_ge by lra; apply bd; lra.
  + assert (1 <= exp (2 * K * t)); [|simpl; nra].
    rewrite <- exp_0; destruct (Req_dec t 0) as [->|N]; [right; f_equal; ring|].
    left; apply exp_increasing; assert (0 < K * t) by (apply Rmult_lt_0_compat; lra); lra.
- set (C := B * T * (/ 2) ^ n).
  assert (C0 : 0 <= C) by (apply Rmult_le_pos; [exact BT|apply pow_le; lra]).
  assert (E : Rabs ((picard (S (S n)) t i - picard (S n) t i) -
                    (picard (S (S n)) 0 i - picard (S n) 0 i))
              <= C / 2 * exp (2 * K * t) - C / 2 * exp (2 * K * 0)).
  { apply (growth_abs (fun s => picard (S (S n)) s i - picard (S n) s i)
      (fun s => C / 2 * exp (2 * K * s))
      (fun s => G (ppos s) (picard (S n) (ppos s)) i - G (ppos s) (picard n (ppos s)) i)
      (fun s => K * (C * exp (2 * K * s)))); [lra| | |].
    - intros s _; apply (is_derive_minus (fun u => picard (S (S n)) u i)
        (fun u => picard (S n) u i)); apply picard_derive.
    - intros s _; auto_derive; [trivial|field].
    - intros s Hs; rewrite ppos_ge by lra; apply lip; [lra| |].
      + apply Rmult_le_pos; [exact C0|left; apply exp_pos].
      + intros j; replace (C * exp (2 * K * s)) with (B * T * exp (2 * K * s) * (/ 2) ^ n)
          by (unfold C; ring); apply IH; lra. }
  rewrite !picard_0, (Rminus_diag_eq (x0 i) _ eq_refl), Rminus_0_r, Rmult_0_r, exp_0 in E.
  apply Rle_trans with (1 := E).
  replace (B * T * exp (2 * K * t) * (/ 2) ^ S n) with (C / 2 * exp (2 * K * t))
    by (unfold C; simpl; field); lra.
Qed.

Lemma picard_cauchy T : 0 <= T -> exists C, 0 <= C /\ forall n m t i,
  0 <= t <= T -> Rabs (picard (n + m) t i - picard n t i) <= C * (/ 2) ^ n.
Proof.
intros T0; destruct (picard_step T T0) as [A [K [A0 [K0 step]]]].
set (C := A * exp (2 * K * T)).
assert (C0 : 0 <= C) by (apply Rmult_le_pos; [exact A0|left; apply exp_pos]).
exists (2 * C); split; [lra|]; intros n m t i Ht.
assert (H : Rabs (picard (n + m) t i - picard n t i)
            <= 2 * C * (/ 2) ^ n * (1 - (/ 2) ^ m)).
{ induction m as [|m IH].
  - rewrite Nat.add_0_r, Rminus_diag_eq, Rabs_R0 by reflexivity; simpl; lra.
  - rewrite Nat.add_succ_r; replace (picard (S (n + m)) t i - picard n t i)
      with ((picard (S (n + m)) t i - picard (n + m) t i) +
            (picard (n + m) t i - picard n t i)) by ring.
    apply Rle_trans with (1 := Rabs_triang _ _).
    assert (S1 := step (n + m)%nat t i Ht).
    assert (E : exp (2 * K * t) <= exp (2 * K * T)).
    { destruct (Req_dec t T) as [->|N]; [right; reflexivity|].
      left; apply exp_increasing, Rmult_lt_compat_l; lra. }
    assert (P : 0 <= (/ 2) ^ (n + m)) by (apply pow_le; lra).
    assert (S2 : A * exp (2 * K * t) * (/ 2) ^ (n + m) <= C * (/ 2) ^ (n + m)).
    { apply Rmult_le_compat_r; [exact P|]; apply Rmult_le_compat_l; assumption. }
    rewrite pow_add in *; simpl.
    replace (2 * C * (/ 2) ^ n * (1 - / 2 * (/ 2) ^ m)) with
      (C * ((/ 2) ^ n * (/ 2) ^ m) + 2 * C * (/ 2) ^ n * (1 - (/ 2) ^ m)) by field.
    apply Rplus_le_compat; [apply Rle_trans with (1 := S1); exact S2|exact IH]. }
apply Rle_trans with (1 := H).
assert (0 <= (/ 2) ^ m) by (apply pow_le; lra).
assert (0 <= 2 * C * (/ 2) ^ n) by (apply Rmult_le_pos; [lra|apply pow_le; lra]).
nra.
Qed.

Lemma picard_flat n i t : t <= 0 -> picard (S n) t i = picard 1 t i.
Proof.
intros t0; assert (H : Rabs ((picard (S n) (- - t) i - picard 1 (- - t) i) -
  (picard (S n) (- 0) i - picard 1 (- 0) i)) <= 0 * (- t) - 0 * 0).
{ apply (growth_abs (fun s => picard (S n) (- s) i - picard 1 (- s) i) (fun s => 0 * s)
    (fun s => - 1 * G (ppos (- s)) (picard n (ppos (- s))) i -
              - 1 * G (ppos (- s)) (picard 0 (ppos (- s))) i) (fun _ => 0)); [lra| | |].
  - intros s _; apply (is_derive_minus (fun u => picard (S n) (- u) i)
      (fun u => picard 1 (- u) i)).
    + apply (is_derive_comp (fun u => picard (S n) u i) Ropp s); [apply picard_derive|].
      auto_derive; [trivial|ring].
    + apply (is_derive_comp (fun u => picard 1 u i) Ropp s); [apply picard_derive|].
      auto_derive; [trivial|ring].
  - intros s _; auto_derive; [trivial|ring].
  - intros s Hs; rewrite ppos_le by lra.
    destruct (lipschitz 0 (Rle_refl 0)) as [K [K0 lip]].
    replace (- 1 * G 0 (picard n 0) i - - 1 * G 0 (picard 0 0) i)
      with (- (G 0 (picard n 0) i - G 0 (picard 0 0) i)) by ring.
    rewrite Rabs_Ropp; apply Rle_trans with (K * 0); [apply lip; [lra|lra|]|lra].
    intros j; rewrite !picard_0, Rminus_diag_eq, Rabs_R0 by reflexivity; lra. }
rewrite Ropp_involutive, Ropp_0, !picard_0 in H.
assert (A := Rabs_pos (picard (S n) t i - picard 1 t i - (x0 i - x0 i))).
assert (E : picard (S n) t i - picard 1 t i - (x0 i - x0 i) = 0).
{ destruct (Req_dec (picard (S n) t i - picard 1 t i - (x0 i - x0 i)) 0) as [E|N]; [exact E|].
  assert (P := Rabs_pos_lt _ N); lra. }
lra.
Qed.

End Picard.

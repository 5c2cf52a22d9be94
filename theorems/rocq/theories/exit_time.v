(* First exit: a strict bound that follows from the bound so far never fails          *)
(*                                                                                    *)
(* Main results, for finitely many functions f_k, continuous on t >= 0                *)
(*   no_exit    f_k <= b at 0, and f_k(T) < b whenever all f_j <= b on [0, T], imply  *)
(*              f_k <= b for all t >= 0                                               *)
(* Source: claim residual/convergence, proof ('continuity').                          *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* Finitely many continuous functions below a number at tau stay below it near tau.   *)
Lemma near_all (R : realType) (P : nat -> R -> Prop) L (tau : R) :
  (forall k, (k < L)%N -> \forall t \near tau, P k t) ->
  \forall t \near tau, forall k, (k < L)%N -> P k t.
Proof.
elim: L => [|L IHL] H; first by near=> t.
have H1 : \forall t \near tau, forall k, (k < L)%N -> P k t.
  by apply: IHL => k kL; apply: H; exact: ltnW.
apply: filterS (filterI H1 (H L (ltnSn L))) => t [a b] k.
by rewrite ltnS leq_eqVlt => /predU1P[->|/a].
Unshelve. all: by end_near. Qed.

(* First exit: what holds strictly whenever it held so far never fails.               *)
Lemma no_exit (R : realType) (f : nat -> R -> R) (L : nat) (b : R) :
    (forall k t, (k < L)%N -> 0 <= t -> f k @ t --> f k t) ->
    (forall k, (k < L)%N -> f k 0 <= b) ->
    (forall T, 0 <= T -> (forall k t, (k < L)%N -> 0 <= t <= T -> f k t <= b) ->
      forall k, (k < L)%N -> f k T < b) ->
  forall k t, (k < L)%N -> 0 <= t -> f k t <= b.
Proof.
move=> cont start strict k t kL t0; rewrite leNgt; apply/negP => exit.
pose bad := [set u | 0 <= u /\ exists2 j, (j < L)%N & b < f j u].
have bad_t : bad t by split=> //; exists k.
have lb : has_lbound bad by exists 0 => u [].
have hi : has_inf bad by split=> //; exists t.
pose tau := inf bad; have tau0 : 0 <= tau by apply: lb_le_inf; [exists t|move=> u []].
have before j u : (j < L)%N -> 0 <= u < tau -> f j u <= b.
  move=> jL /andP[u0 ut]; rewrite leNgt; apply/negP => bu.
  have : tau <= u by apply: inf_lb => //; split=> //; exists j.
  by rewrite leNgt ut.
have upto j u : (j < L)%N -> 0 <= u <= tau -> f j u <= b.
  move=> jL /andP[u0]; rewrite le_eqVlt => /predU1P[->|ut]; last by apply: before; rewrite ?u0.
  rewrite leNgt; apply/negP => btau.
  have tau_gt0 : 0 < tau.
    by rewrite lt_def tau0 andbT; apply/eqP => E; move: btau; rewrite E ltNge start.
  have near_t : \forall u \near tau, b < f j u by exact: cvgr_gt (cont j tau jL tau0) _ btau.
  move: near_t => /nbhs_ballP[e /= e0 near_tau].
  pose v := Num.max 0 (tau - e / 2%:R); have v0 : 0 <= v by rewrite le_maxr lexx.
  have e20 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
  have vt : v < tau by rewrite lt_maxl tau_gt0 /= ltr_subl_addl ltr_addr.
  have : b < f j v.
    apply: near_tau; rewrite /ball /= ger0_norm ?subr_ge0 ?(ltW vt) // ltr_subl_addl.
    rewrite -ltr_subl_addr lt_maxr; apply/orP; right.
    by rewrite ltr_add2l ltr_opp2 ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl.
  by rewrite ltNge before ?v0.
have near_tau : \forall u \near tau, forall j, (j < L)%N -> f j u < b.
  apply: near_all => j jL; have lt := strict tau tau0 upto j jL.
  exact: cvgr_lt (cont j tau jL tau0) _ lt.
move: near_tau => /nbhs_ballP[e /= e0 near_tau].
have : tau + e <= tau; last by rewrite leNgt ltr_addl e0.
apply: lb_le_inf; first by exists t.
move=> u bu; have tu : tau <= u by apply: inf_lb.
case: (bu) => u0 [j jL bf]; rewrite leNgt; apply/negP => ue.
have : f j u < b.
  apply: near_tau jL; rewrite /ball /= distrC ger0_norm ?subr_ge0 //.
  by rewrite ltr_subl_addl.
by rewrite ltNge ltW.
Qed.

(* Convergence theorems with the existence of the flow                                 *)
(*                                                                                     *)
(* Over Coq's reals, any data; for every start there is a gradient flow on t >= 0      *)
(* (flow_exists.v), and what is proved of every gradient flow holds for it.            *)
(* Main results                                                                        *)
(*   small_scale_flow   (SA): the flow from W0 exists for all t >= 0, converges to a   *)
(*                      global minimizer, and the excess decays exponentially from     *)
(*                      every s > 0 on                                                 *)
(*   residual_flow      bounds gamma, Ma of the products at W0 and the threshold: the  *)
(*                      flow exists for all t >= 0, E(t) <= E(0) exp (- mu t), every   *)
(*                      layer stays within B / L of its start, and the limit exists,   *)
(*                      minimizes the risk and is that near, too                       *)
(*   one_sided_flow     the same from bounds of the G_k alone, with the constants of   *)
(*                      residual_one_sided.v, and B <= gamma / (2 Ma)                  *)
(* Source: slides, "Convergence of GF"; claims small-scale/convergence,                *)
(* residual/convergence.                                                               *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp Rstruct.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import optimal_regressor operator_bounds gradient_flow flow_energy.
From Lemmata Require Import flow_converges small_scale_convergence.
From Lemmata Require Import residual_convergence residual_limit residual_one_sided.
From Lemmata Require Import real_derivatives flow_exists.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* W flows from W0 on t >= 0                                                           *)
Definition flows_from d L n q (c : RR) (X : 'M[RR]_(n, d 0%N)) (Y : 'M[RR]_(n, q))
    (P : 'M[RR]_(q, d L)) (W0 : weights RR d) (W : RR -> weights RR d) :=
  W 0 = W0 /\ forall t, 0 <= t -> gradient_flow_at c X Y P W t.

(* W converges to Wl, layer by layer and entry by entry                                *)
Definition converges_to d L (W : RR -> weights RR d) (Wl : weights RR d) :=
  forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.

Theorem small_scale_flow d M n (c : RR) (X : 'M[RR]_(n, d 0%N)) (y : 'cV[RR]_n)
    (p : 'M[RR]_(1, d M.+1)) (W0 : weights RR d) (ws : 'cV[RR]_(d 0%N)) :
    0 < c -> p != 0 -> d M.+1 = 1%N -> normal_eq X y ws ->
    risk c X y p W0 <= lin_risk c X y 0 -> (exists k : 'I_M.+1, grad c X y p W0 k != 0) ->
  exists2 W : RR -> weights RR d, flows_from c X y p W0 W &
    (exists2 Wl, converges_to M.+1 W Wl & forall V, risk c X y p Wl <= risk c X y p V) /\
    forall s, 0 < s -> exists2 mu, 0 < mu & forall t, s <= t ->
      risk c X y p (W t) - lin_risk c X y ws <=
        (risk c X y p (W s) - lin_risk c X y ws) * expR (- mu * (t - s)).
Proof.
move=> c0 p0 row_out wsn start grd.
have [W W00 flow] := gradient_flow_exists X y p W0 (ltW c0); exists W => //.
have start' : risk c X y p (W 0) <= lin_risk c X y 0 by rewrite W00.
have grd' : exists k : 'I_M.+1, grad c X y p (W 0) k != 0 by rewrite W00.
split; first exact: (small_scale_converges c0 p0 row_out flow start' grd').
move=> s s0; have [mu mu0 pl] := small_scale_pl c0 p0 row_out flow start' grd' wsn s0.
by exists mu => // t st; exact: (energy_decay flow (ltW s0) pl st).
Qed.

Theorem residual_flow m L n (c : RR) (X : 'M[RR]_(n, m)) (y : 'cV[RR]_n) (p : 'M[RR]_(1, m))
    (W0 : weights RR (fun=> m)) (ws : 'cV[RR]_m) (gamma Ma lam Lam : RR) :
    (0 < L)%N -> p != 0 -> 0 < c -> 0 < gamma ->
    (forall k, (k <= L)%N -> low (head W0 k) gamma /\ opn (head W0 k) Ma) ->
    (forall k, (k <= L)%N -> low (tail L W0 k)^T gamma /\ opn (tail L W0 k)^T Ma) ->
    normal_eq X y ws -> 0 < lam -> 0 < Lam ->
    (forall v : 'cV_m, lam * dot v (cov c X *m v) <= sqF (cov c X *m v)) ->
    (forall v : 'cV_m, sqF (cov c X *m v) <= Lam * dot v (cov c X *m v)) ->
    let E V := risk (L := L) c X y p V - lin_risk c X y ws in
    64%:R * expR 1 * Ma ^+ 6 * Lam * E W0 <= gamma ^+ 10 * lam ^+ 2 * sqF p ->
    let B2 := 16%:R * expR 1 * Ma ^+ 4 * Lam * E W0 / (gamma ^+ 8 * lam ^+ 2 * sqF p) in
  exists2 W : RR -> weights RR (fun=> m), flows_from (L := L) c X y p W0 W &
    (forall t, 0 <= t -> E (W t) <= E W0 * expR (- (L%:R * gamma ^+ 4 * lam * sqF p) * t) /\
       forall k, (k < L)%N -> L%:R ^+ 2 * sqF (W t k - W0 k) <= B2) /\
    exists2 Wl, converges_to L W Wl &
      (forall V, risk (L := L) c X y p Wl <= risk (L := L) c X y p V) /\
      forall k, (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W0 k) <= B2.
Proof.
move=> L0 p0 c0 g0 G B wsn lam0 Lam0 covl covL E thr B2.
have [W W00 flow] :=
  @gradient_flow_exists (fun=> m) L n 1 c X y p W0 (ltW c0); exists W => //.
have Gl k : (k <= L)%N -> low (head (W 0) k) gamma by move=> /G[]; rewrite W00.
have Go k : (k <= L)%N -> opn (head (W 0) k) Ma by move=> /G[]; rewrite W00.
have Bl k : (k <= L)%N -> low (tail L (W 0) k)^T gamma by move=> /B[]; rewrite W00.
have Bo k : (k <= L)%N -> opn (tail L (W 0) k)^T Ma by move=> /B[]; rewrite W00.
have thr' := thr; rewrite /E -W00 in thr'.
have B2E : B2 = residual_convergence.B2 (L := L) c X y p W ws gamma Ma lam Lam.
  by rewrite /B2 /residual_convergence.B2 /E W00.
split=> [t t0|].
  split=> [|k kL].
    have := residual_rate L0 p0 c0 g0 flow Gl Go Bl Bo wsn lam0 Lam0 covl covL thr' t0.
    by rewrite W00.
  by have := residual_change L0 p0 c0 g0 flow Gl Go Bl Bo wsn lam0 Lam0 covl covL thr' t0 kL;
    rewrite -B2E W00.
have [Wl conv [min near]] :=
  residual_limit L0 p0 c0 g0 flow Gl Go Bl Bo wsn lam0 Lam0 thr' covl covL.
exists Wl; first by move=> k i j kL; exact: conv.
by split=> // k kL; rewrite B2E -W00; exact: near.
Qed.

Theorem one_sided_flow m L n (c : RR) (X : 'M[RR]_(n, m)) (y : 'cV[RR]_n) (p : 'M[RR]_(1, m))
    (W0 : weights RR (fun=> m)) (ws : 'cV[RR]_m) (gamma Ma lam Lam : RR) :
    (0 < L)%N -> p != 0 -> 0 < c -> 0 < gamma ->
    (forall k, (k <= L)%N -> low (head W0 k) gamma /\ opn (head W0 k) Ma) ->
    normal_eq X y ws -> 0 < lam -> 0 < Lam ->
    (forall v : 'cV_m, lam * dot v (cov c X *m v) <= sqF (cov c X *m v)) ->
    (forall v : 'cV_m, sqF (cov c X *m v) <= Lam * dot v (cov c X *m v)) ->
    let E V := risk (L := L) c X y p V - lin_risk c X y ws in
    64%:R * expR 1 * Ma ^+ 10 * Lam * E W0 <= gamma ^+ 12 * lam ^+ 2 * sqF p ->
    let B2 := 16%:R * expR 1 * Ma ^+ 8 * Lam * E W0 / (gamma ^+ 10 * lam ^+ 2 * sqF p) in
    let mu := L%:R * (gamma ^+ 4 / Ma ^+ 2) * lam * sqF p in
  B2 <= (gamma / (2%:R * Ma)) ^+ 2 /\
  exists2 W : RR -> weights RR (fun=> m), flows_from (L := L) c X y p W0 W &
    (forall t, 0 <= t -> E (W t) <= E W0 * expR (- mu * t) /\
       forall k, (k < L)%N -> L%:R ^+ 2 * sqF (W t k - W0 k) <= B2) /\
    exists2 Wl, converges_to L W Wl &
      (forall V, risk (L := L) c X y p Wl <= risk (L := L) c X y p V) /\
      forall k, (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W0 k) <= B2.
Proof.
move=> L0 p0 c0 g0 G wsn lam0 Lam0 covl covL E thr B2 mu.
have [W W00 flow] := @gradient_flow_exists (fun=> m) L n 1 c X y p W0 (ltW c0).
have Gl k : (k <= L)%N -> low (head (W 0) k) gamma by move=> /G[]; rewrite W00.
have Go k : (k <= L)%N -> opn (head (W 0) k) Ma by move=> /G[]; rewrite W00.
have thr' := thr; rewrite /E -W00 in thr'.
have B2E : B2 = one_sided_B2 (L := L) c X y p W ws gamma Ma lam Lam.
  by rewrite /B2 /one_sided_B2 /E W00.
split; first by rewrite B2E; exact: (one_sided_B_le p0 g0 Go lam0 thr').
exists W => //; split=> [t t0|].
  split=> [|k kL].
    have := one_sided_rate L0 p0 c0 g0 flow Gl Go wsn lam0 Lam0 covl covL thr' t0.
    by rewrite W00.
  by have := one_sided_change L0 p0 c0 g0 flow Gl Go wsn lam0 Lam0 covl covL thr' t0 kL;
    rewrite -B2E W00.
have [Wl conv [min near]] :=
  one_sided_limit L0 p0 c0 g0 flow Gl Go wsn lam0 Lam0 covl covL thr'.
exists Wl; first by move=> k i j kL; exact: conv.
by split=> // k kL; rewrite B2E -W00; exact: near.
Qed.

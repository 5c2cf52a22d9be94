(* A gradient flow that stays in a ball where its speed controls its energy           *)
(*                                                                                    *)
(* All widths, depths and readouts; E = R - Rmin >= 0. The ball: |V_k - W_k(0)|_F^2   *)
(* <= r2 for all k < L, r2 > 0. In the ball, at the points of the flow,               *)
(*   mu E <= speed = sum_k |grad_k|_F^2,   |grad_k|_F^2 <= K E,                       *)
(* and at the start 4 K E(0) <= mu^2 r2; mu, K > 0.                                   *)
(* Main results                                                                       *)
(*   flow_in_ball    the flow is in the ball for all t >= 0                           *)
(*   pl_along        mu E(t) <= speed(t) for all t >= 0                               *)
(*   ball_rate       E(t) <= E(0) exp(- mu t)                                         *)
(*   ball_change     mu^2 |W_k(t) - W_k(0)|_F^2 <= 4 K E(0)                           *)
(*   ball_limit      W(t) converges to some Wl with R(Wl) <= Rmin, that is a global   *)
(*                   minimizer, and mu^2 |Wl_k - W_k(0)|_F^2 <= 4 K E(0)              *)
(*   limit_min, limit_change   the same two for every limit Wl                        *)
(* Given: a gradient flow for all t >= 0.                                             *)
(* Source: claim residual/convergence, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network.
From Lemmata Require Import gradient_flow exponential_decay flow_energy exit_time.
From Lemmata Require Import small_scale_limit flow_converges.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Flow.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variables (W : R -> weights R d) (Rmin mu K r2 : R).
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Hypothesis mu_gt0 : 0 < mu.
Hypothesis K_gt0 : 0 < K.
Hypothesis r2_gt0 : 0 < r2.
Hypothesis Rmin_le : forall V, Rmin <= risk c X Y P V.
Notation E t := (risk c X Y P (W t) - Rmin).
Notation dist k t := (sqF (W t k - W 0 k)).
Hypothesis pl_ball : forall t, (forall k, (k < L)%N -> dist k t <= r2) ->
  mu * E t <= speed c X Y P (W t).
Hypothesis grad_ball : forall t k, (forall k, (k < L)%N -> dist k t <= r2) -> (k < L)%N ->
  sqF (grad c X Y P (W t) k) <= K * E t.
Hypothesis threshold : 4%:R * K * E 0 <= mu ^+ 2 * r2.

(* While the flow is in the ball, no layer moves further than 2 sqrt(A K) / mu.        *)
Lemma change_in_ball T A k : 0 <= T -> (k < L)%N -> 0 < A -> E 0 <= A ->
    (forall j t, (j < L)%N -> 0 <= t <= T -> dist j t <= r2) ->
    0 < sqF (W T k - W 0 k) ->
  mu ^+ 2 * sqF (W T k - W 0 k) < 4%:R * A * K.
Proof.
move=> T0 kL A0 EA near; set u := W T k - W 0 k => D0.
have rr : Num.sqrt (A / mu) ^+ 2 = A / mu by rewrite sqr_sqrtr // divr_ge0 // ltW.
have q0 : 0 < sqF u * K / mu := divr_gt0 (mulr_gt0 D0 K_gt0) mu_gt0.
have N2 : Num.sqrt (sqF u * K / mu) ^+ 2 = sqF u * K / mu.
  by rewrite sqr_sqrtr // ltW.
have r0 : 0 < Num.sqrt (A / mu) by rewrite sqrtr_gt0 divr_gt0.
have N0 : 0 < Num.sqrt (sqF u * K / mu) by rewrite sqrtr_gt0.
set r := Num.sqrt _ in rr r0; set N := Num.sqrt _ in N2 N0.
have de t : 0 <= t <= T -> is_derive t 1 (fun t => E t) (- speed c X Y P (W t)).
  case/andP=> t0 _; rewrite (_ : (fun u => _) = (fun u => risk c X Y P (W u)) - cst Rmin) //.
  rewrite -[X in is_derive _ _ _ X]subr0.
  by apply: is_deriveB; exact: (risk_flow flow).
have pl t : 0 <= t <= T -> mu * E t <= speed c X Y P (W t).
  by move=> tT; apply: pl_ball => j jL; exact: near.
have dm t : 0 <= t <= T ->
    is_derive t 1 (fun t => dot u (W t k)) (dot u (- grad c X Y P (W t) k)).
  by case/andP=> t0 _; apply: dot_derive; exact: flow.
have moves t : 0 <= t <= T ->
    dot u (- grad c X Y P (W t) k) ^+ 2 <= N ^+ 2 * speed c X Y P (W t).
  move=> tT; rewrite dotNr sqrrN; apply: le_trans (cauchy_schwarz _ _) _.
  apply: le_trans (_ : sqF u * (K * E t) <= _).
    rewrite ler_wpmul2l ?sqF_ge0 //; apply: grad_ball => // j jL; exact: near.
  rewrite N2 mulrA; have -> : sqF u * K * E t = sqF u * K / mu * (mu * E t).
    by rewrite [RHS]mulrA divfK // gt_eqF.
  by rewrite ler_wpmul2l ?pl // ltW.
have small : E 0 <= mu * r ^+ 2 by rewrite rr mulrC divfK // gt_eqF.
have E_ge0 t : 0 <= t <= T -> 0 <= E t by rewrite subr_ge0.
have TT : 0 <= T <= T by rewrite T0 lexx.
have := path_bound_lt de pl mu_gt0 r0 (ltW N0) dm moves small E_ge0 N0 TT.
rewrite -dotBr -/(sqF u) => lt.
have lt2 : sqF u ^+ 2 < 2%:R ^+ 2 * (A / mu) * (sqF u * K / mu).
  rewrite -rr -N2 -!exprMn; apply: ltr_expn2r => //; exact: ltW.
rewrite -(ltr_pmul2l D0).
have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have -> : sqF u * (mu ^+ 2 * sqF u) = mu ^+ 2 * sqF u ^+ 2 by ring.
apply: lt_le_trans (_ : mu ^+ 2 * (2%:R ^+ 2 * (A / mu) * (sqF u * K / mu)) <= _).
  by rewrite (ltr_pmul2l mu2).
have h := mulfV (lt0r_neq0 mu_gt0); move: (mu^-1) h => im h.
rewrite le_eqVlt; apply/orP; left; apply/eqP.
transitivity ((mu * im) ^+ 2 * (sqF u * (4%:R * A * K))); first by ring.
by rewrite h expr1n mul1r.
Qed.

Let dist_cont k t : (k < L)%N -> 0 <= t -> (fun s => dist k s) @ t --> dist k t.
Proof.
move=> kL t0; have hB := mx_deriveB (flow t0 kL) (@mx_derive_cst R t _ _ (W 0 k)).
have [df _] := sqF_derive hB.
exact/differentiable_continuous/derivable1_diffP.
Qed.

Theorem flow_in_ball t k : 0 <= t -> (k < L)%N -> dist k t <= r2.
Proof.
move=> t0 kL; apply: (no_exit dist_cont _ _ kL t0) => [j jL|T T0 near j jL].
  by rewrite subrr /sqF dot0l ltW.
have := sqF_ge0 (W T j - W 0 j); rewrite le_eqVlt => /predU1P[<- //|D0].
have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have k4 : 0 < 4%:R * K by rewrite mulr_gt0 ?ltr0n.
have A0 : 0 < mu ^+ 2 * r2 / (4%:R * K) by exact: divr_gt0 (mulr_gt0 mu2 r2_gt0) k4.
have EA : E 0 <= mu ^+ 2 * r2 / (4%:R * K) by rewrite ler_pdivl_mulr // mulrC.
have := change_in_ball T0 jL A0 EA near D0.
rewrite [4%:R * _ * K]mulrAC [4%:R * K * _]mulrC divfK ?(gt_eqF k4) //.
by rewrite ltr_pmul2l.
Qed.

Theorem pl_along t : 0 <= t -> mu * E t <= speed c X Y P (W t).
Proof. by move=> t0; apply: pl_ball => k kL; exact: flow_in_ball. Qed.

Theorem ball_rate t : 0 <= t -> E t <= E 0 * expR (- mu * t).
Proof.
move=> t0; have := energy_decay flow (lexx 0) (fun t => @pl_along t) t0.
by rewrite subr0.
Qed.

Theorem ball_change t k : 0 <= t -> (k < L)%N -> mu ^+ 2 * dist k t <= 4%:R * K * E 0.
Proof.
move=> t0 kL; have E0 : 0 <= E 0 by rewrite subr_ge0.
have k4 : 0 < 4%:R * K by rewrite mulr_gt0 ?ltr0n.
have := sqF_ge0 (W t k - W 0 k); rewrite le_eqVlt => /predU1P[<-|D0].
  by rewrite mulr0 mulr_ge0 // ltW.
apply/ler_addgt0Pr => e e0; have A0 : 0 < E 0 + e / (4%:R * K) by rewrite ltr_paddl // divr_gt0.
have le : E 0 <= E 0 + e / (4%:R * K) by rewrite ler_addl divr_ge0 // ltW.
have near j u : (j < L)%N -> 0 <= u <= t -> dist j u <= r2.
  by move=> jL /andP[u0 _]; exact: flow_in_ball.
apply: le_trans (ltW (change_in_ball t0 kL A0 le near D0)) _.
by rewrite [4%:R * _ * K]mulrAC mulrDr [4%:R * K * (e / _)]mulrC divfK ?(gt_eqF k4).
Qed.

Section Limit.
Variable Wl : weights R d.
Hypothesis conv : forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.

Theorem limit_change k : (k < L)%N -> mu ^+ 2 * sqF (Wl k - W 0 k) <= 4%:R * K * E 0.
Proof.
move=> kL; have lim : (fun t => mu ^+ 2 * dist k t) @ +oo --> mu ^+ 2 * sqF (Wl k - W 0 k).
  apply: cvgM; first exact: cvg_cst.
  apply: sqF_cvg; apply: mx_cvgB; last exact: mx_cvg_cst.
  by move=> i j; exact: conv.
by apply: (limit_le (t0 := 0) lim) => t t0; exact: ball_change.
Qed.

Theorem limit_min : risk c X Y P Wl <= Rmin.
Proof.
apply/ler_addgt0Pr => e e0; have [t t0 Et] := energy_small flow (lexx 0) mu_gt0 Rmin_le pl_along e0.
have lim := @risk_cvg R d L n q c X Y P W Wl (fun k kL i j => @conv k i j kL).
apply: (limit_le (t0 := t) lim) => u tu.
by rewrite -ler_subl_addl; exact: Et tu.
Qed.

End Limit.

Theorem ball_limit : exists2 Wl : weights R d,
  (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) &
  risk c X Y P Wl <= Rmin /\
  forall k, (k < L)%N -> mu ^+ 2 * sqF (Wl k - W 0 k) <= 4%:R * K * E 0.
Proof.
have [Wl conv _] := pl_converges flow (lexx 0) mu_gt0 Rmin_le pl_along.
by exists Wl => //; split=> [|k]; [exact: limit_min|exact: limit_change].
Qed.

End Flow.

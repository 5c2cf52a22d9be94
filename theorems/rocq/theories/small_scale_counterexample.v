(* The small-scale corollary as printed fails for a gradient flow that exists         *)
(*                                                                                    *)
(* Scalar two-layer network as in small_scale_refuted.v, over Coq's real numbers.     *)
(* Main results                                                                       *)
(*   sol_explicit   the explicit flow starts at (al, 0), is a gradient flow for all   *)
(*                  t >= 0, and converges to the global minimizer (be, ga)            *)
(*   refuted_low_norm        there are al, be, ga, W, Wl with these properties, the   *)
(*                  standing assumptions, (32 L)^2 eps <= 1, and                      *)
(*                  sigma_1^2 > 2 rho, sigma_2^2 < rho / 2, rho = |pi(Wl)| = be ga    *)
(*   refuted_low_sharpness   the same with S(Wl) > 4 (Lambda / lambda) S' for the     *)
(*                  sharpness S' of some minimizer, so S(Wl) > 4 (Lambda/lambda) S_min*)
(* Notation                                                                           *)
(*   explicit_flow al be ga t = (w1(t), w2(t)) of small_scale_explicit_flow.v         *)
(*   standing al y W   Sigma = 1, R(W(0)) <= |y|^2 / n, the gradient at W(0) is not 0,*)
(*                  |D_0|_2 <= al^2, |W_k(0)|_F^2 <= al^2                             *)
(* S(Wl) is any upper bound of the Hessian form. Axioms: see real_derivatives.v.      *)
(* Source: slides, Corollary; claims small-scale/low-norm, small-scale/low-sharpness. *)
From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype derive Rstruct.
From Lemmata Require Import frobenius deep_network spectral_bound hessian.
From Lemmata Require Import sharpness_lower_bound least_squares small_scale_lemma.
From Lemmata Require Import gradient_first_layer minimizers gains scalar_network.
From Lemmata Require Import gradient_flow small_scale_flow small_scale_explicit_flow.
From Lemmata Require Import small_scale_refuted real_derivatives.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* The explicit flow as a curve of networks                                             *)
Definition explicit_flow (al be ga : RR) (t : RR) : weights RR d1 :=
  wt (small_scale_explicit_flow.w1 al be ga t) (small_scale_explicit_flow.w2 al be ga t).

Section Inhabited.
Variables al be ga : RR.
Hypothesis al_gt0 : 0 < al.
Hypothesis ga_gt0 : 0 < ga.
Hypothesis pyth : be ^+ 2 - ga ^+ 2 = al ^+ 2.
Hypothesis be_gt : ga < be.

Theorem sol_explicit : sol al be ga (explicit_flow al be ga) (wt be ga).
Proof.
have P : pow be 2 - pow ga 2 = pow al 2 :> R by rewrite !RpowE.
have [[i1 i2] [ode [l1 [l2 l12]]]] :=
  flow_exists al be ga (elimT (RltP _ _) al_gt0) (elimT (RltP _ _) ga_gt0) P
    (elimT (RltP _ _) be_gt).
split.
- by case=> [|[|//]] _; rewrite /explicit_flow i1 i2.
- move=> t /RleP t0; have [/is_derive_RP d1 /is_derive_RP d2] := ode t t0.
  have entry (f : R -> R) l : is_derive (t : RR) 1 (f : RR -> RR) (l : RR) ->
      mx_derive (fun u : RR => (f u)%:M : 'M[RR]_1) t (l%:M).
    move=> df a b; rewrite !ord1 mxE eqxx mulr1n.
    by rewrite (_ : (fun u => _) = f) //; apply/funext => u; rewrite mxE eqxx mulr1n.
  have two : Ropp 2 = - 2%:R :> R by rewrite RoppE -INRE.
  case=> [|[|//]] _; rewrite /explicit_flow ?grad0_sc ?grad1_sc -raddfN; apply: entry;
    rewrite -mulNr -[- (2%:R * _)]mulNr -two; [exact: d1|exact: d2].
- have E (f : R -> R) (l : R) : is_lim f p_infty l ->
      (fun u : RR => ((f u)%:M : 'M[RR]_1) 0 0) @ +oo --> ((l : RR)%:M : 'M_1) 0 0.
    move/is_lim_RP; rewrite mxE eqxx mulr1n (_ : (fun u => _) = f) //.
    by apply/funext => u; rewrite mxE eqxx mulr1n.
  by case=> [|[|//]] _; apply: E.
- by move=> V; apply: (iffRL (min_sc _ _)) V; rewrite w0_wt w1_wt.
Qed.

End Inhabited.

(* What the corollary assumes of the start and the data, besides smallness of eps        *)
Definition standing (R : realType) (al y : R) (W : R -> weights R d1) :=
  [/\ cov 1 (X1 R) = 1%:M,
      risk 1 (X1 R) (y1 y) (p1 R) (W 0) <= sqF (y1 y),
      grad 1 (X1 R) (y1 y) (p1 R) (W 0) 1 != 0,
      (forall x : 'cV[R]_1, `|dot x (imbalance W 0 0 *m x)| <= al ^+ 2 * sqF x) &
      (forall k, (k < 2)%N -> sqF (W 0 k) <= al ^+ 2)].

(* It is a gradient flow with the standing assumptions                                  *)
Lemma explicit_ok (a b g : nat) (e : RR) :
    0 < e -> (0 < a)%N -> (0 < g)%N -> (2 * g < b)%N ->
    let al := a%:R * e in let be := b%:R * e in let ga := g%:R * e in
    be ^+ 2 - ga ^+ 2 = al ^+ 2 ->
  sol al be ga (explicit_flow al be ga) (wt be ga) /\
  standing al (be * ga) (explicit_flow al be ga).
Proof.
move=> e0 a0 g0 gb al be ga pyth.
have [al0 ga0] : 0 < al /\ 0 < ga by rewrite !mulr_gt0 ?ltr0n.
have bg : 2%:R * ga < be by rewrite mulrA ltr_pmul2r // -natrM ltr_nat.
have gb' : ga < be by apply: le_lt_trans bg; rewrite ler_pmull // ler1n.
have solW := sol_explicit al0 ga0 pyth gb'; split=> //.
have [? ? ? gr] := init_ok ga0 bg solW; split=> //; first exact: cov1.
case: solW => W0 _ _ _; have -> : explicit_flow al be ga 0 = wt al 0.
  by apply: functional_extensionality_dep => -[|k]; [exact: (W0 0%N)|exact: (W0 1%N)].
by rewrite gr // gt_eqF.
Qed.

Theorem refuted_low_norm : exists (al be ga : RR) W Wl s0 s1,
  [/\ sol al be ga W Wl, standing al (be * ga) W,
      (32%:R * 2%:R) ^+ 2 * eps_of 1 (fun=> al ^+ 2) (al ^+ 2) <= 1,
      op2 (Wl 0%N) s0 /\ op2 (Wl 1%N) s1 &
      [/\ sqF (regressor (p1 RR) Wl) = (be * ga) ^+ 2, 2%:R * (be * ga) < s0
        & 2%:R * s1 < be * ga]].
Proof.
have [_ [small bad]] := refute_low_norm real_realType.
have [|||||solW ok] := @explicit_ok 12 13 5 (e1 real_realType) => //.
- by rewrite invr_gt0 ltr0n.
- by ring.
move: solW ok bad small; set al := _ * e1 _; set be := 13%:R * _; set ga := 5%:R * _.
move=> solW ok bad small.
have [[s0 o0] [s1 o1]] := (op2_ex (wt be ga 0%N), op2_ex (wt be ga 1%N)).
have [? [? ?]] := bad _ _ _ _ solW o0 o1.
by exists al, be, ga, (explicit_flow al be ga), (wt be ga), s0, s1.
Qed.

Theorem refuted_low_sharpness : exists (al be ga : RR) W Wl V S',
  let risk1 := risk 1 (X1 RR) (y1 (be * ga)) (p1 RR) in
  let sharp1 := sharp_ub 1 (X1 RR) (y1 (be * ga)) (p1 RR) in
  [/\ sol al be ga W Wl, standing al (be * ga) W,
      (32%:R * 2%:R) ^+ 2 * eps_of 1 (fun=> al ^+ 2) (al ^+ 2) <= 1,
      (forall V', risk1 V <= risk1 V') /\ sharp1 V S' &
      forall S, sharp1 Wl S -> 4%:R * S' < S].
Proof.
have [_ [small [_ bad]]] := refute_low_sharpness real_realType.
have [|||||solW ok] := @explicit_ok 144 145 17 (e2 real_realType) => //.
- by rewrite invr_gt0 mulr_gt0 ?ltr0n.
- by ring.
move: solW ok bad small; set al := _ * e2 _; set be := 145%:R * _; set ga := 17%:R * _.
move=> solW ok bad small; have [_ _ _ /min_sc Wmin] := solW.
have y0 : be * ga != 0 by rewrite gt_eqF // !mulr_gt0 ?invr_gt0 ?mulr_gt0 ?ltr0n.
have /(sharp_sc _ Wmin y0) least :=
  lexx (2%:R * (w0 (wt be ga) ^+ 2 + scalar_network.w1 (wt be ga) ^+ 2)).
have [V [S' [Vmin VS _ gap]]] := bad _ _ _ solW least.
exists al, be, ga, (explicit_flow al be ga), (wt be ga), V, S'; split=> // S WS.
by apply: lt_le_trans gap _; apply: (iffLR (sharp_sc _ Wmin y0)).
Qed.

(* The logistic equation has one solution on t >= 0 from each start                   *)
(*                                                                                    *)
(* Main result, lambda >= 0                                                           *)
(*   logistic_unique   w' = 2 w (sigma - lambda w) for t >= 0 and w(0) = a^2 >= 0     *)
(*                     give w = logistic sigma lambda a                               *)
(* Proof: for two solutions, ((v - w)^2)' = 4 (sigma - lambda (v + w)) (v - w)^2.     *)
(* Source: claim two-layer/closed-form.                                               *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import exponential_decay logistic_curve.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Unique.
Variables (R : realType) (sigma lambda a0 : R).
Hypothesis lambda_ge0 : 0 <= lambda.
Let w0 := a0 ^+ 2.
Notation logistic := (logistic sigma lambda a0).

(* The only solution on t >= 0 that starts at w0                                        *)
Theorem logistic_unique (v : R -> R) : v 0 = w0 ->
    (forall t, 0 <= t -> is_derive t 1 v (2%:R * v t * (sigma - lambda * v t))) ->
  forall t, 0 <= t -> v t = logistic t.
Proof.
move=> v0 dv T T0; have dw s (s0 : 0 <= s) := logistic_derive sigma a0 lambda_ge0 s0.
have cont (f df : R -> R) : (forall s, 0 <= s -> is_derive s 1 f (df s)) ->
    {within `[0, T], continuous f}.
  move=> hf; apply: continuous_in_subspaceT => x; rewrite inE /= in_itv /= => /andP[x0 _].
  have [? _] := hf x x0; exact/differentiable_continuous/derivable1_diffP.
have dg s : 0 <= s -> is_derive s 1 (v + logistic)
    (2%:R * v s * (sigma - lambda * v s) + 2%:R * logistic s * (sigma - lambda * logistic s)).
  by move=> s0; apply: is_deriveD; [exact: dv|exact: dw].
have [B _ HB] := EVT_min T0 (cont _ _ dg).
pose e s := (v s - logistic s) ^+ 2; pose g s := v s + logistic s.
pose p s := - (4%:R * e s * (sigma - lambda * g s)).
pose mu := - (4%:R * (sigma - lambda * g B)).
have de s : 0 <= s <= T -> is_derive s 1 e (- p s).
  move=> /andP[s0 _]; rewrite (_ : e = (v - logistic) * (v - logistic)); last first.
    by apply/funext => u; rewrite /e expr2.
  have h := is_deriveB (dv s s0) (dw s s0); apply: is_derive_eq (is_deriveM h h) _.
  rewrite /p opprK /e /g /GRing.scale /= !fctE.
  by move: (v s) (logistic s) => a b; ring.
have pl s : 0 <= s <= T -> mu * e s <= p s.
  move=> sT; rewrite /mu /p mulNr ler_oppl opprK.
  rewrite [4%:R * _ * e s]mulrAC; apply: ler_wpmul2l.
    by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
  by rewrite ler_add2l ler_opp2; apply: ler_wpmul2l => //; apply: HB; rewrite in_itv.
have := @decay_on R e p mu 0 T de pl T; rewrite T0 lexx => /(_ isT).
rewrite {2}/e v0 logistic0 subrr expr0n mul0r => le; apply/eqP; rewrite -subr_eq0.
by rewrite -sqrf_eq0 eq_le le sqr_ge0.
Qed.

End Unique.

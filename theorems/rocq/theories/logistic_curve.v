(* The logistic curve of one mode, for every sigma and lambda >= 0                    *)
(*                                                                                    *)
(* Main results, t >= 0, w = logistic sigma lambda a, w(0) = a^2                      *)
(*   logistic_derive    w' = 2 w (sigma - lambda w)                                   *)
(*   logistic_printed   w = sigma E / (lambda (E - w(0)) + sigma),                    *)
(*                      E = w(0) e^(2 sigma t)                                        *)
(*   logistic_sigma0, logistic_lambda0    w(0) / (1 + 2 lambda w(0) t), and E         *)
(*   logistic_gap       sigma/lambda - w = sigma/lambda (sigma - lambda w(0)) / (...) *)
(*   logistic_gt0, logistic_le            0 < w <= max (w(0), sigma/lambda)           *)
(*   factor_derive, factor_root           x = sqrt w has x' = (sigma - lambda x^2) x  *)
(* Notation                                                                           *)
(*   ramp t = (e^(2 sigma t) - 1) / (2 sigma), t when sigma = 0;                      *)
(*   denom t = 1 + 2 lambda a^2 ramp t;   logistic t = a^2 e^(2 sigma t) / denom t;   *)
(*   factor t = a e^(sigma t) / sqrt (denom t)                                        *)
(* Not covered: t < 0, where the denominator may vanish.                              *)
(* Source: poster (arXiv 1904.13262), Detailed Theorems; claim two-layer/closed-form. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import exponential_decay.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma is_derive_sqrt (R : realType) (x : R) : 0 < x ->
  is_derive x 1 Num.sqrt (2%:R * Num.sqrt x)^-1.
Proof.
move=> x0; have s0 : 0 < Num.sqrt x by rewrite sqrtr_gt0.
pose f (y : R) := y ^+ 2.
rewrite -[x in is_derive x](_ : f (Num.sqrt x) = x); last by rewrite /f sqr_sqrtr // ltW.
apply: (@is_derive_inverse R f).
- near=> y; rewrite /f sqrtr_sqr gtr0_norm //; near: y.
  exists (Num.sqrt x) => //= y /=; rewrite ltr_distl => /andP[_].
  by rewrite ltr_addr.
- near=> y; apply: exprn_continuous.
- have := is_deriveX 1 (is_derive_id (Num.sqrt x) 1).
  by rewrite expr1 [_ *: 1]mulr1 (_ : id ^+ 2 = f) //; apply/funext => y; rewrite exprfctE.
by rewrite mulf_neq0 ?pnatr_eq0 // gt_eqF.
Unshelve. all: by end_near. Qed.

Section Mode.
Variables (R : realType) (sigma lambda a0 : R).
Let w0 := a0 ^+ 2.

Definition ramp (t : R) :=
  if sigma == 0 then t else (expR (2%:R * sigma * t) - 1) / (2%:R * sigma).
Definition denom (t : R) := 1 + 2%:R * lambda * w0 * ramp t.
Definition logistic (t : R) := w0 * expR (2%:R * sigma * t) / denom t.
Definition factor (t : R) := a0 * expR (sigma * t) / Num.sqrt (denom t).

Lemma derive_exp (a t : R) : is_derive t 1 (fun u => expR (a * u)) (a * expR (a * t)).
Proof.
have := is_derive_expl a 0 t; rewrite subr0; congr is_derive.
by apply/funext => u; rewrite subr0.
Qed.

Lemma ramp_derive t : is_derive t 1 ramp (expR (2%:R * sigma * t)).
Proof.
rewrite /ramp; case: eqP => [->|/eqP s0].
  by rewrite mulr0 mul0r expR0; exact: is_derive_id.
pose b := (2%:R * sigma)^-1.
rewrite (_ : (fun u => _) = b \*: ((fun u => expR (2%:R * sigma * u)) - cst 1)); last first.
  by apply/funext => u; rewrite !fctE mulrC.
have := is_deriveZ b (is_deriveB (derive_exp (2%:R * sigma) t) (is_derive_cst 1 t 1)).
by rewrite subr0 /GRing.scale /= mulKf // mulf_neq0 ?pnatr_eq0.
Qed.

Lemma ramp_ge0 t : 0 <= t -> 0 <= ramp t.
Proof.
rewrite /ramp; case: eqP => // /eqP s0 t0.
have [sp|sn|s00] := ltgtP 0 sigma; last by rewrite -s00 eqxx in s0.
  apply: divr_ge0; last by rewrite mulr_ge0 ?ler0n // ltW.
  by rewrite subr_ge0 -[X in X <= _]expR0 ler_expR !mulr_ge0 ?ler0n // ltW.
rewrite -mulrNN -invrN; apply: divr_ge0; last by rewrite -mulrN mulr_ge0 ?ler0n // oppr_ge0 ltW.
rewrite opprB subr_ge0 -[X in _ <= X]expR0 ler_expR -mulrA.
by rewrite mulr_ge0_le0 ?ler0n // mulr_le0_ge0 // ltW.
Qed.

Lemma exp_ramp t : expR (2%:R * sigma * t) = 1 + 2%:R * sigma * ramp t.
Proof.
rewrite /ramp; case: eqP => [->|/eqP sn]; first by rewrite mulr0 !mul0r expR0 addr0.
by rewrite mulrCA divff ?mulr1 ?mulf_neq0 ?pnatr_eq0 // addrC subrK.
Qed.

(* At the equilibrium the mode is at rest                                               *)
Lemma logistic_rest t : sigma = lambda * w0 -> logistic t = w0.
Proof.
move=> rest; rewrite /logistic (_ : denom t = expR (2%:R * sigma * t)).
  by rewrite mulfK // gt_eqF // expR_gt0.
by rewrite exp_ramp /denom [in RHS]rest; ring.
Qed.

Hypothesis lambda_ge0 : 0 <= lambda.
Let w0_ge0 : 0 <= w0 := sqr_ge0 a0.

Lemma denom_ge1 t : 0 <= t -> 1 <= denom t.
Proof.
move=> t0; rewrite /denom ler_addl; apply: mulr_ge0 (ramp_ge0 t0).
by apply: mulr_ge0 w0_ge0; rewrite mulr_ge0 ?ler0n.
Qed.

Lemma denom_gt0 t : 0 <= t -> 0 < denom t.
Proof. by move=> t0; apply: lt_le_trans ltr01 (denom_ge1 t0). Qed.

Lemma denom_derive t : is_derive t 1 denom (2%:R * lambda * w0 * expR (2%:R * sigma * t)).
Proof.
rewrite (_ : denom = cst 1 + (2%:R * lambda * w0) \*: ramp); last by apply/funext.
have := is_deriveD (is_derive_cst (1 : R) t 1) (is_deriveZ (2%:R * lambda * w0) (ramp_derive t)).
by rewrite add0r.
Qed.

Lemma factor_sq t : 0 <= t -> factor t ^+ 2 = logistic t.
Proof.
move=> t0; rewrite /factor /logistic !exprMn exprVn sqr_sqrtr ?(ltW (denom_gt0 t0)) //.
by congr (_ * _ / _); rewrite expr2 -expRD -mulrDl -mulr2n mulr_natl.
Qed.

Theorem factor_root t : 0 <= t -> 0 <= a0 -> factor t = Num.sqrt (logistic t).
Proof.
move=> t0 a00; rewrite -factor_sq // sqrtr_sqr ger0_norm // /factor.
by rewrite divr_ge0 ?sqrtr_ge0 // mulr_ge0 // ltW // expR_gt0.
Qed.

Theorem factor_derive t : 0 <= t ->
  is_derive t 1 factor ((sigma - lambda * factor t ^+ 2) * factor t).
Proof.
move=> t0; have D0 := denom_gt0 t0; set D := denom t in D0; set r := Num.sqrt D.
have r0 : r != 0 by rewrite gt_eqF // sqrtr_gt0.
have rr : r * r = D by rewrite -expr2 sqr_sqrtr // ltW.
have ds : is_derive t 1 (fun u => Num.sqrt (denom u))
    ((2%:R * r)^-1 * (2%:R * lambda * w0 * expR (2%:R * sigma * t))).
  have dr : is_derive (denom t) 1 Num.sqrt (2%:R * r)^-1 := is_derive_sqrt D0.
  exact: (@is_derive1_comp R Num.sqrt denom t _ _ dr (denom_derive t)).
have dV := @is_deriveV R (fun u => Num.sqrt (denom u)) t _ 1 r0 ds.
have := is_deriveM (is_deriveZ a0 (derive_exp sigma t)) dV.
rewrite (_ : (a0 \*: _) * _ = factor); last by apply/funext => u.
set x := _ + _; set x' := (sigma - _) * _; suff -> : x = x' by [].
have E2 : expR (2%:R * sigma * t) = expR (sigma * t) ^+ 2.
  by rewrite expr2 -expRD -mulrDl -mulr2n mulr_natl.
have two : (2%:R : R) != 0 by rewrite pnatr_eq0.
rewrite /x' /factor -/D -/r; set e := expR _.
transitivity (a0 * e * (- r ^- 2 * ((2%:R * r)^-1 * (2%:R * lambda * a0 ^+ 2 * e ^+ 2))) +
  r^-1 * (a0 * (sigma * e))); first by rewrite -E2.
by field; rewrite r0.
Qed.

Theorem logistic_derive t : 0 <= t ->
  is_derive t 1 logistic (2%:R * logistic t * (sigma - lambda * logistic t)).
Proof.
move=> t0; have D0 := denom_gt0 t0; have Dn : denom t != 0 by rewrite gt_eqF.
have dV := @is_deriveV R denom t _ 1 Dn (denom_derive t).
have := is_deriveM (is_deriveZ w0 (derive_exp (2%:R * sigma) t)) dV.
rewrite (_ : (w0 \*: _) * _ = logistic); last by apply/funext => u.
set x := _ + _; set x' := 2%:R * _ * _; suff -> : x = x' by [].
rewrite /x' /logistic; set D := denom t in Dn *; set e := expR _.
transitivity (w0 * e * (- D ^- 2 * (2%:R * lambda * w0 * e)) +
  D^-1 * (w0 * (2%:R * sigma * e))); first by [].
by field.
Qed.

Lemma logistic0 : logistic 0 = w0.
Proof.
rewrite /logistic /denom /ramp mulr0 expR0 subrr mul0r.
by case: ifP => _; rewrite ?mulr0 addr0 divr1 mulr1.
Qed.

(* The curve as printed, and its limits as sigma or lambda tends to 0                   *)
Let E t := w0 * expR (2%:R * sigma * t).

Theorem logistic_printed t : sigma != 0 ->
  logistic t = sigma * E t / (lambda * (E t - w0) + sigma).
Proof.
move=> s0; rewrite /logistic /denom /ramp (negPf s0) -/(E t).
have two : (2%:R : R) != 0 by rewrite pnatr_eq0.
rewrite (_ : lambda * (E t - w0) + sigma =
  sigma * (1 + 2%:R * lambda * w0 * ((expR (2%:R * sigma * t) - 1) / (2%:R * sigma)))).
  by rewrite -mulf_div divff // mul1r.
rewrite /E; set e := expR _; field.
by rewrite s0.
Qed.

Theorem logistic_sigma0 t : sigma = 0 -> logistic t = w0 / (1 + 2%:R * lambda * w0 * t).
Proof. by move=> s0; rewrite /logistic /denom /ramp s0 eqxx mulr0 mul0r expR0 mulr1. Qed.

Theorem logistic_lambda0 t : lambda = 0 -> logistic t = E t.
Proof. by move=> l0; rewrite /logistic /denom l0 mulr0 !mul0r addr0 divr1. Qed.

Theorem logistic_gap t : 0 <= t -> sigma != 0 -> lambda != 0 ->
  sigma / lambda - logistic t =
  sigma / lambda * ((sigma - lambda * w0) / (lambda * (E t - w0) + sigma)).
Proof.
move=> t0 s0 l0; have D0 : lambda * (E t - w0) + sigma != 0.
  have : sigma * denom t != 0 by rewrite mulf_neq0 // gt_eqF // denom_gt0.
  rewrite /denom /ramp (negPf s0); have two : (2%:R : R) != 0 by rewrite pnatr_eq0.
  rewrite (_ : sigma * _ = lambda * (E t - w0) + sigma) // /E; set e := expR _.
  by field; rewrite s0.
rewrite logistic_printed //; move: D0; move: (E t) (w0) => e v D0; field.
by rewrite D0.
Qed.

Theorem logistic_gt0 t : 0 <= t -> a0 != 0 -> 0 < logistic t.
Proof.
move=> t0 a00; rewrite divr_gt0 ?denom_gt0 // mulr_gt0 ?expR_gt0 //.
by rewrite lt_def sqrf_eq0 a00 sqr_ge0.
Qed.

(* 0 < w <= max (w(0), sigma / lambda)                                                  *)
Theorem logistic_le t : 0 <= t -> 0 <= sigma -> 0 < lambda ->
  logistic t <= Num.max w0 (sigma / lambda).
Proof.
move=> t0 s0 l0; have D0 := denom_gt0 t0; have e0 : 0 < expR (2%:R * sigma * t) := expR_gt0 _.
have l1 : lambda != 0 by rewrite gt_eqF.
rewrite /logistic ler_pdivr_mulr //; set m := Num.max _ _.
have mw : w0 <= m by rewrite le_maxr lexx.
have ms : sigma <= lambda * m by rewrite mulrC -ler_pdivr_mulr // le_maxr lexx orbT.
have r0 := ramp_ge0 t0; rewrite exp_ramp /denom !mulrDr !mulr1; apply: ler_add => //.
rewrite (_ : w0 * _ = 2%:R * w0 * ramp t * sigma); last by ring.
rewrite (_ : m * _ = 2%:R * w0 * ramp t * (lambda * m)); last by ring.
by apply: ler_wpmul2l ms; apply: mulr_ge0 r0; rewrite mulr_ge0 ?ler0n.
Qed.

End Mode.

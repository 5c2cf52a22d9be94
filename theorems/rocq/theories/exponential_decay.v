(* Exponential decay, and the length of a path that slows down with its energy        *)
(*                                                                                    *)
(* Main results, for e' = - p and mu e <= p on t >= s                                 *)
(*   decay        e(t) <= e(s) exp (- mu (t - s))                                     *)
(*   path_bound   m(t) - m(s) <= 2 r N when e(s) <= mu r^2 and |m'| <= N sqrt p       *)
(* and on an interval s <= t <= T                                                     *)
(*   decay_on, path_bound_on   the same                                               *)
(*   path_bound_lt             strictly, if N > 0                                     *)
(* Stated by squares: no square root is taken, since e and p may vanish.              *)
(* Source: claim small-scale/tail, proof.                                             *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section HalfLine.
Variable R : realType.

Lemma nonincreasing_on (f df : R -> R) s T :
    (forall t, s <= t <= T -> is_derive t 1 f (df t)) ->
    (forall t, s <= t <= T -> df t <= 0) ->
  forall t, s <= t <= T -> f t <= f s.
Proof.
move=> hf hdf t /andP[st tT]; have on x : s <= x <= t -> s <= x <= T.
  by case/andP=> -> xt; rewrite (le_trans xt).
have [||x xI E] := @MVT_segment R f df s t st.
- by move=> x; rewrite in_itv /= => /andP[/ltW sx /ltW xt]; apply/hf/on; rewrite sx.
- apply: continuous_in_subspaceT => x; rewrite inE /= in_itv /= => /on/hf[? _].
  exact/differentiable_continuous/derivable1_diffP.
rewrite -subr_le0 E mulr_le0_ge0 ?subr_ge0 //; apply: hdf; apply: on.
by move: xI; rewrite in_itv.
Qed.

Lemma nonincreasing_from (f df : R -> R) s :
    (forall t, s <= t -> is_derive t 1 f (df t)) -> (forall t, s <= t -> df t <= 0) ->
  forall t, s <= t -> f t <= f s.
Proof.
move=> hf hdf t st; apply: (@nonincreasing_on f df s t) => [u|u|].
- by case/andP=> su _; exact: hf.
- by case/andP=> su _; exact: hdf.
by rewrite st lexx.
Qed.

Lemma is_derive_expl (a s t : R) :
  is_derive t 1 (fun u => expR (a * (u - s))) (a * expR (a * (t - s))).
Proof.
have lin : is_derive t 1 (fun u : R => a * (u - s)) a.
  rewrite (_ : (fun u => _) = (a \*: (id - cst s))); last by apply/funext.
  by apply: is_derive_eq; rewrite subr0 /GRing.scale /= mulr1.
rewrite (_ : (fun u => _) = expR \o (fun u => a * (u - s))) // mulrC.
exact: is_derive1_comp.
Qed.

(* A positive quantity e with e' = - p <= - mu e decays, and what moves with speed at  *)
(* most N sqrt p moves by at most 2 N r when e(s) <= mu r^2: with                      *)
(*   h(t) = exp (- mu (t - s) / 2),   b = mu r h,                                      *)
(*   m + N (e / (2 b) + 3 / 2 r h)  does not increase.                                 *)
Section Decay.
Variables (e p : R -> R) (mu s T : R).
Hypothesis de : forall t, s <= t <= T -> is_derive t 1 e (- p t).
Hypothesis pl : forall t, s <= t <= T -> mu * e t <= p t.

Lemma decay_on t : s <= t <= T -> e t <= e s * expR (- mu * (t - s)).
Proof.
move=> st; have e_gt0 : 0 < expR (mu * (t - s)) by exact: expR_gt0.
rewrite mulNr expRN ler_pdivl_mulr //; pose f := e * (fun u => expR (mu * (u - s))).
have -> : e s = f s by rewrite /f !fctE subrr mulr0 expR0 mulr1.
apply: (@nonincreasing_on f
  (fun u => e u *: (mu * expR (mu * (u - s))) + expR (mu * (u - s)) *: - p u)) st.
  by move=> u su; apply: is_deriveM; [exact: de|exact: is_derive_expl].
move=> u su; rewrite /GRing.scale /= mulrN mulrCA mulrA [_ * expR _]mulrC -mulrBr.
by rewrite pmulr_rle0 ?expR_gt0 // subr_le0 pl.
Qed.

Variables (m dm : R -> R) (N r : R).
Hypotheses (mu_gt0 : 0 < mu) (r_gt0 : 0 < r) (N_ge0 : 0 <= N).
Hypothesis mdm : forall t, s <= t <= T -> is_derive t 1 m (dm t).
Hypothesis moves : forall t, s <= t <= T -> dm t ^+ 2 <= N ^+ 2 * p t.
Hypothesis small : e s <= mu * r ^+ 2.
Hypothesis e_ge0 : forall t, s <= t <= T -> 0 <= e t.
Let h (t : R) : R := expR (- (mu / 2%:R) * (t - s)).
Let i (t : R) : R := expR (mu / 2%:R * (t - s)).

Let hi t : h t * i t = 1.
Proof. by rewrite /h /i mulNr mulrC expRxMexpNx_1. Qed.

Let e_h t : s <= t <= T -> e t <= mu * r ^+ 2 * h t ^+ 2.
Proof.
move=> st; apply: le_trans (decay_on st) _.
have -> : h t ^+ 2 = expR (- mu * (t - s)).
  transitivity (expR (- (mu / 2%:R) * (t - s) + - (mu / 2%:R) * (t - s))).
    by rewrite expRD expr2.
  by congr expR; rewrite -mulrDl -opprD -splitr.
by rewrite ler_wpmul2r // ltW ?expR_gt0.
Qed.

(* The scalar inequality: q bounds the speed, x = e i, b = mu r h.                     *)
Let scalar t (q : R) : s <= t <= T -> q ^+ 2 <= N ^+ 2 * p t ->
  q + N * ((2%:R * mu * r)^-1 * (e t * (mu / 2%:R * i t) + i t * - p t) +
           3%:R / 2%:R * r * (- (mu / 2%:R) * h t)) <= 0.
Proof.
move=> st qp; have h0 : 0 < h t := expR_gt0 _; have i0 : 0 < i t := expR_gt0 _.
have two0 : 0 < 2%:R * mu * r by rewrite !mulr_gt0 ?ltr0n.
set b := (2%:R * mu * r)^-1; have b0 : 0 < b by rewrite invr_gt0.
have bE : b * (2%:R * mu * r) = 1 by rewrite mulVf ?gt_eqF.
have half : 2%:R * (2%:R^-1 : R) = 1 by rewrite divff ?pnatr_eq0.
have p0 : 0 <= p t by apply: le_trans _ (pl st); exact: mulr_ge0 (ltW mu_gt0) (e_ge0 st).
pose M := b * i t * p t + mu * r * h t / 2%:R.
have M0 : 0 <= M.
  apply: addr_ge0; first exact: mulr_ge0 (ltW (mulr_gt0 b0 i0)) p0.
  by rewrite divr_ge0 ?ler0n // ltW // !mulr_gt0.
have xy : 4%:R * (b * i t * p t) * (mu * r * h t / 2%:R) = p t.
  rewrite (_ : _ * _ * _ = (b * (2%:R * mu * r)) * (h t * i t) * (2%:R / 2%:R) * p t); last by ring.
  by rewrite bE hi half !mul1r.
have MM : p t <= M ^+ 2.
  rewrite -subr_ge0 -[X in _ - X]xy.
  have -> : M ^+ 2 - 4%:R * (b * i t * p t) * (mu * r * h t / 2%:R) =
    (b * i t * p t - mu * r * h t / 2%:R) ^+ 2 by rewrite /M; ring.
  exact: sqr_ge0.
have qM : q <= N * M.
  rewrite leNgt; apply/negP => lt; have NM0 : 0 <= N * M by exact: mulr_ge0.
  have : (N * M) ^+ 2 < q ^+ 2 by rewrite ltr_expn2r // (le_trans NM0) // ltW.
  by rewrite ltNge (le_trans qp) // exprMn ler_wpmul2l // sqr_ge0.
suff br : b * (e t * (mu / 2%:R * i t) + i t * - p t) +
    3%:R / 2%:R * r * (- (mu / 2%:R) * h t) <= - M.
  have := ler_wpmul2l N_ge0 br; rewrite [N * - M]mulrN => le.
  by apply: le_trans (ler_add qM le) _; rewrite subrr.
have bi0 : 0 <= b * i t * (mu / 2%:R) by rewrite ltW // !mulr_gt0 ?invr_gt0 ?ltr0n.
have := ler_wpmul2l bi0 (e_h st); set k := 2%:R^-1 in half *.
have -> : b * i t * (mu * k) * (mu * r ^+ 2 * h t ^+ 2) = mu * r * h t * k * k.
  transitivity (b * (2%:R * mu * r) * (h t * i t) * (mu * r * h t * k * k)
      + (1 - 2%:R * k) * (b * i t * mu * k * (mu * r ^+ 2 * h t ^+ 2))); first by ring.
  by rewrite bE hi half subrr mul0r addr0 !mul1r.
rewrite -subr_le0 => le; rewrite -subr_le0; apply: le_trans le; rewrite /M -/k.
rewrite le_eqVlt; apply/orP; left; apply/eqP.
transitivity (b * i t * (mu * k) * e t - mu * r * h t * k * k +
    (1 - 2%:R * k) * (mu * r * h t * k)); first by ring.
by rewrite half subrr mul0r addr0.
Qed.

Lemma path_tail t : s <= t <= T -> m t + N * (3%:R / 2%:R * r * h t) <= m s + 2%:R * r * N.
Proof.
move=> st; pose f := m + N \*: ((2%:R * mu * r)^-1 \*: (e * i) + (3%:R / 2%:R * r) \*: h).
pose df t := dm t + N *: ((2%:R * mu * r)^-1 *: (e t *: (mu / 2%:R * i t) + i t *: - p t) +
  (3%:R / 2%:R * r) *: (- (mu / 2%:R) * h t)).
have f_df u : s <= u <= T -> is_derive u 1 f (df u).
  move=> su; apply: is_deriveD; first exact: mdm.
  apply: is_deriveZ; apply: is_deriveD; apply: is_deriveZ; last exact: is_derive_expl.
  by apply: is_deriveM; [exact: de|exact: is_derive_expl].
have df_le0 u : s <= u <= T -> df u <= 0 by move=> su; exact: scalar (moves su).
have fE u : f u = m u + N * ((2%:R * mu * r)^-1 * (e u * i u) + 3%:R / 2%:R * r * h u) by [].
have hs : h s = 1 by rewrite /h subrr mulr0 expR0.
have is1 : i s = 1 by rewrite /i subrr mulr0 expR0.
have fs : f s <= m s + 2%:R * r * N.
  rewrite fE hs is1 !mulr1 ler_add2l mulrC ler_wpmul2r //.
  have two0 : 0 < 2%:R * mu * r by rewrite !mulr_gt0 ?ltr0n.
  have half : 2%:R * (2%:R^-1 : R) = 1 by rewrite divff ?pnatr_eq0.
  have le : (2%:R * mu * r)^-1 * e s <= r / 2%:R.
    rewrite mulrC ler_pdivr_mulr //; apply: le_trans small _.
    rewrite (_ : r / 2%:R * _ = (2%:R / 2%:R) * (mu * r ^+ 2)); last by ring.
    by rewrite half mul1r.
  apply: le_trans (ler_add le (lexx _)) _.
  rewrite (_ : r / 2%:R + _ = (2%:R / 2%:R) * (2%:R * r)); last by ring.
  by rewrite half mul1r.
apply: le_trans (le_trans _ fs); last exact: nonincreasing_on f_df df_le0 _ st.
rewrite fE ler_add2l; apply: ler_wpmul2l => //; rewrite ler_addr; apply: mulr_ge0.
  by rewrite ltW // invr_gt0 !mulr_gt0 ?ltr0n.
exact: mulr_ge0 (e_ge0 st) (ltW (expR_gt0 _)).
Qed.

Lemma path_bound_on t : s <= t <= T -> m t - m s <= 2%:R * r * N.
Proof.
move=> st; rewrite ler_subl_addl; apply: le_trans (path_tail st).
by rewrite ler_addl !mulr_ge0 ?invr_ge0 ?ler0n ?(ltW r_gt0) // ltW ?expR_gt0.
Qed.

Lemma path_bound_lt t : 0 < N -> s <= t <= T -> m t - m s < 2%:R * r * N.
Proof.
move=> N0 st; rewrite ltr_subl_addl; apply: lt_le_trans (path_tail st).
by rewrite ltr_addl !mulr_gt0 ?invr_gt0 ?ltr0n ?expR_gt0.
Qed.

End Decay.

(* The same on the half-line                                                          *)
Section DecayFrom.
Variables (e p : R -> R) (mu s : R).
Hypothesis de : forall t, s <= t -> is_derive t 1 e (- p t).
Hypothesis pl : forall t, s <= t -> mu * e t <= p t.

Lemma decay t : s <= t -> e t <= e s * expR (- mu * (t - s)).
Proof.
move=> st; apply: (@decay_on e p mu s t) => [u /andP[su _]|u /andP[su _]|].
- exact: de.
- exact: pl.
by rewrite st lexx.
Qed.

Variables (m dm : R -> R) (N r : R).
Hypotheses (mu_gt0 : 0 < mu) (r_gt0 : 0 < r) (N_ge0 : 0 <= N).
Hypothesis mdm : forall t, s <= t -> is_derive t 1 m (dm t).
Hypothesis moves : forall t, s <= t -> dm t ^+ 2 <= N ^+ 2 * p t.
Hypothesis small : e s <= mu * r ^+ 2.
Hypothesis e_ge0 : forall t, s <= t -> 0 <= e t.

Lemma path_bound t : s <= t -> m t - m s <= 2%:R * r * N.
Proof.
move=> st; apply: (@path_bound_on e p mu s t _ _ m dm N r) => //.
- by move=> u /andP[su _]; exact: de.
- by move=> u /andP[su _]; exact: pl.
- by move=> u /andP[su _]; exact: mdm.
- by move=> u /andP[su _]; exact: moves.
- by move=> u /andP[su _]; exact: e_ge0.
by rewrite st lexx.
Qed.

End DecayFrom.

End HalfLine.

(* The descent lemma for the deep risk: local form, and no global one                 *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   sharpness_first    2 |b_1|^2 v^T Sigma v <= S(W) |v|^2 at every W                *)
(*   sharpness_sup      L >= 2, Sigma <> 0, p <> 0: S(W) exceeds every bound          *)
(*   line_hess          the second derivative of s |-> R(W + s H) is D^2 R(W + s H)   *)
(*   descent_segment    D^2 R <= S on the segment from W to W - eta grad R(W) gives   *)
(*                      R(W - eta grad) <= R(W) - eta (1 - eta S / 2) |grad R(W)|^2   *)
(*   descent_half       and for eta S <= 1: <= R(W) - (eta / 2) |grad R(W)|^2         *)
(* Source: slides, "Learning rate and sharpness"; claim learning-rate/descent-lemma.  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import second_variation minimizers descent loss_gradient.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Unbounded.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Types W H : weights R d.

Let later W H m k : (forall j, (k <= j)%N -> H j = 0) ->
  row1 p W H m k = 0 /\ rowq p W H m k = 0.
Proof.
elim: m k => [|m IHm] k Hk //=.
have [j /(leq_trans (leqnSn k)) kj|-> ->] := IHm k.+1; first exact: Hk.
by rewrite !mul0mx Hk // mulmx0 addr0.
Qed.

Theorem sharpness_first W S (v : 'cV[R]_(d 0)) : 0 <= S -> sharp_ub c X y p W S ->
  2%:R * sqF (p *m tail L W 1) * dot v (cov c X *m v) <= S * sqF v.
Proof.
set b := p *m tail L W 1 => S0 Sub; have := sqF_ge0 b; rewrite le_eqVlt => /predU1P[<-|b0].
  by rewrite mulr0 mul0r mulr_ge0 ?sqF_ge0.
pose H : weights R d := fun k =>
  match k return 'M[R]_(d k.+1, d k) with 0%N => b^T *m v^T | _ => 0 end.
have [j|J0 Q0] := @later W H M 1; first by case: j.
have J : row1 p W H L 0 = sqF b *: v^T.
  rewrite /= J0 mul0mx add0r row0E /= -[tail_rec _ _ _ _](_ : tail L W 1 = _); last first.
    by rewrite /tail subSS subn0.
  rewrite -/b mulmxA; have -> : b *m b^T = (sqF b)%:M.
    rewrite [LHS]mx11_scalar; congr (_%:M).
    by rewrite -sqF_tr /sqF /dot /mxtrace big_ord1 trmxK.
  by rewrite mul_scalar_mx.
have Q : row2 p W H H L 0 = 0 by rewrite row2_diag /= J0 Q0 !mul0mx addr0 mul0rn.
have := Sub H; rewrite hess_at /bil J Q trmx0 mulmx0 dot0r addr0.
rewrite (_ : \sum_(k < L) sqF (H k) = sqF b * sqF v); last first.
  rewrite big_ord_recl big1 ?addr0 => [|i _]; first by rewrite sqF_outer sqF_tr.
  by rewrite /H /= /sqF dot0l.
rewrite [(_ *: _)^T]linearZ /= trmxK -scalemxAr dotZl dotZr dot_cov.
move: (sqF b) (sqF v) (dot _ _) b0 => B q f B0 le; rewrite -(ler_pmul2l B0).
apply: le_trans (le_trans _ le) _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Hypothesis c_gt0 : 0 < c.
Hypothesis M_gt0 : (0 < M)%N.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis cov0 : cov c X != 0.

Theorem sharpness_sup B : exists W, forall S, 0 <= S -> sharp_ub c X y p W S -> B <= S.
Proof.
have /matrix0Pn[i [j Sij]] := cov0; pose v : 'cV[R]_(d 0) := delta_mx j 0.
have q0 : 0 < dot v (cov c X *m v).
  rewrite dot_cov mulr_gt0 // sqF_gt0; apply: contra_neq Sij => Xv.
  have -> : cov c X i j = (cov c X *m v) i 0 by rewrite -colE [RHS]mxE.
  by rewrite /cov -scalemxAl -mulmxA Xv mulmx0 scaler0 mxE.
have [W WE] := realize p0 (ltn0Sn M) widths v.
pose b := p *m tail L W 1; have b0 : 0 < sqF b.
  rewrite sqF_gt0; apply: contraTneq q0 => b0.
  rewrite -WE /regressor -(tail_head W (ltn0Sn M)) mulmxA -/b b0 mul0mx trmx0 dot0l.
  by rewrite ltxx.
pose K := 2%:R * sqF b * dot v (cov c X *m v).
have K0 : 0 < K by rewrite !mulr_gt0 ?ltr0n.
pose C := 1 + `|B| * sqF v / K.
have C1 : 1 <= C by rewrite /C ler_addl; apply: divr_ge0 (ltW K0); rewrite mulr_ge0 ?sqF_ge0.
pose V : weights R d := fun k => if k == 1%N then C *: W k else W k.
have bV : p *m tail L V 1 = C *: b.
  have t2 : tail L V 2 = tail L W 2 by apply: eq_tail => -[|[]].
  have L1 : (1 < L)%N by [].
  have V1 : V 1%N = C *: W 1%N by [].
  by rewrite /b (tailS V L1) (tailS W L1) t2 V1 -!scalemxAr.
exists V => S S0 /(sharpness_first v S0); rewrite bV sqFZ => le.
have v0 : 0 < sqF v.
  by rewrite sqF_gt0; apply: contraTneq q0 => ->; rewrite dot0l ltxx.
rewrite -(ler_pmul2r v0); apply: le_trans le; apply: le_trans (ler_wpmul2r (ltW v0) (ler_norm B)) _.
have -> : 2%:R * (C ^+ 2 * sqF b) * dot v (cov c X *m v) = C ^+ 2 * K by rewrite /K; ring.
apply: le_trans (_ : C * K <= _).
  by rewrite mulrDl mul1r divfK ?gt_eqF // ler_addr ltW.
by rewrite ler_pmul2r // expr2 ler_pemull // (le_trans ler01).
Qed.

End Unbounded.

Section Polynomial.
Variable R : realType.

Lemma horner_derive (f : {poly R}) x : is_derive x 1 (horner f) f^`().[x].
Proof.
elim/poly_ind: f => [|f a IHf].
  rewrite deriv0 horner0 (_ : horner 0 = cst 0); first exact: is_derive_cst.
  by apply/funext => z; rewrite horner0.
have -> : (f * 'X + a%:P)^`().[x] = f.[x] *: 1 + x *: f^`().[x] + 0 :> R^o.
  rewrite derivD derivM derivX derivC addr0 mulr1 hornerD hornerM hornerX addr0.
  by rewrite [_ *: 1]mulr1 addrC [_ * x]mulrC.
rewrite (_ : horner _ = (horner f * id : R -> R) + cst a); last first.
  by apply/funext => z; rewrite hornerMXaddC.
by apply: is_deriveD; first [exact: is_derive_cst | exact: is_deriveM].
Qed.

Lemma horner_mvt (f : {poly R}) t : 0 < t ->
  exists2 s, 0 < s < t & f.[t] - f.[0] = f^`().[s] * t.
Proof.
move=> t0; have [||s] := @MVT R (horner f) (horner f^`()) 0 t t0.
- by move=> x _; exact: horner_derive.
- apply: continuous_subspaceT => x; have [df _] := horner_derive f x.
  exact/differentiable_continuous/derivable1_diffP.
rewrite in_itv /= => /andP[s0 st] E; exists s; first by rewrite s0.
by rewrite E subr0.
Qed.

Lemma poly_taylor2 (f : {poly R}) K : (forall s, 0 <= s <= 1 -> f^`(2).[s] <= K) ->
  2%:R * f.[1] <= 2%:R * (f.[0] + f^`().[0]) + K.
Proof.
move=> ub; pose a := f^`().[0]; pose b := K / 2%:R.
pose g := f - a *: 'X - b *: 'X^2.
have [s /andP[s0 s1] gE] := horner_mvt g ltr01.
have dg z : g^`().[z] = f^`().[z] - a - K * z.
  rewrite !derivB !derivZ derivX derivXn /= expr1 !(hornerD, hornerN, hornerZ, hornerMn).
  by rewrite -[1]/(1%:P) hornerC hornerX mulr1 -mulr2n -mulr_natr mulrA mulrAC divfK ?pnatr_eq0.
have gv z : g.[z] = f.[z] - a * z - b * z ^+ 2.
  by rewrite !(hornerD, hornerN, hornerZ, hornerX, hornerXn).
move: gE; rewrite dg !gv expr1n expr0n !mulr1 !mulr0 !subr0 => gE.
have : f^`().[s] - a <= K * s.
  have [u /andP[u0 us] ->] := horner_mvt f^`() s0.
  by apply: ler_wpmul2r (ltW s0) _ _ (ub u _); rewrite !ltW // (lt_trans us).
have K2 : K = 2%:R * b by rewrite mulrC divfK ?pnatr_eq0.
rewrite -subr_le0 -gE K2 -subr_ge0 => le; rewrite -subr_ge0.
have -> : 2%:R * (f.[0] + a) + 2%:R * b - 2%:R * f.[1] = 2%:R * (0 - (f.[1] - a - b - f.[0])).
  by ring.
by rewrite mulr_ge0 ?ler0n.
Qed.

End Polynomial.

Lemma poly_eq_horner (R : realFieldType) (f g : {poly R}) : (forall x, f.[x] = g.[x]) -> f = g.
Proof.
move=> fg; apply/eqP; rewrite -subr_eq0; apply: contraT => nz.
have := @max_poly_roots R (f - g) [seq i%:R | i <- iota 0 (size (f - g))] nz.
rewrite size_map size_iota ltnn; apply.
  by apply/allP => x _; rewrite /root hornerD hornerN fg subrr.
by rewrite map_inj_uniq ?iota_uniq // => i j /eqP; rewrite eqr_nat => /eqP.
Qed.

Section Segment.
Variables (R : realType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Types W H : weights R d.

Lemma eq_risk W W' : (forall j, (j < L)%N -> W j = W' j) ->
  risk c X y p W = risk c X y p W'.
Proof. by move=> WW'; rewrite /risk /res (eq_head WW'). Qed.

Lemma line_hess W H s :
  (line_risk c X y p W H)^`(2).[s] = hess c X y p (addw W (scalew s H)) H.
Proof.
rewrite /hess (_ : line_risk c X y p (addw W (scalew s H)) H =
    line_risk c X y p W H \Po ('X + s%:P)).
  rewrite /= deriv_comp derivD derivX derivC addr0 mulr1 deriv_comp derivD derivX derivC.
  by rewrite addr0 mulr1 horner_comp hornerD hornerX hornerC add0r.
have := line_riskE c X y p W H; have := line_riskE c X y p (addw W (scalew s H)) H.
move: (line_risk c X y p W H) (line_risk c X y p _ H) => f g gE fE.
apply: poly_eq_horner => x; rewrite horner_comp hornerD hornerX hornerC gE fE.
apply: eq_risk => j _.
by rewrite /addw /scalew scalerDl -addrA [s *: _ + _]addrC.
Qed.

Variables (W : weights R d) (eta S : R).
Let G := grad c X y p W.
Let speed2 := \sum_(k < L) sqF (G k).
Hypothesis segment : forall s, 0 <= s <= 1 ->
  sharp_ub c X y p (addw W (scalew s (scalew (- eta) G))) S.

Theorem descent_segment : risk c X y p (descend c X y p eta W) <=
  risk c X y p W - eta * (1 - eta * S / 2%:R) * speed2.
Proof.
pose H := scalew (- eta) G; pose f := line_risk c X y p W H.
have N2 : \sum_(k < L) sqF (H k) = eta ^+ 2 * speed2.
  by rewrite mulr_sumr; apply: eq_bigr => k _; rewrite sqFZ sqrrN.
have f0 : f.[0] = risk c X y p W.
  rewrite line_riskE; apply: eq_risk => j _.
  by rewrite /addw /scalew scale0r addr0.
have f1 : f.[1] = risk c X y p (descend c X y p eta W).
  rewrite line_riskE; apply: eq_risk => j _.
  by rewrite /addw /descend /scalew scale1r /H /scalew scaleNr.
have df : f^`().[0] = - eta * speed2.
  have [_ <-] := horner_derive f 0.
  rewrite (_ : horner f = fun s => risk c X y p (addw W (scalew s H))).
    have [_ ->] := risk_directional c X y p W H; rewrite mulr_sumr.
    by apply: eq_bigr => k _; rewrite dotZr.
  by apply/funext => s; rewrite line_riskE.
have ub s : 0 <= s <= 1 -> f^`(2).[s] <= S * (eta ^+ 2 * speed2).
  by move=> s01; rewrite line_hess -N2; exact: segment.
have H1 := poly_taylor2 ub; rewrite f0 f1 df in H1.
rewrite -(ler_pmul2l (ltr0n R 2)); apply: le_trans H1 _.
move: (risk _ _ _ _ W) speed2 => r N; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by field.
Qed.

Theorem descent_half : 0 <= eta -> eta * S <= 1 ->
  2%:R * risk c X y p (descend c X y p eta W) + eta * speed2 <= 2%:R * risk c X y p W.
Proof.
move=> eta0 small; have := descent_segment; rewrite -(ler_pmul2l (ltr0n R 2)) => le.
have N0 : 0 <= speed2 by apply: sumr_ge0 => k _; exact: sqF_ge0.
rewrite -ler_subr_addr; apply: le_trans le _.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = eta * speed2 * (1 - eta * S)); last by field.
by rewrite !mulr_ge0 // subr_ge0.
Qed.

End Segment.

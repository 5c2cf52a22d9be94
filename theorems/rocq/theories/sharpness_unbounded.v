(* Rescaling two layers makes minimizers arbitrarily sharp                          *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   sharpness_rescale     S(C W_1, W_2 / C, ...) >= 2 q C^2 / |W_2|_F^2            *)
(*   sharpness_unbounded   for every M some minimizer with the same regressor       *)
(*                         has sharpness at least M                                 *)
(* Notation                                                                         *)
(*   rescale C W = (C W_1, W_2 / C, W_3, ..., W_L)                                  *)
(* Source: claim sharpness/rescaling-unbounded.                                     *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The sharpness of minimizers is unbounded: rescaling two layers.            *)
Section Rescale.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Hypothesis L_gt1 : (1 < L)%N.

(* (C W_1, W_2 / C, W_3, ..., W_L)                                            *)
Definition rescale (C : R) (W : weights R d) : weights R d := fun k =>
  if k == 0%N then C *: W k else if k == 1%N then C^-1 *: W k else W k.

Lemma head_rescale C W k : C != 0 -> (1 < k)%N ->
  head (rescale C W) k = head W k.
Proof.
move=> C0; elim: k => // -[//|k] IHk _.
case: k IHk => [|k] IHk; last by rewrite headS IHk.
rewrite !headS /= /rescale /= !mulmx1 -scalemxAl -scalemxAr scalerA.
by rewrite mulVf // scale1r.
Qed.

Theorem sharpness_rescale W (S C : R) :
    normal_eq X y (regressor p W) -> 0 < C -> 0 <= S ->
    0 < dot (regressor p W) (cov c X *m regressor p W) ->
    sharp_ub c X y p (rescale C W) S ->
  [/\ regressor p (rescale C W) = regressor p W,
      risk c X y p (rescale C W) = risk c X y p W &
      2%:R * dot (regressor p W) (cov c X *m regressor p W) * C ^+ 2
        <= S * sqF (W 1%N)].
Proof.
move=> Wmin C_gt0 S_ge0 q_gt0 S_ub.
have C0 : C != 0 by rewrite gt_eqF.
have reg : regressor p (rescale C W) = regressor p W.
  by rewrite /regressor head_rescale.
split=> //; first by rewrite !risk_lin reg.
have := @sharpness_layer _ _ _ _ c X y p c_gt0 (rescale C W) S.
rewrite reg => /(_ Wmin S_ge0 S_ub 1%N L_gt1 q_gt0).
rewrite /rescale /= sqFZ exprVn [S * (_ * _)]mulrCA [_^-1 * _]mulrC.
by rewrite ler_pdivl_mulr ?exprn_gt0.
Qed.

Theorem sharpness_unbounded W : normal_eq X y (regressor p W) ->
    0 < dot (regressor p W) (cov c X *m regressor p W) ->
  forall M : R, exists W', [/\ regressor p W' = regressor p W,
    risk c X y p W' = risk c X y p W &
    forall S, 0 <= S -> sharp_ub c X y p W' S -> M <= S].
Proof.
move=> Wmin q_gt0 M; set q := dot _ _ in q_gt0.
pose F := sqF (W 1%N); pose C := 1 + `|M| * (F + 1) / q.
have F_ge0 : 0 <= F := sqF_ge0 _.
have K_ge0 : 0 <= `|M| * (F + 1) / q.
  by rewrite divr_ge0 ?mulr_ge0 ?normr_ge0 ?addr_ge0 ?ler01 // ltW.
have C_ge1 : 1 <= C by rewrite /C ler_addl.
have C_gt0 : 0 < C := lt_le_trans ltr01 C_ge1.
exists (rescale C W); split.
- by rewrite /regressor head_rescale // gt_eqF.
- by rewrite !risk_lin /regressor head_rescale // gt_eqF.
move=> S S_ge0 S_ub.
have [_ _] := sharpness_rescale Wmin C_gt0 S_ge0 q_gt0 S_ub.
rewrite -/q -/F => SF; apply: le_trans (ler_norm M) _.
have [F0|F_gt0] := eqVneq F 0.
  move: SF; rewrite F0 mulr0 leNgt !mulr_gt0 ?ltr0n ?exprn_gt0 //.
have {}F_gt0 : 0 < F by rewrite lt_def F_gt0.
rewrite -(ler_pmul2r F_gt0); apply: le_trans SF.
have qC : `|M| * (F + 1) <= q * C.
  by rewrite /C [q * _]mulrDr mulr1 [q * (_ / q)]mulrC divfK ?gt_eqF // ler_addr ltW.
have MF : `|M| * F <= `|M| * (F + 1).
  by rewrite ler_wpmul2l ?normr_ge0 // ler_addl ler01.
apply: le_trans MF (le_trans qC _).
have -> : 2%:R * q * C ^+ 2 = q * C * (2%:R * C) by ring.
have qC_ge0 : 0 <= q * C by rewrite mulr_ge0 ?ltW.
have C2 : 1 <= 2%:R * C.
  exact: le_trans C_ge1 (ler_pemull (ltW C_gt0) (ler1n R 2)).
exact: ler_pemulr.
Qed.

End Rescale.

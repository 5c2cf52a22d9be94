(* Printed statements refuted by scalar two-layer networks, exact rational data     *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   refute_lower_Smin      'S_min >= 2 a |w*|^(2-1/L) |p|^(1/L) sum 1/|W_k|_F'     *)
(*                          is false: S_min <= 4 < 65/4 (y = 1, W = (8, 1/8))       *)
(*   refute_after_training  '2 L a |pi*|^2 <= S(W) at every minimizer' is false:    *)
(*                          16 < 64 (y = 4, W = (2, 2))                             *)
(*   refute_gd_fails        'descent fails if eta > 1/(L a |pi*|^2)' is false:      *)
(*                          y = 4, eta = 1/16 > 1/32, descent from (3/2, 3/2)       *)
(*                          tends to the minimizer (2, 2)                           *)
(*   gd_lands               'descent cannot reach a minimizer if eta > 2/S_min'     *)
(*                          is false for every start: y = 1, eta = 2/3,             *)
(*                          (1/2, 1/2) -> (1, 1)                                    *)
(* Source: claims sharpness/lower-bound-by-layers, learning-rate/after-training,    *)
(* learning-rate/gd-fails, learning-rate/critical.                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound minimizers scalar_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Refute.
Variable R : realFieldType.
Notation risk1 y := (risk 1 (X1 R) (y1 y) (p1 R)).
Notation sharp1 y := (sharp_ub 1 (X1 R) (y1 y) (p1 R)).

(* Section B: printed lower bound with S_min on the left.                     *)
(* n k = |W_k|_F; here a = |w*| = |p| = 1, so |w*|^(2-1/L) |p|^(1/L) = 1.     *)
Theorem refute_lower_Smin : exists (W W' : weights R d1) (n : nat -> R),
  [/\ (forall V, risk1 1 W <= risk1 1 V), (forall V, risk1 1 W' <= risk1 1 V),
      sharp1 1 W' 4%:R &
      [/\ sqF (regressor (p1 R) W) = 1, sqF (p1 R) = 1, cov 1 (X1 R) = 1%:M,
        (forall k, (k < 2)%N -> 0 <= n k /\ n k ^+ 2 = sqF (W k)) &
        4%:R < 2%:R * \sum_(k < 2) (n k)^-1]].
Proof.
pose e : R := 8%:R^-1; have e8 : 8%:R * e = 1 by rewrite mulfV ?pnatr_eq0.
have e_gt0 : 0 < e by rewrite invr_gt0 ltr0n.
exists (wt 8%:R e), (wt 1 1), (fun k => if k == 0%N then 8%:R else e).
have m1 : w0 (wt 8%:R e) * w1 (wt 8%:R e) = 1 by rewrite w0_wt w1_wt.
have m2 : w0 (wt 1 1) * w1 (wt 1 1) = 1 :> R by rewrite w0_wt w1_wt mulr1.
split; try exact/min_sc.
  apply/(sharp_sc _ m2 (oner_neq0 _)); rewrite w0_wt w1_wt expr1n.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
split.
- by rewrite reg_sc m1 sqF11 mxE eqxx mulr1n expr1n.
- by rewrite sqF11 mxE eqxx mulr1n expr1n.
- exact: cov1.
- case=> [|[|//]] _; rewrite /wt /= sqF11 mxE eqxx mulr1n; split=> //.
    exact: ler0n.
  exact: ltW.
rewrite big_ord_recl big_ord1 /= -/e invrK mulrDr.
have -> : 4%:R = 0 + 2%:R * 2%:R :> R by ring.
by rewrite ltr_add ?mulr_gt0 ?ltr0n // ltr_pmul2l ?ltr0n // ltr_nat.
Qed.

(* Section D: 'after training to a minimizer, 2 L a |pi*|^2 <= S(W)'.          *)
Theorem refute_after_training : exists W : weights R d1,
  [/\ (forall V, risk1 4%:R W <= risk1 4%:R V), sharp1 4%:R W 16%:R,
      cov 1 (X1 R) = 1%:M,
      sqF (regressor (p1 R) W) = 16%:R &
      16%:R < 2%:R * 2%:R * sqF (regressor (p1 R) W)].
Proof.
exists (wt 2%:R 2%:R).
have m : w0 (wt 2%:R 2%:R) * w1 (wt 2%:R 2%:R) = 4%:R :> R.
  by rewrite w0_wt w1_wt -natrM.
have y4 : 4%:R != 0 :> R by rewrite pnatr_eq0.
have rg : sqF (regressor (p1 R) (wt 2%:R 2%:R)) = 16%:R.
  by rewrite reg_sc m sqF11 mxE eqxx mulr1n -natrX.
split=> //; first exact/min_sc.
- apply/(sharp_sc _ m y4); rewrite w0_wt w1_wt.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
- exact: cov1.
by rewrite rg -!natrM ltr_nat.
Qed.

(* 'GD fails if eta > 1/(L a |pi*|^2)': here 1/(L a |pi*|^2) = 1/32.          *)
Fixpoint u (t : nat) : R :=
  match t with
  | t'.+1 => u t' * (12%:R - u t' ^+ 2) / 8%:R
  | 0%N => 3%:R / 2%:R
  end.

Lemma u_gd t k : (k < 2)%N ->
  gd_step 4%:R 16%:R^-1 (wt (u t) (u t)) k = wt (u t.+1) (u t.+1) k.
Proof.
have U : u t - 16%:R^-1 * (2%:R * (u t * u t - 4%:R) * u t) = u t.+1.
  rewrite /=; set v := u t.
  have -> : 16%:R^-1 = 8%:R^-1 / 2%:R :> R by rewrite -invfM -natrM.
  set i := 8%:R^-1; have i8 : 8%:R * i = 1 by rewrite mulfV ?pnatr_eq0.
  have h2 : 2%:R^-1 * 2%:R = 1 :> R by rewrite mulVf ?pnatr_eq0.
  have -> : v - i / 2%:R * (2%:R * (v * v - 4%:R) * v) =
     (8%:R * i) * v - i * (2%:R^-1 * 2%:R) * ((v * v - 4%:R) * v).
    by rewrite i8; ring.
  by rewrite h2; ring.
have [g0 g1] := gd_sc 4%:R 16%:R^-1 (u t) (u t).
by case: k => [|[|//]] _; rewrite ?g0 ?g1 /wt /= U.
Qed.

Lemma u_err t : 0 <= 2%:R - u t <= 2%:R^-1 ^+ t.+1.
Proof.
have h_gt0 : 0 < 2%:R^-1 :> R by rewrite invr_gt0 ltr0n.
have h2 : 2%:R * 2%:R^-1 = 1 :> R by rewrite mulfV ?pnatr_eq0.
have h1 : 2%:R^-1 <= 1 :> R by rewrite invf_le1 ?ltr0n // ler1n.
elim: t => [|t /andP[lo hi]].
  rewrite /= expr1; set h := 2%:R^-1.
  have -> : 2%:R - 3%:R * h = h + 2%:R * (1 - 2%:R * h) by ring.
  by rewrite h2 subrr mulr0 addr0 lexx ltW.
rewrite [u t.+1]/=; set v := u t in lo hi *; set i := 8%:R^-1.
have i8 : 8%:R * i = 1 by rewrite mulfV ?pnatr_eq0.
have i0 : 0 <= i by rewrite invr_ge0 ler0n.
have E : 2%:R - v * (12%:R - v ^+ 2) * i = (2%:R - v) * ((2%:R - v) * (v + 4%:R) * i).
  by rewrite -[X in X - _](mulr1 2%:R) -{1}i8; ring.
have v_ge : 1 <= v.
  have hh : 2%:R^-1 ^+ t.+1 <= 1 :> R by rewrite exprn_ile1 // ltW.
  have := le_trans hi hh; rewrite ler_subl_addr -ler_subl_addl.
  by have -> : 2%:R - 1 = 1 :> R by ring.
have v4 : 0 <= v + 4%:R by rewrite addr_ge0 ?ler0n // (le_trans ler01).
rewrite E mulr_ge0 ?mulr_ge0 //=.
rewrite exprSr; apply: ler_pmul => //; first by rewrite !mulr_ge0.
rewrite -subr_ge0.
have -> : 2%:R^-1 - (2%:R - v) * (v + 4%:R) * i =
  (2%:R^-1 * 8%:R - 4%:R) * i + (v ^+ 2 + 2%:R * v - 4%:R) * i +
    (1 - 8%:R * i) * 2%:R^-1 by ring.
rewrite i8 subrr mul0r addr0.
have -> : 2%:R^-1 * 8%:R - 4%:R = 0 :> R.
  by have -> : 8%:R = 2%:R * 4%:R :> R; [rewrite -natrM | rewrite mulrA mulVf ?pnatr_eq0 // mul1r subrr].
rewrite mul0r add0r mulr_ge0 // subr_ge0.
have vq : 3%:R / 2%:R <= v.
  have hh : 2%:R^-1 ^+ t.+1 <= 2%:R^-1 :> R.
    by rewrite exprS ler_pimulr ?exprn_ile1 // ltW.
  have := le_trans hi hh; rewrite ler_subl_addr -ler_subl_addl.
  suff -> : 2%:R - 2%:R^-1 = 3%:R / 2%:R :> R by [].
  by rewrite -[X in X - _](mulr1 2%:R) -{1}h2; ring.
have {}vq : 3%:R <= 2%:R * v by rewrite mulrC -ler_pdivr_mulr ?ltr0n.
apply: le_trans (_ : 1 + 3%:R <= _); first by rewrite -(natrD _ 1 3).
by rewrite ler_add // exprn_ege1.
Qed.

Theorem refute_gd_fails : exists w : nat -> weights R d1,
  [/\ (forall t k, (k < 2)%N -> w t.+1 k = gd_step 4%:R 16%:R^-1 (w t) k),
      (forall t k, (k < 2)%N -> sqF (w t k - wt 2%:R 2%:R k) <= 4%:R^-1 ^+ t.+1),
      (forall V, risk1 4%:R (wt 2%:R 2%:R) <= risk1 4%:R V) &
      (2%:R * sqF (regressor (p1 R) (wt 2%:R 2%:R)))^-1 < 16%:R^-1].
Proof.
exists (fun t => wt (u t) (u t)); split.
- by move=> t k k2; rewrite u_gd.
- move=> t k k2; have /andP[lo hi] := u_err t.
  have -> : sqF (wt (u t) (u t) k - wt 2%:R 2%:R k) = (2%:R - u t) ^+ 2.
    by case: k k2 => [|[|//]] _; rewrite /wt /= sqF11 !mxE eqxx !mulr1n -sqrrN opprB.
  have -> : 4%:R^-1 = 2%:R^-1 ^+ 2 :> R by rewrite exprVn -natrX.
  by rewrite -exprM mulnC exprM ler_expn2r ?nnegrE // (le_trans lo).
- by apply/min_sc; rewrite w0_wt w1_wt -natrM.
rewrite reg_sc w0_wt w1_wt sqF11 mxE eqxx mulr1n -!(natrM, natrX).
by rewrite ltf_pinv ?posrE ?ltr0n // ltr_nat.
Qed.

(* 'GD cannot converge to a minimizer if eta > 2/S_min' (S_min = 4, y = 1)     *)
Theorem gd_lands : let eta := 2%:R / 3%:R : R in
  [/\ 2%:R / 4%:R < eta,
      (forall k, (k < 2)%N ->
         gd_step 1 eta (wt 2%:R^-1 2%:R^-1) k = wt 1 1 k) &
      (forall V, risk1 1 (wt 1 1) <= risk1 1 V)].
Proof.
have h2 : 2%:R^-1 * 2%:R = 1 :> R by rewrite mulVf ?pnatr_eq0.
have h3 : 3%:R^-1 * 3%:R = 1 :> R by rewrite mulVf ?pnatr_eq0.
move=> eta; split; last by apply/min_sc; rewrite w0_wt w1_wt mulr1.
  by rewrite ltr_pmul2l ?ltr0n // ltf_pinv ?posrE ?ltr0n // ltr_nat.
set h := 2%:R^-1 in h2 *; set i := 3%:R^-1 in h3 *.
have U : h - eta * (2%:R * (h * h - 1) * h) = 1.
  have -> : h - eta * (2%:R * (h * h - 1) * h) = 1 +
      (h * 2%:R - 1) * (1 - i * h * (2%:R * h + 1)) + h * (i * 3%:R - 1).
    by rewrite /eta -/i; ring.
  by rewrite h2 h3 !subrr mul0r mulr0 !addr0.
have [g0 g1] := gd_sc 1 eta h h.
by case=> [|[|//]] _; rewrite ?g0 ?g1 /wt /= U.
Qed.

End Refute.

(* Three printed statements on sharpness refuted by scalar two-layer networks         *)
(*                                                                                    *)
(* Main results, L = 2, all widths 1, X = 1, y = 1, so Sigma = lambda = Lambda = 1    *)
(* and rho = 1                                                                        *)
(*   refute_upper_bounded   'S(W) <= 4 (Lambda / lambda) S_min at every minimizer' is *)
(*                          false: 16 < S(W) at W = (4, 1/4), S_min <= 4              *)
(*   refute_rescaling       'S(W^C) >= 2 lambda rho^(2-1/L) C / |W_2|_F' is false for *)
(*                          small p: 5/8 < 1 at p = 1/8, W = (4, 2), C = 1            *)
(*   refute_same_sharpness  'the final sharpness does not depend on the learning rate'*)
(*                          is false from (3, 2): eta = 1/20 lands on (2, 1/2), eta = *)
(*                          1/6 on (-1/3, -3), both minimizers, S = 17/2 and 164/9    *)
(* Source: claims sharpness/grows-with-depth, sharpness/rescaling-unbounded,          *)
(* learning-rate/small-scale-final-sharpness.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound minimizers scalar_network.
From Lemmata Require Import spectral_bound sharpness_upper_bound sharpness_unbounded.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Refute.
Variable R : realFieldType.
Notation risk1 := (risk 1 (X1 R) (y1 1) (p1 R)).
Notation sharp1 := (sharp_ub 1 (X1 R) (y1 1) (p1 R)).
Let one0 : 1 != 0 :> R := oner_neq0 R.

Theorem refute_upper_bounded : exists W W' : weights R d1,
  [/\ forall V, risk1 W <= risk1 V, forall V, risk1 W' <= risk1 V, cov 1 (X1 R) = 1%:M,
      sharp1 W' 4%:R & forall S, sharp1 W S -> 4%:R * 4%:R < S].
Proof.
pose e : R := 4%:R^-1; have e4 : 4%:R * e = 1 by rewrite mulfV ?pnatr_eq0.
exists (wt 4%:R e), (wt 1 1).
have m1 : w0 (wt 4%:R e) * w1 (wt 4%:R e) = 1 by rewrite w0_wt w1_wt.
have m2 : w0 (wt 1 1) * w1 (wt 1 1) = 1 :> R by rewrite w0_wt w1_wt mulr1.
split; [exact/min_sc|exact/min_sc|exact: cov1| |move=> S].
  apply/(sharp_sc _ m2 one0); rewrite w0_wt w1_wt expr1n.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
move=> /(sharp_sc _ m1 one0); rewrite w0_wt w1_wt; apply: lt_le_trans.
rewrite mulrDr; have -> : 4%:R * 4%:R = 16%:R + 0 :> R by ring.
by rewrite ltr_add // -?natrX -?natrM ?ltr_nat // mulr_gt0 ?ltr0n // exprn_gt0 // invr_gt0 ltr0n.
Qed.

Theorem refute_rescaling : exists (p : 'M[R]_(1, d1 2)) (W : weights R d1) (S : R),
  [/\ forall V, risk 1 (X1 R) (y1 1) p W <= risk 1 (X1 R) (y1 1) p V,
      cov 1 (X1 R) = 1%:M, sqF (regressor p W) = 1, sqF (W 1%N) = 2%:R ^+ 2 &
      sharp_ub 1 (X1 R) (y1 1) p (rescale 1 W) S /\ S < 2%:R * 1 * 1 * (1 / 2%:R)].
Proof.
pose e : R := 8%:R^-1; have e8 : e * 8%:R = 1 by rewrite mulVf ?pnatr_eq0.
pose p : 'M[R]_(1, d1 2) := e%:M; pose W := wt (4%:R : R) 2%:R; exists p, W.
have e0 : e != 0 by rewrite invr_eq0 pnatr_eq0.
have p0 : p != 0.
  by apply: contraNneq e0 => /matrixP/(_ 0 0)/eqP; rewrite !mxE eqxx mulr1n.
have regE : regressor p W = 1%:M.
  rewrite /regressor head2 w0_wt w1_wt -scalar_mxM tr_scalar_mx; congr (_%:M).
  by rewrite -natrM.
have ne : normal_eq (X1 R) (y1 1) (regressor p W).
  by rewrite /normal_eq regE mulmx1 /y1 /X1 subrr mulmx0.
exists (2%:R * 1 * (gain_sum 2 (fun k => sqF (W k)) * sqF p)); split.
- by apply/minimizer_iff => //; exact: ltr01.
- exact: cov1.
- by rewrite regE sqF11 mxE eqxx expr1n.
- by rewrite sqF11 mxE eqxx mulr1n.
split.
  have same k : rescale 1 W k = W k.
    by rewrite /rescale; case: eqP => _; rewrite ?scale1r //; case: eqP => _; rewrite ?invr1 ?scale1r.
  have reg' : regressor p (rescale 1 W) = regressor p W.
    by rewrite /regressor; congr (_ *m _)^T; apply: eq_head => j _; exact: same.
  apply: sharpness_upper; rewrite ?reg' //.
  - by move=> k _; split=> [|x]; rewrite ?same ?sqF_ge0 // sqF_mul.
  - exact: ler01.
  - by move=> v; rewrite cov1 mul1mx mul1r.
have -> : gain_sum 2 (fun k => sqF (W k)) = 20%:R.
  rewrite /gain_sum !big_ord_recl big_ord0 /index_iota /= !big_cons !big_nil /=.
  by rewrite !sqF11 !mxE !eqxx !mulr1n; ring.
rewrite sqF11 mxE eqxx mulr1n -/e.
rewrite !mulr1 mul1r mulfV ?pnatr_eq0 //.
have -> : 2%:R * (20%:R * e ^+ 2) = 5%:R * e * (e * 8%:R) by ring.
by rewrite e8 mulr1 ltr_pdivr_mulr ?ltr0n // mul1r ltr_nat.
Qed.

Theorem refute_same_sharpness : exists (W : weights R d1) (eta eta' S S' : R),
  [/\ 0 < eta /\ 0 < eta',
      forall V, risk1 (gd_step 1 eta W) <= risk1 V,
      forall V, risk1 (gd_step 1 eta' W) <= risk1 V,
      forall s, (sharp1 (gd_step 1 eta W) s <-> S <= s) /\
                (sharp1 (gd_step 1 eta' W) s <-> S' <= s) & S < S'].
Proof.
pose t : R := 20%:R^-1; pose x : R := 6%:R^-1.
exists (wt 3%:R 2%:R), t, x, (17%:R / 2%:R), (164%:R / 9%:R).
have val (eta a b : R) : w0 (gd_step 1 eta (wt a b)) = a - eta * (2%:R * (a * b - 1) * b) /\
    w1 (gd_step 1 eta (wt a b)) = b - eta * (2%:R * (a * b - 1) * a).
  by have [g0 g1] := gd_sc 1 eta a b; rewrite /w0 /w1 g0 g1 !mxE eqxx !mulr1n.
have [t0 t1] := val t 3%:R 2%:R; have [x0 x1] := val x 3%:R 2%:R.
have mt : w0 (gd_step 1 t (wt 3%:R 2%:R)) * w1 (gd_step 1 t (wt 3%:R 2%:R)) = 1.
  by rewrite t0 t1 /t; field.
have mx : w0 (gd_step 1 x (wt 3%:R 2%:R)) * w1 (gd_step 1 x (wt 3%:R 2%:R)) = 1.
  by rewrite x0 x1 /x; field.
split; [by rewrite !invr_gt0 !ltr0n|exact/min_sc|exact/min_sc| |].
  move=> s; split.
    have -> : 17%:R / 2%:R = 2%:R * (w0 (gd_step 1 t (wt 3%:R 2%:R)) ^+ 2 +
        w1 (gd_step 1 t (wt 3%:R 2%:R)) ^+ 2) by rewrite t0 t1 /t; field.
    exact: sharp_sc.
  have -> : 164%:R / 9%:R = 2%:R * (w0 (gd_step 1 x (wt 3%:R 2%:R)) ^+ 2 +
      w1 (gd_step 1 x (wt 3%:R 2%:R)) ^+ 2) by rewrite x0 x1 /x; field.
  exact: sharp_sc.
by rewrite ltr_pdivr_mulr ?ltr0n // mulrAC ltr_pdivl_mulr ?ltr0n // -!natrM ltr_nat.
Qed.

End Refute.

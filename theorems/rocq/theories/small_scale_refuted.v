(* The small-scale corollary as printed is false: exact counterexamples             *)
(*                                                                                  *)
(* Scalar two-layer network, X = p = 1, n = 1 (lambda = Lambda = 1), start          *)
(* (al, 0), target y = be ga with be^2 - ga^2 = al^2.                               *)
(* Main results                                                                     *)
(*   limit_squares   every gradient flow from this start that converges to a        *)
(*                   global minimizer has limit (be^2, ga^2) in squares             *)
(*   refute_low_norm       al = 1/200, be = 13/2400, ga = 1/480:                    *)
(*                   (32 L)^2 eps <= 1, sigma_1^2 > 2 |pi*|, sigma_2^2 < |pi*|/2    *)
(*   refute_low_sharpness  al = 1/200, be = 29/5760, ga = 17/28800:                 *)
(*                   (32 L)^2 eps <= 1 but S(Wl) > 4 (Lambda/lambda) S' for the     *)
(*                   sharpness S' of some minimizer                                 *)
(* The statements concern every gradient flow from the start; that there is one     *)
(* over Coq's reals is shown in small_scale_counterexample.v.                       *)
(* Source: slides, Corollary; claims small-scale/low-norm, low-sharpness.           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound.
From Lemmata Require Import small_scale_lemma gradient_flow gains minimizers.
From Lemmata Require Import scalar_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Limit.
Variables (R : realType) (al be ga : R).
Hypothesis pyth : be ^+ 2 - ga ^+ 2 = al ^+ 2.
Hypothesis ga_gt0 : 0 < ga.
Hypothesis be_gt : 2%:R * ga < be.

Let y := be * ga.
Notation risk1 := (risk 1 (X1 R) (y1 y) (p1 R)).
Notation sharp1 := (sharp_ub 1 (X1 R) (y1 y) (p1 R)).

(* A gradient flow from (al, 0) converging to the global minimizer Wl         *)
Definition sol (W : R -> weights R d1) (Wl : weights R d1) :=
  [/\ (forall k, (k < 2)%N -> W 0 k = wt al 0 k),
      (forall t, 0 <= t -> gradient_flow_at 1 (X1 R) (y1 y) (p1 R) W t),
      (forall k, (k < 2)%N -> (fun t => W t k 0 0) @ +oo --> Wl k 0 0) &
      (forall V, risk1 Wl <= risk1 V)].

Let be_gt0 : 0 < be.
Proof. by apply: le_lt_trans be_gt; rewrite mulr_ge0 ?ler0n // ltW. Qed.

Let y_gt0 : 0 < y. Proof. exact: mulr_gt0. Qed.

Lemma imbalance_init W Wl : sol W Wl -> imbalance W 0 0 = (- al ^+ 2)%:M.
Proof.
case=> init _ _ _; rewrite /imbalance !init // /wt /=.
by rewrite !tr_scalar_mx -!scalar_mxM -raddfB /= mul0r sub0r expr2.
Qed.

Theorem limit_squares W Wl : sol W Wl ->
  w0 Wl ^+ 2 = be ^+ 2 /\ w1 Wl ^+ 2 = ga ^+ 2.
Proof.
move=> solW; have I0 := imbalance_init solW; case: solW => init flow cv Wmin.
have cons t : 0 <= t -> w1 (W t) ^+ 2 - w0 (W t) ^+ 2 = - al ^+ 2.
  move=> t0; have := imbalance_conserved flow (ltnSn 1) t0; rewrite I0.
  move/(congr1 (fun A : 'M_1 => A 0 0)); rewrite !mxE eqxx mulr1n !big_ord1 !mxE.
  by rewrite -!expr2.
have lim : (fun t => W t 1%N 0 0 * W t 1%N 0 0 - W t 0%N 0 0 * W t 0%N 0 0) @ +oo
    --> w1 Wl * w1 Wl - w0 Wl * w0 Wl.
  by apply: cvgB; apply: cvgM; apply: cv.
have lim' : (fun t => W t 1%N 0 0 * W t 1%N 0 0 - W t 0%N 0 0 * W t 0%N 0 0) @ +oo
    --> - al ^+ 2.
  apply: cvg_near_cst; near=> t.
  have t0 : 0 <= t by near: t; apply: nbhs_pinfty_ge; exact: num_real.
  by rewrite /= -(cons t t0) /w0 /w1 !expr2.
have := norm_cvg_unique lim lim'; rewrite -!expr2 -pyth => E.
have /min_sc Y := Wmin.
set x := w0 Wl ^+ 2 in E *; set z := w1 Wl ^+ 2 in E *.
have xz : x * z = be ^+ 2 * ga ^+ 2 by rewrite /x /z -!exprMn Y.
have zE : z = x - (be ^+ 2 - ga ^+ 2) by rewrite -E addrC subrK.
have x0 : 0 <= x := sqr_ge0 _.
have : (x - be ^+ 2) * (x + ga ^+ 2) = 0.
  have -> : (x - be ^+ 2) * (x + ga ^+ 2) = x * z - be ^+ 2 * ga ^+ 2.
    by rewrite zE; ring.
  by rewrite xz subrr.
move/eqP; rewrite mulf_eq0 => /orP[/eqP xE|/eqP x_neg].
  have {}xE : x = be ^+ 2 by apply/eqP; rewrite -subr_eq0 xE.
  by split=> //; rewrite zE xE; ring.
have := ltr_paddl x0 (exprn_gt0 2 ga_gt0); by rewrite x_neg ltxx.
Unshelve. all: by end_near. Qed.

Lemma Y0 W Wl : sol W Wl -> w0 Wl * w1 Wl = y.
Proof. by case=> _ _ _ /min_sc. Qed.

(* |pi*| = y, L = 2: low-norm printed as y/2 <= sigma_k^2 <= 2 y              *)
Theorem low_norm_fails W Wl s0 s1 : sol W Wl ->
    op2 (Wl 0%N) s0 -> op2 (Wl 1%N) s1 ->
  sqF (regressor (p1 R) Wl) = y ^+ 2 /\ 2%:R * y < s0 /\ 2%:R * s1 < y.
Proof.
move=> solW o0 o1; have [E0 E1] := limit_squares solW.
rewrite -(row_op2 _ o0) // -(row_op2 _ o1) // !sqF11 -/(w0 Wl) -/(w1 Wl) E0 E1.
split; first by rewrite reg_sc (Y0 solW) mxE eqxx mulr1n.
split; first by rewrite /y mulrCA expr2 ltr_pmul2l.
by rewrite /y expr2 mulrA ltr_pmul2r.
Qed.

Theorem low_sharpness_fails W Wl S : 8%:R * (be * ga) < be ^+ 2 + ga ^+ 2 ->
    sol W Wl -> sharp1 Wl S ->
  exists V S', [/\ (forall V', risk1 V <= risk1 V'), sharp1 V S', 0 < S' &
                   4%:R * S' < S].
Proof.
move=> gap solW; have [E0 E1] := limit_squares solW.
have y0 : y != 0 by rewrite gt_eqF.
have Ym := Y0 solW; move/(sharp_sc _ Ym y0); rewrite E0 E1 => leS.
pose q := Num.sqrt y; have qq : q ^+ 2 = y by rewrite sqr_sqrtr // ltW.
have mq : w0 (wt q q) * w1 (wt q q) = y by rewrite w0_wt w1_wt -expr2.
exists (wt q q), (4%:R * y); split; first exact/min_sc.
- apply/(sharp_sc _ mq y0); rewrite w0_wt w1_wt qq.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
- by rewrite mulr_gt0 ?ltr0n.
apply: lt_le_trans leS; rewrite /y.
have -> : 4%:R * (4%:R * (be * ga)) = 2%:R * (8%:R * (be * ga)) by ring.
by rewrite ltr_pmul2l ?ltr0n.
Qed.

(* Standing assumptions of the corollary at this initialization               *)
Lemma init_ok W Wl : sol W Wl ->
  [/\ risk1 (W 0) <= sqF (y1 y),
      (forall x : 'cV[R]_1, `|dot x (imbalance W 0 0 *m x)| <= al ^+ 2 * sqF x),
      (forall k, (k < 2)%N -> sqF (W 0 k) <= al ^+ 2) &
      (al != 0 -> grad 1 (X1 R) (y1 y) (p1 R) (wt al 0) 1 != 0)].
Proof.
move=> solW; have I0 := imbalance_init solW; case: solW => init _ _ _; split.
- rewrite /risk mul1r /res /fit mul1mx head2 /w0 /w1 !init // /wt !mxE eqxx !mulr1n.
  have -> : (al * 0)%:M = 0 :> 'M[R]_1 by rewrite mulr0 -scalemx1 scale0r.
  rewrite ?mulmx0 trmx0 ?mulmx0 sub0r /y1.
  by rewrite -[- _]scaleN1r sqFZ sqrrN expr1n mul1r.
- move=> x; rewrite I0 mul_scalar_mx dotZr -/(sqF x) normrM normrN.
  by rewrite !ger0_norm ?sqF_ge0 ?sqr_ge0.
- case=> [|[|//]] _; rewrite init // /wt sqF11 mxE eqxx mulr1n //.
  by rewrite expr0n /= sqr_ge0.
move=> al0; rewrite grad1_sc mulr0 sub0r; apply/eqP.
move/(congr1 (fun A : 'M_1 => A 0 0)); rewrite !mxE eqxx mulr1n => /eqP.
by rewrite !mulf_eq0 oppr_eq0 pnatr_eq0 (gt_eqF y_gt0) (negPf al0).
Qed.

(* eps = 3 m + 2 Delta = 5 al^2 here                                          *)
Lemma eps_sc : eps_of 1 (fun _ => al ^+ 2) (al ^+ 2) = 5%:R * al ^+ 2.
Proof. by rewrite /eps_of big_nat1; ring. Qed.

End Limit.

Section Numbers.
Variable R : realType.

Lemma small_eps (al : R) : 200%:R * al = 1 ->
  (32%:R * 2%:R) ^+ 2 * eps_of 1 (fun _ => al ^+ 2) (al ^+ 2) <= 1.
Proof.
move=> al1; rewrite eps_sc.
have -> : (32%:R * 2%:R) ^+ 2 * (5%:R * al ^+ 2) =
   (32%:R * 32%:R * 4%:R * 5%:R) * al ^+ 2 by ring.
have al2 : (200%:R * 200%:R) * al ^+ 2 = 1.
  have -> : 200%:R * 200%:R * al ^+ 2 = (200%:R * al) ^+ 2 by ring.
  by rewrite al1 expr1n.
rewrite -[X in _ <= X]al2; apply: ler_wpmul2r; first exact: sqr_ge0.
rewrite -subr_ge0.
have -> : 200%:R * 200%:R - 32%:R * 32%:R * 4%:R * 5%:R = 160%:R * 122%:R :> R.
  by ring.
by rewrite mulr_ge0 ?ler0n.
Qed.

(* 1/200 = 12/2400; y = 13 * 5 / 2400^2 = 13/1152000                          *)
Definition e1 : R := 2400%:R^-1.
Theorem refute_low_norm :
  let al := 12%:R * e1 in let be := 13%:R * e1 in let ga := 5%:R * e1 in
  200%:R * al = 1 /\
  (32%:R * 2%:R) ^+ 2 * eps_of 1 (fun _ => al ^+ 2) (al ^+ 2) <= 1 /\
  forall W Wl s0 s1, sol al be ga W Wl -> op2 (Wl 0%N) s0 -> op2 (Wl 1%N) s1 ->
    sqF (regressor (p1 R) Wl) = (be * ga) ^+ 2 /\
    2%:R * (be * ga) < s0 /\ 2%:R * s1 < be * ga.
Proof.
have e0 : 0 < e1 by rewrite invr_gt0 ltr0n.
move=> al be ga; have al1 : 200%:R * al = 1.
  rewrite /al mulrA; have -> : 200%:R * 12%:R = 2400%:R :> R by ring.
  by rewrite /e1 mulfV ?pnatr_eq0.
split=> //; split; first exact: small_eps.
move=> W Wl s0 s1; apply: low_norm_fails.
- by rewrite /al /be /ga; ring.
- by rewrite mulr_gt0 ?ltr0n.
by rewrite mulrA ltr_pmul2r // -natrM ltr_nat.
Qed.

(* 1/200 = 144/28800; be = 145/28800 = 29/5760, ga = 17/28800                 *)
Definition e2 : R := (288%:R * 100%:R)^-1.
Theorem refute_low_sharpness :
  let al := 144%:R * e2 in let be := 145%:R * e2 in let ga := 17%:R * e2 in
  let risk1 := risk 1 (X1 R) (y1 (be * ga)) (p1 R) in
  let sharp1 := sharp_ub 1 (X1 R) (y1 (be * ga)) (p1 R) in
  200%:R * al = 1 /\
  (32%:R * 2%:R) ^+ 2 * eps_of 1 (fun _ => al ^+ 2) (al ^+ 2) <= 1 /\
  cov 1 (X1 R) = 1%:M /\
  forall W Wl S, sol al be ga W Wl -> sharp1 Wl S ->
    exists V S', [/\ (forall V', risk1 V <= risk1 V'), sharp1 V S', 0 < S' &
                     4%:R * S' < S].
Proof.
have e0 : 0 < e2 by rewrite invr_gt0 mulr_gt0 ?ltr0n.
move=> al be ga risk1 sharp1; have al1 : 200%:R * al = 1.
  rewrite /al mulrA; have -> : 200%:R * 144%:R = 288%:R * 100%:R :> R by ring.
  by rewrite /e2 mulfV // mulf_neq0 ?pnatr_eq0.
split=> //; split; first exact: small_eps.
split; first exact: cov1.
move=> W Wl S; apply: low_sharpness_fails.
- by rewrite /al /be /ga; ring.
- by rewrite mulr_gt0 ?ltr0n.
- by rewrite mulrA ltr_pmul2r // -natrM ltr_nat.
rewrite -subr_gt0 /be /ga.
have -> : (145%:R * e2) ^+ 2 + (17%:R * e2) ^+ 2 - 8%:R * (145%:R * e2 * (17%:R * e2))
  = 1594%:R * e2 ^+ 2 by ring.
by rewrite mulr_gt0 ?ltr0n // exprn_gt0.
Qed.

End Numbers.

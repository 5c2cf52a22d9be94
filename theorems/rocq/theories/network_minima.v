(* Bounds at every minimizer, and printed lower bounds, of a listed network           *)
(*                                                                                    *)
(* Each fact has a boolean check that vm_compute decides. Main results                *)
(*   layers_above     A / B < 2 (pi^T Sigma pi) v sum_k 1 / s_k for the v, s_k >= 0   *)
(*                    with v^(2 L) |pi|^2 = |p|^2 and s_k^2 = |W_k|_F^2               *)
(*   layers_value     the same right side, when v and all 1 / s_k are rational, = A/B *)
(*   every_minimizer  A / B < S for every bound S of the Hessian form at a minimizer  *)
(* The certificate of every_minimizer contains one of cov_above (network_facts.v).    *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers binary_integers psd_program.
From Lemmata Require Import psd_certificate network_program.
From Lemmata Require Import network_directions network_certificate network_values.
From Lemmata Require Import network_facts small_scale_corollary.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Checks.
Variable N : network.
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).

(* V / F <= v and e_k / F <= 1 / s_k                                                  *)
Definition layers_above_check (A B V F : Z) (es : seq Z) : bool :=
  [&& units_check N, Z.ltb Z0 B, Z.ltb Z0 F, Z.leb Z0 V, Z.ltb Z0 (zregressor N), (0 < L)%N,
      Z.leb (zpow V (L + L) ** zregressor N)
            (zpow F (L + L) ** zreadout N ** zpow (layer_unit N) (L + L)),
      all (fun k => let e := nth Z0 es k in [&& Z.leb Z0 e, Z.ltb Z0 (zlayer N k) &
        Z.leb (zlayer N k ** (e ** e)) (layer_unit N ** layer_unit N ** (F ** F))]) (iota 0 L) &
      Z.ltb (A ** den N ** (F ** F))
            (B ** ztwo ** zenergy N ** V ** zsum (nth Z0 es) L)].
(* V / F = v and e_k / F = 1 / s_k                                                    *)
Definition layers_value_check (A B V F : Z) (es : seq Z) : bool :=
  [&& units_check N, Z.ltb Z0 B, Z.ltb Z0 F, Z.leb Z0 V &
  [&& (0 < L)%N, Z.ltb Z0 (zregressor N),
      Z.eqb (zpow V (L + L) ** zregressor N)
            (zpow F (L + L) ** zreadout N ** zpow (layer_unit N) (L + L)),
      all (fun k => let e := nth Z0 es k in Z.ltb Z0 e &&
        Z.eqb (zlayer N k ** (e ** e)) (layer_unit N ** layer_unit N ** (F ** F))) (iota 0 L) &
      Z.eqb (A ** den N ** (F ** F))
            (B ** ztwo ** zenergy N ** V ** zsum (nth Z0 es) L)]].
Definition every_minimizer_check (A B : Z) cA cB cc K ls : bool :=
  [&& units_check N, Z.ltb Z0 B, Z.leb Z0 A, (0 < L)%N, all (ltn 0%N) (widths N),
      cov_above_check N cA cB cc K ls, Z.ltb Z0 cA, normal_check N, Z.ltb Z0 (zregressor N),
      Z.ltb Z0 (zreadout N) &
      Z.ltb (zpow A L ** zpow (den N) L ** zregressor N)
            (zpow (B ** ztwo ** Z.of_nat L) L ** zpow (zenergy N) L ** zreadout N **
             zpow (layer_unit N) (L + L))].
End Checks.

Lemma power_ratio (R : realFieldType) (q t s : R) l : s != 0 ->
  (q / s) ^+ l.+1 * s ^+ l * t = q ^+ l.+1 * t / s.
Proof.
move=> s0; rewrite expr_div_n [s ^+ l.+1]exprS invfM -!mulrA; congr (_ * _).
by rewrite mulKf ?expf_neq0 // mulrC.
Qed.

Section Facts.
Variables (R : realFieldType) (N : network).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation c := ((samples N)%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).
Notation pi := (regressor p W).
Notation D := (zr R (layer_unit N)).
Notation G := (zr R (readout_unit N)).

Theorem layers_above A B V F es : layers_above_check N A B V F es ->
  forall (v : R) (s : nat -> R), 0 <= v -> v ^+ (L + L) * sqF pi = sqF p ->
    (forall k, (k < L)%N -> 0 <= s k /\ s k ^+ 2 = sqF (W k)) ->
  zr R A / zr R B < 2%:R * dot pi (cov c X *m pi) * v * \sum_(k < L) (s k)^-1.
Proof.
case/and5P=> units /(zr_gt0 R) B0 /(zr_gt0 R) F0 /(zr_le R) + /and5P[/(zr_gt0 R) r0 L0].
rewrite zr0 => V0 /(zr_le R) + /allP le_s /(zr_lt R) lt v s v0 vE sE.
have [D0 G0] : 0 < D /\ 0 < G by case/and4P: units => /(zr_gt0 R) ? /(zr_gt0 R).
have den0 := den_gt0 R units; have F2 : 0 < zr R F ^+ 2 by rewrite exprn_gt0.
have q0 : 0 <= dot pi (cov c X *m pi) by exact: cov_psd (c_gt0 R units) _.
rewrite !zrM !zr_pow => le_v.
have {le_v} le_v : zr R V / zr R F <= v.
  have LL : (0 < L + L)%N by rewrite addn_gt0 L0.
  rewrite -(@ler_pexpn2r _ (L + L)) ?nnegrE ?divr_ge0 ?(ltW F0) //.
  rewrite expr_div_n ler_pdivr_mulr ?exprn_gt0 //.
  have rp : 0 < sqF pi by rewrite value_regressor // divr_gt0 ?exprn_gt0 ?mulr_gt0 ?exprn_gt0.
  rewrite -(ler_pmul2r rp) mulrAC vE value_regressor // value_readout.
  have DL : (G * D ^+ L) ^+ 2 = G ^+ 2 * D ^+ (L + L) by rewrite exprMn -exprM addnn muln2.
  rewrite DL mulrA ler_pdivr_mulr ?mulr_gt0 ?exprn_gt0 //; apply: le_trans le_v _.
  rewrite le_eqVlt; apply/orP; left; apply/eqP.
  have G2 : G ^+ 2 / G ^+ 2 = 1 by rewrite divff // expf_neq0 ?gt_eqF.
  move: (G ^+ 2) ((G ^+ 2)^-1) G2 => g h gh; rewrite -[LHS]mulr1 -gh.
  by move: (D ^+ _) (zr R F ^+ _) => *; ring.
have {le_s} le_s k : (k < L)%N -> zr R (nth Z0 es k) / zr R F <= (s k)^-1.
  move=> kL; have [s0 s2] := sE k kL; have := le_s k; rewrite mem_iota kL => /(_ isT).
  case/and3P=> /(zr_le R); rewrite zr0 => e0 /(zr_gt0 R) z0 /(zr_le R); rewrite !zrM => le.
  have sk : 0 < s k.
    rewrite lt_def s0 andbT; apply: contraTneq z0 => sk0.
    move: s2; rewrite sk0 expr0n value_layer // => /esym/eqP.
    rewrite mulf_eq0 invr_eq0 expf_eq0 (gt_eqF D0) andbF orbF => /eqP->.
    by rewrite ltxx.
  rewrite ler_pdivr_mulr // -(ler_pmul2l sk) mulrA mulfV ?gt_eqF // mul1r.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 ?(ltW F0) //.
  rewrite exprMn s2 value_layer // mulrAC ler_pdivr_mulr ?exprn_gt0 //.
  by rewrite !expr2 [X in _ <= X]mulrC.
have pos : 0 <= 2%:R * dot pi (cov c X *m pi) by rewrite mulr_ge0 ?ler0n.
have e_sum : zr R (zsum (nth Z0 es) L) / zr R F <= \sum_(k < L) (s k)^-1.
  by rewrite zr_sum mulr_suml; apply: ler_sum => k _; exact: le_s.
have e_ge0 : 0 <= \sum_(k < L) (s k)^-1.
  by apply: sumr_ge0 => k _; rewrite invr_ge0; case: (sE k (ltn_ord k)).
apply: lt_le_trans (_ : 2%:R * dot pi (cov c X *m pi) * (zr R V / zr R F) *
    (zr R (zsum (nth Z0 es) L) / zr R F) <= _); last first.
  apply: le_trans (ler_wpmul2l _ e_sum) _; first by rewrite !mulr_ge0 ?ler0n ?invr_ge0 ?(ltW F0).
  by apply: ler_wpmul2r => //; apply: ler_wpmul2l.
rewrite value_energy // ltr_pdivr_mulr //; move: (zsum _ L) den0 lt => zs.
move: (zenergy N) (den N) => zq ze; rewrite !zrM zr_two.
move: (zr R zq) (zr R ze) (zr R zs) (zr R V) (zr R A) (zr R B) => q e t u x z e0 lt.
have -> : 2%:R * (q / e) * (u / zr R F) * (t / zr R F) * z =
  z * 2%:R * q * u * t * (e^-1 * (zr R F)^-1 ^+ 2) by ring.
rewrite exprVn -invfM ltr_pdivl_mulr; last exact: mulr_gt0.
by rewrite expr2 mulrA.
Qed.

Theorem layers_value A B V F es : layers_value_check N A B V F es ->
  forall (v : R) (s : nat -> R), 0 <= v -> v ^+ (L + L) * sqF pi = sqF p ->
    (forall k, (k < L)%N -> 0 <= s k /\ s k ^+ 2 = sqF (W k)) ->
  zr R A / zr R B = 2%:R * dot pi (cov c X *m pi) * v * \sum_(k < L) (s k)^-1.
Proof.
case/and5P=> units /(zr_gt0 R) B0 /(zr_gt0 R) F0 /(zr_le R) V0 /and5P[L0 /(zr_gt0 R) r0].
move: V0; rewrite zr0 => V0 /Z.eqb_eq/(congr1 (zr R)) eq_v /allP eq_s.
move=> /Z.eqb_eq/(congr1 (zr R)) eq v s v0 vE sE; apply: esym.
have [D0 G0] : 0 < D /\ 0 < G by case/and4P: units => /(zr_gt0 R) ? /(zr_gt0 R).
have den0 := den_gt0 R units; have LL : (0 < L + L)%N by rewrite addn_gt0 L0.
have rp : 0 < sqF pi by rewrite value_regressor // divr_gt0 ?exprn_gt0 ?mulr_gt0 ?exprn_gt0.
have {eq_v} -> : v = zr R V / zr R F.
  apply/eqP; rewrite -(@eqr_expn2 _ (L + L)) ?divr_ge0 ?(ltW F0) //; apply/eqP.
  apply: (mulIf (lt0r_neq0 rp)); rewrite vE value_regressor // value_readout.
  have DL : (G * D ^+ L) ^+ 2 = G ^+ 2 * D ^+ (L + L) by rewrite exprMn -exprM addnn muln2.
  have F1 : zr R F ^+ (L + L) != 0 by rewrite expf_neq0 ?gt_eqF.
  have D1 : D ^+ (L + L) != 0 by rewrite expf_neq0 ?gt_eqF.
  have G1 : G ^+ 2 != 0 by rewrite expf_neq0 ?gt_eqF.
  move: eq_v; rewrite DL expr_div_n mulf_div !zrM !zr_pow.
  move: (_ ^+ (L + L)) (zr R F ^+ _) F1 (D ^+ _) D1 (G ^+ 2) G1 => u f f0 h h0 g g0 eq_v.
  have gh : g * h != 0 by exact: mulf_neq0.
  apply/eqP; rewrite eqr_div //; last exact: mulf_neq0.
  by apply/eqP; rewrite eq_v; ring.
have inv k : (k < L)%N -> (s k)^-1 = zr R (nth Z0 es k) / zr R F.
  move=> kL; have [s0 s2] := sE k kL; have := eq_s k; rewrite mem_iota kL => /(_ isT).
  case/andP=> /(zr_gt0 R) e0 /Z.eqb_eq/(congr1 (zr R)); rewrite !zrM => E.
  have se : s k * zr R (nth Z0 es k) = zr R F.
    apply/eqP; rewrite -(@eqr_expn2 _ 2) ?mulr_ge0 ?(ltW e0) ?(ltW F0) //.
    have D2 : D ^+ 2 != 0 by rewrite expf_neq0 ?gt_eqF.
    rewrite exprMn s2 value_layer // mulrAC; apply/eqP/(mulIf D2).
    by rewrite divfK // !expr2 E mulrC.
  have s1 : s k != 0 by apply: contraTneq F0 => sk; rewrite -se sk mul0r ltxx.
  by rewrite -se invfM mulrCA divff ?mulr1 // gt_eqF.
have -> : \sum_(k < L) (s k)^-1 = \sum_(k < L) (zr R (nth Z0 es k) / zr R F).
  by apply: eq_bigr => k _; exact: inv.
rewrite -mulr_suml -zr_sum value_energy //; move: (zsum _ L) den0 eq => zs.
move: (zenergy N) (den N) => zq ze; rewrite !zrM zr_two.
move: (zr R zq) (zr R ze) (zr R zs) (zr R V) (zr R A) (zr R B) B0 (zr R F) F0.
move=> q e t u x z z0 f f0 e0 E.
have -> : 2%:R * (q / e) * (u / f) * (t / f) = 2%:R * q * u * t * (e^-1 * f^-1 * f^-1) by ring.
have ne0 : e * f * f != 0 by rewrite gt_eqF // !mulr_gt0.
rewrite -!invfM; apply/eqP; rewrite eqr_div //; last by rewrite gt_eqF.
apply/eqP; have -> : 2%:R * q * u * t * z = z * 2%:R * q * u * t by ring.
by rewrite -E; ring.
Qed.

Theorem every_minimizer A B cA cB cc K ls :
    every_minimizer_check N A B cA cB cc K ls ->
  forall V S, (forall V', risk c X y p V <= risk c X y p V') -> 0 <= S ->
    sharp_ub c X y p V S -> zr R A / zr R B < S.
Proof.
case/and5P=> units /(zr_gt0 R) B0 /(zr_le R) + L0 /and5P[/allP wid chk] /(zr_gt0 R) cA0.
rewrite zr0 => A0 nchk /and3P[/(zr_gt0 R) r0 /(zr_gt0 R) p0 /(zr_lt R) lt] V S Vmin S0 Sub.
have [D0 G0] : 0 < D /\ 0 < G by case/and4P: units => /(zr_gt0 R) ? /(zr_gt0 R).
have den0 := den_gt0 R units.
have pn0 : p != 0.
  by rewrite -sqF_eq0 value_readout // gt_eqF // divr_gt0 ?exprn_gt0.
have widths k : (0 < k < L)%N -> (0 < d k)%N.
  case/andP=> _ kL; apply: wid; apply: mem_nth.
  by rewrite (leq_trans kL) // /depth leq_pred.
have cB0 : 0 < zr R cB by case/and4P: chk => _ /(zr_gt0 R).
have lam0 : 0 < zr R cA / zr R cB by rewrite divr_gt0.
have E : regressor p V = pi.
  apply: (normal_unique lam0 (cov_above chk)).
    exact: (min_normal pn0 L0 widths (c_gt0 R units) Vmin).
  exact: network_minimal.
have rp : 0 < sqF pi.
  by rewrite value_regressor // divr_gt0 ?exprn_gt0 ?mulr_gt0 ?exprn_gt0.
pose a := dot pi (cov c X *m pi) / sqF pi.
have qa : dot pi (cov c X *m pi) = a * sqF pi by rewrite divfK ?gt_eqF.
have := sharpness_lower_min pn0 L0 widths (c_gt0 R units) Vmin S0 Sub.
rewrite E -sqF_eq0 gt_eqF // => /(_ a isT qa) H.
have L2 : 0 < 2%:R * L%:R :> R by rewrite mulr_gt0 ?ltr0n.
have SL0 : 0 <= S / (2%:R * L%:R) by rewrite divr_ge0 // ltW.
suff : zr R A / zr R B / (2%:R * L%:R) < S / (2%:R * L%:R).
  by rewrite ltr_pmul2r // invr_gt0.
rewrite -(@ltr_pexpn2r _ L) ?nnegrE ?divr_ge0 ?(ltW B0) ?(ltW L2) //.
apply: lt_le_trans H.
have -> : a ^+ L * sqF pi ^+ L.-1 * sqF p =
    dot pi (cov c X *m pi) ^+ L * sqF p / sqF pi.
  by have := power_ratio (dot pi (cov c X *m pi)) (sqF p) L.-1 (lt0r_neq0 rp); rewrite prednK.
rewrite value_energy // value_readout value_regressor // ltr_pdivl_mulr //; last first.
  by rewrite divr_gt0 ?exprn_gt0 ?mulr_gt0 ?exprn_gt0.
have DL : (G * D ^+ L) ^+ 2 = G ^+ 2 * D ^+ (L + L) by rewrite exprMn -exprM addnn muln2.
move: lt den0; rewrite DL; move: (den N) (zenergy N) (zregressor N) (zreadout N) => ze zq zg zp.
rewrite !zrM !zr_pow !zrM zr_two zr_nat; set g := G ^+ 2; set e := D ^+ (L + L).
have g0 : 0 < g by rewrite exprn_gt0.
have e0 : 0 < e by rewrite exprn_gt0.
move: (zr R zg) (zr R zp) (zr R zq) (zr R ze) (zr R A) => r q w z x lt z0.
have -> : x / zr R B / (2%:R * L%:R) = x / (zr R B * 2%:R * L%:R).
  by rewrite -!mulrA !invfM !mulrA.
have u0 : 0 < zr R B * 2%:R * L%:R by rewrite -mulrA mulr_gt0.
rewrite !expr_div_n; move: (exprn_gt0 L u0) (exprn_gt0 L z0) lt.
move: (_ ^+ L) (x ^+ L) (z ^+ L) (w ^+ L) => u x' z' w' {}u0 {}z0 lt.
rewrite !mulf_div ltr_pdivr_mulr ?mulr_gt0 // mulrAC ltr_pdivl_mulr ?mulr_gt0 //.
move: lt; rewrite -(ltr_pmul2r g0).
have -> : x' * z' * r * g = x' * r * (z' * g) by ring.
by have -> : u * w' * q * e * g = w' * q * (u * (g * e)) by ring.
Qed.

End Facts.

(* Facts about two listed networks on the same data: steps of descent, rescaled layers *)
(*                                                                                    *)
(* Each fact has a boolean check that vm_compute decides. Main results                *)
(*   one_step          W' is W after one step of gradient descent with eta = A / B    *)
(*   rescaled          W' = (C W_1, W_2 / C, W_3, ..) with C = A / B                  *)
(*   regressor_less    one entry of pi(W) is smaller than that of pi(W')              *)
(*   second_layer_above   A / B < 2 (lA / lB) rho^2 / (t s), where t^(2 L) = rho^2 =  *)
(*                     |pi(W)|^2 and s^2 = |W'_2|_F^2                                 *)
(* Notation                                                                           *)
(*   with_layers N Ws   the network W' that differs from N in its layers only         *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import sharpness_unbounded descent binary_integers.
From Lemmata Require Import network_program network_certificate network_values network_facts.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Checks.
Variables (N : network) (Ws : seq rows).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation M := (with_layers N Ws).

Definition every_entry (check : nat -> nat -> nat -> bool) : bool :=
  all (fun k => all (fun i => all (check k i) (iota 0 (d k))) (iota 0 (d k.+1))) (iota 0 L).

Definition step_check (A B : Z) : bool :=
  [&& units_check N, Z.ltb Z0 B & every_entry (fun k i j =>
    Z.eqb (zentry M k i j ** (B ** den N))
      (Z.sub (zentry N k i j ** (B ** den N))
             (A ** (ztwo ** (layer_unit N ** layer_unit N) ** zgrad N k i j))))].
Definition rescale_check (A B : Z) : bool :=
  [&& units_check N, Z.ltb Z0 A, Z.ltb Z0 B & every_entry (fun k i j =>
    if k == 0%N then Z.eqb (zentry M k i j ** B) (A ** zentry N k i j)
    else if k == 1%N then Z.eqb (zentry M k i j ** A) (B ** zentry N k i j)
    else Z.eqb (zentry M k i j) (zentry N k i j))].
Definition regressor_less_check (j : nat) : bool :=
  [&& units_check N, (j < d 0)%N & Z.ltb (nth Z0 (zback N 0) j) (nth Z0 (zback M 0) j)].
(* t <= T / F and s <= V / F                                                          *)
Definition second_layer_check (A B lA lB T V F : Z) : bool :=
  let root := readout_unit N ** zpow (layer_unit N) L in let unit := root ** root in
  [&& units_check N, Z.ltb Z0 B, Z.ltb Z0 lA, Z.ltb Z0 lB &
   [&& Z.leb Z0 A, Z.ltb Z0 T, Z.ltb Z0 V, Z.ltb Z0 F & (0 < L)%N &&
    [&& Z.ltb Z0 (zregressor N), Z.ltb Z0 (zlayer M 1),
        Z.leb (zregressor N ** zpow F (L + L)) (zpow T (L + L) ** unit),
        Z.leb (zlayer M 1 ** (F ** F)) (V ** V ** (layer_unit N ** layer_unit N)) &
        Z.ltb (A ** lB ** T ** V ** unit) (B ** ztwo ** lA ** zregressor N ** (F ** F))]]].
End Checks.

Section Facts.
Variables (R : realFieldType) (N : network) (Ws : seq rows).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation M := (with_layers N Ws).
Notation c := ((samples N)%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).
Notation D := (zr R (layer_unit N)).
Notation G := (zr R (readout_unit N)).

Let units_pos : units_check N -> 0 < D /\ 0 < G.
Proof. by case/and4P => /(zr_gt0 R) ? /(zr_gt0 R). Qed.

Lemma entryP (check : nat -> nat -> nat -> bool) k (i : 'I_(d k.+1)) (j : 'I_(d k)) :
  every_entry N check -> (k < L)%N -> check k i j.
Proof.
move=> /allP every kL; have := every k; rewrite mem_iota kL => /(_ isT).
move=> /allP/(_ i); rewrite mem_iota ltn_ord => /(_ isT)/allP/(_ j).
by rewrite mem_iota ltn_ord => /(_ isT).
Qed.

Lemma net_entry k (i : 'I_(d k.+1)) (j : 'I_(d k)) : W k i j = zr R (zentry N k i j) / D.
Proof. by rewrite /netW /scalew !mxE mulrC. Qed.

Lemma other_entry k (i : 'I_(d k.+1)) (j : 'I_(d k)) :
  netW R M k i j = zr R (zentry M k i j) / D.
Proof. by rewrite /netW /scalew !mxE mulrC. Qed.

Lemma scale_entry (a : R) k (i : 'I_(d k.+1)) (j : 'I_(d k)) : (a *: W k) i j = a * W k i j.
Proof. by rewrite !mxE. Qed.

Theorem one_step A B : step_check N Ws A B -> forall k, (k < L)%N ->
  netW R M k = descend c X y p (zr R A / zr R B) W k.
Proof.
case/and3P=> units /(zr_gt0 R) B0 every k kL; have [D0 G0] := units_pos units.
have den0 := den_gt0 R units; apply/matrixP => i j.
have -> : descend c X y p (zr R A / zr R B) W k i j =
  W k i j - zr R A / zr R B * grad c X y p W k i j by rewrite !mxE.
rewrite other_entry net_entry value_grad //.
have /Z.eqb_eq/(congr1 (zr R)) := entryP i j every kL.
move: (zentry M k i j) (zentry N k i j) (zgrad N k i j) den0 => u v g.
move: (den N) => e; rewrite zrB !zrM zr_two.
move: (zr R u) (zr R v) (zr R g) (zr R e) (zr R A) (zr R B) B0 => {}u {}v {}g {}e a b b0 e0 E.
have b1 : b != 0 by rewrite gt_eqF. have e1 : e != 0 by rewrite gt_eqF.
have D1 : D != 0 by rewrite gt_eqF.
apply: (mulIf (mulf_neq0 (mulf_neq0 b1 e1) D1)).
move: D D1 E => D' D1 E.
have -> : u / D' * (b * e * D') = u * (b * e) * (D' / D') by ring.
have -> : (v / D' - a / b * (2%:R * D' * g / e)) * (b * e * D') =
  v * (b * e) * (D' / D') - a * (2%:R * (D' * D') * g) * (b / b) * (e / e) by ring.
by rewrite !divff // !mulr1 E.
Qed.

Theorem rescale_step A B : rescale_check N Ws A B -> forall k, (k < L)%N ->
  netW R M k = rescale (zr R A / zr R B) W k.
Proof.
case/and4P=> units /(zr_gt0 R) A0 /(zr_gt0 R) B0 every k kL.
apply/matrixP => i j; have := entryP i j every kL; rewrite other_entry /rescale.
have A1 : zr R A != 0 by rewrite gt_eqF. have B1 : zr R B != 0 by rewrite gt_eqF.
case: eqP => _; last case: eqP => _; move=> /Z.eqb_eq E.
- rewrite scale_entry net_entry; move/(congr1 (zr R)): E; rewrite !zrM => E.
  by rewrite mulrA; congr (_ / _); rewrite mulrAC -E mulfK.
- rewrite scale_entry net_entry invf_div; move/(congr1 (zr R)): E; rewrite !zrM => E.
  by rewrite mulrA; congr (_ / _); rewrite mulrAC -E mulfK.
by rewrite E net_entry.
Qed.

End Facts.

Section Bounds.
Variables (R : realFieldType) (N : network) (Ws : seq rows).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation M := (with_layers N Ws).
Notation p := (netp R N).
Notation D := (zr R (layer_unit N)).
Notation G := (zr R (readout_unit N)).


Theorem regressor_less j0 : regressor_less_check N Ws j0 -> forall j : 'I_(d 0), val j = j0 ->
  regressor p (netW R N) j 0 < regressor p (netW R M) j 0.
Proof.
case/and3P=> units _ /(zr_lt R) lt j jE; have [D0 G0] : 0 < D /\ 0 < G.
  by case/and4P: (units) => /(zr_gt0 R) ? /(zr_gt0 R).
have -> : regressor p (netW R M) = (G^-1 * D^-1 ^+ L) *: (zrow R (d 0) (zback M 0))^T.
  exact: (net_regressor R M).
rewrite net_regressor // !mxE jE ltr_pmul2l //.
by rewrite mulr_gt0 ?exprn_gt0 ?invr_gt0.
Qed.

Theorem second_layer_above A B lA lB T V F : second_layer_check N Ws A B lA lB T V F ->
  forall t s : R, 0 <= t -> t ^+ (L + L) = sqF (regressor p (netW R N)) ->
    0 <= s -> s ^+ 2 = sqF (netW R M 1%N) ->
  zr R A / zr R B <
    2%:R * (zr R lA / zr R lB) * sqF (regressor p (netW R N)) / t / s.
Proof.
case/and5P=> units /(zr_gt0 R) B0 /(zr_gt0 R) a0 /(zr_gt0 R) b0.
case/and5P=> /(zr_le R) + /(zr_gt0 R) T0 /(zr_gt0 R) V0 /(zr_gt0 R) F0; rewrite zr0 => A0 /andP[L0].
case/and5P=> /(zr_gt0 R) r0 /(zr_gt0 R) z0 /(zr_le R) + /(zr_le R) + /(zr_lt R) +.
move=> le_t le_s lt t s t0 tE s0 sE; have [D0 G0] : 0 < D /\ 0 < G.
  by case/and4P: (units) => /(zr_gt0 R) ? /(zr_gt0 R).
have r1 : 0 < sqF (regressor p (netW R N)).
  by rewrite value_regressor // divr_gt0 ?exprn_gt0 ?mulr_gt0 ?exprn_gt0.
have s1 : 0 < sqF (netW R M 1%N) by rewrite (value_layer R M) divr_gt0 ?exprn_gt0.
have LL : (0 < L + L)%N by rewrite addn_gt0 L0.
have t1 : 0 < t.
  by rewrite lt_def t0 andbT; apply: contraTneq r1 => tz; rewrite -tE tz expr0n (gtn_eqF LL) ltxx.
have s2 : 0 < s.
  by rewrite lt_def s0 andbT; apply: contraTneq s1 => sz; rewrite -sE sz expr0n ltxx.
have u0 : 0 < (G * D ^+ L) ^+ 2 by rewrite exprn_gt0 ?mulr_gt0 ?exprn_gt0.
have tT : t <= zr R T / zr R F.
  rewrite -(@ler_pexpn2r _ (L + L)) ?nnegrE ?divr_ge0 ?(ltW T0) ?(ltW F0) //.
  rewrite tE value_regressor // expr_div_n ler_pdivl_mulr ?exprn_gt0 //.
  rewrite mulrAC ler_pdivr_mulr //; move: le_t.
  by rewrite !zrM !zr_pow expr2.
have sV : s <= zr R V / zr R F.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?divr_ge0 ?(ltW V0) ?(ltW F0) //.
  rewrite sE (value_layer R M) // expr_div_n ler_pdivl_mulr ?exprn_gt0 //.
  by rewrite mulrAC ler_pdivr_mulr ?exprn_gt0 //; move: le_s; rewrite !zrM !expr2.
have TV : zr R A / zr R B * (zr R T / zr R F) * (zr R V / zr R F) <
    2%:R * (zr R lA / zr R lB) * sqF (regressor p (netW R N)).
  rewrite value_regressor //; move: lt u0; rewrite !zrM !zr_pow zr_two -!expr2.
  move: ((G * _) ^+ 2) => u; move: (zr R (zregressor N)) => r.
  move: (zr R A) (zr R B) B0 (zr R lA) (zr R lB) b0 (zr R T) (zr R V) (zr R F) F0.
  move=> a b {}B0 la lb {}b0 x z f {}F0 {}lt u0.
  have pos : 0 < b * lb * f ^+ 2 * u by rewrite !mulr_gt0 ?exprn_gt0.
  rewrite -(ltr_pmul2r pos).
  have one (v : R) : 0 < v -> v / v = 1 by move=> v0; rewrite divff ?gt_eqF.
  have -> : a / b * (x / f) * (z / f) * (b * lb * f ^+ 2 * u) =
    a * lb * x * z * u * (b / b) * (f / f) * (f / f) by ring.
  have -> : 2%:R * (la / lb) * (r / u) * (b * lb * f ^+ 2 * u) =
    b * 2%:R * la * r * f ^+ 2 * (lb / lb) * (u / u) by ring.
  by rewrite !one // !mulr1.
rewrite ltr_pdivl_mulr // ltr_pdivl_mulr //; apply: le_lt_trans TV.
have AB : 0 <= zr R A / zr R B by rewrite divr_ge0 // ltW.
rewrite [X in X <= _]mulrAC; apply: ler_pmul => //; first exact: mulr_ge0.
exact: ler_wpmul2l.
Qed.

End Bounds.

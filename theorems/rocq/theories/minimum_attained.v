(* The minimal sharpness is attained                                                  *)
(*                                                                                    *)
(* Setting of minimum_exact.v over the reals, L >= 2; f(s) is the least upper bound   *)
(* of  s^(L-1) |p|^2 Sigma + (L-1)/s Sigma^(1/2) ws ws^T Sigma^(1/2).                 *)
(* Main results                                                                       *)
(*   weight_attained    f has a minimum over s > 0                                    *)
(*   minimum_attained   some minimizer W is flattest: its S(W) is below every S that  *)
(*                      bounds the Hessian at any minimizer, and is 2 min f           *)
(* f(s) tends to infinity at both ends and {s | f(s) <= l} is closed, so that it is   *)
(* compact; the sets for l above the infimum have a common point.                     *)
(* Source: claim sharpness/minimum-exact, "attained".                                 *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimum_lower minimum_exact.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Weight.
Variables (R : realType) (n m M : nat) (c P : R) (X : 'M[R]_(n, m)) (ws : 'cV[R]_m).
Hypothesis c_gt0 : 0 < c.
Hypothesis P_gt0 : 0 < P.
Hypothesis M_gt0 : (0 < M)%N.
Hypothesis ws_data : cov c X *m ws != 0.
Let L := M.+1.
Let z (x : 'cV[R]_m) := cov c X *m x.
Let q := dot ws (z ws).

Definition feasible l s := 0 < s /\ flat_ub c X ws (s ^+ M * P) (M%:R / s) l.

Let q_gt0 : 0 < q.
Proof.
rewrite lt_def cov_psd // andbT; apply: contra_neq ws_data.
rewrite /q /z dot_cov => /eqP; rewrite mulf_eq0 gt_eqF //= -/(sqF _) sqF_eq0.
by move=> /eqP Xw; rewrite /cov -scalemxAl -mulmxA Xw mulmx0 scaler0.
Qed.

Let z_gt0 : 0 < sqF (z ws). Proof. by rewrite sqF_gt0. Qed.
Let MR : 0 < M%:R :> R. Proof. by rewrite ltr0n. Qed.

(* Without the quotient                                                               *)
Let height s x := s ^+ L * P * sqF (z x) + M%:R * dot ws (z x) ^+ 2.

Let feasibleE l s : 0 < s ->
  feasible l s <-> (forall x, height s x <= l * dot x (z x) * s).
Proof.
move=> s0; have E x : (s ^+ M * P * sqF (z x) + M%:R / s * dot ws (z x) ^+ 2) * s =
    height s x.
  rewrite mulrDl /height; congr (_ + _); first by rewrite exprSr -!mulrA [s * _]mulrC !mulrA.
  by rewrite mulrAC divfK // gt_eqF.
split=> [[_ ub] x|ub]; first by rewrite -E ler_pmul2r // ub.
by split=> // x; rewrite -(ler_pmul2r s0) E.
Qed.

Let feasible_le l l' s : l <= l' -> feasible l s -> feasible l' s.
Proof.
move=> le [s0 ub]; split=> // x; apply: le_trans (ub x) _.
by rewrite ler_wpmul2r // cov_psd.
Qed.

(* Bounds of the weight                                                               *)
Let feasible_bounds l s : feasible l s ->
  M%:R * q <= l * s /\ s <= Num.max 1 (l * q / (P * sqF (z ws))).
Proof.
case=> s0 /(_ ws); rewrite -/(z ws) -/q => H.
have A0 : 0 <= s ^+ M * P * sqF (z ws) by rewrite !mulr_ge0 ?exprn_ge0 ?sqF_ge0 // ltW.
have B0 : 0 <= M%:R / s * q ^+ 2 by rewrite !mulr_ge0 ?sqr_ge0 ?invr_ge0 ?ler0n // ltW.
have Ha : s ^+ M * P * sqF (z ws) <= l * q by apply: le_trans H; rewrite ler_addl.
have Hb : M%:R / s * q ^+ 2 <= l * q by apply: le_trans H; rewrite ler_addr.
split; first by move: Hb; rewrite expr2 mulrA ler_pmul2r // mulrAC ler_pdivr_mulr.
rewrite le_maxr; have [//|s1] := leP s 1; apply/orP; right.
rewrite ler_pdivl_mulr ?mulr_gt0 //; apply: le_trans Ha; rewrite -mulrA.
apply: ler_wpmul2r; first by rewrite mulr_ge0 ?sqF_ge0 // ltW.
by rewrite -[X in X <= _]expr1; apply: ler_weexpn2l => //; exact: ltW.
Qed.

Let values := [set l | exists s, feasible l s].

Let values_ge0 : lbound values 0.
Proof.
move=> l [s fs]; have [H _] := feasible_bounds fs; case: fs => s0 _.
by rewrite -(pmulr_lge0 _ s0); apply: le_trans H; rewrite mulr_ge0 ?ler0n ?ltW.
Qed.

Let values_inf : has_inf values.
Proof.
split; last by exists 0; exact: values_ge0.
pose Lam := c * sqF X; exists (P * Lam + M%:R * q), 1; split=> // x.
have Lam0 : 0 <= Lam by rewrite mulr_ge0 ?sqF_ge0 // ltW.
have ub (v : 'cV_m) : dot v (cov c X *m v) <= Lam * sqF v.
  by rewrite dot_cov -mulrA; apply: ler_wpmul2l (sqF_mul _ _); exact: ltW.
move: Lam Lam0 ub => Lam Lam0 ub; rewrite expr1n mul1r divr1 mulrDl -!mulrA.
apply: ler_add.
  by rewrite ler_pmul2l //; exact: cov_range.
by rewrite ler_pmul2l //; exact: cs_cov.
Qed.

Let low := inf values.

Theorem weight_attained : exists l, [/\ 0 <= l, exists s, feasible l s &
  forall l' s, feasible l' s -> l <= l'].
Proof.
have low0 : 0 <= low by apply: lb_le_inf; [exact: values_inf.1|exact: values_ge0].
exists low; split=> //; last first.
  by move=> l' s fs; apply: inf_lb; [exact: values_inf.2|exists s].
have near_low e : 0 < e -> exists s, feasible (low + e) s.
  move=> e0; have [l [s fs] le] := inf_adherent e0 values_inf.
  by exists s; exact: feasible_le (ltW le) fs.
pose F := filter_from [set e : R | 0 < e] (fun e => feasible (low + e)).
have FF : ProperFilter F.
  apply: filter_from_proper; last by move=> e /near_low.
  apply: filter_from_filter; first by exists 1; exact: ltr01.
  move=> i j i0 j0; exists (Num.min i j); first by rewrite /= lt_minr i0.
  by move=> s fs; split; apply: feasible_le fs; rewrite ler_add2l le_minl lexx ?orbT.
pose lo := M%:R * q / (low + 1); pose hi := Num.max 1 ((low + 1) * q / (P * sqF (z ws))).
have l1 : 0 < low + 1 by rewrite ltr_paddl.
have Fseg : F `[lo, hi].
  exists 1 => [|s /feasible_bounds[H1 H2]]; first exact: ltr01.
  suff : s \in `[lo, hi]%R by [].
  by rewrite in_itv /= H2 andbT /lo ler_pdivr_mulr // [s * _]mulrC.
have [s0 [/= s_in s_cl]] := segment_compact FF Fseg.
have s0_gt0 : 0 < s0.
  move: s_in; rewrite in_itv /= => /andP[le _]; apply: lt_le_trans le.
  by rewrite /lo divr_gt0 // mulr_gt0.
exists s0; apply/(feasibleE _ s0_gt0) => x; rewrite leNgt; apply/negP => lt.
set b := dot x (z x) in lt; have b0 : 0 <= b by exact: cov_psd.
pose e := (height s0 x - low * b * s0) / (b * s0 + 1).
have d0 : 0 < b * s0 + 1 by apply: ltr_paddl ltr01; rewrite mulr_ge0 // ltW.
have e0 : 0 < e by rewrite divr_gt0 // subr_gt0.
pose h s := height s x - (low + e) * b * s.
have h0 : 0 < h s0.
  rewrite /h mulrDl mulrDl opprD addrA subr_gt0.
  have eE : e * (b * s0 + 1) = height s0 x - low * b * s0 by rewrite /e divfK // gt_eqF.
  by rewrite -eE mulrDr mulr1 mulrA ltr_addl.
have hc : h @ s0 --> h s0.
  apply: cvgB; last by apply: cvgM; [exact: cvg_cst|exact: cvg_id].
  apply: cvgD; last exact: cvg_cst.
  apply: cvgM; last exact: cvg_cst; apply: cvgM; last exact: cvg_cst.
  exact: exprn_continuous.
have near_s0 : nbhs s0 [set t | 0 < h t] by apply: (cvgr_gt _ hc).
have Fe : F (feasible (low + e)) by exists e.
have [s [fs hs]] := s_cl _ _ Fe near_s0.
have s_gt0 := fs.1; move/(feasibleE _ s_gt0): fs => /(_ x).
by rewrite -subr_le0 -/b -/(h s) leNgt hs.
Qed.

End Weight.

Section Attained.
Variables (R : realType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_data : cov c X *m ws != 0.
Hypothesis M_gt0 : (0 < M)%N.

(* 2 l is the least sharpness, l the minimum over s of the largest eigenvalue.        *)
Theorem minimum_attained : exists l, [/\ 0 <= l,
  exists s, feasible M c (sqF p) X ws l s,
  forall l' s, feasible M c (sqF p) X ws l' s -> l <= l',
  exists W, minimizer c X y p W /\ sharp_ub c X y p W (2%:R * l) &
  forall W S, minimizer c X y p W -> 0 <= S -> sharp_ub c X y p W S -> 2%:R * l <= S].
Proof.
have p_gt0 : 0 < sqF p by rewrite sqF_gt0.
have [l [l0 [s [s0 ub]] least]] := weight_attained c_gt0 p_gt0 M_gt0 ws_data.
have halve : 2%:R * l / 2%:R = l by rewrite mulrC mulKf ?pnatr_eq0.
exists l; split=> //; first by exists s.
  have := minimum_exact c_gt0 p0 widths ws_normal ws_data (mulr_ge0 (ler0n R 2) l0).
  by rewrite halve => H; apply/H; exists s.
move=> W S Wmin S0 Sub.
have [|s' s'0 ub'] := proj1 (minimum_exact c_gt0 p0 widths ws_normal ws_data S0).
  by exists W.
by rewrite mulrC -ler_pdivl_mulr ?ltr0n //; apply: (least _ s').
Qed.

End Attained.

(* The minimal sharpness when pi* is a top eigenvector of Sigma, as for d = 1         *)
(*                                                                                    *)
(* Setting of minimum_bounds.v, every L >= 1; Sigma ws = a ws, Sigma <= a.            *)
(* Main results                                                                       *)
(*   minimum_eigen    some minimizer has S(W) <= S iff (|p|/rho)^2 <= (S/2La rho^2)^L,*)
(*                    that is S_min = 2 L a rho^(2-2/L) |p|^(2/L), whatever the       *)
(*                    hidden widths                                                   *)
(*   two_above_one    S_min at L = 2 is larger than at L = 1 iff rho > |p|/2          *)
(* Source: claim sharpness/grows-with-depth, sharper.                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimum_lower minimum_exact minimum_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Eigen.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Variable a : R.
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws0 : ws != 0.
Hypothesis a_gt0 : 0 < a.
Hypothesis eigen : cov c X *m ws = a *: ws.
Hypothesis cov_a : forall v : 'cV_(d 0), dot v (cov c X *m v) <= a * sqF v.

Let rho2 := sqF ws.
Let w_gt0 : 0 < rho2. Proof. by rewrite sqF_gt0. Qed.
Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let qE : dot ws (cov c X *m ws) = a * rho2. Proof. by rewrite eigen dotZr. Qed.
Let q_gt0 : 0 < dot ws (cov c X *m ws). Proof. by rewrite qE mulr_gt0. Qed.

Theorem minimum_eigen S : 0 <= S ->
  (exists W, minimizer c X y p W /\ sharp_ub c X y p W S) <->
  sqF p <= rho2 * (S / (2%:R * L%:R * (a * rho2))) ^+ L.
Proof.
move=> S0; split=> [[W [Wmin Sub]]|le].
  have := ratio_lower c_gt0 p0 widths ws_normal q_gt0 Wmin S0 Sub.
  rewrite qE eigen sqFZ -/rho2; set T := _ ^+ L.
  have K0 : 0 < a ^+ 2 * rho2 by rewrite mulr_gt0 ?exprn_gt0.
  by rewrite -(ler_pmul2l K0) !mulrA => H; apply: le_trans H _; rewrite le_eqVlt;
     apply/orP; left; apply/eqP; ring.
have [t t0 tE] := root_gt0 M (divr_gt0 p_gt0 w_gt0).
have tq : t ^+ L * dot ws (cov c X *m ws) = a * sqF p.
  by rewrite tE qE mulrCA divfK // gt_eqF.
have [W [Wmin Sub]] := minimum_upper c_gt0 p0 widths ws_normal q_gt0 (ltW a_gt0) cov_a t0 tq.
exists W; split=> // H; apply: le_trans (Sub H) _; apply: ler_wpmul2r.
  by apply: sumr_ge0 => k _; exact: sqF_ge0.
have K0 : 0 < 2%:R * L%:R * (a * rho2) by rewrite !mulr_gt0 ?ltr0n.
rewrite qE mulrC -ler_pdivl_mulr // -(@ler_pexpn2r _ L) ?nnegrE ?(ltW t0) ?divr_ge0 ?(ltW K0) //.
by rewrite tE ler_pdivr_mulr // [X in _ <= X]mulrC.
Qed.

End Eigen.

(* L = 1: S1 = 2 a |p|^2; L = 2: S2 = 4 a rho |p|, the least S of minimum_eigen       *)
Theorem two_above_one (R : realFieldType) (a rho2 P S1 S2 : R) :
    0 < a -> 0 < rho2 -> 0 < P -> 0 <= S1 -> 0 <= S2 ->
    P = rho2 * (S1 / (2%:R * 1%:R * (a * rho2))) ^+ 1 ->
    P = rho2 * (S2 / (2%:R * 2%:R * (a * rho2))) ^+ 2 ->
  (S1 < S2) = (P < 4%:R * rho2).
Proof.
move=> a0 r0 P0 S10 S20 E1 E2.
have K0 : 0 < a * rho2 by rewrite mulr_gt0.
have F1 : S1 = 2%:R * a * P.
  have -> : 2%:R * a * P = S1 * (2%:R * (a * rho2) / (2%:R * 1%:R * (a * rho2))).
    by rewrite {1}E1 expr1; ring.
  by rewrite mulr1 mulfV ?mulr1 // mulf_neq0 ?pnatr_eq0 // gt_eqF.
have F2 : S2 ^+ 2 = 16%:R * a ^+ 2 * rho2 * P.
  have k0 : 2%:R * 2%:R * (a * rho2) != 0 by rewrite !mulf_neq0 ?pnatr_eq0 ?gt_eqF.
  rewrite {1}E2; rewrite -{1}[S2](divfK k0); move: (S2 / _) => x; ring.
rewrite -(@ltr_pexpn2r _ 2) ?nnegrE // F2 F1.
have -> : (2%:R * a * P) ^+ 2 = (4%:R * a ^+ 2 * P) * P by ring.
have -> : 16%:R * a ^+ 2 * rho2 * P = (4%:R * a ^+ 2 * P) * (4%:R * rho2) by ring.
by rewrite ltr_pmul2l // !mulr_gt0 ?exprn_gt0 ?ltr0n.
Qed.

(* A flat minimizer: the upper bound on the minimal sharpness                         *)
(*                                                                                    *)
(* rho = |w*| > 0, q = w*^T Sigma w* = a rho^2, v = (|p|/rho)^(1/L), so that          *)
(* rho^(2-2/L) |p|^(2/L) = v^2 rho^2.                                                 *)
(* Main results (any depth L >= 1, hidden widths >= 1, Sigma <= Lam)                  *)
(*   flat_minimizer   some W with regressor w* has                                    *)
(*                    S(W) <= 2 v^2 rho^2 (Lam + (L-1) a)                             *)
(*   printed_upper    ... <= 2 v^2 rho^2 sqrt ((2L-1) Lam^2 + (L-1)^2 a^2)            *)
(* The witness is the one of rank_one_minimizer.v with om = 1/v: all layers are       *)
(* balanced, b_k = v^k rho a_k.                                                       *)
(* Source: slides, "Lower bounds on the sharpness of minimizers"; claim               *)
(* sharpness/minimum-two-sided.                                                       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers minimum_lower rank_one_minimizer minimum_exact.
From Lemmata Require Import minimum_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Flat.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (ws : 'cV[R]_(d 0)) (v rho pn a Lam : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis rho_gt0 : 0 < rho.
Hypothesis rhoE : rho ^+ 2 = sqF ws.
Hypothesis v_gt0 : 0 < v.
Hypothesis pn_gt0 : 0 < pn.
Hypothesis pnE : pn ^+ 2 = sqF p.
Hypothesis vE : v ^+ L * rho = pn.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.
Hypothesis cov_Lam : forall x : 'cV_(d 0), dot x (cov c X *m x) <= Lam * sqF x.

Let r2 : 0 < rho ^+ 2. Proof. exact: exprn_gt0. Qed.
Let a_ge0 : 0 <= a. Proof. by rewrite -(pmulr_lge0 _ r2) rhoE -qa cov_psd. Qed.
Let a_Lam : a <= Lam. Proof. by rewrite -(ler_pmul2r r2) rhoE -qa cov_Lam. Qed.
Let Lam_ge0 : 0 <= Lam := le_trans a_ge0 a_Lam.

Theorem flat_minimizer : exists V : weights R d, regressor p V = ws /\
  sharp_ub c X y p V (2%:R * v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a)).
Proof.
have iv : 0 < v^-1 by rewrite invr_gt0.
have -> : 2%:R * v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a) =
  2%:R * (v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a)) by rewrite !mulrA.
have l0 : 0 <= v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a).
  by apply: mulr_ge0; [rewrite mulr_ge0 ?sqr_ge0 | rewrite addr_ge0 ?mulr_ge0 ?ler0n].
apply: (rank_one_sharpness c_gt0 widths ws_normal iv pn_gt0 pnE l0) => x.
set z := cov c X *m x.
have -> : v^-1 ^+ M.*2 * sqF p = v ^+ 2 * rho ^+ 2.
  have vM : v ^+ M.*2 != 0 by rewrite expf_neq0 // gt_eqF.
  have -> : sqF p = v ^+ 2 * v ^+ M.*2 * rho ^+ 2.
    by rewrite -pnE -vE exprMn -exprM muln2 -exprD.
  rewrite exprVn; move: (v ^+ M.*2) (v ^+ 2) vM => b e b0.
  have -> : b^-1 * (e * b * rho ^+ 2) = e * rho ^+ 2 * (b / b) by ring.
  by rewrite mulfV // mulr1.
have -> : v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a) * dot x z =
  v ^+ 2 * rho ^+ 2 * (Lam * dot x z) + M%:R * v ^+ 2 * (a * rho ^+ 2 * dot x z) by ring.
rewrite exprVn invrK; apply: ler_add; apply: ler_wpmul2l.
- by rewrite mulr_ge0 ?sqr_ge0.
- exact: cov_range.
- by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
by rewrite rhoE -qa; exact: cs_cov.
Qed.

(* The printed upper bound, u the square root                                         *)
Theorem printed_upper u : 0 <= u ->
    u ^+ 2 = (2%:R * L%:R - 1) * Lam ^+ 2 + M%:R ^+ 2 * a ^+ 2 ->
  exists V : weights R d, regressor p V = ws /\
    sharp_ub c X y p V (2%:R * v ^+ 2 * rho ^+ 2 * u).
Proof.
move=> u0 uE; have [V [regV ub]] := flat_minimizer; exists V; split=> // H.
apply: le_trans (ub H) _; apply: ler_wpmul2r.
  by apply: sumr_ge0 => k _; exact: sqF_ge0.
apply: ler_wpmul2l (sum_le_root a_ge0 a_Lam u0 uE).
by apply: mulr_ge0 (sqr_ge0 _); apply: mulr_ge0 (ler0n _ _) (sqr_ge0 _).
Qed.

End Flat.

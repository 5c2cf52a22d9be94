(* The limit of the residual flow: change of the layers and sharpness                 *)
(*                                                                                    *)
(* Setting of residual_convergence.v, with Sigma >= lam > 0 in residual_low_sharp.    *)
(* Main results                                                                       *)
(*   residual_limit      W(t) converges to some Wl, which minimizes the risk, and     *)
(*                       (L |Wl_k - W_k(0)|_F)^2 <= B^2                               *)
(*   residual_low_sharp  every limit Wl minimizes the risk, and S_ball bounds S(Wl),  *)
(*                       gamma^2 a S_ball <= 4 exp(1) Ma^4 Lam S(W') for every        *)
(*                       minimizer W', a |pi*|^2 = pi*^T Sigma pi*; the same with lam *)
(* Given: a gradient flow for all t >= 0.                                             *)
(* Source: slides, "Convergence of GF", "Connection with sharpness" (residual         *)
(* initialization); claims residual/convergence, residual/order-one-over-depth,       *)
(* residual/low-sharpness.                                                            *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import sharpness_lower_bound operator_bounds covariance_bounds.
From Lemmata Require Import residual_bounds residual_ball sharpness_by_products residual_sharpness.
From Lemmata Require Import gradient_flow flow_energy small_scale_limit flow_converges.
From Lemmata Require Import minimizers small_scale_corollary residual_flow residual_convergence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Limit.
Variables (R : realType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : R -> weights R d) (ws : 'cV[R]_(d 0)) (gamma Ma lam Lam : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis c_gt0 : 0 < c.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis G_low : forall k, (k <= L)%N -> low (head (W 0) k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head (W 0) k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L (W 0) k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L (W 0) k)^T Ma.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis Lam_gt0 : 0 < Lam.
Notation Rmin := (lin_risk c X y ws).
Hypothesis threshold : 64%:R * expR 1 * Ma ^+ 6 * Lam * (risk c X y p (W 0) - Rmin) <=
  gamma ^+ 10 * lam ^+ 2 * sqF p.

Let Rmin_le V : Rmin <= risk c X y p V.
Proof. by rewrite risk_lin; exact: normal_min. Qed.

Section Range.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).

Let pl t : 0 <= t -> L%:R * gamma ^+ 4 * lam * sqF p * (risk c X y p (W t) - Rmin) <=
  speed c X y p (W t).
Proof.
exact: (residual_pl_along L_gt0 p0 c_gt0 gamma_gt0 flow G_low G_opn B_low B_opn ws_normal lam_gt0
  Lam_gt0 cov_lam cov_Lam threshold).
Qed.

Let mu_gt0 : 0 < L%:R * gamma ^+ 4 * lam * sqF p.
Proof. by rewrite !mulr_gt0 ?exprn_gt0 ?ltr0n ?sqF_gt0. Qed.

Let change t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= B2 (L := L) c X y p W ws gamma Ma lam Lam.
Proof.
exact: (residual_change L_gt0 p0 c_gt0 gamma_gt0 flow G_low G_opn B_low B_opn ws_normal lam_gt0
  Lam_gt0 cov_lam cov_Lam threshold).
Qed.

Lemma residual_limit_change (Wl : weights R d) k :
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) -> (k < L)%N ->
  L%:R ^+ 2 * sqF (Wl k - W 0 k) <= B2 (L := L) c X y p W ws gamma Ma lam Lam.
Proof.
move=> conv kL.
have lim : (fun t => L%:R ^+ 2 * sqF (W t k - W 0 k)) @ +oo --> L%:R ^+ 2 * sqF (Wl k - W 0 k).
  apply: cvgM; first exact: cvg_cst.
  apply: sqF_cvg; apply: mx_cvgB; last exact: mx_cvg_cst.
  by move=> i j; exact: conv.
by apply: (limit_le (t0 := 0) lim) => t t0; exact: change.
Qed.

Lemma residual_limit_min (Wl : weights R d) :
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) ->
  forall V, risk c X y p Wl <= risk c X y p V.
Proof.
move=> conv V; apply: le_trans (Rmin_le V).
apply/ler_addgt0Pr => e e0; have [t t0 Et] := energy_small flow (lexx 0) mu_gt0 Rmin_le pl e0.
have lim := @risk_cvg R d L n 1 c X y p W Wl (fun k kL i j => conv k i j kL).
apply: (limit_le (t0 := t) lim) => u tu.
by rewrite -ler_subl_addl; exact: Et tu.
Qed.

Theorem residual_limit : exists2 Wl : weights R d,
  (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) &
  (forall V, risk c X y p Wl <= risk c X y p V) /\
  forall k, (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W 0 k) <= B2 (L := L) c X y p W ws gamma Ma lam Lam.
Proof.
have [Wl conv _] := pl_converges flow (lexx 0) mu_gt0 Rmin_le pl.
exists Wl => //; split; first exact: residual_limit_min.
by move=> k kL; exact: residual_limit_change.
Qed.

End Range.

(* Sigma of full rank                                                                 *)
Variable a : R.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Theorem residual_low_sharp (Wl : weights R d) :
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) ->
  [/\ forall V, risk c X y p Wl <= risk c X y p V,
      sharp_ub c X y p Wl (S_ball (L := L) p Ma (expR 1) Lam) &
      forall W' S', (forall V, risk c X y p W' <= risk c X y p V) -> 0 <= S' ->
        sharp_ub c X y p W' S' ->
        gamma ^+ 2 * (a * S_ball (L := L) p Ma (expR 1) Lam) <= 4%:R * expR 1 * Ma ^+ 4 * Lam * S' /\
        gamma ^+ 2 * (lam * S_ball (L := L) p Ma (expR 1) Lam) <= 4%:R * expR 1 * Ma ^+ 4 * Lam * S'].
Proof.
move=> conv; have lam_sq := quad_pl (cov_psd X c_gt0) cov_lam.
have Lam_sq := cov_upper_sq c_gt0 (ltW Lam_gt0) cov_Lam.
have min := residual_limit_min lam_sq Lam_sq conv.
have close k : (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W 0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
  move=> kL; apply: le_trans (residual_limit_change lam_sq Lam_sq conv kL) _.
  exact: (residual_B_le p0 gamma_gt0 G_opn lam_gt0 threshold).
have widths k : (0 < k < L)%N -> (0 < d k)%N by move=> _; exact: width_gt0 p0.
have reg : regressor p Wl = ws.
  have ne := min_normal p0 L_gt0 widths c_gt0 min.
  exact: (normal_unique lam_gt0 cov_lam ne ws_normal).
have qa' : dot (regressor p Wl) (cov c X *m regressor p Wl) = a * sqF (regressor p Wl).
  by rewrite reg.
have eu := @euler_le R L L_gt0.
split=> // [|W' S' min' S0 Sub].
  exact: (ball_sharpness L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn close eu c_gt0 min
    (ltW Lam_gt0) cov_Lam).
exact: (ball_low_sharpness L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn close eu c_gt0 min
  lam_gt0 cov_lam (ltW Lam_gt0) qa' min' S0 Sub).
Qed.

End Limit.

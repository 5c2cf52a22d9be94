(* The residual flow stays in its ball, and converges: the deterministic part         *)
(*                                                                                    *)
(* Setting of residual_ball.v with W0 = W(0): gamma and Ma bound the singular values  *)
(* of all G_k and B_k at time 0 only. lam, Lam: bounds of Sigma on its range.         *)
(* Threshold: 64 exp(1) Ma^6 Lam E(0) <= gamma^10 lam^2 |p|^2.                        *)
(* Main results                                                                       *)
(*   residual_in_ball    L |W_k(t) - W_k(0)|_F <= gamma / (2 Ma) for all t >= 0       *)
(*   residual_rate       E(t) <= E(0) exp(- mu t), mu = L lam |p|^2 gamma^4           *)
(*   residual_change     (L |W_k(t) - W_k(0)|_F)^2 <= B^2, where                      *)
(*                       B^2 = 16 exp(1) Ma^4 Lam E(0) / (gamma^8 lam^2 |p|^2)        *)
(*   residual_B_le       B <= gamma / (2 Ma)                                          *)
(* The limit is in residual_limit.v.                                                  *)
(* Given: a gradient flow for all t >= 0 (its existence is not proved).               *)
(* Source: slides, "Convergence of GF" (residual initialization); claim               *)
(* residual/convergence, deterministic part.                                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds residual_bounds residual_ball.
From Lemmata Require Import gradient_flow exponential_decay flow_energy exit_time.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* (1 + 1 / (2 L))^(2 L) is at most Euler's number.                                    *)
Lemma euler_le (R : realType) L : (0 < L)%N ->
  ((1 + (2%:R * L%:R)^-1) ^+ L) ^+ 2 <= expR 1 :> R.
Proof.
move=> L_gt0; set e : R := _^-1; have e0 : 0 <= e by rewrite invr_ge0 mulr_ge0 ?ler0n.
have one : 0 <= 1 + e by rewrite addr_ge0 ?ler01.
rewrite -exprM; apply: le_trans (_ : expR e ^+ (L * 2) <= _).
  by apply: ler_expn2r; rewrite ?nnegrE ?(ltW (expR_gt0 _)) // expR_ge1Dx.
rewrite -expRMm natrM [L%:R * _]mulrC /e mulfV // mulf_neq0 // ?pnatr_eq0 //.
by rewrite -lt0n.
Qed.

Section Flow.
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
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Notation Rmin := (lin_risk c X y ws).
Notation E t := (risk c X y p (W t) - Rmin).
Hypothesis threshold :
  64%:R * expR 1 * Ma ^+ 6 * Lam * E 0 <= gamma ^+ 10 * lam ^+ 2 * sqF p.

Let ee : R := expR 1.
Let ee_gt0 : 0 < ee. Proof. exact: expR_gt0. Qed.
Let Ma0 : 0 < Ma. Proof. exact: (Ma_gt0 p0 G_opn). Qed.
Let P0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let L0 : 0 < L%:R :> R. Proof. by rewrite ltr0n. Qed.
Let rho := gamma / (2%:R * Ma).
Let mu := L%:R * gamma ^+ 4 * lam * sqF p.
Let K := 4%:R * ee * Ma ^+ 4 * sqF p * Lam.
Let mu_gt0 : 0 < mu. Proof. by rewrite !mulr_gt0 ?exprn_gt0. Qed.
Let K_gt0 : 0 < K. Proof. by rewrite !mulr_gt0 ?exprn_gt0 ?ltr0n. Qed.
Let dist k t := L%:R ^+ 2 * sqF (W t k - W 0 k).

Let Rmin_le V : Rmin <= risk c X y p V.
Proof. by rewrite risk_lin; exact: normal_min. Qed.

Let ee_le : ((1 + (2%:R * L%:R)^-1) ^+ L) ^+ 2 <= ee.
Proof. exact: euler_le. Qed.

Section Ball.
Variable t : R.
Hypothesis near : forall k, (k < L)%N -> dist k t <= rho ^+ 2.

Lemma pl_in_ball : mu * E t <= speed c X y p (W t).
Proof.
exact: (ball_pl L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn near ws_normal cov_lam cov_Lam).
Qed.

Lemma grad_in_ball k : (k < L)%N -> sqF (grad c X y p (W t) k) <= K * E t.
Proof.
exact: (ball_grad_excess L_gt0 p0 gamma_gt0 G_low G_opn B_low B_opn near ws_normal cov_lam
  cov_Lam ee_le).
Qed.

End Ball.

(* While the flow is in the ball, no layer moves further than 2 sqrt(A K) / mu.        *)
Lemma change_in_ball T A k : 0 <= T -> (k < L)%N -> 0 < A -> E 0 <= A ->
    (forall j t, (j < L)%N -> 0 <= t <= T -> dist j t <= rho ^+ 2) ->
    0 < sqF (W T k - W 0 k) ->
  mu ^+ 2 * sqF (W T k - W 0 k) < 4%:R * A * K.
Proof.
move=> T0 kL A0 EA near; set u := W T k - W 0 k => D0.
have r2 : Num.sqrt (A / mu) ^+ 2 = A / mu by rewrite sqr_sqrtr // divr_ge0 // ltW.
have q0 : 0 < sqF u * K / mu := divr_gt0 (mulr_gt0 D0 K_gt0) mu_gt0.
have N2 : Num.sqrt (sqF u * K / mu) ^+ 2 = sqF u * K / mu.
  by rewrite sqr_sqrtr // ltW.
have r0 : 0 < Num.sqrt (A / mu) by rewrite sqrtr_gt0 divr_gt0.
have N0 : 0 < Num.sqrt (sqF u * K / mu) by rewrite sqrtr_gt0.
set r := Num.sqrt _ in r2 r0; set N := Num.sqrt _ in N2 N0.
have de t : 0 <= t <= T -> is_derive t 1 (fun t => E t) (- speed c X y p (W t)).
  case/andP=> t0 _; rewrite (_ : (fun u => _) = (fun u => risk c X y p (W u)) - cst Rmin) //.
  rewrite -[X in is_derive _ _ _ X]subr0.
  by apply: is_deriveB; exact: (risk_flow flow).
have pl t : 0 <= t <= T -> mu * E t <= speed c X y p (W t).
  by move=> tT; apply: pl_in_ball => j jL; exact: near.
have dm t : 0 <= t <= T ->
    is_derive t 1 (fun t => dot u (W t k)) (dot u (- grad c X y p (W t) k)).
  by case/andP=> t0 _; apply: dot_derive; exact: flow.
have moves t : 0 <= t <= T ->
    dot u (- grad c X y p (W t) k) ^+ 2 <= N ^+ 2 * speed c X y p (W t).
  move=> tT; rewrite dotNr sqrrN; apply: le_trans (cauchy_schwarz _ _) _.
  apply: le_trans (_ : sqF u * (K * E t) <= _).
    rewrite ler_wpmul2l ?sqF_ge0 //; apply: grad_in_ball => // j jL; exact: near.
  rewrite N2 mulrA; have -> : sqF u * K * E t = sqF u * K / mu * (mu * E t).
    by rewrite [RHS]mulrA divfK // gt_eqF.
  by rewrite ler_wpmul2l ?pl // ltW.
have small : E 0 <= mu * r ^+ 2 by rewrite r2 mulrC divfK // gt_eqF.
have E_ge0 t : 0 <= t <= T -> 0 <= E t by rewrite subr_ge0.
have TT : 0 <= T <= T by rewrite T0 lexx.
have := path_bound_lt de pl mu_gt0 r0 (ltW N0) dm moves small E_ge0 N0 TT.
rewrite -dotBr -/(sqF u) => lt.
have lt2 : sqF u ^+ 2 < 2%:R ^+ 2 * (A / mu) * (sqF u * K / mu).
  rewrite -r2 -N2 -!exprMn; apply: ltr_expn2r => //; exact: ltW.
rewrite -(ltr_pmul2l D0).
have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have -> : sqF u * (mu ^+ 2 * sqF u) = mu ^+ 2 * sqF u ^+ 2 by ring.
apply: lt_le_trans (_ : mu ^+ 2 * (2%:R ^+ 2 * (A / mu) * (sqF u * K / mu)) <= _).
  by rewrite (ltr_pmul2l mu2).
have h := mulfV (lt0r_neq0 mu_gt0); move: (mu^-1) h => im h.
rewrite le_eqVlt; apply/orP; left; apply/eqP.
transitivity ((mu * im) ^+ 2 * (sqF u * (4%:R * A * K))); first by ring.
by rewrite h expr1n mul1r.
Qed.

Let dist_cont k t : (k < L)%N -> 0 <= t -> dist k @ t --> dist k t.
Proof.
move=> kL t0; have hB := mx_deriveB (flow t0 kL) (@mx_derive_cst R t _ _ (W 0 k)).
have [df _] : is_derive t 1 (dist k)
    (L%:R ^+ 2 *: (2%:R * dot (W t k - W 0 k) (- grad c X y p (W t) k - 0))).
  rewrite (_ : dist k = L%:R ^+ 2 \*: (fun s => sqF (W s k - W 0 k))) //.
  by apply: is_deriveZ; exact: (sqF_derive hB).
exact/differentiable_continuous/derivable1_diffP.
Qed.

(* What the threshold means for the ball                                               *)
Let thr := gamma ^+ 10 * lam ^+ 2 * sqF p / (64%:R * ee * Ma ^+ 6 * Lam).
Let thr_gt0 : 0 < thr.
Proof. by rewrite divr_gt0 // !mulr_gt0 ?exprn_gt0 ?ltr0n. Qed.

Let E_thr : E 0 <= thr.
Proof.
rewrite ler_pdivl_mulr; first by rewrite mulrC.
by rewrite !mulr_gt0 ?exprn_gt0 ?ltr0n.
Qed.

Let thr_rho : L%:R ^+ 2 * (4%:R * thr * K) = mu ^+ 2 * rho ^+ 2.
Proof.
have d0 : 0 < 64%:R * ee * Ma ^+ 6 * Lam by rewrite !mulr_gt0 ?exprn_gt0 ?ltr0n.
have m0 : 0 < 2%:R * Ma by rewrite mulr_gt0 ?ltr0n.
have h := mulfV (lt0r_neq0 d0); have hm := mulfV (lt0r_neq0 m0).
rewrite /thr /K /mu /rho; move: ((64%:R * _ * _ * _)^-1) (2%:R * Ma)^-1 h hm => i im h hm.
pose A := L%:R ^+ 2 * gamma ^+ 10 * lam ^+ 2 * sqF p ^+ 2.
transitivity (A * (16%:R * ee * Ma ^+ 4 * Lam * i) * (2%:R * Ma * im) ^+ 2).
  by rewrite hm /A; ring.
transitivity (A * im ^+ 2 * (64%:R * ee * Ma ^+ 6 * Lam * i)); first by ring.
by rewrite h /A; ring.
Qed.

Theorem residual_in_ball t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Proof.
move=> t0 kL; apply: (no_exit dist_cont _ _ kL t0) => [j jL|T T0 near j jL].
  by rewrite /dist subrr /sqF dot0l mulr0 sqr_ge0.
have rho0 : 0 < rho ^+ 2 by rewrite exprn_gt0 // divr_gt0 // mulr_gt0 ?ltr0n.
have := sqF_ge0 (W T j - W 0 j); rewrite le_eqVlt => /predU1P[E0|D0].
  by rewrite /dist -E0 mulr0.
have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have L2 : 0 < L%:R ^+ 2 :> R by rewrite exprn_gt0.
rewrite -(ltr_pmul2l mu2) -thr_rho /dist [X in X < _]mulrCA (ltr_pmul2l L2).
exact: (change_in_ball T0 jL thr_gt0 E_thr near D0).
Qed.

Theorem residual_pl_along t : 0 <= t -> mu * E t <= speed c X y p (W t).
Proof. by move=> t0; apply: pl_in_ball => k kL; exact: residual_in_ball. Qed.

Theorem residual_rate t : 0 <= t ->
  E t <= E 0 * expR (- (L%:R * gamma ^+ 4 * lam * sqF p) * t).
Proof.
move=> t0; have := energy_decay flow (lexx 0) (fun t => @residual_pl_along t) t0.
by rewrite subr0.
Qed.

Definition B2 := 16%:R * expR 1 * Ma ^+ 4 * Lam * E 0 / (gamma ^+ 8 * lam ^+ 2 * sqF p).

Let mu_B2 : mu ^+ 2 * B2 = L%:R ^+ 2 * (4%:R * E 0 * K).
Proof.
have d0 : 0 < gamma ^+ 8 * lam ^+ 2 * sqF p by rewrite !mulr_gt0 ?exprn_gt0.
have h := mulfV (lt0r_neq0 d0).
rewrite /B2 /K /mu -/ee; move: (E 0) ((gamma ^+ 8 * _ * _)^-1) h => e i h.
transitivity (L%:R ^+ 2 * sqF p * (16%:R * ee * Ma ^+ 4 * Lam * e) *
  (gamma ^+ 8 * lam ^+ 2 * sqF p * i)).
  by ring.
by rewrite h; ring.
Qed.

Theorem residual_change t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <= B2.
Proof.
move=> t0 kL; have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have L2 : 0 < L%:R ^+ 2 :> R by rewrite exprn_gt0.
rewrite -(ler_pmul2l mu2) mu_B2 [X in X <= _]mulrCA (ler_pmul2l L2).
have E0 : 0 <= E 0 by rewrite subr_ge0.
have := sqF_ge0 (W t k - W 0 k); rewrite le_eqVlt => /predU1P[<-|D0].
  by rewrite mulr0 !mulr_ge0 ?ler0n // ltW.
apply/ler_addgt0Pr => e e0; have A0 : 0 < E 0 + e / (4%:R * K).
  by rewrite ltr_paddl // divr_gt0 // mulr_gt0 ?ltr0n.
have le : E 0 <= E 0 + e / (4%:R * K) by rewrite ler_addl divr_ge0 ?mulr_ge0 ?ler0n // ltW.
have near j u : (j < L)%N -> 0 <= u <= t -> dist j u <= rho ^+ 2.
  by move=> jL /andP[u0 _]; exact: residual_in_ball.
apply: le_trans (ltW (change_in_ball t0 kL A0 le near D0)) _.
have k0 : 4%:R * K != 0 by rewrite mulf_neq0 ?pnatr_eq0 // gt_eqF.
have h := mulfV k0; move: (4%:R * K)^-1 h => i h.
rewrite le_eqVlt; apply/orP; left; apply/eqP.
transitivity (4%:R * E 0 * K + e * (4%:R * K * i)); first by ring.
by rewrite h mulr1.
Qed.

Theorem residual_B_le : B2 <= (gamma / (2%:R * Ma)) ^+ 2.
Proof.
have mu2 : 0 < mu ^+ 2 by rewrite exprn_gt0.
have L2 : 0 < L%:R ^+ 2 :> R by rewrite exprn_gt0.
rewrite -(ler_pmul2l mu2) mu_B2 -/rho -thr_rho (ler_pmul2l L2).
by rewrite ler_wpmul2r ?(ltW K_gt0) // ler_wpmul2l ?ler0n.
Qed.

End Flow.

(* Sharpness of the limit of the residual flow, in terms of the scale s               *)
(*                                                                                    *)
(* Setting of residual_limit.v with gamma = exp(- 2 s^2 - u) / 2 and                  *)
(* Ma = 4 exp(s^2 / 2 + u) for some numbers s and u (the bounds that hold with high   *)
(* probability for a start of scale s: that is not proved here). Sigma >= lam > 0.    *)
(* Threshold: 2^28 exp(1 + 23 s^2 + 16 u) Lam E(0) <= lam^2 |p|^2.                    *)
(* Main results                                                                       *)
(*   scale_low_sharp   at every limit Wl, which minimizes the risk,                   *)
(*                     lam S <= 2^12 exp(1 + 6 s^2 + 6 u) Lam S(W') for every         *)
(*                     minimizer W' and any S below all upper bounds of the Hessian   *)
(*                     form at Wl, so for S(Wl); the same with a in place of lam      *)
(*   scale_change      the weights change by at most 2^-4 exp(- 5 s^2 / 2 - 2 u) / L  *)
(* Notation: gamma_of s u, M_of s u, the two bounds.                                  *)
(* Source: slides, "Connection with sharpness" (residual initialization), Corollary;  *)
(* claim residual/low-sharpness.                                                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound operator_bounds.
From Lemmata Require Import covariance_bounds minimizers residual_ball residual_sharpness.
From Lemmata Require Import gradient_flow residual_convergence residual_limit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Constants.
Variables (R : realType) (s u : R).
Let h : R := s ^+ 2 / 2%:R.
Let x := expR h.
Let z := expR u.

Definition gamma_of := expR (- (2%:R * s ^+ 2 + u)) / 2%:R.
Definition M_of := 4%:R * expR (s ^+ 2 / 2%:R + u).

Let hE : s ^+ 2 = 2%:R * h. Proof. by rewrite mulrC divfK // pnatr_eq0. Qed.
Let p4 : 4%:R = 2%:R ^+ 2 :> R. Proof. by rewrite -natrX. Qed.
Let p64 : 64%:R = 2%:R ^+ 6 :> R. Proof. by rewrite -natrX. Qed.

Lemma gamma_of_gt0 : 0 < gamma_of.
Proof. by rewrite divr_gt0 ?expR_gt0 ?ltr0n. Qed.

Let gE : gamma_of * (2%:R * x ^+ 4 * z) = 1.
Proof.
have e0 : x ^+ 4 * z != 0 by rewrite mulf_neq0 ?expf_neq0 // gt_eqF ?expR_gt0.
have -> : gamma_of = (x ^+ 4 * z)^-1 / 2%:R.
  rewrite /gamma_of expRN expRD hE mulrA -natrM expRMm; congr (_ / _).
have h2 : 2%:R * 2%:R^-1 = 1 :> R by rewrite mulfV // pnatr_eq0.
have := mulfV e0; move: (x ^+ 4 * z)^-1 2%:R^-1 h2 => i j h2 e1.
transitivity (2%:R * j * (x ^+ 4 * z * i)); first by ring.
by rewrite h2 e1 mulr1.
Qed.

Let ME : M_of = 2%:R ^+ 2 * x * z.
Proof. by rewrite /M_of expRD p4 mulrA. Qed.

Let expE k l : expR (1 + k%:R * s ^+ 2 + l%:R * u) = expR 1 * x ^+ (k * 2) * z ^+ l.
Proof. by rewrite !expRD hE mulrA -natrM !expRMm. Qed.

Lemma scale_threshold :
  gamma_of ^+ 10 * (2%:R ^+ 28 * expR (1 + 23%:R * s ^+ 2 + 16%:R * u)) =
  64%:R * expR 1 * M_of ^+ 6.
Proof.
rewrite expE ME p64 /=; move: gE; move: 2%:R (expR 1) x z gamma_of => t e a b g g1.
transitivity ((g * (t * a ^+ 4 * b)) ^+ 10 * (t ^+ 18 * e * a ^+ 6 * b ^+ 6)); first by ring.
by rewrite g1 expr1n; ring.
Qed.

Lemma scale_ratio :
  4%:R * expR 1 * M_of ^+ 4 = gamma_of ^+ 2 * (2%:R ^+ 12 * expR (1 + 6%:R * s ^+ 2 + 6%:R * u)).
Proof.
rewrite expE ME p4 /=; move: gE; move: 2%:R (expR 1) x z gamma_of => t e a b g g1.
transitivity ((g * (t * a ^+ 4 * b)) ^+ 2 * (t ^+ 10 * e * a ^+ 4 * b ^+ 4)); last by ring.
by rewrite g1 expr1n; ring.
Qed.

Lemma scale_radius :
  gamma_of / (2%:R * M_of) = expR (- (5%:R * s ^+ 2 / 2%:R + 2%:R * u)) / 2%:R ^+ 4.
Proof.
have -> : expR (- (5%:R * s ^+ 2 / 2%:R + 2%:R * u)) = (x ^+ 5 * z ^+ 2)^-1.
  by rewrite expRN expRD -mulrA -/h !expRMm.
have -> : gamma_of = (2%:R * x ^+ 4 * z)^-1.
  have n0 : 2%:R * x ^+ 4 * z != 0.
    by rewrite !mulf_neq0 ?expf_neq0 ?pnatr_eq0 // gt_eqF ?expR_gt0.
  by apply: (mulIf n0); rewrite gE mulVf.
rewrite -!invfM ME; congr (_^-1); move: 2%:R x z => t a b; ring.
Qed.

End Constants.

Section Flow.
Variables (R : realType) (m L n : nat) (c s u : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : R -> weights R d) (ws : 'cV[R]_(d 0)) (lam Lam a : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis c_gt0 : 0 < c.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis G_low : forall k, (k <= L)%N -> low (head (W 0) k) (gamma_of s u).
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head (W 0) k) (M_of s u).
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L (W 0) k)^T (gamma_of s u).
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L (W 0) k)^T (M_of s u).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis Lam_gt0 : 0 < Lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis ws0 : ws != 0.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.
Hypothesis threshold : 2%:R ^+ 28 * expR (1 + 23%:R * s ^+ 2 + 16%:R * u) * Lam *
  (risk c X y p (W 0) - lin_risk c X y ws) <= lam ^+ 2 * sqF p.

Let gamma_gt0 := gamma_of_gt0 s u.

Let small : 64%:R * expR 1 * M_of s u ^+ 6 * Lam * (risk c X y p (W 0) - lin_risk c X y ws) <=
  gamma_of s u ^+ 10 * lam ^+ 2 * sqF p.
Proof.
have g0 : 0 < gamma_of s u ^+ 10 by rewrite exprn_gt0.
rewrite -scale_threshold -!(mulrA (gamma_of s u ^+ 10)).
exact: ler_wpmul2l (ltW g0) _ _ threshold.
Qed.

Theorem scale_change t k : 0 <= t -> (k < L)%N ->
  L%:R ^+ 2 * sqF (W t k - W 0 k) <=
  (expR (- (5%:R * s ^+ 2 / 2%:R + 2%:R * u)) / 2%:R ^+ 4) ^+ 2.
Proof.
rewrite -scale_radius; have lam_sq := quad_pl (cov_psd X c_gt0) cov_lam.
have Lam_sq := cov_upper_sq c_gt0 (ltW Lam_gt0) cov_Lam.
exact: (residual_in_ball L_gt0 p0 c_gt0 gamma_gt0 flow G_low G_opn B_low B_opn ws_normal lam_gt0
  Lam_gt0 lam_sq Lam_sq small).
Qed.

Theorem scale_low_sharp (Wl : weights R d) :
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) ->
  (forall V, risk c X y p Wl <= risk c X y p V) /\
  forall S W' S', (forall S1, sharp_ub c X y p Wl S1 -> S <= S1) ->
    (forall V, risk c X y p W' <= risk c X y p V) -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * S <= 2%:R ^+ 12 * expR (1 + 6%:R * s ^+ 2 + 6%:R * u) * Lam * S' /\
  lam * S <= 2%:R ^+ 12 * expR (1 + 6%:R * s ^+ 2 + 6%:R * u) * Lam * S'.
Proof.
move=> conv; have [min Sub ratio] := residual_low_sharp L_gt0 p0 c_gt0 gamma_gt0 flow G_low G_opn
  B_low B_opn ws_normal lam_gt0 Lam_gt0 small cov_lam cov_Lam qa conv.
have a0 : 0 <= a.
  by rewrite -(pmulr_lge0 _ (_ : 0 < sqF ws)) ?sqF_gt0 // -qa cov_psd.
split=> [|S W' S' S_least min' S0 Sub']; first exact: min.
have [le_a le_lam] := ratio W' S' min' S0 Sub'.
have g0 : 0 < gamma_of s u ^+ 2 by rewrite exprn_gt0.
have red v w : gamma_of s u ^+ 2 * v <= 4%:R * expR 1 * M_of s u ^+ 4 * Lam * w ->
    v <= 2%:R ^+ 12 * expR (1 + 6%:R * s ^+ 2 + 6%:R * u) * Lam * w.
  by rewrite scale_ratio -!(mulrA (gamma_of s u ^+ 2)) (ler_pmul2l g0).
have Sle := S_least _ Sub.
split; [apply: le_trans (red _ _ le_a)|apply: le_trans (red _ _ le_lam)];
  by rewrite ler_wpmul2l // ltW.
Qed.

End Flow.

(* A gradient flow whose speed has the constants of a residual network                *)
(*                                                                                    *)
(* L >= 1 layers of any widths, p <> 0, E = R - R_min. In the ball                    *)
(* L |V_k - W_k(0)|_F <= rho the products give                                        *)
(*   L A lam |p|^2 E <= sum_k |grad_k|_F^2,  |grad_k|_F^2 <= 4 exp(1) b |p|^2 Lam E,  *)
(* with A = gamma^4, b = Ma^4 in residual_convergence.v, and A = gamma^4 / Ma^2,      *)
(* b = Ma^4 / gamma^2 in residual_one_sided.v.                                        *)
(* Threshold: 16 exp(1) b Lam E(0) <= A^2 lam^2 |p|^2 rho^2.                          *)
(* Main results                                                                       *)
(*   reach_ball     the flow stays in the ball                                        *)
(*   reach_rate     E(t) <= E(0) exp(- L A lam |p|^2 t)                               *)
(*   reach_change   (L |W_k(t) - W_k(0)|_F)^2 <= reach2, where                        *)
(*                  reach2 = 16 exp(1) b Lam E(0) / (A^2 lam^2 |p|^2)                 *)
(*   reach_le       reach2 <= rho^2                                                   *)
(*   reach_limit    W(t) converges to some Wl, which minimizes the risk, and          *)
(*                  (L |Wl_k - W_k(0)|_F)^2 <= reach2                                 *)
(* and the last two for every limit: reach_limit_min, reach_limit_change; and         *)
(*   euler_le       (1 + 1 / (2 L))^(2 L) <= exp(1)                                   *)
(* Given: a gradient flow for all t >= 0.                                             *)
(* Source: claim residual/convergence, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import gradient_flow flow_energy flow_in_ball.

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
Variables (R : realType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : R -> weights R d) (ws : 'cV[R]_(d 0)) (A b rho lam Lam : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis c_gt0 : 0 < c.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis A_gt0 : 0 < A.
Hypothesis b_gt0 : 0 < b.
Hypothesis rho_gt0 : 0 < rho.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis Lam_gt0 : 0 < Lam.
Notation Rmin := (lin_risk c X y ws).
Let near V := forall k, (k < L)%N -> L%:R ^+ 2 * sqF (V k - W 0 k) <= rho ^+ 2.
Hypothesis pl : forall V, near V ->
  L%:R * A * lam * sqF p * (risk c X y p V - Rmin) <= speed c X y p V.
Hypothesis grad_le : forall V k, near V -> (k < L)%N ->
  sqF (grad c X y p V k) <= 4%:R * expR 1 * b * sqF p * Lam * (risk c X y p V - Rmin).
Notation E t := (risk c X y p (W t) - Rmin).
Hypothesis threshold : 16%:R * expR 1 * b * Lam * E 0 <= A ^+ 2 * lam ^+ 2 * sqF p * rho ^+ 2.

Let ee : R := expR 1.
Let ee_gt0 : 0 < ee. Proof. exact: expR_gt0. Qed.
Let P0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let L0 : 0 < L%:R :> R. Proof. by rewrite ltr0n. Qed.
Let L2 : 0 < L%:R ^+ 2 :> R. Proof. by rewrite exprn_gt0. Qed.
Let mu := L%:R * A * lam * sqF p.
Let K := 4%:R * ee * b * sqF p * Lam.
Let mu_gt0 : 0 < mu. Proof. by rewrite !mulr_gt0. Qed.
Let K_gt0 : 0 < K. Proof. by rewrite !mulr_gt0 ?ltr0n. Qed.
Let r2 := rho ^+ 2 / L%:R ^+ 2.
Let r2_gt0 : 0 < r2. Proof. by rewrite divr_gt0 // exprn_gt0. Qed.

Let Rmin_le V : Rmin <= risk c X y p V.
Proof. by rewrite risk_lin; exact: normal_min. Qed.

Let r2E s : (s <= r2) = (L%:R ^+ 2 * s <= rho ^+ 2).
Proof. by rewrite ler_pdivl_mulr // mulrC. Qed.

Let nearE t : (forall k, (k < L)%N -> sqF (W t k - W 0 k) <= r2) -> near (W t).
Proof. by move=> le k kL; rewrite -r2E le. Qed.

Let pl_ball t : (forall k, (k < L)%N -> sqF (W t k - W 0 k) <= r2) ->
  mu * E t <= speed c X y p (W t).
Proof. by move/nearE; exact: pl. Qed.

Let grad_ball t k : (forall k, (k < L)%N -> sqF (W t k - W 0 k) <= r2) -> (k < L)%N ->
  sqF (grad c X y p (W t) k) <= K * E t.
Proof. by move/nearE; exact: grad_le. Qed.

(* The threshold and the radius in the units of flow_in_ball.v                        *)
Let D := A ^+ 2 * lam ^+ 2 * sqF p.
Let D_gt0 : 0 < D. Proof. by rewrite !mulr_gt0 ?exprn_gt0. Qed.
Let mu2 : mu ^+ 2 = L%:R ^+ 2 * (D * sqF p). Proof. by rewrite /mu /D; ring. Qed.
Let K4 x : 4%:R * K * x = 16%:R * ee * b * Lam * x * sqF p. Proof. by rewrite /K; ring. Qed.

Let small : 4%:R * K * E 0 <= mu ^+ 2 * r2.
Proof.
rewrite mu2 K4 /r2; have h := mulfV (lt0r_neq0 L2); move: (L%:R ^+ 2)^-1 h => i h.
have -> : L%:R ^+ 2 * (D * sqF p) * (rho ^+ 2 * i) = D * rho ^+ 2 * (L%:R ^+ 2 * i) * sqF p.
  by ring.
by rewrite h mulr1 ler_pmul2r.
Qed.

Definition reach2 := 16%:R * expR 1 * b * Lam * E 0 / (A ^+ 2 * lam ^+ 2 * sqF p).

Let scale s : mu ^+ 2 * s <= 4%:R * K * E 0 -> L%:R ^+ 2 * s <= reach2.
Proof.
rewrite mu2 K4 => le; rewrite ler_pdivl_mulr // -/D -(ler_pmul2r P0).
by apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Theorem reach_le : reach2 <= rho ^+ 2.
Proof. by rewrite ler_pdivr_mulr // [X in _ <= X]mulrC. Qed.

Theorem reach_ball t k : 0 <= t -> (k < L)%N -> L%:R ^+ 2 * sqF (W t k - W 0 k) <= rho ^+ 2.
Proof.
move=> t0 kL; rewrite -r2E.
exact: (flow_in_ball flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small t0 kL).
Qed.

Theorem reach_rate t : 0 <= t -> E t <= E 0 * expR (- (L%:R * A * lam * sqF p) * t).
Proof. exact: (ball_rate flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small). Qed.

Theorem reach_change t k : 0 <= t -> (k < L)%N -> L%:R ^+ 2 * sqF (W t k - W 0 k) <= reach2.
Proof.
move=> t0 kL; apply: scale.
exact: (ball_change flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small t0 kL).
Qed.

Section Limit.
Variable Wl : weights R d.
Hypothesis conv : forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.

Theorem reach_limit_change k : (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W 0 k) <= reach2.
Proof.
move=> kL; apply: scale.
exact: (limit_change flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small conv kL).
Qed.

Theorem reach_limit_min V : risk c X y p Wl <= risk c X y p V.
Proof.
apply: le_trans (Rmin_le V).
exact: (limit_min flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small conv).
Qed.

End Limit.

Theorem reach_limit : exists2 Wl : weights R d,
  (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) &
  (forall V, risk c X y p Wl <= risk c X y p V) /\
  forall k, (k < L)%N -> L%:R ^+ 2 * sqF (Wl k - W 0 k) <= reach2.
Proof.
have [Wl conv _] := ball_limit flow mu_gt0 K_gt0 r2_gt0 Rmin_le pl_ball grad_ball small.
by exists Wl; [exact: conv|split; [exact: reach_limit_min conv|exact: reach_limit_change conv]].
Qed.

End Flow.

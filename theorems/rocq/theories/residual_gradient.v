(* Gradient of a network whose products lie between shrinking and growing bounds      *)
(*                                                                                    *)
(* All widths equal to m, depth L >= 1, e = 1 / (2 L). For all k <= L                 *)
(*   gamma (1 - e)^k <= sigma(G_k) <= Ma (1 + e)^k,                                   *)
(*   tau (1 - e)^(L-k) <= sigma(B_k) <= Mt (1 + e)^(L-k),                             *)
(* as for weights in a small ball around a start with good products: residual_ball.v  *)
(* has tau = gamma, Mt = Ma; residual_one_sided.v tau = gamma / Ma, Mt = Ma / gamma.  *)
(* Main results, g the gradient of the risk in the regressor                          *)
(*   near_grad_lower    (tau gamma)^2 |p|^2 |g|^2 <= 4 |grad_k|_F^2                   *)
(*   near_grad_upper    |grad_k|_F^2 <= (1 + e)^(2 (L-1)) (Mt Ma)^2 |p|^2 |g|^2       *)
(*   near_pl            L (tau gamma)^2 lam |p|^2 E <= sum_k |grad_k|_F^2             *)
(*   near_grad_excess   |grad_k|_F^2 <= 4 ee (Mt Ma)^2 |p|^2 Lam E,                   *)
(*                      (1 + e)^(2 L) <= ee                                           *)
(* Source: claim residual/convergence, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds product_perturbation residual_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Gradient.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d) (gamma Ma tau Mt : R).
Let e : R := (2%:R * L%:R)^-1.
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis gamma_ge0 : 0 <= gamma.
Hypothesis tau_ge0 : 0 <= tau.
Hypothesis G_low : forall k, (k <= L)%N -> low (head W k) (gamma * (1 - e) ^+ k).
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W k) (Ma * (1 + e) ^+ k).
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L W k)^T (tau * (1 - e) ^+ (L - k)).
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L W k)^T (Mt * (1 + e) ^+ (L - k)).
Let g := out_grad c X y p W.

Let e_ge0 : 0 <= e. Proof. by rewrite invr_ge0 mulr_ge0 ?ler0n. Qed.
Let e_le1 : e <= 1.
Proof. by rewrite /e invf_le1 ?mulr_gt0 ?ltr0n // -natrM ler1n muln_gt0 L_gt0. Qed.

Let half : 2%:R^-1 <= (1 - e) ^+ L.-1.
Proof.
apply: le_trans (bernoulli _ _); last by rewrite e_ge0.
have Le : L%:R * e = 2%:R^-1.
  by rewrite /e invfM mulrCA divff ?mulr1 // pnatr_eq0 -lt0n.
have h2 : 2%:R^-1 *+ 2 = 1 :> R by rewrite -[LHS]mulr_natr mulVf // pnatr_eq0.
rewrite ler_subr_addr -[X in _ <= X]h2 mulr2n ler_add2l -Le ler_wpmul2r // ler_nat.
exact: leq_pred.
Qed.

Let pow k (x : R) : (k < L)%N -> x ^+ (L - k.+1) * x ^+ k = x ^+ L.-1.
Proof.
move=> kL; rewrite -exprD; congr (_ ^+ _).
by rewrite -subn1 -[k.+1]add1n subnDA subnK // leq_subRL ?add1n.
Qed.

Let cst0 : 0 <= tau * gamma. Proof. exact: mulr_ge0. Qed.

Theorem near_grad_lower k : (k < L)%N ->
  (tau * gamma) ^+ 2 * sqF p * sqF g <= 4%:R * sqF (grad c X y p W k).
Proof.
move=> kL; rewrite grad_norm -/g.
have lo1 := (B_low kL).2 p^T; rewrite -trmx_mul !sqF_tr in lo1.
have lo2 := (G_low (ltnW kL)).2 g.
set a := tau * _ in lo1; set b := gamma * _ in lo2.
have abE : a * b = tau * gamma * (1 - e) ^+ L.-1 by rewrite -(pow _ kL) /a /b; ring.
have h : 2%:R * 2%:R^-1 = 1 :> R by rewrite mulfV // pnatr_eq0.
have ab : (tau * gamma * 2%:R^-1) ^+ 2 <= (a * b) ^+ 2.
  have i0 : 0 <= tau * gamma * 2%:R^-1 by rewrite mulr_ge0 ?invr_ge0 ?ler0n.
  have le : tau * gamma * 2%:R^-1 <= a * b by rewrite abE; exact: ler_wpmul2l cst0 _ _ half.
  by rewrite ler_expn2r ?nnegrE // (le_trans i0).
have -> : (tau * gamma) ^+ 2 * sqF p * sqF g =
    4%:R * ((tau * gamma * 2%:R^-1) ^+ 2 * (sqF p * sqF g)).
  move: 2%:R^-1 h => ih h.
  transitivity ((2%:R * ih) ^+ 2 * ((tau * gamma) ^+ 2 * sqF p * sqF g)); last by ring.
  by rewrite h expr1n mul1r.
rewrite ler_pmul2l ?ltr0n //; have q0 : 0 <= sqF p * sqF g by rewrite mulr_ge0 ?sqF_ge0.
apply: le_trans (ler_wpmul2r q0 ab) _; rewrite exprMn mulrACA.
by apply: ler_pmul lo1 lo2; apply: mulr_ge0; rewrite ?sqr_ge0 ?sqF_ge0.
Qed.

Theorem near_grad_upper k : (k < L)%N ->
  sqF (grad c X y p W k) <= ((1 + e) ^+ L.-1) ^+ 2 * (Mt * Ma) ^+ 2 * sqF p * sqF g.
Proof.
move=> kL; rewrite grad_norm -/g.
have up1 := (B_opn kL).2 p^T; rewrite -trmx_mul !sqF_tr in up1.
have up2 := (G_opn (ltnW kL)).2 g.
apply: le_trans (ler_pmul (sqF_ge0 _) (sqF_ge0 _) up1 up2) _.
rewrite -(pow _ kL) le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Section Optimum.
Variables (ws : 'cV[R]_(d 0)) (lam Lam ee : R).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Hypothesis ee_le : ((1 + e) ^+ L) ^+ 2 <= ee.
Let E := risk c X y p W - lin_risk c X y ws.

Theorem near_pl :
  L%:R * (tau * gamma) ^+ 2 * lam * sqF p * E <= \sum_(k < L) sqF (grad c X y p W k).
Proof.
have Eg : 4%:R * lam * E <= sqF g.
  by have /andP[] := grad_excess p ws_normal cov_lam cov_Lam W.
have pos : 0 <= (tau * gamma) ^+ 2 * sqF p by rewrite mulr_ge0 ?sqF_ge0 ?sqr_ge0.
have one k : (k < L)%N -> (tau * gamma) ^+ 2 * lam * sqF p * E <= sqF (grad c X y p W k).
  move=> kL; rewrite -(ler_pmul2l (ltr0Sn R 3)); apply: le_trans (near_grad_lower kL).
  apply: le_trans (ler_wpmul2l pos Eg).
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have -> : L%:R * (tau * gamma) ^+ 2 * lam * sqF p * E =
    \sum_(k < L) ((tau * gamma) ^+ 2 * lam * sqF p * E).
  by rewrite sumr_const card_ord -[RHS]mulr_natl !mulrA.
by apply: ler_sum => k _; exact: one.
Qed.

Theorem near_grad_excess k : (k < L)%N ->
  sqF (grad c X y p W k) <= 4%:R * ee * (Mt * Ma) ^+ 2 * sqF p * Lam * E.
Proof.
move=> kL; have gE : sqF g <= 4%:R * Lam * E.
  by have /andP[] := grad_excess p ws_normal cov_lam cov_Lam W.
apply: le_trans (near_grad_upper kL) _.
have e1 : 1 <= 1 + e by rewrite ler_addl.
have eL : ((1 + e) ^+ L.-1) ^+ 2 <= ee.
  apply: le_trans ee_le; apply: ler_expn2r; rewrite ?nnegrE ?exprn_ge0 ?(le_trans ler01) //.
  by rewrite ler_weexpn2l // leq_pred.
apply: le_trans (_ : ee * (Mt * Ma) ^+ 2 * sqF p * (4%:R * Lam * E) <= _).
  have le : ((1 + e) ^+ L.-1) ^+ 2 * (Mt * Ma) ^+ 2 * sqF p <= ee * (Mt * Ma) ^+ 2 * sqF p.
    by rewrite ler_wpmul2r ?sqF_ge0 // ler_wpmul2r ?sqr_ge0.
  apply: ler_pmul le gE; last exact: sqF_ge0.
  by rewrite mulr_ge0 ?sqF_ge0 // mulr_ge0 ?sqr_ge0.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

End Optimum.
End Gradient.

(* Residual networks: the gradient is controlled by the products, static bounds       *)
(*                                                                                    *)
(* All widths equal to n. gamma and Ma bound the singular values of all G_k =         *)
(* W_{k-1} ... W_0 and of all B_k^T (tails) from below and above.                     *)
(* Main results, g the gradient of the risk in the regressor                          *)
(*   grad_rank1       grad_k = b_{k+1} (A_k g)^T                                      *)
(*   grad_lower       gamma^4 |p|^2 |g|^2 <= |grad_k|_F^2                             *)
(*   grad_upper       |grad_k|_F^2 <= Ma^4 |p|^2 |g|^2                                *)
(*   grad_total       L gamma^4 |p|^2 |g|^2 <= sum_k |grad_k|_F^2                     *)
(*   grad_excess      4 lam E <= |g|^2 <= 4 Lam E                                     *)
(*   grad_upper_excess   |grad_k|_F^2 <= 4 Ma^4 |p|^2 Lam E                           *)
(*   residual_pl      4 L gamma^4 lam |p|^2 E <= sum_k |grad_k|_F^2                   *)
(* Source: claim residual/gradient-bounds.                                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import operator_bounds spectral_bound sharpness_upper_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section AnyWidths.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Type W : weights R d.

(* The gradient of the linear risk at the regressor                                   *)
Definition out_grad W : 'cV[R]_(d 0) :=
  (c *+ 2) *: (X^T *m (X *m regressor p W - y)).

Theorem grad_rank1 W k :
  grad c X y p W k = (p *m tail L W k.+1)^T *m (head W k *m out_grad W)^T.
Proof.
rewrite /grad /err /out_grad -[res X y p W]/(X *m regressor p W - y).
move: (X *m _ - y) => r; rewrite -!(scalemxAl, scalemxAr) ?linearZ /=.
rewrite -?(scalemxAl, scalemxAr); congr (_ *: _).
by rewrite !trmx_mul trmxK !mulmxA.
Qed.

Lemma grad_norm W k : sqF (grad c X y p W k) =
  sqF (p *m tail L W k.+1) * sqF (head W k *m out_grad W).
Proof. by rewrite grad_rank1 sqF_outer sqF_tr. Qed.

Variables (ws : 'cV[R]_(d 0)) (lam Lam : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).

(* E = R(W) - R(w* ); lam, Lam: bounds of Sigma on its range                          *)
Definition excess W := risk c X y p W - lin_risk c X y ws.

Lemma out_gradE W : out_grad W = 2%:R *: (cov c X *m (regressor p W - ws)).
Proof.
have E : X^T *m (X *m regressor p W - y) = X^T *m X *m (regressor p W - ws).
  have -> : X *m regressor p W - y = X *m (regressor p W - ws) + (X *m ws - y).
    by rewrite mulmxBr addrA subrK.
  by rewrite mulmxDr ws_normal addr0 mulmxA.
by rewrite /out_grad E /cov -scalemxAl scalerA mulr_natl.
Qed.

Theorem excessE W : excess W =
  dot (regressor p W - ws) (cov c X *m (regressor p W - ws)).
Proof.
by rewrite /excess risk_lin (excess_risk c _ ws_normal) addrAC subrr add0r.
Qed.

Theorem grad_excess W :
  4%:R * lam * excess W <= sqF (out_grad W) <= 4%:R * Lam * excess W.
Proof.
have -> : 4%:R = 2%:R ^+ 2 :> R by rewrite -natrX.
rewrite out_gradE sqFZ excessE -!mulrA.
by apply/andP; split; rewrite !ler_pmul2l ?ltr0n ?cov_lam ?cov_Lam.
Qed.

End AnyWidths.

Section Residual.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d) (gamma Ma : R).
Hypothesis G_low : forall k, (k <= L)%N -> low (head W k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L W k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L W k)^T Ma.

Let g := out_grad c X y p W.

Let b_low k : (k <= L)%N -> gamma ^+ 2 * sqF p <= sqF (p *m tail L W k).
Proof.
move=> kL; have := (B_low kL).2 p^T.
by rewrite -trmx_mul !sqF_tr.
Qed.

Let b_opn k : (k <= L)%N -> sqF (p *m tail L W k) <= Ma ^+ 2 * sqF p.
Proof.
move=> kL; have := (B_opn kL).2 p^T.
by rewrite -trmx_mul !sqF_tr.
Qed.

Theorem grad_lower k : (k < L)%N ->
  gamma ^+ 4 * sqF p * sqF g <= sqF (grad c X y p W k).
Proof.
move=> kL; rewrite grad_norm.
have -> : gamma ^+ 4 * sqF p * sqF g = (gamma ^+ 2 * sqF p) * (gamma ^+ 2 * sqF g).
  by rewrite (exprD gamma 2 2); move: (gamma ^+ 2) (sqF p) (sqF g) => *; ring.
apply: ler_pmul; [| |exact: b_low|exact: (G_low (ltnW kL)).2];
  by rewrite mulr_ge0 ?sqr_ge0 ?sqF_ge0.
Qed.

Theorem grad_upper k : (k < L)%N ->
  sqF (grad c X y p W k) <= Ma ^+ 4 * sqF p * sqF g.
Proof.
move=> kL; rewrite grad_norm.
have -> : Ma ^+ 4 * sqF p * sqF g = (Ma ^+ 2 * sqF p) * (Ma ^+ 2 * sqF g).
  by rewrite (exprD Ma 2 2); move: (Ma ^+ 2) (sqF p) (sqF g) => *; ring.
apply: ler_pmul; [exact: sqF_ge0|exact: sqF_ge0|exact: b_opn|].
exact: (G_opn (ltnW kL)).2.
Qed.

Theorem grad_upper_excess k Lam ws : (k < L)%N -> normal_eq X y ws ->
    (forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v)) ->
  sqF (grad c X y p W k) <=
  4%:R * Ma ^+ 4 * sqF p * Lam * (risk c X y p W - lin_risk c X y ws).
Proof.
move=> kL ne S_Lam.
have lam0 (v : 'cV_(d 0)) : 0 * dot v (cov c X *m v) <= sqF (cov c X *m v).
  by rewrite mul0r sqF_ge0.
have /andP[_ gE] := grad_excess p ne lam0 S_Lam W.
apply: le_trans (grad_upper kL) _.
have q0 : 0 <= Ma ^+ 4 * sqF p by rewrite mulr_ge0 ?sqF_ge0 // exprn_even_ge0.
apply: le_trans (ler_wpmul2l q0 gE) _; rewrite /excess.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Theorem grad_total :
  L%:R * (gamma ^+ 4 * sqF p * sqF g) <= \sum_(k < L) sqF (grad c X y p W k).
Proof.
rewrite mulr_natl -[X in _ *+ X]card_ord -sumr_const.
by apply: ler_sum => k _; exact: grad_lower.
Qed.

Theorem residual_pl lam ws : 0 < c -> normal_eq X y ws ->
    (forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v)) ->
  4%:R * L%:R * gamma ^+ 4 * lam * sqF p * (risk c X y p W - lin_risk c X y ws) <=
  \sum_(k < L) sqF (grad c X y p W k).
Proof.
move=> c_gt0 ne S_lam; apply: le_trans grad_total.
have E : 4%:R * lam * excess c X y p ws W <= sqF g.
  have -> : 4%:R = 2%:R ^+ 2 :> R by rewrite -natrX.
  rewrite /g (out_gradE _ _ ne) sqFZ (excessE _ _ ne) -!mulrA.
  by rewrite !ler_pmul2l ?ltr0n ?S_lam.
have pos : 0 <= L%:R * (gamma ^+ 4 * sqF p).
  rewrite mulr_ge0 ?ler0n // mulr_ge0 ?sqF_ge0 // -[4%N]/(2 + 2)%N exprD.
  by rewrite mulr_ge0 ?sqr_ge0.
have := ler_wpmul2l pos E; rewrite /excess.
move: (sqF p) (sqF g) (risk _ _ _ _ _ - _) (gamma ^+ 4) (L%:R) => P G e q l H.
have -> : 4%:R * l * q * lam * P * e = l * (q * P) * (4%:R * lam * e) by ring.
by have -> : l * (q * P * G) = l * (q * P) * G by ring.
Qed.

End Residual.

(* Residual networks in a ball around a start with good products                      *)
(*                                                                                    *)
(* All widths equal to m, depth L >= 1, p <> 0. At W0 the singular values of all      *)
(* products G_k and B_k lie in [gamma, Ma], gamma > 0; W is in the ball               *)
(* L |W_k - W0_k|_F <= gamma / (2 Ma). With e = 1 / (2 L):                            *)
(* Main results                                                                       *)
(*   head_rev           G_j of the transposed network in reverse order is B_(L-j)^T   *)
(*   ball_head          gamma (1 - e)^k <= sigma(G_k) <= Ma (1 + e)^k on the ball     *)
(*   ball_tail          the same for B_k with L - k in place of k                     *)
(*   ball_pl            L gamma^4 lam |p|^2 E <= sum_k |grad_k|_F^2                   *)
(*   ball_grad_excess   |grad_k|_F^2 <= 4 ee Ma^4 |p|^2 Lam E, (1 + e)^(2 L) <= ee    *)
(* Source: claim residual/convergence, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds product_perturbation residual_bounds.
From Lemmata Require Import residual_gradient.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Reverse.
Variables (R : comRingType) (m L : nat).
Let d := fun _ : nat => m.

Definition rev_weights (W : weights R d) : weights R d := fun j => (W (L - j.+1)%N)^T.

Lemma head_rev (W : weights R d) j : (j <= L)%N ->
  head (rev_weights W) j = (tail L W (L - j))^T.
Proof.
elim: j => [_|j IHj jL]; first by rewrite subn0 tail_last trmx1.
rewrite headS IHj 1?ltnW // /rev_weights -(subnSK jL) -trmx_mul.
have lt : (L - j.+1 < L)%N by rewrite ltn_subrL /= (leq_ltn_trans _ jL).
by congr trmx; exact: esym (tailS W lt).
Qed.

End Reverse.

Section Ball.
Variables (R : realFieldType) (m L : nat).
Let d := fun _ : nat => m.
Variables (W0 W : weights R d) (gamma Ma : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis Ma_gt0 : 0 < Ma.
Let rho := gamma / (2%:R * Ma).
Let e : R := (2%:R * L%:R)^-1.

Let L0 : L%:R != 0 :> R. Proof. by rewrite pnatr_eq0 -lt0n. Qed.

Lemma move_size : gamma^-1 * (L%:R^-1 * rho * Ma) = e.
Proof.
rewrite /rho /e !invfM.
have := mulfV (lt0r_neq0 gamma_gt0); have := mulfV (lt0r_neq0 Ma_gt0).
move: gamma^-1 Ma^-1 L%:R^-1 2%:R^-1 => ig im il ih mE gE.
have -> : ig * (il * (gamma * (ih * im)) * Ma) = (gamma * ig) * (Ma * im) * (ih * il) by ring.
by rewrite mE gE !mul1r.
Qed.

Lemma ball_theta (V V0 : 'M[R]_m) : L%:R ^+ 2 * sqF (V - V0) <= rho ^+ 2 ->
  opn (L%:R *: (V - V0)) rho.
Proof.
move=> le; split=> [|x]; first by rewrite divr_ge0 ?mulr_ge0 ?ler0n ?ltW.
apply: le_trans (sqF_mul _ _) _; rewrite ler_wpmul2r ?sqF_ge0 //.
by rewrite sqFZ.
Qed.

Let theta : weights R d := fun k => L%:R *: (W k - W0 k).

Lemma ball_move k : Wp L W0 theta k = W k.
Proof.
by rewrite /theta /Wp /addw /scalew scalerA mulVf // scale1r addrC subrK.
Qed.

Lemma products_move k : (k <= L)%N ->
    (forall j, (j <= L)%N -> low (head W0 j) gamma) ->
    (forall j, (j <= L)%N -> opn (head W0 j) Ma) ->
    (forall j, (j < L)%N -> L%:R ^+ 2 * sqF (W j - W0 j) <= rho ^+ 2) ->
  low (head W k) (gamma * (1 - e) ^+ k) /\ opn (head W k) (Ma * (1 + e) ^+ k).
Proof.
move=> kL lowG opnG close.
have th j : (j < L)%N -> opn (theta j) rho by move=> jL; exact: ball_theta (close j jL).
have e1 : gamma^-1 * (L%:R^-1 * rho * Ma) <= 1.
  rewrite move_size /e invf_le1 ?mulr_gt0 ?ltr0n // -natrM ler1n.
  by rewrite muln_gt0 L_gt0.
have E : head (Wp L W0 theta) k = head W k.
  by apply: eq_head => j _; exact: ball_move.
rewrite -move_size -E; split; last exact: (theta_upper gamma_gt0 lowG opnG th kL).
exact: (theta_lower gamma_gt0 lowG opnG th e1 kL).
Qed.

End Ball.

Section Gradient.
Variables (R : realFieldType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W0 W : weights R d) (gamma Ma : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis p0 : p != 0.
Hypothesis gamma_gt0 : 0 < gamma.
Hypothesis G_low : forall k, (k <= L)%N -> low (head W0 k) gamma.
Hypothesis G_opn : forall k, (k <= L)%N -> opn (head W0 k) Ma.
Hypothesis B_low : forall k, (k <= L)%N -> low (tail L W0 k)^T gamma.
Hypothesis B_opn : forall k, (k <= L)%N -> opn (tail L W0 k)^T Ma.
Hypothesis close : forall k, (k < L)%N ->
  L%:R ^+ 2 * sqF (W k - W0 k) <= (gamma / (2%:R * Ma)) ^+ 2.
Let e : R := (2%:R * L%:R)^-1.

(* G_0 is the identity: 1 <= Ma                                                       *)
Lemma Ma_gt0 : 0 < Ma.
Proof.
have [Ma0 le] := G_opn (leq0n L); rewrite lt_def Ma0 andbT; apply/eqP => E.
have := le p^T; rewrite mul1mx E expr0n mul0r sqF_tr leNgt sqF_gt0.
by rewrite p0.
Qed.

Let e_ge0 : 0 <= e. Proof. by rewrite invr_ge0 mulr_ge0 ?ler0n. Qed.
Let e_le1 : e <= 1.
Proof. by rewrite /e invf_le1 ?mulr_gt0 ?ltr0n // -natrM ler1n muln_gt0 L_gt0. Qed.

Lemma ball_head k : (k <= L)%N ->
  low (head W k) (gamma * (1 - e) ^+ k) /\ opn (head W k) (Ma * (1 + e) ^+ k).
Proof. by move=> kL; exact: (products_move L_gt0 gamma_gt0 Ma_gt0 kL G_low G_opn close). Qed.

Lemma ball_tail k : (k <= L)%N ->
  low (tail L W k)^T (gamma * (1 - e) ^+ (L - k)) /\ opn (tail L W k)^T (Ma * (1 + e) ^+ (L - k)).
Proof.
move=> kL; have kE : (L - (L - k))%N = k by rewrite subKn.
have lowG j : (j <= L)%N -> low (head (rev_weights L W0) j) gamma.
  by move=> jL; rewrite head_rev //; apply: B_low; exact: leq_subr.
have opnG j : (j <= L)%N -> opn (head (rev_weights L W0) j) Ma.
  by move=> jL; rewrite head_rev //; apply: B_opn; exact: leq_subr.
have cl j : (j < L)%N ->
    L%:R ^+ 2 * sqF (rev_weights L W j - rev_weights L W0 j) <= (gamma / (2%:R * Ma)) ^+ 2.
  move=> jL; rewrite /rev_weights -linearB /= sqF_tr; apply: close.
  by rewrite ltn_subrL /= (leq_ltn_trans _ jL).
have := products_move L_gt0 gamma_gt0 Ma_gt0 (leq_subr k L) lowG opnG cl.
by rewrite head_rev ?leq_subr // kE.
Qed.

Section Optimum.
Variables (ws : 'cV[R]_(d 0)) (lam Lam ee : R).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis c_gt0 : 0 < c.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Hypothesis ee_le : ((1 + e) ^+ L) ^+ 2 <= ee.
Let E := risk c X y p W - lin_risk c X y ws.

Let gg : (gamma * gamma) ^+ 2 = gamma ^+ 4. Proof. by rewrite -expr2 -exprM. Qed.
Let MM : (Ma * Ma) ^+ 2 = Ma ^+ 4. Proof. by rewrite -expr2 -exprM. Qed.

Let G_near k (kL : (k <= L)%N) := (ball_head kL).1.
Let G_near' k (kL : (k <= L)%N) := (ball_head kL).2.
Let B_near k (kL : (k <= L)%N) := (ball_tail kL).1.
Let B_near' k (kL : (k <= L)%N) := (ball_tail kL).2.

Theorem ball_pl : L%:R * gamma ^+ 4 * lam * sqF p * E <= \sum_(k < L) sqF (grad c X y p W k).
Proof.
have g0 := ltW gamma_gt0; rewrite -gg.
exact: (near_pl p L_gt0 g0 g0 G_near B_near ws_normal cov_lam cov_Lam).
Qed.

Theorem ball_grad_excess k : (k < L)%N ->
  sqF (grad c X y p W k) <= 4%:R * ee * Ma ^+ 4 * sqF p * Lam * E.
Proof.
move=> kL; rewrite -MM.
exact: (near_grad_excess p L_gt0 G_near' B_near' ws_normal cov_lam cov_Lam ee_le kL).
Qed.

End Optimum.
End Gradient.

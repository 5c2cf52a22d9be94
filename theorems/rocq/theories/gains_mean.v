(* Gains: the mean bound, and layers whose norm is attained                           *)
(*                                                                                    *)
(* Setting and notation of gains_bracket.v and product_form.v.                        *)
(* Main results, for every layer k                                                    *)
(*   bracket_mean     r - (1 - 1/L) Delta <= sigma_k^2, without the quotient          *)
(*   op2_singular     the squared norm of a matrix is attained by some x <> 0         *)
(*   op2_unit         ... by a unit vector, where square roots exist                  *)
(*   product_lower_all   sigma_k^2 max (sigma_k^2 - Delta, 0)^(L-1) |p|^2 <= |pi|^2   *)
(*   low_norm_HDelta  under (H_Delta): r / be <= sigma_k^2 <= be r, be = 4^(1/L)      *)
(* Source: claims small-scale/gains, items 3 and 4; small-scale/low-norm, sharper.    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma singular_directions.
From Lemmata Require Import small_scale_sharp gains gains_bracket product_form low_norm_delta.
From Lemmata Require Import psd_form.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Attained.
Variables (R : realFieldType) (m n : nat) (A : 'M[R]_(m, n)) (s : R).
Hypothesis n_gt0 : (0 < n)%N.
Hypothesis s_op : op2 A s.

Let G : 'M[R]_n := s%:M - A^T *m A.

Let G_sym : G^T = G.
Proof. by rewrite /G linearB /= tr_scalar_mx trmx_mul trmxK. Qed.

Let dotG (x : 'cV_n) : dot x (G *m x) = s * sqF x - sqF (A *m x).
Proof. by rewrite /G mulmxBl dotBr mul_scalar_mx dotZr -mulmxA /sqF dot_mull. Qed.

Let G_psd (x : 'cV_n) : 0 <= dot x (G *m x).
Proof. by rewrite dotG subr_ge0 s_op.1.2. Qed.

(* A smaller bound would exist if s - A^T A were invertible.                          *)
Theorem op2_singular : exists2 x : 'cV_n, x != 0 & sqF (A *m x) = s * sqF x.
Proof.
have [Gu|] := boolP (G \in unitmx).
  have [C C0 ub] := psd_unit G_sym G_psd Gu.
  have C1 : 0 < C + 1 by rewrite ltr_paddl.
  pose t := s - (C + 1)^-1.
  have tA (x : 'cV_n) : sqF (A *m x) <= t * sqF x.
    rewrite mulrBl ler_subr_addl -ler_subr_addr -dotG mulrC ler_pdivr_mulr //.
    apply: le_trans (ub x) _; rewrite mulrC; apply: ler_wpmul2l; first exact: G_psd.
    by rewrite ler_addl.
  have t0 : 0 <= t.
    pose e : 'cV[R]_n := delta_mx (Ordinal n_gt0) 0.
    have e0 : 0 < sqF e.
      rewrite sqF_gt0; apply/eqP => /matrixP/(_ (Ordinal n_gt0) 0).
      by rewrite !mxE !eqxx => /eqP; rewrite oner_eq0.
    by rewrite -(pmulr_lge0 _ e0); apply: le_trans (sqF_ge0 _) (tA e).
  have := s_op.2 t (conj t0 tA); rewrite ler_subr_addl ger_addr.
  by rewrite leNgt invr_gt0 C1.
rewrite -row_free_unit -kermx_eq0 => /rowV0Pn[u /sub_kermxP uG u0].
exists u^T; first by rewrite trmx_eq0.
apply/eqP; rewrite eq_sym -subr_eq0 -dotG -{1}G_sym -trmx_mul uG trmx0 dot0r.
by [].
Qed.

End Attained.

Theorem op2_unit (R : rcfType) m n (A : 'M[R]_(m, n)) s : (0 < n)%N -> op2 A s ->
  exists2 u : 'cV_n, sqF u = 1 & sqF (A *m u) = s.
Proof.
move=> n0 s_op; have [x x0 xE] := op2_singular n0 s_op.
have x2 : 0 < sqF x by rewrite sqF_gt0.
exists ((Num.sqrt (sqF x))^-1 *: x).
  by rewrite sqFZ exprVn sqr_sqrtr ?ltW // mulVf // gt_eqF.
rewrite -scalemxAr sqFZ exprVn sqr_sqrtr ?ltW // xE mulrCA mulVf ?mulr1 //.
by rewrite gt_eqF.
Qed.

Lemma op2_tr (R : realFieldType) m n (A : 'M[R]_(m, n)) s : op2 A s -> op2 A^T s.
Proof.
case=> ub least; split=> [|t tA]; first exact: op_ub_tr.
by apply: least; rewrite -[A]trmxK; exact: op_ub_tr.
Qed.

Section Mean.
Variables (R : rcfType) (d : nat -> nat) (M : nat).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (p : 'M[R]_(1, d M.+1)) (s delta : nat -> R) (r : R).

Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k <= M)%N -> (0 < d k)%N.

Let L := M.+1.
Let Delta := Tsum M delta 0.

Let s_close i j : (i <= M)%N -> (j <= M)%N -> s j <= s i + Delta.
Proof.
have H i' j' : (i' <= j' <= M)%N -> `|s j' - s i'| <= Delta.
  move=> ijM; apply: le_trans (near_equal imbalance s_op delta_ge0 delta_op ijM) _.
  case/andP: ijM => ij jM; apply: le_trans (Tsum_le delta_ge0 (leq_trans ij jM)).
  rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ ij jM) /= ler_addl.
  exact: Tsum_ge0.
move=> iM jM; rewrite -ler_subl_addl; have [ij|/ltnW ji] := leqP i j.
  by apply: le_trans (ler_norm _) _; apply: H; rewrite ij jM.
by apply: le_trans (ler_norm _) _; rewrite distrC; apply: H; rewrite ji iM.
Qed.

(* AM-GM over the layers: at most L - 1 of them differ from layer k.                  *)
Theorem bracket_mean k : 0 <= r -> r ^+ L * sqF p = sqF (p *m head W L) -> (k <= M)%N ->
  L%:R * r - M%:R * Delta <= L%:R * s k.
Proof.
move=> r0 rE kM; have p_gt0 : 0 < sqF p by rewrite sqF_gt0.
have s0 (j : 'I_L) : 0 <= s j by exact: (s_op (ltn_ord j)).1.1.
have := (@leif_AGM _ _ predT (fun j : 'I_L => s j) (fun j _ => s0 j)).1.
rewrite /= card_ord => /(le_trans _) agm.
have rL : r ^+ L <= ((\sum_(j < L) s j) / L%:R) ^+ L.
  by apply: agm; have := prod_upper p s_op; rewrite -rE ler_pmul2r.
have mean : r * L%:R <= \sum_(j < L) s j.
  rewrite -ler_pdivl_mulr ?ltr0n //; move: rL; rewrite ler_pexpn2r ?nnegrE //.
  by rewrite divr_ge0 ?ler0n ?sumr_ge0.
rewrite ler_subl_addr mulrC; apply: le_trans mean _; have kL : (k < L)%N by [].
rewrite (bigD1 (Ordinal kL)) //=.
apply: le_trans (_ : s k + \sum_(j < L | j != Ordinal kL) (s k + Delta) <= _).
  by rewrite ler_add2l; apply: ler_sum => j _; rewrite s_close // -ltnS.
rewrite sumr_const (eq_card (B := predC1 (Ordinal kL))) // cardC1 card_ord.
rewrite (_ : _ *+ L.-1 = M%:R * (s k + Delta)); last by rewrite mulr_natl.
by rewrite mulrDr addrA ler_add2r /L -[M.+1]addn1 natrD mulrDl mul1r addrC.
Qed.

Let top k : (k <= M)%N -> exists2 u : 'cV_(d k.+1), sqF u = 1 & sqF ((W k)^T *m u) = s k.
Proof.
move=> kM; apply: op2_unit (op2_tr (s_op kM)); have [kM'|] := ltnP k M.
  exact: widths.
by move=> Mk; rewrite (_ : k = M) ?last_row //; apply/eqP; rewrite eqn_leq kM.
Qed.

Theorem product_lower_all k : (k <= M)%N ->
  s k * Num.max (s k - Delta) 0 ^+ M * sqF p <= sqF (p *m head W L).
Proof.
move=> kM; have [u u1 us] := top kM.
exact: (product_lower imbalance s_op delta_ge0 delta_op last_row p0 kM u1 us).
Qed.

(* (H_Delta): be = al^(L-1) = 4^(1/L), c_L = al - 1/be                                *)
Theorem low_norm_HDelta al be k : 0 < r -> r ^+ L * sqF p = sqF (p *m head W L) ->
    1 <= al -> (0 < M)%N -> be = al ^+ M -> Delta <= (al - be^-1) * r -> (k <= M)%N ->
  r <= be * s k /\ s k <= be * r.
Proof.
move=> r0 rE al1 M0 beE small kM; have [u u1 us] := top kM; split.
  exact: (low_norm_delta_lower imbalance s_op delta_ge0 delta_op p0 kM r0 rE al1 beE small).
exact: (low_norm_delta_upper imbalance s_op delta_ge0 delta_op last_row p0 kM u1 us r0 rE
          al1 M0 beE small).
Qed.

End Mean.

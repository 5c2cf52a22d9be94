(* Low norm under the sharp condition on Delta                                        *)
(*                                                                                    *)
(* Setting and notation of product_form.v: u a unit vector with |W_k^T u|_2^2 =       *)
(* sigma_k^2 (over the reals there always is one); r^L |p|^2 = |pi|^2, r > 0, L >= 2; *)
(* al >= 1, be = al^(L-1), Delta <= (al - 1/be) r.                                    *)
(* Main results                                                                       *)
(*   low_norm_delta_lower   r <= be sigma_k^2                                         *)
(*   low_norm_delta_upper   sigma_k^2 <= be r                                         *)
(* For be = 4^(1/L) the condition is (H_Delta), Delta <= c_L rho^(2/L), and the two   *)
(* are the printed low norm.                                                          *)
(* Source: claim small-scale/low-norm, sharper (b).                                   *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma small_scale_sharp gains product_form.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section LowNorm.
Variables (R : realFieldType) (d : nat -> nat) (M : nat).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (p : 'M[R]_(1, d M.+1)) (s delta : nat -> R).

Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis p0 : p != 0.

Let L := M.+1.
Let Delta := Tsum M delta 0.

Variables (r al be : R) (k : nat) (u : 'cV[R]_(d k.+1)).
Hypothesis kM : (k <= M)%N.
Hypothesis u1 : sqF u = 1.
Hypothesis us : sqF ((W k)^T *m u) = s k.
Hypothesis r_gt0 : 0 < r.
Hypothesis rE : r ^+ L * sqF p = sqF (p *m head W L).
Hypothesis al_ge1 : 1 <= al.
Hypothesis M_gt0 : (0 < M)%N.
Hypothesis beE : be = al ^+ M.
Hypothesis small : Delta <= (al - be^-1) * r.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let al_gt0 : 0 < al := lt_le_trans ltr01 al_ge1.
Let be_gt0 : 0 < be. Proof. by rewrite beE exprn_gt0. Qed.
Let al_be : al <= be.
Proof. by rewrite beE -[X in X <= _]expr1 ler_weexpn2l. Qed.
Let s_ge0 : 0 <= s k. Proof. exact: (s_op kM).1.1. Qed.
Let D_ge0 : 0 <= Delta. Proof. exact: Tsum_ge0. Qed.

Theorem low_norm_delta_lower : r <= be * s k.
Proof.
rewrite leNgt; apply/negP => lt.
have sr : s k < r / be by rewrite ltr_pdivl_mulr // mulrC.
have := product_upper p imbalance s_op delta_ge0 delta_op kM; rewrite -rE ler_pmul2r // leNgt => /negP; apply.
have le1 : s k + Delta <= al * r.
  apply: le_trans (ler_add (ltW sr) small) _.
  by rewrite mulrBl addrC [r / be]mulrC subrK.
have step : s k * (s k + Delta) ^+ M <= s k * (al * r) ^+ M.
  by rewrite ler_wpmul2l // ler_expn2r ?nnegrE ?addr_ge0 // mulr_ge0 // ltW.
apply: le_lt_trans step _; rewrite exprMn -beE mulrA [s k * be]mulrC exprS.
by rewrite ltr_pmul2r ?exprn_gt0.
Qed.

Theorem low_norm_delta_upper : s k <= be * r.
Proof.
rewrite leNgt; apply/negP => lt.
have ia : al^-1 * r <= s k - Delta.
  rewrite ler_subr_addr; apply: le_trans (ltW lt); apply: le_trans (ler_add (lexx _) small) _.
  rewrite -mulrDl ler_pmul2r // -subr_ge0.
  have -> : be - (al^-1 + (al - be^-1)) = (be - al) * (1 - (al * be)^-1).
    have := mulfV (lt0r_neq0 be_gt0); have := mulfV (lt0r_neq0 al_gt0).
    rewrite invfM; move: al^-1 be^-1 => ia ib aE bE.
    have -> : (be - al) * (1 - ia * ib) = be - al - ia * (be * ib) + ib * (al * ia).
      by ring.
    by rewrite aE bE; ring.
  rewrite mulr_ge0 ?subr_ge0 // invf_le1 ?mulr_gt0 //.
  by rewrite mulr_ege1 // (le_trans al_ge1).
have := product_lower imbalance s_op delta_ge0 delta_op last_row p0 kM u1 us.
rewrite -rE ler_pmul2r // leNgt => /negP; apply.
have y_ge : al^-1 * r <= Num.max (s k - Delta) 0 by rewrite le_maxr ia.
have i0 : 0 <= al^-1 * r by rewrite mulr_ge0 ?invr_ge0 // ltW.
have pw : (al^-1 * r) ^+ M <= Num.max (s k - Delta) 0 ^+ M.
  by rewrite ler_expn2r ?nnegrE // (le_trans i0).
apply: lt_le_trans (ler_wpmul2l s_ge0 pw).
rewrite exprMn exprVn -beE mulrA exprS ltr_pmul2r ?exprn_gt0 //.
by rewrite ltr_pdivl_mulr // mulrC.
Qed.

End LowNorm.

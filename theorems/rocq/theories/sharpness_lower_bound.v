(* Lower bounds on the sharpness of minimizers, any depth and any widths            *)
(*                                                                                  *)
(* Main results, at solutions of the normal equations, q = w*^T Sigma w*            *)
(*   sharpness_sum     2 q sum_k |W_k|_F^-2 <= S                                    *)
(*   sharpness_layer   2 q <= S |W_k|_F^2 for every layer                           *)
(*   sharpness_lower   a^L |w*|^(2(L-1)) |p|^2 <= (S / 2L)^L, q = a |w*|^2;         *)
(*                     that is S >= 2 L a |w*|^(2-2/L) |p|^(2/L), without roots     *)
(* Notation                                                                         *)
(*   sharp_ub c X y p W S : S is an upper bound of the Hessian form at W            *)
(* The sharpness S(W) is the least such S; a lower bound for every S >= 0 with      *)
(* sharp_ub W S is a lower bound for S(W).                                          *)
(* Source: claims sharpness/lower-bound-by-layers, sharpness/minimum-two-sided.     *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section LowerBound.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Implicit Types W H : weights R d.

(* S is an upper bound of the Hessian of the risk at W.                       *)
Definition sharp_ub W (S : R) :=
  forall H, hess c X y p W H <= S * \sum_(k < L) sqF (H k).

Variables (W : weights R d) (S : R).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub W S.

Let ws := regressor p W.
Let z := cov c X *m ws.
Let q := dot ws z.
Let u k := p *m tail L W k.+1.
Let b k := head W k *m z.
Let t k := sqF (u k) * sqF (b k).
Let T := \sum_(k < L) t k.

Let q_ge0 : 0 <= q.
Proof. exact: cov_psd. Qed.

Let t_ge0 k : 0 <= t k.
Proof. by rewrite mulr_ge0 ?sqF_ge0. Qed.

Let T_ge0 : 0 <= T.
Proof. by apply: sumr_ge0 => k _; exact: t_ge0. Qed.

(* Cauchy-Schwarz for the covariance form                                     *)
Let cs_cov (v w : 'cV_(d 0)) :
  dot v (cov c X *m w) ^+ 2 <= dot v (cov c X *m v) * dot w (cov c X *m w).
Proof.
rewrite !dot_cov exprMn [X in _ <= X]mulrACA -[c * c]expr2.
by rewrite ler_wpmul2l ?sqr_ge0 // cauchy_schwarz.
Qed.

(* Testing the Hessian in the direction H_k = u_k^T (A_k Sigma w* )^T         *)
Lemma sum_le : 2%:R * T <= q * S.
Proof.
have := T_ge0; rewrite le_eqVlt => /predU1P[<-|T_gt0].
  by rewrite mulr0 mulr_ge0.
pose H : weights R d := fun k => (u k)^T *m (b k)^T.
have sqH k : sqF (H k) = t k by rewrite /H sqF_outer sqF_tr.
have zv : dot z (dreg p W H) = T.
  by rewrite dot_dreg; apply: eq_bigr => k _; rewrite -sqH.
have := S_ub H; rewrite hess_min // (eq_bigr _ (fun (k : 'I_L) _ => sqH k)).
rewrite -/T => leST; rewrite -(ler_pmul2r T_gt0).
have csT := cs_cov ws (dreg p W H).
have wT : dot ws (cov c X *m dreg p W H) = T.
  by rewrite -zv /z dot_mull cov_sym.
rewrite wT -/z -/q in csT.
rewrite -!mulrA -expr2; apply: le_trans (ler_wpmul2l (ler0n R 2) csT) _.
by rewrite mulrCA; apply: ler_wpmul2l.
Qed.

Let qE k : (k < L)%N -> dot (u k)^T (b k.+1) = q.
Proof.
move=> kL; rewrite /q /ws /regressor -(tail_head W kL) mulmxA.
by rewrite [in RHS]trmx_mul [in RHS]dot_mull trmxK.
Qed.

Let q2_le k : (k < L)%N -> q ^+ 2 <= sqF (u k) * sqF (b k.+1).
Proof.
by move=> kL; rewrite -(qE kL) -(sqF_tr (u k)); exact: cauchy_schwarz.
Qed.

Let q2_layer k : (k < L)%N -> q ^+ 2 <= t k * sqF (W k).
Proof.
move=> kL; apply: le_trans (q2_le kL) _; rewrite /t -mulrA.
rewrite ler_wpmul2l ?sqF_ge0 // mulrC /b headS -mulmxA; exact: sqF_mul.
Qed.

(* S >= 2 a |w*|^2 sum_k 1 / |W_k|_F^2                                         *)
Theorem sharpness_sum : 0 < q -> 2%:R * q * (\sum_(k < L) (sqF (W k))^-1) <= S.
Proof.
move=> q_gt0; rewrite -(ler_pmul2l q_gt0); apply: le_trans sum_le.
set V := \sum_(k < L) _; have -> : q * (2%:R * q * V) = 2%:R * (q ^+ 2 * V).
  by ring.
rewrite ler_wpmul2l ?ler0n // mulr_sumr; apply: ler_sum => k _.
have Wk_gt0 : 0 < sqF (W k).
  rewrite lt_def sqF_ge0 andbT; apply/eqP => W0.
  by have := q2_layer (ltn_ord k); rewrite W0 mulr0 leNgt exprn_gt0.
by rewrite ler_pdivr_mulr // q2_layer.
Qed.

(* Every single layer bounds the sharpness from below.                        *)
Theorem sharpness_layer k : (k < L)%N -> 0 < q ->
  2%:R * q <= S * sqF (W k).
Proof.
move=> kL q_gt0; have tT : t k <= T.
  rewrite /T (bigD1 (Ordinal kL)) //= ler_addl.
  by apply: sumr_ge0 => j _; exact: t_ge0.
have q2 := q2_layer kL.
rewrite -(ler_pmul2r q_gt0) -mulrA -expr2.
apply: le_trans (_ : 2%:R * (T * sqF (W k)) <= _).
  rewrite ler_wpmul2l ?ler0n //; apply: le_trans q2 _.
  by rewrite ler_wpmul2r ?sqF_ge0.
rewrite mulrA [X in _ <= X]mulrAC [S * q]mulrC; apply: ler_wpmul2r sum_le; exact: sqF_ge0.
Qed.

Lemma prod_shift (f g : nat -> R) M :
  \prod_(k < M.+1) (f k * g k) = g 0%N * (\prod_(k < M) (f k * g k.+1)) * f M.
Proof.
rewrite !big_split /= big_ord_recr /=.
have -> : \prod_(k < M.+1) g k = g 0%N * \prod_(k < M) g k.+1.
  by rewrite big_ord_recl.
set F := \prod_(k < M) f k; set G := \prod_(k < M) g _; ring.
Qed.

Let last_u k : k.+1 = L -> sqF (u k) = sqF p.
Proof. by rewrite /u => ->; rewrite tail_last mulmx1. Qed.

Lemma prod_le : (0 < L)%N ->
  sqF z * (q ^+ 2) ^+ L.-1 * sqF p <= (T / L%:R) ^+ L.
Proof.
move=> L_gt0; have := (@leif_AGM _ _ predT (fun k : 'I_L => t k) _).1.
rewrite /= card_ord => /(_ (fun k _ => t_ge0 k)); apply: le_trans.
have -> : \prod_(k < L) t k = sqF (b 0) *
    (\prod_(k < L.-1) (sqF (u k) * sqF (b k.+1))) * sqF (u L.-1).
  by rewrite -(prod_shift (fun k => sqF (u k)) (fun k => sqF (b k))) prednK.
rewrite last_u ?prednK // {1}/b mul1mx.
rewrite ler_wpmul2r ?sqF_ge0 // ler_wpmul2l ?sqF_ge0 //.
rewrite -[X in _ ^+ X]card_ord -prodr_const.
apply: ler_prod => k _; rewrite sqr_ge0 q2_le //.
by rewrite (leq_trans (ltn_ord k)) // leq_pred.
Qed.

(* The lower bound on the sharpness of minimizers                             *)
Theorem sharpness_lower a : (0 < L)%N -> ws != 0 -> q = a * sqF ws ->
  a ^+ L * sqF ws ^+ L.-1 * sqF p <= (S / (2%:R * L%:R)) ^+ L.
Proof.
move=> L_gt0 ws0 qa; have w_gt0 : 0 < sqF ws by rewrite sqF_gt0.
have a_ge0 : 0 <= a by have := q_ge0; rewrite qa pmulr_lge0.
have LR_gt0 : 0 < L%:R :> R by rewrite ltr0n.
set sg := S / _; have sg_ge0 : 0 <= sg.
  by rewrite divr_ge0 // mulr_ge0 ?ler0n.
move: (a_ge0); rewrite le_eqVlt => /predU1P[<-|a_gt0].
  by rewrite expr0n eqn0Ngt L_gt0 !mul0r exprn_ge0.
have q_gt0 : 0 < q by rewrite qa mulr_gt0.
have TS : T / L%:R <= q * sg.
  have -> : q * sg = (q * S / 2%:R) / L%:R by rewrite /sg invfM !mulrA.
  rewrite ler_pmul2r ?invr_gt0 // ler_pdivl_mulr ?ltr0n // [T * _]mulrC.
  exact: sum_le.
have TL_ge0 : 0 <= T / L%:R by rewrite divr_ge0 ?T_ge0 // ltW.
have le1 := le_trans (prod_le L_gt0) (ler_expn2r L TL_ge0 (le_trans TL_ge0 TS) TS).
have le2 : q ^+ L * sqF p <= sqF ws * sg ^+ L.
  rewrite -(ler_pmul2l (exprn_gt0 L q_gt0)).
  have -> : q ^+ L * (sqF ws * sg ^+ L) = sqF ws * (q * sg) ^+ L.
    by rewrite exprMn mulrCA.
  apply: le_trans (ler_wpmul2l (sqF_ge0 ws) le1).
  have -> : q ^+ L * (q ^+ L * sqF p) = q ^+ 2 * ((q ^+ 2) ^+ L.-1 * sqF p).
    by rewrite !mulrA -exprMn -expr2 -exprS prednK.
  rewrite -(mulrA (sqF z)) [X in _ <= X]mulrA; apply: ler_wpmul2r (cauchy_schwarz _ _).
  by rewrite mulr_ge0 ?sqF_ge0 // exprn_ge0 // sqr_ge0.
rewrite -(ler_pmul2l w_gt0); apply: le_trans le2.
rewrite qa; have -> : (a * sqF ws) ^+ L = a ^+ L * (sqF ws * sqF ws ^+ L.-1).
  by rewrite exprMn -exprS prednK.
by rewrite le_eqVlt mulrCA !mulrA eqxx.
Qed.

End LowerBound.

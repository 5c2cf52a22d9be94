(* The norm of every layer lies between r - max(h_k, T_k) and r + Delta             *)
(*                                                                                    *)
(* Setting and notation of gains_bracket.v; r^L |p|^2 = |pi|^2, Delta = Tsum M delta  *)
(* 0, T_k = Tsum M delta k, h_k = delta_0 + ... + delta_{k-1}.                        *)
(* Main results, for every layer k                                                    *)
(*   bracket_upper   sigma_k^2 <= r + Delta                                           *)
(*   bracket_lower   r - max(h_k, T_k) <= sigma_k^2                                   *)
(* Source: claim small-scale/gains, item 4.                                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma small_scale_sharp gains gains_bracket.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bracket.
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
Let b k : 'M[R]_(1, d k) := p *m tail L W k.
Let B k := sqF (b k).
Let T k := Tsum M delta k.
Let Delta := T 0.

Variable r : R.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (p *m head W L).

Let T_ge0 k : 0 <= T k. Proof. exact: Tsum_ge0. Qed.
Let s_ge0 k : (k <= M)%N -> 0 <= s k. Proof. by move=> kM; exact: (s_op kM).1.1. Qed.
Let close i j : (i <= j <= M)%N -> `|s j - s i| <= \sum_(i <= k < j) delta k.
Proof. exact: (near_equal imbalance s_op delta_ge0 delta_op). Qed.

Let sum_ge0 i j : (j <= M)%N -> 0 <= \sum_(i <= k < j) delta k.
Proof.
move=> jM; rewrite big_nat_cond; apply: sumr_ge0 => k.
by rewrite andbT => /andP[_ kj]; rewrite delta_ge0 // (leq_trans kj).
Qed.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let BL : B L = sqF p. Proof. by rewrite /B /b tail_last mulmx1. Qed.
Let B0 : B 0 = sqF (p *m head W L).
Proof. by rewrite /B /b -(tail_head W (leq0n L)) /= mulmx1. Qed.

Let s_close i j : (i <= M)%N -> (j <= M)%N -> s j <= s i + Delta.
Proof.
have H i' j' : (i' <= j' <= M)%N -> `|s j' - s i'| <= Delta.
  move=> ijM; apply: le_trans (close ijM) _; case/andP: ijM => ij jM.
  apply: le_trans (Tsum_le delta_ge0 (leq_trans ij jM)).
  rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ ij jM) /= ler_addl.
  exact: Tsum_ge0.
move=> iM jM; rewrite -ler_subl_addl; have [ij|/ltnW ji] := leqP i j.
  by apply: le_trans (ler_norm _) _; apply: H; rewrite ij jM.
by apply: le_trans (ler_norm _) _; rewrite distrC; apply: H; rewrite ji iM.
Qed.

Theorem bracket_upper k : (k <= M)%N -> s k <= r + Delta.
Proof.
move=> kM; rewrite -ler_subl_addr; have [le0|gt0] := leP (s k - Delta) 0.
  exact: le_trans le0 r_ge0.
rewrite -(@ler_pexpn2r _ L) ?nnegrE ?(ltW gt0) // -(ler_pmul2r p_gt0) rE -B0 -BL.
suff H j : (j <= L)%N -> (s k - Delta) ^+ j * B j <= B 0 by exact: H.
elim: j => [|j IHj] jL; first by rewrite expr0 mul1r.
apply: le_trans (IHj (ltnW jL)); rewrite exprSr -mulrA.
apply: ler_wpmul2l; first by rewrite exprn_ge0 ?(ltW gt0).
exact: (gain_all imbalance s_op delta_ge0 delta_op last_row p0 kM).
Qed.

Theorem bracket_lower k : (k <= M)%N ->
  r - Num.max (\sum_(0 <= i < k) delta i) (T k) <= s k.
Proof.
move=> kM; rewrite ler_subl_addr; set h := \sum_(_ <= _ < _) _.
have m0 : 0 <= s k + Num.max h (T k).
  by rewrite addr_ge0 ?s_ge0 // le_maxr T_ge0 orbT.
rewrite -(@ler_pexpn2r _ L) ?nnegrE //.
have := prod_upper p s_op; rewrite -rE ler_pmul2r // => /le_trans; apply.
rewrite -[X in _ ^+ X]card_ord -prodr_const; apply: ler_prod => i _.
have iM : (i <= M)%N by rewrite -ltnS.
rewrite s_ge0 //= -ler_subl_addl le_maxr; have [ik|/ltnW ki] := leqP i k.
  have := close (i := i) (j := k); rewrite ik kM => /(_ isT); rewrite distrC.
  move/(le_trans (ler_norm _)) => H; apply/orP; left; apply: le_trans H _.
  by rewrite /h [X in _ <= X](big_cat_nat _ _ _ (leq0n i) ik) /= ler_addr sum_ge0.
have := close (i := k) (j := i); rewrite ki iM => /(_ isT).
move/(le_trans (ler_norm _)) => H; apply/orP; right; apply: le_trans H _.
rewrite /T /Tsum [X in _ <= X](big_cat_nat _ _ _ ki iM) /= ler_addl.
exact: sum_ge0.
Qed.

End Bracket.

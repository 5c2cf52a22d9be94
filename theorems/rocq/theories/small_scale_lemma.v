(* The small-scale lemma, algebraic part: networks with small imbalances            *)
(*                                                                                  *)
(* Any depth L = M.+1, any widths, output layer a row (d L = 1). D_k is the         *)
(* imbalance W_{k+1}^T W_{k+1} - W_k W_k^T, delta_k >= |D_k|_2.                     *)
(* Main results                                                                     *)
(*   near_rank1   |W_k|_F^2 - sigma_k^2 <= - sum tr D_j + sum delta_j (j >= k)      *)
(*   near_equal   |sigma_j^2 - sigma_i^2| <= sum of the deltas from i to j          *)
(*   eps_rank1, eps_equal     the first two printed items with eps                        *)
(* Notation                                                                         *)
(*   eps_of M delta mx = 3 mx + 2 sum_k delta_k, mx >= |W_k(0)|_F^2 for all k       *)
(*   s k = sigma_k^2                                                                *)
(* Along a gradient flow the imbalances are conserved: see small_scale_flow.v.      *)
(* Source: slides, Lemma; claims small-scale/lemma-rank-one, lemma-equal-norms,     *)
(* lemma-alignment.                                                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Eps.
Variables (R : realFieldType) (d : nat -> nat) (M : nat).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s delta : nat -> R).

Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
(* delta k bounds the spectral norm of the symmetric matrix D k.              *)
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.

Let quad k (x : 'cV_(d k.+1)) : (k < M)%N ->
  sqF (W k.+1 *m x) = sqF ((W k)^T *m x) + dot x (D k *m x).
Proof.
move=> kM; rewrite -imbalance // mulmxBl dotBr /sqF !dot_mull trmxK !mulmxA.
by rewrite addrCA subrr addr0.
Qed.

Lemma s_step k : (k < M)%N -> `|s k.+1 - s k| <= delta k.
Proof.
move=> kM; have [ubk leastk] := s_op (ltnW kM); have [ubk1 leastk1] := s_op kM.
rewrite ler_norml ler_subr_addl !ler_subl_addr; apply/andP; split.
  apply: leastk.
  have -> : W k = (W k)^T^T by rewrite trmxK.
  apply: op_ub_tr; split=> [|x]; first by rewrite addr_ge0 ?delta_ge0 // ubk1.1.
  have := ubk1.2 x; rewrite quad // mulrDl => H.
  have := delta_op x kM; rewrite ler_norml => /andP[lo _].
  by rewrite -ler_subl_addr (le_trans _ H) // ler_add2l.
apply: leastk1; split=> [|x]; first by rewrite addr_ge0 ?delta_ge0 // ubk.1.
rewrite quad // addrC mulrDl ler_add //.
  by have := delta_op x kM; rewrite ler_norml => /andP[].
exact: (op_ub_tr ubk).2.
Qed.

Let F k := sqF (W k).

Lemma F_step k : (k < M)%N -> F k.+1 = F k + \tr (D k).
Proof.
move=> kM; rewrite -imbalance // linearB /= -/(sqF (W k.+1)).
by rewrite [\tr (W k *m _)]mxtrace_mulC addrCA subrr addr0.
Qed.

(* |W_j|_F^2 - |W_j|_2^2 <= |W_j|_F^2 - |W_L|_F^2 + sum of the deltas         *)
Theorem near_rank1 k : (k <= M)%N ->
  F k - s k <= - (\sum_(k <= j < M) \tr (D j)) + \sum_(k <= j < M) delta j.
Proof.
move=> kM; rewrite -(subKn kM); elim: (M - k)%N (leq_subr k M) => [_|m IHm mM].
  rewrite subn0 !big_geq // oppr0 addr0 subr_le0.
  have := (s_op (leqnn M)).1; rewrite /F.
  move: (W M); rewrite last_row => A; exact: row_op.
have lt : (M - m.+1 < M)%N by rewrite ltn_subrL; case: (M) mM.
have E : (M - m)%N = (M - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mM); rewrite E F_step //.
rewrite ![\sum_(M - m.+1 <= _ < M) _]big_ltn // => IH.
have := s_step lt; rewrite ler_norml => /andP[_ st].
have := ler_add IH st; set x := F _; set T := \tr _; set dl := delta _.
set S1 := s _.+1; set S0 := s _; set A := \sum_(_ <= _ < _) _; set B := \sum_(_ <= _ < _) _.
have -> : x + T - S1 + (S1 - S0) = x - S0 + T by ring.
by rewrite -ler_subr_addr opprD addrCA; congr (_ <= _); ring.
Qed.

(* |sigma_i^2 - sigma_j^2| <= sum of the deltas                               *)
Theorem near_equal i j : (i <= j <= M)%N ->
  `|s j - s i| <= \sum_(i <= k < j) delta k.
Proof.
case/andP=> ij jM; elim: j ij jM => [|j IHj].
  by rewrite leqn0 => /eqP-> _; rewrite subrr normr0 big_geq.
rewrite leq_eqVlt => /predU1P[-> _|ij jM].
  by rewrite subrr normr0 big_geq.
rewrite big_nat_recr //= -(subrKA (s j)) (le_trans (ler_norm_add _ _)) //.
by rewrite addrC ler_add ?s_step // IHj // ltnW.
Qed.

(* eps = 3 max_k |W_k(0)|_F^2 + 2 sum_k |D_k|_2                               *)
Definition eps_of (mx : R) := 3%:R * mx + 2%:R * \sum_(0 <= j < M) delta j.

(* Telescoping the traces back to the initial weights, same imbalances        *)
Variables (W0 : weights R d) (mx : R).
Hypothesis imbalance0 : forall j, (j < M)%N ->
  (W0 j.+1)^T *m W0 j.+1 - W0 j *m (W0 j)^T = D j.
Hypothesis le_mx : forall j, (j <= M)%N -> sqF (W0 j) <= mx.

Let mx_ge0 : 0 <= mx := le_trans (sqF_ge0 _) (le_mx (leq0n M)).

Let sum_ge0 i j : (j <= M)%N -> 0 <= \sum_(i <= l < j) delta l.
Proof.
move=> jM; rewrite big_nat_cond; apply: sumr_ge0 => l.
by rewrite andbT => /andP[_ lj]; rewrite delta_ge0 // (leq_trans lj).
Qed.

Let near_rank1_mx k : (k <= M)%N ->
  F k - s k <= mx + \sum_(0 <= j < M) delta j.
Proof.
move=> kM; have trE : \sum_(k <= j < M) \tr (D j) = sqF (W0 M) - sqF (W0 k).
  rewrite -(telescope_sumr (fun j => sqF (W0 j)) kM); apply: eq_big_nat => j.
  case/andP=> _ jM; rewrite -imbalance0 // linearB /= -/(sqF (W0 j.+1)).
  by rewrite [\tr (W0 j *m _)]mxtrace_mulC.
apply: le_trans (near_rank1 kM) _; rewrite trE opprB; apply: ler_add.
  by rewrite ler_subl_addr (le_trans (le_mx kM)) // ler_addl sqF_ge0.
rewrite [X in _ <= X](big_cat_nat _ _ _ (leq0n k) kM) /=.
by rewrite ler_addr sum_ge0.
Qed.

(* (i) every layer is nearly rank one                                         *)
Theorem eps_rank1 k : (k <= M)%N -> F k - s k <= eps_of mx.
Proof.
move=> kM; apply: le_trans (near_rank1_mx kM) _; apply: ler_add.
  exact: ler_pemull mx_ge0 (ler1n R 3).
exact: ler_pemull (sum_ge0 0%N (leqnn M)) (ler1n R 2).
Qed.

(* (ii) all layers have nearly the same spectral norm                         *)
Theorem eps_equal i j : (i <= j <= M)%N -> `|s j - s i| <= eps_of mx.
Proof.
move=> ijM; apply: le_trans (near_equal ijM) _; case/andP: ijM => ij jM.
apply: le_trans (_ : \sum_(0 <= l < M) delta l <= _).
  rewrite [X in _ <= X](big_cat_nat _ _ _ (leq0n i) (leq_trans ij jM)) /=.
  rewrite [X in _ <= _ + X](big_cat_nat _ _ _ ij jM) /=.
  by rewrite addrCA ler_addl addr_ge0 ?sum_ge0 // (leq_trans ij).
rewrite -[X in X <= _]add0r; apply: ler_add; first by rewrite mulr_ge0 ?ler0n.
exact: ler_pemull (sum_ge0 0%N (leqnn M)) (ler1n R 2).
Qed.

End Eps.

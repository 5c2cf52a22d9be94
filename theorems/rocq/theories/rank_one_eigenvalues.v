(* Layers are nearly rank one: with the largest eigenvalues of the imbalances         *)
(*                                                                                    *)
(* Setting and notation of small_scale_lemma.v; e k bounds the quadratic form of D_k  *)
(* from above only (it may be negative): its least such bound is lambda_max(D_k).     *)
(* Main results                                                                       *)
(*   top_step       sigma_{k+1}^2 <= sigma_k^2 + e_k                                  *)
(*   rank1_top      |W_k|_F^2 - sigma_k^2 <= - sum tr D_j + sum e_j        (j >= k)   *)
(*   rank1_start    ... = |W_k(0)|_F^2 - |W_L(0)|_F^2 + sum e_j, equal imbalances     *)
(*   top_le         ... <= m + T_k for the least e_j, delta_j >= |D_j|_2              *)
(*   twice_le_eps   2 (m + T_k) <= eps                                                *)
(* Along the flow: flow_rank1_top in small_scale_flow.v.                              *)
(* Source: claim small-scale/lemma-rank-one, sharper.                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound small_scale_lemma.
From Lemmata Require Import descent small_scale_sharp extreme_eigenvalues.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Top.
Variables (R : realFieldType) (d : nat -> nat) (M : nat).
Variables (W W0 : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s e : nat -> R).

Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis imbalance0 : forall k, (k < M)%N ->
  (W0 k.+1)^T *m W0 k.+1 - W0 k *m (W0 k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis widths : forall k, (k < M)%N -> (0 < d k.+1)%N.
Hypothesis e_ub : forall k, (k < M)%N -> form_ub (D k) (e k).
Hypothesis last_row : d M.+1 = 1%N.

Theorem top_step k : (k < M)%N -> s k.+1 <= s k + e k.
Proof.
move=> kM; have [ubk _] := s_op (ltnW kM); have [_ least] := s_op kM.
have le (x : 'cV_(d k.+1)) : sqF (W k.+1 *m x) <= (s k + e k) * sqF x.
  have := e_ub kM x; rewrite -imbalance // mulmxBl dotBr quad_gram quad_outer.
  rewrite ler_subl_addr => H; apply: le_trans H _; rewrite addrC mulrDl ler_add2r.
  exact: (op_ub_tr ubk).2.
apply: least; split=> //; pose x : 'cV[R]_(d k.+1) := delta_mx (Ordinal (widths kM)) 0.
suff x1 : sqF x = 1 by have := le_trans (sqF_ge0 _) (le x); rewrite x1 mulr1.
rewrite sqFE (bigD1 (Ordinal (widths kM))) //= big_ord1 mxE !eqxx expr1n big1 ?addr0 //.
by move=> i /negbTE i0; rewrite big_ord1 mxE i0 expr0n.
Qed.

Let trE k : (k <= M)%N -> \sum_(k <= j < M) \tr (D j) = sqF (W M) - sqF (W k).
Proof.
move=> kM; rewrite -(telescope_sumr (fun j => sqF (W j)) kM); apply: eq_big_nat => j.
by case/andP=> _ jM; rewrite -imbalance // linearB /= -/(sqF _) [\tr (W j *m _)]mxtrace_mulC.
Qed.

Theorem rank1_top k : (k <= M)%N ->
  sqF (W k) - s k <= - (\sum_(k <= j < M) \tr (D j)) + \sum_(k <= j < M) e j.
Proof.
move=> kM; rewrite trE // opprB.
have last : sqF (W M) <= s M.
  have := (s_op (leqnn M)).1; move: (W M); rewrite last_row => A; exact: row_op.
suff le : s M - s k <= \sum_(k <= j < M) e j.
  rewrite -(subrKA (s M)) addrAC -subr_ge0.
  set x := sqF _; set z := sqF _ in last *; set b := \sum_(_ <= _ < _) _ in le *.
  rewrite [X in 0 <= X](_ : _ = (s M - z) + (b - (s M - s k))); last by ring.
  by rewrite addr_ge0 ?subr_ge0.
rewrite -(telescope_sumr s kM) big_nat [X in _ <= X]big_nat; apply: ler_sum => j.
by case/andP=> _ jM; rewrite ler_subl_addl top_step.
Qed.

Theorem rank1_start k : (k <= M)%N ->
  sqF (W k) - s k <= sqF (W0 k) - sqF (W0 M) + \sum_(k <= j < M) e j.
Proof.
move=> kM; have := rank1_top kM.
suff -> : \sum_(k <= j < M) \tr (D j) = sqF (W0 M) - sqF (W0 k) by rewrite opprB.
rewrite -(telescope_sumr (fun j => sqF (W0 j)) kM); apply: eq_big_nat => j.
by case/andP=> _ jM; rewrite -imbalance0 // linearB /= -/(sqF _) [\tr (W0 j *m _)]mxtrace_mulC.
Qed.

Theorem top_le delta mx k : (k <= M)%N ->
    (forall k, (k < M)%N -> least_ub (D k) (e k)) ->
    (forall k (x : 'cV_(d k.+1)), (k < M)%N -> `|dot x (D k *m x)| <= delta k * sqF x) ->
    (forall k, (k <= M)%N -> sqF (W0 k) <= mx) ->
  sqF (W0 k) - sqF (W0 M) + \sum_(k <= j < M) e j <= mx + Tsum M delta k.
Proof.
move=> kM least delta_op mxP; apply: ler_add.
  by rewrite ler_subl_addr (le_trans (mxP k kM)) // ler_addl sqF_ge0.
rewrite /Tsum big_nat [X in _ <= X]big_nat; apply: ler_sum => j /andP[_ jM].
by apply: (least j jM).2 => x; apply: le_trans (ler_norm _) (delta_op j x jM).
Qed.

End Top.

Theorem twice_le_eps (R : realFieldType) (M : nat) (delta : nat -> R) mx k : (k <= M)%N ->
    0 <= mx -> (forall k, (k < M)%N -> 0 <= delta k) ->
  2%:R * (mx + Tsum M delta k) <= eps_of M delta mx.
Proof.
move=> kM mx0 delta0; rewrite mulrDr /eps_of; apply: ler_add.
  by apply: ler_wpmul2r; rewrite ?ler_nat.
by apply: ler_wpmul2l; rewrite ?ler0n //; exact: Tsum_le.
Qed.

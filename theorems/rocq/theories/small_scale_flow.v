(* The small-scale lemma along the gradient flow, for every time t >= 0             *)
(*                                                                                  *)
(* gradient_flow.v (conservation) composed with small_scale_lemma.v and             *)
(* small_scale_sharp.v (algebra), over the reals, all depths and widths, d L = 1.   *)
(* Main results                                                                     *)
(*   op2_ex               every matrix has a spectral norm                          *)
(*   eps_lemma_rank1      |W_k(t)|_F^2 - sigma_k^2(t) <= eps         (printed)      *)
(*   eps_lemma_equal      |sigma_j^2(t) - sigma_i^2(t)| <= eps       (printed)      *)
(*   flow_align           1 - eps / sigma_{k+1}^2 <= <v_{k+1}, u_k>^2 (printed)     *)
(*   flow_rank1_half, flow_equal_half   the first two with eps / 2                  *)
(*   flow_rank1_top       |W_k|_F^2 - sigma_k^2 <= |W_k(0)|_F^2 - |W_L(0)|_F^2 +      *)
(*                        sum_(j >= k) lambda_max(D_j) <= m + T_k <= eps / 2        *)
(*   flow_second_value    |W_k^T w|^2 <= T_k |w|^2 for w orthogonal to u_k          *)
(*   flow_align_sharp, flow_align_second   the sharper alignments                   *)
(* Given: a gradient flow for all t >= 0 (there is one: flow_exists.v).           *)
(* Source: slides, Lemma; claims small-scale/lemma-rank-one, lemma-equal-norms,     *)
(* lemma-alignment.                                                                 *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp classical_sets reals.
From Lemmata Require Import frobenius deep_network spectral_bound small_scale_lemma.
From Lemmata Require Import singular_directions small_scale_sharp gradient_flow.
From Lemmata Require Import extreme_eigenvalues symmetric_spectrum rank_one_eigenvalues.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Exists.
Variable R : realType.

Lemma op2_ex m n (A : 'M[R]_(m, n)) : exists s, op2 A s.
Proof.
pose E := [set s | op_ub A s].
have E0 : E !=set0.
  by exists (sqF A); split=> [|x]; [exact: sqF_ge0 | exact: sqF_mul].
have lbE : has_lbound E by exists 0 => s [].
exists (inf E); split; last by move=> s' Es'; apply: inf_lb.
split=> [|x]; first by apply: lb_le_inf => // s [].
have := sqF_ge0 x; rewrite le_eqVlt => /predU1P[x0|x_gt0].
  have [s [_ /(_ x)]] := E0; rewrite -x0 !mulr0.
  by move=> le0; exact: le0.
rewrite -ler_pdivr_mulr //; apply: lb_le_inf => // s [_ sx].
by rewrite ler_pdivr_mulr.
Qed.

End Exists.

Section EpsFlow.
Variables (R : realType) (d : nat -> nat) (M n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d M.+1)).
Variables (W : R -> weights R d) (delta : nat -> R) (mx : R).
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imbalance W 0 k *m x)| <= delta k * sqF x.
Hypothesis le_mx : forall k, (k <= M)%N -> sqF (W 0 k) <= mx.

Theorem eps_lemma_rank1 t k s : 0 <= t -> (k <= M)%N -> op2 (W t k) s ->
  sqF (W t k) - s <= eps_of M delta mx.
Proof.
move=> t0 kM ks; have [sg sgP] := choice (fun j => op2_ex (W t j)).
have -> : s = sg k.
  by apply/eqP; rewrite eq_le (ks.2 _ (sgP k).1) ((sgP k).2 _ ks.1).
apply: (@eps_rank1 R d M (W t) (imbalance W 0) sg delta _ _ _ _ _ (W 0)) => //.
by move=> j jM; rewrite -(imbalance_conserved flow _ t0).
Qed.

Theorem eps_lemma_equal t i j si sj : 0 <= t -> (i <= j <= M)%N ->
  op2 (W t i) si -> op2 (W t j) sj -> `|sj - si| <= eps_of M delta mx.
Proof.
move=> t0 ijM iP jP; have [sg sgP] := choice (fun j => op2_ex (W t j)).
have uniq k s : op2 (W t k) s -> s = sg k.
  by move=> ks; apply/eqP; rewrite eq_le (ks.2 _ (sgP k).1) ((sgP k).2 _ ks.1).
rewrite (uniq _ _ iP) (uniq _ _ jP).
apply: (@eps_equal R d M (W t) (imbalance W 0) sg delta _ _ _ _ (W 0)) => //.
by move=> k kM; rewrite -(imbalance_conserved flow _ t0).
Qed.

End EpsFlow.

Section EpsFlow2.
Variables (R : realType) (d : nat -> nat) (M n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d M.+1)).
Variables (W : R -> weights R d) (delta : nat -> R) (mx : R).
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imbalance W 0 k *m x)| <= delta k * sqF x.
Hypothesis le_mx : forall k, (k <= M)%N -> sqF (W 0 k) <= mx.
Variable t : R.
Hypothesis t0 : 0 <= t.

Lemma flow_imbalance k : (k < M)%N ->
  (W t k.+1)^T *m W t k.+1 - W t k *m (W t k)^T = imbalance W 0 k.
Proof. by move=> kM; rewrite -(imbalance_conserved flow _ t0). Qed.

Lemma sg_ex : exists sg, forall k, op2 (W t k) (sg k).
Proof. by have [sg sgP] := choice (fun j => op2_ex (W t j)); exists sg. Qed.

Lemma op2_uniq m l (A : 'M[R]_(m, l)) s s' : op2 A s -> op2 A s' -> s = s'.
Proof.
by move=> [u1 l1] [u2 l2]; apply/eqP; rewrite eq_le (l1 _ u2) (l2 _ u1).
Qed.

Theorem flow_rank1_half k s : (k <= M)%N -> op2 (W t k) s ->
  2%:R * (sqF (W t k) - s) <= eps_of M delta mx.
Proof.
move=> kM ks; have [sg sgP] := sg_ex; rewrite (op2_uniq ks (sgP k)).
exact: (rank1_half flow_imbalance (W0 := W 0) (s := sg)).
Qed.

Theorem flow_equal_half i j si sj : (i <= j <= M)%N ->
  op2 (W t i) si -> op2 (W t j) sj -> 2%:R * `|sj - si| <= eps_of M delta mx.
Proof.
move=> ijM iP jP; have [sg sgP] := sg_ex.
rewrite (op2_uniq iP (sgP i)) (op2_uniq jP (sgP j)).
exact: (equal_half flow_imbalance (W0 := W 0)).
Qed.

Theorem flow_rank1_top k s (e : nat -> R) : (forall j, (j < M)%N -> (0 < d j.+1)%N) ->
    (forall j, (j < M)%N -> largest (imbalance W 0 j) (e j)) ->
    (k <= M)%N -> op2 (W t k) s ->
  [/\ sqF (W t k) - s <= sqF (W 0 k) - sqF (W 0 M) + \sum_(k <= j < M) e j,
      sqF (W 0 k) - sqF (W 0 M) + \sum_(k <= j < M) e j <= mx + Tsum M delta k &
      2%:R * (mx + Tsum M delta k) <= eps_of M delta mx].
Proof.
move=> widths e_top kM ks; have [sg sgP] := sg_ex; rewrite (op2_uniq ks (sgP k)).
have least j : (j < M)%N -> least_ub (imbalance W 0 j) (e j).
  by move=> jM; apply: largest_least (e_top j jM); rewrite linearB /= !trmx_mul !trmxK.
split.
- by apply: (rank1_start flow_imbalance (W0 := W 0) (s := sg)) => // j jM; have [] := least j jM.
- exact: (top_le (W0 := W 0) kM least).
- by apply: twice_le_eps => //; exact: le_trans (sqF_ge0 _) (le_mx (leq0n M)).
Qed.

Theorem flow_second_value k s (u w : 'cV_(d k.+1)) : (k < M)%N ->
    op2 (W t k) s -> sqF u = 1 -> sqF ((W t k)^T *m u) = s -> dot u w = 0 ->
  sqF ((W t k)^T *m w) <= Tsum M delta k * sqF w.
Proof.
move=> kM ks u1 us uw; have [sg sgP] := sg_ex.
apply: (second_value flow_imbalance _ _ _ _ kM u1 _ uw) => //.
by rewrite us (op2_uniq ks (sgP k)).
Qed.

Section Align.
Variables (k : nat) (sk sk1 : R) (u v : 'cV[R]_(d k.+1)).
Hypothesis kM : (k < M)%N.
Hypothesis skP : op2 (W t k) sk.
Hypothesis sk1P : op2 (W t k.+1) sk1.
Hypothesis u1 : sqF u = 1.
Hypothesis v1 : sqF v = 1.
Hypothesis us : sqF ((W t k)^T *m u) = sk.
Hypothesis vs : sqF (W t k.+1 *m v) = sk1.

Theorem flow_align_second : Tsum M delta k <= sk1 ->
  (sk1 - Tsum M delta k) ^+ 2 * (1 - dot v u ^+ 2) <= delta k ^+ 2.
Proof.
have [sg sgP] := sg_ex; rewrite (op2_uniq sk1P (sgP k.+1)) (dotC v).
apply: (align_second flow_imbalance) => //.
  by rewrite us (op2_uniq skP (sgP k)).
by rewrite vs (op2_uniq sk1P (sgP k.+1)).
Qed.

Theorem flow_align_sharp : sk1 * (1 - dot v u ^+ 2) <= Tsum M delta k + delta k.
Proof.
have [sg sgP] := sg_ex; rewrite (op2_uniq sk1P (sgP k.+1)) (dotC v).
apply: (align_sharp flow_imbalance) => //.
  by rewrite us (op2_uniq skP (sgP k)).
by rewrite vs (op2_uniq sk1P (sgP k.+1)).
Qed.

(* as printed: <v_{k+1}, u_k>^2 >= 1 - eps / sigma_{k+1}^2                    *)
Theorem flow_align : 0 < sk1 -> 1 - eps_of M delta mx / sk1 <= dot v u ^+ 2.
Proof.
move=> s_gt0; rewrite ler_subl_addr -ler_subl_addl ler_pdivl_mulr // mulrC.
have [sg sgP] := sg_ex; rewrite (op2_uniq sk1P (sgP k.+1)) (dotC v).
apply: (align_eps flow_imbalance (W0 := W 0)) => //.
  by rewrite us (op2_uniq skP (sgP k)).
by rewrite vs (op2_uniq sk1P (sgP k.+1)).
Qed.

End Align.
End EpsFlow2.

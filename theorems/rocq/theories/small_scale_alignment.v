(* Alignment of neighbouring layers, measured by the regressor                        *)
(*                                                                                    *)
(* Setting and notation of small_scale_sharp.v: depth L = M.+1, d L = 1, p <> 0, W    *)
(* with the imbalances of W0, mx >= |W0_k|_F^2; r^L |p|^2 = |pi|^2 and t^L = 4 r^L.   *)
(* Main results, for all unit top singular vectors u_k and v_{k+1}                    *)
(*   align_regressor   t (1 - <u_k, v_{k+1}>^2) <= eps       when every delta_k <= mx *)
(*   align_start       the same for any bounds delta_k of the imbalances              *)
(*   ratio_le          (2 L + 1) (T_k + delta_k) <= L eps    when every delta_k <= mx *)
(*   align_ratio       (2 L + 1) sigma_{k+1}^2 (1 - <u_k, v_{k+1}>^2) <= L eps        *)
(* For p = 1 the number t is (2 |pi|)^(2/L).                                          *)
(* Source: claims small-scale/alignment, small-scale/lemma-alignment.                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma singular_directions small_scale_sharp.
From Lemmata Require Import gains norm_bracket product_form.
From Lemmata Require Import root_of_four alignment_scalar.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The difference of two positive matrices is bounded by the larger bound.            *)
Lemma imbalance_bound (R : realFieldType) (d : nat -> nat) (W0 : weights R d) k (mx : R) :
    sqF (W0 k) <= mx -> sqF (W0 k.+1) <= mx ->
  forall x : 'cV_(d k.+1),
  `|dot x (((W0 k.+1)^T *m W0 k.+1 - W0 k *m (W0 k)^T) *m x)| <= mx * sqF x.
Proof.
move=> m0 m1 x; rewrite mulmxBl dotBr -!mulmxA.
have -> : dot x ((W0 k.+1)^T *m (W0 k.+1 *m x)) = sqF (W0 k.+1 *m x).
  by rewrite /sqF [RHS]dot_mull.
have -> : dot x (W0 k *m ((W0 k)^T *m x)) = sqF ((W0 k)^T *m x).
  by rewrite /sqF [RHS]dot_mull trmxK.
have le (l : nat) (A : 'M[R]_(l, d k.+1)) : sqF A <= mx -> sqF (A *m x) <= mx * sqF x.
  by move=> Am; apply: le_trans (sqF_mul A x) _; rewrite ler_wpmul2r ?sqF_ge0.
have le1 := le _ _ m1; have le0 : sqF ((W0 k)^T *m x) <= mx * sqF x.
  by apply: le; rewrite sqF_tr.
rewrite ler_norml; apply/andP; split.
  by rewrite ler_subr_addl ler_subl_addl (le_trans le0) // ler_addl sqF_ge0.
by rewrite ler_subl_addl (le_trans le1) // ler_addr sqF_ge0.
Qed.

Section Static.
Variables (R : realFieldType) (d : nat -> nat) (M : nat).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (p : 'M[R]_(1, d M.+1)) (s : nat -> R) (mx : R).
Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis p0 : p != 0.
Let L := M.+1.

Section Bounded.
Variable delta : nat -> R.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis delta_mx : forall k, (k < M)%N -> delta k <= mx.
Notation eps := (eps_of M delta mx).
Notation T := (Tsum M delta).

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

Lemma Delta_le : T 0 <= M%:R * mx.
Proof.
rewrite /Tsum; have -> : M%:R * mx = \sum_(0 <= j < M) mx.
  by rewrite sumr_const_nat subn0 mulr_natl.
by apply: ler_sum_nat => j /andP[_ jM]; exact: delta_mx.
Qed.

Lemma Delta_split k : (k < M)%N -> T 0 = \sum_(0 <= i < k) delta i + delta k + T k.+1.
Proof.
move=> kM; rewrite /Tsum (big_cat_nat _ _ _ (leq0n k) (ltnW kM)) /=.
by rewrite [X in _ + X]big_ltn // addrA.
Qed.

Let sum_ge0 k : (k <= M)%N -> 0 <= \sum_(0 <= i < k) delta i.
Proof.
move=> kM; rewrite big_nat_cond; apply: sumr_ge0 => j.
by rewrite andbT => /andP[_ jk]; rewrite delta_ge0 // (leq_trans jk).
Qed.

Lemma align_gap k r t : (k < M)%N -> 0 < r -> 0 < t ->
    r ^+ L * sqF p = sqF (p *m head W L) -> t ^+ L = 4%:R * r ^+ L -> eps < t ->
  0 < s k.+1 - T k /\ t * delta k ^+ 2 <= eps * (s k.+1 - T k) ^+ 2.
Proof.
move=> kM r0 t0 rE tE et; have gE : s k.+1 - T k = s k.+1 - delta k - T k.+1.
  by rewrite [T k]TsumS // opprD addrA.
have dk0 := delta_ge0 kM; have dkm := delta_mx kM.
have s0 : 0 <= s k.+1 := (s_op kM).1.1; have TE := Delta_split kM.
have U0 : 0 <= T k.+1 by exact: Tsum_ge0.
rewrite gE; have [M1|[j M2]] : M = 1%N \/ exists j, M = j.+2.
  by move: kM; case: M => [|[|j]] // _; [left|right; exists j].
  have pw (x : R) : x ^+ M = x /\ x ^+ L = x ^+ 2 by rewrite /L M1 expr1.
  have k0 : k = 0%N by move: kM; rewrite M1; case: k {dk0 dkm s0 TE gE U0}.
  have T10 : T k.+1 = 0 by rewrite k0 /Tsum big_geq // M1.
  have t2 : t = 2%:R * r.
    apply/eqP; rewrite -(@eqr_expn2 _ 2) ?mulr_ge0 ?ler0n ?ltW //.
    by move: tE; rewrite /L M1 exprMn -natrX => ->.
  rewrite T10 subr0 t2; apply: (gap_two r0 dk0 dkm) => //; last 1 first.
  - have := product_upper p imbalance s_op delta_ge0 delta_op kM.
    rewrite -[sqF (p *m _)]rE ler_pmul2r // TE T10 addr0 k0 big_geq // add0r.
    by rewrite (pw _).1 (pw _).2.
  - by rewrite /eps_of -/(T 0) TE T10 addr0 k0 big_geq // add0r.
  by rewrite -t2.
set h := \sum_(_ <= _ < _) _ in TE; have h0 : 0 <= h by exact: sum_ge0 (ltnW kM).
have eE : eps = 3%:R * mx + 2%:R * (h + delta k + T k.+1) by rewrite -TE.
pose K : R := (8 + 2 * j)%:R; have K8 : 8%:R <= K by rewrite ler_nat leq_addr.
have root : (K - 3%:R) * t <= K * r.
  have -> : K - 3%:R = (5 + 2 * j)%:R.
    by rewrite /K [LHS]addrC natrD natrM [RHS]natrD natrM; ring.
  by apply: root_le => //; move: tE; rewrite /L M2.
have e_le : eps <= (K - 1) * mx.
  rewrite /eps_of -/(T 0); apply: le_trans (ler_add (lexx _) (ler_wpmul2l (ler0n R 2) Delta_le)) _.
  rewrite le_eqVlt; apply/orP; left; apply/eqP.
  have -> : K = 8%:R + 2%:R * j%:R by rewrite /K natrD natrM.
  have -> : M%:R = j%:R + 2%:R :> R by rewrite M2 -natrD addn2.
  by ring.
have := bracket_lower imbalance s_op delta_ge0 delta_op p0 (ltW r0) rE kM.
rewrite ler_subl_addr big_nat_recr //= -/h => lo.
have [le|le] := leP (h + delta k) (T k.+1).
  apply: (gap_above r0 dk0 dkm h0 U0 K8 root eE e_le t0 et).
  by move: lo; rewrite (max_idPr le).
apply: (gap_below r0 dk0 dkm h0 U0 K8 root eE t0 et).
by move: lo; rewrite (max_idPl (ltW le)) addrA.
Qed.

(* The second entry of the minimum, compared with eps                                  *)
Lemma ratio_le k : (k < M)%N -> (2 * L + 1)%:R * (T k + delta k) <= L%:R * eps.
Proof.
move=> kM; have le1 : T k + delta k <= T 0 + mx.
  by apply: ler_add (delta_mx kM); exact: Tsum_le (ltnW kM).
apply: le_trans (ler_wpmul2l (ler0n R _) le1) _.
rewrite /eps_of -/(T 0) -subr_ge0.
rewrite [X in 0 <= X](_ : _ = M%:R * mx - T 0); first by rewrite subr_ge0 Delta_le.
by rewrite /L natrD natrM -[M.+1]addn1 natrD; ring.
Qed.

Section Vectors.
Variables (k : nat) (u v : 'cV[R]_(d k.+1)).
Hypothesis kM : (k < M)%N.
Hypothesis u1 : sqF u = 1.
Hypothesis v1 : sqF v = 1.
Hypothesis us : sqF ((W k)^T *m u) = s k.
Hypothesis vs : sqF (W k.+1 *m v) = s k.+1.

Theorem align_regressor r t : 0 < r -> 0 < t ->
    r ^+ L * sqF p = sqF (p *m head W L) -> t ^+ L = 4%:R * r ^+ L ->
  t * (1 - dot u v ^+ 2) <= eps.
Proof.
move=> r0 t0 rE tE; have x0 := align_le1 u1 v1.
have [te|et] := leP t eps.
  by apply: le_trans te; rewrite ler_pimulr ?(ltW t0) // ler_subl_addl ler_addr sqr_ge0.
have [g0 le] := align_gap kM r0 t0 rE tE et.
have := align_second imbalance s_op delta_ge0 delta_op last_row kM u1 v1 us vs.
move=> /(_ _); rewrite -subr_ge0 (ltW g0) => /(_ isT) le2.
rewrite -(ler_pmul2r (exprn_gt0 2 g0)); apply: le_trans le.
by rewrite -mulrA; apply: ler_wpmul2l (ltW t0) _ _ _; rewrite mulrC.
Qed.

Theorem align_ratio_mx :
  (2 * L + 1)%:R * (s k.+1 * (1 - dot u v ^+ 2)) <= L%:R * eps.
Proof.
apply: le_trans (ratio_le kM); apply: ler_wpmul2l; first exact: ler0n.
exact: (align_sharp imbalance s_op delta_ge0 delta_op last_row kM u1 v1 us vs).
Qed.

End Vectors.
End Bounded.

(* Any bounds of the imbalances of a start: those above mx may be replaced by mx.      *)
Section Start.
Variables (W0 : weights R d) (delta : nat -> R).
Hypothesis imbalance0 : forall j, (j < M)%N ->
  (W0 j.+1)^T *m W0 j.+1 - W0 j *m (W0 j)^T = D j.
Hypothesis le_mx : forall j, (j <= M)%N -> sqF (W0 j) <= mx.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Notation eps := (eps_of M delta mx).

Let dm k := Num.min (delta k) mx.

Let dm_ge0 k : (k < M)%N -> 0 <= dm k.
Proof.
move=> kM; rewrite /dm le_minr delta_ge0 //=.
by apply: le_trans (le_mx (leq0n M)); exact: sqF_ge0.
Qed.

Let dm_op k (x : 'cV_(d k.+1)) : (k < M)%N -> `|dot x (D k *m x)| <= dm k * sqF x.
Proof.
move=> kM; rewrite /dm minEle; case: ifP => _; first exact: delta_op.
by rewrite -imbalance0 //; apply: imbalance_bound; apply: le_mx => //; exact: ltnW.
Qed.

Let dm_mx k : (k < M)%N -> dm k <= mx.
Proof. by move=> _; rewrite /dm le_minl lexx orbT. Qed.

Let eps_le : eps_of M dm mx <= eps.
Proof.
rewrite /eps_of ler_add2l ler_wpmul2l ?ler0n //; apply: ler_sum_nat => j _.
by rewrite /dm le_minl lexx.
Qed.

Theorem align_start k (u v : 'cV[R]_(d k.+1)) r t : (k < M)%N ->
    sqF u = 1 -> sqF v = 1 -> sqF ((W k)^T *m u) = s k -> sqF (W k.+1 *m v) = s k.+1 ->
    0 < r -> 0 < t ->
    r ^+ L * sqF p = sqF (p *m head W L) -> t ^+ L = 4%:R * r ^+ L ->
  t * (1 - dot u v ^+ 2) <= eps.
Proof.
move=> kM u1 v1 us vs r0 t0 rE tE; apply: le_trans eps_le.
exact: (align_regressor dm_ge0 dm_op dm_mx kM u1 v1 us vs r0 t0 rE tE).
Qed.

Theorem align_ratio k (u v : 'cV[R]_(d k.+1)) : (k < M)%N ->
    sqF u = 1 -> sqF v = 1 -> sqF ((W k)^T *m u) = s k -> sqF (W k.+1 *m v) = s k.+1 ->
  (2 * L + 1)%:R * (s k.+1 * (1 - dot u v ^+ 2)) <= L%:R * eps.
Proof.
move=> kM u1 v1 us vs; apply: le_trans (_ : L%:R * eps_of M dm mx <= _); last first.
  by rewrite ler_wpmul2l ?ler0n.
exact: (align_ratio_mx dm_ge0 dm_op dm_mx kM u1 v1 us vs).
Qed.

End Start.
End Static.

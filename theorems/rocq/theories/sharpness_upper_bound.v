(* Upper bound on the sharpness of a minimizer by the norms of its layers           *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   head_op, tail_op   |A_k z|^2 and |b_k|^2 by products of the s_j                *)
(*   dreg_le            |J[H]|^2 <= |p|^2 (sum_k prod_(j <> k) s_j) |H|^2           *)
(*   sharpness_upper    S = 2 Lam |p|^2 sum_k prod_(j <> k) s_j bounds the          *)
(*                      Hessian, s_j >= |W_j|_2^2, Lam >= Sigma                     *)
(* Notation                                                                         *)
(*   gain_sum L s = sum_k prod_(j <> k) s_j                                         *)
(* Source: claim small-scale/low-sharpness, proof.                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound spectral_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Upper.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d) (s : nat -> R) (Lam : R).
Hypothesis s_op : forall k, (k < L)%N -> op_ub (W k) (s k).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.

Let s_ge0 k : (k < L)%N -> 0 <= s k. Proof. by move=> /s_op[]. Qed.

Lemma prods_ge0 i j : (j <= L)%N -> 0 <= \prod_(i <= k < j) s k.
Proof.
move=> jL; rewrite big_nat_cond; apply: prodr_ge0 => k.
by rewrite andbT => /andP[_ kj]; rewrite s_ge0 // (leq_trans kj).
Qed.

Lemma head_op k (z : 'cV[R]_(d 0)) : (k <= L)%N ->
  sqF (head W k *m z) <= (\prod_(0 <= j < k) s j) * sqF z.
Proof.
elim: k => [|k IHk] kL; first by rewrite big_geq // mul1r mul1mx.
rewrite headS -mulmxA; apply: le_trans ((s_op kL).2 _) _.
rewrite big_nat_recr //= -mulrA mulrCA; apply: ler_wpmul2l; first exact: s_ge0.
exact: IHk (ltnW kL).
Qed.

Lemma tail_op k : (k <= L)%N ->
  sqF (p *m tail L W k) <= (\prod_(k <= j < L) s j) * sqF p.
Proof.
move=> kL; rewrite -(subKn kL); elim: (L - k)%N (leq_subr k L) => [_|m IHm mL].
  by rewrite subn0 tail_last mulmx1 big_geq // mul1r.
have lt : (L - m.+1 < L)%N by rewrite ltn_subrL; case: (L) mL.
have E : (L - m)%N = (L - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mL); rewrite E; move: (L - m.+1)%N lt => j jL IH.
rewrite big_ltn // tailS // mulmxA -sqF_tr trmx_mul -mulrA.
apply: le_trans ((op_ub_tr (s_op jL)).2 _) _.
by rewrite sqF_tr ler_wpmul2l ?s_ge0.
Qed.

Lemma prod_neq k : (k < L)%N -> \prod_(0 <= j < L | j != k) s j =
  (\prod_(0 <= j < k) s j) * \prod_(k.+1 <= j < L) s j.
Proof.
move=> kL; rewrite (big_cat_nat _ _ _ (leq0n k) (ltnW kL)) /=; congr (_ * _).
  rewrite big_nat_cond [RHS]big_nat_cond; apply: eq_bigl => j.
  by rewrite andbT; case: (ltngtP j k) => //=; rewrite ?andbF.
rewrite big_ltn_cond // eqxx big_nat_cond [RHS]big_nat_cond.
by apply: eq_bigl => j; rewrite andbT; case: (ltngtP k j); rewrite /= ?andbT.
Qed.

(* Cauchy-Schwarz for families of matrices                                    *)
Lemma cs_fam (A H : weights R d) :
  (\sum_(k < L) dot (A k) (H k)) ^+ 2 <=
  (\sum_(k < L) sqF (A k)) * \sum_(k < L) sqF (H k).
Proof.
set V := \sum_(k < L) dot _ _; set U := \sum_(k < L) sqF (A k).
set Z := \sum_(k < L) sqF (H k).
have U0 : 0 <= U by apply: sumr_ge0 => k _; exact: sqF_ge0.
move: (U0); rewrite le_eqVlt => /predU1P[UE|U_gt0].
  suff -> : V = 0 by rewrite -UE expr2 !mul0r.
  rewrite /V big1 // => k _; suff -> : A k = 0 by rewrite dot0l.
  apply/eqP; rewrite -sqF_eq0 eq_le sqF_ge0 andbT UE /U (bigD1 k) //= ler_addl.
  by apply: sumr_ge0 => j _; exact: sqF_ge0.
have : 0 <= \sum_(k < L) sqF (U *: H k - V *: A k).
  by apply: sumr_ge0 => k _; exact: sqF_ge0.
have -> : \sum_(k < L) sqF (U *: H k - V *: A k) = U * (U * Z - V ^+ 2).
  rewrite (eq_bigr (fun k : 'I_L => U ^+ 2 * sqF (H k)
      - (U * V) * dot (A k) (H k) *+ 2 + V ^+ 2 * sqF (A k))) => [|k _].
    rewrite big_split sumrB /= -!mulr_sumr sumrMnl -mulr_sumr -/U -/V -/Z.
    ring.
  rewrite /sqF !(dotBl, dotBr, dotZl, dotZr) (dotC (H k) (A k)); ring.
by rewrite pmulr_rge0 // subr_ge0.
Qed.

Definition gain_sum := \sum_(k < L) \prod_(0 <= j < L | j != k) s j.

Lemma dreg_le H :
  sqF (dreg p W H) <= gain_sum * sqF p * \sum_(k < L) sqF (H k).
Proof.
set z := dreg p W H; set h := \sum_(k < L) _.
have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
have g0 : 0 <= gain_sum * sqF p.
  rewrite mulr_ge0 ?sqF_ge0 //; apply: sumr_ge0 => k _.
  by rewrite prod_neq // mulr_ge0 ?prods_ge0 // ltnW.
have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[<-|z_gt0].
  exact: mulr_ge0.
pose A : weights R d := fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.
have AE (k : 'I_L) : sqF (A k) <= (\prod_(0 <= j < L | j != k) s j) * (sqF p * sqF z).
  rewrite /A sqF_outer sqF_tr prod_neq //.
  rewrite mulrC [sqF p * _]mulrC mulrACA; apply: ler_pmul; rewrite ?sqF_ge0 //.
    by rewrite head_op // ltnW.
  exact: tail_op.
have := cs_fam A H; rewrite -dot_dreg -/z -/(sqF z) -/h => H1.
have {}H1 : sqF z ^+ 2 <= gain_sum * sqF p * sqF z * h.
  apply: le_trans H1 _; apply: ler_wpmul2r => //.
  rewrite /gain_sum -mulrA mulr_suml; apply: ler_sum => k _; exact: AE.
by move: H1; rewrite expr2 mulrAC ler_pmul2r.
Qed.

Theorem sharpness_upper : normal_eq X y (regressor p W) ->
  sharp_ub c X y p W (2%:R * Lam * (gain_sum * sqF p)).
Proof.
move=> ne H; rewrite hess_min // -!mulrA ler_wpmul2l ?ler0n //.
apply: le_trans (cov_Lam _) _; rewrite ler_wpmul2l //.
by rewrite mulrA dreg_le.
Qed.

End Upper.

(* The product form of the gains                                                      *)
(*                                                                                    *)
(* Setting and notation of gains_bracket.v; u a unit vector with |W_k^T u|_2^2 =      *)
(* sigma_k^2 (over the reals there always is one).                                    *)
(* Main results                                                                       *)
(*   product_lower   sigma_k^2 max(sigma_k^2 - Delta, 0)^(L-1) |p|^2 <= |pi|^2        *)
(*   product_upper   |pi|^2 <= sigma_k^2 (sigma_k^2 + Delta)^(L-1) |p|^2              *)
(* Source: claim small-scale/gains, item 3.                                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma singular_directions.
From Lemmata Require Import small_scale_sharp gains gains_bracket.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Product.
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

Let bS k : (k < L)%N -> b k = b k.+1 *m W k.
Proof. by move=> kL; rewrite /b tailS // mulmxA. Qed.

Section Layer.
Variables (k : nat) (u : 'cV[R]_(d k.+1)).
Hypothesis kM : (k <= M)%N.
Hypothesis u1 : sqF u = 1.
Hypothesis us : sqF ((W k)^T *m u) = s k.

(* Going up from layer k, starting in the direction u                                 *)
Fixpoint up m : 'cV[R]_(d (m + k)%N.+1) :=
  match m with m'.+1 => W (m' + k)%N.+1 *m up m' | 0%N => u end.
Let a m := s k - \sum_(0 <= i < m) delta (i + k)%N.
Let V m := sqF (up m).

Let V_ge0 m : 0 <= V m. Proof. exact: sqF_ge0. Qed.

Let aS m : a m.+1 = a m - delta (m + k)%N.
Proof. by rewrite /a big_nat_recr //= opprD addrA. Qed.

Let up_step m : (m + k < M)%N -> a m * V m <= sqF ((W (m + k)%N)^T *m up m) ->
  a m.+1 * V m <= V m.+1.
Proof.
move=> mM H; have := delta_op (up m) mM; rewrite ler_norml => /andP[lo _].
have -> : V m.+1 = sqF ((W (m + k)%N)^T *m up m) + dot (up m) (D (m + k)%N *m up m).
  rewrite /V /= -imbalance // mulmxBl dotBr /sqF !dot_mull trmxK !mulmxA.
  by rewrite addrCA subrr addr0.
by rewrite aS mulrBl; apply: ler_add.
Qed.

Theorem up_gain m : (m + k <= M)%N -> a m * V m <= sqF ((W (m + k)%N)^T *m up m).
Proof.
elim: m => [_|m IHm mM].
  by rewrite /a big_geq // subr0 /V /= u1 mulr1 us.
have H := up_step mM (IHm (ltnW mM)).
have [a0|a_gt0] := leP (a m.+1) 0.
  by apply: le_trans (sqF_ge0 _); rewrite mulr_le0_ge0.
set g := sqF _; have E : V m.+1 = dot (up m) ((W (m + k)%N.+1)^T *m up m.+1).
  by rewrite /V /sqF {1}[up m.+1]/= dot_mull.
have CS : V m.+1 ^+ 2 <= V m * g by rewrite {1}E; exact: cauchy_schwarz.
have := V_ge0 m.+1; rewrite le_eqVlt => /predU1P[<-|V1].
  by rewrite mulr0 sqF_ge0.
have V0 : 0 < V m.
  rewrite lt_def V_ge0 andbT; apply/eqP => V0; move: CS.
  by rewrite V0 mul0r leNgt exprn_gt0.
rewrite -(ler_pmul2l V0); apply: le_trans CS; rewrite expr2 mulrCA mulrA.
by rewrite ler_pmul2r // mulrC.
Qed.

Let y := Num.max (s k - Delta) 0.
Let y0 : 0 <= y. Proof. by rewrite /y le_maxr lexx orbT. Qed.

Let a_ge m : (m + k <= M)%N -> s k - Delta <= a m.
Proof.
move=> mM; rewrite ler_add2l ler_opp2.
have -> : \sum_(0 <= i < m) delta (i + k)%N = \sum_(k <= i < m + k) delta i.
  by rewrite -[in RHS](add0n k) big_addn addnK.
rewrite /Delta /T /Tsum.
have kmM : (k <= m + k)%N by rewrite leq_addl.
rewrite [X in _ <= X](big_cat_nat _ _ _ (leq0n (m + k)) mM) /=.
rewrite [X in _ <= X + _](big_cat_nat _ _ _ (leq0n k) kmM) /= addrAC ler_addr.
have sum0 i j : (j <= M)%N -> 0 <= \sum_(i <= l < j) delta l.
  move=> jM; rewrite big_nat_cond; apply: sumr_ge0 => l.
  by rewrite andbT => /andP[_ lj]; rewrite delta_ge0 // (leq_trans lj).
by rewrite addr_ge0 ?sum0 // kM.
Qed.

Lemma up_ge m : (m + k <= M)%N -> y ^+ m <= V m.
Proof.
elim: m => [_|m IHm mM]; first by rewrite expr0 /V /= u1.
have mM' := ltnW mM; have H := up_step mM (up_gain mM').
have [le0|gt0] := leP (s k - Delta) 0.
  by rewrite /y; move/max_idPr: le0 => ->; rewrite exprS mul0r.
have yE : y = s k - Delta by rewrite /y; apply/max_idPl/ltW.
apply: le_trans H; rewrite exprS; apply: ler_pmul => //; first by rewrite exprn_ge0.
  by rewrite yE a_ge.
exact: IHm.
Qed.

Lemma up_readout m : (m + k <= M)%N -> b (m + k)%N.+1 *m up m = b k.+1 *m u.
Proof.
elim: m => // m IHm mM; rewrite -(IHm (ltnW mM)) /= mulmxA.
by rewrite [b (m + k)%N.+1]bS.
Qed.

Let top_le : s k * (y ^+ (M - k) * sqF p) <= B k.
Proof.
have s0 : 0 <= s k := (s_op kM).1.1.
have bu : sqF (b k.+1 *m u) = sqF p * V (M - k).
  have mM : (M - k + k <= M)%N by rewrite subnK.
  rewrite -(up_readout mM) sqF_row; last by rewrite subnK.
  by congr (_ * _); rewrite subnK // /b tail_last mulmx1.
apply: le_trans (_ : s k * sqF (b k.+1 *m u) <= _).
  rewrite bu; apply: ler_wpmul2l => //; rewrite [X in X <= _]mulrC.
  apply: ler_wpmul2l; first exact: sqF_ge0.
  by rewrite up_ge ?subnK.
move: (s0); rewrite le_eqVlt => /predU1P[<-|s_gt0]; first by rewrite mul0r sqF_ge0.
have uE : W k *m (W k)^T *m u = s k *: u.
  by have := op_top (op_ub_tr (s_op kM).1) u1 us; rewrite trmxK.
rewrite -(ler_pmul2l s_gt0) mulrA -expr2 -sqFZ scalemxAr -uE.
rewrite -[W k *m _ *m u]mulmxA [b k.+1 *m _]mulmxA -bS // -us -[X in X * _]sqF_tr mulrC.
have -> : b k *m ((W k)^T *m u) = (dot (b k)^T ((W k)^T *m u))%:M.
  by rewrite [LHS]mx11_scalar /dot trmxK /mxtrace big_ord1.
have -> (c : R) : sqF (c%:M : 'M_1) = c ^+ 2 by rewrite sqFE !big_ord1 mxE eqxx mulr1n.
by apply: le_trans (cauchy_schwarz _ _) _; rewrite !sqF_tr.
Qed.

Theorem product_lower : s k * y ^+ M * sqF p <= sqF (p *m head W L).
Proof.
have -> : sqF (p *m head W L) = B 0.
  by rewrite /B /b -(tail_head W (leq0n L)) /= mulmx1.
have down j : (j <= k)%N -> y ^+ (k - j) * B k <= B j.
  move=> jk; rewrite -(subKn jk) subKn ?leq_subr //.
  elim: (k - j)%N (leq_subr j k) => [_|m IHm mk]; first by rewrite subn0 mul1r.
  have lt : (k - m.+1 < k)%N by rewrite ltn_subrL; case: (k) mk.
  have E : (k - m)%N = (k - m.+1).+1 by rewrite subnSK.
  have {IHm} := IHm (ltnW mk); rewrite E => IH.
  rewrite exprS -mulrA; apply: le_trans (ler_wpmul2l y0 IH) _.
  have ikM : (k - m.+1 <= k <= M)%N by rewrite kM leq_subr.
  have H := gain_down imbalance s_op delta_ge0 delta_op last_row p0 ikM.
  have [le0|gt0] := leP (s k - Delta) 0.
    by rewrite /y; move/max_idPr: le0 => ->; rewrite mul0r sqF_ge0.
  apply: le_trans H; apply: ler_wpmul2r; first exact: sqF_ge0.
  rewrite /y; move/ltW/max_idPl: gt0 => ->; rewrite ler_add2l ler_opp2.
  by rewrite Tsum_le // (leq_trans (leq_subr _ _)).
apply: le_trans (down 0%N (leq0n k)); rewrite subn0.
apply: le_trans (ler_wpmul2l (exprn_ge0 k y0) top_le).
rewrite [X in _ <= X]mulrCA -mulrA; apply: ler_wpmul2l; first exact: (s_op kM).1.1.
by rewrite [X in _ <= X]mulrA -exprD subnKC.
Qed.

End Layer.

Theorem product_upper k : (k <= M)%N ->
  sqF (p *m head W L) <= s k * (s k + Delta) ^+ M * sqF p.
Proof.
move=> kM; apply: le_trans (prod_upper p s_op) _; apply: ler_wpmul2r.
  exact: sqF_ge0.
have close i : (i <= M)%N -> s i <= s k + Delta.
  have H i' j' : (i' <= j' <= M)%N -> `|s j' - s i'| <= Delta.
    move=> ijM; apply: le_trans (near_equal imbalance s_op delta_ge0 delta_op ijM) _.
    case/andP: ijM => ij jM; apply: le_trans (Tsum_le delta_ge0 (leq_trans ij jM)).
    rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ ij jM) /= ler_addl.
    exact: Tsum_ge0.
  move=> iM; rewrite -ler_subl_addl; have [ki|/ltnW ik] := leqP k i.
    by apply: le_trans (ler_norm _) _; apply: H; rewrite ki iM.
  by apply: le_trans (ler_norm _) _; rewrite distrC; apply: H; rewrite ik kM.
have kL : (k < L)%N by [].
rewrite (bigD1 (Ordinal kL)) //=; apply: ler_wpmul2l; first exact: (s_op kM).1.1.
have -> : (s k + Delta) ^+ M = \prod_(i < L | i != Ordinal kL) (s k + Delta).
  rewrite prodr_const; congr (_ ^+ _).
  by rewrite (eq_card (B := predC1 (Ordinal kL))) ?cardC1 ?card_ord.
apply: ler_prod => i _; have iM : (i <= M)%N by rewrite -ltnS.
by rewrite (s_op iM).1.1 close.
Qed.

End Product.

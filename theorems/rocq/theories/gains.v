(* Gains: the end-to-end product controls every layer                               *)
(*                                                                                  *)
(* Setting and notation of small_scale_lemma.v; b_k = W_{k+1}^T ... W_L^T p.        *)
(* Main results                                                                     *)
(*   gain_step     |b_{k+1}|^4 <= (|b_k|^2 + delta_k |b_{k+1}|^2) |b_{k+2}|^2       *)
(*   gain_last     |b_{L-1}|^2 = sigma_L^2 |p|^2                                    *)
(*   prod_lower    prod_k max (sigma_L^2 - T_k, 0) |p|^2 <= |pi|^2                  *)
(*   prod_upper    |pi|^2 <= prod_k sigma_k^2 |p|^2                                 *)
(* and for the r >= 0 with r^L |p|^2 = |pi|^2                                       *)
(*   sigma_lower   r - Delta <= sigma_k^2                                           *)
(*   sigma_last    |sigma_L^2 - r| <= Delta                                         *)
(*   sigma_upper   sigma_k^2 <= r + 2 Delta                                         *)
(* Notation                                                                         *)
(*   Delta = Tsum M delta 0                                                         *)
(* Not covered here: the bracket with Delta in place of 2 Delta; see                *)
(* gains_bracket.v.                                                                 *)
(* Source: claim small-scale/gains, items 1 and 4.                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound small_scale_lemma.
From Lemmata Require Import small_scale_sharp.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section RowNorm.
Variable R : realFieldType.

(* For a row A, |p A|^2 = |p|^2 |A|^2 (p of size 1 x 1).                      *)
Lemma sqF_row m n (p : 'M[R]_(1, m)) (A : 'M[R]_(m, n)) : m = 1%N ->
  sqF (p *m A) = sqF p * sqF A.
Proof.
move=> m1; subst m; rewrite [p]mx11_scalar mul_scalar_mx sqFZ; congr (_ * _).
by rewrite sqFE !big_ord1 mxE eqxx mulr1n.
Qed.

Lemma row_op2 m n (A : 'M[R]_(m, n)) s : m = 1%N -> op2 A s -> sqF A = s.
Proof.
move=> m1; subst m => -[ub least]; apply/eqP; rewrite eq_le row_op //.
by apply: least; split=> [|x]; [exact: sqF_ge0 | exact: sqF_mul].
Qed.

Lemma row_quad m n (b : 'M[R]_(1, m)) (A : 'M[R]_(n, m)) :
  dot b^T (A^T *m A *m b^T) = sqF (b *m A^T).
Proof.
by rewrite -[RHS]sqF_tr trmx_mul trmxK dotC -mulmxA dot_mull trmxK.
Qed.

End RowNorm.

Section Gain.
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

Let L := M.+1.
Let b k : 'M[R]_(1, d k) := p *m tail L W k.
Let B k := sqF (b k).
Let T k := Tsum M delta k.

Let bS k : (k < L)%N -> b k = b k.+1 *m W k.
Proof. by move=> kL; rewrite /b tailS // mulmxA. Qed.

Let B_ge0 k : 0 <= B k. Proof. exact: sqF_ge0. Qed.

Theorem gain_step k : (k < M)%N ->
  B k.+1 ^+ 2 <= (B k + delta k * B k.+1) * B k.+2.
Proof.
move=> kM; have kL : (k < L)%N by rewrite ltnW.
have le1 : sqF (b k.+1 *m (W k.+1)^T) <= B k + delta k * B k.+1.
  have := delta_op (b k.+1)^T kM; rewrite ler_norml sqF_tr => /andP[_].
  rewrite -imbalance // mulmxBl dotBr row_quad.
  have -> : dot (b k.+1)^T (W k *m (W k)^T *m (b k.+1)^T) = B k.
    by rewrite /B (bS kL) -{1}[W k]trmxK row_quad trmxK.
  by rewrite ler_subl_addl.
have E : B k.+1 = dot (b k.+1 *m (W k.+1)^T) (b k.+2).
  by rewrite dot_mulr trmxK -bS.
rewrite {1}E; apply: le_trans (cauchy_schwarz _ _) _; apply: ler_wpmul2r le1; exact: B_ge0.
Qed.

Theorem gain_last : B M = s M * B L.
Proof.
rewrite /B bS // /b /L tail_last mulmx1 sqF_row // mulrC; congr (_ * _).
exact: row_op2 (s_op (leqnn M)).
Qed.

(* rho_k >= sigma_{L-1}^2 - T_k                                               *)
Theorem gain_lower k : (k <= M)%N -> (s M - T k) * B k.+1 <= B k.
Proof.
move=> kM; rewrite -(subKn kM); elim: (M - k)%N (leq_subr k M) => [_|m IHm mM].
  by rewrite subn0 /T Tsum_last subr0 gain_last.
have lt : (M - m.+1 < M)%N by rewrite ltn_subrL; case: (M) mM.
have E : (M - m)%N = (M - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mM); rewrite E; move: (M - m.+1)%N lt => j jM IH.
have := gain_step jM; set x := s M - T j.
have xE : s M - T j.+1 = x + delta j.
  by rewrite /x /T [Tsum _ _ j]TsumS // opprD addrA addrAC addrNK.
rewrite xE in IH; have [x0 _|x_gt0] := leP x 0.
  by apply: le_trans (B_ge0 _); rewrite mulr_le0_ge0.
have := B_ge0 j.+1; rewrite le_eqVlt => /predU1P[<- _|B1].
  by rewrite mulr0 B_ge0.
have xd : 0 < x + delta j by rewrite ltr_paddr // delta_ge0.
move=> H; rewrite -(ler_add2r (delta j * B j.+1)) -mulrDl.
rewrite -(ler_pmul2l B1) mulrCA -expr2; apply: le_trans (ler_wpmul2l (ltW xd) H) _.
rewrite mulrCA [X in _ <= X]mulrC ler_wpmul2l //.
by rewrite addr_ge0 // mulr_ge0 ?delta_ge0.
Qed.

Lemma B0E : B 0 = sqF (p *m head W L).
Proof. by rewrite /B /b -(tail_head W (leq0n L)) /= mulmx1. Qed.

Lemma BLE : B L = sqF p.
Proof. by rewrite /B /b tail_last mulmx1. Qed.

Theorem prod_lower :
  (\prod_(k < L) Num.max (s M - T k) 0) * sqF p <= sqF (p *m head W L).
Proof.
rewrite -B0E -BLE; suff H j : (j <= L)%N ->
  (\prod_(k < j) Num.max (s M - T k) 0) * B j <= B 0 by exact: H.
elim: j => [|j IHj] jL; first by rewrite big_ord0 mul1r.
apply: le_trans (IHj (ltnW jL)); rewrite big_ord_recr /= -mulrA.
apply: ler_wpmul2l; first by apply: prodr_ge0 => i _; rewrite le_maxr lexx orbT.
have [x0|x_gt0] := leP (s M - T j) 0; first by rewrite mul0r B_ge0.
exact: gain_lower.
Qed.

Theorem prod_upper :
  sqF (p *m head W L) <= (\prod_(k < L) s k) * sqF p.
Proof.
rewrite -B0E -BLE; suff H j : (j <= L)%N -> B 0 <= (\prod_(k < j) s k) * B j by exact: H.
elim: j => [|j IHj] jL; first by rewrite big_ord0 mul1r.
apply: le_trans (IHj (ltnW jL)) _; rewrite big_ord_recr /= -mulrA.
apply: ler_wpmul2l; first by apply: prodr_ge0 => i _; apply: (s_op _).1.1; rewrite -ltnS (ltn_trans (ltn_ord i)).
rewrite /B bS // -[sqF (_ *m W j)]sqF_tr trmx_mul -[sqF (b j.+1)]sqF_tr.
exact: (op_ub_tr (s_op jL).1).2.
Qed.

(* Bracket in power form                                                      *)
Section Bracket.
Variable r : R.
Hypothesis p0 : p != 0.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (p *m head W L).

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

Let s_ge0 k : (k <= M)%N -> 0 <= s k. Proof. by move=> kM; exact: (s_op kM).1.1. Qed.

Let s_close i j : (i <= M)%N -> (j <= M)%N -> s j <= s i + T 0.
Proof.
have close i' j' : (i' <= j' <= M)%N -> `|s j' - s i'| <= T 0.
  move=> ijM; have H := near_equal imbalance s_op delta_ge0 delta_op ijM.
  case/andP: ijM => ij jM; apply: le_trans H _.
  apply: le_trans (Tsum_le delta_ge0 (leq_trans ij jM)).
  rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ ij jM) /= ler_addl.
  exact: Tsum_ge0.
move=> iM jM; rewrite -ler_subl_addl.
have [ij|/ltnW ji] := leqP i j.
  by apply: le_trans (ler_norm _) _; apply: close; rewrite ij jM.
by apply: le_trans (ler_norm _) _; rewrite distrC; apply: close; rewrite ji iM.
Qed.

Theorem sigma_lower k : (k <= M)%N -> r - T 0 <= s k.
Proof.
move=> kM; rewrite ler_subl_addr.
have T0 : 0 <= T 0 by exact: Tsum_ge0.
have sk0 : 0 <= s k + T 0 by rewrite addr_ge0 ?s_ge0.
rewrite -(@ler_pexpn2r _ L) ?nnegrE //.
have := prod_upper; rewrite -rE ler_pmul2r // => /le_trans; apply.
rewrite -[X in _ ^+ X]card_ord -prodr_const; apply: ler_prod => i _.
have iM : (i <= M)%N by rewrite -ltnS.
by rewrite s_ge0 //= s_close.
Qed.

Theorem sigma_last : `|s M - r| <= T 0.
Proof.
have T0 : 0 <= T 0 by exact: Tsum_ge0.
rewrite ler_norml; apply/andP; split; first by rewrite ler_subr_addl sigma_lower.
rewrite ler_subl_addr -ler_subl_addl; have [le0|gt0] := leP (s M - T 0) 0.
  exact: le_trans le0 r_ge0.
rewrite -(@ler_pexpn2r _ L) ?nnegrE ?(ltW gt0) //.
have := prod_lower; rewrite -rE ler_pmul2r // => H; apply: le_trans H.
rewrite -[X in _ ^+ X]card_ord -prodr_const; apply: ler_prod => i _.
rewrite ltW //= le_maxr ler_add2l ler_opp2 Tsum_le // -ltnS; exact: ltn_ord.
Qed.

Theorem sigma_upper k : (k <= M)%N -> s k <= r + 2%:R * T 0.
Proof.
move=> kM; apply: le_trans (s_close (leqnn M) kM) _.
have := sigma_last; rewrite ler_norml => /andP[_]; rewrite ler_subl_addl => H.
by rewrite mulr_natl mulr2n addrA ler_add2r.
Qed.

End Bracket.
End Gain.

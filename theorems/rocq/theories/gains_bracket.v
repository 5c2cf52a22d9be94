(* Gains, sharper: restriction lemma and the gains of all layers                      *)
(*                                                                                    *)
(* Setting and notation of gains.v; p <> 0, Delta = Tsum M delta 0, T_k = Tsum M      *)
(* delta k. What follows for the norms is in norm_bracket.v and product_form.v.       *)
(* Main results, for every layer k                                                    *)
(*   restriction     |W_k^T x|^2 <= T_k |x|^2 for x orthogonal to b_k                 *)
(*   gain_bracket    (sigma_k^2 - T_k) |b_{k+1}|^2 <= |b_k|^2 <= sigma_k^2 |b_{k+1}|^2 *)
(*   gain_all        (sigma_k^2 - Delta) |b_{j+1}|^2 <= |b_j|^2 for all j and k       *)
(* Source: claim small-scale/gains, items 2 and 3.                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound.
From Lemmata Require Import small_scale_lemma singular_directions.
From Lemmata Require Import small_scale_sharp gains.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma amgm2 (R : realFieldType) (x u v : R) : 0 <= u -> 0 <= v ->
  x ^+ 2 <= u * v -> x *+ 2 <= u + v.
Proof.
move=> u0 v0 xuv; rewrite leNgt; apply/negP => lt.
have : (u + v) ^+ 2 < (x *+ 2) ^+ 2.
  by rewrite ltr_expn2r ?addr_ge0.
rewrite ltNge => /negP; apply; apply: le_trans (_ : 4%:R * (u * v) <= _).
  have -> : (x *+ 2) ^+ 2 = 4%:R * x ^+ 2 by ring.
  by rewrite ler_wpmul2l ?ler0n.
rewrite -subr_ge0; have -> : (u + v) ^+ 2 - 4%:R * (u * v) = (u - v) ^+ 2 by ring.
exact: sqr_ge0.
Qed.

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

Let bS k : (k < L)%N -> b k = b k.+1 *m W k.
Proof. by move=> kL; rewrite /b tailS // mulmxA. Qed.

Let B_ge0 k : 0 <= B k. Proof. exact: sqF_ge0. Qed.
Let T_ge0 k : 0 <= T k. Proof. exact: Tsum_ge0. Qed.
Let s_ge0 k : (k <= M)%N -> 0 <= s k. Proof. by move=> kM; exact: (s_op kM).1.1. Qed.

Let quad k (x : 'cV_(d k.+1)) : (k < M)%N ->
  sqF (W k.+1 *m x) = sqF ((W k)^T *m x) + dot x (D k *m x).
Proof.
move=> kM; rewrite -imbalance // mulmxBl dotBr /sqF !dot_mull trmxK !mulmxA.
by rewrite addrCA subrr addr0.
Qed.

Let quad_bound k (x : 'cV_(d k.+1)) : (k < M)%N ->
  sqF (W k.+1 *m x) <= sqF ((W k)^T *m x) + delta k * sqF x /\
  sqF ((W k)^T *m x) <= sqF (W k.+1 *m x) + delta k * sqF x.
Proof.
move=> kM; have := delta_op x kM; rewrite quad // ler_norml => /andP[lo hi].
by split; [rewrite ler_add2l|rewrite -addrA ler_addl -ler_subl_addr sub0r].
Qed.

Lemma row1_inj m (q : 'M[R]_(1, m)) (x : 'cV[R]_m) :
  m = 1%N -> q != 0 -> q *m x = 0 -> x = 0.
Proof.
move=> m1; subst m; rewrite [q]mx11_scalar mul_scalar_mx => q0 /eqP.
rewrite scaler_eq0 => /orP[/eqP E|/eqP //].
by case/eqP: q0; rewrite E -scalemx1 scale0r.
Qed.

Theorem restriction k (x : 'cV_(d k.+1)) : (k <= M)%N -> b k.+1 *m x = 0 ->
  sqF ((W k)^T *m x) <= T k * sqF x.
Proof.
move=> kM; rewrite -(subKn kM) in x *.
elim: (M - k)%N (leq_subr k M) x => [_|m IHm mM] x.
  move: x; rewrite subn0 => x; rewrite /b tail_last mulmx1 => px.
  by rewrite (row1_inj last_row p0 px) mulmx0 /sqF !dot0l mulr0.
have lt : (M - m.+1 < M)%N by rewrite ltn_subrL; case: (M) mM.
have E : (M - m)%N = (M - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mM); rewrite E; move: (M - m.+1)%N lt x => j jM x IH bx.
have bz : b j.+2 *m (W j.+1 *m x) = 0 by rewrite mulmxA -bS.
have := IH _ bz; set z := W j.+1 *m x => Hz.
have z_le : sqF z <= T j.+1 * sqF x.
  have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[<-|z_gt0].
    by rewrite mulr_ge0 ?sqF_ge0.
  rewrite -(ler_pmul2r z_gt0) -expr2 [X in X ^+ 2](_ : _ = dot x ((W j.+1)^T *m z)).
    apply: le_trans (cauchy_schwarz _ _) _; rewrite mulrAC mulrC.
    by rewrite ler_wpmul2r ?sqF_ge0.
  by rewrite /sqF /z dot_mull.
apply: le_trans (quad_bound x jM).2 _; rewrite -/z.
by rewrite /T (TsumS _ jM) mulrDl addrC ler_add2l.
Qed.

Lemma gain_le k : (k <= M)%N -> B k <= s k * B k.+1.
Proof.
move=> kM; rewrite /B bS // -[sqF (_ *m _)]sqF_tr trmx_mul -[sqF (b k.+1)]sqF_tr.
exact: (op_ub_tr (s_op kM).1).2.
Qed.

Lemma gain_ge k : (k <= M)%N -> (s k - T k) * B k.+1 <= B k.
Proof.
move=> kM; have := B_ge0 k.+1; rewrite le_eqVlt => /predU1P[<-|B_gt0].
  by rewrite mulr0.
have P0 : 0 <= B k / B k.+1 by rewrite divr_ge0.
suff ub : op_ub (W k) (B k / B k.+1 + T k).
  have := (s_op kM).2 _ ub; rewrite -ler_subl_addr ler_pdivl_mulr //.
rewrite -[W k]trmxK; apply: op_ub_tr; split=> [|x]; first exact: addr_ge0.
set bt := (b k.+1)^T; pose al := dot bt x / B k.+1; pose w := x - al *: bt.
have bt2 : sqF bt = B k.+1 by rewrite sqF_tr.
have bw : dot bt w = 0.
  by rewrite dotBr dotZr -/(sqF bt) bt2 /al divfK ?gt_eqF // subrr.
have xE : x = al *: bt + w by rewrite addrC subrK.
have x2 : sqF x = al ^+ 2 * B k.+1 + sqF w.
  by rewrite {1}xE sqFD sqFZ bt2 dotZl bw mulr0 mul0rn addr0.
have Wb : sqF ((W k)^T *m bt) = B k.
  by rewrite /bt -trmx_mul sqF_tr -bS.
have Ww : sqF ((W k)^T *m w) <= T k * sqF w.
  apply: restriction => //; rewrite [LHS]mx11_scalar; move: bw.
  by rewrite /dot /bt trmxK /mxtrace big_ord1 => ->; rewrite raddf0.
rewrite {1}xE mulmxDr -scalemxAr sqFD sqFZ Wb dotZl.
set u := sqF (_ *m w) in Ww *; set t := al * _.
have t2 : t ^+ 2 <= (B k / B k.+1 * sqF w) * (T k * (al ^+ 2 * B k.+1)).
  have -> : B k / B k.+1 * sqF w * (T k * (al ^+ 2 * B k.+1)) =
      al ^+ 2 * (B k * (T k * sqF w)) * (B k.+1 / B k.+1) by ring.
  rewrite mulfV ?gt_eqF // mulr1 /t exprMn; apply: ler_wpmul2l; first exact: sqr_ge0.
  apply: le_trans (cauchy_schwarz _ _) _; rewrite Wb.
  by apply: ler_wpmul2l.
have ww0 : 0 <= sqF w := sqF_ge0 w.
have H := amgm2 (mulr_ge0 P0 ww0)
  (mulr_ge0 (T_ge0 k) (mulr_ge0 (sqr_ge0 al) (B_ge0 k.+1))) t2.
rewrite x2 mulrDl !mulrDr.
have -> : B k / B k.+1 * (al ^+ 2 * B k.+1) = al ^+ 2 * B k * (B k.+1 / B k.+1) by ring.
rewrite mulfV ?gt_eqF // mulr1 -!addrA ler_add2l.
by rewrite addrA [X in _ <= X]addrA; apply: ler_add; rewrite -?mulr2n.
Qed.

Theorem gain_bracket k : (k <= M)%N ->
  (s k - T k) * B k.+1 <= B k /\ B k <= s k * B k.+1.
Proof. by move=> kM; split; [exact: gain_ge|exact: gain_le]. Qed.

Let close i j : (i <= j <= M)%N -> `|s j - s i| <= \sum_(i <= k < j) delta k.
Proof. exact: (near_equal imbalance s_op delta_ge0 delta_op). Qed.

(* Going down from layer k the gains lose at most the deltas passed.                  *)
Theorem gain_down k j : (j <= k <= M)%N -> (s k - T j) * B j.+1 <= B j.
Proof.
case/andP=> jk kM; rewrite -(subKn jk); elim: (k - j)%N (leq_subr j k) => [_|m IHm mk].
  by rewrite subn0; exact: gain_ge.
have lt : (k - m.+1 < k)%N by rewrite ltn_subrL; case: (k) mk.
have E : (k - m)%N = (k - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mk); rewrite E; move: (k - m.+1)%N lt => i ik IH.
have iM : (i < M)%N := leq_trans ik kM.
have := gain_step p imbalance delta_op iM; rewrite -/(b i) -/(B i) -/(B i.+1) -/(B i.+2).
set x := s k - T i; have xE : s k - T i.+1 = x + delta i.
  by rewrite /x /T [Tsum _ _ i]TsumS // opprD addrA addrAC addrNK.
rewrite xE in IH; have [x0 _|x_gt0] := leP x 0.
  by apply: le_trans (B_ge0 _); rewrite mulr_le0_ge0.
have := B_ge0 i.+1; rewrite le_eqVlt => /predU1P[<- _|B1].
  by rewrite mulr0 B_ge0.
have xd : 0 < x + delta i by rewrite ltr_paddr // delta_ge0.
move=> H; rewrite -(ler_add2r (delta i * B i.+1)) -mulrDl.
rewrite -(ler_pmul2l B1) mulrCA -expr2; apply: le_trans (ler_wpmul2l (ltW xd) H) _.
rewrite mulrCA [X in _ <= X]mulrC ler_wpmul2l //.
by rewrite addr_ge0 // mulr_ge0 ?delta_ge0.
Qed.

Theorem gain_all k j : (k <= M)%N -> (j <= M)%N -> (s k - Delta) * B j.+1 <= B j.
Proof.
move=> kM jM; have [jk|kj] := leqP j k.
  have jkM : (j <= k <= M)%N by rewrite jk.
  apply: le_trans (gain_down jkM).
  by rewrite ler_wpmul2r // ler_add2l ler_opp2 Tsum_le.
apply: le_trans (gain_ge jM); apply: ler_wpmul2r => //.
have := close (i := k) (j := j); rewrite (ltnW kj) jM => /(_ isT).
rewrite ler_norml ler_subr_addl => /andP[lo _].
have TE : \sum_(k <= i < j) delta i + T j = T k.
  by rewrite /T /Tsum [RHS](big_cat_nat _ _ _ (ltnW kj) jM).
rewrite ler_subr_addr addrAC ler_subl_addr; apply: le_trans (_ : s j + T k <= _).
  rewrite -TE addrA; apply: ler_add => //.
  by rewrite -ler_subl_addr.
by rewrite ler_add2l Tsum_le.
Qed.

End Bracket.

(* The small-scale lemma, sharper: half of eps, second-order alignment              *)
(*                                                                                  *)
(* Setting and notation of small_scale_lemma.v; T_k = delta_k + ... (all later).    *)
(* Main results                                                                     *)
(*   rank1_sharp    |W_k|_F^2 - sigma_k^2 <= |W_k(0)|_F^2 - |W_L(0)|_F^2 + T_k      *)
(*   rank1_half     2 (|W_k|_F^2 - sigma_k^2) <= eps                                *)
(*   equal_half     2 |sigma_j^2 - sigma_i^2| <= eps                                *)
(*   second_value   |W_k^T w|^2 <= T_k |w|^2 for w orthogonal to u_k                *)
(*   align_second   (sigma_{k+1}^2 - T_k)^2 (1 - <u_k, v_{k+1}>^2) <= delta_k^2     *)
(*   align_sharp    sigma_{k+1}^2 (1 - <u_k, v_{k+1}>^2) <= T_k + delta_k           *)
(*   align_eps      sigma_{k+1}^2 (1 - <u_k, v_{k+1}>^2) <= eps                     *)
(* for every choice of unit top singular vectors u_k (left, of W_k) and v_{k+1}     *)
(* (right, of W_{k+1}).                                                             *)
(* Notation                                                                         *)
(*   Tsum M delta k = T_k                                                           *)
(* Source: claims small-scale/lemma-rank-one, lemma-equal-norms, lemma-alignment.   *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network spectral_bound small_scale_lemma.
From Lemmata Require Import singular_directions.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sharper.
Variables (R : realFieldType) (d : nat -> nat) (M : nat).
Variables (W W0 : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s delta : nat -> R) (mx : R).

Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis imbalance0 : forall k, (k < M)%N ->
  (W0 k.+1)^T *m W0 k.+1 - W0 k *m (W0 k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis le_mx : forall j, (j <= M)%N -> sqF (W0 j) <= mx.

Definition Tsum k := \sum_(k <= j < M) delta j.

Lemma Tsum_ge0 k : 0 <= Tsum k.
Proof.
rewrite /Tsum big_nat_cond; apply: sumr_ge0 => l.
by rewrite andbT => /andP[_ lj]; rewrite delta_ge0.
Qed.

Lemma TsumS k : (k < M)%N -> Tsum k = delta k + Tsum k.+1.
Proof. by move=> kM; rewrite /Tsum big_ltn. Qed.

Lemma Tsum_le k : (k <= M)%N -> Tsum k <= Tsum 0.
Proof.
move=> kM; rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ (leq0n k) kM) /=.
rewrite ler_addr big_nat_cond; apply: sumr_ge0 => l.
by rewrite andbT => /andP[_ lj]; rewrite delta_ge0 // (leq_trans lj).
Qed.

Lemma Tsum_last : Tsum M = 0.
Proof. by rewrite /Tsum big_geq. Qed.

(* (1) nearly rank one                                                        *)
Theorem rank1_sharp k : (k <= M)%N ->
  sqF (W k) - s k <= sqF (W0 k) - sqF (W0 M) + Tsum k.
Proof.
move=> kM; have trE : \sum_(k <= j < M) \tr (D j) = sqF (W0 M) - sqF (W0 k).
  rewrite -(telescope_sumr (fun j => sqF (W0 j)) kM); apply: eq_big_nat => j.
  case/andP=> _ jM; rewrite -imbalance0 // linearB /= -/(sqF (W0 j.+1)).
  by rewrite [\tr (W0 j *m _)]mxtrace_mulC.
have := near_rank1 imbalance s_op delta_ge0 delta_op last_row kM.
by rewrite trE opprB.
Qed.

Lemma mx_ge0 : 0 <= mx.
Proof. exact: le_trans (sqF_ge0 _) (le_mx (leq0n M)). Qed.

Theorem rank1_half k : (k <= M)%N ->
  2%:R * (sqF (W k) - s k) <= eps_of M delta mx.
Proof.
move=> kM; have le1 : sqF (W k) - s k <= mx + Tsum 0.
  apply: le_trans (rank1_sharp kM) _; apply: ler_add (Tsum_le kM).
  by rewrite ler_subl_addr (le_trans (le_mx kM)) // ler_addl sqF_ge0.
apply: le_trans (ler_wpmul2l (ler0n R 2) le1) _.
rewrite mulrDr /eps_of -/(Tsum 0) ler_add2r.
by rewrite ler_wpmul2r ?mx_ge0 // ler_nat.
Qed.

(* (2) nearly equal norms                                                     *)
Theorem equal_half i j : (i <= j <= M)%N ->
  2%:R * `|s j - s i| <= eps_of M delta mx.
Proof.
move=> ijM; have := near_equal imbalance s_op delta_ge0 delta_op ijM.
case/andP: ijM => ij jM.
move=> H; have le1 : `|s j - s i| <= Tsum 0.
  apply: le_trans H _; apply: le_trans (Tsum_le (leq_trans ij jM)).
  rewrite /Tsum [X in _ <= X](big_cat_nat _ _ _ ij jM) /= ler_addl.
  exact: Tsum_ge0.
apply: le_trans (ler_wpmul2l (ler0n R 2) le1) _.
by rewrite /eps_of -/(Tsum 0) ler_addr mulr_ge0 ?ler0n // mx_ge0.
Qed.

Let quad k (x : 'cV_(d k.+1)) : (k < M)%N ->
  sqF (W k.+1 *m x) = sqF ((W k)^T *m x) + dot x (D k *m x).
Proof.
move=> kM; rewrite -imbalance // mulmxBl dotBr /sqF !dot_mull trmxK !mulmxA.
by rewrite addrCA subrr addr0.
Qed.

Let out_left k (v : 'cV_(d k.+1)) : (k < M)%N ->
    (forall x, dot v x = 0 -> sqF (W k.+1 *m x) <= Tsum k.+1 * sqF x) ->
  forall y, dot v y = 0 -> sqF ((W k)^T *m y) <= Tsum k * sqF y.
Proof.
move=> kM H y vy; have := H y vy; rewrite quad // (TsumS kM) mulrDl => le1.
have := delta_op y kM; rewrite ler_norml => /andP[lo _].
rewrite -(ler_add2r (dot y (D k *m y))); apply: le_trans le1 _.
by rewrite addrAC ler_addr -ler_subl_addl sub0r.
Qed.

(* Every layer is small outside one direction (Tsum bounds the second         *)
(* squared singular value).                                                   *)
Lemma out_dir k : (k <= M)%N -> exists v : 'cV[R]_(d k),
  forall x, dot v x = 0 -> sqF (W k *m x) <= Tsum k * sqF x.
Proof.
move=> kM; rewrite -(subKn kM); elim: (M - k)%N (leq_subr k M) => [_|m IHm mM].
  rewrite subn0; have [v vP] := row_dir (W M) last_row; exists v => x /vP->.
  by rewrite {1}/sqF dot0l mulr_ge0 ?sqF_ge0 ?Tsum_ge0.
have lt : (M - m.+1 < M)%N by rewrite ltn_subrL; case: (M) mM.
have E : (M - m)%N = (M - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mM); rewrite E => -[v vP].
exists ((W (M - m.+1)%N)^T *m v).
by apply: out_tr (Tsum_ge0 _) _; apply: out_left.
Qed.

Theorem second_value k (u w : 'cV_(d k.+1)) : (k < M)%N ->
    sqF u = 1 -> sqF ((W k)^T *m u) = s k -> dot u w = 0 ->
  sqF ((W k)^T *m w) <= Tsum k * sqF w.
Proof.
move=> kM u1 us uw; have [v vP] := out_dir kM.
have ub := op_ub_tr (s_op (ltnW kM)).1.
by apply: (out_second ub (out_left kM vP) u1 _ uw); exact: op_top.
Qed.

(* (3) alignment                                                              *)
Let D_sym k : (k < M)%N -> (D k)^T = D k.
Proof. by move=> kM; rewrite -imbalance // linearB /= !trmx_mul !trmxK. Qed.

Section Align.
Variables (k : nat) (u v : 'cV[R]_(d k.+1)).
Hypothesis kM : (k < M)%N.
Hypothesis u1 : sqF u = 1.
Hypothesis v1 : sqF v = 1.
Hypothesis us : sqF ((W k)^T *m u) = s k.
Hypothesis vs : sqF (W k.+1 *m v) = s k.+1.

Let w := v - dot u v *: u.

Let uw : dot u w = 0.
Proof. by rewrite dotBr dotZr -/(sqF u) u1 mulr1 subrr. Qed.

Let w2 : sqF w = 1 - dot u v ^+ 2.
Proof.
rewrite /sqF {1}/w dotBl dotZl uw mulr0 subr0 /w dotBr dotZr -/(sqF v) v1.
by rewrite dotC -expr2.
Qed.

Lemma align_le1 : 0 <= 1 - dot u v ^+ 2.
Proof. by rewrite -w2 sqF_ge0. Qed.

Theorem align_second : Tsum k <= s k.+1 ->
  (s k.+1 - Tsum k) ^+ 2 * (1 - dot u v ^+ 2) <= delta k ^+ 2.
Proof.
move=> Ts; have vE := op_top (s_op kM).1 v1 vs.
have uE : W k *m (W k)^T *m u = s k *: u.
  by have := op_top (op_ub_tr (s_op (ltnW kM)).1) u1 us; rewrite trmxK.
have w_le := second_value kM u1 us uw.
have DvE : dot w (D k *m v) = s k.+1 * sqF w - sqF ((W k)^T *m w).
  rewrite -imbalance // mulmxBl vE dotBr dotZr; congr (_ - _).
    have {1}-> : v = w + dot u v *: u by rewrite /w subrK.
    by rewrite dotDr dotZr [dot w u]dotC uw mulr0 addr0.
  have {1}-> : v = w + dot u v *: u by rewrite /w subrK.
  rewrite mulmxDr -scalemxAr uE dotDr !dotZr [dot w u]dotC uw !mulr0 addr0.
  by rewrite -mulmxA -{1}[W k]trmxK -dot_mull.
have Dv := sym_quad_sq (D_sym kM) (delta_ge0 kM) (fun x => delta_op x kM) v.
rewrite v1 mulr1 in Dv.
have le1 : (s k.+1 - Tsum k) * sqF w <= dot w (D k *m v).
  by rewrite DvE mulrBl ler_add2l ler_opp2.
rewrite -w2; have := sqF_ge0 w; rewrite le_eqVlt => /predU1P[<-|w_gt0].
  by rewrite mulr0 sqr_ge0.
rewrite -(ler_pmul2l w_gt0).
have -> : sqF w * ((s k.+1 - Tsum k) ^+ 2 * sqF w) =
  ((s k.+1 - Tsum k) * sqF w) ^+ 2 by ring.
have lo : 0 <= (s k.+1 - Tsum k) * sqF w by rewrite mulr_ge0 ?subr_ge0 // ltW.
apply: le_trans (ler_expn2r 2 lo (le_trans lo le1) le1) _.
by apply: le_trans (cauchy_schwarz _ _) _; rewrite ler_pmul2l.
Qed.

Theorem align_sharp : s k.+1 * (1 - dot u v ^+ 2) <= Tsum k + delta k.
Proof.
have al := align_le1; have dl := delta_ge0 kM; have T0 := Tsum_ge0 k.
have s0 : 0 <= s k.+1 := (s_op kM).1.1.
have le1 : s k.+1 * (1 - dot u v ^+ 2) <= s k.+1.
  by rewrite ler_pimulr // ler_subl_addl ler_addr sqr_ge0.
have [sT|sT] := leP (s k.+1) (Tsum k + delta k); first exact: le_trans le1 sT.
have Ts : Tsum k <= s k.+1 by apply: le_trans (ltW sT); rewrite ler_addl.
have := align_second Ts; set e := s k.+1 - Tsum k; set c := 1 - _ in al *.
have de : delta k < e by rewrite /e ltr_subr_addl.
have e_gt0 : 0 < e := le_lt_trans dl de.
move=> H; rewrite -(ler_pmul2l (exprn_gt0 2 e_gt0)) mulrCA.
apply: le_trans (ler_wpmul2l s0 H) _.
have -> : s k.+1 = Tsum k + e by rewrite /e addrC subrK.
rewrite -subr_ge0; have -> : e ^+ 2 * (Tsum k + delta k) - (Tsum k + e) * delta k ^+ 2
  = Tsum k * (e - delta k) * (e + delta k) + e * delta k * (e - delta k) by ring.
have ed : 0 <= e - delta k by rewrite subr_ge0 ltW.
have e0 := ltW e_gt0.
exact: addr_ge0 (mulr_ge0 (mulr_ge0 T0 ed) (addr_ge0 e0 dl))
                (mulr_ge0 (mulr_ge0 e0 dl) ed).
Qed.

(* the printed item: <v_{k+1}, u_k>^2 >= 1 - eps / sigma_{k+1}^2              *)
Theorem align_eps : s k.+1 * (1 - dot u v ^+ 2) <= eps_of M delta mx.
Proof.
apply: le_trans align_sharp _.
rewrite /eps_of -/(Tsum 0); apply: le_trans (_ : 2%:R * Tsum 0 <= _); last first.
  by rewrite ler_addr mulr_ge0 ?ler0n // mx_ge0.
rewrite -[2%:R]/(1 + 1) mulrDl !mul1r ler_add ?Tsum_le 1?ltnW //.
apply: le_trans (Tsum_le (ltnW kM)); rewrite TsumS // ler_addl.
exact: Tsum_ge0.
Qed.

End Align.
End Sharper.

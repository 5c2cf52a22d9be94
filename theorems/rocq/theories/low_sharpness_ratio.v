(* Sharpness of minimizers with given imbalances: the ratio 1 + (Lambda/a - 1)/L      *)
(*                                                                                    *)
(* Setting of low_sharpness_sharp.v; b_1 = B_1^T p, up = rho^(2/L) + Delta,           *)
(* nu = |W_1|_F^2 - |pi|^2/|b_1|^2 >= 0.                                              *)
(* Main results (static: every minimizer W with d_L = 1, no smallness)                *)
(*   sharpness_upper_nu  2 |p|^2 up^(L-1) (Lam + (L-1) a + (L-1) Lam nu/up) bounds    *)
(*                       S(W)                                                         *)
(*   sharpness_ratio_nu  S(W)/S(W') <= (1 + Delta/rho^(2/L))^(L-1)                    *)
(*                         [1 + (Lam/a - 1)/L + (L-1)/L (Lam/a) nu/up]                *)
(*                       for every minimizer W', without quotients                    *)
(*   nu_static           nu <= |W_1|_F^2 - sigma_L^2 + Delta                          *)
(*   nu_start, nu_eps    nu <= |W_1(0)|_F^2 - |W_L(0)|_F^2 + Delta <= eps/2 when W(0) *)
(*                       has the imbalances of W, as along a gradient flow            *)
(* Source: claim small-scale/low-sharpness, sharper, second bound.                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import spectral_bound small_scale_lemma small_scale_sharp.
From Lemmata Require Import gains minimizers sharpness_upper_bound.
From Lemmata Require Import small_scale_corollary norm_bracket low_sharpness_sharp.
From Lemmata Require Import minimum_lower rank_one_split.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ratio.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s delta : nat -> R) (Lam a r : R).
Let L := M.+1.

Hypothesis c_gt0 : 0 < c.
Hypothesis imbalance : forall k, (k < M)%N ->
  (W k.+1)^T *m W k.+1 - W k *m (W k)^T = D k.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (W k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (D k *m x)| <= delta k * sqF x.
Hypothesis last_row : d M.+1 = 1%N.
Hypothesis p0 : p != 0.
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis r_ge0 : 0 <= r.
Hypothesis rE : r ^+ L * sqF p = sqF (regressor p W).

Let ws := regressor p W.
Hypothesis ws0 : ws != 0.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Let Delta := Tsum M delta 0.
Let up := r + Delta.
Let b1 := p *m tail L W 1.

Let w_gt0 : 0 < sqF ws. Proof. by rewrite sqF_gt0. Qed.
Let a_ge0 : 0 <= a.
Proof. by have := cov_psd X c_gt0 ws; rewrite qa pmulr_lge0. Qed.
Let Lam_ge0 : 0 <= Lam.
Proof. by apply: le_trans a_ge0 _; rewrite -(ler_pmul2r w_gt0) -qa. Qed.
Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

Let r_gt0 : 0 < r.
Proof.
rewrite lt_def r_ge0 andbT; apply: contraTneq w_gt0 => r0.
by rewrite /ws -rE r0 expr0n mul0r ltxx.
Qed.

Let up_gt0 : 0 < up.
Proof. by rewrite ltr_paddr //; exact: Tsum_ge0. Qed.

Let wsE : ws = (W 0%N)^T *m b1^T.
Proof. by rewrite /ws /regressor -(tail_head W (leq0n L)) /= mulmx1 tailS // mulmxA trmx_mul. Qed.

Let b1_neq0 : b1^T != 0.
Proof. by apply: contra_neq ws0 => b0; rewrite wsE b0 mulmx0. Qed.

Definition nu := sqF (W 0%N) - sqF ws / sqF b1.

Let b1_gt0 : 0 < sqF b1. Proof. by rewrite -sqF_tr sqF_gt0. Qed.

Lemma nu_ge0 : 0 <= nu.
Proof. by rewrite /nu wsE -(sqF_tr b1) -split_rest ?sqF_ge0. Qed.

Let op_up k : (k < L)%N -> op_ub (W k) up.
Proof.
move=> kL; split=> [|x]; first exact: ltW.
apply: le_trans ((s_op (k := k) kL).1.2 x) _; apply: ler_wpmul2r; first exact: sqF_ge0.
apply: (bracket_upper imbalance s_op delta_ge0 delta_op last_row p0 r_ge0) => //.
by rewrite rE sqF_tr.
Qed.

Let suffix_le k : (k <= L)%N -> sqF (p *m tail L W k) <= up ^+ (L - k) * sqF p.
Proof.
move=> kL; have := @tail_op _ _ L p W (fun=> up) op_up k kL.
by rewrite prodr_const_nat.
Qed.

Let prefix_le k (z : 'cV_(d 0)) : (k < L)%N ->
  sqF (head W k.+1 *m z) <= up ^+ k * sqF (W 0%N *m z).
Proof.
elim: k => [|k IHk] kL; first by rewrite mul1r /= mulmx1.
rewrite headS -mulmxA; apply: le_trans ((op_up kL).2 _) _.
by rewrite exprS -mulrA; apply: ler_wpmul2l (IHk (ltnW kL)); exact: ltW.
Qed.

(* |pi|^2 / |b_1|^2, the gain of the first layer                                      *)
Let first_gain : sqF ws / sqF b1 <= up.
Proof.
by rewrite ler_pdivr_mulr // wsE -[X in _ <= _ * X]sqF_tr; exact: (op_ub_tr (op_up _)).2.
Qed.

Let cov_step (x : 'cV_(d 0)) : sqF (W 0%N *m (cov c X *m x)) <=
  (a * up + Lam * nu) * dot x (cov c X *m x).
Proof.
set z := cov c X *m x; have zL := cov_range x c_gt0 Lam_ge0 cov_Lam.
apply: le_trans (rank_one_split (W 0%N) b1_neq0 z) _; rewrite -wsE sqF_tr -/nu mulrDl.
apply: ler_add; last first.
  by rewrite [Lam * nu]mulrC -mulrA; apply: ler_wpmul2l nu_ge0 _ _ zL.
have cs := cs_cov X ws x c_gt0; rewrite qa -/z in cs.
apply: le_trans (_ : a * (sqF ws / sqF b1) * dot x z <= _).
  rewrite ler_pdivr_mulr //.
  have -> : a * (sqF ws / sqF b1) * dot x z * sqF b1 =
    a * sqF ws * dot x z * (sqF b1 / sqF b1) by ring.
  by rewrite mulfV ?mulr1 // gt_eqF.
by apply: ler_wpmul2r; [exact: cov_psd | apply: ler_wpmul2l].
Qed.

(* The two kinds of layers in the bound of the Hessian                                *)
Let first_layer (x : 'cV_(d 0)) (z := cov c X *m x) :
  sqF ((p *m tail L W 1)^T *m (head W 0 *m z)^T) <= up ^+ M * sqF p * (Lam * dot x z).
Proof.
rewrite sqF_outer sqF_tr /= mul1mx; apply: ler_pmul; rewrite ?sqF_ge0 //.
  by have := @suffix_le 1 isT; rewrite subn1.
exact: cov_range.
Qed.

Let other_layer (x : 'cV_(d 0)) k (z := cov c X *m x) : (k < M)%N ->
  sqF ((p *m tail L W k.+2)^T *m (head W k.+1 *m z)^T) <=
  up ^+ M * sqF p * ((a + Lam * nu / up) * dot x z).
Proof.
move=> kM; rewrite sqF_outer sqF_tr.
apply: le_trans (_ : (up ^+ (L - k.+2) * sqF p) * (up ^+ k * sqF (W 0%N *m z)) <= _).
  apply: ler_pmul; rewrite ?sqF_ge0 ?suffix_le //.
  exact: prefix_le (ltnW kM).
have -> : up ^+ M = up ^+ (L - k.+2) * up ^+ k * up.
  by rewrite -exprD -exprSr subSS -addnS subnK.
have -> : (a + Lam * nu / up) * dot x z = (a * up + Lam * nu) * dot x z / up.
  have := mulfV (lt0r_neq0 up_gt0); move: (up) (up^-1) => u i ui.
  have -> : (a * u + Lam * nu) * dot x z * i =
    (a * (u * i) + Lam * nu * i) * dot x z by ring.
  by rewrite ui mulr1.
set Q := _ * dot x z; have QE : sqF (W 0%N *m z) <= Q by exact: cov_step.
have -> : up ^+ (L - k.+2) * up ^+ k * up * sqF p * (Q / up) =
  up ^+ (L - k.+2) * sqF p * (up ^+ k * Q) * (up / up) by ring.
rewrite mulfV ?mulr1 ?gt_eqF //; apply: ler_wpmul2l.
  by rewrite mulr_ge0 ?sqF_ge0 // exprn_ge0 // ltW.
by apply: ler_wpmul2l => //; rewrite exprn_ge0 // ltW.
Qed.

Definition Snu : R := 2%:R * sqF p * up ^+ M * (Lam + M%:R * a + M%:R * Lam * nu / up).

Theorem sharpness_upper_nu : sharp_ub c X y p W Snu.
Proof.
move=> H; rewrite hess_min //; set x := dreg p W H; set z := cov c X *m x.
set h := \sum_(k < L) _; have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
have b0 : 0 <= dot x z := cov_psd X c_gt0 x.
pose K := sqF p * up ^+ M * (Lam + M%:R * a + M%:R * Lam * nu / up).
have -> : Snu * h = 2%:R * (K * h) by rewrite /Snu /K !mulrA.
apply: ler_wpmul2l; first exact: ler0n.
have K0 : 0 <= K.
  apply: mulr_ge0; first by rewrite mulr_ge0 ?sqF_ge0 // exprn_ge0 // ltW.
  apply: addr_ge0; first by rewrite addr_ge0 // mulr_ge0 ?ler0n.
  by rewrite divr_ge0 ?(ltW up_gt0) // mulr_ge0 ?nu_ge0 // mulr_ge0 ?ler0n.
move: b0; rewrite le_eqVlt => /predU1P[<-|b_gt0]; first exact: mulr_ge0.
pose A : weights R d := fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.
have total : \sum_(k < L) sqF (A k) <= K * dot x z.
  rewrite big_ord_recl; have -> : K * dot x z =
      up ^+ M * sqF p * (Lam * dot x z) +
      M%:R * (up ^+ M * sqF p * ((a + Lam * nu / up) * dot x z)).
    by rewrite /K; move: (M%:R : R) (up ^+ M) (up^-1) => m e i; ring.
  apply: ler_add; first exact: first_layer.
  rewrite -[X in X%:R]card_ord mulr_natl -sumr_const; apply: ler_sum => k _.
  exact: other_layer.
have := cs_fam L A H; rewrite -dot_dreg dotC -/x -/z -/h => CS.
have {}CS := le_trans CS (ler_wpmul2r h0 total).
by rewrite -(ler_pmul2r b_gt0) -expr2 mulrAC.
Qed.

Theorem sharpness_ratio_nu lam W' S' : 0 < lam ->
    (forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v)) ->
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  L%:R * a * r ^+ M * Snu <=
  up ^+ M * (Lam + M%:R * a + M%:R * Lam * nu / up) * S'.
Proof.
move=> lam_gt0 cov_lam ne' S0 Sub.
have H := sharpness_lower_r c_gt0 W_min r_ge0 rE lam_gt0 cov_lam ws0 qa ne' S0 Sub.
set K := Lam + _ + _; have K0 : 0 <= K.
  apply: addr_ge0; first by rewrite addr_ge0 // mulr_ge0 ?ler0n.
  by rewrite divr_ge0 ?(ltW up_gt0) // mulr_ge0 ?nu_ge0 // mulr_ge0 ?ler0n.
apply: le_trans (ler_wpmul2l (mulr_ge0 (exprn_ge0 M (ltW up_gt0)) K0) H).
rewrite /Snu -/K le_eqVlt; apply/orP; left; apply/eqP.
by move: (up ^+ M) (r ^+ M) (L%:R : R) K {K0} (sqF p) => u e l K P; ring.
Qed.

(* nu is small when the imbalances are                                                *)
Theorem nu_static : nu <= sqF (W 0%N) - s M + Delta.
Proof.
rewrite /nu -addrA ler_add2l ler_oppl opprD opprK ler_pdivl_mulr //.
rewrite -[sqF b1]/(sqF (p *m tail L W 1)) -(sqF_tr ws) /ws /regressor trmxK.
rewrite -(tail_head W (leq0n L)) /= mulmx1.
exact: (gain_lower p imbalance s_op delta_ge0 delta_op last_row (leq0n M)).
Qed.

Variables (W0 : weights R d) (mx : R).
Hypothesis imbalance0 : forall j, (j < M)%N ->
  (W0 j.+1)^T *m W0 j.+1 - W0 j *m (W0 j)^T = D j.
Hypothesis le_mx : forall j, (j <= M)%N -> sqF (W0 j) <= mx.

Lemma trace_imbalance (V : weights R d) : (forall j, (j < M)%N ->
    (V j.+1)^T *m V j.+1 - V j *m (V j)^T = D j) ->
  sqF (V M) - sqF (V 0%N) = \sum_(0 <= j < M) \tr (D j).
Proof.
move=> imb; rewrite -(telescope_sumr (fun j => sqF (V j)) (leq0n M)).
apply: eq_big_nat => j; case/andP=> _ jM; rewrite -imb // linearB /= -/(sqF (V j.+1)).
by rewrite [\tr (V j *m _)]mxtrace_mulC.
Qed.

Theorem nu_start : nu <= sqF (W0 0%N) - sqF (W0 M) + Delta.
Proof.
apply: le_trans nu_static _; rewrite -(row_op2 last_row (s_op (leqnn M))) ler_add2r.
rewrite le_eqVlt; apply/orP; left; rewrite -eqr_opp !opprB.
by rewrite (trace_imbalance imbalance) (trace_imbalance imbalance0).
Qed.

Theorem nu_eps : 2%:R * nu <= eps_of M delta mx.
Proof.
have mx0 : 0 <= mx := le_trans (sqF_ge0 _) (le_mx (leq0n M)).
have le1 : nu <= mx + Delta.
  apply: le_trans nu_start _; rewrite ler_add2r ler_subl_addr.
  by rewrite (le_trans (le_mx (leq0n M))) // ler_addl sqF_ge0.
apply: le_trans (ler_wpmul2l (ler0n R 2) le1) _.
by rewrite mulrDr /eps_of -/(Tsum M delta 0) ler_add2r ler_wpmul2r // ler_nat.
Qed.

End Ratio.

(* Low norm and low sharpness when the imbalances are small against rho^(2/L)         *)
(*                                                                                    *)
(* Setting of low_sharpness_sharp.v, r = rho^(2/L), be = 4^(1/L).                     *)
(* Main results                                                                       *)
(*   growth_le_four    (1 + c_L)^(L-1) <= 4 for c_L = al - 1/be, al = 4^(1/(L(L-1)))  *)
(* under (H_Delta), Delta <= c_L r, L >= 2, for every minimizer W':                   *)
(*   sharp_HDelta      S(W) <= (1 + c_L)^(L-1) (Lam/a) S(W')                          *)
(*   sharp_HDelta4     S(W) <= 4 (Lam/lam) S(W')                                      *)
(* under 2 Delta <= (be - 1) r, which follows from (H* ), eps <= (4^(1/L) - 1) r:     *)
(*   star_low_norm     r / be <= sigma_k^2 <= be r                                    *)
(*   sharp_star        S(W) <= 4^(1-1/L) (Lam/a) S(W')                                *)
(*   star_HDelta       it implies (H_Delta)                                           *)
(* Source: claims small-scale/low-norm and small-scale/low-sharpness, repaired.       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import spectral_bound small_scale_lemma small_scale_sharp.
From Lemmata Require Import gains minimizers sharpness_upper_bound.
From Lemmata Require Import small_scale_corollary norm_bracket low_sharpness_sharp.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Scalars.
Variables (R : realFieldType) (M : nat) (al be : R).
Hypothesis M_gt0 : (0 < M)%N.
Hypothesis al_ge1 : 1 <= al.
Hypothesis beE : be = al ^+ M.
Hypothesis be4 : be ^+ M.+1 = 4%:R.

Let be_ge1 : 1 <= be. Proof. by rewrite beE exprn_ege1. Qed.
Let be_gt0 : 0 < be := lt_le_trans ltr01 be_ge1.
Let inv_le1 : be^-1 <= 1. Proof. by rewrite invf_le1. Qed.

Lemma growth_le : 1 + (al - be^-1) <= al * be.
Proof.
rewrite -subr_ge0.
have -> : al * be - (1 + (al - be^-1)) = (be - 1) * (al - be^-1) + (be / be - 1).
  by move: (be^-1) => i; ring.
rewrite mulfV ?gt_eqF // subrr addr0 mulr_ge0 ?subr_ge0 //; exact: le_trans al_ge1.
Qed.

Theorem growth_le_four : (1 + (al - be^-1)) ^+ M <= 4%:R.
Proof.
have c0 : 0 <= al - be^-1 by rewrite subr_ge0 (le_trans inv_le1).
have -> : 4%:R = (al * be) ^+ M by rewrite exprMn -beE -exprS be4.
have g0 : 0 <= 1 + (al - be^-1) by rewrite addr_ge0 ?ler01.
by apply: ler_expn2r growth_le; rewrite nnegrE // (le_trans g0 growth_le).
Qed.

Lemma root_le_two : be <= 2%:R.
Proof.
rewrite leNgt; apply/negP => lt.
have : 2%:R ^+ M.+1 < be ^+ M.+1 by rewrite ltr_expn2r ?nnegrE ?ler0n ?ltW.
rewrite be4 ltNge => /negP; apply; have -> : 4%:R = 2%:R ^+ 2 :> R by rewrite -natrX.
by rewrite ler_weexpn2l // ler1n.
Qed.

(* c_L dominates the constant of (H* )                                                *)
Theorem star_HDelta Delta r : 0 <= r -> 2%:R * Delta <= (be - 1) * r ->
  Delta <= (al - be^-1) * r.
Proof.
move=> r0 le; have b1 : be - 1 <= 2%:R * (1 - be^-1).
  rewrite -(ler_pmul2l be_gt0).
  have -> : be * (2%:R * (1 - be^-1)) = 2%:R * (be - be / be) by ring.
  by rewrite mulfV ?gt_eqF // ler_wpmul2r ?subr_ge0 // root_le_two.
rewrite -(ler_pmul2l (ltr0n R 2)); apply: le_trans le _; rewrite mulrA.
apply: ler_wpmul2r => //; apply: le_trans b1 _.
by rewrite ler_pmul2l ?ltr0n // ler_add2r.
Qed.

End Scalars.

Section Small.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : weights R d) (D : forall k, 'M[R]_(d k.+1)).
Variables (s delta : nat -> R) (lam Lam a r be : R).
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
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis r_gt0 : 0 < r.
Hypothesis rE : r ^+ L * sqF p = sqF (regressor p W).
Hypothesis ws0 : regressor p W != 0.
Hypothesis qa : dot (regressor p W) (cov c X *m regressor p W) = a * sqF (regressor p W).

Let Delta := Tsum M delta 0.
Let Delta_ge0 : 0 <= Delta. Proof. exact: Tsum_ge0. Qed.
Let w_gt0 : 0 < sqF (regressor p W). Proof. by rewrite sqF_gt0. Qed.
Let lam_a : lam <= a. Proof. by rewrite -(ler_pmul2r w_gt0) -qa. Qed.
Let a_Lam : a <= Lam. Proof. by rewrite -(ler_pmul2r w_gt0) -qa. Qed.
Let Lam_ge0 : 0 <= Lam := le_trans (ltW lam_gt0) (le_trans lam_a a_Lam).

(* A bound of r + Delta by a multiple of r bounds the ratio of the sharpnesses.       *)
Lemma sharp_growth g W' S' : r + Delta <= g * r ->
    normal_eq X y (regressor p W') -> 0 <= S' -> sharp_ub c X y p W' S' ->
  a * Sdelta p delta Lam r <= g ^+ M * Lam * S'.
Proof.
move=> gr ne' S0 Sub; have rM : 0 < r ^+ M by rewrite exprn_gt0.
have := sharpness_ratio_delta c_gt0 delta_ge0 W_min Lam_ge0 (ltW r_gt0) rE lam_gt0 cov_lam
  ws0 qa ne' S0 Sub.
rewrite [a * r ^+ M]mulrC -mulrA => H; rewrite -(ler_pmul2l rM); apply: le_trans H _.
have -> : r ^+ M * (g ^+ M * Lam * S') = (g * r) ^+ M * (Lam * S').
  by rewrite exprMn; move: (g ^+ M) (r ^+ M) => u v; ring.
rewrite [Lam * _]mulrC -mulrA; apply: ler_wpmul2r; first exact: mulr_ge0.
have u0 : 0 <= r + Delta by rewrite addr_ge0 // ltW.
by rewrite ler_expn2r ?nnegrE // (le_trans u0).
Qed.

Section HDelta.
Variable al : R.
Hypothesis M_gt0 : (0 < M)%N.
Hypothesis al_ge1 : 1 <= al.
Hypothesis beE : be = al ^+ M.
Hypothesis be4 : be ^+ L = 4%:R.
Hypothesis small : Delta <= (al - be^-1) * r.
Variables (W' : weights R d) (S' : R).
Hypothesis W'_min : normal_eq X y (regressor p W').
Hypothesis S'_ge0 : 0 <= S'.
Hypothesis S'_ub : sharp_ub c X y p W' S'.

Theorem sharp_HDelta :
  a * Sdelta p delta Lam r <= (1 + (al - be^-1)) ^+ M * Lam * S'.
Proof. by apply: (sharp_growth _ W'_min) => //; rewrite mulrDl mul1r ler_add2l. Qed.

Theorem sharp_HDelta4 : lam * Sdelta p delta Lam r <= 4%:R * Lam * S'.
Proof.
have S0 : 0 <= Sdelta p delta Lam r.
  rewrite /Sdelta mulr_ge0 ?sqF_ge0 // mulr_ge0 ?exprn_ge0 ?addr_ge0 ?(ltW r_gt0) //.
  by rewrite mulr_ge0 // mulr_ge0 ?ler0n.
apply: le_trans (ler_wpmul2r S0 lam_a) _; apply: le_trans sharp_HDelta _.
by rewrite -!mulrA ler_wpmul2r ?mulr_ge0 // growth_le_four.
Qed.

End HDelta.

Section Star.
Hypothesis be_ge1 : 1 <= be.
Hypothesis be4 : be ^+ L = 4%:R.
Hypothesis small : 2%:R * Delta <= (be - 1) * r.

Let up_le : r + Delta <= be * r.
Proof.
rewrite -ler_subr_addl -{2}[r]mul1r -mulrBl; apply: le_trans small.
by rewrite mulr_natl mulr2n ler_addl.
Qed.

Theorem sharp_star W' S' : normal_eq X y (regressor p W') -> 0 <= S' ->
    sharp_ub c X y p W' S' ->
  a * Sdelta p delta Lam r <= (4%:R / be) * Lam * S'.
Proof.
have -> : 4%:R / be = be ^+ M by rewrite -be4 exprS mulrC mulKf // gt_eqF // (lt_le_trans ltr01).
exact: sharp_growth.
Qed.

Theorem star_low_norm k : (k <= M)%N -> r <= be * s k /\ s k <= be * r.
Proof.
have rE' : r ^+ L * sqF p = sqF (p *m head W L) by rewrite rE sqF_tr.
move=> kM; split; last first.
  apply: le_trans (bracket_upper imbalance s_op delta_ge0 delta_op last_row p0 _ rE' kM) up_le.
  exact: ltW.
have lo := sigma_lower imbalance s_op delta_ge0 delta_op p0 (ltW r_gt0) rE' kM.
have b0 : 0 <= be := le_trans ler01 be_ge1.
apply: le_trans (ler_wpmul2l b0 lo); have [M0|M_gt0] := posnP M.
  rewrite (_ : Tsum M delta 0 = 0) ?subr0; last by rewrite /Tsum M0 big_geq.
  by rewrite ler_pemull // ltW.
have be2 := root_le_two M_gt0 be4.
rewrite -/Delta -(ler_pmul2l (ltr0n R 2)).
have -> : 2%:R * (be * (r - Delta)) = be * (2%:R * r - 2%:R * Delta) by ring.
apply: le_trans (_ : be * (2%:R * r - (be - 1) * r) <= _); last first.
  by apply: ler_wpmul2l => //; rewrite ler_add2l ler_opp2.
rewrite -subr_ge0.
have -> : be * (2%:R * r - (be - 1) * r) - 2%:R * r = (be - 1) * (2%:R - be) * r by ring.
by rewrite mulr_ge0 ?(ltW r_gt0) // mulr_ge0 ?subr_ge0.
Qed.

End Star.
End Small.

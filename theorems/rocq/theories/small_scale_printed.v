(* The corollary for the limit of the gradient flow, from the standing assumption     *)
(*                                                                                    *)
(* Setting of small_scale_convergence.v: (SA), Sigma >= lam > 0, Wl any limit of the  *)
(* flow (it exists and minimizes the risk, by small_scale_converges); ws = pi*.       *)
(* Main results, L = M.+1                                                             *)
(*   limit_regressor     pi(Wl) = pi*, which is not 0                                 *)
(*   limit_rank1         |W_k|_F^2 - sigma_k^2 <= mx + T_k         (sharper)          *)
(*   limit_rank1_eps     |W_k|_F^2 - sigma_k^2 <= eps              (printed)          *)
(*   limit_alignment     1 - eps / t <= <v_{k+1}, u_k>^2,                             *)
(*                       t = (2 rho)^(2/L) for p = 1               (printed)          *)
(* and if (H-star): eps <= t - r, r = rho^(2/L) for p = 1                             *)
(*   limit_low_norm      rho^2 / 4 <= sigma_k^(2 L) <= 4 rho^2     (repaired)         *)
(*   limit_low_sharp     a S(Wl) <= 4^(1 - 1/L) Lam S(W') and                         *)
(*                       lam S(Wl) <= 4 Lam S(W') for every minimizer W' (repaired)   *)
(* Roots are given by their powers: r^L |p|^2 = |pi*|^2, t^L = 4 r^L, and             *)
(* 4^(1 - 1/L) = (t / r)^(L - 1).                                                     *)
(* Given: a gradient flow for all t >= 0.                                             *)
(* Source: slides, "Convergence of GF", Corollary; claims small-scale/rank-one,       *)
(* small-scale/alignment, small-scale/low-norm, small-scale/low-sharpness.            *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import sharpness_lower_bound spectral_bound minimizers small_scale_lemma.
From Lemmata Require Import small_scale_sharp small_scale_alignment small_scale_corollary.
From Lemmata Require Import gradient_flow flow_energy small_scale_flow small_scale_limit.
From Lemmata Require Import small_scale_convergence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Printed.
Variables (R : realType) (d : nat -> nat) (M n : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : R -> weights R d) (Wl : weights R d) (ws : 'cV[R]_(d 0)).
Variables (delta : nat -> R) (mx lam : R).
Let L := M.+1.
Notation risk := (risk c X y p).
Notation eps := (eps_of M delta mx).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis start_risk : risk (W 0) <= lin_risk c X y 0.
Hypothesis start_grad : exists k : 'I_M.+1, grad c X y p (W 0) k != 0.
Hypothesis conv : forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis lam_gt0 : 0 < lam.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imbalance W 0 k *m x)| <= delta k * sqF x.
Hypothesis le_mx : forall k, (k <= M)%N -> sqF (W 0 k) <= mx.

Let Wl_min : forall V, risk Wl <= risk V.
Proof. exact: (small_scale_limit_min c_gt0 p0 row_out flow start_risk start_grad conv). Qed.

Let imb k : (k < M)%N ->
  (Wl k.+1)^T *m Wl k.+1 - Wl k *m (Wl k)^T = imbalance W 0 k.
Proof. exact: (limit_imbalance flow conv). Qed.

Theorem limit_regressor : regressor p Wl = ws /\ ws != 0.
Proof.
have ne := min_normal p0 (ltn0Sn M) widths c_gt0 Wl_min.
split; first exact: (normal_unique lam_gt0 cov_lam ne ws_normal).
apply/eqP => ws0.
have := below_reference flow start_risk start_grad ws_normal ltr01.
rewrite ws0 dot0l subr_lt0 ltNge risk_lin -ws0 => /negP; apply.
exact: normal_min.
Qed.

Let reg : regressor p Wl = ws. Proof. exact: limit_regressor.1. Qed.
Let ws0 : ws != 0. Proof. exact: limit_regressor.2. Qed.

Let tops : exists sg, forall k, op2 (Wl k) (sg k).
Proof. by have [sg sgP] := choice (fun k => op2_ex (Wl k)); exists sg. Qed.

Theorem limit_rank1 k s : (k <= M)%N -> op2 (Wl k) s ->
  sqF (Wl k) - s <= mx + Tsum M delta k.
Proof.
move=> kM ks; have [sg sgP] := tops; rewrite (op2_uniq ks (sgP k)).
have := rank1_sharp imb (W0 := W 0) (fun _ _ => erefl) (fun k _ => sgP k) delta_ge0 delta_op row_out kM.
move/le_trans; apply; rewrite ler_add2r ler_subl_addr.
by apply: le_trans (le_mx kM) _; rewrite ler_addl sqF_ge0.
Qed.

Theorem limit_rank1_eps k s : (k <= M)%N -> op2 (Wl k) s -> sqF (Wl k) - s <= eps.
Proof.
move=> kM ks; apply: le_trans (limit_rank1 kM ks) _.
have m0 : 0 <= mx by apply: le_trans (le_mx (leq0n M)); exact: sqF_ge0.
rewrite /eps_of; apply: ler_add; first exact: ler_pemull m0 (ler1n R 3).
apply: le_trans (Tsum_le delta_ge0 kM) _.
exact: ler_pemull (Tsum_ge0 delta_ge0 0) (ler1n R 2).
Qed.

Theorem limit_alignment k sk sk1 t (u v : 'cV[R]_(d k.+1)) : (k < M)%N ->
    op2 (Wl k) sk -> op2 (Wl k.+1) sk1 -> sqF u = 1 -> sqF v = 1 ->
    sqF ((Wl k)^T *m u) = sk -> sqF (Wl k.+1 *m v) = sk1 ->
    0 < t -> t ^+ L * sqF p = 4%:R * sqF ws ->
  1 - eps / t <= dot v u ^+ 2.
Proof.
move=> kM skP sk1P u1 v1 us vs t0 tE; have [sg sgP] := tops.
have p_gt0 : 0 < sqF p by rewrite sqF_gt0.
have k0 : 0 < sqF ws / sqF p by rewrite divr_gt0 ?sqF_gt0.
have [r r0 rL] := root_ex M k0.
have rE : r ^+ L * sqF p = sqF (p *m head Wl L).
  by rewrite rL divfK ?gt_eqF // -reg sqF_tr.
have tr : t ^+ L = 4%:R * r ^+ L.
  by apply: (mulIf (lt0r_neq0 p_gt0)); rewrite tE -mulrA rL divfK ?gt_eqF.
rewrite ler_subl_addr -ler_subl_addl ler_pdivl_mulr // mulrC dotC.
apply: (align_start imb (fun k _ => sgP k) row_out p0 (W0 := W 0) _ le_mx delta_ge0 delta_op
  kM u1 v1 _ _ r0 t0 rE tr) => //.
  by rewrite us (op2_uniq skP (sgP k)).
by rewrite vs (op2_uniq sk1P (sgP k.+1)).
Qed.

(* The condition that compares eps with the size of the optimal regressor             *)
Section Smallness.
Variables (r t : R).
Hypotheses (r_gt0 : 0 < r) (rE : r ^+ L * sqF p = sqF ws).
Hypotheses (t_gt0 : 0 < t) (tE : t ^+ L = 4%:R * r ^+ L).
Hypothesis H_star : eps <= t - r.

Let Delta := Tsum M delta 0.
Let Delta_ge0 : 0 <= Delta. Proof. exact: Tsum_ge0. Qed.

Let up_le : r + 2%:R * Delta <= t.
Proof.
rewrite -ler_subr_addl; apply: le_trans H_star; rewrite /eps_of ler_addr.
by rewrite mulr_ge0 ?ler0n // (le_trans _ (le_mx (leq0n M))) ?sqF_ge0.
Qed.

Let up_ge0 : 0 <= r + 2%:R * Delta.
Proof. by rewrite addr_ge0 ?(ltW r_gt0) // mulr_ge0 ?ler0n. Qed.

Let small : (r + 2%:R * Delta) ^+ L <= 4%:R * r ^+ L.
Proof. by rewrite -tE; apply: ler_expn2r; rewrite ?nnegrE // ltW. Qed.

Let rE' : r ^+ L * sqF p = sqF (regressor p Wl). Proof. by rewrite reg. Qed.
Let ws0' : regressor p Wl != 0. Proof. by rewrite reg. Qed.
Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

Theorem limit_low_norm k s : (k <= M)%N -> op2 (Wl k) s ->
  sqF ws <= 4%:R * (s ^+ L * sqF p) /\ s ^+ L * sqF p <= 4%:R * sqF ws.
Proof.
move=> kM ks; have [sg sgP] := tops; rewrite (op2_uniq ks (sgP k)) -rE !mulrA.
rewrite !ler_pmul2r //; have [M0|M_gt0] := posnP M; last first.
  exact: (corollary_low_norm p0 row_out flow conv (fun k _ => sgP k) delta_ge0 delta_op
    (ltW r_gt0) rE' ws0' M_gt0 small kM).
have := corollary_norm p0 row_out flow conv (fun k _ => sgP k) delta_ge0 delta_op
  (ltW r_gt0) rE' kM.
have -> : Tsum M delta 0 = 0 by rewrite /Tsum big_geq // M0.
rewrite mulr0 subr0 addr0 => /andP[le1 le2].
have -> : sg k = r by apply/eqP; rewrite eq_le le1 le2.
by rewrite ler_pemull ?exprn_ge0 ?ler1n // ltW.
Qed.

Variables (Lam a : R).
Hypothesis Lam_ge0 : 0 <= Lam.
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.

Theorem limit_low_sharp : exists2 S, sharp_ub c X y p Wl S &
  forall W' S', (forall V, risk W' <= risk V) -> 0 <= S' -> sharp_ub c X y p W' S' ->
    a * r ^+ M * S <= Lam * t ^+ M * S' /\ lam * S <= 4%:R * Lam * S'.
Proof.
have [sg sgP] := tops; exists (Sup p delta Lam r).
  exact: (corollary_ub c_gt0 p0 row_out widths flow conv Wl_min (fun k _ => sgP k) delta_ge0
    delta_op Lam_ge0 cov_Lam (ltW r_gt0) rE').
move=> W' S' min' S0 Sub; have qa' : dot (regressor p Wl) (cov c X *m regressor p Wl) =
  a * sqF (regressor p Wl) by rewrite reg.
have le1 := corollary_sharp c_gt0 p0 widths Wl_min delta_ge0 lam_gt0 cov_lam Lam_ge0
  (ltW r_gt0) rE' ws0' qa' min' S0 Sub.
have le2 : a * r ^+ M * Sup p delta Lam r <= Lam * t ^+ M * S'.
  apply: le_trans le1 _; apply: ler_wpmul2r => //; apply: ler_wpmul2l => //.
  by apply: ler_expn2r; rewrite ?nnegrE // ltW.
split=> //; have S_ge0 : 0 <= Sup p delta Lam r.
  by rewrite /Sup !mulr_ge0 ?ler0n ?exprn_ge0 ?sqF_ge0.
have lam_a : lam <= a.
  by rewrite -(ler_pmul2r (_ : 0 < sqF ws)) ?sqF_gt0 // -qa.
have rM : 0 < r ^+ M by rewrite exprn_gt0.
have rt : r <= t by apply: le_trans up_le; rewrite ler_addl mulr_ge0 ?ler0n.
have tM : t ^+ M <= 4%:R * r ^+ M.
  rewrite -(ler_pmul2r r_gt0) -mulrA -exprSr -tE exprSr.
  by rewrite ler_wpmul2l ?exprn_ge0 // ltW.
rewrite -(ler_pmul2r rM); apply: le_trans (_ : a * r ^+ M * Sup p delta Lam r <= _).
  by rewrite mulrAC; apply: ler_wpmul2r => //; apply: ler_wpmul2r => //; exact: ltW.
apply: le_trans le2 _; rewrite -[4%:R * Lam * S' * _]mulrA [S' * _]mulrC mulrA.
apply: ler_wpmul2r => //; rewrite mulrAC [4%:R * r ^+ M * Lam]mulrC.
by apply: ler_wpmul2l.
Qed.

End Smallness.
End Printed.

(* Polyak-Lojasiewicz with its explicit constant along a given flow, and convergence  *)
(*                                                                                    *)
(* Setting of small_scale_flow.v; ws = pi* a solution of the normal equations, E(t) = *)
(* R(W(t)) - R_min, Delta = Tsum M delta 0, d_L = 1.                                  *)
(* Main results                                                                       *)
(*   pl_static      4 lam |pi|^2 E <= (r + Delta) |grad_1|^2, r^L |p|^2 = |pi|^2      *)
(*   far_from_zero  (x - z)^2 <= Lam |pi|^2, x^2 = pi*^T Sigma pi*, E <= z^2, z <= x  *)
(*   pl_along       PL with mu = 4 lam r^L |p|^2 / (r + Delta) for all t >= s         *)
(*   tail_along     E(t) <= E(s) exp (- mu (t - s)) with that mu                      *)
(*   length_along   |W(t) - W(s)|_F <= 2 sqrt (E(s) / mu)                             *)
(* Given: the flow for all t >= 0. Source: claims small-scale/pl-condition,           *)
(* small-scale/tail, small-scale/convergence.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import spectral_bound small_scale_lemma small_scale_sharp gains.
From Lemmata Require Import norm_bracket gradient_flow small_scale_flow.
From Lemmata Require Import residual_bounds flow_energy.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Along.
Variables (R : realType) (d : nat -> nat) (M n : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variables (W : R -> weights R d) (delta : nat -> R) (ws : 'cV[R]_(d 0)).
Variables (lam Lam x z r s : R).
Let L := M.+1.
Notation risk := (risk c X y p).
Notation Rmin := (lin_risk c X y ws).
Notation Delta := (Tsum M delta 0).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (v : 'cV_(d k.+1)), (k < M)%N ->
  `|dot v (imbalance W 0 k *m v)| <= delta k * sqF v.
Hypothesis lam_gt0 : 0 < lam.
(* lam: the least eigenvalue of Sigma on its range; Sigma may be singular              *)
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis cov_Lam : forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let Delta_ge0 : 0 <= Delta. Proof. exact: Tsum_ge0. Qed.

Let excess_ge0 V : 0 <= risk V - Rmin.
Proof. by rewrite subr_ge0 risk_lin; exact: normal_min. Qed.

(* One time t, r_t^L |p|^2 = |pi(t)|^2                                                 *)
Theorem pl_static t rt : 0 <= t -> 0 <= rt ->
    rt ^+ L * sqF p = sqF (regressor p (W t)) ->
  4%:R * lam * sqF (regressor p (W t)) * (risk (W t) - Rmin) <=
  (rt + Delta) * sqF (grad c X y p (W t) 0).
Proof.
move=> t0 rt0 rtE; have [sg sgP] := sg_ex W t.
have imb k : (k < M)%N -> (W t k.+1)^T *m W t k.+1 - W t k *m (W t k)^T = imbalance W 0 k.
  by move=> kM; rewrite -(imbalance_conserved flow _ t0).
have rtE' : rt ^+ L * sqF p = sqF (p *m head (W t) L) by rewrite rtE sqF_tr.
have top : sg 0%N <= rt + Delta.
  exact: (bracket_upper imb (fun k _ => sgP k) delta_ge0 delta_op row_out p0 rt0 rtE').
have pi_le : sqF (regressor p (W t)) <= sg 0%N * sqF (p *m tail L (W t) 1).
  have -> : regressor p (W t) = (W t 0%N)^T *m (p *m tail L (W t) 1)^T.
    by rewrite /regressor (head_split (W t) (ltn0Sn M)) mulmx1 mulmxA trmx_mul.
  by rewrite -[sqF (p *m _)]sqF_tr; exact: (op_ub_tr (sgP 0%N).1).2.
have gE := grad_norm c X y p (W t) 0; rewrite /= mul1mx in gE.
have g_ge : 4%:R * lam * excess c X y p ws (W t) <= sqF (out_grad c X y p (W t)).
  rewrite (out_gradE _ _ ws_normal) sqFZ (excessE _ _ ws_normal).
  have -> : 4%:R = 2%:R ^+ 2 :> R by rewrite -natrX.
  by rewrite -!mulrA !ler_pmul2l ?ltr0n ?cov_lam.
rewrite gE; set B := sqF (p *m _) in pi_le *; set G := sqF (out_grad _ _ _ _ _) in g_ge *.
have e0 := excess_ge0 (W t); rewrite -/(excess c X y p ws (W t)) in e0 *.
apply: le_trans (_ : (rt + Delta) * B * (4%:R * lam * excess c X y p ws (W t)) <= _); last first.
  by rewrite -mulrA ler_wpmul2l ?addr_ge0 // ler_wpmul2l ?sqF_ge0.
rewrite mulrAC [l in _ <= l]mulrC ler_wpmul2l ?mulr_ge0 ?ler0n ?(ltW lam_gt0) //.
by apply: le_trans pi_le _; rewrite ler_wpmul2r ?sqF_ge0.
Qed.

(* E small compared with the excess of the zero regressor keeps pi away from 0.       *)
Theorem far_from_zero V : 0 <= z -> z <= x -> x ^+ 2 = dot ws (cov c X *m ws) ->
    risk V - Rmin <= z ^+ 2 -> (x - z) ^+ 2 <= Lam * sqF (regressor p V).
Proof.
move=> z0 zx xE Ez; apply: le_trans (cov_Lam _).
have EE : risk V - Rmin = dot (regressor p V - ws) (cov c X *m (regressor p V - ws)).
  by rewrite -/(excess c X y p ws V) (excessE _ _ ws_normal).
set u := regressor p V - ws in EE; have -> : regressor p V = u + ws by rewrite subrK.
pose E := risk V - Rmin; have E0 : 0 <= E := excess_ge0 V; pose e := Num.sqrt E.
have e2 : e ^+ 2 = E := sqr_sqrtr E0; have e0 : 0 <= e := sqrtr_ge0 E.
have x0 : 0 <= x := le_trans z0 zx.
have ez : e <= z by rewrite -(@ler_pexpn2r _ 2) ?nnegrE // e2.
rewrite !dot_cov -/(sqF _) in xE EE *; pose C := c * dot (X *m u) (X *m ws).
have -> : c * sqF (X *m (u + ws)) = E + C *+ 2 + x ^+ 2.
  by rewrite mulmxDr sqFD [E]EE xE /C -mulrnAr -!mulrDr.
have CC : C ^+ 2 <= (e * x) ^+ 2.
  have -> : (e * x) ^+ 2 = c ^+ 2 * (sqF (X *m u) * sqF (X *m ws)).
    by rewrite exprMn e2 xE [E]EE mulrACA -expr2.
  have -> : C ^+ 2 = c ^+ 2 * dot (X *m u) (X *m ws) ^+ 2 by rewrite /C exprMn.
  by apply: ler_wpmul2l; [exact: sqr_ge0|exact: cauchy_schwarz].
have Cex : - (e * x) <= C.
  rewrite ler_oppl leNgt; apply/negP => lt; have ex0 : 0 <= e * x by exact: mulr_ge0.
  have : (e * x) ^+ 2 < (- C) ^+ 2 by rewrite ltr_expn2r // (le_trans ex0) // ltW.
  by rewrite sqrrN ltNge CC.
apply: le_trans (_ : (x - e) ^+ 2 <= _).
  apply: ler_expn2r; rewrite ?nnegrE ?subr_ge0 ?(le_trans ez) //.
  by rewrite ler_add2l ler_opp2.
rewrite -subr_ge0; have -> : E + C *+ 2 + x ^+ 2 - (x - e) ^+ 2 = (C + e * x) *+ 2.
  by rewrite -e2; ring.
by rewrite mulrn_wge0 // -ler_subl_addr sub0r.
Qed.

Hypotheses (z_ge0 : 0 <= z) (zx : z < x) (xE : x ^+ 2 = dot ws (cov c X *m ws)).
Hypotheses (s_ge0 : 0 <= s) (start : risk (W s) - Rmin <= z ^+ 2).
Hypotheses (r_gt0 : 0 < r) (rE : Lam * (r ^+ L * sqF p) = (x - z) ^+ 2).
Let mu := 4%:R * lam * (r ^+ L * sqF p) / (r + Delta).

Let rD_gt0 : 0 < r + Delta. Proof. exact: ltr_paddr. Qed.

Lemma mu_gt0 : 0 < mu.
Proof. by rewrite divr_gt0 // !mulr_gt0 ?exprn_gt0 ?ltr0n. Qed.

Let Lam_gt0 : 0 < Lam.
Proof.
have xz : 0 < (x - z) ^+ 2 by rewrite exprn_gt0 // subr_gt0.
by rewrite -rE pmulr_lgt0 // mulr_gt0 ?exprn_gt0 in xz.
Qed.

(* The inequality of Polyak and Lojasiewicz, with its constant, for all t >= s        *)
Theorem pl_along t : s <= t -> mu * (risk (W t) - Rmin) <= speed c X y p (W t).
Proof.
move=> st; have t0 : 0 <= t := le_trans s_ge0 st.
have Et : risk (W t) - Rmin <= z ^+ 2.
  by apply: le_trans start; rewrite ler_add2r; exact: (risk_decreases flow).
have far := far_from_zero z_ge0 (ltW zx) xE Et; rewrite -rE ler_pmul2l // in far.
have pi_gt0 : 0 < sqF (regressor p (W t)).
  by apply: lt_le_trans far; rewrite mulr_gt0 ?exprn_gt0.
have [rt [rt0 rtE]] : exists rt, 0 <= rt /\ rt ^+ L * sqF p = sqF (regressor p (W t)).
  pose a := sqF (regressor p (W t)) / sqF p; have a0 : 0 < a by rewrite divr_gt0.
  exists (expR (ln a / L%:R)); split; first by rewrite ltW ?expR_gt0.
  rewrite -expRMm [L%:R * _]mulrC divfK ?pnatr_eq0 // lnK ?posrE // /a divfK //.
  by rewrite gt_eqF.
have r_rt : r <= rt.
  by rewrite -(@ler_pexpn2r _ L) ?nnegrE ?(ltW r_gt0) // -(ler_pmul2r p_gt0) rtE.
have rt_gt0 : 0 < rt := lt_le_trans r_gt0 r_rt.
have rtD : 0 < rt + Delta by exact: ltr_paddr.
have G_le : sqF (grad c X y p (W t) 0) <= speed c X y p (W t).
  by rewrite /speed big_ord_recl ler_addl; apply: sumr_ge0 => k _; exact: sqF_ge0.
apply: le_trans G_le; have := pl_static t0 rt0 rtE; rewrite -rtE.
set G := sqF (grad _ _ _ _ _ _); set e := risk _ - _; have e0 : 0 <= e := excess_ge0 (W t).
have A0 : 0 <= 4%:R * lam * sqF p * e.
  by rewrite !mulr_ge0 ?ler0n ?sqF_ge0 // ltW.
move=> le; rewrite /mu mulrAC ler_pdivr_mulr // -(ler_pmul2r rtD).
apply: le_trans (_ : (rt + Delta) * G * (r + Delta) <= _); last first.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
apply: le_trans (ler_wpmul2r (ltW rD_gt0) le).
have -> : 4%:R * lam * (r ^+ L * sqF p) * e * (rt + Delta) =
  4%:R * lam * sqF p * e * (r ^+ L * (rt + Delta)) by ring.
have -> : 4%:R * lam * (rt ^+ L * sqF p) * e * (r + Delta) =
  4%:R * lam * sqF p * e * (rt ^+ L * (r + Delta)) by ring.
apply: ler_wpmul2l => //; rewrite !mulrDr; apply: ler_add.
  rewrite !exprSr -mulrA -[rt ^+ M * rt * r]mulrA [rt * r]mulrC.
  apply: ler_wpmul2r; first exact: ltW (mulr_gt0 _ _).
  by apply: ler_expn2r; rewrite ?nnegrE ?(ltW r_gt0).
by apply: ler_wpmul2r => //; apply: ler_expn2r; rewrite ?nnegrE ?(ltW r_gt0).
Qed.

Theorem tail_along t : s <= t ->
  risk (W t) - Rmin <= (risk (W s) - Rmin) * expR (- mu * (t - s)).
Proof. exact: (energy_decay flow s_ge0 pl_along). Qed.

Theorem length_along rad T : 0 < rad -> s <= T -> risk (W s) - Rmin <= mu * rad ^+ 2 ->
  \sum_(k < L) sqF (W T k - W s k) <= (2%:R * rad) ^+ 2.
Proof.
move=> rad0 sT; apply: (flow_length flow s_ge0 pl_along mu_gt0 rad0 sT).
by move=> V; rewrite -subr_ge0 excess_ge0.
Qed.

End Along.

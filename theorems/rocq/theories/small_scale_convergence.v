(* Under the standing assumption the gradient flow converges to a global minimizer    *)
(*                                                                                    *)
(* (SA): R(W(0)) <= R(0), the risk of the zero regressor, and the gradient at W(0) is *)
(* not 0. Depth L = M.+1, any widths, d L = 1, p <> 0, any data (Sigma may be         *)
(* singular); ws = pi* a solution of the normal equations, R_min = R(ws).             *)
(* Main results                                                                       *)
(*   below_reference         E(s) < pi*^T Sigma pi* for every s > 0                   *)
(*   small_scale_pl          for every s > 0 there is mu > 0 with mu E(t) <=          *)
(*                           |grad R(W(t))|^2 for all t >= s                          *)
(*   small_scale_converges   W(t) converges, and its limit minimizes the risk         *)
(*   small_scale_limit_min   so every limit of W(t) minimizes the risk                *)
(* Given: a gradient flow for all t >= 0 (there is one: flow_exists.v).             *)
(* Source: slides, "Convergence of GF", Theorem and Corollary; claims                 *)
(* small-scale/pl-condition, small-scale/convergence.                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import optimal_regressor covariance_bounds small_scale_alignment.
From Lemmata Require Import gradient_flow flow_energy flow_convergence flow_converges.
From Lemmata Require Import small_scale_sharp.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

(* Roots of positive numbers                                                          *)
Lemma root_ex (R : realType) (a : R) L : 0 < a -> exists2 r, 0 < r & r ^+ L.+1 = a.
Proof.
move=> a0; exists (expR (ln a / L.+1%:R)); first exact: expR_gt0.
by rewrite -expRMm [L.+1%:R * _]mulrC divfK ?pnatr_eq0 // lnK ?posrE.
Qed.

Section Convergence.
Variables (R : realType) (d : nat -> nat) (M n : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+1)).
Variable W : R -> weights R d.
Let L := M.+1.
Notation risk := (risk c X y p).
Notation Rmin ws := (lin_risk c X y ws).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
(* the standing assumption                                                            *)
Hypothesis start_risk : risk (W 0) <= lin_risk c X y 0.
Hypothesis start_grad : exists k : 'I_M.+1, grad c X y p (W 0) k != 0.

Lemma start_speed : 0 < speed c X y p (W 0).
Proof.
have [k gk] := start_grad; rewrite /speed (bigD1 k) //= ltr_paddr ?sqF_gt0 //.
by apply: sumr_ge0 => i _; exact: sqF_ge0.
Qed.

Section Optimum.
Variable ws : 'cV[R]_(d 0).
Hypothesis ws_normal : normal_eq X y ws.

Let Rmin_le V : Rmin ws <= risk V.
Proof. by rewrite risk_lin; exact: normal_min. Qed.

Theorem below_reference s : 0 < s -> risk (W s) - Rmin ws < dot ws (cov c X *m ws).
Proof.
move=> s0; rewrite ltr_subl_addl; apply: lt_le_trans (risk_strict flow start_speed s0) _.
apply: le_trans start_risk _; rewrite (excess_risk c 0 ws_normal) sub0r mulmxN dotNl dotNr opprK.
by rewrite lexx.
Qed.

Theorem small_scale_pl s : 0 < s ->
  exists2 mu, 0 < mu & forall t, s <= t -> mu * (risk (W t) - Rmin ws) <= speed c X y p (W t).
Proof.
move=> s0; have E0 : 0 <= risk (W s) - Rmin ws by rewrite subr_ge0.
pose ref := dot ws (cov c X *m ws); have ref0 : 0 < ref := le_lt_trans E0 (below_reference s0).
pose x := Num.sqrt ref; pose z := Num.sqrt (risk (W s) - Rmin ws).
have xE : x ^+ 2 = ref := sqr_sqrtr (ltW ref0).
have zE : z ^+ 2 = risk (W s) - Rmin ws := sqr_sqrtr E0.
have zx : z < x by rewrite ltr_sqrt // below_reference.
have [lam lam0 cov_lam] := cov_range_ex c X.
have [Lam Lam0 cov_Lam] := cov_upper_ex X c_gt0.
have LamE : 0 < Lam.
  rewrite lt_def Lam0 andbT; apply/eqP => L0; have := cov_Lam ws.
  by rewrite L0 mul0r -/ref leNgt ref0.
have p_gt0 : 0 < sqF p by rewrite sqF_gt0.
have k0 : 0 < (x - z) ^+ 2 / (Lam * sqF p).
  by rewrite divr_gt0 ?exprn_gt0 ?subr_gt0 // mulr_gt0.
have [r r0 rL] := root_ex M k0.
have rE : Lam * (r ^+ M.+1 * sqF p) = (x - z) ^+ 2.
  by rewrite rL mulrCA divfK // gt_eqF // mulr_gt0.
pose delta k := sqF (W 0 k) + sqF (W 0 k.+1).
have delta_ge0 k : (k < M)%N -> 0 <= delta k by rewrite addr_ge0 ?sqF_ge0.
have delta_op k (v : 'cV_(d k.+1)) : (k < M)%N ->
    `|dot v (imbalance W 0 k *m v)| <= delta k * sqF v.
  by move=> _; apply: imbalance_bound; rewrite ?ler_addl ?ler_addr ?sqF_ge0.
exists (4%:R * lam * (r ^+ M.+1 * sqF p) / (r + Tsum M delta 0)).
  exact: (mu_gt0 p0 delta_ge0 lam0 r0).
move=> t; apply: (pl_along c_gt0 p0 row_out ws_normal flow delta_ge0 delta_op lam0
  cov_lam cov_Lam (sqrtr_ge0 _) zx xE (ltW s0) _ r0 rE).
by rewrite -/z zE.
Qed.

End Optimum.

Theorem small_scale_converges : exists2 Wl : weights R d,
  (forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) &
  forall V, risk Wl <= risk V.
Proof.
have [ws ws_normal] := normal_solvable X y.
have [mu mu0 pl] := small_scale_pl ws_normal ltr01.
have Rmin_le V : Rmin ws <= risk V by rewrite risk_lin; exact: normal_min.
have [Wl conv Wl_min] := pl_converges flow ler01 mu0 Rmin_le pl.
by exists Wl => // V; exact: le_trans Wl_min (Rmin_le V).
Qed.

(* ... and every limit is this one.                                                   *)
Theorem small_scale_limit_min (Wl : weights R d) :
    (forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) ->
  forall V, risk Wl <= risk V.
Proof.
move=> conv; have [V Vconv Vmin] := small_scale_converges.
suff E : risk Wl = risk V by rewrite E.
have lim := @risk_cvg R d L n 1 c X y p W V (fun k kL i j => Vconv k i j kL).
have lim' := @risk_cvg R d L n 1 c X y p W Wl (fun k kL i j => conv k i j kL).
exact: (norm_cvg_unique lim' lim).
Qed.

End Convergence.

(* Sharper lower bounds on the sharpness of minimizers                                *)
(*                                                                                    *)
(* Setting of sharpness_lower_bound.v: W solves the normal equations, S >= 0 is an    *)
(* upper bound of the Hessian; q = w*^T Sigma w* = a rho^2. ws' is any solution of    *)
(* the normal equations, the one of least norm for instance; b_k = B_k^T p.           *)
(* Main results                                                                       *)
(*   sharpness_gains  2 q (|b_1|^2/|ws'|^2 + sum_(k >= 2) |b_k|^2/|b_{k-1}|^2) <= S   *)
(*   sharpness_a2     |Sigma ws'|^2 q^(L-1) |p|^2 <= q (S/2L)^L                       *)
(*   sharpness_rho    q^L |p|^2 <= |ws'|^2 (S/2L)^L                                   *)
(* With |Sigma ws'|^2 = a_2 q the second is S >= 2 L a_2^(1/L) a^(1-1/L)              *)
(* rho^(2-2/L) |p|^(2/L), the sharp lower bound.                                      *)
(* Source: claims sharpness/lower-bound-by-layers, minimum-two-sided (sharper).       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Sharper.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S : R) (ws' : 'cV[R]_(d 0)).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws'.
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p W S.

Let ws := regressor p W.
Let z := cov c X *m ws.
Let q := dot ws z.
Let u k : 'M[R]_(1, d k) := p *m tail L W k.

Let zE : z = cov c X *m ws'.
Proof.
rewrite /z /cov -!scalemxAl -!mulmxA; congr (_ *: _); apply/eqP.
rewrite -subr_eq0 -mulmxBr; apply/eqP.
have -> : X *m ws - X *m ws' = (X *m ws - y) - (X *m ws' - y).
  by rewrite opprB addrA subrK.
by rewrite mulmxBr W_min ws_normal subrr.
Qed.

Lemma energyE : q = dot ws' z.
Proof. by rewrite /q {1}zE dotC dot_mull cov_sym. Qed.

Let q_ge0 : 0 <= q. Proof. exact: cov_psd. Qed.

Let q2_first : q ^+ 2 <= sqF ws' * sqF z.
Proof. by rewrite energyE cauchy_schwarz. Qed.

Let qE k : (k <= L)%N -> dot (u k)^T (head W k *m z) = q.
Proof.
move=> kL; rewrite /q /ws /regressor -(tail_head W kL) [p *m (_ *m _)]mulmxA.
by rewrite [in RHS]trmx_mul [in RHS]dot_mull trmxK.
Qed.

Let q2_le k : (k <= L)%N -> q ^+ 2 <= sqF (u k) * sqF (head W k *m z).
Proof.
by move=> kL; rewrite -(qE kL) -(sqF_tr (u k)); exact: cauchy_schwarz.
Qed.

Let T := \sum_(k < L) sqF (u k.+1) * sqF (head W k *m z).
Let T_le : 2%:R * T <= q * S.
Proof. exact: (sum_le c_gt0 W_min S_ge0 S_ub). Qed.

Let q_neq0 k : (k <= L)%N -> 0 < q -> 0 < sqF (u k).
Proof.
move=> kL q_gt0; rewrite lt_def sqF_ge0 andbT; apply/eqP => u0.
by have := q2_le kL; rewrite u0 mul0r leNgt exprn_gt0.
Qed.

Theorem sharpness_gains : 0 < q ->
  2%:R * q * (sqF (u 1) / sqF ws' + \sum_(k < M) sqF (u k.+2) / sqF (u k.+1)) <= S.
Proof.
move=> q_gt0; rewrite -(ler_pmul2l q_gt0); apply: le_trans T_le.
have w_gt0 : 0 < sqF ws'.
  rewrite lt_def sqF_ge0 andbT; apply/eqP => w0.
  by have := q2_first; rewrite w0 mul0r leNgt exprn_gt0.
set V := _ + _; have -> : q * (2%:R * q * V) = 2%:R * (q ^+ 2 * V) by ring.
rewrite ler_wpmul2l ?ler0n // /T big_ord_recl /= mul1mx /V mulrDr.
apply: ler_add.
  rewrite mulrCA; apply: ler_wpmul2l; first exact: sqF_ge0.
  by rewrite ler_pdivr_mulr // mulrC.
rewrite mulr_sumr; apply: ler_sum => k _; have kM : (k.+1 <= L)%N.
  by rewrite ltnS ltnW.
rewrite mulrCA; apply: ler_wpmul2l; first exact: sqF_ge0.
by rewrite ler_pdivr_mulr ?q_neq0 // mulrC q2_le.
Qed.

Let TL_le : (T / L%:R) ^+ L <= (q * (S / (2%:R * L%:R))) ^+ L.
Proof.
have T0 : 0 <= T by apply: sumr_ge0 => k _; rewrite mulr_ge0 ?sqF_ge0.
have TS : T / L%:R <= q * (S / (2%:R * L%:R)).
  have -> : q * (S / (2%:R * L%:R)) = (q * S / 2%:R) / L%:R by rewrite invfM !mulrA.
  by rewrite ler_pmul2r ?invr_gt0 ?ltr0n // ler_pdivl_mulr ?ltr0n // [T * _]mulrC.
by apply: ler_expn2r => //; rewrite nnegrE ?(le_trans _ TS) // divr_ge0 ?ler0n.
Qed.

Theorem sharpness_a2 :
  sqF z * q ^+ M * sqF p <= q * (S / (2%:R * L%:R)) ^+ L.
Proof.
move: (q_ge0); rewrite le_eqVlt => /predU1P[q0|q_gt0].
  rewrite -q0 mul0r; suff -> : z = 0 by rewrite /sqF dot0l !mul0r.
  apply/eqP; rewrite -sqF_eq0 /z /cov -scalemxAl sqFZ -mulmxA.
  have : sqF (X *m ws) = 0.
    move: q0; rewrite /q dot_cov => /esym/eqP; rewrite mulf_eq0 gt_eqF //=.
    by move/eqP.
  by move/eqP; rewrite sqF_eq0 => /eqP->; rewrite mulmx0 /sqF dot0l mulr0.
have := le_trans (prod_le c X p W (ltn0Sn M)) TL_le.
rewrite -/ws -/z -/q /= exprMn => H; rewrite -(ler_pmul2l (exprn_gt0 M q_gt0)).
have -> : q ^+ M * (sqF z * q ^+ M * sqF p) = sqF z * (q ^+ 2) ^+ M * sqF p.
  by rewrite -exprM mul2n -addnn exprD -!mulrA mulrCA.
by rewrite [X in _ <= X]mulrA -exprSr.
Qed.

Theorem sharpness_rho : q ^+ L * sqF p <= sqF ws' * (S / (2%:R * L%:R)) ^+ L.
Proof.
have s0 : 0 <= S / (2%:R * L%:R) by rewrite divr_ge0 // mulr_ge0 ?ler0n.
move: (q_ge0); rewrite le_eqVlt => /predU1P[<-|q_gt0].
  by rewrite exprS !mul0r mulr_ge0 ?sqF_ge0 ?exprn_ge0.
rewrite -(ler_pmul2l q_gt0) [X in _ <= X]mulrCA.
apply: le_trans (ler_wpmul2l (sqF_ge0 ws') sharpness_a2).
have -> : q * (q ^+ L * sqF p) = q ^+ 2 * (q ^+ M * sqF p).
  by rewrite !mulrA -exprS -exprD.
have -> : sqF ws' * (sqF z * q ^+ M * sqF p) = sqF ws' * sqF z * (q ^+ M * sqF p).
  by rewrite !mulrA.
by rewrite ler_wpmul2r ?mulr_ge0 ?exprn_ge0 ?sqF_ge0 ?q2_first.
Qed.

End Sharper.

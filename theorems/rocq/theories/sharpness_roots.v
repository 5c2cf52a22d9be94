(* The sharpness of a minimizer and the norms of its layers, with L-th roots        *)
(*                                                                                    *)
(* Setting of sharpness_sharper.v: W solves the normal equations, S >= 0 is an upper  *)
(* bound of the Hessian, q = w*^T Sigma w* = a rho^2 > 0, b_k = B_k^T p; rho = |ws'|  *)
(* is least, v = (|p|/rho)^(1/L), so that rho^(2-1/L) |p|^(1/L) = rho^2 v, and        *)
(* s_k >= |W_k|_2.                                                                    *)
(* Main results                                                                       *)
(*   sharpness_roots   2 q v sum_k 1/s_k <= S:                                        *)
(*                     S >= 2 a rho^(2-1/L) |p|^(1/L) sum_k 1/|W_k|_2                 *)
(*   gains_roots       v sum_k 1/s_k <= |b_1|^2/|ws'|^2                               *)
(*                     + sum_(k >= 2) |b_k|^2/|b_{k-1}|^2, the step to it             *)
(*   sharpness_root_layer   the same with a single layer in place of the sum          *)
(* Source: claim sharpness/lower-bound-by-layers, repaired.                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import sharpness_sharper.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Roots.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S v : R) (ws' : 'cV[R]_(d 0)) (s : nat -> R).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws'.
Hypothesis ws_least : sqF ws' <= sqF (regressor p W).
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p W S.
Hypothesis v_ge0 : 0 <= v.
Hypothesis vE : (v ^+ 2) ^+ L * sqF ws' = sqF p.
Hypothesis s_gt0 : forall k, (k < L)%N -> 0 < s k.
Hypothesis s_op : forall k (x : 'cV[R]_(d k.+1)), (k < L)%N ->
  sqF ((W k)^T *m x) <= s k ^+ 2 * sqF x.

Let q := dot (regressor p W) (cov c X *m regressor p W).
Hypothesis q_gt0 : 0 < q.
Let u k : 'M[R]_(1, d k) := p *m tail L W k.
Let f k : R := if k == 0%N then sqF ws' else sqF (u k).
Let r k : R := Num.sqrt (sqF (u k.+1) / f k).

Let u_gt0 k : (k <= L)%N -> 0 < sqF (u k).
Proof.
move=> kL; rewrite lt_def sqF_ge0 andbT; apply: contraL q_gt0.
rewrite sqF_eq0 => /eqP u0; rewrite /q /regressor -(tail_head W kL) mulmxA.
by rewrite -/(u k) u0 mul0mx trmx0 dot0l ltxx.
Qed.

Let w_gt0 : 0 < sqF ws'.
Proof.
rewrite lt_def sqF_ge0 andbT sqF_eq0; apply: contraL q_gt0 => /eqP w0.
by rewrite /q (energyE c W_min ws_normal) // w0 dot0l ltxx.
Qed.

Let f_gt0 k : (k <= L)%N -> 0 < f k.
Proof. by rewrite /f; case: eqP => // _ /u_gt0. Qed.

Let r2 k : (k < L)%N -> r k ^+ 2 = sqF (u k.+1) / f k.
Proof.
by move=> kL; rewrite /r sqr_sqrtr // divr_ge0 ?sqF_ge0 // ltW // f_gt0 // ltnW.
Qed.

Let r_ge k : (k < L)%N -> (s k)^-1 <= r k.
Proof.
move=> kL; rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?sqrtr_ge0 ?invr_ge0 ?(ltW (s_gt0 kL)) //.
rewrite r2 // exprVn ler_pdivl_mulr ?f_gt0 ?(ltnW kL) // mulrC.
rewrite ler_pdivr_mulr ?exprn_gt0 ?s_gt0 // mulrC.
have step : sqF (u k) <= s k ^+ 2 * sqF (u k.+1).
  have := s_op (u k.+1)^T kL; rewrite -trmx_mul !sqF_tr.
  by rewrite /u -mulmxA -tailS.
rewrite /f; case: eqP => [k0|//]; apply: le_trans step.
rewrite k0 /u; apply: le_trans ws_least _.
by rewrite /regressor sqF_tr -(tail_head W (leq0n L)) /= mulmx1.
Qed.

Let prod_r : \prod_(k < L) r k = v ^+ L.
Proof.
have r0 : 0 <= \prod_(k < L) r k by apply: prodr_ge0 => k _; exact: sqrtr_ge0.
apply/eqP; rewrite -(eqr_expn2 (n := 2)) ?exprn_ge0 // -prodrXl.
have -> : \prod_(k < L) r k ^+ 2 = \prod_(k < L) (f k.+1 / f k).
  by apply: eq_bigr => k _; rewrite r2.
rewrite -(big_mkord xpredT (fun k => f k.+1 / f k)) telescope_prodf ?f_gt0 //.
  rewrite /f /= /u tail_last mulmx1 -vE (mulfK (lt0r_neq0 w_gt0)).
  by rewrite -!exprM mulnC.
by move=> k /andP[_ kL]; rewrite gt_eqF // f_gt0 // ltnW.
Qed.

Let sum_ge : v * L%:R <= \sum_(k < L) r k.
Proof.
have := (@leif_AGM _ _ predT (fun k : 'I_L => r k) (fun k _ => sqrtr_ge0 _)).1.
rewrite /= card_ord prod_r ler_pexpn2r ?nnegrE //; last first.
  by rewrite divr_ge0 ?ler0n //; apply: sumr_ge0 => k _; exact: sqrtr_ge0.
by rewrite ler_pdivl_mulr ?ltr0n.
Qed.

Let cauchy_sum : (\sum_(k < L) r k) ^+ 2 <= L%:R * \sum_(k < L) r k ^+ 2.
Proof.
have := cauchy_schwarz (\row_(k < L) 1) (\row_(k < L) r k).
rewrite /sqF !dotE !big_ord1; under eq_bigr do rewrite !mxE mul1r.
under [X in _ <= X * _]eq_bigr do rewrite !mxE mul1r.
rewrite sumr_const card_ord; under [X in _ <= _ * X]eq_bigr do rewrite !mxE -expr2.
by [].
Qed.

(* The middle inequality: gains against norms                                         *)
Theorem gains_roots : v * (\sum_(k < L) (s k)^-1) <=
  sqF (u 1) / sqF ws' + \sum_(k < M) sqF (u k.+2) / sqF (u k.+1).
Proof.
have -> : sqF (u 1) / sqF ws' + \sum_(k < M) sqF (u k.+2) / sqF (u k.+1) =
    \sum_(k < L) r k ^+ 2.
  by rewrite big_ord_recl r2 //; congr (_ + _); apply: eq_bigr => k _; rewrite r2.
have L_gt0 : 0 < L%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l L_gt0); apply: le_trans cauchy_sum.
have R0 : 0 <= \sum_(k < L) r k by apply: sumr_ge0 => k _; exact: sqrtr_ge0.
apply: le_trans (_ : L%:R * v * (\sum_(k < L) r k) <= _).
  rewrite mulrA; apply: ler_wpmul2l; first by rewrite mulr_ge0 ?ler0n.
  by apply: ler_sum => k _; exact: r_ge.
by rewrite expr2; apply: ler_wpmul2r => //; rewrite [_ * v]mulrC; exact: sum_ge.
Qed.

Theorem sharpness_roots : 2%:R * q * v * (\sum_(k < L) (s k)^-1) <= S.
Proof.
have := @sharpness_gains R d M n c X y p c_gt0 W S ws' W_min ws_normal S_ge0 S_ub.
move=> /(_ q_gt0); apply: le_trans; rewrite -/q -[2%:R * q * v * _]mulrA.
by apply: ler_wpmul2l gains_roots; rewrite mulr_ge0 ?ler0n // ltW.
Qed.

Theorem sharpness_root_layer k : (k < L)%N -> 2%:R * q * v / s k <= S.
Proof.
move=> kL; apply: le_trans sharpness_roots; apply: ler_wpmul2l.
  by rewrite !mulr_ge0 ?ler0n // ltW.
rewrite (bigD1 (Ordinal kL)) //= ler_addl; apply: sumr_ge0 => j _.
by rewrite invr_ge0 ltW // s_gt0.
Qed.

End Roots.

(* The sharpness of minimizers and the spectral norms of the layers                   *)
(*                                                                                    *)
(* W solves the normal equations, S >= 0 bounds its Hessian form, ws is the solution  *)
(* of least norm, q = ws^T Sigma ws = a rho^2 > 0; s k >= |W_k|_2^2, b_k = B_k^T p.   *)
(* Main results                                                                       *)
(*   gain_inverse       1/s_k <= r_k^2, r_k = |b_k|/|b_{k-1}|, r_1 = |b_1|/rho        *)
(*   gain_product       prod_k r_k^2 = |p|^2 / rho^2                                  *)
(*   sharpness_inverse  2 q sum_k 1/s_k <= S                                          *)
(*   weighted_agm       (m+k)^(m+k) x^m y^k <= (m x + k y)^(m+k)                      *)
(*   sharpness_kappa    S >= kappa_L 2 a rho^(2-1/L) |p|^(1/L) / |W_k|_2, L >= 2, as  *)
(*                      2L-th powers; kappa_L = 2L / (L+1)^((L+1)/(2L))               *)
(* Source: claims sharpness/lower-bound-by-layers and sharpness/rescaling-unbounded,  *)
(* sharper.                                                                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import spectral_bound sharpness_sharper.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Weighted means with integer weights                                                *)
Theorem weighted_agm (R : realFieldType) (x y : R) m k : 0 <= x -> 0 <= y ->
  (m + k)%:R ^+ (m + k) * (x ^+ m * y ^+ k) <= (m%:R * x + k%:R * y) ^+ (m + k).
Proof.
move=> x0 y0; pose f (i : 'I_(m + k)) := if (i < m)%N then x else y.
have f0 i : true -> 0 <= f i by rewrite /f; case: ifP.
have := (@leif_AGM _ _ predT f f0).1; rewrite /= card_ord !big_split_ord /=.
have fl (i : 'I_m) : f (lshift k i) = x by rewrite /f /= ltn_ord.
have fr (i : 'I_k) : f (rshift m i) = y by rewrite /f /= ltnNge leq_addr.
rewrite (eq_bigr _ (fun i _ => fl i)) [\prod_(i < k) _](eq_bigr _ (fun i _ => fr i)).
rewrite [\sum_(i < m) _](eq_bigr _ (fun i _ => fl i)).
rewrite [\sum_(i < k) _](eq_bigr _ (fun i _ => fr i)).
rewrite !prodr_const !sumr_const !card_ord -[x *+ m]mulr_natl -[y *+ k]mulr_natl => agm.
have [z|nz] := posnP (m + k).
  by move/eqP: z; rewrite addn_eq0 => /andP[/eqP-> /eqP->]; rewrite !expr0 !mulr1.
apply: le_trans (ler_wpmul2l (exprn_ge0 _ (ler0n R _)) agm) _.
by rewrite -exprMn mulrC divfK // pnatr_eq0 -lt0n.
Qed.

Lemma mean_of_two (R : realFieldType) M (x z : R) (L := M.+1) :
    (0 < M)%N -> 0 < x -> 0 <= z ->
  L.*2%:R ^+ L.*2 * (x ^+ L * (x * z ^+ M)) <=
  (x + z) ^+ L.*2 * L.+1%:R ^+ L.+1 * M%:R ^+ M.
Proof.
move=> M_gt0 x0 z0; have MR : 0 < M%:R :> R by rewrite ltr0n.
have L1 : 0 < L.+1%:R :> R by rewrite ltr0n.
have := weighted_agm L.+1 M (divr_ge0 (ltW x0) (ltW L1)) (divr_ge0 z0 (ltW MR)).
have -> : (L.+1 + M)%N = L.*2 by rewrite /L -addnn addSnnS.
rewrite [L.+1%:R * _]mulrC [M%:R * (_ / _)]mulrC !divfK ?gt_eqF // => H.
have K0 : 0 < L.+1%:R ^+ L.+1 * M%:R ^+ M :> R by rewrite mulr_gt0 ?exprn_gt0.
rewrite -mulrA; apply: le_trans (ler_wpmul2r (ltW K0) H).
rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite -[RHS]mulrA; congr (_ * _).
have a0 : L.+1%:R ^+ L.+1 != 0 :> R by rewrite gt_eqF ?exprn_gt0.
have b0 : M%:R ^+ M != 0 :> R by rewrite gt_eqF ?exprn_gt0.
rewrite !exprMn !exprVn [x ^+ L.+1]exprSr.
move: (L.+1%:R ^+ L.+1 : R) (M%:R ^+ M : R) a0 b0 => a b a0 b0.
have -> : x ^+ L * x / a * (z ^+ M / b) * (a * b) =
  x ^+ L * (x * z ^+ M) * (a / a) * (b / b) by ring.
by rewrite !mulfV // !mulr1.
Qed.

Section Layers.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S : R) (ws : 'cV[R]_(d 0)) (s : nat -> R).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_least : sqF ws <= sqF (regressor p W).
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p W S.
Hypothesis s_gt0 : forall k, (k < L)%N -> 0 < s k.
Hypothesis s_op : forall k, (k < L)%N -> op_ub (W k) (s k).

Let q := dot (regressor p W) (cov c X *m regressor p W).
Hypothesis q_gt0 : 0 < q.
Let u k : 'M[R]_(1, d k) := p *m tail L W k.
Let f k : R := if k == 0%N then sqF ws else sqF (u k).

(* r_k^2, the squared inverse gain of a layer                                         *)
Definition gain_sq k : R := sqF (u k.+1) / f k.

Let u_gt0 k : (k <= L)%N -> 0 < sqF (u k).
Proof.
move=> kL; rewrite lt_def sqF_ge0 andbT; apply: contraTneq q_gt0 => /eqP.
rewrite sqF_eq0 => /eqP u0; rewrite /q /regressor -(tail_head W kL) mulmxA.
by rewrite -/(u k) u0 mul0mx trmx0 dot0l ltxx.
Qed.

Let w_gt0 : 0 < sqF ws.
Proof.
rewrite lt_def sqF_ge0 andbT sqF_eq0; apply: contraTneq q_gt0 => w0.
by rewrite /q (energyE c W_min ws_normal) // w0 dot0l ltxx.
Qed.

Let f_gt0 k : (k <= L)%N -> 0 < f k.
Proof. by rewrite /f; case: eqP => // _ /u_gt0. Qed.

Theorem gain_inverse k : (k < L)%N -> (s k)^-1 <= gain_sq k.
Proof.
move=> kL; rewrite /gain_sq ler_pdivl_mulr ?f_gt0 ?(ltnW kL) // mulrC.
rewrite ler_pdivr_mulr ?s_gt0 // mulrC.
have step : sqF (u k) <= s k * sqF (u k.+1).
  have := (op_ub_tr (s_op kL)).2 (u k.+1)^T; rewrite -trmx_mul !sqF_tr.
  by rewrite /u -mulmxA -tailS.
rewrite /f; case: eqP => [k0|//]; apply: le_trans step.
rewrite k0 /u; apply: le_trans ws_least _.
by rewrite /regressor sqF_tr -(tail_head W (leq0n L)) /= mulmx1.
Qed.

Theorem gain_product : \prod_(k < L) gain_sq k = sqF p / sqF ws.
Proof.
have -> : \prod_(k < L) gain_sq k = \prod_(k < L) (f k.+1 / f k) by apply: eq_bigr.
rewrite -(big_mkord xpredT (fun k => f k.+1 / f k)) telescope_prodf ?f_gt0 //.
  by rewrite /f /= /u tail_last mulmx1.
by move=> k /andP[_ kL]; rewrite gt_eqF // f_gt0 // ltnW.
Qed.

Let by_gains : 2%:R * q * (\sum_(k < L) gain_sq k) <= S.
Proof.
have := @sharpness_gains R d M n c X y p c_gt0 W S ws W_min ws_normal S_ge0 S_ub.
by move=> /(_ q_gt0); rewrite big_ord_recl.
Qed.

Theorem sharpness_inverse : 2%:R * q * (\sum_(k < L) (s k)^-1) <= S.
Proof.
apply: le_trans by_gains; apply: ler_wpmul2l; first by rewrite mulr_ge0 ?ler0n // ltW.
by apply: ler_sum => k _; exact: gain_inverse.
Qed.

(* One layer against the mean of the others                                           *)
Theorem sharpness_kappa k : (0 < M)%N -> (k < L)%N ->
  (2%:R * L%:R) ^+ L.*2 * (2%:R * q) ^+ L.*2 * sqF p <=
  S ^+ L.*2 * L.+1%:R ^+ L.+1 * (s k ^+ L * sqF ws).
Proof.
move=> M_gt0 kL; pose x := gain_sq k; pose o := Ordinal kL.
have g0 (i : 'I_L) : 0 < gain_sq i by rewrite divr_gt0 ?u_gt0 ?f_gt0 // ltnW.
pose z := \sum_(i < L | i != o) gain_sq i.
have x0 : 0 < x := g0 o.
have z0 : 0 <= z by apply: sumr_ge0 => i _; exact: ltW.
have MR : 0 < M%:R :> R by rewrite ltr0n.
have others : M%:R ^+ M * (sqF p / sqF ws) <= x * z ^+ M.
  rewrite -gain_product (bigD1 o) //= mulrCA; apply: ler_wpmul2l; first exact: ltW.
  have := (@leif_AGM _ _ (predC1 o) (fun i : 'I_L => gain_sq i) (fun i _ => ltW (g0 i))).1.
  rewrite cardC1 card_ord => agm.
  apply: le_trans (ler_wpmul2l (exprn_ge0 M (ler0n R M)) agm) _.
  by rewrite -exprMn mulrC divfK // gt_eqF.
have sum : x + z = \sum_(i < L) gain_sq i by rewrite [RHS](bigD1 o).
have two := mean_of_two M_gt0 x0 z0.
have Mp : 0 < M%:R ^+ M :> R by rewrite exprn_gt0.
have K0 : 0 <= L.*2%:R ^+ L.*2 :> R by rewrite exprn_ge0 ?ler0n.
have le1 : L.*2%:R ^+ L.*2 * (x ^+ L * (sqF p / sqF ws)) <=
    (x + z) ^+ L.*2 * L.+1%:R ^+ L.+1.
  rewrite -(ler_pmul2r Mp); apply: le_trans two.
  rewrite -[_ * M%:R ^+ M]mulrA; apply: ler_wpmul2l => //; rewrite -[_ * M%:R ^+ M]mulrA.
  apply: ler_wpmul2l; first by rewrite exprn_ge0 // ltW.
  by rewrite [_ * M%:R ^+ M]mulrC.
have S2 : (2%:R * q) ^+ L.*2 * (x + z) ^+ L.*2 <= S ^+ L.*2.
  have q2 : 0 <= 2%:R * q * (x + z).
    by rewrite mulr_ge0 ?addr_ge0 ?(ltW x0) // mulr_ge0 ?ler0n ?ltW.
  by rewrite -exprMn ler_expn2r ?nnegrE // sum by_gains.
have sx : 1 <= x ^+ L * s k ^+ L.
  rewrite -exprMn exprn_ege1 // -ler_pdivr_mulr ?s_gt0 // mul1r.
  exact: gain_inverse.
have Q0 : 0 <= (2%:R * q) ^+ L.*2 by rewrite exprn_ge0 // mulr_ge0 ?ler0n ?ltW.
have LE : L.*2%:R = 2%:R * L%:R :> R by rewrite -muln2 mulnC natrM.
rewrite -LE; set A := L.*2%:R ^+ L.*2 in K0 le1 *; set B := (2%:R * q) ^+ _ in Q0 S2 *.
have sw0 : 0 <= s k ^+ L * sqF ws by rewrite mulr_ge0 ?sqF_ge0 // exprn_ge0 // ltW ?s_gt0.
apply: le_trans (_ : A * B * sqF p * (x ^+ L * s k ^+ L) <= _).
  by apply: ler_pemulr => //; rewrite mulr_ge0 ?sqF_ge0 // mulr_ge0.
apply: le_trans (ler_wpmul2r sw0 (ler_wpmul2r (exprn_ge0 _ (ler0n R _)) S2)).
have -> : A * B * sqF p * (x ^+ L * s k ^+ L) =
    B * (A * (x ^+ L * (sqF p / sqF ws))) * (s k ^+ L * sqF ws).
  have := mulVf (lt0r_neq0 w_gt0); move: (sqF ws)^-1 => i iw.
  have -> : B * (A * (x ^+ L * (sqF p * i))) * (s k ^+ L * sqF ws) =
    A * B * sqF p * (x ^+ L * s k ^+ L) * (i * sqF ws) by ring.
  by rewrite iw mulr1.
by apply: ler_wpmul2r => //; rewrite -[B * _ * _]mulrA; apply: ler_wpmul2l.
Qed.

End Layers.

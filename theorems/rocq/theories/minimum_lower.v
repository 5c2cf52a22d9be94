(* Lower part of the exact minimal sharpness                                          *)
(*                                                                                    *)
(* W solves the normal equations and S >= 0 bounds the Hessian form at W; ws is any   *)
(* solution of the normal equations (pi* for instance); b_k = B_k^T p.                *)
(* Main results                                                                       *)
(*   flat_lower   tau |Sigma x|^2 + kappa <ws, Sigma x>^2 <= (S/2) x^T Sigma x,  with *)
(*                tau = |b_1|^2, kappa = sum_(k >= 2) |b_k|^2 / |b_{k-1}|^2           *)
(*   weights_agm  (L-1)^(L-1) |p|^2 <= kappa^(L-1) tau                                *)
(* Notation                                                                           *)
(*   flat_ub c X ws tau kappa l   the inequality of flat_lower with l for S/2: l is   *)
(*     an upper bound of tau Sigma + kappa Sigma^(1/2) ws ws^T Sigma^(1/2)            *)
(*     (put Sigma^(1/2) x for its vector: no root of Sigma is needed)                 *)
(* Source: claim sharpness/minimum-exact, proof, lower half.                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Form.
Variables (R : realFieldType) (n m : nat) (c : R) (X : 'M[R]_(n, m)).
Implicit Types x z ws : 'cV[R]_m.

Definition flat_ub ws tau kappa l := forall x,
  tau * sqF (cov c X *m x) + kappa * dot ws (cov c X *m x) ^+ 2 <=
  l * dot x (cov c X *m x).

(* Cauchy-Schwarz for the covariance form                                             *)
Lemma cs_cov x z : 0 < c ->
  dot x (cov c X *m z) ^+ 2 <= dot x (cov c X *m x) * dot z (cov c X *m z).
Proof.
move=> c_gt0; rewrite !dot_cov exprMn [X in _ <= X]mulrACA -[c * c]expr2.
by rewrite ler_wpmul2l ?sqr_ge0 // cauchy_schwarz.
Qed.

(* Solutions of the normal equations agree on the range of Sigma.                     *)
Lemma normal_agree (y : 'cV[R]_n) w w' : normal_eq X y w -> normal_eq X y w' ->
  cov c X *m w = cov c X *m w'.
Proof.
move=> Ew Ew'; rewrite /cov -!scalemxAl -!mulmxA; congr (_ *: _); apply/eqP.
rewrite -subr_eq0 -mulmxBr; apply/eqP.
have -> : X *m w - X *m w' = (X *m w - y) - (X *m w' - y).
  by rewrite opprB addrA subrK.
by rewrite mulmxBr Ew Ew' subrr.
Qed.

Lemma dot_normal (y : 'cV[R]_n) w w' x : normal_eq X y w -> normal_eq X y w' ->
  dot w (cov c X *m x) = dot w' (cov c X *m x).
Proof.
move=> Ew Ew'; have sw v : dot v (cov c X *m x) = dot (cov c X *m v) x.
  by rewrite [RHS]dot_mull cov_sym.
by rewrite !sw (normal_agree Ew Ew').
Qed.

(* Sigma <= Lam on the range of Sigma                                                 *)
Lemma cov_range x Lam : 0 < c -> 0 <= Lam ->
    (forall v : 'cV_m, dot v (cov c X *m v) <= Lam * sqF v) ->
  sqF (cov c X *m x) <= Lam * dot x (cov c X *m x).
Proof.
move=> c_gt0 Lam0 ub; set z := cov c X *m x; set b := dot x z.
have b0 : 0 <= b := cov_psd X c_gt0 x.
have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[<-|z_gt0]; first exact: mulr_ge0.
rewrite -(ler_pmul2r z_gt0) -expr2.
have E : sqF z = dot x (cov c X *m z) by rewrite /sqF {1}/z dot_mull cov_sym.
rewrite {1}E; apply: le_trans (cs_cov x z c_gt0) _; rewrite -/z -/b.
by rewrite [Lam * b]mulrC -mulrA ler_wpmul2l.
Qed.

(* A larger weight makes a larger form.                                               *)
Lemma flat_ub_le ws tau kappa kappa' l : kappa' <= kappa ->
  flat_ub ws tau kappa l -> flat_ub ws tau kappa' l.
Proof.
move=> le ub x; apply: le_trans (ub x); rewrite ler_add2l.
by rewrite ler_wpmul2r ?sqr_ge0.
Qed.

(* The direction of ws and its length rho                                             *)
Lemma flat_ub_unit ws tau kappa l k rho : 0 < k -> 0 < rho ->
  flat_ub ws (k * rho ^+ 2 * tau) (k * kappa) (k * rho ^+ 2 * l) <->
  flat_ub (rho^-1 *: ws) tau kappa l.
Proof.
move=> k0 rho0; have K0 : 0 < k * rho ^+ 2 by rewrite mulr_gt0 ?exprn_gt0.
have E x : k * rho ^+ 2 * tau * sqF (cov c X *m x) +
    k * kappa * dot ws (cov c X *m x) ^+ 2 = k * rho ^+ 2 *
    (tau * sqF (cov c X *m x) + kappa * dot (rho^-1 *: ws) (cov c X *m x) ^+ 2).
  rewrite dotZl; move: (dot ws _) (sqF _) (mulfV (lt0r_neq0 rho0)) => D A E.
  have -> : k * rho ^+ 2 * (tau * A + kappa * (rho^-1 * D) ^+ 2) =
    k * rho ^+ 2 * tau * A + k * kappa * ((rho / rho) * D) ^+ 2 by ring.
  by rewrite E mul1r.
by split=> ub x; have := ub x; rewrite E -[_ * l * _]mulrA ler_pmul2l.
Qed.

End Form.

Section Lower.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S : R) (ws : 'cV[R]_(d 0)).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p W S.

Let u k : 'M[R]_(1, d k) := p *m tail L W k.

(* The Hessian in the direction H_k = b_k (A_k Sigma x)^T                             *)
Lemma sum_le_at (x : 'cV_(d 0)) :
  2%:R * (\sum_(k < L) sqF (u k.+1) * sqF (head W k *m (cov c X *m x)))
  <= S * dot x (cov c X *m x).
Proof.
set z := cov c X *m x; set T := \sum_(k < L) _.
have T0 : 0 <= T by apply: sumr_ge0 => k _; rewrite mulr_ge0 ?sqF_ge0.
have b0 : 0 <= dot x z := cov_psd X c_gt0 x.
move: T0; rewrite le_eqVlt => /predU1P[<-|T_gt0]; first by rewrite mulr0 mulr_ge0.
pose H : weights R d := fun k => (u k.+1)^T *m (head W k *m z)^T.
have sqH k : sqF (H k) = sqF (u k.+1) * sqF (head W k *m z).
  by rewrite /H sqF_outer sqF_tr.
have zv : dot x (cov c X *m dreg p W H) = T.
  have -> : dot x (cov c X *m dreg p W H) = dot z (dreg p W H).
    by rewrite [RHS]dot_mull cov_sym.
  by rewrite dot_dreg; apply: eq_bigr => k _; rewrite -sqH.
have := S_ub H; rewrite hess_min // (eq_bigr _ (fun (k : 'I_L) _ => sqH k)) -/T => ST.
have := cs_cov X x (dreg p W H) c_gt0; rewrite zv -/z => CS.
rewrite -(ler_pmul2r T_gt0) -mulrA -expr2.
apply: le_trans (ler_wpmul2l (ler0n R 2) CS) _.
by rewrite mulrCA [X in _ <= X]mulrAC [X in _ <= X]mulrC; apply: ler_wpmul2l.
Qed.

Lemma dot_layers (x : 'cV_(d 0)) k : (k <= L)%N ->
  dot ws (cov c X *m x) = dot (u k)^T (head W k *m (cov c X *m x)).
Proof.
move=> kL; rewrite (dot_normal c x ws_normal W_min) /regressor -(tail_head W kL) mulmxA.
by rewrite trmx_mul dot_mull trmxK.
Qed.

Hypothesis ws_data : cov c X *m ws != 0.

Lemma suffix_gt0 k : (k <= L)%N -> 0 < sqF (u k).
Proof.
move=> kL; rewrite lt_def sqF_ge0 andbT sqF_eq0; apply: contra_neq ws_data => u0.
have : dot ws (cov c X *m ws) = 0 by rewrite (dot_layers ws kL) u0 trmx0 dot0l.
rewrite dot_cov => /eqP; rewrite mulf_eq0 gt_eqF //= -/(sqF _) sqF_eq0 => /eqP Xw.
by rewrite /cov -scalemxAl -mulmxA Xw mulmx0 scaler0.
Qed.

Definition weight_rest : R := \sum_(k < M) sqF (u k.+2) / sqF (u k.+1).

Theorem flat_lower : flat_ub c X ws (sqF (u 1)) weight_rest (S / 2%:R).
Proof.
move=> x; rewrite mulrAC ler_pdivl_mulr ?ltr0n // [X in X <= _]mulrC.
apply: le_trans (sum_le_at x); rewrite ler_wpmul2l ?ler0n //.
rewrite big_ord_recl /= mul1mx ler_add2l /weight_rest mulr_suml.
apply: ler_sum => k _; have kL : (k.+1 <= L)%N by rewrite ltnS ltnW.
rewrite -mulrA [_^-1 * _]mulrC; apply: ler_wpmul2l; first exact: sqF_ge0.
rewrite ler_pdivr_mulr ?suffix_gt0 // (dot_layers x kL) mulrC -(sqF_tr (u k.+1)).
exact: cauchy_schwarz.
Qed.

Theorem weights_agm : M%:R ^+ M * sqF p <= weight_rest ^+ M * sqF (u 1).
Proof.
have r0 (k : 'I_M) : 0 <= sqF (u k.+2) / sqF (u k.+1) by rewrite divr_ge0 ?sqF_ge0.
have pE : sqF p = (\prod_(k < M) (sqF (u k.+2) / sqF (u k.+1))) * sqF (u 1).
  rewrite -(big_mkord xpredT (fun k => sqF (u k.+2) / sqF (u k.+1))).
  have uL : sqF (u L) = sqF p by rewrite /u tail_last mulmx1.
  have [M0|M0] := posnP M; first by rewrite big_geq ?M0 // mul1r -uL /L M0.
  rewrite (@telescope_prodf _ _ _ (fun k => sqF (u k.+1))) // => [|k /andP[_ kM]].
    by rewrite divfK ?gt_eqF ?suffix_gt0.
  by rewrite gt_eqF ?suffix_gt0 // ltnW.
have := (@leif_AGM _ _ predT (fun k : 'I_M => sqF (u k.+2) / sqF (u k.+1)) _).1.
rewrite /= card_ord -/weight_rest => /(_ (fun k _ => r0 k)) agm.
rewrite {1}pE mulrA; apply: ler_wpmul2r; first exact: sqF_ge0.
apply: le_trans (ler_wpmul2l (exprn_ge0 M (ler0n R M)) agm) _.
rewrite -exprMn mulrC; have [M0|M0] := posnP M; first by rewrite [in X in X <= _]M0 [in X in _ <= X]M0.
by rewrite divfK // pnatr_eq0 -lt0n.
Qed.

End Lower.

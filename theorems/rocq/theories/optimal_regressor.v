(* All minimizers of the deep risk: which regressors they realise                     *)
(*                                                                                    *)
(* Main results (any data, any depth L >= 1, hidden widths >= 1)                      *)
(*   normal_solvable     the normal equations are solvable, also for singular Sigma   *)
(*   minimizer_cov       for p <> 0: W minimizes iff Sigma (pi(W) - pi* ) = 0         *)
(*   excess_form         R(W) - R(V) = (pi(W) - pi* )^T Sigma (pi(W) - pi* ) for      *)
(*                       every minimizer V                                            *)
(*   optimal_iff_full_rank  pi(W) = pi* at every minimizer iff Sigma is invertible    *)
(*   optimal_at_full_rank   in particular for Sigma >= lam > 0                        *)
(*   printed_without_readout  for p = 0 every W minimizes and pi(W) = 0, while pi*    *)
(*                       need not be 0: 'Sigma of full rank' alone is not enough      *)
(* Notation                                                                           *)
(*   ws = pi*, any solution of the normal equations                                   *)
(* Source: slides, "All minimizers implement the same optimal regressor"; claim       *)
(* sharpness/minimizers-are-optimal.                                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer minimizers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Solvable.
Variables (R : realFieldType) (n m : nat) (X : 'M[R]_(n, m)) (y : 'cV[R]_n).

Lemma rank_gram : \rank (X^T *m X) = \rank X.
Proof.
have := mxrank_mul_ker X^T X; rewrite mxrank_tr => <-.
suff -> : \rank (X^T :&: kermx X)%MS = 0%N by rewrite addn0.
apply/eqP; rewrite mxrank_eq0; apply/rowV0P => v.
rewrite sub_capmx => /andP[/submxP[u ->] /sub_kermxP uX].
apply/eqP; rewrite -sqF_eq0; apply/eqP.
by rewrite /sqF dot_mulr trmxK uX dot0r.
Qed.

Theorem normal_solvable : exists w, normal_eq X y w.
Proof.
have sub : (y^T *m X <= X^T *m X)%MS.
  apply: submx_trans (submxMl _ _) _.
  have /mxrank_leqif_eq/geq_leqif := submxMl X^T X.
  by rewrite rank_gram leqnn => /esym/andP[].
have /submxP[D E] := sub; exists D^T; rewrite /normal_eq mulmxBr; apply/eqP.
by rewrite subr_eq0 -(inj_eq trmx_inj) !trmx_mul !trmxK E mulmxA.
Qed.

End Solvable.

Section Optimal.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variable ws : 'cV[R]_(d 0).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Implicit Types W V : weights R d.

Theorem normal_cov w : normal_eq X y w <-> cov c X *m (w - ws) = 0.
Proof.
have E : X^T *m (X *m w - y) = X^T *m X *m (w - ws).
  have -> : X *m w - y = X *m (w - ws) + (X *m ws - y).
    by rewrite mulmxBr addrA subrK.
  by rewrite mulmxDr ws_normal addr0 mulmxA.
rewrite /normal_eq E /cov -scalemxAl; split=> [->|/eqP]; first by rewrite scaler0.
by rewrite scaler_eq0 gt_eqF //= => /eqP.
Qed.

Theorem minimizer_cov W : (forall V, risk c X y p W <= risk c X y p V) <->
  cov c X *m (regressor p W - ws) = 0.
Proof. by rewrite (minimizer_iff _ _ p0 L_gt0 widths W c_gt0) normal_cov. Qed.

Theorem excess_form W V : (forall V', risk c X y p V <= risk c X y p V') ->
  risk c X y p W - risk c X y p V =
  dot (regressor p W - ws) (cov c X *m (regressor p W - ws)).
Proof.
move=> /minimizer_cov Vmin; rewrite !risk_lin.
rewrite (excess_risk c (regressor p W) ws_normal).
rewrite (excess_risk c (regressor p V) ws_normal) Vmin dot0r addr0.
by rewrite addrAC subrr add0r.
Qed.

Theorem optimal_iff_full_rank :
  (forall W, (forall V, risk c X y p W <= risk c X y p V) -> regressor p W = ws)
  <-> cov c X \in unitmx.
Proof.
split=> [opt|Su W /minimizer_cov E]; last first.
  by apply/eqP; rewrite -subr_eq0 -[_ - ws](mulKmx Su) E mulmx0.
rewrite -row_free_unit -kermx_eq0; apply/rowV0P => u /sub_kermxP uS.
have [W WE] := realize p0 L_gt0 widths (ws + u^T).
have Sv : cov c X *m u^T = 0 by rewrite -(cov_sym c X) -trmx_mul uS trmx0.
have := opt W; rewrite WE => /(_ _)/eqP; rewrite -subr_eq0 [ws + _]addrC addrK.
rewrite trmx_eq0 => H; apply/eqP/H/minimizer_cov.
by rewrite WE [ws + _]addrC addrK.
Qed.

Theorem optimal_at_full_rank lam W : 0 < lam ->
    (forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v)) ->
    (forall V, risk c X y p W <= risk c X y p V) ->
  regressor p W = ws.
Proof.
move=> lam_gt0 S_lam; case: optimal_iff_full_rank => _; apply.
exact: quad_unit (cov_sym c X) S_lam lam_gt0.
Qed.

End Optimal.

(* The printed statement does not ask for p <> 0.                                     *)
Theorem printed_without_readout (R : realFieldType) (d : nat -> nat) (L n : nat)
    (c : R) (X : 'M[R]_(n, d 0%N)) (y : 'cV[R]_n) (W : weights R d) :
  [/\ forall V, risk c X y (0 : 'M_(1, d L)) W <= risk c X y (0 : 'M_(1, d L)) V,
      regressor (0 : 'M_(1, d L)) W = 0 &
      normal_eq (1%:M : 'M[R]_1) 1%:M 1%:M].
Proof.
split; last by rewrite /normal_eq mulmx1 subrr mulmx0.
  by move=> V; rewrite !risk_lin /regressor !mul0mx.
by rewrite /regressor mul0mx trmx0.
Qed.

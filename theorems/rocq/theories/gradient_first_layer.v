(* First step of the Polyak-Lojasiewicz inequality                                  *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   grad0_rank1     the gradient of the first layer is b_1 g^T, where              *)
(*                   g = 2 Sigma (pi - pi* )                                        *)
(*   pl_first_step   4 lam |b_1|^2 (R(W) - R(W')) <= |grad_1|_F^2                   *)
(* Notation                                                                         *)
(*   regressor p W = (p W_{L-1} ... W_0)^T = pi(W)                                  *)
(*   p *m tail L W 1 = b_1^T                  lam: any lower bound of Sigma         *)
(* Source: claim small-scale/gradient-first-layer.                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The first step of the PL inequality, for a network of any depth and widths *)
(* with scalar output: d L = 1 and readout p = 1.                             *)
Section PL.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c lam : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * sqF v <= dot v (cov c X *m v).
Implicit Type W : weights R d.

(* end-to-end regressor  w(W) = (p W_{L-1} ... W_0)^T                         *)
Definition regressor W : 'cV[R]_(d 0) := (p *m head W L)^T.

Lemma risk_lin W : risk c X y p W = lin_risk c X y (regressor W).
Proof. by []. Qed.

Lemma grad0_rank1 W : exists2 g : 'cV[R]_(d 0),
  grad c X y p W 0 = (p *m tail L W 1)^T *m g^T &
  g = (c *+ 2) *: (X^T *m (X *m regressor W - y)).
Proof.
exists ((c *+ 2) *: (X^T *m (X *m regressor W - y))) => //.
rewrite /grad /err /= trmx1 mulmx1 -scalemxAr [in RHS]linearZ /= -scalemxAr.
congr (_ *: _); rewrite -[res X y p W]/(X *m regressor W - y).
by move: (X *m _ - y) => r; rewrite !trmx_mul trmxK !mulmxA.
Qed.

(* For all W and all competitors W'; R_min is the infimum over W'.            *)
Theorem pl_first_step W W' : 0 <= lam ->
  4%:R * lam * sqF (p *m tail L W 1) * (risk c X y p W - risk c X y p W')
    <= sqF (grad c X y p W 0).
Proof.
rewrite le_eqVlt => /predU1P[<-|lam_gt0].
  by rewrite mulr0 !mul0r sqF_ge0.
have [ws ne] := normal_ex y c_gt0 lam_gt0 cov_lam.
have [g -> gE] := grad0_rank1 W; rewrite sqF_outer sqF_tr.
have gS : g = 2%:R *: (cov c X *m (regressor W - ws)).
  have E : X^T *m (X *m regressor W - y) = X^T *m X *m (regressor W - ws).
    have -> : X *m regressor W - y = X *m (regressor W - ws) + (X *m ws - y).
      by rewrite mulmxBr addrA subrK.
    by rewrite mulmxDr ne addr0 mulmxA.
  by rewrite gE E /cov -scalemxAl scalerA mulr_natl.
rewrite gS sqFZ; set B := sqF _; set D := _ - _.
have -> : 4%:R * lam * B * D = B * (2%:R ^+ 2 * (lam * D)) by ring.
apply: ler_wpmul2l; first exact: sqF_ge0.
apply: ler_wpmul2l; first exact: sqr_ge0.
rewrite {}/D.
apply: le_trans (quad_pl (@cov_psd _ _ _ c X c_gt0) cov_lam _).
rewrite ler_pmul2l // !risk_lin.
rewrite (excess_risk c (regressor W) ne) ler_subl_addl ler_add2r.
exact: normal_min.
Qed.

End PL.

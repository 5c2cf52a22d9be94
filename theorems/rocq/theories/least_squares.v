(* Least squares: normal equations, excess risk                                     *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   excess_risk     R(w) = R(w* ) + (w - w* )^T Sigma (w - w* ) at solutions w* of *)
(*                   the normal equations                                           *)
(*   normal_ex       the normal equations are solvable when Sigma >= lam > 0        *)
(*   quad_pl         lam v^T S v <= |S v|^2 for symmetric S >= lam, S >= 0          *)
(* Notation                                                                         *)
(*   cov c X = Sigma = c X^T X                lin_risk c X y w = c |X w - y|^2      *)
(*   normal_eq X y w : X^T (X w - y) = 0                                            *)
(* Source: claim sharpness/minimizers-are-optimal, step 1.                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Quadratic.
Variables (R : realFieldType) (m : nat) (S : 'M[R]_m) (lam : R).

(* lam is a lower bound of the quadratic form of the symmetric matrix S >= 0  *)
Hypothesis S_sym : S^T = S.
Hypothesis S_psd : forall v : 'cV[R]_m, 0 <= dot v (S *m v).
Hypothesis S_lam : forall v : 'cV[R]_m, lam * sqF v <= dot v (S *m v).

Lemma quad_pl (v : 'cV[R]_m) : lam * dot v (S *m v) <= sqF (S *m v).
Proof.
have [lam_le0|lam_gt0] := leP lam 0.
  by apply: le_trans (sqF_ge0 _); rewrite mulr_le0_ge0.
have := S_psd v; rewrite le_eqVlt => /predU1P[<-|q_gt0].
  by rewrite mulr0 sqF_ge0.
rewrite -(ler_pmul2r q_gt0) -mulrA -expr2.
apply: le_trans (_ : lam * (sqF v * sqF (S *m v)) <= _).
  by rewrite ler_pmul2l // cauchy_schwarz.
by rewrite mulrA mulrC ler_wpmul2l ?sqF_ge0.
Qed.

Lemma quad_unit : 0 < lam -> S \in unitmx.
Proof.
move=> lam_gt0; rewrite -row_free_unit -kermx_eq0; apply/rowV0P => u.
move/sub_kermxP => uS0; apply/eqP; rewrite -trmx_eq0 -sqF_eq0.
have := S_lam u^T; rewrite -[S *m u^T]trmxK trmx_mul trmxK S_sym uS0.
rewrite trmx0 dot0r.
by rewrite pmulr_rle0 // => le0; rewrite eq_le le0 sqF_ge0.
Qed.

End Quadratic.

Section LeastSquares.
Variables (R : realFieldType) (n m : nat) (c : R).
Variables (X : 'M[R]_(n, m)) (y : 'cV[R]_n).
Hypothesis c_gt0 : 0 < c.

(* For c = 1/n: S = X^T X / n and the linear risk w |-> |X w - y|^2 / n.      *)
Definition cov : 'M[R]_m := c *: (X^T *m X).
Definition lin_risk (w : 'cV[R]_m) : R := c * sqF (X *m w - y).
Definition normal_eq (w : 'cV[R]_m) := X^T *m (X *m w - y) = 0.

Lemma cov_sym : cov^T = cov.
Proof. by rewrite /cov linearZ /= trmx_mul trmxK. Qed.

Lemma dot_cov (u v : 'cV_m) : dot u (cov *m v) = c * dot (X *m u) (X *m v).
Proof. by rewrite /cov -scalemxAl dotZr dot_mull mulmxA. Qed.

Lemma cov_psd (v : 'cV_m) : 0 <= dot v (cov *m v).
Proof. by rewrite dot_cov; apply: mulr_ge0 (ltW c_gt0) (sqF_ge0 _). Qed.

(* Pythagoras: excess risk is the covariance quadratic form.                  *)
Lemma excess_risk ws w : normal_eq ws ->
  lin_risk w = lin_risk ws + dot (w - ws) (cov *m (w - ws)).
Proof.
move=> ne; rewrite {1}/lin_risk.
have -> : X *m w - y = (X *m ws - y) + X *m (w - ws).
  by rewrite mulmxBr [RHS]addrC addrA subrK.
rewrite dot_cov /lin_risk sqFD.
have -> : dot (X *m ws - y) (X *m (w - ws)) = 0.
  by rewrite dotC dot_mull ne dot0r.
by rewrite mul0rn addr0 mulrDr.
Qed.

Lemma normal_min ws w : normal_eq ws -> lin_risk ws <= lin_risk w.
Proof. by move=> ne; rewrite (excess_risk w ne) ler_addl cov_psd. Qed.

Lemma normal_ex lam : 0 < lam ->
    (forall v : 'cV_m, lam * sqF v <= dot v (cov *m v)) ->
  exists ws, normal_eq ws.
Proof.
move=> lam_gt0 S_lam; have S_unit := quad_unit cov_sym S_lam lam_gt0.
exists (invmx cov *m (c *: (X^T *m y))); apply/eqP.
rewrite -(inj_eq (scalerI (lt0r_neq0 c_gt0))) scaler0.
rewrite mulmxBr scalerBr [X^T *m (X *m _)]mulmxA (scalemxAl c (X^T *m X)).
by rewrite -/cov mulmxA mulmxV // mul1mx subrr.
Qed.

End LeastSquares.

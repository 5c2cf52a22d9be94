(* Bounds of the covariance, without eigenvalues                                      *)
(*                                                                                    *)
(* Main results, for Sigma = cov c X, possibly singular                               *)
(*   cov_upper_ex   v^T Sigma v <= Lam |v|^2 for some Lam >= 0                        *)
(*   cov_range_ex   lam v^T Sigma v <= |Sigma v|^2 for some lam > 0: Sigma is bounded *)
(*                  from below on its range                                           *)
(*   cov_upper_sq   v^T Sigma v <= Lam |v|^2 implies |Sigma v|^2 <= Lam v^T Sigma v   *)
(* Source: claim small-scale/pl-condition (lambda_+ and Lambda).                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bounds.
Variables (R : realFieldType) (n m : nat) (c : R) (X : 'M[R]_(n, m)).
Hypothesis c_gt0 : 0 < c.

Lemma cov_upper_ex : exists2 Lam, 0 <= Lam &
  forall v : 'cV_m, dot v (cov c X *m v) <= Lam * sqF v.
Proof.
exists (c * sqF X) => [|v]; first exact: mulr_ge0 (ltW c_gt0) (sqF_ge0 X).
by rewrite dot_cov -mulrA ler_wpmul2l ?(ltW c_gt0) // -/(sqF _) sqF_mul.
Qed.

(* With a generalised inverse G of Sigma, v^T Sigma v = (Sigma v)^T G (Sigma v).      *)
Lemma cov_range_ex : exists2 lam, 0 < lam &
  forall v : 'cV_m, lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Proof.
set S := cov c X; pose G := pinvmx S; pose g := 1 + sqF G.
have g0 : 0 < g by rewrite ltr_paddr ?sqF_ge0 ?ltr01.
exists g^-1 => [|v]; first by rewrite invr_gt0.
rewrite mulrC ler_pdivr_mulr //; set u := S *m v.
have E : dot v u = dot u (G *m u).
  rewrite [RHS]dotC; have -> : dot (G *m u) u = dot v (S *m G *m u).
    by rewrite dotC {1}/u dot_mull cov_sym mulmxA.
  have SGS : S *m G *m S = S by apply: mulmxKpV; exact: submx_refl.
  by rewrite /u mulmxA SGS.
rewrite E; have q0 : 0 <= sqF u * g by rewrite mulr_ge0 ?sqF_ge0 // ltW.
rewrite leNgt; apply/negP => lt.
have : (sqF u * g) ^+ 2 < dot u (G *m u) ^+ 2 by rewrite ltr_expn2r // (le_trans q0) // ltW.
rewrite ltNge => /negP; apply; apply: le_trans (cauchy_schwarz _ _) _.
rewrite expr2 -[X in _ <= X]mulrA; apply: ler_wpmul2l; first exact: sqF_ge0.
apply: le_trans (sqF_mul G u) _.
rewrite /g; move: (sqF u) (sqF G) (sqF_ge0 u) (sqF_ge0 G) => a b a0 b0.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = a * (1 + b + b ^+ 2)); last by ring.
by rewrite mulr_ge0 // !addr_ge0 ?ler01 ?sqr_ge0.
Qed.

(* An upper bound of the form bounds |Sigma v|.                                        *)
Lemma cov_upper_sq Lam : 0 <= Lam ->
    (forall v : 'cV_m, dot v (cov c X *m v) <= Lam * sqF v) ->
  forall v : 'cV_m, sqF (cov c X *m v) <= Lam * dot v (cov c X *m v).
Proof.
move=> Lam0 up v; set u := cov c X *m v.
have := sqF_ge0 u; rewrite le_eqVlt => /predU1P[<-|u_gt0].
  by rewrite mulr_ge0 // cov_psd.
have CS : dot u (cov c X *m v) ^+ 2 <= dot v (cov c X *m v) * (Lam * sqF u).
  apply: le_trans (ler_wpmul2l (cov_psd X c_gt0 v) (up u)).
  rewrite !dot_cov exprMn [X in _ <= X]mulrACA -expr2; apply: ler_wpmul2l; first exact: sqr_ge0.
  by rewrite [X in _ <= X]mulrC; exact: cauchy_schwarz.
move: CS; rewrite -/u -/(sqF u) expr2 mulrA ler_pmul2r //.
by rewrite mulrC.
Qed.

End Bounds.

(* The Hessian of the risk at a minimizer                                           *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   line_riskE   line_risk W H is the polynomial s |-> R(W + s H)                  *)
(*   hess_min     at solutions of the normal equations                              *)
(*                    hess W H = 2 J[H]^T Sigma J[H]         (Gauss-Newton)         *)
(*   dot_dreg     z^T J[H] = sum_k <b_k (A_k z)^T, H_k>                             *)
(* Notation                                                                         *)
(*   hess c X y p W H = second derivative at 0 of s |-> R(W + s H), that is the     *)
(*   quadratic form of the Hessian     dreg p W H = J[H]                            *)
(* Not covered: the Hessian away from minimizers.                                   *)
(* Source: claim sharpness/hessian-at-minimizer.                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma collect (A : comRingType) (x c a b u z : A) :
  c * (a + (x ^+ 2 * b + x * (x ^+ 2 * u) *+ 2 + x ^+ 2 ^+ 2 * z)) =
  c * a + x * 0 + x ^+ 2 * (c * b) + x ^+ 3 * (c * (u *+ 2 + x * z)).
Proof. ring. Qed.

Section Hessian.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Types W H : weights R d.

(* The risk along the line W + s H, as a polynomial in s                      *)
Definition liftw W : weights [comRingType of {poly R}] d :=
  fun k => map_mx polyC (W k).
Definition line_risk W H : {poly R} :=
  risk c%:P (map_mx polyC X) (map_mx polyC y) (map_mx polyC p)
    (addw (liftw W) (scalew 'X (liftw H))).
Definition hess W H : R := ((line_risk W H)^`(2)).[0].

Lemma head_lift W k : head (liftw W) k = map_mx polyC (head W k).
Proof. by elim: k => [|k IHk] /=; rewrite ?map_mx1 // IHk map_mxM. Qed.

Lemma var_lift W H k : var (liftw W) (liftw H) k = map_mx polyC (var W H k).
Proof.
by elim: k => [|k IHk] /=; rewrite ?map_mx0 // IHk head_lift map_mxD !map_mxM.
Qed.

(* [line_risk] really is the risk along the line.                             *)
Lemma line_riskE W H s :
  (line_risk W H).[s] = risk c X y p (addw W (scalew s H)).
Proof.
have ev m l (A : 'M[R]_(m, l)) : map_mx (horner_eval s) (map_mx polyC A) = A.
  by apply/matrixP => i j; rewrite !mxE /= /horner_eval hornerC.
have hd k : map_mx (horner_eval s) (head (addw (liftw W) (scalew 'X (liftw H))) k)
    = head (addw W (scalew s H)) k.
  elim: k => [|k IHk] /=; first by rewrite map_mx1.
  rewrite map_mxM IHk; congr (_ *m _); rewrite /addw /scalew map_mxD ev.
  by congr (_ + _); apply/matrixP => i j; rewrite !mxE /= /horner_eval hornerM hornerX hornerC.
rewrite /line_risk /risk hornerM hornerC; congr (_ * _).
rewrite -/(horner_eval s _) /sqF /dot -trace_map_mx; congr (\tr _).
rewrite map_mxM -map_trmx; set r := map_mx _ _.
suff -> : r = res X y p (addw W (scalew s H)) by [].
by rewrite /r /res /fit map_mxB map_mxM -map_trmx map_mxM hd !ev.
Qed.

(* v(H) = first-order variation of the regressor                              *)
Definition dreg W H : 'cV[R]_(d 0) := (p *m var W H L)^T.

Lemma derivn2_coef (a b e : R) (h : {poly R}) :
  ((a%:P + 'X * b%:P + 'X ^+ 2 * e%:P + 'X ^+ 3 * h)^`(2)).[0] = 2%:R * e.
Proof.
rewrite horner_coef0 coef_derivn addn0 !coefD coefC coefXM coefC coefXnM coefC.
by rewrite coefXnM /= !add0r addr0 mulr_natl.
Qed.

Theorem hess_min W H : normal_eq X y (regressor p W) ->
  hess W H = 2%:R * dot (dreg W H) (cov c X *m dreg W H).
Proof.
move=> ne; have [Q EQ] := head_expand (liftw W) (liftw H) 'X L.
set Xp := map_mx polyC X; set yp := map_mx polyC y; set pp := map_mx polyC p.
pose r := map_mx polyC (X *m regressor p W - y).
pose v := map_mx polyC (X *m dreg W H); pose Z := Xp *m (pp *m Q)^T.
have resE : res Xp yp pp (addw (liftw W) (scalew 'X (liftw H))) =
    r + ('X *: v + 'X ^+ 2 *: Z).
  rewrite /res EQ !fitD !fitZ head_lift var_lift /r /v map_mxB !map_mxM.
  rewrite -!map_trmx !map_mxM -!addrA; congr (_ + _).
  by rewrite [RHS]addrC -addrA.
have XTr : Xp^T *m r = 0 by rewrite /Xp /r map_trmx -map_mxM ne map_mx0.
have rv : dot r v = 0 by rewrite dotC /v map_mxM dot_mull XTr dot0r.
have rZ : dot r Z = 0 by rewrite dotC dot_mull XTr dot0r.
rewrite /hess /line_risk /risk resE sqFD dotDr !dotZr rv rZ !mulr0 addr0 mul0rn.
rewrite addr0 sqFD dotZl dotZr !sqFZ.
have polyC_sqF k l (A : 'M[R]_(k, l)) : sqF (map_mx polyC A) = (sqF A)%:P.
  by rewrite /sqF /dot map_trmx -map_mxM trace_map_mx.
rewrite /r /v !polyC_sqF dot_cov -/(sqF (X *m _)) -/v.
set a := sqF _; set b := sqF _; set u := dot _ _; set z := sqF _.
rewrite -(derivn2_coef (c * a) 0 (c * b) (c%:P * (u *+ 2 + 'X * z))).
congr ((_^`(2)).[0]); rewrite polyC0 !polyCM.
exact: collect.
Qed.

(* The regressor variation as a sum over layers                               *)
Lemma dot_dreg W H z :
  dot z (dreg W H) =
  \sum_(k < L) dot ((p *m tail L W k.+1)^T *m (head W k *m z)^T) (H k).
Proof.
rewrite /dreg var_sum mulmx_sumr linear_sum /= dotC dot_suml.
apply: eq_bigr => k _; rewrite -dot_tr trmxK !mulmxA.
by rewrite dot_mulr dot_mull dotC -trmx_mul.
Qed.

End Hessian.

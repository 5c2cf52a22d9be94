(* The two-layer gradient flow in closed form                                         *)
(*                                                                                    *)
(* Setting and notation of two_layer_mixing.v; Q orthogonal, start                    *)
(* W_1 = U diag(alpha) Q, W_2 = Q^T diag(alpha) V^T, any widths d0, d1, d2.           *)
(* Main results                                                                       *)
(*   closed_form_flow      the printed curve is a gradient flow on t >= 0             *)
(*   factors_closed_form   every flow with its start is W_1 = U diag(diagonal t) Q,   *)
(*                         W_2 = Q^T diag(diagonal t) V^T on t >= 0                   *)
(*   product_closed_form   W_1 W_2 = U diag(w_i(t)) V^T, w_i the logistic curve from  *)
(*                         alpha_i^2, i < min (d0, d1, d2), zero beyond               *)
(* Not covered: B <> 0.                                                               *)
(* Source: poster (arXiv 1904.13262), Detailed Theorems; claims two-layer/closed-form,*)
(* two-layer/factors.                                                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_flow flow_energy.
From Lemmata Require Import flow_unique logistic_curve two_layer_matrix two_layer_mixing.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section TwoLayer.
Variables (R : realType) (n d0 d1 d2 : nat) (c : R).
Let d := two_widths d0 d1 d2.
Variables (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)).
Variables (U : 'M[R]_d0) (V : 'M[R]_d2) (lambda sigma alpha : nat -> R).
Notation flow2 := (@gradient_flow_at R d 2 n d2 c X Y 1%:M).
Hypothesis c_ge0 : 0 <= c.
Hypotheses (oU : orth U) (oV : orth V).
Hypothesis data_x : cov (c *+ 2) X = U *m rdiag d0 d0 lambda *m U^T.
Hypothesis data_xy : (c *+ 2) *: (X^T *m Y) = U *m rdiag d0 d2 sigma *m V^T.

(* Q orthogonal: the curve is the only gradient flow from its start                     *)
Section Orthogonal.
Variable Q : 'M[R]_d1.
Hypothesis oQ : orth Q.
Let curve := closed_form_network U V lambda sigma alpha Q Q^T.

Theorem closed_form_flow t : 0 <= t -> flow2 curve t.
Proof.
have QQ := orth_mul oQ; move: t;
  apply: (iffRL (mixing_flow alpha c_ge0 oU oV data_x data_xy QQ)) => i _ _.
by rewrite QQ mul1mx.
Qed.

Variable W : R -> weights R d.
Hypothesis flow : forall t, 0 <= t -> flow2 W t.
Hypothesis start1 : (W 0 0%N)^T = U *m rdiag d0 d1 alpha *m Q.
Hypothesis start2 : (W 0 1%N)^T = Q^T *m rdiag d1 d2 alpha *m V^T.

Theorem factors_closed_form t : 0 <= t ->
  (W t 0%N)^T = U *m rdiag d0 d1 (diagonal d0 d1 d2 lambda sigma alpha t) *m Q /\
  (W t 1%N)^T = Q^T *m rdiag d1 d2 (diagonal d0 d1 d2 lambda sigma alpha t) *m V^T.
Proof.
move=> t0; have e0 m k : rdiag m k (diagonal d0 d1 d2 lambda sigma alpha 0) = rdiag m k alpha.
  by apply: eq_rdiag => i _ _; exact: diagonal0.
have same k : (k < 2)%N -> W 0 k = curve 0 k.
  by case: k => [|[|//]] _; rewrite -[LHS]trmxK ?start1 ?start2 /= /layer1 /layer2 e0.
have uni := flow_unique flow closed_form_flow same t0.
by rewrite (uni 0%N) // (uni 1%N) // /= !trmxK.
Qed.

Theorem product_closed_form t : 0 <= t -> (W t 0%N)^T *m (W t 1%N)^T = U *m rdiag d0 d2
  (fun i => if mode d0 d1 d2 i then logistic (sigma i) (lambda i) (alpha i) t else 0) *m V^T.
Proof.
move=> t0; have [-> ->] := factors_closed_form t0.
rewrite (product_modes U V _ _ (orth_mul oQ)); congr (_ *m _ *m _).
apply: eq_rdiag => i i0 i2; rewrite -expr2 modeE i0 i2 andbT /=; case: ifP => // i1.
by rewrite /diagonal modeE i0 i1 i2 factor_sq // (lambda_ge0 c_ge0 oU data_x).
Qed.

End Orthogonal.
End TwoLayer.

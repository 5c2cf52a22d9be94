(* The gradient flow of two layers passes through the phases                          *)
(*                                                                                    *)
(* Main result                                                                        *)
(*   flow_curve   every gradient flow from W_1 = e^(-delta) U diag(1, ..) Q,          *)
(*                W_2 = e^(-delta) Q^T diag(1, ..) V^T has at time delta t            *)
(*                W_1 W_2 = U diag(curve) V^T: what two_layer_sequence.v proves of    *)
(*                this matrix, it proves of the flow                                  *)
(* Setting and notation of two_layer_closed_form.v and two_layer_sequence.v.          *)
(* Source: poster, Continuous Case; claims two-layer/sequential, two-layer/phase-time,*)
(* two-layer/autoencoder-trace-norm.                                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import reals sequences exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_flow.
From Lemmata Require Import logistic_curve two_layer_matrix two_layer_mixing two_layer_closed_form.
From Lemmata Require Import diagonal_norms two_layer_sequence.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma logistic_closed_form (R : realType) (s l a t : R) : s != 0 ->
  logistic s l a t = closed_form s l (a ^+ 2) t.
Proof. by move=> s0; rewrite logistic_printed // /closed_form; congr (_ / _); ring. Qed.

Section Flow.
Variables (R : realType) (n d0 d1 d2 : nat) (c : R).
Let d := two_widths d0 d1 d2.
Let p := minn d1 (minn d0 d2).
Variables (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)).
Variables (U : 'M[R]_d0) (V : 'M[R]_d2) (Q : 'M[R]_d1) (lambda sigma : nat -> R).
Variables (delta t : R) (W : R -> weights R d).
Hypothesis c_ge0 : 0 <= c.
Hypotheses (oU : orth U) (oV : orth V) (oQ : orth Q).
Hypothesis data_x : cov (c *+ 2) X = U *m rdiag d0 d0 lambda *m U^T.
Hypothesis data_xy : (c *+ 2) *: (X^T *m Y) = U *m rdiag d0 d2 sigma *m V^T.
Hypothesis sigma_gt0 : forall i, (i < p)%N -> 0 < sigma i.
Hypothesis flow : forall s, 0 <= s -> @gradient_flow_at R d 2 n d2 c X Y 1%:M W s.
Hypothesis start1 : (W 0 0%N)^T = U *m rdiag d0 d1 (fun=> expR (- delta)) *m Q.
Hypothesis start2 : (W 0 1%N)^T = Q^T *m rdiag d1 d2 (fun=> expR (- delta)) *m V^T.

Theorem flow_curve : 0 <= delta * t -> (W (delta * t) 0%N)^T *m (W (delta * t) 1%N)^T =
  U *m rdiag d0 d2 (cut p (curve sigma lambda delta t)) *m V^T.
Proof.
move=> time; rewrite (product_closed_form c_ge0 oU oV data_x data_xy oQ flow start1 start2 time).
congr (_ *m _ *m _); apply: eq_rdiag => i i0 i2.
have pE : (i < p)%N = mode d0 d1 d2 i by rewrite /mode /p !leq_min i0 i2 !andbT.
rewrite /cut pE; case: ifP => // im; rewrite /curve logistic_closed_form.
  by congr closed_form; rewrite expr2 -expRD /decay; congr expR; ring.
by rewrite gt_eqF // sigma_gt0 // pE.
Qed.

End Flow.

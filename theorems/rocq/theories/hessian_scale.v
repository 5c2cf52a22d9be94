(* The Hessian of a network in other units                                            *)
(*                                                                                    *)
(* Data e X, readout g p, layers h W, targets k y with k = e g h^L: residuals are     *)
(* multiplied by k.                                                                   *)
(* Main results                                                                       *)
(*   row0_scale   p W_{L-1} ... W_k of the scaled network                             *)
(*   hess_scale   h^2 D^2 R'(h W)[H, H] = c k^2 D^2 R(W)[H, H]                        *)
(* Used where networks of rational numbers are put over common denominators.          *)
(* Source: claim sharpness/hessian-at-minimizer, formula at an arbitrary W.           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian second_variation.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Scale.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c e g h : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W H : weights R d).
Let hW := scalew h W.

Lemma row0_scale m k : row0 (g *: p) hW m k = (g * h ^+ m) *: row0 p W m k.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite expr0 mulr1 scalemxAl.
by rewrite IHm /hW /scalew -scalemxAl -scalemxAr scalerA exprSr mulrA.
Qed.

Let scale1 m k : h *: row1 (g *: p) hW H m k = (g * h ^+ m) *: row1 p W H m k.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite !scaler0.
rewrite !scalerDr scalemxAl IHm row0_scale /hW /scalew -!scalemxAl -!scalemxAr.
by rewrite !scalerA; congr (_ *: _ + _ *: _); rewrite exprSr; ring.
Qed.

Let scale2 m k :
  h ^+ 2 *: row2 (g *: p) hW H H m k = (g * h ^+ m) *: row2 p W H H m k.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite !scaler0.
rewrite !scalerDr [h ^+ 2 *: (row2 _ _ _ _ _ _ *m _)]scalemxAl IHm.
have -> A : h ^+ 2 *: (row1 (g *: p) hW H m k.+1 *m A) =
    (g * h ^+ m.+1) *: (row1 p W H m k.+1 *m A).
  rewrite expr2 -scalerA [h *: (_ *m _)]scalemxAl scale1 -scalemxAl scalerA.
  by congr (_ *: _); rewrite exprS; ring.
rewrite /hW /scalew -!scalemxAl -!scalemxAr !scalerA.
by congr (_ *: _ + _); rewrite exprSr; ring.
Qed.

Theorem hess_scale :
  h ^+ 2 * hess c (e *: X) ((e * g * h ^+ L) *: y) (g *: p) hW H =
  c * (e * g * h ^+ L) ^+ 2 * hess 1 X y p W H.
Proof.
rewrite !hess_at mul1r /bil /regressor -!row0_head.
set k := e * g * h ^+ L; have kE : k = e * (g * h ^+ L) by rewrite /k mulrA.
have T1 : h *: (row1 (g *: p) hW H L 0)^T = (g * h ^+ L) *: (row1 p W H L 0)^T.
  by rewrite -!linearZ /= scale1.
have T2 : h ^+ 2 *: (row2 (g *: p) hW H H L 0)^T =
    (g * h ^+ L) *: (row2 p W H H L 0)^T by rewrite -!linearZ /= scale2.
have mulX a b (A B : 'cV[R]_(d 0)) : a *: A = b *: B ->
    a *: (e *: X *m A) = (e * b) *: (X *m B).
  move=> AB; transitivity (e *: (X *m (a *: A))).
    by rewrite -scalemxAl -scalemxAr !scalerA mulrC.
  by rewrite AB -scalemxAr scalerA.
have J1 := mulX _ _ _ _ T1; have J2 := mulX _ _ _ _ T2; rewrite -kE in J1 J2.
have r : e *: X *m (row0 (g *: p) hW L 0)^T - k *: y =
    k *: (X *m (row0 p W L 0)^T - y).
  by rewrite row0_scale [(_ *: row0 _ _ _ _)^T]linearZ /= -scalemxAl -scalemxAr scalerA
    -kE scalerBr.
have sq a m (A B : 'cV[R]_m) : a ^+ 2 * dot A B = dot (a *: A) (a *: B).
  by rewrite dotZl dotZr mulrA -expr2.
rewrite r dotZl; move: J1 J2.
set u := e *: X *m (row1 _ _ _ _ _)^T; set v := e *: X *m (row2 _ _ _ _ _ _)^T.
set u' := X *m _; set v' := X *m _; set z := _ - y => J1 J2.
have E1 : h ^+ 2 * dot u u = k ^+ 2 * dot u' u' by rewrite !sq J1.
have E2 : h ^+ 2 * dot z v = k * dot z v' by rewrite -!dotZr J2.
move: E1 E2; move: (dot u u) (dot z v) (dot u' u') (dot z v') => a1 a2 b1 b2 E1 E2.
have -> : h ^+ 2 * (c * (2%:R * (a1 + k * a2))) =
  2%:R * c * (h ^+ 2 * a1 + k * (h ^+ 2 * a2)) by ring.
by rewrite E1 E2; ring.
Qed.

End Scale.

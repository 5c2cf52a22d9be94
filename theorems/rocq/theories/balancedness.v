(* The conserved quantity, for any derivation of the ring of coefficients           *)
(*                                                                                  *)
(* Main result                                                                      *)
(*   conserved_derivation   if D W_k = - grad_k for every layer, then               *)
(*                          D (W_{k+1}^T W_{k+1} - W_k W_k^T) = 0                   *)
(* D is any additive map with the Leibniz rule on a commutative ring, d/dt on a     *)
(* ring of smooth functions for instance: no analysis, no axiom. The version for    *)
(* real functions of time is in gradient_flow.v.                                    *)
(* Source: claim small-scale/balancedness.                                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

(* The conserved quantity, for any derivation D of the ring of coefficients   *)
(* (e.g. d/dt on a ring of smooth functions): no analysis, no axioms.         *)
Section Derivation.
Variables (R : comRingType) (D : {additive R -> R}).
Hypothesis leibniz : forall x y, D (x * y) = D x * y + x * D y.

Lemma map_mxM_D m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) :
  map_mx D (A *m B) = map_mx D A *m B + A *m map_mx D B.
Proof.
apply/matrixP => i j; rewrite !mxE raddf_sum -big_split /=.
by apply: eq_bigr => k _; rewrite leibniz !mxE.
Qed.

Variables (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).

Theorem conserved_derivation (W : weights R d) :
  (forall k, (k < L)%N -> map_mx D (W k) = - grad c X Y P W k) ->
  forall k, (k.+1 < L)%N ->
  map_mx D ((W k.+1)^T *m W k.+1 - W k *m (W k)^T) = 0.
Proof.
move=> flow k kL; rewrite map_mxB !map_mxM_D -!map_trmx !flow // 1?ltnW //.
have B := balanced c X Y P W kL.
set G := grad _ _ _ _ _ in B *.
have BT : (G k.+1)^T *m W k.+1 = W k *m (G k)^T.
  by rewrite -[LHS]trmxK trmx_mul trmxK B trmx_mul trmxK.
rewrite !linearN /= !(mulmxN, mulNmx) B BT.
by rewrite [- (G k *m _) - _]addrC subrr.
Qed.

End Derivation.

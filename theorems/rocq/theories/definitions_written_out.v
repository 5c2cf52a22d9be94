(* The definitions, written out for the scalar two-layer network                    *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   risk_scalar   risk = c (x b a - y)^2                                           *)
(*   grad_scalar   derivative in the first layer = 2 c (x b a - y) x b              *)
(* A reader who doubts the definitions of deep_network.v starts here.               *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Scalar.
Variables (R : comRingType) (c x y a b : R).
Let d := fun _ : nat => 1%N.
Let W : weights R d := fun k => (if k == 0%N then a else b)%:M.

Lemma risk_scalar :
  risk (L := 2) c (x%:M : 'M_1) (y%:M : 'M_1) (1%:M : 'M_1) W
  = c * (x * (b * a) - y) ^+ 2.
Proof.
rewrite /risk sqFE !big_ord1 /res /fit /head /W /= mulmx1 mul1mx.
by rewrite -scalar_mxM tr_scalar_mx -scalar_mxM -raddfB /= mxE eqxx mulr1n.
Qed.

Lemma grad_scalar :
  grad (L := 2) c (x%:M : 'M_1) (y%:M : 'M_1) (1%:M : 'M_1) W 0 0 0
  = 2%:R * c * (x * (b * a) - y) * x * b.
Proof.
have t1 : tail 2 W 1 = b%:M by rewrite (tailS W (ltnSn 1)) tail_last mul1mx.
rewrite /grad t1 /err /res /fit /head /W /= !mulmx1 !mul1mx !trmx1 mulmx1.
rewrite -!scalar_mxM !tr_scalar_mx -!scalar_mxM -raddfB /= tr_scalar_mx mul1mx.
rewrite -scalar_mxM scale_scalar_mx -scalar_mxM mxE eqxx mulr1n; ring.
Qed.

End Scalar.

(* A matrix split along one direction of its range                                    *)
(*                                                                                    *)
(* Main results, b <> 0, w = A^T b                                                    *)
(*   split_rest       |A - b w^T / |b|^2|_F^2 = |A|_F^2 - |w|^2 / |b|^2               *)
(*   rank_one_split   |A z|^2 <= <w, z>^2 / |b|^2 + (|A|_F^2 - |w|^2 / |b|^2) |z|^2   *)
(* that is A^T A <= w w^T / |b|^2 + N with N >= 0 of trace |A|_F^2 - |w|^2 / |b|^2.   *)
(* Source: claim small-scale/low-sharpness, sharper, proof of the second bound.       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Split.
Variables (R : realFieldType) (m n : nat) (A : 'M[R]_(m, n)) (b : 'cV[R]_m).
Hypothesis b0 : b != 0.

Let beta := sqF b.
Let w := A^T *m b.
Let B := A - beta^-1 *: (b *m w^T).

Let beta_neq0 : beta != 0. Proof. by rewrite sqF_eq0. Qed.

Lemma split_rest : sqF B = sqF A - sqF w / beta.
Proof.
have Aw : dot A (b *m w^T) = sqF w.
  by rewrite dotC dot_mulr trmxK dotC dot_mull.
rewrite /B /sqF !(dotBl, dotBr, dotZl, dotZr) (dotC _ A) Aw -!/(sqF _) sqF_outer -/beta.
by rewrite mulKf // subrr subr0 [sqF w / _]mulrC.
Qed.

Theorem rank_one_split z :
  sqF (A *m z) <= dot w z ^+ 2 / beta + (sqF A - sqF w / beta) * sqF z.
Proof.
have bB : dot b (B *m z) = 0.
  rewrite /B mulmxBl dotBr -scalemxAl dotZr -mulmxA.
  have -> : w^T *m z = (dot w z)%:M by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite mul_mx_scalar dotZr mulrCA mulVf // mulr1 /w dot_mull trmxK subrr.
have -> : A *m z = B *m z + (dot w z / beta) *: b.
  rewrite /B mulmxBl -scalemxAl -mulmxA.
  have -> : w^T *m z = (dot w z)%:M by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite mul_mx_scalar scalerA mulrC subrK.
rewrite sqFD dotZr [dot (B *m z) b]dotC bB mulr0 mul0rn addr0 sqFZ -/beta addrC.
have -> : (dot w z / beta) ^+ 2 * beta = dot w z ^+ 2 / beta * (beta / beta) by ring.
by rewrite mulfV // mulr1 ler_add2l -split_rest sqF_mul.
Qed.

End Split.

(* Frobenius inner product and norm of rectangular matrices                         *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   cauchy_schwarz   <A, B>^2 <= |A|_F^2 |B|_F^2                                   *)
(*   sqF_mul          |A B|_F^2 <= |A|_F^2 |B|_F^2                                  *)
(* Notation                                                                         *)
(*   dot A B = <A, B> = tr (A^T B)        sqF A = |A|_F^2 = <A, A>                  *)
(* For a column vector x, sqF x is the squared Euclidean norm |x|^2. Norms are      *)
(* always squared: no square root, so any real field will do.                       *)
From mathcomp Require Import all_ssreflect all_algebra ring.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Algebra.
Variable R : comRingType.

(* <A, B> = tr (A^T B) and |A|_F^2 = <A, A>                                   *)
Definition dot m n (A B : 'M[R]_(m, n)) : R := \tr (A^T *m B).
Definition sqF m n (A : 'M[R]_(m, n)) : R := dot A A.

Lemma dotE m n (A B : 'M[R]_(m, n)) :
  dot A B = \sum_i \sum_j A i j * B i j.
Proof.
rewrite /dot /mxtrace exchange_big /=; apply: eq_bigr => j _.
by rewrite mxE; apply: eq_bigr => i _; rewrite mxE.
Qed.

Lemma dotC m n (A B : 'M[R]_(m, n)) : dot A B = dot B A.
Proof. by rewrite /dot -mxtrace_tr trmx_mul trmxK. Qed.

Lemma dotDl m n (A B C : 'M[R]_(m, n)) : dot (A + B) C = dot A C + dot B C.
Proof. by rewrite /dot linearD /= mulmxDl linearD. Qed.

Lemma dotDr m n (A B C : 'M[R]_(m, n)) : dot A (B + C) = dot A B + dot A C.
Proof. by rewrite /dot mulmxDr linearD. Qed.

Lemma dotZl m n c (A B : 'M[R]_(m, n)) : dot (c *: A) B = c * dot A B.
Proof. by rewrite /dot linearZ /= -scalemxAl linearZ. Qed.

Lemma dotZr m n c (A B : 'M[R]_(m, n)) : dot A (c *: B) = c * dot A B.
Proof. by rewrite dotC dotZl dotC. Qed.

Lemma dotNl m n (A B : 'M[R]_(m, n)) : dot (- A) B = - dot A B.
Proof. by rewrite -scaleN1r dotZl mulN1r. Qed.

Lemma dotNr m n (A B : 'M[R]_(m, n)) : dot A (- B) = - dot A B.
Proof. by rewrite dotC dotNl dotC. Qed.

Lemma dotBl m n (A B C : 'M[R]_(m, n)) : dot (A - B) C = dot A C - dot B C.
Proof. by rewrite dotDl dotNl. Qed.

Lemma dotBr m n (A B C : 'M[R]_(m, n)) : dot A (B - C) = dot A B - dot A C.
Proof. by rewrite dotDr dotNr. Qed.

Lemma dot0l m n (B : 'M[R]_(m, n)) : dot 0 B = 0.
Proof. by rewrite /dot trmx0 mul0mx mxtrace0. Qed.

Lemma dot0r m n (B : 'M[R]_(m, n)) : dot B 0 = 0.
Proof. by rewrite dotC dot0l. Qed.

Lemma dot_suml m n (I : finType) (F : I -> 'M[R]_(m, n)) B :
  dot (\sum_i F i) B = \sum_i dot (F i) B.
Proof. by rewrite /dot linear_sum /= mulmx_suml linear_sum. Qed.

(* Moving a factor across the inner product.                                  *)
Lemma dot_mull m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) C :
  dot (A *m B) C = dot B (A^T *m C).
Proof. by rewrite /dot trmx_mul mulmxA. Qed.

Lemma dot_mulr m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) C :
  dot (A *m B) C = dot A (C *m B^T).
Proof. by rewrite /dot trmx_mul -mulmxA mxtrace_mulC mulmxA. Qed.

Lemma dot_tr m n (A B : 'M[R]_(m, n)) : dot A^T B^T = dot A B.
Proof. by rewrite /dot trmxK mxtrace_mulC -/(dot B A) dotC. Qed.

Lemma sqF_tr m n (A : 'M[R]_(m, n)) : sqF A^T = sqF A.
Proof. exact: dot_tr. Qed.

Lemma sqFE m n (A : 'M[R]_(m, n)) : sqF A = \sum_i \sum_j A i j ^+ 2.
Proof. by rewrite /sqF dotE; do 2![apply: eq_bigr => ? _]; rewrite expr2. Qed.

Lemma sqFD m n (A B : 'M[R]_(m, n)) :
  sqF (A + B) = sqF A + dot A B *+ 2 + sqF B.
Proof.
by rewrite /sqF dotDl !dotDr (dotC B A) mulr2n !addrA.
Qed.

Lemma sqFZ m n c (A : 'M[R]_(m, n)) : sqF (c *: A) = c ^+ 2 * sqF A.
Proof. by rewrite /sqF dotZl dotZr mulrA -expr2. Qed.

(* |u v^T|_F^2 = |u|^2 |v|^2 for a rank-one (outer) product                   *)
Lemma sqF_outer m n (u : 'cV[R]_m) (v : 'cV[R]_n) :
  sqF (u *m v^T) = sqF u * sqF v.
Proof.
rewrite /sqF dot_mulr trmxK -mulmxA.
have -> : v^T *m v = (dot v v)%:M.
  by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
by rewrite mul_mx_scalar dotZr mulrC.
Qed.

End Algebra.

Section Ordered.
Variable R : realFieldType.

Lemma sqF_ge0 m n (A : 'M[R]_(m, n)) : 0 <= sqF A.
Proof. by rewrite sqFE; do 2![apply: sumr_ge0 => ? _]; exact: sqr_ge0. Qed.

Lemma sqF_eq0 m n (A : 'M[R]_(m, n)) : (sqF A == 0) = (A == 0).
Proof.
apply/idP/eqP => [|->]; last by rewrite /sqF dot0l.
rewrite sqFE psumr_eq0 => [/allP A0|i _]; last first.
  by apply: sumr_ge0 => j _; exact: sqr_ge0.
apply/matrixP => i j; rewrite mxE.
have := A0 i; rewrite mem_index_enum psumr_eq0 => [/(_ isT)/allP Ai|k _].
  by have := Ai j; rewrite mem_index_enum sqrf_eq0 => /(_ isT)/eqP.
exact: sqr_ge0.
Qed.

Lemma sqF_gt0 m n (A : 'M[R]_(m, n)) : (0 < sqF A) = (A != 0).
Proof. by rewrite lt_def sqF_ge0 andbT sqF_eq0. Qed.

Theorem cauchy_schwarz m n (A B : 'M[R]_(m, n)) :
  dot A B ^+ 2 <= sqF A * sqF B.
Proof.
have [->|A0] := eqVneq A 0; first by rewrite /sqF !dot0l expr2 !mul0r.
have a_gt0 : 0 < sqF A by rewrite sqF_gt0.
have := sqF_ge0 (sqF A *: B - dot A B *: A).
rewrite {1}/sqF dotBl !dotBr !dotZl !dotZr (dotC B A) -/(sqF A) -/(sqF B).
set a := sqF A; set b := dot A B; set c := sqF B => H.
have : 0 <= a * (a * c - b ^+ 2) by apply: le_trans H _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
by rewrite pmulr_rge0 // subr_ge0.
Qed.

(* |A B|_F^2 <= |A|_F^2 |B|_F^2                                               *)
Theorem sqF_mul m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) :
  sqF (A *m B) <= sqF A * sqF B.
Proof.
rewrite (sqFE (A *m B)) (sqFE A) mulr_suml; apply: ler_sum => i _.
rewrite -(sqF_tr B) (sqFE B^T) mulr_sumr; apply: ler_sum => j _.
have := cauchy_schwarz (row i A) (row j B^T).
rewrite /sqF !dotE !big_ord1 mxE => CS.
have <- : \sum_k (row i A) 0 k * (row j B^T) 0 k = \sum_k A i k * B k j.
  by apply: eq_bigr => k _; rewrite !mxE.
apply: le_trans CS _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by congr (_ * _); apply: eq_bigr => k _; rewrite !mxE expr2.
Qed.

End Ordered.

(* Squared spectral norms without square roots                                      *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   op_ub_tr     A and A^T have the same bounds                                    *)
(*   row_op       a row has |A|_F^2 <= s for every bound s                          *)
(* Notation                                                                         *)
(*   op_ub A s : s >= 0 and |A x|^2 <= s |x|^2 for all x                            *)
(*   op2 A s   : s is the least such bound, the squared spectral norm of A          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section OpNorm.
Variable R : realFieldType.

Definition op_ub m n (A : 'M[R]_(m, n)) (s : R) :=
  0 <= s /\ forall x : 'cV[R]_n, sqF (A *m x) <= s * sqF x.

Definition op2 m n (A : 'M[R]_(m, n)) (s : R) :=
  op_ub A s /\ forall s', op_ub A s' -> s <= s'.

Lemma op_ub_tr m n (A : 'M[R]_(m, n)) s : op_ub A s -> op_ub A^T s.
Proof.
case=> s0 sA; split=> // x; have := sqF_ge0 (A^T *m x).
rewrite le_eqVlt => /predU1P[<-|a_gt0]; first by rewrite mulr_ge0 ?sqF_ge0.
rewrite -(ler_pmul2r a_gt0) -expr2.
have -> : sqF (A^T *m x) = dot x (A *m (A^T *m x)).
  by rewrite /sqF dot_mull trmxK.
apply: le_trans (cauchy_schwarz _ _) _.
have -> : s * sqF x * dot x (A *m (A^T *m x)) = sqF x * (s * sqF (A^T *m x)).
  by rewrite /sqF [dot (A^T *m x) _]dot_mull trmxK; ring.
by rewrite ler_wpmul2l ?sqF_ge0.
Qed.

(* A row has spectral norm equal to its Frobenius norm.                       *)
Lemma row_op n (A : 'M[R]_(1, n)) s : op_ub A s -> sqF A <= s.
Proof.
case=> s0 sA; have := sqF_ge0 A; rewrite le_eqVlt => /predU1P[<- //|a_gt0].
have := sA A^T; rewrite sqF_tr.
have -> : A *m A^T = (sqF A)%:M.
  rewrite [LHS]mx11_scalar; congr (_%:M).
  by rewrite -sqF_tr /sqF /dot /mxtrace big_ord1 trmxK.
have -> : sqF ((sqF A)%:M : 'M_1) = sqF A * sqF A.
  by rewrite {1}/sqF dotE !big_ord1 !mxE eqxx mulr1n.
by rewrite ler_pmul2r.
Qed.

End OpNorm.

(* Squared spectral norms without square roots                                      *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   op_ub_tr     A and A^T have the same bounds                                    *)
(*   row_op       a row has |A|_F^2 <= s for every bound s                          *)
(*   two_dirs     Bessel: two orthogonal directions carry at most |A|_F^2           *)
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

(* Bessel: two orthogonal directions carry at most the Frobenius mass.        *)
Lemma two_dirs m n (A : 'M[R]_(m, n)) (u w : 'cV_m) :
  sqF u = 1 -> dot u w = 0 ->
  sqF (A^T *m u) * sqF w + sqF (A^T *m w) <= sqF A * sqF w.
Proof.
move=> u1 uw; have := sqF_ge0 w; rewrite le_eqVlt => /predU1P[/esym/eqP|c_gt0].
  by rewrite sqF_eq0 => /eqP->; rewrite mulmx0 /sqF !dot0l !mulr0 addr0.
pose P := A^T; set c := sqF w in c_gt0 *; rewrite -(sqF_tr A) -/P.
pose a1 := P *m u *m u^T; pose a2 := P *m w *m w^T.
have wTu : w^T *m u = 0.
  rewrite [LHS]mx11_scalar; move: uw; rewrite dotC /dot /mxtrace big_ord1 => ->.
  by rewrite raddf0.
have e1 : dot a1 P = sqF (P *m u) by rewrite dot_mulr trmxK.
have e2 : dot a2 P = sqF (P *m w) by rewrite dot_mulr trmxK.
have e11 : dot a1 a1 = sqF (P *m u) by rewrite -/(sqF a1) sqF_outer u1 mulr1.
have e22 : dot a2 a2 = sqF (P *m w) * c by rewrite -/(sqF a2) sqF_outer.
have e12 : dot a1 a2 = 0.
  by rewrite dot_mulr trmxK -mulmxA wTu mulmx0 dot0r.
have := sqF_ge0 (c *: P - c *: a1 - a2).
rewrite {1}/sqF !(dotBl, dotBr, dotZl, dotZr) (dotC P a1) (dotC P a2) (dotC a2 a1).
rewrite e1 e2 e11 e22 e12 -/(sqF P).
set U := sqF (P *m u); set V := sqF (P *m w); set f := sqF P => H.
rewrite -subr_ge0 -(pmulr_rge0 _ c_gt0); apply: le_trans H _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

End OpNorm.

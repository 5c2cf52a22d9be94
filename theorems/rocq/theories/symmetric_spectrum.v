(* Symmetric real matrices: largest eigenvalue, square root                           *)
(*                                                                                    *)
(* Main results, A symmetric over the reals                                           *)
(*   largest_ex       a largest eigenvalue exists (size at least 1)                   *)
(*   largest_least    it is the least bound of the form: x^T A x <= s |x|^2           *)
(*   root_ex          A >= 0 has a symmetric root Q >= 0, Q Q = A                     *)
(*   smallest_range   the smallest nonzero eigenvalue of A >= 0 bounds it from below  *)
(*                    on its range: s x^T A x <= |A x|^2                              *)
(* Notation: see extreme_eigenvalues.v.                                               *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import boolp classical_sets reals.
From Lemmata Require Import frobenius least_squares psd_form covariance_bounds.
From Lemmata Require Import extreme_eigenvalues.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Largest.
Variables (R : realType) (n : nat) (A : 'M[R]_n).

Lemma form_ub_ex : exists s, form_ub A s.
Proof.
exists ((1 + sqF A) / 2%:R) => x; have := sqF_ge0 (x - A *m x).
rewrite mulrAC ler_pdivl_mulr ?ltr0n // {1}/sqF dotBl !dotBr -!/(sqF _).
rewrite [dot (A *m x) x]dotC => H; have := sqF_mul A x; move: H.
move: (dot _ _) (sqF x) (sqF A) (sqF (A *m x)) => t f a b H H1.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = (f - t - (t - b)) + (a * f - b)); last by ring.
by rewrite addr_ge0 // subr_ge0.
Qed.

Theorem least_ub_ex : (0 < n)%N -> exists s, least_ub A s.
Proof.
move=> n0; pose e : 'cV[R]_n := delta_mx (Ordinal n0) 0.
have e0 : 0 < sqF e.
  rewrite sqF_gt0; apply/eqP => /matrixP/(_ (Ordinal n0) 0)/eqP.
  by rewrite !mxE !eqxx oner_eq0.
pose E := [set s | form_ub A s].
have E0 : E !=set0 by have [s] := form_ub_ex; exists s.
have lbE : has_lbound E.
  by exists (dot e (A *m e) / sqF e) => s /(_ e); rewrite ler_pdivr_mulr.
exists (inf E); split=> [x|s Es]; last exact: inf_lb.
have := sqF_ge0 x; rewrite le_eqVlt => /predU1P[x0|x0].
  by have [s /(_ x)] := E0; rewrite -x0 !mulr0.
rewrite -ler_pdivr_mulr //; apply: lb_le_inf => // s /(_ x).
by rewrite ler_pdivr_mulr.
Qed.

Hypothesis A_sym : A^T = A.

Theorem largest_ex : (0 < n)%N -> exists s, largest A s.
Proof. by move=> /least_ub_ex[s /(least_eigen A_sym)]; exists s. Qed.

Theorem largest_least s : largest A s -> least_ub A s.
Proof.
move=> [As great]; split=> [|s' /(eigen_ub A_sym As)] //.
have [t tP] : exists t, least_ub A t.
  apply: least_ub_ex; have /eigenvalueP[v _] := As.
  by rewrite lt0n; apply: contraNneq => n0; apply/eqP/rowP => i; exfalso; case: i => m; rewrite n0.
have [At _] := least_eigen A_sym tP; move=> x; apply: le_trans (tP.1 x) _.
by apply: ler_wpmul2r (great _ At); exact: sqF_ge0.
Qed.

End Largest.

Section Root.
Variables (R : realType) (n : nat).
Implicit Types A Q : 'M[R]_n.
Notation psd A := (forall x : 'cV[R]_n, 0 <= dot x (A *m x)).

Lemma psd_form0 A : A^T = A -> psd A -> (forall x : 'cV[R]_n, dot x (A *m x) <= 0) -> A = 0.
Proof.
move=> A_sym A_psd le0; apply/matrixP => i j.
have := cs_psd A_sym A_psd (delta_mx i 0) (delta_mx j 0).
rewrite [dot (delta_mx i 0) (A *m delta_mx i 0)](_ : _ = 0); last first.
  by apply/le_anti; rewrite A_psd le0.
rewrite mul0r real_exprn_even_le0 ?num_real //= -colE => /eqP; rewrite mxE.
rewrite dotE (bigD1 i) //= big_ord1 !mxE !eqxx mul1r big1 ?addr0 // => k ki.
by rewrite big_ord1 !mxE (negbTE ki) mul0r.
Qed.

(* Deflation: a top eigenvector is split off.                                         *)
Lemma deflate A : A^T = A -> psd A -> A != 0 -> exists a P, [/\ 0 <= a, P^T = P & psd P] /\
  [/\ P *m P = P, (A - a *: P) *m P = 0, psd (A - a *: P) & (\rank (A - a *: P)%R < \rank A)%N].
Proof.
move=> A_sym A_psd A0.
have n0 : (0 < n)%N.
  by rewrite lt0n; apply: contraNneq A0 => n0; apply/eqP/matrixP => i; exfalso; case: i => m; rewrite n0.
have [a aP] := largest_ex A_sym n0; have [ub _] := largest_least A_sym aP.
have /(sym_eigenP A_sym)[v vE v0] := aP.1.
have N0 : 0 < sqF v by rewrite sqF_gt0.
have a0 : 0 < a.
  rewrite ltNge; apply: contraNN A0 => le0; apply/eqP/psd_form0 => // x.
  by apply: le_trans (ub x) _; rewrite mulr_le0_ge0 ?sqF_ge0.
pose P := (sqF v)^-1 *: (v *m v^T).
have vv : v^T *m v = (sqF v)%:M.
  by rewrite [LHS]mx11_scalar; congr (_%:M); rewrite /sqF /dot /mxtrace big_ord1.
have Pv : P *m v = v.
  by rewrite -scalemxAl -mulmxA vv mul_mx_scalar scalerA mulVf ?scale1r ?gt_eqF.
have P_sym : P^T = P by rewrite linearZ /= trmx_mul trmxK.
have PA : P *m A = a *: P.
  rewrite -scalemxAl -mulmxA -[v^T *m A]trmxK trmx_mul trmxK A_sym vE linearZ /=.
  by rewrite -scalemxAr scalerA mulrC -scalerA.
have PE (x : 'cV[R]_n) : dot x (P *m x) = (sqF v)^-1 * dot v x ^+ 2.
  rewrite -scalemxAl dotZr; congr (_ * _); rewrite -mulmxA dotC dot_mull.
  by rewrite dotE !big_ord1 -expr2 /dot /mxtrace big_ord1.
have Av : (A - a *: P) *m v = 0 by rewrite mulmxBl vE -scalemxAl Pv subrr.
exists a, P; split; split=> //; first exact: ltW.
- by move=> x; rewrite PE mulr_ge0 ?sqr_ge0 // invr_ge0 ltW.
- by rewrite {2 3}/P -scalemxAr mulmxA Pv.
- by rewrite {2}/P -scalemxAr mulmxA Av mul0mx scaler0.
- move=> x; rewrite mulmxBl dotBr -scalemxAl dotZr PE subr_ge0 mulrCA mulrC.
  rewrite ler_pdivr_mulr // -(ler_pmul2l a0).
  have := cs_psd A_sym A_psd v x; rewrite dotC dot_mull A_sym vE dotC !dotZl dotZr -/(sqF v).
  by rewrite dotC exprMn expr2 -!mulrA [dot x _ * _]mulrC.
have le : (A - a *: P <= A)%MS.
  have -> : A - a *: P = (1%:M - P) *m A by rewrite mulmxBl mul1mx PA.
  exact: submxMl.
rewrite ltn_neqAle mxrankS // andbT; apply/negP => eqr.
have /submxP[D AD] : (A <= A - a *: P)%MS.
  by have /geq_leqif := mxrank_leqif_sup le; rewrite (eqP eqr) leqnn => /esym.
move: v0; rewrite -(inj_eq (scalerI (lt0r_neq0 a0))) -vE AD -mulmxA Av mulmx0 scaler0.
by rewrite eqxx.
Qed.

Theorem root_ex A : A^T = A -> psd A -> exists Q, [/\ Q^T = Q, psd Q & Q *m Q = A].
Proof.
have [r] := ubnP (\rank A); elim: r A => // r IHr A; rewrite ltnS => Ar A_sym A_psd.
have [->|A0] := eqVneq A 0.
  by exists 0; split; rewrite ?trmx0 ?mulmx0 // => x; rewrite mul0mx dot0r.
have [a [P [[a0 P_sym P_psd] [PP BP B_psd Br]]]] := deflate A_sym A_psd A0.
set B := A - a *: P in BP B_psd Br.
have B_sym : B^T = B by rewrite linearB linearZ /= A_sym P_sym.
have [Q [Q_sym Q_psd QQ]] := IHr B (leq_trans Br Ar) B_sym B_psd.
have QP : Q *m P = 0.
  apply/eqP; rewrite -sqF_eq0 /sqF dot_mull Q_sym mulmxA QQ BP.
  by rewrite dot0r.
have PQ : P *m Q = 0 by rewrite -[LHS]trmxK trmx_mul Q_sym P_sym QP trmx0.
exists (Q + Num.sqrt a *: P); split.
- by rewrite linearD linearZ /= Q_sym P_sym.
- by move=> x; rewrite mulmxDl dotDr -scalemxAl dotZr addr_ge0 // mulr_ge0 ?sqrtr_ge0.
rewrite mulmxDl !mulmxDr -!scalemxAl -!scalemxAr QP PQ PP QQ !scaler0 addr0 add0r.
by rewrite scalerA -expr2 sqr_sqrtr // /B subrK.
Qed.

Theorem smallest_range A lam : A^T = A -> psd A -> smallest_nz A lam -> range_lb A lam.
Proof.
move=> A_sym A_psd [Alam lam0 small].
have /(sym_eigenP A_sym)[x xE x0] := Alam.
have lam_gt0 : 0 < lam.
  by rewrite lt_def lam0; have := A_psd x; rewrite xE dotZr pmulr_lge0 ?sqF_gt0.
have A0 : A != 0.
  apply: contra_neq x0 => A0; apply/eqP; move: xE; rewrite A0 mul0mx => /esym/eqP.
  by rewrite scaler_eq0 (negbTE lam0).
have [Q [Q_sym _ QQ]] := root_ex A_sym A_psd.
have [g g0 gP] := cov_range_ex 1 Q.
rewrite /cov scale1r Q_sym QQ in gP.
pose E := [set s | range_lb A s].
have Eg : E g by [].
have ubE : ubound E lam by move=> s; exact: (range_eigen A_sym Alam).
have sE : has_sup E by split; [exists g | exists lam].
have Es : range_lb A (sup E).
  move=> z; have := A_psd z; rewrite le_eqVlt => /predU1P[<-|q0].
    by rewrite mulr0 sqF_ge0.
  rewrite -ler_pdivl_mulr //; apply: sup_le_ub => [|s /(_ z)]; first by exists g.
  by rewrite ler_pdivl_mulr.
have s0 : 0 < sup E by apply: lt_le_trans g0 _; exact: sup_ub sE.2 _ Eg.
have [As Asn _] := greatest_eigen A_sym A_psd A0 s0 Es (sup_ub sE.2).
move=> z; apply: le_trans (Es z); apply: ler_wpmul2r => //; exact: small.
Qed.

End Root.

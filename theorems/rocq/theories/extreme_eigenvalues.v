(* Extreme eigenvalues of a symmetric matrix as best bounds of its quadratic form     *)
(*                                                                                    *)
(* Main results, A symmetric over any real field                                      *)
(*   eigen_ub        every eigenvalue is at most every bound of the form              *)
(*   least_eigen     the least bound of the form is an eigenvalue: the largest one    *)
(*   range_eigen     a nonzero eigenvalue is at least every lower bound of A on its   *)
(*                   range                                                            *)
(*   greatest_eigen  for A >= 0 the greatest lower bound on the range, if positive,   *)
(*                   is an eigenvalue: the smallest nonzero one                       *)
(* Notation                                                                           *)
(*   form_ub A s      x^T A x <= s |x|^2 for all x                                    *)
(*   least_ub A s     s is the least such number                                      *)
(*   range_lb A s     s x^T A x <= |A x|^2 for all x: for A >= 0 this says that s is  *)
(*                    a lower bound of A on its range                                 *)
(*   largest A s      s is the largest eigenvalue of A                                *)
(*   smallest_nz A s  s is the smallest eigenvalue of A other than 0                  *)
(* [eigenvalue] is that of MathComp. Existence needs the reals: symmetric_spectrum.v. *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius psd_form.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Defs.
Variables (R : realFieldType) (n : nat) (A : 'M[R]_n).

Definition form_ub s := forall x : 'cV[R]_n, dot x (A *m x) <= s * sqF x.
Definition least_ub s := form_ub s /\ forall s', form_ub s' -> s <= s'.
Definition range_lb s := forall x : 'cV[R]_n, s * dot x (A *m x) <= sqF (A *m x).
Definition largest s := eigenvalue A s /\ forall a, eigenvalue A a -> a <= s.
Definition smallest_nz s :=
  [/\ eigenvalue A s, s != 0 & forall a, eigenvalue A a -> a != 0 -> s <= a].

End Defs.

(* A functional form: what vanishes with a form B >= 0 is dominated by it.            *)
Lemma form_dominates (R : realFieldType) n (A B : 'M[R]_n) : B^T = B ->
    (forall x : 'cV[R]_n, 0 <= dot x (B *m x)) ->
    (forall x : 'cV[R]_n, B *m x = 0 -> A *m x = 0) ->
  exists2 C, 0 <= C & forall x : 'cV[R]_n, sqF (A *m x) <= C * dot x (B *m x).
Proof.
move=> B_sym B_psd ker; have /submxP[D ->] : (A <= B)%MS.
  rewrite submxE; apply/eqP/matrixP => i j; rewrite mxE.
  have : A *m col j (cokermx B) = 0.
    by apply: ker; rewrite colE mulmxA mulmx_coker mul0mx.
  by move/matrixP/(_ i 0); rewrite colE mulmxA -colE !mxE.
pose g i : 'cV[R]_n := (row i D)^T.
exists (\sum_i dot (g i) (B *m g i)) => [|x]; first by apply: sumr_ge0.
rewrite sqFE mulr_suml; apply: ler_sum => i _; rewrite big_ord1.
have -> : (D *m B *m x) i 0 = dot (g i) (B *m x).
  rewrite -mulmxA dotE mxE; apply: eq_bigr => k _.
  by rewrite big_ord1 !mxE.
exact: cs_psd.
Qed.

Section Symmetric.
Variables (R : realFieldType) (n : nat) (A : 'M[R]_n).
Hypothesis A_sym : A^T = A.

Lemma sym_eigenP a :
  reflect (exists2 x : 'cV[R]_n, A *m x = a *: x & x != 0) (eigenvalue A a).
Proof.
apply: (iffP eigenvalueP) => [[v vE v0]|[x xE x0]].
  by exists v^T; rewrite ?trmx_eq0 // -{1}A_sym -trmx_mul vE linearZ.
by exists x^T; rewrite ?trmx_eq0 // -{1}A_sym -trmx_mul xE linearZ.
Qed.

Theorem eigen_ub a s : eigenvalue A a -> form_ub A s -> a <= s.
Proof.
move=> /sym_eigenP[x xE x0] /(_ x); rewrite xE dotZr -/(sqF x).
by rewrite ler_pmul2r // sqF_gt0.
Qed.

Theorem range_eigen a s : eigenvalue A a -> 0 < a -> range_lb A s -> s <= a.
Proof.
move=> /sym_eigenP[x xE x0] a0 /(_ x); rewrite xE dotZr sqFZ -/(sqF x).
by rewrite expr2 mulrA !ler_pmul2r // sqF_gt0.
Qed.

Theorem least_eigen s : least_ub A s -> largest A s.
Proof.
move=> [ub least]; split=> [|a /eigen_ub]; last exact.
apply/sym_eigenP; pose B := s%:M - A.
have B_sym : B^T = B by rewrite linearB /= tr_scalar_mx A_sym.
have BE (x : 'cV[R]_n) : dot x (B *m x) = s * sqF x - dot x (A *m x).
  by rewrite mulmxBl mul_scalar_mx dotBr dotZr.
have B_psd (x : 'cV[R]_n) : 0 <= dot x (B *m x) by rewrite BE subr_ge0.
have [B0|/rowV0Pn[v /sub_kermxP vB v0]] := eqVneq (kermx B) 0; last first.
  exists v^T; last by rewrite trmx_eq0.
  apply/eqP; rewrite -subr_eq0 -oppr_eq0 opprB -mul_scalar_mx -mulmxBl.
  by rewrite -/B -[B]trmxK -trmx_mul B_sym vB trmx0.
have [x Bx|C C0 dom] := @form_dominates R n 1%:M B B_sym B_psd.
  rewrite mul1mx; apply/eqP; rewrite -trmx_eq0 -submx0 -B0; apply/sub_kermxP.
  by rewrite -[B]B_sym -trmx_mul Bx trmx0.
have C1 : 0 < C + 1 by rewrite ltr_spaddr ?ltr01.
suff /least : form_ub A (s - (C + 1)^-1).
  by rewrite ler_subr_addr ger_addl invr_le0 leNgt C1.
move=> x; have := dom x; rewrite mul1mx => le.
rewrite mulrBl ler_subr_addl -ler_subr_addr -BE.
rewrite mulrC ler_pdivr_mulr //; apply: le_trans le _.
by rewrite mulrC ler_wpmul2l // ler_addl ler01.
Qed.

Theorem greatest_eigen s : (forall x : 'cV[R]_n, 0 <= dot x (A *m x)) ->
    A != 0 -> 0 < s -> range_lb A s -> (forall s', range_lb A s' -> s' <= s) ->
  smallest_nz A s.
Proof.
move=> A_psd A0 s0 lb great; split; last 2 first.
- by rewrite gt_eqF.
- move=> a Aa a0; apply: (range_eigen Aa) => //; rewrite lt_def a0.
  have [x xE x0] := sym_eigenP _ Aa; have := A_psd x.
  by rewrite xE dotZr pmulr_lge0 ?sqF_gt0.
pose B := A *m A - s *: A.
have B_sym : B^T = B by rewrite linearB linearZ /= trmx_mul A_sym.
have BE (x : 'cV[R]_n) : dot x (B *m x) = sqF (A *m x) - s * dot x (A *m x).
  by rewrite mulmxBl dotBr -scalemxAl dotZr -mulmxA [in RHS]/sqF dot_mull A_sym.
have B_psd (x : 'cV[R]_n) : 0 <= dot x (B *m x) by rewrite BE subr_ge0.
have [[v [Bv Av]]|ker] : (exists v : 'cV[R]_n, B *m v = 0 /\ A *m v != 0) \/
    (forall v : 'cV[R]_n, B *m v = 0 -> A *m v = 0).
- have [sub|/row_subPn[i]] := boolP ((kermx B) <= (kermx A))%MS.
    right=> v Bv; have /sub_kermxP : (v^T <= kermx A)%MS.
      by apply: submx_trans sub; apply/sub_kermxP; rewrite -[B]B_sym -trmx_mul Bv trmx0.
    by rewrite -{1}A_sym -trmx_mul => /eqP; rewrite trmx_eq0 => /eqP.
  rewrite sub_kermx => nz; left; exists (row i (kermx B))^T; split.
    apply: trmx_inj; rewrite trmx_mul trmxK B_sym trmx0; apply/sub_kermxP.
    exact: row_sub.
  by rewrite -{1}A_sym -trmx_mul trmx_eq0.
- apply/sym_eigenP; exists (A *m v) => //; apply/eqP; rewrite -subr_eq0.
  by rewrite mulmxA scalemxAl -mulmxBl Bv.
- have [C C0 dom] := form_dominates B_sym B_psd ker.
  have C1 : 0 < C + 1 by rewrite ltr_spaddr ?ltr01.
  suff /great : range_lb A (s * (1 + (C + 1)^-1)).
    by rewrite ger_pmulr // ger_addl invr_le0 leNgt C1.
  move=> x; have := dom x; rewrite BE; have := lb x.
  move: (sqF _) (dot _ _) => f q sq le.
  have -> : s * (1 + (C + 1)^-1) * q = (C + 2%:R) * (s * q) / (C + 1).
    by rewrite [1 + _](_ : _ = (C + 2%:R) / (C + 1)); [ring | field; rewrite gt_eqF].
  rewrite ler_pdivr_mulr // -subr_ge0.
  rewrite [X in 0 <= X](_ : _ = C * (f - s * q) - f + 2%:R * (f - s * q)); last by ring.
  by rewrite addr_ge0 ?subr_ge0 // mulr_ge0 ?ler0n // subr_ge0.
Qed.

End Symmetric.

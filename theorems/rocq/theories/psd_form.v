(* Positive semidefinite symmetric matrices as quadratic forms                        *)
(*                                                                                    *)
(* Main results, A symmetric with x^T A x >= 0                                        *)
(*   cs_psd      (x^T A y)^2 <= (x^T A x) (y^T A y)                                   *)
(*   psd_bound   C >= 0: <g, x>^2 <= C x^T A x for all x iff g = A y for some y with  *)
(*               <g, y> <= C                                                          *)
(*   psd_unit    A invertible: |x|^2 <= C x^T A x for some C                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Psd.
Variables (R : realFieldType) (m : nat) (A : 'M[R]_m).
Hypothesis A_sym : A^T = A.
Hypothesis A_psd : forall x : 'cV[R]_m, 0 <= dot x (A *m x).
Implicit Types x y g : 'cV[R]_m.

Lemma dot_sym x y : dot x (A *m y) = dot y (A *m x).
Proof. by rewrite dotC dot_mull A_sym. Qed.

(* Cauchy-Schwarz for the form of A                                                   *)
Lemma cs_psd x y : dot x (A *m y) ^+ 2 <= dot x (A *m x) * dot y (A *m y).
Proof.
set b := dot x _; set a := dot x _; set e := dot y _.
have e2 : 0 < e + 2%:R by apply: ltr_paddl (A_psd y) _; rewrite ltr0n.
have line s t : 0 <= s ^+ 2 * a + s * t * b *+ 2 + t ^+ 2 * e.
  have := A_psd (s *: x + t *: y); rewrite mulmxDr -!scalemxAr.
  rewrite !(dotDl, dotDr, dotZl, dotZr) (dot_sym y x) -/a -/b -/e.
  move: a b e {e2} => a b e H; apply: le_trans H _.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have := A_psd x; rewrite -/a le_eqVlt => /predU1P[a0|a_gt0].
  rewrite -a0 mul0r real_exprn_even_le0 ?num_real //=; apply/eqP.
  have := line (- (e + 1) * b) (b ^+ 2); rewrite -a0 mulr0 add0r.
  have -> : - (e + 1) * b * b ^+ 2 * b *+ 2 + b ^+ 2 ^+ 2 * e = - ((e + 2%:R) * b ^+ 4).
    by ring.
  rewrite oppr_ge0 pmulr_rle0 //.
  by rewrite real_exprn_even_le0 ?num_real //= => /eqP.
rewrite -subr_ge0 -(pmulr_rge0 _ a_gt0); have := line (- b) a.
by have -> : (- b) ^+ 2 * a + - b * a * b *+ 2 + a ^+ 2 * e = a * (a * e - b ^+ 2) by ring.
Qed.

(* A functional that the form dominates vanishes on the kernel, so it is in the image.*)
Lemma psd_image C g : (forall x, dot g x ^+ 2 <= C * dot x (A *m x)) ->
  exists y, A *m y = g.
Proof.
move=> ub; suff /submxP[D gE] : (g^T <= A)%MS.
  by exists D^T; apply: trmx_inj; rewrite trmx_mul A_sym trmxK.
rewrite submxE; apply/eqP/matrixP => i j; rewrite ord1 [RHS]mxE.
pose x := col j (cokermx A); have Ax : A *m x = 0.
  by rewrite /x colE mulmxA mulmx_coker mul0mx.
have -> : (g^T *m cokermx A) 0 j = dot g x.
  by rewrite /dot /mxtrace big_ord1 !mxE; apply: eq_bigr => k _; rewrite !mxE.
have := ub x; rewrite Ax dot0r mulr0 real_exprn_even_le0 ?num_real //=.
by move/eqP.
Qed.

Theorem psd_bound C g : 0 <= C ->
  (forall x, dot g x ^+ 2 <= C * dot x (A *m x)) <->
  (exists2 y, A *m y = g & dot g y <= C).
Proof.
move=> C0; split=> [ub|[y <- yC] x]; last first.
  rewrite dotC dot_sym; apply: le_trans (cs_psd y x) _.
  by apply: ler_wpmul2r => //; rewrite dotC.
have [y yE] := psd_image ub; exists y => //.
have gy : dot g y = dot y (A *m y) by rewrite yE dotC.
have := A_psd y; rewrite -gy le_eqVlt => /predU1P[<- //|g0].
by have := ub y; rewrite -gy expr2 ler_pmul2r.
Qed.

(* An invertible form is bounded from below.                                          *)
Theorem psd_unit : A \in unitmx ->
  exists2 C, 0 <= C & forall x, sqF x <= C * dot x (A *m x).
Proof.
move=> Au; pose e i : 'cV[R]_m := delta_mx i 0; pose y i := invmx A *m e i.
exists (\sum_i dot (y i) (A *m y i)) => [|x]; first by apply: sumr_ge0 => i _.
rewrite sqFE mulr_suml; apply: ler_sum => i _; rewrite big_ord1 mulrC.
have -> : x i 0 = dot x (A *m y i).
  rewrite /y mulmxA mulmxV // mul1mx dotE (bigD1 i) //= big_ord1 mxE !eqxx mulr1.
  by rewrite big1 ?addr0 // => j ji; rewrite big_ord1 mxE (negbTE ji) mulr0.
exact: cs_psd.
Qed.

End Psd.

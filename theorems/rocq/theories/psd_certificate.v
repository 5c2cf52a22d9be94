(* Certificates of positive semidefinite matrices                                     *)
(*                                                                                    *)
(* Main results, for all x over any real field, A = tri_mx R n T                      *)
(*   psd_sound   psd_check n T K ls = true   ->  0 <= x^T A x                         *)
(*   lb_sound    lb_check n T c K ls = true  ->  c |x|^2 <= x^T A x                   *)
(*   ub_sound    ub_check n T c K ls = true  ->  x^T A x <= c |x|^2                   *)
(*   lb_sound_rat, ub_sound_rat   the same for A / D and c / D, D > 0                 *)
(* Notation                                                                           *)
(*   tri_mx R n T   the symmetric matrix with upper triangle T                        *)
(* The checks are those of psd_program.v.                                             *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius binary_integers psd_program.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Matrices.
Variable R : realFieldType.
Local Notation zr := (binary_integers.zr R).

(* Link with matrices                                                         *)
Definition tri_entry (T : seq (seq Z)) (i j : nat) : Z :=
  nth Z0 (nth [::] T (minn i j)) (maxn i j - minn i j).
Definition tri_mx n T : 'M[R]_n := \matrix_(i, j) zr (tri_entry T i j).

Lemma dotlE n r xs : size r = n -> size xs = n ->
  dotl r xs = \sum_(j < n) zr (nth Z0 r j) * xs`_j.
Proof.
elim: n r xs => [|n IHn] [|a r] [|x xs] //=; first by rewrite big_ord0.
by move=> [rn] [xn]; rewrite big_ord_recl /= IHn.
Qed.

Lemma qtE n T xs : wf n T -> size xs = n ->
  qt T xs = \sum_(i < n) \sum_(j < n) zr (tri_entry T i j) * xs`_j * xs`_i.
Proof.
elim: n T xs => [|n IHn] [|[|p r] T] [|x xs] //=; first by rewrite big_ord0.
rewrite eqSS => /andP[/eqP rn wfT] [xn].
rewrite big_ord_recl big_ord_recl /= (IHn T xs) // (dotlE rn xn).
rewrite {1}/tri_entry /=.
under [X in _ = _ + X]eq_bigr => i _ do rewrite big_ord_recl /=.
rewrite big_split /= -!addrA; congr (_ + _); first by rewrite expr2 mulrA.
rewrite addrA; congr (_ + _); last first.
  apply: eq_bigr => i _; apply: eq_bigr => j _.
  by rewrite /tri_entry /bump /= ?add1n minnSS maxnSS subSS.
rewrite -big_split /= mulr_sumr.
apply: eq_bigr => j _; rewrite /tri_entry /bump /= ?add1n ?min0n ?minn0 ?max0n ?maxn0 /= ?subn0 /=.
ring.
Qed.

Lemma quad_qt n T (x : 'cV[R]_n) : wf n T ->
  dot x (tri_mx n T *m x) = qt T [seq x i 0 | i <- enum 'I_n].
Proof.
move=> wfT; have sz : size [seq x i 0 | i <- enum 'I_n] = n by rewrite size_map size_enum_ord.
rewrite (qtE wfT sz) dotE.
have nthE (i : 'I_n) : [seq x i 0 | i <- enum 'I_n]`_i = x i 0.
  by rewrite (nth_map i) ?size_enum_ord // nth_ord_enum.
apply: eq_bigr => i _; rewrite big_ord1 mxE mulr_sumr; apply: eq_bigr => j _.
by rewrite mxE !nthE mulrC.
Qed.

Theorem psd_sound n T K ls (x : 'cV[R]_n) : psd_check n T K ls ->
  0 <= dot x (tri_mx n T *m x).
Proof.
move=> chk; have /and4P[wfT _ _ _] := chk; rewrite quad_qt //.
by apply: qt_ge0 chk _; rewrite size_map size_enum_ord.
Qed.

Lemma sum_sq n (x : 'cV[R]_n) :
  \sum_(z <- [seq x i 0 | i <- enum 'I_n]) z ^+ 2 = sqF x.
Proof.
by rewrite big_map big_enum sqFE; apply: eq_bigr => i _; rewrite big_ord1.
Qed.

Let entries n (x : 'cV[R]_n) := [seq x i 0 | i <- enum 'I_n].
Let size_entries n (x : 'cV[R]_n) : size (entries x) = n.
Proof. by rewrite size_map size_enum_ord. Qed.

Theorem lb_sound n T c K ls (x : 'cV[R]_n) : lb_check n T c K ls ->
  zr c * sqF x <= dot x (tri_mx n T *m x).
Proof.
move=> chk; have /andP[wfT _] := chk; rewrite quad_qt // -sum_sq.
exact: qt_lb chk (size_entries x).
Qed.

Theorem ub_sound n T c K ls (x : 'cV[R]_n) : ub_check n T c K ls ->
  dot x (tri_mx n T *m x) <= zr c * sqF x.
Proof.
move=> chk; have /andP[wfT _] := chk; rewrite quad_qt // -sum_sq.
exact: qt_ub chk (size_entries x).
Qed.

(* Rational entries: A = T / D                                                *)
Corollary lb_sound_rat n T c D K ls (x : 'cV[R]_n) : Z.ltb Z0 D ->
  lb_check n T c K ls ->
  zr c / zr D * sqF x <= dot x ((zr D)^-1 *: tri_mx n T *m x).
Proof.
move=> /(zr_gt0 R) D0 /lb_sound H; rewrite -scalemxAl dotZr mulrAC [_ * _ / _]mulrC.
by rewrite ler_pmul2l ?invr_gt0.
Qed.

Corollary ub_sound_rat n T c D K ls (x : 'cV[R]_n) : Z.ltb Z0 D ->
  ub_check n T c K ls ->
  dot x ((zr D)^-1 *: tri_mx n T *m x) <= zr c / zr D * sqF x.
Proof.
move=> /(zr_gt0 R) D0 /ub_sound H; rewrite -scalemxAl dotZr mulrAC [_ * _ / _]mulrC.
by rewrite ler_pmul2l ?invr_gt0.
Qed.

End Matrices.

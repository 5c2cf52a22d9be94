(* Top singular vectors by their extremal property                                  *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   sym_quad_sq   |x^T D x| <= dl |x|^2 for all x and D = D^T give                 *)
(*                 |D x|^2 <= dl^2 |x|^2                                            *)
(*   op_top        a unit vector that attains the spectral norm is an               *)
(*                 eigenvector of A^T A                                             *)
(*   out_tr        small outside one direction: passes to the transpose             *)
(*   out_second    ... and then the second singular value is small                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius spectral_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Tools.
Variable R : realFieldType.

(* A bound on the quadratic form of a symmetric D bounds |D x|.               *)
Lemma sym_quad_sq n (D : 'M[R]_n) dl : D^T = D -> 0 <= dl ->
    (forall x : 'cV_n, `|dot x (D *m x)| <= dl * sqF x) ->
  forall x : 'cV_n, sqF (D *m x) <= dl ^+ 2 * sqF x.
Proof.
move=> Dsym dl0 Db x; set y := D *m x.
have Dxy : dot x (D *m y) = sqF y.
  by rewrite /sqF {2}/y dot_mull Dsym.
have pol t : 2%:R * t * sqF y <= dl * (t ^+ 2 * sqF x + sqF y).
  have := Db (t *: x - y); have := Db (t *: x + y).
  rewrite !ler_norml => /andP[_ H1] /andP[H2 _].
  rewrite ler_oppl in H2; have {H1 H2} := ler_add H1 H2.
  rewrite /sqF !(mulmxDr, mulmxN) -!scalemxAr -/y.
  rewrite !(dotDl, dotDr, dotNl, dotNr, dotZl, dotZr) Dxy (dotC y x) -/(sqF x).
  rewrite -/(sqF y) => H; rewrite -(ler_pmul2l (ltr0Sn R 1)).
  by apply: le_trans (le_trans _ H) _; rewrite le_eqVlt; apply/orP; left;
    apply/eqP; ring.
move: (dl0); rewrite le_eqVlt => /predU1P[E|dl_gt0].
  have := pol 1; rewrite -E mul0r mulr1 pmulr_rle0 ?ltr0n // => le0.
  by rewrite expr2 !mul0r.
have := pol dl; rewrite mulrAC mulrC ler_pmul2l // -subr_ge0.
by rewrite -(subr_ge0 (sqF y)); congr (0 <= _); ring.
Qed.

(* A unit vector attaining the squared spectral norm is an eigenvector.       *)
Lemma op_top m n (A : 'M[R]_(m, n)) s (v : 'cV_n) : op_ub A s ->
  sqF v = 1 -> sqF (A *m v) = s -> A^T *m A *m v = s *: v.
Proof.
move=> ub v1 vs; apply/eqP; rewrite -subr_eq0 -sqF_eq0 eq_le sqF_ge0 andbT.
have := (op_ub_tr ub).2 (A *m v); rewrite vs mulmxA => H.
rewrite /sqF !(dotBl, dotBr, dotZl, dotZr) -/(sqF v) v1 (dotC v).
have -> : dot (A^T *m A *m v) v = s.
  by rewrite -mulmxA dot_mull trmxK -/(sqF _) vs.
rewrite -/(sqF _) mulr1 subrr subr0 subr_le0; exact: H.
Qed.

(* Small outside one direction: passes to the transpose.                      *)
Lemma out_tr m n (A : 'M[R]_(m, n)) T (v : 'cV_m) : 0 <= T ->
    (forall y, dot v y = 0 -> sqF (A^T *m y) <= T * sqF y) ->
  forall x, dot (A^T *m v) x = 0 -> sqF (A *m x) <= T * sqF x.
Proof.
move=> T0 H x; rewrite dot_mull trmxK => vAx; have {H} := H _ vAx.
have := sqF_ge0 (A *m x); rewrite le_eqVlt => /predU1P[<- _|a_gt0 H].
  by rewrite mulr_ge0 ?sqF_ge0.
rewrite -(ler_pmul2r a_gt0) -expr2 {1}/sqF dot_mull.
apply: le_trans (cauchy_schwarz _ _) _.
by rewrite -mulrA mulrCA ler_wpmul2l ?sqF_ge0.
Qed.

(* ... and then the second singular value is small.                           *)
Lemma out_second m n (A : 'M[R]_(m, n)) s T (v u w : 'cV_n) : op_ub A s ->
    (forall x, dot v x = 0 -> sqF (A *m x) <= T * sqF x) ->
    sqF u = 1 -> A^T *m A *m u = s *: u -> dot u w = 0 ->
  sqF (A *m w) <= T * sqF w.
Proof.
move=> ub H u1 uE uw; set al := dot v w; set be := dot v u.
have := H (al *: u - be *: w); rewrite dotBr !dotZr -/al -/be mulrC subrr.
move=> /(_ erefl); rewrite mulmxBr -!scalemxAr.
have Au : sqF (A *m u) = s by rewrite /sqF dot_mull mulmxA uE dotZr -/(sqF u) u1 mulr1.
have Auw : dot (A *m u) (A *m w) = 0.
  by rewrite dotC dot_mull mulmxA uE dotZr dotC uw mulr0.
rewrite /sqF !(dotBl, dotBr, dotZl, dotZr) (dotC w u) (dotC (A *m w)) Auw uw.
rewrite -/(sqF u) -/(sqF w) -/(sqF (A *m u)) -/(sqF (A *m w)) Au u1.
set N := sqF _; set c := sqF w => H1.
have {}H1 : al ^+ 2 * s + be ^+ 2 * N <= T * (al ^+ 2 + be ^+ 2 * c).
  by apply: le_trans (le_trans _ H1) _; rewrite le_eqVlt; apply/orP; left;
    apply/eqP; ring.
have Ns : N <= s * c := ub.2 w.
have c0 : 0 <= c := sqF_ge0 w.
have g0 : 0 <= al ^+ 2 + be ^+ 2 * c.
  exact: addr_ge0 (sqr_ge0 _) (mulr_ge0 (sqr_ge0 _) c0).
move: g0; rewrite le_eqVlt => /predU1P[/esym/eqP|g_gt0]; last first.
  rewrite -(ler_pmul2r g_gt0); apply: le_trans (_ : c * (al ^+ 2 * s + be ^+ 2 * N) <= _).
    rewrite -subr_ge0; have -> : c * (al ^+ 2 * s + be ^+ 2 * N) - N * (al ^+ 2 + be ^+ 2 * c)
       = al ^+ 2 * (s * c - N) by ring.
    by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0.
  by rewrite [T * c]mulrC -[c * T * _]mulrA ler_wpmul2l.
rewrite paddr_eq0 ?sqr_ge0 ?(mulr_ge0 (sqr_ge0 _) c0) // sqrf_eq0.
case/andP=> /eqP al0 _.
by apply: H; rewrite -/al al0.
Qed.

Lemma row_dir m n (A : 'M[R]_(m, n)) : m = 1%N ->
  exists v : 'cV_n, forall x, dot v x = 0 -> A *m x = 0.
Proof.
move=> m1; subst m; exists A^T => x; rewrite /dot trmxK => Ax.
by apply/matrixP => i j; rewrite !ord1 !mxE; move: Ax; rewrite /mxtrace big_ord1 mxE.
Qed.

End Tools.

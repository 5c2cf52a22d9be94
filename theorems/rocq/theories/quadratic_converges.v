(* Gradient descent on a quadratic with a small step converges from every start       *)
(*                                                                                    *)
(* Setting and notation of quadratic_descent.v; H >= 0 with largest eigenvalue S.     *)
(* Main results                                                                       *)
(*   below_critical   R bounded below has a critical point                            *)
(*   starts_all       0 < eta < 2 / S, R bounded below: descent converges from every  *)
(*                    start, to a minimizer                                           *)
(*   excess_contracts   R(w^+) - R_min <= K^2 (R(w) - R_min), K >= |1 - eta mu| for   *)
(*                    every eigenvalue mu of H                                        *)
(* Source: slides, "Learning rate and sharpness"; claim learning-rate/descent-lemma.  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From Lemmata Require Import frobenius least_squares psd_form covariance_bounds.
From Lemmata Require Import singular_directions optimal_regressor.
From Lemmata Require Import extreme_eigenvalues symmetric_spectrum quadratic_descent.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Below.
Variables (R : realType) (n : nat) (H : 'M[R]_n) (b : 'cV[R]_n) (e eta : R).
Hypothesis H_sym : H^T = H.
Implicit Types w v u l ws : 'cV[R]_n.
Notation quad := (quad H b e).
Notation gdq := (gdq H b eta).
Notation orbit := (orbit H b eta).
Notation converges := (converges H b eta).
Hypothesis H_psd : forall x : 'cV[R]_n, 0 <= dot x (H *m x).

Lemma below_critical m : (forall w, m <= quad w) -> exists ws, H *m ws = b.
Proof.
move=> below; pose K := 2%:R * (e - m); apply: (@psd_image R n H H_sym K) => x.
have line s : 0 <= s ^+ 2 * dot x (H *m x) - 2%:R * s * dot b x + K.
  have le := below (s *: x); rewrite -subr_ge0 in le; have {le} := mulr_ge0 (ler0n R 2) le.
  rewrite /quadratic_descent.quad -scalemxAr !(dotZl, dotZr) /K; move: (dot _ _) (dot _ _) => f t.
  by rewrite [X in 0 <= X -> _](_ : _ = s ^+ 2 * t - 2%:R * s * f + 2%:R * (e - m)) //; field.
move: (dot x _) (dot b x) (H_psd x) line => f t f0 line.
have K0 : 0 <= K by have := line 0; rewrite expr0n !(mul0r, mulr0) subr0 add0r.
have [->|t0] := eqVneq t 0; first by rewrite expr0n mulr_ge0.
move: f0; rewrite le_eqVlt => /predU1P[f0|f0].
  have := line ((K + 1) / t); rewrite -f0 mulr0 add0r mulrA divfK // => le; exfalso.
  move: le; rewrite addrC subr_ge0 leNgt => /negP; apply.
  by rewrite mulrDr mulr1 ltr_spaddr ?ltr0n // mulr_natl mulr2n ler_addl.
have := line (t / f); have fn : f != 0 by rewrite gt_eqF.
rewrite (_ : (t / f) ^+ 2 * f - 2%:R * (t / f) * t + K = (K * f - t ^+ 2) / f); last by field.
by rewrite pmulr_lge0 ?invr_gt0 // subr_ge0.
Qed.

Lemma psd_root : exists2 Q, Q^T = Q & H = cov 1 Q.
Proof.
have [Q [Q_sym _ QQ]] := root_ex H_sym H_psd; exists Q => //.
by rewrite /cov scale1r Q_sym QQ.
Qed.

Lemma top_ge0 S : largest H S -> 0 <= S.
Proof.
move=> [/(sym_eigenP H_sym)[x xE x0] _]; have := H_psd x.
by rewrite xE dotZr pmulr_lge0 ?sqF_gt0.
Qed.

(* One step contracts the range of H.                                                 *)
Lemma range_contracts S : largest H S -> 0 < eta -> eta * S < 2%:R ->
  exists2 q, 0 <= q < 1 & forall z : 'cV[R]_n, sqF (H *m z - eta *: (H *m (H *m z))) <= q * sqF (H *m z).
Proof.
move=> HS eta0 small; have S0 := top_ge0 HS; have [ub _] := largest_least H_sym HS.
have [Q Q_sym HQ] := psd_root; have [g g0 lo] := cov_range_ex 1 Q; rewrite -HQ in lo.
have up (x : 'cV[R]_n) : sqF (H *m x) <= S * dot x (H *m x).
  by move: ub; rewrite HQ => ub; exact: (cov_upper_sq (@ltr01 R) S0 ub).
have HH : H = Q *m Q by rewrite HQ /cov scale1r Q_sym.
pose k := eta * (2%:R - eta * S); have k0 : 0 < k by rewrite mulr_gt0 ?subr_gt0.
exists (Num.max 0 (1 - k * g)) => [|z].
  by rewrite le_maxr lexx /= lt_maxl ltr01 ltr_subl_addr ltr_addl mulr_gt0.
set r := H *m z; have le1 : g * sqF r <= dot r (H *m r).
  have := lo (Q *m z); have -> : dot (Q *m z) (H *m (Q *m z)) = sqF r.
    by rewrite /r HH -!mulmxA /sqF [RHS]dot_mull Q_sym.
  suff -> : sqF (H *m (Q *m z)) = dot r (H *m r) by [].
  by rewrite /r HH -!mulmxA /sqF [LHS]dot_mull Q_sym.
have le2 := up r; apply: le_trans (_ : (1 - k * g) * sqF r <= _); last first.
  by apply: ler_wpmul2r; rewrite ?sqF_ge0 // le_maxr lexx orbT.
rewrite -scaleNr sqFD sqFZ dotZr /k; move: (sqF r) (dot r _) (sqF (H *m r)) le1 le2 => N f G le1 le2.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = k * (f - g * N) + eta ^+ 2 * (S * f - G)); last first.
  by rewrite /k; ring.
by apply: addr_ge0; apply: mulr_ge0; rewrite ?sqr_ge0 ?subr_ge0 ?(ltW k0).
Qed.

Lemma entry_cvg0 (r : nat -> 'cV[R]_n) q : 0 <= q < 1 ->
    (forall t, sqF (r t.+1) <= q * sqF (r t)) -> forall i, (fun t => r t i 0) @ \oo --> (0 : R).
Proof.
move=> /andP[q0 q1] dec i; pose a := Num.sqrt q; pose C := Num.sqrt (sqF (r 0%N)).
have a1 : `|a| < 1 by rewrite ger0_norm ?sqrtr_ge0 // -[X in _ < X]sqrtr1 ltr_sqrt ?ltr01.
have le t : `|r t i 0| <= C * a ^+ t.
  have nn : 0 <= C * a ^+ t by rewrite mulr_ge0 ?exprn_ge0 ?sqrtr_ge0.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE // real_normK ?num_real //.
  rewrite exprMn -exprM mulnC exprM !sqr_sqrtr ?sqF_ge0 // mulrC.
  have entry : r t i 0 ^+ 2 <= sqF (r t).
    by rewrite sqFE (bigD1 i) //= big_ord1 ler_addl sumr_ge0 // => j _; rewrite big_ord1 sqr_ge0.
  apply: le_trans entry _; elim: t {nn} => [|t IHt]; first by rewrite mul1r.
  by apply: le_trans (dec t) _; rewrite exprS -mulrA ler_wpmul2l.
have up : (fun t => C * a ^+ t) @ \oo --> (0 : R).
  by rewrite -(mulr0 C); apply: cvgM; [exact: cvg_cst|exact: cvg_expr].
have lo : (fun t => - (C * a ^+ t)) @ \oo --> (0 : R) by rewrite -oppr0; exact: cvgN.
by apply: squeeze_cvgr lo up; near=> t; rewrite -ler_norml.
Unshelve. all: by end_near. Qed.

Theorem starts_all S m : largest H S -> 0 < eta -> eta * S < 2%:R -> (forall w, m <= quad w) ->
  forall w, exists2 l, converges w l & forall v, quad l <= quad v.
Proof.
move=> HS eta0 small below w; have [ws wsE] := below_critical below.
have [x xE] := normal_solvable H (w - ws); rewrite /normal_eq H_sym in xE.
move: xE => /eqP; rewrite mulmxBr subr_eq0 mulmxBr wsE => /eqP HHx.
pose l := w - H *m x; have lE : H *m l = b by rewrite /l mulmxBr HHx opprB addrC subrK.
exists l => [i|v]; last first.
  have := (quadD b e H_sym) l (v - l); rewrite [l + _]addrC subrK => ->.
  by rewrite lE subrr dot0l addr0 ler_addl divr_ge0 ?ler0n.
have [q q01 dec] := range_contracts HS eta0 small.
pose r t := orbit t w - l.
have rS t : r t.+1 = r t - eta *: (H *m r t).
  by rewrite /r /quadratic_descent.orbit iterS -/(orbit t w) /quadratic_descent.gdq mulmxBr lE addrAC.
have r_range t : exists z, r t = H *m z.
  elim: t => [|t [z zE]]; first by exists x; rewrite /r /quadratic_descent.orbit /= /l opprB addrCA subrr addr0.
  by exists (z - eta *: (H *m z)); rewrite rS zE mulmxBr -scalemxAr.
have cr : (fun t => r t i 0) @ \oo --> (0 : R).
  apply: entry_cvg0 q01 _ _ => t; have [z zE] := r_range t; rewrite rS zE; exact: dec.
rewrite -[l i 0]add0r (_ : (fun t => _) = (fun t => r t i 0 + l i 0)).
  by apply: cvgD; [exact: cr|exact: cvg_cst].
by apply/funext => t; rewrite /r !mxE subrK.
Qed.

Theorem excess_contracts K ws w : H *m ws = b -> (0 < n)%N ->
    (forall a, eigenvalue H a -> `|1 - eta * a| <= K) ->
  quad (gdq w) - quad ws <= K ^+ 2 * (quad w - quad ws).
Proof.
move=> wsE n0 KP; have exc v : quad v - quad ws = dot (v - ws) (H *m (v - ws)) / 2%:R.
  have := (quadD b e H_sym) ws (v - ws); rewrite [ws + _]addrC subrK => ->.
  by rewrite wsE subrr dot0l addr0 addrAC subrr add0r.
have [Q Q_sym HQ] := psd_root; rewrite /cov scale1r Q_sym in HQ.
pose B := 1%:M - eta *: H.
have B_sym : B^T = B by rewrite linearB linearZ /= trmx1 H_sym.
have eigB beta (x : 'cV[R]_n) : B *m x = beta *: x -> x != 0 -> `|beta| <= K.
  move=> Bx x0; have [eta0|eta_n0] := eqVneq eta 0.
    have [a [Ha _]] := largest_ex H_sym n0; have := KP a Ha.
    move: Bx; rewrite /B eta0 scale0r subr0 mul1mx mul0r subr0 => /eqP.
    rewrite -subr_eq0 -{1}[x]scale1r -scalerBl scaler_eq0 (negbTE x0) orbF subr_eq0.
    by move=> /eqP <-.
  have -> : beta = 1 - eta * ((1 - beta) / eta) by rewrite mulrC divfK // opprB addrC subrK.
  apply: KP; apply/(sym_eigenP H_sym); exists x => //.
  apply: (scalerI eta_n0); rewrite scalerA [eta * _]mulrC divfK // scalerBl scale1r -Bx.
  by rewrite /B mulmxBl mul1mx -scalemxAl opprB addrC subrK.
have ubB (A : 'M[R]_n) : A^T = A -> (forall beta (x : 'cV[R]_n), A *m x = beta *: x -> x != 0 -> beta <= K) ->
    form_ub A K.
  move=> A_sym AP x; have [t tP] := largest_ex A_sym n0; have [ub _] := largest_least A_sym tP.
  have /(sym_eigenP A_sym)[v vE v0] := tP.1.
  by apply: le_trans (ub x) _; rewrite ler_wpmul2r ?sqF_ge0 // (AP t v).
have BK (x : 'cV[R]_n) : `|dot x (B *m x)| <= K * sqF x.
  rewrite ler_norml; apply/andP; split; last first.
    by apply: ubB => // beta v vE v0; apply: le_trans (ler_norm _) (eigB _ _ vE v0).
  have /(_ x) : form_ub (- B) K.
    apply: ubB => [|beta v vE v0]; first by rewrite linearN /= B_sym.
    rewrite -[beta]opprK; apply: le_trans (ler_norm _) _; rewrite normrN.
    by apply: (eigB _ v) => //; rewrite scaleNr -vE mulNmx opprK.
  by rewrite mulNmx dotNr ler_oppl.
have K0 : 0 <= K by have [a [Ha _]] := largest_ex H_sym n0; apply: le_trans (KP a Ha).
have gB : gdq w - ws = B *m (w - ws).
  by rewrite /quadratic_descent.gdq -wsE -mulmxBr /B mulmxBl mul1mx -scalemxAl addrAC.
have BQ : Q *m B = B *m Q by rewrite /B mulmxBr mulmxBl mulmx1 mul1mx -scalemxAr -scalemxAl HQ mulmxA.
have form v : dot v (H *m v) = sqF (Q *m v) by rewrite HQ -mulmxA /sqF dot_mull Q_sym.
rewrite !exc gB !form mulrA; apply: ler_wpmul2r; first by rewrite invr_ge0 ler0n.
rewrite mulmxA BQ -mulmxA; exact: sym_quad_sq.
Qed.

End Below.

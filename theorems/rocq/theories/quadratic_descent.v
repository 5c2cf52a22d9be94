(* Gradient descent on a quadratic: from which starts does it converge?               *)
(*                                                                                    *)
(* R(w) = w^T H w / 2 - <b, w> + e over the reals, H symmetric.                       *)
(* Main results                                                                       *)
(*   quadD            H w - b is the gradient, H the Hessian, at every w              *)
(*   quad_descent     R(w - eta g) <= R(w) - eta (1 - eta S / 2) |g|^2, H <= S        *)
(*   top_component    the component on an eigenvector u, measured from a critical     *)
(*                    point, is multiplied by 1 - eta mu                              *)
(*   starts_affine    the starts of convergence are closed under affine combinations  *)
(*   starts_proper    eta > 2 / S, S the largest eigenvalue: they lie in a hyperplane *)
(*                    <u, w> = beta                                                   *)
(*   one_layer_step   one layer: the regressor moves by descent on the linear risk    *)
(*                    with step eta |p|^2, and 2 Sigma is its Hessian                 *)
(*   necessity_false  eta > 2 / S and yet descent converges, from a start that is not *)
(*                    a minimizer: H = diag(3, 1), eta = 1, w = (0, 1)                *)
(* Notation                                                                           *)
(*   quad H b e w = R(w)      gdq H b eta w = w - eta (H w - b)                       *)
(*   orbit H b eta t w = the t-th iterate                                             *)
(*   converges H b eta w l = orbit t w tends to l                                     *)
(* Not covered: that a hyperplane has measure 0. For eta < 2 / S see                  *)
(* quadratic_converges.v.                                                             *)
(* Source: slides, "Learning rate and sharpness"; claim learning-rate/descent-lemma.  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import residual_bounds descent extreme_eigenvalues.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma affine_ring (A : comRingType) (s w v x p q b : A) :
  s * w + (1 - s) * v - x * (s * p + (1 - s) * q - b) =
  s * (w - x * (p - b)) + (1 - s) * (v - x * (q - b)).
Proof. ring. Qed.

Section Quadratic.
Variables (R : realType) (n : nat) (H : 'M[R]_n) (b : 'cV[R]_n) (e eta : R).
Hypothesis H_sym : H^T = H.
Implicit Types w v u l ws : 'cV[R]_n.

Definition quad w : R := dot w (H *m w) / 2%:R - dot b w + e.
Definition gdq w : 'cV[R]_n := w - eta *: (H *m w - b).
Definition orbit t w : 'cV[R]_n := iter t gdq w.
Definition converges w l := forall i, (fun t => orbit t w i 0) @ \oo --> l i 0.

Theorem quadD w v : quad (w + v) = quad w + dot (H *m w - b) v + dot v (H *m v) / 2%:R.
Proof.
rewrite /quad mulmxDr !(dotDl, dotDr) dotNl [dot v (H *m w)]dotC [dot w (H *m v)]dotC.
rewrite [dot (H *m v) w]dot_mull H_sym [dot v (H *m w)]dotC.
by move: (dot _ _) (dot _ _) (dot _ _) (dot _ _) (dot _ _) => *; field.
Qed.

Lemma gdq_affine s w v : gdq (s *: w + (1 - s) *: v) = s *: gdq w + (1 - s) *: gdq v.
Proof.
rewrite /gdq mulmxDr -!scalemxAr; move: (H *m w) (H *m v) => p q.
by apply/colP => i; rewrite !mxE; exact: affine_ring.
Qed.

Theorem starts_affine s w v l l' : converges w l -> converges v l' ->
  converges (s *: w + (1 - s) *: v) (s *: l + (1 - s) *: l').
Proof.
have aff t : orbit t (s *: w + (1 - s) *: v) = s *: orbit t w + (1 - s) *: orbit t v.
  by elim: t => // t IHt; rewrite /orbit !iterS -/(orbit _ _) IHt gdq_affine.
move=> cw cv i; rewrite !mxE.
rewrite (_ : (fun t => _) = (fun t => s * orbit t w i 0 + (1 - s) * orbit t v i 0)).
  by apply: cvgD; apply: cvgM; [exact: cvg_cst|exact: cw|exact: cvg_cst|exact: cv].
by apply/funext => t; rewrite aff !mxE.
Qed.

(* The gradient on an eigenvector grows or shrinks geometrically.                     *)
Lemma grad_component mu u w : H *m u = mu *: u ->
  dot u (H *m gdq w - b) = (1 - eta * mu) * dot u (H *m w - b).
Proof.
move=> uE; have uH v : dot u (H *m v) = mu * dot u v by rewrite dotC dot_mull H_sym uE dotZr dotC.
by rewrite !dotBr !uH /gdq dotBr dotZr dotBr uH; ring.
Qed.

Theorem top_component mu u w ws : H *m u = mu *: u -> H *m ws = b ->
  dot u (gdq w - ws) = (1 - eta * mu) * dot u (w - ws).
Proof.
move=> uE bE; have uH v : dot u (H *m v) = mu * dot u v.
  by rewrite dotC dot_mull H_sym uE dotZr dotC.
by rewrite /gdq -bE !dotBr dotZr dotBr !uH; ring.
Qed.

Lemma dot_cvg u w l : converges w l -> (fun t => dot u (orbit t w)) @ \oo --> dot u l.
Proof.
move=> cw; have E v : dot u v = \sum_i u i 0 * v i 0.
  by rewrite dotE; apply: eq_bigr => i _; rewrite big_ord1.
rewrite E (_ : (fun t => _) = (fun t => \sum_i u i 0 * orbit t w i 0)); last by apply/funext.
move: (index_enum _) => s; elim: s => [|i s IHs].
  by rewrite big_nil (_ : (fun t => _) = cst 0); [exact: cvg_cst|apply/funext => t; rewrite big_nil].
rewrite big_cons (_ : (fun t => _) =
  (fun t => u i 0 * orbit t w i 0 + \sum_(j <- s) u j 0 * orbit t w j 0)).
  by apply: cvgD IHs; apply: cvgM (cw i); exact: cvg_cst.
by apply/funext => t; rewrite big_cons.
Qed.

Theorem starts_proper S : largest H S -> 2%:R < eta * S ->
  exists2 u, u != 0 & exists beta, forall w l, converges w l -> dot u w = beta.
Proof.
move=> [/(sym_eigenP H_sym)[u uE u0] _] big; have S0 : S != 0.
  by apply: contraTneq big => ->; rewrite mulr0 ltrn0.
exists u => //; exists (dot u b / S) => w l cw.
have uH v : dot u (H *m v) = S * dot u v by rewrite dotC dot_mull H_sym uE dotZr dotC.
pose z v := dot u (H *m v - b); have zE v : z v = S * dot u v - dot u b by rewrite /z dotBr uH.
suff : z w = 0.
  by rewrite zE => /eqP; rewrite subr_eq0 => /eqP <-; rewrite mulrAC mulfV ?mul1r.
pose r := 1 - eta * S; have r_lt : r < -1 by rewrite /r ltr_subl_addl -ltr_subl_addr opprK.
have zt t : z (orbit t w) = r ^+ t * z w.
  elim: t => [|t IHt]; first by rewrite mul1r.
  by rewrite /orbit iterS -/(orbit _ _) /z (grad_component _ uE) -/(z (orbit t w)) IHt exprS mulrA.
have zl : (fun t => z (orbit t w)) @ \oo --> z l.
  rewrite zE (_ : (fun t => _) = (fun t => S * dot u (orbit t w) - dot u b)).
    by apply: cvgB; [apply: cvgM; [exact: cvg_cst|exact: dot_cvg]|exact: cvg_cst].
  by apply/funext => t; rewrite zE.
have l0 : z l = 0.
  have next : (fun t => r * z (orbit t w)) @ \oo --> z l.
    rewrite -(cvg_shiftS (fun t => z (orbit t w))) in zl.
    rewrite (_ : (fun t => _) = [sequence z (orbit t.+1 w)]_t) //.
    by apply/funext => t; rewrite zt mulrA -exprS -zt.
  have rz : (fun t => r * z (orbit t w)) @ \oo --> r * z l by apply: cvgM zl; exact: cvg_cst.
  have E : z l = r * z l := norm_cvg_unique next rz.
  have : (1 - r) * z l = 0 by rewrite mulrBl mul1r -E subrr.
  move=> /eqP; rewrite mulf_eq0 subr_eq0 => /orP[/eqP r1|/eqP //].
  by move: r_lt; rewrite -r1 ltNge (le_trans _ (@ler01 R)) // oppr_le0 ler01.
apply/eqP; apply: contraT => zw; move: zl; rewrite l0.
move=> /cvgrPdist_lt/(_ `|z w|); rewrite normr_gt0 zw => /(_ isT)[N _ /(_ N (leqnn N))].
rewrite /= sub0r normrN zt normrM ltNge ler_pemull // normrX exprn_ege1 //.
by rewrite ler0_norm ?(le_trans (ltW r_lt)) ?oppr_le0 // ler_oppr ltW.
Qed.

Theorem quad_descent S w : form_ub H S ->
  quad (gdq w) <= quad w - eta * (1 - eta * S / 2%:R) * sqF (H *m w - b).
Proof.
move=> ub; set g := H *m w - b; rewrite /gdq -/g -scaleNr quadD -/g -scalemxAr !(dotZl, dotZr).
have := ler_wpmul2l (sqr_ge0 eta) (ub g); rewrite -/(sqF g).
move: (sqF g) (dot g (H *m g)) (quad w) => N f r le.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = (eta ^+ 2 * (S * N) - eta ^+ 2 * f) / 2%:R); last by field.
by rewrite divr_ge0 ?ler0n // subr_ge0.
Qed.

End Quadratic.

Section OneLayer.
Variables (R : realType) (d : nat -> nat) (n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d 1)).

Theorem one_layer_step eta (W : weights R d) :
  regressor p (descend c X y p eta W) =
  gdq (2%:R *: cov c X) ((c *+ 2) *: (X^T *m y)) (eta * sqF p) (regressor p W).
Proof.
have pp : p *m p^T = (sqF p)%:M.
  rewrite [LHS]mx11_scalar; congr (_%:M).
  by rewrite -sqF_tr /sqF /dot /mxtrace big_ord1 trmxK.
have gE : out_grad c X y p W =
    2%:R *: cov c X *m regressor p W - (c *+ 2) *: (X^T *m y).
  by rewrite /out_grad mulmxBr scalerBr mulmxA /cov scalerA mulr_natl -scalemxAl.
rewrite /gdq -gE {1}/regressor /= mulmx1 /descend grad_rank1 tail_last mulmx1 mul1mx.
rewrite mulmxBr -scalemxAr mulmxA pp mul_scalar_mx linearB /= !linearZ /= trmxK scalerA.
by rewrite /regressor /= mulmx1.
Qed.

End OneLayer.

(* eta < 2 / S is not necessary from every start.                                     *)
Theorem necessity_false (R : realType) : exists (H : 'M[R]_2) (S eta : R) (w l : 'cV[R]_2),
  [/\ H^T = H, largest H S, 2%:R < eta * S, quad H 0 0 l < quad H 0 0 w & converges H 0 eta w l].
Proof.
pose a (i : 'I_2) : R := if i == 0 then 3%:R else 1; pose H := diag_mx (\row_i a i).
have HE (x : 'cV[R]_2) i : (H *m x) i 0 = a i * x i 0 by rewrite mul_diag_mx !mxE.
have a0 : a 0 = 3%:R by [].
have a1 : a 1 = 1 by [].
have dot2 (x z : 'cV[R]_2) : dot x z = x 0 0 * z 0 0 + x 1 0 * z 1 0.
  by rewrite dotE big_ord_recl !big_ord1; congr (_ + _ * _); congr (_ _ _); exact: val_inj.
have H_sym : H^T = H by rewrite tr_diag_mx.
pose u : 'cV[R]_2 := delta_mx 0 0; pose w : 'cV[R]_2 := delta_mx 1 0.
have u0 : u 0 0 = 1 by rewrite mxE.
have u1 : u 1 0 = 0 by rewrite mxE.
have w0 : w 0 0 = 0 by rewrite mxE.
have w1 : w 1 0 = 1 by rewrite mxE.
have top : least_ub H 3%:R.
  split=> [x|s /(_ u)]; rewrite /sqF !dot2 !HE a0 a1.
    rewrite -subr_ge0; move: (x 0 0) (x 1 0) => f g.
    rewrite (_ : _ - _ = 2%:R * (g * g)); last by ring.
    by rewrite mulr_ge0 ?ler0n // -expr2 sqr_ge0.
  by rewrite u0 u1 !(mulr1, mul1r, mulr0, addr0).
exists H, 3%:R, 1, w, 0; split=> //.
- exact: (@least_eigen R 2 H H_sym 3%:R top).
- by rewrite mul1r ltr_nat.
- rewrite /quad !dot0l !dot2 !HE a0 a1 w0 w1 !(mulr0, mulr1, mul0r, mul1r, subr0, addr0, add0r).
  by rewrite invr_gt0 ltr0n.
have Hw : H *m w = w.
  by apply/colP => i; rewrite HE /a; case: eqP => [->|_]; rewrite ?w0 ?mulr0 ?mul1r.
have step0 : gdq H 0 1 w = 0 by rewrite /gdq Hw subr0 scale1r subrr.
have stays t : orbit H 0 1 t.+1 w = 0.
  elim: t => [|t IHt]; first by rewrite /orbit /= step0.
  by rewrite /orbit iterS -/(orbit H 0 1 t.+1 w) IHt /gdq mulmx0 subrr scaler0 subr0.
move=> i; apply: cvg_near_cst; exists 1%N => // -[//|t] _.
exact: (congr1 (fun v : 'cV[R]_2 => v i 0) (stays t)).
Qed.

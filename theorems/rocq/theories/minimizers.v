(* Minimizers of a deep linear network with scalar output                           *)
(*                                                                                  *)
(* Readout p <> 0, depth L >= 1, hidden widths >= 1.                                *)
(* Main results                                                                     *)
(*   realize         every vector is the regressor of some network                  *)
(*   minimizer_iff   W minimizes the risk iff its regressor satisfies the           *)
(*                   normal equations                                               *)
(*   sharpness_lower_min   the lower bound of sharpness_lower_bound.v at every      *)
(*                   minimizer of the risk                                          *)
(* Source: claims sharpness/minimizers-are-optimal, minimum-two-sided.              *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section LinMin.
Variables (R : realFieldType) (n m : nat) (c : R).
Variables (X : 'M[R]_(n, m)) (y : 'cV[R]_n).
Hypothesis c_gt0 : 0 < c.

Lemma lin_min_normal ws : (forall w, lin_risk c X y ws <= lin_risk c X y w) ->
  normal_eq X y ws.
Proof.
move=> le_min; rewrite /normal_eq; set r := X *m ws - y; set h := X^T *m r.
pose b := sqF h; pose a := sqF (X *m h).
have a0 : 0 <= a := sqF_ge0 _.
have a1 : 0 < a + 1 by exact: ltr_paddl a0 ltr01.
have bE : dot r (X *m h) = b by rewrite dotC dot_mull.
pose t := b / (a + 1); have tE : b = t * (a + 1) by rewrite divfK ?gt_eqF.
have := le_min (ws + (- t) *: h).
rewrite /lin_risk mulmxDr addrAC -/r -scalemxAr [sqF (r + _)]sqFD sqFZ dotZr bE -/a.
rewrite ler_pmul2l // -addrA ler_addl tE.
have -> : - t * (t * (a + 1)) *+ 2 + (- t) ^+ 2 * a = - (t ^+ 2 * (a + 2%:R)).
  by ring.
rewrite oppr_ge0 pmulr_lle0; last exact: ltr_paddl a0 (ltr0n _ 2).
rewrite real_exprn_even_le0 ?num_real //= => /eqP t0.
by apply/eqP; rewrite -sqF_eq0 -/b tE t0 mul0r.
Qed.

End LinMin.

Section Realize.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis p0 : p != 0.
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.

(* Rank-one layers W_k = a_{k+1} a_k^T with a_0 = v, a_L = p^T / |p|^2.       *)
Section Vec.
Variable v : 'cV[R]_(d 0).

Let coef k (i : nat) : R :=
  if k == 0%N then oapp (fun j => v j 0) 0 (insub i : option 'I_(d 0))
  else if k == L then oapp (fun j => p 0 j) 0 (insub i : option 'I_(d L)) / sqF p
  else (i == 0%N)%:R.
Let a k : 'cV[R]_(d k) := \col_i coef k i.
Let W : weights R d := fun k => a k.+1 *m (a k)^T.

Let a0 : a 0 = v.
Proof. by apply/colP => i; rewrite mxE /coef /= valK. Qed.

Let aL : p *m a L = 1%:M.
Proof.
rewrite [LHS]mx11_scalar; congr (_%:M); rewrite mxE.
have L0 : (L == 0%N) = false by rewrite eqn0Ngt L_gt0.
under eq_bigr => j _ do rewrite mxE /coef L0 eqxx valK /= mulrA.
rewrite -mulr_suml.
have -> : \sum_i p 0 i * p 0 i = sqF p by rewrite /sqF dotE big_ord1.
by rewrite mulfV // sqF_eq0.
Qed.

Let a_unit k : (0 < k < L)%N -> (a k)^T *m a k = 1%:M.
Proof.
move=> kL; rewrite [LHS]mx11_scalar; congr (_%:M); rewrite mxE.
rewrite (bigD1 (Ordinal (widths kL))) //= big1 => [|j j0].
  have [k0 /ltn_eqF kL'] := andP kL; rewrite !mxE /coef kL' eqn0Ngt k0 /=.
  by rewrite mulr1 addr0.
have [k0 /ltn_eqF kL'] := andP kL; rewrite !mxE /coef kL' eqn0Ngt k0 /=.
case: eqP => [j00|_]; last by rewrite mulr0.
by rewrite -(inj_eq val_inj) /= j00 in j0.
Qed.

Lemma realize : exists W' : weights R d, regressor p W' = v.
Proof.
exists W; suff H k : (0 < k <= L)%N -> head W k = a k *m v^T.
  by rewrite /regressor H ?L_gt0 //= mulmxA aL mul1mx trmxK.
elim: k => // -[|k] IHk kL; first by rewrite /= mulmx1 /W a0.
rewrite headS IHk; last by rewrite /= ltnW.
by rewrite /W mulmxA -[_ *m _ *m a k.+1]mulmxA a_unit // mulmx1.
Qed.

End Vec.

Theorem min_normal W : 0 < c ->
    (forall W', risk c X y p W <= risk c X y p W') ->
  normal_eq X y (regressor p W).
Proof.
move=> c_gt0 Wmin; apply: (lin_min_normal c_gt0) => w.
by have [W' <-] := realize w; rewrite -!risk_lin.
Qed.

Theorem minimizer_iff W : 0 < c ->
  (forall W', risk c X y p W <= risk c X y p W') <->
  normal_eq X y (regressor p W).
Proof.
move=> c_gt0; split=> [|ne W']; first exact: min_normal.
by rewrite !risk_lin; exact: normal_min.
Qed.

(* The sharpness lower bound at every minimizer (no normal-equation premise). *)
Theorem sharpness_lower_min W S a : 0 < c ->
    (forall W', risk c X y p W <= risk c X y p W') ->
    0 <= S -> sharp_ub c X y p W S ->
    regressor p W != 0 ->
    dot (regressor p W) (cov c X *m regressor p W) = a * sqF (regressor p W) ->
  a ^+ L * sqF (regressor p W) ^+ L.-1 * sqF p <= (S / (2%:R * L%:R)) ^+ L.
Proof.
move=> c_gt0 Wmin S0 Sub ws0 qa.
exact: (sharpness_lower c_gt0 (min_normal c_gt0 Wmin) S0 Sub L_gt0 ws0 qa).
Qed.

End Realize.

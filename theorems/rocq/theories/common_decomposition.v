(* Common decompositions: what they force, and which mixing matrices keep them        *)
(*                                                                                    *)
(* Sx = c X^T X = U diag(lambda) U^T, Sxy = c X^T Y = U diag(sigma) V^T, c = 1/n.     *)
(* Main results                                                                       *)
(*   sigma_le       sigma_i^2 <= lambda_i c |Y v_i|^2                                 *)
(*   cov_psd, same_data   Sx is positive semidefinite; X = Y: V = U, sigma = lambda   *)
(*   mixing_iff     d0 = d1 = d2, Q P = 1, W1 = U diag(a) Q, W2 = P diag(a) V^T: the  *)
(*                  fields are U diag(g) Q and P diag(g) V^T, g_i = (sigma_i -        *)
(*                  lambda_i a_i^2) a_i, iff Q Q^T e_i = e_i for every i with g_i <> 0*)
(*   curve_active   along the closed form sigma <> lambda w persists                  *)
(*   mixing_scalar  one dimension: the slope of W1 W2 differs by (q - 1/q)^2 w0       *)
(*                  (sigma - lambda w0)                                               *)
(* Source: claims two-layer/common-decomposition, two-layer/mixing-matrix.            *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Data.
Variables (R : realFieldType) (n d0 d2 : nat) (c : R).
Variables (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)) (U : 'M[R]_d0) (V : 'M[R]_d2).
Variables sigma lambda : nat -> R.
Hypotheses (oU : orth U) (oV : orth V) (c_ge0 : 0 <= c).
Hypothesis data_x : c *: (X^T *m X) = U *m rdiag d0 d0 lambda *m U^T.
Hypothesis data_xy : c *: (X^T *m Y) = U *m rdiag d0 d2 sigma *m V^T.

Let entry k (A : 'M[R]_(n, k)) (B : 'M[R]_k) a (i : 'I_d0) (j : 'I_k) : orth B ->
  c *: (X^T *m A) = U *m rdiag d0 k a *m B^T -> i = j :> nat ->
  c * dot (X *m col i U) (A *m col j B) = a i.
Proof.
have unit m (W : 'M[R]_m) l : orth W -> W^T *m col l W = delta_mx l 0 :> 'cV_m.
  by move=> oW; rewrite colE mulmxA oW mul1mx.
move=> oB E ij; rewrite dot_mull -dotZr mulmxA scalemxAl E -!mulmxA (unit _ _ _ oB).
rewrite dotC dot_mull (unit _ _ _ oU) dotE (bigD1 i) //= big_ord1 big1 ?addr0 => [|l /negPf li].
  by rewrite -colE !mxE !eqxx mulr1 ij eqxx.
by rewrite big_ord1 [delta_mx _ _ _ _]mxE li mulr0.
Qed.

Theorem sigma_le (i : 'I_d0) (j : 'I_d2) : i = j :> nat ->
  sigma i ^+ 2 <= lambda i * (c * sqF (Y *m col j V)).
Proof.
move=> ij; rewrite -(entry oV data_xy ij) -(entry oU data_x (erefl (val i))) exprMn.
rewrite [X in _ <= X]mulrACA -expr2 ler_wpmul2l ?sqr_ge0 //; exact: cauchy_schwarz.
Qed.

Theorem cov_psd (x : 'cV[R]_d0) : 0 <= dot x ((c *: (X^T *m X)) *m x).
Proof.
by rewrite -scalemxAl dotZr -mulmxA dotC dot_mull trmxK mulr_ge0 ?sqF_ge0.
Qed.
End Data.

Theorem same_data (R : realFieldType) (n d : nat) (c : R) (X Y : 'M[R]_(n, d)) (U : 'M[R]_d)
    (lambda : nat -> R) : X = Y ->
  c *: (X^T *m X) = U *m rdiag d d lambda *m U^T ->
  c *: (X^T *m Y) = U *m rdiag d d lambda *m U^T.
Proof. by move=> <-. Qed.

Section Mixing.
Variables (R : realFieldType) (h : nat) (U V Q P : 'M[R]_h) (sigma lambda a : nat -> R).
Hypotheses (oU : orth U) (oV : orth V) (QP : Q *m P = 1%:M).
Let Sx := U *m rdiag h h lambda *m U^T.
Let Sxy := U *m rdiag h h sigma *m V^T.
Let W1 := U *m rdiag h h a *m Q.
Let W2 := P *m rdiag h h a *m V^T.
Let g i := (sigma i - lambda i * a i ^+ 2) * a i.

Theorem mixing_iff :
  (first_field Sx Sxy W1 W2 = U *m rdiag h h g *m Q /\
   second_field Sx Sxy W1 W2 = P *m rdiag h h g *m V^T) <->
  forall i : 'I_h, g i != 0 -> Q *m Q^T *m delta_mx i 0 = delta_mx i 0 :> 'cV_h.
Proof.
have [-> ->] := field_mixed sigma lambda oU oV a a QP; set G := rdiag h h g.
have -> : rdiag h h (fun i => if (i < h)%N then pull sigma lambda a a i * a i else 0) = G.
  by apply: eq_rdiag => i ih _; rewrite ih /g /pull expr2.
have -> : rdiag h h (fun i => if (i < h)%N then a i * pull sigma lambda a a i else 0) = G.
  by apply: eq_rdiag => i ih _; rewrite ih /g /pull expr2 mulrC.
have PQ : P *m Q = 1%:M by exact: mulmx1C.
have QPt : P^T *m Q^T = 1%:M by rewrite -trmx_mul QP trmx1.
have QtPt : Q^T *m P^T = 1%:M by rewrite -trmx_mul PQ trmx1.
have core : Q *m Q^T *m G = G <->
    forall i : 'I_h, g i != 0 -> Q *m Q^T *m delta_mx i 0 = delta_mx i 0 :> 'cV_h.
  have Gi (A : 'M[R]_h) (i : 'I_h) : A *m G *m delta_mx i 0 = g i *: (A *m delta_mx i 0) :> 'cV_h.
    rewrite -mulmxA scalemxAr; congr (_ *m _); rewrite -colE; apply/colP => k.
    by rewrite !mxE /= val_eqE eqxx andbT; case: eqP => [->|]; rewrite (mulr1, mulr0).
  split=> [E i gi|all].
    apply: (scalerI gi); rewrite -Gi E -[G]mul1mx Gi mul1mx //.
  apply/matrixP => k i; rewrite -[LHS](_ : (Q *m Q^T *m G *m delta_mx i 0 : 'cV_h) k 0 = _).
    rewrite Gi -[RHS](_ : (G *m delta_mx i 0 : 'cV_h) k 0 = _); last by rewrite -colE mxE.
    rewrite -[G]mul1mx Gi mul1mx; have [->|/all->//] := eqVneq (g i) 0; by rewrite !scale0r.
  by rewrite -colE mxE.
rewrite -core; split=> [[_ E]|E].
  have {}E : Q^T *m G = P *m G.
    have := congr1 (mulmx^~ V) E; rewrite -!mulmxA oV !mulmx1.
    by [].
  by rewrite -mulmxA E mulmxA QP mul1mx.
have Et : G *m Q *m Q^T = G.
  by have := congr1 trmx E; rewrite !trmx_mul trmxK rdiag_tr mulmxA.
split; last by rewrite -[in RHS]E !mulmxA PQ mul1mx.
by rewrite -[in LHS]Et -!mulmxA QtPt mulmx1.
Qed.
End Mixing.

(* g does not vanish later when it does not at the start. The closed form is w0 F / D *)
(* with F = e^(2 sigma t) = 1 + 2 sigma rho, D = 1 + 2 lambda w0 rho, rho = ramp t    *)
(* (logistic_curve.v).                                                                *)
Theorem curve_active (R : realFieldType) (s l w0 rho : R) : 0 <= l -> 0 <= w0 -> 0 <= rho ->
  (s - l * (w0 * (1 + 2%:R * s * rho) / (1 + 2%:R * l * w0 * rho)) == 0) = (s - l * w0 == 0).
Proof.
move=> l0 w00 r0; have D0 : 0 < 1 + 2%:R * l * w0 * rho.
  by rewrite ltr_paddr ?ltr01 // !mulr_ge0 ?ler0n.
have -> : s - l * (w0 * (1 + 2%:R * s * rho) / (1 + 2%:R * l * w0 * rho)) =
  (s - l * w0) / (1 + 2%:R * l * w0 * rho) by field; rewrite gt_eqF.
by rewrite mulf_eq0 invr_eq0 (gt_eqF D0) orbF.
Qed.

(* (W1 W2)' of the flow and of the printed curve, W1 = r q, W2 = r / q, w0 = r^2.     *)
Theorem mixing_scalar (R : realFieldType) (s l q r : R) : q != 0 ->
  let pulls := s - l * (r * q * (r / q)) in
  pulls * (r / q) * (r / q) + r * q * (r * q * pulls) - 2%:R * r ^+ 2 * (s - l * r ^+ 2) =
  (q - q^-1) ^+ 2 * r ^+ 2 * (s - l * r ^+ 2).
Proof. by move=> q0 pulls; rewrite /pulls; field. Qed.

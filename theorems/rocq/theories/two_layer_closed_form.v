(* The two-layer gradient flow in closed form                                         *)
(*                                                                                    *)
(* Deep network of depth 2, readout 1, any widths d0, d1, d2, layers W_0^T = W_1 and  *)
(* W_1^T = W_2 of the poster: W_1 W_2 is d0 x d2, the risk c |X W_1 W_2 - Y|_F^2,     *)
(* c = 1/(2n), Sigma_x = 2 c X^T X = U diag(lambda) U^T,                              *)
(* Sigma_xy = 2 c X^T Y = U diag(sigma) V^T; U, V, Q orthogonal; start                *)
(* W_1 = U diag(alpha) Q, W_2 = Q^T diag(alpha) V^T.                                  *)
(* Main results                                                                       *)
(*   closed_form_flow      the curve [closed_form_network] is a gradient flow, t >= 0 *)
(*   factors_closed_form   every flow with this start has, for t >= 0,                *)
(*                         W_1 = U diag(diagonal t) Q, W_2 = Q^T diag(diagonal t) V^T *)
(*   product_closed_form   W_1 W_2 = U diag(w_i(t)) V^T, w_i the logistic curve from  *)
(*                         alpha_i^2, i < min (d0, d1, d2), zero beyond               *)
(* Notation                                                                           *)
(*   diag_of m n f    the m x n matrix with f i on its diagonal                       *)
(*   diagonal t i     factor_i(t) = sqrt w_i(t) for i < min (d0, d1, d2), else alpha_i*)
(* One sequence alpha serves both factors: their diagonals share exactly the first    *)
(* min (d0, d1, d2) entries. Not covered: Q not orthogonal, B <> 0.                   *)
(* Source: poster (arXiv 1904.13262), Detailed Theorems; claims two-layer/closed-form,*)
(* two-layer/factors.                                                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_flow flow_energy.
From Lemmata Require Import flow_unique logistic_curve.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Diagonal.
Variable R : comRingType.
Implicit Types f g : nat -> R.

Definition diag_of m n f : 'M[R]_(m, n) := \matrix_(i, j) (f i *+ (i == j :> nat)).

Lemma eq_diag m n f g : (forall i, (i < m)%N -> (i < n)%N -> f i = g i) ->
  diag_of m n f = diag_of m n g.
Proof.
move=> fg; apply/matrixP => i j; rewrite !mxE; case: eqP => // ij.
by rewrite fg // ij.
Qed.

Lemma diag_tr m n f : (diag_of m n f)^T = diag_of n m f.
Proof. by apply/matrixP => i j; rewrite !mxE eq_sym; case: eqP => // ->. Qed.

Lemma diagB m n f g : diag_of m n f - diag_of m n g = diag_of m n (fun i => f i - g i).
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP => // _; rewrite subr0. Qed.

Lemma diagN m n f : - diag_of m n f = diag_of m n (fun i => - f i).
Proof. by apply/matrixP => i j; rewrite !mxE mulNrn. Qed.

Lemma diagM m n p f g : diag_of m n f *m diag_of n p g =
  diag_of m p (fun i => f i * g i *+ (i < n)%N).
Proof.
apply/matrixP => i j; rewrite !mxE; have [lt|ge] := ltnP i n; last first.
  rewrite mulr0n mul0rn big1 // => k _; rewrite !mxE [i == k :> nat]gtn_eqF ?mulr0n ?mul0r //.
  exact: leq_trans (ltn_ord k) ge.
rewrite (bigD1 (Ordinal lt)) //= big1 => [|k ki]; rewrite !mxE /=.
  by rewrite eqxx mulr1n addr0 mulrnAr mulr1n.
by rewrite [i == k :> nat]eq_sym (negPf (_ : k != i :> nat)) ?mulr0n ?mul0r.
Qed.

End Diagonal.

Lemma sandwich_derive (R : realType) m k p q (A : 'M[R]_(m, k)) (B : 'M[R]_(p, q)) D dD t :
  mx_derive D t dD -> mx_derive (fun s => (A *m D s *m B)^T) t (A *m dD *m B)^T.
Proof.
move=> hD; have := mx_deriveM (mx_derive_cst t A) hD.
rewrite mul0mx add0r => hAD; have := mx_derive_tr (mx_deriveM hAD (mx_derive_cst t B)).
by rewrite mulmx0 addr0.
Qed.

Definition two_widths (d0 d1 d2 k : nat) : nat := match k with 0 => d0 | 1 => d1 | _ => d2 end%N.

Section TwoLayer.
Variables (R : realType) (n d0 d1 d2 : nat) (c : R).
Let d := two_widths d0 d1 d2.
Variables (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)).
Variables (U : 'M[R]_d0) (V : 'M[R]_d2) (Q : 'M[R]_d1) (lambda sigma alpha : nat -> R).
Hypothesis c_ge0 : 0 <= c.
Hypothesis U_orth : U^T *m U = 1%:M.
Hypothesis V_orth : V^T *m V = 1%:M.
Hypothesis Q_orth : Q^T *m Q = 1%:M.
Hypothesis data_x : cov (c *+ 2) X = U *m diag_of d0 d0 lambda *m U^T.
Hypothesis data_xy : (c *+ 2) *: (X^T *m Y) = U *m diag_of d0 d2 sigma *m V^T.
Implicit Types W : weights R d.

Notation grad2 := (@grad R d 2 n d2 c X Y 1%:M).
Notation flow2 := (@gradient_flow_at R d 2 n d2 c X Y 1%:M).

Definition mode (i : nat) := (i < minn d0 (minn d1 d2))%N.
Definition diagonal (t : R) (i : nat) :=
  if mode i then factor (sigma i) (lambda i) (alpha i) t else alpha i.
Definition layer1 t : 'M[R]_(d0, d1) := U *m diag_of d0 d1 (diagonal t) *m Q.
Definition layer2 t : 'M[R]_(d1, d2) := Q^T *m diag_of d1 d2 (diagonal t) *m V^T.
Definition closed_form_network t : weights R d := fun k =>
  match k return 'M[R]_(d k.+1, d k) with
  | O => (layer1 t)^T | S O => (layer2 t)^T | _ => 0 end.

Lemma lambda_ge0 i : (i < d0)%N -> 0 <= lambda i.
Proof.
move=> id0; pose j := Ordinal id0.
have E : (c *+ 2) *: ((X *m U)^T *m (X *m U)) = diag_of d0 d0 lambda.
  have /= := congr1 (fun A => U^T *m A *m U) data_x; rewrite /cov -scalemxAr -scalemxAl.
  rewrite !mulmxA U_orth mul1mx -[_ *m U^T *m U]mulmxA U_orth mulmx1 => <-.
  by rewrite trmx_mul.
have := congr1 (fun A : 'M_d0 => A j j) E; rewrite !mxE eqxx mulr1n => <-.
apply: mulr_ge0; first by rewrite mulrn_wge0.
by apply: sumr_ge0 => k _; rewrite !mxE -expr2 sqr_ge0.
Qed.

(* The residual in the rotated coordinates                                              *)
Definition gap (x : nat -> R) i := lambda i * (x i ^+ 2 *+ (i < d1)%N) *+ (i < d0)%N - sigma i.

Lemma err_diag W (x : nat -> R) :
    (W 0%N)^T = U *m diag_of d0 d1 x *m Q -> (W 1%N)^T = Q^T *m diag_of d1 d2 x *m V^T ->
  @err R d 2 n d2 c X Y 1%:M W = V *m diag_of d2 d0 (gap x) *m U^T.
Proof.
move=> W1 W2; rewrite /err /res /fit trmx1 !mul1mx /= mulmx1.
have QQ : Q *m Q^T = 1%:M by exact: mulmx1C.
have -> : (W 1%N *m W 0%N)^T = U *m diag_of d0 d2 (fun i => x i ^+ 2 *+ (i < d1)%N) *m V^T.
  rewrite trmx_mul W1 W2 !mulmxA -[_ *m Q *m Q^T]mulmxA QQ mulmx1.
  by rewrite -[_ *m diag_of _ _ _ *m diag_of _ _ _]mulmxA diagM.
set D := diag_of d0 d2 _; rewrite -[X in _ *m X]trmxK -trmx_mul -linearZ /= mulmxBr.
rewrite scalerBr data_xy mulmxA scalemxAl -/(cov (c *+ 2) X) data_x.
rewrite !mulmxA -[_ *m U^T *m U]mulmxA U_orth mulmx1 -[_ *m diag_of _ _ lambda *m D]mulmxA.
by rewrite -mulmxBl -mulmxBr diagM diagB !trmx_mul trmxK mulmxA diag_tr.
Qed.

Definition speed_of (x : nat -> R) i :=
  if mode i then (sigma i - lambda i * x i ^+ 2) * x i else 0.

Lemma grad_diag W (x : nat -> R) :
    (W 0%N)^T = U *m diag_of d0 d1 x *m Q -> (W 1%N)^T = Q^T *m diag_of d1 d2 x *m V^T ->
  - grad2 W 0 = (U *m diag_of d0 d1 (speed_of x) *m Q)^T /\
  - grad2 W 1 = (Q^T *m diag_of d1 d2 (speed_of x) *m V^T)^T.
Proof.
move=> W1 W2; have errE := err_diag W1 W2.
have modeE i : (i < d0)%N -> (i < d1)%N -> (i < d2)%N -> mode i.
  by move=> a0 a1 a2; rewrite /mode !leq_min a0 a1.
have idle i : ~~ ((i < d0) && (i < d1) && (i < d2))%N -> speed_of x i = 0.
  by move=> no; rewrite /speed_of /mode !leq_min andbA (negPf no).
rewrite /grad errE (tailS _ (ltnSn 1)) tail_last mul1mx W2 !trmx1 /= !mulmx1 mul1mx W1.
split.
  rewrite !mulmxA -[_ *m V^T *m V]mulmxA V_orth mulmx1 -[_ *m diag_of _ _ x *m diag_of _ _ _]mulmxA.
  rewrite diagM !trmx_mul diag_tr mulmxA -mulNmx -mulmxN diagN; congr (_ *m _ *m _).
  apply: eq_diag => i i1 i0; have [i2|i2] := boolP (i < d2)%N; last first.
    by rewrite mulr0n oppr0 idle // negb_and i2 orbT.
  by rewrite /speed_of modeE // /gap i0 i1 /= !mulr1n; ring.
rewrite !mulmxA -[_ *m U^T *m U]mulmxA U_orth mulmx1 -[_ *m diag_of _ _ _ *m diag_of _ _ x]mulmxA.
rewrite diagM !trmx_mul !trmxK diag_tr mulmxA -mulNmx -mulmxN diagN; congr (_ *m _ *m _).
apply: eq_diag => i i2 i1; have [i0|i0] := boolP (i < d0)%N; last first.
  by rewrite mulr0n oppr0 idle // negb_and negb_and i0.
by rewrite /speed_of modeE // /gap i0 i1 !mulr1n; ring.
Qed.

Lemma diag_derive m l (f : R -> nat -> R) (df : nat -> R) t :
    (forall i, (i < m)%N -> (i < l)%N -> is_derive t 1 (f ^~ i) (df i)) ->
  mx_derive (fun s => diag_of m l (f s)) t (diag_of m l df).
Proof.
move=> hf i j; rewrite mxE; case: (eqVneq (i : nat) j) => [ij|ij].
  rewrite mulr1n (_ : (fun s => _) = f ^~ i); last by apply/funext => s; rewrite mxE ij eqxx mulr1n.
  by apply: hf => //; rewrite ij.
rewrite mulr0n (_ : (fun s => _) = cst 0); first exact: is_derive_cst.
by apply/funext => s; rewrite mxE (negPf ij) mulr0n.
Qed.

Lemma diagonal_derive t i : 0 <= t -> is_derive t 1 (diagonal ^~ i) (speed_of (diagonal t) i).
Proof.
rewrite /speed_of /diagonal => t0; case: ifP => [im|_]; last exact: is_derive_cst.
have l0 : 0 <= lambda i by apply: lambda_ge0; move: im; rewrite /mode leq_min => /andP[].
by rewrite im; exact: (factor_derive (sigma i) (alpha i) l0 t0).
Qed.

(* The curve in closed form is a gradient flow ...                                      *)
Theorem closed_form_flow t : 0 <= t -> flow2 closed_form_network t.
Proof.
move=> t0; have [g0 g1] := @grad_diag (closed_form_network t) (diagonal t) (trmxK _) (trmxK _).
have D m k := diag_derive (fun i (_ : (i < m)%N) (_ : (i < k)%N) => diagonal_derive i t0).
by case=> [|[|//]] _; rewrite ?g0 ?g1; exact: sandwich_derive (D _ _).
Qed.

(* ... and the only one from its start                                                  *)
Section Flow.
Variable W : R -> weights R d.
Hypothesis flow : forall t, 0 <= t -> flow2 W t.
Hypothesis start1 : (W 0 0%N)^T = U *m diag_of d0 d1 alpha *m Q.
Hypothesis start2 : (W 0 1%N)^T = Q^T *m diag_of d1 d2 alpha *m V^T.

Lemma diagonal0 i : diagonal 0 i = alpha i.
Proof.
rewrite /diagonal; case: ifP => // _; rewrite /factor /denom /ramp !mulr0 !expR0 subrr mul0r.
by rewrite if_same mulr0 addr0 sqrtr1 divr1 mulr1.
Qed.

Theorem factors_closed_form t : 0 <= t ->
  (W t 0%N)^T = U *m diag_of d0 d1 (diagonal t) *m Q /\
  (W t 1%N)^T = Q^T *m diag_of d1 d2 (diagonal t) *m V^T.
Proof.
move=> t0; have e0 m k : diag_of m k (diagonal 0) = diag_of m k alpha.
  by apply: eq_diag => i _ _; exact: diagonal0.
have same k : (k < 2)%N -> W 0 k = closed_form_network 0 k.
  by case: k => [|[|//]] _; rewrite -[LHS]trmxK ?start1 ?start2 /= /layer1 /layer2 e0.
have uni := flow_unique flow closed_form_flow same t0.
by rewrite (uni 0%N) // (uni 1%N) // /= !trmxK.
Qed.

Theorem product_closed_form t : 0 <= t -> (W t 0%N)^T *m (W t 1%N)^T =
  U *m diag_of d0 d2 (fun i => logistic (sigma i) (lambda i) (alpha i) t *+ mode i) *m V^T.
Proof.
move=> t0; have [-> ->] := factors_closed_form t0; have QQ : Q *m Q^T = 1%:M by exact: mulmx1C.
rewrite !mulmxA -[_ *m Q *m Q^T]mulmxA QQ mulmx1 -[_ *m diag_of _ _ _ *m diag_of _ _ _]mulmxA diagM.
congr (_ *m _ *m _); apply: eq_diag => i i0 i2; rewrite -expr2 /mode !leq_min i0 i2 andbT /=.
case i1 : (i < d1)%N; rewrite ?mulr0n // !mulr1n /diagonal /mode !leq_min i0 i1 i2 factor_sq //.
exact: lambda_ge0.
Qed.

End Flow.
End TwoLayer.

(* Which mixing matrices Q the printed curve of the two-layer flow allows             *)
(*                                                                                    *)
(* Deep network of depth 2, readout 1, any widths d0, d1, d2, layers W_0^T = W_1 and  *)
(* W_1^T = W_2 of the poster: W_1 W_2 is d0 x d2, the risk c |X W_1 W_2 - Y|_F^2,     *)
(* c = 1/(2n), Sigma_x = 2 c X^T X = U diag(lambda) U^T,                              *)
(* Sigma_xy = 2 c X^T Y = U diag(sigma) V^T, U, V orthogonal. The printed curve is    *)
(* W_1 = U diag(x(t)) Q, W_2 = Q^(-1) diag(x(t)) V^T, x_i = sqrt w_i.                 *)
(* Main results                                                                       *)
(*   grad_fields   minus the gradients of the deep network are the poster's fields    *)
(*   mixing_flow   the printed curve is a gradient flow on t >= 0 iff                 *)
(*                 Q Q^T e_i = e_i for every active mode i                            *)
(* Notation                                                                           *)
(*   diagonal t i     factor_i(t) = sqrt w_i(t) for i < min (d0, d1, d2), else alpha_i*)
(*   slope t i        its derivative                                                  *)
(*   closed_form_network Q P t   the printed curve, P = Q^(-1)                        *)
(*   fixes_active     Q Q^T e_i = e_i if alpha_i (sigma_i - lambda_i alpha_i^2) <> 0, *)
(*                    i < min (d0, d1, d2)                                            *)
(* One sequence alpha serves both factors: their diagonals share exactly the first    *)
(* min (d0, d1, d2) entries. Not covered: B <> 0.                                     *)
(* Source: poster (arXiv 1904.13262); claim two-layer/mixing-matrix.                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_flow flow_energy.
From Lemmata Require Import flow_unique logistic_curve two_layer_matrix.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma sandwich_derive (R : realType) m k p q (A : 'M[R]_(m, k)) (B : 'M[R]_(p, q)) D dD t :
  mx_derive D t dD -> mx_derive (fun s => (A *m D s *m B)^T) t (A *m dD *m B)^T.
Proof.
move=> hD; have := mx_deriveM (mx_derive_cst t A) hD.
rewrite mul0mx add0r => hAD; have := mx_derive_tr (mx_deriveM hAD (mx_derive_cst t B)).
by rewrite mulmx0 addr0.
Qed.

Definition two_widths (d0 d1 d2 k : nat) : nat := match k with 0 => d0 | 1 => d1 | _ => d2 end%N.

Lemma mx_derive_unique (R : realType) m l (A : R -> 'M[R]_(m, l)) t D1 D2 :
  mx_derive A t D1 -> mx_derive A t D2 -> D1 = D2.
Proof. by move=> h1 h2; apply/matrixP => i j; case: (h1 i j) (h2 i j) => [_ <-] [_ <-]. Qed.

Section TwoLayer.
Variables (R : realType) (n d0 d1 d2 : nat) (c : R).
Let d := two_widths d0 d1 d2.
Variables (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)).
Notation grad2 := (@grad R d 2 n d2 c X Y 1%:M).
Notation flow2 := (@gradient_flow_at R d 2 n d2 c X Y 1%:M).
Notation Sx := (cov (c *+ 2) X).
Notation Sxy := ((c *+ 2) *: (X^T *m Y)).
Implicit Types W : weights R d.

(* The gradients of the deep network are those of the poster                            *)
Lemma grad_fields W :
  - grad2 W 0 = (first_field Sx Sxy (W 0%N)^T (W 1%N)^T)^T /\
  - grad2 W 1 = (second_field Sx Sxy (W 0%N)^T (W 1%N)^T)^T.
Proof.
pose F := Sxy - Sx *m ((W 0%N)^T *m (W 1%N)^T).
have errE : @err R d 2 n d2 c X Y 1%:M W = - F^T.
  rewrite /err /res /fit trmx1 !mul1mx /= mulmx1 trmx_mul.
  apply: trmx_inj; rewrite linearZ linearN /= trmx_mul !trmxK mulmxBr scalerBr /F opprB.
  by rewrite /cov -scalemxAl !mulmxA.
rewrite /grad errE (tailS _ (ltnSn 1)) tail_last !mul1mx !trmx1 /= !mulmx1 !mul1mx.
by rewrite mulmxN mulNmx !opprK /first_field /second_field !trmx_mul !trmxK.
Qed.

Variables (U : 'M[R]_d0) (V : 'M[R]_d2) (lambda sigma alpha : nat -> R).
Hypothesis c_ge0 : 0 <= c.
Hypotheses (oU : orth U) (oV : orth V).
Hypothesis data_x : Sx = U *m rdiag d0 d0 lambda *m U^T.
Hypothesis data_xy : Sxy = U *m rdiag d0 d2 sigma *m V^T.

Lemma lambda_ge0 i : (i < d0)%N -> 0 <= lambda i.
Proof.
move=> id0; pose j := Ordinal id0.
have E : (c *+ 2) *: ((X *m U)^T *m (X *m U)) = rdiag d0 d0 lambda.
  have /= := congr1 (fun A => U^T *m A *m U) data_x; rewrite /cov -scalemxAr -scalemxAl.
  rewrite !mulmxA oU mul1mx -[_ *m U^T *m U]mulmxA oU mulmx1 => <-.
  by rewrite trmx_mul.
have := congr1 (fun A : 'M_d0 => A j j) E; rewrite !mxE eqxx => <-.
apply: mulr_ge0; first by rewrite mulrn_wge0.
by apply: sumr_ge0 => k _; rewrite !mxE -expr2 sqr_ge0.
Qed.

Definition mode (i : nat) := (i < minn d0 (minn d1 d2))%N.
Definition diagonal (t : R) (i : nat) :=
  if mode i then factor (sigma i) (lambda i) (alpha i) t else alpha i.
Definition slope (t : R) (i : nat) :=
  if mode i then pull sigma lambda (diagonal t) (diagonal t) i * diagonal t i else 0.

Lemma modeE i : mode i = [&& (i < d0)%N, (i < d1)%N & (i < d2)%N].
Proof. by rewrite /mode !leq_min. Qed.

Lemma diagonal0 i : diagonal 0 i = alpha i.
Proof.
rewrite /diagonal; case: ifP => // _; rewrite /factor /denom /ramp !mulr0 !expR0 subrr mul0r.
by rewrite if_same mulr0 addr0 sqrtr1 divr1 mulr1.
Qed.

Lemma diagonal_derive t i : 0 <= t -> is_derive t 1 (diagonal ^~ i) (slope t i).
Proof.
rewrite /slope /pull /diagonal => t0; case: ifP => [im|_]; last exact: is_derive_cst.
have l0 : 0 <= lambda i by apply: lambda_ge0; move: im; rewrite modeE => /and3P[].
by rewrite im -expr2; exact: (factor_derive (sigma i) (alpha i) l0 t0).
Qed.

Lemma rdiag_derive m l t : 0 <= t ->
  mx_derive (fun s => rdiag m l (diagonal s)) t (rdiag m l (slope t)).
Proof.
move=> t0 i j; rewrite mxE; case: (eqVneq (i : nat) j) => [ij|ij].
  rewrite (_ : (fun s => _) = diagonal ^~ i); first exact: diagonal_derive.
  by apply/funext => s; rewrite mxE ij eqxx.
rewrite (_ : (fun s => _) = cst 0); first exact: is_derive_cst.
by apply/funext => s; rewrite mxE (negPf ij).
Qed.

Section Mixing.
Variables Q P : 'M[R]_d1.
Hypothesis QP : Q *m P = 1%:M.
Definition layer1 t : 'M[R]_(d0, d1) := U *m rdiag d0 d1 (diagonal t) *m Q.
Definition layer2 t : 'M[R]_(d1, d2) := P *m rdiag d1 d2 (diagonal t) *m V^T.
Definition closed_form_network t : weights R d := fun k =>
  match k return 'M[R]_(d k.+1, d k) with
  | O => (layer1 t)^T | S O => (layer2 t)^T | _ => 0 end.

Lemma grad_curve t :
  - grad2 (closed_form_network t) 0 = (U *m rdiag d0 d1 (slope t) *m P^T)^T /\
  - grad2 (closed_form_network t) 1 = (Q^T *m rdiag d1 d2 (slope t) *m V^T)^T.
Proof.
have [-> ->] := grad_fields (closed_form_network t); rewrite /= !trmxK data_x data_xy.
have [-> ->] := field_mixed sigma lambda oU oV (diagonal t) (diagonal t) QP.
split; congr (_ *m _ *m _)^T; apply: eq_rdiag => i i1 i2; rewrite /slope modeE i1 i2 ?andbT //=.
by case: ifP => // _; rewrite mulrC.
Qed.

Lemma curve_derive t : 0 <= t ->
  mx_derive (fun s => closed_form_network s 0%N) t (U *m rdiag d0 d1 (slope t) *m Q)^T /\
  mx_derive (fun s => closed_form_network s 1%N) t (P *m rdiag d1 d2 (slope t) *m V^T)^T.
Proof. by move=> t0; split; apply: sandwich_derive; exact: rdiag_derive. Qed.

Lemma curve_flowP t : 0 <= t -> flow2 closed_form_network t <->
  rdiag d0 d1 (slope t) *m Q = rdiag d0 d1 (slope t) *m P^T /\
  rdiag d2 d1 (slope t) *m Q = rdiag d2 d1 (slope t) *m P^T.
Proof.
move=> t0; have [c0 c1] := curve_derive t0; have [g0 g1] := grad_curve t; split=> [flow|[e0 e1]].
  have := mx_derive_unique c0 (flow 0%N isT); have := mx_derive_unique c1 (flow 1%N isT).
  rewrite g0 g1 => /trmx_inj/(congr1 (mulmx^~ V)) E1 /trmx_inj/(congr1 (mulmx U^T)) E0; split.
    by move: E0; rewrite !mulmxA oU !mul1mx.
  move: E1; rewrite -![_ *m V^T *m V]mulmxA oV !mulmx1 => /(congr1 trmx).
  by rewrite !trmx_mul trmxK rdiag_tr.
case=> [|[|//]] _; rewrite ?g0 ?g1; first by rewrite -mulmxA -e0 mulmxA; exact: c0.
have -> : Q^T *m rdiag d1 d2 (slope t) = P *m rdiag d1 d2 (slope t); last exact: c1.
by apply: trmx_inj; rewrite !trmx_mul trmxK rdiag_tr.
Qed.

(* Q Q^T fixes e_i for every active mode i                                              *)
Definition fixes_active := forall i : 'I_d1,
  mode i -> alpha i * (sigma i - lambda i * alpha i ^+ 2) != 0 ->
  Q *m Q^T *m delta_mx i 0 = delta_mx i 0 :> 'cV_d1.

Let PQ : P *m Q = 1%:M. Proof. exact: mulmx1C. Qed.

(* Where a mode is at rest at t = 0 it stays at rest                                    *)
Lemma slope_rest t i : 0 <= t ->
  alpha i * (sigma i - lambda i * alpha i ^+ 2) = 0 -> slope t i = 0.
Proof.
rewrite /slope modeE /pull => t0 rest; case: ifP => // im.
have l0 : 0 <= lambda i by apply: lambda_ge0; case/and3P: im.
move/eqP: rest; rewrite -expr2 /diagonal modeE im factor_sq // mulf_eq0 subr_eq0.
case/orP=> /eqP rest; last by rewrite logistic_rest // -rest subrr mul0r.
by rewrite /factor rest !mul0r mulr0.
Qed.

Let Z := Q *m Q^T - 1%:M.

Lemma fixesP (k : 'I_d1) :
  Q *m Q^T *m delta_mx k 0 = delta_mx k 0 :> 'cV_d1 <-> forall j, Z k j = 0.
Proof.
have sym j : Z k j = (Z *m delta_mx k 0 : 'cV_d1) j 0.
  have {1}<- : Z^T = Z by rewrite /Z linearB /= trmx_mul trmxK trmx1.
  by rewrite -colE !mxE.
have E : Z *m delta_mx k 0 = Q *m Q^T *m delta_mx k 0 - delta_mx k 0 :> 'cV_d1.
  by rewrite mulmxBl mul1mx.
split=> [fix_k j|Z0]; first by rewrite sym E fix_k subrr mxE.
by apply/eqP; rewrite -subr_eq0 -E; apply/eqP/colP => j; rewrite -sym Z0 mxE.
Qed.

Lemma rdiag_fixes m (s : nat -> R) : rdiag m d1 s *m Q = rdiag m d1 s *m P^T <->
  forall k : 'I_d1, (k < m)%N -> s k != 0 -> forall j, Z k j = 0.
Proof.
have row (i : 'I_m) (k : 'I_d1) j : i = k :> nat -> (rdiag m d1 s *m Z) i j = s k * Z k j.
  move=> ik; rewrite mxE (bigD1 k) //= big1 ?addr0 => [|l /eqP lk]; rewrite mxE ik ?eqxx //.
  by case: eqP => [/esym/val_inj //|_]; rewrite mul0r.
have QPt : P^T *m Q^T = 1%:M by rewrite -trmx_mul QP trmx1.
have PQt : Q^T *m P^T = 1%:M by rewrite -trmx_mul PQ trmx1.
split=> [E k km sk j|E].
  have Z0 : rdiag m d1 s *m Z = 0.
    by rewrite mulmxBr mulmx1 mulmxA E -mulmxA QPt mulmx1 subrr.
  have /eqP := row (Ordinal km) k j erefl; rewrite Z0 mxE eq_sym mulf_eq0 (negPf sk).
  by move/eqP.
suff Z0 : rdiag m d1 s *m Z = 0.
  apply/eqP; rewrite -subr_eq0 -mulmxBr (_ : Q - P^T = Z *m P^T) ?mulmxA ?Z0 ?mul0mx //.
  by rewrite mulmxBl mul1mx -mulmxA PQt mulmx1.
apply/matrixP => i j; rewrite [RHS]mxE; case: (ltnP i d1) => [id1|di].
  rewrite (row i (Ordinal id1)) //=; have [->|s0] := eqVneq (s i) 0; first by rewrite mul0r.
  by rewrite (E (Ordinal id1) (ltn_ord i) s0) mulr0.
rewrite mxE big1 // => k _; rewrite mxE; case: eqP => [ik|_]; last by rewrite mul0r.
by move: (ltn_ord k); rewrite -ik ltnNge di.
Qed.

(* The printed curve is the flow iff Q Q^T e_i = e_i for every active i                 *)
Theorem mixing_flow : (forall t, 0 <= t -> flow2 closed_form_network t) <-> fixes_active.
Proof.
split=> [flow i im act|fix_ t t0].
  apply/fixesP; have [E _] := iffLR (curve_flowP (lexx 0)) (flow 0 (lexx 0)).
  apply: (iffLR (rdiag_fixes _ _) E); first by move: im; rewrite modeE => /and3P[].
  by move: act; rewrite /slope im /pull diagonal0 -expr2 mulrC.
apply/curve_flowP => //; split; apply/rdiag_fixes => k km sk; apply/fixesP/fix_.
- by apply: contraNT sk; rewrite /slope => /negPf ->.
- by apply: contra_neq sk; exact: slope_rest.
- by apply: contraNT sk; rewrite /slope => /negPf ->.
by apply: contra_neq sk; exact: slope_rest.
Qed.

End Mixing.

End TwoLayer.

(* Reduced-rank regression                                                            *)
(*                                                                                    *)
(* f(W) = (c/2) |Y - X W|_F^2, c > 0; S = c X^T X is positive definite, N = c X^T Y.  *)
(* T = S^(-1) N, least squares without a bound on the rank; N^T T = V diag(mu) V^T,   *)
(* V orthogonal: the mu_i are the eigenvalues of N^T S^(-1) N.                        *)
(* Main results, for a set K of indices                                               *)
(*   decrease_le    f(0) - f(W) <= (1/2) sum of mu over K, when rank W <= |K| and K   *)
(*                  keeps the largest mu                                              *)
(*   fit_decrease   f(0) - f(W) = <N, W> - <W, S W> / 2                               *)
(* The solutions: reduced_rank_solution.v.                                            *)
(* Source: poster, A Simple Deep Linear Model; claims                                 *)
(* two-layer/risk-and-reduced-rank, two-layer/sequential.                             *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Weights 0 <= a_i <= 1 of sum at most |K|: the best they can do is K.               *)
Lemma kept_best (R : realFieldType) m (mu a : 'I_m -> R) (K : {set 'I_m}) th : 0 <= th ->
    (forall i, i \in K -> th <= mu i) -> (forall i, i \notin K -> mu i <= th) ->
    (forall i, 0 <= a i <= 1) -> \sum_i a i <= #|K|%:R ->
  \sum_i mu i * a i <= \sum_(i in K) mu i.
Proof.
move=> th0 up low a01 sum_le; rewrite -subr_ge0.
have -> : \sum_(i in K) mu i - \sum_i mu i * a i =
  \sum_i (mu i - th) * ((i \in K)%:R - a i) + th * (#|K|%:R - \sum_i a i).
  have E : #|K|%:R = \sum_i (i \in K)%:R :> R.
    by rewrite -sum1_card natr_sum big_mkcond; apply: eq_bigr => i _; case: (i \in K).
  rewrite E big_mkcond -!sumrB mulr_sumr -big_split; apply: eq_bigr => i _ /=.
  by case: (i \in K) => /=; ring.
rewrite addr_ge0 ?mulr_ge0 ?subr_ge0 // sumr_ge0 // => i _.
have /andP[a0 a1] := a01 i; case: (boolP (i \in K)) => iK.
  by rewrite mulr_ge0 ?subr_ge0 ?up.
by rewrite sub0r mulrN -mulNr mulr_ge0 // oppr_ge0 subr_le0 low.
Qed.

Lemma definite_unit (R : realFieldType) n (A : 'M[R]_n) :
  (forall x : 'cV_n, x != 0 -> 0 < dot x (A *m x)) -> A \in unitmx.
Proof.
move=> definite; rewrite -row_free_unit -kermx_eq0; apply: contraT => /rowV0Pn[v /sub_kermxP vA v0].
have := definite v^T; rewrite trmx_eq0 => /(_ v0).
by rewrite dotC dot_mull -[A^T *m v^T]trmx_mul vA trmx0 dot0r ltxx.
Qed.

Section ReducedRank.
Variables (R : realFieldType) (n d m : nat) (c : R).
Variables (X : 'M[R]_(n, d)) (Y : 'M[R]_(n, m)) (V : 'M[R]_m) (mu : 'I_m -> R).
Hypothesis c_gt0 : 0 < c.
Let S := c *: (X^T *m X).
Let N := c *: (X^T *m Y).
Hypothesis definite : forall x : 'cV_d, x != 0 -> 0 < dot x (S *m x).
Hypothesis oV : orth V.
Variable T : 'M[R]_(d, m).
Hypothesis ST : S *m T = N.
Hypothesis spectrum : N^T *m T = V *m diag_mx (\row_i mu i) *m V^T.

Definition fit (W : 'M[R]_(d, m)) := c / 2%:R * sqF (Y - X *m W).
Definition decrease W := dot N W - dot W (S *m W) / 2%:R.

Let two : (2%:R : R) != 0. Proof. by rewrite pnatr_eq0. Qed.
Let S_sym : S^T = S. Proof. by rewrite /S linearZ /= trmx_mul trmxK. Qed.

Let formE k (Z : 'M[R]_(d, k)) : dot Z (S *m Z) = c * sqF (X *m Z).
Proof. by rewrite /S -scalemxAl dotZr -mulmxA dotC dot_mull trmxK. Qed.

Let form_ge0 k (Z : 'M[R]_(d, k)) : 0 <= dot Z (S *m Z).
Proof. by rewrite formE mulr_ge0 ?sqF_ge0 // ltW. Qed.

Lemma fit_decrease W : fit 0 - fit W = decrease W.
Proof.
have E : sqF (Y - X *m W) = sqF Y - dot Y (X *m W) *+ 2 + sqF (X *m W).
  rewrite sqFD (dotC Y) dotNl dotC mulNrn; congr (_ + _).
  by rewrite /sqF dotNl dotC dotNl opprK.
rewrite /fit mulmx0 subr0 E /decrease formE /N dotZl dot_mull trmxK.
by rewrite mulr2n; field.
Qed.

Let TN : T^T *m N = V *m diag_mx (\row_i mu i) *m V^T.
Proof.
rewrite -[T^T *m N]trmxK trmx_mul trmxK spectrum !trmx_mul trmxK tr_diag_mx.
by rewrite mulmxA.
Qed.

(* W = C D with C of full column rank; Q gathers the C^T N v_i.                       *)
Section Factor.
Variables (r : nat) (C : 'M[R]_(d, r)).
Hypothesis full : row_full C.
Let H := C^T *m S *m C.
Let Q := C^T *m N *m V.
Let t i := dot (col i Q) (invmx H *m col i Q).

Let H_sym : H^T = H. Proof. by rewrite /H !trmx_mul trmxK S_sym mulmxA. Qed.

Let HE k (Z : 'M[R]_(r, k)) : dot Z (H *m Z) = dot (C *m Z) (S *m (C *m Z)).
Proof. by rewrite dot_mull -!mulmxA. Qed.

Lemma gram_unit : H \in unitmx.
Proof.
apply: definite_unit => x x0; rewrite HE; apply: definite.
have /row_fullP[B BC] := full; apply: contraNneq x0 => Cx.
by rewrite -[x]mul1mx -BC -mulmxA Cx mulmx0.
Qed.

Let HI_sym : (invmx H)^T = invmx H. Proof. by rewrite trmx_inv H_sym. Qed.

Let inv_ge0 k (Z : 'M[R]_(r, k)) : 0 <= dot Z (invmx H *m Z).
Proof.
have -> : dot Z (invmx H *m Z) = dot (invmx H *m Z) (H *m (invmx H *m Z)).
  by rewrite (mulKVmx gram_unit) dotC.
by rewrite HE form_ge0.
Qed.

Let t_entry i : t i = (Q^T *m (invmx H *m Q)) i i.
Proof.
rewrite /t (_ : invmx H *m col i Q = col i (invmx H *m Q)); last by rewrite !colE mulmxA.
by rewrite dotE mxE; apply: eq_bigr => k _; rewrite big_ord1 !mxE.
Qed.

Let sum_t : \sum_i t i = dot Q (invmx H *m Q).
Proof. by rewrite /dot /mxtrace; apply: eq_bigr => i _; rewrite t_entry. Qed.

(* Completing the square in D.                                                        *)
Lemma decrease_factor (D : 'M[R]_(r, m)) : decrease (C *m D) *+ 2 <= \sum_i t i.
Proof.
have [D0 HD0 ->] : exists2 D0, H *m D0 = C^T *m N & \sum_i t i = dot D0 (H *m D0).
  exists (invmx H *m (C^T *m N)); first by rewrite (mulKVmx gram_unit).
  rewrite (mulKVmx gram_unit) sum_t [RHS]dotC /Q dot_mulr -!mulmxA (orth_mul oV) mulmx1.
  by [].
have sym : dot D0 (H *m D) = dot D (H *m D0) by rewrite dotC dot_mull H_sym.
have -> : decrease (C *m D) *+ 2 = dot D0 (H *m D0) - dot (D - D0) (H *m (D - D0)).
  rewrite /decrease -HE dotC dot_mull -HD0 mulmxBr !dotBl !dotBr sym mulr2n.
  move: (dot D _) (dot D _) (dot D0 _) => x y z.
  by field.
by rewrite ler_subl_addr ler_addl HE form_ge0.
Qed.

Lemma t_bounds i : 0 <= t i <= mu i.
Proof.
rewrite inv_ge0 /=; set z := invmx H *m col i Q; set p := T *m col i V.
have Hz : H *m z = col i Q by exact: (mulKVmx gram_unit).
have Sp : S *m p = N *m col i V by rewrite mulmxA ST.
have Qp : col i Q = C^T *m (S *m p) by rewrite Sp /Q !colE !mulmxA.
have pp : dot p (S *m p) = mu i.
  rewrite Sp dot_mull mulmxA TN colE -!mulmxA (mulmxA V^T) oV mul1mx.
  rewrite dot_mull mulmxA oV mul1mx dotE (bigD1 i) //= big_ord1 big1 ?addr0 => [|k /negPf ki].
    by rewrite mul_diag_mx !mxE !eqxx mul1r mulr1.
  by rewrite big_ord1 !mxE ki mul0r.
have Cz : dot (C *m z) (S *m p) = t i by rewrite dot_mull -Qp dotC.
have := form_ge0 (p - C *m z); rewrite mulmxBr !dotBl !dotBr pp Cz -HE Hz (dotC p).
by rewrite dot_mull S_sym Cz [dot z _]dotC -/(t i) subrr subr0 subr_ge0.
Qed.

Lemma t_sum : \sum_i t i / mu i <= r%:R.
Proof.
have [B BE] : exists B, B = T *m V by exists (T *m V).
pose Dp := diag_mx (\row_i (mu i)^-1).
have [Z ZE] : exists Z, Z = B *m Dp *m B^T by exists (B *m Dp *m B^T).
have Z_sym : Z^T = Z.
  by rewrite ZE trmx_mul trmxK (trmx_mul B) tr_diag_mx mulmxA.
have BSB : B^T *m (S *m B) = diag_mx (\row_i mu i).
  rewrite BE trmx_mul (mulmxA S) ST -mulmxA (mulmxA T^T) TN.
  by rewrite -!mulmxA oV mulmx1 mulmxA oV mul1mx.
have ZSZ : Z *m S *m Z = Z.
  rewrite ZE -!mulmxA; congr (_ *m _); rewrite (mulmxA S B) (mulmxA B^T) BSB !mulmxA.
  congr (_ *m _); rewrite mulmx_diag mulmx_diag; congr diag_mx; apply/rowP => i.
  by rewrite !mxE; have [->|z] := eqVneq (mu i) 0; rewrite ?invr0 ?mul0r // mulVf ?mul1r.
pose E := C - Z *m S *m C.
have EE : E^T *m S *m E = H - Q *m Dp *m Q^T.
  have QE : Q = C^T *m S *m B by rewrite /Q BE -!mulmxA (mulmxA S) ST.
  have -> : Q *m Dp *m Q^T = C^T *m (S *m Z *m S) *m C.
    by rewrite QE !trmx_mul trmxK S_sym ZE !mulmxA.
  have ET : E^T = C^T - C^T *m S *m Z.
    by rewrite [LHS]linearB /= !trmx_mul Z_sym S_sym mulmxA.
  have ZSZX : Z *m (S *m (Z *m (S *m C))) = Z *m (S *m C) by rewrite !mulmxA ZSZ.
  by rewrite ET /E /H mulmxBl mulmxBl !mulmxBr -!mulmxA ZSZX subrr subr0.
have : 0 <= c * dot (X *m E)^T (invmx H *m (X *m E)^T) by rewrite mulr_ge0 ?inv_ge0 // ltW.
have -> : c * dot (X *m E)^T (invmx H *m (X *m E)^T) = \tr (invmx H *m (E^T *m S *m E)).
  rewrite /dot trmxK mxtrace_mulC -mulmxA -mxtraceZ scalemxAr trmx_mul -mulmxA.
  by congr (\tr (_ *m _)); rewrite /S -scalemxAr -!scalemxAl -scalemxAr !mulmxA.
rewrite EE mulmxBr (mulVmx gram_unit) raddfB /= mxtrace1 subr_ge0; congr (_ <= _).
rewrite mulmxA mxtrace_mulC.
have -> : Q^T *m (invmx H *m (Q *m Dp)) = Q^T *m (invmx H *m Q) *m Dp.
  by rewrite -(mulmxA Q^T) -(mulmxA (invmx H)).
by rewrite /mxtrace; apply: eq_bigr => i _; rewrite mul_mx_diag mxE -t_entry !mxE.
Qed.

Lemma decrease_factor_le (D : 'M[R]_(r, m)) (K : {set 'I_m}) th : 0 <= th ->
    (r <= #|K|)%N ->
    (forall i, i \in K -> th <= mu i) -> (forall i, i \notin K -> mu i <= th) ->
  decrease (C *m D) <= (\sum_(i in K) mu i) / 2%:R.
Proof.
move=> th0 rK up low; rewrite ler_pdivl_mulr ?ltr0n // mulr_natr.
apply: le_trans (decrease_factor D) _.
have mu0 i : 0 <= mu i by case/andP: (t_bounds i) => /le_trans le /le.
have -> : \sum_i t i = \sum_i mu i * (t i / mu i).
  apply: eq_bigr => i _; have [z|nz] := eqVneq (mu i) 0; last by rewrite [RHS]mulrCA divff ?mulr1.
  by have := t_bounds i; rewrite z mul0r -eq_le => /eqP.
apply: (kept_best th0 up low) => [i|]; last first.
  by apply: le_trans t_sum _; rewrite ler_nat.
have /andP[t0 t1] := t_bounds i; rewrite divr_ge0 //=.
have [z|nz] := eqVneq (mu i) 0; first by rewrite z invr0 mulr0 ler01.
by rewrite ler_pdivr_mulr ?mul1r // lt_def nz mu0.
Qed.
End Factor.

Lemma mu_ge0 i : 0 <= mu i.
Proof.
have full1 : row_full (1%:M : 'M[R]_d) by rewrite row_full_unit unitmx1.
by case/andP: (t_bounds full1 i) => /le_trans le /le.
Qed.

(* No matrix of rank at most |K| does better than the |K| largest mu.                 *)
Theorem decrease_le W (K : {set 'I_m}) th : 0 <= th -> (\rank W <= #|K|)%N ->
    (forall i, i \in K -> th <= mu i) -> (forall i, i \notin K -> mu i <= th) ->
  decrease W <= (\sum_(i in K) mu i) / 2%:R.
Proof.
move=> th0 rK up low; rewrite -(mulmx_base W).
exact: (decrease_factor_le (col_base_full W) _ th0 rK up low).
Qed.

End ReducedRank.

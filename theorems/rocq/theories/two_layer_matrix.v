(* Two layers in a common decomposition: the matrix dynamics are those of the modes   *)
(*                                                                                    *)
(* f (W1, W2) = |Y - X W1 W2|_F^2 / 2n, Sx = X^T X / n, Sxy = X^T Y / n,              *)
(* Sx = U diag(lambda) U^T, Sxy = U diag(sigma) V^T, U, V orthogonal, any sizes.      *)
(* Main results                                                                       *)
(*   risk_first, risk_second   f is quadratic in each layer, and its gradients are    *)
(*                    - first_field and - second_field                                *)
(*   field_modes      the fields at W1 = U diag(a) Q, W2 = Q^T diag(b) V^T, Q         *)
(*                    orthogonal: entries without a partner do not move               *)
(*   matrix_descent   gradient descent from a = b: W1 W2 = U diag(w) V^T, and each    *)
(*                    w_i follows w' = w (1 + eta (sigma_i - lambda_i w))^2           *)
(*   rdiag_opn        |U diag(x) V^T|_2 <= m iff |x_i| <= m for all i                 *)
(* Notation                                                                           *)
(*   rdiag m n a      the m x n matrix with a_0, a_1, ... on its diagonal             *)
(*   orth U           U is square and U^T U = 1                                       *)
(* Source: claims two-layer/discrete-sandwich, two-layer/factors, and whatever speaks *)
(* of the modes of the matrix dynamics.                                               *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Diagonal.
Variable R : realFieldType.
Implicit Types a b : nat -> R.

Definition rdiag m n a : 'M[R]_(m, n) := \matrix_(i, j) (if i == j :> nat then a i else 0).
Definition orth n (U : 'M[R]_n) := U^T *m U = 1%:M.

Lemma orth_mul n (U : 'M[R]_n) : orth U -> U *m U^T = 1%:M.
Proof. exact: mulmx1C. Qed.

Lemma orth_tr n (U : 'M[R]_n) : orth U -> orth U^T.
Proof. by rewrite /orth trmxK; apply: mulmx1C. Qed.

Lemma eq_rdiag m n a b : (forall i, (i < m)%N -> (i < n)%N -> a i = b i) ->
  rdiag m n a = rdiag m n b.
Proof.
move=> ab; apply/matrixP => i j; rewrite !mxE; case: eqP => // ij.
by apply: ab; rewrite ?ltn_ord // ij ltn_ord.
Qed.

Lemma rdiag_tr m n a : (rdiag m n a)^T = rdiag n m a.
Proof. by apply/matrixP => i j; rewrite !mxE eq_sym; case: eqP => // ->. Qed.

Lemma rdiagM m n p a b :
  rdiag m n a *m rdiag n p b = rdiag m p (fun i => if (i < n)%N then a i * b i else 0).
Proof.
apply/matrixP => i j; rewrite !mxE; case: (ltnP i n) => [ltin|lein]; last first.
  rewrite if_same big1 // => k _; rewrite !mxE; case: eqP => [ik|_]; last by rewrite mul0r.
  by move: (ltn_ord k); rewrite -ik ltnNge lein.
rewrite (bigD1 (Ordinal ltin)) //= big1 ?addr0 => [|k /eqP ki].
  by rewrite !mxE /= eqxx; case: eqP => // _; rewrite mulr0.
rewrite !mxE; case: eqP => [ik|_]; last by rewrite mul0r.
by case: ki; apply: val_inj.
Qed.

Lemma rdiagD m n a b : rdiag m n a + rdiag m n b = rdiag m n (fun i => a i + b i).
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP => // _; rewrite addr0. Qed.

Lemma rdiagB m n a b : rdiag m n a - rdiag m n b = rdiag m n (fun i => a i - b i).
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP => // _; rewrite subr0. Qed.

Lemma rdiagZ m n c a : c *: rdiag m n a = rdiag m n (fun i => c * a i).
Proof. by apply/matrixP => i j; rewrite !mxE; case: eqP => // _; rewrite mulr0. Qed.

Lemma sqF_orth m n (U : 'M[R]_m) (x : 'M[R]_(m, n)) : orth U -> sqF (U *m x) = sqF x.
Proof. by move=> oU; rewrite /sqF /dot trmx_mul -mulmxA (mulmxA U^T) oU mul1mx. Qed.

Lemma sqF_rdiag m n a (x : 'cV[R]_n) :
  sqF (rdiag m n a *m x) = \sum_(j < n) (if (j < m)%N then a j ^+ 2 * x j 0 ^+ 2 else 0).
Proof.
rewrite /sqF /dot trmx_mul rdiag_tr -mulmxA (mulmxA (rdiag n m a)) rdiagM -/(dot x _) dotE.
apply: eq_bigr => j _; rewrite big_ord1 !mxE (bigD1 j) //= big1 ?addr0 => [|k /eqP kj].
  by rewrite !mxE eqxx; case: ifP => _; rewrite ?mul0r ?mulr0 // !expr2 -!mulrA; ring.
by rewrite !mxE; case: eqP => [jk|_]; [case: kj; apply/val_inj|rewrite mul0r].
Qed.

Lemma sqF_unit n (i : 'I_n) : sqF (delta_mx i 0 : 'cV[R]_n) = 1.
Proof. by rewrite /sqF /dot trmx_delta mul_delta_mx /mxtrace big_ord1 mxE !eqxx. Qed.

Lemma rdiag_opn m n a s (U : 'M[R]_m) (V : 'M[R]_n) : orth U -> orth V ->
  opn (U *m rdiag m n a *m V^T) s <->
  0 <= s /\ forall i, (i < m)%N -> (i < n)%N -> `|a i| <= s.
Proof.
move=> oU oV; split=> -[s0 H].
  split=> // i im ni; have := H (V *m delta_mx (Ordinal ni) 0).
  rewrite sqF_orth // -!mulmxA (mulmxA V^T) oV mul1mx sqF_orth // sqF_rdiag.
  rewrite (bigD1 (Ordinal ni)) //= im big1 ?addr0 => [|k /eqP ki]; last first.
    by rewrite mxE; case: eqP => // _; rewrite /= expr0n mulr0 if_same.
  rewrite sqF_unit !mxE !eqxx expr1n !mulr1 -real_normK ?num_real //.
  by rewrite ler_pexpn2r ?nnegrE.
split=> // x; rewrite -!mulmxA sqF_orth // -(sqF_orth x (orth_tr oV)); move: (V^T *m x) => {}x.
rewrite sqF_rdiag [sqF x]sqFE mulr_sumr; apply: ler_sum => j _; rewrite big_ord1.
case: ifP => jm; last by rewrite mulr_ge0 ?sqr_ge0.
rewrite ler_wpmul2r ?sqr_ge0 // -real_normK ?num_real // ler_expn2r ?nnegrE //.
exact: H.
Qed.

End Diagonal.

Section Dynamics.
Variables (R : realFieldType) (d0 d1 d2 : nat).
Notation first := 'M[R]_(d0, d1).
Notation second := 'M[R]_(d1, d2).

Section Fields.
Variables (Sx : 'M[R]_d0) (Sxy : 'M[R]_(d0, d2)).
Definition first_field (W1 : first) (W2 : second) := (Sxy - Sx *m (W1 *m W2)) *m W2^T.
Definition second_field (W1 : first) (W2 : second) := W1^T *m (Sxy - Sx *m (W1 *m W2)).
Definition descend2 eta (W : first * second) :=
  (W.1 + eta *: first_field W.1 W.2, W.2 + eta *: second_field W.1 W.2).
End Fields.

Section Risk.
Variables (n : nat) (c : R) (X : 'M[R]_(n, d0)) (Y : 'M[R]_(n, d2)).
Definition risk2 (W1 : first) (W2 : second) := c / 2%:R * sqF (Y - X *m (W1 *m W2)).
Let Sx := c *: (X^T *m X).
Let Sxy := c *: (X^T *m Y).

Let expand (A B : 'M[R]_(n, d2)) :
  c / 2%:R * sqF (A - B) = c / 2%:R * sqF A - c * dot A B + c / 2%:R * sqF B.
Proof.
have two : (2%:R : R) != 0 by rewrite pnatr_eq0.
have -> : sqF (A - B) = sqF A - dot A B *+ 2 + sqF B.
  rewrite sqFD (dotC A) dotNl dotC mulNrn; congr (_ + _).
  by rewrite /sqF dotNl dotC dotNl opprK.
by rewrite -mulr_natr; field.
Qed.

Let field_res (W1 : first) (W2 : second) : Sxy - Sx *m (W1 *m W2) = c *: (X^T *m (Y - X *m (W1 *m W2))).
Proof. by rewrite /Sx /Sxy mulmxBr scalerBr -!scalemxAl !mulmxA. Qed.

Theorem risk_first (W1 H : first) (W2 : second) : risk2 (W1 + H) W2 =
  risk2 W1 W2 - dot (first_field Sx Sxy W1 W2) H + c / 2%:R * sqF (X *m (H *m W2)).
Proof.
rewrite /risk2 mulmxDl mulmxDr opprD addrA expand /first_field field_res; congr (_ - _ + _).
by rewrite -scalemxAl dotZl dot_mulr dot_mull !trmxK.
Qed.

Theorem risk_second (W1 : first) (W2 H : second) : risk2 W1 (W2 + H) =
  risk2 W1 W2 - dot (second_field Sx Sxy W1 W2) H + c / 2%:R * sqF (X *m (W1 *m H)).
Proof.
rewrite /risk2 !mulmxDr opprD addrA expand /second_field field_res; congr (_ - _ + _).
by rewrite -scalemxAr dotZl !dot_mull !trmxK.
Qed.
End Risk.

Section Modes.
Variables (U : 'M[R]_d0) (V : 'M[R]_d2) (sigma lambda : nat -> R).
Hypotheses (oU : orth U) (oV : orth V).
Let Sx := U *m rdiag d0 d0 lambda *m U^T.
Let Sxy := U *m rdiag d0 d2 sigma *m V^T.
Implicit Types a b : nat -> R.

Definition pull a b i := sigma i - lambda i * (a i * b i).

Lemma product_modes (Q P : 'M[R]_d1) a b : Q *m P = 1%:M ->
  (U *m rdiag d0 d1 a *m Q) *m (P *m rdiag d1 d2 b *m V^T) =
  U *m rdiag d0 d2 (fun i => if (i < d1)%N then a i * b i else 0) *m V^T.
Proof. by move=> QP; rewrite -!mulmxA (mulmxA Q) QP mul1mx !mulmxA -(mulmxA U) rdiagM. Qed.

Let core (Q P : 'M[R]_d1) a b : Q *m P = 1%:M ->
  Sxy - Sx *m ((U *m rdiag d0 d1 a *m Q) *m (P *m rdiag d1 d2 b *m V^T)) =
  U *m rdiag d0 d2 (fun i => if (i < d1)%N then pull a b i else sigma i) *m V^T.
Proof.
move=> QP; rewrite product_modes // /Sx -!mulmxA (mulmxA U^T) oU mul1mx !mulmxA -(mulmxA U).
rewrite rdiagM -mulmxBl -mulmxBr rdiagB; congr (_ *m _ *m _); apply: eq_rdiag => i i0 _.
by rewrite i0 /pull; case: ifP; rewrite ?mulr0 ?subr0.
Qed.

(* The fields at W1 = U diag(a) Q, W2 = Q^(-1) diag(b) V^T.                           *)
Theorem field_mixed (Q P : 'M[R]_d1) a b : Q *m P = 1%:M ->
  let W1 := U *m rdiag d0 d1 a *m Q in let W2 := P *m rdiag d1 d2 b *m V^T in
  first_field Sx Sxy W1 W2 =
    U *m rdiag d0 d1 (fun i => if (i < d2)%N then pull a b i * b i else 0) *m P^T /\
  second_field Sx Sxy W1 W2 =
    Q^T *m rdiag d1 d2 (fun i => if (i < d0)%N then a i * pull a b i else 0) *m V^T.
Proof.
move=> QP; split; rewrite /first_field /second_field core // !trmx_mul !rdiag_tr.
  rewrite -!mulmxA (mulmxA V^T) trmxK oV mul1mx !mulmxA -(mulmxA U) rdiagM.
  by congr (_ *m _ *m _); apply: eq_rdiag => i _ i1; rewrite i1.
rewrite -!mulmxA (mulmxA U^T) oU mul1mx !mulmxA -(mulmxA Q^T (rdiag d1 d0 a)) rdiagM.
by congr (_ *m _ *m _); apply: eq_rdiag => i i1 _; rewrite i1.
Qed.

Theorem field_modes (Q : 'M[R]_d1) a b : orth Q ->
  let W1 := U *m rdiag d0 d1 a *m Q in let W2 := Q^T *m rdiag d1 d2 b *m V^T in
  first_field Sx Sxy W1 W2 =
    U *m rdiag d0 d1 (fun i => if (i < d2)%N then pull a b i * b i else 0) *m Q /\
  second_field Sx Sxy W1 W2 =
    Q^T *m rdiag d1 d2 (fun i => if (i < d0)%N then a i * pull a b i else 0) *m V^T.
Proof. by move=> oQ; have := field_mixed a b (orth_mul oQ); rewrite trmxK. Qed.

Definition mode_step eta (ab : (nat -> R) * (nat -> R)) : (nat -> R) * (nat -> R) :=
  (fun i => ab.1 i + eta * (if (i < d2)%N then pull ab.1 ab.2 i * ab.2 i else 0),
   fun i => ab.2 i + eta * (if (i < d0)%N then ab.1 i * pull ab.1 ab.2 i else 0)).
Definition gd_map s l eta w : R := w * (1 + eta * (s - l * w)) ^+ 2.

Lemma descend_modes (Q : 'M[R]_d1) eta a b t : orth Q ->
  let ab := iter t (mode_step eta) (a, b) in
  iter t (descend2 Sx Sxy eta) (U *m rdiag d0 d1 a *m Q, Q^T *m rdiag d1 d2 b *m V^T) =
  (U *m rdiag d0 d1 ab.1 *m Q, Q^T *m rdiag d1 d2 ab.2 *m V^T).
Proof.
move=> oQ; elim: t => //= t ->; rewrite /descend2 /=.
have [-> ->] := field_modes (iter t (mode_step eta) (a, b)).1
  (iter t (mode_step eta) (a, b)).2 oQ.
rewrite -!mulmxA (scalemxAr eta U) (scalemxAr eta Q^T) !(scalemxAl eta (rdiag _ _ _)).
by rewrite -!mulmxDr -!mulmxDl !rdiagZ !rdiagD.
Qed.

Lemma mode_balanced eta a b t i : (i < d0)%N -> (i < d2)%N -> a i = b i ->
  let ab := iter t (mode_step eta) (a, b) in
  ab.1 i = ab.2 i /\ ab.1 i * ab.2 i = iter t (gd_map (sigma i) (lambda i) eta) (a i ^+ 2).
Proof.
move=> i0 i2 ab0 /=; elim: t => [|t [E1 E2]]; first by rewrite /= -ab0 expr2.
rewrite iterS /= i0 i2 /pull -E1; split; first by congr (_ + eta * _); exact: mulrC.
by rewrite /gd_map -E2 -E1; ring.
Qed.

Theorem matrix_descent (Q : 'M[R]_d1) eta a b t : orth Q ->
    (forall i, (i < d0)%N -> (i < d1)%N -> (i < d2)%N -> a i = b i) ->
  let W := iter t (descend2 Sx Sxy eta)
    (U *m rdiag d0 d1 a *m Q, Q^T *m rdiag d1 d2 b *m V^T) in
  W.1 *m W.2 = U *m rdiag d0 d2 (fun i => if (i < d1)%N then
    iter t (gd_map (sigma i) (lambda i) eta) (a i ^+ 2) else 0) *m V^T.
Proof.
move=> oQ ab W; rewrite /W descend_modes //= product_modes ?orth_mul //.
congr (_ *m _ *m _); apply: eq_rdiag => i i0 i2; case: ifP => // i1.
by have [_ ->] := mode_balanced eta t i0 i2 (ab i i0 i1 i2).
Qed.

End Modes.
End Dynamics.

(* Trace norm and rank of U diag(x) V^T                                               *)
(*                                                                                    *)
(* U, V orthogonal, any sizes; p entries on the diagonal, zeros beyond.               *)
(* Main results                                                                       *)
(*   trace_norm_rdiag   the trace norm is the sum of the x_i, when they are >= 0      *)
(*   rank_rdiag         the rank is p, when they are not 0                            *)
(* Notation                                                                           *)
(*   trace_norm W s     s = |W|_*, the largest <Z, W> over |Z|_2 <= 1                 *)
(*   cut p x            x_0, .., x_(p-1), 0, 0, ...                                   *)
(* Source: claim two-layer/autoencoder-trace-norm.                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Norms.
Variable R : realFieldType.
Variables (m n : nat) (U : 'M[R]_m) (V : 'M[R]_n).
Hypotheses (oU : orth U) (oV : orth V).
Implicit Type x : nat -> R.

Definition cut p x i : R := if (i < p)%N then x i else 0.
Definition trace_norm (W : 'M[R]_(m, n)) (s : R) :=
  (forall Z : 'M[R]_(m, n), opn Z 1 -> dot Z W <= s) /\
  exists2 Z : 'M[R]_(m, n), opn Z 1 & dot Z W = s.

Let orth_opn k (A : 'M[R]_k) : orth A -> opn A 1.
Proof. by move=> oA; split=> [|z]; rewrite ?ler01 // sqF_orth // expr1n mul1r. Qed.

Lemma dot_rdiag (Z : 'M[R]_(m, n)) p x (pm : (p <= m)%N) (pn : (p <= n)%N) :
  dot Z (rdiag m n (cut p x)) =
  \sum_(i < p) Z (widen_ord pm i) (widen_ord pn i) * x i.
Proof.
rewrite dotE (bigID (fun i : 'I_m => i < p)%N) /= [X in _ + X]big1 ?addr0.
  rewrite (big_ord_narrow pm); apply: eq_bigr => i _.
  rewrite (bigD1 (widen_ord pn i)) //= big1 ?addr0 => [|j /eqP ji].
    by rewrite !mxE /= eqxx /cut ltn_ord.
  by rewrite !mxE; case: eqP => [ij|_]; [case: ji; apply: val_inj|rewrite mulr0].
move=> i pi; rewrite big1 // => j _; rewrite !mxE /cut (negPf pi).
by case: eqP; rewrite mulr0.
Qed.

Lemma entry_le1 (Z : 'M[R]_(m, n)) i j : opn Z 1 -> Z i j <= 1.
Proof.
move=> [_ Z1]; have := Z1 (delta_mx j 0); rewrite expr1n mul1r sqF_unit => le.
have {}le : Z i j ^+ 2 <= 1.
  apply: le_trans le; rewrite sqFE (bigD1 i) //= big_ord1 -colE mxE.
  by rewrite ler_addl sumr_ge0 // => k _; rewrite big_ord1 sqr_ge0.
case: (lerP 0 (Z i j)) => [z0|/ltW z0]; first by rewrite -(@expr_le1 _ 2).
exact: le_trans ler01.
Qed.

Theorem trace_norm_rdiag p x : (p <= m)%N -> (p <= n)%N ->
    (forall i, (i < p)%N -> 0 <= x i) ->
  trace_norm (U *m rdiag m n (cut p x) *m V^T) (\sum_(i < p) x i).
Proof.
move=> pm pn x0; have move_in (Z : 'M[R]_(m, n)) :
    dot Z (U *m rdiag m n (cut p x) *m V^T) =
    \sum_(i < p) (U^T *m Z *m V) (widen_ord pm i) (widen_ord pn i) * x i.
  by rewrite dotC dot_mulr dot_mull trmxK dotC dot_rdiag mulmxA.
split=> [Z Z1|].
  rewrite move_in; apply: ler_sum => i _; rewrite ler_pimull ?x0 //.
  apply: entry_le1; rewrite -[1](mulr1 1) -[X in X * _](mulr1 1).
  by apply: opn_mul (orth_opn oV); apply: opn_mul Z1; apply/orth_opn/orth_tr.
exists (U *m rdiag m n (fun=> 1) *m V^T).
  by apply/(rdiag_opn _ _ oU oV); split=> [|i _ _]; rewrite ?normr1 ?ler01.
rewrite move_in; apply: eq_bigr => i _.
rewrite !mulmxA (_ : U^T *m U = 1%:M) // mul1mx -mulmxA (_ : V^T *m V = 1%:M) // mulmx1.
by rewrite mxE /= eqxx mul1r.
Qed.

Let unit_orth k (A : 'M[R]_k) : orth A -> A \in unitmx.
Proof. by move=> /mulmx1_unit[]. Qed.

Lemma rank_orth (D : 'M[R]_(m, n)) : \rank (U *m D *m V^T) = \rank D.
Proof.
rewrite mxrankMfree ?row_free_unit ?unitmx_tr ?unit_orth //.
by rewrite -mxrank_tr trmx_mul mxrankMfree ?mxrank_tr // row_free_unit unitmx_tr unit_orth.
Qed.

Theorem rank_rdiag p x : (p <= m)%N -> (p <= n)%N -> (forall i, (i < p)%N -> x i != 0) ->
  \rank (U *m rdiag m n (cut p x) *m V^T) = p.
Proof.
move=> pm pn x0; rewrite rank_orth; apply/eqP; rewrite eqn_leq; apply/andP; split.
  have -> : rdiag m n (cut p x) = rdiag m p x *m rdiag p n (fun=> 1).
    by rewrite rdiagM; apply: eq_rdiag => i _ _; rewrite mulr1.
  exact: leq_trans (mxrankM_maxl _ _) (rank_leq_col _).
have E : rdiag p m (fun i => (x i)^-1) *m rdiag m n (cut p x) *m rdiag n p (fun=> 1) = 1%:M.
  rewrite !rdiagM; apply/matrixP => i j; rewrite !mxE -val_eqE /=; case: eqP => // _.
  have ip : (i < p)%N := ltn_ord i.
  by rewrite (leq_trans ip pn) (leq_trans ip pm) /cut ip mulr1 mulVf ?x0.
by rewrite -{1}(mxrank1 R p) -E; apply: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
Qed.

End Norms.

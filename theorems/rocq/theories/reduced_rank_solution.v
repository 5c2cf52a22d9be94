(* Reduced-rank regression: the solutions                                             *)
(*                                                                                    *)
(* Setting and notation of reduced_rank.v.                                            *)
(* Main results                                                                       *)
(*   decrease_kept  W_K = T V_K V_K^T has f(0) - f(W_K) = (1/2) sum of mu over K, and *)
(*                  rank at most |K|                                                  *)
(*   kept_optimal   W_K is optimal among all W of rank |K| iff K keeps the largest mu *)
(*   spectral_norm_false   with the spectral norm in place of |.|_F the solution is   *)
(*                  not the minimizer of least norm: X = 1, Y = diag(2, 1), rank 1    *)
(* Notation                                                                           *)
(*   kept V K       V_K V_K^T, the projection to the columns of V in K. For A with    *)
(*                  A^T A = N^T S^(-1) N and K the k largest mu, A V_K V_K^T is the   *)
(*                  truncated singular value decomposition [A]_k; with A = S^(-1/2) N,*)
(*                  W_K = S^(-1/2) [S^(-1/2) N]_k                                     *)
(* Source: poster, A Simple Deep Linear Model; claims                                 *)
(* two-layer/risk-and-reduced-rank, two-layer/sequential.                             *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix reduced_rank.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Solution.
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

Notation decrease := (decrease c X Y).
Let mu_ge0 := mu_ge0 c_gt0 definite oV ST spectrum.
Let decrease_le := decrease_le c_gt0 definite oV ST spectrum.
Let two_neq0 : (2%:R : R) != 0. Proof. by rewrite pnatr_eq0. Qed.
Let S_sym : S^T = S. Proof. by rewrite /S linearZ /= trmx_mul trmxK. Qed.
Let TN : T^T *m N = V *m diag_mx (\row_i mu i) *m V^T.
Proof.
rewrite -[T^T *m N]trmxK trmx_mul trmxK spectrum !trmx_mul trmxK tr_diag_mx.
by rewrite mulmxA.
Qed.

Definition kept (K : {set 'I_m}) : 'M[R]_m :=
  V *m diag_mx (\row_i (i \in K)%:R) *m V^T.

Theorem decrease_kept (K : {set 'I_m}) :
  decrease (T *m kept K) = (\sum_(i in K) mu i) / 2%:R /\ (\rank (T *m kept K) <= #|K|)%N.
Proof.
pose k : 'M[R]_m := diag_mx (\row_i (i \in K)%:R); have kk : k *m k = k.
  rewrite /k mulmx_diag; congr diag_mx; apply/rowP => i; rewrite !mxE.
  by case: (i \in K); rewrite (mulr0, mulr1).
pose M := diag_mx (\row_i mu i); have tr_k : \tr (M *m k) = \sum_(i in K) mu i.
  rewrite /mxtrace [RHS]big_mkcond; apply: eq_bigr => i _; rewrite mul_diag_mx !mxE eqxx.
  by case: (i \in K); rewrite (mulr0, mulr1).
split.
  have one : dot N (T *m kept K) = \sum_(i in K) mu i.
    rewrite /dot mulmxA spectrum /kept -/k -!mulmxA (mulmxA V^T V) oV mul1mx.
    by rewrite mxtrace_mulC -!mulmxA oV mulmx1 tr_k.
  have -> : decrease (T *m kept K) = \sum_(i in K) mu i - (\sum_(i in K) mu i) / 2%:R.
    rewrite /decrease one; congr (_ - _ / _).
    have kT : (kept K)^T = kept K by rewrite /kept !trmx_mul trmxK tr_diag_mx mulmxA.
    rewrite (mulmxA S) ST dot_mull /dot kT (mulmxA T^T) TN /kept -/k -/M -!mulmxA.
    rewrite !(mulmxA V^T V) oV !mul1mx mxtrace_mulC -!mulmxA oV mulmx1.
    by rewrite mxtrace_mulC -mulmxA kk.
  by field.
apply: leq_trans (mxrankM_maxr _ _) _; apply: (@leq_trans (\rank k)).
  exact: leq_trans (mxrankM_maxl _ _) (mxrankM_maxr _ _).
have -> : k = \sum_(i in K) delta_mx i i.
  apply/matrixP => i j; rewrite !mxE summxE big_mkcond (bigD1 i) //= big1 ?addr0 => [|l /negPf li].
    by rewrite mxE eqxx eq_sym; case: (i \in K); case: eqP.
  by rewrite mxE [i == l]eq_sym li /=; case: ifP.
rewrite -sum1_card; elim/big_rec2: _ => [|i s A _ IH]; first by rewrite mxrank0.
by apply: leq_trans (mxrank_add _ _) _; rewrite mxrank_delta leq_add2l.
Qed.

(* W_K is optimal iff K keeps the largest mu.                                         *)
Theorem kept_optimal (K : {set 'I_m}) :
  (forall W, (\rank W <= #|K|)%N -> decrease W <= decrease (T *m kept K)) <->
  (forall i j, i \in K -> j \notin K -> mu j <= mu i).
Proof.
have [E _] := decrease_kept K; split=> [best i j iK jK|order W rK]; last first.
  rewrite E; case: (pickP (fun j => j \notin K)) => [j0 j0K|none].
    have [j jK top] := @arg_maxP _ _ _ j0 (fun j => j \notin K) mu j0K.
    by apply: (decrease_le (mu_ge0 j) rK) => i iK; [exact: order|exact: top].
  apply: (decrease_le (lexx 0) rK) => i iK; first exact: mu_ge0.
  by have := none i; rewrite iK.
have jKi : j \notin K :\ i by rewrite !inE negb_and jK orbT.
pose K' := j |: (K :\ i); have cK : #|K'| = #|K| by rewrite cardsU1 jKi (cardsD1 i K) iK.
have [E' rK'] := decrease_kept K'; have := best _ (leq_trans rK' (eq_leq cK)).
by rewrite E E' ler_pmul2r ?invr_gt0 ?ltr0n // big_setU1 //= (big_setD1 i iK) /= ler_add2r.
Qed.

End Solution.
(* X = 1, Y = diag(2, 1): W* = diag(2, 0) keeps the larger mode; diag(1, 0) is no      *)
(* worse in the spectral norm, and shorter.                                           *)
Theorem spectral_norm_false (R : realFieldType) :
  let two (a b : R) := rdiag 2 2 (fun i => if i == 0%N then a else b) in
  let X := two 1 1 in let Y := two 2%:R 1 in let W := two 2%:R 0 in let C := two 1 0 in
  (forall s, opn (Y - X *m W) s -> opn (Y - X *m C) s) /\ (\rank C <= 1)%N /\ sqF C < sqF W.
Proof.
move=> two X Y W C; have o1 : orth (1%:M : 'M[R]_2) by rewrite /orth trmx1 mulmx1.
have E (a : nat -> R) (s : R) : opn (rdiag 2 2 a) s <-> 0 <= s /\ forall i, (i < 2)%N -> (i < 2)%N -> `|a i| <= s.
  by have := rdiag_opn a s o1 o1; rewrite mul1mx trmx1 mulmx1.
split=> [s|].
  rewrite !rdiagM !rdiagB => /E[s0 H]; apply/E; split=> // i i2 _.
  have := H 1%N isT isT; rewrite /= mulr0 subr0 normr1 => s1; case: i i2 => [|[|//]] _ /=.
    by rewrite mul1r (_ : 2%:R - 1 = 1 :> R) ?normr1 // mulr2n addrK.
  by rewrite mulr0 subr0 normr1.
have sq a b : sqF (two a b) = a ^+ 2 + b ^+ 2.
  rewrite sqFE !big_ord_recl !big_ord0 !mxE /= !expr0n /=; by ring.
split; last by rewrite !sq expr1n expr0n /= !addr0 -natrX ltr1n.
have -> : C = rdiag 2 1 (fun=> 1) *m rdiag 1 2 (fun=> 1).
  by rewrite rdiagM; apply: eq_rdiag => -[|[|//]] _ _ //=; rewrite mulr1.
exact: leq_trans (mxrankM_maxl _ _) (rank_leq_col _).
Qed.

(* Mean square of a product of independent random factors I + c N                     *)
(*                                                                                    *)
(* An expectation is given by its properties: a linear functional on functions of     *)
(* the outcome, one for each factor; independence is that they are applied in turn.   *)
(* Main results, for centred entries of variance 1 without correlation                *)
(*   mean_square_step   E |(I + c N) x|^2 = (1 + c^2 d) |x|^2                         *)
(*   mean_square        E |(I + c N_k) .. (I + c N_1) x|^2 = (1 + c^2 d)^k |x|^2      *)
(* Notation                                                                           *)
(*   mean E c k x   E_1 .. E_k of |(I + c N_k) .. (I + c N_1) x|^2                    *)
(* With c^2 d = s^2 / L the factor is 1 + s^2 / L.                                    *)
(* Source: claim random-products/mean-square.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section MeanSquare.
Variables (R : realFieldType) (T : Type) (d : nat) (c : R).
Variables (E : (T -> R) -> R) (N : T -> 'M[R]_d).
Hypothesis E_ext : forall f g, f =1 g -> E f = E g.
Hypothesis E_lin : forall a f g, E (fun w => a * f w + g w) = a * E f + E g.
Hypothesis E_one : forall a, E (fun=> a) = a.
Hypothesis centred : forall i j, E (fun w => N w i j) = 0.
Hypothesis covariance : forall i j k l,
  E (fun w => N w i j * N w k l) = ((i == k) && (j == l))%:R.
Implicit Type x : 'cV[R]_d.

Lemma E_scale a f : E (fun w => a * f w) = a * E f.
Proof.
have := E_lin a f (fun=> 0); rewrite E_one addr0 => <-.
by apply: E_ext => w; rewrite addr0.
Qed.

Lemma E_sum n (f : 'I_n -> T -> R) : E (fun w => \sum_i f i w) = \sum_i E (f i).
Proof.
elim: n f => [|n IHn] f.
  by rewrite big_ord0 -(E_one 0); apply: E_ext => w; rewrite big_ord0.
rewrite big_ord_recl -IHn -[E (f _)]mul1r -E_lin; apply: E_ext => w.
by rewrite big_ord_recl mul1r.
Qed.

Theorem mean_square_step x :
  E (fun w => sqF ((1%:M + c *: N w) *m x)) = (1 + c ^+ 2 * d%:R) * sqF x.
Proof.
have E1 : E (fun w => dot x (N w *m x)) = 0.
  rewrite (E_ext (g := fun w => \sum_i \sum_j (x i ord0 * x j ord0) * N w i j)); last first.
    move=> w; rewrite dotE; apply: eq_bigr => i _; rewrite big_ord1 mxE mulr_sumr.
    by apply: eq_bigr => j _; rewrite [N w i j * _]mulrC mulrA.
  rewrite E_sum big1 // => i _; rewrite E_sum big1 // => j _.
  by rewrite E_scale centred mulr0.
have E2 : E (fun w => sqF (N w *m x)) = d%:R * sqF x.
  rewrite (E_ext (g := fun w => \sum_i \sum_j \sum_k (x j ord0 * x k ord0) * (N w i j * N w i k))).
    rewrite E_sum (eq_bigr (fun=> sqF x)) => [|i _]; first by rewrite sumr_const card_ord mulr_natl.
    rewrite E_sum sqFE; apply: eq_bigr => j _; rewrite E_sum big_ord1 (bigD1 j) //=.
    rewrite E_scale covariance !eqxx mulr1 big1 ?addr0 ?expr2 // => k kj.
    by rewrite E_scale covariance eqxx eq_sym (negPf kj) mulr0.
  move=> w; rewrite sqFE; apply: eq_bigr => i _; rewrite big_ord1 mxE expr2 mulr_suml.
  by apply: eq_bigr => j _; rewrite mulr_sumr; apply: eq_bigr => k _; rewrite mulrACA mulrC.
rewrite (E_ext (g := fun w => (c *+ 2) * dot x (N w *m x) + (c ^+ 2 * sqF (N w *m x) + sqF x))).
  rewrite E_lin E1 mulr0 add0r E_lin E2 E_one; ring.
move=> w; rewrite mulmxDl mul1mx -scalemxAl sqFD dotZr sqFZ; ring.
Qed.

Fixpoint mean k x : R :=
  if k is k'.+1 then E (fun w => mean k' ((1%:M + c *: N w) *m x)) else sqF x.

Theorem mean_square k x : mean k x = (1 + c ^+ 2 * d%:R) ^+ k * sqF x.
Proof.
elim: k x => [|k IHk] x /=; first by rewrite expr0 mul1r.
rewrite (E_ext (g := fun w => (1 + c ^+ 2 * d%:R) ^+ k * sqF ((1%:M + c *: N w) *m x))).
  by rewrite E_scale mean_square_step mulrA -exprSr.
by move=> w; rewrite IHk.
Qed.

End MeanSquare.

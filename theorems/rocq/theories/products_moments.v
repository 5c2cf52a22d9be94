(* Mean square of a product of independent random factors I + c N                     *)
(*                                                                                    *)
(* An expectation is given by its properties: linear on a class of functions of the   *)
(* outcome of one factor, which holds the constants, the entries and the products of  *)
(* two entries; independence is that the expectations are applied in turn. What they  *)
(* are for Lebesgue's integral is shown in products_integral.v.                       *)
(* Main results, for centred entries of variance 1 without correlation                *)
(*   mean_square_step   E |(I + c N) x|^2 = (1 + c^2 d) |x|^2                         *)
(*   mean_square        E |(I + c N_k) .. (I + c N_1) x|^2 = (1 + c^2 d)^k |x|^2      *)
(*   mean_square_grows  it grows strictly with k, if c, d > 0 and x <> 0              *)
(* Notation                                                                           *)
(*   I f              f has an expectation                                            *)
(*   mean E c k x     E_1 .. E_k of |(I + c N_k) .. (I + c N_1) x|^2                  *)
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
Variables (I : (T -> R) -> Prop) (E : (T -> R) -> R) (N : T -> 'M[R]_d).
Hypothesis I_ext : forall f g, f =1 g -> I f -> I g.
Hypothesis I_lin : forall a f g, I f -> I g -> I (fun w => a * f w + g w).
Hypothesis I_one : forall a, I (fun=> a).
Hypothesis I_entry : forall i j, I (fun w => N w i j).
Hypothesis I_pair : forall i j k l, I (fun w => N w i j * N w k l).
Hypothesis E_ext : forall f g, f =1 g -> E f = E g.
Hypothesis E_lin : forall a f g, I f -> I g -> E (fun w => a * f w + g w) = a * E f + E g.
Hypothesis E_one : forall a, E (fun=> a) = a.
Hypothesis centred : forall i j, E (fun w => N w i j) = 0.
Hypothesis covariance : forall i j k l,
  E (fun w => N w i j * N w k l) = ((i == k) && (j == l))%:R.
Implicit Type x : 'cV[R]_d.

Lemma I_scale a f : I f -> I (fun w => a * f w).
Proof. by move=> If; apply: I_ext (I_lin a If (I_one 0)) => w; rewrite addr0. Qed.

Lemma E_scale a f : I f -> E (fun w => a * f w) = a * E f.
Proof.
move=> If; have := E_lin a If (I_one 0); rewrite E_one addr0 => <-.
by apply: E_ext => w; rewrite addr0.
Qed.

Lemma sum_expected n (f : 'I_n -> T -> R) : (forall i, I (f i)) ->
  I (fun w => \sum_i f i w) /\ E (fun w => \sum_i f i w) = \sum_i E (f i).
Proof.
elim: n f => [|n IHn] f If.
  split; first by apply: I_ext (I_one 0) => w; rewrite big_ord0.
  by rewrite big_ord0 -(E_one 0); apply: E_ext => w; rewrite big_ord0.
have [Is Es] := IHn (fun i => f (lift ord0 i)) (fun i => If _).
have e w : 1 * f ord0 w + \sum_i f (lift ord0 i) w = \sum_i f i w.
  by rewrite big_ord_recl mul1r.
split; first exact: I_ext e (I_lin 1 (If _) Is).
by rewrite big_ord_recl -Es -[E (f _)]mul1r -E_lin //; apply: E_ext => w; rewrite e.
Qed.

Let Isum n (f : 'I_n -> T -> R) (If : forall i, I (f i)) := (sum_expected If).1.
Let Esum n (f : 'I_n -> T -> R) (If : forall i, I (f i)) := (sum_expected If).2.

Lemma linear_part x : I (fun w => dot x (N w *m x)) /\ E (fun w => dot x (N w *m x)) = 0.
Proof.
have e w : \sum_i \sum_j (x i ord0 * x j ord0) * N w i j = dot x (N w *m x).
  rewrite dotE; apply: eq_bigr => i _; rewrite big_ord1 mxE mulr_sumr.
  by apply: eq_bigr => j _; rewrite [N w i j * _]mulrC mulrA.
have I1 i j : I (fun w => (x i ord0 * x j ord0) * N w i j) by exact: I_scale.
have I2 i := Isum (I1 i); split; first exact: I_ext e (Isum I2).
rewrite -(E_ext e) (Esum I2) big1 // => i _; rewrite (Esum (I1 i)) big1 // => j _.
by rewrite E_scale // centred mulr0.
Qed.

Lemma square_part x : I (fun w => sqF (N w *m x)) /\ E (fun w => sqF (N w *m x)) = d%:R * sqF x.
Proof.
have e w : \sum_i \sum_j \sum_k (x j ord0 * x k ord0) * (N w i j * N w i k) = sqF (N w *m x).
  rewrite sqFE; apply: eq_bigr => i _; rewrite big_ord1 mxE expr2 mulr_suml.
  apply: eq_bigr => j _; rewrite mulr_sumr; apply: eq_bigr => k _.
  by rewrite [RHS]mulrACA [RHS]mulrC.
have I1 i j k : I (fun w => (x j ord0 * x k ord0) * (N w i j * N w i k)) by exact: I_scale.
have I2 i j := Isum (I1 i j); have I3 i := Isum (I2 i).
split; first exact: I_ext e (Isum I3).
rewrite -(E_ext e) (Esum I3) (eq_bigr (fun=> sqF x)) => [|i _].
  by rewrite sumr_const card_ord mulr_natl.
rewrite (Esum (I2 i)) sqFE; apply: eq_bigr => j _; rewrite (Esum (I1 i j)) big_ord1 (bigD1 j) //=.
rewrite E_scale // covariance !eqxx mulr1 big1 ?addr0 ?expr2 // => k kj.
by rewrite E_scale // covariance eqxx eq_sym (negPf kj) mulr0.
Qed.

Let step_expand x w : (c *+ 2) * dot x (N w *m x) + (c ^+ 2 * sqF (N w *m x) + sqF x) =
  sqF ((1%:M + c *: N w) *m x).
Proof. by rewrite mulmxDl mul1mx -scalemxAl sqFD dotZr sqFZ; ring. Qed.

Lemma step_expected x : I (fun w => sqF ((1%:M + c *: N w) *m x)).
Proof.
apply: I_ext (step_expand x) _; apply: I_lin; first exact: (linear_part x).1.
by apply: I_lin; first exact: (square_part x).1.
Qed.

Theorem mean_square_step x :
  E (fun w => sqF ((1%:M + c *: N w) *m x)) = (1 + c ^+ 2 * d%:R) * sqF x.
Proof.
have [I1 E1] := linear_part x; have [I2 E2] := square_part x.
rewrite -(E_ext (step_expand x)) E_lin //; last exact: I_lin.
rewrite E1 mulr0 add0r E_lin // E2 E_one; ring.
Qed.

Fixpoint mean k x : R :=
  if k is k'.+1 then E (fun w => mean k' ((1%:M + c *: N w) *m x)) else sqF x.

Theorem mean_square k x : mean k x = (1 + c ^+ 2 * d%:R) ^+ k * sqF x.
Proof.
elim: k x => [|k IHk] x /=; first by rewrite expr0 mul1r.
rewrite (E_ext (g := fun w => (1 + c ^+ 2 * d%:R) ^+ k * sqF ((1%:M + c *: N w) *m x))).
  by rewrite E_scale ?mean_square_step ?mulrA -?exprSr //; exact: step_expected.
by move=> w; rewrite IHk.
Qed.

Theorem mean_square_grows k x : c != 0 -> (0 < d)%N -> x != 0 -> mean k x < mean k.+1 x.
Proof.
move=> c0 d0 x0; rewrite !mean_square ltr_pmul2r ?sqF_gt0 // ltr_eexpn2l ?ltnSn //.
by rewrite ltr_addl mulr_gt0 ?ltr0n // lt_def sqr_ge0 sqrf_eq0 c0.
Qed.

End MeanSquare.

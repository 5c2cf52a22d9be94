(* Doob's maximal inequality for steps with independent outcomes                      *)
(*                                                                                    *)
(* An expectation is a positive linear functional E with E 1 = 1; independence is     *)
(* that it is applied step by step, as in products_moments.v. A state s moves to      *)
(* step s w.                                                                          *)
(* Main results                                                                       *)
(*   maximal_inequality   a P(h >= a at some time <= k) <= E h(s_k), h >= 0 a         *)
(*                        submartingale: h(s) <= E h(step s)                          *)
(*   moment_bound         E h(s_k) <= Phi^k h(s) if E h(step s) <= Phi h(s)           *)
(*   union_bound          P(some of finitely many events happens) <= sum of the P     *)
(* Notation                                                                           *)
(*   reach E step A k s   P(the state is in A at some time 0, .., k | start s)        *)
(*   after E step h k s   E h(state at time k | start s)                              *)
(* Source: claim random-products/norm, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Doob.
Variables (R : realFieldType) (T S : Type).
Variables (E : (T -> R) -> R) (step : S -> T -> S).
Hypothesis E_lin : forall a f g, E (fun w => a * f w + g w) = a * E f + E g.
Hypothesis E_one : E (fun=> 1) = 1.
Hypothesis E_le : forall f g, (forall w, f w <= g w) -> E f <= E g.
Implicit Types (A : S -> bool) (h : S -> R) (s : S).

Fixpoint reach A k s : R :=
  if A s then 1 else if k is k'.+1 then E (fun w => reach A k' (step s w)) else 0.

Fixpoint after h k s : R :=
  if k is k'.+1 then E (fun w => after h k' (step s w)) else h s.

Lemma E_eq f g : f =1 g -> E f = E g.
Proof. by move=> fg; apply/eqP; rewrite eq_le !E_le // => w; rewrite fg. Qed.

Lemma E_zero : E (fun=> 0) = 0.
Proof.
have H := E_lin 1 (fun=> 0) (fun=> 0); rewrite [1 * E _]mul1r in H.
apply: (addrI (E (fun=> 0))); rewrite addr0 -H.
by apply: E_eq => w; rewrite mulr0 addr0.
Qed.

Lemma E_scale a f : E (fun w => a * f w) = a * E f.
Proof.
have := E_lin a f (fun=> 0); rewrite E_zero addr0 => <-.
by apply: E_eq => w; rewrite addr0.
Qed.

Lemma E_add f g : E (fun w => f w + g w) = E f + E g.
Proof. by rewrite -[E f]mul1r -E_lin; apply: E_eq => w; rewrite mul1r. Qed.

Lemma E_ge0 f : (forall w, 0 <= f w) -> 0 <= E f.
Proof. by move=> f0; rewrite -E_zero E_le. Qed.

Lemma reach_ge0 A k s : 0 <= reach A k s.
Proof.
by elim: k s => [|k IHk] s /=; case: ifP => _; rewrite ?ler01 // E_ge0.
Qed.

Lemma reach_le1 A k s : reach A k s <= 1.
Proof.
elim: k s => [|k IHk] s /=; case: ifP => _; rewrite ?ler01 // -E_one; exact: E_le.
Qed.

Section Submartingale.
Variables (h : S -> R) (A : S -> bool) (a : R).
Hypothesis h_ge0 : forall s, 0 <= h s.
Hypothesis h_sub : forall s, h s <= E (fun w => h (step s w)).
Hypothesis A_h : forall s, A s -> a <= h s.

Lemma after_ge k s : h s <= after h k s.
Proof.
by elim: k s => [|k IHk] s //=; apply: le_trans (h_sub s) _; exact: E_le.
Qed.

Theorem maximal_inequality k s : a * reach A k s <= after h k s.
Proof.
elim: k s => [|k IHk] s /=; case: ifP => As.
- by rewrite mulr1 A_h.
- by rewrite mulr0 h_ge0.
- by rewrite mulr1; apply: le_trans (A_h As) (after_ge k.+1 s).
by rewrite -E_scale; exact: E_le.
Qed.

End Submartingale.

Theorem moment_bound h Phi k s : 0 <= Phi ->
  (forall s, E (fun w => h (step s w)) <= Phi * h s) -> after h k s <= Phi ^+ k * h s.
Proof.
move=> Phi0 step_le; elim: k s => [|k IHk] s /=; first by rewrite expr0 mul1r.
apply: le_trans (E_le (fun w => IHk (step s w))) _.
rewrite E_scale exprSr -mulrA; apply: ler_wpmul2l (step_le s).
exact: exprn_ge0.
Qed.

Theorem union_bound n (B : 'I_n -> S -> bool) A k s :
    (forall s, A s -> exists i, B i s) ->
  reach A k s <= \sum_(i < n) reach (B i) k s.
Proof.
move=> cover; elim: k s => [|k IHk] s /=.
  case: ifP => [/cover[i Bi]|_]; last by apply: sumr_ge0 => i _; case: ifP; rewrite ?ler01.
  by rewrite (bigD1 i) //= Bi ler_addl; apply: sumr_ge0 => j _; case: ifP; rewrite ?ler01.
case: ifP => [/cover[i Bi]|_].
  rewrite (bigD1 i) //= Bi ler_addl; apply: sumr_ge0 => j _.
  exact: (reach_ge0 (B j) k.+1 s).
apply: le_trans (E_le (fun w => IHk (step s w))) _.
have -> : E (fun w => \sum_(i < n) reach (B i) k (step s w)) =
    \sum_(i < n) E (fun w => reach (B i) k (step s w)).
  elim: n B {cover IHk} => [|n IHn] B.
    by rewrite [RHS]big_ord0 -[RHS]E_zero; apply: E_eq => w; rewrite big_ord0.
  rewrite big_ord_recl -IHn -E_add; apply: E_eq => w.
  by rewrite big_ord_recl.
apply: ler_sum => i _; case: ifP => // _; rewrite -E_one; apply: E_le => w.
exact: reach_le1.
Qed.

End Doob.

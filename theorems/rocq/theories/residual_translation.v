(* Residual parametrisation changes nothing: gradient flow and Hessian                *)
(*                                                                                    *)
(* W = W_0 + V, any base point W_0 (the identity in a residual network), all widths   *)
(* and depths, f(V) = R(W_0 + V).                                                     *)
(* Main results                                                                       *)
(*   grad_is_partial      the gradient formula of deep_network.v is the partial       *)
(*                        gradient of f, and the only one (partial_unique)            *)
(*   translation_flow     V' = - partial gradient of f at V  iff  W = W_0 + V         *)
(*                        satisfies the gradient flow of R, at every time             *)
(*   translation_line     f(V + s H) is the polynomial in s whose second derivative   *)
(*                        at 0 is D^2 R(W_0 + V)[H, H]: the Hessians agree            *)
(* Notation                                                                           *)
(*   partial_grad f V G   G a matrix of layer k, every H: s |-> f(V + s H_k in layer  *)
(*                        k) has the derivative <G, H_k> at s = 0                     *)
(* Source: slides, "Linear residual networks"; claim residual/translation.            *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network gradient_first_layer hessian.
From Lemmata Require Import descent gradient_flow flow_energy.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Partial.
Variables (R : realType) (d : nat -> nat).
Implicit Types (V W H : weights R d) (f : weights R d -> R).

Definition partial_grad f V k (G : 'M[R]_(d k.+1, d k)) := forall H,
  is_derive (0 : R) 1 (fun s : R => f (addw V (only k (scalew s H)))) (dot G (H k)).

Lemma partial_unique f V k (G G' : 'M[R]_(d k.+1, d k)) :
   partial_grad f V G -> partial_grad f V G' -> G = G'.
Proof.
move=> dG dG'; apply/eqP; rewrite -subr_eq0 -sqF_eq0 /sqF dotBl.
pose H : weights R d := fun j => if j =P k is ReflectT e then
  eq_rect_r (fun i => 'M[R]_(d i.+1, d i)) (G - G') e else 0.
have Hk : H k = G - G' by rewrite /H; case: eqP => // e; rewrite (eq_axiomK e).
have := dG H; have := dG' H; rewrite Hk => -[_ e1] [_ e2].
by rewrite -e1 -e2 subrr.
Qed.

(* The derivative at 0 of a polynomial of degree two                                  *)
Lemma quadratic_derive (a b e : R) :
  is_derive (0 : R) 1 (fun s : R => a + s * b + s ^+ 2 * e) b.
Proof.
rewrite (_ : (fun s => _) = cst a + b \*: (@id R) + e \*: (@id R ^+ 2)); last first.
  by apply/funext => s; rewrite !fctE /GRing.scale /= [s * b]mulrC [_ * e]mulrC.
apply: is_derive_eq; rewrite /GRing.scale /= add0r mulr1.
by rewrite expr1 mulr0 mul0r mulr0 addr0.
Qed.

End Partial.

Section Translation.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variable W0 : weights R d.
Implicit Types V H : weights R d.

(* R(W_0 + V) as a function of V                                                      *)
Definition translated V : R := risk c X Y P (addw W0 V).

Theorem grad_is_partial V k : (k < L)%N ->
  partial_grad translated V (grad c X Y P (addw W0 V) k).
Proof.
move=> kL H; rewrite /translated.
set G := grad _ _ _ _ _ _; set T := tail L (addw W0 V) k.+1; set A := head (addw W0 V) k.
have lin (s : R) : risk c X Y P (addw W0 (addw V (only k (scalew s H)))) =
    risk c X Y P (addw W0 V) + s * dot G (H k) + s ^+ 2 * (c * sqF (fit X P (T *m H k *m A))).
  rewrite translation_grad // -/G -/T -/A /scalew dotZr; congr (_ + _).
  rewrite -[T *m _]scalemxAr -[_ *m A]scalemxAl /fit -scalemxAr linearZ /= -scalemxAr sqFZ.
  by rewrite mulrCA.
rewrite (_ : (fun s => _) = (fun s => risk c X Y P (addw W0 V) + s * dot G (H k) +
  s ^+ 2 * (c * sqF (fit X P (T *m H k *m A))))); first exact: quadratic_derive.
by apply/funext => s; exact: lin.
Qed.

(* The flow of f in V is the flow of R in W                                           *)
Theorem translation_flow (V : R -> weights R d) t :
  (forall k, (k < L)%N -> exists2 G, partial_grad translated (V t) G &
     mx_derive (fun s => V s k) t (- G)) <->
  gradient_flow_at c X Y P (fun s => addw W0 (V s)) t.
Proof.
split=> [flow k kL|flow k kL].
  have [G dG dV] := flow k kL; rewrite -(partial_unique dG (grad_is_partial (V t) kL)).
  have := mx_deriveB dV (@mx_derive_cst R t _ _ (- W0 k)); rewrite subr0.
  by congr (mx_derive _ _ _); apply/funext => s; rewrite opprK addrC.
exists (grad c X Y P (addw W0 (V t)) k); first exact: grad_is_partial.
have := mx_deriveB (flow k kL) (@mx_derive_cst R t _ _ (W0 k)); rewrite subr0.
by congr (mx_derive _ _ _); apply/funext => s; rewrite /addw addrC addKr.
Qed.

End Translation.

Theorem translation_line (R : realType) (d : nat -> nat) (L n : nat) (c : R)
    (X : 'M[R]_(n, d 0%N)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (W0 V H : weights R d) (s : R) :
  translated c X y p W0 (addw V (scalew s H)) = (line_risk c X y p (addw W0 V) H).[s].
Proof.
rewrite line_riskE /translated; congr (_ * sqF (fit X p _ - y)).
by apply: eq_head => j _; rewrite /addw addrA.
Qed.

(* Identities and signs of rational functions, decided by computation                 *)
(*                                                                                    *)
(* A term is a rational function in variables x_1, x_2, ..., written down as somebody *)
(* wrote it: not expanded, denominators where they stand. A term is brought over one  *)
(* denominator, and numerators are normalised by the program of Coq's own ring        *)
(* tactic, which is proved correct for commutative rings.                             *)
(* Main results, over any real field                                                  *)
(*   equal_sound      equal_check a b = true     ->  a = b wherever both are defined  *)
(*   identity_sound   identity_check a b = true  ->  a = b; a, b polynomials          *)
(*   sign_sound       sign_check t P g = true    ->  0 <= t wherever t is defined and *)
(*                    no variable is negative: for t = p / q, p q = P g^2 and P has   *)
(*                    nonnegative coefficients only                                   *)
(* Notation                                                                           *)
(*   eval R x t      the value of t at x = x_1, ..., x_n                              *)
(*   defined x t     no denominator of t vanishes at x                                *)
(* Not covered: identities that need roots, exponentials or logarithms.               *)
From Coq Require Import ZArith NArith Nnat Ring_theory Ring_polynom BinList.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import binary_integers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Inductive term :=
  | Var of positive
  | Rat of Z & positive
  | Sum of term & term
  | Prod of term & term
  | Power of term & nat
  | Inverse of term.

(* The program                                                                        *)
Notation poly := (PExpr Z).
Notation one := (PEc (Zpos xH)).

Fixpoint fraction (t : term) : poly * poly :=
  match t with
  | Var i => (PEX Z i, one)
  | Rat z p => (PEc z, PEc (Zpos p))
  | Sum a b => let: (p, q) := fraction a in let: (r, s) := fraction b in
      (PEadd (PEmul p s) (PEmul r q), PEmul q s)
  | Prod a b => let: (p, q) := fraction a in let: (r, s) := fraction b in
      (PEmul p r, PEmul q s)
  | Power a n => let: (p, q) := fraction a in
      (PEpow p (N.of_nat n), PEpow q (N.of_nat n))
  | Inverse a => let: (p, q) := fraction a in (q, p)
  end.

Definition normal : poly -> Pol Z :=
  norm_aux Z0 (Zpos xH) Z.add Z.mul Z.sub Z.opp Z.eqb.
Definition vanishes (p : poly) : bool := Peq Z.eqb (normal p) (Pc Z0).

Fixpoint nonnegative (p : Pol Z) : bool :=
  match p with
  | Pc c => Z.leb Z0 c
  | Pinj _ q => nonnegative q
  | PX q _ r => nonnegative q && nonnegative r
  end.

Fixpoint polynomial (t : term) : bool :=
  match t with
  | Var _ | Rat _ _ => true
  | Sum a b | Prod a b => polynomial a && polynomial b
  | Power a _ => polynomial a
  | Inverse _ => false
  end.

Definition equal_check (a b : term) : bool :=
  vanishes (fraction (Sum a (Prod (Rat (Zneg xH) xH) b))).1.
Definition identity_check (a b : term) : bool :=
  [&& polynomial a, polynomial b & equal_check a b].
Definition sign_check (t : term) (P g : poly) : bool :=
  let: (p, q) := fraction t in
  vanishes (PEsub (PEmul p q) (PEmul P (PEmul g g))) && nonnegative (normal P).

(* Its meaning                                                                        *)
Section Meaning.
Variable R : realFieldType.
Implicit Types x : seq R.

Fixpoint eval x (t : term) : R :=
  match t with
  | Var i => BinList.nth 0 i x
  | Rat z p => zr R z / zr R (Zpos p)
  | Sum a b => eval x a + eval x b
  | Prod a b => eval x a * eval x b
  | Power a n => eval x a ^+ n
  | Inverse a => (eval x a)^-1
  end.

Fixpoint defined x (t : term) : Prop :=
  match t with
  | Var _ | Rat _ _ => True
  | Sum a b | Prod a b => defined x a /\ defined x b
  | Power a _ => defined x a
  | Inverse a => defined x a /\ eval x a != 0
  end.

Definition power (r : R) (n : N) : R := r ^+ N.to_nat n.
Definition value x (p : poly) : R :=
  PEeval 0 1 +%R *%R (fun a b => a - b) -%R (zr R) id power x p.
Arguments value : simpl never.
Definition pol_value x (p : Pol Z) : R := Pphi 0 +%R *%R (zr R) x p.

Let equality : RelationClasses.Equivalence (@eq R).
Proof. by split=> [a|a b ->|a b c -> ->]. Qed.
Let extensional : ring_eq_ext +%R *%R (-%R : R -> R) eq.
Proof. by split=> [a b -> c d ->|a b -> c d ->|a b ->]. Qed.
Let almost_ring : almost_ring_theory 0 1 +%R *%R (fun a b : R => a - b) -%R eq.
Proof.
apply: (Rth_ARth equality extensional).
split; [exact: add0r|exact: addrC|exact: addrA|exact: mul1r|exact: mulrC|exact: mulrA| |by []|exact: subrr].
exact: mulrDl.
Qed.
Let morphism : ring_morph 0 1 +%R *%R (fun a b : R => a - b) -%R eq
  Z0 (Zpos xH) Z.add Z.mul Z.sub Z.opp Z.eqb (zr R).
Proof.
split=> //; [exact: zrD|exact: zrB|exact: zrM|exact: zrN|].
by move=> a b /Z.eqb_eq->.
Qed.
Let powers : power_theory 1 *%R eq id power.
Proof.
split=> r [|n] //; rewrite /power /=; elim: n => [n IHn|n IHn|] /=; last exact: expr1.
  by rewrite -IHn Pos2Nat.inj_xI multE exprS mul2n -addnn exprD.
by rewrite -IHn Pos2Nat.inj_xO multE mul2n -addnn exprD.
Qed.

Lemma value_normal x p : value x p = pol_value x (normal p).
Proof. exact: norm_aux_spec equality extensional almost_ring _ _ _ _ _ _ _ _ _ morphism _ _ _ powers x p. Qed.

Lemma vanishesP x p : vanishes p -> value x p = 0.
Proof.
rewrite value_normal => /(Peq_ok equality extensional morphism)/(_ x) E.
exact: etrans E (zr0 R).
Qed.

Lemma fraction_sound x t : defined x t ->
  value x (fraction t).2 != 0 /\ eval x t = value x (fraction t).1 / value x (fraction t).2.
Proof.
elim: t => [i|z d|a IHa b IHb|a IHa b IHb|a IHa n|a IHa] /=.
- by rewrite /value /= invr1 mulr1 oner_eq0.
- by rewrite /value /= gt_eqF // zr_gt0.
- case=> /IHa + /IHb; case: (fraction a) (fraction b) => [p q] [r s] /= [q0 ->] [s0 ->].
  rewrite -[value x (PEadd _ _)]/(value x p * value x s + value x r * value x q).
  by rewrite -[value x (PEmul q s)]/(value x q * value x s) mulf_neq0 // addf_div.
- case=> /IHa + /IHb; case: (fraction a) (fraction b) => [p q] [r s] /= [q0 ->] [s0 ->].
  rewrite -[value x (PEmul p r)]/(value x p * value x r).
  by rewrite -[value x (PEmul q s)]/(value x q * value x s) mulf_neq0 // mulf_div.
- case/IHa; case: (fraction a) => p q /= q0 ->.
  rewrite -[value x (PEpow p _)]/(power (value x p) _) -[value x (PEpow q _)]/(power (value x q) _).
  by rewrite /power Nat2N.id expf_neq0 // expr_div_n.
case=> /IHa; case: (fraction a) => p q /= [q0 ->]; rewrite mulf_eq0 invr_eq0 negb_or.
by case/andP=> p0 _; rewrite p0 invf_div.
Qed.

Theorem equal_sound a b : equal_check a b ->
  forall x, defined x a -> defined x b -> eval x a = eval x b.
Proof.
move=> chk x da db; have [_] := @fraction_sound x (Sum a (Prod (Rat (Zneg xH) xH) b)) (conj da (conj I db)).
rewrite (vanishesP x chk) mul0r /= => /eqP.
by rewrite -[Zneg xH]/(Z.opp (Zpos xH)) zrN zr1 invr1 mulr1 mulN1r subr_eq0 => /eqP.
Qed.

Lemma polynomial_defined x t : polynomial t -> defined x t.
Proof. by elim: t => //= a IHa b IHb /andP[/IHa ? /IHb]. Qed.

Corollary identity_sound a b : identity_check a b -> forall x, eval x a = eval x b.
Proof.
by case/and3P=> /polynomial_defined da /polynomial_defined db /equal_sound same x; exact: same.
Qed.

(* Signs                                                                              *)

Lemma pol_value_ge0 x p : all (fun r => 0 <= r) x -> nonnegative p -> 0 <= pol_value x p.
Proof.
elim: p x => [c|i q IHq|q IHq i r IHr] x x0 /=.
- by move/(zr_le R); rewrite zr0.
- by apply: IHq; elim: i x x0 => [i IHi|i IHi|] [|y x] //= x0; rewrite ?IHi //; case/andP: x0.
case/andP=> q0 r0; have [h0 t0] : 0 <= List.hd 0 x /\ all (fun r => 0 <= r) (List.tl x).
  by case: (x) x0 => //= y z /andP[].
rewrite addr_ge0 ?mulr_ge0 ?IHq ?IHr //.
by elim: i => [i IHi|i IHi|] //=; rewrite ?mulr_ge0.
Qed.

Theorem sign_sound t P g : sign_check t P g -> forall x, all (fun r => 0 <= r) x ->
  defined x t -> 0 <= eval x t.
Proof.
rewrite /sign_check => chk x x0 /fraction_sound; case: (fraction t) chk => p q /andP[same P0] [q0 ->].
have := vanishesP x same; rewrite -[LHS]/(value x p * value x q - value x P * (value x g * value x g)).
move/subr0_eq => E; have -> : value x p / value x q = value x P * (value x g / value x q) ^+ 2.
  by rewrite expr_div_n mulrA [value x g ^+ 2]expr2 -E expr2 invfM mulrA mulfK.
by rewrite mulr_ge0 ?sqr_ge0 // value_normal pol_value_ge0.
Qed.

End Meaning.

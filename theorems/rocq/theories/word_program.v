(* Words in matrices: expressions and their normal forms, a program                   *)
(*                                                                                    *)
(* An expression in matrix letters is written down as somebody wrote it: sums,        *)
(* products, transposes, multiples by rationals and by named scalars or their         *)
(* inverses. Dimensions are names. Main definitions                                   *)
(*   norm nz hn e   the normal form of e: terms coefficient * monomial * word         *)
(*   ok, dims       is e well typed, and which shape it has                           *)
(*   matrix_check   left - right - rest is well typed and has normal form 0; rest is  *)
(*                  a combination of hypotheses (Nil when there are none)             *)
(*   trace_check    the same for sums of traces, whose words are read cyclically, in  *)
(*                  both directions                                                   *)
(* Notation                                                                           *)
(*   sh, nz, hyps   shapes of the letters; scalars other than 0; hypotheses l_i = r_i *)
(*   (i, b)         in a word: letter i, transposed if b; in a monomial: scalar i,    *)
(*                  inverted if b                                                     *)
(*   hd, hn         shape and normal form of what Hyp i stands for: l_i - r_i         *)
(* What it means is proved in word_algebra.v and word_identities.v.                   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Definition pos_eqMixin := EqMixin (Pos.eqb_spec : Equality.axiom Pos.eqb).
Canonical pos_eqType := Eval hnf in EqType positive pos_eqMixin.

Inductive expr :=
  | Letter of nat
  | One of nat
  | Nil of nat & nat
  | Add of expr & expr
  | Mul of expr & expr
  | Flip of expr
  | Ratio of Z & positive & expr
  | Scaled of bool & nat & expr
  | Hyp of nat.

Notation word := (seq (nat * bool)).
Notation mono := (seq (nat * bool)).
Notation coef := (Z * positive)%type.
Definition term := (coef * mono * word)%type.

(* The program                                                                        *)
Definition coef_mul (a b : coef) : coef := (Z.mul a.1 b.1, Pos.mul a.2 b.2).
Definition coef_add (a b : coef) : coef :=
  if Pos.eqb a.2 b.2 then (Z.add a.1 b.1, a.2)
  else (Z.add (Z.mul a.1 (Zpos b.2)) (Z.mul b.1 (Zpos a.2)), Pos.mul a.2 b.2).

Fixpoint insert (nz : seq nat) (x : nat * bool) (m : mono) : mono :=
  match m with
  | [::] => [:: x]
  | y :: m' =>
      if x.1 == y.1 then
        if (x.2 != y.2) && (x.1 \in nz) then m' else x :: m
      else if (x.1 < y.1)%N then x :: m else y :: insert nz x m'
  end.
Definition mono_mul nz (m m' : mono) : mono := foldr (insert nz) m' m.
Definition term_mul nz (t u : term) : term :=
  (coef_mul t.1.1 u.1.1, mono_mul nz t.1.2 u.1.2, t.2 ++ u.2).
Fixpoint flip (w : word) : word :=
  if w is l :: w' then flip w' ++ [:: (l.1, ~~ l.2)] else [::].

Fixpoint collect (t : term) (l : seq term) : seq term :=
  match l with
  | [::] => [:: t]
  | u :: l' =>
      if (t.2 == u.2) && (t.1.2 == u.1.2)
      then (coef_add t.1.1 u.1.1, u.1.2, u.2) :: l' else u :: collect t l'
  end.
Definition vanishes (l : seq term) : bool :=
  all (fun t : term => Z.eqb t.1.1.1 Z0) (foldr collect [::] l).

Section Program.
Variables (sh : seq (nat * nat)) (nz : seq nat).
Definition shape i := nth (0, 0)%N sh i.
Definition dom (l : nat * bool) := if l.2 then (shape l.1).2 else (shape l.1).1.
Definition cod (l : nat * bool) := if l.2 then (shape l.1).1 else (shape l.1).2.

Section WithHypotheses.
Variables (hdims : nat -> nat * nat) (hnorm : nat -> seq term).

Fixpoint dims (e : expr) : nat * nat :=
  match e with
  | Letter i => shape i
  | One m => (m, m)
  | Nil m n => (m, n)
  | Add a _ => dims a
  | Mul a b => ((dims a).1, (dims b).2)
  | Flip a => ((dims a).2, (dims a).1)
  | Ratio _ _ a | Scaled _ _ a => dims a
  | Hyp i => hdims i
  end.
Fixpoint ok (e : expr) : bool :=
  match e with
  | Letter i => (i < size sh)%N
  | One _ | Nil _ _ | Hyp _ => true
  | Add a b => [&& ok a, ok b & dims a == dims b]
  | Mul a b => [&& ok a, ok b & (dims a).2 == (dims b).1]
  | Flip a | Ratio _ _ a | Scaled _ _ a => ok a
  end.
Fixpoint norm (e : expr) : seq term :=
  match e with
  | Letter i => [:: ((Zpos xH, xH), [::], [:: (i, false)])]
  | One _ => [:: ((Zpos xH, xH), [::], [::])]
  | Nil _ _ => [::]
  | Add a b => norm a ++ norm b
  | Mul a b => [seq term_mul nz t u | t <- norm a, u <- norm b]
  | Flip a => [seq (t.1, flip t.2) | t <- norm a]
  | Ratio z p a => [seq (coef_mul (z, p) t.1.1, t.1.2, t.2) | t <- norm a]
  | Scaled b i a => [seq (t.1.1, insert nz (i, b) t.1.2, t.2) | t <- norm a]
  | Hyp i => hnorm i
  end.
End WithHypotheses.

Definition minus (a b : expr) := Add a (Ratio (Zneg xH) xH b).
Definition dims0 := dims (fun _ => (0, 0)%N).
Definition ok0 := ok (fun _ => (0, 0)%N).
Definition norm0 := norm (fun _ => [::]).

(* A sum of products, each with a hypothesis among its factors                        *)
Fixpoint null (e : expr) : bool :=
  match e with
  | Letter _ | One _ => false
  | Nil _ _ | Hyp _ => true
  | Add a b => null a && null b
  | Mul a b => null a || null b
  | Flip a | Ratio _ _ a | Scaled _ _ a => null a
  end.
Fixpoint plain (e : expr) : bool :=
  match e with
  | Hyp _ => false
  | Add a b | Mul a b => plain a && plain b
  | Flip a | Ratio _ _ a | Scaled _ _ a => plain a
  | _ => true
  end.

Variable hyps : seq (expr * expr).
Definition hyp i := nth (Nil 0 0, Nil 0 0) hyps i.
Definition hdims i := dims0 (hyp i).1.
Definition hnorm i := norm0 (minus (hyp i).1 (hyp i).2).
Definition hyps_ok := all (fun h => [&& plain h.1, plain h.2 & ok0 (minus h.1 h.2)]) hyps.
Definition ok_all := ok hdims.
Definition matrix_check (left right rest : expr) : bool :=
  [&& hyps_ok, plain left, plain right, null rest, ok_all (minus (minus left right) rest) &
      vanishes (norm hnorm (minus (minus left right) rest))].

(* Sums of traces                                                                     *)
Inductive texpr :=
  | Trace of expr
  | TNil
  | TAdd of texpr & texpr
  | TRatio of Z & positive & texpr
  | TScaled of bool & nat & texpr.

Fixpoint less (u v : word) : bool :=
  match u, v with
  | [::], _ :: _ => true
  | a :: u', b :: v' =>
      if a == b then less u' v' else (a.1 < b.1)%N || ((a.1 == b.1) && ~~ a.2)
  | _, _ => false
  end.
Definition turns (w : word) : seq word := [seq rot i w | i <- iota 0 (size w)].
Definition least (w : word) : word :=
  foldl (fun best v => if less v best then v else best) w (turns w ++ turns (flip w)).

Section WithHypothesesTraces.
Variables (hd : nat -> nat * nat) (hn : nat -> seq term).
Fixpoint tnorm (e : texpr) : seq term :=
  match e with
  | Trace a => [seq (t.1, least t.2) | t <- norm hn a]
  | TNil => [::]
  | TAdd a b => tnorm a ++ tnorm b
  | TRatio z p a => [seq (coef_mul (z, p) t.1.1, t.1.2, t.2) | t <- tnorm a]
  | TScaled b i a => [seq (t.1.1, insert nz (i, b) t.1.2, t.2) | t <- tnorm a]
  end.
Fixpoint tok (e : texpr) : bool :=
  match e with
  | Trace a => [&& ok hd a, (dims hd a).1 == (dims hd a).2 &
                   all (fun t : term => t.2 != [::]) (norm hn a)]
  | TNil => true
  | TAdd a b => tok a && tok b
  | TRatio _ _ a | TScaled _ _ a => tok a
  end.
End WithHypothesesTraces.

Fixpoint tall (P : expr -> bool) (e : texpr) : bool :=
  match e with
  | Trace a => P a
  | TNil => true
  | TAdd a b => tall P a && tall P b
  | TRatio _ _ a | TScaled _ _ a => tall P a
  end.
Definition tminus (a b : texpr) := TAdd a (TRatio (Zneg xH) xH b).
Definition trace_check (left right rest : texpr) : bool :=
  [&& hyps_ok, tall plain left, tall plain right, tall null rest &
      (fun whole => tok hdims hnorm whole && vanishes (tnorm hnorm whole))
        (tminus (tminus left right) rest)].
End Program.

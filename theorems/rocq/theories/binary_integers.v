(* Binary integers, with which programs compute, as elements of a real field          *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   zrD, zrM, zrN, zrB, zr_pow, zr_sum, zr_abs   zr is a morphism                    *)
(*   zr_le, zr_lt, zr_gt0   what the comparison of binary integers decides            *)
(* Notation                                                                           *)
(*   zr R z      the binary integer z as an element of R                              *)
(*   zpow z m    z^m;   zsum f m    f 0 + ... + f (m - 1)                             *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Fixpoint zpow (D : Z) (m : nat) : Z :=
  match m with m'.+1 => Z.mul D (zpow D m') | 0%N => Zpos xH end.
Fixpoint zsum (f : nat -> Z) (m : nat) : Z :=
  match m with m'.+1 => Z.add (zsum f m') (f m') | 0%N => Z0 end.

Section Morphism.
Variable R : realFieldType.

Definition zr (z : Z) : R := (int_of_Z z)%:~R.

Lemma zrD a b : zr (Z.add a b) = zr a + zr b.
Proof. by rewrite /zr (rmorphD ZInstances.int_of_Z_rmorphism a b) intrD. Qed.
Lemma zrM a b : zr (Z.mul a b) = zr a * zr b.
Proof. by rewrite /zr (rmorphM ZInstances.int_of_Z_rmorphism a b) intrM. Qed.
Lemma zrN a : zr (Z.opp a) = - zr a.
Proof. by rewrite /zr (rmorphN ZInstances.int_of_Z_rmorphism a) mulrNz. Qed.
Lemma zrB a b : zr (Z.sub a b) = zr a - zr b.
Proof. by rewrite -zrN -zrD. Qed.
Lemma zr0 : zr Z0 = 0. Proof. by []. Qed.
Lemma zr1 : zr (Zpos xH) = 1. Proof. by []. Qed.

Lemma zr_ge0 a : Z.leb Z0 a -> 0 <= zr a.
Proof. by case: a => // p _; rewrite /zr ler0z. Qed.

Lemma zr_le a b : Z.leb a b -> zr a <= zr b.
Proof.
move=> /Z.leb_le ab; rewrite -subr_ge0 -zrB; apply: zr_ge0.
by apply/Z.leb_le/Zle_minus_le_0.
Qed.

Lemma zr_gt0 a : Z.ltb Z0 a -> 0 < zr a.
Proof. by case: a => // p _; rewrite /zr ltr0z /= ltz_nat; apply/ssrnat.ltP/Pos2Nat.is_pos. Qed.

Lemma zr_abs a : zr (Z.abs a) = `|zr a|.
Proof.
case: a => [|p|p]; first by rewrite normr0.
  by rewrite ger0_norm //; apply: zr_ge0.
rewrite -[Zneg p]/(Z.opp (Zpos p)) zrN normrN ger0_norm //; exact: zr_ge0.
Qed.

Lemma zr_lt a b : Z.ltb a b -> zr a < zr b.
Proof.
move=> /Z.ltb_lt/Z.lt_0_sub/Z.ltb_lt/zr_gt0.
by rewrite /Z.sub zrD zrN subr_gt0.
Qed.

Lemma zr_pow D m : zr (zpow D m) = zr D ^+ m.
Proof. by elim: m => [|m IHm] //=; rewrite zrM IHm exprS. Qed.

Lemma zr_nat m : zr (Z.of_nat m) = m%:R.
Proof.
rewrite /zr pmulrn; suff -> : int_of_Z (Z.of_nat m) = m by [].
by case: m => //= m; rewrite SuccNat2Pos.id_succ.
Qed.

Lemma zr_sum f m : zr (zsum f m) = \sum_(i < m) zr (f i).
Proof.
by elim: m => [|m IHm]; rewrite ?big_ord0 //= zrD IHm big_ord_recr.
Qed.

End Morphism.

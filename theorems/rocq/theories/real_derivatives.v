(* The two notions of derivative and of limit agree on Coq's reals                    *)
(*                                                                                    *)
(* Main results, for f : R -> R and t, l in R, Coq's real numbers                     *)
(*   is_derive_RP        Coquelicot: Derive.is_derive f t l  <->                      *)
(*                       mathcomp-analysis: derive.is_derive t 1 f l, over RR         *)
(*   derivable_pt_limP   the same for derivable_pt_lim of Coq's standard library      *)
(*   is_lim_RP           is_lim f p_infty l  <->  f @ +oo --> l                       *)
(* Notation                                                                           *)
(*   RR = real_realType, the reals R of Coq as a realType (mathcomp's Rstruct): the   *)
(*   same numbers, operations and order; RleP, RltP, RpowE, RsqrtE, RdivE of Rstruct  *)
(*   translate the rest.                                                              *)
(* Axioms: four of Coq's reals, three of mathcomp-analysis, and the epsilon of Coq's  *)
(* standard library, by which Rstruct makes the reals a type with choice.             *)
From Coq Require Import Reals.
From Coquelicot Require Import Coquelicot.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype derive Rstruct.
From Lemmata Require Import difference_quotients.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Notation RR := real_realType.

Section Bridge.
Implicit Types (f : R -> R) (t l : R).

Theorem derivable_pt_limP f t l :
  derivable_pt_lim f t l <-> derive.is_derive (t : RR) 1 (f : RR -> RR) (l : RR).
Proof.
split=> H.
  apply/is_deriveP => e /RltP e0; case: (H e e0) => -[b b0] /= Hb.
  exists b; first exact/RltP.
  move=> h h0 /RltP hb; apply/RltP; rewrite -RdivE //; apply: Hb => //; exact/eqP.
move=> e /RltP e0; have [b /RltP b0 Hb] := (is_deriveP f t l).1 H e e0.
exists (mkposreal b b0) => h /eqP h0 /RltP hb; apply/RltP; rewrite -/(Rminus _ _).
have := Hb h h0 hb; rewrite -RdivE //.
Qed.

Theorem is_derive_RP f t l :
  Derive.is_derive f t l <-> derive.is_derive (t : RR) 1 (f : RR -> RR) (l : RR).
Proof. by rewrite is_derive_Reals derivable_pt_limP. Qed.

Theorem is_lim_RP f l :
  is_lim f p_infty l <-> (f : RR -> RR) @ +oo --> (l : RR).
Proof.
rewrite -is_lim_spec; split=> H.
  apply/cvg_pinftyP => e /RltP e0; have [M HM] := H (mkposreal e e0).
  exists M => x /RltP /HM /= le; exact/RltP.
move=> [e /= e0]; have [M HM] := (cvg_pinftyP f l).1 H e (introT (RltP _ _) e0).
by exists M => x /RltP /HM /RltP.
Qed.

End Bridge.

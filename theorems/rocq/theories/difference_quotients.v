(* Derivatives and limits at infinity, spelled out with epsilon and delta             *)
(*                                                                                    *)
(* Main results, over any realType                                                    *)
(*   is_deriveP    is_derive t 1 f l: for e > 0 there is b > 0 with                   *)
(*                 |(f (t + h) - f t) / h - l| < e whenever 0 < |h| < b               *)
(*   cvg_pinftyP   f(x) -> l as x -> oo: for e > 0 there is M with                    *)
(*                 |f x - l| < e for x > M                                            *)
(* In this form they are compared with those of other libraries.                      *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype derive.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Quotients.
Variable R : realType.
Implicit Types (f : R -> R) (t l : R).

Lemma cvg_dnbhs0P (g : R -> R) l : g @ 0^' --> l <->
  forall e, 0 < e -> exists2 b, 0 < b & forall h, h != 0 -> `|h| < b -> `|g h - l| < e.
Proof.
split=> [/cvgrPdistC_lt H e /H|H].
  move=> -[b /= b0 Hb]; exists b => // h h0 hb; apply: Hb => //=.
  by rewrite sub0r normrN.
apply/cvgrPdistC_lt => e /H[b b0 Hb]; exists b => //= h.
by rewrite /= sub0r normrN => hb h0; apply: Hb.
Qed.

Lemma is_derive_cvg f t l :
  is_derive t 1 f l <-> (fun h => h^-1 * (f (t + h) - f t)) @ 0^' --> l.
Proof.
have E : (fun h => h^-1 *: ((f \o shift t) (h *: 1) - f t)) =
         (fun h => h^-1 * (f (t + h) - f t)).
  by apply/funext => h; rewrite /= [h *: 1]mulr1 [h + t]addrC.
split=> [[ex <-]|cv]; first by rewrite -E /derive; exact: ex.
split; first by rewrite /derivable E; apply/cvg_ex; exists l.
by rewrite /derive E; apply: norm_cvg_lim.
Qed.

Theorem is_deriveP f t l : is_derive t 1 f l <->
  forall e, 0 < e -> exists2 b, 0 < b & forall h, h != 0 -> `|h| < b ->
    `|(f (t + h) - f t) / h - l| < e.
Proof.
rewrite is_derive_cvg cvg_dnbhs0P; split=> H e /H[b b0 Hb]; exists b => // h h0 hb.
  by rewrite mulrC; apply: Hb.
by rewrite mulrC; apply: Hb.
Qed.

Theorem cvg_pinftyP (f : R -> R) l : f @ +oo --> l <->
  forall e, 0 < e -> exists M, forall x, M < x -> `|f x - l| < e.
Proof.
split=> [/cvgrPdistC_lt H e /H|H].
  by move=> -[M [_ HM]]; exists M => x; exact: HM.
apply/cvgrPdistC_lt => e /H[M HM]; exists M; split => //.
exact: num_real.
Qed.

End Quotients.

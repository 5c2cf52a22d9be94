(* The root of order L of 4, bounded by a fraction                                    *)
(*                                                                                    *)
(* Main results, for L = j + 3                                                        *)
(*   binomial_cubic   6 (b + c)^L >= b^j (the expansion up to the third term)         *)
(*   four_le_power    4 (2 L - 1)^L <= (2 L + 2)^L                                    *)
(*   root_le          t^L = 4 r^L implies (2 L - 1) t <= (2 L + 2) r                  *)
(* Source: claim small-scale/alignment, proof (in place of the estimate of            *)
(* (2 L + 1) (1 - 4^(-1/L)) there).                                                   *)
From mathcomp Require Import all_ssreflect all_algebra ring.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Root.
Variable R : realFieldType.
Implicit Types b c r t : R.

(* The binomial expansion up to its third term                                        *)
Lemma binomial_cubic b c n : 0 <= b -> 0 <= c ->
  b ^+ n * (6%:R * b ^+ 3 + 6%:R * n.+3%:R * c * b ^+ 2 +
    3%:R * n.+3%:R * n.+2%:R * c ^+ 2 * b + n.+3%:R * n.+2%:R * n.+1%:R * c ^+ 3) <=
  6%:R * (b + c) ^+ n.+3.
Proof.
move=> b0 c0; elim: n => [|n IHn].
  by rewrite expr0 mul1r le_eqVlt; apply/orP; left; apply/eqP; ring.
rewrite [(b + c) ^+ n.+4]exprS [X in _ <= X]mulrCA.
apply: le_trans (ler_wpmul2l (addr_ge0 b0 c0) IHn); rewrite -subr_ge0.
set x := b ^+ n; have x0 : 0 <= x by exact: exprn_ge0.
set k := n.+1%:R : R.
have k4 : n.+4%:R = k + 3%:R :> R by rewrite /k -natrD addnC.
have k3 : n.+3%:R = k + 2%:R :> R by rewrite /k -natrD addnC.
have k2 : n.+2%:R = k + 1 :> R by rewrite /k mulrSr.
rewrite k4 k3 k2 [b ^+ n.+1]exprS -/x.
rewrite [X in 0 <= X](_ : _ = x * ((k + 2%:R) * (k + 1) * k * c ^+ 4)); last by ring.
by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
Qed.

Lemma four_le_power j : 4%:R * (5 + 2 * j)%:R ^+ j.+3 <= (8 + 2 * j)%:R ^+ j.+3 :> R.
Proof.
set b : R := (5 + 2 * j)%:R; have b0 : 0 <= b by exact: ler0n.
have -> : (8 + 2 * j)%:R = b + 3%:R by rewrite /b -natrD addnAC.
have six : 0 < 6%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l six); apply: le_trans (binomial_cubic j b0 (ler0n R 3)).
rewrite !(exprS b j.+2, exprS b j.+1, exprS b j); set x := b ^+ j.
have x0 : 0 <= x by exact: exprn_ge0.
set k := j%:R : R; have k0 : 0 <= k by exact: ler0n.
have bE : b = 5%:R + 2%:R * k by rewrite /b natrD natrM.
have k3 : j.+3%:R = k + 3%:R :> R by rewrite /k -natrD addnC.
have k2 : j.+2%:R = k + 2%:R :> R by rewrite /k -natrD addnC.
have k1 : j.+1%:R = k + 1 :> R by rewrite /k mulrSr.
rewrite k3 k2 k1 -subr_ge0.
rewrite [X in 0 <= X](_ : _ = 3%:R * x * (24%:R + 42%:R * k + 21%:R * k ^+ 2 + 3%:R * k ^+ 3)).
  apply: mulr_ge0; first exact: mulr_ge0 (ler0n R 3) x0.
  by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
by rewrite bE; ring.
Qed.

Theorem root_le j r t : 0 < r -> 0 < t -> t ^+ j.+3 = 4%:R * r ^+ j.+3 ->
  (5 + 2 * j)%:R * t <= (8 + 2 * j)%:R * r.
Proof.
move=> r0 t0 tE; rewrite leNgt; apply/negP => lt.
have lhs0 : 0 <= (8 + 2 * j)%:R * r by rewrite mulr_ge0 ?ler0n // ltW.
have : ((8 + 2 * j)%:R * r) ^+ j.+3 < ((5 + 2 * j)%:R * t) ^+ j.+3.
  by rewrite ltr_expn2r // (le_trans lhs0) // ltW.
rewrite !exprMn tE ltNge => /negP; apply.
rewrite [X in X <= _]mulrCA [X in X <= _]mulrA ler_pmul2r ?exprn_gt0 //.
exact: four_le_power.
Qed.

End Root.

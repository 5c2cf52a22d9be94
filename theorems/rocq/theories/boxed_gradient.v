(* The gradient, cut off outside of a growing box, as the right-hand side of a         *)
(* differential equation                                                               *)
(*                                                                                     *)
(* Main results, over Coq's reals                                                      *)
(*   solution_exists    picard_limit.v in the terms of mathcomp-analysis               *)
(*   polynomial_path    polynomials of continuous layers are continuous                *)
(*   field_lipschitz, field_bounded, field_along   the three hypotheses of             *)
(*                      solution_exists for the field below                            *)
(* Notation                                                                            *)
(*   entry, entries W, layers x   an entry (k, (i, j)); the entries of a network, and  *)
(*                      the network with given entries                                 *)
(*   radius t           sum of all |W0 k i j| + R(W0) + 1 + t                          *)
(*   boxed r x          the network with the entries x clipped to [-r, r]              *)
(*   field t x          - grad at boxed (radius t) x, and 0 for layers k >= L          *)
(* Source: E. Picard; claim small-scale/convergence (the flow exists for all t >= 0).  *)
From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype derive realfun Rstruct.
From Lemmata Require Import frobenius deep_network gradient_flow exponential_decay flow_energy.
From Lemmata Require Import exit_time polynomial_gradient picard_iterates picard_limit.
From Lemmata Require Import real_derivatives.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma polynomial_path d L (f : weights RR d -> RR) (U : RR -> weights RR d) : polynomial L f ->
  (forall k i j, (k < L)%N -> continuity (fun s => U s k i j)) -> continuity (fun s => f (U s)).
Proof.
move=> pf cU; elim: pf => [a|k i j kL|{}f g _ IHf _ IHg|{}f g _ IHf _ IHg|{}f g fg _ IHf].
- exact: continuity_const.
- exact: cU.
- exact: continuity_plus IHf IHg.
- exact: continuity_mult IHf IHg.
exact: continuity_eq (fun s => fg (U s)) IHf.
Qed.

(* The equation of picard_limit.v in the terms of mathcomp-analysis                   *)
Theorem solution_exists (I : Type) (G : RR -> (I -> RR) -> I -> RR) (x0 : I -> RR) :
    (forall T, 0 <= T -> exists2 K : RR, 0 < K & forall s x y e, 0 <= s <= T -> 0 <= e ->
      (forall j, `|x j - y j| <= e) -> forall i, `|G s x i - G s y i| <= K * e) ->
    (forall T, 0 <= T -> exists2 B : RR, 0 <= B & forall s i, 0 <= s <= T -> `|G s x0 i| <= B) ->
    continuous_along _ G ->
  exists x : RR -> I -> RR, (forall i, x 0 i = x0 i) /\
    forall t i, 0 <= t -> is_derive t 1 (fun s => x s i) (G t (x t) i).
Proof.
move=> lip bd paths; have [||x [x00 dx]] := global_solution I G x0 _ _ paths.
- move=> T /RleP /lip[K K0 HK]; exists K; split; first exact/RltP.
  move=> s x y e [/RleP s0 /RleP sT] /RleP e0 xy i; apply/RleP.
  by apply: (HK s x y e) => [||j]; rewrite ?s0 //; exact/RleP/xy.
- move=> T /RleP /bd[B B0 HB]; exists B; split; first exact/RleP.
  by move=> s i [/RleP s0 /RleP sT]; apply/RleP/HB; rewrite s0.
exists x; split=> // t i /RleP t0; exact/derivable_pt_limP/dx.
Qed.

Lemma clip_in (r x : RR) : 0 <= r -> `|clip r x| <= r.
Proof. by move=> /RleP r0; apply/RleP; exact: clip_le. Qed.

Lemma clip_same (r x : RR) : `|x| <= r -> clip r x = x.
Proof. by move=> /RleP xr; exact: clip_id. Qed.

Lemma clip_near (r x y : RR) : `|clip r x - clip r y| <= `|x - y|.
Proof.
have /RleP := clip_dist r r x y.
by rewrite (Rminus_diag_eq r r erefl) Rabs_R0 Rplus_0_l.
Qed.

Section Field.
Variables (d : nat -> nat) (L n q : nat).
Variables (c : RR) (X : 'M[RR]_(n, d 0%N)) (Y : 'M[RR]_(n, q)) (P : 'M[RR]_(q, d L)).
Variable W0 : weights RR d.
Hypothesis c_ge0 : 0 <= c.

Notation entry := {k : nat & ('I_(d k.+1) * 'I_(d k))%type}.
Notation at_ k i j := (existT (fun k : nat => ('I_(d k.+1) * 'I_(d k))%type) k (i, j)).
Notation grad := (grad c X Y P).
Notation risk := (risk c X Y P).

Definition entries (W : weights RR d) (a : entry) : RR := W (tag a) (tagged a).1 (tagged a).2.
Definition layers (x : entry -> RR) : weights RR d := fun k => \matrix_(i, j) x (at_ k i j).
Definition boxed r (x : entry -> RR) : weights RR d :=
  fun k => \matrix_(i, j) if (k < L)%N then clip r (x (at_ k i j)) else x (at_ k i j).

(* Largest entry at the start, and a radius that grows faster than the flow can       *)
Definition start_size : RR := \sum_(k < L) \sum_i \sum_j `|W0 k i j|.
Definition radius (t : RR) : RR := (start_size + risk W0 + 1) + t.

Definition field (t : RR) (x : entry -> RR) (a : entry) : RR :=
  if (tag a < L)%N then - entries (grad (boxed (radius t) x)) a else 0.

Lemma risk_ge0 W : 0 <= risk W.
Proof. by rewrite /risk mulr_ge0 ?sqF_ge0. Qed.

Lemma start_size_ge0 : 0 <= start_size.
Proof.
by apply: sumr_ge0 => k _; apply: sumr_ge0 => i _; apply: sumr_ge0 => j _.
Qed.

Lemma start_in k i j : (k < L)%N -> `|W0 k i j| <= start_size.
Proof.
move=> kL; rewrite /start_size (bigD1 (Ordinal kL)) //= (bigD1 i) //= (bigD1 j) //=.
rewrite -!addrA ler_addl addr_ge0 //; first by apply: sumr_ge0.
rewrite addr_ge0 //; first by apply: sumr_ge0 => i' _; apply: sumr_ge0.
by apply: sumr_ge0 => k' _; apply: sumr_ge0 => i' _; apply: sumr_ge0.
Qed.

Lemma radius_ge0 t : 0 <= t -> 0 <= radius t.
Proof.
move=> t0; rewrite /radius addr_ge0 // addr_ge0 ?ler01 //.
exact: addr_ge0 start_size_ge0 (risk_ge0 W0).
Qed.

Lemma boxed_in t T x : 0 <= t <= T -> in_box L (radius T) (boxed (radius t) x).
Proof.
case/andP=> t0 tT k i j kL; rewrite mxE kL; apply: le_trans (_ : radius t <= _).
  exact/clip_in/radius_ge0.
by rewrite ler_add2l.
Qed.

Lemma field_lipschitz T : 0 <= T -> exists2 K : RR, 0 < K &
  forall s x y e, 0 <= s <= T -> 0 <= e -> (forall j, `|x j - y j| <= e) ->
  forall a, `|field s x a - field s y a| <= K * e.
Proof.
move=> T0; have [K K0 HK] := grad_box c X Y P (radius T).
exists (K + 1) => [|s x y e sT e0 xy a]; first exact: ltr_paddl K0 ltr01.
have K1 : 0 <= K + 1 by exact: addr_ge0 K0 ler01.
rewrite /field; case: ifP => [aL|_]; last by rewrite subrr normr0 mulr_ge0.
have near : within L e (boxed (radius s) x) (boxed (radius s) y).
  by move=> k i j kL; rewrite !mxE kL; exact: le_trans (clip_near _ _ _) (xy _).
have [_ lip] := HK _ (tagged a).1 (tagged a).2 aL.
rewrite -opprD normrN; apply: le_trans (lip _ _ e (boxed_in x sT) (boxed_in y sT) e0 near) _.
by rewrite ler_wpmul2r // ler_addl ler01.
Qed.

Lemma field_bounded T : 0 <= T -> exists2 K : RR, 0 <= K &
  forall s a, 0 <= s <= T -> `|field s (entries W0) a| <= K.
Proof.
move=> T0; have [K K0 HK] := grad_box c X Y P (radius T); exists K => // s a sT.
rewrite /field; case: ifP => [aL|_]; last by rewrite normr0.
have [bd _] := HK _ (tagged a).1 (tagged a).2 aL.
by rewrite normrN; apply: bd; exact: boxed_in.
Qed.

Lemma field_along : continuous_along _ field.
Proof.
move=> x cx a; rewrite /field; case aL: (tag a < L)%N; last by apply: continuity_const => u v.
apply: (continuity_opp (fun s => entries (grad (boxed (radius (ppos s)) (x (ppos s)))) a)).
apply: (@polynomial_path d L (fun W => entries (grad W) a)
  (fun s => boxed (radius (ppos s)) (x (ppos s)))); first exact: grad_polynomial.
move=> k i j kL; have cc := clip_continuous (start_size + risk W0 + 1) _ (cx (at_ k i j)).
by apply: continuity_eq cc => s; rewrite mxE kL.
Qed.

End Field.

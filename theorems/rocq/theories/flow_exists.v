(* The gradient flow exists for all t >= 0, from every start                           *)
(*                                                                                     *)
(* Main results, over Coq's reals                                                      *)
(*   gradient_flow_exists   any depth and widths, any data, outputs and readout        *)
(*   inside_flow            the solution with the cut-off field is a gradient flow     *)
(*                          while its entries stay in the box                          *)
(*   inside_bound           then 2 |W_k i j (t)| <= 2 |W_k i j (0)| + R(W(0)) + t,     *)
(*                          since 2 |W_k i j|' <= 1 + |grad R|^2 = (t - R(W))'         *)
(*   always_inside          so it stays in the box for ever                            *)
(* Source: E. Picard; the bound of the length is that of the claim small-scale/tail    *)
(* (energy); claim small-scale/convergence.                                            *)
From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype derive realfun Rstruct.
From Lemmata Require Import frobenius deep_network gradient_flow exponential_decay flow_energy.
From Lemmata Require Import exit_time polynomial_gradient boxed_gradient.
From Lemmata Require Import real_derivatives.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Existence.
Variables (d : nat -> nat) (L n q : nat).
Variables (c : RR) (X : 'M[RR]_(n, d 0%N)) (Y : 'M[RR]_(n, q)) (P : 'M[RR]_(q, d L)).
Variable W0 : weights RR d.
Hypothesis c_ge0 : 0 <= c.
Notation entry := {k : nat & ('I_(d k.+1) * 'I_(d k))%type}.
Notation at_ k i j := (existT (fun k : nat => ('I_(d k.+1) * 'I_(d k))%type) k (i, j)).
Notation grad := (grad c X Y P).
Notation risk := (risk c X Y P).
Notation start_size := (start_size L W0).
Notation radius := (radius c X Y P W0).
Notation boxed := (boxed L).
Notation field := (field c X Y P W0).

Let risk_pos W : 0 <= risk W.
Proof. exact: risk_ge0. Qed.

(* Inside the box the field is the negative gradient                                  *)
Lemma eq_grad (U V : weights RR d) k : (forall j, U j = V j) -> grad U k = grad V k.
Proof.
move=> UV; have hh m : head U m = head V m by apply: eq_head.
have ht m : tail L U m = tail L V m by apply: eq_tail.
by rewrite /deep_network.grad /err /res !hh ht.
Qed.

Variable x : RR -> entry -> RR.
Hypothesis x_start : forall a, x 0 a = entries W0 a.
Hypothesis x_derive : forall t a, 0 <= t -> is_derive t 1 (fun s => x s a) (field t (x t) a).

Notation W t := (layers (x t)).
Definition inside (t : RR) := forall k i j, (k < L)%N -> `|W t k i j| <= radius t.

Lemma inside_flow t : 0 <= t -> inside t -> gradient_flow_at c X Y P (fun s => W s) t.
Proof.
move=> t0 io k kL i j; rewrite mxE.
have -> : grad (W t) k = grad (boxed (radius t) (x t)) k.
  apply: eq_grad => m; apply/matrixP => a b; rewrite mxE [RHS]mxE.
  case mL: (m < L)%N => //; rewrite clip_same //.
  by have := io m a b mL; rewrite mxE.
have := x_derive (at_ k i j) t0; rewrite /field kL /entries /=.
by rewrite (_ : (fun s => W s k i j) = fun s => x s (at_ k i j)) //; apply/funext => s; rewrite mxE.
Qed.

Lemma speed_entry V k i j : (k < L)%N -> grad V k i j ^+ 2 <= speed c X Y P V.
Proof.
move=> kL; rewrite /speed (bigD1 (Ordinal kL)) //= sqFE (bigD1 i) //= (bigD1 j) //=.
rewrite -!addrA ler_addl.
have sq m l (A : 'I_m -> 'I_l -> RR) (Q : pred 'I_m) : 0 <= \sum_(a | Q a) \sum_b A a b ^+ 2.
  by apply: sumr_ge0 => a _; apply: sumr_ge0 => b _; exact: sqr_ge0.
rewrite addr_ge0 //; first by apply: sumr_ge0 => b _; exact: sqr_ge0.
rewrite addr_ge0 //; first exact: sq.
by apply: sumr_ge0 => l _; exact: sqF_ge0.
Qed.

(* While the curve is inside, |W_k i j| grows at most like (t + R (W0)) / 2           *)
Lemma inside_bound T (s : RR) k i j : s ^+ 2 = 1 -> 0 <= T -> (k < L)%N ->
  (forall t, 0 <= t <= T -> inside t) ->
  s * W T k i j *+ 2 <= s * W0 k i j *+ 2 + risk W0 + T.
Proof.
move=> s1 T0 kL io.
pose f t := (s *+ 2) * W t k i j + risk (W t) - t.
pose df t := (s *+ 2) * (- grad (W t) k i j) - speed c X Y P (W t) - 1.
have W00 : W 0 = W0.
  apply: functional_extensionality_dep => m; apply/matrixP => a b.
  by rewrite mxE x_start.
have Df t : 0 <= t <= T -> is_derive t 1 f (df t).
  move=> tT; have flow := inside_flow (andP tT).1 (io t tT).
  have := @risk_derive RR d L n q c X Y P (fun s => W s) _ t flow.
  have -> : \sum_(l < L) dot (grad (W t) l) (- grad (W t) l) = - speed c X Y P (W t).
    by rewrite -sumrN; apply: eq_bigr => l _; rewrite dotC dotNl.
  move=> Dr; have := flow k kL i j; rewrite mxE => Dw.
  exact: (is_deriveB (is_deriveD (is_deriveZ (s *+ 2) Dw) Dr) (is_derive_id t 1)).
have df_le t : 0 <= t <= T -> df t <= 0.
  move=> _; have := speed_entry (W t) i j kL; set g := grad _ _ _ _ => gs.
  rewrite /df -/g subr_le0; apply: le_trans (_ : s ^+ 2 <= 1); last by rewrite s1.
  rewrite ler_subl_addr -subr_ge0.
  have -> : s ^+ 2 + speed c X Y P (W t) - s *+ 2 * - g =
    (s + g) ^+ 2 + (speed c X Y P (W t) - g ^+ 2) by ring.
  by rewrite addr_ge0 ?sqr_ge0 // subr_ge0.
have := nonincreasing_on Df df_le; move/(_ T); rewrite lexx T0 => /(_ isT).
rewrite /f W00 subr0 ler_subl_addr !mulrnAl; apply: le_trans.
by rewrite ler_addl; exact: risk_pos.
Qed.

Lemma inside_strict T k i j : 0 <= T -> (k < L)%N ->
  (forall t, 0 <= t <= T -> inside t) -> `|W T k i j| - T < start_size + risk W0 + 1.
Proof.
move=> T0 kL io; have W0k : `|W0 k i j| <= start_size := start_in W0 i j kL.
have le2 (s : RR) : s ^+ 2 = 1 -> s * W T k i j *+ 2 <= start_size *+ 2 + risk W0 + T.
  move=> s1; apply: le_trans (inside_bound i j s1 T0 kL io) _.
  rewrite !ler_add2r ler_muln2r /=; apply: le_trans (ler_norm _) _.
  have : `|s| ^+ 2 = 1 by rewrite -normrX s1 normr1.
  by move/eqP; rewrite sqrp_eq1 // => /eqP ns; rewrite normrM ns mul1r.
have abs2 : `|W T k i j| *+ 2 <= start_size *+ 2 + risk W0 + T.
  rewrite -normrMn ler_norml ler_oppl; apply/andP; split.
    by have := le2 (- 1); rewrite sqrrN expr1n mulN1r mulNrn; exact.
  by have := le2 1; rewrite expr1n mul1r; exact.
have : (`|W T k i j| - T) *+ 2 < (start_size + risk W0 + 1) *+ 2; last by rewrite ltr_pmuln2r.
rewrite mulrnBl ltr_subl_addr; apply: le_lt_trans abs2 _.
rewrite -subr_gt0 [X in 0 < X](_ : _ = risk W0 + T + 1 + 1); last by ring.
rewrite ltr_paddl ?ltr01 // addr_ge0 ?ler01 //; exact: addr_ge0 (risk_pos _) T0.
Qed.

Lemma always_inside t : 0 <= t -> inside t.
Proof.
pose I := [finType of {k : 'I_L & ('I_(d k.+1) * 'I_(d k))%type}].
pose e (m : nat) (t : RR) : RR := oapp (fun a : 'I_#|I| =>
  let: existT k ij := (enum_val a : I) in `|W t k ij.1 ij.2| - t) 0 (insub m).
have e_at (k : 'I_L) i j : exists2 m, (m < #|I|)%N & forall t, e m t = `|W t k i j| - t.
  pose a : I := existT _ k (i, j); exists (enum_rank a) => // s.
  by rewrite /e valK /= enum_rankK.
have e_of m : (m < #|I|)%N -> exists (k : 'I_L) i j, forall t, e m t = `|W t k i j| - t.
  move=> mI; case E : (enum_val (Ordinal mI) : I) => [k [i j]]; exists k, i, j => s.
  by rewrite /e -[m]/(val (Ordinal mI)) valK /= E.
have start_le : start_size <= start_size + risk W0 + 1.
  by rewrite -addrA ler_addl addr_ge0 ?ler01 //; exact: risk_pos.
move=> t0 k i j kL; have [m mI em] := e_at (Ordinal kL) i j.
have := @no_exit RR e #|I| (start_size + risk W0 + 1) _ _ _ m t mI t0.
rewrite em ler_subl_addr; apply=> {m mI em}.
- move=> m s mI s0; have [l [a [b em]]] := e_of m mI.
  have -> : e m = (fun s => `|W s l a b| - s) by apply/funext.
  apply: cvgB; last exact: cvg_id.
  apply: cvg_norm; have -> : (fun s => W s l a b) = x ^~ (at_ l a b).
    by apply/funext => u; rewrite mxE.
  have [? _] := x_derive (at_ l a b) s0; rewrite mxE.
  have cx : {for s, continuous (x ^~ (at_ l a b))}.
    exact/differentiable_continuous/derivable1_diffP.
  exact: cx.
- move=> m mI; have [l [a [b em]]] := e_of m mI.
  rewrite em subr0 mxE x_start; apply: le_trans start_le; exact: (start_in W0 a b (ltn_ord l)).
move=> T T0 io m mI; have [l [a [b em]]] := e_of m mI.
rewrite em; apply: inside_strict => // s s0T l' a' b' lL.
have [m' mI' em'] := e_at (Ordinal lL) a' b'; have := io m' s mI' s0T.
by rewrite em' ler_subl_addr.
Qed.

End Existence.

(* The gradient flow exists for all t >= 0                                            *)
Theorem gradient_flow_exists d L n q (c : RR) (X : 'M[RR]_(n, d 0%N)) (Y : 'M[RR]_(n, q))
    (P : 'M[RR]_(q, d L)) (W0 : weights RR d) : 0 <= c ->
  exists2 W : RR -> weights RR d, W 0 = W0 &
    forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Proof.
move=> c0; have [x [x0 dx]] := solution_exists (field_lipschitz X Y P W0 c0)
  (field_bounded X Y P W0 c0) (@field_along _ _ _ _ c X Y P W0).
exists (fun t => layers (x t)) => [|t t0].
  by apply: functional_extensionality_dep => k; apply/matrixP => i j; rewrite mxE x0.
by apply: (inside_flow dx) => //; apply: always_inside.
Qed.

(* Gradient flow: the imbalances are constant in time                               *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   imbalance_derive      D_k has derivative 0 at every time of the flow           *)
(*   imbalance_conserved   D_k(t) = D_k(0) for t >= 0                               *)
(* Notation                                                                         *)
(*   mx_derive A t dA       the matrix function A has derivative dA at t            *)
(*   gradient_flow_at c X Y P W t    W_k'(t) = - grad_k for every layer             *)
(*   imbalance W t k = W_{k+1}(t)^T W_{k+1}(t) - W_k(t) W_k(t)^T = D_k(t)           *)
(* Existence of the flow, a hypothesis here: flow_exists.v.                         *)
(* Source: slides, proof of the Lemma; claim small-scale/balancedness.              *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive realfun.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section MxDerive.
Variable R : realType.

(* Entrywise derivative of a matrix-valued function of time                   *)
Definition mx_derive m n (A : R -> 'M[R]_(m, n)) (t : R) (dA : 'M[R]_(m, n)) :=
  forall i j, is_derive t 1 (fun s => A s i j) (dA i j).

Lemma mx_deriveB m n (A B : R -> 'M[R]_(m, n)) t dA dB :
  mx_derive A t dA -> mx_derive B t dB ->
  mx_derive (fun s => A s - B s) t (dA - dB).
Proof.
move=> hA hB i j; rewrite !mxE.
rewrite (_ : (fun s => _) = (fun s => A s i j) - (fun s => B s i j)).
  exact: is_deriveB.
by apply/funext => s; rewrite !mxE.
Qed.

Lemma mx_derive_tr m n (A : R -> 'M[R]_(m, n)) t dA :
  mx_derive A t dA -> mx_derive (fun s => (A s)^T) t dA^T.
Proof.
move=> hA i j; rewrite mxE.
by rewrite (_ : (fun s => _) = (fun s => A s j i)) //;
  apply/funext => s; rewrite mxE.
Qed.

Lemma mx_deriveM m n p (A : R -> 'M[R]_(m, n)) (B : R -> 'M_(n, p)) t dA dB :
  mx_derive A t dA -> mx_derive B t dB ->
  mx_derive (fun s => A s *m B s) t (dA *m B t + A t *m dB).
Proof.
move=> hA hB i j.
rewrite (_ : (fun s => _) =
  \sum_k ((fun s => A s i k) * (fun s => B s k j))); last first.
  apply/funext => s; rewrite mxE fct_sumE; exact: eq_bigr.
have -> : (dA *m B t + A t *m dB) i j =
    \sum_k (A t i k *: dB k j + B t k j *: dA i k).
  rewrite !mxE -big_split; apply: eq_bigr => k _ /=.
  by rewrite addrC; congr (_ + _); rewrite mulrC.
by apply: is_derive_sum => k; exact: is_deriveM.
Qed.

(* Version on the half-line t >= 0                                            *)
Lemma mx_derive0_cst_ge0 m n (A : R -> 'M[R]_(m, n)) :
  (forall t, 0 <= t -> mx_derive A t 0) -> forall t, 0 <= t -> A t = A 0.
Proof.
move=> hA t t0; apply/matrixP => i j; apply/eqP; rewrite -subr_eq0; apply/eqP.
pose f s := A s i j.
have df s : 0 <= s -> is_derive s 1 f 0.
  by move=> s0; have := hA s s0 i j; rewrite mxE.
have [||c _] := @MVT_segment R f (fun=> 0) 0 t t0.
- by move=> x; rewrite in_itv /= => /andP[/ltW x0 _]; exact: df.
- apply: continuous_in_subspaceT => x; rewrite inE /= in_itv /= => /andP[x0 _].
  have [? _] := df x x0.
  exact/differentiable_continuous/derivable1_diffP.
by rewrite mul0r.
Qed.

End MxDerive.

Section GradientFlow.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variable W : R -> weights R d.

Definition imbalance t k : 'M[R]_(d k.+1) :=
  (W t k.+1)^T *m W t k.+1 - W t k *m (W t k)^T.

Definition gradient_flow_at t := forall k, (k < L)%N ->
  mx_derive (fun s => W s k) t (- grad c X Y P (W t) k).

Theorem imbalance_derive t : gradient_flow_at t ->
  forall k, (k.+1 < L)%N -> mx_derive (fun s => imbalance s k) t 0.
Proof.
move=> flow k kL; have k1L := flow _ kL; have kL' := flow _ (ltnW kL).
have B := balanced c X Y P (W t) kL.
set G := grad _ _ _ _ _ in B k1L kL'.
have BT : (G k.+1)^T *m W t k.+1 = W t k *m (G k)^T.
  by rewrite -[LHS]trmxK trmx_mul trmxK B trmx_mul trmxK.
have := mx_deriveB (mx_deriveM (mx_derive_tr k1L) k1L)
                   (mx_deriveM kL' (mx_derive_tr kL')).
rewrite !linearN /= !(mulmxN, mulNmx) B BT.
by rewrite [- (G k *m _) - _]addrC subrr.
Qed.

Theorem imbalance_conserved : (forall t, 0 <= t -> gradient_flow_at t) ->
  forall k t, (k.+1 < L)%N -> 0 <= t -> imbalance t k = imbalance 0 k.
Proof.
move=> flow k t kL; apply: (@mx_derive0_cst_ge0 R _ _ (imbalance ^~ k)) => s s0.
exact: (imbalance_derive (flow s s0) kL).
Qed.

End GradientFlow.

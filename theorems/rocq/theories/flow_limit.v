(* Alignment of the limit of the gradient flow, and rates of a residual network       *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   limit_align      1 - <v_{k+1}, u_k>^2 <= eps / sigma_{k+1}^2 at the limit        *)
(*   residual_decay   E(t) <= E(s) exp (- 4 L gamma^4 lam |p|^2 (t - s)) while the    *)
(*                    products have singular values in [gamma, Ma]                    *)
(*   residual_stays   |W(t) - W(s)|_F <= 2 rad when E(s) <= mu rad^2, mu that rate    *)
(* Given: the flow for all t >= 0, its convergence (limit_align), the bounds on the   *)
(* products along the flow (residual_decay, residual_stays).                          *)
(* Source: claims small-scale/alignment, residual/convergence.                        *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import operator_bounds spectral_bound small_scale_lemma.
From Lemmata Require Import singular_directions small_scale_sharp.
From Lemmata Require Import gradient_flow small_scale_flow small_scale_limit.
From Lemmata Require Import residual_bounds flow_energy.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Alignment.
Variables (R : realType) (d : nat -> nat) (M n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d M.+1)).
Variables (W : R -> weights R d) (Wl : weights R d) (s delta : nat -> R) (mx : R).
Hypothesis row_out : d M.+1 = 1%N.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Hypothesis conv : forall k i j, (k <= M)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.
Hypothesis s_op : forall k, (k <= M)%N -> op2 (Wl k) (s k).
Hypothesis delta_ge0 : forall k, (k < M)%N -> 0 <= delta k.
Hypothesis delta_op : forall k (x : 'cV_(d k.+1)), (k < M)%N ->
  `|dot x (imbalance W 0 k *m x)| <= delta k * sqF x.
Hypothesis le_mx : forall k, (k <= M)%N -> sqF (W 0 k) <= mx.

Theorem limit_align k (u v : 'cV[R]_(d k.+1)) : (k < M)%N ->
    sqF u = 1 -> sqF v = 1 -> sqF ((Wl k)^T *m u) = s k ->
    sqF (Wl k.+1 *m v) = s k.+1 ->
  s k.+1 * (1 - dot u v ^+ 2) <= eps_of M delta mx.
Proof.
move=> kM u1 v1 us vs.
exact: (align_eps (limit_imbalance flow conv) s_op delta_ge0 delta_op row_out le_mx kM).
Qed.

End Alignment.

Section Residual.
Variables (R : realType) (m L n : nat) (c : R).
Let d := fun _ : nat => m.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : R -> weights R d) (ws : 'cV[R]_(d 0)) (gamma lam s : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X y p W t.
Hypothesis s_ge0 : 0 <= s.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis cov_lam : forall v : 'cV_(d 0), lam * dot v (cov c X *m v) <= sqF (cov c X *m v).
Hypothesis G_low : forall t k, s <= t -> (k <= L)%N -> low (head (W t) k) gamma.
Hypothesis B_low : forall t k, s <= t -> (k <= L)%N -> low (tail L (W t) k)^T gamma.
Let mu := 4%:R * L%:R * gamma ^+ 4 * lam * sqF p.
Notation Rmin := (lin_risk c X y ws).

Let pl t : s <= t -> mu * (risk c X y p (W t) - Rmin) <= speed c X y p (W t).
Proof.
move=> st; exact: (residual_pl p (fun k => G_low st) (fun k => B_low st) c_gt0 ws_normal cov_lam).
Qed.

Theorem residual_decay t : s <= t ->
  risk c X y p (W t) - Rmin <= (risk c X y p (W s) - Rmin) * expR (- mu * (t - s)).
Proof. exact: (energy_decay flow s_ge0 pl). Qed.

Theorem residual_stays rad T : 0 < mu -> 0 < rad -> s <= T ->
    risk c X y p (W s) - Rmin <= mu * rad ^+ 2 ->
  \sum_(k < L) sqF (W T k - W s k) <= (2%:R * rad) ^+ 2.
Proof.
move=> mu0 rad0 sT; apply: (flow_length flow s_ge0 pl mu0 rad0 sT).
by move=> V; rewrite risk_lin; exact: normal_min.
Qed.

End Residual.

(* Rescaling two layers: growth of the sharpness at both ends                         *)
(*                                                                                    *)
(* Setting of sharpness_layers.v, L = M.+2 >= 2, W^C = (C W_1, W_2/C, W_3, ...).      *)
(* Main results                                                                       *)
(*   sharpness_rescaled   S(W^C) >= 2 q (C^2/s_2 + 1/(C^2 s_1) + sum_(k >= 3) 1/s_k), *)
(*                        s_k >= |W_k|_2^2                                            *)
(*   sharpness_rescaled_root   S(W^C) >= 2 q v C / s_2, v = (|p|/rho)^(1/L),          *)
(*                        s_k >= |W_k|_2: 2 a rho^(2-1/L) |p|^(1/L) C / |W_2|_2       *)
(* Source: claim sharpness/rescaling-unbounded, repaired and sharper.                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import spectral_bound sharpness_roots sharpness_unbounded.
From Lemmata Require Import sharpness_layers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The rescaled network C W_1, W_2 / C, W_3, ..., L = M.+2                            *)
Section Rescaled.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+2.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S C : R) (ws : 'cV[R]_(d 0)) (s : nat -> R).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_least : sqF ws <= sqF (regressor p W).
Hypothesis s_gt0 : forall k, (k < L)%N -> 0 < s k.
Hypothesis s_op : forall k, (k < L)%N -> op_ub (W k) (s k).
Hypothesis C_gt0 : 0 < C.
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p (rescale C W) S.

Let q := dot (regressor p W) (cov c X *m regressor p W).
Hypothesis q_gt0 : 0 < q.

Let t k : R := if k == 0%N then C ^+ 2 * s k else if k == 1%N then s k / C ^+ 2 else s k.

Let t_gt0 k : (k < L)%N -> 0 < t k.
Proof.
move=> kL; have sk := s_gt0 kL; have C2 : 0 < C ^+ 2 by rewrite exprn_gt0.
by rewrite /t; case: ifP => _; [rewrite mulr_gt0 | case: ifP => _ //; rewrite divr_gt0].
Qed.

Let t_op k : (k < L)%N -> op_ub (rescale C W k) (t k).
Proof.
move=> kL; have [sk0 sk] := s_op kL; split=> [|x]; first exact: ltW (t_gt0 kL).
rewrite /rescale /t; case: ifP => _; last case: ifP => _ //.
  by rewrite -scalemxAl sqFZ -mulrA ler_wpmul2l ?sqr_ge0.
rewrite -scalemxAl sqFZ exprVn [s k / _]mulrC -mulrA ler_wpmul2l //.
by rewrite invr_ge0 sqr_ge0.
Qed.

(* Quadratic growth at both ends                                                      *)
Theorem sharpness_rescaled : 2%:R * q *
  (C ^+ 2 / s 1%N + (C ^+ 2 * s 0%N)^-1 + \sum_(k < M) (s k.+2)^-1) <= S.
Proof.
have C0 : C != 0 by rewrite gt_eqF.
have reg : regressor p (rescale C W) = regressor p W.
  by rewrite /regressor head_rescale.
have := @sharpness_inverse R d M.+1 n c X y p c_gt0 (rescale C W) S ws t.
rewrite reg => /(_ W_min ws_normal ws_least S_ge0 S_ub t_gt0 t_op q_gt0).
by rewrite !big_ord_recl /= /t /= invf_div addrCA addrA.
Qed.

End Rescaled.

Section RescaledRoot.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+2.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Hypothesis c_gt0 : 0 < c.
Variables (W : weights R d) (S C v : R) (ws : 'cV[R]_(d 0)) (s : nat -> R).
Hypothesis W_min : normal_eq X y (regressor p W).
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_least : sqF ws <= sqF (regressor p W).
Hypothesis s_gt0 : forall k, (k < L)%N -> 0 < s k.
Hypothesis s_op : forall k (x : 'cV[R]_(d k.+1)), (k < L)%N ->
  sqF ((W k)^T *m x) <= s k ^+ 2 * sqF x.
Hypothesis C_gt0 : 0 < C.
Hypothesis S_ge0 : 0 <= S.
Hypothesis S_ub : sharp_ub c X y p (rescale C W) S.
Hypothesis v_ge0 : 0 <= v.
Hypothesis vE : (v ^+ 2) ^+ L * sqF ws = sqF p.

Let q := dot (regressor p W) (cov c X *m regressor p W).
Hypothesis q_gt0 : 0 < q.

Let t k : R := if k == 0%N then C * s k else if k == 1%N then s k / C else s k.

Let t_gt0 k : (k < L)%N -> 0 < t k.
Proof.
move=> kL; have sk := s_gt0 kL.
by rewrite /t; case: ifP => _; [rewrite mulr_gt0 | case: ifP => _ //; rewrite divr_gt0].
Qed.

Let t_op k (x : 'cV[R]_(d k.+1)) : (k < L)%N ->
  sqF ((rescale C W k)^T *m x) <= t k ^+ 2 * sqF x.
Proof.
move=> kL; have sk := s_op x kL; rewrite /rescale /t; case: ifP => _; last case: ifP => _ //.
  rewrite linearZ /= -scalemxAl sqFZ exprMn -[X in _ <= X]mulrA.
  by apply: ler_wpmul2l => //; exact: sqr_ge0.
rewrite linearZ /= -scalemxAl sqFZ exprMn [s k ^+ 2 * _]mulrC -[X in _ <= X]mulrA.
by apply: ler_wpmul2l => //; exact: sqr_ge0.
Qed.

Theorem sharpness_rescaled_root : 2%:R * q * v * C / s 1%N <= S.
Proof.
have C0 : C != 0 by rewrite gt_eqF.
have reg : regressor p (rescale C W) = regressor p W.
  by rewrite /regressor head_rescale.
have := @sharpness_root_layer R d M.+1 n c X y p c_gt0 (rescale C W) S v ws t.
rewrite reg => /(_ W_min ws_normal ws_least S_ge0 S_ub v_ge0 vE t_gt0 t_op q_gt0 1%N isT).
by rewrite /t /= invf_div -/q mulrA.
Qed.

End RescaledRoot.

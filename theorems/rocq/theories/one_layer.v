(* One layer: the path from 0 has full rank at once, and stays away from rank one     *)
(*                                                                                    *)
(* W = U diag(sigma_i/lambda_i (1 - e_i)) V^T, U, V orthogonal, any sizes; e_i stands *)
(* for e^(-lambda_i tau), 0 < e_i < 1 for tau > 0. W* = U diag(sigma_i/lambda_i) V^T. *)
(* Main results                                                                       *)
(*   one_layer_rank   the rank of W is that of U diag(sigma) V^T                      *)
(*   one_layer_gap    |W - W*|_2 <= max sigma_i/lambda_i e_i                          *)
(*   one_layer_away   sigma = lambda: the distance of W to the first mode is at least *)
(*                    e_0 and at least 1 - e_1                                        *)
(*   golden_distance  when e_0 = e_1^2 (lambda_0 = 2 lambda_1) that is at least m, m  *)
(*                    the root (3 - sqrt 5)/2 of (1 - m)^2 = m, and e_1 = 1 - m has   *)
(*                    e_0 = 1 - e_1 = m                                               *)
(* What is not covered: that W is the flow, and the infimum for other lambda.         *)
(* Source: poster, Continuous Case; claim two-layer/one-layer.                        *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix diagonal_norms.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section OneLayer.
Variables (R : realFieldType) (d0 d2 : nat) (U : 'M[R]_d0) (V : 'M[R]_d2).
Hypotheses (oU : orth U) (oV : orth V).
Variables sigma lambda e : nat -> R.
Hypothesis lambda_gt0 : forall i, 0 < lambda i.
Notation W := (U *m rdiag d0 d2 (fun i => sigma i / lambda i * (1 - e i)) *m V^T).

Theorem one_layer_rank : (forall i, e i < 1) ->
  \rank W = \rank (U *m rdiag d0 d2 sigma *m V^T).
Proof.
move=> e1; rewrite !rank_orth //.
have unit i : (1 - e i) / lambda i != 0.
  by rewrite mulf_neq0 ?invr_eq0 ?gt_eqF ?subr_gt0.
have -> : rdiag d0 d2 (fun i => sigma i / lambda i * (1 - e i)) =
    rdiag d0 d2 sigma *m rdiag d2 d2 (fun i => (1 - e i) / lambda i).
  by rewrite rdiagM; apply: eq_rdiag => i _ ->; rewrite mulrA mulrAC.
apply: mxrankMfree; rewrite row_free_unit.
have /mulmx1_unit[] : rdiag d2 d2 (fun i => (1 - e i) / lambda i) *m
    rdiag d2 d2 (fun i => ((1 - e i) / lambda i)^-1) = 1%:M; last by [].
rewrite rdiagM; apply/matrixP => i j; rewrite !mxE -val_eqE /=; case: eqP => // _.
by rewrite ltn_ord divff ?unit.
Qed.

Theorem one_layer_gap r : 0 <= r -> (forall i, 0 <= sigma i) -> (forall i, 0 <= e i) ->
  (forall i, (i < d0)%N -> (i < d2)%N -> sigma i / lambda i * e i <= r) ->
  opn (W - U *m rdiag d0 d2 (fun i => sigma i / lambda i) *m V^T) r.
Proof.
move=> r0 s0 e0 le; rewrite -mulmxBl -mulmxBr rdiagB; apply/(rdiag_opn _ _ oU oV).
split=> // i i0 i2; rewrite mulrBr mulr1 addrAC subrr sub0r normrN ger0_norm ?le //.
by rewrite mulr_ge0 ?divr_ge0 // ltW.
Qed.

Theorem one_layer_away r : (forall i, sigma i = lambda i) -> (forall i, e i <= 1) ->
    (forall i, 0 <= e i) -> (1 < d0)%N -> (1 < d2)%N ->
  opn (W - U *m rdiag d0 d2 (fun i => (i == 0%N)%:R) *m V^T) r -> e 0%N <= r /\ 1 - e 1%N <= r.
Proof.
move=> same e1 e0 d01 d21; rewrite -mulmxBl -mulmxBr rdiagB => /(rdiag_opn _ _ oU oV)[_ H].
have one i : sigma i / lambda i = 1 by rewrite same divff // gt_eqF.
have := H 0%N (ltnW d01) (ltnW d21); have := H 1%N d01 d21; rewrite !one !mul1r /= subr0.
by rewrite addrAC subrr sub0r normrN !ger0_norm ?subr_ge0.
Qed.
End OneLayer.

Theorem golden_distance (R : realFieldType) (m x : R) : 0 <= m -> m <= 1 -> (1 - m) ^+ 2 = m ->
  0 <= x -> (forall r, x ^+ 2 <= r -> 1 - x <= r -> m <= r) /\ 1 - (1 - m) = m.
Proof.
move=> m0 m1 mm x0; split=> [r le1 le2|]; last by rewrite opprB addrC subrK.
case: (lerP (1 - m) x) => le; first by apply: le_trans le1; rewrite -mm ler_expn2r ?nnegrE ?subr_ge0.
by apply: le_trans le2; rewrite ler_subr_addr -ler_subr_addl ltW.
Qed.

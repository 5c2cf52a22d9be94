(* Products from the last layer, controlled by products from the first               *)
(*                                                                                    *)
(* Square layers. P_k = W_{k-1} ... W_0 has singular values in [m, M], m > 0, for all *)
(* k <= L; |theta_k| <= rho, W'_k = W_k + theta_k / L, e = (M / m) rho / L.           *)
(* Main results, for k <= L and B'_k = W'_{L-1} ... W'_k                              *)
(*   tail_factor   B'_k = P_L T P_k^-1, T a product of L - k factors 1 + E_i with     *)
(*                 |E_i| <= e                                                         *)
(*   tail_upper    |B'_k| <= (M / m) (1 + e)^(L-k)                                    *)
(*   tail_lower    sigma_min(B'_k) >= (m / M) (1 - e)^(L-k)      if e <= 1            *)
(* and the calculus of the two bounds: low_opn_inv, opn_tr, low_tr.                   *)
(* Source: claim residual/convergence, proof, one-sided version.                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network operator_bounds spectral_bound.
From Lemmata Require Import product_perturbation.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Calculus.
Variables (R : realFieldType) (n : nat).
Implicit Type A : 'M[R]_n.

Lemma low_opn_inv A s : 0 < s -> A \in unitmx -> opn A s -> low (invmx A) s^-1.
Proof.
move=> s0 Au opnA; split=> [|x]; first by rewrite invr_ge0 ltW.
have := opnA.2 (invmx A *m x); rewrite mulmxA mulmxV // mul1mx => le.
by rewrite exprVn mulrC ler_pdivr_mulr ?exprn_gt0 // mulrC.
Qed.

Lemma opn_tr A s : opn A s -> opn A^T s.
Proof.
case=> s0 opnA; split=> // x.
by have /op_ub_tr[_] : op_ub A (s ^+ 2) by split=> //; exact: sqr_ge0.
Qed.

Lemma low_tr A s : 0 < s -> low A s -> low A^T s.
Proof.
move=> s0 lowA; have Au := low_unit s0 lowA.
have /opn_tr := low_inv s0 lowA; rewrite trmx_inv => opnI.
have AI : invmx A^T \in unitmx by rewrite unitmx_inv unitmx_tr.
have s1 : 0 < s^-1 by rewrite invr_gt0.
by have := low_opn_inv s1 AI opnI; rewrite invmxK invrK.
Qed.

End Calculus.

Section Tails.
Variables (R : realFieldType) (n L : nat).
Let d := fun _ : nat => n.
Variables (W theta : weights R d) (m M rho : R).
Hypothesis m_gt0 : 0 < m.
Hypothesis M_gt0 : 0 < M.
Hypothesis P_low : forall k, (k <= L)%N -> low (head W k) m.
Hypothesis P_opn : forall k, (k <= L)%N -> opn (head W k) M.
Hypothesis theta_opn : forall k, (k < L)%N -> opn (theta k) rho.
Let e := m^-1 * (L%:R^-1 * rho * M).
Let tailp k : 'M[R]_n := tail L (Wp L W theta) k.

Let unit k : (k <= L)%N -> head W k \in unitmx.
Proof. by move=> kL; exact: low_unit m_gt0 (P_low kL). Qed.

Let E k : 'M[R]_n := invmx (head W k.+1) *m ((L%:R^-1 *: theta k) *m head W k).

Let E_opn k : (k < L)%N -> opn (E k) e.
Proof.
move=> kL; apply: opn_mul; first exact: low_inv (P_low kL).
apply: opn_mul (P_opn (ltnW kL)).
by apply: opn_scale (theta_opn kL); rewrite invr_ge0 ler0n.
Qed.

Let shift k : (k < L)%N ->
  invmx (head W k.+1) *m Wp L W theta k = (1%:M + E k) *m invmx (head W k).
Proof.
move=> kL; rewrite mulmxDl mul1mx /E -!mulmxA mulmxV ?unit 1?ltnW // mulmx1.
rewrite /Wp /addw /scalew mulmxDr; congr (_ + _).
have Wk : W k = head W k.+1 *m invmx (head W k).
  by rewrite headS -mulmxA mulmxV ?mulmx1 // unit // ltnW.
by rewrite [X in _ *m X = _]Wk mulmxA mulVmx ?mul1mx // unit.
Qed.

Lemma tail_factor k : (k <= L)%N -> exists T : 'M[R]_n,
  [/\ tailp k = head W L *m T *m invmx (head W k), opn T ((1 + e) ^+ (L - k)) &
      e <= 1 -> low T ((1 - e) ^+ (L - k))].
Proof.
move=> kL; rewrite -(subKn kL); elim: (L - k)%N (leq_subr k L) => [_|j IHj jL].
  rewrite subn0 subnn; exists 1%:M; rewrite !expr0; split; last by move=> _; exact: low1.
    by rewrite /tailp tail_last mulmx1 mulmxV // unit.
  exact: opn1.
have lt : (L - j.+1 < L)%N by rewrite ltn_subrL /= (leq_ltn_trans _ jL).
have [T] := IHj (ltnW jL); have -> : (L - j)%N = (L - j.+1).+1 by rewrite subnSK.
rewrite -(subnSK lt).
move: (L - j.+1)%N lt => i iL [TE Tup Tlo]; exists (T *m (1%:M + E i)).
have S : tailp i = tailp i.+1 *m Wp L W theta i by exact: tailS.
split=> [||e1]; first by rewrite S TE -!mulmxA shift.
  by rewrite exprSr; apply: opn_mul Tup (opn_add (opn1 _ _) (E_opn iL)).
by rewrite exprSr; apply: low_mul (Tlo e1) (low_add e1 (low1 _ _) (E_opn iL)).
Qed.

Theorem tail_upper k : (k <= L)%N -> opn (tailp k) (M / m * (1 + e) ^+ (L - k)).
Proof.
move=> kL; have [T [-> Tup _]] := tail_factor kL.
by rewrite mulrAC; apply: opn_mul (opn_mul (P_opn (leqnn L)) Tup) (low_inv m_gt0 (P_low kL)).
Qed.

Theorem tail_lower k : e <= 1 -> (k <= L)%N -> low (tailp k) (m / M * (1 - e) ^+ (L - k)).
Proof.
move=> e1 kL; have [T [-> _ Tlo]] := tail_factor kL; rewrite mulrAC.
apply: low_mul (low_mul (P_low (leqnn L)) (Tlo e1)) _.
exact: low_opn_inv M_gt0 (unit kL) (P_opn kL).
Qed.

End Tails.

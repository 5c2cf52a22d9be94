(* Deterministic perturbation of products of square matrices                        *)
(*                                                                                  *)
(* P_k = W_{k-1} ... W_0, P'_k the same product of W_k + theta_k / L. If            *)
(* m <= sigma_min(P_k), |P_k| <= M, m > 0, |theta_k| <= rho, e = (M/m) rho / L:     *)
(* Main results, for k <= L                                                         *)
(*   theta_upper    |P'_k| <= M (1 + e)^k                                           *)
(*   theta_lower    sigma_min(P'_k) >= m (1 - e)^k            if e <= 1             *)
(*   theta_lower_le m (1 - (M/m) rho) <= m (1 - e)^k       if e <= 1                *)
(*   theta_upper1   |P'_k| <= M / (1 - (M/m) rho)             if (M/m) rho < 1      *)
(*   theta_lower1   sigma_min(P'_k) >= m (1 - (M/m) rho)      if (M/m) rho <= 1     *)
(*   theta_half     factors 1/2 and 2 for rho <= m / (2 M)                          *)
(* Source: claim random-products/perturbation.                                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network operator_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Theta.
Variables (R : realFieldType) (n L : nat).
Let d := fun _ : nat => n.
Variables (W theta : weights R d) (m M rho : R).
Hypothesis L_gt0 : (0 < L)%N.
Hypothesis m_gt0 : 0 < m.
Hypothesis P_low : forall k, (k <= L)%N -> low (head W k) m.
Hypothesis P_opn : forall k, (k <= L)%N -> opn (head W k) M.
Hypothesis theta_opn : forall k, (k < L)%N -> opn (theta k) rho.

Definition Wp : weights R d := addw W (scalew L%:R^-1 theta).
Let e := m^-1 * (L%:R^-1 * rho * M).

Let E k : 'M[R]_n := invmx (head W k.+1) *m ((L%:R^-1 *: theta k) *m head W k).
Fixpoint Qp k : 'M[R]_n :=
  match k with k'.+1 => (1%:M + E k') *m Qp k' | 0%N => 1%:M end.

Let E_opn k : (k < L)%N -> opn (E k) e.
Proof.
move=> kL; apply: opn_mul; first exact: low_inv (P_low kL).
apply: opn_mul (P_opn (ltnW kL)).
by apply: opn_scale (theta_opn kL); rewrite invr_ge0 ler0n.
Qed.

Lemma head_Wp k : (k <= L)%N -> head Wp k = head W k *m Qp k.
Proof.
elim: k => [|k IHk] kL; first by rewrite /= mulmx1.
have Pu : head W k.+1 \in unitmx := low_unit m_gt0 (P_low kL).
rewrite [LHS]/= IHk 1?ltnW // [Qp k.+1]/= !mulmxA mulmxDr mulmx1; congr (_ *m _).
rewrite [head W k.+1 *m E k]mulmxA mulmxV // mul1mx /Wp /addw /scalew.
by rewrite headS mulmxDl.
Qed.

Let Q_opn k : (k <= L)%N -> opn (Qp k) ((1 + e) ^+ k).
Proof.
elim: k => [|k IHk] kL; first by rewrite expr0; exact: opn1.
rewrite exprS; apply: opn_mul (IHk (ltnW kL)).
exact: opn_add (opn1 _ _) (E_opn kL).
Qed.

Let Q_low k : e <= 1 -> (k <= L)%N -> low (Qp k) ((1 - e) ^+ k).
Proof.
move=> e1; elim: k => [|k IHk] kL; first by rewrite expr0; exact: low1.
rewrite exprS; apply: low_mul (IHk (ltnW kL)).
exact: low_add e1 (low1 _ _) (E_opn kL).
Qed.

Theorem theta_upper k : (k <= L)%N -> opn (head Wp k) (M * (1 + e) ^+ k).
Proof. by move=> kL; rewrite head_Wp //; apply: opn_mul (P_opn kL) (Q_opn kL). Qed.

Theorem theta_lower k : e <= 1 -> (k <= L)%N ->
  low (head Wp k) (m * (1 - e) ^+ k).
Proof.
by move=> e1 kL; rewrite head_Wp //; apply: low_mul (P_low kL) (Q_low e1 kL).
Qed.

Let e_ge0 : 0 <= e. Proof. exact: (E_opn L_gt0).1. Qed.

Let kr := M / m * rho.
Let krE : L%:R * e = kr.
Proof.
have L0 : L%:R != 0 :> R by rewrite pnatr_eq0 -lt0n.
rewrite /e /kr; have -> : L%:R * (m^-1 * (L%:R^-1 * rho * M)) =
  (L%:R * L%:R^-1) * (M / m * rho) by ring.
by rewrite mulfV // mul1r.
Qed.

Lemma bernoulli (x : R) k : 0 <= x <= 1 -> 1 - k%:R * x <= (1 - x) ^+ k.
Proof.
case/andP=> x0 x1; elim: k => [|k IHk]; first by rewrite mul0r subr0 expr0.
have y0 : 0 <= 1 - x by rewrite subr_ge0.
rewrite exprS; apply: le_trans (ler_wpmul2l y0 IHk).
rewrite -subr_ge0 mulrS.
have -> : (1 - x) * (1 - k%:R * x) - (1 - (1 + k%:R) * x) = k%:R * x ^+ 2 by ring.
by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

Let e_le : e <= kr.
Proof. by rewrite -krE ler_pemull // ler1n. Qed.

Let bern k : kr <= 1 -> (k <= L)%N -> 1 - kr <= (1 - e) ^+ k.
Proof.
move=> kr1 kL; have e01 : 0 <= e <= 1 by rewrite e_ge0 (le_trans e_le).
apply: le_trans (bernoulli k e01); rewrite ler_add2l ler_opp2 -krE.
by rewrite ler_wpmul2r ?ler_nat.
Qed.

Theorem theta_lower1 k : kr <= 1 -> (k <= L)%N -> low (head Wp k) (m * (1 - kr)).
Proof.
move=> kr1 kL; have e1 : e <= 1 := le_trans e_le kr1.
apply: low_ge (theta_lower e1 kL); first by rewrite mulr_ge0 ?subr_ge0 // ltW.
by rewrite ler_pmul2l ?bern.
Qed.

(* The two lower bounds as numbers; beyond kr = 1 the second is negative.           *)
Theorem theta_lower_le k : e <= 1 -> (k <= L)%N -> m * (1 - kr) <= m * (1 - e) ^+ k.
Proof.
move=> e1 kL; rewrite ler_pmul2l //; have [kr1|kr1] := leP kr 1; first exact: bern.
by apply: le_trans (exprn_ge0 k _); rewrite ?subr_ge0 // subr_le0 ltW.
Qed.

Theorem theta_upper1 k : kr < 1 -> (k <= L)%N -> opn (head Wp k) (M / (1 - kr)).
Proof.
move=> kr1 kL; apply: opn_le (theta_upper kL).
have M0 : 0 <= M := (P_opn kL).1.
have k0 : 0 < 1 - kr by rewrite subr_gt0.
rewrite ler_wpmul2l // -[X in _ <= X]mul1r ler_pdivl_mulr //.
have p0 : 0 <= (1 + e) ^+ k by rewrite exprn_ge0 // addr_ge0 ?ler01.
apply: le_trans (ler_wpmul2l p0 (bern (ltW kr1) kL)) _.
rewrite -exprMn exprn_ile1 //.
  apply: mulr_ge0; first exact: addr_ge0 ler01 e_ge0.
  by rewrite subr_ge0 (le_trans e_le) // ltW.
have -> : (1 + e) * (1 - e) = 1 - e ^+ 2 by ring.
by rewrite ler_subl_addl ler_addr sqr_ge0.
Qed.

Theorem theta_half k : 2%:R * kr <= 1 -> (k <= L)%N ->
  low (head Wp k) (m / 2%:R) /\ opn (head Wp k) (2%:R * M).
Proof.
move=> kr2 kL; have two : 0 < 2%:R :> R by rewrite ltr0n.
have kr0 : 0 <= kr := le_trans e_ge0 e_le.
have krh : kr <= 2%:R^-1 by rewrite -[X in _ <= X]mul1r ler_pdivl_mulr // mulrC.
have h1 : 2%:R^-1 < 1 :> R by rewrite invf_lt1 // ltr1n.
have kr1 : kr < 1 := le_lt_trans krh h1.
have hh : 2%:R^-1 <= 1 - kr.
  rewrite ler_subr_addl -ler_subr_addr; apply: le_trans krh _.
  have h2 : 2%:R^-1 *+ 2 = 1 :> R.
    by rewrite -[LHS]mulr_natr mulVf // gt_eqF.
  by rewrite ler_subr_addr -mulr2n h2.
split.
  apply: low_ge (theta_lower1 (ltW kr1) kL); first by rewrite divr_ge0 ?ltW.
  by rewrite ler_pmul2l.
apply: opn_le (theta_upper1 kr1 kL); rewrite mulrC ler_wpmul2r ?(P_opn kL).1 //.
by rewrite -[X in _ <= X]invrK lef_pinv ?posrE ?invr_gt0 // subr_gt0.
Qed.

End Theta.

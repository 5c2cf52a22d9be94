(* The largest singular value of a random product, by Doob and a net                  *)
(*                                                                                    *)
(* G_k = (I + c N_k) .. (I + c N_1) or any product G_k = V_k G_(k-1) of independent   *)
(* factors V(w); maximal_inequality.v over the reals.                                 *)
(* Main results                                                                       *)
(*   net_bound       |G x| <= y on a net of mesh 1/2 of the unit sphere: |G|_2 <= 2 y *)
(*   norm_tail       a P(max_(k <= L) |G_k|_2 > 2 y) <= n Phi^L for a net of n points *)
(*                   if E h(V v) >= h(v), E h(V v) <= Phi h(v), h(v) >= a once        *)
(*                   |v| > y, and h <= 1 on the net                                   *)
(* With h(v) = |v|^(2 q) and a = y^(2 q) it is the bound of the claim for a net of at *)
(* most 5^d points and a bound Phi of the moment of one factor.                       *)
(* Not covered: the size 5^d of a net, and the Gaussian moment Phi.                   *)
(* Source: claim random-products/norm, proof.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import boolp classical_sets reals.
From Lemmata Require Import frobenius spectral_bound operator_bounds small_scale_flow.
From Lemmata Require Import maximal_inequality.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Net.
Variables (R : realType) (d n : nat) (net : 'I_n -> 'cV[R]_d).
Hypothesis mesh : forall u, sqF u = 1 -> exists i, 4%:R * sqF (u - net i) <= 1.

Lemma opn_sqrt (G : 'M[R]_d) s : op_ub G s -> opn G (Num.sqrt s).
Proof.
by case=> s0 sG; split=> [|x]; rewrite ?sqrtr_ge0 // sqr_sqrtr //; exact: sG.
Qed.

(* |a| <= y and |b| <= z imply |a + b| <= y + z.                                      *)
Lemma sqF_triangle (a b : 'cV[R]_d) y z : 0 <= y -> 0 <= z ->
  sqF a <= y ^+ 2 -> sqF b <= z ^+ 2 -> sqF (a + b) <= (y + z) ^+ 2.
Proof.
move=> y0 z0 ay bz; have ab : dot a b <= y * z.
  apply: le_trans (ler_norm _) _; rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?mulr_ge0 //.
  rewrite real_normK ?num_real //; apply: le_trans (cauchy_schwarz _ _) _.
  by rewrite exprMn ler_pmul ?sqF_ge0.
rewrite sqFD sqrrD; apply: ler_add bz; apply: ler_add ay _.
by rewrite ler_muln2r.
Qed.

Theorem net_bound (G : 'M[R]_d) y : 0 <= y ->
  (forall i, sqF (G *m net i) <= y ^+ 2) -> opn G (2%:R * y).
Proof.
move=> y0 small; have [s [ub least]] := op2_ex G.
have [s0 Gs] := opn_sqrt ub; set sg := Num.sqrt s in s0 Gs.
have two : 0 < 2%:R :> R by rewrite ltr0n.
have unit (u : 'cV[R]_d) : sqF u = 1 -> sqF (G *m u) <= (y + sg / 2%:R) ^+ 2.
  move=> u1; have [i near] := mesh u1.
  have -> : G *m u = G *m net i + G *m (u - net i) by rewrite mulmxBr addrC subrK.
  apply: sqF_triangle => //; first by rewrite divr_ge0 ?ler0n.
  apply: le_trans (Gs _) _; rewrite expr_div_n ler_pdivl_mulr ?exprn_gt0 //.
  rewrite -mulrA -[X in _ <= X]mulr1; apply: ler_wpmul2l; first exact: sqr_ge0.
  by rewrite mulrC -natrX.
have all (x : 'cV[R]_d) : sqF (G *m x) <= (y + sg / 2%:R) ^+ 2 * sqF x.
  have := sqF_ge0 x; rewrite le_eqVlt => /predU1P[/esym/eqP|x_gt0].
    by rewrite sqF_eq0 => /eqP->; rewrite mulmx0 /sqF !dot0l mulr0.
  pose r := Num.sqrt (sqF x); have r2 : r ^+ 2 = sqF x by rewrite sqr_sqrtr ?sqF_ge0.
  have r0 : r != 0 by rewrite gt_eqF // sqrtr_gt0.
  have := unit (r^-1 *: x); rewrite sqFZ -r2 exprVn mulVf ?expf_neq0 // => /(_ erefl).
  rewrite -scalemxAr sqFZ exprVn mulrC ler_pdivr_mulr ?exprn_gt0 ?sqrtr_gt0 //.
have y2 : 0 <= y + sg / 2%:R by rewrite addr_ge0 // divr_ge0 ?ler0n.
have sgE : sg ^+ 2 = s by rewrite sqr_sqrtr // ub.1.
have : s <= (y + sg / 2%:R) ^+ 2 by apply: least; split; [exact: sqr_ge0|exact: all].
rewrite -sgE ler_pexpn2r ?nnegrE // => le.
have sy : sg <= 2%:R * y.
  rewrite -(ler_add2r sg); apply: le_trans (_ : 2%:R * (y + sg / 2%:R) <= _).
    by rewrite -[sg + sg]mulr2n -[sg *+ 2]mulr_natl ler_pmul2l.
  by rewrite mulrDr [2%:R * (sg / _)]mulrC divfK // gt_eqF.
by apply: opn_le sy _; split.
Qed.

(* Products of independent factors V(w), started at the identity                      *)
Section Tail.
Variables (T : Type) (E : (T -> R) -> R) (V : T -> 'M[R]_d).
Hypothesis E_lin : forall a f g, E (fun w => a * f w + g w) = a * E f + E g.
Hypothesis E_one : E (fun=> 1) = 1.
Hypothesis E_le : forall f g, (forall w, f w <= g w) -> E f <= E g.
Variables (h : 'cV[R]_d -> R) (a y Phi : R).
Hypothesis y_ge0 : 0 <= y.
Hypothesis h_ge0 : forall v, 0 <= h v.
Hypothesis h_sub : forall v, h v <= E (fun w => h (V w *m v)).
Hypothesis Phi_ge0 : 0 <= Phi.
Hypothesis h_moment : forall v, E (fun w => h (V w *m v)) <= Phi * h v.
Hypothesis h_large : forall v, y ^+ 2 < sqF v -> a <= h v.
Hypothesis h_net : forall i, h (net i) <= 1.
Hypothesis a_ge0 : 0 <= a.

(* |G|_2 > 2 y                                                                        *)
Definition exceeds (G : 'M[R]_d) : bool := `[< ~ opn G (2%:R * y) >].

Theorem norm_tail L :
  a * reach E (fun G w => V w *m G) exceeds L 1%:M <= n%:R * Phi ^+ L.
Proof.
pose step (G : 'M[R]_d) w := V w *m G.
pose B i (G : 'M[R]_d) := y ^+ 2 < sqF (G *m net i).
have cover (G : 'M[R]_d) : exceeds G -> exists i, B i G.
  move=> /asboolP big; apply: contrapT => none; apply: big; apply: net_bound => // i.
  by rewrite leNgt; apply/negP => Bi; apply: none; exists i.
have := union_bound step E_lin E_one E_le L 1%:M cover.
move/(ler_wpmul2l a_ge0)/le_trans; apply; rewrite mulr_sumr mulr_natl.
rewrite -[X in _ *+ X]card_ord -sumr_const; apply: ler_sum => i _.
pose hi (G : 'M[R]_d) := h (G *m net i).
have hi_sub G : hi G <= E (fun w => hi (step G w)).
  apply: le_trans (h_sub _) _; apply: E_le => w; by rewrite /hi /step mulmxA.
have hi_moment G : E (fun w => hi (step G w)) <= Phi * hi G.
  apply: le_trans (h_moment _); apply: E_le => w; by rewrite /hi /step mulmxA.
have B_hi G : B i G -> a <= hi G by exact: h_large.
apply: le_trans (maximal_inequality E_lin E_le (fun G => h_ge0 _) hi_sub B_hi L 1%:M) _.
apply: le_trans (moment_bound E_lin E_le L 1%:M Phi_ge0 hi_moment) _.
by rewrite /hi mul1mx -[X in _ <= X]mulr1; apply: ler_wpmul2l; rewrite ?exprn_ge0.
Qed.

End Tail.
End Net.

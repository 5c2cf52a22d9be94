(* The risk along the gradient flow: derivative, exponential decay, length of the path *)
(*                                                                                    *)
(* Main results, for a gradient flow on t >= 0                                        *)
(*   head_derive      the product W_k ... W_1 has derivative var W W'                 *)
(*   risk_derive      R(W(t)) has derivative sum_k <grad_k, W_k'> along every         *)
(*                    differentiable curve: grad is the gradient in the sense of the  *)
(*                    library's derivative                                            *)
(*   risk_flow        dR/dt = - |grad R|^2 along the flow                             *)
(*   risk_decreases   R(W(t)) <= R(W(s)) for 0 <= s <= t                              *)
(* and under mu (R - R_min) <= |grad R|^2 for all t >= s                              *)
(*   energy_decay     R(W(t)) - R_min <= (R(W(s)) - R_min) exp (- mu (t - s))         *)
(*   flow_length      |W(t) - W(s)|_F <= 2 r when R(W(s)) - R_min <= mu r^2           *)
(* Notation                                                                           *)
(*   energy t = R(W(t)) - Rmin       speed t = sum_k |grad_k|_F^2                     *)
(*   dist W V = sum_k |W_k - V_k|_F^2                                                 *)
(* Given: the flow for all t >= 0. No square root of the risk is taken: it may vanish.*)
(* Source: claim small-scale/tail.                                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network gradient_flow exponential_decay.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Lemma cauchy_schwarz_sum (R : realFieldType) (d : nat -> nat) L (U V : weights R d) :
  (\sum_(k < L) dot (U k) (V k)) ^+ 2 <=
  (\sum_(k < L) sqF (U k)) * \sum_(k < L) sqF (V k).
Proof.
set C := \sum_(k < L) dot _ _; set A := \sum_(k < L) _; set B := \sum_(k < L) _.
have A0 : 0 <= A by apply: sumr_ge0 => k _; exact: sqF_ge0.
have key x z : \sum_(k < L) sqF (x *: V k - z *: U k) =
    x ^+ 2 * B + - (2%:R * x * z) * C + z ^+ 2 * A.
  rewrite !mulr_sumr -!big_split /=; apply: eq_bigr => k _.
  by rewrite /sqF dotBl !dotBr !dotZl !dotZr [dot (V k) (U k)]dotC; ring.
have E : \sum_(k < L) sqF (A *: V k - C *: U k) = A * (A * B - C ^+ 2).
  by rewrite key; ring.
move: A0; rewrite le_eqVlt => /predU1P[A0|A0].
  have U0 (k : 'I_L) : U k = 0.
    apply/eqP; rewrite -sqF_eq0; move/esym/eqP: A0; rewrite psumr_eq0 => [/allP|i _].
      by move/(_ k); rewrite mem_index_enum => /(_ isT).
    exact: sqF_ge0.
  by rewrite -A0 mul0r /C big1 ?expr0n // => k _; rewrite U0 dot0l.
have : 0 <= A * (A * B - C ^+ 2) by rewrite -E; apply: sumr_ge0 => k _; exact: sqF_ge0.
by rewrite pmulr_rge0 // subr_ge0.
Qed.

Section Curve.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variables (W : R -> weights R d) (dW : weights R d) (t : R).
Hypothesis curve : forall k, (k < L)%N -> mx_derive (fun s => W s k) t (dW k).

Lemma mx_derive_cst m l (A : 'M[R]_(m, l)) : mx_derive (fun=> A) t 0.
Proof. by move=> i j; rewrite mxE; exact: is_derive_cst. Qed.

Theorem head_derive k : (k <= L)%N ->
  mx_derive (fun s => head (W s) k) t (var (W t) dW k).
Proof.
elim: k => [|k IHk] kL /=; first exact: mx_derive_cst.
have := mx_deriveM (curve kL) (IHk (ltnW kL)); rewrite addrC; exact.
Qed.

Lemma dot_derive m l (B : 'M[R]_(m, l)) (A : R -> 'M[R]_(m, l)) dA : mx_derive A t dA ->
  is_derive t 1 (fun s => dot B (A s)) (dot B dA).
Proof.
move=> hA; rewrite (_ : (fun s => _) = \sum_i \sum_j (B i j \*: (fun s => A s i j))).
  rewrite dotE; apply: is_derive_sum => i; apply: is_derive_sum => j; exact: is_deriveZ.
apply/funext => s; rewrite dotE fct_sumE; apply: eq_bigr => i _.
by rewrite fct_sumE; apply: eq_bigr.
Qed.

Lemma sqF_derive m l (A : R -> 'M[R]_(m, l)) dA : mx_derive A t dA ->
  is_derive t 1 (fun s => sqF (A s)) (2%:R * dot (A t) dA).
Proof.
move=> hA; rewrite (_ : (fun s => _) = \sum_i \sum_j (fun s => A s i j * A s i j)).
  have -> : 2%:R * dot (A t) dA = \sum_i \sum_j (A t i j *: dA i j + A t i j *: dA i j).
    rewrite dotE mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr.
    by apply: eq_bigr => j _; rewrite -mulr2n mulr_natl.
  by apply: is_derive_sum => i; apply: is_derive_sum => j; exact: is_deriveM.
apply/funext => s; rewrite sqFE fct_sumE; apply: eq_bigr => i _.
by rewrite fct_sumE; apply: eq_bigr => j _; rewrite expr2.
Qed.

Theorem risk_derive : is_derive t 1 (fun s => risk c X Y P (W s))
  (\sum_(k < L) dot (grad c X Y P (W t) k) (dW k)).
Proof.
have hres : mx_derive (fun s => res X Y P (W s)) t (fit X P (var (W t) dW L)).
  rewrite /res /fit -[X in mx_derive _ _ X]subr0.
  apply: mx_deriveB (mx_derive_cst Y).
  have hP := mx_deriveM (mx_derive_cst P) (head_derive (leqnn L)).
  rewrite mul0mx add0r in hP.
  have := mx_deriveM (mx_derive_cst X) (mx_derive_tr hP).
  by rewrite mul0mx add0r.
have -> : \sum_(k < L) dot (grad c X Y P (W t) k) (dW k) =
    c * (2%:R * dot (res X Y P (W t)) (fit X P (var (W t) dW L))).
  rewrite mulrA mulr_natr dot_res_fit var_sum dotC dot_suml; apply: eq_bigr => k _.
  by rewrite [RHS]dotC /grad dot_mulr dot_mull !trmxK mulmxA.
rewrite (_ : (fun s => _) = c \*: (fun s => sqF (res X Y P (W s)))) //.
by apply: is_deriveZ; exact: sqF_derive.
Qed.

End Curve.

Definition speed (R : realType) (d : nat -> nat) (L n q : nat) (c : R) (X : 'M[R]_(n, d 0%N))
  (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)) (V : weights R d) : R :=
  \sum_(k < L) sqF (grad c X Y P V k).

Section Flow.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variable W : R -> weights R d.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Notation risk := (risk c X Y P).
Notation speed := (speed c X Y P).

Theorem risk_flow t : 0 <= t -> is_derive t 1 (fun s => risk (W s)) (- speed (W t)).
Proof.
move=> t0; have := @risk_derive R d L n q c X Y P W _ t (flow t0).
have -> // : \sum_(k < L) dot (grad c X Y P (W t) k) (- grad c X Y P (W t) k) = - speed (W t).
by rewrite -sumrN; apply: eq_bigr => k _; rewrite dotC dotNl.
Qed.

Lemma speed_ge0 V : 0 <= speed V.
Proof. by apply: sumr_ge0 => k _; exact: sqF_ge0. Qed.

Theorem risk_decreases s t : 0 <= s -> s <= t -> risk (W t) <= risk (W s).
Proof.
move=> s0; apply: (@nonincreasing_from R (fun u => risk (W u)) (fun u => - speed (W u))).
  by move=> u su; apply: risk_flow; exact: le_trans su.
by move=> u su; rewrite oppr_le0 speed_ge0.
Qed.

Section PL.
Variables (Rmin mu s : R).
Hypothesis s_ge0 : 0 <= s.
Hypothesis pl : forall t, s <= t -> mu * (risk (W t) - Rmin) <= speed (W t).
Let energy t := risk (W t) - Rmin.

Let denergy t : s <= t -> is_derive t 1 energy (- speed (W t)).
Proof.
move=> st; rewrite /energy (_ : (fun u => _) = (fun u => risk (W u)) - cst Rmin) //.
rewrite -[X in is_derive _ _ _ X]subr0.
by apply: is_deriveB; apply: risk_flow; exact: le_trans st.
Qed.

Theorem energy_decay t : s <= t ->
  risk (W t) - Rmin <= (risk (W s) - Rmin) * expR (- mu * (t - s)).
Proof. exact: (decay denergy pl). Qed.

Theorem flow_length r T : 0 < mu -> 0 < r -> s <= T ->
    (forall V, Rmin <= risk V) -> risk (W s) - Rmin <= mu * r ^+ 2 ->
  \sum_(k < L) sqF (W T k - W s k) <= (2%:R * r) ^+ 2.
Proof.
move=> mu0 r0 sT Rmin_le small; pose u : weights R d := fun k => W T k - W s k.
rewrite -/(\sum_(k < L) sqF (u k)); set D := \sum_(k < L) _.
have D0 : 0 <= D by apply: sumr_ge0 => k _; exact: sqF_ge0.
have NN : Num.sqrt D ^+ 2 = D := sqr_sqrtr D0; have N0 := sqrtr_ge0 D.
pose m t := \sum_(k < L) dot (u k) (W t k).
pose dm t := \sum_(k < L) dot (u k) (- grad c X Y P (W t) k).
have mdm t : s <= t -> is_derive t 1 m (dm t).
  move=> st; rewrite /m (_ : (fun t => _) = \sum_(k < L) (fun t => dot (u k) (W t k))).
    apply: is_derive_sum => k; apply: dot_derive.
    by apply: flow => //; exact: le_trans st.
  by apply/funext => x; rewrite fct_sumE.
have moves t : s <= t -> dm t ^+ 2 <= Num.sqrt D ^+ 2 * speed (W t).
  move=> _; apply: le_trans (cauchy_schwarz_sum L u (fun k => - grad c X Y P (W t) k)) _.
  rewrite NN -/D le_eqVlt /speed; apply/orP; left; apply/eqP; congr (_ * _).
  by apply: eq_bigr => k _; rewrite /sqF dotNl dotNr opprK.
have e0 t : s <= t -> 0 <= energy t by rewrite subr_ge0.
have := path_bound denergy pl mu0 r0 N0 mdm moves small e0 sT.
have -> : m T - m s = D.
  by rewrite /m /D -sumrB; apply: eq_bigr => k _; rewrite -dotBr.
have [N00 _|N_gt0] := eqVneq (Num.sqrt D) 0.
  by rewrite -NN N00 expr0n sqr_ge0.
rewrite -{1}NN expr2; have {}N_gt0 : 0 < Num.sqrt D by rewrite lt_def N_gt0.
rewrite ler_pmul2r // => le; rewrite -NN; apply: ler_expn2r; rewrite ?nnegrE //.
exact: le_trans le.
Qed.

End PL.
End Flow.

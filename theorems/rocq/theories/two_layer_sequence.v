(* Phases of the two-layer flow: errors of the matrix at finite delta                 *)
(*                                                                                    *)
(* W(tau) = U diag(w_i(tau)) V^T, U, V orthogonal, any sizes, w_i the closed form with*)
(* w_i(0) = e^(-2 delta), taken at tau = delta t. W^(k) keeps the sigma_i/lambda_i of *)
(* the k modes with sigma_i > 1/t.                                                    *)
(* Main results                                                                       *)
(*   mode_on, mode_off, mode_at    errors of one mode: after its transition, before   *)
(*                 it, and at t = 1/sigma                                             *)
(*   phase_time    for w(0) = e^(-2 c delta): the transition is at t = c/sigma        *)
(*   sequence_rate   |W(delta t) - W^(k)|_2 is at most the largest of them            *)
(*   trace_rate    | |W(delta t)|_* - sum_(i <= k) sigma_i/lambda_i | is at most their*)
(*                 sum; the rank is full                                              *)
(*   autoencoder_rate, sum_small   sigma = lambda: the trace norm tends to k          *)
(*   autoencoder_bounds   and the spectral norm is < 1, the trace norm < the rank     *)
(* Notation                                                                           *)
(*   closed_form sigma lambda w0 tau   the closed form                                   *)
(*   decay delta x = e^(-2 delta x)                                                   *)
(* Source: poster, Continuous Case; claims two-layer/sequential, two-layer/phase-time,*)
(* two-layer/autoencoder-trace-norm.                                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import reals sequences exp.
From Lemmata Require Import frobenius operator_bounds two_layer_matrix diagonal_norms.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* With E = w0 e^(2 sigma tau) the closed form is algebraic.                          *)
Section Algebra.
Variable R : realFieldType.
Variables s l w0 E : R.
Hypotheses (s0 : 0 < s) (l0 : 0 < l) (w0_gt0 : 0 < w0) (wE : w0 <= E) (small : l * w0 <= s).
Let w := s * E / (l * (E - w0) + s).

Let E0 : 0 < E. Proof. exact: lt_le_trans wE. Qed.
Let D0 : 0 < l * (E - w0) + s.
Proof. by rewrite ltr_spaddr // mulr_ge0 ?(ltW l0) ?subr_ge0. Qed.
Let ne : (l != 0) * (E != 0) * (l * (E - w0) + s != 0) * (s + l != 0).
Proof. by rewrite !gt_eqF // addr_gt0. Qed.

Lemma curve_gt0 : 0 < w. Proof. by rewrite divr_gt0 ?mulr_gt0. Qed.
Lemma curve_off : w <= E.
Proof. by rewrite ler_pdivr_mulr // mulrC ler_pmul2l // ler_addr mulr_ge0 ?subr_ge0 // ltW. Qed.

Let gapE : s / l - w = s * (s - l * w0) / (l * (l * (E - w0) + s)).
Proof. by rewrite /w; field; rewrite !ne. Qed.
Lemma curve_gap : 0 <= s / l - w.
Proof. by rewrite gapE divr_ge0 ?mulr_ge0 ?subr_ge0 // ltW. Qed.
Lemma curve_gap_gt0 : l * w0 < s -> 0 < s / l - w.
Proof. by move=> lt; rewrite gapE divr_gt0 ?mulr_gt0 ?subr_gt0. Qed.

Lemma curve_on : s / l - w <= (s / l) ^+ 2 / E.
Proof.
rewrite gapE -subr_ge0.
have -> : (s / l) ^+ 2 / E - s * (s - l * w0) / (l * (l * (E - w0) + s)) =
  s * (s * (s - l * w0) + l ^+ 2 * E * w0) / (l ^+ 2 * E * (l * (E - w0) + s)).
  by field; rewrite !ne.
rewrite divr_ge0 ?mulr_ge0 ?exprn_ge0 ?(ltW s0) ?(ltW l0) ?(ltW E0) ?(ltW D0) //.
by rewrite addr_ge0 ?mulr_ge0 ?subr_ge0 ?exprn_ge0 // ltW.
Qed.

Lemma curve_at : E = 1 -> `|w - s / (s + l)| <= w0.
Proof.
move=> E1; have P0 : 0 < (s + l) * (l * (1 - w0) + s) by rewrite -E1 mulr_gt0 // addr_gt0.
have dE : w - s / (s + l) = s * l * w0 / ((s + l) * (l * (1 - w0) + s)).
  by move: ne; rewrite /w E1 => ne1; field; rewrite !ne1.
have num0 : 0 <= s * l * w0 by rewrite !mulr_ge0 // ltW.
rewrite dE ger0_norm ?(divr_ge0 num0 (ltW P0)) //.
rewrite ler_pdivr_mulr // -subr_ge0.
have -> : w0 * ((s + l) * (l * (1 - w0) + s)) - s * l * w0 =
  w0 * ((s + l) * (s - l * w0) + l ^+ 2) by ring.
by rewrite mulr_ge0 ?addr_ge0 ?mulr_ge0 ?subr_ge0 ?exprn_ge0 ?addr_ge0 // ltW.
Qed.
End Algebra.

Section Modes.
Variable R : realType.
Implicit Types s l tau delta t x : R.

Definition closed_form s l (w0 : R) tau : R :=
  s * w0 * expR (2%:R * s * tau) / (l * w0 * (expR (2%:R * s * tau) - 1) + s).
Definition decay delta x : R := expR (- (2%:R * delta * x)).

Section One.
Variables s l delta t : R.
Hypotheses (s0 : 0 < s) (l0 : 0 < l) (small : l * decay delta 1 <= s) (time : 0 <= delta * t).
Let w0 := decay delta 1.
Let E := decay delta (1 - s * t).
Let EE : w0 * expR (2%:R * s * (delta * t)) = E.
Proof. by rewrite /w0 /E /decay -expRD; congr expR; ring. Qed.
Let le_E : w0 <= E.
Proof.
rewrite ler_expR ler_opp2 -subr_ge0.
have -> : 2%:R * delta * 1 - 2%:R * delta * (1 - s * t) = 2%:R * s * (delta * t) by ring.
by rewrite (mulr_ge0 _ time) // mulr_ge0 ?ler0n // ltW.
Qed.

Lemma closed_formE : closed_form s l w0 (delta * t) = s * E / (l * (E - w0) + s).
Proof. by rewrite /closed_form -EE; congr (_ / _); ring. Qed.

Theorem mode_off : 0 < closed_form s l w0 (delta * t) <= decay delta (1 - s * t).
Proof. by rewrite closed_formE curve_gt0 ?curve_off ?expR_gt0. Qed.

Theorem mode_on : 0 <= s / l - closed_form s l w0 (delta * t) <=
  (s / l) ^+ 2 * decay delta (s * t - 1).
Proof.
rewrite closed_formE curve_gap ?expR_gt0 //=.
have -> : decay delta (s * t - 1) = E^-1 by rewrite -expRN; congr expR; ring.
by rewrite curve_on ?expR_gt0.
Qed.

Lemma mode_lt : l * w0 < s -> closed_form s l w0 (delta * t) < s / l.
Proof. by move=> lt; rewrite -subr_gt0 closed_formE curve_gap_gt0 ?expR_gt0. Qed.

Theorem mode_at : s * t = 1 -> `|closed_form s l w0 (delta * t) - s / (s + l)| <= decay delta 1.
Proof.
move=> st; rewrite closed_formE curve_at ?expR_gt0 //.
by rewrite /E /decay st subrr mulr0 oppr0 expR0.
Qed.
End One.

Lemma decay_small x e : 0 < x -> 0 < e -> exists D, forall delta, D < delta -> decay delta x < e.
Proof.
move=> x0 e0; exists (2%:R * x * e)^-1 => delta lt.
have xe : 0 < 2%:R * x * e by rewrite !mulr_gt0 ?ltr0n.
have d0 : 0 < delta by apply: lt_trans lt; rewrite invr_gt0.
have y0 : 0 <= 2%:R * delta * x by rewrite !mulr_ge0 ?ler0n // ltW.
rewrite /decay expRN -[e]invrK ltf_pinv ?posrE ?expR_gt0 ?invr_gt0 //.
apply: lt_le_trans (expR_ge1Dx y0); rewrite -[X in X < _]add0r ltr_add ?ltr01 //.
have -> : e^-1 = (2%:R * x * e)^-1 * (2%:R * x) by field; rewrite !gt_eqF ?ltr0n.
have -> : 2%:R * delta * x = delta * (2%:R * x) by ring.
by rewrite ltr_pmul2r // mulr_gt0 ?ltr0n.
Qed.

Lemma sum_small (c : nat -> R) n e : (forall i, (i < n)%N -> 0 < c i) -> 0 < e ->
  exists D, forall delta, D < delta -> \sum_(i < n) decay delta (c i) < e.
Proof.
elim: n e => [|n IH] e c0 e0; first by exists 0 => delta _; rewrite big_ord0.
have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have [D1 H1] := IH (e / 2%:R) (fun i ni => c0 i (ltnW ni)) e2.
have [D2 H2] := decay_small (c0 n (ltnSn n)) e2; exists (Num.max D1 D2) => delta.
rewrite lt_maxl => /andP[/H1 lt1 /H2 lt2]; rewrite big_ord_recr /=.
by rewrite [e]splitr ltr_add.
Qed.

(* w(0) = e^(-2 c delta): the transition is at t = T = c/sigma.                       *)
Theorem phase_time s l delta t c : 0 < s -> 0 < l -> 0 < c -> 0 <= delta * t ->
    l * decay delta c <= s ->
  let T := c / s in let w := closed_form s l (decay delta c) (delta * t) in
  0 < w <= decay delta (c * (1 - t / T)) /\
  0 <= s / l - w <= (s / l) ^+ 2 * decay delta (c * (t / T - 1)).
Proof.
move=> s0 l0 c0 time small T w; have c1 : c != 0 by rewrite gt_eqF.
have E x : decay (c * delta) x = decay delta (c * x) by congr expR; ring.
have tE : c * delta * (t / c) = delta * t by field; exact: c1.
have TE : t / T = s * (t / c) by rewrite /T invf_div mulrCA.
have time' : 0 <= c * delta * (t / c) by rewrite tE.
have small' : l * decay (c * delta) 1 <= s by rewrite E mulr1.
by have := mode_off s0 l0 time'; have := mode_on s0 l0 small' time'; rewrite !E tE mulr1 -TE.
Qed.

Section Matrix.
Variables (d0 d1 d2 : nat) (U : 'M[R]_d0) (V : 'M[R]_d2).
Hypotheses (oU : orth U) (oV : orth V).
Let p := minn d1 (minn d0 d2).
Variables (sigma lambda : nat -> R) (delta t : R).
Hypothesis sigma_gt0 : forall i, (i < p)%N -> 0 < sigma i.
Hypothesis lambda_gt0 : forall i, (i < p)%N -> 0 < lambda i.
Hypothesis small : forall i, (i < p)%N -> lambda i * decay delta 1 <= sigma i.
Hypothesis time : 0 <= delta * t.

Definition curve i : R := closed_form (sigma i) (lambda i) (decay delta 1) (delta * t).
Definition learned i : bool := 1 < sigma i * t.
Definition target i : R := if learned i then sigma i / lambda i else 0.
Definition mode_error i : R :=
  if learned i then (sigma i / lambda i) ^+ 2 * decay delta (sigma i * t - 1)
  else decay delta (1 - sigma i * t).
Notation diag x := (U *m rdiag d0 d2 (cut p x) *m V^T).
Let p0 : (p <= d0)%N. Proof. by rewrite (leq_trans (geq_minr _ _)) ?geq_minl. Qed.
Let p2 : (p <= d2)%N. Proof. by rewrite (leq_trans (geq_minr _ _)) ?geq_minr. Qed.

Lemma curve_pos i : (i < p)%N -> 0 < curve i.
Proof. by move=> ip; case/andP: (mode_off (sigma_gt0 ip) (lambda_gt0 ip) time). Qed.

Lemma mode_errorP i : (i < p)%N -> `|curve i - target i| <= mode_error i.
Proof.
move=> ip; have [s0 l0] := (sigma_gt0 ip, lambda_gt0 ip); rewrite /target /mode_error.
case: ifP => _.
  by case/andP: (mode_on s0 l0 (small ip) time) => H1 H2; rewrite distrC ger0_norm.
by case/andP: (mode_off s0 l0 time) => H1 H2; rewrite subr0 gtr0_norm.
Qed.

Theorem sequence_rate r : 0 <= r -> (forall i, (i < p)%N -> mode_error i <= r) ->
  opn (diag curve - diag target) r.
Proof.
move=> r0 le; rewrite -mulmxBl -mulmxBr rdiagB; apply/(rdiag_opn _ _ oU oV).
split=> // i _ _; rewrite /cut; case: ifP => ip; last by rewrite subr0 normr0.
exact: le_trans (mode_errorP ip) (le i ip).
Qed.

Theorem trace_rate : trace_norm (diag curve) (\sum_(i < p) curve i) /\
  `|\sum_(i < p) curve i - \sum_(i < p) target i| <= \sum_(i < p) mode_error i /\
  \rank (diag curve) = p.
Proof.
split; first by apply: trace_norm_rdiag => // i /curve_pos/ltW.
split; last by apply: rank_rdiag => // i /curve_pos/lt0r_neq0.
rewrite -sumrB; apply: le_trans (ler_norm_sum _ _ _) (ler_sum _ _) => i _.
exact: mode_errorP.
Qed.

Section Autoencoder.
Hypothesis same : forall i, (i < p)%N -> lambda i = sigma i.
Let k := (\sum_(i < p) learned i)%N.

Theorem autoencoder_rate : trace_norm (diag curve) (\sum_(i < p) curve i) /\
  `|\sum_(i < p) curve i - k%:R| <= \sum_(i < p) decay delta `|1 - sigma i * t|.
Proof.
have [T [H _]] := trace_rate; split=> //; move: H.
have one i : (i < p)%N -> sigma i / lambda i = 1.
  by move=> ip; rewrite same // divff // gt_eqF // sigma_gt0.
have -> : \sum_(i < p) target i = k%:R.
  rewrite natr_sum; apply: eq_bigr => i _; rewrite /target.
  by case: (learned i); rewrite ?one.
move/le_trans; apply; apply: ler_sum => i _; rewrite /mode_error one // expr1n mul1r.
by rewrite /learned; case: ltrP.
Qed.

Theorem autoencoder_bounds : 0 < delta -> (0 < p)%N ->
  opn (diag curve) 1 /\ \sum_(i < p) curve i < p%:R /\ \rank (diag curve) = p.
Proof.
move=> delta0 p_gt0; have lt1 i : (i < p)%N -> curve i < 1.
  move=> ip; have s0 := sigma_gt0 ip.
  have w1 : decay delta 1 < 1 by rewrite /decay mulr1 expR_lt1 oppr_lt0 mulr_gt0 ?ltr0n.
  have lt : lambda i * decay delta 1 < sigma i by rewrite same // gtr_pmulr.
  by have := mode_lt s0 (lambda_gt0 ip) time lt; rewrite /curve [in _ / lambda i]same // divff ?gt_eqF.
have [_ [_ rk]] := trace_rate; split; last split=> //.
  apply/(rdiag_opn _ _ oU oV); split=> [|i _ _]; first exact: ler01.
  rewrite /cut; case: ifP => ip; last by rewrite normr0 ler01.
  by rewrite gtr0_norm ?curve_pos // ltW // lt1.
rewrite -[X in _ < X%:R]card_ord -sumr_const.
case: p p_gt0 lt1 => // q _ lt1; rewrite !big_ord_recl ltr_le_add ?lt1 //.
by apply: ler_sum => i _; rewrite ltW // lt1.
Qed.
End Autoencoder.
End Matrix.
End Modes.

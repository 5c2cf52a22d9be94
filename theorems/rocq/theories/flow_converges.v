(* A gradient flow with a Polyak-Lojasiewicz inequality converges to a minimizer      *)
(*                                                                                    *)
(* Main results, for a gradient flow on t >= 0                                        *)
(*   risk_cvg       the risk is continuous: R(W(t)) --> R(Wl) when W(t) --> Wl        *)
(*   risk_strict    R(W(s)) < R(W(0)) for s > 0 when the gradient at W(0) is not 0    *)
(* and under mu (R - Rmin) <= |grad R|^2 for all t >= s, Rmin <= R everywhere         *)
(*   pl_converges   W(t) --> Wl for some Wl with R(Wl) <= Rmin                        *)
(*   limit_distance |Wl - W(t)|_F <= 2 r when R(W(t)) - Rmin <= mu r^2                *)
(*   limit_distance_sq   mu |Wl - W(t)|_F^2 <= 4 (R(W(t)) - Rmin)                     *)
(* Given: the flow for all t >= 0.                                                    *)
(* Source: claims small-scale/tail, small-scale/convergence.                          *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network gradient_flow exponential_decay.
From Lemmata Require Import flow_energy small_scale_limit.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Continuity.
Variable R : realType.

(* Entrywise limits of matrix-valued functions of time                                *)
Definition mx_cvg m n (A : R -> 'M[R]_(m, n)) (B : 'M[R]_(m, n)) :=
  forall i j, (fun t => A t i j) @ +oo --> B i j.

Lemma mx_cvg_cst m n (A : 'M[R]_(m, n)) : mx_cvg (fun=> A) A.
Proof. by move=> i j; exact: cvg_cst. Qed.

Lemma mx_cvgM m n l (A : R -> 'M[R]_(m, n)) (B : R -> 'M_(n, l)) a b :
  mx_cvg A a -> mx_cvg B b -> mx_cvg (fun t => A t *m B t) (a *m b).
Proof.
move=> hA hB i j; rewrite mxE.
rewrite (_ : (fun t => _) = (fun t => \sum_k (A t i k * B t k j))).
  by apply: cvg_sum_ord => k; apply: cvgM.
by apply/funext => t; rewrite mxE.
Qed.

Lemma mx_cvgB m n (A B : R -> 'M[R]_(m, n)) a b :
  mx_cvg A a -> mx_cvg B b -> mx_cvg (fun t => A t - B t) (a - b).
Proof.
move=> hA hB i j; rewrite !mxE.
rewrite (_ : (fun t => _) = (fun t => A t i j - B t i j)); first exact: cvgB.
by apply/funext => t; rewrite !mxE.
Qed.

Lemma mx_cvg_tr m n (A : R -> 'M[R]_(m, n)) a : mx_cvg A a -> mx_cvg (fun t => (A t)^T) a^T.
Proof.
move=> hA i j; rewrite mxE (_ : (fun t => _) = (fun t => A t j i)) //.
by apply/funext => t; rewrite mxE.
Qed.

Lemma sqF_cvg m n (A : R -> 'M[R]_(m, n)) a : mx_cvg A a -> (fun t => sqF (A t)) @ +oo --> sqF a.
Proof.
move=> hA; rewrite sqFE (_ : (fun t => _) = (fun t => \sum_i \sum_j (A t i j * A t i j))).
  by apply: cvg_sum_ord => i; apply: cvg_sum_ord => j; apply: cvgM.
apply/funext => t; rewrite sqFE; apply: eq_bigr => i _.
by apply: eq_bigr => j _; rewrite expr2.
Qed.

Variables (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variables (W : R -> weights R d) (Wl : weights R d).
Hypothesis conv : forall k, (k < L)%N -> mx_cvg (fun t => W t k) (Wl k).

Lemma head_cvg k : (k <= L)%N -> mx_cvg (fun t => head (W t) k) (head Wl k).
Proof.
elim: k => [|k IHk] kL /=; first exact: mx_cvg_cst.
exact: mx_cvgM (conv kL) (IHk (ltnW kL)).
Qed.

Theorem risk_cvg : (fun t => risk c X Y P (W t)) @ +oo --> risk c X Y P Wl.
Proof.
have res_cvg : mx_cvg (fun t => res X Y P (W t)) (res X Y P Wl).
  rewrite /res /fit; apply: mx_cvgB; last exact: mx_cvg_cst.
  have hP := mx_cvg_tr (mx_cvgM (@mx_cvg_cst _ _ P) (head_cvg (leqnn L))).
  exact: mx_cvgM (@mx_cvg_cst _ _ X) hP.
by apply: cvgM (sqF_cvg res_cvg); exact: cvg_cst.
Qed.

(* A limit keeps what holds from some time on.                                        *)
Lemma limit_le (f : R -> R) (a b t0 : R) : f @ +oo --> a ->
  (forall t, t0 <= t -> f t <= b) -> a <= b.
Proof.
move=> fa fb; rewrite leNgt; apply/negP => ba.
have e0 : 0 < a - b by rewrite subr_gt0.
have near_a : \forall t \near +oo, `|a - f t| < a - b by exact: cvgr_dist_lt fa _ e0.
have near_t : \forall t \near +oo, t0 <= t by apply: nbhs_pinfty_ge; exact: num_real.
have [t [t0t]] := filter_ex (filterI near_t near_a).
rewrite ltr_norml => /andP[_]; rewrite ltr_add2l ltr_opp2 ltNge => /negP; apply.
exact: fb.
Qed.

End Continuity.

(* A derivative below 0 makes a function smaller at once.                             *)
Lemma below_start (R : realType) (f : R -> R) (df s : R) : is_derive 0 1 f df -> df < 0 -> 0 < s ->
  exists u, 0 <= u <= s /\ f u < f 0.
Proof.
move=> [] /cvg_ex [l fl] dfE df0 s0.
have {}dfE : l = df.
  by rewrite -dfE /derive; apply/esym/cvg_lim.
rewrite dfE in fl; have e0 : 0 < - df by rewrite oppr_gt0.
have : nbhs (0 : R) (fun h : R => h != 0 -> `|df - h^-1 *: ((f \o shift 0) (h *: 1) - f 0)| < - df).
  exact: cvgr_dist_lt fl _ e0.
move=> /nbhs_ballP[e /= e_gt0 near_f].
pose u := Num.min (e / 2%:R) s; have u0 : 0 < u by rewrite lt_minr s0 andbT divr_gt0 ?ltr0n.
have ue : u < e.
  apply: le_lt_trans (_ : e / 2%:R < e); first by rewrite le_minl lexx.
  by rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl.
exists u; split; first by rewrite (ltW u0) /= le_minl lexx orbT.
have := near_f u; rewrite /= /ball /= sub0r normrN gtr0_norm // => /(_ ue).
rewrite gt_eqF // => /(_ isT).
rewrite addr0 /GRing.scale /= mulr1 ltr_norml opprK => /andP[lo _].
move: lo; rewrite -subr_gt0 addrAC subrr add0r oppr_gt0 pmulr_rlt0 ?invr_gt0 //.
by rewrite subr_lt0.
Qed.

Section Flow.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variable W : R -> weights R d.
Hypothesis flow : forall t, 0 <= t -> gradient_flow_at c X Y P W t.
Notation risk := (risk c X Y P).
Notation speed := (speed c X Y P).

Theorem risk_strict s : 0 < speed (W 0) -> 0 < s -> risk (W s) < risk (W 0).
Proof.
move=> g0 s0; have d0 := risk_flow flow (lexx 0).
have lt : - speed (W 0) < 0 by rewrite oppr_lt0.
have [u [/andP[u0 us] fu]] := below_start d0 lt s0.
by apply: le_lt_trans fu; exact: (risk_decreases flow).
Qed.

Section PL.
Variables (Rmin mu s : R).
Hypothesis s_ge0 : 0 <= s.
Hypothesis mu_gt0 : 0 < mu.
Hypothesis Rmin_le : forall V, Rmin <= risk V.
Hypothesis pl : forall t, s <= t -> mu * (risk (W t) - Rmin) <= speed (W t).
Let E t := risk (W t) - Rmin.

Let pl_from t : s <= t -> forall u, t <= u -> mu * (risk (W u) - Rmin) <= speed (W u).
Proof. by move=> st u tu; apply: pl; exact: le_trans tu. Qed.

(* The energy is small at some time.                                                  *)
Lemma energy_small e : 0 < e -> exists2 t, s <= t & forall u, t <= u -> E u <= e.
Proof.
move=> e0; have E0 : 0 <= E s by rewrite subr_ge0.
pose t := s + E s / (mu * e); have st : s <= t.
  by rewrite ler_addl divr_ge0 // mulr_ge0 // ltW.
exists t => // u tu; apply: le_trans (_ : E t <= e).
  by rewrite ler_add2r; apply: (risk_decreases flow) tu; exact: le_trans st.
apply: le_trans (energy_decay flow s_ge0 pl st) _.
rewrite mulNr expRN ler_pdivr_mulr ?expR_gt0 // -/(E s).
have k0 : 0 <= mu * (t - s) by rewrite mulr_ge0 ?subr_ge0 // ltW.
apply: le_trans (ler_wpmul2l (ltW e0) (expR_ge1Dx k0)).
rewrite mulrDr mulr1 /t addrAC subrr add0r.
have -> : e * (mu * (E s / (mu * e))) = E s.
  by rewrite mulrA [e * mu]mulrC [LHS]mulrC divfK // gt_eqF // mulr_gt0.
by rewrite ler_addr ltW.
Qed.

(* ... and then the path stays in a small ball.                                       *)
Lemma path_small e : 0 < e -> exists2 t, s <= t &
  forall u, t <= u -> \sum_(k < L) sqF (W u k - W t k) <= e ^+ 2.
Proof.
move=> e0; have two : 0 < 2%:R :> R by rewrite ltr0n.
have r0 : 0 < e / 2%:R by rewrite divr_gt0.
have [t st Et] := energy_small (mulr_gt0 mu_gt0 (exprn_gt0 2 r0)).
exists t => // u tu; have t0 := le_trans s_ge0 st.
have -> : e = 2%:R * (e / 2%:R) by rewrite mulrC divfK ?gt_eqF.
by apply: (flow_length flow t0 (pl_from st) mu_gt0 r0 tu Rmin_le); exact: Et.
Qed.

Lemma entry_le (V U : weights R d) e (k : 'I_L) i j : 0 <= e ->
  \sum_(k < L) sqF (V k - U k) <= e ^+ 2 -> `|V k i j - U k i j| <= e.
Proof.
move=> e0 le; rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?normr_ge0 //.
rewrite real_normK ?num_real //; apply: le_trans le.
rewrite (bigD1 k) //=; apply: le_trans (_ : sqF (V k - U k) <= _); last first.
  by rewrite ler_addl; apply: sumr_ge0 => l _; exact: sqF_ge0.
rewrite sqFE (bigD1 i) //= (bigD1 j) //= !mxE -addrA ler_addl.
by apply: addr_ge0; do 2?[apply: sumr_ge0 => ? _]; exact: sqr_ge0.
Qed.

Theorem pl_converges : exists2 Wl : weights R d,
  (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) & risk Wl <= Rmin.
Proof.
pose Wl : weights R d := fun k => \matrix_(i, j) lim ((fun t => W t k i j) @ +oo).
have conv k i j : (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j.
  move=> kL; rewrite mxE; apply: (@cauchy_cvg _ _).
  apply: cauchy_exP => e /= e0; have e20 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
  have [t st close] := path_small e20.
  exists (W t k i j); have near_t : \forall u \near +oo, t <= u.
    by apply: nbhs_pinfty_ge; exact: num_real.
  apply: filterS near_t => u tu; rewrite /ball /= distrC.
  have := @entry_le _ _ _ (Ordinal kL) i j (ltW e20) (close u tu).
  move/le_lt_trans; apply.
  by rewrite ltr_pdivr_mulr ?ltr0n // mulr_natr mulr2n ltr_addl.
exists Wl => //; apply/ler_addgt0Pr => e e0; have [t st Et] := energy_small e0.
have lim := @risk_cvg R d L n q c X Y P W Wl (fun k kL i j => conv k i j kL).
apply: (limit_le (t0 := t) lim) => u tu.
by rewrite -ler_subl_addl; exact: Et tu.
Qed.

Theorem limit_distance (Wl : weights R d) r t : s <= t -> 0 < r ->
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) -> E t <= mu * r ^+ 2 ->
  \sum_(k < L) sqF (Wl k - W t k) <= (2%:R * r) ^+ 2.
Proof.
move=> st r0 conv Et; have t0 := le_trans s_ge0 st.
have lim : (fun T => \sum_(k < L) sqF (W T k - W t k)) @ +oo --> \sum_(k < L) sqF (Wl k - W t k).
  apply: cvg_sum_ord => k; apply: sqF_cvg; apply: mx_cvgB; last exact: mx_cvg_cst.
  by move=> i j; exact: conv.
apply: (limit_le (t0 := t) lim) => T tT.
exact: (flow_length flow t0 (pl_from st) mu_gt0 r0 tT Rmin_le Et).
Qed.

Theorem limit_distance_sq (Wl : weights R d) t : s <= t ->
    (forall k i j, (k < L)%N -> (fun t => W t k i j) @ +oo --> Wl k i j) ->
  mu * (\sum_(k < L) sqF (Wl k - W t k)) <= 4%:R * E t.
Proof.
move=> st conv; apply/ler_addgt0Pr => e e0; have E0 : 0 <= E t by rewrite subr_ge0.
pose a := (E t + e / 4%:R) / mu; have a0 : 0 < a.
  by rewrite divr_gt0 // ltr_paddl // divr_gt0 ?ltr0n.
have r2 : Num.sqrt a ^+ 2 = a by rewrite sqr_sqrtr // ltW.
have r0 : 0 < Num.sqrt a by rewrite sqrtr_gt0.
have muA : mu * a = E t + e / 4%:R by rewrite mulrC divfK // gt_eqF.
have small : E t <= mu * Num.sqrt a ^+ 2.
  by rewrite r2 muA ler_addl divr_ge0 ?ler0n // ltW.
apply: le_trans (ler_wpmul2l (ltW mu_gt0) (limit_distance st r0 conv small)) _.
rewrite exprMn r2 mulrCA muA -natrX mulrDr ler_add2l mulrCA divff ?mulr1 //.
by rewrite pnatr_eq0.
Qed.

End PL.
End Flow.

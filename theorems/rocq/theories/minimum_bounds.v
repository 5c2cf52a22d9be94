(* The minimal sharpness between two roots, and its growth with the depth             *)
(*                                                                                    *)
(* Setting of minimum_exact.v; q = ws^T Sigma ws = a rho^2 > 0, |Sigma ws|^2 = a_2 q, *)
(* Sigma <= Lam. All bounds compare L-th powers: t stands for S_min / (2 L a rho^2).  *)
(* Main results                                                                       *)
(*   ratio_lower     (|p|^2 a_2) / (rho^2 a) <= (S / (2 L a rho^2))^L at every        *)
(*                   minimizer                                                        *)
(*   minimum_upper   for the t > 0 with t^L = (|p|^2 Lam) / (rho^2 a) some minimizer  *)
(*                   has S(W) <= 2 L a rho^2 t, the sharp upper bound                 *)
(*   floor_holds     a rho^2 <= a_2 |p|^2: every minimizer has 2 L a rho^2 <= S(W)    *)
(*   floor_fails     a rho^2 > Lam |p|^2: some minimizer has S(W) < 2 L a rho^2       *)
(*   floor_iff       both for a top eigenvector pi* (d = 1): exactly for rho <= |p|   *)
(*   above_one, below_one   both roots are within O(1/L) of 1: S_min ~ 2 L a rho^2    *)
(*   root_le_sum     L Lam^(1/L) a^(1-1/L) <= Lam + (L-1) a                           *)
(*   sum_le_root     Lam + (L-1) a <= sqrt ((2L-1) Lam^2 + (L-1)^2 a^2), a <= Lam     *)
(*   order_a2        a <= a_2 <= Lam                                                  *)
(* Source: claims sharpness/minimum-two-sided, learning-rate/asymptotic-minimum,      *)
(* sharpness/grows-with-depth.                                                        *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import sharpness_sharper minimizers minimum_lower.
From Lemmata Require Import rank_one_minimizer minimum_exact.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Scalars.
Variable R : realFieldType.
Implicit Types a C g Lam t : R.

(* Bernoulli's inequality                                                             *)
Lemma bernoulli t m : 0 <= t -> 1 + m%:R * (t - 1) <= t ^+ m.
Proof.
move=> t0; elim: m => [|m IHm]; first by rewrite mul0r addr0 expr0.
rewrite exprS; apply: le_trans (ler_wpmul2l t0 IHm); rewrite -subr_ge0.
have -> : t * (1 + m%:R * (t - 1)) - (1 + m.+1%:R * (t - 1)) = m%:R * (t - 1) ^+ 2.
  by rewrite -[m.+1]addn1 natrD; move: (m%:R : R) => k; ring.
by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

(* The L-th root of C is within O(1/L) of 1, from above ...                           *)
Theorem above_one L C t : (0 < L)%N -> 0 <= t -> t ^+ L <= C -> t <= 1 + (C - 1) / L%:R.
Proof.
move=> L0 t0 tC; rewrite -ler_subl_addl ler_pdivl_mulr ?ltr0n // mulrC.
by rewrite ler_subr_addl; apply: le_trans tC; exact: bernoulli.
Qed.

(* ... and from below.                                                                *)
Theorem below_one L C t : (0 < L)%N -> 0 < C -> 0 < t -> C <= t ^+ L ->
  t^-1 <= 1 + (C^-1 - 1) / L%:R.
Proof.
move=> L0 C0 t0 Ct; apply: above_one => //; first by rewrite invr_ge0 ltW.
by rewrite exprVn lef_pinv // posrE exprn_gt0.
Qed.

Theorem root_le_sum M a Lam g : 0 <= a -> 0 <= Lam -> 0 <= g ->
    g ^+ M.+1 = Lam * a ^+ M -> M.+1%:R * g <= Lam + M%:R * a.
Proof.
move=> a0 L0 g0 gE; pose f (k : 'I_M.+1) := if k == ord0 then Lam else a.
have f0 k : true -> 0 <= f k by rewrite /f; case: eqP.
have P : \prod_k f k = g ^+ M.+1.
  rewrite gE big_ord_recl -[X in _ ^+ X]card_ord -prodr_const.
  by congr (_ * _); apply: eq_bigr.
have S : \sum_k f k = Lam + M%:R * a.
  rewrite big_ord_recl -[X in X%:R]card_ord mulr_natl -sumr_const.
  by congr (_ + _); apply: eq_bigr.
have := (@leif_AGM _ _ predT f f0).1; rewrite /= card_ord P S.
rewrite ler_pexpn2r ?nnegrE ?divr_ge0 ?ler0n ?addr_ge0 ?mulr_ge0 ?ler0n //.
by rewrite ler_pdivl_mulr ?ltr0n // mulrC.
Qed.

Theorem sum_le_root M a Lam u : 0 <= a -> a <= Lam -> 0 <= u ->
    u ^+ 2 = (2%:R * M.+1%:R - 1) * Lam ^+ 2 + M%:R ^+ 2 * a ^+ 2 ->
  Lam + M%:R * a <= u.
Proof.
move=> a0 aL u0 uE; have L0 := le_trans a0 aL.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?addr_ge0 ?mulr_ge0 ?ler0n // uE -subr_ge0.
have -> : (2%:R * M.+1%:R - 1) * Lam ^+ 2 + M%:R ^+ 2 * a ^+ 2 - (Lam + M%:R * a) ^+ 2
    = 2%:R * M%:R * Lam * (Lam - a).
  by rewrite -[M.+1]addn1 natrD; move: (M%:R : R) => m; ring.
by rewrite !mulr_ge0 ?ler0n ?subr_ge0.
Qed.

Theorem order_a2 n m (c : R) (X : 'M[R]_(n, m)) (ws : 'cV[R]_m) a a2 Lam :
    0 < c -> ws != 0 -> 0 < a -> dot ws (cov c X *m ws) = a * sqF ws ->
    sqF (cov c X *m ws) = a2 * (a * sqF ws) ->
    (forall v : 'cV_m, dot v (cov c X *m v) <= Lam * sqF v) ->
  a <= a2 <= Lam.
Proof.
move=> c_gt0; rewrite -sqF_gt0 => w0 a0 qa a2E ub.
have aL : a <= Lam by rewrite -(ler_pmul2r w0) -qa.
have q0 : 0 < a * sqF ws by exact: mulr_gt0.
apply/andP; split; rewrite -(ler_pmul2r q0) -a2E -qa.
  rewrite -(ler_pmul2l w0); apply: le_trans (cauchy_schwarz _ _).
  by rewrite expr2 qa mulrA [_ * a]mulrC -mulrA mulrCA !mulrA.
by apply: cov_range => //; exact: le_trans (ltW a0) aL.
Qed.

End Scalars.

Section Bounds.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Let z := cov c X *m ws.
Let q := dot ws z.
Hypothesis q_gt0 : 0 < q.
Implicit Types W V : weights R d.

Let ws_data : z != 0.
Proof. by apply: contraTneq q_gt0 => z0; rewrite /q z0 dot0r ltxx. Qed.

Theorem ratio_lower W S : minimizer c X y p W -> 0 <= S -> sharp_ub c X y p W S ->
  sqF z * sqF p <= q ^+ 2 * (S / (2%:R * L%:R * q)) ^+ L.
Proof.
move=> Wmin S0 Sub; have ne := min_normal p0 (ltn0Sn M) widths c_gt0 Wmin.
have := sharpness_a2 c_gt0 ne S0 Sub.
have qE : dot (regressor p W) (cov c X *m regressor p W) = q.
  by rewrite (energyE c ne ws_normal) (normal_agree c ne ws_normal).
rewrite qE (normal_agree c ne ws_normal) -/z => H.
have qM : 0 < q ^+ M by rewrite exprn_gt0.
rewrite -(ler_pmul2l qM) mulrA [q ^+ M * _]mulrC; apply: le_trans H _.
have -> : S / (2%:R * L%:R * q) = S / (2%:R * L%:R) / q by rewrite invfM mulrA.
rewrite [(_ / q) ^+ L]exprMn exprVn [q ^+ L]exprS.
have -> : q ^+ M * (q ^+ 2 * ((S / (2%:R * L%:R)) ^+ L / (q * q ^+ M))) =
  q * (S / (2%:R * L%:R)) ^+ L * (q * q ^+ M / (q * q ^+ M)) by ring.
by rewrite mulfV ?mulr1 // mulf_neq0 ?gt_eqF.
Qed.

Theorem minimum_upper Lam t : 0 <= Lam ->
    (forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v) ->
    0 < t -> t ^+ L * q = Lam * sqF p ->
  exists W, minimizer c X y p W /\ sharp_ub c X y p W (2%:R * L%:R * q * t).
Proof.
move=> Lam0 ub t0 tE; have S0 : 0 <= 2%:R * L%:R * q * t.
  by rewrite !mulr_ge0 ?ler0n // ltW.
apply/(minimum_exact c_gt0 p0 widths ws_normal ws_data S0).
exists t^-1 => [|x]; first by rewrite invr_gt0.
have -> : 2%:R * L%:R * q * t / 2%:R = t * q + M%:R * t * q.
  rewrite mulrC -!mulrA mulKf ?pnatr_eq0 //.
  by rewrite /L -[M.+1]addn1 natrD; move: (M%:R : R) => m; ring.
set b := dot x _; rewrite mulrDl invrK; apply: ler_add; last first.
  rewrite -[_ * q * b]mulrA [q * b]mulrC mulrC [X in _ <= X]mulrC.
  apply: ler_wpmul2r; first by rewrite mulr_ge0 ?ler0n ?ltW.
  by rewrite mulrC; exact: cs_cov.
have tM : t^-1 ^+ M * (Lam * sqF p) = t * q.
  have tn : t ^+ M != 0 by rewrite expf_neq0 // gt_eqF.
  rewrite -tE exprVn exprS.
  have -> : (t ^+ M)^-1 * (t * t ^+ M * q) = t * q * (t ^+ M / t ^+ M) by ring.
  by rewrite mulfV // mulr1.
rewrite -tM -!mulrA; apply: ler_wpmul2l; first by rewrite exprn_ge0 // invr_ge0 ltW.
rewrite mulrCA; apply: le_trans (ler_wpmul2l (sqF_ge0 p) (cov_range x c_gt0 Lam0 ub)) _.
by rewrite mulrCA.
Qed.

(* The printed bound 2 L a rho^2 <= S(W): where it holds for every minimizer, ...     *)
Theorem floor_holds W S : minimizer c X y p W -> 0 <= S -> sharp_ub c X y p W S ->
  q ^+ 2 <= sqF z * sqF p -> 2%:R * L%:R * q <= S.
Proof.
move=> Wmin S0 Sub le; have := le_trans le (ratio_lower Wmin S0 Sub).
have K0 : 0 < 2%:R * L%:R * q by rewrite !mulr_gt0 ?ltr0n.
rewrite ler_pmulr ?exprn_gt0 // expr_ge1 ?divr_ge0 ?(ltW K0) //.
by rewrite ler_pdivl_mulr // mul1r.
Qed.

(* ... and where it fails for the flattest.                                           *)
Theorem floor_fails Lam : 0 < Lam ->
    (forall v : 'cV_(d 0), dot v (cov c X *m v) <= Lam * sqF v) ->
    Lam * sqF p < q ->
  exists W S, [/\ minimizer c X y p W, 0 <= S, sharp_ub c X y p W S &
                  S < 2%:R * L%:R * q].
Proof.
move=> Lam0 ub lt; have P0 : 0 < sqF p by rewrite sqF_gt0.
have [t t0 tE] := root_gt0 M (divr_gt0 (mulr_gt0 Lam0 P0) q_gt0).
have t1 : t < 1.
  by rewrite -(@expr_lt1 _ L) ?(ltW t0) // tE ltr_pdivr_mulr // mul1r.
have tq : t ^+ L * q = Lam * sqF p by rewrite tE divfK // gt_eqF.
have [W [Wmin Sub]] := minimum_upper (ltW Lam0) ub t0 tq.
have K0 : 0 < 2%:R * L%:R * q by rewrite !mulr_gt0 ?ltr0n.
exists W, (2%:R * L%:R * q * t); split=> //; first exact: mulr_ge0 (ltW K0) (ltW t0).
by rewrite gtr_pmulr.
Qed.

(* When ws is a top eigenvector, always so for d = 1, the printed bound holds for     *)
(* every minimizer exactly for rho <= |p|.                                            *)
Theorem floor_iff a : 0 < a -> z = a *: ws ->
    (forall v : 'cV_(d 0), dot v (cov c X *m v) <= a * sqF v) ->
  (forall W S, minimizer c X y p W -> 0 <= S -> sharp_ub c X y p W S ->
     2%:R * L%:R * q <= S) <-> sqF ws <= sqF p.
Proof.
move=> a0 zE ub; have qE : q = a * sqF ws by rewrite /q zE dotZr.
split=> [all|le W S Wmin S0 Sub].
  rewrite leNgt; apply/negP => lt; have [|W [S [Wmin S0 Sub]]] := floor_fails a0 ub.
    by rewrite qE ltr_pmul2l.
  by rewrite ltNge (all W S Wmin S0 Sub).
apply: (floor_holds Wmin S0 Sub); rewrite qE zE sqFZ exprMn -mulrA.
by rewrite ler_pmul2l ?exprn_gt0 // expr2 ler_wpmul2l ?sqF_ge0.
Qed.

End Bounds.

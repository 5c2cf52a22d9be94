(* Mean square of a product of independent random factors: Lebesgue's integral        *)
(*                                                                                    *)
(* One factor is I + c N(w), w in a probability space (T, P); the entries of N and    *)
(* the products of two of them are integrable, centred, uncorrelated, of variance 1   *)
(* (standard Gaussian entries are). k independent factors: w_1, .., w_k independent,  *)
(* so that integrals over the product space are taken one after the other.            *)
(* Main results                                                                       *)
(*   mean_square_integral   int .. int |(I + c N(w_k)) .. (I + c N(w_1)) x|^2         *)
(*                          = (1 + c^2 d)^k |x|^2                                     *)
(*   growth_bounds          1 + s^2 <= (1 + s^2 / L)^L <= exp (s^2)                   *)
(*   growth_limit           (1 + s^2 / L)^L >= exp (s^2) (1 - s^4 / L), L >= s^2      *)
(* Notation                                                                           *)
(*   mean_int P N c k x   the integrals over w_1, .., w_k, in the extended reals      *)
(* Source: claim random-products/mean-square.                                         *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals ereal topology normedtype derive sequences exp.
From mathcomp Require Import measure lebesgue_measure lebesgue_integral numfun.
From Lemmata Require Import frobenius products_moments exponential_decay.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Integral.
Context (disp : measure_display) (T : measurableType disp) (R : realType).
Variable P : {measure set T -> \bar R}.
Hypothesis P_one : P setT = 1%E.
Implicit Types f g : T -> R.

Definition has_mean f := P.-integrable setT (EFin \o f).
Definition mean_of f : R := fine (\int[P]_w (f w)%:E).

Lemma has_mean_ext f g : f =1 g -> has_mean f -> has_mean g.
Proof. by move=> /funext ->. Qed.

Lemma mean_of_ext f g : f =1 g -> mean_of f = mean_of g.
Proof. by move=> /funext ->. Qed.

Lemma has_mean_lin a f g : has_mean f -> has_mean g -> has_mean (fun w => a * f w + g w).
Proof.
move=> If Ig; rewrite /has_mean.
have := integrableD measurableT (integrablerM measurableT a If) Ig; apply: eq_integrable => //.
Qed.

Lemma mean_of_cst a : mean_of (fun=> a) = a.
Proof. by rewrite /mean_of (integral_cst P measurableT a%:E) P_one mule1. Qed.

Lemma has_mean_cst a : has_mean (fun=> a).
Proof.
split; first exact/EFin_measurable_fun/measurable_fun_cst.
by rewrite (integral_cst P measurableT `|a%:E|%E) P_one mule1 ltry.
Qed.

Lemma integral_mean f : has_mean f -> (\int[P]_w (f w)%:E = (mean_of f)%:E)%E.
Proof.
move=> If; rewrite /mean_of fineK // integralE fin_numB.
by rewrite (integrable_pos_fin_num measurableT If) (integrable_neg_fin_num measurableT If).
Qed.

Lemma mean_of_lin a f g : has_mean f -> has_mean g ->
  mean_of (fun w => a * f w + g w) = a * mean_of f + mean_of g.
Proof.
move=> If Ig; apply: EFin_inj; rewrite -integral_mean; last exact: has_mean_lin.
under eq_fun do rewrite EFinD EFinM.
rewrite (integralD measurableT (integrablerM measurableT a If) Ig).
by rewrite (integralM measurableT If) (integral_mean If) (integral_mean Ig) EFinD EFinM.
Qed.

Variables (d : nat) (c : R) (N : T -> 'M[R]_d).
Hypothesis N_entry : forall i j, has_mean (fun w => N w i j).
Hypothesis N_pair : forall i j k l, has_mean (fun w => N w i j * N w k l).
Hypothesis centred : forall i j, (\int[P]_w (N w i j)%:E = 0)%E.
Hypothesis covariance : forall i j k l,
  (\int[P]_w (N w i j * N w k l)%:E = ((i == k) && (j == l))%:R%:E)%E.
Implicit Type x : 'cV[R]_d.

Fixpoint mean_int k x : \bar R :=
  if k is k'.+1 then (\int[P]_w mean_int k' ((1%:M + c *: N w) *m x)%R)%E else (sqF x)%:E.

Theorem mean_square_integral k x : mean_int k x = ((1 + c ^+ 2 * d%:R) ^+ k * sqF x)%:E.
Proof.
have c0 i j : mean_of (fun w => N w i j) = 0 by rewrite /mean_of centred.
have c1 i j l m : mean_of (fun w => N w i j * N w l m) = ((i == l) && (j == m))%:R.
  by rewrite /mean_of covariance.
have stepI := step_expected c has_mean_ext has_mean_lin has_mean_cst N_entry N_pair
  mean_of_ext mean_of_lin mean_of_cst c0 c1.
have stepE := mean_square_step c has_mean_ext has_mean_lin has_mean_cst N_entry N_pair
  mean_of_ext mean_of_lin mean_of_cst c0 c1.
elim: k x => [|k IHk] x /=; first by rewrite expr0 mul1r.
rewrite (eq_integral (fun w => ((1 + c ^+ 2 * d%:R) ^+ k *
  sqF ((1%:M + c *: N w) *m x))%:E)) => [|w _]; last exact: IHk.
have Ik := I_scale has_mean_ext has_mean_lin has_mean_cst ((1 + c ^+ 2 * d%:R) ^+ k) (stepI x).
rewrite integral_mean // (E_scale has_mean_cst mean_of_ext mean_of_lin mean_of_cst) //.
by rewrite stepE mulrA -exprSr.
Qed.

End Integral.

(* Bernoulli                                                                          *)
Lemma bernoulli (R : realFieldType) (x : R) L : 0 <= 1 + x -> 1 + L%:R * x <= (1 + x) ^+ L.
Proof.
move=> x1; elim: L => [|L IHL]; first by rewrite mul0r addr0 expr0.
rewrite exprS; apply: le_trans (ler_wpmul2l x1 IHL); rewrite -subr_ge0.
have -> : (1 + x) * (1 + L%:R * x) - (1 + L.+1%:R * x) = L%:R * x ^+ 2.
  by rewrite -natr1; ring.
by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

(* exp u (1 - u) <= 1: it falls from u = 0 on                                         *)
Lemma exp_one_sub (R : realType) (t : R) : 0 <= t -> expR t * (1 - t) <= 1.
Proof.
move=> t0; have e0 : expR 0 * (1 - 0) = 1 :> R by rewrite expR0 mul1r subr0.
rewrite -[X in _ <= X]e0.
apply: (@nonincreasing_from R (fun u => expR u * (1 - u)) (fun u => - (u * expR u)) 0 _ _ t t0).
  move=> u _.
  rewrite (_ : (fun v => _) = (expR : R -> R) * (cst 1 - id : R -> R)); last exact/funext.
  apply: is_derive_eq; rewrite /GRing.scale /= [(cst 1 - id) u](_ : _ = 1 - u) //; ring.
by move=> u u0; rewrite oppr_le0 mulr_ge0 // ltW // expR_gt0.
Qed.

Section Growth.
Variables (R : realType) (s : R) (L : nat).
Hypothesis L_gt0 : (0 < L)%N.
Let t := s ^+ 2 / L%:R.
Let L0 : L%:R != 0 :> R. Proof. by rewrite pnatr_eq0 -lt0n. Qed.
Let t0 : 0 <= t. Proof. by rewrite divr_ge0 ?sqr_ge0 ?ler0n. Qed.
Let tL : L%:R * t = s ^+ 2. Proof. by rewrite /t mulrC divfK. Qed.

Theorem growth_bounds : 1 + s ^+ 2 <= (1 + s ^+ 2 / L%:R) ^+ L <= expR (s ^+ 2).
Proof.
have t1 : 0 <= 1 + t by rewrite addr_ge0 ?ler01.
rewrite -/t -tL bernoulli //= expRMm.
apply: ler_expn2r; rewrite ?nnegrE //; first exact: ltW (expR_gt0 _).
exact: expR_ge1Dx.
Qed.

(* exp t (1 - t^2) <= 1 + t, and Bernoulli once more                                  *)
Theorem growth_limit : s ^+ 2 <= L%:R ->
  expR (s ^+ 2) * (1 - s ^+ 4 / L%:R) <= (1 + s ^+ 2 / L%:R) ^+ L.
Proof.
move=> sL; have t1 : t <= 1 by rewrite /t ler_pdivr_mulr ?ltr0n // mul1r.
have tt : 0 <= 1 - t ^+ 2 by rewrite subr_ge0 exprn_ile1.
have e : expR t * (1 - t ^+ 2) <= 1 + t.
  have -> : expR t * (1 - t ^+ 2) = expR t * (1 - t) * (1 + t) by ring.
  rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r; first by rewrite addr_ge0 ?ler01.
  exact: exp_one_sub.
rewrite -/t -{1}tL expRMm.
apply: le_trans (_ : (expR t * (1 - t ^+ 2)) ^+ L <= _); last first.
  apply: ler_expn2r; rewrite ?nnegrE ?addr_ge0 ?ler01 //.
  by rewrite mulr_ge0 // ltW // expR_gt0.
rewrite exprMn; apply: ler_wpmul2l; first by rewrite exprn_ge0 // ltW // expR_gt0.
have := bernoulli L tt; rewrite -[- t ^+ 2]mulN1r; apply: le_trans.
have s4 : s ^+ 4 = (L%:R * t) ^+ 2 by rewrite tL -exprM.
by rewrite s4 exprMn [L%:R ^+ 2]expr2 mulrAC mulfK // mulN1r mulrN.
Qed.

End Growth.

(* The scalar two-layer network: minimizers, Hessian, sharpness, descent            *)
(*                                                                                  *)
(* L = 2, all widths 1, X = 1, p = 1, n = 1, target y.                              *)
(* Main results                                                                     *)
(*   min_sc     W minimizes the risk iff w0 w1 = y                                  *)
(*   sharp_sc   at a minimizer S(W) = 2 (w0^2 + w1^2)                               *)
(*   Smin_sc    ... and it is at least 4 |y|                                        *)
(*   gd_sc      one step of gradient descent                                        *)
(* Notation                                                                         *)
(*   wt a b = the network (W_1, W_2) = (a, b)     w0 W, w1 W its two entries        *)
(*   gd_step y eta W = W - eta grad                                                 *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer.
From Lemmata Require Import hessian sharpness_lower_bound minimizers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Definition d1 : nat -> nat := fun _ => 1%N.
Definition wt (R : ringType) (a b : R) : weights R d1 :=
  fun k => if k == 0%N then a%:M else b%:M.

Section Scalar2.
Variables (R : realFieldType) (y0 : R).
Implicit Types W H : weights R d1.

Definition X1 : 'M[R]_(1, d1 0) := 1%:M.
Definition y1 : 'cV[R]_1 := y0%:M.
Definition p1 : 'M[R]_(1, d1 2) := 1%:M.
Notation risk1 := (risk 1 X1 y1 p1).
Notation grad1 := (grad 1 X1 y1 p1).
Notation sharp1 := (sharp_ub 1 X1 y1 p1).

Definition w0 W : R := W 0%N 0 0.
Definition w1 W : R := W 1%N 0 0.

Lemma w0_wt a b : w0 (wt a b) = a. Proof. by rewrite /w0 mxE eqxx. Qed.
Lemma w1_wt a b : w1 (wt a b) = b. Proof. by rewrite /w1 mxE eqxx. Qed.

Lemma sqF11 (A : 'M[R]_1) : sqF A = A 0 0 ^+ 2.
Proof. by rewrite sqFE !big_ord1. Qed.

Lemma mul11 (A B : 'M[R]_1) : (A *m B) 0 0 = A 0 0 * B 0 0.
Proof. by rewrite mxE big_ord1. Qed.

Lemma head2 W : head W 2 = (w0 W * w1 W)%:M.
Proof. by rewrite [LHS]mx11_scalar /= mulmx1 mul11 mulrC. Qed.

Lemma reg_sc W : regressor p1 W = (w0 W * w1 W)%:M.
Proof. by rewrite /regressor mul1mx head2 tr_scalar_mx. Qed.

Lemma cov1 : cov 1 X1 = 1%:M.
Proof. by rewrite /cov scale1r trmx1 mulmx1. Qed.

Lemma normal_sc W : normal_eq X1 y1 (regressor p1 W) <-> w0 W * w1 W = y0.
Proof.
rewrite /normal_eq trmx1 !mul1mx reg_sc /y1 -raddfB /=; split=> [E|->].
  by have := congr1 (fun A : 'M_1 => A 0 0) E; rewrite !mxE eqxx mulr1n => /eqP; rewrite subr_eq0 => /eqP.
by rewrite subrr raddf0.
Qed.

Lemma p1_neq0 : p1 != 0.
Proof.
apply/eqP => /(congr1 (fun A : 'M_1 => A 0 0)); rewrite !mxE eqxx.
by move/eqP; rewrite oner_eq0.
Qed.

Lemma min_sc W : (forall W', risk1 W <= risk1 W') <-> w0 W * w1 W = y0.
Proof.
rewrite -normal_sc; apply: minimizer_iff ltr01 => //; exact: p1_neq0.
Qed.

Lemma dreg_sc W H : dreg p1 W H = (w1 W * w0 H + w0 W * w1 H)%:M.
Proof.
rewrite /dreg mul1mx /= mulmx0 add0r !mulmx1 [LHS]mx11_scalar; congr (_%:M).
by rewrite mxE mxE !mul11 [w0 W * _]mulrC.
Qed.

Lemma hess_sc W H : w0 W * w1 W = y0 ->
  hess 1 X1 y1 p1 W H = 2%:R * (w1 W * w0 H + w0 W * w1 H) ^+ 2.
Proof.
move=> /normal_sc ne; rewrite hess_min // cov1 mul1mx -/(sqF _) dreg_sc sqF11.
by rewrite mxE eqxx mulr1n.
Qed.

Lemma sum2 H : \sum_(k < 2) sqF (H k) = w0 H ^+ 2 + w1 H ^+ 2.
Proof. by rewrite big_ord_recl big_ord1 /= !sqF11. Qed.

Theorem sharp_sc W S : w0 W * w1 W = y0 -> y0 != 0 ->
  sharp1 W S <-> 2%:R * (w0 W ^+ 2 + w1 W ^+ 2) <= S.
Proof.
move=> Wmin y_neq0; set N := w0 W ^+ 2 + w1 W ^+ 2.
have N_gt0 : 0 < N.
  have w0_neq0 : w0 W != 0.
    by apply: contraNneq y_neq0 => E; rewrite -Wmin E mul0r.
  by rewrite ltr_paddr ?sqr_ge0 // exprn_even_gt0.
split=> [Sub|le_S H].
  have := Sub (wt (w1 W) (w0 W)); rewrite hess_sc // sum2 w0_wt w1_wt.
  have -> : w1 W * w1 W + w0 W * w0 W = N by rewrite /N; ring.
  by rewrite expr2 mulrA ler_pmul2r.
rewrite hess_sc // sum2; set h := w0 H ^+ 2 + w1 H ^+ 2.
apply: le_trans (_ : 2%:R * N * h <= _); last first.
  by rewrite ler_wpmul2r // /h addr_ge0 ?sqr_ge0.
rewrite -mulrA ler_wpmul2l ?ler0n // -subr_ge0.
have -> : N * h - (w1 W * w0 H + w0 W * w1 H) ^+ 2 =
  (w0 W * w0 H - w1 W * w1 H) ^+ 2 by rewrite /N /h; ring.
exact: sqr_ge0.
Qed.

Lemma Smin_sc W S : w0 W * w1 W = y0 -> y0 != 0 -> sharp1 W S ->
  4%:R * `|y0| <= S.
Proof.
move=> Wmin y_neq0 /(sharp_sc _ Wmin y_neq0); apply: le_trans.
rewrite -Wmin normrM -(real_normK (num_real (w0 W))) -(real_normK (num_real (w1 W))).
set a := `|_|; set b := `|w1 _|; rewrite -subr_ge0.
have -> : 2%:R * (a ^+ 2 + b ^+ 2) - 4%:R * (a * b) = 2%:R * (a - b) ^+ 2 by ring.
by rewrite mulr_ge0 ?ler0n ?sqr_ge0.
Qed.

Lemma grad0_sc a b :
  grad1 (wt a b) 0 = (2%:R * (a * b - y0) * b)%:M.
Proof.
have t1 : tail 2 (wt a b) 1 = b%:M by rewrite (tailS _ (ltnSn 1)) tail_last mul1mx.
rewrite /grad t1 /err /res /fit head2 /= !trmx1 w0_wt w1_wt !mulmx1 !mul1mx.
rewrite !tr_scalar_mx -raddfB /= tr_scalar_mx scale_scalar_mx -scalar_mxM.
congr (_%:M); ring.
Qed.

Lemma grad1_sc a b :
  grad1 (wt a b) 1 = (2%:R * (a * b - y0) * a)%:M.
Proof.
rewrite /grad tail_last /err /res /fit head2 /= !trmx1 w0_wt w1_wt !mulmx1 !mul1mx.
rewrite !tr_scalar_mx -raddfB /= tr_scalar_mx scale_scalar_mx -scalar_mxM.
congr (_%:M); ring.
Qed.

(* One step of gradient descent from wt a b                                   *)
Definition gd_step (eta : R) W : weights R d1 := fun k => W k - eta *: grad1 W k.

Lemma gd_sc eta a b : let r := 2%:R * (a * b - y0) in
  (gd_step eta (wt a b) 0%N = (a - eta * (r * b))%:M) /\
  (gd_step eta (wt a b) 1%N = (b - eta * (r * a))%:M).
Proof.
by split; rewrite /gd_step ?grad0_sc ?grad1_sc scale_scalar_mx -raddfB.
Qed.

End Scalar2.

(* Gradient descent: drift of the imbalances, descent lemma, translation              *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   imbalance_drift   one step changes D_k by exactly                                *)
(*                     eta^2 (grad_{k+1}^T grad_{k+1} - grad_k grad_k^T)              *)
(*   drift_bound       if every step satisfies R(W_{t+1}) <= R(W_t) - (eta/2)         *)
(*                     |grad R(W_t)|^2, then |D_k(T) - D_k(0)|_2 <= 2 eta (R(W_0) -   *)
(*                     R(W_T)) (as a bound of the quadratic form)                     *)
(*   drift_sum         ... and bounds of |D_k(T) - D_k(0)|_2 have a sum <= 4 eta (...) *)
(*   descent_quadratic R(w - eta g) <= R(w) - eta (1 - eta Lam) |g|^2 for the linear  *)
(*                     risk, g its gradient, 2 Lam a bound of its Hessian             *)
(*   translation       descent on V for V |-> R(W_0 + V) is descent on W = W_0 + V    *)
(*   translation_grad  ... and its partial gradients are those of R at W_0 + V        *)
(* Notation                                                                           *)
(*   descend c X Y P eta W = W - eta grad                                             *)
(*   imb W k = W_{k+1}^T W_{k+1} - W_k W_k^T = D_k                                    *)
(* Source: claims learning-rate/imbalance-drift, learning-rate/descent-lemma,         *)
(* residual/translation.                                                              *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma drift_ring (A : comRingType) (e a b f g h k : A) :
  a - e * b - (e * f - e * (e * g)) - (h - e * f - (e * b - e * (e * k))) =
  a - h + e ^+ 2 * (g - k).
Proof. ring. Qed.

Section Drift.
Variables (R : comRingType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Implicit Types W V : weights R d.

Definition descend eta W : weights R d := fun k => W k - eta *: grad c X Y P W k.
Definition imb W k : 'M[R]_(d k.+1) := (W k.+1)^T *m W k.+1 - W k *m (W k)^T.

Theorem imbalance_drift eta W k : (k.+1 < L)%N ->
  imb (descend eta W) k = imb W k + eta ^+ 2 *:
    ((grad c X Y P W k.+1)^T *m grad c X Y P W k.+1
     - grad c X Y P W k *m (grad c X Y P W k)^T).
Proof.
move=> kL; have bal := balanced c X Y P W kL.
rewrite /imb /descend; set G := grad c X Y P W in bal *.
have balT : (G k.+1)^T *m W k.+1 = W k *m (G k)^T.
  by rewrite -[LHS]trmxK trmx_mul trmxK bal trmx_mul trmxK.
have trB m l (A B : 'M[R]_(m, l)) : (A - eta *: B)^T = A^T - eta *: B^T.
  by rewrite linearB linearZ.
rewrite !trB !(mulmxBl, mulmxBr) -!scalemxAl -!scalemxAr bal balT.
move: (_ *m _) (_ *m _) (_ *m _) (_ *m _) (_ *m _) (_ *m _) => *.
by apply/matrixP => i j; rewrite !mxE; exact: drift_ring.
Qed.

Theorem translation eta (W0 : weights R d) V k :
  addw W0 (fun j => V j - eta *: grad c X Y P (addw W0 V) j) k =
  descend eta (addw W0 V) k.
Proof. by rewrite /addw /descend addrA. Qed.

Theorem translation_grad W0 V H k : (k < L)%N ->
  risk c X Y P (addw W0 (addw V (only k H))) = risk c X Y P (addw W0 V)
    + dot (grad c X Y P (addw W0 V) k) (H k)
    + c * sqF (fit X P (tail L (addw W0 V) k.+1 *m H k *m head (addw W0 V) k)).
Proof.
move=> kL; rewrite -risk_only //; congr (_ * sqF (fit X P _ - Y)).
by apply: eq_head => j _; rewrite /addw addrA.
Qed.

End Drift.

Lemma quad_gram (A : comRingType) m l (B : 'M[A]_(m, l)) (x : 'cV_l) :
  dot x (B^T *m B *m x) = sqF (B *m x).
Proof. by rewrite -mulmxA /sqF dot_mull. Qed.

Lemma quad_outer (A : comRingType) m l (B : 'M[A]_(m, l)) (x : 'cV_m) :
  dot x (B *m B^T *m x) = sqF (B^T *m x).
Proof. by rewrite -{1}[B]trmxK quad_gram. Qed.

Section Bound.
Variables (R : realFieldType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Variables (eta : R) (W : nat -> weights R d).
Hypothesis eta_ge0 : 0 <= eta.
Hypothesis step : forall t k, (k < L)%N -> W t.+1 k = descend c X Y P eta (W t) k.
Let norm2 t := \sum_(k < L) sqF (grad c X Y P (W t) k).
Hypothesis descent : forall t,
  2%:R * risk c X Y P (W t.+1) + eta * norm2 t <= 2%:R * risk c X Y P (W t).

Let imb_step t k : (k.+1 < L)%N -> imb (W t.+1) k = imb (descend c X Y P eta (W t)) k.
Proof. by move=> kL; rewrite /imb !step // ltnW. Qed.

Let one t k (x : 'cV[R]_(d k.+1)) : (k.+1 < L)%N ->
  `|dot x ((imb (W t.+1) k - imb (W t) k) *m x)| <= eta ^+ 2 * norm2 t * sqF x.
Proof.
move=> kL; rewrite imb_step // imbalance_drift // addrAC subrr add0r.
rewrite -scalemxAl dotZr normrM ger0_norm ?sqr_ge0 // -mulrA.
apply: ler_wpmul2l; first exact: sqr_ge0.
have le j : (j < L)%N -> sqF (grad c X Y P (W t) j) <= norm2 t.
  move=> jL; rewrite /norm2 (bigD1 (Ordinal jL)) //= ler_addl.
  by apply: sumr_ge0 => i _; exact: sqF_ge0.
rewrite mulmxBl dotBr quad_gram quad_outer.
have a := le_trans (sqF_mul _ x) (ler_wpmul2r (sqF_ge0 x) (le _ kL)).
have b := le_trans (sqF_mul (grad c X Y P (W t) k)^T x)
  (ler_wpmul2r (sqF_ge0 x) (_ : _ <= norm2 t)).
rewrite sqF_tr in b; have {}b := b (le _ (ltnW kL)).
rewrite ler_norml; apply/andP; split.
  rewrite ler_subr_addr addrC; apply: le_trans (sqF_ge0 _).
  by rewrite subr_le0.
by rewrite ler_subl_addr (le_trans a) // ler_addl sqF_ge0.
Qed.

Theorem drift_bound T k (x : 'cV[R]_(d k.+1)) : (k.+1 < L)%N ->
  `|dot x ((imb (W T) k - imb (W 0) k) *m x)| <=
  2%:R * eta * (risk c X Y P (W 0) - risk c X Y P (W T)) * sqF x.
Proof.
move=> kL; elim: T => [|T IHT].
  by rewrite !subrr mul0mx dot0r normr0 mulr0 mul0r.
rewrite -(subrKA (imb (W T) k)) mulmxDl dotDr.
apply: le_trans (ler_norm_add _ _) _.
apply: le_trans (ler_add (one T x kL) IHT) _; rewrite -mulrDl.
apply: ler_wpmul2r; first exact: sqF_ge0.
have := ler_wpmul2l eta_ge0 (descent T).
move: (risk _ _ _ _ (W T.+1)) (risk _ _ _ _ (W T)) (risk _ _ _ _ (W 0)) (norm2 T).
move=> r1 r2 r0 N H; rewrite -subr_ge0.
have -> : 2%:R * eta * (r0 - r1) - (eta ^+ 2 * N + 2%:R * eta * (r0 - r2)) =
  eta * (2%:R * r2) - eta * (2%:R * r1 + eta * N) by ring.
by rewrite subr_ge0.
Qed.

(* The sum over the layers: each gradient counts twice                                  *)
Let g t k := sqF (grad c X Y P (W t) k).
Let dl T k := eta ^+ 2 * \sum_(t < T) (g t k.+1 + g t k).

Let two t k (x : 'cV[R]_(d k.+1)) : (k.+1 < L)%N ->
  `|dot x ((imb (W t.+1) k - imb (W t) k) *m x)| <= eta ^+ 2 * (g t k.+1 + g t k) * sqF x.
Proof.
move=> kL; rewrite imb_step // imbalance_drift // addrAC subrr add0r -scalemxAl dotZr.
rewrite normrM ger0_norm ?sqr_ge0 // -mulrA; apply: ler_wpmul2l; first exact: sqr_ge0.
rewrite mulmxBl dotBr quad_gram quad_outer mulrDl; apply: le_trans (ler_norm_sub _ _) _.
by rewrite !ger0_norm ?sqF_ge0 // ler_add ?sqF_mul // /g -[sqF (grad _ _ _ _ _ k)]sqF_tr sqF_mul.
Qed.

Let dl_sum T : \sum_(k < L.-1) dl T k <=
  4%:R * eta * (risk c X Y P (W 0) - risk c X Y P (W T)).
Proof.
have le t : eta ^+ 2 * (\sum_(k < L.-1) (g t k.+1 + g t k)) <=
    4%:R * eta * (risk c X Y P (W t) - risk c X Y P (W t.+1)).
  have : \sum_(k < L.-1) (g t k.+1 + g t k) <= 2%:R * norm2 t.
    have g0 k : 0 <= g t k := sqF_ge0 _.
    rewrite big_split /= [2%:R * _](_ : _ = norm2 t + norm2 t); last by rewrite mulr_natl mulr2n.
    rewrite /norm2 -/(\sum_(k < L) g t k); case: (L) => [|M]; first by rewrite !big_ord0.
    apply: ler_add; last by rewrite big_ord_recr /= ler_addl.
    by rewrite [X in _ <= X]big_ord_recl /= ler_addr.
  move=> /(ler_wpmul2l (sqr_ge0 eta))/le_trans; apply.
  have := ler_wpmul2l eta_ge0 (descent t).
  move: (risk _ _ _ _ (W t.+1)) (risk _ _ _ _ (W t)) (norm2 t) => r1 r2 N H.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = 2%:R * (eta * (2%:R * r2) - eta * (2%:R * r1 + eta * N)));
    last by ring.
  by rewrite mulr_ge0 ?ler0n // subr_ge0.
have -> : \sum_(k < L.-1) dl T k = \sum_(t < T) eta ^+ 2 * (\sum_(k < L.-1) (g t k.+1 + g t k)).
  by rewrite /dl -!mulr_sumr exchange_big.
apply: le_trans (ler_sum _ (fun (t : 'I_T) _ => le t)) _; rewrite -mulr_sumr le_eqVlt.
apply/orP; left; apply/eqP; congr (_ * _).
elim: T => [|T IHT]; first by rewrite big_ord0 subrr.
by rewrite big_ord_recr /= IHT addrA subrK.
Qed.

Theorem drift_sum T : exists2 dl : nat -> R,
  forall k (x : 'cV[R]_(d k.+1)), (k.+1 < L)%N ->
    `|dot x ((imb (W T) k - imb (W 0) k) *m x)| <= dl k * sqF x &
  \sum_(k < L.-1) dl k <= 4%:R * eta * (risk c X Y P (W 0) - risk c X Y P (W T)).
Proof.
exists (dl T); last exact: dl_sum.
move=> k x kL; elim: T => [|T IHT].
  by rewrite /dl big_ord0 subrr mul0mx dot0r normr0 mulr0 mul0r.
rewrite -(subrKA (imb (W T) k)) mulmxDl dotDr; apply: le_trans (ler_norm_add _ _) _.
by rewrite /dl big_ord_recr /= mulrDr mulrDl addrC ler_add // two.
Qed.

End Bound.

Section Quadratic.
Variables (R : realFieldType) (n m : nat) (c eta Lam : R).
Variables (X : 'M[R]_(n, m)) (y : 'cV[R]_n).
Hypothesis cov_Lam : forall v : 'cV[R]_m, dot v (cov c X *m v) <= Lam * sqF v.

Theorem descent_quadratic (v g : 'cV[R]_m) :
  g = (c *+ 2) *: (X^T *m (X *m v - y)) ->
  lin_risk c X y (v - eta *: g) <=
  lin_risk c X y v - eta * (1 - eta * Lam) * sqF g.
Proof.
move=> gE; set r := X *m v - y in gE.
have E : lin_risk c X y (v - eta *: g) =
    lin_risk c X y v - eta * sqF g + eta ^+ 2 * dot g (cov c X *m g).
  rewrite /lin_risk; have -> : X *m (v - eta *: g) - y = r - eta *: (X *m g).
    by rewrite mulmxBr -scalemxAr addrAC.
  rewrite -scaleNr sqFD sqFZ dotZr dot_cov.
  have -> : sqF g = (c *+ 2) * dot r (X *m g).
    by rewrite /sqF {1}gE dotZl dot_mull trmxK.
  rewrite /sqF -/r; move: (dot _ _) (dot _ _) (dot _ _) => *; ring.
have := ler_wpmul2l (sqr_ge0 eta) (cov_Lam g); rewrite E.
move: (dot g _) (sqF g) (lin_risk _ _ _ _) => a b e H.
have -> : e - eta * (1 - eta * Lam) * b = e - eta * b + eta ^+ 2 * (Lam * b) by ring.
by rewrite ler_add2l.
Qed.

End Quadratic.

(* Gradients by the library's derivative: every differentiable loss of the product    *)
(*                                                                                    *)
(* A network of any depth L, widths at least 1, loss ell(W_L ... W_1) for any ell     *)
(* that is differentiable, in the sense of mathcomp-analysis, at the product.         *)
(* Main results                                                                       *)
(*   loss_derive      the derivative of the loss in layer k, direction V, is          *)
(*                    <B_k^T G A_k^T, V>, G the gradient of ell at the product        *)
(*   loss_gradE       loss_grad k = B_k^T G A_k^T                                     *)
(*   loss_balanced    W_{k+1}^T loss_grad_{k+1} = loss_grad_k W_k^T                   *)
(*   loss_conserved   D_k is constant along every gradient flow of the loss           *)
(* The risk is such a loss:                                                           *)
(*   risk_loss_differentiable, risk_loss_grad   loss_grad is grad: the formula of     *)
(*                    deep_network.v is the gradient in the sense of the library      *)
(*   risk_directional   the derivative of the risk at W in any direction H, all       *)
(*                    layers moving, is sum_k <grad_k, H_k>                           *)
(* Notation                                                                           *)
(*   loss_layer ell W k A   the loss with A in place of layer k (loss_layerE)         *)
(*   loss_grad ell W k      matrix of its partial derivatives at W_k                  *)
(*   matrix_grad ell M      matrix of the partial derivatives of ell at M             *)
(* Source: claim small-scale/balancedness, sharper.                                   *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype.
From mathcomp Require Import derive.
From Lemmata Require Import frobenius deep_network gradient_flow flow_energy.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section MatrixGradient.
Variables (R : realType) (m n : nat).
Implicit Types ell : 'M[R]_(m.+1, n.+1) -> R.

Definition matrix_grad ell M : 'M[R]_(m.+1, n.+1) :=
  \matrix_(i, j) 'D_(delta_mx i j) ell M.

Lemma diff_dot ell M V : differentiable ell M -> 'd ell M V = dot (matrix_grad ell M) V.
Proof.
move=> dell; rewrite {1}[V]matrix_sum_delta linear_sum dotE; apply: eq_bigr => i _.
rewrite linear_sum; apply: eq_bigr => j _; rewrite linearZ mulrC mxE.
by rewrite deriveE.
Qed.

Lemma dot_delta (A : 'M[R]_(m.+1, n.+1)) i j : dot A (delta_mx i j) = A i j.
Proof.
rewrite dotE (bigD1 i) //= (bigD1 j) //= mxE !eqxx mulr1 !big1 ?addr0 //.
  by move=> k /negbTE ki; rewrite big1 // => l _; rewrite mxE ki mulr0.
by move=> l /negbTE lj; rewrite mxE lj andbF mulr0.
Qed.

End MatrixGradient.

(* Two functions that agree along two lines have the same derivative along them.      *)
Lemma is_derive_along (R : realType) (U V : normedModType R) (f : U -> R) (g : V -> R)
    a u b v D : (forall h : R, f (h *: u + a) = g (h *: v + b)) ->
  is_derive b v g D -> is_derive a u f D.
Proof.
move=> fg [dg <-]; have fa : f a = g b by have := fg 0; rewrite !scale0r !add0r.
have E : (fun h : R => h^-1 *: ((f \o shift a) (h *: u) - f a)) =
    (fun h : R => h^-1 *: ((g \o shift b) (h *: v) - g b)).
  by apply/funext => h /=; rewrite fg fa.
by split; rewrite /derivable /derive E.
Qed.

Section Loss.
Variables (R : realType) (e : nat -> nat) (L : nat).
Let d k := (e k).+1.
Variable ell : 'M[R]_(d L, d 0) -> R.
Implicit Types W V : weights R d.

Definition loss_layer W k (A : 'M[R]_(d k.+1, d k)) : R :=
  ell (tail L W k.+1 *m A *m head W k).
Arguments loss_layer : clear implicits.
Definition loss_grad W k : 'M[R]_(d k.+1, d k) := matrix_grad (loss_layer W k) (W k).

Lemma loss_layerE W V k : (k < L)%N -> (forall j, j != k -> V j = W j) ->
  ell (head V L) = loss_layer W k (V k).
Proof.
move=> kL VW; rewrite (head_split V kL) /loss_layer; congr (ell (_ *m _ *m _)).
  by apply: eq_tail => j kj; rewrite VW // gtn_eqF.
by apply: eq_head => j jk; rewrite VW // ltn_eqF.
Qed.

Section Point.
Variables (W : weights R d) (k : nat).
Hypothesis kL : (k < L)%N.
Hypothesis ell_diff : differentiable ell (head W L).

Theorem loss_derive (V : 'M[R]_(d k.+1, d k)) : is_derive (W k) V (loss_layer W k)
  (dot ((tail L W k.+1)^T *m matrix_grad ell (head W L) *m (head W k)^T) V).
Proof.
set phi := fun A => tail L W k.+1 *m A *m head W k.
have -> : dot ((tail L W k.+1)^T *m matrix_grad ell (head W L) *m (head W k)^T) V =
    'D_(phi V) ell (head W L).
  by rewrite deriveE // diff_dot // /phi dot_mulr dot_mull !trmxK mulmxA.
apply: (is_derive_along (g := ell) (b := head W L) (v := phi V)) => [h|].
  rewrite /loss_layer (head_split W kL); congr (ell _).
  by rewrite /phi mulmxDr mulmxDl -scalemxAr -scalemxAl.
by apply: derivableP; exact: diff_derivable.
Qed.

Theorem loss_gradE : loss_grad W k =
  (tail L W k.+1)^T *m matrix_grad ell (head W L) *m (head W k)^T.
Proof.
apply/matrixP => i j; rewrite mxE; have [_ ->] := loss_derive (delta_mx i j).
exact: dot_delta.
Qed.

End Point.

Theorem loss_balanced W k : (k.+1 < L)%N -> differentiable ell (head W L) ->
  (W k.+1)^T *m loss_grad W k.+1 = loss_grad W k *m (W k)^T.
Proof.
move=> kL dell; rewrite !loss_gradE // ?(ltnW kL) // (tailS W kL) headS !trmx_mul.
by rewrite !mulmxA.
Qed.

Theorem loss_conserved (W : R -> weights R d) :
    (forall t, 0 <= t -> differentiable ell (head (W t) L)) ->
    (forall t k, 0 <= t -> (k < L)%N -> mx_derive (fun s => W s k) t (- loss_grad (W t) k)) ->
  forall k t, (k.+1 < L)%N -> 0 <= t -> imbalance W t k = imbalance W 0 k.
Proof.
move=> dell flow k t kL t0; apply: (@mx_derive0_cst_ge0 R _ _ (imbalance W ^~ k)) => // u u0.
have B := loss_balanced kL (dell u u0).
have := mx_deriveB (mx_deriveM (mx_derive_tr (flow u _ u0 kL)) (flow u _ u0 kL))
  (mx_deriveM (flow u _ u0 (ltnW kL)) (mx_derive_tr (flow u _ u0 (ltnW kL)))).
rewrite !linearN /= !(mulmxN, mulNmx) B -[(loss_grad _ k.+1)^T *m _]trmxK trmx_mul trmxK B.
by rewrite trmx_mul trmxK [- (loss_grad _ k *m _) - _]addrC subrr.
Qed.

End Loss.

Section Risk.
Variables (R : realType) (e : nat -> nat) (L n q : nat).
Let d k := (e k).+1.
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Implicit Types (M V : 'M[R]_(d L, d 0)) (W : weights R d).

Definition risk_loss M : R := c * sqF (fit X P M - Y).

Lemma risk_lossE W : risk c X Y P W = risk_loss (head W L).
Proof. by []. Qed.

Lemma risk_loss_differentiable M : differentiable risk_loss M.
Proof.
pose g i j N : R := (X *m (P *m N)^T) i j - Y i j.
have dg i j : differentiable (g i j) M.
  rewrite (_ : g i j = \sum_a (X i a \*: \sum_b (P j b \*: (fun N : 'M[R]_(d L, d 0) => N b a))) - cst (Y i j)).
    apply: differentiableB; last exact: differentiable_cst.
    apply: differentiable_sum => a; apply: differentiableZ; apply: differentiable_sum => b.
    by apply: differentiableZ; exact: differentiable_coord.
  apply/funext => N; rewrite /g mxE /=; congr (_ - _); rewrite fct_sumE.
  by apply: eq_bigr => a _ /=; rewrite !mxE fct_sumE.
rewrite (_ : risk_loss = c \*: \sum_i \sum_j (g i j * g i j)).
  apply: differentiableZ; apply: differentiable_sum => i; apply: differentiable_sum => j.
  exact: differentiableM.
apply/funext => N; rewrite /risk_loss sqFE /= fct_sumE; congr (_ * _); apply: eq_bigr => i _.
rewrite fct_sumE; apply: eq_bigr => j _.
by rewrite expr2 [(_ - Y) i j]mxE [(- Y) i j]mxE.
Qed.

Lemma risk_loss_derive M V : is_derive M V risk_loss
  (dot ((c *+ 2) *: (P^T *m (fit X P M - Y)^T *m X)) V).
Proof.
pose f (h : R) := fit X P (h *: V + M) - Y.
apply: (is_derive_along (g := fun h : R => c * sqF (f h)) (b := 0) (v := 1)) => [h|].
  by rewrite [h *: 1]mulr1 addr0.
have hf : mx_derive f 0 (fit X P V).
  move=> i j; rewrite (_ : (fun s => _) = (fun s => s * fit X P V i j) + cst (f 0 i j)).
    rewrite -[X in is_derive _ _ _ X]addr0; apply: is_deriveD.
    rewrite (_ : (fun s => _) = fit X P V i j \*: id); last by apply/funext => s /=; rewrite mulrC.
    by rewrite -[X in is_derive _ _ _ X]mulr1; apply: is_deriveZ.
  by apply/funext => s; rewrite /f fitD fitZ scale0r add0r /= !mxE addrA.
have f0 : f 0 = fit X P M - Y by rewrite /f scale0r add0r.
have := is_deriveZ c (sqF_derive hf); rewrite f0 /GRing.scale /=.
have -> : c * (2%:R * dot (fit X P M - Y) (fit X P V)) =
    dot ((c *+ 2) *: (P^T *m (fit X P M - Y)^T *m X)) V; last by [].
rewrite mulrA mulr_natr dotZl; congr (_ * _).
move: (fit X P M - Y) => r; rewrite dotC /fit dot_mull -dot_tr trmxK dot_mull trmx_mul trmxK.
by rewrite dotC mulmxA.
Qed.

Theorem risk_loss_grad W k : (k < L)%N -> loss_grad risk_loss W k = grad c X Y P W k.
Proof.
move=> kL; rewrite loss_gradE //; last exact: risk_loss_differentiable.
rewrite /grad; congr (_ *m _ *m _); apply/matrixP => i j; rewrite mxE.
have [_ ->] := risk_loss_derive (head W L) (delta_mx i j); exact: dot_delta.
Qed.

End Risk.

Section Directional.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Implicit Types W H : weights R d.

Theorem risk_directional W H : is_derive 0 1 (fun s : R => risk c X Y P (addw W (scalew s H)))
  (\sum_(k < L) dot (grad c X Y P W k) (H k)).
Proof.
pose V s := addw W (scalew s H).
have curve k : (k < L)%N -> mx_derive (fun s => V s k) 0 (H k).
  move=> _ i j; rewrite (_ : (fun s => _) = cst (W k i j) + H k i j \*: id).
    rewrite -[X in is_derive _ _ _ X]mulr1 -[X in is_derive _ _ _ X]add0r.
    by apply: is_deriveD; first [exact: is_derive_cst | exact: is_deriveZ].
  by apply/funext => s; rewrite !mxE /= mulrC.
have := risk_derive c X Y P curve; rewrite (_ : V 0 = W) //.
by apply/functional_extensionality_dep => k; rewrite /V /addw /scalew scale0r addr0.
Qed.

End Directional.

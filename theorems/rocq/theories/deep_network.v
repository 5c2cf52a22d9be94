(* Deep linear networks of any depth L and any widths d 0, ..., d L                 *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   head_split      W_{L-1} ... W_0 = (tail k+1) W_k (head k)                      *)
(*   var_sum         first variation of the product, as a sum over the layers       *)
(*   head_expand     product along W + s H: exact expansion to second order         *)
(*   risk_only       the risk is exactly quadratic in one layer, and the            *)
(*                   coefficient of the linear term is [grad]                       *)
(*   balanced        W_{k+1}^T grad_{k+1} = grad_k W_k^T      (balancedness)        *)
(* Notation (layers count from 0 here and from 1 in the claims)                     *)
(*   weights R d     families W k : 'M_(d k.+1, d k); no cast is ever needed        *)
(*   head W k        W_{k-1} ... W_0             A_{k+1} of the claims              *)
(*   tail L W k      W_{L-1} ... W_k             B_k of the claims, k <= L          *)
(*   risk c X Y P W  c |X (P W_{L-1} ... W_0)^T - Y|_F^2, c = 1/n, readout P        *)
(*   grad c X Y P W k   partial gradient of the risk in layer k                     *)
(*   addw W H, scalew s H, only k H   W + H; s H; H in layer k, 0 elsewhere         *)
(* The base case of [tail] is [pid_mx], which is the identity at k = L.             *)
(* Source: arXiv 2405.13456, slides, "Our setting"; claim small-scale/              *)
(* balancedness.                                                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Definition weights (R : ringType) (d : nat -> nat) :=
  forall k, 'M[R]_(d k.+1, d k).

Section Chain.
Variables (R : comRingType) (d : nat -> nat) (L : nat).
Implicit Types W H : weights R d.

Fixpoint head W k : 'M[R]_(d k, d 0) :=
  match k with k'.+1 => W k' *m head W k' | 0%N => 1%:M end.

(* The base case [pid_mx] is the identity when k = L: no casts are needed.    *)
Fixpoint tail_rec W m k : 'M[R]_(d L, d k) :=
  match m with m'.+1 => tail_rec W m' k.+1 *m W k | 0%N => pid_mx (d L) end.
Definition tail W k := tail_rec W (L - k) k.

Lemma tail_last W : tail W L = 1%:M.
Proof. by rewrite /tail subnn /= pid_mx_1. Qed.

Lemma tailS W k : (k < L)%N -> tail W k = tail W k.+1 *m W k.
Proof. by move=> kL; rewrite /tail -(subnSK kL). Qed.

Lemma headS W k : head W k.+1 = W k *m head W k.
Proof. by []. Qed.

Lemma tail_head W k : (k <= L)%N -> tail W k *m head W k = head W L.
Proof.
rewrite leq_eqVlt => /predU1P[-> |]; first by rewrite tail_last mul1mx.
have [m] := ubnP (L - k); elim: m k => // m IHm k km kL.
rewrite tailS // -mulmxA -headS; move: (kL); rewrite leq_eqVlt.
case/predU1P => [-> |kL1]; first by rewrite tail_last mul1mx.
by apply: IHm => //; rewrite -ltnS (leq_trans _ km) // ltnS ltn_sub2l.
Qed.

Lemma head_split W k : (k < L)%N ->
  head W L = tail W k.+1 *m W k *m head W k.
Proof. by move=> kL; rewrite -tailS // tail_head // ltnW. Qed.

(* W + s H, and the family that moves layer k0 only                           *)
Definition addw W H : weights R d := fun k => W k + H k.
Definition scalew s H : weights R d := fun k => s *: H k.
Definition only k0 H : weights R d := fun k => if k == k0 then H k else 0.

Lemma eq_head W W' k : (forall j, (j < k)%N -> W j = W' j) ->
  head W k = head W' k.
Proof.
elim: k => // k IHk WW' /=; rewrite WW' // IHk // => j jk.
by apply: WW'; rewrite ltnW.
Qed.

Lemma eq_tail W W' k : (forall j, (k <= j)%N -> W j = W' j) ->
  tail W k = tail W' k.
Proof.
rewrite /tail; move: (L - k)%N => m; elim: m k => [|m IHm] j WW' //=.
by rewrite WW' // (IHm j.+1) // => i ji; apply: WW'; rewrite ltnW.
Qed.

(* The product is affine in each layer.                                       *)
Lemma head_only W H k : (k < L)%N ->
  head (addw W (only k H)) L = head W L + tail W k.+1 *m H k *m head W k.
Proof.
move=> kL; rewrite (head_split _ kL) (head_split W kL).
have -> : head (addw W (only k H)) k = head W k.
  by apply: eq_head => j jk; rewrite /addw /only ltn_eqF // addr0.
have -> : tail (addw W (only k H)) k.+1 = tail W k.+1.
  by apply: eq_tail => j jk; rewrite /addw /only gtn_eqF // addr0.
by rewrite /addw /only eqxx mulmxDr mulmxDl.
Qed.

(* First-order variation of the product in a direction H: recursively ...     *)
Fixpoint var W H k : 'M[R]_(d k, d 0) :=
  match k with
  | k'.+1 => W k' *m var W H k' + H k' *m head W k'
  | 0%N => 0
  end.

(* ... and as the sum over layers.                                            *)
Lemma var_sum W H :
  var W H L = \sum_(k < L) tail W k.+1 *m H k *m head W k.
Proof.
suff E j : (j <= L)%N -> tail W j *m var W H j =
    \sum_(k < j) tail W k.+1 *m H k *m head W k.
  by rewrite -E // tail_last mul1mx.
elim: j => [_|j IHj jL]; first by rewrite big_ord0 mulmx0.
by rewrite big_ord_recr /= mulmxDr !mulmxA -IHj 1?ltnW // -tailS.
Qed.

(* Second-order expansion of the product with an explicit remainder           *)
Lemma head_expand W H s k : exists Q,
  head (addw W (scalew s H)) k =
  head W k + s *: var W H k + s ^+ 2 *: Q.
Proof.
elim: k => [|k [Q IHk]]; first by exists 0; rewrite /= !scaler0 !addr0.
exists ((W k + s *: H k) *m Q + H k *m var W H k).
rewrite /= IHk /addw /scalew !mulmxDl !mulmxDr -!scalemxAl -!scalemxAr.
rewrite !scalerDr !scalerA -exprSr -!addrA; congr (_ + (_ + _)).
by rewrite addrCA; congr (_ + (_ + _)); rewrite addrC.
Qed.

End Chain.

Section Risk.
Variables (R : comRingType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Implicit Types W H : weights R d.

Definition fit (M : 'M[R]_(d L, d 0)) : 'M[R]_(n, q) := X *m (P *m M)^T.
Definition res W := fit (head W L) - Y.
Definition risk W := c * sqF (res W).

(* E = gradient of the loss with respect to the end-to-end matrix             *)
Definition err W : 'M[R]_(d L, d 0) := (c *+ 2) *: (P^T *m (res W)^T *m X).

Definition grad W k : 'M[R]_(d k.+1, d k) :=
  (tail L W k.+1)^T *m err W *m (head W k)^T.

Lemma fitD M N : fit (M + N) = fit M + fit N.
Proof. by rewrite /fit mulmxDr linearD /= mulmxDr. Qed.

Lemma fitZ s M : fit (s *: M) = s *: fit M.
Proof. by rewrite /fit -scalemxAr linearZ /= -scalemxAr. Qed.

Lemma dot_res_fit W M : (c *+ 2) * dot (res W) (fit M) = dot (err W) M.
Proof.
rewrite /err dotZl; congr (_ * _).
rewrite dotC /fit dot_mull -dot_tr trmxK dot_mull trmx_mul trmxK.
by rewrite dotC mulmxA.
Qed.

(* [grad] is the gradient: the risk is exactly quadratic in each layer.       *)
Theorem risk_only W H k : (k < L)%N ->
  risk (addw W (only k H)) = risk W + dot (grad W k) (H k)
    + c * sqF (fit (tail L W k.+1 *m H k *m head W k)).
Proof.
move=> kL; rewrite /risk {1}/res head_only // fitD addrAC sqFD -/(res W).
rewrite !mulrDr; congr (_ + _ + _).
rewrite -mulr2n -mulrnAl dot_res_fit /grad dot_mulr dot_mull !trmxK.
by rewrite mulmxA.
Qed.

(* Balancedness identity, any depth and any widths                            *)
Theorem balanced W k : (k.+1 < L)%N ->
  (W k.+1)^T *m grad W k.+1 = grad W k *m (W k)^T.
Proof.
move=> kL; rewrite /grad (tailS W kL) headS !trmx_mul.
by rewrite !mulmxA.
Qed.

End Risk.

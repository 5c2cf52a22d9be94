(* Which matrices a deep linear network can realise                                   *)
(*                                                                                    *)
(* Main results (any field, any depth L >= 1)                                         *)
(*   rank_head       the rank of the product is at most every width                   *)
(*   products_by_rank   A is a product W_{L-1} ... W_0 iff its rank is at most every  *)
(*                   width                                                            *)
(*   realize_wide    widths of at least max(d_0, d_L) suffice                         *)
(*   realize_matrix  if every hidden width is at least min(d_0, d_L), every matrix    *)
(*                   is a product W_{L-1} ... W_0                                     *)
(*   expressivity    ... and only then                                                *)
(* Source: poster, Setting, 'same expressivity as a linear model'; claim              *)
(* two-layer/expressivity. (The poster writes the factors in the other order.)        *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Rank.
Variables (F : fieldType) (d : nat -> nat) (L : nat).
Implicit Type W : weights F d.

Lemma rank_head W k : (k <= L)%N -> (\rank (head W L) <= d k)%N.
Proof.
move=> kL; rewrite -(tail_head W kL); apply: leq_trans (mxrankM_maxl _ _) _.
exact: rank_leq_col.
Qed.

(* [pid_mx] serves as a cast where two widths agree, and passes coordinates through.  *)
Section Realize.
Variable A : 'M[F]_(d L, d 0).

Let Wlast : weights F d := fun k =>
  if k.+1 == L then pid_mx (d L) *m A *m pid_mx (d 0) else pid_mx (d 0).
Let Wfirst : weights F d := fun k =>
  if k == 0%N then pid_mx (d L) *m A *m pid_mx (d 0) else pid_mx (d L).

Let head_last k : (forall j, (0 < j < L)%N -> (d 0 <= d j)%N) -> (k < L)%N ->
  head Wlast k = pid_mx (d 0).
Proof.
move=> wide; elim: k => [|k IHk] kL; first by rewrite /= pid_mx_1.
rewrite headS IHk 1?ltnW // /Wlast ltn_eqF // mul_pid_mx minnn.
congr pid_mx; apply/minn_idPr; case: k kL {IHk} => [|k] kL; first exact: leqnn.
by rewrite wide //= ltnW.
Qed.

Let head_all m : (forall j, (0 < j < L)%N -> (d 0 <= d j)%N) -> (0 < m)%N ->
  m = L -> head Wlast m = pid_mx (d L) *m A.
Proof.
move=> wide; case: m => // k _ kL; have kL' : (k < L)%N by rewrite -kL.
rewrite headS head_last // /Wlast kL eqxx -[_ *m pid_mx (d 0) *m _]mulmxA.
rewrite mul_pid_mx minnn.
have -> : minn (d k) (d 0) = d 0.
  apply/minn_idPr; case: k kL kL' => [|k] kL kL'; first exact: leqnn.
  by rewrite wide.
by rewrite !pid_mx_1 mulmx1.
Qed.

Let head_first k : (forall j, (0 < j < L)%N -> (d L <= d j)%N) -> (0 < k <= L)%N ->
  head Wfirst k = pid_mx (d L) *m A.
Proof.
move=> wide; elim: k => // k IHk kL; rewrite headS.
case: k IHk kL => [|k] IHk kL.
  by rewrite /Wfirst /= mulmx1 pid_mx_1 mulmx1.
rewrite IHk; last exact: ltnW.
rewrite /Wfirst /= mulmxA mul_pid_mx minnn; congr (pid_mx _ *m _).
by apply/minn_idPr; rewrite wide.
Qed.

Theorem realize_matrix : (0 < L)%N ->
    (forall j, (0 < j < L)%N -> (minn (d 0) (d L) <= d j)%N) ->
  exists W, head W L = A.
Proof.
move=> L_gt0 wide; case: (leqP (d 0) (d L)) => [d0L|/ltnW dL0].
  exists Wlast; rewrite (head_all _ L_gt0 erefl) ?pid_mx_1 ?mul1mx //.
  by move=> j /wide; rewrite (minn_idPl d0L).
exists Wfirst; rewrite head_first ?L_gt0 ?leqnn ?pid_mx_1 ?mul1mx //.
by move=> j /wide; rewrite (minn_idPr dL0).
Qed.

End Realize.

Theorem realize_wide (A : 'M[F]_(d L, d 0)) : (0 < L)%N ->
    (forall j, (0 < j < L)%N -> (maxn (d 0) (d L) <= d j)%N) ->
  exists W, head W L = A.
Proof.
move=> L_gt0 wide; apply: realize_matrix => // j /wide; apply: leq_trans.
by rewrite geq_min leq_max leqnn.
Qed.

(* Through r = rank A: A = C D, W_0 = I D, the last layer C I, identities between.     *)
Section Factor.
Variable A : 'M[F]_(d L, d 0).
Let r := \rank A.
Let left k : 'M[F]_(d k.+1, r) :=
  if k.+1 == L then pid_mx (d L) *m col_base A else pid_mx r.
Let right k : 'M[F]_(r, d k) := if k == 0%N then row_base A *m pid_mx (d 0) else pid_mx r.
Let factored : weights F d := fun k => left k *m right k.

Let head_factored k : (forall j, (j <= L)%N -> (r <= d j)%N) -> (k < L)%N ->
  head factored k.+1 = left k *m row_base A.
Proof.
move=> wide; elim: k => [|k IHk] kL.
  by rewrite headS /factored /right /= pid_mx_1 !mulmx1.
rewrite headS IHk ?(ltnW kL) // /factored {2}/left ltn_eqF // /right /= -!mulmxA.
congr (_ *m _); rewrite mulmxA mul_pid_mx minnn (minn_idPr (wide _ (ltnW kL))).
by rewrite pid_mx_1 mul1mx.
Qed.

Let head_full m : (forall j, (j <= L)%N -> (r <= d j)%N) -> (0 < m)%N -> m = L ->
  head factored m = pid_mx (d L) *m A.
Proof.
move=> wide; case: m => // k _ kL; rewrite head_factored ?kL // /left kL eqxx.
by rewrite -mulmxA mulmx_base.
Qed.

Theorem products_by_rank : (0 < L)%N ->
  (exists W, head W L = A) <-> (forall k, (k <= L)%N -> (\rank A <= d k)%N).
Proof.
move=> L_gt0; split=> [[W <-] k kL|wide]; first exact: rank_head.
by exists factored; rewrite head_full // pid_mx_1 mul1mx.
Qed.
End Factor.

Theorem expressivity : (0 < L)%N ->
  (forall A : 'M[F]_(d L, d 0), exists W, head W L = A) <->
  (forall j, (0 < j < L)%N -> (minn (d 0) (d L) <= d j)%N).
Proof.
move=> L_gt0; split=> [all j /andP[_ jL]|wide A]; last exact: realize_matrix.
have [W WE] := all (pid_mx (minn (d 0) (d L))).
have := rank_head W (ltnW jL); rewrite WE rank_pid_mx ?geq_minl ?geq_minr //.
Qed.

End Rank.

(* The elementary directions of a listed network span all directions                  *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   csum_pairs    every direction is the combination [csum (pairs L H)] of the       *)
(*                 elementary ones                                                    *)
(*   pairs_norm    whose squared coefficients add up to its squared Frobenius norm    *)
(*   qt_tri        the quadratic form of the triangle [tri f (dirs ds L)] is the      *)
(*                 bilinear form that f computes, on combinations                     *)
(* Notation: that of network_program.v; pairs L H lists (entry of H, direction).      *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian.
From Lemmata Require Import second_variation binary_integers psd_program.
From Lemmata Require Import network_program.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Span.
Variables (R : realFieldType) (ds : seq nat).
Notation d := (nth 0%N ds).
Notation zw := (zw R ds).
Implicit Types (H G : weights R d) (e : R * seq rows).

Fixpoint csum (pr : seq (R * seq rows)) : weights R d :=
  match pr with
  | e :: pr' => addw (scalew e.1 (zw e.2)) (csum pr')
  | [::] => fun _ => 0
  end.

Lemma csumE pr k i j : csum pr k i j = \sum_(e <- pr) e.1 * zw e.2 k i j.
Proof.
elim: pr => [|e pr IHpr]; first by rewrite big_nil mxE.
by rewrite big_cons -IHpr /= /addw /scalew !mxE.
Qed.

Lemma nth_delta (T : Type) (x v : T) m k :
  nth x (nseq m x ++ [:: v]) k = if k == m then v else x.
Proof.
rewrite nth_cat size_nseq nth_nseq; case: ltngtP => // [km|->].
  by rewrite nth_default //= subn_gt0.
by rewrite subnn.
Qed.

Lemma elementaryE k i j k' (i' : 'I_(d k'.+1)) (j' : 'I_(d k')) :
  zw (elementary k i j) k' i' j' = ((k' == k) && (i' == i :> nat) && (j' == j :> nat))%:R.
Proof.
rewrite mxE /elementary nth_delta; case: eqP => _; last by rewrite !nth_nil.
rewrite nth_delta; case: eqP => _; last by rewrite nth_nil.
by rewrite nth_delta; case: eqP => _; rewrite ?zr1 ?zr0.
Qed.

Definition pairs L H : seq (R * seq rows) :=
  flatten [seq flatten [seq [seq (H k i j, elementary k i j) | j <- enum 'I_(d k)]
    | i <- enum 'I_(d k.+1)] | k <- iota 0 L].

Lemma map_iota T n (f : nat -> T) : [seq f (val i) | i <- enum 'I_n] = map f (iota 0 n).
Proof. by rewrite -val_enum_ord -[RHS]map_comp. Qed.

Lemma pairs_dirs L H : map snd (pairs L H) = dirs ds L.
Proof.
rewrite /pairs /dirs map_flatten -map_comp; congr flatten; apply: eq_map => k /=.
rewrite map_flatten -map_comp -map_iota; congr flatten; apply: eq_map => i /=.
by rewrite -map_comp -map_iota.
Qed.

Lemma pairs_sum L H (F : R -> seq rows -> R) : \sum_(e <- pairs L H) F e.1 e.2 =
  \sum_(k < L) \sum_i \sum_j F (H k i j) (elementary k i j).
Proof.
rewrite /pairs big_flatten big_map -(big_mkord xpredT (fun k =>
  \sum_i \sum_j F (H k i j) (elementary k i j))) /index_iota subn0.
apply: eq_bigr => k _; rewrite big_flatten big_map big_enum /=.
by apply: eq_bigr => i _; rewrite big_map big_enum.
Qed.

Lemma csum_pairs L H k : (k < L)%N -> csum (pairs L H) k = H k.
Proof.
move=> kL; apply/matrixP => i j.
rewrite csumE (pairs_sum L H (fun x E => x * zw E k i j)).
rewrite (bigD1 (Ordinal kL)) //= [X in _ + X]big1 ?addr0 => [|k0 k0k]; last first.
  rewrite big1 // => i0 _; rewrite big1 // => j0 _.
  rewrite elementaryE eq_sym; move: k0k; rewrite -(inj_eq val_inj) /= => /negPf->.
  by rewrite mulr0.
rewrite (bigD1 i) //= [X in _ + X]big1 ?addr0 => [|i0 i0i]; last first.
  rewrite big1 // => j0 _; rewrite elementaryE eqxx /= [val i == _]eq_sym.
  by move: i0i; rewrite -(inj_eq val_inj) /= => /negPf->; rewrite mulr0.
rewrite (bigD1 j) //= [X in _ + X]big1 ?addr0 => [|j0 j0j]; last first.
  rewrite elementaryE !eqxx /= [val j == _]eq_sym.
  by move: j0j; rewrite -(inj_eq val_inj) /= => /negPf->; rewrite mulr0.
by rewrite elementaryE !eqxx mulr1.
Qed.

Lemma pairs_norm L H :
  \sum_(x <- map fst (pairs L H)) x ^+ 2 = \sum_(k < L) sqF (H k).
Proof.
rewrite big_map (pairs_sum L H (fun x _ => x ^+ 2)).
by apply: eq_bigr => k _; rewrite sqFE.
Qed.

(* The quadratic form of the triangle is the bilinear form on combinations.           *)
Variables (B : weights R d -> weights R d -> R) (f : seq rows -> seq rows -> Z).
Hypothesis B_sym : forall H G, B H G = B G H.
Hypothesis B_lin : forall x H H' G,
  B (addw (scalew x H) H') G = x * B H G + B H' G.
Hypothesis B0 : forall G, B (fun _ => 0) G = 0.
Hypothesis fE : forall E F, zr R (f E F) = B (zw E) (zw F).

Lemma dotl_tri E pr :
  dotl (map (f E) (map snd pr)) (map fst pr) = B (zw E) (csum pr).
Proof.
elim: pr => [|e pr IHpr] /=; first by rewrite B_sym B0.
by rewrite IHpr fE [RHS]B_sym B_lin !(B_sym _ (zw E)) mulrC.
Qed.

Theorem qt_tri pr : qt (tri f (map snd pr)) (map fst pr) = B (csum pr) (csum pr).
Proof.
elim: pr => [|e pr IHpr] /=; first by rewrite B0.
rewrite IHpr dotl_tri fE B_lin !(B_sym _ (addw _ _)) !B_lin (B_sym (csum pr) (zw _)).
by move: (B _ _) (B _ _) (B _ _) => *; ring.
Qed.

End Span.

Section Ext.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (W : weights R d).

Lemma row1_0 m k : row1 p W (fun _ => 0) m k = 0.
Proof. by elim: m k => [|m IHm] k //=; rewrite IHm mul0mx mulmx0 addr0. Qed.

Lemma bil0 G : bil X y p W (fun _ => 0) G = 0.
Proof.
have J2 m k : row2 p W (fun _ => 0) G m k = 0.
  by elim: m k => [|m IHm] k //=; rewrite IHm row1_0 !(mul0mx, mulmx0) !addr0.
by rewrite /bil row1_0 J2 trmx0 !mulmx0 dot0l dot0r addr0 mulr0.
Qed.

Lemma bil_ext H H' : (forall k, (k < L)%N -> H k = H' k) ->
  bil X y p W H H = bil X y p W H' H'.
Proof.
move=> HH; have J1 m k : (m + k <= L)%N -> row1 p W H m k = row1 p W H' m k.
  elim: m k => [|m IHm] k //= mk.
  by rewrite IHm ?addnS // HH // (leq_trans _ mk) // addSn ltnS leq_addl.
have J2 m k : (m + k <= L)%N -> row2 p W H H m k = row2 p W H' H' m k.
  elim: m k => [|m IHm] k //= mk.
  by rewrite IHm ?addnS // J1 ?addnS // HH // (leq_trans _ mk) // addSn ltnS leq_addl.
by rewrite /bil J1 ?addn0 // J2 ?addn0.
Qed.

End Ext.

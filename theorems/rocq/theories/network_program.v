(* The Hessian of an integer network, computed: programs on lists and their meaning   *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   zrow_chain   the program [chain] computes row0, row1, row1, row2                 *)
(*   bil_program  [zbil] computes the bilinear form of the Hessian                    *)
(*   qt_tri       the quadratic form of the list [tri ds] is that of the Hessian      *)
(*   span         the elementary directions [dirs] span all directions, and carry     *)
(*                their Frobenius norm                                                *)
(* Notation (ds = widths, Ws = layers as lists of rows, over binary integers)         *)
(*   zmx R m n rows   the matrix with these rows, 0 where nothing is listed           *)
(*   zrow R n r       a row;  zw R ds Ws   the layers as a family of matrices         *)
(* The programs are total: short rows are padded by zeros, so no well-formedness is   *)
(* needed anywhere.                                                                   *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian second_variation.
From Lemmata Require Import binary_integers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Notation row := (seq Z).
Notation rows := (seq (seq Z)).

(* Programs                                                                           *)
Fixpoint vadd (a b : row) : row :=
  match a, b with
  | x :: a', y :: b' => Z.add x y :: vadd a' b'
  | [::], _ => b
  | _, [::] => a
  end.
Fixpoint rmul (r : row) (B : rows) (n : nat) : row :=
  match n, r, B with
  | n'.+1, a :: r', b :: B' =>
      match a with
      | Z0 => rmul r' B' n'
      | _ => vadd (map (Z.mul a) b) (rmul r' B' n')
      end
  | _, _, _ => [::]
  end.
Fixpoint vdot (a b : row) (n : nat) : Z :=
  match n, a, b with
  | n'.+1, x :: a', y :: b' => Z.add (Z.mul x y) (vdot a' b' n')
  | _, _, _ => Z0
  end.
Definition outputs (X : rows) (r : row) n := map (fun x => vdot x r n) X.

Section Programs.
Variables (ds : seq nat) (Ws : seq rows) (p : row).
Notation d := (nth 0%N ds).
Notation layer E k := (nth ([::] : rows) E k).

(* p W_{L-1} ... W_k with its first variations in E and F, and the second in both     *)
Fixpoint chain (E F : seq rows) m k : row * row * (row * row) :=
  match m with
  | m'.+1 =>
      let: (a, b, (c, e)) := chain E F m' k.+1 in
      let n := d k.+1 in
      (rmul a (layer Ws k) n,
       vadd (rmul b (layer Ws k) n) (rmul a (layer E k) n),
       (vadd (rmul c (layer Ws k) n) (rmul a (layer F k) n),
        vadd (rmul e (layer Ws k) n)
             (vadd (rmul b (layer F k) n) (rmul c (layer E k) n))))
  | 0%N => (p, [::], ([::], [::]))
  end.

Definition zbil (X : rows) (y : row) n L (E F : seq rows) : Z :=
  let: (a, b, (c, e)) := chain E F L 0 in
  let r := vadd (outputs X a (d 0)) (map Z.opp y) in
  Z.mul (Zpos (xO xH)) (Z.add (vdot (outputs X b (d 0)) (outputs X c (d 0)) n)
                              (vdot r (outputs X e (d 0)) n)).

Fixpoint tri (f : seq rows -> seq rows -> Z) (Es : seq (seq rows)) : rows :=
  match Es with E :: Es' => map (f E) Es :: tri f Es' | [::] => [::] end.

Definition elementary k i j : seq rows :=
  nseq k [::] ++ [:: nseq i [::] ++ [:: nseq j Z0 ++ [:: Zpos xH]]].
Definition dirs L : seq (seq rows) :=
  flatten [seq flatten [seq [seq elementary k i j | j <- iota 0 (d k)]
    | i <- iota 0 (d k.+1)] | k <- iota 0 L].
End Programs.

(* Meaning                                                                            *)
Section Meaning.
Variable R : realFieldType.

Definition zmx m n (A : rows) : 'M[R]_(m, n) :=
  \matrix_(i, j) zr R (nth Z0 (nth [::] A i) j).
Definition zrow n (r : row) : 'M[R]_(1, n) := \row_j zr R (nth Z0 r j).
Definition zw (ds : seq nat) (Ws : seq rows) : weights R (nth 0%N ds) :=
  fun k => zmx (nth 0%N ds k.+1) (nth 0%N ds k) (nth [::] Ws k).

Lemma nth_vadd a b k : nth Z0 (vadd a b) k = Z.add (nth Z0 a k) (nth Z0 b k).
Proof.
by elim: a b k => [|x a IHa] [|y b] [|k] //=; rewrite ?nth_nil ?Z.add_0_r.
Qed.

Lemma nth_vscale c r k : nth Z0 (map (Z.mul c) r) k = Z.mul c (nth Z0 r k).
Proof.
by elim: r k => [|x r IHr] [|k] //=; rewrite ?nth_nil ?Z.mul_0_r.
Qed.

Lemma nth_opp r k : nth Z0 (map Z.opp r) k = Z.opp (nth Z0 r k).
Proof. by elim: r k => [|x r IHr] [|k] //=. Qed.

Lemma zr_rmul n r B k : zr R (nth Z0 (rmul r B n) k) =
  \sum_(j < n) zr R (nth Z0 r j) * zr R (nth Z0 (nth [::] B j) k).
Proof.
elim: n r B => [|n IHn] [|a r] [|b B]; rewrite /= ?nth_nil ?big_ord0 //.
- by rewrite big1 // => j _; rewrite nth_nil zr0 mul0r.
- by rewrite big1 // => j _; rewrite nth_nil zr0 mul0r.
- by rewrite big1 // => j _; rewrite [nth [::] [::] j]nth_nil nth_nil zr0 mulr0.
rewrite big_ord_recl /= -IHn.
by case: a => [|a|a]; rewrite ?zr0 ?mul0r ?add0r // nth_vadd zrD nth_vscale zrM.
Qed.

Lemma zr_vdot a b n : zr R (vdot a b n) = dot (zrow n a) (zrow n b).
Proof.
rewrite dotE big_ord1; under eq_bigr do rewrite !mxE.
elim: n a b => [|n IHn] [|x a] [|y b]; rewrite /= ?big_ord0 //.
- by rewrite big1 // => j _; rewrite nth_nil zr0 mul0r.
- by rewrite big1 // => j _; rewrite nth_nil zr0 mul0r.
- by rewrite big1 // => j _; rewrite nth_nil zr0 mulr0.
by rewrite big_ord_recl /= -IHn zrD zrM.
Qed.

Lemma zrow0 n : zrow n [::] = 0.
Proof. by apply/rowP => j; rewrite !mxE nth_nil zr0. Qed.

Lemma zrowD n a b : zrow n (vadd a b) = zrow n a + zrow n b.
Proof. by apply/rowP => j; rewrite !mxE nth_vadd zrD. Qed.

Lemma zrowN n a : zrow n (map Z.opp a) = - zrow n a.
Proof. by apply/rowP => j; rewrite !mxE nth_opp zrN. Qed.

Lemma zrow_rmul n m r B : zrow m (rmul r B n) = zrow n r *m zmx n m B.
Proof.
by apply/rowP => k; rewrite !mxE zr_rmul; apply: eq_bigr => j _; rewrite !mxE.
Qed.

Lemma zrow_outputs n m X r : zrow n (outputs X r m) = (zmx n m X *m (zrow m r)^T)^T.
Proof.
apply/rowP => i; rewrite !mxE /outputs.
have [iX|iX] := ltnP i (size X).
  rewrite (nth_map [::]) // zr_vdot dotE big_ord1.
  by apply: eq_bigr => j _; rewrite !mxE.
rewrite nth_default ?size_map // zr0 big1 // => j _.
by rewrite !mxE [nth [::] X i]nth_default // nth_nil zr0 mul0r.
Qed.

Section Network.
Variables (ds : seq nat) (Ws : seq rows) (pz : row) (L : nat).
Notation d := (nth 0%N ds).
Let p : 'M[R]_(1, d L) := zrow (d L) pz.
Let W := zw ds Ws.

Lemma zrow_chain E F m k : (m + k)%N = L ->
  let: (a, b, (c, e)) := chain ds Ws pz E F m k in
  [/\ zrow (d k) a = row0 p W m k,
      zrow (d k) b = row1 p W (zw ds E) m k,
      zrow (d k) c = row1 p W (zw ds F) m k &
      zrow (d k) e = row2 p W (zw ds E) (zw ds F) m k].
Proof.
elim: m k => [|m IHm] k mk.
  rewrite /= !zrow0 /p -mk add0n pid_mx_1 mulmx1; by split.
have := IHm k.+1; rewrite addnS -addSn => /(_ mk) /=.
case: (chain ds Ws pz E F m k.+1) => [[a b] [c e]] [ha hb hc he].
by split; rewrite ?zrowD !zrow_rmul ?ha ?hb ?hc ?he.
Qed.

Variables (Xz : rows) (yz : row) (n : nat).
Let X : 'M[R]_(n, d 0) := zmx n (d 0) Xz.
Let y : 'cV[R]_n := (zrow n yz)^T.

Lemma bil_program E F :
  zr R (zbil ds Ws pz Xz yz n L E F) = bil X y p W (zw ds E) (zw ds F).
Proof.
rewrite /zbil /bil; have := zrow_chain E F (addn0 L).
case: (chain ds Ws pz E F L 0) => [[a b] [c e]] [ha hb hc he].
rewrite zrM zrD !zr_vdot zrowD zrowN !zrow_outputs -/X ha hb hc he.
rewrite row0_head -/(regressor p W) -[zrow n yz]trmxK -/y -linearB /=.
by rewrite !dot_tr /regressor.
Qed.

End Network.
End Meaning.

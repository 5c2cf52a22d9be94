(* A reflective checker of positive semidefinite forms, on lists of integers          *)
(*                                                                                    *)
(* A symmetric integer matrix is given by the rows T of its upper triangle. A         *)
(* certificate is a scale K > 0 and integer vectors l_1, ..., l_m such that           *)
(* K T - sum_i l_i l_i^T is diagonally dominant with nonnegative diagonal: a          *)
(* rounded Cholesky factor, so the numbers stay small.                                *)
(* Main results, for all lists xs of n elements of a real field                       *)
(*   qt_ge0   psd_check n T K ls = true   ->  0 <= qt T xs                            *)
(*   qt_lb    lb_check n T c K ls = true  ->  c |xs|^2 <= qt T xs                     *)
(*   qt_ub    ub_check n T c K ls = true  ->  qt T xs <= c |xs|^2                     *)
(* Notation                                                                           *)
(*   qt T xs  the quadratic form of the triangle T at xs                              *)
(* The booleans are computed by vm_compute. Not covered: singular matrices            *)
(* without a gap (the check needs a strict one).                                      *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import binary_integers.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The program: binary integers, structural recursion only.                   *)
Definition zsub_row (a : Z) := fix f (r l : seq Z) : seq Z :=
  match r, l with
  | x :: r', y :: l' => Z.sub x (Z.mul a y) :: f r' l'
  | _, _ => [::]
  end.
Fixpoint sub_outer (T : seq (seq Z)) (l : seq Z) : seq (seq Z) :=
  match T, l with
  | (p :: r) :: T', a :: l' =>
      (Z.sub p (Z.mul a a) :: zsub_row a r l') :: sub_outer T' l'
  | _, _ => [::]
  end.
Fixpoint abs_sum (r : seq Z) : Z :=
  match r with x :: r' => Z.add (Z.abs x) (abs_sum r') | _ => Z0 end.
Fixpoint add_abs (c r : seq Z) : seq Z :=
  match c, r with
  | x :: c', y :: r' => Z.add x (Z.abs y) :: add_abs c' r'
  | _, _ => [::]
  end.
Fixpoint dd (T : seq (seq Z)) (c : seq Z) : bool :=
  match T, c with
  | (p :: r) :: T', c0 :: c' =>
      Z.leb (Z.add (abs_sum r) c0) p && dd T' (add_abs c' r)
  | _, _ => true
  end.
Fixpoint wf (n : nat) (T : seq (seq Z)) : bool :=
  match n, T with
  | n'.+1, r :: T' => (size r == n) && wf n' T'
  | 0%N, [::] => true
  | _, _ => false
  end.
Definition scaleT (K : Z) (T : seq (seq Z)) := map (map (Z.mul K)) T.
Fixpoint shiftT (c : Z) (T : seq (seq Z)) : seq (seq Z) :=
  match T with
  | (p :: r) :: T' => (Z.sub p c :: r) :: shiftT c T'
  | _ => [::]
  end.
Definition psd_check n T K (ls : seq (seq Z)) : bool :=
  [&& wf n T, Z.ltb Z0 K, all (fun l => size l == n) ls &
      dd (foldl sub_outer (scaleT K T) ls) (nseq n Z0)].
Definition lb_check n T c K ls := wf n T && psd_check n (shiftT c T) K ls.
Definition ub_check n T c K ls :=
  wf n T && psd_check n (shiftT (Z.opp c) (scaleT (Z.opp (Zpos xH)) T)) K ls.

Section Sound.
Variable R : realFieldType.
Local Notation zr := (binary_integers.zr R).

(* The quadratic form of a triangle                                           *)
Fixpoint dotl (r : seq Z) (xs : seq R) : R :=
  match r, xs with a :: r', x :: xs' => zr a * x + dotl r' xs' | _, _ => 0 end.
Fixpoint qt (T : seq (seq Z)) (xs : seq R) : R :=
  match T, xs with
  | (p :: r) :: T', x :: xs' => zr p * x ^+ 2 + 2%:R * x * dotl r xs' + qt T' xs'
  | _, _ => 0
  end.

Lemma dotl_sub a r l xs : size r = size l -> size l = size xs ->
  dotl (zsub_row a r l) xs = dotl r xs - zr a * dotl l xs.
Proof.
elim: r l xs => [|x r IHr] [|y l] [|z xs] //=; first by rewrite mulr0 subrr.
by move=> [rl] [lx]; rewrite IHr // zrB zrM; ring.
Qed.

Lemma size_zsub a r l : size r = size l -> size (zsub_row a r l) = size r.
Proof. by elim: r l => [|x r IHr] [|y l] //= [/IHr->]. Qed.

Lemma wf_sub n T l : wf n T -> size l = n -> wf n (sub_outer T l).
Proof.
elim: n T l => [|n IHn] [|[|p r] T] [|a l] //=.
rewrite !eqSS => /andP[/eqP rn wfT] [ln].
by rewrite size_zsub ?rn ?eqxx ?IHn // ln.
Qed.

Lemma qt_sub n T l xs : wf n T -> size l = n -> size xs = n ->
  qt T xs = qt (sub_outer T l) xs + dotl l xs ^+ 2.
Proof.
elim: n T l xs => [|n IHn] [|[|p r] T] [|a l] [|x xs] //=.
  by rewrite expr0n add0r.
rewrite !eqSS => /andP[/eqP rn wfT] [ln] [xn].
rewrite (IHn T l xs) // dotl_sub ?rn ?ln ?xn // zrB zrM; ring.
Qed.

Lemma wf_scale n K T : wf n T -> wf n (scaleT K T).
Proof.
elim: n T => [|n IHn] [|r T] //= /andP[rn wfT].
by rewrite size_map rn IHn.
Qed.

Lemma dotl_scale K r xs : dotl (map (Z.mul K) r) xs = zr K * dotl r xs.
Proof.
by elim: r xs => [|a r IHr] [|x xs] /=; rewrite ?mulr0 // IHr zrM; ring.
Qed.

Lemma qt_scale K T xs : qt (scaleT K T) xs = zr K * qt T xs.
Proof.
elim: T xs => [|[|p r] T IHT] [|x xs] /=; rewrite ?mulr0 //.
by rewrite IHT dotl_scale zrM; ring.
Qed.

Lemma qt_foldl n ls T xs : wf n T -> all (fun l => size l == n) ls ->
  size xs = n -> qt (foldl sub_outer T ls) xs <= qt T xs.
Proof.
elim: ls T => [|l ls IHl] T wfT //= /andP[/eqP ln lsn] xn.
apply: le_trans (IHl _ (wf_sub wfT ln) lsn xn) _.
by rewrite (qt_sub wfT ln xn) ler_addl sqr_ge0.
Qed.

Lemma wf_foldl n ls T : wf n T -> all (fun l => size l == n) ls ->
  wf n (foldl sub_outer T ls).
Proof.
elim: ls T => [|l ls IHl] T wfT //= /andP[/eqP ln lsn].
by apply: IHl => //; exact: wf_sub.
Qed.

(* Diagonal dominance                                                         *)
Fixpoint sqw (c : seq Z) (xs : seq R) : R :=
  match c, xs with a :: c', x :: xs' => zr a * x ^+ 2 + sqw c' xs' | _, _ => 0 end.

Lemma dotl_abs x r xs : size r = size xs ->
  - (zr (abs_sum r) * x ^+ 2) - sqw (map Z.abs r) xs <= 2%:R * x * dotl r xs.
Proof.
elim: r xs => [|a r IHr] [|z xs] //=; first by rewrite zr0 mul0r mulr0 subr0 oppr0.
move=> [rx]; have := IHr _ rx; rewrite zrD zr_abs.
have : - (`|zr a| * (x ^+ 2 + z ^+ 2)) <= 2%:R * x * (zr a * z).
  rewrite -subr_ge0 opprK; set b := zr a.
  have [b0|/ltW b0] := leP 0 b.
    rewrite ger0_norm //.
    have -> : 2%:R * x * (b * z) + b * (x ^+ 2 + z ^+ 2) = b * (x + z) ^+ 2 by ring.
    by rewrite mulr_ge0 ?sqr_ge0.
  rewrite ler0_norm //.
  have -> : 2%:R * x * (b * z) + - b * (x ^+ 2 + z ^+ 2) = - b * (x - z) ^+ 2 by ring.
  by rewrite mulr_ge0 ?sqr_ge0 ?oppr_ge0.
move=> H1 H2; have := ler_add H1 H2; rewrite -mulrDr; apply: le_trans.
rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Lemma sqw_add c r xs : size c = size xs -> size r = size xs ->
  sqw (add_abs c r) xs = sqw c xs + sqw (map Z.abs r) xs.
Proof.
elim: c r xs => [|a c IHc] [|b r] [|x xs] //=; first by rewrite addr0.
by move=> [cx] [rx]; rewrite IHc // zrD; ring.
Qed.

Lemma size_add_abs c r : size c = size r -> size (add_abs c r) = size c.
Proof. by elim: c r => [|a c IHc] [|b r] //= [/IHc->]. Qed.

Lemma dd_sound n T c xs : wf n T -> size c = n -> size xs = n ->
  dd T c -> sqw c xs <= qt T xs.
Proof.
elim: n T c xs => [|n IHn] [|[|p r] T] [|c0 c] [|x xs] //=.
rewrite !eqSS => /andP[/eqP rn wfT] [cn] [xn] /andP[/(zr_le R)]; rewrite zrD => le1.
move/(IHn _ _ _ wfT); rewrite size_add_abs ?cn ?rn // => /(_ _ erefl xn).
rewrite sqw_add ?cn ?rn ?xn // => le2.
have le3 := @dotl_abs x r xs; rewrite rn xn in le3; have {}le3 := le3 erefl.
have le4 := ler_wpmul2r (sqr_ge0 x) le1.
have := ler_add le4 (ler_add le3 le2); rewrite [X in _ <= X]addrA; apply: le_trans.
rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Lemma sqw0 n xs : sqw (nseq n Z0) xs = 0.
Proof. by elim: n xs => [|n IHn] [|x xs] //=; rewrite IHn zr0 mul0r add0r. Qed.

Theorem qt_ge0 n T K ls xs : psd_check n T K ls -> size xs = n -> 0 <= qt T xs.
Proof.
case/and4P=> wfT K0 lsn ddT xn; have wfK := wf_scale K wfT.
rewrite -(pmulr_rge0 _ (zr_gt0 R K0)) -qt_scale.
apply: le_trans (qt_foldl wfK lsn xn).
have := dd_sound (wf_foldl wfK lsn) (size_nseq n Z0) xn ddT.
by rewrite sqw0.
Qed.

Lemma qt_shift n c T xs : wf n T -> size xs = n ->
  qt (shiftT c T) xs = qt T xs - zr c * \sum_(x <- xs) x ^+ 2.
Proof.
elim: n T xs => [|n IHn] [|[|p r] T] [|x xs] //=; first by rewrite big_nil mulr0 subr0.
rewrite eqSS => /andP[_ wfT] [xn]; rewrite big_cons IHn // zrB.
move: (\sum_(i <- xs) _) => S; ring.
Qed.

Lemma qt_lb n T c K ls xs : lb_check n T c K ls -> size xs = n ->
  zr c * (\sum_(x <- xs) x ^+ 2) <= qt T xs.
Proof.
case/andP=> wfT chk xn; have := qt_ge0 chk xn.
by rewrite (qt_shift c wfT xn) subr_ge0.
Qed.

Lemma qt_ub n T c K ls xs : ub_check n T c K ls -> size xs = n ->
  qt T xs <= zr c * \sum_(x <- xs) x ^+ 2.
Proof.
case/andP=> wfT chk xn; have := qt_ge0 chk xn.
rewrite (qt_shift _ (wf_scale _ wfT) xn) qt_scale.
by rewrite !zrN zr1 mulN1r mulNr opprK addrC subr_ge0.
Qed.

End Sound.

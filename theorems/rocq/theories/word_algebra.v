(* The value of words in matrices, for all sizes                                      *)
(*                                                                                    *)
(* Main results, over any real field and for all dimensions                           *)
(*   norm_sound     the normal form of a well-typed expression has its value          *)
(*   vanishes_sum   what collects to 0 is 0                                           *)
(* Notation                                                                           *)
(*   d k            the dimension with name k          s i   the value of scalar i    *)
(*   V i m n        the matrix for letter i, of shape d m x d n; only the one at the  *)
(*                  shape that sh names is ever read                                  *)
(*   ev e m n       the value of e;   wv w m n   of a word;   tv t m n   of a term    *)
(*   hd, hn, hv     shape, normal form and value of what Hyp i stands for             *)
(* Not covered: completeness; theorems/words.py proves it.                            *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Lemmata Require Import binary_integers word_program.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Meaning.
Variables (R : realFieldType) (d : nat -> nat) (s : nat -> R).
Variable V : nat -> forall m n, 'M[R]_(d m, d n).
Variables (sh : seq (nat * nat)) (nz : seq nat).

Fixpoint same m n : option (m = n) :=
  match m, n with
  | 0, 0 => Some (erefl 0%N)
  | m'.+1, n'.+1 => if same m' n' is Some e then Some (congr1 S e) else None
  | _, _ => None
  end%N.
Definition one m n : 'M[R]_(d m, d n) :=
  if same m n is Some e then eq_rect m (fun k => 'M[R]_(d m, d k)) 1%:M n e else 0.
Definition scalar b i : R := if b then (s i)^-1 else s i.

Section Values.
Variable hd : nat -> nat * nat.
Variable hv : nat -> forall m n, 'M[R]_(d m, d n).
Fixpoint ev (e : expr) (m n : nat) : 'M[R]_(d m, d n) :=
  match e with
  | Letter i => V i m n
  | One _ => one m n
  | Nil _ _ => 0
  | Add a b => ev a m n + ev b m n
  | Mul a b => ev a m (dims sh hd a).2 *m ev b (dims sh hd a).2 n
  | Flip a => (ev a n m)^T
  | Ratio z p a => (zr R z / zr R (Zpos p)) *: ev a m n
  | Scaled b i a => scalar b i *: ev a m n
  | Hyp i => hv i m n
  end.
End Values.

Fixpoint nonzero (l : seq nat) : Prop := if l is i :: l' then s i != 0 /\ nonzero l' else True.

Lemma one_same m : one m m = 1%:M.
Proof.
have [e E] : exists e, same m m = Some e.
  by elim: m => [|m [e IHm]] /=; [exists (erefl _)|rewrite IHm; exists (congr1 S e)].
by rewrite /one E (eq_irrelevance e (erefl m)).
Qed.

Lemma nonzeroP i : nonzero nz -> i \in nz -> s i != 0.
Proof.
elim: (nz) => //= j l IHl [sj /IHl sl]; rewrite inE => /orP[/eqP->|/sl] //.
Qed.

(* Coefficients and monomials                                                         *)
Definition coef_value (c : coef) : R := zr R c.1 / zr R (Zpos c.2).
Definition mono_value (m : mono) : R := \prod_(x <- m) scalar x.2 x.1.

Lemma zr_pos_neq0 p : zr R (Zpos p) != 0. Proof. by rewrite gt_eqF // zr_gt0. Qed.

Lemma coef_mulE a b : coef_value (coef_mul a b) = coef_value a * coef_value b.
Proof. by rewrite /coef_value /= zrM -[Zpos (Pos.mul _ _)]/(Z.mul (Zpos a.2) (Zpos b.2)) zrM mulf_div. Qed.

Lemma coef_addE a b : coef_value (coef_add a b) = coef_value a + coef_value b.
Proof.
rewrite /coef_add; case: Pos.eqb_spec => [E|_]; rewrite /coef_value /=.
  by rewrite zrD mulrDl E.
rewrite -[Zpos (Pos.mul _ _)]/(Z.mul (Zpos a.2) (Zpos b.2)) zrD !zrM.
by rewrite [in RHS]addf_div ?zr_pos_neq0.
Qed.

Hypothesis nz0 : nonzero nz.

Lemma insertE x m : mono_value (insert nz x m) = scalar x.2 x.1 * mono_value m.
Proof.
elim: m => [|y m IHm] /=; first by rewrite /mono_value big_cons.
case: eqP => [E|_]; last first.
  by case: ifP => _; rewrite /mono_value !big_cons // -/(mono_value _) IHm mulrCA.
case: ifP => [/andP[b /(nonzeroP nz0) x0]|_]; rewrite /mono_value !big_cons // mulrA -E.
suff -> : scalar x.2 x.1 * scalar y.2 x.1 = 1 by rewrite mul1r.
by case: x.2 y.2 b => [] [] // _; rewrite /scalar ?mulVf ?mulfV.
Qed.

Lemma mono_mulE a b : mono_value (mono_mul nz a b) = mono_value a * mono_value b.
Proof.
elim: a => [|x a IHa] /=; first by rewrite /mono_value big_nil mul1r.
by rewrite insertE IHa /mono_value big_cons mulrA.
Qed.

(* Words                                                                              *)
Definition lv (l : nat * bool) m n : 'M[R]_(d m, d n) := if l.2 then (V l.1 n m)^T else V l.1 m n.
Fixpoint wv (w : word) m n : 'M[R]_(d m, d n) :=
  if w is l :: w' then lv l m (cod sh l) *m wv w' (cod sh l) n else one m n.
Fixpoint fits m n (w : word) : bool :=
  if w is l :: w' then (dom sh l == m) && fits (cod sh l) n w' else m == n.

Lemma wv_cat m k n u v : fits m k u -> wv (u ++ v) m n = wv u m k *m wv v k n.
Proof.
elim: u m => [|l u IHu] m /= => [/eqP->|/andP[_ fu]]; first by rewrite one_same mul1mx.
by rewrite (IHu _ fu) mulmxA.
Qed.

Lemma fits_cat m k n u v : fits m k u -> fits k n v -> fits m n (u ++ v).
Proof.
elim: u m => [|l u IHu] m /= => [/eqP->|/andP[-> fu]] //= fv; exact: IHu.
Qed.

Lemma dom_neg l : dom sh (l.1, ~~ l.2) = cod sh l. Proof. by case: l => i []. Qed.
Lemma cod_neg l : cod sh (l.1, ~~ l.2) = dom sh l. Proof. by case: l => i []. Qed.
Lemma lv_neg l m n : lv (l.1, ~~ l.2) m n = (lv l n m)^T.
Proof. by case: l => i []; rewrite /lv /= ?trmxK. Qed.

Lemma fits_flip m n w : fits m n w -> fits n m (flip w).
Proof.
elim: w m => [|l w IHw] m /= => [/eqP->//|/andP[/eqP dl /IHw fw]].
by apply: fits_cat fw _; rewrite /= dom_neg cod_neg dl !eqxx.
Qed.

Lemma wv_flip m n w : fits m n w -> wv (flip w) n m = (wv w m n)^T.
Proof.
elim: w m => [|l w IHw] m /= => [/eqP->|/andP[/eqP dl fw]]; first by rewrite one_same trmx1.
rewrite (wv_cat _ _ (fits_flip fw)) (IHw _ fw) trmx_mul /= cod_neg dl one_same mulmx1.
by rewrite lv_neg.
Qed.

(* Sums of terms                                                                      *)
Definition tv (t : term) m n := (coef_value t.1.1 * mono_value t.1.2) *: wv t.2 m n.
Definition pv (l : seq term) m n := \sum_(t <- l) tv t m n.
Definition all_fit (mn : nat * nat) := all (fun t : term => fits mn.1 mn.2 t.2).

Lemma vanishes_sum (M : lmodType R) (f : word -> M) l : vanishes l ->
  \sum_(t <- l) (coef_value t.1.1 * mono_value t.1.2) *: f t.2 = 0.
Proof.
pose g (t : term) := (coef_value t.1.1 * mono_value t.1.2) *: f t.2.
have collectE t k : \sum_(u <- collect t k) g u = g t + \sum_(u <- k) g u.
  elim: k => [|u k IHk] /=; first by rewrite !big_cons.
  case: ifP => [/andP[/eqP w /eqP c]|_]; rewrite !big_cons; last by rewrite IHk addrCA.
  by rewrite addrA; congr (_ + _); rewrite /g w c /= -scalerDl -mulrDl coef_addE.
have -> : \sum_(t <- l) g t = \sum_(t <- foldr collect [::] l) g t.
  by elim: l => //= t l IHl; rewrite collectE -IHl big_cons.
rewrite /vanishes => /allP zero; rewrite big_seq big1 // => t /zero/Z.eqb_eq t0.
by rewrite /g /coef_value t0 zr0 !mul0r scale0r.
Qed.

Section Soundness.
Variables (hd : nat -> nat * nat) (hn : nat -> seq term) (hv : nat -> forall m n, 'M[R]_(d m, d n)).
Hypothesis hyp_fits : forall i, all_fit (hd i) (hn i).
Hypothesis hyp_value : forall i, pv (hn i) (hd i).1 (hd i).2 = hv i (hd i).1 (hd i).2.
Notation dm := (dims sh hd).
Notation nf := (norm nz hn).
Notation value e := (ev hd hv e (dm e).1 (dm e).2).

Theorem norm_sound e : ok sh hd e -> all_fit (dm e) (nf e) /\ pv (nf e) (dm e).1 (dm e).2 = value e.
Proof.
elim: e => [i|m|m n|a IHa b IHb|a IHa b IHb|a IHa|z p a IHa|b i a IHa|i] /=.
- move=> _; rewrite /all_fit /= /dom /cod /= !eqxx; split=> //.
  rewrite /pv big_seq1 /tv /= /coef_value /mono_value big_nil /lv /=.
  have -> : shape sh i = (dom sh (i, false), cod sh (i, false)) by rewrite /dom /cod -surjective_pairing.
  by rewrite one_same mulmx1 divff ?zr_pos_neq0 // mulr1 scale1r.
- move=> _; rewrite /all_fit /= eqxx; split=> //.
  by rewrite /pv big_seq1 /tv /= /coef_value /mono_value big_nil divff ?zr_pos_neq0 // mulr1 scale1r.
- by move=> _; split=> //; rewrite /pv big_nil.
- case/and3P=> /IHa[fa va] /IHb[fb vb] /eqP E; split; first by rewrite /all_fit all_cat -/(all_fit _ _) fa E.
  by rewrite /pv big_cat -!/(pv _ _ _) va E vb.
- case/and3P=> /IHa[fa va] /IHb[fb vb] /eqP E; split.
    move/allP: fa => fa; move/allP: fb => fb; apply/allP=> _ /allpairsP[[t u] /= [/fa ft /fb fu ->]] /=.
    by rewrite -E in fu; exact: fits_cat ft fu.
  rewrite -va E -vb /pv big_allpairs_dep /= mulmx_suml big_seq [RHS]big_seq; apply: eq_bigr => t ta.
  rewrite mulmx_sumr; apply: eq_bigr => u _.
  have := (elimT allP fa) _ ta; rewrite /tv /= => /wv_cat->; rewrite E.
  by rewrite coef_mulE mono_mulE -scalemxAl -scalemxAr scalerA mulrACA.
- move=> /IHa[fa va]; split.
    by move/allP: fa => fa; apply/allP=> _ /mapP[t /fa ft ->] /=; exact: fits_flip.
  rewrite -va /pv big_map linear_sum big_seq [RHS]big_seq; apply: eq_bigr => t ta.
  by have := (elimT allP fa) _ ta; rewrite /tv /= linearZ => /wv_flip->.
- move=> /IHa[fa va]; split; first by rewrite /all_fit all_map.
  rewrite -va /pv big_map scaler_sumr; apply: eq_bigr => t _.
  by rewrite /tv /= coef_mulE scalerA mulrA.
- move=> /IHa[fa va]; split; first by rewrite /all_fit all_map.
  rewrite -va /pv big_map scaler_sumr; apply: eq_bigr => t _.
  by rewrite /tv /= insertE scalerA mulrCA.
by move=> _; split; [exact: hyp_fits|exact: hyp_value].
Qed.

End Soundness.
End Meaning.

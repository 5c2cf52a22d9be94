(* Identities between words in matrices, decided by computation for all sizes         *)
(*                                                                                    *)
(* Main results, over any real field and for all dimensions, wherever the scalars in  *)
(* nz differ from 0 and the hypotheses hyps hold                                      *)
(*   matrix_sound   matrix_check left right rest = true  ->  left = right             *)
(*   trace_sound    trace_check left right rest = true   ->  left = right, for sums   *)
(*                  of traces                                                         *)
(* Notation                                                                           *)
(*   ev0 e m n, tev e   the value of an expression, of a sum of traces                *)
(*   hold hyps          l_i = r_i for all hypotheses (l_i, r_i)                       *)
(*   nonzero s nz       s i differs from 0 for all i in nz                            *)
(*   ct w               the trace of a closed word                                    *)
(* The certificates of theorems/rocq/word_text.py are instances: there each identity  *)
(* is stated with matrices, and the expression is only the way to its proof.          *)
(* Not covered: products of traces, the trace of an identity matrix.                  *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ.
From Lemmata Require Import binary_integers word_program word_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Meaning.
Variables (R : realFieldType) (d : nat -> nat) (s : nat -> R).
Variable V : nat -> forall m n, 'M[R]_(d m, d n).
Variables (sh : seq (nat * nat)) (nz : seq nat).
Hypothesis nz0 : nonzero s nz.
Notation ev := (ev s V sh).
Notation pv := (pv s V sh).
Notation wv := (wv V sh).
Notation all_fit := (all_fit sh).
Definition ev0 := ev (fun _ => (0, 0)%N) (fun _ _ _ => 0).
Fixpoint hold (h : seq (expr * expr)) : Prop :=
  if h is (l, r) :: h' then
    ev0 l (dims0 sh l).1 (dims0 sh l).2 = ev0 r (dims0 sh l).1 (dims0 sh l).2 /\ hold h'
  else True.

(* Without hypotheses, and with them                                                  *)
Lemma plain_dims e hd : plain e -> dims sh hd e = dims0 sh e.
Proof.
by elim: e => //= [a IHa b _|a IHa b IHb|a IHa] => [/andP[/IHa]|/andP[/IHa-> /IHb->]|/IHa->].
Qed.

Lemma plain_ev e hd hv m n : plain e -> ev hd hv e m n = ev0 e m n.
Proof.
elim: e m n => //= [a IHa b IHb|a IHa b IHb|a IHa|z p a IHa|b i a IHa] m n.
- by case/andP=> /IHa-> /IHb->.
- by case/andP=> pa /IHb->; rewrite (IHa _ _ pa) (plain_dims _ pa) -(plain_dims (fun=> (0, 0)%N) pa).
- by move/IHa->.
- by move/IHa->.
by move/IHa->.
Qed.

Lemma ev_null e hd hv m n : (forall i m n, hv i m n = 0) -> null e -> ev hd hv e m n = 0.
Proof.
move=> hv0; elim: e m n => /= [//|//|//|a IHa b IHb|a IHa b IHb|a IHa|z p a IHa|b i a IHa|i] m n.
- by case/andP=> /IHa-> /IHb->; rewrite addr0.
- by case/orP=> [/IHa->|/IHb->]; rewrite ?mul0mx ?mulmx0.
- by move/IHa->; rewrite trmx0.
- by move/IHa->; rewrite scaler0.
- by move/IHa->; rewrite scaler0.
by move=> _; exact: hv0.
Qed.

Variable hyps : seq (expr * expr).
Notation hypothesis := (hyp hyps).
Notation all_dims := (dims sh (hdims sh hyps)).

Lemma norm0_sound e : ok0 sh e ->
  all_fit (dims0 sh e) (norm0 nz e) /\
  pv (norm0 nz e) (dims0 sh e).1 (dims0 sh e).2 = ev0 e (dims0 sh e).1 (dims0 sh e).2.
Proof.
move=> oke; apply: (@norm_sound R d s V sh nz nz0 _ (fun _ => [::]) (fun _ _ _ => 0)) oke => // i.
by rewrite /word_algebra.pv big_nil.
Qed.

Lemma hold_nth i : hold hyps ->
  ev0 (minus (hypothesis i).1 (hypothesis i).2) (hdims sh hyps i).1 (hdims sh hyps i).2 = 0.
Proof.
rewrite /ev0 /= /hdims; elim: hyps i => [|[l r] h IHh] [|i] /= => [_|_|[E _]|[_ /IHh]] //.
- by rewrite scaler0 addr0.
- by rewrite scaler0 addr0.
by rewrite -/(ev0 _ _ _) E -[Zneg xH]/(Z.opp (Zpos xH)) zrN divr1 scaleN1r subrr.
Qed.

Lemma norm_rest e : hyps_ok sh hyps -> hold hyps -> ok_all sh hyps e ->
  all_fit (all_dims e) (norm nz (hnorm nz hyps) e) /\
  pv (norm nz (hnorm nz hyps) e) (all_dims e).1 (all_dims e).2 =
  ev (hdims sh hyps) (fun _ _ _ => 0) e (all_dims e).1 (all_dims e).2.
Proof.
move=> okh true oke.
have okm i : ok0 sh (minus (hypothesis i).1 (hypothesis i).2).
  have [ih|ih] := ltnP i (size hyps); first by case/and3P: (elimT (all_nthP (Nil 0 0, Nil 0 0)) okh i ih).
  by rewrite /hyp nth_default.
apply: (@norm_sound R d s V sh nz nz0 _ (hnorm nz hyps) (fun _ _ _ => 0)) oke => i; have [fit val] := norm0_sound (okm i); first exact: fit.
exact: etrans val (hold_nth i true).
Qed.

Theorem matrix_sound left right rest : matrix_check sh nz hyps left right rest -> hold hyps ->
  ev0 left (dims0 sh left).1 (dims0 sh left).2 = ev0 right (dims0 sh left).1 (dims0 sh left).2.
Proof.
case/and5P=> okh pl pr nr /andP[oke zero] true.
have [_] := norm_rest okh true oke; rewrite /word_algebra.pv (vanishes_sum s (fun w => wv w _ _) zero) /=.
rewrite (plain_dims _ pl) (@ev_null rest) //.
rewrite !plain_ev // scaler0 addr0 -[Zneg xH]/(Z.opp (Zpos xH)) zrN divr1 scaleN1r.
by move/esym/subr0_eq.
Qed.

(* Traces                                                                             *)
Definition ct (w : word) : R^o := if w is l :: _ then \tr (wv w (dom sh l) (dom sh l)) else 0.

Lemma ctE m w : fits sh m m w -> w != [::] -> ct w = \tr (wv w m m).
Proof. by case: w => // l w /andP[/eqP<-]. Qed.

Lemma fits_split m n u v : fits sh m n (u ++ v) -> exists2 k, fits sh m k u & fits sh k n v.
Proof.
elim: u m => [|l u IHu] m /=; first by exists m.
by case/andP=> -> /IHu[k fu fv]; exists k.
Qed.

Lemma ct_swap m u v : fits sh m m (u ++ v) -> ct (v ++ u) = ct (u ++ v).
Proof.
case: u => [|a u]; first by rewrite cats0.
case: v => [|b v]; first by rewrite cats0.
move=> fuv; have [k fu fv] := fits_split fuv; rewrite (ctE fuv) //.
rewrite (ctE (m := k)) ?(fits_cat fv fu) // (wv_cat V _ _ fu) (wv_cat V _ _ fv).
by rewrite mxtrace_mulC.
Qed.

Lemma ct_rot m i w : fits sh m m w -> ct (rot i w) = ct w.
Proof. by rewrite -{1}(cat_take_drop i w) => /ct_swap->; rewrite cat_take_drop. Qed.

Lemma ct_flip m w : fits sh m m w -> ct (flip w) = ct w.
Proof.
move=> fw; have [->//|w0] := eqVneq w [::].
rewrite (ctE fw) // (ctE (fits_flip fw)) ?(wv_flip V fw) ?mxtrace_tr //.
by case: (w) w0 => //= l v _; case: (flip v).
Qed.

Lemma ct_least m w : fits sh m m w -> ct (least w) = ct w.
Proof.
move=> fw; have turnsP u : fits sh m m u -> ct u = ct w -> {in turns u, forall v, ct v = ct w}.
  by move=> fu E v /mapP[i _ ->]; rewrite (ct_rot i fu).
have all_same : {in turns w ++ turns (flip w), forall v, ct v = ct w}.
  move=> v; rewrite mem_cat => /orP[]; first exact: turnsP.
  exact: turnsP (fits_flip fw) (ct_flip fw) v.
rewrite /least; move: (_ ++ _) all_same => l.
suff step best : ct best = ct w -> {in l, forall v, ct v = ct w} ->
  ct (foldl (fun best v => if less v best then v else best) best l) = ct w by exact: step.
elim: l best => //= v l IHl best same all_same; apply: IHl => [|x xl].
  by case: ifP => _ //; apply: all_same; rewrite inE eqxx.
by apply: all_same; rewrite inE xl orbT.
Qed.

Fixpoint tev hd hv (e : texpr) : R :=
  match e with
  | Trace a => \tr (ev hd hv a (dims sh hd a).1 (dims sh hd a).1)
  | TNil => 0
  | TAdd a b => tev hd hv a + tev hd hv b
  | TRatio z p a => zr R z / zr R (Zpos p) * tev hd hv a
  | TScaled b i a => scalar s b i * tev hd hv a
  end.
Definition tev0 := tev (fun _ => (0, 0)%N) (fun _ _ _ => 0).
Definition tpv (l : seq term) : R^o :=
  \sum_(t <- l) (coef_value R t.1.1 * mono_value s t.1.2) *: ct t.2.

Lemma trace_norm e : hyps_ok sh hyps -> hold hyps ->
  tok sh nz (hdims sh hyps) (hnorm nz hyps) e ->
  tpv (tnorm nz (hnorm nz hyps) e) = tev (hdims sh hyps) (fun _ _ _ => 0) e.
Proof.
move=> okh true; elim: e => [a|_|a IHa b IHb|z p a IHa|b i a IHa] /=.
- case/and3P=> oka /eqP square words; have [fit] := norm_rest okh true oka.
  rewrite -square => <-; move: (norm _ _ a) words fit => l words fit.
  rewrite /tpv big_map /word_algebra.pv linear_sum /=.
  elim: l words fit => [|t l IHl] /=; first by rewrite !big_nil.
  case/andP=> t0 words /andP[ft fit]; rewrite !big_cons (IHl words fit); congr (_ + _).
  by rewrite -square in ft; rewrite /tv linearZ /= (ct_least ft) (ctE ft t0).
- by rewrite /tpv big_nil.
- by case/andP=> /IHa<- /IHb<-; rewrite /tpv big_cat.
- move=> /IHa<-; rewrite /tpv big_map mulr_sumr; apply: eq_bigr => t _.
  by rewrite /= coef_mulE -![_ *: _]/(_ * _) !mulrA.
move=> /IHa<-; rewrite /tpv big_map mulr_sumr; apply: eq_bigr => t _.
by rewrite /= (insertE nz0) -![_ *: _]/(_ * _) mulrCA !mulrA.
Qed.

Lemma tall_plain e hd hv : tall plain e -> tev hd hv e = tev0 e.
Proof.
elim: e => //= [a pa|a IHa b IHb|z p a IHa|b i a IHa].
- by rewrite plain_ev // (plain_dims _ pa) -(plain_dims (fun=> (0, 0)%N) pa).
- by case/andP=> /IHa-> /IHb->.
- by move/IHa->.
by move/IHa->.
Qed.

Lemma tall_null e hd : tall null e -> tev hd (fun _ _ _ => 0) e = 0.
Proof.
elim: e => //= [a na|a IHa b IHb|z p a IHa|b i a IHa].
- by rewrite ev_null // mxtrace0.
- by case/andP=> /IHa-> /IHb->; rewrite addr0.
- by move/IHa->; rewrite mulr0.
by move/IHa->; rewrite mulr0.
Qed.

Theorem trace_sound left right rest : trace_check sh nz hyps left right rest -> hold hyps ->
  tev0 left = tev0 right.
Proof.
case/and5P=> okh pl pr nr /andP[okw zero] true; have := trace_norm okh true okw.
rewrite [tpv _](vanishes_sum s ct zero) /= (tall_null _ nr) !tall_plain //.
rewrite mulr0 addr0 -[Zneg xH]/(Z.opp (Zpos xH)) zrN divr1 mulN1r.
by move/esym/subr0_eq.
Qed.

End Meaning.

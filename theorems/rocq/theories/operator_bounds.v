(* Largest and smallest singular values of products and perturbations               *)
(*                                                                                  *)
(* Main results                                                                     *)
(*   opn_mul, opn_add, low_mul, low_add   calculus of the two bounds                *)
(*   low_unit, low_inv   s > 0 below the singular values: A is invertible and       *)
(*                       |A^-1| <= 1/s                                              *)
(* Notation                                                                         *)
(*   opn A s : s >= 0 and |A x| <= s |x| for all x     (squared, no roots)          *)
(*   low A s : s >= 0 and s |x| <= |A x| for all x                                  *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Op.
Variable R : realFieldType.

Definition opn m n (A : 'M[R]_(m, n)) (s : R) :=
  0 <= s /\ forall x : 'cV[R]_n, sqF (A *m x) <= s ^+ 2 * sqF x.
Definition low m n (A : 'M[R]_(m, n)) (s : R) :=
  0 <= s /\ forall x : 'cV[R]_n, s ^+ 2 * sqF x <= sqF (A *m x).

(* |x|, |y| bounded by multiples of the same |z|                              *)
Lemma dot_bound_mul l m (x y : 'cV[R]_m) (z : 'cV[R]_l) a b : 0 <= a -> 0 <= b ->
    sqF x <= a ^+ 2 * sqF z -> sqF y <= b ^+ 2 * sqF z ->
  `|dot x y| <= a * b * sqF z.
Proof.
move=> a0 b0 xa yb.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?normr_ge0 ?mulr_ge0 ?sqF_ge0 //.
rewrite real_normK ?num_real //; apply: le_trans (cauchy_schwarz _ _) _.
have -> : (a * b * sqF z) ^+ 2 = (a ^+ 2 * sqF z) * (b ^+ 2 * sqF z) by ring.
by rewrite ler_pmul ?sqF_ge0.
Qed.

Lemma opn_add m n (A B : 'M[R]_(m, n)) s t :
  opn A s -> opn B t -> opn (A + B) (s + t).
Proof.
move=> [s0 sA] [t0 tB]; split=> [|x]; first exact: addr_ge0.
have := dot_bound_mul s0 t0 (sA x) (tB x); rewrite ler_norml => /andP[_ H].
rewrite mulmxDl sqFD; have := ler_add (ler_add (sA x) (tB x)) (ler_add H H).
set u := sqF (A *m x); set v := sqF (B *m x); set w := dot _ _; set z := sqF x.
have -> : u + v + (w + w) = u + w *+ 2 + v by ring.
by have -> : s ^+ 2 * z + t ^+ 2 * z + (s * t * z + s * t * z) = (s + t) ^+ 2 * z
  by ring.
Qed.

Lemma opn_mul m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) s t :
  opn A s -> opn B t -> opn (A *m B) (s * t).
Proof.
move=> [s0 sA] [t0 tB]; split=> [|x]; first exact: mulr_ge0.
rewrite -mulmxA exprMn -(mulrA (s ^+ 2)); apply: le_trans (sA _) _.
exact: ler_wpmul2l (sqr_ge0 _) _ _ (tB x).
Qed.

Lemma opn_scale m n (A : 'M[R]_(m, n)) c s : 0 <= c -> opn A s -> opn (c *: A) (c * s).
Proof.
move=> c0 [s0 sA]; split=> [|x]; first exact: mulr_ge0.
rewrite -scalemxAl sqFZ exprMn -(mulrA (c ^+ 2)).
exact: ler_wpmul2l (sqr_ge0 _) _ _ (sA x).
Qed.

Lemma opn1 n : opn (1%:M : 'M[R]_n) 1.
Proof. by split=> [|x]; rewrite ?ler01 // mul1mx expr1n mul1r. Qed.

Lemma low1 n : low (1%:M : 'M[R]_n) 1.
Proof. by split=> [|x]; rewrite ?ler01 // mul1mx expr1n mul1r. Qed.

Lemma low_mul m n p (A : 'M[R]_(m, n)) (B : 'M[R]_(n, p)) s t :
  low A s -> low B t -> low (A *m B) (s * t).
Proof.
move=> [s0 sA] [t0 tB]; split=> [|x]; first exact: mulr_ge0.
rewrite -mulmxA exprMn -(mulrA (s ^+ 2)); apply: le_trans (sA _).
exact: ler_wpmul2l (sqr_ge0 _) _ _ (tB x).
Qed.

Lemma low_add m n (A B : 'M[R]_(m, n)) s t : t <= s ->
  low A s -> opn B t -> low (A + B) (s - t).
Proof.
move=> ts [s0 sA] [t0 tB]; have st0 : 0 <= s - t by rewrite subr_ge0.
split=> // x; rewrite leNgt; apply/negP => lt.
have := dot_bound_mul st0 t0 (ltW lt) (tB x); rewrite ler_norml => /andP[H _].
have := sA x; rewrite leNgt => /negP; apply.
have -> : A *m x = (A + B) *m x + - (B *m x) by rewrite mulmxDl addrK.
rewrite sqFD dotNr -[- (B *m x)]scaleN1r sqFZ sqrrN expr1n mul1r.
rewrite ler_oppl in H.
have := ltr_le_add lt (ler_add (tB x) (ler_add H H)).
set u := sqF _; set v := sqF (B *m x); set w := dot _ _; set z := sqF x.
have -> : u + (v + (- w + - w)) = u + (- w) *+ 2 + v by ring.
by have -> : (s - t) ^+ 2 * z + (t ^+ 2 * z + ((s - t) * t * z + (s - t) * t * z))
  = s ^+ 2 * z by ring.
Qed.

Lemma low_unit n (A : 'M[R]_n) s : 0 < s -> low A s -> A \in unitmx.
Proof.
move=> s0 [_ sA]; rewrite -unitmx_tr -row_free_unit -kermx_eq0.
apply/rowV0P => u /sub_kermxP uA; apply/eqP; rewrite -trmx_eq0 -sqF_eq0.
have := sA u^T; rewrite -[A *m u^T]trmxK trmx_mul trmxK uA trmx0 {2}/sqF dot0l.
by rewrite pmulr_rle0 ?exprn_gt0 // => le0; rewrite eq_le le0 sqF_ge0.
Qed.

Lemma low_inv n (A : 'M[R]_n) s : 0 < s -> low A s -> opn (invmx A) s^-1.
Proof.
move=> s0 lowA; have Au := low_unit s0 lowA; split=> [|x]; first by rewrite invr_ge0 ltW.
have := lowA.2 (invmx A *m x); rewrite mulmxA mulmxV // mul1mx.
by rewrite exprVn [_^-1 * _]mulrC ler_pdivl_mulr ?exprn_gt0 // [_ * s ^+ 2]mulrC.
Qed.

Lemma opn_le m n (A : 'M[R]_(m, n)) s t : s <= t -> opn A s -> opn A t.
Proof.
move=> st [s0 sA]; split=> [|x]; first exact: le_trans st.
apply: le_trans (sA x) _; rewrite ler_wpmul2r ?sqF_ge0 //.
by rewrite ler_expn2r ?nnegrE // (le_trans s0).
Qed.

Lemma low_ge m n (A : 'M[R]_(m, n)) s t : 0 <= t -> t <= s -> low A s -> low A t.
Proof.
move=> t0 ts [s0 sA]; split=> // x; apply: le_trans (sA x).
by rewrite ler_wpmul2r ?sqF_ge0 // ler_expn2r ?nnegrE.
Qed.

End Op.

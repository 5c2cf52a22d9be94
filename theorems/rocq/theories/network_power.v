(* Power iteration with the Hessian of a listed network                               *)
(*                                                                                    *)
(* The image u of v under the Hessian is given by the Hessian form alone: <u, K> is   *)
(* its polar form at v, K for every direction K. Main results                         *)
(*   power_above   A / B < |v_t+1|^2 / |v_t|^2 for every power iteration v_0, v_1, .. *)
(*                 that starts with all entries 1                                     *)
(*   power_below   |v_t+1|^2 / |v_t|^2 < A / B                                        *)
(* Notation                                                                           *)
(*   hessian_image v u    u is the image of v;  power_iteration v   v_t+1 that of v_t *)
(*   zimage E             the program, in units of the integer network                *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import second_variation binary_integers network_program.
From Lemmata Require Import network_directions network_certificate network_facts.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Program.
Variable N : network.
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).

Definition zimage (E : seq rows) : seq rows :=
  [seq [seq [seq zhess N E (elementary k i j) | j <- iota 0 (d k)]
    | i <- iota 0 (d k.+1)] | k <- iota 0 L].
Definition zones : seq rows :=
  [seq [seq [seq Zpos xH | j <- iota 0 (d k)] | i <- iota 0 (d k.+1)] | k <- iota 0 L].
Definition zpower t := iter t zimage zones.
Definition power_check (above : bool) (t : nat) (A B : Z) : bool :=
  let E := zpower t in let E' := zimage E in
  let old := A ** (den N ** den N) ** znorm N E in
  let new := B ** (num N ** num N) ** znorm N E' in
  [&& units_check N, Z.ltb Z0 B, Z.ltb Z0 (znorm N E) &
      if above then Z.ltb old new else Z.ltb new old].
End Program.

Section Meaning.
Variables (R : realFieldType) (N : network).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation c := ((samples N)%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).
Notation zw := (zw R (widths N)).
Notation form := (hess c X y p W).
Notation s := (zr R (num N) / zr R (den N)).
Implicit Types H K : weights R d.

Definition polarization (a b e : R) : R := (a - b - e) / 2%:R.
Definition polar H K : R := polarization (form (addw H K)) (form H) (form K).
Definition hessian_image H K : Prop :=
  forall G : weights R d, \sum_(k < L) dot (K k) (G k) = polar H G.
Definition power_iteration (v : nat -> weights R d) : Prop :=
  (forall k i j, (k < L)%N -> v 0%N k i j = 1) /\ forall t, hessian_image (v t) (v t.+1).

Hypothesis units : units_check N.
Let Xz := zmx R (samples N) (d 0) (data N).
Let yz := (zrow R (samples N) (targets N))^T.
Let pz := zrow R (d L) (readout N).
Let Wz := zw (layers N).
Let Bil := bil Xz yz pz Wz.

Lemma form_ext H H' : (forall k, (k < L)%N -> H k = H' k) -> form H = form H'.
Proof. by move=> HH; rewrite !(net_hess units); congr (_ * _); exact: bil_ext. Qed.

Lemma polar_ext H H' K : (forall k, (k < L)%N -> H k = H' k) -> polar H K = polar H' K.
Proof.
move=> HH; have sum : form (addw H K) = form (addw H' K).
  by apply: form_ext => k kL; rewrite /addw HH.
exact: (congr2 (fun a b => polarization a b (form K)) sum (form_ext HH)).
Qed.

Lemma polarE H K : polar H K = s * Bil H K.
Proof.
have scaled : form (addw H K) = s * Bil (addw (scalew 1 H) K) (addw (scalew 1 H) K).
  rewrite -(net_hess units); apply: form_ext => k _.
  by rewrite /addw /scalew scale1r.
have sum : Bil (addw (scalew 1 H) K) (addw (scalew 1 H) K) = Bil H H + 2%:R * Bil H K + Bil K K.
  have left G : Bil (addw (scalew 1 H) K) G = Bil H G + Bil K G by rewrite /Bil bilD mul1r.
  have sym G G' : Bil G G' = Bil G' G by exact: bilC.
  rewrite left (sym H) (sym K (addw _ _)) !left (sym K H).
  by rewrite mulrDl mul1r !addrA.
have -> : polar H K = polarization (s * (Bil H H + 2%:R * Bil H K + Bil K K)) (s * Bil H H) (s * Bil K K).
  rewrite -sum -scaled; congr (polarization _ _ _); exact: net_hess.
rewrite /polarization; move: (Bil H H) (Bil H K) (Bil K K) (s) => a b e z.
have two : 2%:R != 0 :> R by rewrite pnatr_eq0.
by apply: (mulIf two); rewrite divfK //; ring.
Qed.

Lemma image_entry H K k (i : 'I_(d k.+1)) (j : 'I_(d k)) : hessian_image H K -> (k < L)%N ->
  K k i j = polar H (zw (elementary k i j)).
Proof.
move=> /(_ (zw (elementary k i j))) <- kL; rewrite (bigD1 (Ordinal kL)) //= [X in _ + X]big1 ?addr0.
  rewrite dotE (bigD1 i) //= [X in _ + X]big1 ?addr0; last first.
    move=> i' ni; rewrite big1 // => j' _; rewrite elementaryE.
    by rewrite (_ : (i' == i :> nat) = false) ?andbF ?mulr0 //; exact: negbTE ni.
  rewrite (bigD1 j) //= [X in _ + X]big1 ?addr0; last first.
    move=> j' nj; rewrite elementaryE.
    by rewrite (_ : (j' == j :> nat) = false) ?andbF ?mulr0 //; exact: negbTE nj.
  by rewrite elementaryE !eqxx mulr1.
move=> k' nk; rewrite dotE big1 // => i' _; rewrite big1 // => j' _; rewrite elementaryE.
by rewrite (_ : (k' == k :> nat) = false) ?mulr0 //; exact: negbTE nk.
Qed.

Lemma zimage_entry E k (i : 'I_(d k.+1)) (j : 'I_(d k)) : (k < L)%N ->
  zw (zimage N E) k i j = zr R (zhess N E (elementary k i j)).
Proof.
move=> kL; rewrite mxE /zimage (nth_map 0%N) ?size_iota // nth_iota // add0n.
rewrite (nth_map 0%N) ?size_iota // nth_iota // add0n.
by rewrite (nth_map 0%N) ?size_iota // nth_iota.
Qed.

Lemma image_step H K a E : hessian_image H K ->
    (forall k, (k < L)%N -> H k = a *: zw E k) ->
  forall k, (k < L)%N -> K k = (s * a) *: zw (zimage N E) k.
Proof.
move=> imH HE k kL; apply/matrixP => i j; rewrite (image_entry i j imH kL).
have -> : polar H (zw (elementary k i j)) =
    polar (addw (scalew a (zw E)) (fun=> 0)) (zw (elementary k i j)).
  by apply: polar_ext => k' k'L; rewrite HE // /addw /scalew addr0.
rewrite polarE /Bil bilD bil0 addr0.
have -> : ((s * a) *: zw (zimage N E) k) i j = s * a * zw (zimage N E) k i j by rewrite mxE.
by rewrite zimage_entry // /zhess bil_program mulrA.
Qed.

Lemma zones_entry k (i : 'I_(d k.+1)) (j : 'I_(d k)) : (k < L)%N -> zw (zones N) k i j = 1.
Proof.
move=> kL; rewrite mxE /zones (nth_map 0%N) ?size_iota // nth_iota // add0n.
by rewrite (nth_map 0%N) ?size_iota // (nth_map 0%N) ?size_iota.
Qed.

Lemma power_program v : power_iteration v ->
  forall t k, (k < L)%N -> v t k = s ^+ t *: zw (zpower N t) k.
Proof.
case=> start step; elim=> [|t IHt] k kL; last by rewrite exprS; exact: image_step (step t) IHt k kL.
apply/matrixP => i j; rewrite start // expr0 scale1r.
by rewrite zones_entry.
Qed.

Lemma power_norm v t : power_iteration v ->
  \sum_(k < L) sqF (v t k) = s ^+ t ^+ 2 * zr R (znorm N (zpower N t)).
Proof.
move=> iteration; rewrite zr_norm mulr_sumr; apply: eq_bigr => k _.
by rewrite (power_program iteration) // sqFZ.
Qed.

Lemma power_quotient v t : power_iteration v -> 0 < zr R (znorm N (zpower N t)) ->
  (\sum_(k < L) sqF (v t.+1 k)) / (\sum_(k < L) sqF (v t k)) =
  s ^+ 2 * (zr R (znorm N (zimage N (zpower N t))) / zr R (znorm N (zpower N t))).
Proof.
move=> iteration pos; rewrite !power_norm // [zpower N t.+1]iterS -/(zpower N t).
have s0 : s ^+ t ^+ 2 != 0.
  by rewrite !expf_neq0 // mulf_neq0 ?invr_neq0 // gt_eqF ?num_gt0 ?den_gt0.
have -> : s ^+ t.+1 ^+ 2 = s ^+ 2 * s ^+ t ^+ 2 by rewrite [s ^+ t.+1]exprS exprMn.
move: (s ^+ t ^+ 2) s0 (s ^+ 2) => a a0 b.
by rewrite [b * a]mulrC -[a * b * _]mulrA -mulf_div divff // mul1r -mulrA.
Qed.

End Meaning.

Section Facts.
Variables (R : realFieldType) (N : network).
Notation L := (depth N).
Notation size_of v := (\sum_(k < L) sqF (v k)).

Lemma power_check_sound above t A B : power_check N above t A B ->
  forall v, @power_iteration R N v -> exists2 q, size_of (v t.+1) / size_of (v t) = q &
    if above then zr R A / zr R B < q else q < zr R A / zr R B.
Proof.
case/and4P=> units /(zr_gt0 R) B0 /(zr_gt0 R) n0 lt v iteration.
exists (size_of (v t.+1) / size_of (v t)) => //; rewrite (power_quotient units iteration n0).
have den0 := den_gt0 R units; have num0 := num_gt0 R units.
move: (den N) (num N) den0 num0 lt n0; move: (znorm N _) (znorm N _) => new old e m e0 m0 + n0.
have pos : 0 < zr R B * zr R e ^+ 2 * zr R old by rewrite !mulr_gt0 ?exprn_gt0.
have e1 : zr R e / zr R e = 1 by rewrite divff // gt_eqF.
have b1 : zr R B / zr R B = 1 by rewrite divff // gt_eqF.
have n1 : zr R old / zr R old = 1 by rewrite divff // gt_eqF.
have left : zr R A / zr R B * (zr R B * zr R e ^+ 2 * zr R old) =
    zr R A * (zr R e * zr R e) * zr R old * (zr R B / zr R B) by ring.
have right : (zr R m / zr R e) ^+ 2 * (zr R new / zr R old) * (zr R B * zr R e ^+ 2 * zr R old) =
    zr R B * (zr R m * zr R m) * zr R new * (zr R e / zr R e) ^+ 2 * (zr R old / zr R old) by ring.
by case: above => /(zr_lt R); rewrite !zrM -(ltr_pmul2r pos) left right b1 e1 n1 expr1n !mulr1.
Qed.

Theorem power_above t A B : power_check N true t A B -> forall v, @power_iteration R N v ->
  zr R A / zr R B < size_of (v t.+1) / size_of (v t).
Proof. by move=> chk v /(power_check_sound chk)[q ->]. Qed.

Theorem power_below t A B : power_check N false t A B -> forall v, @power_iteration R N v ->
  size_of (v t.+1) / size_of (v t) < zr R A / zr R B.
Proof. by move=> chk v /(power_check_sound chk)[q ->]. Qed.

End Facts.

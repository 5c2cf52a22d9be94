(* Numbers of a listed network, and roots of their ratios                             *)
(*                                                                                    *)
(* Each fact has a boolean check that vm_compute decides. Main results                *)
(*   quantity_is      a quantity of the network equals A / B                          *)
(*   root_between     t^m q = q' and 0 <= t imply lo / F <= t <= hi / F               *)
(*   critical_point   the gradient vanishes in every layer                            *)
(*   imbalance_is     an entry of W_(k+1)^T W_(k+1) - W_k W_k^T equals A / B          *)
(*   gradient_is      an entry of the gradient in layer k equals A / B                *)
(*   cov_at_least     every upper bound of the quadratic form of Sigma is >= A / B    *)
(* Notation                                                                           *)
(*   qvalue R N q     the value of a quantity: Unity 1, Risk R(W), Energy             *)
(*                    pi^T Sigma pi, Regressor |pi|^2, Readout |p|^2, Layer k |W_k|^2 *)
(* Programs that compute these numbers are proved correct in network_values.v.        *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import binary_integers network_program network_certificate.
From Lemmata Require Import network_values network_facts network_steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Inductive quantity := Unity | Risk | Energy | Regressor | Readout | Layer of nat.

Section Checks.
Variable N : network.
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).

Definition square (z : Z) : Z := z ** z.
Definition root_unit : Z := readout_unit N ** zpow (layer_unit N) L.
Definition above q : Z :=
  match q with
  | Unity => Zpos xH
  | Risk => zrisk N
  | Energy => zenergy N
  | Regressor => zregressor N
  | Readout => zreadout N
  | Layer k => zlayer N k
  end.
Definition below q : Z :=
  match q with
  | Unity => Zpos xH
  | Risk | Energy => den N
  | Regressor => square root_unit
  | Readout => square (readout_unit N)
  | Layer _ => square (layer_unit N)
  end.
Definition quantity_check q (A B : Z) : bool :=
  [&& units_check N, Z.ltb Z0 B & Z.eqb (A ** below q) (above q ** B)].
(* lo / F <= t <= hi / F when t^m q = q'                                              *)
Definition root_check m q q' (lo hi F : Z) : bool :=
  [&& units_check N, (0 < m)%N, Z.ltb Z0 F, Z.leb Z0 lo & [&& Z.leb Z0 hi, Z.ltb Z0 (above q),
      Z.leb (zpow lo m ** (above q ** below q')) (zpow F m ** (above q' ** below q)) &
      Z.leb (zpow F m ** (above q' ** below q)) (zpow hi m ** (above q ** below q'))]].
Definition critical_check : bool :=
  units_check N && every_entry N (fun k i j => Z.eqb (zgrad N k i j) Z0).
Definition imbalance_check k i j (A B : Z) : bool :=
  [&& units_check N, Z.ltb Z0 B & Z.eqb (A ** square (layer_unit N)) (zimbalance N k i j ** B)].
Definition gradient_check k i j (A B : Z) : bool :=
  [&& units_check N, (k < L)%N, Z.ltb Z0 B &
      Z.eqb (A ** den N) (ztwo ** layer_unit N ** zgrad N k i j ** B)].
Definition along (v : seq Z) : Z :=
  let u := outputs (data N) v (d 0) in vdot u u (samples N).
Definition cov_at_least_check (A B : Z) (v : seq Z) : bool :=
  [&& units_check N, Z.ltb Z0 B, Z.ltb Z0 (vdot v v (d 0)) &
      Z.leb (A ** cov_unit N ** vdot v v (d 0)) (along v ** B)].
End Checks.

Section Facts.
Variables (R : realFieldType) (N : network).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation c := ((samples N)%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).
Notation pi := (regressor p W).
Notation zr := (zr R).

Definition qvalue q : R :=
  match q with
  | Unity => 1
  | Risk => risk c X y p W
  | Energy => dot pi (cov c X *m pi)
  | Regressor => sqF pi
  | Readout => sqF p
  | Layer k => sqF (W k)
  end.

Lemma below_gt0 q : units_check N -> 0 < zr (below N q).
Proof.
move=> units; have [D0 G0] : 0 < zr (layer_unit N) /\ 0 < zr (readout_unit N).
  by case/and4P: units => /(zr_gt0 R) ? /(zr_gt0 R).
case: q => [||||| k] /=; rewrite ?ltr01 ?(den_gt0 R units) // zrM ?zrM ?zr_pow.
- by rewrite !mulr_gt0 ?exprn_gt0.
- by rewrite mulr_gt0.
by rewrite mulr_gt0.
Qed.

Lemma qvalueE q : units_check N -> qvalue q = zr (above N q) / zr (below N q).
Proof.
move=> units; case: q => [||||| k] /=; first by rewrite divr1.
- exact: value_risk.
- exact: value_energy.
- by rewrite value_regressor // zrM !zrM zr_pow expr2.
- by rewrite value_readout // zrM expr2.
by rewrite value_layer // zrM expr2.
Qed.

Lemma ratio_eq a b A B : 0 < zr b -> 0 < zr B -> Z.eqb (A ** b) (a ** B) -> zr a / zr b = zr A / zr B.
Proof.
move=> b0 B0 /Z.eqb_eq/(congr1 zr); rewrite !zrM => E.
have [b1 B1] : zr b != 0 /\ zr B != 0 by rewrite !gt_eqF.
by apply/eqP; rewrite eqr_div // -E.
Qed.

Theorem quantity_is q A B : quantity_check N q A B -> qvalue q = zr A / zr B.
Proof.
by case/and3P=> units /(zr_gt0 R) B0 E; rewrite qvalueE //; exact: ratio_eq (below_gt0 q units) B0 E.
Qed.

Theorem root_between m q q' lo hi F : root_check N m q q' lo hi F ->
  forall t : R, 0 <= t -> t ^+ m * qvalue q = qvalue q' ->
  zr lo / zr F <= t /\ t <= zr hi / zr F.
Proof.
case/and5P=> units m0 /(zr_gt0 R) F0 /(zr_le R) + /and4P[/(zr_le R) + /(zr_gt0 R) q0].
rewrite zr0 => lo0 hi0 /(zr_le R) + /(zr_le R) + t t0.
rewrite !zrM !zr_pow !qvalueE //; move: (below_gt0 q units) (below_gt0 q' units) q0.
move: (above N q) (below N q) (above N q') (below N q') => a b a' b'.
move: (zr a) (zr b) (zr a') (zr b') => {}a {}b {}a' {}b' b0 b'0 a0 le_lo le_hi E.
have tE : t ^+ m * (a * b') = a' * b.
  have [b1 b1'] : b != 0 /\ b' != 0 by rewrite !gt_eqF.
  by move/eqP: E; rewrite mulrA eqr_div // => /eqP E; rewrite mulrA.
have ab : 0 < a * b' by rewrite mulr_gt0.
have Fm : 0 < zr F ^+ m by rewrite exprn_gt0.
have le_root u v : 0 <= u -> 0 <= v -> u ^+ m <= v ^+ m -> u <= v.
  by move=> u0 v0; rewrite ler_pexpn2r // nnegrE.
split; apply: le_root; rewrite ?divr_ge0 ?(ltW F0) // expr_div_n.
  by rewrite ler_pdivr_mulr // -(ler_pmul2r ab) [X in _ <= X]mulrAC tE [X in _ <= X]mulrC.
by rewrite ler_pdivl_mulr // -(ler_pmul2r ab) [X in X <= _]mulrAC tE [X in X <= _]mulrC.
Qed.

Theorem critical_point : critical_check N -> forall k, (k < L)%N -> grad c X y p W k = 0.
Proof.
case/andP=> units every k kL; apply/matrixP => i j; rewrite value_grad // mxE.
by have /Z.eqb_eq-> := entryP i j every kL; rewrite zr0 mulr0 mul0r.
Qed.

Theorem imbalance_is k0 i0 j0 A B : imbalance_check N k0 i0 j0 A B ->
  forall i j : 'I_(d k0.+1), val i = i0 -> val j = j0 ->
  ((W k0.+1)^T *m W k0.+1 - W k0 *m (W k0)^T) i j = zr A / zr B.
Proof.
case/and3P=> units /(zr_gt0 R) B0 E i j iE jE; rewrite value_imbalance //.
have D0 : 0 < zr (square (layer_unit N)) by rewrite zrM; case/and4P: units => /(zr_gt0 R) D0 _ _ _; rewrite mulr_gt0.
by rewrite -iE -jE in E; have := ratio_eq D0 B0 E; rewrite zrM -expr2.
Qed.

Theorem gradient_is k0 i0 j0 A B : gradient_check N k0 i0 j0 A B ->
  forall (i : 'I_(d k0.+1)) (j : 'I_(d k0)), val i = i0 -> val j = j0 ->
  grad c X y p W k0 i j = zr A / zr B.
Proof.
case/and4P=> units kL /(zr_gt0 R) B0 E i j iE jE; rewrite value_grad //.
by rewrite -iE -jE in E; have := ratio_eq (den_gt0 R units) B0 E; rewrite !zrM zr_two.
Qed.

Theorem cov_at_least A B v : cov_at_least_check N A B v ->
  forall M, (forall u : 'cV_(d 0), dot u (cov c X *m u) <= M * sqF u) -> zr A / zr B <= M.
Proof.
case/and4P=> units /(zr_gt0 R) B0 /(zr_gt0 R) v0 /(zr_le R) le M; pose u := (zrow R (d 0) v)^T.
have u0 : 0 < sqF u by rewrite sqF_zrow.
move/(_ u) => up; rewrite -(ler_pmul2r u0); apply: le_trans up.
have E0 := cov_unit_gt0 R units.
have -> : dot u (cov c X *m u) = zr (along N v) / zr (cov_unit N).
  rewrite dot_cov -/(sqF _) /netX -scalemxAl sqFZ /along -sqF_zrow zrow_outputs trmxK.
  have reorder (a e s : R) : a * (e ^+ 2 * s) = s * (a * (e * e)) by ring.
  by rewrite !zrM zr_nat !invfM; exact: reorder.
have reorder (a b e s : R) : a / b * s * e = a * e * s / b by ring.
by rewrite ler_pdivl_mulr // reorder ler_pdivr_mulr // /u sqF_zrow; move: le; rewrite !zrM.
Qed.

End Facts.

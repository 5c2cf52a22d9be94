(* Facts about a listed network from which refutations are put together               *)
(*                                                                                    *)
(* Each fact has a boolean check that vm_compute decides. Main results                *)
(*   net_minimizes    the normal equations hold, so W minimizes the risk              *)
(*   no_readout       p = 0, so every W minimizes the risk                            *)
(*   not_optimal      the regressor of W does not satisfy the normal equations        *)
(*   energy_above     A / B < m pi^T Sigma pi                                         *)
(*   cov_above        A / B |v|^2 <= v^T Sigma v                                      *)
(*   cov_below        v^T Sigma v <= A / B |v|^2                                      *)
(*   ratio_lt         A / B < A' / B'                                                 *)
(* Notation                                                                           *)
(*   with_layers N Ws   the same data, readout and units, other layers                *)
(* Bounds on the sharpness are in network_certificate.v.                              *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers binary_integers psd_program.
From Lemmata Require Import psd_certificate network_program.
From Lemmata Require Import network_directions network_certificate network_values.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Notation "a ** b" := (Z.mul a b) (at level 40, left associativity).
Definition ztwo : Z := Zpos (xO xH).

Definition with_layers (N : network) Ws : network :=
  Network (widths N) (samples N) Ws (readout N) (data N) (targets N)
    (layer_unit N) (readout_unit N) (data_unit N).

Section Checks.
Variable N : network.
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).

Definition cov_unit : Z := Z.of_nat (samples N) ** (data_unit N ** data_unit N).
Definition no_readout_check : bool := units_check N && all (Z.eqb Z0) (readout N).
Definition not_optimal_check : bool := units_check N &&
  has (fun j => ~~ Z.eqb Z0 (nth Z0 (zforward N 0) j)) (iota 0 (d 0)).
Definition energy_above_check (m : nat) (A B : Z) : bool :=
  [&& units_check N, Z.ltb Z0 B & Z.ltb (A ** den N) (Z.of_nat m ** zenergy N ** B)].
Definition cov_above_check (A B c K : Z) (ls : seq (seq Z)) : bool :=
  [&& units_check N, Z.ltb Z0 B, lb_check (d 0) (zgram N) c K ls &
      Z.leb (A ** cov_unit) (c ** B)].
Definition cov_below_check (A B c K : Z) (ls : seq (seq Z)) : bool :=
  [&& units_check N, Z.ltb Z0 B, ub_check (d 0) (zgram N) c K ls &
      Z.leb (c ** B) (A ** cov_unit)].
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
Notation D := (zr R (layer_unit N)).
Notation G := (zr R (readout_unit N)).

Lemma zr_two : zr R ztwo = 2%:R. Proof. by []. Qed.

Lemma c_gt0 : units_check N -> 0 < c.
Proof. by case/and4P => _ _ _ n0; rewrite invr_gt0 ltr0n. Qed.

Theorem net_minimizes : normal_check N -> forall V, risk c X y p W <= risk c X y p V.
Proof.
move=> chk V; have /andP[units _] := chk; rewrite !risk_lin.
by apply: normal_min; [exact: c_gt0|exact: network_minimal].
Qed.

Theorem no_readout : no_readout_check N -> forall V, risk c X y p W <= risk c X y p V.
Proof.
case/andP=> _ /allP zero V; have p0 : p = 0.
  apply/rowP => j; rewrite !mxE; have [js|js] := ltnP j (size (readout N)).
    by have /Z.eqb_eq <- := zero _ (mem_nth Z0 js); rewrite zr0 mulr0.
  by rewrite nth_default // zr0 mulr0.
by rewrite !risk_lin /regressor p0 !mul0mx.
Qed.

Theorem not_optimal : not_optimal_check N -> ~ normal_eq X y pi.
Proof.
case/andP=> units /hasP[j]; rewrite mem_iota add0n => /= jd nz.
rewrite /normal_eq net_residual //.
have -> : X^T = (zr R (data_unit N))^-1 *: (zmx R (samples N) (d 0) (data N))^T.
  by rewrite /netX linearZ.
rewrite -scalemxAl -scalemxAr scalerA -trmx_mul -zrow_rmul => /eqP.
have E0 : (zr R (data_unit N))^-1 * (zr R (unit_of N))^-1 != 0.
  case/and4P: (units) => /(zr_gt0 R) D0 /(zr_gt0 R) G0 /(zr_gt0 R) E0 _.
  by rewrite zr_unit mulf_neq0 ?invr_neq0 ?mulf_neq0 ?expf_neq0 ?gt_eqF.
rewrite scaler_eq0 (negPf E0) /= => /eqP/(congr1 (fun A : 'cV_ _ => A (Ordinal jd) 0)).
rewrite !mxE /= => z0; case/negP: nz; apply/eqP.
move: (nth Z0 _ j) z0 => z z0; case: (Z.compare_spec Z0 z) => [<-//|zp|zn]; exfalso.
  by have := zr_gt0 R (introT (Z.ltb_spec0 _ _) zp); rewrite z0 ltxx.
have := zr_gt0 R (introT (Z.ltb_spec0 _ _) (proj2 (Z.opp_pos_neg z) zn)).
by rewrite zrN z0 oppr0 ltxx.
Qed.

Theorem energy_above m A B : energy_above_check N m A B ->
  zr R A / zr R B < m%:R * dot pi (cov c X *m pi).
Proof.
case/and3P=> units /(zr_gt0 R) B0 /(zr_lt R) lt; rewrite value_energy //.
move: (den_gt0 R units) lt; move: (zenergy N) (den N) => zq ze; rewrite !zrM zr_nat.
move: (zr R zq) (zr R ze) => q e e0 lt; rewrite ltr_pdivr_mulr //.
have -> : m%:R * (q / e) * zr R B = m%:R * q * zr R B / e by ring.
by rewrite ltr_pdivl_mulr.
Qed.

Lemma cov_unit_gt0 : units_check N -> 0 < zr R (cov_unit N).
Proof.
by case/and4P => _ _ /(zr_gt0 R) E0 n0; rewrite !zrM zr_nat !mulr_gt0 ?ltr0n.
Qed.

Theorem cov_above A B b K ls : cov_above_check N A B b K ls ->
  forall v : 'cV_(d 0), zr R A / zr R B * sqF v <= dot v (cov c X *m v).
Proof.
case/and4P=> units /(zr_gt0 R) B0 chk /(zr_le R) le v; have u0 := cov_unit_gt0 units.
rewrite value_cov // -/(cov_unit N) [X in _ <= X]mulrC ler_pdivl_mulr //.
apply: le_trans (lb_sound v chk); rewrite mulrAC ler_wpmul2r ?sqF_ge0 //.
by move: le; rewrite zrM [zr R (b ** B)]zrM => le; rewrite mulrAC ler_pdivr_mulr.
Qed.

Theorem cov_below A B b K ls : cov_below_check N A B b K ls ->
  forall v : 'cV_(d 0), dot v (cov c X *m v) <= zr R A / zr R B * sqF v.
Proof.
case/and4P=> units /(zr_gt0 R) B0 chk /(zr_le R) le v; have u0 := cov_unit_gt0 units.
rewrite value_cov // -/(cov_unit N) mulrC ler_pdivr_mulr //.
apply: le_trans (ub_sound v chk) _; rewrite mulrAC ler_wpmul2r ?sqF_ge0 //.
by move: le; rewrite [zr R (A ** _)]zrM zrM => le; rewrite mulrAC ler_pdivl_mulr.
Qed.

Theorem ratio_lt A B A' B' : [&& Z.ltb Z0 B, Z.ltb Z0 B' & Z.ltb (A ** B') (A' ** B)] ->
  zr R A / zr R B < zr R A' / zr R B'.
Proof.
case/and3P=> /(zr_gt0 R) B0 /(zr_gt0 R) B'0 /(zr_lt R); rewrite !zrM => lt.
by rewrite ltr_pdivr_mulr // mulrAC ltr_pdivl_mulr.
Qed.

End Facts.

(* Certified sharpness of a rational network, recomputed from the network             *)
(*                                                                                    *)
(* Main results, for a network listed as integers over common denominators            *)
(*   network_upper   upper_check ... = true  ->  the Hessian form is at most A / B    *)
(*   network_lower   lower_check ... = true  ->  every upper bound of the Hessian     *)
(*                   form is at least A / B                                           *)
(*   network_minimal normal_check ... = true ->  the normal equations hold at W       *)
(* Notation                                                                           *)
(*   widths ds = d_0, ..., d_L; Ws, p, X, y lists of binary integers                  *)
(*   layers W_k = Ws_k / D, readout p / G, data X / E, targets y / (E G D^L)          *)
(*   netX, nety, netp, netW   these as matrices over a real field                     *)
(*   tri (zbil ...) (dirs ds L)   the Hessian of the integer network, entry by entry, *)
(*                   computed from the network by the program of network_program.v    *)
(*   K, ls           the certificate of psd_certificate.v                             *)
(* The check is about the network: no matrix claimed to be its Hessian is given to it.*)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import second_variation hessian_scale binary_integers psd_program.
From Lemmata Require Import psd_certificate network_program.
From Lemmata Require Import network_directions.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A rational network, listed                                                         *)
Record network := Network {
  widths : seq nat; samples : nat; layers : seq rows; readout : row;
  data : rows; targets : row; layer_unit : Z; readout_unit : Z; data_unit : Z }.

Section Checks.
Variable N : network.
Notation d := (nth 0%N (widths N)).

Definition depth := (size (widths N)).-1.
Definition unit_of := Z.mul (Z.mul (data_unit N) (readout_unit N)) (zpow (layer_unit N) depth).
Definition zhess (E F : seq rows) : Z :=
  zbil (widths N) (layers N) (readout N) (data N) (targets N) (samples N) depth E F.
Definition zhessian : rows := tri zhess (dirs (widths N) depth).
Definition znorm (E : seq rows) : Z := zsum (fun k => zsum (fun i =>
  let r := nth [::] (nth [::] E k) i in vdot r r (d k)) (d k.+1)) depth.
Definition zresidual : row :=
  let: (a, _, _) := chain (widths N) (layers N) (readout N) [::] [::] depth 0 in
  vadd (outputs (data N) a (d 0)) (map Z.opp (targets N)).
(* Numerator and denominator of Hessian = (numerator / denominator) integer Hessian   *)
Definition num := Z.mul (layer_unit N) (layer_unit N).
Definition den := Z.mul (Z.of_nat (samples N)) (Z.mul unit_of unit_of).

Definition units_check := [&& Z.ltb Z0 (layer_unit N), Z.ltb Z0 (readout_unit N),
  Z.ltb Z0 (data_unit N) & (0 < samples N)%N].
Definition upper_check (A B c K : Z) (ls : rows) : bool :=
  [&& units_check, Z.ltb Z0 B, ub_check (size (dirs (widths N) depth)) zhessian c K ls &
      Z.leb (Z.mul (Z.mul c num) B) (Z.mul A den)].
Definition lower_check (A B : Z) (E : seq rows) : bool :=
  [&& units_check, Z.ltb Z0 B, Z.ltb Z0 (znorm E) &
      Z.leb (Z.mul (Z.mul A den) (znorm E)) (Z.mul (Z.mul (zhess E E) num) B)].
Definition normal_check : bool :=
  units_check && all (Z.eqb Z0) (rmul zresidual (data N) (samples N)).
End Checks.

Section Sound.
Variables (R : realFieldType) (N : network).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation n := (samples N).

Definition netX : 'M[R]_(n, d 0) := (zr R (data_unit N))^-1 *: zmx R n (d 0) (data N).
Definition nety : 'cV[R]_n := (zr R (unit_of N))^-1 *: (zrow R n (targets N))^T.
Definition netp : 'M[R]_(1, d L) := (zr R (readout_unit N))^-1 *: zrow R (d L) (readout N).
Definition netW : weights R d :=
  scalew (zr R (layer_unit N))^-1 (zw R (widths N) (layers N)).

Let Xz := zmx R n (d 0) (data N).
Let yz := (zrow R n (targets N))^T.
Let pz := zrow R (d L) (readout N).
Let Wz := zw R (widths N) (layers N).
Let c : R := n%:R^-1.

Lemma zr_unit : zr R (unit_of N) = zr R (data_unit N) * zr R (readout_unit N)
  * zr R (layer_unit N) ^+ L.
Proof. by rewrite /unit_of !zrM zr_pow. Qed.

Hypothesis units : units_check N.
Let D_gt0 : 0 < zr R (layer_unit N). Proof. by case/and4P: units => /zr_gt0. Qed.
Let G_gt0 : 0 < zr R (readout_unit N). Proof. by case/and4P: units => _ /zr_gt0. Qed.
Let E_gt0 : 0 < zr R (data_unit N). Proof. by case/and4P: units => _ _ /zr_gt0. Qed.
Let n_gt0 : 0 < n%:R :> R. Proof. by case/and4P: units => _ _ _; rewrite ltr0n. Qed.
Let unit_gt0 : 0 < zr R (unit_of N).
Proof. by rewrite zr_unit !mulr_gt0 ?exprn_gt0. Qed.
Lemma den_gt0 : 0 < zr R (den N).
Proof. by rewrite /den zrM zr_nat zrM !mulr_gt0. Qed.
Lemma num_gt0 : 0 < zr R (num N).
Proof. by rewrite /num zrM mulr_gt0. Qed.

Let unitE : (zr R (unit_of N))^-1 = (zr R (data_unit N))^-1 * (zr R (readout_unit N))^-1
  * (zr R (layer_unit N))^-1 ^+ L.
Proof. by rewrite zr_unit !invfM exprVn. Qed.

Lemma net_hess H : hess c netX nety netp netW H =
  zr R (num N) / zr R (den N) * bil Xz yz pz Wz H H.
Proof.
have := hess_scale c (zr R (data_unit N))^-1 (zr R (readout_unit N))^-1
  (zr R (layer_unit N))^-1 Xz yz pz Wz H.
rewrite -unitE -/netX -/netp -/nety -/netW [hess 1 _ _ _ _ _]hess_at mul1r => E.
have D0 : zr R (layer_unit N) ^+ 2 != 0 by rewrite expf_neq0 ?gt_eqF.
apply: (mulfI (invr_neq0 D0)); rewrite -[in LHS]exprVn E /num /den !zrM zr_nat.
rewrite -[zr R (layer_unit N) * _]expr2 -[_ / _ * _]mulrA mulKf // !invfM.
by rewrite /c expr2.
Qed.

Lemma net_hess_list E : hess c netX nety netp netW (zw R (widths N) E) =
  zr R (num N) / zr R (den N) * zr R (zhess N E E).
Proof. by rewrite net_hess /zhess bil_program. Qed.

Lemma zr_norm E : zr R (znorm N E) = \sum_(k < L) sqF (zw R (widths N) E k).
Proof.
rewrite /znorm zr_sum; apply: eq_bigr => k _; rewrite zr_sum sqFE.
apply: eq_bigr => i _; rewrite zr_vdot dotE big_ord1.
by apply: eq_bigr => j _; rewrite !mxE expr2.
Qed.

Lemma net_ub a K ls H : ub_check (size (dirs (widths N) L)) (zhessian N) a K ls ->
  bil Xz yz pz Wz H H <= zr R a * \sum_(k < L) sqF (H k).
Proof.
move=> chk; rewrite -(bil_ext Xz yz pz Wz (csum_pairs (L := L) H)).
rewrite -(@qt_tri R (widths N) (bil Xz yz pz Wz) (zhess N)).
- rewrite -pairs_norm pairs_dirs; apply: (qt_ub chk).
  by rewrite size_map -(size_map snd) pairs_dirs.
- by move=> *; exact: bilC.
- by move=> *; exact: bilD.
- by move=> *; exact: bil0.
by move=> *; exact: bil_program.
Qed.

End Sound.

Section Main.
Variables (R : realFieldType) (N : network).
Notation c := ((samples N)%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).

Theorem network_upper A B a K ls : upper_check N A B a K ls ->
  sharp_ub c X y p W (zr R A / zr R B).
Proof.
case/and4P=> units /(zr_gt0 R) B0 chk le H.
have ub := net_ub H chk.
have den0 := den_gt0 R units; have num0 := num_gt0 R units.
rewrite net_hess //; set s := \sum_(k < _) _.
have s0 : 0 <= s by apply: sumr_ge0 => k _; exact: sqF_ge0.
apply: le_trans (ler_wpmul2l (divr_ge0 (ltW num0) (ltW den0)) ub) _.
rewrite mulrA; apply: ler_wpmul2r => //; rewrite ler_pdivl_mulr //.
move: le den0; move: (num N) (den N) => nu de /(zr_le R); rewrite !zrM.
move: (zr R nu) (zr R de) (zr R A) (zr R B) (zr R a) => x z a1 b a2 le z0.
 have -> : x / z * a2 * b = a2 * x * b / z by ring.
by rewrite ler_pdivr_mulr.
Qed.

Theorem network_lower A B E : lower_check N A B E -> exists H : weights R _,
  0 < \sum_(k < depth N) sqF (H k) /\
  zr R A / zr R B * (\sum_(k < depth N) sqF (H k)) <= hess c X y p W H.
Proof.
case/and4P=> units /(zr_gt0 R) B0 /(zr_gt0 R); rewrite (zr_norm R N) => E0.
move=> le; exists (zw R (widths N) E); split=> //; rewrite net_hess_list //.
have den0 := den_gt0 R units; move: le den0; rewrite -(zr_norm R N).
move: (num N) (den N) (znorm N E) (zhess N E E) => nu de no he /(zr_le R).
rewrite !zrM; move: (zr R nu) (zr R de) (zr R no) (zr R he) (zr R A).
move=> x z s q a le z0; have -> : a / zr R B * s = a * s / zr R B by ring.
rewrite ler_pdivr_mulr //; have -> : x / z * q * zr R B = q * x * zr R B / z by ring.
by rewrite ler_pdivl_mulr // mulrAC.
Qed.

(* ... so the sharpness, the least upper bound, is at least A / B.                    *)
Corollary network_lower_bound A B E S : lower_check N A B E ->
  sharp_ub c X y p W S -> zr R A / zr R B <= S.
Proof.
case/network_lower=> H [H0 lo] ub; rewrite -(ler_pmul2r H0).
exact: le_trans lo (ub H).
Qed.

Theorem network_minimal : normal_check N -> normal_eq X y (regressor p W).
Proof.
case/andP=> units /allP zero; have [D0 [G0 E0]] : 0 < zr R (layer_unit N) /\
    0 < zr R (readout_unit N) /\ 0 < zr R (data_unit N).
  by case/and4P: units => /(zr_gt0 R) ? /(zr_gt0 R) ? /(zr_gt0 R).
pose Xz := zmx R (samples N) (nth 0%N (widths N) 0) (data N).
pose pz := zrow R (nth 0%N (widths N) (depth N)) (readout N).
pose Wz := zw R (widths N) (layers N); pose yz := (zrow R (samples N) (targets N))^T.
have rE : (zrow R (samples N) (zresidual N))^T = Xz *m regressor pz Wz - yz.
  rewrite /zresidual; have := zrow_chain R (widths N) (layers N) (readout N)
    [::] [::] (addn0 (depth N)).
  case: (chain _ _ _ _ _ _ _) => [[a b] [e f]] [ha _ _ _].
  rewrite zrowD zrowN zrow_outputs ha row0_head linearB /= trmxK.
  by rewrite /regressor.
have z0 : Xz^T *m (Xz *m regressor pz Wz - yz) = 0.
  rewrite -rE -[LHS]trmxK trmx_mul !trmxK -zrow_rmul; apply/eqP.
  rewrite trmx_eq0; apply/eqP/rowP => j; rewrite !mxE.
  have [js|js] := ltnP j (size (rmul (zresidual N) (data N) (samples N))).
    by have /Z.eqb_eq <- := zero _ (mem_nth Z0 js).
  by rewrite nth_default.
have -> : regressor p W = ((zr R (readout_unit N))^-1
    * (zr R (layer_unit N))^-1 ^+ depth N) *: regressor pz Wz.
  rewrite /regressor -linearZ /= -!row0_head; congr (_^T).
  exact: row0_scale.
rewrite /normal_eq /netX /nety -/Xz -/yz zr_unit linearZ /= -scalemxAl.
rewrite -scalemxAl -scalemxAr scalerA !invfM -exprVn mulrA -scalerBr -scalemxAr.
by rewrite z0 !scaler0.
Qed.

End Main.

(* Values of a listed network, computed: risk, regressor, gradient, imbalances        *)
(*                                                                                    *)
(* Main results, for a network listed as in network_certificate.v                     *)
(*   value_risk        R(W) = zrisk / den                                             *)
(*   value_energy      pi^T Sigma pi = zenergy / den                                  *)
(*   value_regressor   |pi|^2 = zregressor / (G D^L)^2                                *)
(*   value_readout     |p|^2 = zreadout / G^2                                         *)
(*   value_layer       |W_k|_F^2 = zlayer k / D^2                                     *)
(*   value_grad        entry (i, j) of the gradient in layer k = 2 D zgrad / den      *)
(*   value_imbalance   entry (i, j) of D_k = zimbalance / D^2                         *)
(*   value_cov         the quadratic form of Sigma = that of zgram / (n E^2)          *)
(* Notation: layers W_k = Ws_k / D, readout p / G, data X / E; den = n (E G D^L)^2.   *)
(* The programs share nothing with the definitions that they are proved equal to.     *)
From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import ssrZ.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import second_variation hessian_scale binary_integers psd_program.
From Lemmata Require Import psd_certificate network_program.
From Lemmata Require Import network_directions network_certificate.
From Lemmata Require Import residual_bounds.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Programs.
Variable N : network.
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).

Definition zentry k i j : Z := nth Z0 (nth [::] (nth [::] (layers N) k) i) j.
Definition zback k : seq Z := (chain (widths N) (layers N) (readout N) [::] [::] (L - k) k).1.1.
Definition zfit : seq Z := outputs (data N) (zback 0) (d 0).
Definition zrisk : Z := vdot (zresidual N) (zresidual N) (samples N).
Definition zenergy : Z := vdot zfit zfit (samples N).
Definition zregressor : Z := vdot (zback 0) (zback 0) (d 0).
Definition zreadout : Z := vdot (readout N) (readout N) (d L).
Definition zlayer k : Z := zsum (fun i => zsum (fun j =>
  Z.mul (zentry k i j) (zentry k i j)) (d k)) (d k.+1).
Fixpoint zforward k : seq Z :=
  match k with
  | k'.+1 => outputs (nth [::] (layers N) k') (zforward k') (d k')
  | 0%N => rmul (zresidual N) (data N) (samples N)
  end.
Definition zgrad k i j : Z := Z.mul (nth Z0 (zback k.+1) i) (nth Z0 (zforward k) j).
Definition zimbalance k i j : Z :=
  Z.sub (zsum (fun l => Z.mul (zentry k.+1 l i) (zentry k.+1 l j)) (d k.+2))
        (zsum (fun l => Z.mul (zentry k i l) (zentry k j l)) (d k)).
Definition zgram : seq (seq Z) :=
  [seq [seq zsum (fun l => Z.mul (nth Z0 (nth [::] (data N) l) i)
                                 (nth Z0 (nth [::] (data N) l) j)) (samples N)
    | j <- iota i (d 0 - i)] | i <- iota 0 (d 0)].
End Programs.

Section Values.
Variables (R : realFieldType) (N : network).
Notation d := (nth 0%N (widths N)).
Notation L := (depth N).
Notation n := (samples N).
Notation c := (n%:R^-1 : R).
Notation X := (netX R N).
Notation y := (nety R N).
Notation p := (netp R N).
Notation W := (netW R N).
Notation D := (zr R (layer_unit N)).
Notation G := (zr R (readout_unit N)).
Notation E := (zr R (data_unit N)).
Notation U := (zr R (unit_of N)).

Let Xz := zmx R n (d 0) (data N).
Let yz := (zrow R n (targets N))^T.
Let pz := zrow R (d L) (readout N).
Let Wz := zw R (widths N) (layers N).

Hypothesis units : units_check N.
Let D0 : 0 < D. Proof. by case/and4P: units => /zr_gt0. Qed.
Let n0 : 0 < n%:R :> R. Proof. by case/and4P: units => _ _ _; rewrite ltr0n. Qed.

Lemma zback_row k : (k <= L)%N -> zrow R (d k) (zback N k) = row0 pz Wz (L - k) k.
Proof.
move=> kL; have := zrow_chain R (widths N) (layers N) (readout N) [::] [::] (subnK kL).
by rewrite /zback; case: (chain _ _ _ _ _ _ _) => [[a b] [e f]] [].
Qed.

Lemma netW_head k : head W k = D^-1 ^+ k *: head Wz k.
Proof.
elim: k => [|k IHk]; first by rewrite expr0 scale1r.
by rewrite !headS IHk /netW /scalew -/Wz -scalemxAl -scalemxAr scalerA exprS.
Qed.

Lemma netW_back k : (k <= L)%N ->
  p *m tail L W k = (G^-1 * D^-1 ^+ (L - k)) *: zrow R (d k) (zback N k).
Proof.
by move=> kL; rewrite zback_row // /tail -!row0E; exact: row0_scale.
Qed.

Lemma net_regressor : regressor p W = (G^-1 * D^-1 ^+ L) *: (zrow R (d 0) (zback N 0))^T.
Proof.
rewrite /regressor -(tail_head W (leq0n L)) /= mulmx1 netW_back // subn0.
by rewrite linearZ.
Qed.

Lemma zr_unitV : U^-1 = E^-1 * (G^-1 * D^-1 ^+ L).
Proof. by rewrite zr_unit !invfM exprVn mulrA. Qed.

Lemma net_fit : X *m regressor p W = U^-1 *: (zrow R n (zfit N))^T.
Proof.
rewrite net_regressor /netX -/Xz -scalemxAl -scalemxAr scalerA -zr_unitV.
by rewrite zrow_outputs trmxK.
Qed.

Lemma net_residual : X *m regressor p W - y = U^-1 *: (zrow R n (zresidual N))^T.
Proof.
rewrite net_fit /nety -scalerBr -linearB /=; congr (_ *: _^T).
rewrite /zresidual /zfit /zback subn0.
case: (chain _ _ _ _ _ _ _) => [[a b] [e f]] /=.
by rewrite zrowD zrowN.
Qed.

Lemma zr_den : c * U^-1 ^+ 2 = (zr R (den N))^-1.
Proof. by rewrite /den !zrM zr_nat !invfM expr2. Qed.

Lemma sqF_zrow m r : sqF (zrow R m r)^T = zr R (vdot r r m).
Proof. by rewrite sqF_tr zr_vdot. Qed.

Theorem value_risk : risk c X y p W = zr R (zrisk N) / zr R (den N).
Proof.
rewrite risk_lin /lin_risk net_residual sqFZ sqF_zrow mulrA zr_den.
by rewrite mulrC.
Qed.

Theorem value_energy :
  dot (regressor p W) (cov c X *m regressor p W) = zr R (zenergy N) / zr R (den N).
Proof.
by rewrite dot_cov -/(sqF _) net_fit sqFZ sqF_zrow mulrA zr_den mulrC.
Qed.

Theorem value_regressor :
  sqF (regressor p W) = zr R (zregressor N) / (G * D ^+ L) ^+ 2.
Proof.
rewrite net_regressor sqFZ sqF_zrow mulrC; congr (_ * _).
by rewrite exprVn -invfM -exprVn.
Qed.

Theorem value_readout : sqF p = zr R (zreadout N) / G ^+ 2.
Proof. by rewrite /netp sqFZ -sqF_tr sqF_zrow mulrC exprVn. Qed.

Theorem value_layer k : sqF (W k) = zr R (zlayer N k) / D ^+ 2.
Proof.
rewrite /netW /scalew sqFZ mulrC exprVn; congr (_ / _).
rewrite sqFE zr_sum; apply: eq_bigr => i _; rewrite zr_sum.
by apply: eq_bigr => j _; rewrite zrM mxE expr2.
Qed.

Lemma zforward_row k : (zrow R (d k) (zforward N k))^T =
  head Wz k *m (Xz^T *m (zrow R n (zresidual N))^T).
Proof.
elim: k => [|k IHk]; first by rewrite mul1mx /= zrow_rmul trmx_mul.
by rewrite [zforward N k.+1]/= zrow_outputs trmxK headS -mulmxA -IHk.
Qed.

Theorem value_grad k i j : (k < L)%N ->
  grad c X y p W k i j = 2%:R * D * zr R (zgrad N k i j) / zr R (den N).
Proof.
move=> kL; rewrite grad_rank1 netW_back // /out_grad net_residual.
set z := zrow R n (zresidual N).
have -> : head W k *m ((c *+ 2) *: (X^T *m (U^-1 *: z^T))) =
    (D^-1 ^+ k * (c *+ 2) * E^-1 * U^-1) *: (zrow R (d k) (zforward N k))^T.
  have -> : X^T = E^-1 *: Xz^T by rewrite linearZ.
  rewrite netW_head -!(scalemxAl, scalemxAr) !scalerA zforward_row -/z.
  by congr (_ *: _); ring.
have trZ m l x (A : 'M[R]_(m, l)) : (x *: A)^T = x *: A^T by exact: linearZ.
rewrite !trZ -scalemxAl -scalemxAr scalerA trmxK !mxE big_ord1 !mxE.
rewrite /zgrad zrM -zr_den zr_unitV.
have DL : D^-1 ^+ L = D^-1 ^+ (L - k.+1) * D^-1 ^+ k * D^-1.
  by rewrite -exprD -exprSr; congr (_ ^+ _); rewrite -addnS subnK.
have DD : D * D^-1 = 1 by rewrite divff ?gt_eqF.
rewrite DL; move: (D^-1 ^+ (L - k.+1)) (D^-1 ^+ k) => u v.
move: (zr R (nth _ _ i)) (zr R (nth _ _ j)) => b a.
move: D (D^-1) DD (E^-1) (G^-1) c => D' w DD e g k'.
have -> : 2%:R * D' * (b * a) * (k' * (e * (g * (u * v * w))) ^+ 2) =
  (D' * w) * (2%:R * (b * a) * (k' * (e * (g * (u * v))) * (e * (g * (u * v * w))))) by ring.
by rewrite DD; ring.
Qed.

Theorem value_imbalance k (i j : 'I_(d k.+1)) :
  ((W k.+1)^T *m W k.+1 - W k *m (W k)^T) i j = zr R (zimbalance N k i j) / D ^+ 2.
Proof.
have trZ m l x (A : 'M[R]_(m, l)) : (x *: A)^T = x *: A^T by exact: linearZ.
rewrite /netW /scalew !trZ -!scalemxAl -!scalemxAr !scalerA -scalerBr.
rewrite mxE -expr2 exprVn mulrC; congr (_ / _); rewrite mxE /zimbalance.
rewrite /Z.sub zrD zrN !zr_sum !mxE; congr (_ + _).
  by apply: eq_bigr => l _; rewrite zrM !mxE.
by congr (- _); apply: eq_bigr => l _; rewrite zrM !mxE.
Qed.

Lemma zgram_mx : tri_mx R (d 0) (zgram N) = Xz^T *m Xz.
Proof.
apply/matrixP => i j; rewrite !mxE /tri_entry /zgram.
have im : (minn i j < d 0)%N by rewrite (leq_ltn_trans (geq_minl _ _)).
have jm : (maxn i j - minn i j < d 0 - minn i j)%N.
  by rewrite ltn_sub2r // gtn_max !ltn_ord.
rewrite (nth_map 0%N) ?size_iota // nth_iota // add0n.
rewrite (nth_map 0%N) ?size_iota // nth_iota // subnKC; last first.
  by rewrite (leq_trans (geq_minl _ _)) ?leq_maxl.
rewrite zr_sum; apply: eq_bigr => l _; rewrite zrM !mxE.
by case: (leqP i j) => // _; rewrite mulrC.
Qed.

Theorem value_cov (v : 'cV_(d 0)) : dot v (cov c X *m v) =
  (zr R (Z.mul (Z.of_nat n) (Z.mul (data_unit N) (data_unit N))))^-1 *
    dot v (tri_mx R (d 0) (zgram N) *m v).
Proof.
rewrite zgram_mx dot_cov -/(sqF _) /netX -/Xz -scalemxAl sqFZ mulrA !zrM zr_nat.
by rewrite !invfM expr2 -mulmxA dotC dot_mull trmxK dotC.
Qed.

End Values.

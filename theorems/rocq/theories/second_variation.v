(* The Hessian of the risk at any network: second variation of the regressor          *)
(*                                                                                    *)
(* Main results                                                                       *)
(*   row_expand   p (W + s H)_{L-1} ... (W + s H)_0 to second order, exactly          *)
(*   hess_at      hess W H = 2 c (|X J[H]|^2 + <X pi - y, X D^2 pi[H, H]>) at every W *)
(*   hess_bil     hess W H = bil W H H, bil bilinear and symmetric                    *)
(* Notation                                                                           *)
(*   row0 p W m k   p W_{L-1} ... W_k with m = L - k factors (b_k, a row)             *)
(*   row1 p W H m k   its first variation;  row1 p W H L 0 = J[H]^T                   *)
(*   row2 p W H G m k   its second variation, bilinear in H and G                     *)
(*   bil X y p W H G = 2 (<X J[H], X J[G]> + <X pi - y, X D^2 pi[H, G]>)              *)
(* Source: claim sharpness/hessian-at-minimizer, formula at an arbitrary W.           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Two identities of the ring, applied entry by entry below.                          *)
Lemma collect3 (A : comRingType) (s a b c e f g h k : A) :
  a + s * b + s ^+ 2 * c + s ^+ 3 * e +
  (s * f + s * (s * g) + s ^+ 2 * (s * h) + s ^+ 3 * (s * k)) =
  a + s * (b + f) + s ^+ 2 * (c + g) + s ^+ 3 * (e + s * k + h).
Proof. ring. Qed.

Lemma collect1 (A : comRingType) (x a b c e f g h k : A) :
  x * a + b + (x * c + e + (x * f + g)) = x * (a + (c + f)) + (b + (e + g)).
Proof. ring. Qed.

Section Rows.
Variables (R : comRingType) (d : nat -> nat) (L : nat) (p : 'M[R]_(1, d L)).
Implicit Types W H G : weights R d.

Fixpoint row0 W m k : 'M[R]_(1, d k) :=
  match m with m'.+1 => row0 W m' k.+1 *m W k | 0%N => p *m pid_mx (d L) end.
Fixpoint row1 W H m k : 'M[R]_(1, d k) :=
  match m with
  | m'.+1 => row1 W H m' k.+1 *m W k + row0 W m' k.+1 *m H k
  | 0%N => 0
  end.
Fixpoint row2 W H G m k : 'M[R]_(1, d k) :=
  match m with
  | m'.+1 => row2 W H G m' k.+1 *m W k
             + (row1 W H m' k.+1 *m G k + row1 W G m' k.+1 *m H k)
  | 0%N => 0
  end.
Fixpoint rowq W H m k : 'M[R]_(1, d k) :=
  match m with
  | m'.+1 => rowq W H m' k.+1 *m W k + row1 W H m' k.+1 *m H k
  | 0%N => 0
  end.

Lemma row0E W m k : row0 W m k = p *m tail_rec L W m k.
Proof. by elim: m k => [|m IHm] k //=; rewrite IHm mulmxA. Qed.

Theorem row2_diag W H m k : row2 W H H m k = rowq W H m k *+ 2.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite mul0rn.
by rewrite IHm mulrnDl mulr2n mulmxDl -!mulr2n.
Qed.

Lemma row_expand W H s m k : exists Q,
  row0 (addw W (scalew s H)) m k =
  row0 W m k + s *: row1 W H m k + s ^+ 2 *: rowq W H m k + s ^+ 3 *: Q.
Proof.
elim: m k => [|m IHm] k; first by exists 0; rewrite /= !scaler0 !addr0.
have [Q E] := IHm k.+1; exists (Q *m (W k + s *: H k) + rowq W H m k.+1 *m H k).
rewrite /= E /addw /scalew.
set a := row0 _ _ _; set b := row1 _ _ _ _; set q := rowq _ _ _ _.
rewrite !(mulmxDl, mulmxDr) -!(scalemxAl, scalemxAr).
move: (a *m _) (a *m _) (b *m _) (b *m _) (q *m _) (q *m _) (Q *m _) (Q *m _).
by move=> *; apply/matrixP => i j; rewrite !mxE; exact: collect3.
Qed.

Lemma row1D W x H G m k :
  row1 W (addw (scalew x H) G) m k = x *: row1 W H m k + row1 W G m k.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite scaler0 addr0.
rewrite IHm /addw /scalew mulmxDl mulmxDr -scalemxAl -scalemxAr scalerDr.
by rewrite addrACA.
Qed.

Lemma row2C W H G m k : row2 W H G m k = row2 W G H m k.
Proof. by elim: m k => [|m IHm] k //=; rewrite IHm [in X in _ + X]addrC. Qed.

Lemma row2D W x H H' G m k :
  row2 W (addw (scalew x H) H') G m k = x *: row2 W H G m k + row2 W H' G m k.
Proof.
elim: m k => [|m IHm] k /=; first by rewrite scaler0 addr0.
rewrite IHm row1D /addw /scalew !(mulmxDl, mulmxDr) -!(scalemxAl, scalemxAr).
do ![move: (_ *m _) => ?].
by apply/matrixP => i j; rewrite !mxE; exact: collect1.
Qed.

End Rows.

Section AnyPoint.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Types W H G : weights R d.

Notation J W H := (row1 p W H L 0).
Notation J2 W H G := (row2 p W H G L 0).

Definition bil W H G : R := 2%:R * (dot (X *m (J W H)^T) (X *m (J W G)^T)
  + dot (X *m regressor p W - y) (X *m (J2 W H G)^T)).

Lemma bilC W H G : bil W H G = bil W G H.
Proof. by rewrite /bil dotC row2C. Qed.

Lemma bilD W x H H' G :
  bil W (addw (scalew x H) H') G = x * bil W H G + bil W H' G.
Proof.
rewrite /bil row1D row2D !linearP /=.
by rewrite dotDl dotZl dotDr dotZr; do ![move: (dot _ _) => ?]; ring.
Qed.

Lemma lift_row0 W m k :
  row0 (map_mx polyC p) (liftw W) m k = map_mx polyC (row0 p W m k).
Proof.
elim: m k => [|m IHm] k /=; last by rewrite IHm map_mxM.
by rewrite map_mxM map_pid_mx.
Qed.

Lemma lift_row1 W H m k :
  row1 (map_mx polyC p) (liftw W) (liftw H) m k = map_mx polyC (row1 p W H m k).
Proof.
elim: m k => [|m IHm] k /=; first by rewrite map_mx0.
by rewrite IHm lift_row0 map_mxD !map_mxM.
Qed.

Lemma lift_rowq W H m k :
  rowq (map_mx polyC p) (liftw W) (liftw H) m k = map_mx polyC (rowq p W H m k).
Proof.
elim: m k => [|m IHm] k /=; first by rewrite map_mx0.
by rewrite IHm lift_row1 map_mxD !map_mxM.
Qed.

End AnyPoint.

Lemma row0_head (A : comRingType) d L (p : 'M[A]_(1, d L)) (W : weights A d) :
  row0 p W L 0 = p *m head W L.
Proof. by rewrite row0E -(tail_head W (leq0n L)) /= mulmx1 /tail subn0. Qed.

Lemma collect4 (A : comRingType) (c x rr rv rz rt vv vz vt zz zt tt : A) :
  c * (rr + (x * rv + (x ^+ 2 * rz + x ^+ 3 * rt)) *+ 2 +
     (x * (x * vv) + (x * (x ^+ 2 * vz) + x * (x ^+ 3 * vt)) *+ 2 +
      (x ^+ 2 * (x ^+ 2 * zz) + (x ^+ 2 * (x ^+ 3 * zt)) *+ 2 +
       x ^+ 3 * (x ^+ 3 * tt)))) =
  c * rr + x * (c * (rv *+ 2)) + x ^+ 2 * (c * (vv + rz *+ 2))
  + x ^+ 3 * (c * (rt *+ 2 + vz *+ 2 + x * (vt *+ 2 + zz) + x ^+ 2 * (zt *+ 2)
               + x ^+ 3 * tt)).
Proof. ring. Qed.

Section HessianAnywhere.
Variables (R : realFieldType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Implicit Types W H : weights R d.

Theorem hess_at W H : hess c X y p W H = c * bil X y p W H H.
Proof.
set Xp := map_mx polyC X; set yp := map_mx polyC y; set pp := map_mx polyC p.
have [Q EQ] := row_expand pp (liftw W) (liftw H) 'X L 0.
pose r := map_mx polyC (X *m regressor p W - y).
pose v := map_mx polyC (X *m (row1 p W H L 0)^T).
pose z := map_mx polyC (X *m (rowq p W H L 0)^T); pose T := Xp *m Q^T.
have resE : res Xp yp pp (addw (liftw W) (scalew 'X (liftw H))) =
    r + ('X *: v + ('X ^+ 2 *: z + 'X ^+ 3 *: T)).
  rewrite /res /fit -row0_head EQ lift_row0 lift_row1 lift_rowq.
  rewrite !(linearD, linearZ) /= /r /v /z /T map_mxB !map_mxM -!map_trmx.
  rewrite /regressor -row0_head map_trmx -!addrA; congr (_ + _).
  by rewrite [RHS]addrC -!addrA.
have polyC_dot k l (A B : 'M[R]_(k, l)) :
    dot (map_mx polyC A) (map_mx polyC B) = (dot A B)%:P.
  by rewrite /dot map_trmx -map_mxM trace_map_mx.
rewrite /hess /line_risk /risk resE 3!sqFD /sqF !(dotDr, dotZl, dotZr).
have : dot r z = (dot (X *m regressor p W - y) (X *m (rowq p W H L 0)^T))%:P.
  exact: polyC_dot.
have : dot v v = (sqF (X *m (row1 p W H L 0)^T))%:P by exact: polyC_dot.
have : dot r v = (dot (X *m regressor p W - y) (X *m (row1 p W H L 0)^T))%:P.
  exact: polyC_dot.
have : dot r r = (sqF (X *m regressor p W - y))%:P by exact: polyC_dot.
move: (dot r r) (dot r v) (dot r z) (dot r T) (dot v v) (dot v z) (dot v T).
move: (dot z z) (dot z T) (dot T T) => zz zt tt rr rv rz rt vv vz vt -> -> -> ->.
rewrite collect4 -!(polyCMn, polyCD, polyCM) derivn2_coef /bil row2_diag.
rewrite !linearMn /= [in X in _ = X]mulr2n dotDr /sqF.
by do ![move: (dot _ _) => ?]; ring.
Qed.

End HessianAnywhere.

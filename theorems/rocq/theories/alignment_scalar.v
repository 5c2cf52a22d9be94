(* The scalar inequality behind the alignment of the limit                            *)
(*                                                                                    *)
(* Notation: L the depth, r = (|pi| / |p|)^(2/L) and t = 4^(1/L) r; h, dl, U the      *)
(* imbalances below, at and above a layer, m a bound of each of them, e = 3 m +       *)
(* 2 (h + dl + U) and s the squared norm of the layer above.                          *)
(* Main results, if e < t and g = s - dl - U                                          *)
(*   gap_below    g > 0 and t dl^2 <= e g^2 from r <= s + h + dl        (L >= 3)      *)
(*   gap_above    the same from r <= s + U                              (L >= 3)      *)
(*   gap_two      the same from r^2 <= s (s + dl)                       (L = 2)       *)
(* For L >= 3 all that is used of t is (K - 3) t <= K r with K = 2 L + 2 >= 8; see    *)
(* root_of_four.v. Not covered: networks; see small_scale_alignment.v.                *)
(* Source: claim small-scale/alignment, proof.                                        *)
From mathcomp Require Import all_ssreflect all_algebra ring.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* The inequality follows from its square root, multiplied by e.                      *)
Lemma from_root (R : realFieldType) (t dl e g : R) :
    0 <= dl -> 0 <= t -> e <= t -> 5%:R * dl <= e -> t * dl <= e * g ->
  t * dl ^+ 2 <= e * g ^+ 2.
Proof.
move=> dl0 t0 et; move: (dl0); rewrite le_eqVlt => /predU1P[<- e0 _|dl_gt0 de le].
  by rewrite expr0n mulr0 mulr_ge0 ?sqr_ge0 // (le_trans _ e0) ?mulr0.
have e_gt0 : 0 < e by apply: lt_le_trans de; rewrite mulr_gt0 ?ltr0n.
rewrite -(ler_pmul2l e_gt0); apply: le_trans (_ : (t * dl) ^+ 2 <= _).
  have -> : (t * dl) ^+ 2 = t * (t * dl ^+ 2) by ring.
  by apply: ler_wpmul2r et; rewrite mulr_ge0 ?sqr_ge0.
have -> : e * (e * g ^+ 2) = (e * g) ^+ 2 by ring.
have td0 : 0 <= t * dl by exact: mulr_ge0.
by apply: ler_expn2r; rewrite ?nnegrE // (le_trans td0).
Qed.

Section Gap.
Variable R : realFieldType.
Variables r t s m dl e : R.
Hypotheses (r_gt0 : 0 < r) (dl_ge0 : 0 <= dl) (dl_m : dl <= m).

(* Two layers: h = U = 0, t = 2 r                                                     *)
Theorem gap_two : e = 3%:R * m + 2%:R * dl -> e < 2%:R * r -> 0 <= s ->
    r ^+ 2 <= s * (s + dl) ->
  0 < s - dl /\ 2%:R * r * dl ^+ 2 <= e * (s - dl) ^+ 2.
Proof.
move=> eE er s0 prod; have de : 5%:R * dl <= e.
  rewrite eE -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * (m - dl)); last by ring.
  by rewrite mulr_ge0 ?ler0n ?subr_ge0.
have dr : 5%:R * dl < 2%:R * r := le_lt_trans de er.
have sr : 2%:R * r <= 5%:R * (s - dl).
  rewrite leNgt; apply/negP => lt; move: prod; rewrite leNgt => /negP; apply.
  have five : 0 < 25%:R :> R by rewrite ltr0n.
  have s4 : 5%:R * s < 4%:R * r.
    rewrite (_ : 5%:R * s = 5%:R * (s - dl) + 5%:R * dl); last by ring.
    by rewrite (_ : 4%:R * r = 2%:R * r + 2%:R * r); [exact: ltr_add|ring].
  have s6 : 5%:R * (s + dl) < 6%:R * r.
    rewrite (_ : 5%:R * (s + dl) = 5%:R * s + 5%:R * dl); last by ring.
    by rewrite (_ : 6%:R * r = 4%:R * r + 2%:R * r); [exact: ltr_add|ring].
  rewrite -(ltr_pmul2l five).
  rewrite (_ : 25%:R * (s * (s + dl)) = (5%:R * s) * (5%:R * (s + dl))); last by ring.
  apply: le_lt_trans (_ : (4%:R * r) * (6%:R * r) < _).
    by apply: ler_pmul (ltW s4) (ltW s6); rewrite !(ler0n, addr_ge0, mulr_ge0).
  rewrite -subr_gt0 [X in 0 < X](_ : _ = r ^+ 2); last by ring.
  exact: exprn_gt0.
have five : 0 < 5%:R :> R by rewrite ltr0n.
have two : 0 < 2%:R * r by rewrite mulr_gt0 ?ltr0n.
have g_gt0 : 0 < s - dl by rewrite -(ltr_pmul2l five) mulr0; exact: lt_le_trans sr.
split=> //; apply: from_root => //; [exact: ltW|exact: ltW|].
rewrite mulrC; apply: le_trans (ler_wpmul2l dl_ge0 sr) _.
by rewrite mulrCA mulrA; apply: ler_wpmul2r de; exact: ltW.
Qed.

(* Three layers and more, K = 2 L + 2                                                 *)
Variables (h U K : R).
Hypotheses (h_ge0 : 0 <= h) (U_ge0 : 0 <= U) (K_ge8 : 8%:R <= K).
Hypothesis root : (K - 3%:R) * t <= K * r.
Hypothesis eE : e = 3%:R * m + 2%:R * (h + dl + U).
Hypothesis e_le : e <= (K - 1) * m.
Hypotheses (t_gt0 : 0 < t) (et : e < t).
Let g := s - dl - U.

Let m_ge0 : 0 <= m. Proof. exact: le_trans dl_ge0 dl_m. Qed.

Let de : 5%:R * dl <= e.
Proof.
rewrite eE -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * (m - dl) + 2%:R * (h + U)); last by ring.
by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
Qed.

Let t_le : 5%:R * t <= 8%:R * r.
Proof.
have K3 : 0 < K - 3%:R.
  by rewrite subr_gt0 (lt_le_trans _ K_ge8) // ltr_nat.
rewrite -(ler_pmul2l K3) mulrCA; apply: le_trans (ler_wpmul2l (ler0n R 5) root) _.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * (K - 8%:R) * r); last by ring.
by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0) // ltW.
Qed.

(* Most of the imbalance is below                                                     *)
Lemma gap_below : r <= s + h + dl -> 0 < g /\ t * dl ^+ 2 <= e * g ^+ 2.
Proof.
move=> rs; have e2 : 5%:R * e < 8%:R * r.
  by apply: lt_le_trans t_le; rewrite ltr_pmul2l ?ltr0n.
have g_ge : 2%:R * r - e + dl <= 2%:R * g.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = 2%:R * (s + h + dl - r) + 3%:R * (m - dl)).
    by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
  by rewrite eE /g; ring.
have g_gt0 : 0 < g.
  have two : 0 < 10%:R :> R by rewrite ltr0n.
  rewrite -(ltr_pmul2l two) mulr0; apply: lt_le_trans (_ : 5%:R * (2%:R * r - e + dl) <= _).
    rewrite (_ : _ * _ = 2%:R * r + (8%:R * r - 5%:R * e) + 5%:R * dl); last by ring.
    by rewrite ltr_paddr ?mulr_ge0 ?ler0n // addr_gt0 ?mulr_gt0 ?ltr0n // subr_gt0.
  by rewrite (_ : 10%:R * g = 5%:R * (2%:R * g)); [rewrite ler_pmul2l ?ltr0n|ring].
split=> //; apply: from_root; [exact: dl_ge0|exact: ltW|exact: ltW|exact: de|].
have e0 : 0 <= e by apply: le_trans de; rewrite mulr_ge0 ?ler0n.
have two : 0 < 2%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l two); apply: le_trans (_ : 2%:R * (5%:R * r - 2%:R * e) * dl <= _).
  rewrite mulrA; apply: ler_wpmul2r => //; rewrite ler_pmul2l //.
  have five : 0 < 5%:R :> R by rewrite ltr0n.
  rewrite -(ler_pmul2l five) -subr_ge0.
  rewrite [X in 0 <= X](_ : 
    _ = r + 2%:R * (8%:R * r - 5%:R * e) + (8%:R * r - 5%:R * t)); last by ring.
  by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0) // ltW.
rewrite mulrCA; apply: le_trans (ler_wpmul2l e0 g_ge).
rewrite -subr_ge0 [X in 0 <= X](_ : _ = (e - 5%:R * dl) * (2%:R * r - e)); last by ring.
rewrite mulr_ge0 ?subr_ge0 //.
have five : 0 < 5%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l five); apply: le_trans (ltW e2) _.
by rewrite mulrA -natrM ler_pmul2r // ler_nat.
Qed.

(* Most of the imbalance is above                                                     *)
Lemma gap_above : r <= s + U -> 0 < g /\ t * dl ^+ 2 <= e * g ^+ 2.
Proof.
move=> rs; have g_ge : r - e + 3%:R * m + dl <= g.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = (s + U - r) + 2%:R * h).
    by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
  by rewrite eE /g; ring.
have [e23|e23] := leP (3%:R * e) (2%:R * r).
  have gr : r <= 3%:R * g.
    apply: le_trans (ler_wpmul2l (ler0n R 3) g_ge).
    rewrite -subr_ge0 [X in 0 <= X](_ : 
      _ = (2%:R * r - 3%:R * e) + 9%:R * m + 3%:R * dl); last by ring.
    by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
  have three : 0 < 15%:R :> R by rewrite ltr0n.
  have g_gt0 : 0 < g by rewrite -(pmulr_rgt0 _ (ltr0Sn R 2)); exact: lt_le_trans gr.
  split=> //; apply: from_root; [exact: dl_ge0|exact: ltW|exact: ltW|exact: de|].
  have e0 : 0 <= e by apply: le_trans de; rewrite mulr_ge0 ?ler0n.
  rewrite -(ler_pmul2l three); apply: le_trans (_ : 5%:R * (e * r) <= _).
    apply: le_trans (_ : 3%:R * t * e <= _).
      rewrite (_ : 15%:R * (t * dl) = 3%:R * t * (5%:R * dl)); last by ring.
      by apply: ler_wpmul2l de; rewrite mulr_ge0 ?ler0n // ltW.
    rewrite mulrC [X in _ <= X]mulrCA; apply: ler_wpmul2l => //.
    have five : 0 < 5%:R :> R by rewrite ltr0n.
    rewrite -(ler_pmul2l five) -subr_ge0.
    rewrite [X in 0 <= X](_ : _ = r + 3%:R * (8%:R * r - 5%:R * t)); last by ring.
    by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0) // ltW.
  rewrite (_ : 15%:R * (e * g) = 5%:R * (e * (3%:R * g))); last by ring.
  by rewrite ler_pmul2l ?ltr0n // ler_wpmul2l.
have e_gt0 : 0 < e.
  have three : 0 < 3%:R :> R by rewrite ltr0n.
  by rewrite -(ltr_pmul2l three) mulr0 (le_lt_trans _ e23) // mulr_ge0 ?ler0n // ltW.
have K0 : 0 < K by apply: lt_le_trans K_ge8; rewrite ltr0n.
have K3 : 0 < K - 3%:R by rewrite subr_gt0 (lt_le_trans _ K_ge8) // ltr_nat.
have m_gt0 : 0 < m.
  rewrite lt_def m_ge0 andbT; apply/eqP => m0; move: e_le.
  by rewrite m0 mulr0 leNgt e_gt0.
have [er1|er1] := leP e r.
  have g4 : 4%:R * dl <= g.
    apply: le_trans g_ge; rewrite -subr_ge0.
    rewrite [X in 0 <= X](_ : _ = (r - e) + 3%:R * (m - dl)); last by ring.
    by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0).
  have g_gt0 : 0 < g.
    apply: lt_le_trans g_ge; rewrite ltr_paddr // ltr_paddl ?subr_ge0 //.
    by rewrite mulr_gt0 ?ltr0n.
  split=> //; apply: le_trans (_ : e * (4%:R * dl) ^+ 2 <= _); last first.
    have lo : 0 <= 4%:R * dl by rewrite mulr_ge0 ?ler0n.
    by apply: ler_wpmul2l; [exact: ltW|apply: ler_expn2r; rewrite ?nnegrE // (le_trans lo)].
  rewrite exprMn [X in _ <= X]mulrA; apply: ler_wpmul2r; first exact: sqr_ge0.
  have three : 0 < 15%:R :> R by rewrite ltr0n.
  rewrite -(ler_pmul2l three) -subr_ge0.
  rewrite [X in 0 <= X](_ : 
    _ = 80%:R * (3%:R * e - 2%:R * r) + 136%:R * r + 3%:R * (8%:R * r - 5%:R * t)); last by ring.
  by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0) // ltW.
(* K (e - r) <= 3 e: from the root bound                                              *)
have er : K * (e - r) <= 3%:R * ((K - 1) * m).
  apply: le_trans (_ : 3%:R * e <= _); last by rewrite ler_pmul2l ?ltr0n.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = K * r - (K - 3%:R) * e); last by ring.
  by rewrite subr_ge0; apply: le_trans root; rewrite ler_pmul2l // ltW.
have gK : (K + 3%:R) * m <= K * g + (K * (m - dl)).
  apply: le_trans (ler_add (ler_wpmul2l (ltW K0) g_ge) (lexx _)).
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * ((K - 1) * m) - K * (e - r)); last by ring.
  by rewrite subr_ge0.
have gd : (K + 3%:R) * dl <= K * g.
  rewrite -(ler_add2r (K * (m - dl))); apply: le_trans gK.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * (m - dl)); last by ring.
  by rewrite mulr_ge0 ?ler0n ?subr_ge0.
have g_gt0 : 0 < g.
  rewrite -(pmulr_rgt0 _ K0); apply: lt_le_trans (_ : 3%:R * m <= _).
    by rewrite mulr_gt0 ?ltr0n.
  rewrite -(ler_add2r (K * (m - dl))); apply: le_trans gK.
  rewrite -subr_ge0 [X in 0 <= X](_ : _ = K * dl); last by ring.
  by rewrite mulr_ge0 // ltW.
split=> //; have K30 : 0 <= K + 3%:R by rewrite addr_ge0 ?ler0n // ltW.
rewrite -(ler_pmul2l (mulr_gt0 (exprn_gt0 2 K0) K3)).
apply: le_trans (_ : K ^+ 3 * (r * dl ^+ 2) <= _).
  rewrite (_ : K ^+ 3 * _ = K ^+ 2 * (K * r) * dl ^+ 2); last by ring.
  rewrite (_ : _ * (t * _) = K ^+ 2 * ((K - 3%:R) * t) * dl ^+ 2); last by ring.
  apply: ler_wpmul2r; first exact: sqr_ge0.
  by apply: ler_wpmul2l root; exact: sqr_ge0.
apply: le_trans (_ : (K - 3%:R) * e * (K * g) ^+ 2 <= _); last first.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
apply: le_trans (_ : (K - 3%:R) * e * ((K + 3%:R) * dl) ^+ 2 <= _); last first.
  apply: ler_wpmul2l; first by rewrite mulr_ge0 ?ltW.
  have lo : 0 <= (K + 3%:R) * dl by exact: mulr_ge0.
  by apply: ler_expn2r; rewrite ?nnegrE // (le_trans lo).
rewrite exprMn [X in _ <= X]mulrA (_ : K ^+ 3 * _ = K ^+ 3 * r * dl ^+ 2); last by ring.
apply: ler_wpmul2r; first exact: sqr_ge0.
apply: le_trans (_ : (K - 3%:R) * r * (K + 3%:R) ^+ 2 <= _); last first.
  apply: ler_wpmul2r; first exact: sqr_ge0.
  by apply: ler_wpmul2l; apply: ltW.
rewrite -subr_ge0 [X in 0 <= X](_ : _ = 3%:R * r * ((K - 8%:R) * (K + 5%:R) + 31%:R)); last by ring.
by rewrite !(ler01, ler0n, subr_ge0, addr_ge0, mulr_ge0, exprn_ge0) // ltW.
Qed.

End Gap.

(* The exact minimal sharpness by the secular equation                                *)
(*                                                                                    *)
(* Setting of minimum_exact.v, L >= 2.                                                *)
(* Main results                                                                       *)
(*   minimum_secular   some minimizer has S(W) <= S iff there are l with Sigma <= l   *)
(*                     and y with Sigma (l - Sigma) y = Sigma ws such that            *)
(*                       |p|^2 l^L ((L-1) ws^T Sigma y)^(L-1) <= (S/2)^L              *)
(* For l > Lambda, y = (l - Sigma)^-1 ws, so that the infimum of S is                 *)
(*   2 rho^(2-2/L) |p|^(2/L) min_l l [(L-1) u^T Sigma (l - Sigma)^-1 u]^((L-1)/L),    *)
(* u = ws/rho. At l = Lambda there is such a y exactly when Sigma ws is orthogonal to *)
(* the eigenspace of Lambda; otherwise the function is infinite there.                *)
(* Source: claim sharpness/minimum-exact, second form.                                *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import psd_form minimum_lower minimum_exact.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Secular.
Variables (R : realFieldType) (n m : nat) (c : R) (X : 'M[R]_(n, m)) (ws : 'cV[R]_m).
Hypothesis c_gt0 : 0 < c.
Implicit Types (x y : 'cV[R]_m) (l : R).

Let S := cov c X.
Definition gap l : 'M[R]_m := S *m (l%:M - S).
Definition cov_le l := forall x, dot x (S *m x) <= l * sqF x.

Let gap_sym l : (gap l)^T = gap l.
Proof.
rewrite /gap trmx_mul linearB /= tr_scalar_mx /S cov_sym mulmxBl mulmxBr.
by rewrite mul_mx_scalar mul_scalar_mx.
Qed.

Let dot_gap l x : dot x (gap l *m x) = l * dot x (S *m x) - sqF (S *m x).
Proof.
rewrite /gap mulmxBr mulmxBl mul_mx_scalar -scalemxAl dotBr dotZr; congr (_ - _).
by rewrite -mulmxA dotC dot_mull cov_sym.
Qed.

(* Sigma (l - Sigma) is positive semidefinite exactly for Sigma <= l.                 *)
Lemma gap_psd l : 0 <= l -> cov_le l <-> (forall x, 0 <= dot x (gap l *m x)).
Proof.
move=> l0; split=> [le x|psd x]; first by rewrite dot_gap subr_ge0 cov_range.
have := psd x; rewrite dot_gap subr_ge0 => H.
have b0 : 0 <= dot x (S *m x) := cov_psd X c_gt0 x.
move: b0; rewrite le_eqVlt => /predU1P[<-|b_gt0]; first by rewrite mulr_ge0 ?sqF_ge0.
rewrite -(ler_pmul2r b_gt0) -expr2; apply: le_trans (cauchy_schwarz _ _) _.
by rewrite mulrAC mulrC; apply: ler_wpmul2r; rewrite ?sqF_ge0.
Qed.

(* With l for the largest eigenvalue over the weight of Sigma the form is secular.    *)
Theorem flat_ub_secular tau kappa l : 0 < tau -> 0 < kappa -> 0 <= l ->
  flat_ub c X ws tau kappa (tau * l) <->
  cov_le l /\ (exists2 y, gap l *m y = S *m ws & kappa * dot ws (S *m y) <= tau).
Proof.
move=> tau0 kappa0 l0; have C0 : 0 <= tau / kappa by rewrite divr_ge0 ?ltW.
have gE x : dot (S *m ws) x = dot ws (S *m x) by rewrite dot_mull cov_sym.
have E : flat_ub c X ws tau kappa (tau * l) <->
    (forall x, dot (S *m ws) x ^+ 2 <= tau / kappa * dot x (gap l *m x)).
  have eqv (a D b : R) : (tau * a + kappa * D <= tau * l * b) =
      (D <= tau / kappa * (l * b - a)).
    rewrite [tau / _ * _]mulrAC ler_pdivl_mulr // mulrBr [tau * (l * b)]mulrA.
    by rewrite ler_subr_addl [D * _]mulrC.
  by split=> ub x; have := ub x; rewrite dot_gap gE eqv.
split=> [/E ub|[le [y yE yC]]].
  have psd x : 0 <= dot x (gap l *m x).
    have := le_trans (sqr_ge0 _) (ub x); rewrite pmulr_rge0 //; exact: divr_gt0.
  split; first exact/gap_psd.
  have [y yE yC] := proj1 (psd_bound (gap_sym l) psd (S *m ws) C0) ub.
  by exists y => //; rewrite mulrC -ler_pdivl_mulr // -gE.
apply/E; have psd := proj1 (gap_psd l0) le.
apply: (proj2 (psd_bound (gap_sym l) psd (S *m ws) C0)).
by exists y => //; rewrite gE ler_pdivl_mulr // mulrC.
Qed.

(* The value of the secular function is positive.                                     *)
Lemma secular_gt0 l y : 0 <= l -> cov_le l -> gap l *m y = S *m ws -> S *m ws != 0 ->
  0 < dot ws (S *m y).
Proof.
move=> l0 /(gap_psd l0) psd yE Sw; have E : dot ws (S *m y) = dot y (gap l *m y).
  by rewrite yE dotC dot_mull cov_sym.
rewrite E lt_def psd andbT; apply: contra_neq Sw => y0.
have := cs_psd (gap_sym l) psd (S *m ws) y.
rewrite y0 mulr0 yE real_exprn_even_le0 ?num_real //= -/(sqF _) sqF_eq0.
by move/eqP.
Qed.

End Secular.

Section Minimum.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_data : cov c X *m ws != 0.
Hypothesis M_gt0 : (0 < M)%N.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.
Let MR : 0 < M%:R :> R. Proof. by rewrite ltr0n. Qed.

Theorem minimum_secular S : 0 <= S ->
  (exists W, minimizer c X y p W /\ sharp_ub c X y p W S) <->
  (exists l x, [/\ 0 <= l, cov_le c X l, gap c X l *m x = cov c X *m ws &
     sqF p * l ^+ L * (M%:R * dot ws (cov c X *m x)) ^+ M <= (S / 2%:R) ^+ L]).
Proof.
move=> S0; rewrite (minimum_exact c_gt0 p0 widths ws_normal ws_data S0).
have S2 : 0 <= S / 2%:R by rewrite divr_ge0 ?ler0n.
have power s l : (s ^+ M * sqF p * l) ^+ L = sqF p * l ^+ L * (s ^+ L * sqF p) ^+ M.
  rewrite !exprMn -!exprM mulnC [sqF p ^+ L]exprS.
  by move: (s ^+ _) (l ^+ _) (_ ^+ M) => *; ring.
split=> [[s s0 ub]|[l [x [l0 le xE low]]]].
  have t0 : 0 < s ^+ M * sqF p by rewrite mulr_gt0 ?exprn_gt0.
  pose l := S / 2%:R / (s ^+ M * sqF p).
  have lE : s ^+ M * sqF p * l = S / 2%:R by rewrite mulrC divfK // gt_eqF.
  have l0 : 0 <= l by rewrite divr_ge0 // ltW.
  rewrite -lE in ub; have := flat_ub_secular X ws c_gt0 t0 (divr_gt0 MR s0) l0.
  case=> /(_ ub)[le [x xE xC]] _; exists l, x; split=> //.
  have Q0 := secular_gt0 c_gt0 l0 le xE ws_data.
  rewrite -lE power; apply: ler_wpmul2l.
    exact: mulr_ge0 (sqF_ge0 p) (exprn_ge0 L l0).
  apply: ler_expn2r; rewrite ?nnegrE; first exact: mulr_ge0 (ltW MR) (ltW Q0).
    exact: mulr_ge0 (exprn_ge0 L (ltW s0)) (sqF_ge0 p).
  by move: xC; rewrite mulrAC ler_pdivr_mulr // [s ^+ L]exprSr mulrAC.
have Q0 := secular_gt0 c_gt0 l0 le xE ws_data.
have [s s0 sE] := root_gt0 M (divr_gt0 (mulr_gt0 MR Q0) p_gt0).
have sQ : s ^+ L * sqF p = M%:R * dot ws (cov c X *m x) by rewrite sE divfK ?gt_eqF.
have t0 : 0 < s ^+ M * sqF p by rewrite mulr_gt0 ?exprn_gt0.
have tl : s ^+ M * sqF p * l <= S / 2%:R.
  by rewrite -(@ler_pexpn2r _ L) ?nnegrE ?(mulr_ge0 (ltW t0)) // power sQ.
exists s => // v; apply: le_trans (ler_wpmul2r (cov_psd X c_gt0 v) tl).
apply: (proj2 (flat_ub_secular X ws c_gt0 t0 (divr_gt0 MR s0) l0)).
split=> //; exists x => //.
by rewrite mulrAC ler_pdivr_mulr // -sQ [s ^+ L]exprSr mulrAC.
Qed.

End Minimum.

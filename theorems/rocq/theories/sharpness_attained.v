(* A flat minimizer: the upper bound on the minimal sharpness                         *)
(*                                                                                    *)
(* rho = |w*| > 0, q = w*^T Sigma w* = a rho^2, v = (|p|/rho)^(1/L), so that          *)
(* rho^(2-2/L) |p|^(2/L) = v^2 rho^2.                                                 *)
(* Main results (any depth L >= 1, hidden widths >= 1, Sigma <= Lam)                  *)
(*   flat_minimizer   some W with regressor w* has                                    *)
(*                    S(W) <= 2 v^2 rho^2 (Lam + (L-1) a)                             *)
(*   printed_upper    ... <= 2 v^2 rho^2 sqrt ((2L-1) Lam^2 + (L-1)^2 a^2)            *)
(* The witness: W_0 = a_1 w*^T / (v rho), W_k = a_{k+1} a_k^T / v, a_k unit vectors,  *)
(* a_L = p / |p|; then b_k = v^k rho a_k and A_k z = <w*, z> a_k / (v^k rho).         *)
(* Source: slides, "Lower bounds on the sharpness of minimizers"; claim               *)
(* sharpness/minimum-two-sided.                                                       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers sharpness_upper_bound.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Flat.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (ws : 'cV[R]_(d 0)) (v rho pn a Lam : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis rho_gt0 : 0 < rho.
Hypothesis rhoE : rho ^+ 2 = sqF ws.
Hypothesis v_gt0 : 0 < v.
Hypothesis pn_gt0 : 0 < pn.
Hypothesis pnE : pn ^+ 2 = sqF p.
Hypothesis vE : v ^+ L * rho = pn.
Hypothesis qa : dot ws (cov c X *m ws) = a * sqF ws.
Hypothesis cov_Lam : forall x : 'cV_(d 0), dot x (cov c X *m x) <= Lam * sqF x.

Let coef k (i : nat) : R :=
  if k == L then oapp (fun j => p 0 j) 0 (insub i : option 'I_(d L)) / pn
  else (i == 0%N)%:R.
Let e k : 'cV[R]_(d k) := \col_i coef k i.
Let g k : 'cV[R]_(d k) := \col_i
  (if k == 0%N then (v * rho)^-1 * oapp (fun j => ws j 0) 0 (insub (val i) : option 'I_(d 0))
   else v^-1 * coef k i).
Let W : weights R d := fun k => e k.+1 *m (g k)^T.

Let pE : p = pn *: (e L)^T.
Proof.
apply/rowP => j; rewrite !mxE /coef eqxx valK /= mulrCA mulfV ?mulr1 //.
exact: lt0r_neq0.
Qed.

Let e_unit k : (0 < k <= L)%N -> (e k)^T *m e k = 1%:M.
Proof.
case/andP=> k0; rewrite leq_eqVlt => /predU1P[->|kL].
  have -> : (e L)^T = pn^-1 *: p.
    by rewrite [in RHS]pE scalerA mulVf ?scale1r // lt0r_neq0.
  have -> : e L = pn^-1 *: p^T.
    by rewrite [in RHS]pE linearZ /= trmxK scalerA mulVf ?scale1r // lt0r_neq0.
  rewrite -scalemxAl -scalemxAr scalerA [p *m _]mx11_scalar.
  have -> : (p *m p^T) 0 0 = sqF p by rewrite /sqF -dot_tr /dot trmxK /mxtrace big_ord1.
  by rewrite -pnE scale_scalar_mx -expr2 -exprMn mulVf ?expr1n // lt0r_neq0.
have kL' : (0 < k < L)%N by rewrite k0.
rewrite [LHS]mx11_scalar; congr (_%:M); rewrite mxE.
rewrite (bigD1 (Ordinal (widths kL'))) //= big1 => [|j j0].
  by rewrite !mxE /coef ltn_eqF //= mulr1 addr0.
rewrite !mxE /coef ltn_eqF //=; case: eqP => [j00|_]; last by rewrite mulr0.
by rewrite -(inj_eq val_inj) /= j00 in j0.
Qed.

Let g0 : g 0 = (v * rho)^-1 *: ws.
Proof. by apply/colP => i; rewrite !mxE /= valK. Qed.

Let gS k : (0 < k)%N -> g k = v^-1 *: e k.
Proof. by case: k => // k _; apply/colP => i; rewrite !mxE. Qed.

Let tailE k : (0 < k <= L)%N -> p *m tail L W k = (v ^+ k * rho) *: (e k)^T.
Proof.
case/andP=> k0 kL; rewrite -(subKn kL) in k0 *.
elim: (L - k)%N (leq_subr k L) k0 => [_ _|m IHm mL m0].
  by rewrite subn0 tail_last mulmx1 vE -pE.
have lt : (L - m.+1 < L)%N by rewrite ltn_subrL.
have E : (L - m)%N = (L - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mL); rewrite E => /(_ isT).
move: (L - m.+1)%N m0 lt => j j0 jL IH.
rewrite tailS // mulmxA IH /W -scalemxAl mulmxA e_unit ?jL // mul1mx gS //.
rewrite linearZ /= scalerA; congr (_ *: _).
rewrite exprSr; have -> : v ^+ j * v * rho / v = v ^+ j * rho * (v / v) by ring.
by rewrite mulfV ?mulr1 // lt0r_neq0.
Qed.

Let regE : regressor p W = ws.
Proof.
rewrite /regressor -(tail_head W (leq0n L)) /= mulmx1 tailS // mulmxA tailE //.
rewrite /W -scalemxAl mulmxA e_unit // mul1mx g0 expr1 -linearZ /= trmxK.
by rewrite scalerA mulfV ?scale1r // mulf_neq0 ?lt0r_neq0.
Qed.

Let headE k z : (0 < k <= L)%N ->
  head W k *m z = (dot ws z / (v ^+ k * rho)) *: e k.
Proof.
elim: k => // k IHk kL; rewrite headS; case: k IHk kL => [|k] IHk kL.
  rewrite /= mulmx1 /W g0 linearZ /= -scalemxAr -scalemxAl -mulmxA.
  have -> : ws^T *m z = (dot ws z)%:M.
    by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite mul_mx_scalar scalerA expr1 mulrC.
rewrite -mulmxA IHk ?(ltnW kL) // /W gS // -scalemxAr linearZ /= -scalemxAr -scalemxAl.
rewrite -mulmxA e_unit ?(ltnW kL) // mulmx1 !scalerA; congr (_ *: _).
by rewrite -mulrA -invfM [v ^+ k.+2]exprS; congr (_ * _^-1); rewrite mulrC mulrA.
Qed.

Let e_norm k : (0 < k <= L)%N -> sqF (e k) = 1.
Proof. by move=> kL; rewrite /sqF /dot e_unit // mxtrace1. Qed.

Let cs_cov (x z : 'cV_(d 0)) :
  dot x (cov c X *m z) ^+ 2 <= dot x (cov c X *m x) * dot z (cov c X *m z).
Proof.
rewrite !dot_cov exprMn [X in _ <= X]mulrACA -[c * c]expr2.
by rewrite ler_wpmul2l ?sqr_ge0 // cauchy_schwarz.
Qed.

Theorem cov_range (x : 'cV[R]_(d 0)) : sqF (cov c X *m x) <= Lam * dot x (cov c X *m x).
Proof.
set z := cov c X *m x; set b := dot x z.
have b0 : 0 <= b by exact: cov_psd.
have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[z0|z_gt0].
  rewrite -z0 mulr_ge0 //; have := cov_Lam ws; rewrite qa -rhoE => H.
  have r2 : 0 < rho ^+ 2 by rewrite exprn_gt0.
  apply: le_trans (_ : a <= _); last by rewrite -(ler_pmul2r r2).
  by rewrite -(pmulr_lge0 _ r2) rhoE -qa cov_psd.
rewrite -(ler_pmul2r z_gt0) -expr2.
have E : sqF z = dot x (cov c X *m z) by rewrite /sqF {1}/z dot_mull cov_sym.
rewrite {1}E; apply: le_trans (cs_cov x z) _; rewrite -/z -/b.
by rewrite [Lam * b]mulrC -mulrA ler_wpmul2l.
Qed.

Theorem flat_minimizer : exists V : weights R d, regressor p V = ws /\
  sharp_ub c X y p V (2%:R * v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a)).
Proof.
exists W; split=> // H; rewrite hess_min ?regE //.
set z := cov c X *m dreg p W H; set b := dot _ z; set h := \sum_(k < L) _.
have b0 : 0 <= b by exact: cov_psd.
have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
set K := v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a).
have -> : 2%:R * v ^+ 2 * rho ^+ 2 * (Lam + M%:R * a) = 2%:R * K.
  by rewrite /K !mulrA.
rewrite -mulrA ler_wpmul2l ?ler0n //.
pose A : weights R d := fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.
have v2 : v ^+ 2 != 0 by rewrite expf_neq0 // lt0r_neq0.
have first : sqF (A 0%N) = v ^+ 2 * rho ^+ 2 * sqF z.
  rewrite /A sqF_outer sqF_tr tailE // sqFZ sqF_tr e_norm // mulr1 expr1.
  by rewrite /= mul1mx exprMn.
have others (k : 'I_M) : sqF (A k.+1) = v ^+ 2 * dot ws z ^+ 2.
  have kM := ltn_ord k; rewrite /A sqF_outer sqF_tr tailE // headE; last first.
    by rewrite /= ltnW.
  rewrite !sqFZ sqF_tr !e_norm //; last by rewrite /= ltnW.
  rewrite !mulr1 -exprMn [v ^+ k.+2]exprS.
  have -> : v * v ^+ k.+1 * rho * (dot ws z / (v ^+ k.+1 * rho)) =
      v * dot ws z * ((v ^+ k.+1 * rho) / (v ^+ k.+1 * rho)) by ring.
  have nz : v ^+ k.+1 * rho != 0 by rewrite mulf_neq0 ?expf_neq0 ?lt0r_neq0.
  by rewrite (mulfV nz) mulr1 exprMn.
have total : \sum_(k < L) sqF (A k) <= K * b.
  rewrite big_ord_recl first (eq_bigr _ (fun k _ => others k)) sumr_const card_ord.
  have zb := cov_range (dreg p W H); rewrite -/z -/b in zb.
  have wz : dot ws z ^+ 2 <= a * rho ^+ 2 * b.
    by rewrite rhoE -qa; exact: cs_cov.
  have -> : K * b = v ^+ 2 * rho ^+ 2 * (Lam * b) + (v ^+ 2 * (a * rho ^+ 2 * b)) *+ M.
    by rewrite /K -[_ *+ M]mulr_natl; ring.
  apply: ler_add; first by rewrite ler_wpmul2l // mulr_ge0 ?sqr_ge0.
  by rewrite ler_muln2r ler_wpmul2l ?sqr_ge0 // orbT.
have := cs_fam L A H; rewrite -dot_dreg dotC -/z -/b -/h => CS.
have {}CS := le_trans CS (ler_wpmul2r h0 total).
move: (b0); rewrite le_eqVlt => /predU1P[b00|b_gt0].
  have r2 : 0 < rho ^+ 2 by rewrite exprn_gt0.
  have a0 : 0 <= a by rewrite -(pmulr_lge0 _ r2) rhoE -qa cov_psd.
  have L0 : 0 <= Lam by apply: le_trans a0 _; rewrite -(ler_pmul2r r2) rhoE -qa cov_Lam.
  rewrite -b00; apply: mulr_ge0 => //; apply: mulr_ge0.
    by apply: mulr_ge0; exact: sqr_ge0.
  by apply: addr_ge0 => //; apply: mulr_ge0 => //; exact: ler0n.
by rewrite -(ler_pmul2r b_gt0) -expr2 mulrAC.
Qed.

(* The printed upper bound, u the square root                                         *)
Theorem printed_upper u : 0 <= u ->
    u ^+ 2 = (2%:R * L%:R - 1) * Lam ^+ 2 + M%:R ^+ 2 * a ^+ 2 ->
  exists V : weights R d, regressor p V = ws /\
    sharp_ub c X y p V (2%:R * v ^+ 2 * rho ^+ 2 * u).
Proof.
move=> u0 uE; have [V [regV ub]] := flat_minimizer; exists V; split=> // H.
apply: le_trans (ub H) _; apply: ler_wpmul2r.
  by apply: sumr_ge0 => k _; exact: sqF_ge0.
apply: ler_wpmul2l.
  by apply: mulr_ge0 (sqr_ge0 _); apply: mulr_ge0 (ler0n _ _) (sqr_ge0 _).
have r2 : 0 < rho ^+ 2 by rewrite exprn_gt0.
have a0 : 0 <= a by rewrite -(pmulr_lge0 _ r2) rhoE -qa cov_psd.
have aL : a <= Lam by rewrite -(ler_pmul2r r2) rhoE -qa cov_Lam.
have L0 : 0 <= Lam := le_trans a0 aL.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?addr_ge0 ?mulr_ge0 ?ler0n // uE -subr_ge0.
have -> : (2%:R * L%:R - 1) * Lam ^+ 2 + M%:R ^+ 2 * a ^+ 2 - (Lam + M%:R * a) ^+ 2
    = 2%:R * M%:R * Lam * (Lam - a).
  by rewrite /L -[M.+1]addn1 natrD; move: (M%:R : R) => m; ring.
by rewrite !mulr_ge0 ?ler0n ?subr_ge0.
Qed.

End Flat.

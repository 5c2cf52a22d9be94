(* A minimizer of rank one: upper part of the exact minimal sharpness                 *)
(*                                                                                    *)
(* Any depth L >= 1, hidden widths >= 1; ws any vector, om > 0, pn = |p| > 0.         *)
(* Main results                                                                       *)
(*   rank_one_sharpness   if l >= 0 bounds tau Sigma + kappa Sigma^(1/2) ws ws^T      *)
(*                        Sigma^(1/2) for tau = om^(2(L-1)) |p|^2 and                 *)
(*                        kappa = (L-1) / om^2, then some W with regressor ws has     *)
(*                        S(W) <= 2 l                                                 *)
(* The witness: W_0 = a_1 ws^T / (om^(L-1) |p|), W_k = om a_{k+1} a_k^T, with a_k     *)
(* unit vectors and a_L = p / |p|; then b_k = om^(L-k) |p| a_k and                    *)
(* A_k z = <ws, z> a_k / (om^(L-k) |p|).                                              *)
(* Source: claim sharpness/minimum-exact, proof, upper half; the construction is the  *)
(* one of the slide "Lower bounds on the sharpness of minimizers" for om = 1/v.       *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers sharpness_upper_bound minimum_lower.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section RankOne.
Variables (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)).
Variables (ws : 'cV[R]_(d 0)) (om pn : R).
Hypothesis c_gt0 : 0 < c.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis om_gt0 : 0 < om.
Hypothesis pn_gt0 : 0 < pn.
Hypothesis pnE : pn ^+ 2 = sqF p.

Let coef k (i : nat) : R :=
  if k == L then oapp (fun j => p 0 j) 0 (insub i : option 'I_(d L)) / pn
  else (i == 0%N)%:R.
Let e k : 'cV[R]_(d k) := \col_i coef k i.
Let g k : 'cV[R]_(d k) := \col_i
  (if k == 0%N then (om ^+ M * pn)^-1 * oapp (fun j => ws j 0) 0 (insub (val i) : option 'I_(d 0))
   else om * coef k i).
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

Let e_norm k : (0 < k <= L)%N -> sqF (e k) = 1.
Proof. by move=> kL; rewrite /sqF /dot e_unit // mxtrace1. Qed.

Let g0 : g 0 = (om ^+ M * pn)^-1 *: ws.
Proof. by apply/colP => i; rewrite !mxE /= valK. Qed.

Let gS k : (0 < k)%N -> g k = om *: e k.
Proof. by case: k => // k _; apply/colP => i; rewrite !mxE. Qed.

Let beta k := om ^+ (L - k) * pn.
Let beta_gt0 k : 0 < beta k. Proof. by rewrite mulr_gt0 ?exprn_gt0. Qed.
Let betaS k : (k < L)%N -> beta k = om * beta k.+1.
Proof. by move=> kL; rewrite /beta -(subnSK kL) exprS mulrA. Qed.

Let beta1 : beta 1 = om ^+ M * pn. Proof. by rewrite /beta subn1. Qed.

Let suffixE k : (0 < k <= L)%N -> p *m tail L W k = beta k *: (e k)^T.
Proof.
case/andP=> k0 kL; rewrite -(subKn kL) in k0 *.
elim: (L - k)%N (leq_subr k L) k0 => [_ _|m IHm mL m0].
  by rewrite subn0 tail_last mulmx1 /beta subnn mul1r -pE.
have lt : (L - m.+1 < L)%N by rewrite ltn_subrL.
have E : (L - m)%N = (L - m.+1).+1 by rewrite subnSK.
have {IHm} := IHm (ltnW mL); rewrite E => /(_ isT).
move: (L - m.+1)%N m0 lt => j j0 jL IH.
rewrite tailS // mulmxA IH /W -scalemxAl mulmxA e_unit ?jL // mul1mx gS //.
by rewrite linearZ /= scalerA mulrC -betaS.
Qed.

Let regE : regressor p W = ws.
Proof.
rewrite /regressor -(tail_head W (leq0n L)) /= mulmx1 tailS // mulmxA suffixE //.
rewrite /W -scalemxAl mulmxA e_unit // mul1mx g0 -linearZ /= trmxK.
by rewrite scalerA -beta1 mulfV ?scale1r // gt_eqF.
Qed.

Let prefixE k z : (0 < k <= L)%N -> head W k *m z = (dot ws z / beta k) *: e k.
Proof.
elim: k => // k IHk kL; rewrite headS; case: k IHk kL => [|k] IHk kL.
  rewrite /= mulmx1 /W g0 linearZ /= -scalemxAr -scalemxAl -mulmxA.
  have -> : ws^T *m z = (dot ws z)%:M.
    by rewrite [LHS]mx11_scalar /dot /mxtrace big_ord1.
  by rewrite mul_mx_scalar scalerA mulrC beta1.
rewrite -mulmxA IHk ?(ltnW kL) // /W gS // -scalemxAr linearZ /= -scalemxAr -scalemxAl.
rewrite -mulmxA e_unit ?(ltnW kL) // mulmx1 !scalerA; congr (_ *: _).
rewrite (betaS (k := k.+1) kL) invfM -!mulrA; congr (_ * _).
by rewrite mulrCA mulVf ?mulr1 // gt_eqF.
Qed.

Let A z : weights R d := fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.

Let first z : sqF (A z 0%N) = om ^+ M.*2 * sqF p * sqF z.
Proof.
rewrite /A sqF_outer sqF_tr suffixE // sqFZ sqF_tr e_norm // mulr1 /= mul1mx.
by rewrite beta1 exprMn pnE -exprM muln2.
Qed.

Let others z (k : 'I_M) : sqF (A z k.+1) = (om ^+ 2)^-1 * dot ws z ^+ 2.
Proof.
have kM := ltn_ord k; rewrite /A sqF_outer sqF_tr suffixE // prefixE; last first.
  by rewrite /= ltnW.
rewrite !sqFZ sqF_tr !e_norm //; last by rewrite /= ltnW.
rewrite !mulr1 -exprMn (betaS (k := k.+1)) // invfM.
have -> : beta k.+2 * (dot ws z * (om^-1 / beta k.+2)) =
  om^-1 * dot ws z * (beta k.+2 / beta k.+2) by ring.
by rewrite mulfV ?gt_eqF // mulr1 exprMn exprVn.
Qed.

Theorem rank_one_sharpness l : 0 <= l ->
    flat_ub c X ws (om ^+ M.*2 * sqF p) (M%:R / om ^+ 2) l ->
  exists V : weights R d, regressor p V = ws /\ sharp_ub c X y p V (2%:R * l).
Proof.
move=> l0 ub; exists W; split=> // H; rewrite hess_min ?regE //.
set x := dreg p W H; set z := cov c X *m x; set h := \sum_(k < L) _.
have b0 : 0 <= dot x z := cov_psd X c_gt0 x.
have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
rewrite -mulrA ler_wpmul2l ?ler0n //.
move: b0; rewrite le_eqVlt => /predU1P[<-|b_gt0]; first exact: mulr_ge0.
have total : \sum_(k < L) sqF (A z k) <= l * dot x z.
  rewrite big_ord_recl first (eq_bigr _ (fun k _ => others z k)) sumr_const card_ord.
  by apply: le_trans (ub x); rewrite -/z ler_add2l -[_ *+ M]mulr_natl mulrA.
have := cs_fam L (A z) H; rewrite -dot_dreg dotC -/x -/h => CS.
have {}CS := le_trans CS (ler_wpmul2r h0 total).
by rewrite -(ler_pmul2r b_gt0) -expr2 mulrAC.
Qed.

End RankOne.

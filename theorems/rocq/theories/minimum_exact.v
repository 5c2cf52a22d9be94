(* The exact minimal sharpness, for every depth and all widths                        *)
(*                                                                                    *)
(* Depth L = M.+1 >= 1, hidden widths >= 1, p <> 0, any data (singular Sigma too), ws *)
(* a solution of the normal equations with Sigma ws <> 0; the solution pi* <> 0 of    *)
(* least norm is one (least_data).                                                    *)
(* Main results                                                                       *)
(*   minimum_exact    some minimizer has S(W) <= S iff, for some s > 0, S/2 bounds    *)
(*                      s^(L-1) |p|^2 Sigma + (L-1)/s Sigma^(1/2) ws ws^T Sigma^(1/2) *)
(*   minimum_scaled   the same in units of 2 rho^(2-2/L) |p|^(2/L), with u = ws/rho:  *)
(*                      tau Sigma + (L-1) tau^(-1/(L-1)) Sigma^(1/2) u u^T Sigma^(1/2)*)
(*   one_layer        L = 1: every minimizer has S(W) = 2 Lambda |p|^2                *)
(*   zero_minimum     ws = 0, L >= 2: the zero network is a minimizer with S(W) = 0   *)
(* Both sides of the equivalences describe sets of upper bounds S; their infima are   *)
(* S_min and the minimum over s (or tau) of the largest eigenvalue. Hidden widths     *)
(* occur on the left only: S_min does not depend on them.                             *)
(* Notation                                                                           *)
(*   minimizer c X Y p W   no network has a smaller risk than W                       *)
(*   v = (|p|/rho)^(1/L), so that v^2 rho^2 = rho^(2-2/L) |p|^(2/L)                   *)
(*   theta = tau^(1/(L-1)): no root is taken     flat_ub: see minimum_lower.v         *)
(* Source: claim sharpness/minimum-exact.                                             *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import minimizers minimum_lower rank_one_minimizer.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* Roots of positive numbers, by the intermediate value theorem for polynomials       *)
Lemma root_gt0 (R : rcfType) (x : R) m : 0 < x -> exists2 y, 0 < y & y ^+ m.+1 = x.
Proof.
move=> x0; have x1 : 0 <= 1 + x by rewrite addr_ge0 ?ler01 ?ltW.
have [|y /andP[y0 _] /rootP] := @poly_ivt R ('X^m.+1 - x%:P) 0 (1 + x) x1.
  rewrite !hornerE !hornerXn expr0n /= sub0r oppr_le0 ltW //= subr_ge0.
  apply: le_trans (_ : 1 + x <= _); first by rewrite ler_addr ler01.
  by rewrite -[X in X <= _]expr1 ler_weexpn2l // ler_addl ltW.
rewrite !hornerE hornerXn => /eqP; rewrite subr_eq0 => /eqP yE; exists y => //.
by rewrite lt_def y0 andbT; apply: contraTneq x0 => y00; rewrite -yE y00 expr0n ltxx.
Qed.

(* pi*, the solution of least norm, is orthogonal to the kernel of Sigma.             *)
Theorem least_data (R : realFieldType) (n m : nat) (c : R) (X : 'M[R]_(n, m))
    (y : 'cV[R]_n) (ws : 'cV[R]_m) : 0 < c -> normal_eq X y ws ->
    (forall w, normal_eq X y w -> sqF ws <= sqF w) -> ws != 0 ->
  cov c X *m ws != 0.
Proof.
move=> c_gt0 ne least; apply: contra_neq => /eqP; rewrite /cov -scalemxAl.
rewrite scaler_eq0 gt_eqF //= => /eqP Sw; apply/eqP; rewrite -sqF_eq0 eq_le sqF_ge0.
rewrite andbT; have <- : sqF (0 : 'cV[R]_m) = 0 by rewrite /sqF dot0l.
apply: least; rewrite /normal_eq mulmx0 -ne !mulmxBr mulmx0.
by rewrite [X in _ = X - _]mulmxA Sw.
Qed.

Definition minimizer (R : realFieldType) (d : nat -> nat) (L n q : nat) (c : R)
    (X : 'M[R]_(n, d 0%N)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)) W :=
  forall V, risk c X Y P W <= risk c X Y P V.

Section Exact.
Variables (R : rcfType) (d : nat -> nat) (M n : nat) (c : R).
Let L := M.+1.
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Hypothesis c_gt0 : 0 < c.
Hypothesis p0 : p != 0.
Hypothesis widths : forall k, (0 < k < L)%N -> (0 < d k)%N.
Hypothesis ws_normal : normal_eq X y ws.
Hypothesis ws_data : cov c X *m ws != 0.
Implicit Types W V : weights R d.

Let p_gt0 : 0 < sqF p. Proof. by rewrite sqF_gt0. Qed.

(* Weights with the given product can be put in the form of rank_one_minimizer.v.     *)
Lemma weights_normal tau kappa : 0 < tau -> 0 <= kappa ->
    M%:R ^+ M * sqF p <= kappa ^+ M * tau ->
  exists s, [/\ 0 < s, s ^+ M * sqF p = tau \/ M = 0%N & M%:R / s <= kappa].
Proof.
move=> tau0 kappa0 le; have [M0|M_gt0] := posnP M.
  by exists 1; rewrite ltr01 M0 mul0r; split=> //; right.
have [s s0] := root_gt0 M.-1 (divr_gt0 tau0 p_gt0); rewrite prednK // => sE.
have tauE : s ^+ M * sqF p = tau by rewrite sE divfK ?gt_eqF.
exists s; split=> //; first by left.
rewrite -(@ler_pexpn2r _ M) ?nnegrE ?divr_ge0 ?ler0n ?(ltW s0) //.
rewrite -(ler_pmul2r tau0); apply: le_trans le; rewrite -tauE exprMn exprVn mulrA.
by rewrite divfK // gt_eqF // exprn_gt0.
Qed.

Theorem minimum_exact S : 0 <= S ->
  (exists W, minimizer c X y p W /\ sharp_ub c X y p W S) <->
  (exists2 s, 0 < s & flat_ub c X ws (s ^+ M * sqF p) (M%:R / s) (S / 2%:R)).
Proof.
move=> S0; split=> [[W [Wmin Sub]]|[s s0 ub]].
  have ne := min_normal p0 (ltn0Sn M) widths c_gt0 Wmin.
  have lo := flat_lower c_gt0 ne ws_normal S0 Sub ws_data.
  have agm := weights_agm c_gt0 ne ws_normal ws_data.
  have u_gt0 := suffix_gt0 c_gt0 ne ws_normal ws_data.
  have k0 : 0 <= weight_rest p W.
    by apply: sumr_ge0 => k _; rewrite divr_ge0 ?sqF_ge0.
  have [s [s0 tauE le]] := weights_normal (u_gt0 1%N isT) k0 agm.
  exists s => //; suff -> : s ^+ M * sqF p = sqF (p *m tail L W 1) by exact: flat_ub_le lo.
  have uL k : k = L -> sqF (p *m tail L W k) = sqF p.
    by move->; rewrite tail_last mulmx1.
  by case: tauE => [//|M0]; rewrite uL ?M0 ?mul1r // /L M0.
have sq0 := sqrtr_gt0 s; have pq0 := sqrtr_gt0 (sqF p).
have := @rank_one_sharpness R d M n c X y p ws (Num.sqrt s) (Num.sqrt (sqF p)).
move=> /(_ c_gt0 widths ws_normal); rewrite sq0 pq0 => /(_ s0 p_gt0).
rewrite !sqr_sqrtr ?sqF_ge0 ?(ltW s0) // => /(_ erefl (S / 2%:R)).
rewrite -muln2 [(M * 2)%N]mulnC exprM sqr_sqrtr ?(ltW s0) //.
rewrite divr_ge0 ?ler0n // [2%:R * _]mulrC divfK ?pnatr_eq0 // => /(_ isT ub)[V [regV Sub]].
exists V; split=> //; apply/(minimizer_iff _ _ p0 (ltn0Sn M) widths V c_gt0).
by rewrite regV.
Qed.

(* In the units of the claim                                                          *)
Variables (rho v : R).
Hypothesis rho_gt0 : 0 < rho.
Hypothesis v_gt0 : 0 < v.
Hypothesis vE : (v ^+ 2) ^+ L * rho ^+ 2 = sqF p.

Theorem minimum_scaled l : 0 <= l ->
  (exists W, minimizer c X y p W /\ sharp_ub c X y p W (2%:R * v ^+ 2 * rho ^+ 2 * l)) <->
  (exists2 theta, 0 < theta &
     flat_ub c X (rho^-1 *: ws) (theta ^+ M) (M%:R / theta) l).
Proof.
move=> l0; have K0 : 0 < v ^+ 2 * rho ^+ 2 by rewrite mulr_gt0 ?exprn_gt0.
have v2 : 0 < v ^+ 2 by rewrite exprn_gt0.
have S0 := mulr_ge0 (mulr_ge0 (mulr_ge0 (ler0n R 2) (sqr_ge0 v)) (sqr_ge0 rho)) l0.
rewrite (minimum_exact S0).
have E theta : 0 < theta ->
    flat_ub c X ws ((theta / v ^+ 2) ^+ M * sqF p) (M%:R / (theta / v ^+ 2))
      (2%:R * v ^+ 2 * rho ^+ 2 * l / 2%:R) <->
    flat_ub c X (rho^-1 *: ws) (theta ^+ M) (M%:R / theta) l.
  move=> theta0.
  have -> : 2%:R * v ^+ 2 * rho ^+ 2 * l / 2%:R = v ^+ 2 * rho ^+ 2 * l.
    by rewrite mulrC -!mulrA mulKf ?pnatr_eq0 // !mulrA.
  have -> : (theta / v ^+ 2) ^+ M * sqF p = v ^+ 2 * rho ^+ 2 * theta ^+ M.
    rewrite -vE exprMn exprVn [(v ^+ 2) ^+ L]exprS.
    have -> : theta ^+ M * (v ^+ 2 ^+ M)^-1 * (v ^+ 2 * v ^+ 2 ^+ M * rho ^+ 2) =
      v ^+ 2 * rho ^+ 2 * theta ^+ M * (v ^+ 2 ^+ M / v ^+ 2 ^+ M) by ring.
    by rewrite mulfV ?mulr1 // expf_neq0 // gt_eqF.
  have -> : M%:R / (theta / v ^+ 2) = v ^+ 2 * (M%:R / theta).
    by rewrite invf_div mulrCA.
  exact: flat_ub_unit.
split=> [[s s0 ub]|[theta theta0 ub]]; last first.
  exists (theta / v ^+ 2); first exact: divr_gt0.
  exact: (proj2 (E _ theta0)).
have t0 : 0 < s * v ^+ 2 by exact: mulr_gt0.
by exists (s * v ^+ 2) => //; apply/(E _ t0); rewrite mulfK // gt_eqF.
Qed.

End Exact.

(* One layer: the sharpness of every minimizer is 2 Lambda |p|^2.                     *)
Theorem one_layer (R : realFieldType) (d : nat -> nat) (n : nat) (c S : R)
    (X : 'M[R]_(n, d 0%N)) (y : 'cV[R]_n) (p : 'M[R]_(1, d 1%N)) (W : weights R d) :
    0 < c -> p != 0 -> 0 <= S -> normal_eq X y (regressor p W) ->
  sharp_ub c X y p W S <->
  forall x : 'cV_(d 0%N), 2%:R * sqF p * dot x (cov c X *m x) <= S * sqF x.
Proof.
rewrite -sqF_gt0 => c_gt0 p_gt0 S0 ne.
have dregE H : dreg p W H = (p *m H 0%N)^T by rewrite /dreg /= mulmx0 add0r mulmx1.
split=> [ub x|ub H].
  pose H k := if k is _.+1 return 'M[R]_(d k.+1, d k) then 0 else p^T *m x^T.
  have := ub H; rewrite hess_min // dregE big_ord1 /= mulmxA.
  have -> : p *m p^T = (sqF p)%:M.
    by rewrite [LHS]mx11_scalar -[in RHS]sqF_tr /sqF /dot /mxtrace big_ord1 trmxK.
  rewrite mul_scalar_mx linearZ /= trmxK -scalemxAr dotZl dotZr sqF_outer sqF_tr.
  rewrite -(ler_pmul2l p_gt0); set q := dot _ _; set P := sqF p; set N := sqF x.
  have -> : 2%:R * (P * (P * q)) = P * (2%:R * P * q) by ring.
  by have -> : S * (P * N) = P * (S * N) by ring.
rewrite hess_min // dregE big_ord1 /= -(ler_pmul2l p_gt0) mulrA [_ * 2%:R]mulrC.
apply: le_trans (ub _) _; rewrite sqF_tr mulrCA; apply: ler_wpmul2l => //.
exact: sqF_mul.
Qed.

(* pi* = 0 and L >= 2: the zero network is a minimizer, and flat.                     *)
Theorem zero_minimum (R : realFieldType) (d : nat -> nat) (M n : nat) (c : R)
    (X : 'M[R]_(n, d 0%N)) (y : 'cV[R]_n) (p : 'M[R]_(1, d M.+2)) :
    0 < c -> normal_eq X y 0 ->
  minimizer c X y p (fun k => 0) /\ sharp_ub c X y p (fun k => 0) 0.
Proof.
move=> c_gt0 ne; have reg : regressor p (fun k => 0 : 'M_(d k.+1, d k)) = 0.
  by rewrite /regressor headS mul0mx mulmx0 trmx0.
split=> [V|H]; first by rewrite !risk_lin reg; exact: normal_min.
rewrite hess_min ?reg // mul0r.
suff -> : dreg p (fun k => 0 : 'M_(d k.+1, d k)) H = 0 by rewrite mulmx0 dot0r mulr0.
by rewrite /dreg /= !mul0mx mulmx0 addr0 mulmx0 trmx0.
Qed.

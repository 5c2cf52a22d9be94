(* The sharpness of a minimizer as the largest eigenvalue of a d x d matrix           *)
(*                                                                                    *)
(* At solutions W of the normal equations, Sigma possibly singular.                   *)
(* Main results                                                                       *)
(*   jac_gramE          z^T (J J^T) z = sum_k |b_k|^2 |A_k z|^2                       *)
(*   sharp_form         Z^T Z = Sigma: S >= 0 bounds the Hessian iff it bounds        *)
(*                      N = 2 Z (J J^T) Z^T                                           *)
(*   same_eigenvalues   a <> 0 is an eigenvalue of N iff it is one of the Hessian     *)
(*   sharpness_largest  Z = Sigma^(1/2): S(W) is the largest eigenvalue of            *)
(*                      2 Sigma^(1/2) (J J^T) Sigma^(1/2)                             *)
(*   sharpness_ex       Sigma^(1/2) and that eigenvalue exist                         *)
(* Notation                                                                           *)
(*   jac_gram p W = J J^T = sum_k |b_k|^2 A_k^T A_k   (P_k = A_k^T)                   *)
(*   jac_adj p W z = J^T z, layer by layer                                            *)
(*   out_hess p W Z = 2 Z (J J^T) Z^T                                                 *)
(* The bilinear form of the Hessian is 2 J[H]^T Sigma J[G] (hessian.hess_min).        *)
(* Source: claim sharpness/hessian-at-minimizer.                                      *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import boolp classical_sets reals.
From Lemmata Require Import frobenius deep_network least_squares.
From Lemmata Require Import gradient_first_layer hessian sharpness_lower_bound.
From Lemmata Require Import sharpness_upper_bound extreme_eigenvalues symmetric_spectrum.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Forms.
Variables (R : realFieldType) (d : nat -> nat) (L n r : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (W : weights R d).
Implicit Types H G : weights R d.

Definition jac_gram : 'M[R]_(d 0) :=
  \sum_(k < L) sqF (p *m tail L W k.+1) *: ((head W k)^T *m head W k).
Definition jac_adj (z : 'cV[R]_(d 0)) : weights R d :=
  fun k => (p *m tail L W k.+1)^T *m (head W k *m z)^T.

Lemma dot_adj z H : dot z (dreg p W H) = \sum_(k < L) dot (jac_adj z k) (H k).
Proof. exact: dot_dreg. Qed.

Theorem jac_gramE z : dot z (jac_gram *m z) = \sum_(k < L) sqF (jac_adj z k).
Proof.
rewrite /jac_gram mulmx_suml dotC dot_suml; apply: eq_bigr => k _.
by rewrite dotC -scalemxAl dotZr -mulmxA /jac_adj sqF_outer sqF_tr [in RHS]/sqF dot_mull.
Qed.

Lemma dreg_adj z : dreg p W (jac_adj z) = jac_gram *m z.
Proof.
rewrite /dreg var_sum mulmx_sumr /jac_gram mulmx_suml linear_sum /=; apply: eq_bigr => k _.
rewrite /jac_adj !mulmxA; set b := p *m tail L W k.+1.
have -> : b *m b^T = (sqF b)%:M.
  rewrite [LHS]mx11_scalar; congr (_%:M).
  by rewrite -sqF_tr /sqF /dot /mxtrace big_ord1 trmxK.
by rewrite mul_scalar_mx -!scalemxAl linearZ /= !trmx_mul !trmxK mulmxA.
Qed.

Variable Z : 'M[R]_(r, d 0).
Hypothesis ZZ : Z^T *m Z = cov c X.
Hypothesis W_min : normal_eq X y (regressor p W).

Definition out_hess : 'M[R]_r := 2%:R *: (Z *m jac_gram *m Z^T).

Lemma out_hess_sym : out_hess^T = out_hess.
Proof.
rewrite /out_hess linearZ /= !trmx_mul trmxK mulmxA; congr (_ *: (_ *m _ *m _)).
rewrite /jac_gram linear_sum /=; apply: eq_bigr => k _.
by rewrite linearZ /= trmx_mul trmxK.
Qed.

Let form (z : 'cV[R]_r) :
  dot z (out_hess *m z) = 2%:R * \sum_(k < L) sqF (jac_adj (Z^T *m z) k).
Proof. by rewrite -jac_gramE -scalemxAl dotZr -!mulmxA [in RHS]dot_mull trmxK. Qed.

Lemma out_hess_ge0 (z : 'cV[R]_r) : 0 <= dot z (out_hess *m z).
Proof. by rewrite form mulr_ge0 ?ler0n // sumr_ge0 // => k _; exact: sqF_ge0. Qed.

Let bilin H G : dot (dreg p W H) (cov c X *m dreg p W G) = dot (Z *m dreg p W H) (Z *m dreg p W G).
Proof. by rewrite -ZZ -mulmxA [RHS]dot_mull. Qed.

Let adj (z : 'cV[R]_r) H :
  dot z (Z *m dreg p W H) = \sum_(k < L) dot (jac_adj (Z^T *m z) k) (H k).
Proof. by rewrite -dot_adj [RHS]dot_mull trmxK. Qed.

Theorem sharp_form S : 0 <= S -> sharp_ub c X y p W S <-> form_ub out_hess S.
Proof.
move=> S0; split=> ub.
  move=> z; rewrite form; set T := jac_adj _; set q := \sum_(k < L) _.
  have q0 : 0 <= q by apply: sumr_ge0 => k _; exact: sqF_ge0.
  move: q0; rewrite le_eqVlt => /predU1P[<-|q0]; first by rewrite mulr0 mulr_ge0 ?sqF_ge0.
  have := ub T; rewrite hess_min // bilin -/(sqF _) -/q => le.
  have CS := cauchy_schwarz z (Z *m dreg p W T); rewrite adj -/q in CS.
  rewrite -(ler_pmul2r q0) -!mulrA -expr2; apply: le_trans (ler_wpmul2l (ler0n R 2) CS) _.
  by rewrite mulrCA [X in _ <= X]mulrCA; apply: ler_wpmul2l; rewrite ?sqF_ge0.
move=> H; rewrite hess_min // bilin -/(sqF _); set z := Z *m _; set h := \sum_(k < L) _.
have h0 : 0 <= h by apply: sumr_ge0 => k _; exact: sqF_ge0.
have := sqF_ge0 z; rewrite le_eqVlt => /predU1P[<-|z0]; first by rewrite mulr0 mulr_ge0.
have := ub z; rewrite form => le; have := @cs_fam R d L (jac_adj (Z^T *m z)) H.
rewrite -adj -/z -/(sqF z) -/h => CS; rewrite -(ler_pmul2r z0) -mulrA -expr2.
apply: le_trans (ler_wpmul2l (ler0n R 2) CS) _; rewrite mulrA.
by apply: le_trans (ler_wpmul2r h0 le) _; rewrite mulrAC.
Qed.

Theorem same_eigenvalues a : a != 0 ->
  (exists2 z : 'cV[R]_r, out_hess *m z = a *: z & z != 0) <->
  (exists2 H, forall G, 2%:R * dot (dreg p W H) (cov c X *m dreg p W G) =
                a * \sum_(k < L) dot (H k) (G k) &
              \sum_(k < L) sqF (H k) != 0).
Proof.
move=> a0; split=> [[z zE z0]|[H HE H0]].
  exists (jac_adj (Z^T *m z)) => [G|].
    have ZJ : 2%:R *: (Z *m dreg p W (jac_adj (Z^T *m z))) = a *: z.
      by rewrite dreg_adj -zE /out_hess -scalemxAl !mulmxA.
    by rewrite bilin -dotZl ZJ dotZl adj.
  have := form z; rewrite zE dotZr => E; apply: contraNneq z0 => q0.
  by move: E; rewrite q0 mulr0 => /eqP; rewrite mulf_eq0 (negbTE a0) sqF_eq0.
exists (Z *m dreg p W H).
  have K (v : 'cV[R]_r) : dot v (out_hess *m (Z *m dreg p W H)) = dot v (a *: (Z *m dreg p W H)).
    have -> : dot v (out_hess *m (Z *m dreg p W H)) = dot (Z *m dreg p W H) (out_hess *m v).
      by rewrite dotC dot_mull out_hess_sym.
    rewrite dotZr adj; under eq_bigr => k _ do rewrite dotC.
    by rewrite -HE bilin dreg_adj /out_hess -scalemxAl dotZr -!mulmxA.
  apply/eqP; rewrite -subr_eq0 -sqF_eq0; apply/eqP.
  by rewrite {1}/sqF dotBr K subrr.
apply: contraNneq H0 => z0; have := HE H; rewrite bilin z0 dot0l mulr0 => /esym/eqP.
by rewrite mulf_eq0 (negbTE a0).
Qed.

End Forms.

Section Largest.
Variables (R : realType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (W : weights R d).
Hypothesis c_gt0 : 0 < c.

Theorem sharpness_ex : (0 < d 0)%N -> exists Q : 'M[R]_(d 0),
  [/\ Q^T = Q, forall x : 'cV_(d 0), 0 <= dot x (Q *m x) & Q *m Q = cov c X] /\
  exists S, largest (out_hess p W Q) S.
Proof.
move=> d0; have [Q QP] := root_ex (cov_sym c X) (cov_psd X c_gt0); exists Q; split=> //.
by apply: largest_ex d0; exact: out_hess_sym.
Qed.

Hypothesis W_min : normal_eq X y (regressor p W).

Theorem sharpness_largest (Q : 'M[R]_(d 0)) S : Q^T = Q -> Q *m Q = cov c X ->
    largest (out_hess p W Q) S ->
  sharp_ub c X y p W S /\ forall S', 0 <= S' -> sharp_ub c X y p W S' -> S <= S'.
Proof.
move=> Q_sym QQ top; have ZZ : Q^T *m Q = cov c X by rewrite Q_sym.
have N_sym := out_hess_sym p W Q; have [ub _] := largest_least N_sym top.
have S0 : 0 <= S.
  have /(sym_eigenP N_sym)[x xE x0] := top.1.
  by have := out_hess_ge0 p W Q x; rewrite xE dotZr pmulr_lge0 ?sqF_gt0.
split=> [|S' S'0 /(sharp_form ZZ W_min S'0)]; first exact/(sharp_form ZZ W_min S0).
exact: (eigen_ub N_sym top.1).
Qed.

End Largest.

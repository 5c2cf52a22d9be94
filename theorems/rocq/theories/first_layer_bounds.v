(* The gradient of the first layer between two multiples of the excess risk           *)
(*                                                                                    *)
(* Any data (Sigma may be singular), depth, widths and readout; ws = pi* any solution *)
(* of the normal equations, E = R - R(pi* ), which is R - R_min.                      *)
(* Main results                                                                       *)
(*   first_layer_lower   4 lambda_+ |b_1|^2 E <= |grad_1|_F^2, lambda_+ the smallest  *)
(*                       nonzero eigenvalue of Sigma                                  *)
(*   first_layer_upper   |grad_1|_F^2 <= 4 Lambda |b_1|^2 E, Lambda the largest one   *)
(* That grad_k = b_k g^T P_k for every layer is residual_bounds.grad_rank1.           *)
(* Source: claim small-scale/gradient-first-layer, sharper.                           *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import boolp classical_sets reals.
From Lemmata Require Import frobenius deep_network least_squares covariance_bounds.
From Lemmata Require Import residual_bounds extreme_eigenvalues symmetric_spectrum.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section FirstLayer.
Variables (R : realType) (d : nat -> nat) (L n : nat) (c : R).
Variables (X : 'M[R]_(n, d 0)) (y : 'cV[R]_n) (p : 'M[R]_(1, d L)) (ws : 'cV[R]_(d 0)).
Hypothesis c_gt0 : 0 < c.
Hypothesis ws_normal : normal_eq X y ws.
Implicit Type W : weights R d.

Let grad0 W : sqF (grad c X y p W 0) = sqF (p *m tail L W 1) * sqF (out_grad c X y p W).
Proof. by rewrite grad_norm mul1mx. Qed.

Theorem first_layer_lower lam W : smallest_nz (cov c X) lam ->
  4%:R * lam * sqF (p *m tail L W 1) * excess c X y p ws W <= sqF (grad c X y p W 0).
Proof.
move=> /(smallest_range (cov_sym c X) (cov_psd X c_gt0)) lb.
rewrite grad0 (out_gradE _ _ ws_normal) (excessE _ _ ws_normal) sqFZ; set v := _ - ws.
have := lb v; set q := dot _ _; set f := sqF (_ *m v); set b := sqF (p *m _) => le.
have -> : 4%:R * lam * b * q = b * (2%:R ^+ 2 * (lam * q)) by ring.
by apply: ler_wpmul2l; rewrite ?sqF_ge0 // ler_wpmul2l ?sqr_ge0.
Qed.

Theorem first_layer_upper Lam W : largest (cov c X) Lam ->
  sqF (grad c X y p W 0) <= 4%:R * Lam * sqF (p *m tail L W 1) * excess c X y p ws W.
Proof.
move=> LamP; have [ub _] := largest_least (cov_sym c X) LamP.
have Lam0 : 0 <= Lam.
  have /(sym_eigenP (cov_sym c X))[x xE x0] := LamP.1.
  by have := cov_psd X c_gt0 x; rewrite xE dotZr pmulr_lge0 ?sqF_gt0.
rewrite grad0 (out_gradE _ _ ws_normal) (excessE _ _ ws_normal) sqFZ; set v := _ - ws.
have := cov_upper_sq c_gt0 Lam0 ub v.
set q := dot _ _; set f := sqF (_ *m v); set b := sqF (p *m _) => le.
have -> : 4%:R * Lam * b * q = b * (2%:R ^+ 2 * (Lam * q)) by ring.
by apply: ler_wpmul2l; rewrite ?sqF_ge0 // ler_wpmul2l ?sqr_ge0.
Qed.

End FirstLayer.

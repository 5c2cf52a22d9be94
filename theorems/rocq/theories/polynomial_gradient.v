(* Every entry of the gradient is a polynomial in the entries of the layers,            *)
(* hence bounded and Lipschitz on boxes                                                 *)
(*                                                                                      *)
(* Main results                                                                         *)
(*   grad_polynomial   each entry of each partial gradient is a polynomial              *)
(*   grad_box          on |entries| <= r one constant K bounds all entries of the       *)
(*                     gradient and is a Lipschitz constant of them (largest norms)     *)
(* Notation                                                                             *)
(*   polynomial f      f : weights -> R is built from constants and entries of the      *)
(*                     layers k < L by sums and products                                *)
(*   in_box r W        |W k i j| <= r for all layers k < L                              *)
(*   within e U V      |U k i j - V k i j| <= e for all layers k < L                    *)
(* Source: standard; used for the existence of the gradient flow (claim                 *)
(* small-scale/convergence).                                                            *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From Lemmata Require Import frobenius deep_network.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Polynomial.
Variables (R : realFieldType) (d : nat -> nat) (L : nat).
Implicit Types (U V W : weights R d) (f g : weights R d -> R).

Inductive polynomial : (weights R d -> R) -> Prop :=
| PConst a : polynomial (fun=> a)
| PEntry k i j : (k < L)%N -> polynomial (fun W => W k i j)
| PAdd f g : polynomial f -> polynomial g -> polynomial (fun W => f W + g W)
| PMul f g : polynomial f -> polynomial g -> polynomial (fun W => f W * g W)
| PExt f g : f =1 g -> polynomial f -> polynomial g.

Lemma polynomial_sum (I : Type) (s : seq I) (f : I -> weights R d -> R) :
  (forall i, polynomial (f i)) -> polynomial (fun W => \sum_(i <- s) f i W).
Proof.
move=> pf; elim: s => [|i s IHs].
  by apply: PExt (PConst 0) => W; rewrite big_nil.
by apply: PExt (PAdd (pf i) IHs) => W; rewrite big_cons.
Qed.

Definition mx_polynomial m n (A : weights R d -> 'M[R]_(m, n)) :=
  forall i j, polynomial (fun W => A W i j).

Lemma mx_polynomialM m n l (A : weights R d -> 'M[R]_(m, n)) (B : weights R d -> 'M_(n, l)) :
  mx_polynomial A -> mx_polynomial B -> mx_polynomial (fun W => A W *m B W).
Proof.
move=> pA pB i j; have p k := PMul (pA i k) (pB k j).
by apply: PExt (polynomial_sum (index_enum _) p) => W; rewrite !mxE.
Qed.

Lemma mx_polynomial_tr m n (A : weights R d -> 'M[R]_(m, n)) :
  mx_polynomial A -> mx_polynomial (fun W => (A W)^T).
Proof. by move=> pA i j; apply: PExt (pA j i) => W; rewrite mxE. Qed.

Lemma mx_polynomial_cst m n (A : 'M[R]_(m, n)) : mx_polynomial (fun=> A).
Proof. by move=> i j; exact: PConst. Qed.

Lemma mx_polynomial_head k : (k <= L)%N -> mx_polynomial (fun W => head W k).
Proof.
elim: k => [_|k IHk kL]; first exact: mx_polynomial_cst.
by apply: mx_polynomialM (IHk (ltnW kL)) => i j; exact: PEntry.
Qed.

Lemma mx_polynomial_tail k : (k <= L)%N -> mx_polynomial (fun W => tail L W k).
Proof.
rewrite /tail => kL; have : (k + (L - k) <= L)%N by rewrite subnKC.
move: (L - k)%N => m; elim: m k {kL} => [|m IHm] k km; first exact: mx_polynomial_cst.
apply: mx_polynomialM; first by apply: IHm; rewrite addSnnS.
by move=> i j; apply: PEntry; apply: leq_trans km; rewrite -addSnnS leq_addr.
Qed.

Variables (n q : nat) (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).

Theorem grad_polynomial k : (k < L)%N -> mx_polynomial (fun W => grad c X Y P W k).
Proof.
move=> kL; rewrite /grad.
apply: mx_polynomialM; last exact/mx_polynomial_tr/mx_polynomial_head/ltnW.
apply: mx_polynomialM; first exact/mx_polynomial_tr/mx_polynomial_tail.
have pres : mx_polynomial (fun W => res X Y P W).
  have pf : mx_polynomial (fun W => X *m (P *m head W L)^T).
    apply: mx_polynomialM; first exact: mx_polynomial_cst.
    apply: mx_polynomial_tr; apply: mx_polynomialM; first exact: mx_polynomial_cst.
    exact: mx_polynomial_head.
  by move=> i j; apply: PExt (PAdd (pf i j) (PConst (- Y i j))) => W; rewrite /res /fit !mxE.
have perr : mx_polynomial (fun W => P^T *m (res X Y P W)^T *m X).
  apply: mx_polynomialM; last exact: mx_polynomial_cst.
  by apply: mx_polynomialM; [exact: mx_polynomial_cst|exact: mx_polynomial_tr].
by move=> i j; apply: PExt (PMul (PConst (c *+ 2)) (perr i j)) => W; rewrite /err [RHS]mxE.
Qed.

Definition in_box r W := forall k i j, (k < L)%N -> `|W k i j| <= r.
Definition within e U V := forall k i j, (k < L)%N -> `|U k i j - V k i j| <= e.

(* On a box, K bounds |f| and is a Lipschitz constant of f                              *)
Definition tame r K f := (forall U, in_box r U -> `|f U| <= K) /\
  forall U V e, in_box r U -> in_box r V -> 0 <= e -> within e U V -> `|f U - f V| <= K * e.

Lemma tame_le r K M f : K <= M -> tame r K f -> tame r M f.
Proof.
move=> KM [bd lip]; split=> [U bU|U V e bU bV e0 UV]; first exact: le_trans (bd U bU) KM.
by apply: le_trans (lip U V e bU bV e0 UV) _; exact: ler_wpmul2r.
Qed.

Lemma polynomial_tame f r : polynomial f -> exists2 K, 0 <= K & tame r K f.
Proof.
elim=> [a|k i j kL|{}f g _ [K K0 [bK lK]] _ [M M0 [bM lM]]
       |{}f g _ [K K0 [bK lK]] _ [M M0 [bM lM]]|{}f g fg _ [K K0 [bK lK]]].
- by exists `|a| => //; split=> // U V e _ _ e0 _; rewrite subrr normr0 mulr_ge0.
- exists (`|r| + 1); first by rewrite addr_ge0.
  split=> [U bU|U V e _ _ e0 UV].
    by apply: le_trans (bU k i j kL) _; apply: le_trans (ler_norm r) _; rewrite ler_addl.
  by apply: le_trans (UV k i j kL) _; rewrite mulrDl mul1r ler_addr mulr_ge0.
- exists (K + M); first exact: addr_ge0.
  split=> [U bU|U V e bU bV e0 UV].
    exact: le_trans (ler_norm_add _ _) (ler_add (bK U bU) (bM U bU)).
  rewrite opprD addrACA mulrDl; apply: le_trans (ler_norm_add _ _) _.
  by apply: ler_add; [exact: lK|exact: lM].
- exists (K * M *+ 2); first by rewrite mulrn_wge0 ?mulr_ge0.
  split=> [U bU|U V e bU bV e0 UV].
    rewrite normrM mulr2n.
    apply: le_trans (ler_pmul (normr_ge0 _) (normr_ge0 _) (bK U bU) (bM U bU)) _.
    by rewrite ler_addl mulr_ge0.
  have -> : f U * g U - f V * g V = f V * (g U - g V) + (f U - f V) * g U by ring.
  apply: le_trans (ler_norm_add _ _) _; rewrite !normrM mulr2n mulrDl; apply: ler_add.
    by rewrite -mulrA; apply: ler_pmul => //; [exact: bK|exact: lM].
  by rewrite [K * M * e]mulrAC; apply: ler_pmul => //; [exact: lK|exact: bM].
by exists K => //; split=> [U bU|U V e bU bV e0 UV]; rewrite -!fg; [exact: bK|exact: lK].
Qed.

(* One constant for finitely many functions                                             *)
Lemma uniformly_tame (I : finType) (f : I -> weights R d -> R) r :
  (forall i, polynomial (f i)) -> exists2 K, 0 <= K & forall i, tame r K (f i).
Proof.
move=> pf; have /fin_all_exists2[K K0 HK] i := polynomial_tame r (pf i).
exists (\sum_i K i) => [|i]; first exact: sumr_ge0.
apply: tame_le (HK i); rewrite (bigD1 i) //= ler_addl; exact: sumr_ge0.
Qed.

Theorem grad_box r : exists2 K, 0 <= K & forall k i j, (k < L)%N ->
  tame r K (fun W => grad c X Y P W k i j).
Proof.
have pf (a : {k : 'I_L & ('I_(d k.+1) * 'I_(d k))%type}) :
    polynomial (fun W => grad c X Y P W (tag a) (tagged a).1 (tagged a).2).
  exact: grad_polynomial.
have [K K0 HK] := uniformly_tame r pf; exists K => // k i j kL.
exact: (HK (existT (fun k : 'I_L => ('I_(d k.+1) * 'I_(d k))%type) (Ordinal kL) (i, j))).
Qed.

End Polynomial.

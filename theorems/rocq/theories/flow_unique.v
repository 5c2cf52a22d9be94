(* The gradient flow of a deep linear network is determined by its start              *)
(*                                                                                    *)
(* Main results, any depth, widths, data, readout and number of outputs               *)
(*   flow_unique     two gradient flows on t >= 0 with equal start are equal          *)
(*   lip_grad        the gradient is Lipschitz on bounded sets of weights             *)
(*   grad_monotone   2 <W - V, grad W - grad V> >= - K |W - V|^2 there                *)
(* Notation                                                                           *)
(*   bounded_by L B W    |W_k|_F^2 <= B for all layers k < L                          *)
(*   dist L W V          sum_k |W_k - V_k|_F^2                                        *)
(*   lipschitz L F       for all B there is K with |F(W)|_F^2 <= K and                *)
(*                       |F(W) - F(V)|_F^2 <= K dist W V on the set bounded_by B      *)
(* Proof: Gronwall on [0, T], where both flows are bounded by continuity.             *)
(* Existence: flow_exists.v. Reference: Picard, Lindeloef; e.g. Hartman, Ordinary     *)
(* Differential Equations, ch. II.                                                    *)
From mathcomp Require Import all_ssreflect all_algebra ring.
From mathcomp Require Import mathcomp_extra boolp functions classical_sets.
From mathcomp Require Import reals topology normedtype sequences.
From mathcomp Require Import derive realfun exp.
From Lemmata Require Import frobenius deep_network gradient_flow exponential_decay flow_energy.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import Order.TTheory GRing.Theory Num.Theory.
Import numFieldNormedType.Exports.
Local Open Scope ring_scope.
Local Open Scope classical_set_scope.

Section Lipschitz.
Variables (R : realFieldType) (d : nat -> nat) (L : nat).
Implicit Types W V : weights R d.

Definition bounded_by (B : R) W := forall k, (k < L)%N -> sqF (W k) <= B.
Definition dist W V : R := \sum_(k < L) sqF (W k - V k).
Definition lipschitz m n (F : weights R d -> 'M[R]_(m, n)) :=
  forall B, exists2 K, 0 <= K & forall W V, bounded_by B W -> bounded_by B V ->
    sqF (F W) <= K /\ sqF (F W - F V) <= K * dist W V.

Lemma dist_ge0 W V : 0 <= dist W V.
Proof. by apply: sumr_ge0 => k _; exact: sqF_ge0. Qed.

Lemma dist_layer W V k : (k < L)%N -> sqF (W k - V k) <= dist W V.
Proof.
move=> kL; rewrite /dist (bigD1 (Ordinal kL)) //= ler_addl.
by apply: sumr_ge0 => j _; exact: sqF_ge0.
Qed.

Lemma sqFD_le m n (A B : 'M[R]_(m, n)) : sqF (A + B) <= 2%:R * (sqF A + sqF B).
Proof.
rewrite -subr_ge0 (_ : _ - _ = sqF (A - B)) ?sqF_ge0 //.
by rewrite !sqFD dotNr -[- B]scaleN1r sqFZ sqrrN expr1n mul1r; ring.
Qed.

Lemma eq_lip m n (F G : weights R d -> 'M[R]_(m, n)) :
  lipschitz F -> (forall W, F W = G W) -> lipschitz G.
Proof. by move=> hF E B; have [K K0 HK] := hF B; exists K => // W V; rewrite -!E; exact: HK. Qed.

Lemma lip_cst m n (A : 'M[R]_(m, n)) : lipschitz (fun=> A).
Proof.
move=> B; exists (sqF A) => [|W V _ _]; first exact: sqF_ge0.
by rewrite subrr [sqF 0]dot0l mulr_ge0 ?sqF_ge0 ?dist_ge0.
Qed.

Lemma lip_layer k : (k < L)%N -> lipschitz (fun W => W k).
Proof.
move=> kL B; exists (1 + `|B|) => [|W V bW _]; first by rewrite addr_ge0.
split; first by rewrite (le_trans (bW k kL)) // (le_trans (ler_norm B)) // ler_addr.
apply: le_trans (dist_layer _ _ kL) _.
by rewrite ler_pemull ?dist_ge0 // ler_addl.
Qed.

Lemma lip_tr m n (F : weights R d -> 'M[R]_(m, n)) : lipschitz F -> lipschitz (fun W => (F W)^T).
Proof.
move=> hF B; have [K K0 HK] := hF B; exists K => // W V bW bV.
by rewrite -linearB /= !sqF_tr; exact: HK.
Qed.

Lemma lipM m n p (F : weights R d -> 'M[R]_(m, n)) (G : weights R d -> 'M[R]_(n, p)) :
  lipschitz F -> lipschitz G -> lipschitz (fun W => F W *m G W).
Proof.
move=> hF hG B; have [K K0 HK] := hF B; have [H H0 HH] := hG B.
exists (4%:R * (K * H)) => [|W V bW bV]; first by rewrite !mulr_ge0 ?ler0n.
have [FW FWV] := HK W V bW bV; have [FV _] := HK V W bV bW.
have [GW GWV] := HH W V bW bV.
have KH0 : 0 <= K * H by exact: mulr_ge0.
split.
  apply: le_trans (sqF_mul _ _) _; apply: le_trans (ler_pmul _ _ FW GW) _; rewrite ?sqF_ge0 //.
  by rewrite ler_pemull // ler1n.
rewrite (_ : _ - _ = (F W - F V) *m G W + F V *m (G W - G V)); last first.
  by rewrite mulmxBl mulmxBr addrA subrK.
apply: le_trans (sqFD_le _ _) _.
apply: le_trans (ler_wpmul2l (ler0n R 2) (ler_add (sqF_mul _ _) (sqF_mul _ _))) _.
have one := ler_pmul (sqF_ge0 _) (sqF_ge0 _) FWV GW.
have two := ler_pmul (sqF_ge0 _) (sqF_ge0 _) FV GWV.
apply: le_trans (ler_wpmul2l (ler0n R 2) (ler_add one two)) _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Lemma lipD m n (F G : weights R d -> 'M[R]_(m, n)) :
  lipschitz F -> lipschitz G -> lipschitz (fun W => F W + G W).
Proof.
move=> hF hG B; have [K K0 HK] := hF B; have [H H0 HH] := hG B.
exists (2%:R * (K + H)) => [|W V bW bV]; first by rewrite mulr_ge0 ?addr_ge0 ?ler0n.
have [FW FWV] := HK W V bW bV; have [GW GWV] := HH W V bW bV; split.
  by apply: le_trans (sqFD_le _ _) _; rewrite ler_wpmul2l ?ler0n ?ler_add.
rewrite opprD addrACA; apply: le_trans (sqFD_le _ _) _.
by rewrite -mulrA ler_wpmul2l ?ler0n // mulrDl ler_add.
Qed.

Lemma lip_head k : (k <= L)%N -> lipschitz (fun W => head W k).
Proof.
elim: k => [|k IHk] kL /=; first exact: lip_cst.
by apply: lipM; [exact: lip_layer|exact: IHk (ltnW kL)].
Qed.

Lemma lip_tail k : (k <= L)%N -> lipschitz (fun W => tail L W k).
Proof.
move=> kL; rewrite /tail; have : (L - k + k <= L)%N by rewrite subnK.
move: (L - k)%N => m; elim: m k {kL} => [|m IHm] k mk /=; first exact: lip_cst.
apply: lipM; [by apply: IHm; rewrite addnS|apply: lip_layer; apply: leq_trans mk].
by rewrite addSn ltnS leq_addl.
Qed.

Variables (n q : nat) (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Notation G := (grad c X Y P).

Theorem lip_grad k : (k < L)%N -> lipschitz (fun W => G W k).
Proof.
move=> kL; have hres : lipschitz (fun W => res X Y P W).
  apply: (lipD _ (lip_cst (- Y))); apply: lipM (lip_cst X) (lip_tr _).
  by apply: lipM (lip_cst P) (lip_head _).
have herr : lipschitz (fun W => (c *+ 2)%:M *m (P^T *m (res X Y P W)^T *m X)).
  by apply: lipM (lip_cst _) (lipM (lipM (lip_cst _) (lip_tr hres)) (lip_cst X)).
have := lipM (lipM (lip_tr (lip_tail kL)) herr) (lip_tr (lip_head (ltnW kL))).
by move/eq_lip; apply => W; rewrite mul_scalar_mx.
Qed.

(* One constant for all layers, and for the inner product with the difference         *)
Lemma grad_monotone B : exists K, forall W V, bounded_by B W -> bounded_by B V ->
  - K * dist W V <= 2%:R * \sum_(k < L) dot (W k - V k) (G W k - G V k).
Proof.
have [K HK] : exists K, forall W V, bounded_by B W -> bounded_by B V ->
    \sum_(k < L) sqF (G W k - G V k) <= K * dist W V.
  suff main j : (j <= L)%N -> exists K, forall W V, bounded_by B W -> bounded_by B V ->
    \sum_(k < j) sqF (G W k - G V k) <= K * dist W V by exact: main.
  elim: j => [|j IHj] jL; first by exists 0 => W V _ _; rewrite big_ord0 mul0r.
  have [K HK] := IHj (ltnW jL); have [H _ HH] := lip_grad jL B.
  exists (K + H) => W V bW bV; rewrite big_ord_recr /= mulrDl ler_add ?HK //.
  by have [] := HH W V bW bV.
exists (1 + K) => W V bW bV; rewrite mulNr ler_oppl -mulrN -sumrN mulr_sumr mulrDl mul1r.
apply: le_trans (ler_add (lexx _) (HK W V bW bV)); rewrite -big_split /=.
apply: ler_sum => k _; set A := _ - _; set D := _ - _; have := sqF_ge0 (A + D).
by rewrite sqFD -subr_ge0 => le; rewrite -subr_ge0; apply: le_trans le _; rewrite le_eqVlt;
  apply/orP; left; apply/eqP; ring.
Qed.

End Lipschitz.

Section Unique.
Variables (R : realType) (d : nat -> nat) (L n q : nat).
Variables (c : R) (X : 'M[R]_(n, d 0)) (Y : 'M[R]_(n, q)) (P : 'M[R]_(q, d L)).
Implicit Types W V : R -> weights R d.
Notation flow W := (forall t, 0 <= t -> gradient_flow_at c X Y P W t).

Lemma flow_bounded W T : flow W -> 0 <= T ->
  exists B, forall t, 0 <= t <= T -> bounded_by L B (W t).
Proof.
move=> fW T0; pose f t := \sum_(k < L) sqF (W t k).
have df t : 0 <= t -> is_derive t 1 f (\sum_(k < L) 2%:R * dot (W t k) (- grad c X Y P (W t) k)).
  move=> t0; rewrite (_ : f = \sum_(k < L) (fun s => sqF (W s k))).
    by apply: is_derive_sum => k; apply: sqF_derive; exact: fW.
  by apply/funext => s; rewrite fct_sumE.
have [|B _ fB] := @EVT_max R f 0 T T0.
  apply: continuous_in_subspaceT => x; rewrite inE /= in_itv /= => /andP[x0 _].
  have [? _] := df x x0; exact/differentiable_continuous/derivable1_diffP.
exists (f B) => t tT k kL; apply: le_trans (fB t _); last by rewrite in_itv.
by rewrite /f (bigD1 (Ordinal kL)) //= ler_addl sumr_ge0 // => j _; exact: sqF_ge0.
Qed.

Theorem flow_unique W V : flow W -> flow V -> (forall k, (k < L)%N -> W 0 k = V 0 k) ->
  forall t k, 0 <= t -> (k < L)%N -> W t k = V t k.
Proof.
move=> fW fV W0 t k t0 kL; have [B1 b1] := flow_bounded fW t0; have [B2 b2] := flow_bounded fV t0.
pose B := Num.max B1 B2.
have bW s : 0 <= s <= t -> bounded_by L B (W s).
  by move=> st j jL; rewrite le_maxr (b1 s st j jL).
have bV s : 0 <= s <= t -> bounded_by L B (V s).
  by move=> st j jL; rewrite le_maxr (b2 s st j jL) orbT.
have [K HK] := grad_monotone c X Y P B.
pose e s := dist L (W s) (V s).
pose p s := 2%:R * \sum_(j < L) dot (W s j - V s j) (grad c X Y P (W s) j - grad c X Y P (V s) j).
have de s : 0 <= s <= t -> is_derive s 1 e (- p s).
  move=> /andP[s0 _]; rewrite (_ : e = \sum_(j < L) (fun u => sqF (W u j - V u j))); last first.
    by apply/funext => u; rewrite fct_sumE.
  have -> : - p s = \sum_(j < L) 2%:R * dot (W s j - V s j)
      (- grad c X Y P (W s) j - - grad c X Y P (V s) j).
    by rewrite /p mulr_sumr -sumrN; apply: eq_bigr => j _; rewrite -opprD dotNr mulrN.
  by apply: is_derive_sum => j; apply: sqF_derive; apply: mx_deriveB; [exact: fW|exact: fV].
have pl s : 0 <= s <= t -> - K * e s <= p s by move=> st; exact: HK (bW s st) (bV s st).
have := @decay_on R e p (- K) 0 t de pl t; rewrite t0 lexx => /(_ isT).
have -> : e 0 = 0.
  by apply: big1 => j _; rewrite W0 // subrr [sqF 0]dot0l.
rewrite mul0r => le; apply/eqP; rewrite -subr_eq0 -sqF_eq0 eq_le sqF_ge0 andbT.
by apply: le_trans le; exact: (dist_layer (W t) (V t) kL).
Qed.

End Unique.

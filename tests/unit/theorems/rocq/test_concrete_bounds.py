"""Both sides of two bounds on concrete networks: what Rocq computes from its definitions is what Python computes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance, network_instance
from numerics.subjects.minimizer import Minimizer
from numerics.subjects.small_scale import Pair
from theorems import registry
from theorems.rocq.certificate_text import HEADER, in_units, network_term
from theorems.rocq.certificates import compile_text
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.recipe_tools import Refutation
from theorems.rocq.refutations import decide

# Minimizers for which every root in the bound is rational.
CASES = {
    "scalar, L = 2": network_instance([[1]], [16], [[[8]], [[2]]]),
    "scalar, L = 3": network_instance([[2]], [16], [[[4]], [[2]], [[1]]]),
    "plane": network_instance([[1, 0], [0, 1]], [25, 0], [[[3, 0], [4, 0]], [[3, 4]]]),
}


def exact(value: object) -> Fraction:
    fraction = to_fraction(value)
    assert fraction is not None
    return fraction


def roots(m: Minimizer) -> tuple[Fraction, list[Fraction]]:
    """(|p| / rho)^(1/L) and the 1 / |W_k|_F."""
    v = m.p_power(Fraction(1, m.L)) / m.rho_power(Fraction(1, m.L))
    return exact(v), [1 / exact(m.frobenius(k)) for k in m.layers]


def sides(case: Instance) -> tuple[Facts, Fact, Fraction]:
    """The facts of the case, the right side of the repaired reading as a fact, and the left side."""
    m = Minimizer.of(case, Rationals())
    (relation,) = registry.reading("sharpness/lower-bound-by-layers#repaired").then(m)
    sharpness, bound = exact(relation.lhs), exact(relation.rhs)
    f = Facts(case, finest=sharpness / 2)
    return f, f.layers_value(bound, *roots(m)), sharpness


@pytest.mark.coq
def test_lower_bound_by_layers(compiled: Path) -> None:
    little = Fraction(1, 10**6)
    given = []
    for name, case in CASES.items():
        f, right, left = sides(case)
        facts = (f.minimizes(), right, f.upper(left * (1 + little)), f.lower(left * (1 - little)))
        given.append((name, Refutation(f.networks(), facts, "both sides")))
    assert [d.reason for d in decide(given, compiled)] == [""] * len(CASES)


@pytest.mark.coq
@pytest.mark.deep
def test_another_right_side_is_rejected(compiled: Path) -> None:
    case = CASES["plane"]
    m = Minimizer.of(case, Rationals())
    f, right, _ = sides(case)
    v, inverses = roots(m)
    bound = 2 * exact(m.a_rho_squared) * v * sum(inverses)
    assert right == f.layers_value(bound, v, inverses)
    for wrong in (
        f.layers_value(bound + 1, v, inverses),
        f.layers_value(bound * 2, v * 2, inverses),
        f.layers_value(bound * 2, v, [2 * x for x in inverses]),
    ):
        assert not decide([("", Refutation(f.networks(), (wrong,), ""))], compiled)[0].ok


def pair() -> Instance:
    """L = 2, its own start: D_1 = diag(-3/4, -1/4), so eps = 3 * 5/4 + 2 * 3/4."""
    half = Fraction(1, 2)
    return network_instance([[1, 0], [0, 1]], [1, 1], [[[1, 0], [0, half]], [[half, 0]]])


SMALL_SCALE = """
From Lemmata Require Import small_scale_lemma.
Definition net : network := {net}.
Definition q (a : int) (b : nat) : rat := a%:~R / b%:R.
Lemma epsilon : eps_of 1 (fun _ => {delta}) {m} = {epsilon}.
Proof. by rewrite /eps_of unlock; apply/eqP; vm_compute. Qed.
Lemma norm k : sqF (netW [realFieldType of rat] net k) = zr _ (zlayer net k) / zr _ (layer_unit net) ^+ 2.
Proof. exact: value_layer. Qed.
Lemma norm0 : zr [realFieldType of rat] (zlayer net 0) / zr _ (layer_unit net) ^+ 2 = {frobenius}.
Proof. by apply/eqP; vm_compute. Qed.
Definition gram := [seq [seq zsum (fun l => Z.mul (zentry net 0 l i) (zentry net 0 l j)) 2 | j <- iota i (2 - i)]
  | i <- iota 0 2].
Lemma spectral : ub_check 2 gram {spectral} (Zpos xH) [::] && Z.eqb (nth Z0 (nth [::] gram 0) 0) {spectral}.
Proof. by vm_compute. Qed.
Goal True. idtac "@@computed". exact I. Qed.
"""


def rational(x: Fraction) -> str:
    return f"(q {x.numerator} {x.denominator})"


def small_scale(change: Fraction = Fraction(0)) -> str:
    case = pair()
    f = Pair.of(case, Rationals())
    relation = next(iter(registry.reading("small-scale/lemma-rank-one#printed").then(f)))
    spectral = exact(f.sigma_squared(1))
    assert exact(relation.lhs) == exact(f.frobenius_squared(1)) - spectral == Fraction(1, 4)
    assert exact(relation.rhs) == Fraction(21, 4)
    return HEADER + SMALL_SCALE.format(
        net=network_term(case),
        delta=rational(exact(f.delta(1))),
        m=rational(exact(f.m)),
        epsilon=rational(exact(relation.rhs) + change),
        frobenius=rational(exact(f.frobenius_squared(1))),
        spectral=f"{spectral * in_units(case).D ** 2}%coqZ",
    )


@pytest.mark.coq
def test_layers_are_nearly_rank_one(compiled: Path) -> None:
    """epsilon, |W_1|_F^2 and |W_1|_2^2 of the Lemma."""
    sections, complaint = compile_text(small_scale(), compiled, 60)
    assert complaint == ""
    assert "computed" in sections
    assert compile_text(small_scale(Fraction(1, 4)), compiled, 60)[1] != ""

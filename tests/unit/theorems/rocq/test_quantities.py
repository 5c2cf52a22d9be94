"""Twin tests of theorems/rocq/quantities.py: the numbers are those of numerics, and the kernel takes no others."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance, network_instance
from numerics.network import Network
from theorems.rocq import refutations
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.quantities import Exact, optimal
from theorems.rocq.recipe_tools import Refutation

WIDE = network_instance([[1, 2], [1, -1], [0, 1]], [18, 3, 5], [[[2, Fraction(1, 2)], [0, 1]], [[1, 3]]], [2])
CRITICAL = network_instance([[1]], [1], [[[0]], [[0]]])


def network(w: Instance) -> Network:
    made: Network = Network.of(w, Rationals())
    return made


def test_numbers_are_those_of_numerics() -> None:
    x, N = Exact(Facts(WIDE)), network(WIDE)
    assert x.risk().value == to_fraction(N.risk)
    assert x.energy().value == to_fraction(N.quadratic(N.covariance, N.pi))
    assert x.regressor().value == to_fraction(N.A.sum_of_squares(N.pi))
    assert x.readout().value == 4
    assert x.layer(0).value == to_fraction(N.A.sum_of_squares(N.W[1]))
    entries = [N.A.entry(N.gradient(k), i, j) for k, rows in ((1, 2), (2, 1)) for i in range(rows) for j in range(2)]
    assert [value for _, value in x.gradient()] == [to_fraction(g) for g in entries]
    assert x.imbalance(0, 0, 1)[1] == to_fraction(N.A.entry(N.imbalance(1), 0, 1))
    fact, bound = x.largest()
    assert float(bound) == pytest.approx((4 + 5**0.5) / 3, rel=1e-9)  # Sigma = ((2, 1), (1, 6)) / 3
    assert f"Lambda >= {bound}" == fact.words


def test_roots_lie_between_their_bounds() -> None:
    x = Exact(Facts(WIDE))
    _, low, high = x.root(4, x.regressor(), x.readout())
    assert low**4 * x.regressor().value < 4 < high**4 * x.regressor().value
    with pytest.raises(NoCertificate, match="is 0"):
        Exact(Facts(CRITICAL)).root(2, Exact(Facts(CRITICAL)).regressor(), x.readout())


def test_weights_of_the_optimal_regressor() -> None:
    for w in (WIDE, CRITICAL, network_instance([[1, 1]], [2], [[[0, 0]]], [3])):
        N = network(optimal(w))
        assert to_fraction(N.A.sum_of_squares(N.A.minus(N.pi, N.pi_star))) == 0
        assert [len(layer) for layer in optimal(w).layers] == [len(layer) for layer in w.layers]
    with pytest.raises(NoCertificate, match="the readout is 0"):
        optimal(network_instance([[1]], [1], [[[1]]], [0]))


def every_fact(w: Instance) -> list[Fact]:
    f = Facts(w, (optimal(w),))
    x = Exact(f)
    numbers = [x.of(q) for q in (x.risk(), x.risk(1), x.energy(1), x.regressor(), x.readout(), x.layer(1), x.unity())]
    roots = [x.root(4, x.regressor(), x.readout())[0], x.root(2, x.unity(), x.layer(0))[0]]
    return [*numbers, *roots, *(s for s, _ in x.gradient()), x.imbalance(0, 0, 1)[0], x.largest()[0]]


def kernel(facts: list[Fact], w: Instance, compiled: Path) -> bool:
    made = Refutation(Facts(w, (optimal(w),)).networks(), tuple(facts), "")
    return refutations.decide([("", made)], compiled)[0].ok


@pytest.mark.coq
def test_the_kernel_accepts_true_facts(compiled: Path) -> None:
    assert kernel(every_fact(WIDE), WIDE, compiled)
    assert kernel([Exact(Facts(CRITICAL)).critical()], CRITICAL, compiled)


@pytest.mark.coq
@pytest.mark.deep
def test_the_kernel_rejects_each_fact_when_it_is_false(compiled: Path) -> None:
    f = Facts(WIDE, (optimal(WIDE),))
    x = Exact(f)
    wrong = [replace(q, value=q.value + Fraction(1, 10**6)) for q in (x.risk(), x.energy(), x.regressor(), x.layer(0))]
    false = [x.of(q) for q in wrong]
    false += [x.root(4, replace(x.regressor(), value=Fraction(1)), x.readout())[0], x.critical()]
    gradient, value = x.gradient()[0]
    false.append(replace(gradient, check=gradient.check.replace("0%N 0%N 0%N", "0%N 1%N 0%N")))
    imbalance, _ = x.imbalance(0, 0, 1)
    false.append(replace(imbalance, check=imbalance.check.replace("0%N 0%N 1%N", "0%N 1%N 1%N")))
    largest, bound = x.largest()
    false.append(replace(largest, check=largest.check.replace(f"{bound.numerator}%", f"{2 * bound.numerator}%")))
    said_otherwise = x.of(x.risk())
    false.append(replace(said_otherwise, says=x.of(x.energy()).says))
    assert value
    assert not [fact.words for fact in false if kernel([fact], WIDE, compiled)]

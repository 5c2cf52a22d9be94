"""Deciding one reading on one instance: every status, no guess, precision raised until it is enough."""

from fractions import Fraction

import pytest
from flint import arb

from numerics.arithmetic import NotExpressible, Rationals
from numerics.instance import BadInstance, Instance, network_instance
from numerics.second import Second
from properties.decision import HOLDS, NOT_MET, PRECISIONS, UNDECIDED, VIOLATED, decide, tightness
from theorems.claim import Reading, Relation, at_least, at_most, equal, greater, less, nonzero, positive

ONE = network_instance([[1]], [2], [[[1]], [[1]]])  # R = 1, pi = 1, pi* = 2


def reading(then, given=lambda m: iter(())):
    return Reading("test/claim", "printed", "", "network", given, then)


def says(*relations):
    return lambda m: iter([r(m) if callable(r) else r for r in relations])


@pytest.mark.parametrize(
    "relation, status",
    [
        (at_most(1, 1), HOLDS),
        (at_least(1, 1), HOLDS),
        (less(1, 1), VIOLATED),
        (greater(1, 1), VIOLATED),
        (equal(1, 1), HOLDS),
        (nonzero(0), VIOLATED),
        (nonzero(1), HOLDS),
        (positive(0), VIOLATED),
        (at_most(2, 1), VIOLATED),
        (equal(1, 2), VIOLATED),
        (Relation(arb("nan"), "<=", 1), UNDECIDED),
        (Relation(arb(0, 1), ">", 0), UNDECIDED),
    ],
)
@pytest.mark.parametrize("world", [Rationals, Second])
def test_every_sense(relation, status, world):
    if world is Second and isinstance(relation.lhs, arb):
        pytest.skip("balls belong to the first evaluator")
    assert decide(reading(says(relation)), ONE, world=world).status == status


def test_the_instance_is_read():
    assert decide(reading(lambda m: iter([equal(m.risk, 1)])), ONE).status == HOLDS
    other = ONE.with_matrices(y=((Fraction(5),),))
    assert decide(reading(lambda m: iter([equal(m.risk, 1)])), other).status == VIOLATED


def test_hypotheses_come_first():
    broken = says(lambda m: 1 / 0)
    assert decide(reading(broken, says(at_most(2, 1))), ONE).status == NOT_MET
    assert decide(reading(broken, says(at_most(1, 1))), ONE).status == UNDECIDED
    unknown = reading(says(at_most(2, 1)), says(Relation(arb(0, 1), ">", 0)))
    case = decide(unknown, ONE)
    assert case.status == UNDECIDED and "hypothesis" in case.detail and case.precision == PRECISIONS[-1]


def test_one_violation_is_enough_and_one_unknown_is_not_support():
    assert decide(reading(says(Relation(arb(0, 1), ">", 0), at_most(2, 1))), ONE).status == VIOLATED
    assert decide(reading(says(at_most(1, 1), Relation(arb(0, 1), ">", 0))), ONE).status == UNDECIDED
    assert decide(reading(says()), ONE).status == UNDECIDED


@pytest.mark.parametrize("error", [ZeroDivisionError("x"), NotExpressible("x")])
def test_what_does_not_exist_is_undecided(error):
    def then(m):
        raise error
        yield

    case = decide(reading(then), ONE)
    assert case.status == UNDECIDED and type(error).__name__ in case.detail


def test_other_errors_are_not_swallowed():
    def then(m):
        yield equal(m.no_such_quantity, 1)

    with pytest.raises(AttributeError):
        decide(reading(then), ONE)
    with pytest.raises(BadInstance):
        decide(reading(says(equal(1, 1))), Instance("network", {}))


@pytest.mark.parametrize("bits, status", [(40, HOLDS), (100, HOLDS), (300, HOLDS), (900, UNDECIDED)])
def test_precision_rises_until_it_is_enough(bits, status):
    """sqrt 2 + sqrt 3 against its own value plus 2^-bits."""

    def then(m):
        x = m.A.root(m.A.number(2), 2) + m.A.root(m.A.number(3), 2)
        y = m.A.root(m.A.number(2), 2) + m.A.root(m.A.number(3), 2)
        yield less(x, y + m.A.number(Fraction(1, 2**bits)))

    case = decide(reading(then), ONE)
    assert case.status == status and not case.exact
    assert case.precision > bits or status == UNDECIDED


def test_exactness_is_reported():
    assert decide(reading(lambda m: iter([equal(m.risk, 1)])), ONE).exact
    assert decide(reading(lambda m: iter([less(m.A.root(m.A.number(2), 2), m.A.number(2))])), ONE).exact
    both = reading(lambda m: iter([less(m.A.root(m.A.number(2), 2) + 1, 3)]))
    assert not decide(both, ONE).exact


@pytest.mark.parametrize(
    "lhs, sense, rhs, ratio",
    [
        (1, "<=", 2, 0.5),
        (3, "<=", 2, 1.5),
        (2, ">=", 1, 0.5),
        (1, "<", 1, 1),
        (1, "==", 1, 1),
        (-1, "<=", -2, 4 / 3),
        (0, "<=", 5, 0),
        (1, "==", 3, 1.5),
        (-3, "<=", 1, 0),
    ],
)
def test_tightness(lhs, sense, rhs, ratio):
    assert tightness(lhs, sense, rhs) == pytest.approx(ratio)
    holds = {"<=": lhs <= rhs, ">=": lhs >= rhs, "<": lhs < rhs, "==": lhs == rhs}[sense]
    assert (tightness(lhs, sense, rhs) <= 1) == (holds or lhs == rhs)


def test_tightness_without_meaning():
    assert tightness(0, "<=", 0) != tightness(0, "<=", 0) and tightness(1, "!=", 2) != tightness(1, "!=", 2)
    nan = float("nan")
    assert tightness(nan, "<=", 1) != tightness(nan, "<=", 1)


def test_a_ratio_beyond_the_float_range_is_none() -> None:
    for lhs, rhs in ((1e308, 1e-308), (float("inf"), 1.0), (1.0, float("inf"))):
        for sense in ("<=", ">=", "=="):
            assert abs(tightness(lhs, sense, rhs)) != float("inf")

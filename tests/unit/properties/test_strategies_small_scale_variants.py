"""Families for single false variants: what holds by construction, exactly, and what is left to the search."""

import numpy as np
import pytest

from numerics.arithmetic import Rationals, to_fraction
from properties.strategies import lookup

NAMES = ("isotropic pair", "shallow pair", "moved pair with several outputs")


def instances(name: str, count: int = 6):  # type: ignore[no-untyped-def]
    family, rng = lookup(name), np.random.default_rng(0)
    for shape in family.shapes:
        for _ in range(count):
            yield family, shape, family.build(shape, [int(v) for v in rng.integers(-4, 5, family.parameters(shape))], 2)


@pytest.mark.parametrize("name", NAMES)
def test_equal_imbalances_hold_exactly(name: str) -> None:
    A = Rationals()
    with A.context():
        for family, _, instance in instances(name):
            assert to_fraction(family.of(instance, A).imbalance_change) == 0


def test_moved_pairs_move_and_keep_orthogonal_top_vectors_sometimes() -> None:
    A, seen = Rationals(), set()
    with A.context():
        for family, _, instance in instances("moved pair with several outputs", 12):
            found = family.of(instance, A)
            assert to_fraction(found.travelled_squared) > 0
            W1, W2 = instance.matrices["W1"], instance.matrices["W2"]
            seen.add((W1[0][0] > W1[1][1]) == (W2[0][0] > W2[1][1]))
    assert seen == {True, False}


def test_a_step_ends_in_zero_exactly_where_it_should() -> None:
    A = Rationals()
    with A.context():
        for family, shape, instance in instances("descent towards a saddle", 10):
            found = family.of(instance, A)
            assert to_fraction(found.risk) <= to_fraction(found.risk_of_zero)
            assert to_fraction(found.gradient_squared) > 0
            if shape.kind == "at":
                assert to_fraction(found.after(1).gradient_squared) == 0
                assert to_fraction(found.after(1).excess) > 0


def test_the_diagonal_sum_is_below_the_nuclear_norm() -> None:
    A, equal = Rationals(), 0
    with A.context():
        for family, _, instance in instances("isotropic pair"):
            W1 = np.array([[float(x) for x in r] for r in instance.matrices["W1"]])
            total, nuclear = abs(float(to_fraction(family.of(instance, A).diagonal_sum(1)))), np.linalg.norm(W1, "nuc")
            assert total <= nuclear * (1 + 1e-12)
            equal += total > 0.9 * nuclear
    assert equal > 5


def test_float_batches_agree_with_exact_instances() -> None:
    for name in NAMES:
        family = lookup(name)
        shape = family.shapes[-1]
        values = [(-1) ** i * (i % 4) for i in range(family.parameters(shape))]
        floats = family.evaluate(shape, np.array([values], dtype=float) / 2)
        A = Rationals()
        with A.context():
            exact = family.of(family.build(shape, values, 2), A)
            assert float(to_fraction(exact.pi_squared)) == pytest.approx(float(floats.pi_squared[0]))

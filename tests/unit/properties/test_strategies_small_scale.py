"""Families of the small-scale claims: what holds by construction, exactly."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.arithmetic import Rationals, to_fraction
from properties.strategies import lookup

NAMES = ("pair", "flow limit", "pair at a minimizer", "antisymmetric start", "decoupled limit")


def instances(name: str, each: int = 1):  # type: ignore[no-untyped-def]
    family = lookup(name)
    rng = np.random.default_rng(0)
    for shape in family.shapes:
        made = 0
        for _ in range(8):
            values = [int(v) for v in rng.integers(-4, 5, family.parameters(shape))]
            try:
                yield family, shape, family.build(shape, values, 3)
            except ZeroDivisionError:
                continue
            made += 1
            if made == each:
                break
        assert made, f"{shape} is never built"


@pytest.mark.parametrize("name", NAMES)
def test_equal_imbalances_hold_exactly(name: str) -> None:
    A = Rationals()
    with A.context():
        for family, _, instance in instances(name):
            assert to_fraction(family.of(instance, A).imbalance_change) == 0


def test_limits_are_minimizers_and_starts_differ() -> None:
    A, moved = Rationals(), 0
    with A.context():
        for name in ("flow limit", "decoupled limit", "pair at a minimizer"):
            for family, shape, instance in instances(name):
                if shape.kind.startswith("flow"):
                    continue
                found = family.of(instance, A)
                assert to_fraction(found.excess) == 0
                moved += to_fraction(found.travelled_squared) != 0
    assert moved > 10


def test_symmetric_constructions() -> None:
    A = Rationals()
    with A.context():
        for family, _, instance in instances("decoupled limit", 3):
            assert to_fraction(family.of(instance, A).decoupling_defect) == 0
        signs = [to_fraction(f.of(i, A).antisymmetry_defect) == 0 for f, _, i in instances("antisymmetric start", 8)]
    assert True in signs and False in signs  # pi* > 0 is not built in: the search has to meet it


def test_small_and_general_starts_are_admissible_and_small() -> None:
    A, counts = Rationals(), {"small": [0, 0], "flow": [0, 0]}
    with A.context():
        for family, shape, instance in instances("flow limit", 3):
            if shape.kind not in counts:
                continue
            found = family.of(instance, A)
            good = found.start.risk <= found.risk_of_zero
            if shape.kind == "small":
                good = good and (32 * found.L) ** 2 * to_fraction(found.epsilon) <= 1
            counts[shape.kind][0] += bool(good)
            counts[shape.kind][1] += 1
    for good, total in counts.values():
        assert good >= Fraction(3, 4) * total

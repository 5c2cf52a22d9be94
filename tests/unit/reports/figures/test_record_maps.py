"""Maps show both sides of the border, from instances of the reading's own subject."""

from fractions import Fraction

import pytest

from properties.decision import VIOLATED, decide
from properties.witness import CONFIRMED, replay
from reports.figures.record_maps import MAPS, failure_map, shown
from theorems import registry


@pytest.mark.parametrize("key", MAPS)
def test_maps(key):
    found, family = failure_map(key), MAPS[key]
    letters = "".join(found.status)
    assert {"f", "h"} <= set(letters) and "u" not in letters
    assert len(found.status) == len(found.y) and {len(row) for row in found.status} == {len(found.x)}
    for status, ratios in zip(found.status, found.ratio):
        assert all((r is None) == (s == "n") or s == "f" for s, r in zip(status, ratios))
    at = letters.index("f")
    instance = family.make(family.x[at % len(family.x)], family.y[at // len(family.x)])
    reading = registry.reading(key)
    assert decide(reading, instance).status == VIOLATED and replay(reading, instance).outcome == CONFIRMED


def test_known_border():
    """Two equal layers are where the printed bound holds, and nowhere else (rho = C^2)."""
    found = failure_map("sharpness/lower-bound-by-layers#printed")
    family = MAPS["sharpness/lower-bound-by-layers#printed"]
    for rho, row in zip(family.y, found.status):
        assert [x for x, s in zip(family.x, row) if s == "h"] == [x for x in family.x if x * x == rho]


def test_shown():
    assert [shown(Fraction(x)) for x in ("1/2", "1/1024", "-3", "123457/1000")] == ["1/2", "2⁻¹⁰", "-3", "123"]

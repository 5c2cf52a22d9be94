"""Twin tests of theorems/rocq/recipe_tools.py."""

from __future__ import annotations

from fractions import Fraction

import pytest

from numerics.instance import network_instance
from theorems.rocq import recipe_tools as t
from theorems.rocq.certificates import NoCertificate


def test_between_is_inside_and_short() -> None:
    assert t.between(1, 2) == Fraction(3, 2)
    found = t.between(0.99, 1.0)
    assert 0.99 < found < 1
    assert found.denominator <= 800
    for nothing in ((1.0, 1.0), (2.0, 1.0), (1.0, 1.0 + 1e-12)):
        with pytest.raises(NoCertificate, match="no room"):
            t.between(*nothing)


def test_regressor_energy_and_other_layers() -> None:
    case = network_instance([[1, 2], [0, 1]], [1, 1], [[[1, 2], [3, 4]], [[5, 6]]], [2])
    assert t.regressor(case) == [[46], [68]]
    assert t.energy(case) == ((46 + 136) ** 2 + 68**2) / 2
    other = t.with_layers(case, [[[1, 0], [0, 1]], [[1, 1]]])
    assert other.layers[1] == ((1, 1),)
    assert other.matrices["X"] == case.matrices["X"]

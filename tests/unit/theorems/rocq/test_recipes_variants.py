"""Twin tests of theorems/rocq/recipes_variants.py: facts come from the witness, and there are none where it holds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from numerics.instance import network_instance
from tests.unit.theorems.rocq import holding
from theorems import registry
from theorems.rocq.recipes_variants import RECIPES

ONE = [[[1]]]
HOLDS = {
    "sharpness/lower-bound-by-layers#repaired/constant 2.02 a": network_instance([[1]], [8], [[[8]], [[1]]]),
    "sharpness/lower-bound-by-layers#repaired/exponent 2": network_instance(
        [[1]], [Fraction(1, 8)], [[[Fraction(1, 8)]]]
    ),
    "sharpness/minimum-two-sided#sharper/exponent 2 - 1/L": network_instance(
        [[4]], [1], [[[Fraction(1, 2)]], [[Fraction(1, 2)]]]
    ),
    "sharpness/minimum-two-sided#sharper/Lambda in the lower bound": network_instance([[1]], [1], ONE),
    "sharpness/grows-with-depth#repaired/S_min >= 2 L a rho^2 for every L": network_instance([[1]], [1], ONE, [2]),
}


@pytest.mark.parametrize("key", HOLDS)
def test_there_the_variant_is_not_violated(key: str) -> None:
    holding.not_violated(key, HOLDS[key])


@pytest.mark.coq
@pytest.mark.deep
@pytest.mark.parametrize("key", HOLDS)
def test_no_certificate_where_the_variant_holds(compiled: Path, key: str) -> None:
    holding.no_certificate(key, HOLDS[key], compiled)


def test_keys_are_those_of_false_variants() -> None:
    assert all(registry.reading(key) for key in RECIPES)

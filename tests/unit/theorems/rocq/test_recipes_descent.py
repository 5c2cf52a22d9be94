"""Twin tests of theorems/rocq/recipes_descent.py: facts come from the witness, and there are none where it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from numerics.instance import network_instance
from tests.unit.theorems.rocq import holding
from theorems import registry
from theorems.rocq import refutations as r
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.recipes_descent import RECIPES

ONE = [[[1]]]
HOLDS = {
    "learning-rate/after-training#repaired/right side 1/eta": network_instance([[1]], [1], ONE, numbers={"eta": "1/4"}),
    "learning-rate/critical#sharper/S <= 2 / eta at every limit": network_instance(
        [[1]], [1], ONE, numbers={"eta": "1/2"}
    ),
    "learning-rate/critical#repaired/threshold 1 / S_min": network_instance([[1]], [1], ONE, numbers={"eta": "2"}),
    "learning-rate/edge-of-stability#printed/above 2/eta at limits": network_instance(
        [[1]], [1], ONE, numbers={"eta": "2"}
    ),
    "learning-rate/imbalance-drift#sharper/conserved": network_instance(
        [[1]], [1], [[[1]], [[1]]], numbers={"eta": "1"}
    ),
    "learning-rate/imbalance-drift#sharper/third order": network_instance(
        [[1]], [0], [[[1]], [[1]]], numbers={"eta": "1"}
    ),
}


@pytest.mark.parametrize("key", HOLDS)
def test_there_the_variant_is_not_violated(key: str) -> None:
    holding.not_violated(key, HOLDS[key])


@pytest.mark.coq
@pytest.mark.deep
@pytest.mark.parametrize("key", HOLDS)
def test_no_certificate_where_the_variant_holds(compiled: Path, key: str) -> None:
    holding.no_certificate(key, HOLDS[key], compiled)


def test_a_step_starts_at_the_witness_or_ends_there() -> None:
    w = network_instance([[1]], [1], [[[2]], [[1]]], numbers={"eta": "1/8"})
    found = r.refutation("learning-rate/imbalance-drift#sharper/conserved", w)
    assert found.facts[0].words == "W' is W after a step of descent with eta = 1/8"
    assert "changes by" in found.because
    with pytest.raises(NoCertificate, match="layers of one entry"):
        wide = network_instance([[1]], [1], [[[1], [1]], [[1, 1]]], numbers={"eta": "1"})
        r.refutation("learning-rate/imbalance-drift#sharper/plus sign", wide)


def test_keys_are_those_of_false_variants() -> None:
    assert all(registry.reading(key) for key in RECIPES)

"""Twin tests of theorems/rocq/recipes_minimizers.py: facts come from the witness, and there are none where it holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from numerics.instance import Instance, network_instance
from tests.unit.theorems.rocq import holding
from theorems import registry
from theorems.rocq import refutations as r
from theorems.rocq.recipes_minimizers import RECIPES

ONE, TWO = [[[1]]], [[[2]], [[1]]]
HOLDS = {
    "sharpness/minimizers-are-optimal#repaired/p may be 0": network_instance([[1]], [1], ONE),
    "sharpness/minimizers-are-optimal#repaired/full rank dropped": network_instance([[1]], [1], ONE),
    "sharpness/minimizers-are-optimal#repaired/every critical point is a minimizer": network_instance([[1]], [1], ONE),
    "sharpness/minimizers-are-optimal#repaired/Sigma squared": network_instance([[1]], [1], [[[2]]]),
    "sharpness/rescaling-unbounded#repaired/monotone in C": network_instance([[1]], [2], TWO, numbers={"C": 2}),
    "sharpness/rescaling-unbounded#repaired/growth C^3": network_instance([[1]], [2], TWO, numbers={"C": 1}),
    "sharpness/minimum-exact#sharper/the balanced ones are flattest": network_instance([[1]], [1], [[[1]], [[1]]]),
    "experiments/squared-distance#printed/excess equals distance": network_instance([[1]], [1], [[[0]]]),
    "learning-rate/descent-lemma#sharper/finite for two layers": network_instance(
        [[1]], ["1/4"], [[["1/2"]], [["1/2"]]]
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


def test_what_the_facts_contradict_is_said() -> None:
    found = r.refutation("sharpness/rescaling-unbounded#repaired/the limit for L = 1", scaled(3))
    assert found.because == "2 S(C W_1) < C S(W_1)"
    assert "W' = (3 W_1, W_2 / 3, W_3, ..)" in [f.words for f in found.facts]
    assert "W' = (5 W_1, W_2 / 5, W_3, ..)" in [f.words for f in r.refutation(KEY, scaled(5)).facts]


KEY = "sharpness/rescaling-unbounded#repaired/the limit for L = 1"


def scaled(C: int) -> Instance:
    return network_instance([[1]], [1], ONE, numbers={"C": C})


def test_keys_are_those_of_false_variants() -> None:
    assert all(registry.reading(key) for key in RECIPES)

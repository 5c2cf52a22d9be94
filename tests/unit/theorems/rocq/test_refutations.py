"""Twin tests of theorems/rocq/refutations.py: true refutations are accepted by the kernel, and nothing else."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.instance import Instance, network_instance
from theorems.rocq import refutations as r
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.facts import Facts
from theorems.rocq.recipe_tools import Refutation

WITNESSES = Path(__file__).parents[3] / "claims" / "witnesses"

PRINTED = [key for key in r.RECIPES if key.endswith("#printed")]
FEW = [
    "sharpness/lower-bound-by-layers#repaired/Lambda in place of a",
    "sharpness/minimizers-are-optimal#repaired/every critical point is a minimizer",
    "sharpness/minimum-exact#sharper/the balanced ones are flattest",
    "learning-rate/critical#repaired/from every start",
    "learning-rate/descent-lemma#sharper/finite for two layers",
    "experiments/squared-distance#printed/excess equals distance",
    "experiments/power-iteration#repaired/within 1 % at minimizers",
    "experiments/power-iteration#repaired/the largest eigenvalue everywhere",
    "learning-rate/imbalance-drift#sharper/third order",
]


@functools.cache
def witnesses() -> dict[str, Instance]:
    """The committed witnesses by key."""
    files = [json.loads(path.read_text(encoding="utf-8")) for path in WITNESSES.glob("*.json")]
    return {f"{f['claim']}#{f['reading']}": Instance.from_json(f["instance"]) for f in files}


def committed(key: str) -> Instance:
    return witnesses()[key]


def wide() -> Instance:
    """Depth 2, data of full rank in the plane, weights that interpolate y with readout 1: y = X (W2 W1)^T."""
    W1, W2 = [[Fraction(8), Fraction(4)], [Fraction(0), Fraction(1, 3)]], [[Fraction(1), Fraction(3)]]
    X = [[1, 2], [1, -1], [0, 1]]
    return network_instance(X, [18, 3, 5], [W1, W2], numbers={"eta": "1/1000"})


def test_no_recipe_for_what_the_theories_do_not_define() -> None:
    with pytest.raises(r.NoRecipe):
        r.refutation("random-products/norm#printed", wide())


def test_no_certificate_for_a_reading_that_holds_there() -> None:
    flat = network_instance([[1]], [1], [[[1]]], numbers={"eta": "1/8"})
    with pytest.raises(NoCertificate, match="no room"):
        r.refutation("learning-rate/after-training#printed", flat)
    deep = network_instance([[1]], [1], [[[1]], [[1]]], numbers={"eta": "8"})
    with pytest.raises(NoCertificate, match="one layer only"):
        r.refutation("learning-rate/descent-lemma#printed", deep)


def test_recipes_turn_the_committed_witnesses_into_facts() -> None:
    assert set(r.RECIPES) <= set(witnesses())
    assert len(r.RECIPES) == 57
    assert sum(key.endswith("#printed") for key in r.RECIPES) == 11
    assert all(r.refutation(key, committed(key)).facts for key in r.RECIPES)


@pytest.mark.coq
@pytest.mark.parametrize("keys", [PRINTED, FEW], ids=["printed readings", "a few variants"])
def test_the_kernel_accepts_committed_witnesses(compiled: Path, keys: list[str]) -> None:
    decided = r.decide([(key, r.refutation(key, committed(key))) for key in keys], compiled)
    assert [d.reason for d in decided] == [""] * len(keys)
    if "learning-rate/critical#printed" in keys:
        assert "at every minimizer" in decided[keys.index("learning-rate/critical#printed")].statement


@pytest.mark.coq
@pytest.mark.deep
def test_the_kernel_accepts_all_committed_witnesses(compiled: Path) -> None:
    decided = r.decide([(key, r.refutation(key, committed(key))) for key in r.RECIPES], compiled)
    assert {key: d.reason for key, d in zip(r.RECIPES, decided)} == dict.fromkeys(r.RECIPES, "")


@pytest.mark.coq
def test_the_kernel_accepts_a_rectangular_witness_of_full_rank(compiled: Path) -> None:
    found = r.refutation("learning-rate/after-training#printed", wide())
    assert r.decide([("", found)], compiled)[0].ok


@pytest.mark.coq
@pytest.mark.deep
def test_corrupted_witnesses_are_rejected(compiled: Path) -> None:
    """Each fact on its own, with a number that is a little wrong, is rejected."""
    case = wide()
    f = Facts(case, finest=Fraction(1))
    energy = sum(Fraction(x) ** 2 for x in (18, 3, 5)) / 3
    above, least = f.cov_above()
    below, most = f.cov_below()
    moved = network_instance([[1, 2], [1, -1], [0, 1]], [19, 3, 5], case.layers)
    top = f.upper(Fraction(10**4))
    wrong = {
        "energy": f.energy_above(2 * energy, 2),
        "order": f.less(Fraction(2), Fraction(2)),
        "least eigenvalue": replace(above, check=above.check.replace(f" {least.numerator}%", f" {most.numerator}%", 1)),
        "largest eigenvalue": replace(
            below, check=below.check.replace(f" {most.numerator}%", f" {least.numerator}%", 1)
        ),
        "no readout": f.no_readout(),
        "optimal": f.not_optimal(),
        "every minimizer": f.every_minimizer(Fraction(10**5)),
        "layers": f.layers_above(Fraction(10**5), Fraction(1, 4), [Fraction(1, 10), Fraction(1, 4)]),
        "v too large": f.layers_above(Fraction(1), Fraction(1), [Fraction(1, 10), Fraction(1, 4)]),
        "statement of another bound": replace(top, says=top.says.replace(f"{10**4}%", f"{10**3}%")),
    }
    for name, fact in wrong.items():
        made = Refutation(f.networks(), (fact,), name)
        assert not r.decide([(name, made)], compiled)[0].ok, name
    elsewhere = Facts(moved)
    assert not r.decide([("", Refutation(elsewhere.networks(), (elsewhere.minimizes(),), ""))], compiled)[0].ok
    right = (f.minimizes(), above, below, top, f.energy_above(energy - 1, 1), f.every_minimizer(Fraction(1)))
    assert r.decide([("", Refutation(f.networks(), right, ""))], compiled)[0].ok


@pytest.mark.coq
def test_one_bad_witness_does_not_take_the_others_with_it(compiled: Path) -> None:
    good = r.refutation("learning-rate/critical#printed", committed("learning-rate/critical#printed"))
    bad = replace(good, facts=(Facts(wide()).no_readout(),))
    assert [d.ok for d in r.decide([("a", good), ("b", bad)], compiled)] == [True, False]


@pytest.mark.coq
def test_a_stale_build_decides_nothing(coq: str, tmp_path: Path) -> None:
    good = r.refutation("learning-rate/critical#printed", committed("learning-rate/critical#printed"))
    assert r.decide([("", good)], tmp_path)[0].reason == "stale: not compiled yet"

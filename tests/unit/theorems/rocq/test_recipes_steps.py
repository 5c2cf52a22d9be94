"""Twin tests of theorems/rocq/recipes_steps.py and steps.py: what the recipes compute, and what the kernel rejects."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from numerics.instance import Instance, network_instance
from theorems.rocq import recipes_steps as r
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.facts import Fact, Facts
from theorems.rocq.recipe_tools import Refutation, with_layers
from theorems.rocq.refutations import decide
from theorems.rocq.steps import one_step, power, regressor_less, rescaled, second_layer_above


def plane() -> Instance:
    """Depth 2 in the plane; R = ((y_1 - pi_1)^2 + (y_2 - pi_2)^2) / 2 with pi = (2, 1)."""
    return network_instance([[1, 0], [0, 1]], [1, 3], [[[1, 0], [0, 1]], [[2, 1]]])


def test_a_step_of_descent_is_exact() -> None:
    """g = pi - y = (1, -2): dR/dW_2 = g^T W_1^T, dR/dW_1 = W_2^T g^T."""
    after = r.descended(plane(), Fraction(1, 4))
    assert after.layers[1] == ((2 - Fraction(1, 4), 1 + Fraction(1, 2)),)
    assert after.layers[0] == ((1 - Fraction(1, 2), 1), (-Fraction(1, 4), 1 + Fraction(1, 2)))


def two_layer(eta: str, start: str = "1/2") -> Instance:
    one = [["1"]]
    matrices = {"U": one, "V": one, "Q": one, "R": one, "X": one, "Y": [["4"]], "W1": [[start]], "W2": [[start]]}
    return Instance.from_json({"kind": "two-layer", "matrices": matrices, "numbers": {"eta": eta, "steps": "2"}})


def test_recipes_refuse_what_does_not_refute() -> None:
    assert "overshoots" in r.RECIPES["two-layer/step-size#printed"](two_layer("1/2", "3/2")).because
    with pytest.raises(NoCertificate, match="does not overshoot"):
        r.RECIPES["two-layer/step-size#printed"](two_layer("1/100"))
    same = network_instance([[1]], [4], [[[2]], [[2]]], numbers={"eta": "1/8", "eta2": "1/4"})
    with pytest.raises(NoCertificate, match="no room"):
        r.RECIPES["learning-rate/small-scale-final-sharpness#printed"](same)
    sharp = network_instance([[1]], [2], [[[1]], [[2]]], numbers={"C": "3"})
    with pytest.raises(NoCertificate, match="no room"):
        r.RECIPES["sharpness/rescaling-unbounded#printed"](sharp)
    one_layer = network_instance([[1]], [2], [[[1]]])
    with pytest.raises(NoCertificate, match="no room"):
        r.RECIPES["experiments/power-iteration#printed"](one_layer)


def facts() -> tuple[Facts, dict[str, Fact], dict[str, Fact]]:
    """The plane with its step of descent, and rescaled by C = 2; right facts and wrong ones."""
    case, step = plane(), Fraction(1, 4)
    scaled = with_layers(case, [[[2, 0], [0, 2]], [[1, Fraction(1, 2)]]])
    f = Facts(case, (r.descended(case, step), scaled))
    rho, norm = 5**0.5, 1.25**0.5
    bound = 2 * rho**2 / (5**0.25 * norm)
    right = {
        "step": one_step(1, step),
        "rescaled": rescaled(2, Fraction(2)),
        "regressor": regressor_less(1, 0, 0),
        "second layer": second_layer_above(2, Fraction(bound * 0.999), Fraction(1), 5**0.25, norm),
    }
    wrong = {
        "another step": one_step(1, step * 2),
        "not a step": one_step(2, step),
        "another C": rescaled(2, Fraction(3)),
        "not rescaled": rescaled(1, Fraction(2)),
        "order": regressor_less(0, 1, 0),
        "itself": regressor_less(0, 0, 0),
        "too large": second_layer_above(2, Fraction(bound * 1.001), Fraction(1), 5**0.25, norm),
        "root too small": second_layer_above(2, Fraction(bound * 0.999), Fraction(1), 5**0.2, norm),
        "estimate": power(3, Fraction(10**4), True),
        "estimate below": power(3, Fraction(1, 10**4), False),
    }
    return f, right, wrong


@pytest.mark.coq
def test_the_kernel_accepts_right_facts(compiled: Path) -> None:
    f, right, _ = facts()
    assert decide([("", Refutation(f.networks(), tuple(right.values()), ""))], compiled)[0].reason == ""


@pytest.mark.coq
@pytest.mark.deep
def test_the_kernel_rejects_wrong_facts(compiled: Path) -> None:
    f, _, wrong = facts()
    for name, fact in wrong.items():
        assert not decide([(name, Refutation(f.networks(), (fact,), ""))], compiled)[0].ok, name

"""Twin of theorems/symbolic/two_layer_descent.py: proofs, and the false variants of the claims."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from theorems.symbolic import two_layer_descent as descent
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.two_layer_descent import RHO, e, s, v


@pytest.mark.parametrize(
    "derive", [descent.sandwich, descent.lower, descent.upper, descent.phase_time, descent.step_size]
)
def test_proved(derive: Any) -> None:
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True), d.detail
    assert d.seconds < 2 and d.latex


def fails(work: Any) -> bool:
    proof = RationalProof("planted")
    work(proof)
    return proof.done().outcome == "failed"


def test_false_bounds_on_the_contraction() -> None:
    in_range = {s: v + e}
    assert fails(lambda p: p.nonnegative("(1+s)^-3 from above", ((1 + s) ** -3 - RHO).subs(in_range)))
    assert fails(lambda p: p.nonnegative("(1-s)^2 from below", RHO - (1 - s) ** 2))
    assert fails(lambda p: p.nonnegative("v > s allowed", ((1 + s) ** -2 - RHO).subs(v, s + e)))
    assert fails(lambda p: p.equals("derivative", sympy.diff(RHO, v), s * (v + 2) / (1 + v) ** 3))


def test_false_logarithm_bounds() -> None:
    log = sympy.log(1 + s)
    assert fails(lambda p: p.at_least_0_from_0("no second order", log - s, s))
    assert fails(lambda p: p.at_least_0_from_0("0.9 s^2 / 2", log - s + sympy.Rational(9, 20) * s**2, s))
    assert fails(lambda p: p.at_least_0_from_0("1/s + 1/4", log - 4 * s / (4 + s), s))


def test_root_of_the_upper_exponent() -> None:
    assert descent.root_starts_with("0.341901311876")
    for wrong in ("0.341901311877", "0.341901311875", "0.343"):
        assert not descent.root_starts_with(wrong)


def test_overshoot_beyond_one_half() -> None:
    """At s = 0.51 the room at w = (sigma / lambda) / (1 + e) is negative for small e."""
    room = 1 - (1 + s * e / (1 + e)) ** 2 / (1 + e)
    assert room.subs({s: sympy.Rational(51, 100), e: sympy.Rational(1, 1000)}) < 0
    assert room.subs({s: sympy.Rational(1, 2), e: sympy.Rational(1, 1000)}) > 0

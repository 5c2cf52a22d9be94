"""Twin of theorems/symbolic/two_layer_flow.py: proofs, and the false variants of the claims."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

from theorems.symbolic import two_layer_flow as flow
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.two_layer_flow import big, curve, l, rest, s, velocity, w0


@pytest.mark.parametrize("derive", [flow.closed_form, flow.phase_limits, flow.one_layer])
def test_proved(derive: Any) -> None:
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True), d.detail
    assert d.seconds < 2 and d.latex


def outcome(w: Any, rate: Any) -> str:
    proof = RationalProof("planted")
    flow.solves(proof, "planted", w, rate)
    return proof.done().outcome


def test_false_closed_forms_are_refuted() -> None:
    assert outcome(curve(big), 2 * s) == "proved"
    assert outcome(curve(big), s) == "failed"  # rate sigma instead of 2 sigma
    assert outcome(curve(big, l, s), 2 * s) == "failed"  # roles swapped
    assert outcome(curve(big, start=w0**2), 2 * s) == "proved"  # another solution, ...
    assert curve(w0, start=w0**2) != w0  # ... with another start
    assert outcome(curve(big) * 2, 2 * s) == "failed"


def test_velocity_is_the_stated_equation() -> None:
    """Against the flow itself, not against the closed form: derivative of the squared entry."""
    r = sympy.Symbol("r", positive=True)
    assert sympy.expand(2 * r * (s - l * r**2) * r - velocity(r**2)) == 0


def test_gap_bound_needs_its_hypothesis() -> None:
    proof = RationalProof("planted")
    away = (s / l) ** 2 / big - (curve(big) - s / l)  # the other side: lambda w_0 > sigma
    proof.nonnegative("planted", away.subs(big, w0 + rest).subs(w0, s / l + flow.gap))
    assert proof.done().outcome == "failed"


def test_distances_from_the_rank_one_solution() -> None:
    assert flow.crossing_rounds_to(4, "0.2755") and flow.crossing_rounds_to(16, "0.1228")
    assert not flow.crossing_rounds_to(16, "0.1229") and not flow.crossing_rounds_to(4, "0.2754")
    assert flow.crossing_rounds_to(2, "0.38197")

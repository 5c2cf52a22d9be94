"""Twin of theorems/symbolic/sweep.py."""

from __future__ import annotations

from typing import Any

import pytest

from theorems.symbolic import first_order, sweep
from theorems.symbolic.derivation import Proof


def test_every_layer_pair_up_to_depth_20_in_one_second() -> None:
    """Two tries: the machine may be busy with something else."""
    best = min((sweep.sweep() for _ in range(2)), key=lambda d: d.seconds)
    assert best.outcome == "proved"
    assert best.identities == sum(L + (L - 1) + L * L for L in range(1, 21))
    assert best.seconds < 1.0


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_counts_and_catches_a_wrong_formula(depth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    count, failed = sweep.check_depth(depth)
    assert (count, failed) == (depth + depth - 1 + depth * depth, [])
    monkeypatch.setattr(sweep, "SIGMA", sweep.SIGMA * 2)
    assert len(sweep.check_depth(depth)[1]) == depth * depth  # every block, and nothing else


def test_contradiction_with_the_opaque_proofs_is_a_disagreement(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as m:
        m.setattr(sweep, "SIGMA", sweep.SIGMA * 2)
        assert sweep.sweep(2).outcome == "disagree"

    def broken() -> Any:
        return Proof("broken").done()

    with monkeypatch.context() as m:
        m.setattr(first_order, "gradient", broken)
        assert sweep.sweep(2).outcome == "disagree"

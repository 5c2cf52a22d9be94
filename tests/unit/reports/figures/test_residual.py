"""Figures on residual networks: the same bytes for the same seed, and float flows that end at minimizers."""

import json
from fractions import Fraction

import numpy as np
import pytest

from reports.figures import residual
from reports.figures.residual_flow import NoLimit, limit_changes, velocity


def test_a_figure_is_written_twice_the_same(tmp_path):
    first, again = (residual.draw(tmp_path / name, ("residual-threshold-map",)) for name in ("a", "b"))
    assert [p.name for p in first] == ["residual-threshold-map.svg", "residual-threshold-map.json"]
    assert all(p.read_bytes() == q.read_bytes() for p, q in zip(first, again, strict=True))
    numbers = json.loads(first[1].read_text())
    assert np.array(numbers["log10 C4"]).max() < -2.24


def test_failures_fall_with_u_and_lie_inside_their_intervals(monkeypatch):
    monkeypatch.setattr(residual, "DRAWS", 40)
    rows = residual._failures(residual.Setting(8, 2, Fraction(2)), 1, Fraction(1, 4), "printed")
    failures = [r["failures"] for r in rows]
    assert failures == sorted(failures, reverse=True)
    assert failures[0] > failures[-1]
    assert all(r["low"] <= r["failures"] / 40 <= r["high"] for r in rows)
    assert all(0 <= r["claimed"] <= 1 for r in rows)


def test_the_velocity_is_the_gradient_and_the_limit_a_minimizer():
    layers, X, y, p = residual._start(3, 4, Fraction(1, 2), [1])
    sigma, moment = X.T @ X / len(X), X.T @ y / len(X)

    def risk(W):
        b = p
        for w in reversed(W):
            b = w.T @ b
        return float(((y - X @ b) ** 2).mean())

    rate = velocity(layers[None], sigma[None], moment[None], p[None])[0][0]
    for index in ((0, 1, 2), (3, 0, 0)):
        step = np.zeros_like(layers)
        step[index] = 1e-6
        slope = (risk(layers + step) - risk(layers - step)) / 2e-6
        assert -4 * rate[index] == pytest.approx(slope, rel=1e-5)
    batch = [np.stack([x, x]) for x in (layers, X, y, p)]
    one, two = limit_changes(*batch)
    assert one == two
    assert 0.01 < one < 1
    with pytest.raises(NoLimit):
        limit_changes(*batch, largest=2)

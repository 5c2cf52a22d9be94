"""Twin of numerics/descent/nonlinear_sweep.py, with few steps."""

import dataclasses

import numpy as np
import pytest

from numerics.descent import nonlinear, nonlinear_sweep
from numerics.descent.nonlinear_sweep import NonlinearSweep
from numerics.paper_data import load_paper_data


@pytest.fixture
def short(monkeypatch):
    data = load_paper_data()
    settings = dict(data.settings)
    settings["non_linear"] = dataclasses.replace(settings["non_linear"], steps=(30, 30, 20))
    monkeypatch.setattr(nonlinear_sweep, "load_paper_data", lambda: dataclasses.replace(data, settings=settings))
    return NonlinearSweep("test", ((2, 1, 2), (1, 0, 1)))


def test_cells_and_their_weights(short):
    runs = short.runs(1, 2)
    assert list(zip(runs.rate, runs.scale)) == [(2, 1)] * 4 + [(1, 0)] * 2
    assert short.cost(runs, 0) == 20 and short.cost(runs, 5) == 30


def test_both_computations_agree(short):
    runs = short.runs(1, 2)
    again = short.again(1, 2, runs, [1, 3])
    assert np.array_equal(again.rate, [2, 2]) and np.array_equal(again.scale, [1, 1])
    for name in ("risk_end", "risk_after", "sharpness_end"):
        assert np.allclose(getattr(again, name), getattr(runs, name)[[1, 3]], rtol=1e-6), name


def test_risk_after_is_the_largest_of_the_following_steps(short):
    runs, data = short.runs(1, 2), load_paper_data().noise_free
    W = short.starts(1, 1, 0, 2)[1]
    seen = []
    for t in range(63):
        risk, gradient = nonlinear.risk_and_gradient(data.X64, data.y64, W)
        if t >= 30:
            seen.append(risk)
        W = W - 0.02 * gradient
    assert np.isclose(runs.risk_end[5], seen[0], rtol=1e-9)
    assert np.isclose(runs.risk_after[5], max(seen), rtol=1e-9)


def test_divergence_in_either_computation(short, monkeypatch):
    big = NonlinearSweep.starts
    monkeypatch.setattr(NonlinearSweep, "starts", lambda *a: 1000 * big(*a))
    runs = short.runs(1, 2)
    gone = runs.diverged >= 0
    assert gone[2:].all() and not runs.succeeded[gone].any() and np.isnan(runs.sharpness_end[gone]).all()
    assert np.array_equal(short.again(1, 2, runs, [1, 2]).diverged, runs.diverged[1:3])

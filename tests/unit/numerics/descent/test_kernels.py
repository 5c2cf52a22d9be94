"""Twin of numerics/descent/kernels.py and source.py: the compiled path against plain NumPy."""

import gc

import numpy as np
import pytest

from numerics.descent import kernels, reference
from numerics.descent.problem import Problem, gaussian_start

FEW = [(3, 3, 1), (2, 3, 3), (2, 9, 1)]  # narrow with a last row, narrow with a readout, wide


@pytest.mark.parametrize("widths", FEW, ids=str)
def test_same_numbers_as_numpy(small_problem, widths):
    problem, rng = small_problem(widths)
    W = gaussian_start(problem, rng, 37, 0.5)  # not a multiple of the lanes
    rates = rng.uniform(0, 0.05, 37)
    state = kernels.State.of(problem, W, rates)
    kernels.advance(problem, state, 40, 1e6)
    expected, when = reference.descend(problem, W, rates, 40)
    assert (when == -1).all() and (state.times == -1).all()
    assert np.abs(state.weights(problem) - expected).max() < 1e-13


@pytest.mark.parametrize("widths", FEW, ids=str)
def test_divergence_at_the_same_step(small_problem, widths):
    problem, rng = small_problem(widths)
    W = gaussian_start(problem, rng, 40, 1.0)
    rates = np.where(np.arange(40) % 3 == 0, 0.9, 0.01)
    W[5] *= 1e100  # overflows at once
    state = kernels.State.of(problem, W, rates)
    for steps in (1, 7, 52):
        kernels.advance(problem, state, steps, 1e6)
    expected, when = reference.descend(problem, W, rates, 60)
    assert when[5] == 0 and 0 < (when > 0).sum() < 40
    assert np.array_equal(state.times, when)
    found = state.weights(problem)
    assert np.array_equal(found[5], W[5])
    living = when < 0
    assert np.allclose(found[living], expected[living], rtol=1e-9, atol=1e-9)


def test_padding_stays_zero(small_problem):
    problem, rng = small_problem((2, 3, 1, 3, 1))
    state = kernels.State.of(problem, gaussian_start(problem, rng, 5, 0.7), np.full(5, 0.1))
    kernels.advance(problem, state, 20, 1e6)
    W = state.weights(problem)
    assert np.array_equal(problem.pack(problem.unpack(W)), W)


def test_runs_without_a_place_to_cache(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("LEMMATA_CACHE", str(blocked))
    kernels._compiled.cache_clear()
    problem = Problem.of(np.ones((2, 1)), np.ones(2), (1, 1))
    state = kernels.State.of(problem, np.zeros((1, 1, 1, 1)), np.array([0.25]))
    kernels.advance(problem, state, 1, 1e6)
    kernels._compiled.cache_clear()
    assert state.weights(problem)[0, 0, 0, 0] == 0.5


def test_kernels_of_several_widths_do_not_meet(small_problem):
    """Kernels of two widths once had one name: after the first was collected the second gave wrong numbers."""
    for widths in ((5, 5, 5), (1, 1), (3, 3, 1), (5, 5, 5)):
        problem, rng = small_problem(widths)
        W, rates = gaussian_start(problem, rng, 3, 0.5), np.full(3, 0.02)
        state = kernels.State.of(problem, W, rates)
        kernels.advance(problem, state, 30, 1e6)
        assert np.abs(state.weights(problem) - reference.descend(problem, W, rates, 30)[0]).max() < 1e-13
        kernels._compiled.cache_clear()
        gc.collect()


def test_no_lanes(small_problem):
    problem, rng = small_problem((3, 3, 1))
    state = kernels.State.of(problem, gaussian_start(problem, rng, 0, 0.5), np.zeros(0))
    kernels.advance(problem, state, 3, 1e6)
    assert state.weights(problem).shape == (0, 2, 3, 3) and state.times.shape == (0,)

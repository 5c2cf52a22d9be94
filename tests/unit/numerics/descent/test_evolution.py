"""Twin of numerics/descent/evolution.py: both computations, on few steps of few runs."""

from fractions import Fraction

import numpy as np
import pytest

from numerics.descent import run, sharpness
from numerics.descent.evolution import Evolutions
from numerics.descent.experiments import paper_experiments

FIELDS = ("gap_end", "rise", "sharpness_start", "sharpness_first", "sharpness_early", "sharpness_peak", "sharpness_end")


@pytest.fixture(scope="module")
def unstable():
    """eta = .2 from a scale at which some runs diverge, and do so while they are watched."""
    return Evolutions("unstable", paper_experiments()["linear_mlp"], 4, Fraction(2, 5), 40, 30)


def test_both_computations_agree(unstable):
    runs = unstable.runs(3, 8)
    assert 0 < (runs.diverged >= 0).sum() < 8
    again = unstable.again(3, 8, runs, list(range(8)))
    assert np.array_equal(runs.diverged, again.diverged) and np.array_equal(runs.succeeded, again.succeeded)
    for name in FIELDS:
        assert np.allclose(getattr(runs, name), getattr(again, name), rtol=1e-6, equal_nan=True), name


def test_what_is_watched(unstable):
    runs = unstable.runs(3, 8)
    problem, i = unstable.experiment.problem, int(np.flatnonzero(runs.diverged < 0)[0])
    path = run(problem, unstable.starts(3, 8)[i : i + 1], 0.2, 30, every=1, observe=lambda w: w.copy())
    S = np.array([sharpness(problem, w)[0] for w in path.records])
    R = np.array([problem.risks(w)[0] for w in path.records])
    assert runs.sharpness_peak[i] == S.max() and runs.peak_step[i] == S.argmax()
    assert runs.sharpness_early[i] == S[3] and runs.sharpness_late_peak[i] == S[3:].max()
    assert np.isclose(runs.rise[i], (R[1:] / R[:-1]).max() - 1, rtol=1e-12)


def test_diverged_runs_have_no_end(unstable):
    runs = unstable.runs(3, 8)
    gone = runs.diverged >= 0
    assert np.isnan(runs.sharpness_end[gone]).all() and not runs.succeeded[gone].any()
    early = gone & (runs.diverged <= 30)
    assert np.isnan(runs.sharpness_peak[early]).all() and early.any()
    assert unstable.cost(runs, int(np.flatnonzero(gone)[0])) == runs.diverged[gone][0] + 1

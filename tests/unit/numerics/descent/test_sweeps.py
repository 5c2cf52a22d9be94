"""Twin of numerics/descent/sweeps.py."""

import dataclasses

import numpy as np
import pytest

from numerics.descent import dynamics, run, sweeps
from numerics.descent.experiments import paper_experiments
from numerics.descent.sweeps import sweep


@pytest.fixture(scope="module")
def small():
    """The main experiment on a coarse grid: two learning rates, two scales, 60 steps."""
    e = paper_experiments()["linear_mlp"]
    s = e.setting
    setting = dataclasses.replace(
        s, learning_rates=s.learning_rates[2:4], steps=(60, 60), repetitions=(3, 2), scales=s.scales[:2]
    )
    return dataclasses.replace(e, setting=setting)


def same(a, b):
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name), equal_nan=True) for f in dataclasses.fields(a))


def test_sweep_is_the_descent_of_its_starts(small):
    runs = sweep(small, 7)
    assert len(runs.rate) == 10 and runs.cell(0, 1).sum() == 3 and runs.cell(1, 0).sum() == 2
    W0 = small.starts(7, 0, 1, 3)
    end = run(small.problem, W0, float(small.setting.learning_rates[0]), 60)
    assert np.array_equal(runs.distance_end[runs.cell(0, 1)], small.problem.squared_distances(end.weights))
    assert same(runs, sweep(small, 7)) and not same(runs, sweep(small, 8))


def test_parts_are_kept_and_damage_is_recomputed(small, tmp_path):
    steps = []
    first = sweep(small, 7, folder=tmp_path, progress=steps.append)
    assert sum(steps) == 60 * 10
    (kept,) = tmp_path.glob("*.npz")
    assert same(first, sweep(small, 7, folder=tmp_path))
    kept.write_bytes(kept.read_bytes()[:100])
    assert same(first, sweep(small, 7, folder=tmp_path))


def test_blocks_bound_the_memory_and_change_nothing(small, tmp_path, monkeypatch):
    """A sweep that does not fit into one block: the same runs, nothing finished is lost when it is interrupted."""
    whole = sweep(small, 7, repetitions=11, estimates=False)
    largest, seen = [], dynamics.run

    def watched(problem, W0, *rest, **named):
        largest.append(len(W0))
        return seen(problem, W0, *rest, **named)

    monkeypatch.setattr(sweeps, "block_size", lambda problem: 16)
    monkeypatch.setattr(sweeps, "run", watched)
    assert same(whole, sweep(small, 7, repetitions=11, estimates=False)) and max(largest) == 16

    class Stop(Exception):
        pass

    done = []

    def stop(steps):
        done.append(steps)
        if sum(done) > 60 * 20:
            raise Stop

    with pytest.raises(Stop):
        sweep(small, 7, repetitions=11, estimates=False, folder=tmp_path, progress=stop)
    assert len(list(tmp_path.glob("*-0.npz"))) == 1 and len(list(tmp_path.glob("*.npz"))) == 1
    done.clear()
    resumed = sweep(small, 7, repetitions=11, estimates=False, folder=tmp_path, progress=done.append)
    assert same(whole, resumed) and sum(done) == 60 * 44 and len(list(tmp_path.glob("*.npz"))) == 3

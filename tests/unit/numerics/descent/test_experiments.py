"""Twin of numerics/descent/experiments.py."""

import dataclasses

import numpy as np
import pytest

from numerics.descent import run
from numerics.descent.experiments import SUCCESS, paper_experiments, sweep


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


def test_the_settings_are_those_of_the_paper():
    found = paper_experiments()
    assert sum(e.network_steps for e in found.values()) == 60_720_000
    assert set(found) == {"linear_mlp", "resnet", "mlp_underdetermined"} | {
        f"resnet_several_depths_{L}" for L in (5, 10, 20, 40)
    }


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


def test_wandering_past_the_optimum_is_not_success():
    e = paper_experiments()["resnet_several_depths_5"]
    runs = sweep(e, 1, rates=(21,), estimates=False)  # a learning rate 1.44 times the critical one
    assert runs.close.any() and not runs.succeeded.any()
    assert (runs.gap_end[runs.close] <= SUCCESS).all()


def test_success_below_the_critical_learning_rate():
    e = paper_experiments()["resnet_several_depths_5"]
    runs = sweep(e, 1, rates=(12,), repetitions=5, estimates=False)
    assert runs.succeeded.all() and np.isnan(runs.power_end).all()

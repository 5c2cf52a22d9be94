"""Twin of numerics/descent/experiments.py."""

import dataclasses

import numpy as np
import pytest

from numerics.descent import experiments
from numerics.descent.experiments import SUCCESS, paper_experiments
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


def test_the_settings_are_those_of_the_paper():
    found = paper_experiments()
    assert sum(e.network_steps for e in found.values()) == 60_720_000
    assert set(found) == {"linear_mlp", "resnet", "mlp_underdetermined"} | {
        f"resnet_several_depths_{L}" for L in (5, 10, 20, 40)
    }


def test_wandering_past_the_optimum_is_not_success():
    e = paper_experiments()["resnet_several_depths_5"]
    runs = sweep(e, 1, rates=(21,), estimates=False)  # a learning rate 1.44 times the critical one
    assert runs.close.any() and not runs.succeeded.any()
    assert (runs.gap_end[runs.close] <= SUCCESS).all()


def test_success_below_the_critical_learning_rate():
    e = paper_experiments()["resnet_several_depths_5"]
    runs = sweep(e, 1, rates=(12,), repetitions=5, estimates=False)
    assert runs.succeeded.all() and np.isnan(runs.power_end).all()


def test_starts_do_not_depend_on_how_many_are_drawn_at_once(small, monkeypatch):
    monkeypatch.setattr(experiments, "BLOCK", 4)
    blocks = list(small.start_blocks(3, 0, 1, 10))
    assert [len(b) for b in blocks] == [4, 4, 2] and np.array_equal(np.concatenate(blocks), small.starts(3, 0, 1, 10))
    assert small.starts(3, 0, 1, 0).shape == (0, 10, 5, 5)

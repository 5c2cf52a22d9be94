"""Twin of properties/laboratory.py."""

import dataclasses

import numpy as np
import pytest

from numerics.descent.weight_change import Changes
from properties import laboratory
from properties.laboratory import BUDGETS, REPETITIONS, TABLES, Lab, kept, source
from theorems import registry
from theorems.observation import observation_of


def table():
    return Changes(np.zeros(2, dtype=int), np.arange(3), np.ones((2, 3)), np.zeros((2, 3)))


def test_kept_runs_are_read_and_damage_is_computed_again(tmp_path):
    path, calls = tmp_path / "deep" / "x.npz", []

    def compute():
        calls.append(1)
        return table()

    for expected in (1, 1):
        found = kept(path, Changes, compute)
        assert len(calls) == expected and np.array_equal(found.change, np.ones((2, 3)))
    path.write_bytes(path.read_bytes()[:50])
    assert np.array_equal(kept(path, Changes, compute).depths, np.arange(3)) and len(calls) == 2
    assert not list(path.parent.glob("*.npz.*"))


def test_nowhere_to_keep_is_no_error(tmp_path):
    (tmp_path / "file").write_text("x")
    assert kept(tmp_path / "file" / "y.npz", Changes, table).depths.shape == (3,)


def test_every_source_has_repetitions_for_every_budget():
    assert set(REPETITIONS) == set(laboratory._sources())
    assert all(len(counts) == len(BUDGETS) and counts[0] <= counts[1] <= counts[2] for counts in REPETITIONS.values())
    assert set(TABLES) <= set(REPETITIONS)
    for name in REPETITIONS:
        assert all(callable(getattr(source(name), part)) for part in ("runs", "again", "cost"))


def test_parts_of_the_main_sweep():
    lab = Lab(1, "quick")
    doubtful, short = lab.experiments[laboratory.IN_DOUBT], lab.experiments[laboratory.SHORT]
    assert lab.rates(laboratory.IN_DOUBT) == [0.1] and abs(lab.scales(laboratory.IN_DOUBT)[0] - 0.4444) < 1e-4
    assert doubtful.setting.steps == (4000,) and short.setting.steps == (4000,)
    assert lab.rates(laboratory.SHORT) == [0.005]


def test_starts_of_a_part_are_not_those_of_the_whole():
    lab = Lab(1, "quick")
    whole, part = lab.experiments["linear_mlp"], lab.experiments[laboratory.IN_DOUBT]
    assert not np.array_equal(whole.starts(1, 3, 5, 2), part.starts(1, 0, 0, 2))


def test_a_changed_program_does_not_read_old_runs(monkeypatch, tmp_path):
    before = laboratory._version()
    laboratory._version.cache_clear()
    monkeypatch.setattr(laboratory.np, "__version__", "0")
    assert laboratory._version() != before
    laboratory._version.cache_clear()


@pytest.mark.parametrize("source_name", sorted(TABLES))
def test_tables_are_plain_arrays(source_name):
    assert {f.name for f in dataclasses.fields(TABLES[source_name])} >= {"rate"}


def test_observations_are_the_registry_s():
    observed = [r.key for c in registry.select(["experiments"]) for r in c.readings.values() if observation_of(r)]
    assert {k.partition("#")[0].removeprefix("experiments/") for k in observed} == {
        "figure-1a", "figure-1b", "figure-1c", "figure-1d", "figure-2", "figure-3", "figure-6a", "figure-6b",
        "nonlinear", "residual-sharpness", "residual-weight-change", "table-1",
    }  # fmt: skip

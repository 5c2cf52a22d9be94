"""Twin of reports/figures and reports/commands/figures.py: on coarse settings."""

import dataclasses
import json

import numpy as np
import pytest
from click.testing import CliRunner

from numerics.descent import sharpness, thresholds
from numerics.descent.experiments import paper_experiments
from reports.commands.figures import figures
from reports.errors import BadInput
from reports.figures import generalization, marion_chizat, single_runs
from reports.figures.style import plain


@pytest.fixture(scope="module")
def coarse():
    found = {}
    for name, e in paper_experiments().items():
        s = e.setting
        keep = slice(10, 22, 3) if "depths" in name else slice(0, 3)
        rates = s.learning_rates[keep]
        n = len(rates)
        setting = dataclasses.replace(
            s, learning_rates=rates, steps=(30,) * n, repetitions=(6,) * n, scales=s.scales[-2:]
        )
        found[name] = dataclasses.replace(e, setting=setting)
    return found


FEW = ("figure-1b", "figure-3")
ALL = tuple(
    n
    for n in marion_chizat.NEEDS
    if n not in ("figure-6b", "figure-1cd", "residual-1cd", "edge-of-stability", "nonlinear-1b")
)


@pytest.mark.parametrize("names", [FEW, pytest.param(ALL, marks=pytest.mark.deep)], ids=["few", "all"])
def test_every_figure_is_drawn_and_reproducible(coarse, tmp_path, names):
    contents = []
    for folder in ("a", "b"):
        studio = marion_chizat.Studio(tmp_path / folder, tmp_path / "runs", experiments=coarse)
        for name in names:
            picture, data = studio.draw(name)
            assert picture.read_text(encoding="utf-8").startswith("<?xml")
            assert json.loads(data.read_text(encoding="utf-8"))["caption"]
        contents.append({p.name: p.read_bytes() for p in sorted((tmp_path / folder).iterdir())})
    assert contents[0] == contents[1] and len(contents[0]) == 2 * len(names)


def test_numbers_of_the_data():
    n = thresholds.of_data("regression", 10)
    assert n.lower_bound <= n.S_min <= n.upper_bound
    assert abs(n.S_min - 18.699555065752985) < 1e-9 and abs(n.critical * n.S_min - 2) < 1e-12
    assert n.lowest <= n.critical <= n.printed


def test_single_run_is_exact_at_every_step():
    e = paper_experiments()["linear_mlp"]
    found = single_runs.along(e, 0.35, 5, 0.02, 1)
    assert len(found["sharpness"]) == 6 and (found["smallest eigenvalue"] <= 0).all()
    W0 = e.start(e.problem, np.random.default_rng([1, 10, 350]), 1, 0.35)
    assert found["sharpness"][0] == sharpness(e.problem, W0)[0]


def test_pooled_and_within_slopes_differ_on_made_up_runs():
    from numerics.descent.experiments import Runs

    rng = np.random.default_rng(0)
    scale = np.repeat(np.arange(9), 20)
    x = scale * 0.3 + 0.05 * rng.normal(size=180)
    y = 0.42 * scale * 0.3 + 0.02 * rng.normal(size=180)
    zero = np.zeros(180)
    runs = Runs(
        zero.astype(int), scale, zero.astype(int) - 1, zero, zero, zero, zero, zero, 10**y, zero, 10**x, zero, zero
    )
    found = generalization.analysis(paper_experiments()["mlp_underdetermined"], runs, 0, 1)
    assert found["published slope inside the pooled interval"]
    assert abs(found["within scales"]["slope"]) < 0.2


def test_nonlinear_figure_of_made_up_runs(tmp_path):
    from numerics.descent.nonlinear_sweep import NonlinearRuns, NonlinearSweep
    from reports.figures import nonlinear

    rate, scale = np.repeat(np.arange(3), 16), np.tile(np.repeat(np.arange(8), 2), 3)
    risk = np.where(np.arange(48) % 2, 1e-5, 1.0)
    runs = NonlinearRuns(rate, scale, np.full(48, -1), risk, risk, np.full(48, 30.0))
    _, data = nonlinear.draw(runs, NonlinearSweep("x", ()), tmp_path, 2)
    rows = json.loads(data.read_text(encoding="utf-8"))["learning rates"]
    assert [r["trained"] for r in rows.values()] == [8, 8, 8]
    assert [r["above 2/eta"] for r in rows.values()] == [0, 0, 8]


def test_oscillating_runs_are_two_lines():
    drawn = []

    class Axis:
        def plot(self, x, y, **named):
            drawn.append(len(x))

    single_runs._line(Axis(), np.linspace(1, 2, 11), "k", "")
    single_runs._line(Axis(), np.tile([1.0, 2.0], 10), "k", "")
    assert drawn == [11, 10, 10]


def test_names_are_checked():
    assert marion_chizat.select(()) == marion_chizat.select(("marion-chizat",)) == list(marion_chizat.NEEDS)
    with pytest.raises(BadInput, match="unknown figure 'figure-9'"):
        marion_chizat.select(("figure-9",))


def test_command_writes_files(tmp_path):
    done = CliRunner().invoke(
        figures, ["figure-1cd", "--out", str(tmp_path / "o"), "--cache", str(tmp_path / "c")], catch_exceptions=False
    )
    assert done.exit_code == 0 and sorted(p.suffix for p in (tmp_path / "o").iterdir()) == [".json", ".svg"]


def test_json_has_no_nan():
    assert plain({"x": np.array([1.0, np.nan]), "y": (float("inf"), np.int64(3))}) == {"x": [1.0, None], "y": [None, 3]}

"""Bands contain what they enclose, and the pictures show what their captions say."""

from __future__ import annotations

import math
from functools import partial

import pytest
from flint import arb

from reports.figures import record_curves as curves


def by_name(figure):
    return {b.name: b for b in figure.bands}


def test_bands_are_rounded_outwards():
    third = curves.band("x", (0.0,), [arb(1) / 3])
    assert third.lower[0] < 1 / 3 < third.upper[0] and third.upper[0] - third.lower[0] < 1e-15


def test_imbalance():
    found = by_name(curves.imbalance())
    drift = {name: abs(b.lower[-1] - b.lower[0]) for name, b in found.items()}
    assert drift["flow"] == 0 < drift["η = 1/32"] < drift["η = 1/8"] < drift["η = 1/4"]
    w, v = 0.25, 1.5
    for step in range(3):  # R = (wv - 1)^2 in plain floats
        assert found["η = 1/8"].lower[step] == pytest.approx(v * v - w * w, rel=1e-12)
        w, v = w - (w * v - 1) * v / 4, v - (w * v - 1) * w / 4


def test_components_switch_on_in_turn():
    found = by_name(curves.components())
    for name, b in found.items():
        at = 1 / float(name.partition(" = ")[2].replace("1/2", "0.5"))
        nearest = min(range(len(b.t)), key=lambda i: abs(b.t[i] - at))
        early, late = max(0, nearest - 12), min(len(b.t) - 1, nearest + 12)
        assert b.upper[early] < 0.1 and (b.lower[late] > 0.9 or late == len(b.t) - 1)


@pytest.mark.parametrize("which", ["lower", "upper"])
def test_printed_bounds_and_repaired_ones(which):
    found = by_name(curves.descents(which))
    run, printed, repaired = found["descent"], found["printed"], found["repaired"]
    sign = 1 if which == "lower" else -1
    assert all(sign * (a - b) >= -1e-12 for a, b in zip(run.lower, repaired.upper))
    assert all(sign * (b - a) < 0 for a, b in zip(printed.lower, run.upper))  # on the wrong side of descent


def test_experiments_become_bands():
    detail = "17 of 64, interval [0.1, 0.4], stated >= 0.8"
    rows = [{"label": f"success at eta = 0.07, scale {s}", "detail": detail} for s in (0.5, 1.5, 1.0)]
    figure = curves.experiment([*rows, {"label": "something else", "detail": ""}])
    assert figure is not None and figure.bands[0].t == (0.5, 1.0, 1.5) and figure.bands[0].upper == (0.4,) * 3
    assert figure.bands[1].name == "stated" and figure.bands[1].lower == (0.8, 0.8)
    assert curves.experiment(rows[:2]) is None and curves.experiment([]) is None


def test_a_certified_flow_is_drawn_as_it_is(monkeypatch):
    nan = math.nan
    sharpness = {"lower": [nan, 1.0, 2.0], "upper": [nan, 1.5, 2.5]}
    nothing = {"lower": [nan] * 3, "upper": [nan] * 3}
    flow = {"times": [0.0, 1.0, 2.0], "curves": {"sharpness": sharpness, "risk": nothing}}
    monkeypatch.setattr(curves, "_flow", lambda: flow)
    figure = curves.trajectory("small-scale/low-sharpness#repaired")
    assert figure.bands == (curves.Band(name="sharpness", t=(1.0, 2.0), lower=(1.0, 2.0), upper=(1.5, 2.5)),)
    with pytest.raises(KeyError, match="has no curve called layers"):
        curves.trajectory("small-scale/alignment#printed")


def test_every_figure_is_finite_and_says_what_would_refute():
    flows = [partial(curves.trajectory, key) for key in curves.FLOWS]
    for make in (*curves.CURVES.values(), *flows):
        figure = make()
        assert "refute" in figure.caption
        for b in figure.bands:
            assert len(b.t) == len(b.lower) == len(b.upper) and all(map(math.isfinite, (*b.t, *b.lower, *b.upper)))
            assert all(low <= high for low, high in zip(b.lower, b.upper))

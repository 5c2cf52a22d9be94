"""The poster's figures: the numbers behind them say what the claims say, and the files are the same every time."""

import json

import numpy as np
import pytest

from reports.figures import two_layer


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    paths = two_layer.draw(folder)
    return folder, paths, {p.stem: json.loads(p.read_text()) for p in paths if p.suffix == ".json"}


def test_each_figure_has_a_picture_and_its_numbers(drawn):
    _, paths, numbers = drawn
    assert {p.stem for p in paths} == set(two_layer.FIGURES) == set(numbers)
    assert len(paths) == 2 * len(two_layer.FIGURES)
    assert all(p.read_text().lstrip().startswith("<?xml") for p in paths if p.suffix == ".svg")


def test_components_pass_one_half_at_their_phase_time(drawn):
    data = drawn[2]["two-layer-components"]
    for curve in data["curves"]:
        at = np.interp(1 / curve["sigma"], data["t"], curve["w"])
        assert abs(at - 0.5) < np.exp(-2 * curve["delta"]) + 0.02


def test_trace_norm_climbs_in_steps_with_two_layers_only(drawn):
    data = drawn[2]["two-layer-trace-norm"]
    t, two, one = np.array(data["t"]), data["layers_2"]["trace_norm"], data["layers_1"]["trace_norm"]
    for k, time in enumerate((4.4, 8.6), 1):  # inside phases 1 and 2: 6/2 < 4.4 < 6/1 < 8.6 < 6/0.5
        assert abs(np.interp(time, t, two) - k) < 0.2
    assert min(np.diff(one)) >= 0 and abs(two[-1] - 3) < 1e-2
    assert np.interp(4.4, t, one) > 2.5
    assert data["layers_2"]["reconstruction_error"][-1] < 1e-2


def test_transitions_of_descent_are_late_by_log(drawn):
    for run in drawn[2]["two-layer-step-sizes"]["descent"]:
        crossing = np.interp(0.5, run["w"], run["time"])
        assert abs(crossing - run["true_transition"]) < run["eta"] / 12 + 0.02


def test_the_printed_upper_bound_is_crossed_and_the_sharp_ones_are_not(drawn):
    data = drawn[2]["two-layer-bounds"]
    measured, lines = np.array(data["measured"]), data["lines"]
    assert data["first_violation"] is not None
    assert (measured > lines["sharp, w ≤: log(1 − 2s)"]).all()
    assert (measured < lines["sharp, w ≥: −2 log(1 + s)"]).all()
    assert (measured[:3] >= lines["printed, w ≤: −2s − s² (false)"]).all()


def test_same_bytes_again(drawn, tmp_path):
    folder, *_ = drawn
    for path in two_layer.bounds(tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes()

"""Plots draw what the numbers say, and leave gaps where there is no number."""

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from reports import plots


def test_histogram_has_a_bar_for_every_occupied_class():
    svg = plots.histogram((0.0, 0.5, 1.0), (4, 0), 0.75, "ratios")
    root = ET.fromstring(svg)
    bars = [e for e in root if e.get("class") == "bar"]
    assert len(bars) == 1 and bars[0][0].text == "0 to 0.5: 4" and root.get("aria-label") == "ratios"


def test_histogram_of_nothing_is_nothing():
    assert plots.histogram((), (), 1.0) == "" and plots.histogram((0.0, 1.0), (1, 2), 1.0) == ""


def test_a_best_ratio_far_out_stays_inside():
    svg = plots.histogram((0.0, 1.0), (5,), 1e9)
    assert all(float(x) <= plots.WIDE for x in re.findall(r"[Mx](?:=\")?(\d+\.\d)", svg))


def test_band_runs_along_upper_and_back_along_lower():
    series = [plots.Series("risk", (0, 1, 2), (1, 2, 3), (2, 3, 4))]
    root = ET.fromstring(plots.bands(series, "t", "R"))
    polygon = next(e for e in root if e.tag == "polygon")
    points = [tuple(map(float, p.split(","))) for p in polygon.get("points").split()]
    assert len(points) == 6 and points[0][1] < points[-1][1]  # the upper value is drawn higher up
    assert points[0][0] == points[-1][0]


def test_gaps_and_logarithms():
    series = [plots.Series("x", (0, 1, 2, 3, 4), (1, 1, math.nan, 1, 1), (2, 2, math.nan, 2, 2))]
    assert plots.bands(series, "t", "y").count("<polygon") == 2
    zero = [plots.Series("x", (0, 1), (0, 0.1), (1, 10))]
    assert plots.bands(zero, "t", "y", logarithmic=True).count("1e") >= 1


def test_refuses_unequal_lengths_and_escapes_names():
    with pytest.raises(ValueError, match="as many"):
        plots.bands([plots.Series("x", (0, 1), (1,), (1, 2))], "t", "y")
    assert "<b>" not in plots.bands([plots.Series("<b>", (0, 1), (1, 1), (2, 2))], "<b>", "<b>")


def test_ticks_are_round_and_inside():
    assert plots._ticks(0, 1) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    assert all(3 <= t <= 17 for t in plots._ticks(3, 17))


def test_equality_stands_on_its_line_unless_something_was_violated():
    edges, counts = (0.0, 0.5, 1.0, 1.05), (3, 2, 7)

    def right_end(svg):
        bars = [e for e in ET.fromstring(svg) if e.get("class") == "bar"]
        return max(float(e.get("x")) + float(e.get("width")) for e in bars), bars[-1][0].text

    line = float(re.search(r'class="limit" d="M([\d.]+)', plots.histogram(edges, counts, 1.0))[1])
    assert right_end(plots.histogram(edges, counts, 1.0, none_above_one=True)) == (line + 2, "equality: 7")
    beyond, title = right_end(plots.histogram(edges, counts, 1.0))
    assert beyond > line + 5 and title == "1 to 1.05: 7"


def test_names_of_curves_stand_apart_inside_the_frame():
    at_one_end = [plots.Series(f"c{i}", (0, 1), (0, 1 - i / 1000), (0, 1 - i / 1000)) for i in range(5)]
    svg = plots.bands(at_one_end, "t", "y")
    heights = sorted(float(y) for y in re.findall(r'y="([0-9.]+)" text-anchor="start" class="s', svg))
    assert len(heights) == 5 and min(b - a for a, b in pairwise(heights)) > 11.9
    assert heights[0] >= plots.TOP and heights[-1] <= 240 - plots.BOTTOM

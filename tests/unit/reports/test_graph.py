"""The layered drawing: layers, order, distances, circles, words in every box."""

import itertools
import re

from properties.verdict import Verdict
from reports import graph
from reports.view import arrange
from tests.reports.records_for_tests import claim, full_size, reading, record


def test_layers_are_longest_paths_and_circles_are_cut():
    below = {"c": ["b", "a"], "b": ["a"], "a": []}
    assert graph.layers(["c", "b", "a"], below) == {"a": 0, "b": 1, "c": 2}
    assert set(graph.layers(["a", "b"], {"a": ["b"], "b": ["a"]}).values()) == {0, 1}


def test_boxes_do_not_overlap_and_lines_run_forwards():
    report = arrange(full_size())
    names, _ = graph.related(report)
    below = {c.entry.id: c.entry.rests_on for c in report.claims}
    plan = graph.layout(names, below)
    boxes = sorted(plan.at.values())
    for (x, y), (u, v) in itertools.pairwise(boxes):
        assert u >= x + graph.WIDE or v >= y + graph.HIGH
    for points in plan.routes.values():
        assert all(a[0] < b[0] for a, b in itertools.pairwise(points))
    assert all(x + graph.WIDE <= plan.width and y + graph.HIGH <= plan.height for x, y in boxes)


def test_a_crossing_that_can_be_avoided_is():
    plan = graph.layout(["a", "b", "c", "d"], {"c": ["b"], "d": ["a"]})
    assert plan.at["d"][1] < plan.at["c"][1]


def test_words_say_what_fill_and_border_show():
    three = record(
        (claim("x/base"), claim("x/middle", rests_on=("x/base",)), claim("x/top", rests_on=("x/middle", "gone/away"))),
        (
            reading("x/base", "printed", Verdict.REFUTED),
            reading("x/base", "repaired", Verdict.PROVED),
            reading("x/middle", "printed", Verdict.PROVED),
            reading("x/top", "sharper", Verdict.PROVED),
        ),
    )
    report = arrange(three)
    drawing = graph.draw(report, graph.related(report)[0], "all")
    boxes = dict(re.findall(r'<a href="#([^"]+)" class="([^"]+)"', drawing))
    assert boxes["x/base"] == "node v-PROVED b-wrong whole" and "printed wrong" in drawing
    assert boxes["x/middle"] == "node v-PROVED b-printed whole"
    assert boxes["x/top"] == "node v-PROVED b-own"  # rests on a claim that is not there
    assert "proved throughout" in drawing


def test_ancestry_goes_all_the_way_down_and_one_step_up():
    names = ["a", "b", "c", "d", "e"]
    chain = record((*tuple(claim(n, rests_on=(m,)) for n, m in zip(names[1:], names)), claim("a")), ())
    assert set(graph.ancestry(arrange(chain), "c")) == {"a", "b", "c", "d"}


def test_nothing_to_connect():
    assert graph.draw(arrange(record((claim("a"),), ())), ["a"], "") == ""

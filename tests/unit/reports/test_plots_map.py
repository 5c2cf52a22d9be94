"""Maps say with crosses, blanks and a line what they say with colour."""

import xml.etree.ElementTree as ET

import pytest

from reports.plots_map import failure_map

X, Y = ("1", "2", "3"), ("a", "b")


def drawn(*status, ratio=()):
    return failure_map(X, Y, status, ratio, "x", "y", "label")


def count(svg, css):
    return len([e for e in ET.fromstring(svg).iter() if e.get("class") == css])


def test_squares():
    svg = drawn("hhf", "nuf", ratio=((0.5, 0.5, 1.5), (None, None, 9.0)))
    assert count(svg, "cross") == 2 + 1 and count(svg, "holds") == 1 + 1  # and one each in the key
    assert count(svg, "fails0") == 1 + 1 and count(svg, "fails3") == 1
    assert "ratio 1.5" in svg and ">?</text>" in svg
    (edge,) = [e.get("d") for e in ET.fromstring(svg).iter() if e.get("class") == "edge-of-failure"]
    assert edge.count("M") == 1  # only where a square that holds touches one that fails


def test_what_does_not_fit_is_refused():
    for status in (("hh", "hhh"), ("hhh",)):
        with pytest.raises(ValueError, match="one status for every x and y"):
            drawn(*status)


def test_hostile_labels_stay_text():
    svg = failure_map(("<b>",), ("&",), ("f",), (), "<script>", '"', '"><script>')
    assert "<script>" not in svg and ET.fromstring(svg) is not None

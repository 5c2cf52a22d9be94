"""The PDF: real, linked, its mathematics drawn as outlines, and the same for the same record."""

import re
import zlib

import pytest

from properties.verdict import Verdict
from reports import pdf
from tests.reports.records_for_tests import claim, reading, record


def small():
    entries = (claim("a/base"), claim("a/top", rests_on=("a/base",)))
    return record(
        entries, (reading("a/base", "printed", Verdict.REFUTED), reading("a/top", "repaired", Verdict.PROVED))
    )


@pytest.fixture(scope="module")
def made():
    pytest.importorskip("weasyprint", reason="the PDF extra is not installed", exc_type=ImportError)
    pytest.importorskip("ziamath", reason="the PDF extra is not installed")
    return pdf.render_pdf(small())


def streams(data):
    return [zlib.decompress(s) for s in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S) if s[:1] == b"x"]


def test_links_lead_somewhere(made):
    objects = b"".join(streams(made))
    assert made.startswith(b"%PDF-")
    wanted = set(re.findall(rb"/Subtype ?/Link.*?/Dest ?\((.*?)\)", objects, re.S))
    assert wanted == {b"a/base", b"a/top", b"notation"}
    names = re.search(rb"/Dests.*?/Names ?\[(.*)\]", objects, re.S)
    assert names and all(b"(" + w + b")" in names[1] for w in wanted)


def test_formulas_are_outlines():
    pytest.importorskip("ziamath", reason="the PDF extra is not installed")
    svg = pdf.drawn('<math><msup class="gone"><mi>w</mi><mn>2</mn></msup><mo>≥</mo></math>')
    assert svg.count("<path") >= 3 and "<text" not in svg and "<use" not in svg and "vertical-align" in svg


def test_a_formula_that_cannot_be_drawn_stays_as_text():
    pytest.importorskip("ziamath", reason="the PDF extra is not installed")
    assert pdf.drawn("<math><mfrac><mn>1</mn></mfrac></math>") == "<span>1</span>"


def test_nothing_of_a_formula_is_left_undrawn(made):
    assert sum(s.count(b" c\n") for s in streams(made)) > 500  # the curves of the letters


def test_the_same_record_gives_the_same_bytes(made):
    assert pdf.render_pdf(small()) == made


def test_missing_tools_are_named_in_one_line(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    with pytest.raises(pdf.PdfUnavailable, match=r"pip install") as caught:
        pdf.render_pdf(small())
    assert "\n" not in str(caught.value)

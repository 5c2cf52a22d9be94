"""The page of a record that holds everything: complete, harmless, self-contained, the same bytes every time."""

import re
from html.parser import HTMLParser

import pytest

from properties.verdict import Flag, Verdict
from reports.html import matrix, render_html
from tests.reports.records_for_tests import HOSTILE, baseline_of, everything, full_size

VOID = {"meta", "wbr", "br", "input"}


class Page(HTMLParser):
    """Tags balanced, ids, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag not in VOID:
            self.stack.append(tag)
        for name, value in attrs:
            self.attributes.append((name, value or ""))
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def text():
    return render_html(everything(), baseline_of(everything()))


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def test_tags_are_balanced_and_ids_unique(page):
    assert page.stack == [] and len(page.ids) == len(set(page.ids))


def test_every_anchor_resolves(page):
    assert page.links and all(link.startswith("#") and link[1:] in page.ids for link in page.links)


def test_hostile_text_stays_text(page):
    assert page.tags.count("script") == 1 and "b" in page.tags  # the page's own
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert '<script>alert("x")</script> & ' in page.text and "{{ 7*7 }}" in page.text
    assert HOSTILE not in page.text and "\u202e" not in page.text and "\x07" not in page.text


def test_no_address_is_fetched(text, page):
    assert not re.search(r"url\(|@import|https?://", text)
    assert not [a for a in page.attributes if a[0] in ("src", "srcset", "action", "data")]
    assert not {"img", "link", "iframe", "object", "embed", "base", "form"} & set(page.tags)


def test_every_verdict_and_flag_is_there_in_words(page):
    for word in ("proved", "refuted", "supported", "inconclusive", "unsupported", "error", "vacuous", "disputed"):
        assert word in page.text
    shown = {v for name, value in page.attributes if name == "data-verdicts" for v in value.split("|")}
    assert shown == {v.value for v in Verdict} | {f.value for f in Flag}


def test_a_reader_can_redo_the_counterexample(page):
    for line in ("W is a minimizer: 0 = 0: holds", "Counterexample to the printed statement", "left minus right is −1"):
        assert line in page.text
    assert "refuted by the second evaluator" in page.text and "5/2 ≈ 2.5" in page.text


def test_names_of_matrices_and_numbers():
    assert matrix("W12", [["1", "-2"]]).startswith("<math><msub><mi>W</mi><mn>12</mn></msub><mo>=</mo>")
    assert "<mi>η</mi>" in matrix("eta", [["1/2"]]) and "\u22122" in matrix("W1", [["1", "-2"]])
    assert "<math" not in matrix("X", [["1" * 60]]) and "<b>" not in matrix("<b>", [["<b>"]])


def test_all_parts_of_a_claim(page):
    parts = ("cases met each", "Evidence", "Tightness", "Derived formulas", "Machine-checked theorem", "False variants")
    for heading in (
        *parts,
        "Rests on:",
        "Used by:",
        "Taken from the cache",
        "Computed in this run",
        "Rests on no axiom",
    ):
        assert heading in page.text
    assert "lemmata verify sharpness/lower-bound-by-layers --seed 0" in page.text
    assert "nowhere/known (not in this record)" in page.text
    assert "shape 999: <999>" in page.text  # the last of a thousand rows of evidence
    assert "still stands" in page.text


def test_changes_since_the_baseline():
    table = baseline_of(everything())
    table["sharpness/minimum-two-sided"]["printed"] = "SUPPORTED"
    changed = Page(render_html(everything(), table)).text
    assert "verdict SUPPORTED → PROVED" in changed
    assert "No baseline was given" in Page(render_html(everything())).text


def test_difference_is_marked_in_the_statement(text):
    assert re.search(r'<m\w+ class="gone"', text) and re.search(r'<m\w+ class="new"', text)


def test_unknown_latex_is_shown_as_source(page, text):
    assert '<code class="tex" title="LaTeX source">\\unknown{</code>' in text


def test_the_same_record_gives_the_same_bytes(text):
    render_html(full_size(4))
    assert render_html(everything(), baseline_of(everything())) == text


def test_full_size_stays_under_three_megabytes():
    assert len(render_html(full_size(80)).encode()) <= 3_000_000


STYLE = re.compile(r"--([\w-]+):(#[0-9a-f]{6})")
ON = {
    "fg": ("bg", "soft", "gone-bg", "new-bg"),
    "muted": ("bg",),
    "link": ("bg",),
    "whole": ("whole-bg",),
    **{v: ("bg", f"{v}-bg") for v in ("proved", "refuted", "supported", "inconclusive", "unsupported", "error")},
}


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_of_text_is_at_least_4_5(text, scheme):
    light, _, dark = text.partition("prefers-color-scheme:dark")
    colours = dict(STYLE.findall(dark.partition("@media print")[0] if scheme == "dark" else light))
    for front, backs in ON.items():
        for back in backs:
            a, b = sorted((_luminance(colours[front]), _luminance(colours[back])))
            assert (b + 0.05) / (a + 0.05) >= 4.5, (scheme, front, back)

"""The terminal shows what the page shows, and nothing in a record steers the terminal."""

import io

import pytest
from rich.console import Console

from properties.verdict import Outcome, Verdict
from reports.html import render_html
from reports.records import KernelTheorem
from reports.terminal import NoSuchClaim, conclusion, show_claim, summary_table
from reports.vocabulary import axioms
from tests.reports.records_for_tests import baseline_of, claim, everything, evidence, reading, record


def printed(*things, width=110):
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=False).print(*things)
    return out.getvalue()


def shown(claim_id, **size):
    out = io.StringIO()
    show_claim(everything(), claim_id, Console(file=out, width=size.get("width", 200), force_terminal=False))
    return out.getvalue()


def test_the_same_content_as_the_page():
    text = shown("sharpness/lower-bound-by-layers")
    for part in (
        "As printed: ✗ refuted",
        "S_min ≥ 2a‖w⋆‖^(2 − 1/L)",
        "✗ false: the printed inequality: 4 ≥ 5; left minus right is −1",
        "on the page, a plot: A band above the envelope would refute it",
        "S(W) = 2Σ JJ⊤ = 17/2 ≈ 8.5",
        "∑_k‖W_k‖_F^(−1) = 5/2 ≈ 2.5",
        "hypothesis met by 1203 of 1500 (80.2 %)",
        "1200 decided, 4 violated, 3 undecided",
        "best ratio 0.99987",
        "sharpness.lower_bound (the statement itself; rests on no axiom)",
        "false variant ✗ refuted constant 2.02 for 2",
        "from the cache",
        "Used by: sharpness/minimum-two-sided",
        "[-S_min-] {+S(W)+}",
        "lemmata verify sharpness/lower-bound-by-layers --seed 0",
    ):
        assert part in text, part


def test_hostile_text_neither_steers_nor_styles():
    text = shown('own<b>"id"') + printed(summary_table(everything()), conclusion(everything()))
    assert "\x07" not in text and "\u202e" not in text and '<script>alert("x")</script>' in text
    assert "still stands" in text


def test_console_markup_in_a_record_is_text():
    assert "_[a](javascript:alert(1))" in shown('own<b>"id"')


def test_unknown_claim_names_the_nearest():
    with pytest.raises(NoSuchClaim, match="sharpness/lower-bound-by-layers"):
        shown("sharpness/lower-bound")


def test_summary_and_conclusion():
    table = printed(summary_table(everything()), width=160)
    assert "VACUOUS" in table and "DISPUTED" in table and "2/2" in table and "cached" in table
    closing = printed(conclusion(everything(), baseline_of(everything())), width=300)
    assert "4 ✓ proved; 2 ✗ refuted" in closing and "red flag VACUOUS" in closing
    assert "printed wrong: sharpness/lower-bound-by-layers; fails at L = 2" in closing


def test_a_rejection_by_counted_runs_is_explained():
    detail = "1 statement; success at eta = 1, scale 2: 1 of 2, interval [0, 1], stated >= 0.5"
    rejected = evidence("statistical", Outcome.REFUTED, detail=detail)
    entry = reading("a/b", "printed", Verdict.REFUTED, witness=None, evidence=(rejected,))
    out = io.StringIO()
    show_claim(record((claim("a/b"),), (entry,)), "a/b", Console(file=out, width=200))
    assert "chance of at most 1 if each succeeds with probability 0.5 = 0.75…" in out.getvalue()
    page = render_html(record((claim("a/b"),), (entry,)))
    assert "Why the printed statement is rejected" in page and "0.75…" in page


def test_axioms_of_several_theorems_are_an_upper_bound_for_each():
    def theorem(**more):
        return KernelTheorem(name="a.b", statement="", **more)

    assert axioms(theorem(together=7)) == "rests on no axiom"
    assert axioms(theorem(assumptions=("x", "y"))) == "assumes x, y"
    assert (
        axioms(theorem(assumptions=("x",), together=7))
        == "assumes at most x (asked together with 6 other theorems)"
    )

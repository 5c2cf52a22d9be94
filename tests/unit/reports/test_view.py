"""The arrangement that all outputs share."""

from properties.verdict import ROUTES, Evidence, Flag, Outcome, Verdict
from reports import vocabulary
from reports.html import render_html
from reports.sources import ABSTRACT, OWN, SHORT_SLIDES, WORKSHOP_SLIDES, documents, in_full
from reports.text import visible
from reports.view import anchor, arrange, refutation
from reports.vocabulary import count, seconds
from tests.reports.records_for_tests import claim, everything, reading, record
from theorems.claim import DOCUMENTS


def test_every_document_of_a_claim_has_full_words():
    for name in DOCUMENTS:
        assert documents(name)[0].short != name and len(in_full(name)) > 20
    assert documents("000, 004") == (SHORT_SLIDES, WORKSHOP_SLIDES) and documents("") == (OWN,)
    assert documents("elsewhere")[0].full == "elsewhere"


def test_standing_reading_and_true_version():
    report = arrange(everything())
    by_id = {c.entry.id: c for c in report.claims}
    layers = by_id["sharpness/lower-bound-by-layers"]
    assert layers.standing.reading == "repaired" and layers.printed_wrong and layers.true_version.reading == "repaired"
    assert by_id["sharpness/minimum-two-sided"].standing.reading == "printed"
    assert [w.true is None for w in report.wrong] == [False, True]


def test_a_sharper_reading_stands_in_for_a_refuted_printed_one():
    both = (reading("a", "printed", Verdict.REFUTED), reading("a", "sharper", Verdict.PROVED))
    assert arrange(record((), both)).claims[0].standing.reading == "sharper"
    assert arrange(record((), both[:1])).claims[0].verdict is Verdict.REFUTED


def test_a_rejection_without_a_witness_says_by_what():
    counted = Evidence(route="statistical", outcome=Outcome.REFUTED, detail="25 certified failures in 25 draws")
    rejected = reading("a", "printed", Verdict.REFUTED, witness=None, evidence=(counted,))
    assert refutation(rejected) == "25 certified failures in 25 draws"
    assert "25 certified failures" in render_html(record((), (rejected,)))
    assert refutation(reading("a", "printed", Verdict.REFUTED)).startswith("L = 2")


def test_counts_by_document():
    report = arrange(everything())
    assert report.counts[ABSTRACT, True][Verdict.ERROR] == 1
    assert sum(report.total.values()) == len(everything().readings)


def test_nothing_is_dropped_and_anchors_are_unique():
    report = arrange(record((claim("a b"), claim("a-b")), (reading("unlisted", "printed", Verdict.PROVED),)))
    assert sorted(report.anchors.values()) == ["a-b", "a-b-2", "unlisted"]
    assert anchor('x"<y') == "x-y"


def test_whole_needs_every_foundation():
    names = {c.entry.id for c in arrange(everything()).claims if c.whole}
    assert names == {"sharpness/lower-bound-by-layers", "two-layer/closed-form"}


def test_acting_characters_are_replaced():
    assert visible("a\x1b[31m\u202eb\x00\ud800\n\t") == "a\ufffd[31m\ufffdb\ufffd\ufffd\n\t"


def test_times_and_counts_in_words():
    assert [seconds(x) for x in (0.0, 0.0021, 0.25, 3.14159, 181.5)] == ["0 s", "2.1 ms", "0.25 s", "3.1 s", "182 s"]
    assert count(1, "claim") == "1 claim" and count(24310, "case") == "24\u2009310 cases"


def test_every_route_outcome_and_verdict_has_words():
    assert set(vocabulary.GRADES) == set(ROUTES) and set(vocabulary.OUTCOMES) == set(Outcome)
    assert set(vocabulary.VERDICTS) == set(Verdict) and set(vocabulary.FLAGS) == set(Flag)
    seen = Evidence(route="exact", outcome=Outcome.INCONCLUSIVE, violated=1)
    assert vocabulary.outcome(seen) == "violation seen, not confirmed here"

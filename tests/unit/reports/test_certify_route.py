"""Twin tests of reports/certify_route.py: what the record says when the kernel accepts, rejects, or is missing."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from properties.verdict import Evidence, Flag, Outcome, Verdict
from reports import certify_route
from reports.records import ReadingEntry, WitnessEntry
from tests.reports.records_for_tests import record
from theorems.rocq import identities, refutations, toolchain
from theorems.rocq.certificates import Decided


def refuted() -> ReadingEntry:
    instance = {"kind": "network", "numbers": {"eta": "1"}}
    instance["matrices"] = {"W1": [["1/2"]], "X": [["1"]], "p": [["2"]], "y": [["1"]]}  # type: ignore[assignment]
    witness = WitnessEntry(instance=instance, one_line="", hypotheses=(), violated=())
    evidence = (Evidence(route="exact", outcome=Outcome.REFUTED, cases=1, violated=1, met=1, looked_at=1),)
    common = {"statement": "", "verdict": Verdict.REFUTED, "evidence": evidence, "witness": witness}
    return ReadingEntry(claim="learning-rate/critical", reading="printed", **common)  # type: ignore[arg-type]


def certify(monkeypatch: pytest.MonkeyPatch, answer: Decided) -> tuple[ReadingEntry, str]:
    monkeypatch.setattr(toolchain, "reason", lambda: "")
    monkeypatch.setattr(certify_route.build, "fresh", lambda _: "")
    monkeypatch.setattr(refutations, "decide", lambda witnesses, folder: [answer for _ in witnesses])
    said = io.StringIO()
    given = record((), (refuted(),))
    return certify_route.certified(given, Console(file=said, width=200)).readings[0], said.getvalue()


def test_accepted_witnesses_become_kernel_evidence(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, said = certify(monkeypatch, Decided(True, "W minimizes R", (), "", 0.5))
    assert entry.witness is not None
    assert entry.witness.kernel == "the kernel accepts it: W minimizes R"
    assert (entry.evidence[0].route, entry.evidence[0].outcome) == ("kernel", Outcome.REFUTED)
    assert entry.verdict is Verdict.REFUTED
    assert "accepts 1 of 1" in said


def test_rejected_witnesses_refute_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, said = certify(monkeypatch, Decided(False, "", (), "the check computes to false", 0.5))
    assert entry.witness is not None
    assert "does not accept" in entry.witness.kernel
    assert (entry.evidence[0].route, entry.evidence[0].outcome) == ("kernel", Outcome.INCONCLUSIVE)
    assert entry.verdict is Verdict.REFUTED
    assert "accepts 0 of 1" in said


def derived(monkeypatch: pytest.MonkeyPatch, answer: Decided) -> tuple[ReadingEntry, str]:
    """A reading that names derivations, supported by cases so far."""
    monkeypatch.setattr(toolchain, "reason", lambda: "")
    monkeypatch.setattr(certify_route.build, "fresh", lambda _: "")
    monkeypatch.setattr(identities, "decide", lambda given, folder: dict.fromkeys(given, answer))
    evidence = (Evidence(route="exact", outcome=Outcome.HOLDS, cases=9, met=9, looked_at=9),)
    entry = ReadingEntry(
        claim="two-layer/one-layer", reading="printed", statement="", verdict=Verdict.SUPPORTED, evidence=evidence
    )
    said = io.StringIO()
    given = record((), (entry,))
    return certify_route.certified(given, Console(file=said, width=200)).readings[0], said.getvalue()


def test_accepted_identities_are_kernel_evidence_for_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, said = derived(monkeypatch, Decided(True, "4 identities and 2 signs", (), "", 0.5))
    first = entry.evidence[0]
    assert (first.route, first.outcome, first.complete, first.cases) == ("kernel", Outcome.PROVED, False, 7)
    assert first.detail == "two-layer/one-layer: 4 identities and 2 signs"
    assert entry.verdict is Verdict.SUPPORTED
    assert "accepts 1 of 1 derivations put to it, with 7 statements" in said


def test_an_identity_that_is_false_is_a_dispute(monkeypatch: pytest.MonkeyPatch) -> None:
    entry, _ = derived(monkeypatch, Decided(False, "", (), "the kernel rejects it: the check computes to false", 0.5))
    assert entry.evidence[0].outcome is Outcome.DISAGREES
    assert entry.flags == (Flag.DISPUTED,)
    entry, _ = derived(monkeypatch, Decided(False, "", (), "stale: not compiled yet", 0.5))
    assert entry.evidence[0].outcome is Outcome.INCONCLUSIVE
    assert entry.verdict is Verdict.SUPPORTED


def test_readings_without_derivations_stay_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identities, "decide", lambda given, folder: {} if not given else 1 / 0)
    entry, said = certify(monkeypatch, Decided(True, "W minimizes R", (), "", 0.5))
    assert len(entry.evidence) == 2
    assert "derivations" not in said


def test_without_coq_one_visible_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toolchain, "reason", lambda: "coqc not found")
    said = io.StringIO()
    given = record((), (refuted(),))
    assert certify_route.certified(given, Console(file=said, width=200)) == given
    assert said.getvalue().startswith("Certificates UNSUPPORTED: coqc not found")
    assert len(said.getvalue().splitlines()) == 1

"""Twin tests of reports/certify_route.py: what the record says when the kernel accepts, rejects, or is missing."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from properties.verdict import Evidence, Flag, Outcome, Verdict
from reports import certify_route
from reports.records import FalseVariant, ReadingEntry, WitnessEntry
from reports.view import NO_RECIPE, kernel_share
from tests.reports.records_for_tests import record
from theorems.rocq import identities, refutations, toolchain
from theorems.rocq.certificates import Decided
from theorems.rocq.recipe_tools import Refutation


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


def varied(name: str, eta: str) -> FalseVariant:
    instance = {"kind": "network", "numbers": {"eta": eta}}
    instance["matrices"] = {"W1": [["1"]], "X": [["1"]], "p": [["1"]], "y": [["1"]]}
    witness = WitnessEntry(instance=instance, one_line="", hypotheses=(), violated=())
    return FalseVariant(name=name, verdict=Verdict.REFUTED, witness=witness)


def test_witnesses_of_false_variants_are_put_to_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    put: list[str] = []
    monkeypatch.setattr(toolchain, "reason", lambda: "")
    monkeypatch.setattr(certify_route.build, "fresh", lambda _: "")

    def decide(witnesses: list[tuple[str, Refutation]], folder: Path) -> list[Decided]:
        put.extend(key for key, _ in witnesses)
        return [Decided(True, "facts", (), "", 0.1) for _ in witnesses]

    monkeypatch.setattr(refutations, "decide", decide)
    variants = (
        varied("threshold 1 / S_min", "3/4"),
        varied("threshold 1.99 / S_min", "1"),
        varied("nobody knows it", "1"),
        FalseVariant(name="no witness", verdict=Verdict.REFUTED),
    )
    entry = ReadingEntry(
        claim="learning-rate/critical",
        reading="repaired",
        statement="",
        verdict=Verdict.SUPPORTED,
        evidence=(),
        false_variants=variants,
    )
    said = io.StringIO()
    told = certify_route.certified(record((), (entry,)), Console(file=said, width=200)).readings[0]
    words = [v.witness.kernel for v in told.false_variants if v.witness is not None]
    assert put == ["learning-rate/critical#repaired/threshold 1 / S_min"]
    assert words[0] == "the kernel accepts it: facts"
    assert words[1].startswith("not put to the kernel: no room between 2 and 2")
    assert words[2] == NO_RECIPE
    assert told.evidence == ()
    assert kernel_share(told) == "witnesses of 1 accepted by Coq's kernel, 1 without a recipe"
    assert kernel_share(entry) == ""
    assert "accepts 1 of 1 witnesses put to it, 1 of them of false variants; 1 of 3 have no recipe" in said.getvalue()


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

"""The words and signs in which verdicts, flags, routes and readings are shown, the same in every output.

A verdict is never told by colour alone: each has a sign and a word. The sentences are the legend of every report.
"""

from __future__ import annotations

from typing import NamedTuple

from properties.verdict import Evidence, Flag, Outcome, Verdict
from reports.records import KernelTheorem
from reports.rows import Row


class Term(NamedTuple):
    sign: str
    word: str
    meaning: str


VERDICTS: dict[Verdict, Term] = {
    Verdict.PROVED: Term(
        "✓", "proved", "proved for everything the statement quantifies over, by a machine-checked or an algebraic proof"
    ),
    Verdict.REFUTED: Term(
        "✗", "refuted", "false: an exact counterexample meets every hypothesis, and a second evaluator confirmed it"
    ),
    Verdict.SUPPORTED: Term(
        "○",
        "supported",
        "every instance decided exactly or in certified arithmetic agrees, or a part is proved; not a proof of all",
    ),
    Verdict.INCONCLUSIVE: Term("?", "inconclusive", "looked at, and not decided either way"),
    Verdict.UNSUPPORTED: Term(
        "–", "unsupported", "nothing here can decide it: no method applies, or its tool is missing"
    ),
    Verdict.ERROR: Term("!", "error", "the check itself failed; says nothing about the statement"),
}

FLAGS: dict[Flag, Term] = {
    Flag.VACUOUS: Term("∅", "vacuous", "red flag: no generated case ever met the hypotheses"),
    Flag.DISPUTED: Term("≠", "disputed", "red flag: two independent ways of deciding contradict each other"),
}

GRADES: dict[str, str] = {
    "kernel": "machine-checked proof",
    "symbolic": "algebraic identity",
    "exact": "decided in rational arithmetic",
    "enclosure": "decided in ball arithmetic",
    "statistical": "exact binomial confidence",
    "search": "floating-point search, never decides",
}

OUTCOMES: dict[Outcome, str] = {
    Outcome.PROVED: "proved",
    Outcome.HOLDS: "holds where decided",
    Outcome.REFUTED: "refuted",
    Outcome.DISAGREES: "evaluators disagree",
    Outcome.NOTHING_FOUND: "no violation found",
    Outcome.INCONCLUSIVE: "not decided",
    Outcome.UNSUPPORTED: "not available here",
    Outcome.ERROR: "failed",
}


def outcome(evidence: Evidence | Row) -> str:
    """The outcome in words; a violation that no second evaluator has confirmed is called what it is."""
    if evidence.outcome is Outcome.INCONCLUSIVE and evidence.violated:
        return "violation seen, not confirmed here"
    return OUTCOMES[evidence.outcome] + (", for all it quantifies over" if evidence.complete else "")


def axioms(theorem: KernelTheorem) -> str:
    """What a machine-checked theorem rests on; a report on several theorems says only what each assumes at most."""
    if not theorem.assumptions:
        return "rests on no axiom"
    listed = ", ".join(theorem.assumptions)
    if theorem.together == 1:
        return f"assumes {listed}"
    return f"assumes at most {listed} (asked together with {theorem.together - 1} other theorems)"


READINGS: dict[str, str] = {
    "printed": "As printed",
    "repaired": "Repaired",
    "sharper": "Sharper",
}
READING_MEANING: dict[str, str] = {
    "printed": "exactly what the source document states",
    "repaired": "the true statement nearest to the printed one",
    "sharper": "a stronger or more precise statement that goes beyond the document",
}

CHAPTERS: dict[str, str] = {
    "sharpness": "Sharpness of minimizers",
    "learning-rate": "Learning rate",
    "small-scale": "Gradient flow from a small-scale initialization",
    "two-layer": "Two-layer dynamics",
    "residual": "Gradient flow from a residual initialization",
    "random-products": "Random products near the identity",
    "experiments": "Figures and table",
}


def chapter(claim_id: str) -> str:
    prefix = claim_id.partition("/")[0] if "/" in claim_id else ""
    return CHAPTERS.get(prefix, prefix.replace("-", " ").capitalize() or "Other claims")


def reading_name(reading: str) -> str:
    return READINGS.get(reading, reading.capitalize())


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 claim`, `2 claims`, thousands apart."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}".replace(",", "\u2009")


def seconds(value: float) -> str:
    if value < 0.1:
        return f"{1000 * value:.2g} ms" if value > 0 else "0 s"
    return f"{value:.2g} s" if value < 10 else f"{value:.0f} s"

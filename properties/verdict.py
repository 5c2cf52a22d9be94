"""Verdict rules: how pieces of evidence fold into one verdict. A trusted kernel; nothing else makes verdicts.

Main statements
    fold(evidence)      the verdict and the red flags of one reading
    Verdict             exactly one of six outcomes; it has no truth value

Rules, strongest first
    REFUTED             some route holds a replayed witness (or an exact statistical rejection) and none proves
    PROVED              `kernel`, or `symbolic`, evidence whose scope is the full quantifier, and nothing refutes
    ERROR               a route failed (exception, NaN, time-out) and nothing above decides
    SUPPORTED           decided instances (exact, enclosure, statistical) or partial proofs, none violated
    UNSUPPORTED         no route applies, or the tools of all that apply are missing
    INCONCLUSIVE        everything else; in particular what floating point alone has looked at

    VACUOUS (flag)      cases were generated and the hypotheses were met by none of them; never more than INCONCLUSIVE
    DISPUTED (flag)     two routes disagree: one proves and another refutes; or two evaluators decide one case apart

What is not covered: whether the evidence itself is right; that is what replay, the twin tests and SOUNDNESS.md are for.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, NoReturn

import msgspec


class Verdict(Enum):
    """The outcome of putting a reading to the test. Compare by `is`; there is no truth value on purpose."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    SUPPORTED = "SUPPORTED"
    INCONCLUSIVE = "INCONCLUSIVE"
    UNSUPPORTED = "UNSUPPORTED"
    ERROR = "ERROR"

    def __bool__(self) -> NoReturn:
        raise TypeError("a verdict has no truth value; compare it with `is`")


class Flag(Enum):
    VACUOUS = "VACUOUS"
    DISPUTED = "DISPUTED"


class Outcome(Enum):
    """What one route says of one reading."""

    PROVED = "proved"  # a proof; `complete` says whether of the full quantifier
    HOLDS = "holds"  # instances decided, none violated
    REFUTED = "refuted"  # a witness decided twice, or an exact statistical rejection
    DISAGREES = "disagrees"  # two evaluators, or two derivations, contradict each other
    NOTHING_FOUND = "nothing found"  # a floating-point search without a confirmed violation
    INCONCLUSIVE = "inconclusive"
    UNSUPPORTED = "unsupported"
    ERROR = "error"


ROUTES = ("kernel", "symbolic", "exact", "enclosure", "statistical", "search")
_PROVING = ("kernel", "symbolic")
_DECIDING = ("kernel", "symbolic", "exact", "enclosure", "statistical")


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """One route's contribution to one reading; plain data.

    cases: instances (or draws, or theorems) looked at and decided; undecided: looked at, not decided;
    met: how many of all looked-at cases met the hypotheses; scope: for which sizes, in words.
    """

    route: str
    outcome: Outcome
    scope: str = ""
    complete: bool = False
    cases: int = 0
    undecided: int = 0
    violated: int = 0
    met: int = 0
    looked_at: int = 0
    seconds: float = 0.0
    detail: str = ""
    cached: bool = False

    def __post_init__(self) -> None:
        if self.route not in ROUTES:
            raise ValueError(f"unknown route {self.route!r}; routes are {', '.join(ROUTES)}")


class Decision(msgspec.Struct, frozen=True):
    verdict: Verdict
    flags: tuple[Flag, ...] = ()


def fold(evidence: Sequence[Evidence]) -> Decision:
    """The verdict on a reading from all its evidence, by the rules of the header."""

    def has(outcome: Outcome, routes: Sequence[str] = ROUTES) -> bool:
        return any(e.outcome is outcome and e.route in routes for e in evidence)

    refuted = has(Outcome.REFUTED, ("kernel", "exact", "enclosure", "statistical"))
    proved = any(e.outcome is Outcome.PROVED and e.complete and e.route in _PROVING for e in evidence)
    violated = any(e.violated and e.route in ("exact", "enclosure") for e in evidence)
    if has(Outcome.DISAGREES) or (proved and (refuted or violated)):
        return Decision(Verdict.INCONCLUSIVE, (Flag.DISPUTED,))
    vacuous = _vacuous(evidence)
    if refuted:
        return Decision(Verdict.REFUTED)
    if proved:
        return Decision(Verdict.PROVED, (Flag.VACUOUS,) if vacuous else ())
    if has(Outcome.ERROR):
        return Decision(Verdict.ERROR)
    if vacuous:
        return Decision(Verdict.INCONCLUSIVE, (Flag.VACUOUS,))
    if violated:  # a violation that no second evaluator confirmed decides nothing
        return Decision(Verdict.INCONCLUSIVE)
    if any(e.outcome is Outcome.HOLDS and e.cases > 0 and e.route in _DECIDING for e in evidence):
        return Decision(Verdict.SUPPORTED)
    if has(Outcome.PROVED, _PROVING):  # a part of the statement, or given something the reading does not assume
        return Decision(Verdict.SUPPORTED)
    if all(e.outcome is Outcome.UNSUPPORTED for e in evidence):
        return Decision(Verdict.UNSUPPORTED)
    return Decision(Verdict.INCONCLUSIVE)


def _vacuous(evidence: Sequence[Evidence]) -> bool:
    sampled = [e for e in evidence if e.route in ("exact", "enclosure", "statistical") and e.looked_at > 0]
    return bool(sampled) and all(e.met == 0 for e in sampled)


def plain(evidence: Evidence) -> dict[str, Any]:
    """Evidence as JSON-ready data."""
    data: dict[str, Any] = msgspec.to_builtins(evidence)
    return data

"""What a derivation hands over: which identities were shown, for which sizes, and the formulas as LaTeX.

Main statements
    Derivation   the result; plain data, no truth value
    Proof        collects identities left = right of one derivation and decides them by the word algebra
    listening()  within it, the list of everything that proofs state, for another judge (theorems/rocq)

Outcomes: "proved" every identity holds; "failed" some identity does not; "disagree" two independent ways to the same
formula contradict each other. An exception inside a derivation is not an outcome: it is left to the caller to report.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, NoReturn, overload

from theorems.symbolic.display import latex
from theorems.words import Polynomial, Trace, zero

Outcome = Literal["proved", "failed", "disagree"]
EVERY_DEPTH = "every depth, all widths, any number of samples"


@dataclass(frozen=True, slots=True)
class Derivation:
    """scope: for which sizes, in words; complete: whether that is the full quantifier; seconds: CPU time."""

    name: str
    outcome: Outcome
    scope: str
    complete: bool
    identities: int
    latex: tuple[tuple[str, str], ...] = ()
    seconds: float = 0.0
    detail: str = ""

    def __bool__(self) -> NoReturn:
        raise TypeError("a derivation has no truth value; look at its outcome")


@dataclass(frozen=True)
class Stated:
    """What a proof states, both sides as they stand: they are equal, or left >= right for positive symbols.

    Both sides are SymPy expressions, or polynomials in words, or sums of traces of words.
    """

    label: str
    sense: Literal["equal", "at least"]
    left: Any
    right: Any


_heard: ContextVar[list[Stated] | None] = ContextVar("heard", default=None)


@contextmanager
def listening() -> Iterator[list[Stated]]:
    """Collect the statements of all proofs made within."""
    heard: list[Stated] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def state(label: str, sense: Literal["equal", "at least"], left: Any, right: Any) -> None:
    if (heard := _heard.get()) is not None:
        heard.append(Stated(label, sense, left, right))


class Proof:
    """Identities of one derivation. An ill-typed identity raises ShapeError: it is a mistake, not a refutation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._started = time.process_time()
        self._count = 0
        self._wrong: list[str] = []
        self._disagree: list[str] = []
        self._latex: list[tuple[str, str]] = []

    @overload
    def equal(self, label: str, left: Polynomial, right: Polynomial, *, show: str = "") -> None: ...

    @overload
    def equal(self, label: str, left: Trace, right: Trace, *, show: str = "") -> None: ...

    def equal(self, label: str, left: Polynomial | Trace, right: Polynomial | Trace, *, show: str = "") -> None:
        """Decide left = right. show: LaTeX of the closed form; the derived side is rendered from its words."""
        self._count += 1
        state(label, "equal", left, right)
        rest = left - right  # type: ignore[operator]
        if not rest.is_zero:
            self._wrong.append(f"{label}: left minus right is {latex(rest)}")
        if show:
            self._latex.append((label, show))
            self._latex.append((f"{label}, as derived", latex(left)))

    def vanishes(self, label: str, f: Polynomial | Trace) -> None:
        self._count += 1
        state(label, "equal", f, zero(f.rows, f.columns) if isinstance(f, Polynomial) else Trace({}))
        if not f.is_zero:
            self._wrong.append(f"{label}: {latex(f)} instead of 0")

    def decided(self, label: str, ways: Mapping[str, bool], otherwise: str) -> None:
        """Record a statement that several independent ways decided; it holds only if all say so."""
        self._count += 1
        if len(set(ways.values())) > 1:
            self._disagree.append(f"{label}: {', '.join(f'{way} says {holds}' for way, holds in ways.items())}")
        elif not all(ways.values()):
            self._wrong.append(f"{label}: {otherwise}")

    def show(self, label: str, formula: str) -> None:
        self._latex.append((label, formula))

    def done(self, *, scope: str = EVERY_DEPTH, complete: bool = True, detail: str = "") -> Derivation:
        return Derivation(
            name=self.name,
            outcome="disagree" if self._disagree else "failed" if self._wrong or not self._count else "proved",
            scope=scope,
            complete=complete,
            identities=self._count,
            latex=tuple(self._latex),
            seconds=time.process_time() - self._started,
            detail="; ".join([*self._disagree, *self._wrong][:3]) or detail,
        )

"""What a claim is: a statement of a source document with its readings, over the quantities of a subject.

A claim file states; it computes nothing and chooses no arithmetic and no tolerance. Hypotheses (`given`) and conclusion
(`then`) yield relations between quantities of the subject, one line an inequality, written once and evaluated by every
route in every arithmetic:

    claim = Claim("sharpness/example", "Title", subject="minimizer", source=Source("slides", "Lower bounds"))

    @claim.printed(r"S(W) \\ge 2 a \\rho^2")
    class Printed:
        def given(m): yield positive(m.rho_squared, "pi* is not 0")
        def then(m):  yield at_least(m.sharpness, 2 * m.a * m.rho_squared, "lower bound")
        false_variants = {"constant 2.02": TwoPercentMore}

Readings are `printed` (exactly what the document states), `repaired` (the true statement nearest to it) and `sharper`.
Attributes that a reading class may have besides `given` and `then`:

    false_variants   {name: class with given/then}: near misses that the search has to refute; a docstring states them
    extremal         {name: function returning an Instance}: cases of equality, where the ratio has to reach 1
    symbolic         names of derivations (theorems.symbolic.DERIVATIONS) that prove the statement or a part of it
    symbolic_complete  True only if these derivations prove the reading for its full quantifier
    subject          another subject than the claim's
    note             one line for the report: what is not covered, or how the statement was made precise

What this is not: a verdict. Nothing here says whether a reading is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from numerics.instance import Instance

READINGS = ("printed", "repaired", "sharper")

DOCUMENTS = {
    "short-slides": "Marion & Chizat, Deep linear networks ... flat minima, short slides (NeurIPS 2024)",
    "abstract-page": "Marion & Chizat 2024, abstract page of arXiv 2405.13456",
    "poster": "Gidel, Bach & Lacoste-Julien, Implicit Regularization of Discrete Gradient Dynamics, poster (2019)",
    "review-page": "Marion & Chizat 2024, captions of figures and table with machine-generated descriptions",
    "slides": "Marion & Chizat, Three stories on deep linear networks, slides (CIRM 2024)",
    "": "stated by Lemmata",
}


@dataclass(frozen=True)
class Relation:
    """`lhs sense rhs` between two numbers of one arithmetic. sense: <= >= < > == !=."""

    lhs: Any
    sense: str
    rhs: Any
    label: str = ""


def at_most(lhs: Any, rhs: Any, label: str = "") -> Relation:
    return Relation(lhs, "<=", rhs, label)


def at_least(lhs: Any, rhs: Any, label: str = "") -> Relation:
    return Relation(lhs, ">=", rhs, label)


def less(lhs: Any, rhs: Any, label: str = "") -> Relation:
    return Relation(lhs, "<", rhs, label)


def greater(lhs: Any, rhs: Any, label: str = "") -> Relation:
    return Relation(lhs, ">", rhs, label)


def equal(lhs: Any, rhs: Any, label: str = "") -> Relation:
    return Relation(lhs, "==", rhs, label)


def positive(x: Any, label: str = "") -> Relation:
    return Relation(x, ">", 0, label)


def nonzero(x: Any, label: str = "") -> Relation:
    return Relation(x, "!=", 0, label)


@dataclass(frozen=True)
class Source:
    """document: a key of DOCUMENTS; place: slide, theorem or caption."""

    document: str
    place: str

    def __post_init__(self) -> None:
        if self.document not in DOCUMENTS:
            raise ValueError(f"unknown document {self.document!r}; known: {', '.join(filter(None, DOCUMENTS))}")


@dataclass(frozen=True)
class Reading:
    """One way to read a claim, or (when `variant_of` is set) a false variant of one."""

    claim: str
    name: str
    statement: str
    subject: str
    given: Callable[[Any], Iterator[Relation]]
    then: Callable[[Any], Iterator[Relation]]
    variant_of: str = ""
    false_variants: tuple[Reading, ...] = ()
    extremal: Mapping[str, Callable[[], Instance]] = field(default_factory=dict)
    symbolic: tuple[str, ...] = ()
    symbolic_complete: bool = False
    note: str = ""
    body: type | None = None  # the class, for routes that need more than given/then

    @property
    def key(self) -> str:
        return f"{self.claim}#{self.name}"


class Claim:
    """A statement with its source; readings are added by the decorators `printed`, `repaired`, `sharper`."""

    def __init__(
        self,
        id: str,
        title: str,
        *,
        subject: str,
        source: Source,
        rests_on: Iterable[str] = (),
    ) -> None:
        self.id, self.title, self.subject, self.source = id, title, subject, source
        self.rests_on = tuple(rests_on)
        self.readings: dict[str, Reading] = {}
        self.about = ""
        self.module = ""

    def printed(self, statement: str) -> Callable[[type], type]:
        return self._reading("printed", statement)

    def repaired(self, statement: str) -> Callable[[type], type]:
        return self._reading("repaired", statement)

    def sharper(self, statement: str) -> Callable[[type], type]:
        return self._reading("sharper", statement)

    def _reading(self, name: str, statement: str) -> Callable[[type], type]:
        def add(body: type) -> type:
            if name in self.readings:
                raise ValueError(f"{self.id} has two readings called {name}")
            self.readings[name] = self._build(name, statement, body)
            return body

        return add

    def _build(self, name: str, statement: str, body: type, variant_of: str = "") -> Reading:
        variants = {} if variant_of else body.__dict__.get("false_variants", {})
        subject = getattr(body, "subject", self.subject)
        return Reading(
            claim=self.id,
            name=name,
            statement=statement,
            subject=subject,
            given=getattr(body, "given", _nothing),
            then=body.then,  # type: ignore[attr-defined]
            variant_of=variant_of,
            false_variants=tuple(
                self._build(f"{name}/{label}", (wrong.__doc__ or label).strip(), wrong, variant_of=name)
                for label, wrong in variants.items()
            ),
            extremal=dict(body.__dict__.get("extremal", {})) if not variant_of else {},
            symbolic=tuple(body.__dict__.get("symbolic", ())) if not variant_of else (),
            symbolic_complete=bool(body.__dict__.get("symbolic_complete", False)) and not variant_of,
            note=str(body.__dict__.get("note", "")),
            body=body,
        )


def _nothing(_: Any) -> Iterator[Relation]:
    return iter(())

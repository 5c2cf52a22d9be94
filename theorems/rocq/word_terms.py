"""Identities of the word algebra as they were written, for the kernel: both sides, hypotheses, derivatives.

Main statements
    Words               left = right under hypotheses, as trees; `rest` is left - right as a combination of hypotheses
    words_of(stated)    what one statement of a derivation becomes: the identity, and before it one identity for each
                        derivative that it speaks of

A polynomial in words remembers how it was made (`made`, theorems/words.py); here that becomes a tree (word_trees.py).
    derivative    the tree is the derivative D as expanded, and D is stated to be one: with a new scalar t,
                  f(x + t h) = f(x) + t D + t^2 q(t), all in words; for a gradient G, D = tr(h^T G) with a new letter h.
                  No rule of differentiation is believed.
    rewriting     is erased: it becomes a hypothesis factor = by, and each of its steps c u (factor - by) v a term of
                  `rest`; the kernel checks that left - right - rest is 0 in words.
    substitution  is done in the tree.
Raises Unwritten for what has no tree: a derivative or a substitution after rewriting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from theorems.rocq.word_trees import Powers, Tree, at, nothing, put, scaled, spelled, total, written
from theorems.symbolic.derivation import Stated
from theorems.words import Polynomial, Scalar, Trace, Word, flip, inner, letter, letter_of, powers, scalar


class Unwritten(ValueError):
    """An identity that cannot be written down as a tree; one line."""


@dataclass(frozen=True)
class Words:
    """left = right, of shape rows x columns, or sums of traces when `rows` is empty; hypotheses: pairs of trees."""

    label: str
    left: Tree
    right: Tree
    rest: Tree
    hypotheses: tuple[tuple[Tree, Tree], ...] = ()
    rows: str = ""
    columns: str = ""


@dataclass(frozen=True)
class Step:
    """One step of rewriting: c u (factor - by) v for hypothesis number `which`, or with the difference transposed."""

    by: Scalar
    before: Word
    which: int
    flipped: bool
    after: Word

    def times(self, by: Scalar, before: Word = (), after: Word = ()) -> Step:
        merged = Scalar(self.by.value * by.value, powers(self.by.powers, by.powers))
        return replace(self, by=merged, before=before + self.before, after=self.after + after)

    @property
    def tree(self) -> Tree:
        product: Tree = ("flip", ("hyp", self.which)) if self.flipped else ("hyp", self.which)
        for x in reversed(self.before):
            product = ("product", spelled(x), product)
        for x in self.after:
            product = ("product", product, spelled(x))
        return scaled(product, self.by.value, self.by.powers)


@dataclass(frozen=True)
class Read:
    """The tree of f, rewriting erased; the words of that tree; steps: what rewriting took away from these words."""

    tree: Tree
    whole: Any
    steps: tuple[Step, ...] = ()


def words_of(stated: Stated) -> Iterator[Words]:
    reader = Reader(stated.label)
    left, right = reader.read(stated.left), reader.read(stated.right)
    steps = (*left.steps, *(s.times(Scalar(Fraction(-1))) for s in right.steps))
    traced = isinstance(stated.left, Trace)
    rest = total([("trace", s.tree) if traced else s.tree for s in steps], nothing(stated.left))
    yield from reader.derivatives
    hypotheses = tuple((written(factor), reader.read(by).tree) for factor, by in reader.hypotheses)
    yield Words(stated.label, left.tree, right.tree, rest, hypotheses, *shape(stated.left))


def shape(f: Polynomial | Trace) -> tuple[str, str]:
    return (f.rows, f.columns) if isinstance(f, Polynomial) else ("", "")


@dataclass
class Reader:
    """Reads both sides of one statement."""

    label: str
    hypotheses: list[tuple[Polynomial, Polynomial]] = field(default_factory=list)
    derivatives: list[Words] = field(default_factory=list)
    known: dict[int, tuple[Any, Read]] = field(default_factory=dict)

    def read(self, f: Polynomial | Trace) -> Read:
        if id(f) not in self.known:
            kind, *of = f.made or ("expanded",)
            ways: dict[str, Callable[..., Read]] = {
                "sum": self.sum,
                "product": self.product,
                "scaled": self.scaled,
                "flipped": self.flipped,
                "trace": self.trace,
                "substituted": self.substituted,
                "rewritten": self.rewritten,
                "derivative": self.derivative,
                "gradient": self.gradient,
                "expanded": lambda f: Read(written(f), f),
            }
            self.known[id(f)] = (f, ways[kind](f, *of))
        return self.known[id(f)][1]

    def sum(self, f: Any, a: Any, b: Any) -> Read:
        x, y = self.read(a), self.read(b)
        return Read(("sum", x.tree, y.tree), x.whole + y.whole, (*x.steps, *y.steps))

    def product(self, f: Polynomial, a: Polynomial, b: Polynomial) -> Read:
        """x y - a b = (x - a) y + a (y - b), where x and y are a and b with rewriting erased."""
        x, y = self.read(a), self.read(b)
        steps = [s.times(Scalar(c, p), after=w) for s in x.steps for (p, w), c in y.whole.terms.items()]
        steps += [s.times(Scalar(c, p), before=w) for s in y.steps for (p, w), c in a.terms.items()]
        return Read(("product", x.tree, y.tree), x.whole @ y.whole, tuple(steps))

    def scaled(self, f: Any, a: Any, factor: Scalar | Fraction | int) -> Read:
        x, by = self.read(a), factor if isinstance(factor, Scalar) else Scalar(Fraction(factor))
        tree = scaled(x.tree, by.value, by.powers)
        return Read(tree, x.whole * by, tuple(s.times(by) for s in x.steps))

    def flipped(self, f: Polynomial, a: Polynomial) -> Read:
        x = self.read(a)
        turned = (Step(s.by, flip(s.after), s.which, not s.flipped, flip(s.before)) for s in x.steps)
        return Read(("flip", x.tree), x.whole.T, tuple(turned))

    def trace(self, f: Trace, a: Polynomial) -> Read:
        x = self.read(a)
        return Read(("trace", x.tree), f, x.steps)

    def untouched(self, f: Any, what: str) -> Tree:
        if self.read(f).steps:
            raise Unwritten(f"{self.label}: {what} after rewriting")
        return self.read(f).tree

    def substituted(self, f: Polynomial, a: Polynomial, x: Polynomial, by: Polynomial) -> Read:
        inside, new = self.untouched(a, "substitution"), self.untouched(by, "substitution")
        return Read(put(inside, letter_of(x), new), f)

    def derivative(self, f: Polynomial, a: Polynomial, x: Polynomial, h: Polynomial) -> Read:
        self.linear(a, x, h, f, written(f))
        return Read(written(f), f)

    def gradient(self, f: Polynomial, a: Trace, x: Polynomial) -> Read:
        h = letter(unused("h", (y.name for _, w in (*a.terms, *f.terms) for y in w)), x.rows, x.columns)
        self.linear(a, x, h, inner(h, f), ("trace", ("product", ("flip", written(h)), written(f))))
        return Read(written(f), f)

    def linear(self, a: Any, x: Polynomial, h: Polynomial, slope: Any, tree: Tree) -> None:
        """State a(x + t h) = a + t slope + t^2 q; what of a difference is of lower order makes the statement false."""
        inside, direction = self.untouched(a, "a derivative"), self.untouched(h, "a derivative")
        name = unused("t", (n for f in (a, h, slope) for s, _ in f.terms for n, _ in s))
        gained = at(a, letter_of(x), x + h * scalar(name)) - a - slope * scalar(name)
        high = {term: c for term, c in gained.terms.items() if dict(term[0]).get(name, 0) >= 2}
        q = replace(gained, terms=high) * scalar(name, -2)
        left = put(inside, letter_of(x), ("sum", written(x), ("scaled", name, False, direction)))
        parts = [inside, scaled(tree, Fraction(1), ((name, 1),)), scaled(written(q), Fraction(1), ((name, 2),))]
        made = Words(f"{self.label}: derivative", left, total(parts, inside), nothing(a), (), *shape(a))
        if made not in self.derivatives:
            self.derivatives.append(made)

    def rewritten(self, f: Polynomial, a: Polynomial, factor: Polynomial, by: Polynomial) -> Read:
        """Rewriting once more, as theorems/symbolic/rewriting.py does it, with every step taken down."""
        self.untouched(by, "a rule")
        inside, (which, turned) = self.read(a), self.hypothesis(factor, by)
        ((_, word),) = factor.terms
        rules = ((word, by, turned), (flip(word), by.T, not turned))
        steps, todo, n = list(inside.steps), list(a.terms.items()), len(word)
        while todo:
            (s, w), c = todo.pop()
            places = ((i, rule) for i in range(len(w) - n + 1) for rule in rules if w[i : i + n] == rule[0])
            if found := next(places, None):
                i, (_, shorter, flipped) = found
                before, after = w[:i], w[i + n :]
                steps.append(Step(Scalar(c, s), before, which, flipped, after))
                todo += [((powers(s, t), before + v + after), c * e) for (t, v), e in shorter.terms.items()]
        return Read(inside.tree, inside.whole, tuple(steps))

    def hypothesis(self, factor: Polynomial, by: Polynomial) -> tuple[int, bool]:
        """Its number, and whether it is listed the other way round."""
        for i, (f, g) in enumerate(self.hypotheses):
            if (f, g) == (factor, by):
                return i, False
            if (f, g) == (factor.T, by.T):
                return i, True
        self.hypotheses.append((factor, by))
        return len(self.hypotheses) - 1, False


def unused(name: str, taken: Iterable[str]) -> str:
    others = set(taken)
    while name in others:
        name += "'"
    return name


__all__ = ["Powers", "Read", "Reader", "Step", "Unwritten", "Words", "words_of"]

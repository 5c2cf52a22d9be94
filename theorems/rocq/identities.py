"""Identities and signs that derivations state, put to the kernel as data.

Main statements
    statements_of(name)          what the derivation of this name states, as trees (terms.py), expanded nowhere
    covers(name)                 for which depths and sizes that is
    decide(names, folder)        one Decided for each derivation: does the kernel accept every statement?
    NAMES                        the derivations that state something of this kind; names_for(..): those of a reading

Three sources. Derivations by the word algebra state identities between words in matrices of any sizes, with hypotheses
where they used some (word_terms.py); a derivative comes with an identity that says it is one. Derivations of the
two-layer model and of the growth with depth state rational identities and signs (theorems/symbolic/rational.py). All
are taken down as stated. For explicit small networks the formulas of numerics/network.py and numerics/hessian.py are
evaluated on trees and compared with differences of the risk, written out from its definition. The risk R is of degree
two at most in every entry v, so that for all h and k
    R(v + h) - R(v - h) = 2 h dR/dv,    R(v + h) - 2 R(v) + R(v - h) = h^2 d2R/dv2,
    the difference in w of the difference in v = 4 h k d2R/dv dw:
no rule of differentiation is believed. The balance of neighbouring layers is d/dt D_k = 0, entry by entry.

The kernel expands both sides and compares (theories/rational_identities.v). A sign needs data: P and g with
p q = P g^2 for the term p / q, where P has no negative coefficient. Words are expanded by theories/word_program.v.
What is not covered: that opaque products cover every depth is an argument (theorems/symbolic/layers.py), which the
kernel sees for depths 1 to 4 only, spelled out; theories/ proves gradient and Hessian for all depths on its own.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from numerics.network import Network
from theorems.rocq import toolchain
from theorems.rocq.build import DEFAULT, fresh
from theorems.rocq.certificates import Decided, compile_text
from theorems.rocq.identity_text import HEADER, Statement, text
from theorems.rocq.queries import parse_assumptions
from theorems.rocq.sources import HOME
from theorems.rocq.terms import Term, Terms, from_sympy, variable
from theorems.rocq.word_terms import Words, words_of
from theorems.symbolic import DERIVATIONS
from theorems.symbolic.derivation import Stated, listening
from theorems.symbolic.routes import Shape, risk_written_out
from theorems.symbolic.sweep import check_depth
from theorems.words import Polynomial, Trace

SHAPES = (Shape(2, (2, 2, 1)), Shape(1, (1, 2, 1)), Shape(1, (2, 1, 2, 1)), Shape(1, (1, 1, 1, 1, 1)))


# Small networks.


class _Written:
    """The risk of a shape as a tree, at its variables shifted, and the network whose formulas are on trial."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        A = Terms(shape.parameters + shape.data)
        self.net = Network(A, shape.matrices(A))

    def risk(self, **shifts: Term) -> Term:
        written: Term = risk_written_out(self.shape, lambda v: variable(v) + shifts[v] if v in shifts else variable(v))
        return written

    def gradient(self) -> Iterator[Statement]:
        h = variable("h")
        for k in self.net.layers:
            for i, row in enumerate(self.net.gradient(k)):
                for j, entry in enumerate(row):
                    v = f"W{k}_{i + 1}_{j + 1}"
                    difference = self.risk(**{v: h}) - self.risk(**{v: -h})
                    yield Statement(f"{self.shape}: dR/d{v}", "equal", difference, 2 * h * entry)

    def hessian(self) -> Iterator[Statement]:
        h, k, full = variable("h"), variable("k"), self.net.hessian
        for a, v in enumerate(self.shape.parameters):
            for b, w in enumerate(self.shape.parameters[: a + 1]):
                if v == w:
                    difference = self.risk(**{v: h}) - 2 * self.risk() + self.risk(**{v: -h})
                    claimed = h**2 * full[a][a]
                else:
                    up = self.risk(**{v: h, w: k}) - self.risk(**{v: h, w: -k})
                    difference = up - (self.risk(**{v: -h, w: k}) - self.risk(**{v: -h, w: -k}))
                    claimed = 4 * h * k * full[a][b]
                yield Statement(f"{self.shape}: d2R/d{v} d{w}", "equal", difference, claimed)

    def imbalance(self) -> Iterator[Statement]:
        A, net = self.net.A, self.net
        for k in range(1, net.L):
            upper = A.multiply(A.transpose(net.W[k + 1]), net.gradient(k + 1))
            lower = A.multiply(net.gradient(k), A.transpose(net.W[k]))
            rate = A.minus(A.plus(upper, A.transpose(upper)), A.plus(lower, A.transpose(lower)))
            for i, row in enumerate(rate):
                for j, entry in enumerate(row):
                    yield Statement(f"{self.shape}: d/dt D{k}_{i + 1}_{j + 1}", "equal", entry)


def _small(quantity: str) -> tuple[Statement, ...]:
    return tuple(s for shape in SHAPES for s in getattr(_Written(shape), quantity)())


# Derivations.


def _stated(name: str) -> tuple[Statement | Words, ...]:
    """What the derivation states, without statements about numbers alone, and each derivative in words once."""
    with listening() as heard:
        if name == SPELLED_OUT:
            for depth in DEPTHS:
                check_depth(depth)
        else:
            DERIVATIONS[name]()
    found = {replace(s, label="") if isinstance(s, Words) else s: s for h in heard for s in _read(h)}
    return tuple(found.values())


def _read(s: Stated) -> Iterator[Statement | Words]:
    if isinstance(s.left, Polynomial | Trace):
        yield from words_of(s)
    else:
        made = Statement(s.label, s.sense, from_sympy(s.left), from_sympy(s.right))
        if made.order:
            yield made


SMALL = {f"small-networks/{quantity}": quantity for quantity in ("gradient", "imbalance", "hessian")}
SPELLED_OUT, DEPTHS = "every-layer-pair", range(1, 5)
OPAQUE = (
    "gradient", "balancedness", "imbalance-drift", "residual-translation", "gradient-first-layer", "hessian-blocks",
    "gauss-newton", "excess-risk",
)  # fmt: skip
NAMES = (
    *SMALL,
    *OPAQUE,
    SPELLED_OUT,
    "descent-step",
    "depth-growth",
    *(
        f"two-layer/{name}"
        for name in (
            "reduction", "risk", "factors", "mixing-matrix", "closed-form", "phase-time", "one-layer", "phase-errors",
            "common-decomposition", "hessian-at-rest", "reduced-rank", "selection", "discrete-sandwich",
            "discrete-lower", "discrete-upper", "discrete-phase-time", "step-size",
        )
    ),
)  # fmt: skip

# Derivations for every depth, by the word algebra, and what is stated beside them for small networks.
BESIDE = {"gradient": "gradient", "balancedness": "imbalance", "hessian-blocks": "hessian"}


def names_for(derivations: Sequence[str]) -> list[str]:
    """Those of NAMES that belong to the derivations of a reading."""
    found = [n for name in derivations for n in (name, f"small-networks/{BESIDE.get(name, '')}")]
    return [name for name in dict.fromkeys(found) if name in NAMES]


def covers(name: str) -> str:
    """For which depths and sizes the statements are."""
    if name in SMALL:
        return f"networks of shapes {', '.join(map(str, SHAPES))}, entry by entry"
    if name == SPELLED_OUT:
        return f"every layer and layer pair of depth {DEPTHS[0]} to {DEPTHS[-1]}, all widths"
    if name in OPAQUE:
        return "all widths; the other layers enter as arbitrary products"
    return "identities of the derivation, as data"


@functools.cache
def statements_of(name: str) -> tuple[Statement | Words, ...]:
    return _small(SMALL[name]) if name in SMALL else _stated(name)


# The kernel.


def decide(
    given: Mapping[str, Sequence[Statement | Words]], folder: Path = DEFAULT, home: Path = HOME, timeout: float = 300
) -> dict[str, Decided]:
    """Let the kernel decide statements by name of derivation: all in one file, apart only to find what it rejects.

    Raises KernelUnavailable without Coq, and KernelTimeout. A stale build decides nothing.
    """
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    if stale := fresh(folder.resolve(), home):
        return {name: Decided(False, "", (), f"stale: {stale}", 0.0) for name in given}
    if not given:
        return {}
    modules = {name: f"Derivation{i}" for i, name in enumerate(given)}
    source = HEADER + "".join(text(statements, modules[name]) for name, statements in given.items())
    start = time.perf_counter()
    reports, complaint = compile_text(source, folder.resolve(), timeout)
    seconds = (time.perf_counter() - start) / len(given)
    if not complaint:
        return {name: _judged(given[name], reports.get(modules[name], ""), seconds) for name in given}
    if len(given) > 1:
        return {n: d for name in given for n, d in decide({name: given[name]}, folder, home, timeout).items()}
    ((name, statements),) = given.items()
    return {name: Decided(False, "", (), f"the kernel rejects it: {complaint}{_where(statements, folder)}", seconds)}


def _judged(statements: Sequence[Statement | Words], report: str, seconds: float) -> Decided:
    used = tuple(parse_assumptions(report))
    scalar = [s for s in statements if isinstance(s, Statement)]
    signs, in_words = sum(s.sense == "at least" for s in scalar), len(statements) - len(scalar)
    counts = [f"{len(scalar) - signs} identities and {signs} signs"] * bool(scalar)
    counts += [f"{in_words} identities of words in matrices of all sizes"] * bool(in_words)
    words = f"{', '.join(counts)}, expanded and compared"
    return Decided(not used, words, used, f"assumes {', '.join(used)}" if used else "", seconds)


def _where(statements: Sequence[Statement | Words], folder: Path) -> str:
    """The label of the first statement that is rejected on its own."""
    for s in statements if len(statements) > 1 else ():
        if compile_text(HEADER + text([s], "Alone"), folder.resolve(), 120)[1]:
            return f" ({s.label})"
    return ""

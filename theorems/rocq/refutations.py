"""Refuting witnesses put to the kernel: which facts about the witness contradict which reading.

Main statements
    RECIPES                    by reading key: from a witness to the facts that contradict the reading
    refutation(key, instance)  the facts for a witness. Raises NoCertificate, NoRecipe
    decide(witnesses, folder)  one Decided for each (key, instance): did the kernel accept the facts?

A recipe exists where the quantities of the reading have definitions in the theories: risk, Hessian form, regressor,
Sigma, norms of layers. The facts are about the witness as it is; the numbers in them are found in floating point and
decided by the kernel. What the facts contradict is said in one line, `because`, for whoever reads the record.

What is not covered: readings about flows, products of random matrices and two-layer modes (their printed forms are
refuted by theorems of their own, see statements.toml), and descent that takes a step before it arrives.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from numerics.instance import Instance, network_instance
from theorems.rocq import toolchain
from theorems.rocq.build import DEFAULT, fresh
from theorems.rocq.certificate_text import HEADER
from theorems.rocq.certificates import Decided, NoCertificate, compile_text, top
from theorems.rocq.facts import Fact, Facts, text
from theorems.rocq.queries import parse_assumptions
from theorems.rocq.sources import HOME


class NoRecipe(KeyError):
    """The reading speaks of something that has no definition in the theories."""


@dataclass(frozen=True)
class Refutation:
    """networks: Rocq definitions; facts: what the kernel is asked; because: how they contradict the reading."""

    networks: str
    facts: tuple[Fact, ...]
    because: str


def _made(f: Facts, because: str, *facts: Fact) -> Refutation:
    return Refutation(f.networks(), facts, because)


def refutation(key: str, instance: Instance) -> Refutation:
    if key not in RECIPES:
        raise NoRecipe(key)
    if instance.kind != "network":
        raise NoRecipe(f"{key}: the witness is not a network")
    try:
        return RECIPES[key](instance)
    except (ArithmeticError, ValueError, StopIteration) as error:
        raise error if isinstance(error, NoCertificate) else NoCertificate(str(error)) from error


def decide(
    witnesses: Sequence[tuple[str, Refutation]], folder: Path = DEFAULT, home: Path = HOME, timeout: float = 120
) -> list[Decided]:
    """Let the kernel decide refutations: all in one file, each on its own when they do not all pass together.

    Raises KernelUnavailable without Coq, and KernelTimeout. A stale build decides nothing.
    """
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    if stale := fresh(folder.resolve(), home):
        return [Decided(False, "", (), f"stale: {stale}", 0.0) for _ in witnesses]
    if not witnesses:
        return []
    parts = [text(r.networks, r.facts, f"Witness{i}") for i, (_, r) in enumerate(witnesses)]
    reports, complaint, seconds = _timed(HEADER + "".join(parts), folder, timeout)
    if complaint and len(witnesses) > 1:
        return [d for w in witnesses for d in decide([w], folder, home, timeout)]
    if complaint:
        return [Decided(False, "", (), f"the kernel rejects it: {complaint}", seconds)]
    decided = []
    for i, (_, r) in enumerate(witnesses):
        used = tuple(parse_assumptions(reports.get(f"Witness{i}", "")))
        words = "; ".join(f.words for f in r.facts) + f": {r.because}"
        why = f"assumes {', '.join(used)}" if used else ""
        decided.append(Decided(not used, words, used, why, seconds / len(witnesses)))
    return decided


def _timed(source: str, folder: Path, timeout: float) -> tuple[dict[str, str], str, float]:
    start = time.perf_counter()
    reports, complaint = compile_text(source, folder.resolve(), timeout)
    return reports, complaint, time.perf_counter() - start


# What the recipes look at in floating point.


def _between(low: float, high: float) -> Fraction:
    """A short fraction well inside of (low, high). Raises NoCertificate when there is no room."""
    if not high - low > 1e-9 * abs(high):
        raise NoCertificate(f"no room between {low:.12g} and {high:.12g}")
    return Fraction((low + high) / 2).limit_denominator(max(8, int(8 / (high - low))))


def _energy(instance: Instance) -> float:
    """pi^T Sigma pi = a rho^2 at a minimizer."""
    X = [[float(x) for x in row] for row in instance.matrices["X"]]
    pi = [float(row[0]) for row in _pi(instance)]
    return sum(sum(a * b for a, b in zip(row, pi)) ** 2 for row in X) / len(X)


def _pi(instance: Instance) -> list[list[Fraction]]:
    """The regressor, exactly."""
    row = [r[0] for r in instance.matrices["p"]]
    for w in reversed(instance.layers):
        row = [sum((a * w[i][j] for i, a in enumerate(row)), Fraction(0)) for j in range(len(w[0]))]
    return [[x] for x in row]


def _norm(m: Sequence[Sequence[Fraction]]) -> float:
    return math.sqrt(sum(float(x) ** 2 for r in m for x in r))


def _flatter(instance: Instance) -> Instance:
    """Another minimizer: the same product, layers rescaled to nearly equal norms by rational factors."""
    norms = [_norm(w) for w in instance.layers]
    common = 1.0
    for s in norms:
        common *= s ** (1 / len(norms))
    factors = [Fraction(common / s).limit_denominator(100) for s in norms[:-1]]
    last = Fraction(1)
    for f in factors:
        last /= f
    layers = [[[x * f for x in r] for r in w] for w, f in zip(instance.layers, [*factors, last])]
    m = instance.matrices
    return network_instance(m["X"], [r[0] for r in m["y"]], layers, [r[0] for r in m["p"]])


def _eta(instance: Instance) -> Fraction:
    return instance.numbers["eta"]


# The recipes.


def _after_training(w: Instance) -> Refutation:
    L, stable = len(w.layers), 2 / _eta(w)
    bound = _between(top(w), min(2 * L * _energy(w), float(stable)))
    f = Facts(w, finest=bound)
    facts = (f.cov_above()[0], f.minimizes(), f.upper(bound), f.less(bound, stable), f.energy_above(bound, 2 * L))
    return _made(f, "S(W) < 2 L a rho^2 at a minimizer with eta S(W) < 2", *facts)


def _gd_fails(w: Instance) -> Refutation:
    L, stable = len(w.layers), 2 / _eta(w)
    bound = _between(top(w), float(stable))
    f = Facts(w, finest=bound)
    facts = (f.cov_above()[0], f.minimizes(), f.upper(bound), f.less(bound, stable), f.energy_above(1 / _eta(w), L))
    return _made(f, "eta > 1 / (L a rho^2), and W attracts since eta S(W) < 2", *facts)


def _critical(w: Instance) -> Refutation:
    f = Facts(w)
    facts = (f.minimizes(), f.every_minimizer(2 / _eta(w)))
    return _made(f, "eta > 2 / S_min, and descent started at the minimizer W stays there", *facts)


def _minimizers_are_optimal(w: Instance) -> Refutation:
    f = Facts(w)
    facts = (f.cov_above()[0], f.no_readout(), f.not_optimal())
    return _made(f, "Sigma has full rank, W is a minimizer, and pi(W) is not pi*", *facts)


def _descent_lemma(w: Instance) -> Refutation:
    if len(w.layers) != 1:
        raise NoCertificate("the risk is quadratic for one layer only")
    f = Facts(w)
    facts = (f.minimizes(), f.lower(2 / _eta(w)))
    return _made(f, "one layer; descent started at the minimizer W converges, and eta S >= 2", *facts)


def _grows_with_depth(w: Instance) -> Refutation:
    v = _flatter(w)
    f = Facts(w, (v,), finest=Fraction(top(v)))
    above, least = f.cov_above()
    below, most = f.cov_below()
    small = Fraction(top(v) * (1 + 1e-6)).limit_denominator(10**9)
    large = Fraction(top(w) * (1 - 1e-6)).limit_denominator(10**9)
    facts = (above, below, f.minimizes(), f.minimizes(1), f.upper(small, 1), f.lower(large))
    return _made(f, "lambda S(W) > 4 Lambda S_min", *facts, f.less(4 * most * small, least * large))


def _lower_bound_by_layers(w: Instance) -> Refutation:
    v, L = _flatter(w), len(w.layers)
    norms, rho, p = [_norm(x) for x in w.layers], _norm(_pi(w)), _norm(w.matrices["p"])
    root = (p / rho) ** (1 / L)
    bound = _between(top(v), 2 * _energy(w) * root * sum(1 / s for s in norms))
    f = Facts(w, (v,), finest=bound)
    printed = f.layers_above(bound, Fraction(root), [Fraction(1 / s) for s in norms])
    facts = (f.minimizes(), f.minimizes(1), f.upper(bound, 1), printed)
    return _made(f, "the right side at the minimizer W is larger than S at the minimizer W'", *facts)


RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    "learning-rate/after-training#printed": _after_training,
    "learning-rate/gd-fails#printed": _gd_fails,
    "learning-rate/critical#printed": _critical,
    "learning-rate/descent-lemma#printed": _descent_lemma,
    "sharpness/minimizers-are-optimal#printed": _minimizers_are_optimal,
    "sharpness/grows-with-depth#printed": _grows_with_depth,
    "sharpness/lower-bound-by-layers#printed": _lower_bound_by_layers,
}

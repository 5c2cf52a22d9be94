"""Maps of where a printed claim fails, for the record: small families with two free numbers, every square decided.

    MAPS[reading key]    what the two numbers are, their values, and the instance they make
    failure_map(key)     the map of a refuted reading: a few hundred decisions, exact or in balls

The instances are families around the simplest counterexamples (one input, layers that are numbers), chosen so that
both sides of the border are in view; the verdict does not rest on them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from numerics.instance import Instance, column, matrix, network_instance
from properties.decision import HOLDS, NOT_MET, UNDECIDED, VIOLATED, decide
from reports.records import FailureMap
from theorems import registry

LETTERS = {HOLDS: "h", VIOLATED: "f", NOT_MET: "n", UNDECIDED: "u"}
PRECISIONS = (64, 128)


@dataclass(frozen=True)
class Family:
    """Two numbers and the instance they make; what: the family in words, for the caption."""

    x_label: str
    y_label: str
    x: Sequence[Fraction]
    y: Sequence[Fraction]
    make: Callable[[Fraction, Fraction], Instance]
    what: str


def grid(low: Fraction | int, high: Fraction | int, count: int) -> list[Fraction]:
    """Equally spaced, both ends included."""
    low, high = Fraction(low), Fraction(high)
    return [low + (high - low) * i / (count - 1) for i in range(count)]


def powers(base: Fraction | int, low: int, high: int) -> list[Fraction]:
    return [Fraction(base) ** k for k in range(low, high + 1)]


def failure_map(key: str) -> FailureMap:
    """Raises KeyError where there is no family for the reading."""
    family, reading = MAPS[key], registry.reading(key)
    status, ratio = [], []
    for y in family.y:
        cases = [decide(reading, family.make(x, y), PRECISIONS) for x in family.x]
        status.append("".join(LETTERS[c.status] for c in cases))
        ratio.append(tuple(round(c.ratio, 6) if c.status in (HOLDS, VIOLATED) and abs(c.ratio) < 1e6 else None
                           for c in cases))  # fmt: skip
    count = len(family.x) * len(family.y)
    return FailureMap(
        caption=f"Where the statement as printed fails, for {family.what}. Each of the {count} squares is one exact "
        "instance; a crossed square is a counterexample. Had the statement been right, there would be none.",
        x_label=family.x_label,
        y_label=family.y_label,
        x=tuple(map(shown, family.x)),
        y=tuple(map(shown, family.y)),
        status=tuple(status),
        ratio=tuple(ratio),
    )


def shown(x: Fraction) -> str:
    """Few characters: small powers of two as such, else a short fraction or a decimal."""
    if x.numerator == 1 and x.denominator > 64 and x.denominator & (x.denominator - 1) == 0:
        return "2⁻" + "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(c)] for c in str(x.denominator.bit_length() - 1))
    return str(x) if len(str(x)) <= 5 else f"{float(x):.3g}"


def _scalars(layers: Sequence[Fraction], p: Fraction = Fraction(1), **numbers: Fraction) -> Instance:
    """One data point X = 1 and layers that are numbers, with y on the regression line: a minimizer."""
    regressor = p
    for w in layers:
        regressor *= w
    return network_instance([[1]], [regressor], [[[w]] for w in layers], [p], numbers)


def _rescaled(C: Fraction, rho: Fraction) -> Instance:
    return _scalars((C, rho / C))


def _stretched(C: Fraction, p: Fraction) -> Instance:
    return _scalars((1 / p, Fraction(1)), p, C=C)


def _after(p: Fraction, rho: Fraction) -> Instance:
    return _scalars((rho / p,), p, eta=Fraction(1, 64))


def _fails(eta: Fraction, rho: Fraction) -> Instance:
    return _scalars((rho,), eta=eta)


def _small(start: Fraction, share: Fraction) -> Instance:
    """Start V = (0, start); W_1 + W_2 = start / share with the same imbalance start^2, so that rho = W_1 W_2."""
    end = start / share
    made = _scalars((end * (1 - share**2) / 2, end * (1 + share**2) / 2))
    return made.with_matrices(V1=matrix([[0]]), V2=matrix([[start]]))


def _two_layer(w: Fraction, sigma: Fraction, **numbers: Fraction) -> Instance:
    """One component with lambda = 1 and W_1 = W_2 = w."""
    one = matrix([[1]])
    unit = dict.fromkeys(("X", "U", "V", "Q", "R"), one)
    return Instance("two-layer", {**unit, "Y": column([sigma]), "W1": column([w]), "W2": column([w])}, numbers)


def _bounded(w: Fraction, sigma: Fraction) -> Instance:
    return _two_layer(w, sigma, eta=Fraction(1, 16), steps=Fraction(2))


def _late(s: Fraction, share: Fraction) -> Instance:
    one = matrix([[1]])
    numbers = {"delta": Fraction(4), "eta": s, "t": share / s}
    return Instance("two-layer", dict.fromkeys(("X", "Y", "U", "V"), one), numbers)


def _step(s: Fraction, share: Fraction) -> Instance:
    """sigma = lambda = 1, so eta = s; W_1 = W_2 = share of the minimizer."""
    return _two_layer(share, Fraction(1), eta=s, steps=Fraction(2))


def _ranked(x1: Fraction, x2: Fraction) -> Instance:
    """Two components with sigma = (2, 3/2) and X = diag(x1, x2), so lambda_i = x_i^2 / 2; t between 1/2 and 2/3."""
    eye, x, sigma = matrix([[1, 0], [0, 1]]), (x1, x2), (Fraction(2), Fraction(3, 2))
    X, Y = (matrix([[v[0], 0], [0, v[1]]]) for v in (x, [2 * s / a for s, a in zip(sigma, x)]))
    numbers = {name: Fraction(v) for name, v in (("delta", 2), ("s", 1), ("t", "3/5"), ("tau", 1))}
    return Instance("two-layer", {"X": X, "Y": Y, "U": eye, "V": eye}, numbers)


NINE = [Fraction(i, 4) for i in (1, 2, 3, 4, 5, 6, 8, 10, 12)]
MAPS: dict[str, Family] = {
    "sharpness/lower-bound-by-layers#printed": Family(
        "C", "ρ", powers(2, -6, 6), NINE, _rescaled, "two layers C and ρ/C with Σ = p = 1"
    ),
    "sharpness/grows-with-depth#printed": Family(
        "C", "ρ", powers(2, -6, 6), NINE, _rescaled, "two layers C and ρ/C with Σ = p = 1 (part b of the statement)"
    ),
    "sharpness/rescaling-unbounded#printed": Family(
        "C", "p", powers(2, -6, 6), powers(2, -5, 3), _stretched, "layers 1/p and 1 with Σ = ρ = 1, rescaled by C"
    ),
    "learning-rate/after-training#printed": Family(
        "p", "ρ", powers(2, -5, 2), NINE, _after, "one layer ρ/p with readout p, Σ = 1 and η = 1/64"
    ),
    "learning-rate/gd-fails#printed": Family(
        "η", "ρ", grid(Fraction(1, 8), Fraction(3, 2), 12), NINE, _fails, "one layer at the minimizer ρ, Σ = p = 1"
    ),
    "small-scale/low-norm#printed": Family(
        "W₂(0), the scale of the start", "q", powers(2, -16, -6), grid(Fraction(1, 10), Fraction(19, 20), 12), _small,
        "two layers that are numbers, W₁(0) = 0, Σ = p = 1, ρ chosen so that W₁(∞) + W₂(∞) = W₂(0)/q"
    ),
    "small-scale/low-sharpness#printed": Family(
        "W₂(0), the scale of the start", "q", powers(2, -16, -6), grid(Fraction(1, 2), Fraction(49, 50), 12), _small,
        "two layers that are numbers, W₁(0) = 0, Σ = p = 1, ρ chosen so that W₁(∞) + W₂(∞) = W₂(0)/q"
    ),
    "two-layer/discrete-lower#printed": Family(
        "W₁(0) = W₂(0)", "σ", grid(Fraction(1, 4), 3, 12), NINE, _bounded, "one component, λ = 1, η = 1/16, two steps"
    ),
    "two-layer/discrete-upper#printed": Family(
        "W₁(0) = W₂(0)", "σ", grid(Fraction(1, 4), 3, 12), NINE, _bounded, "one component, λ = 1, η = 1/16, two steps"
    ),
    "two-layer/discrete-phase-time#printed": Family(
        "ησ", "t ησ", grid(Fraction(1, 24), Fraction(1, 2), 12), grid(Fraction(33, 40), Fraction(55, 40), 12), _late,
        "one component, σ = λ = 1, δ = 4, at time t; printed is the transition at t ησ = 1"
    ),
    "two-layer/sequential#printed": Family(
        "x₁", "x₂", grid(Fraction(1, 4), 3, 12), grid(Fraction(1, 4), 3, 12), _ranked,
        "two components with X = diag(x₁, x₂), σ = (2, 3/2), λ = (x₁²/2, x₂²/2), between the two transitions"
    ),
    "two-layer/step-size#printed": Family(
        "ησ", "W₁(0) = W₂(0)", grid(Fraction(1, 6), 2, 12), grid(Fraction(1, 10), 1, 10), _step,
        "one component with σ = λ = 1, two steps"
    ),
}  # fmt: skip

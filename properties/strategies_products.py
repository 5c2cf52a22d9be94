"""Families of instances for products of random matrices.

regime            scalars (d, L, s, u): the concentration lemma
quiet regime      the same, most with 3 s <= u
explicit constants  the same with d >= 48 and L at or beyond C_1(s) of residual/convergence-probability
gaussian steps    c, k, and two vectors: exact moments
ratio moment      d, q, c
perturbed product W_1 .. W_L near or far from the identity, with theta_1 .. theta_L
printed radius    the same in dimension 1, inside the printed bounds with the printed radius
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, log
from typing import Any

from numerics.subjects.concentration import Regime
from numerics.subjects.gaussian import GaussianSteps, RatioMoment
from numerics.subjects.perturbed import PerturbedProduct
from properties.strategies import Built, Family, Shape, Theta, family


def _labelled(label: str, **numbers: int) -> Shape:
    """A shape that carries dimensions as words: scalars have no matrices to read them from."""
    return Shape((1, 1), 1, label + " " + " ".join(f"{k}={v}" for k, v in numbers.items()))


def _numbers(shape: Shape) -> dict[str, int]:
    return {k: int(v) for k, _, v in (word.partition("=") for word in shape.kind.split()[1:])}


@family
class Regimes(Family):
    name = "regime"
    kind = "regime"
    quantities = Regime
    shapes = tuple(
        _labelled("regime", d=d, L=L) for L in (1, 2, 4, 16, 64, 256, 1024, 16384) for d in (1, 2, 3, 5, 8, 20, 100)
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        n = _numbers(shape)
        z, h = theta.scalar(), theta.A.absolute(theta.scalar())
        values = {
            "s": theta.positive() / 4,
            "u": theta.positive() / 2,
            "z": z / (1 + theta.A.absolute(z)) + theta.A.number(Fraction(1, 4)),
            "h": h / (2 + 2 * h),
        }
        return {}, {**{k: Fraction(v) for k, v in n.items()}, **values}


@family
class QuietRegimes(Regimes):
    """Three quarters of them with s small enough for 3 s <= u, where the Gaussian tail beats the covering by a net."""

    name = "quiet regime"
    shapes = tuple(
        Shape(s.widths, s.n, f"{s.kind} quiet={quiet}") for i, s in enumerate(Regimes.shapes) for quiet in (i % 2, 1)
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        matrices, numbers = super().draw(theta, shape)
        if numbers.pop("quiet") == 1:
            numbers["s"] = numbers["u"] / (3 + theta.positive())
        return matrices, numbers


@family
class ExplicitConstants(Regimes):
    """L = a multiple of the least integer >= 154 (3 s + 4 s^2) + 64 s^4; s from 1/64 to 64."""

    name = "explicit constants"
    float_search = False
    shapes = tuple(
        _labelled("regime", d=d, times=times, shift=shift)
        for times in (1, 2, 1000) for d in (48, 49, 1000) for shift in (0, -4, 3)
    )  # fmt: skip

    def draw(self, theta: Theta, shape: Shape) -> Built:
        n = _numbers(shape)
        free = theta.positive()
        s = Fraction(int(free.p), int(free.q)) / 4 * Fraction(2) ** n["shift"]
        least = -int(-(154 * (3 * s + 4 * s * s) + 64 * s**4) // 1)
        return {}, {"d": Fraction(n["d"]), "L": Fraction(least * n["times"]), "s": s, "u": theta.positive()}


@family
class GaussianStepFamily(Family):
    name = "gaussian steps"
    kind = "gaussian steps"
    quantities = GaussianSteps
    float_search = False
    cost = 4.0
    shapes = tuple(
        _labelled("steps", d=d, k=k) for d, k in ((1, 1), (1, 2), (2, 1), (2, 2), (2, 3), (2, 5), (3, 1), (3, 2))
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        n = _numbers(shape)
        x, y = theta.nonzero_column(n["d"]), theta.nonzero_column(n["d"])
        scale = theta.positive()
        return {"x": x, "y": y}, {**{k: Fraction(v) for k, v in n.items()}, "c": scale / (2 + scale)}


@family
class RatioMoments(Family):
    name = "ratio moment"
    kind = "ratio moment"
    quantities = RatioMoment
    float_search = False
    cost = 6.0
    shapes = tuple(_labelled("moment", d=d, q=q) for d in (1, 2, 3, 4, 5, 6, 8, 12, 21) for q in (1, 2, 3, 5))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        scale = theta.positive()
        return {}, {**{k: Fraction(v) for k, v in _numbers(shape).items()}, "c": scale / (2 + scale)}


def product_shapes() -> tuple[Shape, ...]:
    sizes = [(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (1, 5), (2, 3), (3, 2)]
    free = [Shape((d,) * (L + 1), 1) for d, L in sizes]
    others = [Shape(s.widths, 1, kind) for s in free for kind in ("same", "adversarial") if s.L >= 2]
    return tuple(free + others)


@family
class PerturbedProducts(Family):
    """kind "same": W_k = I, all theta_k equal; "adversarial": theta_k = r (W_k h) h^T/|h|^2 with h along
    G_(k-1)(theta) x for a free vector x, so that every factor multiplies |h| by 1 + r/L more: the largest gain or loss
    along x that moves of that size can have. The search turns x towards the singular vectors."""

    name = "perturbed product"
    kind = "perturbed product"
    quantities = PerturbedProduct
    cost = 4.0
    shapes = product_shapes()

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        eighth = A.number(Fraction(1, 8))
        found = {}
        if shape.kind == "same":  # W_k = I and all theta_k equal: where the bounds are attained
            move = A.scale(A.number(Fraction(1, 2)), theta.matrix(d, d))
            layers = range(1, shape.L + 1)
            return {f"W{k}": A.plus(A.eye(d), A.scale(A.number(0), move)) for k in layers} | {
                f"T{k}": move for k in layers
            }, {}
        if shape.kind == "adversarial":
            return self._against(theta, shape), {}
        for k in range(1, shape.L + 1):
            found[f"W{k}"] = A.plus(A.eye(d), A.scale(eighth, theta.matrix(d, d)))
            found[f"T{k}"] = A.scale(A.number(Fraction(1, 2)), theta.matrix(d, d))
        return found, {}

    def _against(self, theta: Theta, shape: Shape) -> dict[str, Any]:
        A, d = theta.A, shape.widths[0]
        h, r = theta.nonzero_column(d), A.number(Fraction(1, 2)) * theta.scalar()
        found = {}
        for k in range(1, shape.L + 1):
            w = A.plus(A.eye(d), A.scale(A.number(Fraction(1, 8)), theta.matrix(d, d)))
            image = A.multiply(w, h)
            found[f"W{k}"] = w
            found[f"T{k}"] = A.scale(r / A.sum_of_squares(h), A.multiply(image, A.transpose(h)))
            h = image  # the direction of G_k(theta) x
        return found


@family
class PrintedRadius(Family):
    """d = 1: G_k = gamma^(1-w) M^w rounded to fractions, theta_k a multiple in [-1, 1] of the printed radius."""

    name = "printed radius"
    kind = "perturbed product"
    quantities = PerturbedProduct
    float_search = False
    shapes = tuple(Shape((1,) * (L + 1), 1) for L in (1, 2, 3, 4))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A = theta.A
        s, u = 4 * theta.positive(), theta.positive() / 2
        low, high = -log(2) - 2 * A.to_float(s) ** 2 - A.to_float(u), log(2) + A.to_float(s) ** 2 / 2 + A.to_float(u)
        radius = short_fraction(0.999 * exp(-log(64) - 2 * A.to_float(s) ** 2 - 4 * A.to_float(u)))
        matrices, before = {}, Fraction(1)
        for k in range(1, shape.L + 1):
            weight = (k + abs(A.to_float(theta.scalar()))) % 2.0  # up and down again by default
            share = weight if weight <= 1 else 2.0 - weight
            now = short_fraction(exp(low + 1e-3 + share * (high - low - 2e-3)))
            sign = 1 if A.to_float(theta.scalar()) > 0 else -1
            matrices[f"W{k}"] = A.matrix(((now / before,),))
            matrices[f"T{k}"] = A.matrix(((sign * radius,),))
            before = now
        return matrices, {"s": s, "u": u}


def short_fraction(x: float) -> Fraction:
    """A short fraction near x, relative precision 2^-20."""
    mantissa, exponent = Fraction(x), 0
    while mantissa >= 1 << 20:
        mantissa, exponent = mantissa / 2, exponent + 1
    while 0 < mantissa < 1 << 19:
        mantissa, exponent = mantissa * 2, exponent - 1
    return Fraction(round(mantissa)) * Fraction(2) ** exponent

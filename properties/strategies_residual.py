"""Families of instances for random products and residual networks.

    regime            scalars (d, L, s, u): the concentration lemma
    gaussian steps    c, k, and two vectors: exact moments
    ratio moment      d, q, c
    perturbed product W_1 .. W_L near or far from the identity, with theta_1 .. theta_L
    printed radius    the same in dimension 1, inside the printed bounds with the printed radius
    residual network  square layers I + V_k with regression data
    residual minimizer  the same with y = X pi(W) + a part orthogonal to the columns of X
    residual flow     starts with data at the threshold of the convergence theorem
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, log
from typing import Any

import numpy as np

from numerics.subjects.concentration import Regime
from numerics.subjects.gaussian import GaussianSteps, RatioMoment
from numerics.subjects.perturbed import PerturbedProduct
from numerics.subjects.residual import ResidualNetwork
from numerics.subjects.residual_flow import ResidualFlow
from properties.strategies import Built, Family, Shape, Theta, family

DENOMINATOR = 1 << 40


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
    return tuple(free + [Shape(s.widths, 1, "same") for s in free if s.L >= 2])


@family
class PerturbedProducts(Family):
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
        for k in range(1, shape.L + 1):
            found[f"W{k}"] = A.plus(A.eye(d), A.scale(eighth, theta.matrix(d, d)))
            found[f"T{k}"] = A.scale(A.number(Fraction(1, 2)), theta.matrix(d, d))
        return found, {}


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
        radius = _fraction(0.999 * exp(-log(64) - 2 * A.to_float(s) ** 2 - 4 * A.to_float(u)))
        matrices, before = {}, Fraction(1)
        for k in range(1, shape.L + 1):
            weight = (k + abs(A.to_float(theta.scalar()))) % 2.0  # up and down again by default
            share = weight if weight <= 1 else 2.0 - weight
            now = _fraction(exp(low + 1e-3 + share * (high - low - 2e-3)))
            sign = 1 if A.to_float(theta.scalar()) > 0 else -1
            matrices[f"W{k}"] = A.matrix(((now / before,),))
            matrices[f"T{k}"] = A.matrix(((sign * radius,),))
            before = now
        return matrices, {"s": s, "u": u}


def _fraction(x: float) -> Fraction:
    """A short fraction near x, relative precision 2^-20."""
    mantissa, exponent = Fraction(x), 0
    while mantissa >= 1 << 20:
        mantissa, exponent = mantissa / 2, exponent + 1
    while 0 < mantissa < 1 << 19:
        mantissa, exponent = mantissa * 2, exponent - 1
    return Fraction(round(mantissa)) * Fraction(2) ** exponent


def _residual_layers(theta: Theta, shape: Shape) -> dict[str, Any]:
    A, d = theta.A, shape.widths[0]
    quarter = A.number(Fraction(1, 4))
    return {f"W{k}": A.plus(A.eye(d), A.scale(quarter, theta.matrix(d, d))) for k in range(1, shape.L + 1)}


def _diagonal_matrix(A: Any, axes: list[Any], zero: Any) -> Any:
    return A.assemble(len(axes), len(axes), lambda i, j: axes[i] if i == j else zero)


def residual_shapes() -> tuple[Shape, ...]:
    sizes = [(1, 1), (1, 2), (2, 1), (1, 3), (2, 2), (1, 4), (2, 3), (3, 2)]
    return tuple(Shape((d,) * (L + 1), d + 1) for d, L in sizes)


@family
class ResidualNetworks(Family):
    """kind "crossed": W_1 scales the first axis, W_L the last one, p lies along the last, pi - pi* along the first."""

    name = "residual network"
    quantities = ResidualNetwork
    cost = 3.0
    shapes = (*residual_shapes(), Shape((2, 2, 2, 2), 2, "crossed"))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        d = shape.widths[0]
        if shape.kind == "crossed":
            return self._crossed(theta, shape), {}
        layers = _residual_layers(theta, shape)
        X, y, p = theta.full_rank(shape.n, d), theta.matrix(shape.n, 1), theta.nonzero_column(d)
        return {"X": X, "y": y, "p": p, **layers}, {}

    def _crossed(self, theta: Theta, shape: Shape) -> dict[str, Any]:
        A, d, L = theta.A, shape.widths[0], shape.L
        quarter, zero, one = A.number(Fraction(1, 4)), A.number(0), A.number(1)
        half = A.number(Fraction(1, 2))
        first, last = half + quarter * theta.scalar(), half + quarter * theta.scalar()
        layers = {f"W{k}": A.eye(d) for k in range(1, L + 1)}
        layers["W1"] = _diagonal_matrix(A, [first, *[one] * (d - 1)], zero)
        layers[f"W{L}"] = _diagonal_matrix(A, [*[one] * (d - 1), last], zero)
        readout, target = theta.nonzero(), theta.nonzero()
        p = A.assemble(d, 1, lambda i, _: readout if i == d - 1 else zero * readout)
        y = A.assemble(d, 1, lambda i, _: last * readout if i == d - 1 else target if i == 0 else zero * readout)
        return {"X": A.eye(d), "y": y, "p": p, **layers}


@family
class ResidualMinimizers(Family):
    name = "residual minimizer"
    quantities = ResidualNetwork
    cost = 12.0
    shapes = residual_shapes()

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        layers = _residual_layers(theta, shape)
        X, p = theta.full_rank(shape.n, d), theta.nonzero_column(d)
        pi = p
        for k in range(shape.L, 0, -1):
            pi = A.multiply(A.transpose(layers[f"W{k}"]), pi)
        noise = theta.matrix(shape.n, 1)
        fitted = A.multiply(X, A.least_norm_solution(X, noise))
        y = A.plus(A.multiply(X, pi), A.minus(noise, fitted))
        return {"X": X, "y": y, "p": p, **layers}, {}


def flow_shapes() -> tuple[Shape, ...]:
    sizes = [(1, 2), (1, 4), (2, 2), (2, 3), (1, 8), (2, 4), (3, 2), (2, 6)]
    return tuple(Shape((d,) * (L + 1), d) for d, L in sizes)


@family
class ResidualFlows(Family):
    """Starts near the identity with data placed afterwards, at 0.999 of the threshold of the convergence theorem.

    pi* = pi(W(0)) + x with x along a drawn direction, scaled so that x^T Sigma x is just below C_4 lambda_+^2 |p|^2 /
    Lambda; the scale is found in float64 and rounded, the hypotheses are decided exactly afterwards.
    """

    name = "residual flow"
    quantities: Any = ResidualFlow
    float_search = False
    cost = 400.0
    shapes = flow_shapes()

    power = 2  # of lambda in the threshold

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d, L = theta.A, shape.widths[0], shape.L
        tenth = A.number(Fraction(1, 10 * L))
        layers = {f"W{k}": A.plus(A.eye(d), A.scale(tenth, theta.matrix(d, d))) for k in range(1, L + 1)}
        X, p, x = self.data(theta, shape)
        pi = p
        for k in range(L, 0, -1):
            pi = A.multiply(A.transpose(layers[f"W{k}"]), pi)
        scale = A.number(_threshold_scale(A, [layers[f"W{k}"] for k in range(1, L + 1)], X, p, x, self.power))
        y = A.multiply(X, A.plus(pi, A.scale(scale, x)))
        return {"X": X, "y": y, "p": p, **layers}, {}

    def data(self, theta: Theta, shape: Shape) -> tuple[Any, Any, Any]:
        """X, p and the direction x."""
        d = shape.widths[0]
        return theta.full_rank(shape.n, d), theta.nonzero_column(d), theta.nonzero_column(d)


@family
class ResidualThreshold(ResidualFlows):
    """The same starts, for statements that are decided at t = 0."""

    name = "residual threshold"
    quantities = ResidualNetwork
    cost = 4.0
    shapes = tuple(Shape((d,) * (L + 1), d) for d, L in ((1, 7), (1, 8), (1, 2), (1, 12), (2, 3), (2, 8)))


@family
class ResidualFar(ResidualThreshold):
    """d = 2, lambda small, x along the soft direction, E(0) at 0.999 of C_4 |p|^2 / Lambda."""

    name = "residual far"
    power = 0
    shapes = tuple(Shape((2,) * (L + 1), 2) for L in (1, 2, 4))

    def data(self, theta: Theta, shape: Shape) -> tuple[Any, Any, Any]:
        A = theta.A
        soft = A.number(Fraction(1, 16)) / theta.positive()
        entries = [[A.number(1), A.number(0)], [A.number(0), soft]]
        X = A.assemble(2, 2, lambda i, j: entries[i][j])
        return X, theta.nonzero_column(2), A.assemble(2, 1, lambda i, _: A.number(i))


@family
class EqualScalars(Family):
    """d = 1, all layers the same positive number, data of either sign."""

    name = "equal scalar layers"
    quantities = ResidualNetwork
    shapes = tuple(Shape((1,) * (L + 1), 1) for L in (1, 2, 3, 5))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A = theta.A
        one = A.number(1)
        w = one + theta.scalar() / 16
        layers = {f"W{k}": A.assemble(1, 1, lambda i, j: w) for k in range(1, shape.L + 1)}
        X, y, p = theta.full_rank(1, 1), theta.nonzero_column(1), theta.nonzero_column(1)
        return {"X": X, "y": y, "p": p, **layers}, {}


@family
class SmallStarts(Family):
    """Layers of size 1/16: the small-scale initialization."""

    name = "small start"
    quantities = ResidualNetwork
    cost = 3.0
    shapes = tuple(Shape((d,) * (L + 1), d) for d, L in ((1, 1), (1, 2), (1, 3), (2, 2)))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        small = A.number(Fraction(1, 16))
        layers = {f"W{k}": A.scale(small, theta.matrix(d, d)) for k in range(1, shape.L + 1)}
        X, p = theta.full_rank(shape.n, d), theta.nonzero_column(d)
        return {"X": X, "y": A.multiply(X, theta.nonzero_column(d)), "p": p, **layers}, {}


def _threshold_scale(A: Any, layers: list[Any], X: Any, p: Any, x: Any, power: int) -> Fraction:
    """A fraction t with t^2 x^T Sigma x near 0.999 of C_4 lambda^power |p|^2 / Lambda."""

    def floats(m: Any) -> Any:
        rows, columns = A.shape(m)
        return np.array([[A.to_float(A.entry(m, i, j)) for j in range(columns)] for i in range(rows)])

    W, data = [floats(w) for w in layers], floats(X)
    products = [np.eye(len(W[0]))]
    for w in W:
        products.append(w @ products[-1])
    above = [np.eye(len(W[0]))]
    for w in reversed(W):
        above.append(above[-1] @ w)
    values = np.array([np.linalg.svd(g, compute_uv=False) for g in products + above])
    gamma, M = values.min(), values.max()
    covariance = data.T @ data / len(data)
    spectrum = np.linalg.eigvalsh(covariance)
    wanted = gamma**10 / (64 * exp(1) * M**6) * spectrum[0] ** power * float((floats(p) ** 2).sum()) / spectrum[-1]
    column = floats(x)
    here = (column.T @ covariance @ column).item()
    return _fraction(0.9995 * float(np.sqrt(max(wanted, 1e-12) / here)))

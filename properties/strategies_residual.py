"""Families of instances for residual networks.

residual network    square layers I + V_k with regression data
residual minimizer  the same with y = X pi(W) + a part orthogonal to the columns of X
residual flow       starts with data at the threshold of the convergence theorem
residual threshold, residual far, small start, equal scalar layers    starts that are decided at t = 0
"""

from __future__ import annotations

from fractions import Fraction
from math import exp
from typing import Any

import numpy as np

from numerics.subjects.residual import ResidualNetwork
from numerics.subjects.residual_flow import ResidualFlow
from properties.strategies import Built, Family, Shape, Theta, family
from properties.strategies_products import short_fraction


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
    fewest = 56
    shapes = flow_shapes()

    power = 2  # of lambda in the threshold
    one_sided = False

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d, L = theta.A, shape.widths[0], shape.L
        tenth = A.number(Fraction(1, 10 * L))
        layers = {f"W{k}": A.plus(A.eye(d), A.scale(tenth, theta.matrix(d, d))) for k in range(1, L + 1)}
        X, p, x = self.data(theta, shape)
        pi = p
        for k in range(L, 0, -1):
            pi = A.multiply(A.transpose(layers[f"W{k}"]), pi)
        weights = [layers[f"W{k}"] for k in range(1, L + 1)]
        scale = A.number(_threshold_scale(A, weights, X, p, x, self.power, self.one_sided))
        y = A.multiply(X, A.plus(pi, A.scale(scale, x)))
        return {"X": X, "y": y, "p": p, **layers}, {}

    def data(self, theta: Theta, shape: Shape) -> tuple[Any, Any, Any]:
        """X, p and the direction x."""
        d = shape.widths[0]
        return theta.full_rank(shape.n, d), theta.nonzero_column(d), theta.nonzero_column(d)


@family
class OneSidedFlows(ResidualFlows):
    """The same at 0.999 of the threshold with one-sided bounds."""

    name = "one-sided residual flow"
    cost = 600.0
    one_sided = True


@family
class ResidualThreshold(ResidualFlows):
    """The same starts, for statements that are decided at t = 0."""

    name = "residual threshold"
    quantities = ResidualNetwork
    cost = 4.0
    fewest = 24
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


def _threshold_scale(
    A: Any, layers: list[Any], X: Any, p: Any, x: Any, power: int, one_sided: bool = False
) -> Fraction:
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
    values = np.array([np.linalg.svd(g, compute_uv=False) for g in (products if one_sided else products + above)])
    gamma, M = values.min(), values.max()
    constant = (gamma**12 / M**10 if one_sided else gamma**10 / M**6) / (64 * exp(1))
    covariance = data.T @ data / len(data)
    spectrum = np.linalg.eigvalsh(covariance)
    wanted = constant * spectrum[0] ** power * float((floats(p) ** 2).sum()) / spectrum[-1]
    column = floats(x)
    here = (column.T @ covariance @ column).item()
    return short_fraction(0.9995 * float(np.sqrt(max(wanted, 1e-12) / here)))

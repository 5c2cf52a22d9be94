"""Families of instances for claims about gradient descent.

    quadratic descent    one layer; X = diag(x) Q with a rational orthogonal Q: eigenvectors of Sigma are rational
    learning rate        minimizers with a learning rate: free, or within 4 % of 2 / tr H (the top eigenvalue for d = 1)
    large learning rate  the same up to hundreds of times 2 / tr H;  perceptron learning rate: d_L = 1, p = 1 or -1
    readout ratio        the same with one input, one row of data and rho / |p| free: both are rational
    descent start        a network or a minimizer with a learning rate; or two equal scalar layers and the learning rate
                         with which one step leads to a minimizer
    small step           a network and a learning rate that is a fraction of the inverse bound of its Hessian
    power start          minimizers; scalar layers near 0; data on which (1, 1) and (1, -1) are eigenvectors of Sigma
    two learning rates   two scalar layers and two learning rates, each of which leads to a minimizer in one step

One-step arrivals. L = 2, d = 1, p = 1, W = (v, w), P = v w, Q = v^2 + w^2, s = eta g: the product after the step is
P (1 + s^2) - s Q. Equal layers w reach c from w when w (1 - s) = -c^(1/2). In general the product reaches pi* iff s is
a root of P s^2 - Q s + P - pi*: choosing one root s_1 and v / w = r gives the other, s_2 = r + 1/r - s_1, and
pi* = P (1 - s_1 s_2), hence g = 2 Sigma P s_1 s_2 and the learning rates s_1 / g and s_2 / g: all rational.
"""

from __future__ import annotations

from typing import Any

from numerics.hessian import output_hessian
from numerics.subjects.descent import Descent, QuadraticDescent
from properties.strategies import FAMILIES, Built, Family, Shape, Theta, family, ordered
from properties.strategies_networks import Minimizers, network_shapes


@family
class QuadraticDescents(Family):
    name = "quadratic descent"
    quantities = QuadraticDescent
    float_search = False
    shapes = tuple(
        Shape((d, m), d, kind)
        for d in (1, 2, 3)
        for m in (1, 2)
        for kind in ("free", "near", "lands")
        if kind != "lands" or d == 2
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d, m = theta.A, shape.widths[0], shape.widths[1]
        x = [theta.positive() for _ in range(d)]
        x = [sum(x[i:], A.number(0)) for i in range(d)]  # decreasing: the first is the largest
        h = theta.nonzero_column(d)
        reflection = A.scale(2 / A.sum_of_squares(h), A.multiply(h, A.transpose(h)))
        Q = A.minus(A.eye(d), reflection)
        X = A.multiply(A.assemble(d, d, lambda i, j: x[i] if i == j else A.number(0)), Q)
        p, y, W = theta.nonzero_column(m), theta.matrix(d, 1), theta.matrix(m, d)
        rate = theta.positive()
        if shape.kind == "near":
            top = 2 * A.sum_of_squares(p) * x[0] ** 2 / d
            rate = (2 + theta.scalar() / 256) / top

        def row(i: int) -> Any:
            return A.assemble(d, 1, lambda j, _: A.entry(Q, i, j))

        rows = {"u": 0, "v": d - 1}
        if shape.kind == "lands":  # no component on u, and a step that removes the other one
            pi = A.plus(A.least_norm_solution(X, y), A.scale(theta.scalar(), row(d - 1)))
            W = A.scale(1 / A.sum_of_squares(p), A.multiply(p, A.transpose(pi)))
            rate = d / (2 * A.sum_of_squares(p) * x[d - 1] ** 2)
        vectors = {name: row(i) for name, i in rows.items()}
        return {"X": X, "y": y, "p": p, "W1": W, **vectors}, {"eta": rate}


def _rate(theta: Theta, shape: Shape, matrices: dict[str, Any]) -> Any:
    if shape.kind not in ("near", "far"):
        return theta.positive() / 8
    trace = theta.A.trace(output_hessian(Descent(theta.A, matrices)))
    near = (2 + theta.scalar() / 256) / trace
    return near * (1 + 16 * theta.positive()) if shape.kind == "far" else near


@family
class LearningRates(Minimizers):
    name = "learning rate"
    quantities = Descent
    cost = 1.5
    shapes = ordered([Shape(s.widths, s.n, kind) for s in network_shapes() for kind in ("", "near")])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        matrices, _ = super().draw(theta, shape)
        return matrices, {"eta": _rate(theta, shape, matrices)}

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built | None:
        built = super().weights_on(theta, shape, X, y)
        return None if built is None else (built[0], {"eta": theta.positive() / 8})


@family
class LargeRates(LearningRates):
    """Of rates near 2 / tr H and rates up to hundreds of times that, so that no minimizer may attract."""

    name = "large learning rate"
    shapes = ordered([Shape(s.widths, s.n, kind) for s in network_shapes() for kind in ("near", "far", "")])


@family
class PerceptronRates(LearningRates):
    """One output and p = 1 or -1, two layers at least."""

    name = "perceptron learning rate"
    shapes = ordered([s for s in LearningRates.shapes if s.widths[-1] == 1 and s.L >= 2])

    def _through(self, theta: Theta, shape: Shape, X: Any, y: Any, pi_star: Any, singular: bool) -> Built:
        matrices, numbers = super()._through(theta, shape, X, y, pi_star, singular)
        p = theta.A.entry(matrices["p"], 0, 0)
        last = f"W{shape.L}"
        size = theta.A.absolute(p)
        return {
            **matrices,
            "p": theta.A.scale(1 / size, matrices["p"]),
            last: theta.A.scale(size, matrices[last]),
        }, numbers


@family
class ReadoutRatios(Family):
    """Scalar input: rho = |pi*|, |p| and all layers are rational; the last weight makes W a minimizer."""

    name = "readout ratio"
    quantities = Descent
    shapes = tuple(Shape((1,) * (L + 1), 1, kind) for L in (1, 2, 3, 4) for kind in ("", "near", "equal"))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, one = theta.A, theta.A.number(1)
        x, p = theta.nonzero(), theta.positive()
        pi = p * (1 + theta.scalar() / 64) if shape.kind == "near" else p if shape.kind == "equal" else theta.positive()
        layers = {k: theta.nonzero() for k in range(2, shape.L + 1)}
        if shape.kind == "equal":
            layers = dict.fromkeys(layers, one)
        product = p
        for w in layers.values():
            product = product * w
        layers[1] = pi / product

        def scalar(value: Any) -> Any:
            return A.assemble(1, 1, lambda i, j: value)

        weights = {f"W{k}": scalar(w) for k, w in sorted(layers.items())}
        return {"X": scalar(x), "y": scalar(x * pi), "p": scalar(p), **weights}, {"eta": theta.positive() / 8}


@family
class DescentStarts(Family):
    name = "descent start"
    quantities = Descent
    float_search = False
    cost = 3.0
    shapes = ordered(
        [Shape((1, 1, 1), 1, "lands")]
        + [Shape(s.widths, s.n, kind) for s in network_shapes() if s.size <= 14 for kind in ("", "minimizer")]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if shape.kind == "lands":
            return _landing(theta)
        if shape.kind == "minimizer":
            return FAMILIES["learning rate"].draw(theta, Shape(shape.widths, shape.n))
        matrices, _ = FAMILIES["network"].draw(theta, Shape(shape.widths, shape.n))
        matrices["p"] = theta.nonzero_column(shape.widths[-1])
        return matrices, {"eta": theta.positive() / 8}


@family
class SmallSteps(Family):
    """A network and eta = q / B with B the bound of the Hessian at the start, q from 1/8 on: mostly eta times the bound
    along the step is below 1, too. "equal": two scalar layers w, w, data x, x c with c = (1 + q) w^2, and eta = 1 / S,
    where S = 2 x^2 (c - w^2) is the sharpness for q >= 1."""

    name = "small step"
    quantities = Descent
    float_search = False
    cost = 3.0
    shapes = ordered([Shape((1, 1, 1), 1, "equal")] + [Shape(s.widths, s.n) for s in network_shapes() if s.size <= 14])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if shape.kind == "equal":
            x, w, q = theta.nonzero(), theta.nonzero(), theta.positive()
            return _scalars(theta.A, x, (1 + q) * w**2, w, w), {"eta": 1 / (2 * x**2 * q * w**2)}
        matrices, _ = FAMILIES["network"].draw(theta, Shape(shape.widths, shape.n))
        matrices["p"] = theta.nonzero_column(shape.widths[-1])
        return matrices, {"eta": theta.positive() / (8 * Descent(theta.A, matrices).hessian_bound())}


def _scalar(A: Any, value: Any) -> Any:
    return A.assemble(1, 1, lambda i, j: value)


def _scalars(A: Any, x: Any, pi: Any, v: Any, w: Any) -> dict[str, Any]:
    """The scalar network with two layers and the data X = x, y = x pi."""
    values = {"X": x, "y": x * pi, "p": A.number(1), "W1": v, "W2": w}
    return {name: _scalar(A, value) for name, value in values.items()}


def _landing(theta: Theta) -> Built:
    x, c, w = theta.nonzero(), theta.nonzero(), theta.nonzero()
    w = c * (1 + w / 2)
    gradient = 2 * x**2 * (w**2 - c**2)
    return _scalars(theta.A, x, c**2, w, w), {"eta": theta.A.absolute((w + c) / (w * gradient))}


@family
class PowerStarts(Minimizers):
    """Where the Hessian is multiplied many times: small shapes, exact arithmetic only."""

    name = "power start"
    quantities = Descent
    float_search = False
    cost = 4.0
    shapes = ordered(
        [Shape((1,) * 4, 1, "near 0"), Shape((1,) * 5, 1, "near 0"), Shape((2, 1), 2, "mirrored")]
        + [Shape(s.widths, s.n) for s in network_shapes() if s.size <= 14]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A = theta.A
        if shape.kind == "near 0":  # scalar layers, not a minimizer
            values = {"X": theta.nonzero(), "y": theta.nonzero(), "p": A.number(1)}
            values |= {f"W{k}": theta.nonzero() / 8 for k in range(1, shape.L + 1)}
            return {name: _scalar(A, value) for name, value in values.items()}, {}
        if shape.kind == "mirrored":  # (1, 1) and (1, -1) are eigenvectors of Sigma, the second one on top
            a, W = theta.positive(), theta.matrix(1, 2)
            b = a + theta.positive()
            X = A.assemble(2, 2, lambda i, j: (a if i == 0 else b) * (-1 if i * j else 1))
            return {"X": X, "y": A.multiply(X, A.transpose(W)), "p": A.eye(1), "W1": W}, {}
        return super().draw(theta, shape)

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built | None:
        return None


@family
class TwoLearningRates(Family):
    name = "two learning rates"
    quantities = Descent
    float_search = False
    shapes = (Shape((1, 1, 1), 1, "both land"), *(Shape(w, 2) for w in ((1, 1), (2, 1), (2, 2, 1))))

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A = theta.A
        if shape.kind != "both land":
            matrices, numbers = FAMILIES["learning rate"].draw(theta, shape)
            return matrices, {**numbers, "eta2": theta.positive() / 8}
        x, w, r, first = theta.nonzero(), theta.nonzero(), theta.nonzero(), theta.nonzero()
        second = r + 1 / r - first
        product = r * w**2
        gradient = 2 * x**2 * product * first * second
        rates = {"eta": A.absolute(first / gradient), "eta2": A.absolute(second / gradient)}
        return _scalars(A, x, product * (1 - first * second), r * w, w), rates


__all__ = [
    "DescentStarts",
    "LearningRates",
    "PowerStarts",
    "QuadraticDescents",
    "ReadoutRatios",
    "SmallSteps",
    "TwoLearningRates",
]

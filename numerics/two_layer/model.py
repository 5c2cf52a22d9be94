"""A two-layer linear model x -> W2^T W1^T x with several outputs: risk, gradient, one step of gradient descent.

Notation (orientation X W1 W2, as on the poster)
    X (n x d0), Y (n x d2), W1 (d0 x d1), W2 (d1 x d2), W = W1 W2
    f       = |Y - X W|_F^2 / (2n)                      risk
    Sigma_x = X^T X / n, Sigma_xy = X^T Y / n
    flow    dW1/dt = (Sigma_xy - Sigma_x W) W2^T,  dW2/dt = W1^T (Sigma_xy - Sigma_x W)

The risk and the gradient here come from the residual matrix Y - X W; the series (numerics.two_layer.series), the
enclosure and the kernels use Sigma_x and Sigma_xy. They meet in the tests.
What is not covered: more than two layers, a readout (numerics.network has both).
References: Gidel, Bach & Lacoste-Julien 2019 (poster), "A Simple Deep Linear Model", "Gradient Dynamics".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.instance import BadInstance, Instance, shape


def check_two_layer(instance: Instance, names: tuple[str, ...]) -> None:
    """Raise BadInstance unless the named matrices are there and the shapes of X, Y, W1, W2, U, V, Q, R, C fit."""
    have = {name: shape(m) for name, m in instance.matrices.items()}
    for name in names:
        if name not in have or 0 in have[name]:
            raise BadInstance(f"{name} is missing or empty; this two-layer instance needs {', '.join(names)}")
    (n, d0), (rows, d2) = have["X"], have["Y"]
    if rows != n:
        raise BadInstance(f"Y has {rows} rows, X has {n}; they have to agree")
    d1 = have["W1"][1] if "W1" in have else have["Q"][0] if "Q" in have else d0
    wanted = {"W1": (d0, d1), "W2": (d1, d2), "U": (d0, d0), "V": (d2, d2), "Q": (d1, d1), "R": (d1, d1), "C": (d0, d2)}
    for name, expected in wanted.items():
        if name in have and have[name] != expected:
            raise BadInstance(f"{name} is {have[name][0]} x {have[name][1]}, {expected[0]} x {expected[1]} expected")


class TwoLayerData:
    """The data X, Y with their second moments; matrices by name in the arithmetic, further named numbers.

    needs: names of the matrices without which an instance is refused.
    """

    needs: tuple[str, ...] = ("X", "Y")

    def __init__(self, arithmetic: Arithmetic, matrices: Mapping[str, Any], numbers: Mapping[str, Any] | None = None):
        self.A = arithmetic
        self.matrices, self.numbers = dict(matrices), dict(numbers or {})
        self.X, self.Y = matrices["X"], matrices["Y"]
        self.n, self.d0 = arithmetic.shape(self.X)
        self.d2 = arithmetic.shape(self.Y)[1]
        share = 1 / arithmetic.number(self.n)
        self.Sx = arithmetic.scale(share, arithmetic.multiply(arithmetic.transpose(self.X), self.X))
        self.Sxy = arithmetic.scale(share, arithmetic.multiply(arithmetic.transpose(self.X), self.Y))

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """The quantities of an exact instance. Raises BadInstance when the shapes do not fit."""
        check_two_layer(instance, cls.needs)
        return cls(
            arithmetic,
            {name: arithmetic.matrix(m) for name, m in instance.matrices.items()},
            {name: arithmetic.number(x) for name, x in instance.numbers.items()},
        )

    def risk_of(self, W: Any) -> Any:
        """f(W) = |Y - X W|_F^2 / (2n), from the residual matrix; W: d0 x d2."""
        residual = self.A.minus(self.Y, self.A.multiply(self.X, W))
        return self.A.sum_of_squares(residual) / self.A.number(2 * self.n)

    def summed_over_samples(self, W: Any) -> Any:
        """sum_i |y_i - W^T x_i|^2 / (2n), sample by sample (row vectors of X and Y)."""
        A, total = self.A, self.A.number(0)
        for i in range(self.n):
            for j in range(self.d2):
                fitted = A.number(0)
                for k in range(self.d0):
                    fitted = fitted + A.entry(self.X, i, k) * A.entry(W, k, j)
                total = total + (A.entry(self.Y, i, j) - fitted) ** 2
        return total / A.number(2 * self.n)

    def spectral_risk(self, W: Any) -> Any:
        """|Y - X W|_2^2 (spectral norm, squared)."""
        return self.spectral_squared(self.A.minus(self.Y, self.A.multiply(self.X, W)))

    def spectral_squared(self, m: Any) -> Any:
        """|M|_2^2, the largest eigenvalue of the smaller Gram matrix."""
        rows, columns = self.A.shape(m)
        t = self.A.transpose(m)
        return self.A.largest_eigenvalue(self.A.multiply(m, t) if rows <= columns else self.A.multiply(t, m))

    def distance_squared(self, a: Any, b: Any) -> Any:
        """|A - B|_F^2."""
        return self.A.sum_of_squares(self.A.minus(a, b))


def gradient(m: TwoLayerData, W1: Any, W2: Any) -> tuple[Any, Any]:
    """(df/dW1, df/dW2), from the residual: X^T (X W - Y) W2^T / n and W1^T X^T (X W - Y) / n."""
    A = m.A
    residual = A.minus(A.product(m.X, W1, W2), m.Y)
    outer = A.scale(1 / A.number(m.n), A.multiply(A.transpose(m.X), residual))
    return A.multiply(outer, A.transpose(W2)), A.multiply(A.transpose(W1), outer)


def descend(m: TwoLayerData, W1: Any, W2: Any, eta: Any, steps: int) -> tuple[Any, Any]:
    """The weights after `steps` steps of gradient descent with step size eta.

    In exact arithmetic the fractions grow by a factor of about 3 in length each step: for a handful of steps.
    """
    A = m.A
    for _ in range(steps):
        g1, g2 = gradient(m, W1, W2)
        W1, W2 = A.minus(W1, A.scale(eta, g1)), A.minus(W2, A.scale(eta, g2))
    return W1, W2


def hessian(m: TwoLayerData, W1: Any, W2: Any) -> Any:
    """The Hessian of f in (W1 row by row, W2 row by row).

    f is a polynomial of degree 2 in W, and W is bilinear in the factors, so the mixed second derivative in directions
    (E, F), (E', F') is <X(E W2 + W1 F), X(E' W2 + W1 F')>/n + <X^T (X W - Y)/n, E F' + E' F>.
    """
    A, (d0, d1), d2 = m.A, m.A.shape(W1), m.d2
    zero, one = A.number(0), A.number(1)
    residual = A.minus(A.product(m.X, W1, W2), m.Y)
    outer = A.scale(1 / A.number(m.n), A.multiply(A.transpose(m.X), residual))
    slots = [(1, i, j) for i in range(d0) for j in range(d1)] + [(2, i, j) for i in range(d1) for j in range(d2)]

    def unit(rows: int, columns: int, i: int, j: int) -> Any:
        return A.assemble(rows, columns, lambda r, c: one if (r, c) == (i, j) else zero)

    images = []
    for layer, i, j in slots:
        moved = A.multiply(unit(d0, d1, i, j), W2) if layer == 1 else A.multiply(W1, unit(d1, d2, i, j))
        images.append(A.multiply(m.X, moved))

    def entry(a: int, b: int) -> Any:
        total = A.trace(A.multiply(A.transpose(images[a]), images[b])) / A.number(m.n)
        (layer, i, j), (other, k, l) = slots[a], slots[b]
        if layer == 1 and other == 2 and j == k:
            total = total + A.entry(outer, i, l)
        if layer == 2 and other == 1 and l == i:
            total = total + A.entry(outer, k, j)
        return total

    return A.assemble(len(slots), len(slots), entry)

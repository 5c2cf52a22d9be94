"""Families of deep linear networks with their data: how instances of the network subjects are drawn.

    network            X of full rank, y, p, W_1 .. W_L free (p may be 0)
    minimizer          exact minimizers with b_k != 0 (see `weights_through`), pi(W) = pi* plus a kernel vector of X
    rescaled minimizer the same with a number C > 0
    balanced minimizer minimizers with D_k = 0, from rational unit vectors
    optimum            minimizers, any weights with p = 0 (then everything is a minimizer), and any network
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numerics.subjects import Minimizer
from properties.strategies import FAMILIES, Built, Family, Shape, Theta, family, ordered


def network_shapes(largest_depth: int = 4, largest_width: int = 3) -> tuple[Shape, ...]:
    """A spread of depths and widths: all with depth and widths at most 2, a selection beyond."""
    found = []
    for d in (1, 2):
        found += [Shape((d, 1), d), Shape((d, 1), d + 1), Shape((d, 2), d)]
        for h in (1, 2):
            found += [Shape((d, h, 1), d), Shape((d, h, 1), d + 1), Shape((d, h, 2), d)]
    deep = [(1, 1, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1), (2, 2, 2, 1), (1, 1, 1, 1, 1), (2, 2, 1, 2, 1), (2, 2, 2, 2)]
    wide = [(3, 1), (3, 2, 1), (3, 3, 1), (1, 3, 1), (2, 3, 1), (3, 2, 2, 1), (3, 1, 3, 1), (2, 3, 3, 1), (3, 3, 2)]
    found += [Shape(w, w[0] + 1) for w in deep + wide if len(w) - 1 <= largest_depth and max(w) <= largest_width]
    return ordered(found)


def data(theta: Theta, shape: Shape) -> tuple[Any, Any, Any]:
    """X, y and pi*: y = X pi* plus a part orthogonal to the columns of X; pi* != 0 in the row space of X."""
    A, d, n = theta.A, shape.widths[0], shape.n
    if shape.kind == "singular":  # rank d - 1: X = U V with V = (I, free column)
        tail = theta.matrix(d - 1, 1)
        V = A.assemble(
            d - 1, d, lambda i, j: A.entry(tail, i, 0) if j == d - 1 else A.number(1) if i == j else A.number(0)
        )
        X = A.multiply(theta.full_rank(n, d - 1), V)
        pi_star = A.multiply(A.transpose(V), theta.nonzero_column(d - 1))
    else:
        X = theta.full_rank(n, d)
        pi_star = theta.nonzero_column(d)
    noise = theta.matrix(n, 1)
    fitted = A.multiply(X, A.least_norm_solution(X, noise))
    y = A.plus(A.multiply(X, pi_star), A.minus(noise, fitted))
    return X, y, pi_star


def weights_through(theta: Theta, shape: Shape, first: Any, p: Any) -> dict[str, Any]:
    """Weights with prescribed back-propagated vectors: W_k^T b_k = b_(k-1) for b_0 = first, b_L = p, b_k drawn nonzero.

    W_k = b_k b_(k-1)^T / |b_k|^2 + (I - b_k b_k^T / |b_k|^2) F_k with F_k free: every network all of whose b_k are
    nonzero
    arises in this way.
    """
    A, widths, L = theta.A, shape.widths, shape.L
    vectors = {0: first, L: p} | {k: theta.nonzero_column(widths[k]) for k in range(1, L)}
    layers = {}
    for k in range(1, L + 1):
        b, below, inverse = vectors[k], vectors[k - 1], 1 / A.sum_of_squares(vectors[k])
        w = A.scale(inverse, A.multiply(b, A.transpose(below)))
        if widths[k] > 1:
            free = theta.matrix(widths[k], widths[k - 1])
            along = A.scale(inverse, A.multiply(b, A.multiply(A.transpose(b), free)))
            w = A.plus(w, A.minus(free, along))
        layers[f"W{k}"] = w
    return layers


def _with_kinds(shapes: Sequence[Shape]) -> tuple[Shape, ...]:
    singular = [Shape(s.widths, s.n, "singular") for s in shapes if s.widths[0] >= 2 and s.size <= 14]
    return ordered([*shapes, *singular])


@family
class Minimizers(Family):
    name = "minimizer"
    quantities = Minimizer
    shapes = _with_kinds(network_shapes())

    def draw(self, theta: Theta, shape: Shape) -> Built:
        X, y, pi_star = data(theta, shape)
        return self._through(theta, shape, X, y, pi_star, shape.kind == "singular")

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built | None:
        return self._through(theta, shape, X, y, theta.A.least_norm_solution(X, y), shape.n < shape.widths[0])

    def _through(self, theta: Theta, shape: Shape, X: Any, y: Any, pi_star: Any, singular: bool) -> Built:
        A = theta.A
        p = theta.nonzero_column(shape.widths[-1])
        first = pi_star
        if singular:  # any minimizer, not only the one of least norm
            z = theta.matrix(shape.widths[0], 1)
            first = A.plus(pi_star, A.minus(z, A.least_norm_solution(X, A.multiply(X, z))))
        return {"X": X, "y": y, "p": p, **weights_through(theta, shape, first, p)}, {}


@family
class RescaledMinimizers(Minimizers):
    name = "rescaled minimizer"

    def _through(self, theta: Theta, shape: Shape, X: Any, y: Any, pi_star: Any, singular: bool) -> Built:
        matrices, _ = super()._through(theta, shape, X, y, pi_star, singular)
        return matrices, {"C": theta.positive()}


@family
class BalancedMinimizers(Family):
    """W_k = omega c_k c_(k-1)^T with unit vectors c_k, c_0 = pi*/rho, p = c_L times a scalar: D_k = 0 for all k."""

    name = "balanced minimizer"
    quantities = Minimizer
    shapes = ordered([s for s in network_shapes() if s.L >= 2])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, L = theta.A, shape.L
        c = {k: theta.unit_column(shape.widths[k]) for k in range(L + 1)}
        omega, readout = theta.positive(), theta.nonzero()
        X = theta.full_rank(shape.n, shape.widths[0])
        noise = theta.matrix(shape.n, 1)
        pi_star = A.scale(omega**L * readout, c[0])
        fitted = A.multiply(X, A.least_norm_solution(X, noise))
        y = A.plus(A.multiply(X, pi_star), A.minus(noise, fitted))
        layers = {f"W{k}": A.scale(omega, A.multiply(c[k], A.transpose(c[k - 1]))) for k in range(1, L + 1)}
        return {"X": X, "y": y, "p": A.scale(readout, c[L]), **layers}, {}


@family
class Networks(Family):
    name = "network"
    quantities = Minimizer
    shapes = network_shapes()

    def draw(self, theta: Theta, shape: Shape) -> Built:
        widths = shape.widths
        X, y = theta.full_rank(shape.n, widths[0]), theta.matrix(shape.n, 1)
        return self.weights_on(theta, shape, X, y)

    def weights_on(self, theta: Theta, shape: Shape, X: Any, y: Any) -> Built:
        widths = shape.widths
        layers = {f"W{k}": theta.matrix(widths[k], widths[k - 1]) for k in range(1, shape.L + 1)}
        return {"X": X, "y": y, "p": theta.matrix(widths[-1], 1), **layers}, {}


@family
class Optima(Minimizers):
    name = "optimum"
    shapes = ordered(
        [
            *_with_kinds(network_shapes()),
            *(Shape(s.widths, s.n, kind) for s in network_shapes() if s.size <= 12 for kind in ("no readout", "any")),
        ]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if shape.kind not in ("no readout", "any"):
            return super().draw(theta, shape)
        matrices, numbers = FAMILIES["network"].draw(theta, shape)
        if shape.kind == "no readout":
            matrices["p"] = theta.A.scale(theta.A.number(0), matrices["p"])
        return matrices, numbers

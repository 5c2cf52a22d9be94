"""Instances of two-layer claims, by construction.

    two-layer competitor        any X of full rank, any Y, a matrix C = F G of rank at most k; U = V = I
    aligned competitor          the same with a common decomposition
    two-layer data              X = P diag(x) U^T, Y = P diag(y) V^T: lam_i = x_i^2 / n, sigma_i = x_i y_i / n
    two-layer start             the same with W1 = U diag(a) Q, W2 = Q^T diag(b) V^T; a = b unless unbalanced
    mixing start                the same with any invertible Q
    two-layer products          a target matrix and layers of any widths

U, V, Q, P are rational rotations (products of two reflections). Components may be absent (kind "idle": sigma = 0) or
undetermined ("singular": lambda = sigma = 0). Vanishing starts, descent and
perturbed data: properties/strategies_two_layer_limits.py, properties/strategies_two_layer_descent.py.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from numerics.subjects.expressivity import Products
from numerics.subjects.two_layer import AlignedData, AlignedStart, Competitor
from properties.strategies import Built, Family, Shape, Theta, family, ordered


def rotation(theta: Theta, d: int) -> Any:
    """H(v) H(e_1) with v = (1, free): the identity when all free scalars are 0; orthogonal with determinant 1."""
    A = theta.A
    if d == 1:
        return A.eye(1)
    v = [A.number(1), *[theta.scalar() for _ in range(d - 1)]]
    square = sum((x * x for x in v[1:]), v[0] * v[0])
    one = A.number(1)

    def entry(i: int, j: int) -> Any:
        value = (one if i == j else A.number(0)) - 2 * v[i] * v[j] / square
        return -value if j == 0 else value

    return A.assemble(d, d, entry)


def diagonal(A: Any, rows: int, columns: int, entries: list[Any]) -> Any:
    zero = A.number(0)
    return A.assemble(rows, columns, lambda i, j: entries[i] if i == j and i < len(entries) else zero)


def spectrum(theta: Theta, shape: Shape) -> tuple[list[Any], list[Any]]:
    """x_1 .. x_d0 and y_1 .. y_min(n, d2) with lam_i = x_i^2 / n, sigma_i = x_i y_i / n; kinds idle, singular."""
    d0, d2 = shape.widths[0], shape.widths[-1]
    r = min(d0, d2)
    x = [theta.positive() for _ in range(d0)]
    y = [theta.positive() for _ in range(r)] + [theta.scalar() for _ in range(min(shape.n, d2) - r)]
    if shape.kind == "idle":
        y[r - 1] = theta.A.number(0)
    if shape.kind == "singular":
        x[d0 - 1] = theta.A.number(0)
    return x, y


def aligned(theta: Theta, shape: Shape, x: list[Any], y: list[Any]) -> dict[str, Any]:
    """X, Y, U, V from the spectrum; needs n >= d0."""
    A, d0, d2 = theta.A, shape.widths[0], shape.widths[-1]
    P, U, V = rotation(theta, shape.n), rotation(theta, d0), rotation(theta, d2)
    X = A.product(P, diagonal(A, shape.n, d0, x), A.transpose(U))
    Y = A.product(P, diagonal(A, shape.n, d2, y), A.transpose(V))
    return {"X": X, "Y": Y, "U": U, "V": V}


def weights(
    theta: Theta, data: dict[str, Any], shape: Shape, a: list[Any], b: list[Any], Q: Any, R: Any
) -> dict[str, Any]:
    """W1 = U diag(a) Q, W2 = R diag(b) V^T with R = Q^(-1)."""
    A, (d0, d1, d2) = theta.A, shape.widths
    W1 = A.product(data["U"], diagonal(A, d0, d1, a), Q)
    W2 = A.product(R, diagonal(A, d1, d2, b), A.transpose(data["V"]))
    return {"W1": W1, "W2": W2, "Q": Q, "R": R}


PAIRS = [(1, 1), (1, 2), (2, 1), (2, 2), (3, 2), (2, 3), (3, 3)]


def pair_shapes(*kinds: str, largest: int = 3) -> tuple[Shape, ...]:
    """(d0, d2) with n = d0 and d0 + 1 rows, for every kind."""
    pairs = [p for p in PAIRS if max(p) <= largest]
    return ordered([Shape(p, p[0] + more, kind) for p in pairs for more in (0, 1) for kind in ("", *kinds)])


def triple_shapes(*kinds: str, square: bool = False, largest: int = 3) -> tuple[Shape, ...]:
    """(d0, d1, d2): square ones, or rectangular in every order."""
    if square:
        triples = [(d, d, d) for d in range(1, largest + 1)]
    else:
        triples = [(a, h, b) for a in (1, 2) for h in (1, 2) for b in (1, 2)]
        triples += [(3, 2, 1), (1, 3, 2), (2, 3, 2), (3, 1, 3), (2, 3, 3), (3, 3, 3)]
    return ordered([Shape(t, t[0] + more, kind) for t in triples for more in (0, 1) for kind in ("", *kinds)])


class TwoLayerFamily(Family):
    kind = "two-layer"
    float_search = False
    cost = 1.5


@family
class Competitors(TwoLayerFamily):
    name = "two-layer competitor"
    quantities = Competitor
    shapes = ordered([Shape(s.widths, s.n, f"k={k}") for s in pair_shapes() for k in range(1, max(s.widths) + 1)])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, (d0, d2), k = theta.A, shape.widths, int(shape.kind[2:])
        C = A.multiply(theta.matrix(d0, k), theta.matrix(k, d2))
        X, Y = theta.full_rank(shape.n, d0), theta.matrix(shape.n, d2)
        return {"X": X, "Y": Y, "U": A.eye(d0), "V": A.eye(d2), "C": C}, {"k": A.number(k)}


@family
class AlignedCompetitors(Competitors):
    name = "aligned competitor"
    shapes = ordered(
        [
            Shape(s.widths, s.n, f"k={k}{near}")
            for s in pair_shapes()
            for k in range(1, max(2, min(s.widths)))
            if s.n > 1
            for near in ("", " near")
        ]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        """kind "near": C is the solution with singular values moved, as good as it more often than not."""
        A, (d0, d2), k = theta.A, shape.widths, int(shape.kind.split()[0][2:])
        x, y = spectrum(theta, shape)
        data = aligned(theta, shape, x, y)
        if "near" in shape.kind:
            kept = sorted(range(min(d0, d2)), key=lambda i: y[i], reverse=True)[:k]
            values = [y[i] / x[i] * (1 + theta.scalar() / 4) if i in kept else A.number(0) for i in range(min(d0, d2))]
            C = A.product(data["U"], diagonal(A, d0, d2, values), A.transpose(data["V"]))
            return {**data, "C": C}, {"k": A.number(k)}
        C = A.multiply(theta.matrix(d0, k), theta.matrix(k, d2))
        return {**data, "C": C}, {"k": A.number(k)}


@family
class AlignedChoices(AlignedCompetitors):
    """At least two components to choose from."""

    name = "aligned competitor with a choice"
    shapes = ordered([s for s in AlignedCompetitors.shapes if min(s.widths) > 1])


@family
class AlignedPairs(TwoLayerFamily):
    name = "two-layer data"
    quantities = AlignedData
    shapes = ordered([*pair_shapes("idle", "singular"), *(Shape((d, d), d, "autoencoder") for d in (1, 2, 3))])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        x, y = spectrum(theta, shape)
        if shape.kind != "autoencoder":
            return aligned(theta, shape, x, y), {}
        A, d = theta.A, shape.widths[0]
        U = rotation(theta, d)
        X = A.product(rotation(theta, shape.n), diagonal(A, shape.n, d, x), A.transpose(U))
        return {"X": X, "Y": X, "U": U, "V": U}, {}


@family
class AnyPairs(TwoLayerFamily):
    """X and Y without a common decomposition in general; U = V = I."""

    name = "any two-layer data"
    quantities = AlignedData
    shapes = pair_shapes()

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, (d0, d2) = theta.A, shape.widths
        X, Y = theta.full_rank(shape.n, d0), theta.matrix(shape.n, d2)
        return {"X": X, "Y": Y, "U": A.eye(d0), "V": A.eye(d2)}, {}


@family
class Starts(TwoLayerFamily):
    name = "two-layer start"
    quantities = AlignedStart
    shapes = triple_shapes("idle", "singular")

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, (d0, d1, d2) = theta.A, shape.widths
        x, y = spectrum(theta, shape)
        data = aligned(theta, shape, x, y)
        a = [theta.positive() for _ in range(max(min(d0, d1), min(d1, d2)))]
        b = [theta.positive() for _ in a] if shape.kind == "unbalanced" else a
        Q = rotation(theta, d1)
        t = theta.positive() / (8 * self._speed(A, shape, x, y, [*a, *b]))
        return {**data, **weights(theta, data, shape, a, b, Q, A.transpose(Q))}, {"t": t}

    def _speed(self, A: Any, shape: Shape, x: list[Any], y: list[Any], a: list[Any]) -> Any:
        """Bounds the rate of the flow, so that t stays a moderate multiple of its time scale."""
        total = A.number(1)
        for i in range(min(shape.widths[0], shape.widths[-1])):
            total = total + x[i] * y[i] + sum((x[i] ** 2 * q * q for q in a), A.number(0))
        return total


@family
class UnbalancedStarts(Starts):
    name = "unbalanced two-layer start"
    shapes = ordered([Shape(s.widths, s.n, "unbalanced") for s in triple_shapes()])


@family
class SquareStarts(Starts):
    name = "square two-layer start"
    shapes = triple_shapes("idle", "singular", square=True)


@family
class ActiveStarts(Starts):
    """Square shapes and all sigma_i > 0."""

    name = "active two-layer start"
    shapes = triple_shapes(square=True)


@family
class MixingStarts(Starts):
    """Q = T O with T lower triangular, O a rotation: every invertible matrix up to signs.

    Kinds: "resting" and "absent" keep Q Q^T e_1 = e_1 and make all other components inactive (sigma = lam w(0), or
    w(0) = 0); "orthogonal" has T = I; "shear" has a unit diagonal.
    """

    name = "mixing start"
    shapes = ordered(
        [Shape((d, d, d), d, kind) for d in (1, 2) for kind in ("", "orthogonal", "resting", "absent", "shear")]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        one, zero = A.number(1), A.number(0)
        x, y = spectrum(theta, shape)
        a = [theta.positive() for _ in range(d)]
        tie = shape.kind in ("resting", "absent")
        for i in range(1, d):
            if shape.kind == "resting":
                y[i] = x[i] * a[i] ** 2
            if shape.kind == "absent":
                a[i] = zero
        data = aligned(theta, shape, x, y)
        scales = [
            one if shape.kind in ("orthogonal", "shear") or (tie and i == 0) else theta.nonzero() for i in range(d)
        ]
        shear = zero if tie or shape.kind == "orthogonal" or d == 1 else theta.scalar()
        T = A.assemble(d, d, lambda i, j: scales[i] if i == j else shear if i > j else zero)
        inverse = A.assemble(
            d, d, lambda i, j: 1 / scales[i] if i == j else -shear / (scales[0] * scales[1]) if i > j else zero
        )
        O = rotation(theta, d)
        Q, R = A.multiply(T, O), A.multiply(A.transpose(O), inverse)
        return {**data, **weights(theta, data, shape, a, a, Q, R)}, {"t": one / 8}


@family
class ShearedStarts(MixingStarts):
    """Q with a unit diagonal up to a rotation, so det Q = 1."""

    name = "mixing start with det Q = 1"
    shapes = ordered([s for s in MixingStarts.shapes if s.kind == "shear"])


@family
class ProductFamily(TwoLayerFamily):
    name = "two-layer products"
    quantities = Products
    kind = "products"
    shapes = ordered(
        [
            Shape(w, 1, kind)
            for w in [
                *[(a, b) for a in (1, 2) for b in (1, 2)],
                *[(a, h, b) for a in (1, 2) for h in (1, 2, 3) for b in (1, 2)],
                *[
                    (2, 2, 1, 2),
                    (2, 1, 2, 2),
                    (2, 2, 2, 2),
                    (3, 2, 3),
                    (3, 3, 2),
                    (2, 3, 3, 2),
                    (3, 3, 2, 3),
                    (1, 2, 1, 3),
                ],
            ]
            for kind in ("", "full")
        ]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, w = theta.A, shape.widths
        layers = {f"W{k}": theta.matrix(a, b) for k, (a, b) in enumerate(pairwise(w), 1)}
        if shape.kind == "full":
            tall = theta.full_rank(max(w[0], w[-1]), min(w[0], w[-1]))
            T = tall if w[0] >= w[-1] else A.transpose(tall)
        else:
            T = theta.matrix(w[0], w[-1])
        return {"T": T, **layers}, {}

"""Instances of claims about gradient descent on two-layer models, and about perturbed data, by construction.

    two-layer descent     an aligned balanced start with a step size and a number of steps
    late two-layer descent  start e^(-delta), iterate floor(delta t), t around the transition
    perturbed data        Sigma_x near U diag(D) U^T, with a start that belongs to the decomposition

Kinds of "two-layer descent": the number of steps, and one of
    wild, huge     any start, eta sigma_1 < 1 or any; else w(0) < sigma/lam and eta sigma_1 < 1/2
    near, beyond   starts just below sigma/lam, beyond with eta sigma_1 between 0.5 and 0.51
    idle           the last component has sigma = 0
    343            eta sigma_1 = 0.343, just beyond the end of a range
"""

from __future__ import annotations

from typing import Any

from numerics.subjects.two_layer_descent import Descent, LateDescent, Perturbed
from numerics.two_layer.reduced_rank import solve_columns
from properties.strategies import Built, Shape, Theta, family, ordered
from properties.strategies_two_layer import TwoLayerFamily, aligned, diagonal, rotation, weights
from properties.strategies_two_layer_limits import falling, ratio


@family
class Descents(TwoLayerFamily):
    """sigma_i/lam_i = b_i^2 (rational minimizer), a_i = b_i times a factor; eta = s / sigma_1."""

    name = "two-layer descent"
    quantities = Descent
    float_search = True
    cost = 1.0
    shapes = ordered(
        [Shape((d, d, d), d, f"{steps}{more}") for d in (1, 2) for steps in (1, 4, 40) for more in ("", " near")]
        + [Shape((1, 1, 1), 1, kind) for kind in ("400", "2000")]
        + [Shape((2, 1, 2), 2, "4"), Shape((1, 2, 2), 1, "4"), Shape((2, 2, 1), 3, "4"), Shape((3, 3, 3), 3, "4")]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, (d0, d1, d2) = theta.A, shape.widths
        steps, _, more = shape.kind.partition(" ")
        r = min(d0, d2)
        x = [theta.positive() for _ in range(d0)]
        b = [theta.positive() for _ in range(r)]
        y = [x[i] * b[i] ** 2 for i in range(r)] + [theta.scalar() for _ in range(min(shape.n, d2) - r)]
        if more == "idle":
            y[r - 1] = A.number(0)
        data = aligned(theta, shape, x, y)
        if more in ("wild", "huge"):
            factor = [theta.positive() for _ in range(r)]
            s = ratio(theta) if more == "wild" else theta.positive()
        elif more in ("near", "beyond"):
            factor = [1 - 1 / (16 * (1 + theta.positive()) ** 2) for _ in range(r)]
            s = ratio(theta) / 2 if more == "near" else A.number(1) / 2 + ratio(theta) / 100
        else:
            factor = [ratio(theta) for _ in range(r)]
            s = A.number(343) / 1000 if more == "343" else ratio(theta) / 2
        a = [b[i] * factor[i] for i in range(r)] + [theta.positive() for _ in range(max(d0, d2) - r)]
        largest = A.largest(*[x[i] * y[i] / shape.n for i in range(r)])
        if more == "idle" and r == 1:
            largest = x[0] ** 2 * a[0] ** 2 / shape.n
        Q = rotation(theta, d1)
        numbers = {"eta": s / largest, "steps": A.number(int(steps))}
        return {**data, **weights(theta, data, shape, a, a, Q, A.transpose(Q))}, numbers


@family
class DescentsWithIdle(Descents):
    """Also with a component whose sigma is 0."""

    name = "two-layer descent with idle components"
    shapes = ordered(
        [*Descents.shapes, *(Shape((d, d, d), d, f"{steps} idle") for d in (1, 2) for steps in (1, 4, 40))]
    )


@family
class ShortDescents(Descents):
    """A few steps only."""

    name = "short two-layer descent"
    shapes = ordered([Shape((d, d, d), d, steps) for d in (1, 2) for steps in ("1", "4")])


@family
class PairDescents(Descents):
    """At least two components."""

    name = "two-layer descent, two components"
    shapes = ordered([Shape((d, d, d), d, kind) for d in (2, 3) for kind in ("1", "4", "4 near", "4 huge")])


@family
class WildDescents(Descents):
    """Any start and larger steps, besides the usual ones."""

    name = "wild two-layer descent"
    shapes = ordered(
        [Shape((d, d, d), d, f"{steps} {kind}") for d in (1, 2) for steps in (2, 4) for kind in ("wild", "huge")]
        + [Shape((1, 1, 1), 1, kind) for kind in ("4", "300 343", "2 beyond", "40", "4 near")]
        + [Shape((2, 2, 2), 2, "4")]
    )


@family
class LateDescents(TwoLayerFamily):
    """t = u / (eta sigma_1): kinds early (u < 1), near (1 < u < 1 + s/2), late (u > 1 + s/2)."""

    name = "late two-layer descent"
    quantities = LateDescent
    shapes = ordered([Shape((d, d), d, kind) for d in (1, 2) for kind in ("near", "early", "late")])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        d = shape.widths[0]
        x, sigma = [theta.positive() for _ in range(d)], falling(theta, shape)
        data = aligned(theta, shape, x, [shape.n * s / x[i] for i, s in enumerate(sigma)])
        s, share, delta = ratio(theta) / 2, ratio(theta), 1 + theta.positive()
        u = {"early": share, "near": 1 + share * s / 2, "late": 1 + s / 2 + share}[shape.kind]
        eta = s / sigma[0]
        return data, {"delta": delta, "eta": eta, "t": u / s}


@family
class PerturbedData(TwoLayerFamily):
    """Sigma_x from a triangular X; D = (1 - h) times its diagonal in the rotated basis, B the rest.

    Kinds: "resting" starts at sigma = D w(0); "short" has times 32 times shorter, "tall" starts 4
    times larger; "large" has |B| of the size of D.
    """

    name = "perturbed data"
    quantities = Perturbed
    cost = 1.4
    shapes = ordered([Shape((d, d, d), d, kind) for d in (1, 2) for kind in ("", "resting", "resting short")])

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        n, zero = A.number(shape.n), A.number(0)
        diagonals = [theta.positive() for _ in range(d)]
        above = theta.scalar() / 32 if d == 2 else zero
        X = A.assemble(d, d, lambda i, j: diagonals[i] if i == j else above if i < j else zero)
        U, V, Q = rotation(theta, d), rotation(theta, d), rotation(theta, d)
        X = A.multiply(X, A.transpose(U))
        Sx = A.scale(1 / n, A.multiply(A.transpose(X), X))
        inside = A.product(A.transpose(U), Sx, U)
        v = theta.positive()
        shrink = v / (1 + v) if shape.kind == "large" else v / (64 * (1 + v))
        D = [A.entry(inside, i, i) * (1 - shrink) for i in range(d)]
        eps = zero
        for i in range(d):  # the sum of the absolute entries bounds |B|_2; for d = 1 it is |B|
            for j in range(d):
                eps = eps + A.absolute(A.entry(inside, i, j) - (D[i] if i == j else zero))
        a = [theta.positive() * (4 if "tall" in shape.kind else 1) for _ in range(d)]
        sigma = [D[i] * a[i] ** 2 if "resting" in shape.kind else theta.positive() for i in range(d)]
        Sxy = A.product(U, diagonal(A, d, d, sigma), A.transpose(V))
        Y = solve_columns(A, A.transpose(X), A.scale(n, Sxy))
        data = {"X": X, "Y": Y, "U": U, "V": V, "D": A.assemble(d, 1, lambda i, _: D[i])}
        speed = sum((D[i] * (1 + a[i] ** 2) + sigma[i] for i in range(d)), A.number(1))
        numbers: dict[str, Any] = {
            "eps": eps,
            "t": theta.positive() / (speed * (64 if "short" in shape.kind else 2)),
            "c": theta.positive(),
        }
        return {**data, **weights(theta, data, shape, a, a, Q, A.transpose(Q))}, numbers


@family
class LargelyPerturbedData(PerturbedData):
    name = "largely perturbed data"
    cost = 1.5
    shapes = ordered([Shape((d, d, d), d, kind) for d in (1, 2) for kind in ("", "resting", "large")])


@family
class TallPerturbedData(PerturbedData):
    """Starts four times larger."""

    name = "perturbed data, large starts"
    cost = 4.0
    shapes = ordered([Shape((d, d, d), d, kind) for d in (1, 2) for kind in ("tall", "resting tall")])

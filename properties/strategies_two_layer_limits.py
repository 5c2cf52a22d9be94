"""Instances of claims about the two-layer flow from vanishing starts, by construction.

vanishing start        start e^(-delta), time t in units of delta inside the phase that the shape names; the sigma
                       are strictly ordered, or the last two tie (kind "tied")
unequal vanishing start    delta_i = c_i delta
vanishing autoencoder  X = Y; one-layer path: the same with at least two components, also in float64
"""

from __future__ import annotations

from typing import Any

from numerics.subjects.two_layer_limits import VanishingStart
from properties.strategies import Built, Shape, Theta, family, ordered
from properties.strategies_two_layer import PAIRS, TwoLayerFamily, aligned, diagonal, rotation


def falling(theta: Theta, shape: Shape) -> list[Any]:
    """sigma_1 > sigma_2 > ... > 0 (kind "tied ...": the first two equal)."""
    r = min(shape.widths[0], shape.widths[-1])
    values = [theta.positive()]
    for i in range(1, r):
        step = theta.A.number(0) if "tied" in shape.kind and i == r - 1 else theta.positive()
        values.append(values[-1] + step)
    return values[::-1]


def ratio(theta: Theta) -> Any:
    """A rational in (0, 1)."""
    v = theta.positive()
    return v / (1 + v)


def phase_time(theta: Theta, sigma: list[Any], k: int) -> Any:
    """1/sigma_k < t < 1/sigma_(k+1), with 1/sigma_0 = 0 and 1/sigma_(r+1) = infinity."""
    share = ratio(theta)
    if k == 0:
        return share / sigma[0]
    if k == len(sigma):
        return 1 / (sigma[-1] * share)
    return 1 / (sigma[k] + share * (sigma[k - 1] - sigma[k]))


@family
class VanishingStarts(TwoLayerFamily):
    name = "vanishing start"
    quantities = VanishingStart
    shapes = ordered(
        [
            Shape(p, p[0] + more, f"phase {k}{tied}")
            for p in PAIRS
            for more in (0, 1)
            for k in range(min(p) + 1)
            for tied in ("", " tied")
            if not (tied and (min(p) < 2 or k == 1))
        ]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        d0 = shape.widths[0]
        x, sigma = [theta.positive() for _ in range(d0)], falling(theta, shape)
        if "spread" in shape.kind:
            x[0] = 4 * x[0]
        y = [shape.n * s / x[i] for i, s in enumerate(sigma)]
        y += [theta.scalar() for _ in range(min(shape.n, shape.widths[-1]) - len(y))]
        data, delta = aligned(theta, shape, x, y), 1 + theta.positive()
        return {**data, **self.more(theta, d0)}, {
            "delta": delta,
            "t": phase_time(theta, sigma, int(shape.kind.split()[1])),
            "tau": theta.positive() / sigma[0],
            "s": theta.positive(),
        }

    def more(self, theta: Theta, d0: int) -> dict[str, Any]:
        return {}


@family
class InnerPhases(VanishingStarts):
    """Phases in which some components are learned and others are not; "spread" has a larger lambda_1."""

    name = "vanishing start between two phases"
    shapes = ordered(
        [s for s in VanishingStarts.shapes if "tied" not in s.kind and s.kind != "phase 0" and min(s.widths) > 1]
    )
    shapes = ordered(
        [
            Shape(s.widths, s.n, f"{s.kind}{spread}")
            for s in shapes
            if int(s.kind.split()[1]) < min(s.widths)
            for spread in ("", " spread")
        ]
    )


@family
class UnequalStarts(VanishingStarts):
    """delta_i = c_i delta."""

    name = "unequal vanishing start"

    def more(self, theta: Theta, d0: int) -> dict[str, Any]:
        c = [theta.positive() for _ in range(d0)]
        return {"c": theta.A.assemble(d0, 1, lambda i, _: c[i])}


@family
class VanishingAutoencoders(TwoLayerFamily):
    """X = Y; kind "2:1": lam_1 = 2 lam_2, from columns (2, 0, 0) and (0, 1, 1)."""

    name = "vanishing autoencoder"
    quantities = VanishingStart
    shapes = ordered(
        [Shape((d, d), d + more, f"phase {k}") for d in (1, 2, 3) for more in (0, 1) for k in range(d + 1)]
        + [Shape((2, 2), 3, f"phase {k} 2:1") for k in range(3)]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        A, d = theta.A, shape.widths[0]
        if "2:1" in shape.kind:
            size = theta.positive()
            columns = [[2, 0], [0, 1], [0, 1]]
            X, U = A.assemble(3, 2, lambda i, j: size * columns[i][j]), A.eye(2)
            sigma = [size * size * 4 / 3, size * size * 2 / 3]
        else:
            x = falling(theta, shape)
            P, U = rotation(theta, shape.n), rotation(theta, d)
            X = A.product(P, diagonal(A, shape.n, d, x), A.transpose(U))
            sigma = [q * q / shape.n for q in x]
        t = phase_time(theta, sigma, int(shape.kind.split()[1]))
        delta = 1 + theta.positive()
        return {"X": X, "Y": X, "U": U, "V": U}, {"delta": delta, "t": t, "tau": theta.positive() / (2 * sigma[-1])}


@family
class OneLayerPaths(VanishingAutoencoders):
    """The same, for relations that make sense in float64 batches too."""

    name = "one-layer path"
    float_search = True
    shapes = ordered([s for s in VanishingAutoencoders.shapes if s.widths[0] >= 2])


@family
class AnyVanishingStarts(VanishingStarts):
    """Vanishing starts with and without X = Y."""

    name = "any vanishing start"
    shapes = ordered(
        [s for s in VanishingStarts.shapes if "tied" not in s.kind]
        + [Shape(s.widths, s.n, f"{s.kind} X=Y") for s in VanishingAutoencoders.shapes if "2:1" not in s.kind]
    )

    def draw(self, theta: Theta, shape: Shape) -> Built:
        if "X=Y" in shape.kind:
            return VanishingAutoencoders().draw(theta, shape)
        return super().draw(theta, shape)

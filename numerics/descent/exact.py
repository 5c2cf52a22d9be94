"""Gradient descent in exact rational arithmetic on an instance.

    orbit(instance, eta, steps)     W(0), W(1), ..., W(steps) as instances
    is_minimizer(net)               R(W) = R_min, exactly

The numerators grow with the degree 2L - 1 of the step: their length is multiplied by up to 2L - 1 each time, so orbits
are short. They are for what no rounding may touch: starts that reach a minimizer after finitely many steps, the change
of the imbalance in one step, and agreement with float64 on short runs.

The gradient comes from `Network`, by the product rule on R = |y - X pi|^2 / n; `exact_by_differences` obtains it a
second way, from values of the risk alone (the risk is a polynomial of degree 2 in each single entry, so two central
differences give its derivative exactly).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from numerics.arithmetic import Rationals, to_fraction
from numerics.descent.problem import BadDescent
from numerics.instance import Instance, Matrix, matrix
from numerics.network import Network

MOST_BITS = 200_000


def step(net: Any, eta: Any) -> Any:
    """The network after one step of learning rate eta (rationals or balls)."""
    A = net.A
    return net.with_layers({k: A.minus(net.W[k], A.scale(eta, net.gradient(k))) for k in net.layers})


def orbit(instance: Instance, eta: Fraction, steps: int) -> list[Instance]:
    """[W(0), ..., W(steps)]. Raises BadDescent for eta < 0, steps < 0, and numbers beyond MOST_BITS bits."""
    if eta < 0 or steps < 0:
        raise BadDescent(f"exact descent needs eta >= 0 and steps >= 0, got eta = {eta}, steps = {steps}")
    A = Rationals()
    found = [instance]
    with A.context():
        net, rate = Network.of(instance, A), A.number(eta)
        for _ in range(steps):
            bits = max(x.denominator.bit_length() for w in found[-1].layers for row in w for x in row)
            if bits * (2 * net.L - 1) > MOST_BITS:
                raise BadDescent(f"exact numbers have {bits} bits after {len(found) - 1} steps; take fewer steps")
            net = step(net, rate)
            layers = {f"W{k}": _exact(A, net.W[k]) for k in net.layers}
            found.append(found[-1].with_matrices(**layers))
    return found


def is_minimizer(net: Any) -> bool:
    """R(W) = R_min in exact arithmetic."""
    return bool(net.excess == 0)


def exact_by_differences(instance: Instance, layer: int) -> Matrix:
    """dR/dW_layer from values of the risk alone: (R(w + 1) - R(w - 1)) / 2 in each entry w."""
    A = Rationals()
    name = f"W{layer}"

    def risk(i: int, j: int, change: int) -> Fraction:
        rows = [list(row) for row in instance.matrices[name]]
        rows[i][j] += change
        with A.context():
            value = to_fraction(Network.of(instance.with_matrices(**{name: matrix(rows)}), A).risk)
        assert value is not None
        return value

    w = instance.matrices[name]
    return matrix([(risk(i, j, 1) - risk(i, j, -1)) / 2 for j in range(len(w[0]))] for i in range(len(w)))


def _exact(A: Rationals, m: Any) -> Matrix:
    rows, columns = A.shape(m)
    entries = [[to_fraction(A.entry(m, i, j)) for j in range(columns)] for i in range(rows)]
    return matrix(entries)

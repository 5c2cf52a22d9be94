"""The two sides of minimum_exact.v and rank_one_minimizer.v, evaluated on a rational network with numerics.

The Rocq statements speak of an upper bound l of a form in x; here l is computed, once from the form as it is written in
Rocq, once from the claim's formula, and once as half the sharpness of the witness of the proof, from its full Hessian.
"""

from __future__ import annotations

from fractions import Fraction as Q
from typing import Any

import pytest

from numerics.arithmetic import Balls
from numerics.instance import Instance, network_instance
from numerics.subjects.minimizer import Minimizer

WS, RHO, P, PN = (Q(3, 10), Q(2, 5)), Q(1, 2), (Q(12, 5), Q(16, 5)), Q(4)
L, V = 3, Q(2)  # v^L rho = |p|
DATA = [[Q(2), Q(1)], [Q(0), Q(1)], [Q(1), Q(-1)]]


def witness(om: Q) -> Instance:
    """W_0 = a_1 ws^T / (om^(L-1) |p|), W_k = om a_(k+1) a_k^T, a_L = p/|p|: the network of rank_one_minimizer.v."""
    a1, a2, a3 = (Q(1), Q(0), Q(0)), (Q(1), Q(0)), tuple(x / PN for x in P)
    first = [[a * w / (om ** (L - 1) * PN) for w in WS] for a in a1]
    second = [[om * s * t for t in a1] for s in a2]
    third = [[om * s * t for t in a2] for s in a3]
    y = [sum((x * w for x, w in zip(row, WS)), Q(0)) for row in DATA]
    return network_instance(DATA, y, [first, second, third], list(P))


def form(m: Any, tau: Q, kappa: Q) -> Any:
    """The least l with tau |Sigma x|^2 + kappa <ws, Sigma x>^2 <= l x^T Sigma x for all x."""
    A = m.A
    outer = A.multiply(m.pi_star, A.transpose(m.pi_star))
    core = A.plus(A.scale(A.number(tau), A.eye(m.d)), A.scale(A.number(kappa), outer))
    return A.largest_eigenvalue(A.scale(1 / A.number(m.n), A.product(m.X, core, A.transpose(m.X))))


@pytest.mark.parametrize("om", [Q(3, 4), Q(1, 2), Q(2)])  # om = 1/v: the balanced witness
def test_statement_claim_and_witness_agree(om: Q) -> None:
    assert V**L * RHO == PN and sum(x * x for x in P) == PN**2 and sum(x * x for x in WS) == RHO**2
    m = Minimizer.of(witness(om), Balls())
    near = m.A.number(Q(1, 10**9))  # the enclosures are about 1e-11 wide
    half = form(m, om ** (2 * (L - 1)) * PN**2, (L - 1) / om**2)  # minimum_exact with s = om^2
    theta = om**2 * V**2
    assert m.A.certain(m.A.absolute(2 * half - m.sharpness), "<", near) is True
    assert m.A.certain(m.A.absolute(2 * half - m.S_at(m.A.number(theta ** (L - 1)))), "<", near) is True
    assert m.A.certain(m.S_min, "<=", 2 * half + near) is True


def test_another_weight_gives_another_value() -> None:
    om = Q(3, 4)
    m = Minimizer.of(witness(om), Balls())
    wrong = form(m, om ** (2 * (L - 1)) * PN**2, L / om**2)  # L in place of L - 1
    assert m.A.certain(2 * wrong, ">", m.sharpness) is True

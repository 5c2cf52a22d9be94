"""Twin of theorems/symbolic/depth.py."""

import sympy

from theorems.symbolic import depth
from theorems.symbolic.rational import RationalProof


def test_growth() -> None:
    d = depth.growth()
    assert (d.outcome, d.complete) == ("proved", False), d.detail
    assert d.identities == sum(k * (k + 1) // 2 + 1 for k in range(1, depth.DEEPEST + 1)) + 2


def test_a_rate_without_the_logarithm_is_refuted() -> None:
    L, r = sympy.symbols("L r", positive=True)
    proof = RationalProof("planted")
    proof.equals("planted", sympy.diff(sympy.log(L) + (2 - 2 / L) * r, L), 1 / L)
    assert proof.done().outcome == "failed"

r"""Residual parametrisation changes nothing.

Statement (slides, "Linear residual networks"): gradient flow on V from V(0) is gradient flow on W = I + V from I +
V(0). True, for gradient descent as well: the map is a translation.

Checked with derivatives of the risk as a function of V taken from its definition (exact central differences, since the
risk has degree at most 2 in every entry) against the formula of the gradient in W. Not covered: other skip connections.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, equal, nonzero

claim = Claim(
    "residual/translation",
    "Residual networks are linear networks started near the identity",
    subject="residual network",
    source=Source("slides", "Linear residual networks"),
)


class Scaled:
    r"W = I + V/L \text{ has the same flow}"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.velocity_defect(1 / m.A.number(m.L)), 0, "velocity with W = I + V/L")


class Doubled:
    r"W = 2I + 2V \text{ has the same flow}"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.velocity_defect(m.A.number(2)), 0, "velocity with W = 2I + 2V")


class HessianChanges:
    r"\text{the Hessian in } V \text{ differs from the Hessian in } W"

    def then(m: Any) -> Iterator[Relation]:
        yield nonzero(m.hessian_defect, "Hessians differ")


@claim.printed(r"\tfrac{d}{dt}(I+V_k) = -\partial_{W_k}R(I+V) \iff \tfrac{d}{dt}V_k = -\partial_{V_k}R(I+V)")
class Printed:
    symbolic = ("residual-translation",)
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.velocity_defect(m.A.number(1)), 0, "velocity with W = I + V")
        yield equal(m.hessian_defect, 0, "Hessian in V and in W")

    false_variants = {"W = I + V/L": Scaled, "W = 2I + 2V": Doubled, "Hessian changes": HessianChanges}

r"""The exact minimal sharpness.

Statement (not in the documents). p != 0, pi* != 0, L >= 2, any widths, u = pi*/rho:

    S_min = 2 rho^(2-2/L) |p|^(2/L) min over tau > 0 of
            lambda_max( tau Sigma + (L-1) tau^(-1/(L-1)) Sigma^(1/2) u u^T Sigma^(1/2) ),

attained, and independent of the hidden widths; L = 1: S = 2 Lambda |p|^2 at every W.

How it is checked, without the formula checking itself. Lower half: S(W) of arbitrary minimizers, from the full Hessian,
against the enclosed minimum; the search minimises S(W) over the minimizers and knows nothing of tau. Upper half: the
full
Hessian of one explicit rational minimizer is at most 1 + 2^(-16) times the enclosed minimum.

What is not covered: p = 0; attainment is shown up to the factor 1 + 2^(-16), since the optimal weights are irrational.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, less, nonzero, positive

claim = Claim(
    "sharpness/minimum-exact",
    "The exact minimal sharpness",
    subject="minimizer",
    source=Source("", "goes beyond the documents"),
    rests_on=("sharpness/lower-bound-by-layers",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")
        yield equal(m.excess, 0, "W is a minimizer")


class AlwaysAtOne(Setting):
    r"L\ge2 \Rightarrow S_{\min} \text{ is the value at } \tau = 1"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "L >= 2")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.S_min, m.S_at(m.A.number(1)), "the minimum is at tau = 1")


class BalancedIsFlattest(Setting):
    r"W \text{ balanced minimizer} \Rightarrow S(W) = S_{\min}"

    subject = "balanced minimizer"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "L >= 2")
        yield from Setting.given(m)
        yield equal(m.imbalance_squared, 0, "W is balanced")

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.sharpness, m.S_min, "S(W) <= S_min")


class WrongDepth(Setting):
    r"S_{\min} \text{ with } \tau^{-1/L} \text{ in place of } \tau^{-1/(L-1)}"

    subject = "rescaled minimizer"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.L, 2, "L >= 2")
        yield positive(m.numbers["C"], "tau = C > 0")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        wrong = m.S_at(m.numbers["C"], Fraction(-1, m.L))
        yield at_most(m.S_min, wrong, "S_min <= the wrong value at tau = C")


class WiderIsFlatter(Setting):
    r"S_{\min} \text{ decreases with larger hidden widths}"

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(max(m.widths[1:-1], default=1), 2, "some hidden width is at least 2")
        yield from Setting.given(m)

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield less(m.flat.sharpness, m.narrow_flat.sharpness, "flatter than with hidden widths 1")


@claim.sharper(
    r"S_{\min} = 2\rho^{2-2/L}\|p\|^{2/L}\min_{\tau>0}\lambda_{\max}\Big(\tau\Sigma + (L-1)\tau^{-\frac{1}{L-1}}"
    r"\Sigma^{1/2}\hat\pi\hat\pi^\top\Sigma^{1/2}\Big)\quad (L\ge2),\qquad S \equiv 2\Lambda\|p\|^2\quad (L=1)"
)
class Sharper(Setting):
    def then(m: Any) -> Iterator[Relation]:
        if m.L == 1:
            yield equal(m.sharpness, m.S_min, "S = 2 Lambda |p|^2")
            return
        yield at_least(m.sharpness, m.S_min, "no minimizer is flatter")
        if m.A.rigorous:  # an explicit rational minimizer exists in exact arithmetic only
            yield equal(m.flat.excess, 0, "the exhibited weights are a minimizer")
            yield at_most(65536 * m.flat.sharpness, 65537 * m.S_min, "the exhibited minimizer is as flat, up to 2^-16")

    @staticmethod
    def scalar() -> Instance:
        return network_instance([[3]], [24], [[[2]], [[2]], [[2]]])

    extremal = {"d = 1, all |W_k| equal": scalar}
    false_variants = {
        "always at tau = 1": AlwaysAtOne,
        "the balanced ones are flattest": BalancedIsFlattest,
        "L in place of L - 1 in the exponent": WrongDepth,
        "wider is flatter": WiderIsFlatter,
    }

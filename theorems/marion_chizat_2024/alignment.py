r"""Alignment of neighbouring layers in the limit.

Statement (short slides and slides, Corollary): <v_{k+1}, u_k>^2 >= 1 - eps / (2 rho)^(2/L) for the limit, 1 <= k <= L
- 1. The denominator looks like a misprint for (rho/2)^(2/L), but the statement is true as printed, without any
smallness.

Sharper, static: for every W with one output, pi(W) != 0 and every start with the same imbalances,
1 - <v_{k+1}, u_k>^2 <= eps / (4^(1/L) |pi|^(2/L)).

What is not covered: more than one output, where it is false.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater, nonzero
from theorems.marion_chizat_2024._small_scale import is_limit, printed_smallness

claim = Claim(
    "small-scale/alignment",
    "Alignment of the limit",
    subject="flow limit",
    source=Source("slides", "Corollary (alignment); also short slides, abstract"),
    rests_on=("small-scale/lemma-alignment", "small-scale/lemma-equal-norms"),
)


@claim.printed(r"\langle v_{k+1}^{SI}, u_k^{SI}\rangle^2 \ge 1 - \varepsilon/(2\rho)^{2/L}")
class Printed:
    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield from is_limit(f)
        yield from printed_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        for k in range(1, f.L):
            yield at_most((1 - g.alignment(k)) * f.A.root(4 * f.rho_squared, f.L), f.epsilon, f"layer {k}")


class Static:
    subject = "pair"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "two layers")
        yield equal(f.imbalance_change, 0, "D_k as at the start")
        yield nonzero(f.pi_squared, "pi(W) is not 0")


class HalfEpsilon(Static):
    r"L = 2:\ 1 - \langle v_2,u_1\rangle^2 \le 0.5\,\varepsilon/(2\|\pi\|)"

    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.L, 2, "L = 2")
        yield from Static.given(f)

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(2 * (1 - f.alignment(1)) * f.A.root(4 * f.pi_squared, 2), f.epsilon, "0.5 eps")


class FourRho(HalfEpsilon):
    r"L = 2:\ 1 - \langle v_2,u_1\rangle^2 \le \varepsilon/(4\|\pi\|)"

    def then(f: Any) -> Iterator[Relation]:
        yield at_most((1 - f.alignment(1)) * f.A.root(16 * f.pi_squared, 2), f.epsilon, "(4 |pi|)^(2/L)")


class WithoutSquare(Static):
    r"\langle v_{k+1},u_k\rangle \ge 1 - \varepsilon/(2\|\pi\|)^{2/L} \text{ for every choice of sign}"

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            scale = f.A.root(4 * f.pi_squared, f.L)
            inner = -f.A.root(f.A.absolute(f.alignment(k)), 2)
            yield at_least(inner * scale, scale - f.epsilon, f"layer {k}")


class SeveralOutputs:
    r"d_L > 1:\ 1 - \langle v_{k+1},u_k\rangle^2 \le \varepsilon/(4^{1/L}(\|\pi\|/\|p\|)^{2/L})"

    subject = "moved pair with several outputs"

    def given(f: Any) -> Iterator[Relation]:
        yield greater(f.widths[-1], 1, "several outputs")
        yield from Static.given(f)

    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            scale = f.A.root(4 * f.pi_squared / f.p_squared, f.L)
            yield at_most((1 - f.alignment(k)) * scale, f.epsilon, f"layer {k}")


@claim.sharper(r"\pi(W)\ne0 \Rightarrow 1 - \langle v_{k+1},u_k\rangle^2 \le \varepsilon/(4^{1/L}\|\pi\|^{2/L})")
class Sharper(Static):
    def then(f: Any) -> Iterator[Relation]:
        for k in range(1, f.L):
            yield at_most((1 - f.alignment(k)) * f.A.root(4 * f.pi_squared, f.L), f.epsilon, f"layer {k}")

    false_variants = {
        "0.5 eps for L = 2": HalfEpsilon,
        "4 rho for 2 rho": FourRho,
        "inner product without square": WithoutSquare,
        "several outputs": SeveralOutputs,
    }

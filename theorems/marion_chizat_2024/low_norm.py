r"""Size of the layers in the limit (low norm).

Statement (short slides and slides, Corollary): under 32 L sqrt(eps) <= 1, full rank and (SA), (rho/2)^(1/L) <=
sigma_k <= (2 rho)^(1/L) for every layer of the limit. False as printed: W -> c W, y -> c^L y changes eps by c^2 and
nothing else.

Repaired: eps <= (4^(1/L) - 1) rho^(2/L) in place of 32 L sqrt(eps) <= 1. Sharper: Delta <= c_L rho^(2/L) suffices,
c_L = 4^(1/(L(L-1))) - 4^(-1/L), and cannot be enlarged; and without any smallness
|sigma_k^2 - rho^(2/L)| <= Delta, from below even (1 - 1/L) Delta.

What is not covered: singular Sigma (there |pi(inf)| takes the place of rho).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal
from theorems.marion_chizat_2024._small_scale import is_limit, printed_smallness, relative_smallness

claim = Claim(
    "small-scale/low-norm",
    "Size of the limit layers",
    subject="flow limit",
    source=Source("slides", "Corollary (low-norm); also short slides"),
    rests_on=("small-scale/gains", "small-scale/convergence"),
)


def low_norm(f: Any) -> Iterator[Relation]:
    """(rho/2)^(1/L) <= sigma_k <= (2 rho)^(1/L), in 2L-th powers."""
    g = f.limit
    for k in f.layers:
        power = f.A.largest(g.sigma_squared(k)) ** f.L
        yield at_most(power, 4 * f.rho_squared, f"layer {k}: sigma <= (2 rho)^(1/L)")
        yield at_least(4 * power, f.rho_squared, f"layer {k}: sigma >= (rho/2)^(1/L)")


def c(f: Any) -> Any:
    """c_L for L >= 2."""
    four, L = f.A.number(4), f.L
    return f.A.root(four, L * (L - 1)) - 1 / f.A.root(four, L)


@claim.printed(r"32L\sqrt\varepsilon\le1 \Rightarrow (\rho/2)^{1/L} \le \sigma_k^{SI} \le (2\rho)^{1/L}")
class Printed:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from printed_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)


class PrintedCondition(Printed):
    r"32L\sqrt\varepsilon\le1 \text{ in place of the condition relative to } \rho"

    subject = "algebraic limit"


class TwoLayers76:
    r"L = 2,\ \varepsilon \le 7.6\,\rho \Rightarrow \text{low norm}"

    subject = "algebraic limit"

    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.L, 2, "L = 2")
        yield at_most(25 * f.epsilon**2, 1444 * f.rho_squared, "eps <= 7.6 rho")
        yield from is_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)


class ThreeLayers32:
    r"L = 3,\ \varepsilon \le 3.2\,\rho^{2/3} \Rightarrow \text{low norm}"

    subject = "limit from rest"

    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.L, 3, "L = 3")
        yield at_most(125 * f.epsilon**3, 4096 * f.rho_squared, "eps <= 3.2 rho^(2/3)")
        yield from is_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)


class DoubleExponent:
    r"(\rho/2)^{2/L} \le \sigma_k^{SI} \le (2\rho)^{2/L}"

    subject = "algebraic limit"

    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from relative_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        for k in f.layers:
            power = f.A.largest(g.sigma_squared(k)) ** f.L
            yield at_most(power, 16 * f.rho_squared**2, f"layer {k}: above")
            yield at_least(16 * power, f.rho_squared**2, f"layer {k}: below")


class FivePercent:
    r"L = 2:\ (\rho/1.05)^{1/2} \le \sigma_k^{SI} \le (1.05\rho)^{1/2}"

    subject = "algebraic limit"

    def given(f: Any) -> Iterator[Relation]:
        yield equal(f.L, 2, "L = 2")
        yield from is_limit(f)
        yield from relative_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        for k in f.layers:
            power = f.A.largest(g.sigma_squared(k)) ** 2
            yield at_most(400 * power, 441 * f.rho_squared, f"layer {k}: above")
            yield at_least(441 * power, 400 * f.rho_squared, f"layer {k}: below")


@claim.repaired(r"\varepsilon \le (4^{1/L}-1)\rho^{2/L} \Rightarrow (\rho/2)^{1/L} \le \sigma_k^{SI} \le (2\rho)^{1/L}")
class Repaired:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from relative_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)

    false_variants = {
        "printed condition, rho arbitrary": PrintedCondition,
        "L = 2, eps <= 7.6 rho": TwoLayers76,
        "L = 3, eps <= 3.2 rho^(2/3)": ThreeLayers32,
        "exponent 2/L": DoubleExponent,
        "1.05 for 2": FivePercent,
    }


class Enlarged:
    r"\Delta \le 1.02\,c_L\rho^{2/L} \Rightarrow \text{low norm}"

    subject = "algebraic limit"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "L >= 2")
        yield at_most(50 * f.Delta, 51 * c(f) * f.rho_power(Fraction(2, f.L)), "Delta <= 1.02 c_L rho^(2/L)")
        yield from is_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)


@claim.sharper(
    r"\Delta \le c_L\rho^{2/L} \Rightarrow \text{low norm},\ c_L = 4^{1/(L(L-1))} - 4^{-1/L};\quad "
    r"\rho^{2/L} - (1-\tfrac1L)\Delta \le \sigma_k^2 \le \rho^{2/L} + \Delta"
)
class Sharper:
    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 2, "L >= 2")
        yield at_most(f.Delta, c(f) * f.rho_power(Fraction(2, f.L)), "Delta <= c_L rho^(2/L)")
        yield from is_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        yield from low_norm(f)
        g, power = f.limit, f.rho_power(Fraction(2, f.L))
        for k in f.layers:
            sigma = f.A.largest(g.sigma_squared(k))
            yield at_most(sigma, power + f.Delta, f"layer {k}: bracket above")
            yield at_least(sigma + f.A.number(Fraction(f.L - 1, f.L)) * f.Delta, power, f"layer {k}: bracket below")

    false_variants = {"2 % more imbalance": Enlarged}

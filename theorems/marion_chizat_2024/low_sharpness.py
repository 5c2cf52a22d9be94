r"""Sharpness of the limit against the least sharpness.

Statement (short slides and slides, Corollary; abstract): under 32 L sqrt(eps) <= 1, full rank and (SA),
1 <= S(W)/S_min <= 4 Lambda/lambda for the limit W. The right inequality is false as printed, by scaling as in low-norm.

Repaired: with eps <= (4^(1/L) - 1) rho^(2/L), S/S_min <= 4^(1-1/L) Lambda/a <= 4 Lambda/lambda, a = pi*^T Sigma
pi*/rho^2.
Sharper, static, every minimizer with one output and p = 1, no smallness:
    S/S_min <= (Lambda/a) (1 + Delta/rho^(2/L))^(L-1),
    S/S_min <= (1 + Delta/rho^(2/L))^(L-1) [1 + (Lambda/a - 1)/L + (1 - 1/L)(Lambda/a) nu/(rho^(2/L) + Delta)],
    nu = |W_1|_F^2 - r_1^(-2),  r_1^(-2) = rho^2/|b_1|^2.
S is the largest eigenvalue of the full Hessian of the raw risk, S_min the enclosed minimum of sharpness/minimum-exact.

What is not covered: singular Sigma.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, network_instance
from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero, positive
from theorems.marion_chizat_2024._small_scale import is_limit, printed_smallness, relative_smallness

claim = Claim(
    "small-scale/low-sharpness",
    "Sharpness of the limit",
    subject="flow limit",
    source=Source("slides", "Corollary (low-sharpness); also short slides, abstract"),
    rests_on=("small-scale/gains", "sharpness/minimum-two-sided", "small-scale/convergence"),
)


@claim.printed(r"32L\sqrt\varepsilon\le1 \Rightarrow 1 \le S(W^{SI})/S_{\min} \le 4\Lambda/\lambda")
class Printed:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from printed_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        S = f.A.largest(f.limit.sharpness)
        bound = 4 * f.A.largest(f.Lambda) * f.S_min
        yield at_most(f.A.largest(f.lambda_min) * S, bound, "S <= 4 (Lambda/lambda) S_min")


class PrintedCondition(Printed):
    r"32L\sqrt\varepsilon\le1 \text{ in place of the condition relative to } \rho"

    subject = "algebraic limit"


@claim.repaired(
    r"\varepsilon \le (4^{1/L}-1)\rho^{2/L} \Rightarrow S(W^{SI})/S_{\min} \le 4^{1-1/L}\Lambda/a \le 4\Lambda/\lambda"
)
class Repaired:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from relative_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        S, Lam = f.A.largest(f.limit.sharpness), f.A.largest(f.Lambda)
        constant = 4 / f.A.root(f.A.number(4), f.L)
        yield at_most(f.a * S, constant * Lam * f.S_min, "S <= 4^(1-1/L) (Lambda/a) S_min")
        yield at_most(f.A.largest(f.lambda_min) * S, 4 * Lam * f.S_min, "S <= 4 (Lambda/lambda) S_min")

    false_variants = {"printed condition, rho arbitrary": PrintedCondition}


class Static:
    subject = "pair at a minimizer"

    def given(f: Any) -> Iterator[Relation]:
        yield positive(f.lambda_min, "Sigma has full rank")
        yield nonzero(f.rho_squared, "pi* is not 0")
        yield equal(f.excess, 0, "W is a minimizer")


def condition(f: Any) -> Any:
    """Lambda / a."""
    return f.A.largest(f.Lambda) / f.a


def relative(f: Any) -> Any:
    """1 + Delta / rho^(2/L)."""
    return 1 + f.Delta / f.rho_power(Fraction(2, f.L))


class WithoutSmallness(Static):
    r"S/S_{\min} \le 1 + (\Lambda/a-1)/L"

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(f.L * f.A.largest(f.sharpness), (f.L - 1 + condition(f)) * f.S_min, "no term in eps")


class WithoutCondition(Static):
    r"S/S_{\min} \le (1+\Delta/\rho^{2/L})^{L-1}"

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(f.A.largest(f.sharpness), relative(f) ** (f.L - 1) * f.S_min, "Lambda/a replaced by 1")


class FirstPower(Static):
    r"L\ge3:\ S/S_{\min} \le (\Lambda/a)(1+\Delta/\rho^{2/L})"

    subject = "deeper pair at a minimizer"

    def given(f: Any) -> Iterator[Relation]:
        yield at_least(f.L, 3, "L >= 3")
        yield from Static.given(f)

    def then(f: Any) -> Iterator[Relation]:
        yield at_most(f.A.largest(f.sharpness), condition(f) * relative(f) * f.S_min, "exponent 1")


def balanced() -> Instance:
    """Sigma = I, D = 0, rank one: ratio exactly 1 and both bounds 1."""
    return network_instance([[1]], [8], [[[2]], [[2]], [[2]]])


@claim.sharper(
    r"\frac{S}{S_{\min}} \le \Big(1+\frac{\Delta}{\rho^{2/L}}\Big)^{L-1}\min\Big\{\frac\Lambda a,\ "
    r"1+\frac{\Lambda/a-1}{L}+\frac{L-1}{L}\frac{\Lambda}{a}\frac{\nu}{\rho^{2/L}+\Delta}\Big\}"
)
class Sharper(Static):
    def then(f: Any) -> Iterator[Relation]:
        S, growth, ratio = f.A.largest(f.sharpness), relative(f) ** (f.L - 1), condition(f)
        yield at_most(S, growth * ratio * f.S_min, "Lambda/a")
        nu = f.frobenius_squared(1) - f.rho_squared / f.suffix_squared(1)
        size = f.rho_power(Fraction(2, f.L)) + f.Delta
        bracket = f.L - 1 + ratio + (f.L - 1) * ratio * nu / size
        yield at_most(f.L * S, growth * bracket * f.S_min, "with nu")

    extremal = {"balanced, Sigma = I": balanced}
    false_variants = {
        "no term in eps": WithoutSmallness,
        "Lambda/a replaced by 1": WithoutCondition,
        "exponent 1": FirstPower,
    }

r"""The premise `E(0) <= C_4, |b_1(0)| >= gamma` for data fixed before the weights, as a trial.

Data: Sigma = I, p = pi* = e_1; the number u of a regime is C_4. pi(0) = W_1^T .. W_L^T e_1 is formed in balls, and
again in intervals of fractions for the confirmation.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from numerics.products.second import passed
from numerics.products.vectors import enough_bits, forward
from theorems.probability.products import claimed_bound, draw, setting
from theorems.probability.trial import Regime as Plain
from theorems.probability.trial import Trial, numbers


def start(regime: Plain, sample: Sequence[Any]) -> tuple[Any, Any]:
    """(|pi(0) - e_1|^2, |b_1|^2) in balls for p = e_1: W_k^T acts from the last layer to the first."""
    s = setting(regime)
    back = [n.T for n in reversed(sample)]
    bits = enough_bits(back, s.c_float)
    vectors = forward(back, s.c(bits + 32), _first(s.d), bits)
    b1, pi = vectors[-2], vectors[-1]
    away = sum(((pi[i, 0] - int(i == 0)) ** 2 for i in range(s.d)), arb(0))
    return away, sum((x * x for x in b1.entries()), arb(0))


def premise(
    *, gamma_squared: Fraction, occurs: bool, log_bound: Callable[[Any], Any], regimes: Callable[[Any, int], Any]
) -> Trial:
    """Failure: the premise holds (occurs) or does not hold (not occurs) for the fixed data."""

    def happens(regime: Plain, sample: Sequence[Any]) -> bool | None:
        away, b1 = start(regime, sample)
        level = _ball(numbers(regime)["u"])
        near = True if away <= level else False if away > level else None
        large = True if b1 >= _ball(gamma_squared) else False if b1 < _ball(gamma_squared) else None
        if near is False or large is False:
            return not occurs
        return occurs if near and large else None

    def confirms(regime: Plain, _: Mapping[str, Any], sample: Sequence[Any]) -> bool:
        """The same in intervals of fractions."""
        s, level = setting(regime), numbers(regime)["u"]
        vectors = passed([n.T for n in reversed(sample)], s, _first(s.d))
        pi, b1 = vectors[-1], vectors[-2]
        away = (pi[0] - 1) ** 2
        for x in pi[1:]:
            away = away + x**2
        size = b1[0] ** 2
        for x in b1[1:]:
            size = size + x**2
        inside = away.high <= level and size.low >= gamma_squared
        outside = away.low > level or size.high < gamma_squared
        return bool(inside if occurs else outside)

    return Trial(
        about="the premise holds for fixed data" if occurs else "the premise fails for fixed data",
        regimes=regimes,
        claimed=claimed_bound(log_bound),
        sample=draw,
        fails=happens,
        evidence=lambda _regime, _sample: {},
        confirms=confirms,
    )


def _ball(x: Fraction) -> Any:
    return arb(fmpq(x.numerator, x.denominator))


def _first(d: int) -> list[Fraction]:
    return [Fraction(int(i == 0)) for i in range(d)]

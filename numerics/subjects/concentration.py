r"""A regime of the concentration lemma: width d, depth L, scale s, deviation u. Scalars only; no matrices.

Probabilities are compared through their logarithms, so that neither side underflows. Notation of the claims:
    c^2 = s^2/(L d),  t = u/(L+u),  v = 2 s^2 + u,  chi = L/(4 s^2)
    log_p0, log_p1, log_p2     the three failure probabilities of the repaired lower bound
    log_rate = -d u^2/(32 s^2)

`failure_at_least` is an analytic lower bound of the probability that some partial product has a singular value below
eps: with e_1 the first unit vector, |G_1 e_1|^2 = c^2 times a noncentral chi^2_d variable with noncentrality 1/c^2,
which is a Poisson(1/(2 c^2)) mixture of chi^2_(d+2j); its first term alone gives, with x = eps^2/(2 c^2),
    P(sigma_min(G_1) < eps) >= exp(-1/(2c^2)) P(Gamma(d/2) <= x) >= exp(-1/(2c^2) - x) x^(d/2) / Gamma(d/2 + 1),
since int_0^x r^(a-1) e^-r dr >= e^-x x^a / a. For odd d, Gamma(d/2 + 1) = d!! 2^(-(d+1)/2) sqrt(pi) with pi <= 22/7.

What is not covered: probabilities themselves; those are for the statistical route.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from math import factorial, prod
from typing import Any

from numerics.arithmetic.base import Arithmetic
from numerics.instance import BadInstance, Instance
from numerics.transcendental import exponential, logarithm


class Regime:
    """numbers: d, L (integers), s > 0, u > 0, and z, h (free scalars of single steps) in the arithmetic."""

    def __init__(self, arithmetic: Arithmetic, matrices: Any, numbers: Any) -> None:
        self.A = arithmetic
        self.d, self.L = int(numbers["d"]), int(numbers["L"])
        if self.d < 1 or self.L < 1:
            raise BadInstance(f"a regime needs d >= 1 and L >= 1, got d={self.d} L={self.L}")
        self.s, self.u = numbers["s"], numbers["u"]
        self.z, self.h = numbers.get("z"), numbers.get("h")

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """Raises BadInstance unless d and L are positive integers and s, u are there."""
        values: dict[str, Any] = dict(instance.numbers)
        if not {"d", "L", "s", "u"} <= set(values):
            raise BadInstance("a regime needs the numbers d, L, s, u")
        for name in ("d", "L"):
            if values[name].denominator != 1:
                raise BadInstance(f"{name} = {values[name]} has to be an integer")
        exact = {k: v if k in ("d", "L") else arithmetic.number(v) for k, v in values.items()}
        return cls(arithmetic, {}, exact)

    def with_deviation(self, u: Any) -> Regime:
        """The same width, depth and scale with another u."""
        return Regime(self.A, {}, {"d": self.d, "L": self.L, "s": self.s, "u": u})

    def exp(self, x: Any) -> Any:
        return exponential(self.A, x)

    def log(self, x: Any) -> Any:
        return logarithm(self.A, x)

    def constant(self, n: int) -> Any:
        """log n."""
        return self.log(self.A.number(n))

    @cached_property
    def s2(self) -> Any:
        return self.s * self.s

    @cached_property
    def c2(self) -> Any:
        return self.s2 / (self.L * self.d)

    @cached_property
    def t(self) -> Any:
        return self.u / (self.L + self.u)

    @cached_property
    def v(self) -> Any:
        return 2 * self.s2 + self.u

    @cached_property
    def chi(self) -> Any:
        return self.L / (4 * self.s2)

    @cached_property
    def log_rate(self) -> Any:
        """-d u^2 / (32 s^2)."""
        return -self.d * self.u**2 / (32 * self.s2)

    @cached_property
    def log_p0(self) -> Any:
        """log of 5^d exp(-(d u^2 / (2 s^2)) L/(L+u))."""
        return self.d * self.constant(5) - self.d * self.u**2 * self.L / (2 * self.s2 * (self.L + self.u))

    @cached_property
    def _net(self) -> Any:
        """log 17 + v + s^2/2 + u, the logarithm of the size of the net per dimension."""
        return self.constant(17) + self.v + self.s2 / 2 + self.u

    @cached_property
    def log_p1(self) -> Any:
        main = 5 * self.v**2 * self.L / (2 * self.s2 * (5 * self.L + 48 * self.v))  # v^2/(2s^2) * L/(L + 9.6 v)
        return -self.d * (main - self._net) + 24 * self.v / 5

    @cached_property
    def log_p2(self) -> Any:
        tail = (self.chi - 1 - self.log(self.chi)) / 2
        return self.constant(self.L) - self.d * (tail - self._net)

    def failure_at_least(self, log_eps: Any) -> Any:
        """A lower bound of log P(sigma_min(G_1) < eps); see the module docstring."""
        half = 1 / (2 * self.c2)
        log_x = 2 * log_eps + self.log(half)
        return -half - self.exp(log_x) + self.d * log_x / 2 - self._log_gamma

    @cached_property
    def _log_gamma(self) -> Any:
        """An upper bound of log Gamma(d/2 + 1)."""
        if self.d % 2 == 0:
            return self.constant(factorial(self.d // 2))
        double = prod(range(1, self.d + 1, 2))
        squared = Fraction(double * double * 22, 7 * 2 ** (self.d + 1))
        return self.log(self.A.number(squared)) / 2

    def log_sum(self, *logs: Any) -> Any:
        """log of the sum of exponentials."""
        total = self.exp(logs[0])
        for x in logs[1:]:
            total = total + self.exp(x)
        return self.log(total)

    @cached_property
    def log_chi_tail(self) -> Any:
        """log P(chi^2_d > d chi) for even d: e^-x sum_(j < d/2) x^j / j! with x = d chi / 2."""
        x, term = self.d * self.chi / 2, self.A.number(1)
        total = term
        for j in range(1, self.d // 2):
            term = term * x / j
            total = total + term
        return self.log(total) - x

    def log_small_ball(self, beta: Any) -> Any:
        """log P(chi^2_d <= beta d) for even d: P = 1 - e^-x sum_(j < d/2) x^j / j! with x = d beta / 2."""
        x, term = self.d * beta / 2, self.A.number(1)
        total = term
        for j in range(1, self.d // 2):
            term = term * x / j
            total = total + term
        return self.log(1 - self.exp(-x) * total)

    @cached_property
    def log_eps_printed(self) -> Any:
        """log of the printed lower bound e^(-2 s^2/d - u) / 4."""
        return -self.constant(4) - 2 * self.s2 / self.d - self.u

    @cached_property
    def log_eps_repaired(self) -> Any:
        """log of e^(-2 s^2 - u) / 4, the repaired lower bound with theta."""
        return -self.constant(4) - 2 * self.s2 - self.u

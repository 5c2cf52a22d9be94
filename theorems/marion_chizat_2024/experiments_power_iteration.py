r"""What 20 power iterations say about the sharpness.

Statement (review page, caption "Details of Figure 1"): the largest eigenvalue of the Hessian is computed by a power
iteration method, stopped after 20 iterations. Read as: the result is within 1 % of the largest eigenvalue, at every W.

That is false: the iteration follows the eigenvalue of largest modulus. Example of the structure: equal positive scalar
layers near 0 have the Hessian -2c t^(L-2) (J - I), whose eigenvalues are 1 and -(L-1) times 2c t^(L-2).

Repaired, from any start v (here the vector of ones): with q_t = |H^(t+1) v|^2 / |H^t v|^2, q_t is nondecreasing in t
and at most max |eigenvalue|^2; for H >= 0 it is therefore a lower bound of S^2, and the Rayleigh quotient is at most
S.

What is not covered: the random start (here it is fixed); the rate in the angle of the start.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, nonzero

claim = Claim(
    "experiments/power-iteration",
    "Power iteration as an estimate of the sharpness",
    subject="power start",
    source=Source("review-page", "caption, Details of Figure 1"),
)
ITERATIONS = 20


class Defined:
    def given(m: Any) -> Iterator[Relation]:
        yield nonzero(m.power_norm_squared(ITERATIONS), "the iteration is defined")


@claim.printed(r"\text{20 power iterations give the largest eigenvalue of the Hessian (within 1 \%)}")
class Printed(Defined):
    def then(m: Any) -> Iterator[Relation]:
        estimate = m.power_estimate_squared(ITERATIONS - 1)
        yield at_most(10000 * estimate, 10201 * m.sharpness**2, "not above by more than 1 %")
        yield at_least(10201 * estimate, 10000 * m.sharpness**2, "not below by more than 1 %")


class UpperBound(Defined):
    r"\text{the estimate is an upper bound of } S"

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.power_estimate_squared(ITERATIONS - 1), m.sharpness**2, "estimate >= S")


class LargestEverywhere(Defined):
    r"\text{the estimate is at most } S(W) \text{ at every } W"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.power_estimate_squared(ITERATIONS - 1), m.sharpness**2, "estimate <= S")


class OnePercentAtMinimizers(Defined):
    r"\text{at minimizers the error is at most 1 \% after 20 iterations}"

    def given(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "W is a minimizer")
        yield from Defined.given(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(10201 * m.power_estimate_squared(ITERATIONS - 1), 10000 * m.sharpness**2, "within 1 %")


@claim.repaired(
    r"q_t = \frac{\|H^{t+1}v\|^2}{\|H^tv\|^2} \text{ is nondecreasing and} \le \max_i\mu_i^2;\ H\succeq0: q_t \le S^2"
)
class Repaired(Defined):
    def then(m: Any) -> Iterator[Relation]:
        for t in range(4):
            yield at_least(m.power_estimate_squared(t + 1), m.power_estimate_squared(t), "nondecreasing")
        yield at_most(
            m.power_estimate_squared(ITERATIONS - 1), m.largest_modulus_squared, "at most the largest modulus"
        )
        if m.arrived(0):
            yield at_most(m.power_rayleigh(4), m.sharpness, "Rayleigh quotient at a minimizer")

    false_variants = {
        "an upper bound": UpperBound,
        "the largest eigenvalue everywhere": LargestEverywhere,
        "within 1 % at minimizers": OnePercentAtMinimizers,
    }

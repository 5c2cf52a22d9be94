r"""The phase transition time.

Statement (poster, "Continuous Case"): T_i = 1/sigma_i. True in units of delta when all delta_i = delta and sigma_i
comes from X^T Y / n. Repaired: in raw time the transition of component i is at delta_i / sigma_i; for delta_i = c_i
delta it is T_i = c_i / sigma_i in units of delta.

"The transition is at T" means, with explicit constants: w_i <= e^(-2 delta_i (1 - t/T)) before T, and sigma/lambda -
w_i <= (sigma/lambda)^2 e^(-2 delta_i (t/T - 1)) after T (for lambda w_i(0) <= sigma). Both tend to 0 as delta ->
infinity.
What is not covered: sigma_i = 0 (no transition).
"""

from collections.abc import Callable, Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_most
from theorems.gidel_2019._settings import active, aligned, poster, regular

claim = Claim(
    "two-layer/phase-time",
    "Phase transition time T = 1/sigma",
    subject="vanishing start",
    source=poster("Continuous Case, phase transition time"),
    rests_on=("two-layer/sequential",),
)


def setting(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield from regular(m)
    yield from active(m)
    for i in m.components:
        yield at_most(m.lam(i) * m.decay(m.c(i)), m.sigma(i), f"lambda_{i + 1} w(0) <= sigma_{i + 1}")


def transition(m: Any, T: Callable[[int], Any]) -> Iterator[Relation]:
    """The two bounds for transitions at T(i), at the time t of the instance and at twice its delta."""
    for i in m.components:
        c, gone = m.c(i), m.t / T(i)
        for late in (m, m.with_delta(2)):
            if m.A.certain(gone, "<=", 1):
                yield at_most(late.w(i), late.decay(c * (1 - gone)), f"w_{i + 1} up to its transition")
            elif m.A.certain(gone, ">", 1):
                bound = m.target(i) ** 2 * late.decay(c * (gone - 1))
                yield at_most(m.target(i) - late.w(i), bound, f"w_{i + 1} after its transition")


@claim.printed(r"T_i = 1/\sigma_i\quad(\delta_i = \delta)")
class Printed:
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form", "two-layer/phase-time")
    symbolic_complete = True
    note = "With sigma from X^T Y / n and equal delta_i; the poster leaves both open."

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        yield from transition(m, lambda i: 1 / m.sigma(i))


class Half(Printed):
    r"T_i = 1/(2\sigma_i)"

    def then(m: Any) -> Iterator[Relation]:
        yield from transition(m, lambda i: 1 / (2 * m.sigma(i)))


class UnequalStarts(Printed):
    r"T_i = 1/\sigma_i \text{ for unequal } \delta_i"

    subject = "unequal vanishing start"

    def then(m: Any) -> Iterator[Relation]:
        yield from transition(m, lambda i: 1 / m.sigma(i))


class WithLambda(Printed):
    r"T_i = \lambda_i/\sigma_i"

    def then(m: Any) -> Iterator[Relation]:
        yield from transition(m, lambda i: m.lam(i) / m.sigma(i))


@claim.repaired(
    r"\delta_i = c_i\delta:\quad T_i = c_i/\sigma_i\ \text{in units of } \delta\ (\text{raw time } \delta_i/\sigma_i)"
)
class Repaired(Printed):
    subject = "unequal vanishing start"
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form", "two-layer/phase-time")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        yield from transition(m, lambda i: m.c(i) / m.sigma(i))

    false_variants = {"1/(2 sigma)": Half, "1/sigma for unequal starts": UnequalStarts, "lambda/sigma": WithLambda}

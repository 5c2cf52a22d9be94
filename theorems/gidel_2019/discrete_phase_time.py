r"""The discrete phase transition time.

Statement (poster, "Discrete Case"): T_i = 1/(eta sigma_i), "similar as the continuous case". At fixed eta it is
false, right only as eta -> 0. Repaired: for eta sigma_1 <= 1/2 and w_0 = e^(-2 delta), w^(floor(delta t)) ->
sigma/lambda for t > T_i and -> 0 for t < T_i with T_i = 1/log(1 + eta sigma_i), and 1/(eta sigma_i) <= T_i <= 1/(eta
sigma_i) + 1/2. No eigen-gap is needed.

Sharper: with the printed T the phase statement holds on (1/(eta sigma_k) + 1/2, 1/(eta sigma_(k+1))), which is
nonempty iff eta < 2 (sigma_k - sigma_(k+1)) / (sigma_k sigma_(k+1)).

How it is checked: the limits are decided by t log(1 + eta sigma) against 1 in balls; that these are the limits by the
bounds w_k <= e^(-2 delta) (1+s)^(2k) and z_k <= sigma e^(2 delta) (1+s)^(-2k) on the iterate k = floor(delta t)
itself.
What is not covered: t = T_i. Which components are the reduced-rank solution: see two-layer/sequential.
"""

from collections.abc import Callable, Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_most, equal, positive
from theorems.gidel_2019._settings import active, aligned, poster, regular

claim = Claim(
    "two-layer/discrete-phase-time",
    "Discrete phase transition time",
    subject="late two-layer descent",
    source=poster("Discrete Case, phase transition time"),
    rests_on=("two-layer/discrete-sandwich",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield from aligned(m)
        yield from regular(m)
        yield from active(m)
        for i in m.components:
            yield at_most(2 * m.s(i), 1, f"eta sigma_{i + 1} <= 1/2")
            yield at_most(m.lam(i) * m.decay(1), m.sigma(i), f"lambda_{i + 1} w(0) <= sigma_{i + 1}")


def transition_at(m: Any, T: Callable[[Any], Any]) -> Iterator[Relation]:
    """The limit of w^(floor(delta t)) is sigma/lambda after T and 0 before. T: function of s = eta sigma."""
    for i in m.components:
        if m.A.certain(m.t, ">", T(m.s(i))):
            yield equal(m.descent_limit(i), m.sigma(i) / m.lam(i), f"limit of w_{i + 1} after T")
        elif m.A.certain(m.t, "<", T(m.s(i))):
            yield equal(m.descent_limit(i), 0, f"limit of w_{i + 1} before T")


@claim.printed(r"T_i = \frac1{\eta\sigma_i}")
class Printed(Setting):
    def then(m: Any) -> Iterator[Relation]:
        yield from transition_at(m, lambda s: 1 / s)


class HalfLogarithm(Setting):
    r"T_i = 1/(2\log(1+\eta\sigma_i))"

    def then(m: Any) -> Iterator[Relation]:
        yield from transition_at(m, lambda s: 1 / (2 * m.A.log(1 + s)))


class ContractionAtRest(Setting):
    r"T_i = -2/\log(1-2\eta\sigma_i)"

    def then(m: Any) -> Iterator[Relation]:
        yield from transition_at(m, lambda s: -2 / m.A.log(1 - 2 * s))


class Quarter(Setting):
    r"T_i \le \tfrac1{\eta\sigma_i} + \tfrac14"

    def then(m: Any) -> Iterator[Relation]:
        for i in m.components:
            yield at_most(4 * m.s(i), (4 + m.s(i)) * m.rate(i), f"T_{i + 1} <= 1/(eta sigma) + 1/4")


@claim.repaired(
    r"\eta\sigma_1\le\tfrac12,\ w_0=e^{-2\delta}:\quad T_i = \frac1{\log(1+\eta\sigma_i)},\quad "
    r"\frac1{\eta\sigma_i} \le T_i \le \frac1{\eta\sigma_i}+\frac12"
)
class Repaired(Setting):
    symbolic = ("two-layer/discrete-sandwich", "two-layer/discrete-phase-time")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        A, k = m.A, m.iterate
        for i in m.components:
            s, log = m.s(i), m.rate(i)
            yield at_most(log, s, f"1/(eta sigma_{i + 1}) <= T")
            yield at_most(2 * s, (2 + s) * log, f"T <= 1/(eta sigma_{i + 1}) + 1/2")
            power = (1 + s) ** (2 * k)
            if k >= 1:
                yield at_most(m.descended(i), m.decay(1) * power, f"w_{i + 1} at most e^(-2 delta) (1+s)^(2k)")
                after = m.sigma(i) / m.decay(1) / power
                yield at_most(m.z(i), after, f"z_{i + 1} at most sigma e^(2 delta) (1+s)^(-2k)")
            if A.certain(m.t * log, "<", 1):
                yield at_most(m.descended(i), m.decay(1 - m.t * log), f"w_{i + 1} before T tends to 0")
            elif A.certain(m.t * log, ">", 1):
                bound = m.sigma(i) * (1 + s) ** 2 * m.decay(m.t * log - 1)
                yield at_most(m.z(i), bound, f"w_{i + 1} after T tends to sigma/lambda")

    false_variants = {
        "1/(eta sigma) at fixed eta": Printed,
        "1/(2 log(1 + eta sigma))": HalfLogarithm,
        "-2/log(1 - 2 eta sigma)": ContractionAtRest,
        "T <= 1/(eta sigma) + 1/4": Quarter,
    }


@claim.sharper(
    r"\frac1{\eta\sigma_k}+\frac12 < t < \frac1{\eta\sigma_{k+1}} \Rightarrow w_i^{(\lfloor\delta t\rfloor)} \to "
    r"\tfrac{\sigma_i}{\lambda_i}\ (i\le k),\ 0\ (i>k);\quad \text{nonempty} \iff "
    r"\eta < \frac{2(\sigma_k-\sigma_{k+1})}{\sigma_k\sigma_{k+1}}"
)
class Sharper(Setting):
    symbolic = ("two-layer/discrete-sandwich", "two-layer/discrete-phase-time")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        A = m.A
        for i in m.components:
            s = m.s(i)
            if A.certain(m.t, ">", 1 / s + A.number(1) / 2):
                yield equal(
                    m.descent_limit(i), m.sigma(i) / m.lam(i), f"w_{i + 1} is learned after 1/(eta sigma) + 1/2"
                )
            if A.certain(m.t, "<", 1 / s):
                yield equal(m.descent_limit(i), 0, f"w_{i + 1} is not learned before 1/(eta sigma)")
        for i, j in zip(m.ordered, m.ordered[1:]):
            window = 1 / m.s(j) - 1 / m.s(i) - A.number(1) / 2
            gap = 2 * (m.sigma(i) - m.sigma(j)) - m.eta * m.sigma(i) * m.sigma(j)
            yield equal(window * 2 * m.eta * m.sigma(i) * m.sigma(j), gap, f"window {i + 1}: nonempty iff eta is below")
        yield positive(m.rate(0), "the transition time is finite")

r"""The trace norm of the linear autoencoder as a witness of the rank.

Statement (poster, "Continuous Case"): for X = Y the trace norm is a witness of the increasing rank of the solution.
True for two layers as delta -> infinity: |W(delta t)|_* = sum of the w_i -> k on phase k. Quantified: the distance to
k is at most the sum of e^(-2 delta |1 - sigma_i t|) over the components (here sigma = lambda, so sigma/lambda = 1).

Sharper: at finite delta the rank is full; for delta > 0 the spectral norm is at most 1 and the trace norm below
the rank. For X != Y the limit is the sum of sigma_i/lambda_i over i <= k, not a rank.

How it is checked: w_i(delta t) by the closed form in balls; U diag(w) U^T is positive definite, so its trace norm is
its trace.
What is not covered: which delta makes the steps visible in a plot.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_least, at_most, equal, less, positive
from theorems.gidel_2019._settings import active, aligned, poster, regular

claim = Claim(
    "two-layer/autoencoder-trace-norm",
    "Trace norm as a witness of rank",
    subject="vanishing autoencoder",
    source=poster("Continuous Case; Experiments, Linear auto-encoder"),
    rests_on=("two-layer/sequential",),
)


def setting(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield from regular(m)
    yield from active(m)
    yield less(m.decay(1), 1, "delta > 0")
    for i in m.components:
        yield at_most(m.lam(i) * m.decay(1), m.sigma(i), f"lambda_{i + 1} e^(-2 delta) <= sigma_{i + 1}")


def autoencoder(m: Any) -> Iterator[Relation]:
    yield equal(m.distance_squared(m.X, m.Y), 0, "X = Y")
    yield from setting(m)


def trace_norm(m: Any) -> Any:
    """The trace of U diag(w) V^T for U = V, in general the sum of the components (all positive)."""
    return sum((m.w(i) for i in m.components), m.A.number(0))


def slack(m: Any) -> Any:
    """The sum of the error bounds of two-layer/sequential over all components."""
    total = m.A.number(0)
    for i in m.components:
        gone = m.sigma(i) * m.t
        total = total + (m.target(i) ** 2 * m.decay(gone - 1) if i in m.learned else m.decay(1 - gone))
    return total


@claim.printed(
    r"X = Y:\quad \big|\,\|W(\delta t)\|_* - k\,\big| \le \sum_i e^{-2\delta|1-\sigma_it|} \to 0\ \text{on phase } k"
)
class Printed:
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form", "two-layer/phase-errors")
    symbolic_complete = True
    note = "The poster's sentence with an explicit error; decided at delta and at 4 delta."

    def given(m: Any) -> Iterator[Relation]:
        yield from autoencoder(m)

    def then(m: Any) -> Iterator[Relation]:
        for factor in (1, 4):
            late = m.with_delta(factor)
            yield at_most(
                m.A.absolute(trace_norm(late) - m.phase), slack(late), f"trace norm against k, {factor} delta"
            )


class EqualToRank(Printed):
    r"\|W(\delta t)\|_* = \operatorname{rank}W(\delta t) \text{ at finite } \delta"

    def then(m: Any) -> Iterator[Relation]:
        yield equal(trace_norm(m), len(m.components), "trace norm equals rank")


class AnyOutput:
    r"X \ne Y:\ \|W(\delta t)\|_* \to k"

    subject = "vanishing start"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.A.absolute(trace_norm(m) - m.phase), slack(m), "trace norm against k")


class SquaredFrobenius(Printed):
    r"\|W(\delta t)\|_F^2 \to 2k"

    def then(m: Any) -> Iterator[Relation]:
        square = sum((m.w(i) ** 2 for i in m.components), m.A.number(0))
        yield at_most(m.A.absolute(square - 2 * m.phase), 2 * slack(m), "squared Frobenius norm against 2k")


@claim.sharper(
    r"e^{-2\delta}<1:\ \|W\|_2 \le 1,\ \|W\|_* < \operatorname{rank}W = p\ \text{at finite } \delta;\quad "
    r"X\ne Y:\ \Big|\|W(\delta t)\|_* - \sum_{i\le k}\tfrac{\sigma_i}{\lambda_i}\Big| \le "
    r"\sum_{i\le k}\big(\tfrac{\sigma_i}{\lambda_i}\big)^2e^{-2\delta(\sigma_it-1)} + "
    r"\sum_{i>k}e^{-2\delta(1-\sigma_it)}"
)
class Sharper:
    subject = "any vanishing start"
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/closed-form", "two-layer/phase-errors")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        aim = sum((m.target(i) for i in m.learned), m.A.number(0))
        yield at_most(m.A.absolute(trace_norm(m) - aim), slack(m), "trace norm against the sum of sigma/lambda")
        for i in m.components:
            yield positive(m.w(i), f"w_{i + 1} > 0: the rank is full")
        if m.is_autoencoder:
            for i in m.components:
                yield less(m.w(i), 1, f"w_{i + 1} < 1: spectral norm")
            yield at_least(len(m.components), trace_norm(m), "the trace norm is at most the rank")

    false_variants = {
        "equal to the rank at finite delta": EqualToRank,
        "the same for X != Y": AnyOutput,
        "squared Frobenius norm tends to 2k": SquaredFrobenius,
    }

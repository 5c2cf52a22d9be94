r"""The critical learning rate 2 / S_min.

Statement (slides and short slides, "Where does the critical learning rate value come from?", interpretation): if
eta > 2 / inf over minimizers of S, gradient descent cannot converge to a minimizer.

"From every start" is false: a start may be a minimizer, or reach one after finitely many steps. Repaired: for almost
every start, because every minimizer is linearly unstable: eta S(W) > 2 makes 1 - eta S(W) < -1 an eigenvalue of the
derivative of the step. Sharper: the threshold is exact. For eta < 2 / S_min some minimizer has eta S(W) < 2, and then
all eigenvalues of I - eta 2 Sigma^(1/2) J J^T Sigma^(1/2) lie in (-1, 1): gradient descent converges from a
neighbourhood.

What is decided here: instability of exact minimizers by the full Hessian of the raw risk, the exhibited flat
minimizer, its contraction factors, and exceptional orbits in exact arithmetic. What is quoted: the centre-stable
manifold theorem for maps that need not be invertible, from which "for almost every start" follows (claims, proof of
the repaired reading).
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_least, at_most, equal, greater, less, nonzero, positive

claim = Claim(
    "learning-rate/critical",
    "The critical learning rate",
    subject="large learning rate",
    source=Source("slides", "Where does the critical learning rate value come from?, interpretation"),
    rests_on=("sharpness/hessian-at-minimizer", "sharpness/minimum-exact"),
)


class Data:
    def given(m: Any) -> Iterator[Relation]:
        yield positive(m.eta, "eta > 0")
        yield nonzero(m.p_squared, "p is not 0")
        yield nonzero(m.rho_squared, "pi* is not 0")


@claim.printed(r"\eta > \frac{2}{\inf_{W\in\arg\min R}S(W)} \Rightarrow \text{GD cannot converge to a minimizer}")
class Printed(Data):
    subject = "descent start"
    note = "Decided on orbits that are at a minimizer after 0 or 1 steps, where the limit is known exactly."

    def given(m: Any) -> Iterator[Relation]:
        yield from Data.given(m)
        yield greater(m.eta * m.S_min, 2, "eta > 2 / S_min")

    def then(m: Any) -> Iterator[Relation]:
        for t in (0, 1):
            yield nonzero(m.after(t).excess, f"W({t}) is not a minimizer")


class Setting(Data):
    def given(m: Any) -> Iterator[Relation]:
        yield from Data.given(m)
        yield equal(m.excess, 0, "W is a minimizer")


class AfterOneStep(Data):
    r"\eta > 2/S_{\min},\ W(0) \text{ no minimizer} \Rightarrow W(1) \text{ is none}"

    subject = "descent start"

    def given(m: Any) -> Iterator[Relation]:
        yield from Printed.given(m)
        yield nonzero(m.excess, "the start is not a minimizer")

    def then(m: Any) -> Iterator[Relation]:
        yield nonzero(m.after(1).excess, "W(1) is not a minimizer")


class SmallerThreshold(Setting):
    r"\eta > 1.99/S_{\min} \Rightarrow \text{every minimizer is unstable}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield greater(100 * m.eta * m.S_min, 199, "eta > 1.99 / S_min")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.eta * m.sharpness, 2, "eta S(W) >= 2")


class HalfThreshold(Setting):
    r"\eta > 1/S_{\min} \Rightarrow \text{every minimizer is unstable}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield greater(m.eta * m.S_min, 1, "eta > 1 / S_min")

    def then(m: Any) -> Iterator[Relation]:
        yield at_least(m.eta * m.sharpness, 2, "eta S(W) >= 2")


@claim.repaired(
    r"p\ne0,\ \pi^\star\ne0,\ \eta > 2/S_{\min}: \text{ for almost every } W(0) \text{ GD does not converge to a "
    r"minimizer of } R; \text{ every minimizer has } 1-\eta S(W) < -1"
)
class Repaired(Setting):
    note = "Instances decide the linear instability; `almost every` rests on the quoted centre-stable manifold theorem."

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield greater(m.eta * m.S_min, 2, "eta > 2 / S_min")

    def then(m: Any) -> Iterator[Relation]:
        yield less(1 - m.eta * m.sharpness, -1, "the step expands along the top eigenvector")

    false_variants = {
        "from every start": AfterOneStep,
        "threshold 1.99 / S_min": SmallerThreshold,
        "threshold 1 / S_min": HalfThreshold,
    }


class SmallRateAlwaysConverges(Data):
    r"\eta < 2/S_{\min} \Rightarrow \text{GD converges to a minimizer from every start}"

    subject = "descent start"

    def given(m: Any) -> Iterator[Relation]:
        yield from Data.given(m)
        yield less(m.eta * m.S_min, 2, "eta < 2 / S_min")
        yield equal(m.gradient_squared, 0, "the orbit is constant")

    def then(m: Any) -> Iterator[Relation]:
        yield equal(m.excess, 0, "its limit is a minimizer")


class NecessaryAtEveryLimit(Setting):
    r"\text{every limit of GD, from every start, has } S(W) \le 2/\eta"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.eta * m.sharpness, 2, "a minimizer is the limit of the constant orbit that starts there")


@claim.sharper(
    r"\Sigma \text{ of full rank},\ L\ge2:\quad \eta < 2/S_{\min} \Rightarrow \text{some minimizer has } \eta S(W)<2;"
    r"\quad \eta S(W) < 2 \Rightarrow \text{GD converges to a minimizer from a neighbourhood of } W"
)
class Sharper(Setting):
    note = "The contraction on a neighbourhood follows from these eigenvalues by Taylor's formula (header)."

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        yield positive(m.lambda_min, "Sigma has full rank")
        yield at_least(m.L, 2, "L >= 2")

    def then(m: Any) -> Iterator[Relation]:
        yield positive(m.smallest_output_eigenvalue, "2 Sigma^(1/2) J J^T Sigma^(1/2) is positive definite")
        if m.A.certain(m.eta * m.sharpness, "<", 2):
            yield less((1 - m.eta * m.sharpness) ** 2, 1, "top contraction factor")
            yield less((1 - m.eta * m.smallest_output_eigenvalue) ** 2, 1, "bottom contraction factor")
        if m.A.rigorous and m.A.certain(65537 * m.eta * m.S_min, "<", 131072):
            yield equal(m.flat.excess, 0, "the exhibited weights are a minimizer")
            yield less(m.eta * m.flat.sharpness, 2, "and a stable one")

    false_variants = {
        "below the threshold from every start": SmallRateAlwaysConverges,
        "S <= 2 / eta at every limit": NecessaryAtEveryLimit,
    }

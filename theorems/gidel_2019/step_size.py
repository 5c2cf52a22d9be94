r"""Constraints on the step size.

Statement (poster, "Discrete Case"): additional constraints on the step size: smaller than a notion of eigen-gap;
smaller than the Lipschitz constant of the gradient.

The second is dimensionally wrong (the inverse is meant): with eta below the Lipschitz constant, which is at least the
largest eigenvalue S of the Hessian at the balanced minimizer, descent can overshoot and the risk can grow. The first
is not needed for the phase time that is true (two-layer/discrete-phase-time).
Repaired (one component): eta sigma <= 1/2 iff there is no overshoot from any start in (0, sigma/lambda]. Sharper: S =
max over i, j of lambda_i (sigma_i/lambda_i + sigma_j/lambda_j), so the full matrix iteration also needs eta <= 2/S.

How it is checked: one step exactly; for eta sigma > 1/2 the start (sigma/lambda)(1 - h), h = (2s-1)/(4s^2),
overshoots; S against the full Hessian at the balanced minimizer, exactly.
What is not covered: the conjecture that eta sigma_1 < 1 suffices for convergence from (0, sigma/lambda).
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from numerics.instance import Instance
from theorems.claim import Claim, Relation, at_least, at_most, equal, greater, less
from theorems.gidel_2019._descent import active_setting, below, half
from theorems.gidel_2019._settings import poster, scalar

claim = Claim(
    "two-layer/step-size",
    "Constraints on the step size",
    subject="wild two-layer descent",
    source=poster("Discrete Case, additional constraints on the step-size"),
    rests_on=("two-layer/discrete-sandwich",),
)


class Setting:
    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from below(m)


def no_overshoot(m: Any) -> Iterator[Relation]:
    for i in m.modes:
        after = m.stepped(i, m.w0(i))
        yield at_most(m.lam(i) * after, m.sigma(i), f"w_{i + 1} stays at or below sigma/lambda")


@claim.printed(
    r"\eta < \operatorname{Lip}(\nabla f)\ (\ge S\text{ at the minimizer}) \;\Rightarrow\; "
    r"f(W^{(t)}) \le f(W^{(0)}),\ w^{(t)} \le \sigma/\lambda"
)
class Printed(Setting):
    note = "Weakest sense of a sufficient step size: no overshoot, no growth of the risk; eta < S implies eta < Lip."

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from below(m)
        yield less(m.eta, m.sharpness_formula, "eta < S <= Lipschitz constant of the gradient")

    def then(m: Any) -> Iterator[Relation]:
        yield from no_overshoot(m)
        before = m.risk_of(m.A.multiply(m.W1, m.W2))
        for t in (1, 2):
            after = m.risk_of(m.A.multiply(*m.matrix_iterate(t)))
            yield at_most(after, before, f"risk after {t} steps")


class FiftyOne(Setting):
    r"\eta\sigma_1 \le 0.51 \Rightarrow \text{no overshoot}"

    def given(m: Any) -> Iterator[Relation]:
        yield from Setting.given(m)
        for i in m.modes:
            yield at_most(100 * m.s(i), 51, f"eta sigma_{i + 1} <= 0.51")

    def then(m: Any) -> Iterator[Relation]:
        yield from no_overshoot(m)


class MatrixStable(Setting):
    r"\eta\sigma_1 \le \tfrac12 \Rightarrow \text{the minimizer is stable for the matrix iteration: } \eta S \le 2"

    subject = "two-layer descent, two components"

    def given(m: Any) -> Iterator[Relation]:
        yield from active_setting(m)
        yield from half(m)

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.eta * m.sharpness_formula, 2, "eta S <= 2")


@claim.repaired(
    r"\eta\sigma \le \tfrac12 \iff w\,(1+\eta(\sigma-\lambda w))^2 \le \sigma/\lambda\ "
    r"\ \forall\, w\in(0,\sigma/\lambda]"
)
class Repaired(Setting):
    symbolic = ("two-layer/reduction", "two-layer/factors", "two-layer/step-size")
    symbolic_complete = True

    def then(m: Any) -> Iterator[Relation]:
        for i in m.modes:
            s, sigma, lam = m.s(i), m.sigma(i), m.lam(i)
            if m.A.rigorous and m.A.certain(2 * s, ">", 1):
                start = sigma / lam * (1 - (2 * s - 1) / (4 * s**2))
                yield at_least(sigma, lam * start, f"the start {i + 1} is at or below sigma/lambda")
                yield greater(lam * m.stepped(i, start), sigma, f"and overshoots, component {i + 1}")
            elif m.A.rigorous:
                after = m.stepped(i, m.w0(i))
                yield at_most(lam * after, sigma, f"no overshoot, component {i + 1}")

    @staticmethod
    def rest() -> Instance:
        return scalar(1, 4, 2, eta=Fraction(1, 16), steps=1)

    extremal = {"w(0) = sigma/lambda": rest}
    false_variants = {
        "eta sigma <= 0.51": FiftyOne,
        "eta below the Lipschitz constant": Printed,
        "matrix iteration stable for eta sigma <= 1/2": MatrixStable,
    }


@claim.sharper(
    r"\lambda_{\max}\nabla^2f = S = \max_{i,j}\lambda_i\Big(\frac{\sigma_i}{\lambda_i}+\frac{\sigma_j}{\lambda_j}\Big)"
    r"\text{ at the balanced minimizer } (d_1\ge\min(d_0,d_2)),\ S \ge 2\sigma_1:"
    r"\text{ linear stability needs } \eta \le 2/S \le 1/\sigma_1"
)
class Sharper(Setting):
    symbolic = ("two-layer/reduction", "two-layer/hessian-at-rest")
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield at_least(m.d1, min(m.d0, m.d2), "hidden width at least min(d0, d2)")
        yield from active_setting(m)

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield equal(m.A.largest_eigenvalue(m.minimizer_hessian), m.sharpness_formula, "S of the full Hessian")
        for i in m.modes:
            yield at_least(m.sharpness_formula, 2 * m.sigma(i), f"S >= 2 sigma_{i + 1}")

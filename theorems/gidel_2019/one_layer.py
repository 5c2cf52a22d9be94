r"""No phases with one layer.

Statement (poster, "Continuous Case"): sequential learning is not the case for a one-layer linear model. True.
Quantified (X = Y, two components): the path W(tau) from 0 stays at spectral distance at least inf over tau of
max(e^(-lambda_1 tau), 1 - e^(-lambda_2 tau)) > 0 from the rank-one solution, for every tau.

Sharper: dW/dt = Sigma_xy - Sigma_x W from 0 has components (sigma/lambda)(1 - e^(-lambda tau)), so rank W(tau) = rank
Sigma_xy for every tau > 0, and W(delta t) - W* has norm max (sigma/lambda) e^(-lambda delta t) -> 0 for every t > 0.
For lambda in the ratio 2 : 1 the infimum is (3 - sqrt 5)/2.

How it is checked: coefficients of the one-layer matrix flow against the formula, exactly; the infimum by certified
bisection of e^(-lambda_1 tau) + e^(-lambda_2 tau) = 1.
What is not covered: starts other than 0.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, at_least, at_most, equal, positive
from theorems.gidel_2019._settings import active, aligned, poster, regular

claim = Claim(
    "two-layer/one-layer",
    "No phases with one layer",
    subject="vanishing autoencoder",
    source=poster("Continuous Case, not the case for a one-layer linear model"),
)


def setting(m: Any) -> Iterator[Relation]:
    yield from aligned(m)
    yield from regular(m)
    yield from active(m)


def autoencoder(m: Any) -> Iterator[Relation]:
    yield equal(m.distance_squared(m.X, m.Y), 0, "X = Y")
    yield from setting(m)
    yield at_least(len(m.components), 2, "at least two components")


def distance_to_rank_one(m: Any, tau: Any) -> Any:
    """|W(tau) - u_1 v_1^T|_2 for X = Y: 1 - w_1, w_2, w_3, ... ."""
    first, *rest = m.ordered
    return m.A.largest(1 - m.one_layer(first, tau), *[m.one_layer(i, tau) for i in rest])


@claim.printed(
    r"X=Y:\quad \|W(\tau)-u_1v_1^\top\|_2 \ge \inf_\tau\max(e^{-\lambda_1\tau},1-e^{-\lambda_2\tau}) > 0\ \ \forall\tau"
)
class Printed:
    subject = "one-layer path"
    symbolic = ("two-layer/one-layer",)
    symbolic_complete = True
    note = "The poster's sentence, made precise for X = Y and the phase of rank one."

    def given(m: Any) -> Iterator[Relation]:
        yield from autoencoder(m)

    def then(m: Any) -> Iterator[Relation]:
        if m.A.rigorous:
            yield positive(m.nearest_rank_one, "the infimum is positive")
            yield at_least(distance_to_rank_one(m, m.numbers["tau"]), m.nearest_rank_one, "distance at time tau")


class DistanceZero(Printed):
    r"\inf_\tau\|W(\tau)-u_1v_1^\top\|_2 = 0"

    def then(m: Any) -> Iterator[Relation]:
        yield at_most(m.nearest_rank_one, 0, "the path comes arbitrarily near to rank one")


class AHundredthMore(Printed):
    r"\lambda_1 = 2\lambda_2:\ \|W(\tau)-u_1v_1^\top\|_2 \ge \tfrac{3-\sqrt5}2 + 0.01"

    subject = "one-layer path"

    def given(m: Any) -> Iterator[Relation]:
        yield from autoencoder(m)
        yield equal(m.lam(0), 2 * m.lam(1), "lambda_1 = 2 lambda_2")
        yield equal(len(m.components), 2, "two components")

    def then(m: Any) -> Iterator[Relation]:
        value = (3 - m.A.root(m.A.number(5), 2)) / 2 + m.A.number(1) / 100
        tau = m.numbers["tau"]
        distance = m.A.largest(1 - m.one_layer(0, tau), m.one_layer(1, tau))
        yield at_least(distance, value, "distance at time tau")


class RankGrows:
    r"\operatorname{rank}W(\tau) < \operatorname{rank}W(2\tau) \text{ for some } \tau > 0"

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        tau = m.numbers["tau"]
        ranks = [sum(1 for i in m.components if m.A.certain(m.one_layer(i, s), ">", 0)) for s in (tau, 2 * tau)]
        yield at_least(ranks[1], ranks[0] + 1, "the rank grows between tau and 2 tau")


@claim.sharper(
    r"W(\tau) = U\operatorname{diag}\big(\tfrac{\sigma_i}{\lambda_i}(1-e^{-\lambda_i\tau})\big)V^\top,\quad "
    r"\operatorname{rank}W(\tau) = \operatorname{rank}\Sigma_{xy}\ (\tau>0),\quad "
    r"\|W(\tau)-W^\star\|_2 \le \max_i\tfrac{\sigma_i}{\lambda_i}e^{-\lambda_i\tau};\quad "
    r"\lambda_1 = 2\lambda_2:\ \inf = \tfrac{3-\sqrt5}2"
)
class Sharper:
    subject = "vanishing autoencoder"
    symbolic = ("two-layer/one-layer",)
    symbolic_complete = True

    def given(m: Any) -> Iterator[Relation]:
        yield from setting(m)

    def then(m: Any) -> Iterator[Relation]:
        A, tau, flow = m.A, m.numbers["tau"], m.one_layer_flow
        formula = {i: m.one_layer_formula(i) for i in m.components}
        for k in range(m.ORDER + 1):
            wanted = m.assembled(lambda i, k=k: formula[i][k])
            yield equal(m.distance_squared(flow[k], wanted), 0, f"coefficient {k} of the one-layer flow")
        for i in m.components:
            yield positive(m.one_layer(i, tau), f"component {i + 1} is there at once")
            yield at_least(m.target(i), m.one_layer(i, tau), f"component {i + 1} from below")
        if m.A.rigorous and len(m.components) == 2:
            first, second = m.ordered
            value, inf = (3 - A.root(A.number(5), 2)) / 2, m.nearest_rank_one
            if A.certain(m.lam(first), "==", 2 * m.lam(second)) and m.is_autoencoder:
                yield at_most(A.absolute(inf - value) * 2**30, 1, "the infimum is (3 - sqrt 5)/2 up to 2^-30")

    false_variants = {
        "distance 0": DistanceZero,
        "(3 - sqrt 5)/2 + 0.01": AHundredthMore,
        "the rank grows": RankGrows,
    }

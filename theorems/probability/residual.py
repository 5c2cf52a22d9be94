r"""The convergence theorem of residual networks as a statement about the probability of the start, for `Trial`.

    two_sided     failure: some G_k or some B_k leaves [gamma, M], or a certified flow contradicts the conclusion
    fixed_data    failure: the premise holds for data fixed before N, and the conclusion does not

Notation: gamma, M, C_4, C_5 and the deviation u as in claim residual/convergence-probability; B_k^T are the partial
products of N_L^T, .., N_1^T, in this order.

A sample that stays within [gamma, M] on both sides satisfies the theorem for every data set (deterministic part of
residual/convergence): this is how a sample is decided for all (X, y, p) at once. Where L d is a square, c is rational,
the sample is an exact instance, and the flow from it is certified too: with data placed after N at 0.99 of the
threshold along the soft direction of Sigma, or with the data fixed before N.

What is not covered: a second decision of a failing flow (there is no second validated integrator); such samples are not
confirmed and refute nothing. Failures of the products are confirmed in intervals of fractions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt, sqrt
from typing import Any

import numpy as np

from numerics.arithmetic import Rationals
from numerics.instance import Instance, network_instance
from numerics.products.events import Event, leaves
from numerics.subjects.residual_flow import ResidualFlow
from numerics.transcendental import exponential
from theorems.probability.products import (
    BITS,
    Log,
    ball_of,
    claimed_bound,
    confirmed_entry,
    draw,
    quantities,
    setting,
)
from theorems.probability.small_ball import start
from theorems.probability.trial import Regime as Plain
from theorems.probability.trial import Trial

LARGEST_FLOW = 16  # entries of a layer up to which flows are certified
NEAR = 0.99  # of the threshold


@dataclass(frozen=True)
class Constants:
    """Logarithms of gamma, M, C_4, C_5 and of C in S(W^RI)/S_min <= C Lambda/lambda, as functions of a regime."""

    gamma: Log
    M: Log
    C4: Log
    C5: Log
    C: Log


def two_sided(
    about: str,
    *,
    constants: Constants,
    log_claimed: Log,
    regimes: Callable[[np.random.Generator, int], list[dict[str, str]]],
) -> Trial:
    """See the module docstring."""

    def sides(sample: Sequence[Any]) -> dict[str, list[Any]]:
        return {"G": list(sample), "B": [n.T for n in reversed(sample)]}

    def decide(regime: Plain, sample: Sequence[Any]) -> tuple[Event, str]:
        low, high = ball_of(regime, constants.gamma), ball_of(regime, constants.M)
        inside = True
        for name, family in sides(sample).items():
            event = leaves(family, setting(regime), low, high)
            if event.happens:
                return event, name
            inside = inside and event.happens is False
        return Event(False if inside else None), ""

    def fails(regime: Plain, sample: Sequence[Any]) -> bool | None:
        happens = decide(regime, sample)[0].happens
        if happens or (scale := rational_scale(regime)) is None:
            return happens
        seen = conclusion(regime, threshold_data(regime, constants, sample, scale), constants)
        return True if seen is False else False if seen and happens is False else None

    def evidence(regime: Plain, sample: Sequence[Any]) -> dict[str, Any]:
        event, family = decide(regime, sample)
        return {"family": family, "side": event.side, "layer": event.layer, "vector": [str(x) for x in event.x]}

    def confirms(regime: Plain, entry: Mapping[str, Any], sample: Sequence[Any]) -> bool:
        family = sides(sample).get(str(entry["family"]))
        formulas = {"below": constants.gamma, "above": constants.M}
        return family is not None and confirmed_entry(regime, entry, family, formulas)

    return Trial(
        about=about,
        regimes=regimes,
        claimed=claimed_bound(log_claimed),
        sample=draw,
        fails=fails,
        evidence=evidence,
        confirms=confirms,
    )


def fixed_data(
    about: str,
    *,
    constants: Constants,
    log_claimed: Log,
    regimes: Callable[[np.random.Generator, int], list[dict[str, str]]],
) -> Trial:
    """Data fixed before N: Sigma = I/d, p = pi* = e_1 = E pi(W(0)): the premise is |pi(W(0)) - e_1|^2 <= C_4.

    The trial carries its premise, so that the draws that meet it are counted.
    """

    def near(regime: Plain, sample: Sequence[Any]) -> bool | None:
        away, level = start(regime, sample)[0], ball_of(regime, constants.C4)
        return True if away <= level else False if away > level else None

    def fails(regime: Plain, sample: Sequence[Any]) -> bool | None:
        met = near(regime, sample)
        if met is False:
            return False
        if met is None or (scale := rational_scale(regime)) is None:
            return None
        seen = conclusion(regime, data_before(regime, sample, scale), constants)
        return None if seen is None else not seen

    return Trial(
        about=about,
        regimes=regimes,
        claimed=claimed_bound(log_claimed),
        sample=draw,
        fails=fails,
        evidence=lambda _regime, _sample: {},
        confirms=lambda _regime, _entry, _sample: False,
        premise=near,
    )


def rational_scale(regime: Plain) -> Fraction | None:
    """c = s / sqrt(L d) where it is rational and the layers are small enough for certified flows; else None."""
    s = setting(regime)
    root = isqrt(s.L * s.d)
    return s.s / root if root * root == s.L * s.d and s.d * s.d <= LARGEST_FLOW else None


def _layers(sample: Sequence[Any], c: Fraction) -> list[list[list[Fraction]]]:
    """I + c N_k, exactly."""
    return [
        [[int(i == j) + c * Fraction(float(v)) for j, v in enumerate(row)] for i, row in enumerate(n)] for n in sample
    ]


def data_before(regime: Plain, sample: Sequence[Any], c: Fraction) -> Instance:
    """X = I, y = p = e_1: Sigma = I/d, pi* = e_1; the premise does not depend on the factor 1/d of Sigma."""
    d = setting(regime).d
    first = [Fraction(int(i == 0)) for i in range(d)]
    eye = [[Fraction(int(i == j)) for j in range(d)] for i in range(d)]
    return network_instance(eye, first, _layers(sample, c), first)


def threshold_data(regime: Plain, constants: Constants, sample: Sequence[Any], c: Fraction) -> Instance:
    """X and p drawn with N, then pi* = pi(W(0)) + x, x along the soft direction of Sigma, E(0) near the threshold."""
    d = setting(regime).d
    words = [int(abs(float(v)) * 2**20) for v in sample[0].ravel()[:4]]
    rng = np.random.default_rng(words)
    X = np.eye(d) + np.round(rng.uniform(-0.5, 0.5, (d, d)) * 64) / 64
    p = np.round(rng.standard_normal(d) * 64) / 64 + np.eye(d)[0] * 4
    pi = p
    for n in reversed(sample):
        pi = pi + float(c) * (n.T @ pi)
    spectrum, axes = np.linalg.eigh(X.T @ X / d)
    C4 = float(ball_of(regime, constants.C4).mid())
    size = sqrt(NEAR * C4 * spectrum[0] ** 2 * float(p @ p) / spectrum[-1] / spectrum[0])
    y = X @ (pi + size * axes[:, 0])

    def exact(v: Any) -> list[Fraction]:
        return [Fraction(float(x)) for x in v]

    return network_instance([exact(row) for row in X], exact(y), _layers(sample, c), exact(p))


def conclusion(regime: Plain, instance: Instance, constants: Constants) -> bool | None:
    """Whether the flow converges to a global minimizer with rate mu, L |W_k(t) - W_k(0)|_F <= C_5 and S(W^RI)/S_min <=
    C Lambda/lambda: decided on a certified flow; None when it is not decided or the premise is not certainly met.
    Sigma has to be regular."""
    A = Rationals(BITS)
    with A.context():
        m, at = ResidualFlow.of(instance, A), quantities(regime, A)
        C4, C5, gamma, C = (exponential(A, f(at)) for f in (constants.C4, constants.C5, constants.gamma, constants.C))
        met = A.certain(m.excess, "<=", C4 * m.lambda_plus**2 * m.p_squared / m.Lambda)
        if met is not True:
            return None
        mu = m.L * m.lambda_plus * m.p_squared * gamma**4
        checks = [
            A.certain(m.slowest_rate, ">=", mu),
            A.certain(m.deviation, "<=", C5),
            A.certain(m.sharpness_ratio * m.lambda_min, "<=", C * m.Lambda),
        ]
        return False if False in checks else True if all(checks) else None

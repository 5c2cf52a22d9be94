"""Checks of S_min in both evaluators: enclosed, attained, never above the sharpness of a minimizer."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from flint import arb

from numerics.arithmetic import Rationals, certain
from numerics.instance import Instance, network_instance
from numerics.second import Second
from numerics.subjects import Minimizer
from properties.search import random_case
from properties.selftest.need import need
from properties.strategies import lookup


def _minimizers(depths: tuple[int, ...], seed: int) -> list[Instance]:
    family, rng = lookup("minimizer"), np.random.default_rng(seed)
    made: list[Instance] = []
    index = 0
    while len(made) < len(depths):
        shape, values, denominator = random_case(family, index, rng)
        index += 1
        if depths[len(made)] == shape.L and shape.widths[0] >= 2:
            made.append(family.build(shape, values, denominator))
    return made


def _from_poor_candidate(instance: Instance, start: Fraction) -> tuple[Fraction, Fraction] | None:
    """The second evaluator's S_min when its search for the minimum over tau ends at a wrong place."""
    from numerics.arithmetic import NotExpressible
    from numerics.second import minimum

    kept = minimum.candidate, minimum.ratios
    minimum.candidate = lambda f, depth, bits: start
    minimum.ratios = lambda bits, depth: (Fraction(9, 8) ** j for j in range(1, 40))  # so near that brackets are tight
    try:
        value = Minimizer.of(instance, Second(36)).S_min
    except NotExpressible:
        return None
    finally:
        minimum.candidate, minimum.ratios = kept
    return (value.low, value.high) if hasattr(value, "low") else (value, value)


def powers_of_fractions() -> None:
    """The power of the second evaluator's tau contains the power, and is as narrow as asked at any depth."""
    from numerics.second.minimum import power

    need(power(Fraction(7, 3), 1, 30) == Fraction(7, 3), "the first power is exact")
    for s, n in ((Fraction(7, 3), 2), (Fraction(4999, 5000), 3000), (Fraction(5001, 5000), 4097)):
        found, true = power(s, n, 40), s**n
        need(found.low <= true <= found.high and (found.high - found.low) * 2**40 <= true, f"power {n}")


def minimal_sharpness() -> None:
    """S_min in both evaluators, below every S(W), above the values at other tau, and reached by rational minimizers."""
    scalar = Minimizer.of(network_instance([[3]], [24], [[[2]], [[2]], [[2]]]), Rationals())
    need(scalar.S_min == 864 and scalar.sharpness == 864, "closed form for d = 1")
    eigen = Minimizer.of(network_instance([[2, 0], [0, 1]], [8, 0], [[[2, 0]], [[2]]]), Rationals())
    need(
        certain(eigen.S_min, "==", 16 * eigen.a) is True and certain(eigen.S_min_at(1), "==", 4) is True, "eigenvector"
    )
    for instance in _minimizers((2, 3, 2), 1):
        first, second = Minimizer.of(instance, Rationals(96)), Minimizer.of(instance, Second(36))
        with Rationals(96).context():
            ball = first.S_min.ball() if hasattr(first.S_min, "ball") else arb(first.S_min)
            other = second.S_min
            low, high = (other.low, other.high) if hasattr(other, "low") else (other, other)
            need(float(low) <= float(ball.upper()) * (1 + 1e-14), "second evaluator's lower end")
            need(
                float(high) >= float(ball.lower()) * (1 - 1e-14) and float(high - low) < 1e-2 * float(high), "upper end"
            )
            need(bool(ball.rad() < 1e-6 * abs(ball.mid())), "narrow")
            for start in (Fraction(1, 2), Fraction(2)):  # a poor candidate may cost width, or an answer, never truth
                poor = _from_poor_candidate(instance, start)
                need(poor is None or (float(poor[0]) <= float(ball.upper()) * (1 + 1e-14)), "poor candidate, low")
                need(poor is None or (float(poor[1]) >= float(ball.lower()) * (1 - 1e-14)), "poor candidate, high")
            need(certain(first.sharpness, ">=", ball) is not False, "no minimizer is flatter")
            for flat in (first.flat, first.narrow_flat):
                need(flat.excess == 0 and certain(flat.sharpness, ">=", ball) is not False, "the flat one")
                need(certain(65536 * flat.sharpness, "<=", 65537 * ball) is True, "nearly attained")
            for tau in (Fraction(1, 3), Fraction(2)):
                need(certain(ball, "<=", first.S_at(first.A.number(tau))) is not False, "value at another tau")

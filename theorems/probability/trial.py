"""Statements about probabilities: what a claim file says, so that a campaign can put it to the test.

A reading class may carry an attribute `trial`, a `Trial`: regimes (plain data), a draw of one sample, the event whose
probability is claimed to be small, decided on one sample by certified arithmetic, and the claimed bound. Inequalities
that hold for every regime (steps of a proof, exact moments, analytic bounds) go into `given` / `then` as usual; a
reading that has none says so with `then = no_inequality`.

    trial = Trial(
        regimes=lambda rng, count: [{"d": "4", "L": "16", "s": "1", "u": "3/2"}, ...],
        claimed=lambda regime: Fraction,               an upper bound of the claimed failure probability, rounded up
        sample=lambda regime, seed: Any,               one independent draw, the same for the same seed
        fails=lambda regime, sample: True | False | None,   certified; None when this arithmetic does not decide
        evidence=lambda regime, sample: {...},         plain data by which a failing sample can be decided again
        confirms=lambda regime, evidence, sample: bool,     the second decision of a failing sample
        premise=lambda regime, sample: True | False | None,  optional: the statement is `premise implies ..`; the draws
    )                                                        that certainly meet it are counted, regime by regime

Contract: the draws for different seeds are independent; `fails` never says True (False) unless the event certainly
occurs (does not occur) for that sample; `claimed` is never below the claimed probability; nothing depends on the
number of workers or on the order of the calls. What this is not: a test. See properties.probability.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq

from theorems.claim import Reading, Relation

Regime = Mapping[str, str]
Seed = Sequence[int]


@dataclass(frozen=True)
class Trial:
    """See the module docstring. about: the event in words, for the report."""

    about: str
    regimes: Callable[[np.random.Generator, int], list[dict[str, str]]]
    claimed: Callable[[Regime], Fraction]
    sample: Callable[[Regime, Seed], Any]
    fails: Callable[[Regime, Any], bool | None]
    evidence: Callable[[Regime, Any], dict[str, Any]]
    confirms: Callable[[Regime, Mapping[str, Any], Any], bool]
    premise: Callable[[Regime, Any], bool | None] | None = None


def no_inequality(_: Any) -> Iterator[Relation]:
    """The conclusion of a reading that speaks of probabilities only."""
    return iter(())


def trial_of(reading: Reading) -> Trial | None:
    """The trial of a reading or of a false variant, if it has one of its own or inherits one."""
    found = getattr(reading.body, "trial", None)
    return found if isinstance(found, Trial) else None


def speaks_of_probabilities_only(reading: Reading) -> bool:
    return trial_of(reading) is not None and reading.then is no_inequality


def numbers(regime: Regime) -> dict[str, Fraction]:
    return {name: Fraction(text) for name, text in regime.items()}


def at_most_fraction(ball: Any, bits: int = 60) -> Fraction:
    """A dyadic fraction in [0, 1] that is >= every member of the ball (1 when the ball is unbounded)."""
    if not ball.is_finite():
        return Fraction(1)
    if not ball < 1:
        return Fraction(1)
    scaled = (ball * 2**bits).upper().ceil()
    mantissa, exponent = scaled.man_exp()
    top = fmpq(mantissa) * fmpq(2) ** int(exponent)
    return min(Fraction(1), Fraction(max(int(top.p), 0) + 1, 1 << bits))

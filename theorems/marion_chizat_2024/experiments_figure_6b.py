r"""Figure 6b: generalization gap against sharpness after training.

Statement (review page, Figure 6, description): positive correlation between generalization gap and sharpness after
training; linear regression has slope 0.42. The source regresses log10 of the gap on log10 of the sharpness for the
learning rate .001, all nine scales pooled.

As runs: the pooled slope is positive, 0.42 is within the errors of both estimates, and runs agree in which
variable is large (quadrants around sharpness 100 and gap 0.6) more often than not. Repaired: what the pooling hides:
within scales the slope has an interval of its own, and the scale explains most of the correlation (r squared pooled
against within).

Other data sets (sharper): 64 drawn like the paper's, 54 runs on each at eta = .01 (on the paper's data the slopes for
the three learning rates agree). The slope is positive on most data sets, and neither side of 0.42 has a probability
below 1/40: it lies in the central 95 % of slopes, in their upper half. It is not a constant: on the data set with the
least slope, pairs of new runs from a small and a large scale mostly have a slope below 0.42 (false variant).

The false variants are put to the learning rate .004, whose runs are cheaper to compute a second time.

What is not covered: the quadrant test and the counts are exact, the slopes assume normal errors.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from theorems.claim import Claim, Source
from theorems.marion_chizat_2024 import _experiments as shared
from theorems.observation import Fact, Statement, chance, no_inequality

claim = Claim(
    "experiments/figure-6b",
    "Generalization gap against sharpness",
    subject="network",
    source=Source("review-page", "Figure 6 (b)"),
)
MAIN, SHARP, GAP = "mlp_underdetermined", 100.0, 0.6
FRESH, PUBLISHED, PUBLISHED_RUNS = "fresh data", 0.42, 900


def used(lab: Any) -> tuple[Any, Any, Any]:
    """(log10 sharpness, log10 gap, scale) of the successful runs of the source's learning rate."""
    runs = lab.runs(MAIN)
    gap = runs.test_risk_end - runs.risk_end
    cell = runs.cell(0) & runs.succeeded & (gap > 0)
    return np.log10(runs.sharpness_end[cell]), np.log10(gap[cell]), runs.scale[cell]


def concordant(runs: Any) -> Any:
    with np.errstate(invalid="ignore"):
        return (runs.sharpness_end > SHARP) == (runs.test_risk_end - runs.risk_end > GAP)


def agreement(lab: Any, rate: int, sense: str) -> Statement:
    runs = lab.runs(MAIN)
    text = f"sharp and badly generalizing go together at eta = {lab.rates(MAIN)[rate]:g}"
    return chance(lab, MAIN, runs.cell(rate) & runs.succeeded, concordant, sense, shared.HALF, text)


def compatible_with_published(pooled: Any) -> Fact:
    """0.42 is an estimate too, from 900 runs of the same design: its error adds to ours, (1 + n/900)^(1/2) in all."""
    half = (pooled.high - pooled.low) / 2 * (1 + pooled.n / PUBLISHED_RUNS) ** 0.5
    text = f"{pooled.value:.3f} from {pooled.n} runs; differences up to {half:.3f} are within both errors"
    return Fact("0.42 compatible with the pooled slope", abs(pooled.value - PUBLISHED) <= half, text)


@claim.printed(r"\text{slope of } \log_{10}\text{gap on } \log_{10} S \text{ positive, } 0.42")
class Printed:
    then = no_inequality
    note = "One data set, the paper's; interval of Student's t for the pooled regression."

    def observation(lab: Any) -> Iterator[Statement]:
        x, y, _ = used(lab)
        pooled = lab.slope(x, y, share=shared.FACTS)
        text = f"{pooled.value:.3f} [{pooled.low:.3f}, {pooled.high:.3f}], r^2 = {pooled.r_squared:.2f}"
        positive = True if pooled.low > 0 else False if pooled.high < 0 else None
        yield Fact("pooled slope positive", positive, text)
        yield compatible_with_published(pooled)
        yield agreement(lab, 0, ">=")


class NotPositive:
    r"\text{slope} \le 0"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        yield agreement(lab, 1, "<=")


class SlopeOne:
    r"\text{slope 1: from } S = 30 \text{ on the gap grows in proportion to the sharpness}"

    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        runs = lab.runs(MAIN)
        gap = runs.test_risk_end - runs.risk_end
        near = runs.cell(1) & runs.succeeded & (abs(np.log10(np.nan_to_num(runs.sharpness_end, nan=1) / 30)) < 0.2)
        typical = float(np.median(gap[near]))

        def steep(found: Any) -> Any:
            with np.errstate(invalid="ignore"):
                rise = (found.test_risk_end - found.risk_end) / typical
                return rise > 0.6 * found.sharpness_end / 30

        with np.errstate(invalid="ignore"):
            sharp = runs.cell(1) & runs.succeeded & (runs.sharpness_end > 150)
        yield chance(lab, MAIN, sharp, steep, ">=", shared.HALF, "gap at least 0.6 of what slope 1 predicts")


@claim.repaired(r"\text{pooled and within-scale slopes, each with its interval}")
class Repaired:
    then = no_inequality
    note = "The scale moves sharpness and gap together; the within-scale regression removes it."

    def observation(lab: Any) -> Iterator[Statement]:
        x, y, scale = used(lab)
        pooled, within = lab.slope(x, y, share=shared.FACTS), lab.slope(x, y, scale, share=shared.FACTS)
        text = f"{within.value:.3f} [{within.low:.3f}, {within.high:.3f}], r^2 = {within.r_squared:.3f}"
        share = within.r_squared / pooled.r_squared
        yield Fact(
            "within scales the sharpness explains less than a third as much",
            share < 1 / 3,
            f"ratio {share:.2f}; {text}",
        )
        linear = lab.slope(10**x, 10**y, share=shared.FACTS)
        text = f"{linear.value:.5f} [{linear.low:.5f}, {linear.high:.5f}]"
        yield Fact("on linear axes the slope is not 0.42", not linear.contains(PUBLISHED), text)
        yield agreement(lab, 0, ">=")

    false_variants = {"slope at most 0": NotPositive, "slope 1": SlopeOne}


def slope_above(value: float) -> Any:
    def event(runs: Any) -> Any:
        with np.errstate(invalid="ignore"):
            return runs.slopes > value

    return event


class SameOnEveryDataSet:
    r"\text{the slope is } 0.42 \text{ on every data set}"

    # the 90 % interval of a data set's own slope would then contain 0.42 in nine data sets of ten
    then = no_inequality

    def observation(lab: Any) -> Iterator[Statement]:
        def contains(runs: Any) -> Any:
            found = [lab.slope(*runs.points(i)[:2], share=Fraction(1, 2)) for i in range(len(runs.rate))]
            return np.array([slope.contains(PUBLISHED) for slope in found])

        known = np.isfinite(lab.runs(FRESH).slopes)
        yield chance(lab, FRESH, known, contains, ">=", Fraction(9, 10), "0.42 in the 90 % interval of the slope")


@claim.sharper(
    r"\text{over data sets: the slope is positive in more than half, and } 0.42 \text{ lies in the central 95 \% of "
    r"slopes}"
)
class Sharper:
    then = no_inequality
    note = "One slope a data set; data sets are independent, runs on one of them are not pooled with others."

    def observation(lab: Any) -> Iterator[Statement]:
        slopes = lab.runs(FRESH).slopes
        everywhere = np.isfinite(slopes)
        low, middle, high = lab.median_interval(slopes[everywhere])
        text = f"from {slopes.min():.2f} to {slopes.max():.2f}, median {middle:.2f} [{low:.2f}, {high:.2f}]"
        yield Fact("0.42 among the observed slopes", bool(slopes.min() < PUBLISHED < slopes.max()), text)
        yield chance(lab, FRESH, everywhere, slope_above(0.0), ">=", shared.HALF, "slope positive")
        above = slope_above(PUBLISHED)
        yield chance(lab, FRESH, everywhere, above, ">=", Fraction(1, 40), "slope above 0.42 at least 1 in 40")
        yield chance(lab, FRESH, everywhere, above, "<=", Fraction(39, 40), "slope above 0.42 at most 39 in 40")

    false_variants = {"the same slope on every data set": SameOnEveryDataSet}

"""Statements about probabilities: what a claim file needs to say, and nothing else.

trial        the protocol `Trial` (regimes, samples, a certified event, the claimed bound)
products     trials about products of random matrices: some partial product leaves given bounds
small_ball   trials about the premise of the convergence theorem for data fixed in advance
residual     trials about the convergence theorem itself: two-sided bounds, certified flows
"""

from theorems.probability.products import (
    affordable,
    float_regime,
    plain,
    product_trial,
    total,
    vector_trial,
    widespread,
)
from theorems.probability.residual import Constants, fixed_data, two_sided
from theorems.probability.small_ball import premise
from theorems.probability.trial import (
    Regime,
    Seed,
    Trial,
    at_most_fraction,
    no_inequality,
    numbers,
    speaks_of_probabilities_only,
    trial_of,
)

__all__ = [
    "Constants",
    "Regime",
    "Seed",
    "Trial",
    "affordable",
    "at_most_fraction",
    "fixed_data",
    "float_regime",
    "no_inequality",
    "numbers",
    "plain",
    "premise",
    "product_trial",
    "speaks_of_probabilities_only",
    "total",
    "trial_of",
    "two_sided",
    "vector_trial",
    "widespread",
]

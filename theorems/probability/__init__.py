"""Statements about probabilities: what a claim file needs to say, and nothing else.

trial        the protocol `Trial` (regimes, samples, a certified event, the claimed bound)
products     trials about products of random matrices: some partial product leaves given bounds
small_ball   trials about the premise of the convergence theorem for data fixed in advance
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
    "Regime",
    "Seed",
    "Trial",
    "affordable",
    "at_most_fraction",
    "float_regime",
    "no_inequality",
    "numbers",
    "plain",
    "premise",
    "product_trial",
    "speaks_of_probabilities_only",
    "total",
    "trial_of",
    "vector_trial",
    "widespread",
]

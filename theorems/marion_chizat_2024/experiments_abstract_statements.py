"""Sentences of the abstract and of the summary, and the claims that decide them.

    minimizers can have arbitrarily large sharpness, but not an arbitrarily small one (abstract)
        sharpness/rescaling-unbounded, sharpness/minimum-two-sided
    the lower bound grows linearly with depth (abstract, review page)         sharpness/grows-with-depth
    the sharpness of the flow's minimizer is at most a constant times the lower bound; the constant depends on the
    condition
    number of the covariance, not on width or depth (abstract)     small-scale/low-sharpness, residual/low-sharpness
    the learned matrices are nearly rank one and their singular vectors align (abstract)
        small-scale/rank-one, small-scale/alignment
    convergence for Gaussian initialization of the residual network (abstract)                   residual/convergence
    the sharpness of minimizers is upper-bounded (machine summary of the review page)  false, sharpness/grows-with-depth
    sharpness should remain below 2 / eta to avoid divergence (review page)
        learning-rate/descent-lemma, learning-rate/critical

Nothing is decided here. The lists of related papers and the sections "In-depth insights" of the review page contain no
further checkable statement about these networks.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source

claim = Claim(
    "experiments/abstract-statements",
    "Sentences of the abstract, by claim",
    subject="network",
    source=Source("abstract-page", "abstract"),
    rests_on=(
        "learning-rate/critical",
        "learning-rate/descent-lemma",
        "sharpness/grows-with-depth",
        "sharpness/minimum-two-sided",
        "sharpness/rescaling-unbounded",
    ),
)


@claim.printed(r"\text{the sentences of the abstract, each decided by the claim named in the header}")
class Printed:
    checkable = False
    note = "A table of contents: every sentence is decided by the claim named beside it."

    def then(m: Any) -> Iterator[Relation]:
        return iter(())

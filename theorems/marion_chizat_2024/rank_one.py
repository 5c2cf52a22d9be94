r"""The limit of the flow is nearly rank one.

Statement (short slides and slides, Corollary): |W_k|_F^2 - |W_k|_2^2 <= eps for the limit W of gradient flow from a
small start.
Sharper: eps/2 suffices, and no smallness is needed.

What is not covered: more than one output.
"""

from collections.abc import Iterator
from typing import Any

from theorems.claim import Claim, Relation, Source, at_most
from theorems.marion_chizat_2024._small_scale import decoupled_limit, is_limit, printed_smallness

claim = Claim(
    "small-scale/rank-one",
    "The limit is nearly rank one",
    subject="flow limit",
    source=Source("slides", "Corollary (rank-one); also short slides, abstract"),
    rests_on=("small-scale/lemma-rank-one", "small-scale/convergence"),
)


class ExactlyRankOne:
    r"\|W_k^{SI}\|_F = \|W_k^{SI}\|_2"

    subject = "decoupled limit"

    def given(f: Any) -> Iterator[Relation]:
        yield from decoupled_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(f.tail(k), 0, f"layer {k}")


class Twentieth(ExactlyRankOne):
    r"\|W_k^{SI}\|_F^2 - \|W_k^{SI}\|_2^2 \le \varepsilon/20"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(20 * f.tail(k), f.epsilon, f"layer {k}")


class Squared(ExactlyRankOne):
    r"\|W_k^{SI}\|_F^2 - \|W_k^{SI}\|_2^2 \le \varepsilon^2"

    def then(f: Any) -> Iterator[Relation]:
        for k in f.layers:
            yield at_most(f.tail(k), f.epsilon**2, f"layer {k}")


@claim.printed(r"\|W_k^{SI}\|_F^2 - \|W_k^{SI}\|_2^2 \le \varepsilon")
class Printed:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)
        yield from printed_smallness(f)

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        for k in f.layers:
            yield at_most(g.tail(k), f.epsilon, f"layer {k}")

    false_variants = {"exactly rank one": ExactlyRankOne, "eps / 20": Twentieth, "eps squared": Squared}


@claim.sharper(r"\|W_k^{SI}\|_F^2 - \|W_k^{SI}\|_2^2 \le m + T_k \le \varepsilon/2")
class Sharper:
    def given(f: Any) -> Iterator[Relation]:
        yield from is_limit(f)

    def then(f: Any) -> Iterator[Relation]:
        g = f.limit
        for k in f.layers:
            yield at_most(g.tail(k), f.m + f.T(k), f"layer {k}: m + T_k")
        yield at_most(2 * (f.m + f.Delta), f.epsilon, "m + Delta <= eps / 2")

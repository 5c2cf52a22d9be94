"""Strategies for Hypothesis, for tests outside this project: exact instances of everything the claims speak about.

    subjects()                      names of everything that can be drawn
    instances(subject)              instances of any of them
    networks(), minimizers(), ...   the most used ones by name
    quantities(subject, instance)   the exact named quantities of an instance (risk, sharpness, imbalances, ...)
    check(reading, instance)        assert that a claim holds on an instance; rejects examples outside its hypotheses

    from hypothesis import given
    from properties.hypothesis import check, minimizers

    @given(minimizers())
    def test_lower_bound(instance):
        check("sharpness/lower-bound-by-layers#repaired", instance)

Instances hold rationals only and are made by construction (full rank, minimality, balance are never filtered), from
integers over one denominator, so that Hypothesis shrinks them to small integers. `instance.to_json()` is the file form.

What is not covered: float64 arrays; `[[float(x) for x in row] for row in instance.matrices["W1"]]` makes one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import hypothesis.strategies as st
from hypothesis import reject

from numerics.arithmetic import Rationals
from numerics.instance import Instance
from properties.decision import NOT_MET, UNDECIDED, VIOLATED, Case, decide
from properties.strategies import FAMILIES, lookup
from theorems import registry
from theorems.claim import Reading

__all__ = [
    "balanced_minimizers",
    "check",
    "instances",
    "minimizers",
    "networks",
    "quantities",
    "start_pairs",
    "subjects",
    "two_layer_starts",
]


def subjects() -> tuple[str, ...]:
    """Names that `instances` accepts."""
    lookup("network")  # loads the families
    return tuple(sorted(FAMILIES))


def instances(
    subject: str,
    *,
    largest_depth: int | None = None,
    largest_width: int | None = None,
    largest_entry: int = 9,
    denominators: Sequence[int] = (1, 2, 3, 4, 8),
) -> st.SearchStrategy[Instance]:
    """Exact instances of a subject: dimensions first, then integers up to largest_entry over a shared denominator.

    largest_depth bounds L, largest_width every d_0 .. d_L. Raises KeyError, naming the known subjects, for an unknown
    one, and ValueError if no shape of the subject is that small.
    """
    family = lookup(subject)
    depth, width = largest_depth or math.inf, largest_width or math.inf
    shapes = [s for s in family.shapes if depth >= s.L and width >= max(s.widths)]
    if not shapes:
        raise ValueError(f"{subject!r} has no shape with depth <= {largest_depth} and widths <= {largest_width}")

    @st.composite
    def drawn(draw: st.DrawFn) -> Instance:
        shape = draw(st.sampled_from(shapes))
        denominator = draw(st.sampled_from(list(denominators)))
        count = family.parameters(shape)
        entries = st.integers(-largest_entry, largest_entry)
        values = draw(st.lists(entries, min_size=count, max_size=count))
        try:
            return family.build(shape, tuple(values), denominator)
        except ZeroDivisionError:  # a few constructions divide by a scalar that happens to vanish
            reject()

    return drawn()


def networks(**limits: Any) -> st.SearchStrategy[Instance]:
    """Deep linear networks x -> p^T W_L ... W_1 x with data X of full rank and any y: no minimizers in particular."""
    return instances("network", **limits)


def minimizers(**limits: Any) -> st.SearchStrategy[Instance]:
    """Networks whose regressor minimises the risk; X may be of deficient rank."""
    return instances("minimizer", **limits)


def balanced_minimizers(**limits: Any) -> st.SearchStrategy[Instance]:
    """Minimizers with W_{k+1}^T W_{k+1} = W_k W_k^T for every k."""
    return instances("balanced minimizer", **limits)


def start_pairs(**limits: Any) -> st.SearchStrategy[Instance]:
    """Weights W with a start V of the same imbalances, as gradient flow produces them."""
    return instances("pair", **limits)


def two_layer_starts(**limits: Any) -> st.SearchStrategy[Instance]:
    """Two-layer models X W_1 W_2 with data X, Y and the start W_1, W_2 of the closed form."""
    return instances("two-layer start", **limits)


def quantities(subject: str, instance: Instance, bits: int = 128) -> Any:
    """The named quantities of the subject on the instance: rationals stay exact, the rest are balls of `bits` bits.

    The attributes are those of the subject's class in numerics.subjects. Compare through the arithmetic, not by floats:
    `q.A.certain(q.risk, ">=", 0)` is True, False or None (not decided).
    """
    world = Rationals(bits)
    with world.context():
        return lookup(subject).of(instance, world)


def check(reading: Reading | str, instance: Instance, claims: Sequence[str] = ()) -> Case:
    """Assert that the reading ("claim#printed", "claim#repaired", "claim#sharper") holds on the instance.

    Decided in exact or ball arithmetic, without tolerance. Raises AssertionError with both sides of what fails, or if
    nothing is decided at 512 bits. Where a hypothesis is not met, the example is rejected.
    claims: folders or files with claims of your own.
    """
    of = registry.reading(reading, tuple(claims)) if isinstance(reading, str) else reading
    case = decide(of, instance)
    if case.status == NOT_MET:
        reject()
    if case.status == VIOLATED:
        fails = "; ".join(f"{c.label}: {c.lhs} {c.sense} {c.rhs} is false" for c in case.violated)
        raise AssertionError(f"{of.key} fails at {instance.one_line()}: {fails}")
    if case.status == UNDECIDED:
        raise AssertionError(f"{of.key} is not decided at {instance.one_line()}: {case.detail}")
    return case

"""Mutation of the trusted kernels in the running process: one small change at a time, and a check has to notice.

Changes: a comparison, an arithmetic or a boolean operator for its neighbour; an integer plus one; True for False; `not`
and unary minus dropped; max for min, lower for upper, any for all. Killed means that a check of the kernel raises, or
that it runs out of its time. Functions that only propose candidates, or only make text, are left out by name: a change
there costs speed, width or looks, never truth. A survivor counts as one, whether or not it is excused; excuses
(harmless.py) name the line, the change and the reason, cover no more survivors than they say, and must be used.
"""

from __future__ import annotations

import ast
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from properties.selftest import checks_evidence as evidence
from properties.selftest import checks_intervals as intervals
from properties.selftest import checks_limit_parts as limit_parts
from properties.selftest import checks_limits as limits
from properties.selftest import checks_machinery as machinery
from properties.selftest import checks_minimum as minimum
from properties.selftest import checks_networks as networks
from properties.selftest import checks_numbers as numbers
from properties.selftest import checks_sharp as sharp
from properties.selftest import checks_steps as steps
from properties.selftest.changes import Check, Kernel, Mutant, mutants
from properties.selftest.patching import planted

LEAST_SECONDS, MANY_TIMES = 0.5, 6  # CPU time for a check with a change: this much and that many times its own time


KERNELS = (
    Kernel("properties.verdict", (machinery.verdict_rules,), frozenset({"plain", "__post_init__"})),
    Kernel("properties.decision", (machinery.deciding, machinery.replaying), frozenset({"tightness", "_shared"})),
    Kernel(
        "properties.witness",
        (machinery.replaying, machinery.witness_files, sharp.witness_limits),
        frozenset({"describe", "_side", "_quantities", "_show", "dump", "words"}),
    ),
    Kernel("theorems.words", (networks.words, sharp.word_shapes)),
    Kernel(
        "numerics.spectra.balls",
        (
            numbers.definiteness,
            sharp.wide_precision,
            numbers.ball_members,
            numbers.singular_values,
            numbers.ball_spectra,
        ),
        frozenset({"_float_eigenvector", "_rayleigh_from_below", "_midpoints", "_proposals"}),
    ),
    Kernel(
        "numerics.spectra.rational",
        (sharp.eigenvalue_edges, numbers.exact_spectra, numbers.comparison),
        frozenset({"__repr__"}),
    ),
    Kernel(
        "numerics.arithmetic.radical",
        (sharp.eigenvalue_edges, numbers.radicals, numbers.comparison),
        frozenset({"__repr__"}),
    ),
    Kernel(
        "numerics.arithmetic.compare", (sharp.eigenvalue_edges, numbers.comparison), frozenset({"to_text", "to_float"})
    ),
    Kernel(
        "numerics.second.interval",
        (sharp.interval_edges, intervals.intervals, intervals.interval_roots),
        frozenset({"__repr__", "log2_bounds"}),
    ),
    Kernel("numerics.second.eigenvalues", (sharp.second_edges, intervals.second_spectra), frozenset({"_narrow"})),
    Kernel(
        "numerics.second.minimum",
        (minimum.powers_of_fractions, minimum.minimal_sharpness),
        frozenset({"candidate", "ratios", "_start"}),
    ),
    Kernel("numerics.second.definition", (sharp.second_edges, networks.hessian)),
    Kernel(
        "numerics.second.arithmetic",
        (sharp.second_edges, networks.second_arithmetic, networks.least_squares, minimum.minimal_sharpness),
        frozenset({"to_text"}),
    ),
    Kernel(
        "numerics.flow.step",
        (steps.growth_argument, steps.end_state, steps.one_step),
        frozenset({"make_frame", "_deviation", "_between", "_expand", "_short", "_first_tube"}),
    ),
    Kernel(
        "numerics.flow.limit",
        (
            limit_parts.limit_parts,
            limits.certificates,
            limits.certificate_roundings,
            limit_parts.limits_agree,
            limits.certificates_of_balls,
        ),
        frozenset({"_first_radius"}),
    ),
    Kernel(
        "properties.binomial",
        (sharp.binomial_edges, evidence.binomials),
        frozenset({"doubling", "planned_draws", "Plan", "_few"}),
    ),
)


class TooLong(Exception):
    """A check with a change in the code took many times its time."""


@contextmanager
def cpu_limit(seconds: float) -> Iterator[None]:
    """Raise TooLong after that much CPU time of this process, so that a busy machine kills no mutant."""

    def stop(_: int, __: object) -> None:
        raise TooLong(f"stopped after {seconds:.0f} s")

    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGVTALRM"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def noticed(module: str, tree: ast.Module, checks: Sequence[Check], seconds: Sequence[float] = ()) -> str | None:
    """Which check notices the changed code, and how; None when none does, "" when the change is none."""
    with planted(module, tree) as exchanged:
        if not exchanged:
            return ""
        for check, most in zip(checks, seconds or [20.0] * len(checks), strict=True):
            try:
                with cpu_limit(most), np.errstate(all="ignore"):
                    check()
            except Exception as error:  # whatever it is, it was noticed
                return f"{check.__name__}: {type(error).__name__}"
    return None


@dataclass(frozen=True)
class Tried:
    """The outcome for one mutant. how: what noticed it, None when nothing did."""

    mutant: Mutant
    how: str | None

    @property
    def site(self) -> tuple[str, int, str, str, str]:
        """Plain data for harmless.Site."""
        m = self.mutant
        return m.module, m.line, m.function, m.text, m.shown


def tried(kernel: Kernel, part: int = 0, parts: int = 1) -> list[Tried]:
    """Every `parts`-th mutant from `part` on, put to the checks; those that change no code object are no mutants."""
    seconds = []
    for check in kernel.checks:
        before = time.process_time()
        check()  # one that fails on the code as it is would kill everything
        seconds.append(LEAST_SECONDS + MANY_TIMES * (time.process_time() - before))
    found = []
    for mutant in mutants(kernel)[part::parts]:
        how = noticed(mutant.module, mutant.tree, kernel.checks, seconds)
        if how != "":
            found.append(Tried(mutant, how))
    return found

"""Refuting witnesses put to the kernel: which facts about the witness contradict which reading.

Main statements
    RECIPES                    by reading key: from a witness to the facts that contradict the reading
    refutation(key, instance)  the facts for a witness. Raises NoCertificate, NoRecipe
    decide(witnesses, folder)  one Decided for each (key, instance): did the kernel accept the facts?

A recipe exists where the quantities of the reading have definitions in the theories: risk, Hessian form, regressor,
Sigma, norms of layers. The facts are about the witness as it is; the numbers in them are found in floating point and
decided by the kernel. What the facts contradict is said in one line, `because`, for whoever reads the record.

What is not covered: readings about flows, products of random matrices and two-layer modes (their printed forms are
refuted by theorems of their own, see statements.toml).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from numerics.instance import Instance
from theorems.rocq import recipes, recipes_steps, toolchain
from theorems.rocq.build import DEFAULT, fresh
from theorems.rocq.certificate_text import HEADER
from theorems.rocq.certificates import Decided, NoCertificate, compile_text
from theorems.rocq.facts import text
from theorems.rocq.queries import parse_assumptions
from theorems.rocq.recipe_tools import Refutation
from theorems.rocq.sources import HOME

RECIPES: dict[str, Callable[[Instance], Refutation]] = {**recipes.RECIPES, **recipes_steps.RECIPES}


class NoRecipe(KeyError):
    """The reading speaks of something that has no definition in the theories."""


def refutation(key: str, instance: Instance) -> Refutation:
    if key not in RECIPES:
        raise NoRecipe(key)
    try:
        return RECIPES[key](instance)
    except (ArithmeticError, ValueError, StopIteration) as error:
        raise error if isinstance(error, NoCertificate) else NoCertificate(str(error)) from error


def decide(
    witnesses: Sequence[tuple[str, Refutation]], folder: Path = DEFAULT, home: Path = HOME, timeout: float = 120
) -> list[Decided]:
    """Let the kernel decide refutations: all in one file, each on its own when they do not all pass together.

    Raises KernelUnavailable without Coq, and KernelTimeout. A stale build decides nothing.
    """
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    if stale := fresh(folder.resolve(), home):
        return [Decided(False, "", (), f"stale: {stale}", 0.0) for _ in witnesses]
    if not witnesses:
        return []
    parts = [text(r.networks, r.facts, f"Witness{i}") for i, (_, r) in enumerate(witnesses)]
    reports, complaint, seconds = _timed(HEADER + "".join(parts), folder, timeout)
    if complaint and len(witnesses) > 1:
        return [d for w in witnesses for d in decide([w], folder, home, timeout)]
    if complaint:
        return [Decided(False, "", (), f"the kernel rejects it: {complaint}", seconds)]
    decided = []
    for i, (_, r) in enumerate(witnesses):
        used = tuple(parse_assumptions(reports.get(f"Witness{i}", "")))
        words = "; ".join(f.words for f in r.facts) + f": {r.because}"
        why = f"assumes {', '.join(used)}" if used else ""
        decided.append(Decided(not used, words, used, why, seconds / len(witnesses)))
    return decided


def _timed(source: str, folder: Path, timeout: float) -> tuple[dict[str, str], str, float]:
    start = time.perf_counter()
    reports, complaint = compile_text(source, folder.resolve(), timeout)
    return reports, complaint, time.perf_counter() - start

"""Refuting witnesses put to the kernel: which facts about the witness contradict which reading.

Main statements
    RECIPES                    by reading key: from a witness to the facts that contradict the reading
    refutation(key, instance)  the facts for a witness. Raises NoCertificate, NoRecipe
    decide(witnesses, folder)  one Decided for each (key, instance): did the kernel accept the facts?

A recipe exists where the quantities of the reading, or of the false variant, have definitions in the theories: risk,
gradient, Hessian form, regressor, Sigma, norms and imbalances of layers. The facts are about the witness as it is; the
numbers in them are found in floating point, or exactly, and decided by the kernel. What the facts contradict is said in
one line, `because`, for whoever reads the record: that they do is arithmetic on the rationals that stand there.

What is not covered: readings about flows, products of random matrices and two-layer modes (their printed forms are
refuted by theorems of their own, see statements.toml); spectral norms and traces; S_min at another depth or width.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from numerics.instance import Instance
from theorems.rocq import recipes, recipes_descent, recipes_minimizers, recipes_steps, recipes_variants, toolchain
from theorems.rocq.build import DEFAULT, fresh
from theorems.rocq.certificate_text import HEADER
from theorems.rocq.certificates import Decided, NoCertificate, compile_text
from theorems.rocq.facts import text
from theorems.rocq.queries import parse_assumptions
from theorems.rocq.recipe_tools import Refutation
from theorems.rocq.sources import HOME

RECIPES: dict[str, Callable[[Instance], Refutation]] = {
    **recipes.RECIPES,
    **recipes_steps.RECIPES,
    **recipes_variants.RECIPES,
    **recipes_minimizers.RECIPES,
    **recipes_descent.RECIPES,
}

IN_ONE_FILE = 16  # as many witnesses share the second that loading the theories takes


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
    """Let the kernel decide refutations, some in one file, and in halves again when they do not all pass together.

    timeout: seconds for a file. Raises KernelUnavailable without Coq, and KernelTimeout. A stale build decides nothing.
    """
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    if stale := fresh(folder.resolve(), home):
        return [Decided(False, "", (), f"stale: {stale}", 0.0) for _ in witnesses]
    parts = (witnesses[i : i + IN_ONE_FILE] for i in range(0, len(witnesses), IN_ONE_FILE))
    return [d for part in parts for d in _together(part, folder, timeout)]


def _together(witnesses: Sequence[tuple[str, Refutation]], folder: Path, timeout: float) -> list[Decided]:
    parts = [text(r.networks, r.facts, f"Witness{i}") for i, (_, r) in enumerate(witnesses)]
    reports, complaint, seconds = _timed(HEADER + "".join(parts), folder, timeout)
    if complaint and len(witnesses) > 1:
        half = len(witnesses) // 2
        return [d for part in (witnesses[:half], witnesses[half:]) for d in _together(part, folder, timeout)]
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

"""Instances decided per CPU second, by reading and route: `python -m tests.benchmarks.instances`.

For every reading of the sharpness claims: building and deciding random instances (exact and ball arithmetic), replaying
them by the second evaluator in pure fractions (the plain version), and evaluating float64 batches. Compared in one run;
the ratios are what carries over to other machines.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from properties.decision import decide
from properties.optimise import ratios
from properties.search import random_case
from properties.strategies import lookup
from properties.witness import replay
from theorems import registry
from theorems.claim import Reading

CASES, REPLAYS, BATCH = 120, 12, 2000


def per_second(work: Callable[[], int]) -> float:
    started = time.process_time()
    done = work()
    return done / max(time.process_time() - started, 1e-9)


def measure(reading: Reading) -> tuple[float, float, float]:
    """(decided, replayed, evaluated in float64) per CPU second."""
    family, rng = lookup(reading.subject), np.random.default_rng(1)
    instances = [family.build(*random_case(family, i, rng)) for i in range(CASES)]

    def deciding() -> int:
        for instance in instances:
            decide(reading, instance)
        return len(instances)

    def replaying() -> int:
        for instance in instances[:REPLAYS]:
            replay(reading, instance)
        return REPLAYS

    def floating() -> int:
        shape = family.shapes[len(family.shapes) // 2]
        theta = rng.standard_normal((BATCH, family.parameters(shape)))
        ratios(reading, family, shape, theta)
        return BATCH

    return per_second(deciding), per_second(replaying), per_second(floating)


def main() -> None:
    print(f"{'reading':<48}{'decided/s':>11}{'replayed/s':>12}{'ratio':>8}{'float64/s':>12}")
    for claim in registry.select(["sharpness"]):
        for reading in claim.readings.values():
            exact, second, floats = measure(reading)
            print(f"{reading.key:<48}{exact:>11.0f}{second:>12.0f}{exact / second:>8.1f}{floats:>12.0f}")


if __name__ == "__main__":
    main()

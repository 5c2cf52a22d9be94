"""Making a counterexample small: greedy simplification that keeps the violation, decided exactly at every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from numerics.instance import Instance
from properties.decision import PRECISIONS, VIOLATED, Case, decide
from properties.strategies import Family, Shape
from theorems.claim import Reading


@dataclass(frozen=True)
class Candidate:
    """A violating instance with the free integers it was built from."""

    shape: Shape
    integers: tuple[int, ...]
    denominator: int
    instance: Instance
    case: Case

    @property
    def complexity(self) -> tuple[int, int]:
        """Bits of all numerators and denominators, then the length of the printed numbers."""
        numbers = [x for m in self.instance.matrices.values() for row in m for x in row]
        numbers += list(self.instance.numbers.values())
        bits = sum(x.numerator.bit_length() + x.denominator.bit_length() for x in numbers)
        return bits, len(self.instance.one_line())


def violating(
    reading: Reading, family: Family, shape: Shape, integers: tuple[int, ...], denominator: int
) -> Candidate | None:
    """The candidate when the instance violates the reading, decided in exact or ball arithmetic."""
    instance = family.build(shape, integers, denominator)
    case = decide(reading, instance, PRECISIONS[:3])
    return Candidate(shape, integers, denominator, instance, case) if case.status == VIOLATED else None


def shrink(reading: Reading, family: Family, found: Candidate, attempts: int = 250) -> Candidate:
    """Simplify until nothing helps or the attempts are used up; the result violates the reading."""
    left = attempts
    improved = True
    while improved and left > 0:
        improved = False
        for integers, denominator in _simpler(found):
            left -= 1
            if left <= 0:
                break
            try:
                smaller = violating(reading, family, found.shape, integers, denominator)
            except (ZeroDivisionError, ArithmeticError):
                continue
            if smaller is not None and smaller.complexity < found.complexity:
                found, improved = smaller, True
                break
    return found


def _simpler(found: Candidate) -> Iterator[tuple[tuple[int, ...], int]]:
    values, denominator = found.integers, found.denominator
    for smaller in (1, 2, 3, 4, 6, 8, 16):
        if smaller < denominator:
            yield tuple(round(x * smaller / denominator) for x in values), smaller
    order = sorted(range(len(values)), key=lambda i: -abs(values[i]))
    replacements: tuple[Callable[[int], int], ...] = (
        lambda x: 0,
        lambda x: denominator if x > 0 else -denominator,
        abs,
        lambda x: int(x / 2),
        lambda x: 2 * x,
        lambda x: x - (x > 0) + (x < 0),
    )
    for replace in replacements:
        for i in order:
            new = replace(values[i])
            if new != values[i]:
                yield (*values[:i], new, *values[i + 1 :]), denominator

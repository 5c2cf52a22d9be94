"""How much work a run puts into each reading, by profile."""

from __future__ import annotations

from dataclasses import dataclass, replace

MOST_TASKS = 2000


@dataclass(frozen=True)
class Budget:
    """Counts for a family of cost 1 (about a millisecond a case); costlier families get proportionally fewer."""

    name: str
    cases: int  # instances decided exactly or in balls, per reading
    chunk: int  # instances per task
    small: int  # trials per shape in the search through small integers
    hypothesis: int  # examples
    batch: int  # float64 population per shape
    generations: int  # rounds of local optimisation per shape
    shapes: int  # shapes that the float64 search visits
    seconds: float  # after which a task counts as out of time, an error; work is bounded by counts, not by the clock
    instances: int = 0  # random instances per reading whatever they cost; 0: as many as `cases` affords

    @property
    def option(self) -> str:
        """What to put after --budget for the same work."""
        return f"{self.name} --instances {self.instances}" if self.instances else self.name

    def share(self, cost: float, fewest: int = 24) -> tuple[int, int]:
        """(instances of a reading, instances in one task) for a family of that cost.

        A campaign of any size has at most MOST_TASKS tasks a reading, so that plan and results fit into memory.
        """
        count = self.instances or max(fewest, int(self.cases / cost))
        return count, max(8, int(self.chunk / cost), -(-count // MOST_TASKS))

    def thorough(self) -> Budget:
        """For false variants: the search stops at the first violation, so looking longer costs little."""
        return replace(
            self, small=2 * self.small, batch=2 * self.batch, generations=2 * self.generations, shapes=2 * self.shapes
        )


BUDGETS = {
    "quick": Budget("quick", 120, 60, 4, 20, 96, 8, 6, 60.0),
    "standard": Budget("standard", 1560, 390, 10, 60, 192, 16, 10, 180.0),
    "deep": Budget("deep", 20000, 1000, 40, 600, 2048, 80, 64, 3600.0),
}


class UnknownBudget(ValueError):
    """No such profile."""


def budget(name: str) -> Budget:
    if name not in BUDGETS:
        raise UnknownBudget(f"unknown budget {name!r}; use one of {', '.join(BUDGETS)}")
    return BUDGETS[name]

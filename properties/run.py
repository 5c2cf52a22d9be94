"""One run: plan the tasks, take from the cache what is there, run the rest, keep every result as it comes.

    Run(claims, budget, seed, ...)   then iterate `execute(jobs)` for progress; `results(reading)` afterwards

Interrupting loses at most the tasks that were under way: every finished one is in the cache, and the next run with the
same settings resumes from there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from properties import engine, strategies
from properties.budget import Budget
from properties.cache import Cache, closure, fingerprint
from properties.evidence import counts
from properties.plan import Result, Task, plan
from properties.probability import confirmation
from properties.tasks import run_task
from theorems.claim import Claim, Reading

Engine = Callable[[Iterable[tuple[int, Task]], Callable[[Task], Result]], Iterator[tuple[int, Result]]]


class Run:
    """The tasks of some claims with their results. extra: the user's own claim files (see theorems.registry)."""

    def __init__(
        self, claims: Sequence[Claim], budget: Budget, seed: int, cache: Cache | None, extra: Sequence[str] = ()
    ) -> None:
        self.claims, self.budget, self.seed, self.cache = claims, budget, seed, cache
        self._common = {"seed": seed, "budget": budget.name, "extra": list(extra)}
        self.planned = plan(claims, budget, seed, extra)
        self.tasks = list(self.planned)
        self._modules = {c.id: c.module for c in claims}
        self._files = tuple(f for place in extra for f in _files(Path(place)))
        self.done: dict[int, Result] = {}
        self.from_cache = 0
        self._keys: dict[int, str] = {}
        self._read = True
        self._look_up(0)
        self._derive()

    def start_afresh(self) -> None:
        """Forget what the cache gave; the results of this run will replace it there."""
        self.tasks, self.from_cache, self._read = list(self.planned), 0, False
        self.done.clear()

    def _look_up(self, start: int) -> None:
        if self.cache is None:
            return
        for index, task in enumerate(self.tasks[start:], start):
            self._keys[index] = self.cache.key(task, self._sources(task))
            result = self.cache.get(self._keys[index]) if self._read else None
            if result is not None:
                self.done[index] = {**result, "cached": True}
                self.from_cache += 1

    def _derive(self) -> None:
        """Add the tasks that depend on results: a rejected probability is confirmed by the second decision."""
        start = len(self.tasks)
        derived = {task["key"] for task in self.tasks if task["kind"] == "confirmation"}
        counted: dict[str, list[int]] = {}
        for index, task in enumerate(self.tasks):
            if task["kind"] == "probability" and task["key"] not in derived:
                counted.setdefault(task["key"], []).append(index)
        readings = {r.key: r for c in self.claims for r in c.readings.values()}
        for key, indices in counted.items():
            if all(i in self.done for i in indices):
                found = confirmation(readings[key], counts([self.done[i] for i in indices]))
                self.tasks += [] if found is None else [{**found, **self._common}]
        self._look_up(start)

    def _sources(self, task: Task) -> str:
        module = self._modules[task["key"].partition("#")[0]]
        machinery: tuple[str, ...] = ("properties.tasks", *strategies.modules())
        if task["kind"] == "symbolic":
            machinery = (*machinery, "theorems.symbolic")
        reachable = (module, *machinery) if closure([module]) else machinery
        return fingerprint(reachable, self._files)

    @property
    def remaining(self) -> list[tuple[int, Task]]:
        return [(i, t) for i, t in enumerate(self.tasks) if i not in self.done]

    def execute(self, jobs: int, through: Engine | None = None) -> Iterator[tuple[Task, Result]]:
        """Run what remains, yielding each task with its result once it is kept. Errors are kept out of the cache."""
        finished = -1
        while (todo := self.remaining) and len(self.done) > finished:
            finished = len(self.done)
            stream = through(todo, run_task) if through is not None else engine.run(todo, run_task, jobs)
            for index, result in stream:
                if index in self.done:  # a task that two workers finished counts once
                    continue
                self.done[index] = result
                if self.cache is not None and "error" not in result:
                    self.cache.put(self._keys[index], result)
                yield self.tasks[index], result
            self._derive()

    def results(self, reading: Reading) -> dict[str, list[Result]]:
        """The results of a reading by kind of task, in the order of the plan; those of its variants under `variant`."""
        found: dict[str, list[Result]] = {}
        for index, task in enumerate(self.tasks):
            own = task["key"] == reading.key or task["key"].startswith(f"{reading.key}/")
            if own and index in self.done:
                found.setdefault(task["kind"], []).append({**self.done[index], "key": task["key"]})
        return found


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.py")) if place.is_dir() else [place]

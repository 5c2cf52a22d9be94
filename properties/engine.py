"""Running plain tasks on this machine: in this process for one job, by joblib with loky for more.

Results come back as they finish, as (index, result). The set of results does not depend on the number of jobs, since
every task carries its own seed. Tasks are taken from an iterator as they are needed, WINDOW for each job at a time, and
the results of one window are handed over before the next begins, so that memory stays bounded whatever their number
and however slowly the results are taken. Consecutive tasks on the same instances go to one worker, which then computes
flows and spectra once for all of them. Beyond one machine the same tasks run on Dask (engine_dask, optional).
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, groupby, islice
from typing import Any

Task = dict[str, Any]
Result = dict[str, Any]

WINDOW = 1024  # the tasks of a standard run fit into one; workers wait for each other only between windows
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


Numbered = tuple[int, Task]


def in_turn(group: list[Numbered], worker: Callable[[Task], Result]) -> list[tuple[int, Result]]:
    """One worker's share: tasks that follow one another and look at the same instances."""
    return [(index, worker(task)) for index, task in group]


def company(numbered: Numbered) -> tuple[Any, ...]:
    """Equal for tasks that look at the same instances (see properties.plan); different for all others."""
    index, task = numbered
    return (task["subject"], task.get("number")) if "subject" in task else (index,)


def run(tasks: Iterable[Numbered], worker: Callable[[Task], Result], jobs: int) -> Iterator[tuple[int, Result]]:
    """Yield (index, result) in order of completion. jobs >= 1."""
    if jobs < 1:
        raise ValueError("jobs has to be at least 1")
    following = iter(tasks)
    first = list(islice(following, 2))
    if jobs == 1 or len(first) <= 1:
        for index, task in chain(first, following):
            yield index, worker(task)
        return
    from joblib import Parallel, delayed

    # loky replaces a worker whose memory has grown; its tasks are not lost, and the user need not hear of it
    warnings.filterwarnings("ignore", message="A worker stopped while some jobs were given")
    warnings.filterwarnings("ignore", message=r"\d+ tasks (have been successfully executed|which were still being)")
    for name in _THREADS:  # one thread per worker, set before the workers start
        os.environ.setdefault(name, "1")
    parallel = Parallel(n_jobs=jobs, return_as="generator_unordered", backend="loky", batch_size=1)
    following = chain(first, following)
    while window := list(islice(following, WINDOW * jobs)):
        groups = (list(group) for _, group in groupby(window, company))
        for results in parallel(delayed(in_turn)(group, worker) for group in groups):
            yield from results

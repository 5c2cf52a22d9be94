"""Running plain tasks on a Dask cluster: the same tasks, the same results, on more than one machine.

    run(tasks, worker, scheduler="tcp://host:port")    yields (index, result) as they finish
    connect("tcp://host:port")                         the same as an engine for `Run.execute`, checked at once

Optional: needs the extra `dask` (distributed). Every machine of the cluster needs this same version of the project; a
task is plain data and names its claim, so nothing but dictionaries travels. Guarantees:
    * a worker that dies loses nothing: its tasks are given to others, until Dask's own limit is reached (a task whose
      worker died more than `distributed.scheduler.allowed-failures` times, 3 by default), which raises TaskLost;
    * every index is yielded exactly once, whatever is recomputed in between;
    * at most `window` groups of tasks are under way at a time, so that memory stays bounded whatever their number; a
      group is what looks at the same instances, and runs on one worker, as on one machine (engine.company);
    * the results are those of one core, since every task carries its own seed;
    * one task at a time in a process: the precision of ball arithmetic belongs to the process, and two threads would
      change it under each other's hands. Workers with several threads are refused; one that joins later is held to
      one task by a lock;
    * a worker whose sources or engines differ from those here (by their hash) computes nothing: OtherVersion is raised;
    * a lost scheduler ends the run with one line; what is finished is kept.

What is not covered: starting a cluster; the user's own claim files, which every machine has to have; the time limit of
a task (properties.tasks), which needs a main thread that Dask's workers do not give it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from socket import gethostname
from threading import Lock
from typing import Any

import theorems
from properties import strategies
from properties.cache import fingerprint
from properties.engine import Numbered, company, in_turn

Task = dict[str, Any]
Result = dict[str, Any]

WINDOW_PER_THREAD = 4
CONNECT_SECONDS = 20


class NoDask(ImportError):
    """The optional dependency is missing; one line."""


class NoScheduler(ConnectionError):
    """No scheduler, or no worker, at the address; one line."""


class SeveralThreads(NoScheduler):
    """A worker has more than one thread; one line."""


class TaskLost(RuntimeError):
    """A task died with its worker again and again; one line."""


class OtherVersion(NoScheduler):
    """A worker has another version of the project or of an engine; one line."""


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=1)
def sources() -> str:
    """Hash of what decides here: the machinery, all claims, data files, versions of the engines."""
    claims = tuple(sorted(Path(theorems.__path__[0]).rglob("*.py")))
    return fingerprint(("properties.tasks", *strategies.modules()), claims)


def _alone(group: list[Numbered], worker: Callable[[Task], Result], expected: str) -> list[tuple[int, Result]]:
    with _ONE_AT_A_TIME:
        if sources() != expected:
            raise OtherVersion(f"the worker on {gethostname()} has other sources or engines than this machine")
        return in_turn(group, worker)


def connect(scheduler: str) -> Callable[[Iterable[tuple[int, Task]], Callable[[Task], Result]], Iterator[Any]]:
    """An engine bound to a scheduler. Raises NoDask or NoScheduler now rather than after planning."""
    _client(scheduler).close()

    def engine(tasks: Iterable[tuple[int, Task]], worker: Callable[[Task], Result]) -> Iterator[tuple[int, Result]]:
        return run(tasks, worker, scheduler=scheduler)

    return engine


def _client(scheduler: str) -> Any:
    """A connected client with at least one worker, all of them with one thread."""
    try:
        from distributed import Client
    except ImportError:
        raise NoDask("the Dask engine needs the package distributed: pip install 'lemmata[dask]'") from None
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise NoScheduler(f"no Dask scheduler at {scheduler}: {text}") from None
    threads = client.nthreads()
    most = max(threads.values(), default=0)
    if most == 1:
        return client
    client.close()
    if not threads:
        raise NoScheduler(f"the Dask scheduler at {scheduler} has no worker")
    raise SeveralThreads(f"a worker of {scheduler} has {most} threads; start workers with --nthreads 1 --nworkers -1")


def run(
    tasks: Iterable[tuple[int, Task]],
    worker: Callable[[Task], Result],
    *,
    scheduler: str,
    window: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[int, Result]]:
    """Yield (index, result) in order of completion. window: groups under way at a time; progress(done).

    Raises NoDask, NoScheduler, SeveralThreads, OtherVersion, TaskLost.
    """
    client = _client(scheduler)
    from distributed import KilledWorker, as_completed

    with client:
        threads = sum(client.nthreads().values())
        limit = window or max(2, WINDOW_PER_THREAD * threads)
        waiting = groupby(tasks, company)
        under_way = as_completed(loop=client.loop)
        done, yielded = 0, set[int]()

        def submit() -> bool:
            following = next(waiting, None)
            if following is None:
                return False
            under_way.add(client.submit(_alone, list(following[1]), worker, sources(), pure=False))
            return True

        for _ in range(limit):
            if not submit():
                break
        for future in under_way:
            try:
                results = future.result()
            except KilledWorker as error:
                raise TaskLost(f"a task was lost with its worker again and again: {str(error)[:200]}") from None
            except OtherVersion as error:
                raise OtherVersion(f"{error}; install the same version there, with its constraints.txt") from None
            except (CancelledError, OSError):
                raise NoScheduler(
                    f"the Dask scheduler at {scheduler} was lost; what is finished is kept, run the same command again"
                ) from None
            except Exception as error:  # tasks do not raise: this is a worker that cannot even start one
                text = " ".join(f"{type(error).__name__}: {error}".split())[:200]
                raise TaskLost(f"a worker cannot run the tasks ({text}); is it the same version there?") from None
            future.release()
            submit()
            for index, result in results:
                if index in yielded:
                    continue
                yielded.add(index)
                done += 1
                if progress is not None:
                    progress(done)
                yield index, result

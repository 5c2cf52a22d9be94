"""Running plain tasks on a Dask cluster: the same tasks, the same results, on more than one machine.

    run(tasks, worker, scheduler="tcp://host:port")    yields (index, result) as they finish
    connect("tcp://host:port")                         the same as an engine for `Run.execute`, checked at once

Optional: needs the extra `dask` (distributed). Every machine of the cluster needs this same version of the project; a
task is plain data and names its claim, so nothing but dictionaries travels. Guarantees:
    * a worker that dies loses nothing: its tasks are given to others (up to RETRIES times each);
    * every index is yielded exactly once, whatever is recomputed in between;
    * at most `window` tasks are under way at a time, so that memory stays bounded whatever their number;
    * the results are those of one core, since every task carries its own seed.

What is not covered: starting a cluster; workers that come back with another version of the project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

Task = dict[str, Any]
Result = dict[str, Any]

RETRIES = 5
WINDOW_PER_THREAD = 4
CONNECT_SECONDS = 20


class NoDask(ImportError):
    """The optional dependency is missing; one line."""


class NoScheduler(ConnectionError):
    """No scheduler, or no worker, at the address; one line."""


class TaskLost(RuntimeError):
    """A task died with its worker again and again; one line."""


def _numbered(index: int, task: Task, worker: Callable[[Task], Result]) -> tuple[int, Result]:
    return index, worker(task)


def connect(scheduler: str) -> Callable[[Iterable[tuple[int, Task]], Callable[[Task], Result]], Iterator[Any]]:
    """An engine bound to a scheduler. Raises NoDask or NoScheduler now rather than after planning."""
    _client(scheduler).close()

    def engine(tasks: Iterable[tuple[int, Task]], worker: Callable[[Task], Result]) -> Iterator[tuple[int, Result]]:
        return run(tasks, worker, scheduler=scheduler)

    return engine


def _client(scheduler: str) -> Any:
    """A connected client with at least one worker."""
    try:
        from distributed import Client
    except ImportError:
        raise NoDask("the Dask engine needs the package distributed: pip install 'lemmata[dask]'") from None
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        text = " ".join(str(error).split())[:120]
        raise NoScheduler(f"no Dask scheduler at {scheduler}: {text}") from None
    if not client.nthreads():
        client.close()
        raise NoScheduler(f"the Dask scheduler at {scheduler} has no worker")
    return client


def run(
    tasks: Iterable[tuple[int, Task]],
    worker: Callable[[Task], Result],
    *,
    scheduler: str,
    window: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[int, Result]]:
    """Yield (index, result) in order of completion. window: tasks under way at a time; progress(done).

    Raises NoDask, NoScheduler, TaskLost.
    """
    client = _client(scheduler)
    from distributed import KilledWorker, as_completed

    with client:
        threads = sum(client.nthreads().values())
        limit = window or max(2, WINDOW_PER_THREAD * threads)
        waiting = iter(tasks)
        under_way = as_completed(loop=client.loop)
        done, yielded = 0, set[int]()

        def submit() -> bool:
            following = next(waiting, None)
            if following is None:
                return False
            index, task = following
            future = client.submit(_numbered, index, task, worker, pure=False, retries=RETRIES)
            under_way.add(future)
            return True

        for _ in range(limit):
            if not submit():
                break
        for future in under_way:
            try:
                index, result = future.result()
            except KilledWorker as error:
                raise TaskLost(f"a task was lost with its worker {RETRIES} times: {str(error)[:200]}") from None
            future.release()
            submit()
            if index in yielded:
                continue
            yielded.add(index)
            done += 1
            if progress is not None:
                progress(done)
            yield index, result

"""Runs gradient descent on a batch of networks: chunks, progress, interruption and resumption, records on request.

    run(problem, W0, eta, steps)          the whole descent; endpoints only
    run(..., every=k, observe=f)          also f(weights) after 0, k, 2k, ... steps, in a list
    run(..., checkpoint=PATH)             state kept in PATH every `save_seconds`; a later call continues from it

Memory: the batch (twice), whatever `observe` returns for each record, nothing that grows with the number of steps.
For a sweep larger than memory, `in_blocks` cuts the lanes into blocks of bounded size.

What it guarantees: chunks, checkpoints and blocks do not change a bit of the result (each lane's arithmetic depends on
its own weights and learning rate only). What is not covered: stopping before `steps`; a lane runs to the end or
diverges.
"""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numerics.descent import kernels, reference
from numerics.descent.problem import Array, BadDescent, Problem, learning_rates

Observe = Callable[[Array], Any]
Progress = Callable[[int], None]
CHUNK_SECONDS = 0.2
BLOCK_MEGABYTES = 256.0


class DamagedCheckpoint(ValueError):
    """The checkpoint does not belong to this descent or cannot be read; delete it and run again."""


@dataclass(frozen=True)
class Descent:
    """weights: (B, L, D, D) at the end (of a diverged lane: where it diverged); diverged: step of divergence or -1.

    records: what `observe` returned, at the steps `recorded`.
    """

    weights: Array
    diverged: NDArray[np.int64]
    steps: int
    recorded: tuple[int, ...] = ()
    records: list[Any] = field(default_factory=list)

    @property
    def finite(self) -> NDArray[np.bool_]:
        """Lanes that did not diverge."""
        return self.diverged < 0


def run(
    problem: Problem,
    W0: Array,
    eta: Any,
    steps: int,
    *,
    every: int | None = None,
    observe: Observe | None = None,
    progress: Progress | None = None,
    checkpoint: Path | None = None,
    save_seconds: float = 5.0,
    compiled: bool = True,
    ceiling: float = reference.CEILING,
) -> Descent:
    """Gradient descent from W0 (B, L, D, D) with learning rate(s) eta, `steps` steps.

    progress(n) is called with the number of steps just done. Raises BadDescent for settings that make no sense,
    DamagedCheckpoint when `checkpoint` holds another descent.
    """
    W0, rates = problem.checked(W0), learning_rates(eta, len(W0))
    _check(steps, every, observe)
    key = _key(problem, W0, rates, steps, every, ceiling)
    weights, when, done, records = _resume(checkpoint, key, W0)
    advance = _compiled_path(problem, weights, rates, when, done, ceiling) if _can_compile(problem, compiled) else None
    saved = time.monotonic()
    if progress is not None and done:
        progress(done)
    chunk = 1
    while True:
        if every and observe is not None and done == len(records) * every:
            records.append(observe(weights))
        if done == steps:
            break
        wanted = min(chunk, steps - done, every * (done // every + 1) - done if every else steps)
        began = time.monotonic()
        if advance is not None:
            weights, when = advance(wanted, bool(checkpoint) or bool(every))
        else:
            weights, when = _numpy_path(problem, weights, rates, when, done, wanted, ceiling)
        done += wanted
        spent = time.monotonic() - began
        chunk = max(1, min(2 * wanted, int(wanted * CHUNK_SECONDS / max(spent, 1e-9)))) if wanted == chunk else chunk
        if progress is not None:
            progress(wanted)
        if checkpoint is not None and done < steps and time.monotonic() - saved > save_seconds:
            _save(checkpoint, key, weights, when, done, records)
            saved = time.monotonic()
    if advance is not None:
        weights, when = advance(0, True)
    if checkpoint is not None:
        checkpoint.unlink(missing_ok=True)
    final = ~(np.abs(problem.risks(weights)) <= ceiling) & (when < 0)
    when = np.where(final, steps, when)
    return Descent(weights, when, steps, tuple(i * (every or 0) for i in range(len(records))), records)


def in_blocks(problem: Problem, count: int, megabytes: float = BLOCK_MEGABYTES) -> Iterator[slice]:
    """Slices that cut `count` lanes into blocks whose weights, with the kernel's copies, stay below `megabytes`."""
    size = block_size(problem, megabytes)
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def block_size(problem: Problem, megabytes: float = BLOCK_MEGABYTES) -> int:
    """How many lanes make such a block, at least one group of the kernel."""
    lane = 8.0 * problem.L * problem.D**2 * 6
    return max(kernels.LANES, int(megabytes * 1e6 / lane) // kernels.LANES * kernels.LANES)


def _check(steps: Any, every: Any, observe: Observe | None) -> None:
    if isinstance(steps, bool) or not isinstance(steps, int | np.integer) or steps < 0:
        raise BadDescent(f"the number of steps is an integer >= 0, got {steps!r}")
    if every is not None and (not isinstance(every, int | np.integer) or every < 1 or observe is None):
        raise BadDescent(f"records need a function and a positive number of steps between them, got every={every!r}")


def _can_compile(problem: Problem, wanted: bool) -> bool:
    return wanted and problem.D <= kernels.WIDEST


def _compiled_path(
    problem: Problem, W: Array, rates: Array, when: NDArray[np.int64], done: int, ceiling: float
) -> Callable[[int, bool], tuple[Array, NDArray[np.int64]]]:
    state = kernels.State.of(problem, W, rates, when)
    state.time = done

    def advance(steps: int, look: bool) -> tuple[Array, NDArray[np.int64]]:
        if steps:
            kernels.advance(problem, state, steps, ceiling)
        return (state.weights(problem) if look else W), state.times.copy()

    return advance


def _numpy_path(
    problem: Problem, W: Array, rates: Array, when: NDArray[np.int64], done: int, steps: int, ceiling: float
) -> tuple[Array, NDArray[np.int64]]:
    alive = when < 0
    W, when = W.copy(), when.copy()
    W[alive], found = reference.descend(problem, W[alive], rates[alive], steps, ceiling)
    when[alive] = np.where(found >= 0, found + done, -1)
    return W, when


# Checkpoints


def _key(problem: Problem, W0: Array, rates: Array, steps: int, every: int | None, ceiling: float) -> str:
    digest = hashlib.sha256(repr((problem.widths, steps, every, ceiling, problem.y_squared)).encode())
    for a in (problem.covariance, problem.correlation, problem.readout, W0, rates):
        digest.update(np.ascontiguousarray(a).tobytes())
    return digest.hexdigest()


def _save(path: Path, key: str, W: Array, when: NDArray[np.int64], done: int, records: list[Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    with partial.open("wb") as file:
        np.savez(file, key=key, W=W, when=when, done=done, **{f"record{i}": r for i, r in enumerate(records)})
    partial.replace(path)


def _resume(path: Path | None, key: str, W0: Array) -> tuple[Array, NDArray[np.int64], int, list[Any]]:
    fresh: tuple[Array, NDArray[np.int64], int, list[Any]] = (W0, np.full(len(W0), -1, dtype=np.int64), 0, [])
    if path is None or not path.exists():
        return fresh
    try:
        with np.load(path, allow_pickle=False) as data:
            if str(data["key"]) != key:
                raise DamagedCheckpoint(f"{path}: belongs to other settings; delete it or name another file")
            records = [data[f"record{i}"] for i in range(sum(name.startswith("record") for name in data.files))]
            return data["W"], data["when"], int(data["done"]), records
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        if isinstance(error, DamagedCheckpoint):
            raise
        raise DamagedCheckpoint(f"{path}: not a checkpoint ({type(error).__name__}); delete it") from error

"""`compiled(...)`: numba's njit with a type, so that functions compiled by it stay checked by mypy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])

ORDERED = frozenset({"contract", "nsz"})  # products fused into sums; sums in the order written
REORDERED = ORDERED | {"reassoc"}  # sums may be reordered, which lets the compiler use vector instructions


def compiled(flags: frozenset[str] = ORDERED) -> Callable[[F], F]:
    """Compile at first call, keep the machine code in numba's cache. NaN and infinities keep their meaning."""

    def decorate(function: F) -> F:
        made: F = njit(cache=True, fastmath=set(flags), error_model="numpy", nogil=True)(function)
        return made

    return decorate

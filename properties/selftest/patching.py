"""Putting changed code into the running process, and taking it out again.

A patch changes the text (or the syntax tree) of a module. The changed module is compiled, never executed: only the code
objects of its functions are exchanged inside the existing function objects, so that every place that has imported a
function sees the change, and nothing else happens. Restoring puts the old code objects back.

Not covered: module-level constants and defaults of parameters, which belong to no function's code.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any


class BadPatch(ValueError):
    """The patch does not apply to the source as it is now; one line."""


@lru_cache(maxsize=64)
def source(module: str) -> str:
    path = importlib.import_module(module).__file__
    assert path is not None
    return Path(path).read_text(encoding="utf-8")


def replaced(module: str, old: str, new: str) -> ast.Module:
    """The module's tree with one piece of text exchanged; it has to occur exactly once."""
    text = source(module)
    if text.count(old) != 1:
        raise BadPatch(f"{module}: {old!r} occurs {text.count(old)} times, once expected; adapt the patch to the code")
    return ast.parse(text.replace(old, new))


def _functions(code: CodeType) -> Iterator[CodeType]:
    """Code of functions and methods, without those nested in functions (they travel with the outer one)."""
    for item in code.co_consts:
        if isinstance(item, CodeType):
            if item.co_flags & inspect.CO_NEWLOCALS and item.co_flags & inspect.CO_OPTIMIZED:
                yield item
            else:  # the body of a class
                yield from _functions(item)


def _live(module: ModuleType, qualname: str) -> FunctionType | None:
    """The function object behind a qualified name, under whatever wraps it."""
    found: Any = module
    for part in qualname.split("."):
        found = vars(found).get(part)
        if found is None:
            return None
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, cached_property):
        found = found.func
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    found = inspect.unwrap(found)
    return found if isinstance(found, FunctionType) else None


@lru_cache(maxsize=64)
def _compiled(module: str, path: str) -> dict[str, CodeType]:
    """The module's code objects as they are without a change, by name."""
    return {c.co_qualname: c for c in _functions(compile(ast.parse(source(module)), path, "exec"))}


@contextmanager
def planted(module: str, tree: ast.Module) -> Iterator[int]:
    """Run with the changed code; yields how many functions differ (0: the patch changes nothing)."""
    live = importlib.import_module(module)
    path = str(live.__file__)
    changed = {c.co_qualname: c for c in _functions(compile(tree, path, "exec"))}
    kept = _compiled(module, path)
    exchanged: list[tuple[FunctionType, CodeType]] = []
    try:
        for name, code in changed.items():
            function = _live(live, name)
            if (
                function is None
                or code == kept.get(name)
                or len(code.co_freevars) != len(function.__code__.co_freevars)
            ):
                continue
            exchanged.append((function, function.__code__))
            function.__code__ = code
        forget()
        yield len(exchanged)
    finally:
        for function, code in exchanged:
            function.__code__ = code
        forget()


def forget() -> None:
    """Drop what was computed by other code."""
    from properties import cache, decision

    decision._shared.cache_clear()
    for cached in (cache._imports, cache.fingerprint):
        cached.cache_clear()

"""Results of finished tasks, kept on disk under the hash of everything they depend on.

key = sha256 of the task, the source of the claim's file and of all project modules it and the machinery import (found
by reading import statements, so that a change in a callee changes the key), the data files beside them, and versions
of the engines. Entries carry a checksum; a damaged entry is recomputed, and that is said. Writing is atomic, so an
interruption or a second process never leaves half an entry.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PROJECT = ("numerics", "theorems", "properties")
ENGINES = ("python-flint", "numpy", "scipy", "sympy", "hypothesis", "numba", "mpmath")


class UnwritableCache(OSError):
    """The cache folder cannot be written; one line."""


@lru_cache(maxsize=1)
def engine_versions() -> dict[str, str]:
    found = {}
    for name in ENGINES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


@lru_cache(maxsize=512)
def _file_of(module: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin) if spec is not None and spec.origin and spec.origin.endswith(".py") else None


@lru_cache(maxsize=512)
def _imports(path: Path, module: str) -> tuple[str, ...]:
    """Project modules that a file imports, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    found.discard(module)
    return tuple(sorted(name for name in found if name.split(".")[0] in PROJECT))


def closure(modules: Iterable[str]) -> dict[str, Path]:
    """All project modules reachable by imports, with their files."""
    reached: dict[str, Path] = {}
    waiting = list(modules)
    while waiting:
        module = waiting.pop()
        path = _file_of(module)
        if path is None or module in reached:
            continue
        reached[module] = path
        parents = [module.rsplit(".", i)[0] for i in range(1, module.count(".") + 1)]
        waiting += [*parents, *_imports(path, module)]
    return dict(sorted(reached.items()))


def _data_of(modules: Iterable[str]) -> list[Path]:
    """Data files that lie beside the reached modules, or in a folder `data` there: what they read may decide too."""
    folders = {path.parent for path in closure(modules).values()}
    return sorted(f for folder in folders for place in (folder, folder / "data") for f in place.glob("*.json"))


@lru_cache(maxsize=512)
def fingerprint(modules: tuple[str, ...], files: tuple[Path, ...] = ()) -> str:
    """Hash of the sources that the modules reach, of further files, and of the engines' versions."""
    digest = hashlib.sha256(json.dumps(engine_versions(), sort_keys=True).encode())
    for name, path in closure(modules).items():
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    for path in (*_data_of(modules), *files):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


class Cache:
    """Entries of one folder. `damaged` counts entries that failed their checksum and were dropped."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.damaged = folder, 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe"):
                pass
        except OSError as error:
            raise UnwritableCache(f"cannot write to the cache folder {folder}: {error.strerror}") from None

    def key(self, task: dict[str, Any], sources: str) -> str:
        text = json.dumps(task, sort_keys=True) + sources
        return hashlib.sha256(text.encode()).hexdigest()

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"

    def get(self, key: str) -> dict[str, Any] | None:
        """The result under the key, or None; a damaged entry counts as absent."""
        path = self._path(key)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            result = data["result"]
            if data["key"] != key or data["checksum"] != _checksum(result) or not isinstance(result, dict):
                raise ValueError("checksum")
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.damaged += 1
            with suppress(OSError):
                path.unlink()
            return None
        return result

    def put(self, key: str, result: dict[str, Any]) -> None:
        """Keep a result. Raises UnwritableCache (a full disk, say) without leaving half an entry behind."""
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".entry")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as out:
                    json.dump({"key": key, "checksum": _checksum(result), "result": result}, out)
                os.replace(temporary, path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise UnwritableCache(f"cannot write to the cache folder {self.folder}: {error.strerror}") from None


def _checksum(result: Any) -> str:
    return hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()

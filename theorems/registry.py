"""Finds claims: every `Claim` in a module of the source folders, or in a folder of the user's own.

Dropping a file in is all it takes. Claim files in folders outside the project (`--claims PATH`) are loaded the same
way.
"""

from __future__ import annotations

import difflib
import hashlib
import importlib
import importlib.util
import inspect
import pkgutil
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from theorems.claim import Claim, Reading

PACKAGES = ("theorems.marion_chizat_2024", "theorems.gidel_2019")


class UnknownClaim(LookupError):
    """No claim of that name; the message names the nearest ones."""


class BadClaimFile(ValueError):
    """A claim file cannot be loaded; one line."""


@lru_cache(maxsize=8)
def claims(extra: tuple[str, ...] = ()) -> dict[str, Claim]:
    """All claims by id, in order of id. extra: folders (or files) with further claim files."""
    found: dict[str, Claim] = {}
    for module in _project_modules():
        _collect(module, found)
    for place in extra:
        for path in _files(Path(place)):
            _collect(_load(path), found)
    return dict(sorted(found.items()))


def _project_modules() -> Iterable[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
            if not info.name.startswith("_"):
                yield importlib.import_module(f"{name}.{info.name}")


def _files(place: Path) -> list[Path]:
    if place.is_dir():
        return sorted(p for p in place.glob("*.py") if not p.name.startswith("_"))
    if place.is_file():
        return [place]
    raise BadClaimFile(f"{place}: no such file or folder of claims")


def _load(path: Path) -> ModuleType:
    place = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]  # the same in every process
    name = f"lemmata_claims_{place}_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise BadClaimFile(f"{path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BadClaimFile(f"{path}: {type(error).__name__}: {error}") from error
    return module


def _collect(module: ModuleType, found: dict[str, Claim]) -> None:
    for value in list(vars(module).values()):
        if isinstance(value, Claim) and value.module in ("", module.__name__):
            if value.id in found and found[value.id] is not value:
                raise BadClaimFile(f"two claims are called {value.id}")
            if not value.readings:
                raise BadClaimFile(f"claim {value.id} has no reading")
            value.module = module.__name__
            value.about = inspect.cleandoc(module.__doc__ or "")
            found[value.id] = value


def claim(id: str, extra: tuple[str, ...] = ()) -> Claim:
    """Raises UnknownClaim with the nearest names."""
    known = claims(extra)
    if id in known:
        return known[id]
    near = difflib.get_close_matches(id, known, n=3, cutoff=0.3) or list(known)[:3]
    raise UnknownClaim(f"unknown claim {id!r}; nearest: {', '.join(near)}")


def reading(key: str, extra: tuple[str, ...] = ()) -> Reading:
    """The reading `claim#name`, or the false variant `claim#name/label`."""
    id, _, name = key.partition("#")
    of = claim(id, extra)
    base, _, label = name.partition("/")
    if base not in of.readings:
        raise UnknownClaim(f"claim {id} has no reading {base!r}; it has {', '.join(of.readings)}")
    if not label:
        return of.readings[base]
    for variant in of.readings[base].false_variants:
        if variant.name == name:
            return variant
    raise UnknownClaim(f"{id}#{base} has no false variant {label!r}")


def select(patterns: Iterable[str], extra: tuple[str, ...] = ()) -> list[Claim]:
    """Claims by id, or by the part before the slash; all of them for no pattern."""
    wanted = list(patterns)
    known = claims(extra)
    if not wanted:
        return list(known.values())
    chosen: dict[str, Claim] = {}
    for pattern in wanted:
        group = {id: c for id, c in known.items() if id.split("/")[0] == pattern.rstrip("/")}
        chosen |= group or {pattern: claim(pattern, extra)}
    return [chosen[id] for id in sorted(chosen)]


def used_by(known: dict[str, Claim]) -> dict[str, tuple[str, ...]]:
    """For each id the claims that rest on it."""
    return {id: tuple(sorted(c.id for c in known.values() if id in c.rests_on)) for id in known}

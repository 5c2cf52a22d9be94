"""Compile the theories outside of the source tree, and know whether compiled files belong to the sources.

Main statements
    build(folder)        compile into `folder`, unless it holds a fresh build already
    fresh(folder)        "" when every compiled file belongs to the present sources and Coq, else the reason

A build leaves a stamp: the digest of the sources, the fingerprint of Coq and the SHA-256 of every copied source and of
every compiled file. `fresh` compares contents, not times: an edited source, a compiled file put in from elsewhere, a
stamp that was tampered with, another Coq, all make a build stale. Compilation happens in a new folder beside it, which
then takes its place; only what is unchanged together with all it rests on is carried over (reuse.py). Sources that
contain an escape hatch (see sources.py) are not compiled at all.

Measured: 142 files in about 300 CPU seconds, at most 850 MB a job; the questions of a check take 35 more.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from theorems.rocq import toolchain
from theorems.rocq.reuse import carry_over, unchanged
from theorems.rocq.sources import HOME, Sources, load

DEFAULT = Path(".lemmata") / "rocq"
STAMP = "stamp.json"
Progress = Callable[[str], None]


class BuildFailed(RuntimeError):
    """The theories do not compile or contain an escape hatch; the message quotes the first complaint."""


@dataclass(frozen=True)
class Built:
    """A compiled project. seconds: 0 when the folder held it already."""

    folder: Path
    digest: str
    files: int
    seconds: float


def silent(_: str) -> None:
    """The progress report of who wants none."""


def build(folder: Path = DEFAULT, progress: Progress = silent, home: Path = HOME, jobs: int = 2) -> Built:
    """Compile the theories into `folder` with coq_makefile. Raises KernelUnavailable, KernelTimeout, BuildFailed."""
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    sources = load(home)
    if sources.forbidden():
        raise BuildFailed(f"escape hatch in the sources: {sources.forbidden()[0]}")
    folder = folder.resolve()
    with _alone(folder):
        return _build(folder, sources, progress, home, jobs)


def _build(folder: Path, sources: Sources, progress: Progress, home: Path, jobs: int) -> Built:
    why = fresh(folder, home)
    if not why:
        return Built(folder, sources.digest(), len(sources.files), 0.0)
    start = time.perf_counter()
    if folder.exists() and any(folder.iterdir()) and not (folder / "_CoqProject").exists():
        raise BuildFailed(f"{folder} holds other files; name an empty folder or a former build")
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{folder.name}.part."))
    try:
        kept = _former(folder, sources)
        progress(f"compiling {len(sources.files) - len(kept)} of {len(sources.files)} theory files ({why})")
        _compile(part, sources, jobs, folder, kept)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    seconds = time.perf_counter() - start
    progress(f"compiled in {seconds:.0f} s")
    return Built(folder, sources.digest(), len(sources.files), seconds)


def _former(folder: Path, sources: Sources) -> list[str]:
    """What of the build in `folder` may be kept: nothing when its record is missing, damaged or of another Coq."""
    try:
        stamp = read_checked(folder / STAMP)
    except (FileNotFoundError, ValueError):
        return []
    return unchanged(folder, sources, stamp) if stamp.get("coq") == toolchain.fingerprint() else []


def fresh(folder: Path, home: Path = HOME) -> str:
    """Empty when `folder` holds a build of exactly the present sources by the present Coq; else why not."""
    try:
        stamp = read_checked(folder / STAMP)
    except FileNotFoundError:
        return "not compiled yet"
    except ValueError as complaint:
        return str(complaint)
    sources = load(home)
    if stamp.get("sources") != sources.digest():
        return "the sources have changed since they were compiled"
    if stamp.get("coq") != toolchain.fingerprint():
        return "compiled by another Coq or with other libraries"
    recorded = stamp.get("files")
    if not isinstance(recorded, dict) or recorded != _hashes(folder, sources):
        return "a compiled file is not the one that was compiled from these sources"
    return ""


def write_checked(path: Path, payload: dict[str, Any]) -> None:
    """Write JSON with its own checksum; readers see the old file or the new one, never half of one."""
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False)
    whole = json.dumps({"checksum": hashlib.sha256(text.encode()).hexdigest(), "payload": payload}, ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as f:
        f.write(whole)
    os.replace(temporary, path)


def read_checked(path: Path) -> dict[str, Any]:
    """The payload of `write_checked`. Raises FileNotFoundError, or ValueError when the file is damaged."""
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        data = json.loads(text)
        payload = data["payload"]
        again = json.dumps(payload, sort_keys=True, ensure_ascii=False)
        if not isinstance(payload, dict) or data["checksum"] != hashlib.sha256(again.encode()).hexdigest():
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path.name} is damaged") from None
    return payload


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One build of a folder at a time: the second worker waits and then finds a fresh build."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.parent / f"{folder.name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _compile(folder: Path, sources: Sources, jobs: int, former: Path, kept: list[str]) -> None:
    (folder / "theories").mkdir()
    (folder / "_CoqProject").write_text(sources.project, encoding="utf-8")
    for name, text in sources.files:
        (folder / "theories" / f"{name}.v").write_text(text, encoding="utf-8")
    carry_over(former, folder, kept)
    _run(["coq_makefile", "-f", "_CoqProject", "-o", "Makefile.coq"], folder, 60)
    _run(["make", "-f", "Makefile.coq", f"-j{jobs}"], folder, 900)
    payload = {"sources": sources.digest(), "coq": toolchain.fingerprint(), "files": _hashes(folder, sources)}
    write_checked(folder / STAMP, payload)


def _hashes(folder: Path, sources: Sources) -> dict[str, str]:
    found = {}
    for name in sources.modules:
        for suffix in (".v", ".vo"):
            path = folder / "theories" / f"{name}{suffix}"
            found[path.name] = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
    for extra in (folder / "theories").glob("*.vo"):
        found.setdefault(extra.name, "not one of the project's files")
    return found


def _run(command: list[str], folder: Path, timeout: float) -> None:
    outcome = toolchain.run(command, cwd=folder, timeout=timeout)
    if outcome.returncode:
        lines = outcome.stderr.splitlines()
        at = next((i for i, line in enumerate(lines) if line.startswith("Error")), max(0, len(lines) - 3))
        raise BuildFailed(f"{command[0]}: " + " ".join(s.strip() for s in lines[max(0, at - 1) : at + 4])[:400])

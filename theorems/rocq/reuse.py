"""Which compiled files of a former build are still those of the present sources.

Main statements
    unchanged(folder, sources, stamp)   modules whose source, and all they rest on, are as they were compiled
    carry_over(old, new, modules)       copies them with their times, so that `make` compiles only the others

A module rests on every module that its text mentions outside comments: more than it requires, never less. A file is
taken only when its contents have the hash that was recorded after it was compiled; the kernel compares the digests of
what a file was compiled against once more when it loads it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from theorems.rocq.sources import Sources, without_comments

SUFFIXES = (".v", ".vo", ".vos", ".vok", ".glob")


def rests_on(sources: Sources) -> dict[str, set[str]]:
    """For each module the others that its text mentions."""
    names = set(sources.modules)
    return {m: names & set(re.findall(r"\w+", without_comments(text))) - {m} for m, text in sources.files}


def unchanged(folder: Path, sources: Sources, stamp: Mapping[str, Any]) -> list[str]:
    """The modules of `sources` whose compiled files in `folder` may be kept; none when the options differ."""
    if _options((folder / "_CoqProject").read_text(encoding="utf-8")) != _options(sources.project):
        return []
    recorded = stamp.get("files")
    if not isinstance(recorded, dict):
        return []
    needs = rests_on(sources)
    kept = {m for m, text in sources.files if _same(folder / "theories", m, text, recorded)}
    while lost := {m for m in kept if not needs[m] <= kept}:
        kept -= lost
    return [m for m in sources.modules if m in kept]


def carry_over(old: Path, new: Path, modules: Iterable[str]) -> None:
    """Copy what was compiled of these modules from one build folder to another."""
    for module in modules:
        for suffix in SUFFIXES:
            name = f"{module}{suffix}"
            if (old / "theories" / name).exists():
                shutil.copy2(old / "theories" / name, new / "theories" / name)


def _same(theories: Path, module: str, text: str, recorded: Mapping[str, Any]) -> bool:
    compiled = theories / f"{module}.vo"
    return (
        recorded.get(f"{module}.v") == hashlib.sha256(text.encode()).hexdigest()
        and compiled.exists()
        and recorded.get(f"{module}.vo") == hashlib.sha256(compiled.read_bytes()).hexdigest()
        and (theories / f"{module}.v").exists()
        and (theories / f"{module}.v").read_text(encoding="utf-8") == text
    )


def _options(project: str) -> list[str]:
    return [line for line in project.splitlines() if not line.startswith("theories/")]

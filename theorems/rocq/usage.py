"""Which theorem rests on which: read from the compiler's cross references, to find what no claim needs.

Main statements
    uses(folder)            for each theorem and definition of a build the ones its proof or body mentions
    unused(folder, named)   theorems reachable from none of `named`

The cross references (.glob files) are written by coqc beside the compiled files; they are not part of what is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from theorems.rocq.sources import load

_DECLARED = re.compile(r"^(?:prf|var|def|rec|ind|constr|proj|thm) (\d+):\d+ (\S+) (\S+)$")
_MENTIONED = re.compile(r"^R(\d+):\d+ Lemmata\.(\w+) (\S+) (\S+) \S+$")


def uses(folder: Path) -> dict[str, set[str]]:
    """Qualified name -> qualified names mentioned between its declaration and the next one in the same file."""
    found: dict[str, set[str]] = {}
    for module in load().modules:
        lines = (folder / "theories" / f"{module}.glob").read_text(encoding="utf-8", errors="replace").splitlines()
        marks: list[tuple[int, str]] = []
        mentions: list[tuple[int, str]] = []
        for line in lines:
            if declared := _DECLARED.match(line):
                marks.append((int(declared[1]), f"{module}.{declared[3]}"))
            elif mentioned := _MENTIONED.match(line):
                mentions.append((int(mentioned[1]), f"{mentioned[2]}.{mentioned[4].rpartition(chr(46))[2]}"))
        for at, name in mentions:
            before = [m for m in marks if m[0] <= at]
            if before:
                found.setdefault(max(before)[1], set()).add(name)
        for _, name in marks:
            found.setdefault(name, set())
    return found


def unused(folder: Path, named: Iterable[str]) -> list[str]:
    """Theorems that neither are in `named` nor are used, directly or not, by one that is."""
    graph = uses(folder)
    reached: set[str] = set()
    todo = list(named)
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo.extend(graph.get(name, ()))
    return [t for t in load().theorems() if t not in reached]

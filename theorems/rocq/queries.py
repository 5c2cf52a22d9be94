"""Questions to the kernel: small Rocq files that print statements, definitions and assumptions.

Main statements
    print_statements(...)    each theorem as the kernel prints it, and the SHA-256 of its form without any notation
    print_definitions(...)   the SHA-256 of each definition, printed without any notation
    assumptions(...)         what Print Assumptions reports for groups of theorems
    parse_assumptions(text)  such a report as names; anything that is not an axiom stays as the line it is

What is not covered: judging the answers (kernel.py).
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from theorems.rocq import toolchain
from theorems.rocq.axioms import Family
from theorems.rocq.build import BuildFailed


def print_statements(folder: Path, family: Family, names: Sequence[str]) -> dict[str, tuple[str, str]]:
    """For each name: the statement as the kernel prints it, and the SHA-256 of its form without any notation."""
    if not names:
        return {}
    modules = sorted({n.partition(".")[0] for n in names})
    lines = [family.prelude, f"From Lemmata Require Import {' '.join(modules)}.", "Set Printing Width 100."]
    lines += [f"{_mark(n)}\nCheck @{n}." for n in names]
    readable = _sections(_query(folder, "\n".join(lines)))
    raw = [f"From Lemmata Require {' '.join(modules)}.", "Set Printing All.", "Set Printing Width 100000."]
    raw += [f"{_mark(n)}\nCheck @{n}." for n in names]
    full = _sections(_query(folder, "\n".join(raw)))
    return {n: (readable[n].partition(":")[2].strip(), sha(full[n])) for n in names}


def assumptions(folder: Path, family: Family, groups: Sequence[Sequence[str]]) -> list[list[str]]:
    """For each group of theorems the assumptions of all of them together, sorted."""
    modules = sorted({n.partition(".")[0] for group in groups for n in group})
    lines = [f"From Lemmata Require {' '.join(modules)}.", "Set Printing Width 100000."]
    for i, group in enumerate(groups):
        body = " ".join(f"let _ := @{n} in" for n in group)
        lines += [f"Definition group_{i} := {body} I.", _mark(str(i)), f"Print Assumptions group_{i}."]
    reports = _sections(_query(folder, "\n".join(lines)))
    return [parse_assumptions(reports[str(i)]) for i in range(len(groups))]


def parse_assumptions(report: str) -> list[str]:
    """The names in a report of Print Assumptions; a line of any other kind is returned as it stands."""
    if report.strip() == "Closed under the global context":
        return []
    lines = [line for line in report.splitlines() if line.strip()]
    if not lines or lines[0] != "Axioms:":
        return ["unexpected report: " + " ".join(report.split())[:200]]
    found = set()
    for line in lines[1:]:
        if line[0].isspace():
            continue
        axiom = re.match(r"[\w.']+(?=\s*:|$)", line)
        found.add(axiom[0] if axiom else line.strip())
    return sorted(found)


def print_definitions(folder: Path, names: Sequence[str]) -> dict[str, str]:
    if not names:
        return {}
    modules = sorted({n.partition(".")[0] for n in names})
    lines = [f"From Lemmata Require {' '.join(modules)}.", "Set Printing All.", "Set Printing Width 100000."]
    lines += [f"{_mark(n)}\nPrint {n}." for n in names]
    return {n: sha(text) for n, text in _sections(_query(folder, "\n".join(lines))).items()}


def _mark(name: str) -> str:
    return f'Goal True. idtac "@@{name}". exact I. Qed.'


def _sections(output: str) -> dict[str, str]:
    parts = {}
    for part in output.split("@@")[1:]:
        name, _, body = part.partition("\n")
        parts[name.strip()] = body
    return parts


def _query(folder: Path, text: str) -> str:
    with tempfile.TemporaryDirectory(prefix="lemmata-kernel-") as scratch:
        source = Path(scratch) / "query.v"
        source.write_text(text + "\n", encoding="utf-8")
        command = ["coqc", "-q", "-w", "none", "-R", str(folder / "theories"), "Lemmata", str(source)]
        outcome = toolchain.run(command, cwd=Path(scratch), timeout=600)
    if outcome.returncode:
        raise BuildFailed(f"the kernel rejects a query: {' '.join(outcome.stderr.split())[-300:]}")
    return outcome.stdout


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

"""The Rocq sources as text: which files, which theorems, and nothing that would let a proof be skipped.

Main statements
    load(folder)            the theory files of _CoqProject, in its order
    Sources.digest()        SHA-256 of all of them, _CoqProject included
    Sources.forbidden()     every escape hatch outside comments and strings: Admitted, Axiom, bypassed checks, ...
    Sources.theorems()      qualified names `file.theorem` of all theorems and lemmas
    Sources.definitions()   the same for definitions, fixpoints and types

What is not covered: whether the proofs are right (the kernel's business) and whether they say what a claim says
(statements.py). The scan is a second line of defence: the kernel's own report of assumptions is the first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent

_THEOREM = re.compile(r"^\s*(?:#\[[^\]]*\]\s*)?(?:Theorem|Lemma|Corollary|Proposition|Fact|Remark)\s+([\w']+)", re.M)
_DEFINITION = re.compile(
    r"^\s*(?:Definition|(?:Co)?Fixpoint|Inductive|Variant|Record|Structure|Class|Canonical|Instance)\s+([\w']+)", re.M
)
_FORBIDDEN = re.compile(
    r"\b(Admitted|admit|give_up|Axioms?|Parameters?|Conjectures?|bypass_check|Guard\s+Checking|Positivity\s+Checking"
    r"|Universe\s+Checking|Declare\s+ML|Load|Add\s+(?:Rec\s+)?LoadPath|Unsafe|type_in_type|Abort)\b"
)
_PROJECT_LINE = re.compile(r"(-R theories Lemmata|-arg -w|-arg [-,\w]*|theories/[a-z0-9_]+\.v)$")


class BadSources(ValueError):
    """The theory files do not form a project; the message says which line or file."""


@dataclass(frozen=True)
class Sources:
    """The text of _CoqProject and of the theory files, in the order of _CoqProject."""

    project: str
    files: tuple[tuple[str, str], ...]  # (module name, text)

    def digest(self) -> str:
        """SHA-256 over the names and texts of all files."""
        whole = hashlib.sha256(self.project.encode())
        for name, text in self.files:
            whole.update(f"\0{name}\0{len(text)}\0".encode() + text.encode())
        return whole.hexdigest()

    @property
    def modules(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.files)

    def forbidden(self) -> list[str]:
        """One line `file.v:line: word` for every escape hatch outside comments and strings."""
        found = []
        for name, text in self.files:
            bare = without_comments(text)
            for hit in _FORBIDDEN.finditer(bare):
                found.append(f"{name}.v:{bare.count(chr(10), 0, hit.start()) + 1}: {' '.join(hit[1].split())}")
        return found

    def theorems(self) -> list[str]:
        """Qualified names of all theorems and lemmas, in reading order."""
        return [f"{m}.{t}" for m, text in self.files for t in _THEOREM.findall(without_comments(text))]

    def definitions(self) -> list[str]:
        """Qualified names of all definitions, fixpoints and types, in reading order."""
        return [f"{m}.{d}" for m, text in self.files for d in _DEFINITION.findall(without_comments(text))]


def load(folder: Path = HOME) -> Sources:
    """Read _CoqProject and the files it lists. Raises BadSources for an unknown option or a file not listed."""
    project = (folder / "_CoqProject").read_text(encoding="utf-8")
    names = []
    for line in filter(None, map(str.strip, project.splitlines())):
        if not _PROJECT_LINE.match(line):
            raise BadSources(f"_CoqProject: {line!r} is not a theory file or one of the options of this project")
        if line.startswith("theories/"):
            names.append(Path(line).stem)
    present = {p.stem for p in (folder / "theories").glob("*.v")}
    if present != set(names):
        raise BadSources(f"_CoqProject and theories/ differ in {', '.join(sorted(present ^ set(names)))}")
    return Sources(project, tuple((n, (folder / "theories" / f"{n}.v").read_text(encoding="utf-8")) for n in names))


def without_comments(text: str) -> str:
    """The text with comments (they nest) and strings blanked out, line numbers kept."""
    out, depth, i, quoted = [], 0, 0, False
    while i < len(text):
        pair = text[i : i + 2]
        if not quoted and pair == "(*":
            depth, i = depth + 1, i + 2
            out.append("  ")
        elif not quoted and depth and pair == "*)":
            depth, i = depth - 1, i + 2
            out.append("  ")
        else:
            keep = text[i] == "\n" or not (depth or quoted or text[i] == '"')
            if text[i] == '"':
                quoted = not quoted
            out.append(text[i] if keep else " ")
            i += 1
    return "".join(out)

"""The kernel route: which assumptions does the kernel report for a theorem, and is the theorem the one we mean?

Main statements
    check(theorems, folder)     one KernelResult for each qualified name `file.theorem`
    KernelResult.ok             the theorem exists in a fresh build of the present sources; every assumption reported
                                by the kernel is allowed in its file (axioms.py); the statement, and every definition
                                of the project, are those pinned in pins.json
    pin(folder)                 write pins.json anew: to be read, line by line, by whoever changes a statement
    python -m theorems.rocq.kernel [--build] [--check] [--pin] [--axioms] [--folder DIR]

The pins are why renaming, weakening or redefining something is noticed: a theorem with the right name and no axioms
still fails when it says something else than what was reviewed. Whole families of files are asked about, so that a
result does not depend on which of their theorems were wanted (questions.py); --axioms asks file by file. Results
are cached by the digest of all sources, the pins, and the fingerprint of Coq; a damaged cache is recomputed, and
said so.

What is not covered: whether a theorem says what a claim says; that is stated, and reviewed, in statements.py.
Reference: Print Assumptions, Coq reference manual 8.16, chapter "Vernacular commands".
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from theorems.rocq import toolchain
from theorems.rocq.axioms import FAMILIES, family_of
from theorems.rocq.build import DEFAULT, BuildFailed, Progress, build, fresh, read_checked, silent, write_checked
from theorems.rocq.queries import parse_assumptions, print_definitions, print_statements, sha
from theorems.rocq.questions import Answers, ask, axioms_by_file
from theorems.rocq.sources import HOME, BadSources, load
from theorems.rocq.toolchain import KernelTimeout, KernelUnavailable, available, reason

__all__ = [
    "KernelResult",
    "KernelUnavailable",
    "available",
    "build",
    "check",
    "checked_core",
    "parse_assumptions",
    "pin",
    "reason",
]

PINS = HOME / "pins.json"
CACHE = "results.json"
_NAME = re.compile(r"[a-z][a-z0-9_]*\.[A-Za-z_][\w']*$")


@dataclass(frozen=True)
class KernelResult:
    """What the kernel says of one theorem. `reason` is empty exactly when `ok`; `seconds` is 0 for cached results.

    assumptions: those of all `together` theorems that the kernel was asked about in one question, so the
    theorem's own are among them; exactly its own when together is 1, and when there are none.
    """

    name: str
    statement: str
    assumptions: tuple[str, ...]
    allowed: tuple[str, ...]
    ok: bool
    reason: str
    seconds: float
    cached: bool = False
    together: int = 1


def check(
    theorems: Sequence[str],
    folder: Path = DEFAULT,
    progress: Progress = silent,
    home: Path = HOME,
    rebuild: bool = True,
) -> dict[str, KernelResult]:
    """Ask the kernel about `theorems` (qualified names), compiling first unless `rebuild` is False.

    Raises KernelUnavailable without Coq, KernelTimeout, BuildFailed, BadSources. A theorem that does not exist, is
    stale, uses an axiom too many, or differs from its pin, gives a result with ok False, never an exception.
    """
    if toolchain.reason():
        raise KernelUnavailable(toolchain.reason())
    folder = folder.resolve()
    if rebuild:
        build(folder, progress, home)
    stale = fresh(folder, home)
    sources = load(home)
    if stale or sources.forbidden():
        why = f"stale: {stale}" if stale else f"escape hatch in the sources: {sources.forbidden()[0]}"
        return {t: KernelResult(t, "", (), (), False, why, 0.0) for t in theorems}
    pins = _read_pins(home)
    key = _key(sources.digest(), pins)
    known = _read_cache(folder, key, progress)
    asked = {family_of(t.partition(".")[0]).name for t in set(theorems) & set(sources.theorems()) if t not in known}
    if asked:
        wanted = [t for t in sources.theorems() if family_of(t.partition(".")[0]).name in asked]
        progress(f"asking the kernel about {len(wanted)} theorems")
        start = time.perf_counter()
        answers = ask(folder, wanted, sources.definitions())
        seconds = (time.perf_counter() - start) / len(wanted)
        known |= {t: _judge(t, answers, pins, seconds) for t in wanted}
        write_checked(folder / CACHE, {"key": key, "results": {n: asdict(r) for n, r in known.items()}})
    return {t: known.get(t) or _missing(t) for t in theorems}


def _missing(name: str) -> KernelResult:
    return KernelResult(name, "", (), (), False, "no theorem of this name in the theories", 0.0)


def _judge(name: str, answers: Answers, pins: dict[str, dict[str, str]], seconds: float) -> KernelResult:
    family = family_of(name.partition(".")[0])
    used, together = answers.assumed[name]
    statement, digest = answers.statements[name]
    pinned = pins.get("statements", {}).get(name)
    extra = sorted(set(used) - family.axioms)
    if extra:
        why = f"assumes more than its file may: {', '.join(extra)}"
    elif pinned is None:
        why = "its statement is not pinned, so nobody has reviewed it"
    elif pinned != digest:
        why = "its statement differs from the pinned one"
    else:
        why = _definitions_differ(answers.definitions, pins)
    allowed = tuple(sorted(family.axioms))
    return KernelResult(name, statement, tuple(used), allowed, not why, why, seconds, together=together)


def _definitions_differ(now: dict[str, str], pins: dict[str, dict[str, str]]) -> str:
    pinned = pins.get("definitions", {})
    changed = [n for n in sorted(set(now) | set(pinned)) if now.get(n) != pinned.get(n)]
    return f"definitions differ from the pinned ones: {', '.join(changed[:5])}" if changed else ""


def checked_core(folder: Path = DEFAULT, modules: Iterable[str] = (), timeout: float = 3000) -> str:
    """`coqchk`, the independent checker, on compiled files; its report of axioms. Minutes; for the deep profile."""
    names = [f"Lemmata.{m}" for m in modules]
    command = ["coqchk", "-silent", "-o", "-R", "theories", "Lemmata", *names]
    outcome = toolchain.run(command, cwd=folder.resolve(), timeout=timeout)
    if outcome.returncode:
        raise BuildFailed(f"coqchk: {outcome.stderr.strip()[-300:]}")
    return outcome.stdout + outcome.stderr


def pin(folder: Path = DEFAULT, home: Path = HOME, progress: Progress = silent) -> int:
    """Write pins.json for all theorems and definitions; returns the number of theorems."""
    build(folder, progress, home)
    sources, folder = load(home), folder.resolve()
    statements: dict[str, str] = {}
    for family in FAMILIES:
        mine = [t for t in sources.theorems() if family_of(t.partition(".")[0]) is family]
        statements |= {n: digest for n, (_, digest) in print_statements(folder, family, mine).items()}
    definitions = print_definitions(folder, sources.definitions())
    text = json.dumps({"definitions": definitions, "statements": statements}, indent=0, sort_keys=True)
    (home / PINS.name).write_text(text + "\n", encoding="utf-8")
    return len(statements)


def _read_pins(home: Path) -> dict[str, dict[str, str]]:
    path = home / PINS.name
    pins: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return pins


def _key(digest: str, pins: dict[str, dict[str, str]]) -> str:
    return sha(f"{digest}\0{json.dumps(pins, sort_keys=True)}\0{toolchain.fingerprint()}\0{sha(_own_text())}")


def _own_text() -> str:
    """This route's own rules are part of what a result depends on."""
    files = ("kernel.py", "questions.py", "queries.py", "axioms.py", "sources.py")
    return "".join((HOME / f).read_text(encoding="utf-8") for f in files)


def _read_cache(folder: Path, key: str, progress: Progress) -> dict[str, KernelResult]:
    try:
        payload = read_checked(folder / CACHE)
        if payload["key"] != key:
            return {}
        results: dict[str, KernelResult] = {}
        for name, r in payload["results"].items():
            fields = {**r, "assumptions": tuple(r["assumptions"]), "allowed": tuple(r["allowed"])}
            results[name] = KernelResult(**{**fields, "seconds": 0.0, "cached": True})
        return results
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError) as complaint:
        progress(f"cached kernel results are unusable ({complaint}); asking again")
        return {}


def _by_family(results: Iterable[KernelResult]) -> Iterable[str]:
    """One line a family: its files, and what all their theorems together rest on."""
    used: dict[str, set[str]] = {}
    for r in results:
        used.setdefault(r.name.partition(".")[0], set()).update(r.assumptions)
    for family in FAMILIES:
        files = [module for module in used if family_of(module) is family]
        axioms = sorted(set().union(*(used[module] for module in files)))
        yield f"{family.name}: {len(files)} files, " + (f"axioms {', '.join(axioms)}" if axioms else "no axiom")


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line of `make proofs`. Exit status 0: built, every theorem accepted; 1: not; 2: no Coq."""
    parser = argparse.ArgumentParser(prog="python -m theorems.rocq.kernel", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--build", action="store_true", help="only compile the theories")
    parser.add_argument("--check", action="store_true", help="compile, then ask the kernel about every theorem")
    parser.add_argument("--pin", action="store_true", help="compile, then write the pinned statements anew")
    parser.add_argument("--axioms", action="store_true", help="with --check: also the axioms of every single file")
    parser.add_argument("--folder", type=Path, default=DEFAULT, help="where compiled files go (default %(default)s)")
    options = parser.parse_args(arguments)
    start = time.perf_counter()
    try:
        done = build(options.folder, print)
        print(f"{available()}: {done.files} files, {len(load().theorems())} theorems, {done.seconds:.0f} s")
        if options.pin:
            print(f"pinned {pin(options.folder)} statements")
        if not options.check:
            return 0
        results = check(load().theorems(), options.folder, print)
        exactly = axioms_by_file(options.folder.resolve(), load().theorems()) if options.axioms else {}
    except KernelUnavailable as why:
        print(f"UNSUPPORTED: {why}", file=sys.stderr)
        return 2
    except (BuildFailed, BadSources, KernelTimeout) as why:
        print(f"FAILED: {why}", file=sys.stderr)
        return 1
    for line in _by_family(results.values()):
        print(line)
    for module, axioms in exactly.items():
        print(f"  {module}: {', '.join(axioms) or 'no axiom'}")
    bad = [r for r in results.values() if not r.ok]
    for r in bad:
        print(f"REJECTED {r.name}: {r.reason}")
    print(f"{len(results) - len(bad)} of {len(results)} theorems accepted, {time.perf_counter() - start:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())

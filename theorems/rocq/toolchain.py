"""Where Coq is, which version, and how its programs are run.

Main statements
    available()      "Coq 8.16.1 ..." or None, with reason() saying why it cannot be used
    fingerprint()    what the outcome of a check depends on besides the sources: Coq and its libraries
    run(...)         a Coq program with a clean environment, a time limit and no configuration file of the user

Nothing here is needed to import Lemmata: without Coq the kernel route is UNSUPPORTED and says why.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

VERSIONS = ("8.16.",)  # tested; others are refused rather than guessed at
LIBRARIES = ("mathcomp/algebra", "mathcomp/ssreflect", "mathcomp/algebra_tactics", "mathcomp/analysis", "Coquelicot")


class KernelUnavailable(RuntimeError):
    """Coq or one of its libraries is missing; the message says what to install."""


class KernelTimeout(RuntimeError):
    """A Coq program exceeded its time limit."""


def available() -> str | None:
    """The version of a usable Coq, or None."""
    version, why = _probe()
    return None if why else version


def reason() -> str:
    """Why Coq cannot be used; empty when it can."""
    return _probe()[1]


@functools.cache
def _probe() -> tuple[str, str]:
    tools = [t for t in ("coqc", "coq_makefile", "make") if shutil.which(t) is None]
    if tools:
        return "", f"{', '.join(tools)} not found; install Coq 8.16 and MathComp (Debian: see CONTRIBUTING.md)"
    version = run(["coqc", "--print-version"], timeout=60).stdout.split()[0]
    if not version.startswith(VERSIONS):
        return version, f"Coq {version} found, {' or '.join(v + 'x' for v in VERSIONS)} needed"
    missing = [lib for lib in LIBRARIES if not any(_library(lib).glob("**/*.vo"))]
    if missing:
        return version, f"Coq {version} found, but not its libraries {', '.join(missing)}"
    return f"Coq {version}", ""


@functools.cache
def _contrib() -> Path:
    return Path(run(["coqc", "-where"], timeout=60).stdout.strip()) / "user-contrib"


def _library(name: str) -> Path:
    return _contrib() / name


@functools.cache
def fingerprint() -> str:
    """Version of Coq and, for every library, the number and total size of its compiled files."""
    if reason():
        raise KernelUnavailable(reason())
    parts = [available() or ""]
    for name in LIBRARIES:
        sizes = [p.stat().st_size for p in _library(name).glob("**/*.vo")]
        parts.append(f"{name}:{len(sizes)}:{sum(sizes)}")
    return " ".join(parts)


def run(command: Sequence[str], *, cwd: Path | None = None, timeout: float) -> subprocess.CompletedProcess[str]:
    """Run a Coq program, output captured as text. Raises KernelTimeout after `timeout` seconds."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("COQ", "OCAMLRUNPARAM", "MAKE"))}
    try:
        return subprocess.run(
            list(command), cwd=cwd, env=environment, capture_output=True, text=True, timeout=timeout, check=False
        )
    except subprocess.TimeoutExpired:
        raise KernelTimeout(f"{command[0]} did not finish within {timeout:.0f} s") from None

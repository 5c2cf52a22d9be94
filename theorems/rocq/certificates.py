"""Certificates about one network that the kernel decides: bounds on its sharpness, and that it is a minimizer.

Main statements
    upper(instance, bound)      data proving  S(W) <= bound   (any W: the Hessian form is at most bound)
    lower(instance, bound)      data proving  S(W) >= bound   (a direction in which the Hessian is that large)
    minimal(instance)           data proving that W satisfies the normal equations (W minimizes the risk when p != 0)
    certify(certificates)       let the kernel decide them; one Decided each
    Certificate.to_json         plain data: what is stored, sent, replayed

The kernel gets the instance (integers over common denominators) and a few numbers found in floating point: for an upper
bound a rounded Cholesky factor, for a lower bound a direction. It recomputes the Hessian from the network by a program
proved correct (theories/network_program.v), so a wrong certificate, a wrong Hessian on this side, or a bound that does
not hold, all end in a rejection, never in a wrong proof. Nothing found in floating point is believed.

What is not covered: bounds without a gap (upper needs bound > S(W) by about 1e-10 relative; equality needs another
certificate). Measured: 60 parameters take 3 s for both bounds on one core, of which 1 s is loading libraries.
"""

from __future__ import annotations

import math
import re
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance
from numerics.network import Network
from theorems.rocq import toolchain
from theorems.rocq.build import DEFAULT, fresh
from theorems.rocq.certificate_text import HEADER, Certificate, in_units, network_term, source, statement
from theorems.rocq.queries import parse_assumptions
from theorems.rocq.sources import HOME

__all__ = [
    "HEADER",
    "Certificate",
    "Decided",
    "NoCertificate",
    "certify",
    "in_units",
    "integer_hessian",
    "lower",
    "minimal",
    "network_term",
    "source",
    "statement",
    "upper",
]


class NoCertificate(ValueError):
    """No certificate was found: the bound does not hold, or with too small a gap. The message gives both sides."""


@dataclass(frozen=True)
class Decided:
    """What the kernel says of a certificate: the statement it proved, or why it refused."""

    ok: bool
    statement: str
    assumptions: tuple[str, ...]
    reason: str
    seconds: float


def integer_hessian(instance: Instance, refine: int = 1, unit: int = 1) -> list[list[int]]:
    """The Hessian of the integer network, from numerics (not from the Rocq program)."""
    net = Network.of(instance, Rationals())
    scale = in_units(instance, refine, unit).scale(net.n)
    H = net.hessian
    size = net.A.shape(H)[0]
    rows = [[_fraction(net.A.entry(H, i, j)) / scale for j in range(size)] for i in range(size)]
    return [[int(x) for x in row] for row in rows]


def upper(instance: Instance, bound: Fraction, refine: int = 0, unit: int = 1) -> Certificate:
    """A certificate of S(W) <= bound. refine, unit: as for `in_units`; 0: as fine as needed. Raises NoCertificate."""
    refine = refine or refined(instance, bound, unit)
    T = integer_hessian(instance, refine, unit)
    shift = math.floor(bound / in_units(instance, refine, unit).scale(len(instance.matrices["X"])))
    found = cholesky([[(shift if i == j else 0) - t for j, t in enumerate(row)] for i, row in enumerate(T)])
    if found is None:
        raise NoCertificate(f"no certificate for S(W) <= {float(bound):.12g}; S(W) is about {top(instance):.12g}")
    return Certificate("upper", instance, bound, found[0], shift, refine, found[1], unit)


def refined(instance: Instance, bound: Fraction, unit: int = 1) -> int:
    """A refinement of the denominators at which rounding the bound costs less than a part in 10^12."""
    n, refine = len(instance.matrices["X"]), 1
    while bound / in_units(instance, refine, unit).scale(n) < 2**40:
        refine *= 2**10
    return refine


def lower(instance: Instance, bound: Fraction, refine: int = 1, unit: int = 1) -> Certificate:
    """A certificate of S(W) >= bound: a direction, found in floating point, rounded. Raises NoCertificate."""
    T = integer_hessian(instance, refine, unit)
    scale = in_units(instance, refine, unit).scale(len(instance.matrices["X"]))
    _, vectors = np.linalg.eigh(_floats(T)[0])
    for bits in (8, 16, 24, 32, 40):
        v = [round(float(x) * 2**bits) for x in vectors[:, -1]]
        attained = sum(a * t * b for a, row in zip(v, T) if a for t, b in zip(row, v))
        if any(v) and attained * scale >= bound * sum(a * a for a in v):
            return Certificate("lower", instance, bound, 1, 0, refine, (tuple(v),), unit)
    raise NoCertificate(f"no direction for S(W) >= {float(bound):.12g}; S(W) is about {top(instance):.12g}")


def top(instance: Instance) -> float:
    """The largest eigenvalue of the Hessian in floating point: a candidate, believed by nobody."""
    net = Network.of(instance, Rationals())
    size = net.A.shape(net.hessian)[0]
    H = [[float(_fraction(net.A.entry(net.hessian, i, j))) for j in range(size)] for i in range(size)]
    return float(np.linalg.eigvalsh(np.array(H))[-1])


def _fraction(x: Any) -> Fraction:
    exact = to_fraction(x)
    if exact is None:
        raise NoCertificate("the instance is not rational")
    return exact


def minimal(instance: Instance) -> Certificate:
    """A certificate that W satisfies the normal equations (nothing to search; the kernel computes)."""
    return Certificate("minimal", instance)


def _floats(T: list[list[int]]) -> tuple[Any, float]:
    """T divided by a power of two so that its entries fit floats, and that power."""
    power = max(max((abs(x).bit_length() for row in T for x in row), default=0) - 60, 0)
    return np.array([[float(Fraction(x, 2**power)) for x in row] for row in T]), 2.0**power


def cholesky(A: list[list[int]]) -> tuple[int, tuple[tuple[int, ...], ...]] | None:
    """K and integer vectors l with K A - sum l l^T diagonally dominant; None when none is found."""
    matrix, power = _floats(A)
    size = len(A)
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest <= 0:
        return None
    factor = np.linalg.cholesky(matrix - smallest / 2 * np.eye(size))
    for bits in range(0, 64, 2):
        root = math.isqrt(int(power)) if power > 1 else 1
        K, stretch = 4**bits, 2.0**bits * root
        if root * root != int(power):  # odd powers: move the factor 2 into the vectors
            stretch = 2.0**bits * math.sqrt(power)
        vectors = tuple(tuple(round(float(x) * stretch) for x in factor[:, k]) for k in range(size))
        if _dominant(A, K, vectors):
            return K, vectors
    return None


def _dominant(A: list[list[int]], K: int, vectors: Sequence[Sequence[int]]) -> bool:
    size = len(A)
    rest = [[K * A[i][j] - sum(v[i] * v[j] for v in vectors) for j in range(size)] for i in range(size)]
    return all(rest[i][i] >= sum(abs(x) for j, x in enumerate(rest[i]) if j != i) for i in range(size))


def certify(
    certificates: Sequence[Certificate], folder: Path = DEFAULT, home: Path = HOME, timeout: float = 120
) -> list[Decided]:
    """Let the kernel decide certificates, each on its own when they do not all pass together.

    Raises KernelUnavailable without Coq and KernelTimeout. A stale build decides nothing.
    """
    if toolchain.reason():
        raise toolchain.KernelUnavailable(toolchain.reason())
    stale = fresh(folder.resolve(), home)
    if stale:
        return [Decided(False, "", (), f"stale: {stale}", 0.0) for _ in certificates]
    if not certificates:
        return []
    start = time.perf_counter()
    output, complaint = compile_text(source(certificates), folder.resolve(), timeout)
    seconds = (time.perf_counter() - start) / len(certificates)
    if complaint and len(certificates) > 1:
        return [d for c in certificates for d in certify([c], folder, home, timeout)]
    if complaint:
        return [Decided(False, "", (), f"the kernel rejects it: {complaint}", seconds)]
    decided = []
    for i, c in enumerate(certificates):
        used = tuple(parse_assumptions(output.get(f"certificate{i}", "")))
        why = f"assumes {', '.join(used)}" if used else ""
        decided.append(Decided(not used, statement(c), used, why, seconds))
    return decided


def compile_text(text: str, folder: Path, timeout: float) -> tuple[dict[str, str], str]:
    """Compile a generated file against a build: reports by name of theorem, and why the kernel rejects it, if so."""
    with tempfile.TemporaryDirectory(prefix="lemmata-certificate-") as scratch:
        path = Path(scratch) / "certificate.v"
        path.write_text(text, encoding="utf-8")
        command = ["coqc", "-q", "-w", "none", "-R", str(folder / "theories"), "Lemmata", str(path)]
        outcome = toolchain.run(command, cwd=Path(scratch), timeout=timeout)
    sections = dict(re.findall(r"@@(\w+)\n([^@]*)", outcome.stdout))
    if not outcome.returncode:
        return sections, ""
    complaint = " ".join(outcome.stderr.split())
    if "certificate.v" in complaint and "erefl" in complaint:
        return sections, "the check computes to false"
    return sections, complaint.partition("Error:")[2][:300] or complaint[-300:]

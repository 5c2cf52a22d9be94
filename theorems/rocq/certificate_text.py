"""Certificates as data and as text: an instance in integers, and the file that the kernel decides.

Main statements
    in_units(instance)      the network in integers over common denominators, as the Rocq record `network` lists it
    Certificate             plain data: kind, instance, bound and the numbers that the kernel checks
    source(certificates)    a Rocq file with one theorem a certificate; the statements come from kind, instance and
                            bound alone, so a wrong certificate can only fail

What is not covered: finding certificates and asking the kernel (certificates.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from numerics.instance import Instance

Rows = list[list[int]]
KINDS = ("upper", "lower", "minimal")


@dataclass(frozen=True)
class Units:
    """A network as integers: W_k = layers / D, p = readout / G, X = data / E, y = targets / (E G D^L)."""

    layers: tuple[Rows, ...]
    readout: list[int]
    data: Rows
    targets: list[int]
    D: int
    G: int
    E: int

    @property
    def unit(self) -> int:
        return int(self.E * self.G * self.D ** len(self.layers))

    def scale(self, n: int) -> Fraction:
        """Hessian of the network = scale * Hessian of the integer network with risk |X pi - y|^2."""
        return Fraction(self.D**2, n * self.unit**2)


@dataclass(frozen=True)
class Certificate:
    """kind: one of KINDS. bound: the number certified. scale, vectors: K and rounded Cholesky factor, or a direction.

    shift: the bound in units of the integer network, whose readout is refined so that rounding it costs nothing.
    """

    kind: str
    instance: Instance
    bound: Fraction = Fraction(0)
    scale: int = 1
    shift: int = 0
    refine: int = 1
    vectors: tuple[tuple[int, ...], ...] = ()
    unit: int = 1

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "instance": self.instance.to_json(),
            "bound": str(self.bound),
            "scale": str(self.scale),
            "shift": str(self.shift),
            "refine": str(self.refine),
            "unit": str(self.unit),
            "vectors": [[str(v) for v in row] for row in self.vectors],
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Certificate:
        """Raises ValueError for anything that to_json does not write."""
        if data.get("kind") not in KINDS:
            raise ValueError(f"a certificate is one of {', '.join(KINDS)}")
        vectors = tuple(tuple(int(v) for v in row) for row in data["vectors"])
        instance = Instance.from_json(data["instance"])
        scale, shift, refine, unit = (int(data[name]) for name in ("scale", "shift", "refine", "unit"))
        return Certificate(data["kind"], instance, Fraction(data["bound"]), scale, shift, refine, vectors, unit)


def in_units(instance: Instance, refine: int = 1, unit: int = 1) -> Units:
    """The integer network of an instance. Enlarges the readout's denominator until the targets are integers.

    refine: a further factor of the denominators of data and readout; unit: what the layers' denominator has to be a
    multiple of, so that networks on the same data are listed in the same units.
    """
    m = instance.matrices
    flat = [x for w in instance.layers for row in w for x in row]
    D = math.lcm(unit, *(x.denominator for x in flat))
    E = refine * math.lcm(*(x.denominator for row in m["X"] for x in row))
    G = refine * math.lcm(*(row[0].denominator for row in m["p"]))
    whole = E * G * D ** len(instance.layers)
    G *= math.lcm(*((row[0] * whole).denominator for row in m["y"]))
    whole = E * G * D ** len(instance.layers)
    return Units(
        layers=tuple([[int(x * D) for x in row] for row in w] for w in instance.layers),
        readout=[int(row[0] * G) for row in m["p"]],
        data=[[int(x * E) for x in row] for row in m["X"]],
        targets=[int(row[0] * whole) for row in m["y"]],
        D=D,
        G=G,
        E=E,
    )


def statement(c: Certificate) -> str:
    """What the theorem says, in the notation of the claims."""
    if c.kind == "minimal":
        return "X^T (X pi(W) - y) = 0"
    return f"S(W) {'<=' if c.kind == 'upper' else '>='} {c.bound}"


def z(v: int) -> str:
    return f"({v})%coqZ" if v < 0 else f"{v}%coqZ"


def row(r: Sequence[int]) -> str:
    return "[:: " + "; ".join(f"({v})" if v < 0 else str(v) for v in r) + "]"


def rows(m: Sequence[Sequence[int]]) -> str:
    return "[:: " + ";\n  ".join(map(row, m)) + "]"


def network_term(instance: Instance, refine: int = 1, unit: int = 1) -> str:
    """The instance as a term of type `network`."""
    units = in_units(instance, refine, unit)
    widths = [len(instance.matrices["X"][0]), *(len(w) for w in instance.layers)]
    layers = layers_term(units)
    return (
        f"Network [:: {'; '.join(f'{w}%N' for w in widths)}] {len(instance.matrices['X'])}%N\n"
        f"  ({layers})%coqZ\n  ({row(units.readout)})%coqZ\n  ({rows(units.data)})%coqZ\n"
        f"  ({row(units.targets)})%coqZ\n  {z(units.D)} {z(units.G)} {z(units.E)}"
    )


def layers_term(units: Units) -> str:
    return "[:: " + ";\n  ".join(rows(w) for w in units.layers) + "]"


HEADER = """From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Lemmata Require Import frobenius deep_network least_squares gradient_first_layer hessian.
From Lemmata Require Import sharpness_lower_bound sharpness_unbounded descent.
From Lemmata Require Import binary_integers psd_program psd_certificate.
From Lemmata Require Import network_program network_certificate network_values.
From Lemmata Require Import network_facts network_minima network_steps network_power.
From Lemmata Require Import network_quantities.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with coqZ.
"""


def source(certificates: Sequence[Certificate]) -> str:
    """The file that the kernel decides: one theorem a certificate, each about the network of its instance."""
    parts = [HEADER]
    names: dict[tuple[Instance, int, int], str] = {}
    for i, c in enumerate(certificates):
        key = (c.instance, c.refine, c.unit)
        if key not in names:
            names[key] = f"net{len(names)}"
            parts.append(f"Definition {names[key]} : network := {network_term(*key)}.\n")
        parts.append(_theorem(f"certificate{i}", names[key], c))
    return "\n".join(parts)


def _theorem(name: str, net: str, c: Certificate) -> str:
    a, b = z(c.bound.numerator), z(c.bound.denominator)
    at = f"(samples {net})%:R^-1 (netX R {net}) (nety R {net}) (netp R {net}) (netW R {net})"
    if c.kind == "upper":
        check = upper_check(net, c)
        says, by = f"sharp_ub {at} (zr R {a} / zr R {b})", f"@network_upper R {net} _ _ _ _ _ {name}_check"
    elif c.kind == "lower":
        check = lower_check(net, c)
        says = f"forall S, sharp_ub {at} S -> zr R {a} / zr R {b} <= S"
        by = f"fun S => @network_lower_bound R {net} _ _ _ S {name}_check"
    else:
        check = f"normal_check {net}"
        says = f"normal_eq (netX R {net}) (nety R {net}) (regressor (netp R {net}) (netW R {net}))"
        by = f"@network_minimal R {net} {name}_check"
    return (
        f"Lemma {name}_check : {check} = true.\nProof. vm_cast_no_check (erefl true). Qed.\n"
        f"Theorem {name} (R : realFieldType) : {says}.\nProof. exact: ({by}). Qed.\n"
        f'Goal True. idtac "@@{name}". exact I. Qed.\nPrint Assumptions {name}.\n'
    )


def upper_check(net: str, c: Certificate) -> str:
    a, b = z(c.bound.numerator), z(c.bound.denominator)
    return f"upper_check {net} {a} {b} {z(c.shift)} {z(c.scale)} ({rows(c.vectors)})%coqZ"


def lower_check(net: str, c: Certificate) -> str:
    return f"lower_check {net} {z(c.bound.numerator)} {z(c.bound.denominator)} ({_direction(c)})%coqZ"


def _direction(c: Certificate) -> str:
    """The flat direction cut into layers and rows."""
    entries, layers = iter(c.vectors[0]), []
    for w in c.instance.layers:
        layers.append(rows([[next(entries) for _ in r] for r in w]))
    return "[:: " + ";\n  ".join(layers) + "]"

"""Facts about one network that the kernel decides, and refutations put together from them.

Main statements
    Facts(instance, others)    the networks of a refutation, all listed in the same units; its methods give Facts
    Fact                       a check that computes to true, the proposition it implies, and both in words
    text(name, networks, facts)  the Rocq theorem that states all facts of a refutation at once

The propositions are stated by means of the definitions of the theories (risk, sharp_ub, cov, regressor, ..) at the
network of the instance; theories/network_facts.v proves that each check implies its proposition. The rational numbers
A / B in them are found here, in floating point where they need not be exact, and believed by nobody: a number that is
too large or too small makes a check compute to false.

What is not covered: which facts refute which reading (refutations.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from numerics.instance import Instance
from theorems.rocq.certificate_text import in_units, layers_term, lower_check, network_term, row, rows, upper_check, z
from theorems.rocq.certificates import NoCertificate, cholesky, lower, refined, upper

_FINE = 2**40


@dataclass(frozen=True)
class Fact:
    """check: a boolean term; says: a proposition; proof: of `says`, from the check as its last argument."""

    check: str
    says: str
    proof: str
    words: str


class Facts:
    """The network of an instance, called `net` in Rocq, and other weights on the same data, `net1`, `net2`, ..."""

    def __init__(self, instance: Instance, others: Sequence[Instance] = (), finest: Fraction = Fraction(1)) -> None:
        """finest: the smallest bound on a sharpness that will be certified."""
        self.instances = (instance, *others)
        self.unit = math.lcm(*(in_units(i).D for i in self.instances))
        self.refine = max(2**20, *(refined(i, finest, self.unit) for i in self.instances))
        self.depth = len(instance.layers)

    def networks(self) -> str:
        """Definitions of the networks."""
        first = network_term(self.instances[0], self.refine, self.unit)
        lines = [f"Definition net : network := {first}."]
        for i, other in enumerate(self.instances[1:], 1):
            listed = layers_term(in_units(other, self.refine, self.unit))
            lines.append(f"Definition net{i} : network := with_layers net ({listed})%coqZ.")
        return "\n".join(lines) + "\n"

    def minimizes(self, i: int = 0) -> Fact:
        net = name(i)
        says = f"(forall V, {_risk(net, f'(netW R {net})')} <= {_risk(net, 'V')})"
        return Fact(f"normal_check {net}", says, f"@net_minimizes R {net}", f"W{mark(i)} minimizes R")

    def upper(self, bound: Fraction, i: int = 0) -> Fact:
        """S(W) <= bound. Raises NoCertificate."""
        c, net = upper(self.instances[i], bound, self.refine, self.unit), name(i)
        says = f"sharp_ub {_at(net)} ({ratio(bound)})"
        return Fact(upper_check(net, c), says, f"@network_upper R {net} _ _ _ _ _", f"S(W{mark(i)}) <= {bound}")

    def lower(self, bound: Fraction, i: int = 0) -> Fact:
        """S(W) >= bound. Raises NoCertificate."""
        c, net = lower(self.instances[i], bound, self.refine, self.unit), name(i)
        says = f"(forall S, sharp_ub {_at(net)} S -> {ratio(bound)} <= S)"
        proof = f"(fun k S => @network_lower_bound R {net} _ _ _ S k)"
        return Fact(lower_check(net, c), says, proof, f"S(W{mark(i)}) >= {bound}")

    def energy_above(self, bound: Fraction, m: int, i: int = 0) -> Fact:
        """bound < m pi^T Sigma pi."""
        net = name(i)
        says = f"{ratio(bound)} < {m}%:R * {_energy(net)}"
        words = f"{bound} < {m if m > 1 else ''} a rho^2".replace("  ", " ")
        return Fact(f"energy_above_check {net} {m} {pair(bound)}", says, f"@energy_above R {net} _ _ _", words)

    def less(self, small: Fraction, large: Fraction) -> Fact:
        A, B = (z(small.numerator), z(small.denominator)), (z(large.numerator), z(large.denominator))
        check = f"[&& Z.ltb Z0 {A[1]}, Z.ltb Z0 {B[1]} & Z.ltb (Z.mul {A[0]} {B[1]}) (Z.mul {B[0]} {A[1]})]"
        return Fact(check, f"{ratio(small)} < {ratio(large)}", "@ratio_lt R _ _ _ _", f"{small} < {large}")

    def cov_above(self) -> tuple[Fact, Fraction]:
        """Sigma >= bound > 0, and that bound: nearly the smallest eigenvalue. Raises NoCertificate."""
        gram, unit = self._gram()
        least = math.floor(float(np.linalg.eigvalsh(_array(gram))[0]) * (1 - 1e-9))
        found = cholesky([[x - (least if i == j else 0) for j, x in enumerate(r)] for i, r in enumerate(gram)])
        if least <= 0 or found is None:
            raise NoCertificate("Sigma is singular, or too near to it")
        bound = Fraction(least, unit)
        says = (
            f"(forall v : 'cV_(nth 0%N (widths net) 0), {ratio(bound)} * sqF v <= dot v (cov {UNIT} (netX R net) *m v))"
        )
        check = f"cov_above_check net {pair(bound)} {z(least)} {z(found[0])} ({rows(found[1])})%coqZ"
        return Fact(check, says, "@cov_above R net _ _ _ _ _", f"Sigma >= {bound}"), bound

    def cov_below(self) -> tuple[Fact, Fraction]:
        """Sigma <= bound, and that bound: nearly the largest eigenvalue. Raises NoCertificate."""
        gram, unit = self._gram()
        most = math.ceil(float(np.linalg.eigvalsh(_array(gram))[-1]) * (1 + 1e-9))
        found = cholesky([[(most if i == j else 0) - x for j, x in enumerate(r)] for i, r in enumerate(gram)])
        if found is None:
            raise NoCertificate("no certificate for the largest eigenvalue of Sigma")
        bound = Fraction(most, unit)
        says = (
            f"(forall v : 'cV_(nth 0%N (widths net) 0), dot v (cov {UNIT} (netX R net) *m v) <= {ratio(bound)} * sqF v)"
        )
        check = f"cov_below_check net {pair(bound)} {z(most)} {z(found[0])} ({rows(found[1])})%coqZ"
        return Fact(check, says, "@cov_below R net _ _ _ _ _", f"Sigma <= {bound}"), bound

    def no_readout(self) -> Fact:
        says = f"(forall V, {_risk('net', '(netW R net)')} <= {_risk('net', 'V')})"
        return Fact("no_readout_check net", says, "@no_readout R net", "p = 0, and W minimizes R")

    def not_optimal(self) -> Fact:
        says = f"~ normal_eq (netX R net) (nety R net) {_PI}"
        return Fact("not_optimal_check net", says, "@not_optimal R net", "Sigma (pi(W) - pi*) is not 0")

    def every_minimizer(self, bound: Fraction) -> Fact:
        """bound < S(V) at every minimizer V of the same data. Raises NoCertificate."""
        above, _ = self.cov_above()
        listed = above.check.removeprefix("cov_above_check net ")
        says = (
            f"(forall V S, (forall V', {_risk('net', 'V')} <= {_risk('net', chr(86) + chr(39))}) -> 0 <= S -> "
            f"sharp_ub {UNIT} {DATA} V S -> {ratio(bound)} < S)"
        )
        check = f"every_minimizer_check net {pair(bound)} {listed}"
        return Fact(check, says, "@every_minimizer R net _ _ _ _ _ _ _", f"{bound} < S(V) at every minimizer V")

    def layers_above(self, bound: Fraction, v: Fraction, inverses: Sequence[Fraction]) -> Fact:
        """bound < 2 a rho^(2-1/L) |p|^(1/L) sum 1/|W_k|_F; v: (|p|/rho)^(1/L), inverses: 1/|W_k|_F, both nearly."""
        down = [math.floor(x * _FINE * (1 - Fraction(1, 10**9))) for x in (v, *inverses)]
        check = f"layers_above_check net {pair(bound)} {z(down[0])} {z(_FINE)} ({row(down[1:])})%coqZ"
        words = f"{bound} < 2 a rho^(2-1/L) |p|^(1/L) sum 1/|W_k|_F"
        return Fact(check, _by_layers(bound, "<"), "@layers_above R net _ _ _ _ _", words)

    def layers_value(self, value: Fraction, v: Fraction, inverses: Sequence[Fraction]) -> Fact:
        """value = the right side of `layers_above`, where v and all inverses are rational."""
        unit = math.lcm(*(x.denominator for x in (v, *inverses)))
        rational = [int(x * unit) for x in (v, *inverses)]
        check = f"layers_value_check net {pair(value)} {z(rational[0])} {z(unit)} ({row(rational[1:])})%coqZ"
        words = f"{value} = 2 a rho^(2-1/L) |p|^(1/L) sum 1/|W_k|_F"
        return Fact(check, _by_layers(value, "="), "@layers_value R net _ _ _ _ _", words)

    def _gram(self) -> tuple[list[list[int]], int]:
        """X^T X in integers, and n E^2: Sigma is their ratio."""
        units = in_units(self.instances[0], self.refine, self.unit)
        columns = list(zip(*units.data))
        gram = [[sum(a * b for a, b in zip(r, s)) for s in columns] for r in columns]
        return gram, len(units.data) * units.E**2


def text(networks: str, facts: Sequence[Fact], module: str) -> str:
    """A module with one theorem `refuted`: the conjunction of all facts, for every real field."""
    parts = [f"Module {module}.\n{networks}"]
    for i, f in enumerate(facts):
        parts.append(f"Lemma check{i} : {f.check} = true.\nProof. vm_cast_no_check (erefl true). Qed.\n")
    says = " /\\\n  ".join(f.says for f in facts)
    proofs = [f"({f.proof} check{i})" for i, f in enumerate(facts)]
    proof = proofs[-1]
    for p in reversed(proofs[:-1]):
        proof = f"(conj {p} {proof})"
    parts.append(f"Theorem refuted (R : realFieldType) :\n  {says}.\nProof. exact: {proof}. Qed.\nEnd {module}.\n")
    parts.append(f'Goal True. idtac "@@{module}". exact I. Qed.\nPrint Assumptions {module}.refuted.\n')
    return "".join(parts)


UNIT = "(samples net)%:R^-1"
DATA = "(netX R net) (nety R net) (netp R net)"
_COLUMN = "'cV_(nth 0%N (widths net) 0)"
_PI = "(regressor (netp R net) (netW R net))"


def _energy(net: str) -> str:
    pi = f"(regressor (netp R net) (netW R {net}))"
    return f"dot {pi} (cov {UNIT} (netX R net) *m {pi})"


def _by_layers(value: Fraction, relation: str) -> str:
    return (
        f"(forall v s, 0 <= v -> v ^+ (depth net + depth net) * sqF {_PI} = sqF (netp R net) -> "
        "(forall k, (k < depth net)%N -> 0 <= s k /\\ s k ^+ 2 = sqF (netW R net k)) -> "
        f"{ratio(value)} {relation} 2%:R * {_energy('net')} * v * \\sum_(k < depth net) (s k)^-1)"
    )


def name(i: int) -> str:
    return "net" if i == 0 else f"net{i}"


def mark(i: int) -> str:
    return "'" * i


def _at(net: str) -> str:
    """The data of `net` (the same for all networks of a refutation) and the layers of this one."""
    return f"{UNIT} (netX R net) (nety R net) (netp R net) (netW R {net})"


def _risk(net: str, weights: str) -> str:
    return f"risk {UNIT} (netX R net) (nety R net) (netp R net) {weights}"


def ratio(x: Fraction) -> str:
    return f"zr R {z(x.numerator)} / zr R {z(x.denominator)}"


def pair(x: Fraction) -> str:
    return f"{z(x.numerator)} {z(x.denominator)}"


def _array(m: Sequence[Sequence[int]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[float(x) for x in r] for r in m])

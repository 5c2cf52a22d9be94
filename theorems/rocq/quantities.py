"""Facts about the numbers of a listed network: their exact values, roots of their ratios, critical points.

Main statements
    Exact(facts)               the numbers of the networks of a `Facts` (facts.py), exactly; its methods give Facts
    optimal(w)                 weights on the same data whose regressor is pi* of least norm

A quantity is R(W), pi^T Sigma pi, |pi|^2, |p|^2 or |W_k|_F^2; theories/network_quantities.v proves that each check
implies its proposition. A root t is given by t^m q = q'; the kernel gets two rationals and decides that t lies between.
What is not covered: which facts refute which reading (recipes_variants.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance
from numerics.network import Network
from theorems.rocq.certificate_text import row, z
from theorems.rocq.certificates import NoCertificate
from theorems.rocq.facts import DATA, UNIT, Fact, Facts, mark, name, pair, ratio
from theorems.rocq.recipe_tools import regressor, with_layers

_FINE = 2**40


@dataclass(frozen=True)
class Quantity:
    """name: of the constructor in Rocq; says: the value in Rocq; words: in the notation of the claims."""

    name: str
    says: str
    words: str
    value: Fraction
    net: str


class Exact:
    """Numbers of W^(i), the i-th network of `facts`."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def _at(self, i: int) -> tuple[Instance, str, str]:
        net = name(i)
        return self.facts.instances[i], net, f"(regressor (netp R net) (netW R {net}))"

    def risk(self, i: int = 0) -> Quantity:
        w, net, _ = self._at(i)
        m, pi = w.matrices, regressor(w)
        misses = (_along(x, pi) - y[0] for x, y in zip(m["X"], m["y"]))
        value = sum((x * x for x in misses), Fraction(0)) / len(m["X"])
        return Quantity("Risk", f"risk {UNIT} {DATA} (netW R {net})", f"R(W{mark(i)})", value, net)

    def energy(self, i: int = 0) -> Quantity:
        w, net, pi = self._at(i)
        rows = w.matrices["X"]
        value = sum((_along(x, regressor(w)) ** 2 for x in rows), Fraction(0)) / len(rows)
        says = f"dot {pi} (cov {UNIT} (netX R net) *m {pi})"
        return Quantity("Energy", says, f"pi^T Sigma pi at W{mark(i)}", value, net)

    def regressor(self, i: int = 0) -> Quantity:
        w, net, pi = self._at(i)
        value = sum((r[0] ** 2 for r in regressor(w)), Fraction(0))
        return Quantity("Regressor", f"sqF {pi}", f"|pi(W{mark(i)})|^2", value, net)

    def readout(self, i: int = 0) -> Quantity:
        w, net, _ = self._at(i)
        value = sum((r[0] ** 2 for r in w.matrices["p"]), Fraction(0))
        return Quantity("Readout", "sqF (netp R net)", "|p|^2", value, net)

    def layer(self, k: int, i: int = 0) -> Quantity:
        """|W_(k+1)|_F^2; layers count from 0, as in the theories."""
        w, net, _ = self._at(i)
        value = sum((x * x for r in w.layers[k] for x in r), Fraction(0))
        return Quantity(f"(Layer {k})", f"sqF (netW R {net} {k}%N)", f"|W{mark(i)}_{k + 1}|_F^2", value, net)

    def unity(self) -> Quantity:
        return Quantity("Unity", "1", "1", Fraction(1), "net")

    def of(self, q: Quantity) -> Fact:
        """q equals its value."""
        check, proof = f"quantity_check {q.net} {q.name} {pair(q.value)}", f"@quantity_is R {q.net} {q.name} _ _"
        return Fact(check, f"{q.says} = {ratio(q.value)}", proof, f"{q.words} = {q.value}")

    def root(self, m: int, q: Quantity, to: Quantity) -> tuple[Fact, Fraction, Fraction]:
        """Bounds of the t >= 0 with t^m q = q', both quantities of one network. Raises NoCertificate when q is 0."""
        if q.value <= 0:
            raise NoCertificate(f"{q.words} is 0")
        near = Fraction(float(to.value / q.value) ** (1 / m))
        low, high = math.floor(near * _FINE * (1 - _SLACK)), math.ceil(near * _FINE * (1 + _SLACK))
        net = q.net if q.name != "Unity" else to.net
        least, most = Fraction(low, _FINE), Fraction(high, _FINE)
        says = (
            f"(forall t, 0 <= t -> t ^+ {m} * {q.says} = {to.says} -> "
            f"zr R {z(low)} / zr R {z(_FINE)} <= t /\\ t <= zr R {z(high)} / zr R {z(_FINE)})"
        )
        check = f"root_check {net} {m}%N {q.name} {to.name} {z(low)} {z(high)} {z(_FINE)}"
        words = f"{float(least):.9g} <= t <= {float(most):.9g} where t^{m} {q.words} = {to.words}"
        return Fact(check, says, f"@root_between R {net} {m}%N {q.name} {to.name} _ _ _", words), least, most

    def critical(self, i: int = 0) -> Fact:
        net = name(i)
        says = f"(forall k, (k < depth net)%N -> grad {UNIT} {DATA} (netW R {net}) k = 0)"
        return Fact(f"critical_check {net}", says, f"@critical_point R {net}", f"W{mark(i)} is a critical point")

    def gradient(self, i: int = 0) -> list[tuple[Fact, Fraction]]:
        """Every entry of the gradient, and its value."""
        w, net, _ = self._at(i)
        N, found = Network.of(w, Rationals()), []
        for k, layer in enumerate(w.layers):
            for a, r in enumerate(layer):
                for b in range(len(r)):
                    value = _exact(N.A.entry(N.gradient(k + 1), a, b))
                    check = f"gradient_check {net} {k}%N {a}%N {b}%N {pair(value)}"
                    says = (
                        f"(forall (i : 'I_(nth 0%N (widths net) {k + 1})) (j : 'I_(nth 0%N (widths net) {k})), "
                        f"val i = {a}%N -> val j = {b}%N -> "
                        f"grad {UNIT} {DATA} (netW R {net}) {k}%N i j = {ratio(value)})"
                    )
                    words = f"dR/d(W{mark(i)}_{k + 1})_{a + 1},{b + 1} = {value}"
                    found.append((Fact(check, says, f"@gradient_is R {net} {k}%N {a}%N {b}%N _ _", words), value))
        return found

    def imbalance(self, k: int, a: int, b: int, i: int = 0) -> tuple[Fact, Fraction]:
        """Entry (a, b) of W_(k+2)^T W_(k+2) - W_(k+1) W_(k+1)^T, counted from 0, and its value."""
        w, net, _ = self._at(i)
        upper, lower = w.layers[k + 1], w.layers[k]
        value = sum((r[a] * r[b] for r in upper), Fraction(0))
        value -= sum((x * y for x, y in zip(lower[a], lower[b])), Fraction(0))
        check, size = f"imbalance_check {net} {k}%N {a}%N {b}%N {pair(value)}", f"'I_(nth 0%N (widths net) {k + 1})"
        D = f"((netW R {net} {k + 1}%N)^T *m netW R {net} {k + 1}%N - netW R {net} {k}%N *m (netW R {net} {k}%N)^T)"
        says = f"(forall i j : {size}, val i = {a}%N -> val j = {b}%N -> {D} i j = {ratio(value)})"
        words = f"(D{mark(i)}_{k + 1})_{a + 1},{b + 1} = {value}"
        return Fact(check, says, f"@imbalance_is R {net} {k}%N {a}%N {b}%N _ _", words), value

    def largest(self) -> tuple[Fact, Fraction]:
        """Lambda >= bound, and that bound: a direction in which Sigma is that large."""
        w = self.facts.instances[0]
        X = np.array([[float(x) for x in r] for r in w.matrices["X"]])
        v = [round(float(x) * 2**20) for x in np.linalg.eigh(X.T @ X)[1][:, -1]]
        along = sum((_along(r, [[Fraction(x)] for x in v]) ** 2 for r in w.matrices["X"]), Fraction(0))
        bound = along / (len(X) * sum(x * x for x in v))
        says = (
            f"(forall M, (forall u : 'cV_(nth 0%N (widths net) 0), dot u (cov {UNIT} (netX R net) *m u) <= M * sqF u) "
            f"-> {ratio(bound)} <= M)"
        )
        check = f"cov_at_least_check net {pair(bound)} ({row(v)})%coqZ"
        return Fact(check, says, "@cov_at_least R net _ _ _", f"Lambda >= {bound}"), bound


_SLACK = Fraction(1, 10**9)


def _along(x: Sequence[Fraction], v: Sequence[Sequence[Fraction]]) -> Fraction:
    return sum((a * b[0] for a, b in zip(x, v)), Fraction(0))


def _exact(x: Any) -> Fraction:
    found = to_fraction(x)
    if found is None:
        raise NoCertificate("the instance is not rational")
    return found


def optimal(w: Instance) -> Instance:
    """W_1 = e pi*^T / p_j, then units: the path through one neuron a layer. Raises NoCertificate when p is 0."""
    N, p = Network.of(w, Rationals()), [r[0] for r in w.matrices["p"]]
    j = next((j for j, x in enumerate(p) if x), None)
    if j is None:
        raise NoCertificate("the readout is 0")
    star = [_exact(N.A.entry(N.pi_star, k, 0)) for k in range(len(w.matrices["X"][0]))]
    ends = [0] * (len(w.layers) - 1) + [j]
    layers = []
    for k, layer in enumerate(w.layers):
        first = [x / p[j] for x in star] if k == 0 else [Fraction(int(b == 0)) for b in range(len(layer[0]))]
        layers.append([first if a == ends[k] else [Fraction(0)] * len(first) for a in range(len(layer))])
    return with_layers(w, layers)

"""The Rocq definitions, computed by vm_compute on rational networks, equal the Python ones."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from numerics.arithmetic import Rationals, to_fraction
from numerics.instance import Instance, network_instance
from numerics.network import Network
from theorems.rocq import certificates as c
from theorems.rocq import toolchain

CASES = {
    "scalar": network_instance([[1]], [2], [[[2]], [[1]]]),
    "deep": network_instance(
        [[1, 2], [Fraction(1, 3), -1], [0, 1]],
        [1, Fraction(2, 7), -1],
        [
            [[Fraction(1, 2), 1], [0, Fraction(-2, 3)], [1, 1]],
            [[1, Fraction(1, 5), 0], [2, -1, 1]],
            [[1, Fraction(3, 2)]],
        ],
        [Fraction(-3, 2)],
    ),
    "one layer": network_instance([[1, 2], [3, 4], [0, 1]], [1, 0, 2], [[[1, 2], [0, 1], [1, 1]]], [1, 2, -1]),
}


def evaluate(instance: Instance, term: str, folder: Path, scratch: Path) -> str:
    """The normal form of a term about `net`, the instance's network, as Coq prints it, without blanks."""
    text = f"{c.HEADER}\nDefinition net : network := {c.network_term(instance)}.\n"
    path = scratch / "evaluate.v"
    path.write_text(text + f"Set Printing Width 100000.\nEval vm_compute in ({term}).\n", encoding="utf-8")
    command = ["coqc", "-q", "-w", "none", "-R", str(folder / "theories"), "Lemmata", str(path)]
    outcome = toolchain.run(command, timeout=60)
    assert outcome.returncode == 0, outcome.stderr
    return re.sub(r"\s|%\w+|\(|\)", "", outcome.stdout)


def numbers(text: str) -> list[int]:
    return [int(x) for x in re.findall(r"-?\d+", text.partition(":seq")[0].partition(":list")[0])]


@pytest.mark.coq
@pytest.mark.parametrize("name", CASES)
def test_hessian_and_residual(name: str, compiled: Path, tmp_path: Path) -> None:
    case = CASES[name]
    T = c.integer_hessian(case)
    upper_triangle = [T[i][j] for i in range(len(T)) for j in range(i, len(T))]
    both = evaluate(case, "flatten (zhessian net) ++ zresidual net", compiled, tmp_path)
    net = Network.of(case, Rationals())
    unit = c.in_units(case).unit
    residual = [to_fraction(net.A.entry(net.A.minus(net.A.multiply(net.X, net.pi), net.y), i, 0)) for i in range(net.n)]
    assert numbers(both) == upper_triangle + [int(x * unit) for x in residual if x is not None]


def exact(value: object) -> Fraction:
    fraction = to_fraction(value)
    assert fraction is not None
    return fraction


@pytest.mark.coq
@pytest.mark.parametrize("name", CASES)
def test_risk_gradient_imbalance_and_norms(name: str, compiled: Path, tmp_path: Path) -> None:
    """The programs that network_values.v proves equal to risk, grad, imbalance, |pi|^2, .. against numerics."""
    case = CASES[name]
    net, u = Network.of(case, Rationals()), c.in_units(case)
    layers = range(net.L)
    programs = ["zrisk net", "zenergy net", "zregressor net", "zreadout net"]
    programs += [f"zlayer net {k}%N" for k in layers]
    rational = u.unit**2 * net.n  # the denominator den of the theories
    pi = [exact(net.A.entry(net.pi, i, 0)) for i in range(len(case.matrices["X"][0]))]
    fit = [sum((x * w for x, w in zip(row, pi)), Fraction(0)) for row in case.matrices["X"]]
    expected = [
        exact(net.risk) * rational,
        sum(x * x for x in fit) * u.unit**2,
        sum(x * x for x in pi) * (u.G * u.D**net.L) ** 2,
        sum(row[0] ** 2 for row in case.matrices["p"]) * u.G**2,
    ]
    expected += [sum(x * x for row in case.layers[k] for x in row) * u.D**2 for k in layers]
    for k in layers:
        gradient = net.gradient(k + 1)
        rows, columns = net.A.shape(gradient)
        for i in range(rows):
            for j in range(columns):
                programs.append(f"zgrad net {k}%N {i}%N {j}%N")
                expected.append(exact(net.A.entry(gradient, i, j)) * rational / (2 * u.D))
    for k in range(net.L - 1):
        imbalance = net.imbalance(k + 1)
        size, _ = net.A.shape(imbalance)
        for i in range(size):
            for j in range(size):
                programs.append(f"zimbalance net {k}%N {i}%N {j}%N")
                expected.append(exact(net.A.entry(imbalance, i, j)) * u.D**2)
    computed = evaluate(case, f"[:: {'; '.join(programs)}]", compiled, tmp_path)
    assert numbers(computed) == expected

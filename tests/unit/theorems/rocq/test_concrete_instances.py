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
    residual = [
        to_fraction(net.A.entry(net.A.minus(net.A.multiply(net.X, net.pi), net.y), i, 0)) for i in range(net.n)
    ]
    assert numbers(both) == upper_triangle + [int(x * unit) for x in residual if x is not None]

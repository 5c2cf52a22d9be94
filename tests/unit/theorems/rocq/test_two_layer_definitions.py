"""The recursion of a mode, in the theories and in numerics: the same numbers."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from numerics.two_layer.recursion import step
from theorems.rocq import toolchain

HEADER = "From Coq Require Import Reals.\nFrom Lemmata Require Import two_layer_descent.\nLocal Open Scope R_scope.\n"
# sigma, lambda, eta, w(0): below the limit, at it, sigma = 0, and a step that overshoots.
CASES = [
    tuple(map(Fraction, case))
    for case in (("1", "1/2", "1/3", "1/5"), ("2", "3", "1/4", "2/3"), ("0", "1", "1/3", "1/7"), ("3", "1", "1", "2"))
]


def term(x: Fraction) -> str:
    return f"({x.numerator} / {x.denominator})"


def after(case: tuple[Fraction, ...], steps: int) -> Fraction:
    sigma, lam, eta, w = case
    for _ in range(steps):
        w = step(w, sigma, lam, eta)
    return w


def accepted(goals: list[str], folder: Path, scratch: Path) -> bool:
    path = scratch / "recursion.v"
    path.write_text(HEADER + "".join(f"Goal {g}. Proof. simpl; field. Qed.\n" for g in goals), encoding="utf-8")
    command = ["coqc", "-q", "-w", "none", "-R", str(folder / "theories"), "Lemmata", str(path)]
    return toolchain.run(command, timeout=60).returncode == 0


def goal(case: tuple[Fraction, ...], steps: int, value: Fraction) -> str:
    sigma, lam, eta, w = map(term, case)
    return f"gd {sigma} {lam} {eta} {w} {steps} = {term(value)}"


@pytest.mark.coq
def test_recursion_of_a_mode(compiled: Path, tmp_path: Path) -> None:
    right = [goal(case, steps, after(case, steps)) for case in CASES for steps in (0, 1, 2)]
    assert accepted(right, compiled, tmp_path)


@pytest.mark.coq
@pytest.mark.parametrize("case", CASES[:1])
def test_another_value_is_rejected(case: tuple[Fraction, ...], compiled: Path, tmp_path: Path) -> None:
    assert not accepted([goal(case, 2, after(case, 2) + Fraction(1, 10**6))], compiled, tmp_path)
    assert not accepted([goal(case, 2, after(case, 1))], compiled, tmp_path)

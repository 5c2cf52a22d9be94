"""Twin tests of theorems/rocq/questions.py: every theorem is asked about, and one that assumes too much is found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from theorems.rocq import questions
from theorems.rocq.axioms import ALGEBRA, REALS, Family
from theorems.rocq.toolchain import KernelTimeout

ALLOWED = "Classical_Prop.classic"
REAL_FILES = sorted(REALS.modules)
THEOREMS = ["gains.a", "gains.b", "hessian.c", *(f"{m}.{t}" for m in REAL_FILES for t in "de")]


class Kernel:
    """Answers as Coq does: the assumptions of a group are those of all its theorems."""

    def __init__(self, own: dict[str, set[str]]) -> None:
        self.own = own
        self.asked: list[Sequence[str]] = []

    def assumptions(self, folder: Path, family: Family, groups: Sequence[Sequence[str]]) -> list[list[str]]:
        self.asked += groups
        return [sorted(set().union(*(self.own.get(n, set()) for n in group))) for group in groups]


def ask(monkeypatch: pytest.MonkeyPatch, own: dict[str, set[str]]) -> tuple[questions.Assumed, Kernel]:
    kernel = Kernel(own)
    monkeypatch.setattr(questions, "assumptions", kernel.assumptions)
    monkeypatch.setattr(questions, "print_statements", lambda folder, family, names: {n: ("", n) for n in names})
    monkeypatch.setattr(questions, "print_definitions", lambda folder, names: dict.fromkeys(names, "digest"))
    answers = questions.ask(Path(), THEOREMS, ["gains.gain"])
    assert set(answers.statements) == set(THEOREMS)
    assert answers.definitions == {"gains.gain": "digest"}
    assert set(answers.assumed) == set(THEOREMS)
    return answers.assumed, kernel


def test_allowed_assumptions_need_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    first = f"{REAL_FILES[0]}.d"
    assumed, kernel = ask(monkeypatch, {first: {ALLOWED}})
    assert {n for group in kernel.asked for n in group} == set(THEOREMS)
    assert len(kernel.asked) == 2
    reals = 2 * len(REAL_FILES)
    assert assumed[first] == assumed[f"{REAL_FILES[1]}.e"] == ([ALLOWED], reals)
    assert assumed["gains.a"] == ([], 3)


def test_the_axioms_of_each_file_are_asked_for_file_by_file(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Kernel({f"{REAL_FILES[0]}.d": {ALLOWED}, "gains.b": {"a.paradox"}})
    monkeypatch.setattr(questions, "assumptions", kernel.assumptions)
    found = questions.axioms_by_file(Path(), THEOREMS)
    assert {module: axioms for module, axioms in found.items() if axioms} == {
        REAL_FILES[0]: [ALLOWED],
        "gains": ["a.paradox"],
    }
    assert set(found) == {"gains", "hessian", *REAL_FILES}


@pytest.mark.parametrize("culprit", ["gains.b", "hessian.c", f"{REAL_FILES[3]}.e"])
def test_one_that_assumes_too_much_is_found_and_alone_in_it(monkeypatch: pytest.MonkeyPatch, culprit: str) -> None:
    assumed, _ = ask(monkeypatch, {culprit: {"a.paradox"}})
    assert [n for n in THEOREMS if "a.paradox" in assumed[n][0]] == [culprit]
    assert assumed[culprit] == (["a.paradox"], 1)


def test_what_is_allowed_elsewhere_is_not_allowed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not ALGEBRA.axioms
    assumed, _ = ask(monkeypatch, {"gains.a": {ALLOWED}})
    assert assumed["gains.a"] == ([ALLOWED], 1)
    assert assumed["gains.b"] == ([], 1)


def test_a_question_that_fails_fails_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object) -> None:
        raise KernelTimeout("coqc did not finish")

    monkeypatch.setattr(questions, "assumptions", late)
    monkeypatch.setattr(questions, "print_statements", lambda *_: {})
    with pytest.raises(KernelTimeout):
        questions.ask(Path(), THEOREMS, [])

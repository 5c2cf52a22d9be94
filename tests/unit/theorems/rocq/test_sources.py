"""Twin tests of theorems/rocq/sources.py: what is read, and that no escape hatch passes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from theorems.rocq import sources

GOOD = "Theorem two : 1 + 1 = 2.\nProof. reflexivity. Qed.\n"


def test_the_project_is_complete_and_clean() -> None:
    project = sources.load()
    assert project.forbidden() == []
    assert len(project.theorems()) == len(set(project.theorems())) >= 150
    assert "gains.gain_step" in project.theorems()
    assert "hessian.hess" in project.definitions()


@pytest.mark.parametrize(
    "escape",
    [
        "Lemma l : False. Admitted.",
        "Axiom a : False.",
        "Parameter a : False.",
        "Conjecture a : False.",
        "Axioms a b : False.",
        "Lemma l : False. Proof. admit. Abort.",
        "Unset Guard Checking.",
        "Unset  Positivity\n  Checking.",
        "Unset Universe Checking.",
        "#[bypass_check(guard)] Fixpoint f (n : nat) : False := f n.",
        'Declare ML Module "x".',
        'Load "elsewhere".',
    ],
)
def test_escape_hatches_are_found(tiny: Callable[..., Path], escape: str) -> None:
    project = sources.load(tiny(a=GOOD + "(* fine (* nested *) *)\n" + escape + "\n"))
    assert len(project.forbidden()) >= 1
    assert project.forbidden()[0].startswith("a.v:4:") or "Abort" in project.forbidden()[0]


def test_comments_and_strings_hide_words_and_nothing_more(tiny: Callable[..., Path]) -> None:
    text = GOOD + '(* Axiom (* Admitted *) Parameter *)\nDefinition s := "(* Axiom".\n'
    assert sources.load(tiny(a=text)).forbidden() == []
    assert sources.load(tiny(a=text + "Axiom b : False.\n")).forbidden() == ["a.v:5: Axiom"]
    mixed = 'a "(*" b (* c "*)" d\n (* *) *) e'
    assert sources.without_comments(mixed).split() == ["a", "b", "e"]
    assert sources.without_comments(mixed).index("\n") == mixed.index("\n")


def test_digest_sees_every_byte_and_every_name(tiny: Callable[..., Path]) -> None:
    first = sources.load(tiny(a=GOOD)).digest()
    assert sources.load(tiny(a=GOOD)).digest() == first
    assert sources.load(tiny(a=GOOD + " ")).digest() != first
    assert sources.load(tiny(a=GOOD, b="")).digest() != first


def test_unknown_options_and_unlisted_files_are_refused(tiny: Callable[..., Path]) -> None:
    home = tiny(a=GOOD)
    (home / "theories" / "hidden.v").write_text("", encoding="utf-8")
    with pytest.raises(sources.BadSources, match="hidden"):
        sources.load(home)
    (home / "theories" / "hidden.v").unlink()
    (home / "_CoqProject").write_text("-R theories Lemmata\n-type-in-type\ntheories/a.v\n", encoding="utf-8")
    with pytest.raises(sources.BadSources, match="type-in-type"):
        sources.load(home)


def test_names_are_qualified_by_file(tiny: Callable[..., Path]) -> None:
    more = "(* Lemma no : True. *)\n  #[local] Lemma yes : True.\nProof. exact I. Qed.\n"
    project = sources.load(tiny(a=GOOD + more))
    assert project.theorems() == ["a.two", "a.yes"]

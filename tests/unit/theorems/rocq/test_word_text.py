"""Twin tests of theorems/rocq/word_text.py: what is written, and what the kernel refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from theorems.rocq import identities
from theorems.rocq.certificates import compile_text
from theorems.rocq.identity_text import HEADER
from theorems.rocq.word_terms import Unwritten, Words, words_of
from theorems.rocq.word_text import Names, theorem, traced
from theorems.rocq.word_trees import Tree
from theorems.symbolic.derivation import Stated
from theorems.symbolic.rewriting import rewrite
from theorems.words import Polynomial, Trace, identity, inner, letter, scalar, trace, zero

A, X, U, V = (letter(n, r, c) for n, r, c in ("Aab", "Xbc", "Uss", "Vss"))


def said(left: Polynomial | Trace, right: Polynomial | Trace) -> Words:
    return list(words_of(Stated("it", "equal", left, right)))[-1]


TRANSPOSED = said((A @ X).T, X.T @ A.T)
SCALED = said((A + A * scalar("t", -1)) @ X * scalar("t"), A @ X * scalar("t") + A @ X)
TRACES = said(trace(U @ V.T), trace(V @ U.T))
ORTHOGONAL = said(rewrite(V @ U.T @ U, U.T @ U, identity("s")), V)


def test_statements_are_in_the_notation_of_mathcomp() -> None:
    text = "\n".join(theorem(TRANSPOSED, 0))
    assert "(d_c : nat) (d_a : nat) (d_b : nat)" in text
    assert "(M_A : 'M[R]_(d_a, d_b)) (M_X : 'M[R]_(d_b, d_c))" in text
    assert "(M_A *m M_X)^T = (M_X^T *m M_A^T)." in text
    assert "s_t != 0 ->" in "\n".join(theorem(SCALED, 0))
    assert "(M_U^T *m M_U) = (1%:M : 'M[R]_(d_s, d_s)) ->" in "\n".join(theorem(ORTHOGONAL, 0))
    assert "\\tr (M_U *m M_V^T) = \\tr (M_V *m M_U^T)" in "\n".join(theorem(TRACES, 0))


def test_names_are_readable_and_different() -> None:
    k, down, up = (letter(n, "d_{k+1}", "d_{k-1}") for n in ("W_k", "W_{k-1}", "W_k'"))
    names = Names(said(k + down + up, up + k + down))
    assert list(names.letter.values()) == ["M_W_k", "M_W_k_minus_1", "M_W_k_prime"]
    assert list(names.size.values()) == ["d_d_k_plus_1", "d_d_k_minus_1"]
    alike = Names(said(letter("a b", "n", "n"), letter("a.b", "n", "n")))
    assert len(set(alike.letter.values())) == 2
    assert traced(TRACES.left) and not traced(TRANSPOSED.left)


def refused(*wrong: Words) -> str:
    """A file in which every check, and with it every theorem, has to fail."""
    parts = [HEADER]
    for i, words in enumerate(wrong):
        lines = theorem(words, i)
        proof = lines.index("Proof. vm_cast_no_check (erefl true). Qed.")
        parts += [f"{line}\n" for line in lines[:proof]] + ["Proof. vm_cast_no_check (erefl true). Fail Qed. Abort.\n"]
    return "".join(parts)


def swapped(t: Tree) -> Tree:
    return (t[0], t[2], t[1]) if t[0] == "product" else tuple(swapped(x) if isinstance(x, tuple) else x for x in t)


WRONG = {
    "a dropped transpose": replace(TRANSPOSED, right=("product", TRANSPOSED.right[1], TRANSPOSED.right[2][1])),
    "swapped letters": said(U @ V, V @ U),
    "words that do not fit": replace(said(A @ X, A @ X), left=swapped(said(A @ X, zero("a", "c")).left)),
    "both sides do not fit": replace(
        said(A @ X, A @ X), left=swapped(said(A @ X, A @ X).left), right=swapped(said(A @ X, A @ X).right)
    ),
    "sides of two shapes": replace(said(U, U), right=("letter", "A", "a", "b")),
    "another coefficient": said(A * 2, A * 3),
    "another scalar": said(A * scalar("t"), A * scalar("t", 2)),
    "another rotation": said(trace(U @ U @ V @ V), trace(U @ V @ U @ V)),
    "a trace of what is not square": replace(TRACES, left=("trace", ("letter", "A", "a", "b"))),
    "a term too many": said(inner(A, A), inner(A, A) + inner(A @ X, A @ X)),
    "no hypothesis": replace(ORTHOGONAL, rest=("nil", "s", "s")),
    "another hypothesis": replace(ORTHOGONAL, hypotheses=((("letter", "U", "s", "s"), ("one", "s")),)),
    "a combination without a hypothesis": replace(said(U, V), rest=said(U - V, V).left),
}


def test_a_hypothesis_is_no_side() -> None:
    with pytest.raises(Unwritten, match="only the combination"):
        theorem(replace(ORTHOGONAL, left=("hyp", 0)), 0)


@pytest.mark.coq
def test_the_kernel_refuses_what_does_not_hold(compiled: Path) -> None:
    _, complaint = compile_text(refused(*WRONG.values()), compiled, 120)
    assert complaint == ""
    _, complaint = compile_text(refused(TRANSPOSED), compiled, 120)
    assert complaint != ""


@pytest.mark.coq
def test_the_kernel_accepts_what_holds(compiled: Path) -> None:
    good = {"words": (TRANSPOSED, SCALED, TRACES, ORTHOGONAL)}
    decided = identities.decide(good, compiled)["words"]
    assert (decided.reason, decided.assumptions) == ("", ())
    assert decided.statement == "4 identities of words in matrices of all sizes, expanded and compared"


@pytest.mark.coq
def test_an_inverse_does_not_cancel_unless_the_scalar_differs_from_0(compiled: Path) -> None:
    lines = [
        line.replace("inverted0 : seq nat := [:: 0]", "inverted0 : seq nat := [:: ]") for line in theorem(SCALED, 0)
    ]
    _, complaint = compile_text(HEADER + "\n".join(lines), compiled, 120)
    assert complaint == "the check computes to false"


@pytest.mark.coq
@pytest.mark.deep
@pytest.mark.parametrize("name", WRONG)
def test_each_is_refused_on_the_way_that_verify_takes(compiled: Path, name: str) -> None:
    decided = identities.decide({name: (TRANSPOSED, WRONG[name])}, compiled)[name]
    assert not decided.ok
    assert "computes to false" in decided.reason

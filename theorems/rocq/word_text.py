"""Identities of words as text: one Rocq theorem each, stated with matrices of all sizes.

Main statements
    theorem(words, i)   the lines of identity number i of a module

The theorem speaks of a real field R, natural numbers for the dimensions, elements of R for the scalars (other than 0
where they are inverted), a matrix for each letter, hypotheses as equations, and both sides in MathComp's notation, as
they were written. An ill-typed product is refused there by Rocq itself. The proof is by reflection: the same sides as
expressions (theories/word_program.v) are expanded and compared by vm_compute, matrix_sound or trace_sound
(theories/word_identities.v) gives the equation of their values, and these values are the stated sides by computation.
Raises Unwritten when a side names a hypothesis. What is not covered: where identities come from (word_terms.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from theorems.rocq.word_terms import Unwritten, Words
from theorems.rocq.word_trees import Tree, walk

_SIGNS = {"+": "_plus_", "-": "_minus_", "'": "_prime_", "*": "_star_", "^": "_to_"}


class Names:
    """Numbers and identifiers of dimensions, scalars and letters, in the order in which they are met."""

    def __init__(self, words: Words) -> None:
        sides = [words.left, words.right, words.rest, *(t for pair in words.hypotheses for t in pair)]
        parts = [t for side in sides for t in walk(side) if t and isinstance(t[0], str)]
        self.letters = list(dict.fromkeys(t[1:] for t in parts if t[0] == "letter"))
        self.scalars = list(dict.fromkeys(t[1] for t in parts if t[0] == "scaled"))
        self.inverted = list(dict.fromkeys(t[1] for t in parts if t[0] == "scaled" and t[2]))
        named = [n for t in parts if t[0] in ("letter", "one", "nil") for n in t[2 if t[0] == "letter" else 1 :]]
        self.sizes = list(dict.fromkeys([*(n for n in (words.rows, words.columns) if n), *named]))
        self.size = dict(zip(self.sizes, _identifiers("d", self.sizes)))
        self.scalar = dict(zip(self.scalars, _identifiers("s", self.scalars)))
        self.letter = dict(zip(self.letters, _identifiers("M", [name for name, _, _ in self.letters])))

    def matrices(self, rows: str, columns: str) -> str:
        return f"'M[R]_({self.size[rows]}, {self.size[columns]})"

    # Text in MathComp's notation.
    def side(self, t: Tree) -> str:
        kind, *of = t
        if kind == "letter":
            return self.letter[tuple(of)]
        if kind == "one":
            return f"(1%:M : {self.matrices(of[0], of[0])})"
        if kind == "nil":
            return f"(0 : {self.matrices(*of)})"
        if kind == "tnil":
            return "(0 : R)"
        if kind == "flip":
            return f"{self.side(of[0])}^T"
        if kind == "trace":
            return f"\\tr {self.side(of[0])}"
        if kind in ("sum", "product"):
            return f"({self.side(of[0])} {'+' if kind == 'sum' else '*m'} {self.side(of[1])})"
        if kind == "hyp":
            raise Unwritten("only the combination of hypotheses may name one")
        by = "*" if traced(t) else "*:"
        if kind == "ratio":
            return f"(({number(of[0])}) {by} {self.side(of[1])})"
        return f"({self.scalar[of[0]]}{'^-1' if of[1] else ''} {by} {self.side(of[2])})"

    # Text as an expression of theories/word_program.v.
    def expression(self, t: Tree) -> str:
        kind, *of = t
        of_traces = traced(t)
        if kind == "letter":
            return f"(Letter {self.letters.index(tuple(of))})"
        if kind == "one":
            return f"(One {self.sizes.index(of[0])})"
        if kind == "nil":
            return f"(Nil {self.sizes.index(of[0])} {self.sizes.index(of[1])})"
        if kind == "tnil":
            return "TNil"
        if kind == "hyp":
            return f"(Hyp {of[0]})"
        if kind == "ratio":
            ratio = f"({of[0].numerator}) {of[0].denominator}"
            return f"({'T' * of_traces}Ratio {ratio} {self.expression(of[1])})"
        if kind == "scaled":
            inverted = "true" if of[1] else "false"
            return f"({'T' * of_traces}Scaled {inverted} {self.scalars.index(of[0])} {self.expression(of[2])})"
        head = {"sum": "TAdd" if of_traces else "Add", "product": "Mul", "flip": "Flip", "trace": "Trace"}[kind]
        return f"({head} {' '.join(map(self.expression, of))})"


def traced(t: Tree) -> bool:
    """Is it a sum of traces?"""
    kind, *of = t
    return kind in ("trace", "tnil") or (kind in ("sum", "ratio", "scaled") and traced(of[-1]))


def number(x: Fraction) -> str:
    return f"zr R ({x.numerator}) / zr R {x.denominator}"


def _identifiers(kind: str, names: Sequence[str]) -> list[str]:
    """One identifier for each name, readable, with a number where two would be the same."""
    made: list[str] = []
    for name in names:
        plain = "".join(_SIGNS.get(c, c) for c in name)
        plain = f"{kind}_{re.sub(r'[^A-Za-z0-9]+', '_', plain).strip('_')}"
        made.append(plain if plain not in made else f"{plain}_{len(made)}")
    return made


def theorem(words: Words, i: int) -> list[str]:
    """Definitions, the check, and the theorem `stated{i}`."""
    n, whole = Names(words), not words.rows
    hypotheses = [(n.expression(a), n.expression(b)) for a, b in words.hypotheses]
    shapes = "; ".join(f"({n.sizes.index(r)}, {n.sizes.index(c)})" for _, r, c in n.letters)
    listed = "; ".join(str(n.scalars.index(s)) for s in n.inverted)
    given = f"shapes{i} inverted{i} hyps{i}"
    sides = f"left{i} right{i} {n.expression(words.rest)}"
    kind = "trace" if whole else "matrix"
    assumed = [f"{n.scalar[s]} != 0" for s in n.inverted]
    assumed += [f"{n.side(a)} = {n.side(b)}" for a, b in words.hypotheses]
    binders = "".join(f" ({n.size[s]} : nat)" for s in n.sizes) + "".join(f" ({n.scalar[s]} : R)" for s in n.scalars)
    binders += "".join(f" ({n.letter[x]} : {n.matrices(x[1], x[2])})" for x in n.letters)
    cases = "".join(
        f" | {k}%N, {n.sizes.index(x[1])}%N, {n.sizes.index(x[2])}%N => {n.letter[x]}" for k, x in enumerate(n.letters)
    )
    names = [f"H{k}" for k in range(len(assumed))]
    scalars, equations = names[: len(n.inverted)], names[len(n.inverted) :]
    return [
        f"Definition shapes{i} : seq (nat * nat) := [:: {shapes}]%N.",
        f"Definition inverted{i} : seq nat := [:: {listed}]%N.",
        f"Definition hyps{i} : seq (expr * expr) := [:: {'; '.join(f'({a}, {b})' for a, b in hypotheses)}].",
        f"Definition left{i} := {n.expression(words.left)}.",
        f"Definition right{i} := {n.expression(words.right)}.",
        f"Lemma check{i} : {kind}_check {given} {sides} = true.",
        "Proof. vm_cast_no_check (erefl true). Qed.",
        f"Theorem stated{i} (R : realFieldType){binders} :",
        "  " + "".join(f"{a} ->\n  " for a in assumed) + f"{n.side(words.left)} = {n.side(words.right)}.",
        "Proof.",
        f"move=> {' '.join(names)}." if names else "",
        f"pose d i := nth 0%N [:: {'; '.join(n.size[s] for s in n.sizes)}] i.",
        f"pose s i := nth (0 : R) [:: {'; '.join(n.scalar[s] for s in n.scalars)}] i.",
        f"pose V (i m n : nat) := match i, m, n return 'M[R]_(d m, d n) with{cases} | _, _, _ => 0 end.",
        f"exact: (@{kind}_sound R d s V shapes{i} inverted{i} {_conjunction(scalars)} hyps{i} {sides} check{i}",
        f"  {_conjunction(equations)}).",
        "Qed.",
    ]


def _conjunction(proofs: Sequence[str]) -> str:
    text = "I"
    for p in reversed(proofs):
        text = f"(conj {p} {text})"
    return text

"""Identities and signs as text: one Rocq theorem for each statement.

Main statements
    Statement                left = right, or left >= 0, of rational functions, with a label
    text(statements, name)   a module that states them all, identities of words (word_text.py) among them; what the
                             kernel rejects, it rejects here

What is not covered: where statements come from and what becomes of the answer (identities.py).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from theorems.polynomials import Polynomials
from theorems.rocq.terms import Term, fraction, names, number, polynomial, rocq
from theorems.rocq.word_terms import Words
from theorems.rocq.word_text import theorem

ZERO = number(0)


@dataclass(frozen=True)
class Statement:
    """left = right, or left >= 0 where no variable is negative (then right is 0); both where the terms are defined."""

    label: str
    sense: Literal["equal", "at least"]
    left: Term
    right: Term = ZERO

    @property
    def order(self) -> list[str]:
        return sorted(names(self.left) | names(self.right))


HEADER = """From Coq Require Import ZArith Ring_polynom.
From mathcomp Require Import all_ssreflect all_algebra.
From Lemmata Require Import binary_integers rational_identities.
From Lemmata Require Import word_program word_algebra word_identities.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with coqZ.
Arguments Rat _%coqZ _%positive_scope.
Arguments Var _%positive_scope.
Arguments Power _ _%nat_scope.
Arguments PEc [C] _%coqZ.
Arguments Ratio _%coqZ _%positive_scope _.
Arguments TRatio _%coqZ _%positive_scope _.
Arguments zr _ _%coqZ.
"""


def text(statements: Sequence[Statement | Words], module: str) -> str:
    """A module with one theorem for each statement, and a question about all of them."""
    parts = [f"Module {module}.\n"]
    for i, s in enumerate(statements):
        if isinstance(s, Words):
            parts += [f"{line}\n" for line in theorem(s, i)]
            continue
        parts.append(f"Definition left{i} := {rocq(s.left, s.order)}.\n")
        if s.sense == "at least":
            check, by = f"sign_check left{i} {' '.join(sign_data(s.left, s.order))}", "sign_sound"
            says = f"all (fun r => 0 <= r) x -> defined x left{i} -> 0 <= eval x left{i}"
        else:
            parts.append(f"Definition right{i} := {rocq(s.right, s.order)}.\n")
            everywhere = polynomial(s.left) and polynomial(s.right)
            check, by = f"{'identity' if everywhere else 'equal'}_check left{i} right{i}", "equal_sound"
            says = f"eval x left{i} = eval x right{i}"
            if everywhere:
                by = "identity_sound"
            else:
                says = f"defined x left{i} -> defined x right{i} -> {says}"
        parts.append(f"Lemma check{i} : {check} = true.\nProof. vm_cast_no_check (erefl true). Qed.\n")
        proof = f"exact: ({by} check{i})" if by != "sign_sound" else f"exact: (sign_sound check{i} (x := x))"
        parts.append(f"Theorem stated{i} (R : realFieldType) (x : seq R) : {says}.\nProof. {proof}. Qed.\n")
    everything = " ".join(f"let _ := @stated{i} in" for i in range(len(statements)))
    parts.append(f"Definition together := {everything} I.\nEnd {module}.\n")
    parts.append(f'Goal True. idtac "@@{module}". exact I. Qed.\nPrint Assumptions {module}.together.\n')
    return "".join(parts)


def sign_data(t: Term, order: Sequence[str]) -> tuple[str, str]:
    """P and g with p q = P g^2 for t = p / q, as Rocq polynomials; g is the common factor of p and q."""
    A = Polynomials(order)
    p, q = fraction(t, A)
    common = p.gcd(q)
    coefficients = A.terms(common).values()
    content = Fraction(math.gcd(*(c.numerator for c in coefficients)), math.lcm(*(c.denominator for c in coefficients)))
    g = common * A.number(1 / content)  # primitive, so P has integer coefficients (Gauss)
    return _poly(A.terms((p / g) * (q / g))), _poly(A.terms(g))


def _poly(terms: dict[tuple[int, ...], Fraction]) -> str:
    def monomial(exponents: tuple[int, ...], c: Fraction) -> str:
        text = f"(PEc ({c.numerator}))"
        for i, e in enumerate(exponents, 1):
            if e:
                text = f"(PEmul {text} (PEpow (PEX Z {i}) {e}))"
        return text

    total, *others = [monomial(e, c) for e, c in terms.items()] or ["(PEc 0)"]
    for other in others:
        total = f"(PEadd {total} {other})"
    return total

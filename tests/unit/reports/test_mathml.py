"""LaTeX becomes MathML that browsers know, or stays visible as escaped source."""

import random
import re
import xml.etree.ElementTree as ET

import pytest

from reports import mathml
from theorems import registry


def test_fraction_and_superscript_keep_their_structure():
    root = mathml.tree(r"\frac{a}{b}^2")
    assert [child.tag for child in root.iter() if child.tag in ("mfrac", "msup")]
    assert len(mathml.tree(r"\frac{a}{b}").find(".//mfrac")) == 2


def test_a_raised_bracket_raises_its_whole_group():
    root = mathml.tree(r"2\Big(\frac{a}{f(x)^2}+(b)c\Big)^{1/L}d")
    (raised,) = [e for e in mathml.row(root) if e.tag == "msup"]
    assert [e.text for e in raised[0] if e.tag == "mo"] == ["(", "+", "(", ")", ")"]
    assert mathml.row(mathml.tree("a)^2"))[-1].tag == "msup"  # nothing to group with


@pytest.mark.parametrize(
    "bad",
    [r"\unknown x", r"\frac{1}", r"a^{", r"\left(a", "{" * 5000, "x" * 9000, "", r"\text{<b>}", r'\color{"><i>}x'],
)
def test_what_cannot_be_converted_stays_visible_and_escaped(bad):
    shown = mathml.formula(bad)
    assert 'class="tex"' in shown and "<math" not in shown
    assert "<b>" not in shown and "<i>" not in shown


def test_no_attribute_of_the_input_survives():
    shown = mathml.formula(r"\href{javascript:alert(1)}{x}+\color{red}{y}+\style{color:red}{z}")
    assert "javascript" not in shown and "red" not in shown


def test_double_struck_is_a_character_because_core_mathml_ignores_the_variant():
    assert "ℝ" in mathml.formula(r"\mathbb R^{n\times d}") and "double-struck" not in mathml.formula(r"\mathbb R")


def test_lines_may_break_before_relations_but_not_inside_brackets():
    terms = mathml.row(mathml.tree(r"a\le b\le f(x=1)\ge c"))
    assert len(mathml.pieces(terms)) == 4
    assert mathml.formula(r"a\le b").count("<math") == 2


def test_prose_with_formulas_and_markup():
    shown = mathml.prose("for <all> $W_k$ & more")
    assert "&lt;all&gt;" in shown and "&amp; more" in shown and shown.count("<math") == 1


@pytest.mark.parametrize(
    "text, words",
    [("drop full rank", True), ("constant 2.02", True), ("see $x$", True), (r"\rho>1", False), ("E = R", False)],
)
def test_words_are_told_from_formulas(text, words):
    assert mathml.is_prose(text) is words


def test_markup_is_well_formed():
    shown = mathml.formula(r"\Big\{\max_k\delta_k,\ \sqrt[3]{x}\Big\}\begin{pmatrix}1&2\\3&4\end{pmatrix}")
    root = ET.fromstring(re.sub("<wbr>", "", shown))
    assert {e.tag for e in root.iter()} >= {"math", "mroot", "mtable"}


COMMANDS = (
    "frac left right | { sqrt text{a\u00a0b} Big hat le not sum begin{cases} end{cases} href{x}{y} tag{1} middle|"
)
FRAGMENTS = ["\\" + name for name in COMMANDS.split(" ")] + list("()[{}^_a1&<>\"'$%é\\")


def test_any_string_becomes_well_formed_markup():
    draw = random.Random(0)
    for _ in range(200):
        latex = "".join(draw.choice(FRAGMENTS) for _ in range(draw.randint(1, 12)))
        ET.fromstring(f"<p>{mathml.statement(latex)}</p>".replace("<wbr>", ""))


def test_every_statement_of_every_claim_is_set_as_mathematics():
    readings = [r for claim in registry.claims().values() for r in claim.readings.values()]
    statements = [r.statement for r in readings] + [v.statement for r in readings for v in r.false_variants]
    assert [s for s in statements if 'class="tex"' in mathml.statement(s)] == []


def test_what_the_parser_does_not_know_is_said_in_words_it_knows():
    arrow = mathml.tree(r"f \xrightarrow[x\to\infty]{} 0").find(".//munder")
    assert arrow is not None and "".join(arrow[0].itertext()) == "⟶" and "∞" in "".join(arrow[1].itertext())
    assert "".join(mathml.tree(r"\big|x\big|\text{ by 1 \%}").itertext()) == "|x|\xa0by\xa01\xa0%"
    assert "".join(mathml.tree(r"\big\|x\big\|").itertext()) == "‖x‖"


def test_lines_may_break_before_a_sum_but_not_before_a_sign():
    def cut(latex):
        return ["".join("".join(e.itertext()) for e in part) for part in mathml.pieces(mathml.row(mathml.tree(latex)))]

    assert cut("a+b-c=-d+f(x+y)") == ["a", "+b", "−c", "=−d", "+f(x+y)"]
    assert cut(r"\textstyle a=b") == ["a", "=b"]
    assert cut(r"|a-b|+\|c+d\|_F^2-e") == ["|a−b|", "+‖c+d‖F2", "−e"]
    assert 'form="infix"' in mathml.formula("a+b") and 'form="infix"' not in mathml.formula("-b")

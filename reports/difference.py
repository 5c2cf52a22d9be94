"""What differs between the printed statement and its repair, marked inside the formulas themselves.

    marked(old, new)    both formulas as MathML; terms that only one of them has carry the class `gone` or `new`
    inline(old, new)    the same on one line of text: [-only printed-] {+only repaired+}

The comparison goes down the two formula trees: a changed exponent is marked as an exponent, not as a whole formula.
Where less than half is common, nothing is marked: then the statements simply are different ones.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from markupsafe import Markup

from reports.mathml import Element, NotConvertible, is_prose, markup, row, statement, tree
from reports.mathtext import plain


class Pair(NamedTuple):
    old: Markup
    new: Markup
    marked: bool


def marked(old: str, new: str) -> Pair:
    """Both statements as markup, `marked` telling whether differences are shown in them."""
    unmarked = Pair(statement(old), statement(new), False)
    if is_prose(old) or is_prose(new) or old == new:
        return unmarked
    try:
        left, right = row(tree(old)), row(tree(new))
    except NotConvertible:
        return unmarked
    if SequenceMatcher(None, _tokens(left), _tokens(right), autojunk=False).ratio() < 1 / 2:
        return unmarked
    _mark(left, right)
    return Pair(markup(left, display=True), markup(right, display=True), True)


def _tokens(nodes: Sequence[Element]) -> list[str]:
    return [leaf.text or "" for node in nodes for leaf in node.iter() if leaf.text]


def _mark(left: Sequence[Element], right: Sequence[Element]) -> None:
    texts = [ET.tostring(n, encoding="unicode") for n in left], [ET.tostring(n, encoding="unicode") for n in right]
    for kind, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if b - a == d - c and all(_alike(x, y) for x, y in zip(left[a:b], right[c:d])):
            for x, y in zip(left[a:b], right[c:d]):
                _mark(list(x), list(y))
            continue
        for node in left[a:b]:
            node.set("class", "gone")
        for node in right[c:d]:
            node.set("class", "new")


def _alike(x: Element, y: Element) -> bool:
    """The same construction with something in common: worth going into."""
    if x.tag != y.tag or not len(x) or not len(y):
        return False
    return bool(set(_tokens([x])) & set(_tokens([y])))


def inline(old: str, new: str) -> str:
    """Word by word on one line, for terminals and Markdown."""
    before, after = plain(old).split(" "), plain(new).split(" ")
    out: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            out += before[a:b]
            continue
        if b > a:
            out.append(f"[-{' '.join(before[a:b])}-]")
        if d > c:
            out.append(f"{{+{' '.join(after[c:d])}+}}")
    return " ".join(out)

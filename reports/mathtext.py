"""LaTeX statements as one line of Unicode text, for terminals, XML and Markdown: S_min ≥ 2a‖w⋆‖^(2 − 1/L).

    plain(text)     a formula, or prose with $...$, on one line; the LaTeX itself where it cannot be read

The line has to be read one way only: a fraction followed by a factor gets brackets, (1/L)θ, and so does every exponent
of more than one sign, e^(Kτ).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.mathml import DOLLARS, RELATIONS, Element, NotConvertible, cached_tree, is_prose, row


def plain(text: str) -> str:
    """One line of text for terminals and XML; the LaTeX itself where it cannot be converted."""

    def one(latex: str) -> str:
        try:
            return re.sub(r" {2,}", " ", _line(row(cached_tree(latex)))).strip()
        except NotConvertible:
            return latex

    if is_prose(text):
        return "".join(one(part) if i % 2 else part for i, part in enumerate(DOLLARS.split(text)))
    return one(text)


def _line(nodes: Iterable[Element]) -> str:
    out: list[str] = []
    terms = list(nodes)
    for index, node in enumerate(terms):
        while node.tag in ("mstyle", "mrow") and len(node) == 1:
            node = node[0]
        text = node.text or ""
        if node.tag == "mo" and text in (RELATIONS | set("+−")):
            out.append(f" {text} " if out else text)
        elif node.tag == "mo" and text in ",;":
            out.append(text + " ")
        elif node.tag == "mfrac" and not (_apart(terms[:index][-1:], "(") and _apart(terms[index + 1 :][:1], ")")):
            out.append(f"({_one(node)})")  # a/b followed by c would otherwise read as a/(bc)
        else:
            out.append(_one(node))
    return "".join(out)


def _apart(neighbour: Sequence[Element], bracket: str) -> bool:
    """Whether a fraction needs no brackets of its own on this side."""
    return not neighbour or (neighbour[0].tag == "mo" and (neighbour[0].text or "") in RELATIONS | set("+−," + bracket))


def _one(node: Element) -> str:
    kids = list(node)
    match node.tag:
        case "mspace":
            return " "
        case "msub" | "munder":
            return f"{_one(kids[0])}_{_group(kids[1])}"
        case "msup":
            return _one(kids[0]) + _raised(kids[1])
        case "msubsup" | "munderover":
            return f"{_one(kids[0])}_{_group(kids[1])}" + _raised(kids[2])
        case "mover":
            accent = _one(kids[1])
            return _one(kids[0]) + {"^": "\u0302", "¯": "\u0304", "˙": "\u0307", "∼": "\u0303"}.get(accent, accent)
        case "mfrac":
            return f"{_group(kids[0], *_SCRIPTS)}/{_group(kids[1], *_SCRIPTS)}"
        case "msqrt":
            return f"√({_line(kids)})" if len(kids) > 1 or len(kids[0]) else f"√{_line(kids)}"
        case "mroot":
            return f"{_group(kids[0])}^(1/{_one(kids[1])})"
        case "mtable":
            return "[" + "; ".join(", ".join(_line(cell) for cell in r) for r in node) + "]"
        case _:
            return _line(node) if kids else (node.text or "")


_SCRIPTS = ("msub", "msup", "msubsup")


def _raised(exponent: Element) -> str:
    text = _one(exponent)
    return text if text in ("⊤", "⋆", "′", "*") else f"^{_group(exponent)}"


def _group(node: Element, *closed: str) -> str:
    """The node on one line, in brackets unless it is a single term."""
    while node.tag == "mrow" and len(node) == 1:
        node = node[0]
    single = not len(node) or node.tag in closed
    return _one(node) if single else f"({_one(node).strip()})"

"""LaTeX statements as native MathML.

Main functions
    formula(latex)      markup of one formula; may break over lines before its relations
    prose(text)         escaped text in which $...$ is mathematics
    statement(text)     a formula, or prose if the text carries its own dollar signs
    tree(latex)         the cleaned element tree; raises NotConvertible

latex2mathml does the parsing. What it returns is data from outside: only the elements and attributes named below
survive, text never contains markup, and whatever is left over (an unknown command, a missing argument) makes the
formula fall back to its escaped LaTeX source, visibly so.

What is not covered: macros, alignment environments beyond matrices and cases.
References: MathML Core (W3C), section 3.2 (operators, their forms and spacing) for the corrections in `_clean`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import lru_cache

from latex2mathml.converter import convert
from markupsafe import Markup, escape

Element = ET.Element

LONGEST = 8000  # characters; a statement of the sources has at most some hundreds

_CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "munder": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
_TAGS = {
    *_CHILDREN,
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "msqrt",
    "mstyle",
    "mtable",
    "mtr",
    "mtd",
}
_ATTRIBUTES = {
    "displaystyle": r"true|false",
    "scriptlevel": r"[0-9]",
    "stretchy": r"true|false",
    "accent": r"true|false",
    "form": r"prefix|infix|postfix",
    "minsize": r"[0-9.]+em",
    "maxsize": r"[0-9.]+em",
    "width": r"-?[0-9.]+em",
    "linethickness": r"0(px|em)?",
}
RELATIONS = set("=<>≤≥≠≈∼~≡≢⪰⪯≻≺∈∉⊂⊆→⟶←⇒⇐⇔⟹⟺↦∝⟂")
_OPERATORS = RELATIONS | set("±∓:;%⟨⟩⌊⌋⌈⌉‖|{}[](),+−·×⊗∘")
_LETTERLIKE = set("⊤⊥⋆∗*∞∇∂′…⋯⋮∅◻□∎")
_BARS = {"|", "‖"}
_OPENING, _CLOSING = set("([{⟨⌊⌈"), set(")]}⟩⌋⌉")
_ALPHABETS = {"double-struck": (0x1D538, 0x1D552), "bold": (0x1D400, 0x1D41A), "script": (0x1D49C, 0x1D4B6)}
_EXCEPTIONS = dict(zip((0x1D53A, 0x1D53F, 0x1D545, 0x1D547, 0x1D548, 0x1D549, 0x1D551), "ℂℍℕℙℚℝℤ")) | dict(
    zip((0x1D49D, 0x1D4A0, 0x1D4A1, 0x1D4A3, 0x1D4A4, 0x1D4A7, 0x1D4A8, 0x1D4AD), "ℬℰℱℋℐℒℳℛ")
)


# What latex2mathml does not know, in words it knows.
_INSTEAD = (
    (re.compile(r"\\arg(?![A-Za-z])"), r"\\operatorname{arg}"),
    (re.compile(r"\\xrightarrow\[([^\[\]]*)\]\{\}"), r"\\underset{\1}{\\longrightarrow}"),
    (re.compile(r"\\big(?=\\?\|)"), ""),
)


class NotConvertible(ValueError):
    """The LaTeX cannot be shown as MathML; it is then shown as source."""


def tree(latex: str) -> Element:
    """The formula as a `math` element without namespaces, every element and attribute of a known kind.

    Raises NotConvertible.
    """
    return deepcopy(cached_tree(latex))


@lru_cache(maxsize=4096)
def cached_tree(latex: str) -> Element:
    """As `tree`, for readers that change nothing."""
    if not latex.strip() or len(latex) > LONGEST:
        raise NotConvertible("empty or longer than a formula")
    known = latex
    for pattern, instead in _INSTEAD:
        known = pattern.sub(instead, known)
    try:
        root = ET.fromstring(convert(known))
    except RecursionError:
        raise NotConvertible("nested too deeply") from None
    except Exception as error:  # latex2mathml raises whatever its parser meets; all of it means the same here
        raise NotConvertible(str(error) or type(error).__name__) from None
    return _clean(root)


def _clean(node: Element) -> Element:
    """Copy of what is allowed, corrected where latex2mathml and MathML Core do not fit together."""
    tag = node.tag.rpartition("}")[2]
    if tag not in _TAGS:
        raise NotConvertible(f"element {tag}")
    text = (node.text or "").strip() if tag != "mtext" else (node.text or "")
    variant = node.get("mathvariant", "")
    if tag in ("mi", "mo", "mn"):
        tag, text = _token(tag, text, variant)
    if tag == "mtext":
        text = text.replace("\\%", "%")
    if "\\" in text:
        raise NotConvertible(f"unknown command {text}")
    fresh = ET.Element(tag)
    for name, pattern in _ATTRIBUTES.items():
        value = node.get(name, "").replace("negativethinmathspace", "-0.167em")
        if re.fullmatch(pattern, value):
            fresh.set(name, value)
    if text:
        fresh.text = text
    if tag == "mi" and len(text) == 1 and (variant == "normal" or text in _LETTERLIKE):
        fresh.set("mathvariant", "normal")
    if tag == "mo" and text in (
        "‖",
        "|",
        "/",
    ):  # norms and fractions on the line stand without the spaces of a relation
        fresh.attrib.update({"lspace": "0", "rspace": "0"})
    if tag == "mtd":
        fresh.attrib.pop("width", None)
    for child in node:
        fresh.append(_clean(child))
    if len(fresh) != _CHILDREN.get(tag, len(fresh)):
        raise NotConvertible(f"{tag} with {len(fresh)} arguments")
    if tag in ("mrow", "math", "msqrt", "mstyle", "mtd"):
        _bracket(fresh)
        _space_after_names(fresh)
    return fresh


def _token(tag: str, text: str, variant: str) -> tuple[str, str]:
    text = {"\\{": "{", "\\}": "}", "~": "∼"}.get(text, text)
    if tag == "mi" and re.fullmatch(r"[.0-9]+", text):
        return "mn", text
    if tag == "mi" and text in _OPERATORS:
        return "mo", text
    if tag == "mo" and (text in _LETTERLIKE or (text.isalpha() and text.isascii())):
        return "mi", text
    if variant in _ALPHABETS and len(text) == 1 and text.isascii() and text.isalpha():
        upper, lower = _ALPHABETS[variant]
        code = upper + ord(text) - 65 if text.isupper() else lower + ord(text) - 97
        return tag, _EXCEPTIONS.get(code, chr(code))
    return tag, text


def _bracket(row: Element) -> None:
    """Give a raised bracket its group: latex2mathml raises only the ")" of "(a+b)^2", which then cannot stretch."""
    index = 0
    while index < len(row):
        node = row[index]
        base = node[0] if node.tag in ("msup", "msub", "msubsup") else None
        if base is not None and base.tag == "mo" and base.text in _CLOSING:
            start, depth = index - 1, 1
            while start >= 0:
                text = (row[start].text or "") if row[start].tag == "mo" else ""
                raised = row[start][0].text if row[start].tag in ("msup", "msub", "msubsup") else ""
                depth += (text in _CLOSING or raised in _CLOSING) - (text in _OPENING)
                if depth == 0:
                    break
                start -= 1
            if start >= 0:
                group = ET.Element("mrow")
                group.extend([*row[start:index], base])
                node[0] = group
                del row[start:index]
                index = start
        index += 1


def _space_after_names(row: Element) -> None:
    """A thin space between an operator name (max, tr, log) and what it is applied to, as TeX sets it."""
    for index in range(len(row) - 2, -1, -1):
        base = row[index][0] if row[index].tag in ("msub", "msup", "msubsup", "munder") else row[index]
        after = row[index + 1]
        named = base.tag == "mi" and len(base.text or "") > 1
        if named and after.tag != "mspace" and not (after.tag == "mo" and (after.text or "") not in "‖|{"):
            row.insert(index + 1, ET.Element("mspace", width="0.167em"))


def row(root: Element) -> list[Element]:
    """The top-level terms of a formula, outer groupings removed."""
    terms = list(root)
    while len(terms) == 1 and terms[0].tag in ("mrow", "mstyle") and not terms[0].get("class"):
        terms = list(terms[0])
    return terms


def pieces(terms: Sequence[Element]) -> list[list[Element]]:
    """The terms cut where a line may break, outside brackets: before relations, sums and words, after commas and wide
    spaces.
    """
    parts: list[list[Element]] = [[]]
    depth, bars = 0, False
    for term in terms:
        text = term.text or ""
        mark = term.tag == "mo" and len(text) == 1
        words = term.tag == "mtext" and depth <= 0 and len(text.split()) > 1
        if (words or (mark and text in RELATIONS and depth <= 0)) and parts[-1]:
            parts.append([])
        before = parts[-1][-1] if parts[-1] else None
        if mark and text in "+−" and depth <= 0 and not bars and before is not None and _ends(before):
            parts.append([])
            term.set("form", "infix")  # first in its piece, it would be taken for a sign
        parts[-1].append(term)
        bars ^= _symbol(term) in _BARS
        if mark:
            depth += (text in _OPENING) - (text in _CLOSING)
        wide = term.tag == "mspace" and float(term.get("width", "0em")[:-2]) >= 1
        if words or (depth <= 0 and ((mark and text in ",;") or wide)):
            parts.append([])
    return [part for part in parts if part]


def _symbol(term: Element) -> str:
    """The operator that a term is, with or without scripts; "" for others."""
    base = term[0] if term.tag in ("msub", "msup", "msubsup") else term
    return (base.text or "") if base.tag == "mo" else ""


def _ends(term: Element) -> bool:
    """Whether a summand may end with the term, so that a sign after it is a sum's."""
    symbol = _symbol(term)
    return term.tag != "mspace" and (not symbol or symbol in _CLOSING or symbol in _BARS)


def markup(terms: Sequence[Element], display: bool = False) -> Markup:
    """Serialised `math` elements with a chance to break between them."""
    out = []
    for part in pieces(terms):
        if len(part) == 1 and part[0].tag == "mtext":  # several words: text, so that they wrap like text
            kind = part[0].get("class", "")
            text = escape((part[0].text or "").replace("\u00a0", " "))
            out.append(f'<span class="{kind}">{text}</span>' if kind else str(text))
            continue
        math = ET.Element("math")
        if display:
            math.set("displaystyle", "true")
        math.extend(part)
        out.append(ET.tostring(math, encoding="unicode"))
    joined = "<wbr>".join(out)
    return Markup(f'<span class="m">{joined}</span>')


def source(latex: str) -> Markup:
    """The visible fallback: the LaTeX itself."""
    return Markup('<code class="tex" title="LaTeX source">{}</code>').format(latex)


def formula(latex: str, display: bool = False) -> Markup:
    try:
        return markup(row(tree(latex)), display)
    except NotConvertible:
        return source(latex)


DOLLARS = re.compile(r"\$\$?([^$]+)\$\$?")


def prose(text: str, math: Callable[[str], Markup] = formula) -> Markup:
    """Escaped text, `$...$` set as mathematics."""
    parts = DOLLARS.split(text)
    return Markup("").join(math(part) if index % 2 else escape(part) for index, part in enumerate(parts))


def is_prose(text: str) -> bool:
    """Whether a statement is words (with or without $...$) rather than one formula."""
    if DOLLARS.search(text):
        return True
    return not re.search(r"[\\^_]", text) and bool(re.search(r"[A-Za-z]{4,}", text))


def statement(text: str, display: bool = True) -> Markup:
    return prose(text) if is_prose(text) else formula(text, display)

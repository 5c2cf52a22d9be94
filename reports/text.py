"""Text from a record made harmless to look at.

A record can hold anything, names typed by others included. Escaping is the business of each format; what no format may
pass on are characters that are not seen but act: terminal control, changes of writing direction, half surrogates.
"""

from __future__ import annotations

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
SENSES = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", ">": ">", "<": "<"}


def visible(text: str) -> str:
    """The text with every acting character replaced by U+FFFD; line ends and tabs stay."""
    return _ACTING.sub("\ufffd", text.replace("\r\n", "\n"))


def sense(text: str) -> str:
    return SENSES.get(text, text)


def number(text: str) -> str:
    """A side of a relation as printed mathematics: 3 · (64)^(1/4) = [8.4853 ± 2.9e-16]."""
    return text.replace(" * ", " · ").replace("+/-", "±")

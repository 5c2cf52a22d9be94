"""The source documents in full words; `printed` always means what one of these says.

The record carries a short name (the keys of theorems.claim.DOCUMENTS); the numbers are those of the transcriptions.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Document(NamedTuple):
    short: str  # for tables
    full: str  # authors, title, occasion


SHORT_SLIDES = Document(
    "Slides, NeurIPS 2024",
    "Marion and Chizat, Deep linear networks for regression are implicitly regularized towards flat minima, "
    "short slides, NeurIPS 2024",
)
WORKSHOP_SLIDES = Document(
    "Slides, CIRM 2024",
    "Marion and Chizat, Three stories on deep linear networks, workshop slides, CIRM Marseille, 29 October 2024",
)
POSTER = Document(
    "Poster, 2019",
    "Gidel, Bach and Lacoste-Julien, Implicit regularization of discrete gradient dynamics in deep linear neural "
    "networks, poster, NeurIPS 2019",
)
ABSTRACT = Document(
    "Web page, abstract",
    "Web page with the abstract of Marion and Chizat, arXiv 2405.13456, October 2024",
)
REVIEW = Document(
    "Web page, summary",
    "Web page summarising Marion and Chizat, arXiv 2405.13456 (key takeaways, figures and captions), September 2024",
)
OWN = Document("Lemmata", "No source: a statement of Lemmata's own")

_NAMES = {
    "slides": WORKSHOP_SLIDES,
    "short-slides": SHORT_SLIDES,
    "abstract-page": ABSTRACT,
    "review-page": REVIEW,
    "poster": POSTER,
    "": OWN,
    "000": SHORT_SLIDES,
    "001": ABSTRACT,
    "002": POSTER,
    "003": REVIEW,
    "004": WORKSHOP_SLIDES,
}

ORDER = (WORKSHOP_SLIDES, SHORT_SLIDES, ABSTRACT, REVIEW, POSTER, OWN)


def documents(name: str) -> tuple[Document, ...]:
    """The documents that a short name stands for: one, or several separated by commas; an unknown name is itself."""
    parts = [part for part in re.split(r"\s*(?:,|;|\band\b)\s*", name.strip()) if part] or [""]
    found = (_NAMES.get(part.lower(), Document(part, part)) for part in parts)
    return tuple(dict.fromkeys(found))


def in_full(name: str) -> str:
    return "; ".join(document.full for document in documents(name))

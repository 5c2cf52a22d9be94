"""A record arranged for reading: readings under their claims, counts, what stands, what is printed wrong.

Every output uses this one arrangement, so that they cannot tell different stories.

    arrange(record)     the whole, in reading order
    ClaimView.standing  the reading one may rely on: the repaired one; without it the printed one, unless that is
                        refuted and a sharper one is there
    ClaimView.whole     standing reading proved, and so for every claim it rests on, all the way down
    Wrong               one refuted printed statement with its witness and what is true instead
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from properties.verdict import Outcome, Verdict
from reports.by_hand import lines
from reports.notation import DEFINITIONS
from reports.records import ClaimEntry, ReadingEntry, Record, SourceEntry, WitnessEntry
from reports.sources import ORDER, Document, documents
from reports.vocabulary import chapter

READING_ORDER = ("printed", "repaired", "sharper")


@dataclass(frozen=True)
class ClaimView:
    entry: ClaimEntry
    anchor: str
    readings: tuple[ReadingEntry, ...]
    used_by: tuple[str, ...]
    whole: bool = False

    @property
    def printed(self) -> ReadingEntry | None:
        return self.reading("printed")

    @property
    def standing(self) -> ReadingEntry | None:
        for name in ("repaired", "sharper" if self.printed_wrong else "printed", "sharper", "printed"):
            if (found := self.reading(name)) is not None:
                return found
        return self.readings[0] if self.readings else None

    def reading(self, name: str) -> ReadingEntry | None:
        return next((r for r in self.readings if r.reading == name), None)

    @property
    def verdict(self) -> Verdict:
        return self.standing.verdict if self.standing else Verdict.UNSUPPORTED

    @property
    def printed_wrong(self) -> bool:
        return self.printed is not None and self.printed.verdict is Verdict.REFUTED

    @property
    def true_version(self) -> ReadingEntry | None:
        """What holds instead of a refuted printed statement, if any other reading stands unrefuted."""
        others = (self.reading("repaired"), self.reading("sharper"))
        return next((r for r in others if r is not None and r.verdict in (Verdict.PROVED, Verdict.SUPPORTED)), None)


@dataclass(frozen=True)
class Wrong:
    claim: ClaimView
    printed: ReadingEntry
    true: ReadingEntry | None


@dataclass(frozen=True)
class Report:
    record: Record
    claims: tuple[ClaimView, ...]
    anchors: Mapping[str, str]
    chapters: tuple[tuple[str, tuple[ClaimView, ...]], ...]
    documents: tuple[Document, ...]
    counts: Mapping[tuple[Document, bool], Counter[Verdict]] = field(default_factory=dict)

    def rows(self, document: Document) -> list[tuple[bool, Counter[Verdict]]]:
        """Counts for one document: of what it prints, then of what is true."""
        found = ((printed, self.counts.get((document, printed))) for printed in (True, False))
        return [(printed, row) for printed, row in found if row]

    @property
    def wrong(self) -> tuple[Wrong, ...]:
        return tuple(Wrong(c, c.printed, c.true_version) for c in self.claims if c.printed and c.printed_wrong)

    @property
    def total(self) -> Counter[Verdict]:
        return Counter(r.verdict for c in self.claims for r in c.readings)

    @property
    def standing(self) -> Counter[Verdict]:
        return Counter(c.verdict for c in self.claims)


def anchor(name: str) -> str:
    """The claim's id as a URL fragment."""
    return re.sub(r"[^A-Za-z0-9._/-]+", "-", name).strip("-") or "claim"


def arrange(record: Record) -> Report:
    """Readings of claims that the record does not list get an entry of their own: nothing is dropped."""
    by_claim: dict[str, list[ReadingEntry]] = {}
    for reading in record.readings:
        by_claim.setdefault(reading.claim, []).append(reading)
    entries = {c.id: c for c in record.claims}
    for name in by_claim:
        entries.setdefault(name, ClaimEntry(id=name, title=name, source=SourceEntry("", ""), subject=""))
    anchors: dict[str, str] = {}
    for name in entries:
        short, taken = anchor(name), set(anchors.values())
        anchors[name] = next(
            a for a in (short, *(f"{short}-{i}" for i in range(2, len(entries) + 2))) if a not in taken
        )
    whole = _whole(entries, by_claim)
    claims = []
    for name, entry in entries.items():
        readings = sorted(by_claim.get(name, []), key=lambda r: _rank(r.reading))
        users = dict.fromkeys((*entry.used_by, *(c.id for c in entries.values() if name in c.rests_on)))
        claims.append(ClaimView(entry, anchors[name], tuple(readings), tuple(users), name in whole))
    chapters: dict[str, list[ClaimView]] = {}
    for claim in claims:
        chapters.setdefault(chapter(claim.entry.id), []).append(claim)
    counts: dict[tuple[Document, bool], Counter[Verdict]] = {}
    for claim in claims:
        for document in documents(claim.entry.source.document):
            for reading in claim.readings:
                counts.setdefault((document, reading.reading == "printed"), Counter())[reading.verdict] += 1
    named = dict.fromkeys(d for d, _ in counts)
    ordered = [d for d in ORDER if d in named] + [d for d in named if d not in ORDER]
    return Report(
        record,
        tuple(c for group in chapters.values() for c in group),
        anchors,
        tuple((title, tuple(group)) for title, group in chapters.items()),
        tuple(ordered),
        counts,
    )


def _rank(reading: str) -> int:
    return READING_ORDER.index(reading) if reading in READING_ORDER else len(READING_ORDER)


def _whole(entries: Mapping[str, ClaimEntry], readings: Mapping[str, list[ReadingEntry]]) -> set[str]:
    """Claims that are proved together with all they rest on; a missing or circular foundation is none."""
    plain = {n: ClaimView(e, "", tuple(readings.get(n, ())), ()) for n, e in entries.items()}
    whole: set[str] = set()
    grown = True
    while grown:
        fresh = {
            name
            for name, claim in plain.items()
            if name not in whole and claim.verdict is Verdict.PROVED and all(b in whole for b in claim.entry.rests_on)
        }
        whole |= fresh
        grown = bool(fresh)
    return whole


def reproduce(record: Record, reading: ReadingEntry) -> str:
    """The command that makes exactly this section again, seed and budget included."""
    command = reading.reproduce
    if command.startswith("lemmata verify ") and "--seed" not in command:
        command += f" --seed {record.provenance.seed} --budget {record.provenance.budget}"
    return command


def refutation(reading: ReadingEntry) -> str:
    """Where a refuted reading fails, on one line: its witness, else what the rejecting route reports."""
    if reading.witness is not None:
        return reading.witness.one_line
    return next((e.detail or e.scope for e in reading.evidence if e.outcome is Outcome.REFUTED), "")


ACCEPTED = "the kernel accepts it"
NO_RECIPE = "not put to the kernel: no recipe turns it into facts about definitions of the theories"


def kernel_share(reading: ReadingEntry) -> str:
    """Of the false variants that fell at a witness, how many Coq's kernel has seen; empty when it was not asked."""
    told = [v.witness.kernel for v in reading.false_variants if v.witness is not None]
    if not any(told):
        return ""
    accepted, none = sum(words.startswith(ACCEPTED) for words in told), sum(words == NO_RECIPE for words in told)
    return f"witnesses of {accepted} accepted by Coq's kernel" + (f", {none} without a recipe" if none else "")


def witness_file(claim: str, reading: str) -> str:
    """The name under which a witness is written beside the report, for `lemmata replay`."""
    return "".join(c if c.isalnum() or c in "-_" else "-" for c in f"{claim}--{reading}") + ".json"


def arithmetic(witness: WitnessEntry, key: str = "") -> tuple[tuple[str, str], ...]:
    """The lines to redo by hand: computed from the instance, then what the record adds to them. $...$ is LaTeX.

    key: "claim id#reading", for the last lines, the two sides of what fails in that reading.
    """
    own = lines(witness.instance, key)
    heads = {name.partition("=")[0] for name, _ in own}
    recorded = ((DEFINITIONS.get(name, ""), name, value) for name, value in witness.quantities)
    more = [(f"${latex}$" if latex else name, value) for latex, name, value in recorded if _head(latex) not in heads]
    return (*((f"${name}$", value) for name, value in own), *more)


def _head(latex: str) -> str:
    return latex.partition("=")[0]

"""A record as Markdown for the summary page of a build, at most LIMIT bytes, details folded.

What comes first is kept whatever the length: outcome, changes, what is printed wrong. Then the claims, each folded;
those that no longer fit are counted, and the full report is named. Mathematics is one line of plain text in code marks,
so that it reads the same wherever Markdown is shown and no name in a record can become markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from reports.diff import Baseline, against
from reports.mathtext import plain
from reports.records import ReadingEntry, Record, Side, WitnessEntry
from reports.text import number, sense, visible
from reports.view import ClaimView, Report, Wrong, arithmetic, arrange, kernel_share, refutation, reproduce
from reports.vocabulary import FLAGS, GRADES, VERDICTS, outcome, reading_name, seconds

LIMIT = 60_000  # bytes
MOST_STEPS = 12  # lines of arithmetic of a counterexample
LONGEST = 400  # characters of one entry
_ESCAPE = re.compile(r"([\\`*_{}\[\]()<>#+!|~$@&])")


def render_markdown(record: Record, baseline: Baseline | None = None) -> str:
    report = arrange(record)
    changes = against(record, baseline) if baseline is not None else None
    page = _Page()
    page.add(_counts(report))
    if changes is not None:
        page.add("\n## Changed since the baseline\n\n")
        page.add(changes.sentence() + "\n\n" if changes.entries else "Nothing: every verdict is as recorded.\n")
        lines = (f"- {words(c.line())}\n" for c in sorted(changes.entries, key=lambda c: not c.regression))
        page.add_list(lines, "changes", LIMIT // 4)
    page.add("\n## What is printed wrong, and what is true\n\n")
    page.add("" if report.wrong else "No printed statement is refuted in this record.\n")
    page.add_list((_wrong(w) for w in report.wrong), "refuted statements", LIMIT // 2)
    for title, claims in report.chapters:
        page.add_list((_claim(claim, record) for claim in claims), "claims", LIMIT, f"\n### {words(title, 80)}\n\n")
    p = record.provenance
    provenance = words(f"Lemmata {p.version}, commit {p.commit}, seed {p.seed}, budget {p.budget}.", 300)
    return page.text + f"\n{provenance}\n"


class _Page:
    """Text that never outgrows LIMIT bytes; what is left out is counted."""

    reserve = 4000  # for the lines that count what is left out, and the provenance

    def __init__(self) -> None:
        self.text = ""
        self._size = 0

    def add(self, part: str, limit: int = LIMIT) -> bool:
        part = visible(part)
        if self._size + len(part.encode()) > limit - self.reserve:
            return False
        self.text += part
        self._size += len(part.encode())
        return True

    def add_list(self, items: Iterable[str], what: str, limit: int, heading: str = "") -> None:
        left_out = 0
        for item in items:
            if self.add(heading + item, limit):
                heading = ""
            else:
                left_out += 1
        if left_out:
            self.text += f"\n{left_out} more {what} do not fit here; the full report shows them all.\n"


def words(text: str, longest: int = LONGEST) -> str:
    """Prose on one line, nothing in it acting as Markdown or HTML."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    return _ESCAPE.sub(lambda m: f"&#{ord(m[1])};", " ".join(short.split()))


def code(text: str, longest: int = LONGEST) -> str:
    """Text in code marks, also inside tables: the marks and pipes in it are replaced by look-alikes."""
    short = text if len(text) <= longest else text[: longest - 1] + "…"
    safe = " ".join(short.split()).replace("`", "ˋ").replace("|", "∣")
    return f"`{safe}`" if safe else ""


def table(head: Sequence[str], rows: Sequence[Sequence[str]], raw: Sequence[int] = ()) -> str:
    """A table; cells are escaped except in the columns named by `raw`."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    for row in rows:
        lines.append("| " + " | ".join(c if i in raw else words(c) for i, c in enumerate(row)) + " |")
    return "\n".join(lines) + "\n"


def _verdict(reading: ReadingEntry) -> str:
    term = VERDICTS[reading.verdict]
    flags = "".join(f", **{FLAGS[f].word.upper()}**" for f in reading.flags)
    return f"{term.sign} {term.word}{flags}"


def _counts(report: Report) -> str:
    used = [v for v in VERDICTS if report.total[v]]
    head = ["source", "statement", *(f"{VERDICTS[v].sign} {VERDICTS[v].word}" for v in used)]
    rows = [
        [words(document.short, 60), "printed" if printed else "true", *(str(row[v] or "") for v in used)]
        for document in report.documents[:20]
        for printed, row in report.rows(document)
    ]
    rows.append(["all", "", *(str(report.total[v]) for v in used)])
    legend = "; ".join(f"{t.sign} {t.word}: {t.meaning}" for t in (VERDICTS[v] for v in used))
    return f"# Lemmata: {len(report.claims)} claims\n\n" + table(head, rows, raw=(0,)) + f"\n{legend}.\n"


def _wrong(w: Wrong) -> str:
    true = (
        f"{VERDICTS[w.true.verdict].word}: {code(plain(w.true.statement), 150)}" if w.true else "no true version known"
    )
    where = refutation(w.printed)
    witness = f"; fails at {code(plain_text(where), 120)}" if where else ""
    return f"- **{words(w.claim.entry.title, 80)}**: printed {code(plain(w.printed.statement), 150)}{witness}; {true}\n"


def plain_text(text: str) -> str:
    """Prose whose $...$ is set on the line."""
    return plain(text) if "$" in text else text


def _claim(claim: ClaimView, record: Record) -> str:
    verdicts = "; ".join(f"{r.reading} {_verdict(r)}" for r in claim.readings)
    out = [f"<details><summary>{words(claim.entry.title, 120)}: {verdicts}</summary>\n\n", f"{code(claim.entry.id)}"]
    out.append(f", {words(claim.entry.source.place, 120)}\n\n" if claim.entry.source.place else "\n\n")
    for reading in claim.readings:
        out.append(_reading(reading, record))
    out.append("</details>\n")
    return "".join(out)


def _reading(r: ReadingEntry, record: Record) -> str:
    out = [f"**{words(reading_name(r.reading))}**, {_verdict(r)}: {code(plain(r.statement))}\n\n"]
    if r.witness:
        out.append(_witness(r.witness, f"{r.claim}#{r.reading}"))
    if r.evidence:
        rows = [
            (
                e.route,
                outcome(e),
                e.scope,
                f"{e.cases}{' tried' * (e.route == 'search')}",
                str(e.violated),
                str(e.undecided),
                seconds(e.seconds),
            )
            for e in r.evidence[:6]
        ]
        out.append(table(("route", "outcome", "scope", "decided", "violated", "undecided", "time"), rows))
        if len(r.evidence) > 6:
            out.append(f"\nand {len(r.evidence) - 6} more rows of evidence\n")
        out.append("\n")
    facts = []
    if r.tightness:
        facts.append(f"best ratio {r.tightness.best:.4g}")
    if r.false_variants:
        fell = sum(v.verdict.value == "REFUTED" for v in r.false_variants)
        facts.append(f"{fell} of {len(r.false_variants)} false variants refuted")
        facts += [kernel_share(r)] * bool(kernel_share(r))
    facts += [f"theorem {code(k.name)} ({GRADES['kernel']})" for k in r.kernel[:3]]
    if r.reproduce:
        facts.append(f"again: {code(reproduce(record, r), 160)}")
    return "".join(out) + ("; ".join(facts) + "\n\n" if facts else "")


def _witness(w: WitnessEntry, key: str) -> str:
    def relation(s: Side) -> str:
        return f"{plain_text(s.label)}: {number(plain_text(s.lhs))} {sense(s.sense)} {number(plain_text(s.rhs))}"

    lines = [f"Counterexample {code(w.one_line)}\n"]
    steps = arithmetic(w, key)
    shown = steps if len(steps) <= MOST_STEPS else (*steps[: MOST_STEPS // 3], *steps[-MOST_STEPS * 2 // 3 :])
    lines += [f"- {code(f'{plain_text(n)} = {plain_text(v)}')}\n" for n, v in shown]
    lines += [f"- {code(relation(s))} is false\n" for s in w.violated[:4]]
    return "\n".join(lines[:1]) + "\n" + "".join(lines[1:]) + "\n"

"""A record in the terminal: the same content per claim as the page, and the table that ends a run.

    show_claim(record, claim_id, console)   everything about one claim; raises NoSuchClaim with the nearest ids
    summary_table(record)                   verdicts by claim and reading, flags, best ratios
    conclusion(record, baseline)            the closing lines: counts, and what makes the run fail

Text of the record is never read as console markup, and terminal control characters in it are replaced.
"""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterable

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from properties.verdict import Flag, Verdict
from reports import exact
from reports.by_hand import counted
from reports.diff import Baseline, trouble
from reports.difference import inline
from reports.mathtext import plain
from reports.records import FalseVariant, ReadingEntry, Record, Side, Tightness, TrialRow, WitnessEntry
from reports.rows import merged
from reports.sources import in_full
from reports.text import number, sense, visible
from reports.view import ACCEPTED, ClaimView, arithmetic, arrange, refutation, reproduce
from reports.vocabulary import FLAGS, GRADES, VERDICTS, axioms, count, outcome, reading_name, seconds

STYLES = {
    Verdict.PROVED: "bold green",
    Verdict.REFUTED: "bold red",
    Verdict.SUPPORTED: "bold blue",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.UNSUPPORTED: "dim",
    Verdict.ERROR: "bold magenta",
}
BARS = " ▁▂▃▄▅▆▇█"
LONGEST = 90  # characters of a counterexample in the closing lines
MOST_ROWS = 60  # evidence rows shown; the rest is counted


class NoSuchClaim(LookupError):
    """The record has no claim of that id; one line with the nearest ones."""


def _text(content: str, style: str = "") -> Text:
    return Text(visible(content), style=style)


def verdict_text(verdict: Verdict, flags: Iterable[Flag] = ()) -> Text:
    term = VERDICTS[verdict]
    text = Text(f"{term.sign} {term.word}", style=STYLES[verdict])
    for flag in flags:
        text.append(f" {FLAGS[flag].sign} {FLAGS[flag].word.upper()}", style="bold white on red")
    return text


def show_claim(record: Record, claim_id: str, console: Console) -> None:
    report = arrange(record)
    found = {c.entry.id: c for c in report.claims}
    if claim_id not in found:
        near = difflib.get_close_matches(claim_id, found, n=3, cutoff=0.3) or list(found)[:3]
        raise NoSuchClaim(f"the record has no claim {claim_id!r}; nearest: {', '.join(near) or 'none'}")
    console.print(*_claim(found[claim_id], record), sep="\n")


def _claim(claim: ClaimView, record: Record) -> list[RenderableType]:
    e = claim.entry
    out: list[RenderableType] = [_text(plain(e.title) if "$" in e.title else e.title, "bold"), _text(e.id, "cyan")]
    place = f"; {e.source.place}" if e.source.place else ""
    out.append(_text(f"{in_full(e.source.document)}{place}", "dim"))
    for reading in claim.readings:
        out.append(Text())
        heading = _text(f"{reading_name(reading.reading)}: ", "bold")
        out.append(heading.append_text(verdict_text(reading.verdict, reading.flags)))
        out += [Padding(part, (0, 0, 0, 2)) for part in _reading(reading, record)]
    printed, repaired = claim.printed, claim.reading("repaired")
    if printed and repaired and printed.statement != repaired.statement:
        out += [Text(), _text("From printed to repaired: " + inline(printed.statement, repaired.statement))]
    if e.about:
        out += [Text(), _text(e.about, "dim")]
    if e.rests_on:
        out.append(_text("Rests on: " + ", ".join(e.rests_on)))
    if claim.used_by:
        out.append(_text("Used by: " + ", ".join(claim.used_by)))
    return out


def _reading(r: ReadingEntry, record: Record) -> list[RenderableType]:
    out: list[RenderableType] = [_text(plain(r.statement), "italic")]
    if r.note:
        out.append(_text(plain(r.note) if "$" in r.note else r.note))
    if r.witness:
        out.append(_witness(r.witness, f"{r.claim}#{r.reading}"))
    elif r.verdict is Verdict.REFUTED and (runs := counted(refutation(r))):
        out.append(_text("rejected by counted runs, by the binomial law: "))
        out += [_text(f"  {name} = {value}") for name, value in runs]
    captions = [m.caption for m in r.maps] + [f.caption for f in r.figures]
    out += [_text(f"on the page, a plot: {plain(caption)}", "dim") for caption in captions]
    for h in r.hypotheses:
        share = f" ({100 * h.met / h.total:.3g} %)" if h.total else ""
        out.append(_text(f"hypothesis met by {h.met} of {h.total}{share}: {h.label}"))
    out += _evidence(r)
    out += [_text(_trial(t)) for t in r.trials]
    if r.tightness:
        out += _tightness(r.tightness)
    for d in r.derivations:
        out.append(_text(f"derived, {d.label}: {plain(d.latex)}"))
    for k in r.kernel:
        covers = "the statement itself" if k.coverage == "full" else f"a part: {k.difference}"
        out.append(_text(f"machine-checked theorem {k.name} ({covers}; {axioms(k)}):\n{k.statement}"))
    out += [_variant(v) for v in r.false_variants]
    p = record.provenance
    state = "from the cache" if r.cached else "computed in this run"
    again = f"again: {reproduce(record, r)}; " if r.reproduce else ""
    out.append(_text(f"{again}{state}, {seconds(r.seconds)}; Lemmata {p.version}, seed {p.seed}, {p.budget}", "dim"))
    return out


def _side(s: Side) -> str:
    def side(text: str) -> str:
        shown = plain(text) if "$" in text else number(text)
        return f"{shown} (≈ {exact.decimal(text)})" if exact.decimal(text) else shown

    label = plain(s.label) if "$" in s.label else s.label
    return f"{label}: {side(s.lhs)} {sense(s.sense)} {side(s.rhs)}"


def _witness(w: WitnessEntry, key: str) -> RenderableType:
    lines = [w.one_line]
    lines += [f"holds: {_side(s)}" for s in w.hypotheses if s.holds]
    lines += [f"DOES NOT HOLD: {_side(s)}" for s in w.hypotheses if not s.holds]
    for index, (name, value) in enumerate(arithmetic(w, key), 1):
        shown = plain(value) if "$" in value else number(value)
        near = f" ≈ {exact.decimal(value)}" if exact.decimal(value) else ""
        lines.append(f"{index}. {plain(name) if '$' in name else name} = {shown}{near}")
    for s in w.violated:
        gap = exact.gap(s.lhs, s.rhs)
        lines.append(f"✗ false: {_side(s)}" + (f"; left minus right is {gap}" if gap else ""))
    lines.append(
        "; ".join(
            filter(None, [w.found_by and f"found by {w.found_by}", w.replayed and f"decided again: {w.replayed}"])
        )
    )
    lines.append(w.kernel)
    return Panel(_text("\n".join(filter(None, lines))), title="Counterexample", title_align="left", border_style="red")


def _evidence(r: ReadingEntry) -> list[RenderableType]:
    out: list[RenderableType] = []
    rows = merged(r.evidence)
    for e in rows[:MOST_ROWS]:
        parts = [outcome(e), e.scope, e.detail]
        if e.route not in ("kernel", "symbolic"):
            what = "tried" if e.route == "search" else "decided"
            parts.append(f"{e.cases} {what}, {e.violated} violated, {e.undecided} undecided")
            parts.append(f"hypotheses met by {e.met} of {e.looked_at}" if e.looked_at else "")
        parts.append(seconds(e.seconds) + " cached" * e.cached)
        times = f" ×{e.rows}" if e.rows > 1 else ""
        line = _text(f"{e.route}{times}", "bold").append_text(_text(f" ({GRADES[e.route]}): ", "dim"))
        out.append(line.append_text(_text("; ".join(filter(None, parts)))))
    if len(rows) > MOST_ROWS:
        out.append(_text(f"and {len(rows) - MOST_ROWS} more rows of evidence in the record"))
    return out


def _trial(t: TrialRow) -> str:
    regime = ", ".join(f"{name} = {value}" for name, value in t.regime.items())
    ended = f"; rejected after {t.rejected_at} draws" if t.rejected_at is not None else ""
    undecided = f", {t.undecided} undecided" if t.undecided else ""
    undecided += "" if t.met in (None, t.draws) else f", the premise met by {t.met}"
    return (
        f"{regime}: {t.failures} of {t.draws} samples fail{undecided}, so the probability is in "
        f"[{t.low:.3g}, {t.high:.3g}] (99 %); claimed at most {t.claimed:.3g}{ended}"
    )


def _tightness(t: Tightness) -> list[RenderableType]:
    lines = [f"best ratio {t.best:.6g}" + (f" in {t.label}" if t.label else "") + " (1 is equality)"]
    if t.histogram and t.histogram.counts and t.histogram.edges:
        most = max(t.histogram.counts)
        bars = "".join(BARS[-(-8 * c // most) if most else 0] for c in t.histogram.counts)
        lines.append(f"ratios {t.histogram.edges[0]:g} {bars} {t.histogram.edges[-1]:g}")
    if len(t.by_relation) > 1:
        lines.append("best by relation: " + "; ".join(f"{x.name}: {x.ratio:.6g}" for x in t.by_relation))
    lines += [f"extremal case {x.name}: {x.ratio:.6g}" for x in t.extremal]
    if t.at:
        lines.append(f"attained at {t.at}")
    return [_text("\n".join(lines))]


def _variant(v: FalseVariant) -> Text:
    text = _text("false variant ").append_text(verdict_text(v.verdict, v.flags)).append_text(_text(f" {v.name}"))
    if v.statement and v.statement != v.name:
        text.append_text(_text(f": {plain(v.statement)}"))
    if v.witness:
        text.append_text(_text(f"; fell at {v.witness.one_line}", "dim"))
        if v.witness.kernel.startswith(ACCEPTED):
            text.append_text(_text("; accepted by Coq's kernel", "dim"))
    elif v.verdict is not Verdict.REFUTED:
        text.append_text(_text("; still stands", "bold red"))
    return text


def summary_table(record: Record) -> Table:
    """One line a reading: verdict, decided instances, best ratio, false variants, time."""
    table = Table(header_style="bold", pad_edge=False, box=None)
    for name in ("claim", "reading", "verdict"):
        table.add_column(name, overflow="fold")
    for name in ("decided", "undecided", "best ratio", "false variants", "time"):
        table.add_column(name, justify="right", no_wrap=True)
    for claim in arrange(record).claims:
        for index, r in enumerate(claim.readings):
            instances = [e for e in r.evidence if e.route in ("exact", "enclosure", "statistical")]
            fell = sum(v.verdict is Verdict.REFUTED for v in r.false_variants)
            table.add_row(
                _text(claim.entry.id if index == 0 else ""),
                _text(r.reading),
                verdict_text(r.verdict, r.flags),
                str(sum(e.cases for e in instances) or ""),
                str(sum(e.undecided for e in instances) or ""),
                f"{r.tightness.best:.4g}" if r.tightness else "",
                f"{fell}/{len(r.false_variants)}" if r.false_variants else "",
                "cached" if r.cached else seconds(r.seconds),
            )
    return table


def conclusion(record: Record, baseline: Baseline | None = None) -> Group:
    """Counts of verdicts, what is printed wrong, and every reason for exit status 1."""
    report = arrange(record)
    counts = Text("; ").join(Text.assemble(f"{n} ", verdict_text(v)) for v in VERDICTS if (n := report.total[v]))
    lines = [Text.assemble(f"{count(len(report.claims), 'claim')}: ", counts, ".")]
    for w in report.wrong:
        how = "fails at" if w.printed.witness else "rejected by"
        where = textwrap.shorten(refutation(w.printed), LONGEST, placeholder=" …")
        lines.append(_text(f"printed wrong: {w.claim.entry.id}" + (f"; {how} {where}" if where else "")))
    for t in trouble(record, baseline):
        lines.append(_text(f"{t.claim}, {t.reading}: {t.message}", "bold red"))
    return Group(*lines)

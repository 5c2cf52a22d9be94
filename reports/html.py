"""The report as one HTML file: offline, readable without a script, mathematics as native MathML.

    render_html(record, baseline)   the whole page; the same record gives the same bytes

Autoescape is on for every template; what is markup comes from `mathml`, `graph` and `plots`, which build it from
escaped parts. A content security policy forbids every request and every script but the page's own.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Any, NamedTuple

import jinja2
from markupsafe import Markup

from properties.verdict import Verdict
from reports import exact, graph, mathml, mathtext, plots, vocabulary
from reports.by_hand import counted
from reports.diff import Baseline, against
from reports.difference import marked
from reports.notation import NOTATION
from reports.plots_map import failure_map
from reports.records import FailureMap, Figure, HypothesisShare, ReadingEntry, Record, Tightness
from reports.rows import merged
from reports.sources import documents, in_full
from reports.text import number, sense, visible
from reports.view import ClaimView, Report, arithmetic, arrange, kernel_share, refutation, reproduce, witness_file

LONG = 180  # characters of LaTeX; claims with longer statements have at most two beside each other
WIDEST_MATRIX = 44  # characters of a row; wider matrices are set as text that wraps

GREEK = {"eta": "η", "delta": "δ", "eps": "ε", "theta": "θ", "tau": "τ", "rho": "ρ"}


class Statements(NamedTuple):
    markup: tuple[Markup, ...]
    marked: bool


def render_html(record: Record, baseline: Baseline | None = None) -> str:
    report = arrange(record)
    together, alone = graph.related(report)
    script, style = _part("script.js"), _part("style.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = _environment().get_template("page.html.j2")
    text = page.render(
        **_words(report),
        report=report,
        lead=lead(report),
        used=[v for v in vocabulary.VERDICTS if report.total[v]],
        flagged=[(c, r, f) for c in report.claims for r in c.readings for f in r.flags],
        changes=against(record, baseline) if baseline is not None else None,
        graph=graph.draw(report, together, "Dependency graph of the claims; the list below says the same"),
        alone=alone,
        style=Markup(style),
        script=Markup(script),
        script_hash=Markup(f"sha256-{digest}"),
    )
    return visible(text)


def lead(report: Report) -> str:
    """The outcome in three sentences."""
    standing = ", ".join(f"{n} {vocabulary.VERDICTS[v].word}" for v in vocabulary.VERDICTS if (n := report.standing[v]))
    printed = [c for c in report.claims if c.printed is not None]
    wrong = len(report.wrong)
    first = f"{vocabulary.count(len(report.claims), 'claim')}, each with evidence that can be replayed."
    of = vocabulary.count(len(printed), "printed statement")
    second = f" Of {of}, {wrong} {'is' if wrong == 1 else 'are'} refuted." if printed else ""
    third = f" Taking every claim as repaired where a repair is known: {standing}." if standing else ""
    return first + second + third


def fold_line(reading: ReadingEntry) -> str:
    """What is folded away, in one line."""
    parts = []
    if reading.evidence:
        routes = [r for r, _ in groupby(e.route for e in reading.evidence)]
        parts.append("evidence by " + ", ".join(dict.fromkeys(routes)))
        instances = [e for e in reading.evidence if e.route in ("exact", "enclosure", "statistical")]
        decided = sum(e.cases for e in instances)
        if decided:
            violated, undecided = (sum(getattr(e, k) for e in instances) for k in ("violated", "undecided"))
            parts.append(f"{vocabulary.count(decided, 'case')} decided, {violated} violated, {undecided} undecided")
    else:
        parts.append("no evidence")
    if reading.false_variants:
        fell = sum(v.verdict.value == "REFUTED" for v in reading.false_variants)
        parts.append(f"{fell} of {vocabulary.count(len(reading.false_variants), 'false variant')} fell")
        parts += [kernel_share(reading)] * bool(kernel_share(reading))
    if reading.kernel:
        parts.append("machine-checked theorem")
    parts.append("cached" if reading.cached else "fresh")
    return "; ".join(parts)


def percent(share: HypothesisShare) -> str:
    return f"{100 * share.met / share.total:.3g}" if share.total else "0"


def matrix(name: str, rows: list[list[str]]) -> Markup:
    """`name = matrix` as MathML if it is narrow enough, as wrapping text otherwise."""
    cells = [[Markup("<mtd><mn>{}</mn></mtd>").format(x.replace("-", "\u2212")) for x in row] for row in rows]
    if exact.width(rows) > WIDEST_MATRIX or len(rows) > 12:
        text = "[" + ", ".join("[" + ", ".join(row) + "]" for row in rows) + "]"
        return Markup('<span class="number"><i>{}</i> = {}</span>').format(name, text)
    letters = name.rstrip("0123456789")
    head, index = GREEK.get(letters, letters), name[len(letters) :]
    symbol = Markup("<mi>{}</mi>").format(head)
    if index:
        symbol = Markup("<msub>{}<mn>{}</mn></msub>").format(symbol, index)
    if [len(row) for row in rows] == [1]:
        body = Markup("<mn>{}</mn>").format(rows[0][0].replace("-", "\u2212"))
    else:
        lines = Markup("").join(Markup("<mtr>{}</mtr>").format(Markup("").join(row)) for row in cells)
        body = Markup("<mrow><mo>(</mo><mtable>{}</mtable><mo>)</mo></mrow>").format(lines)
    return Markup("<math>{}<mo>=</mo>{}</math>").format(symbol, body)


def histogram(reading: ReadingEntry, tightness: Tightness) -> Markup:
    h = tightness.histogram
    if h is None:
        return Markup("")
    holds = reading.verdict is not Verdict.REFUTED and not any(e.violated for e in reading.evidence)
    label = f"Distribution of ratios over decided instances; best {plots.number(tightness.best)}"
    return plots.histogram(h.edges, h.counts, tightness.best, label=label, none_above_one=holds)


def figure(entry: Figure) -> Markup:
    series = [plots.Series(b.name, b.t, b.lower, b.upper) for b in entry.bands]
    return plots.bands(series, entry.x_label, entry.y_label, mathtext.plain(entry.caption), entry.logarithmic)


def where_it_fails(entry: FailureMap) -> Markup:
    return failure_map(
        entry.x, entry.y, entry.status, entry.ratio, entry.x_label, entry.y_label, "Map of where the statement fails"
    )


def statements(claim: ClaimView) -> Statements:
    """The statements of all readings; printed and repaired with their difference marked."""
    printed, repaired = claim.printed, claim.reading("repaired")
    shown = {r.reading: mathml.statement(r.statement) for r in claim.readings}
    is_marked = False
    if printed is not None and repaired is not None:
        shown["printed"], shown["repaired"], is_marked = marked(printed.statement, repaired.statement)
    return Statements(tuple(shown[r.reading] for r in claim.readings), is_marked)


def _words(report: Report) -> dict[str, Any]:
    """Everything the templates call by name."""
    places = {document: str(index) for index, document in enumerate(report.documents, 1)}
    anchors = report.anchors

    def link(name: str) -> Markup:
        if name not in anchors:
            return Markup("{} (not in this record)").format(name)
        return Markup('<a href="#{}">{}</a>').format(anchors[name], name)

    def joined(values: Any) -> str:
        return "|".join(dict.fromkeys(values))

    return {
        "verdicts": vocabulary.VERDICTS,
        "flags": vocabulary.FLAGS,
        "grades": vocabulary.GRADES,
        "outcome": vocabulary.outcome,
        "axioms": vocabulary.axioms,
        "notation": NOTATION,
        "arithmetic": arithmetic,
        "counted": counted,
        "reproduce": lambda r: reproduce(report.record, r),
        "witness_file": witness_file,
        "refutation": refutation,
        "typeset": number,
        "reading_meaning": vocabulary.READING_MEANING,
        "reading_name": vocabulary.reading_name,
        "count": vocabulary.count,
        "seconds": vocabulary.seconds,
        "number": plots.number,
        "prose": mathml.prose,
        "statement": mathml.statement,
        "statements": statements,
        "long_statements": lambda c: max((len(r.statement) for r in c.readings), default=0) > LONG,
        "marked": marked,
        "sense": sense,
        "decimal": exact.decimal,
        "gap": exact.gap,
        "matrices": exact.matrices,
        "matrix": matrix,
        "merged": merged,
        "fold_line": fold_line,
        "percent": percent,
        "histogram": histogram,
        "figure": figure,
        "where_it_fails": where_it_fails,
        "link": link,
        "in_full": in_full,
        "short_source": lambda name: "; ".join(d.short for d in documents(name)) if name else "",
        "anchor_of": lambda name: anchors.get(name, "claims"),
        "reading_anchor": lambda r: f"{anchors[r.claim]}:{r.reading}".replace(" ", "-"),
        "data_verdicts": lambda c: joined(x.value for r in c.readings for x in (r.verdict, *r.flags)),
        "data_sources": lambda c: joined(places[d] for d in documents(c.entry.source.document) if d in places),
        "data_routes": lambda c: joined(e.route for r in c.readings for e in r.evidence),
        "ancestry_graph": lambda c: graph.draw(
            report, graph.ancestry(report, c.entry.id), f"What {c.entry.id} rests on", c.entry.id
        ),
    }


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FunctionLoader(_part)
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )


def _part(name: str) -> str:
    return files("reports").joinpath("templates", name).read_text(encoding="utf-8")

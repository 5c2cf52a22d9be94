"""A record as JUnit XML, for build servers.

A refuted printed statement is a finding, not a failure. What fails is what gives exit status 1: a verdict that is not
the recorded one, a red flag, a false variant left standing (see reports/diff.py, `trouble`). ERROR is an error, what
nothing could decide is skipped. Elements, attributes and their order are those of the schema that the xunit plug-in of
Jenkins publishes (junit-10.xsd); tests/reports holds the rules.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import datetime

from properties.verdict import Verdict
from reports.diff import Baseline, Trouble, trouble
from reports.mathtext import plain
from reports.records import ReadingEntry, Record
from reports.view import ClaimView, arrange, reproduce
from reports.vocabulary import FLAGS, GRADES, VERDICTS, outcome

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, Char


def render_junit(record: Record, baseline: Baseline | None = None) -> str:
    report = arrange(record)
    found: dict[tuple[str, str], list[Trouble]] = {}
    for entry in trouble(record, baseline):
        found.setdefault((entry.claim, entry.reading), []).append(entry)
    root = ET.Element("testsuites", name="lemmata")
    totals = [0, 0, 0, 0]
    for claim in report.claims:
        suite = _suite(claim, found, record)
        root.append(suite)
        totals = [a + int(suite.get(k, "0")) for a, k in zip(totals, ("tests", "failures", "errors", "skipped"))]
    for key, value in zip(("tests", "failures", "errors"), totals):
        root.set(key, str(value))
    root.set("time", _time(sum(r.seconds for r in record.readings)))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(claim: ClaimView, found: dict[tuple[str, str], list[Trouble]], record: Record) -> ET.Element:
    suite = ET.Element("testsuite", name=_text(claim.entry.id))
    properties = ET.SubElement(suite, "properties")
    p = record.provenance
    facts = {"title": claim.entry.title, "version": p.version, "commit": p.commit, "seed": p.seed, "budget": p.budget}
    for name, value in facts.items():
        ET.SubElement(properties, "property", name=name, value=_text(str(value)))
    cases = []
    for reading in claim.readings:
        cases.append(_case(reading, found.get((reading.claim, reading.reading), []), record))
    suite.extend(cases)
    count = {kind: sum(case.find(kind) is not None for case in cases) for kind in ("failure", "error", "skipped")}
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(count["failure"]))
    suite.set("errors", str(count["error"]))
    suite.set("skipped", str(count["skipped"]))
    suite.set("time", _time(sum(r.seconds for r in claim.readings)))
    if started := _timestamp(p.started):
        suite.set("timestamp", started)
    return suite


def _case(reading: ReadingEntry, troubles: list[Trouble], record: Record) -> ET.Element:
    classname = "lemmata." + re.sub(r"[^\w-]+", ".", reading.claim)
    case = ET.Element("testcase", name=_text(reading.reading), classname=_text(classname), time=_time(reading.seconds))
    errors = [t for t in troubles if t.kind == "error"]
    failures = [t for t in troubles if t.kind != "error"]
    if failures:
        summary = "; ".join(t.message for t in failures)
        element = ET.SubElement(case, "failure", message=_text(summary), type=failures[0].kind)
        element.text = _text("\n".join(t.message for t in troubles))
    elif errors:
        element = ET.SubElement(case, "error", message=_text(errors[0].message), type="ERROR")
        element.text = _text("\n".join(t.message for t in errors))
    elif reading.verdict in (Verdict.INCONCLUSIVE, Verdict.UNSUPPORTED):
        ET.SubElement(case, "skipped", message=_text(VERDICTS[reading.verdict].meaning))
    out = ET.SubElement(case, "system-out")
    out.text = _text("\n".join(_lines(reading, record)))
    return case


def _lines(reading: ReadingEntry, record: Record) -> list[str]:
    flags = "".join(f", {FLAGS[f].word.upper()}" for f in reading.flags)
    lines = [f"{reading.verdict.value}{flags}", f"statement: {plain(reading.statement)}"]
    if reading.witness:
        lines.append(f"counterexample: {reading.witness.one_line}")
        lines += [f"  {s.label}: {s.lhs} {s.sense} {s.rhs} fails" for s in reading.witness.violated]
    for e in reading.evidence[:50]:
        numbers = (
            f"{e.cases} {'tried' if e.route == 'search' else 'decided'}, {e.undecided} undecided, {e.violated} violated"
        )
        lines.append(f"{e.route} ({GRADES[e.route]}): {outcome(e)}; {numbers}; {e.scope}")
    if len(reading.evidence) > 50:
        lines.append(f"and {len(reading.evidence) - 50} more rows of evidence in record.json")
    if reading.reproduce:
        lines.append(f"again: {reproduce(record, reading)}")
    return lines


def _text(value: str) -> str:
    return _FORBIDDEN.sub("\ufffd", value)


def _time(value: float) -> str:
    return f"{max(value, 0.0):.3f}"


def _timestamp(started: str) -> str:
    """xs:dateTime without zone, or nothing when the record has none."""
    try:
        return datetime.fromisoformat(started).replace(tzinfo=None, microsecond=0).isoformat()
    except ValueError:
        return ""

"""What changed between two records, or between a record and a baseline of verdicts.

    compare(old, new)           Changes: verdicts, flags, false variants, kernel assumptions, tightness, times
    against(record, baseline)   the same against a full record or a plain table of verdicts
    trouble(record, baseline)   what makes a run fail: a verdict not as recorded, a red flag, a false variant standing
    Changes.regression          whether anything got worse; then `lemmata diff` ends with status 1

A change is a regression unless it is a step up: from undecided to decided (a printed statement may also step up to
refuted, a repaired or sharper one may not), or from supported to proved. A claim that vanished is a regression. Times
and tightness are shown and never fail, except a best ratio that no longer reaches the extremal case (0.99).

A baseline table maps claim and reading to a verdict, in one of the shapes
    {"claim id": {"printed": "REFUTED"}}    {"claim id#printed": "REFUTED"}
where the verdict may also be {"verdict": "REFUTED", "flags": ["DISPUTED"]}.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from properties.verdict import Flag, Verdict
from reports.records import ReadingEntry, Record
from reports.vocabulary import VERDICTS, seconds

Key = tuple[str, str]
Baseline = Record | Mapping[str, Any]

UNDECIDED = (Verdict.INCONCLUSIVE, Verdict.UNSUPPORTED, Verdict.ERROR)
REACHED = 0.99  # a best ratio from here on counts as having found the extremal case
SLOWER, SHORTEST = 2.0, 1.0  # times are mentioned from twice as long on, and from one second on


class BadBaseline(ValueError):
    """The table of expected verdicts cannot be read; one line."""


class Expected(msgspec.Struct, frozen=True):
    verdict: Verdict
    flags: tuple[Flag, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    claim: str
    reading: str
    what: str  # verdict | flag | variant | kernel | tightness | time | new | gone
    old: str
    new: str
    regression: bool = False

    def line(self) -> str:
        sign = "WORSE " if self.regression else ""
        arrow = f"{self.old} -> {self.new}" if self.old and self.new else self.old or self.new
        return f"{sign}{self.claim}, {self.reading}: {self.what}: {arrow}"


class Changes(msgspec.Struct, frozen=True):
    entries: tuple[Change, ...] = ()

    @property
    def regression(self) -> bool:
        return any(c.regression for c in self.entries)

    @property
    def verdicts(self) -> tuple[Change, ...]:
        """Without tightness and times."""
        return tuple(c for c in self.entries if c.what not in ("tightness", "time"))

    def text(self) -> str:
        if not self.entries:
            return "No changes.\n"
        ordered = sorted(self.entries, key=lambda c: not c.regression)
        return "".join(c.line() + "\n" for c in ordered) + self.sentence() + "\n"

    def sentence(self) -> str:
        worse = sum(c.regression for c in self.entries)
        total = len(self.entries)
        return f"{total} change{'s' * (total != 1)}, {worse} for the worse."

    def markdown(self) -> str:
        from reports.markdown import table

        if not self.entries:
            return "No changes.\n"
        rows = [
            ("**worse**" if c.regression else "", c.claim, c.reading, c.what, c.old, c.new)
            for c in sorted(self.entries, key=lambda c: not c.regression)
        ]
        return f"{self.sentence()}\n\n" + table(("", "claim", "reading", "what", "before", "after"), rows, raw=(0,))


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """One reason for exit status 1."""

    claim: str
    reading: str
    kind: str  # verdict | flag | variant | error
    message: str


def expected(baseline: Baseline) -> dict[Key, Expected]:
    """The verdicts a baseline records, by claim and reading. Raises BadBaseline."""
    if isinstance(baseline, Record):
        return {(r.claim, r.reading): Expected(r.verdict, r.flags) for r in baseline.readings}
    table: dict[Key, Expected] = {}
    inner = baseline.get("verdicts", baseline)
    for name, value in inner.items() if isinstance(inner, Mapping) else ():
        if isinstance(value, Mapping) and "verdict" not in value:
            table |= {(name, str(reading)): _expected(v, name) for reading, v in value.items()}
        elif name != "schema":
            claim, _, reading = name.rpartition("#")
            table[claim, reading] = _expected(value, name)
    return table


def _expected(value: Any, name: str) -> Expected:
    try:
        if isinstance(value, Mapping):
            return Expected(Verdict(value["verdict"]), tuple(Flag(f) for f in value.get("flags", ())))
        return Expected(Verdict(value))
    except (ValueError, KeyError, TypeError):
        raise BadBaseline(
            f"baseline entry {name!r}: {value!r} is not a verdict; one of {', '.join(VERDICT_NAMES)}"
        ) from None


VERDICT_NAMES = tuple(v.value for v in VERDICTS)


def better(reading: str, old: Verdict, new: Verdict) -> bool:
    """Whether a changed verdict is a step up."""
    if new is Verdict.REFUTED:
        return reading == "printed" and old in UNDECIDED
    if old is Verdict.SUPPORTED:
        return new is Verdict.PROVED
    return old in UNDECIDED and (new in (Verdict.PROVED, Verdict.SUPPORTED) or old is Verdict.ERROR)


def against(record: Record, baseline: Baseline | None) -> Changes:
    """Changes of a run since the baseline. Claims that this run left out are not counted as gone."""
    if baseline is None:
        return Changes()
    if isinstance(baseline, Record):
        ran = {r.claim for r in record.readings}
        return Changes(tuple(c for c in compare(baseline, record).entries if c.what != "gone" or c.claim in ran))
    before = expected(baseline)
    out: list[Change] = []
    for reading in record.readings:
        out += _verdict_changes(reading, before.get((reading.claim, reading.reading)))
    return Changes(tuple(out))


def compare(old: Record, new: Record) -> Changes:
    before = {(r.claim, r.reading): r for r in old.readings}
    after = {(r.claim, r.reading): r for r in new.readings}
    out: list[Change] = []
    for key, reading in after.items():
        if (previous := before.get(key)) is None:
            out += _verdict_changes(reading, None)
            continue
        out += _verdict_changes(reading, Expected(previous.verdict, previous.flags))
        out += _detail_changes(previous, reading)
    for (claim, name), reading in before.items():
        if (claim, name) not in after:
            lost = reading.verdict.value
            out.append(Change(claim=claim, reading=name, what="gone", old=lost, new="", regression=True))
    return Changes(tuple(out))


def _verdict_changes(reading: ReadingEntry, before: Expected | None) -> list[Change]:
    claim, name = reading.claim, reading.reading
    if before is None:
        entry = Change(claim=claim, reading=name, what="new", old="", new=reading.verdict.value)
        flagged = list(reading.flags)
        return [entry, *(_flag(claim, name, f, True) for f in flagged)]
    out = []
    if reading.verdict is not before.verdict:
        worse = not better(name, before.verdict, reading.verdict)
        old, new = before.verdict.value, reading.verdict.value
        out.append(Change(claim=claim, reading=name, what="verdict", old=old, new=new, regression=worse))
    for flag in Flag:
        if (flag in reading.flags) != (flag in before.flags):
            out.append(_flag(claim, name, flag, flag in reading.flags))
    return out


def _flag(claim: str, reading: str, flag: Flag, raised: bool) -> Change:
    old, new = ("", f"{flag.value} raised") if raised else (f"{flag.value} gone", "")
    return Change(claim=claim, reading=reading, what="flag", old=old, new=new, regression=raised)


def _detail_changes(old: ReadingEntry, new: ReadingEntry) -> list[Change]:
    out: list[Change] = []

    def add(what: str, before: str, after: str, regression: bool = False) -> None:
        change = Change(claim=new.claim, reading=new.reading, what=what, old=before, new=after, regression=regression)
        out.append(change)

    variants = {v.name: v for v in new.false_variants}
    for variant in old.false_variants:
        fell = variant.verdict is Verdict.REFUTED
        now = variants.get(variant.name)
        if fell and (now is None or now.verdict is not Verdict.REFUTED):
            add("variant", f"{variant.name} refuted", now.verdict.value if now else "no longer tried", True)
    theorems = {t.name: t for t in new.kernel}
    for theorem in old.kernel:
        if theorem.name not in theorems:
            add("kernel", theorem.name, "no longer there", True)
        elif extra := [a for a in theorems[theorem.name].assumptions if a not in theorem.assumptions]:
            add("kernel", theorem.name, "now also assumes " + ", ".join(extra), True)
    if old.tightness and new.tightness:
        was, best = old.tightness.best, new.tightness.best
        lost = was >= REACHED > best
        if lost or not (abs(best - was) <= 0.01 * abs(was)):
            add("tightness", f"{was:.6g}", f"{best:.6g}", lost)
    fresh = not old.cached and not new.cached
    long_enough = max(old.seconds, new.seconds) >= SHORTEST
    if fresh and long_enough and new.seconds > SLOWER * old.seconds:
        add("time", seconds(old.seconds), seconds(new.seconds))
    return out


def trouble(record: Record, baseline: Baseline | None = None) -> tuple[Trouble, ...]:
    """Every reason for exit status 1: a verdict or flag not as recorded, any red flag, a false variant not refuted.

    A reading that the baseline does not know fails only by a red flag or an error.
    """
    before = expected(baseline) if baseline is not None else {}
    out: list[Trouble] = []
    for r in record.readings:
        was = before.get((r.claim, r.reading))
        if was is not None and r.verdict is not was.verdict:
            message = f"recorded {was.verdict.value}, now {r.verdict.value}"
            out.append(Trouble(claim=r.claim, reading=r.reading, kind="verdict", message=message))
        elif was is None and r.verdict is Verdict.ERROR:
            detail = next((e.detail for e in r.evidence if e.outcome.value == "error" and e.detail), "the check failed")
            out.append(Trouble(claim=r.claim, reading=r.reading, kind="error", message=detail))
        for flag in r.flags:
            out.append(Trouble(claim=r.claim, reading=r.reading, kind="flag", message=f"red flag {flag.value}"))
        for v in r.false_variants:
            if v.verdict is not Verdict.REFUTED:
                message = f"false variant {v.name!r} was not refuted: {v.verdict.value}"
                out.append(Trouble(claim=r.claim, reading=r.reading, kind="variant", message=message))
    return tuple(out)

"""The table of the self-test: what the results of its sections add up to, and what falls short."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from properties.selftest import relations
from properties.selftest.harmless import Site, excused

Result = dict[str, Any]
KILLED = 0.95  # of the mutants
SMALL = 0.9  # of the witnesses of planted claims have size 2 or less
QUICKLY = 2.0  # CPU seconds, median, for a planted claim


@dataclass(frozen=True)
class Line:
    """One line of the table. sound: whether it is as it has to be; soft lines are shown and fail nothing."""

    name: str
    done: int
    total: int
    wanted: str
    sound: bool
    detail: str = ""
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # shown with --all


class _Sum:
    """The results of one section, added up."""

    def __init__(self, results: Sequence[Result], section: str) -> None:
        self.results = [r for r in results if r["section"] == section]
        self.done, self.total = (sum(r[key] for r in self.results) for key in ("done", "total"))
        self.wrong = self.all("wrong")

    def all(self, key: str) -> list[Any]:
        return [x for r in self.results for x in r.get(key, [])]


def lines(results: Sequence[Result]) -> list[Line]:
    """The table, from all results."""
    table = [_planted(_Sum(results, "planted")), _bugs(_Sum(results, "bugs")), _mutants(_Sum(results, "mutants"))]
    for name, title in (
        ("relations", "metamorphic relations kept"),
        ("evaluators", "instances on which both evaluators agree"),
        ("faults", "faults survived"),
        ("determinism", "settings with the same results"),
        ("fuzz", "hostile inputs survived"),
    ):
        found = _Sum(results, name)
        sound = not found.wrong and found.total > 0
        table.append(Line(title, found.done, found.total, "all", sound, _more(name, found), found.wrong))
    found = _Sum(results, "hypotheses")
    title = "readings whose hypotheses a fifth of the cases meet"
    table.append(Line(title, found.done, found.total, "all", not found.wrong and found.total > 0, "", found.wrong))
    return [*table, *_necessity_lines([r for r in results if r["section"] == "necessity"])]


def _more(section: str, found: _Sum) -> str:
    if section == "relations":
        return f"{len(relations.RELATIONS)} relations on {len(set(found.all('readings')))} readings"
    if section == "evaluators":
        return f"{sum(r.get('long', 0) for r in found.results)} more take too long in fractions"
    return ""


def _planted(found: _Sum) -> Line:
    times, sizes, detail = found.all("times"), found.all("sizes"), ""
    small = sum(s <= 2 for s in sizes)
    sound = not found.wrong and found.total >= 60 and small >= SMALL * len(sizes)
    if times:
        middle = statistics.median(times)
        sound = sound and middle < QUICKLY
        detail = f"median {middle:.2f} s, {small} of {len(sizes)} witnesses of size 2 or less"
    title = "planted false claims refuted"
    return Line(title, found.done, found.total, "all, at least 60", sound, detail, found.wrong)


def _bugs(found: _Sum) -> Line:
    """Notes: every bug and the check that notices it."""
    caught = sorted(found.all("by"))
    detail = f"by {len({check for check, _ in caught})} checks, see --all" if caught else ""
    sound, notes = not found.wrong and found.total >= 60, [f"{check} notices {bug}" for check, bug in caught]
    return Line("seeded bugs caught", found.done, found.total, "all, at least 60", sound, detail, found.wrong, notes)


def _mutants(found: _Sum) -> Line:
    explained, without, idle = excused([Site(*site) for site in found.all("left")])
    wrong = [*found.wrong, *(f"{site.shown}: survived without a reason" for site in without)]
    wrong += [f"{e.module} {e.function}: {e.change}: an excuse that nothing needs" for e in idle if found.total]
    share, cpu = 100 * found.done / max(found.total, 1), sum(r["seconds"] for r in found.results)
    detail = f"{share:.1f} %, {len(explained)} survive with a reason each, {cpu:.0f} CPU seconds"
    sound, notes = share >= 100 * KILLED and not wrong, [f"{site.shown}: {excuse.reason}" for site, excuse in explained]
    return Line("mutants of the kernels killed", found.done, found.total, "95 %", sound, detail, wrong, notes)


def _necessity_lines(results: Sequence[Result]) -> list[Line]:
    """Two lines, and with --all the table of all hypotheses."""
    rows = [row for r in results for row in r.get("rows", [])]
    failed = [w for r in results for w in r["wrong"]]
    if not rows:
        return [Line("hypotheses", 0, 1, "shown", False, "", failed)] if failed else []
    rare = [f"{r[0]}: {r[1]}: met by {r[2]} of {r[3]}" for r in rows if r[2] < r[3] / 5]
    never = sum(not r[4] for r in rows)
    done, total = sum(r["done"] for r in results), sum(r["total"] for r in results)
    detail = f"{len(rare)} met by less, {never} violated by none of the damaged cases either"
    first = Line("hypotheses met by a fifth and violated by some", done, total, "shown", True, detail, rare)
    kinds = {kind: sum(r[6] == kind for r in rows) for kind in ("needed", "not needed", "unseparated")}
    detail = f"{kinds['not needed']} violated alone, nothing refuted; {kinds['unseparated']} never alone; see --all"
    notes = [f"{r[0]}: {r[1]}: {r[6]}" + (f": {r[7]}" if r[7] else f" ({r[5]} cases)") for r in rows]
    title = "hypotheses that are needed: refuted without"
    second = Line(title, kinds["needed"], total, "shown", True, detail, [], notes)
    return [first, second]

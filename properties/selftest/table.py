"""The table of the self-test: what the results of its sections add up to, and what falls short."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from properties.selftest import relations
from properties.selftest.harmless import Site, excused

Result = dict[str, Any]
KILLED = 0.95


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


def lines(results: Sequence[Result]) -> list[Line]:
    """The table, from all results."""
    by: dict[str, list[Result]] = {}
    for result in results:
        by.setdefault(result["section"], []).append(result)

    def added(name: str) -> tuple[int, int, list[str]]:
        found = by.get(name, [])
        return sum(r["done"] for r in found), sum(r["total"] for r in found), [w for r in found for w in r["wrong"]]

    table = []
    done, total, wrong = added("planted")
    times = [t for r in by.get("planted", []) for t in r.get("times", [])]
    sizes = [s for r in by.get("planted", []) for s in r.get("sizes", [])]
    small = sum(s <= 2 for s in sizes)
    detail = (
        f"median {statistics.median(times):.2f} s, {small} of {len(sizes)} witnesses of size 2 or less" if times else ""
    )
    table.append(
        Line("planted false claims refuted", done, total, "all, at least 60", not wrong and total >= 60, detail, wrong)
    )
    done, total, wrong = added("bugs")
    names: dict[str, int] = {}
    for r in by.get("bugs", []):
        for check, count in r.get("by", {}).items():
            names[check] = names.get(check, 0) + count
    detail = ", ".join(f"{n} by {c}" for c, n in sorted(names.items(), key=lambda x: -x[1]))
    table.append(Line("seeded bugs caught", done, total, "all, at least 60", not wrong and total >= 60, detail, wrong))
    done, total, wrong = added("mutants")
    explained, without, idle = excused([Site(*site) for r in by.get("mutants", []) for site in r.get("left", [])])
    wrong += [f"{site.shown}: survived without a reason" for site in without]
    wrong += [f"{e.module} {e.function}: {e.change}: an excuse that nothing needs" for e in idle if total]
    cpu = sum(r["seconds"] for r in by.get("mutants", []))
    share = f"{100 * done / max(total, 1):.1f} %, {len(explained)} survive with a reason each, {cpu:.0f} CPU seconds"
    notes = [f"{site.shown}: {excuse.reason}" for site, excuse in explained]
    sound = done >= KILLED * max(total, 1) and not wrong
    table.append(Line("mutants of the kernels killed", done, total, "95 %", sound, share, wrong, notes))
    for name, title, wanted in (
        ("relations", "metamorphic relations kept", "all"),
        ("evaluators", "instances on which both evaluators agree", "all"),
        ("faults", "faults survived", "all"),
        ("determinism", "settings with the same results", "all"),
        ("fuzz", "hostile inputs survived", "all"),
    ):
        done, total, wrong = added(name)
        count = f"{len(relations.RELATIONS)} relations" if name == "relations" else ""
        if name == "evaluators":
            count = f"{sum(r.get('long', 0) for r in by.get(name, []))} not compared: too long in fractions"
        table.append(Line(title, done, total, wanted, not wrong and total > 0, count, wrong))
    done, total, wrong = added("hypotheses")
    table.append(_readings_line(done, total, wrong))
    return [*table, *_necessity_lines(by.get("necessity", []))]


def _readings_line(done: int, total: int, wrong: list[str]) -> Line:
    title = "readings whose hypotheses a fifth of the cases meet"
    return Line(title, done, total, "shown", True, "", wrong)


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

"""Seeded bugs: patches as data, and for each the checks of the part it belongs to; one of them has to notice.

Each line is one plausible mistake: a dropped term, a wrong side of a rounding, a forgotten case, a rule weakened.
"""

from __future__ import annotations

from properties.selftest.bugs_machinery import MACHINERY
from properties.selftest.bugs_numbers import NUMBERS
from properties.selftest.mutants import noticed
from properties.selftest.patching import replaced

BUGS = (*NUMBERS, *MACHINERY)


def missed(part: int = 0, parts: int = 1) -> tuple[int, list[str], dict[str, int]]:
    """(caught, those that no check noticed, caught by check) for every `parts`-th bug from `part` on."""
    caught, left, by = 0, [], dict[str, int]()
    for bug in BUGS[part::parts]:
        how = noticed(bug.module, replaced(bug.module, bug.old, bug.new), bug.checks)
        if how:
            caught += 1
            name = how.split(":")[0]
            by[name] = by.get(name, 0) + 1
        else:
            left.append(bug.shown)
    return caught, left, by

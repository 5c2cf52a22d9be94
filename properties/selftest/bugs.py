"""Seeded bugs: patches as data, and for each the checks of the part it belongs to; one of them has to notice.

Each line is one plausible mistake: a dropped term, a wrong side of a rounding, a forgotten case, a rule weakened.
"""

from __future__ import annotations

from properties.selftest.bugs_bounds import BOUNDS
from properties.selftest.bugs_machinery import MACHINERY
from properties.selftest.bugs_numbers import NUMBERS
from properties.selftest.mutants import noticed
from properties.selftest.patching import replaced

BUGS = (*NUMBERS, *BOUNDS, *MACHINERY)


def missed(part: int = 0, parts: int = 1) -> tuple[list[list[str]], list[str]]:
    """([check, bug] for those that a check noticed, those that none noticed), every `parts`-th bug from `part` on."""
    caught, left = [], []
    for bug in BUGS[part::parts]:
        how = noticed(bug.module, replaced(bug.module, bug.old, bug.new), bug.checks)
        if how:
            caught.append([how.split(":")[0], bug.shown])
        else:
            left.append(bug.shown)
    return caught, left

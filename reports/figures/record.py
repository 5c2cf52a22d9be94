"""Which pictures belong to which reading of the record, and adding them to its entry.

    illustrated(entry, results)     the entry with its figures and its map; pure in what it is given

The whole of it takes a second or two of processor time and depends on nothing but the code and the results, so that
two runs of one seed give the same record. A picture that cannot be made is left out with a caption that says why: it
must never cost a run its verdicts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from numerics.arithmetic.base import NotExpressible
from properties.verdict import Verdict
from reports.figures import record_curves, record_maps
from reports.records import FailureMap, Figure, ReadingEntry


def illustrated(entry: ReadingEntry, results: Mapping[str, Sequence[Mapping[str, Any]]]) -> ReadingEntry:
    """results: of the reading's tasks, by kind (for counted runs)."""
    key = f"{entry.claim}#{entry.reading}"
    figures: list[Figure] = []
    maps: list[FailureMap] = []
    if key in record_curves.CURVES:
        figures.append(_made(record_curves.CURVES[key]))
    if key in record_curves.FLOWS:
        figures.append(_made(lambda: record_curves.trajectory(key)))
    for result in results.get("observation", ()):
        if "rows" in result and (found := record_curves.experiment(result["rows"])) is not None:
            figures.append(found)
    if key in record_maps.MAPS and entry.verdict is Verdict.REFUTED:
        maps.append(record_maps.failure_map(key))
    return msgspec.structs.replace(entry, figures=tuple(figures), maps=tuple(maps)) if figures or maps else entry


def _made(make: Callable[[], Figure]) -> Figure:
    try:
        return make()
    except (ArithmeticError, NotExpressible, LookupError, ValueError) as error:
        said = f"This plot could not be made: {type(error).__name__}: {error}"
        return Figure(caption=said, x_label="", y_label="", bands=())

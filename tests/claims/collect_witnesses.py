"""Commit what a run has found: `python -m tests.claims.collect_witnesses REPORT`.

Copies REPORT/witnesses/*.json into tests/claims/witnesses, each with a line of origin, and removes those whose claim or
reading no longer exists. A committed witness is kept as long as it still refutes; only new ones are added.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from properties.witness import CONFIRMED, load, replay
from theorems import registry

HERE = Path(__file__).parent / "witnesses"


def refutes(path: Path) -> bool:
    try:
        key, instance, _ = load(path)
        return replay(registry.reading(key), instance).outcome == CONFIRMED
    except (LookupError, ValueError, ArithmeticError):
        return False


def collect(report: Path) -> tuple[int, int]:
    """(added, removed)."""
    HERE.mkdir(exist_ok=True)
    stale = [p for p in HERE.glob("*.json") if not refutes(p)]
    for path in stale:
        path.unlink()
    kept, added = {load(p)[0] for p in HERE.glob("*.json")}, 0
    provenance = json.loads((report / "record.json").read_text())["provenance"]
    for path in sorted((report / "witnesses").glob("*.json")):
        key, _, content = load(path)
        if key in kept or not refutes(path):
            continue
        content["origin"] = (
            f"lemmata verify {content['claim']} --budget {provenance['budget']} --seed {provenance['seed']}, "
            f"version {provenance['version']}, found by {content['found_by']}"
        )
        (HERE / path.name).write_text(json.dumps(content, indent=1) + "\n")
        added += 1
    return added, len(stale)


if __name__ == "__main__":
    print("{} added, {} removed".format(*collect(Path(sys.argv[1]))))

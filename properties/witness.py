"""Witnesses: exact instances on which a reading's hypotheses hold and its conclusion fails, decided twice.

    replay(reading, instance)   decide again by the second evaluator (numerics.second), which shares no arithmetic code
    load / dump                 the JSON file format, schema "lemmata-witness-1"

Only a confirmed witness refutes. A contradiction between the evaluators is DISPUTED; an undecided replay refutes
nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numerics.instance import BadInstance, Instance
from numerics.second import Second
from properties.decision import UNDECIDED, VIOLATED, Case, Decided, decide
from properties.strategies import lookup
from theorems.claim import Reading

SCHEMA = "lemmata-witness-1"
REPLAY_BITS = (64, 128, 256)
CONFIRMED, CONTRADICTED, UNCONFIRMED = "confirmed", "contradicted", "not decided"
_LARGEST_FILE, _MOST_PARAMETERS, _MOST_ENTRIES = 2_000_000, 120, 5000  # beyond, the second evaluator would take hours

# What a reader needs to redo the arithmetic: shown when the subject has it.
_SHOWN = (
    ("Sigma", "covariance"),
    ("pi*", "pi_star"),
    ("pi(W)", "pi"),
    ("R(W)", "risk"),
    ("R_min", "minimal_risk"),
    ("a", "a"),
    ("S(W)", "sharpness"),
)


class BadWitness(ValueError):
    """The file is not a witness; one line."""


@dataclass(frozen=True)
class Replay:
    """What the second evaluator says."""

    outcome: str
    case: Case

    @property
    def words(self) -> str:
        where = f"by the second evaluator, {self.case.precision} bits"
        return f"{self.outcome} {where}" + (f" ({self.case.detail})" if self.case.detail else "")


def replay(reading: Reading, instance: Instance) -> Replay:
    """Decide the instance again in fractions and intervals of fractions."""
    case = decide(reading, instance, REPLAY_BITS, world=Second)
    outcome = {VIOLATED: CONFIRMED, UNDECIDED: UNCONFIRMED}.get(case.status, CONTRADICTED)
    return Replay(outcome, case)


def describe(reading: Reading, instance: Instance, case: Case, replayed: Replay, found_by: str) -> dict[str, Any]:
    """The witness as the record shows it (reports.records.WitnessEntry)."""
    return {
        "instance": instance.to_json(),
        "one_line": instance.one_line(),
        "hypotheses": [_side(h) for h in case.hypotheses],
        "violated": [_side(c) for c in case.violated],
        "quantities": _quantities(reading, instance),
        "size": max(instance.depth, instance.largest_dimension),
        "found_by": found_by,
        "replayed": replayed.words,
    }


def _side(relation: Decided) -> dict[str, Any]:
    return {
        "label": relation.label,
        "lhs": relation.lhs,
        "sense": relation.sense,
        "rhs": relation.rhs,
        "holds": relation.holds is True,
    }


def _quantities(reading: Reading, instance: Instance) -> list[tuple[str, str]]:
    world = Second(64)
    shown: list[tuple[str, str]] = []
    quantities = lookup(reading.subject).of(instance, world)
    for name, attribute in _SHOWN:
        try:
            value = getattr(quantities, attribute)
        except (AttributeError, ArithmeticError):
            continue
        shown.append((name, _show(world, value)))
    return shown


def _show(world: Second, value: Any) -> str:
    if isinstance(value, list):
        return "[" + "; ".join(", ".join(world.to_text(x) for x in row) for row in value) + "]"
    return world.to_text(value)


def dump(reading: Reading, witness: dict[str, Any], seed: int) -> dict[str, Any]:
    """The file form of a described witness."""
    return {
        "schema": SCHEMA,
        "claim": reading.claim,
        "reading": reading.name,
        "instance": witness["instance"],
        "found_by": witness["found_by"],
        "seed": seed,
    }


def load(path: Path) -> tuple[str, Instance, dict[str, Any]]:
    """(reading key, instance, file content). Raises BadWitness, in one line, on anything else."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BadWitness(f"{path}: larger than {_LARGEST_FILE} bytes; a witness is small")
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadWitness(f"{path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise BadWitness(f"{path} is damaged, not JSON: {str(error)[:80]}") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise BadWitness(f"{path} is not a witness file (schema {SCHEMA!r} expected)")
    if not isinstance(data.get("claim"), str) or not isinstance(data.get("reading"), str):
        raise BadWitness(f"{path}: the entries claim and reading are missing")
    try:
        instance = Instance.from_json(data.get("instance"))
    except BadInstance as error:
        raise BadWitness(f"{path}: {error}") from None
    parameters = sum(len(w) * len(w[0]) for w in instance.layers)
    entries = sum(len(m) * len(m[0]) for m in instance.matrices.values())
    if parameters > _MOST_PARAMETERS or entries > _MOST_ENTRIES:
        limits = f"at most {_MOST_PARAMETERS} parameters and {_MOST_ENTRIES} entries"
        raise BadWitness(f"{path}: {parameters} parameters, {entries} entries; a witness has {limits}")
    return f"{data['claim']}#{data['reading']}", instance, data

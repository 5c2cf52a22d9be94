"""From the results of a reading's tasks to evidence, and by `verdict.fold` to a verdict. Nothing is decided here.

What each kind of result becomes
    cases, data  `exact` evidence (rational arithmetic alone decided) and `enclosure` evidence (balls were needed)
    search     `search` evidence; a confirmed witness becomes `exact` or `enclosure` evidence that refutes
    symbolic   `symbolic` evidence
    kernel     `kernel` evidence (theorems.rocq), handed in by the caller
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from properties import experiments, probability
from properties.plan import Result
from properties.tally import EDGES
from properties.verdict import Decision, Evidence, Outcome, fold
from properties.witness import CONFIRMED, CONTRADICTED
from theorems.claim import Reading

Outcomes = {"proved": Outcome.PROVED, "failed": Outcome.ERROR, "disagree": Outcome.DISAGREES}


def from_cases(results: Sequence[Result], scope: str) -> list[Evidence]:
    """Instances decided: one entry for those that rational arithmetic decided, one for those that needed balls."""
    good = [r for r in results if "error" not in r]
    evidence = [_failed("exact", r) for r in results if "error" in r]
    if not good:
        return evidence

    def total(status: str) -> int:
        return int(sum(r["status"][status] for r in good))

    decided, exact = total("holds") + total("violated"), int(sum(r["exact"] for r in good))
    undecided = total("undecided") + int(sum(r["undefined"] for r in good))
    looked_at = decided + undecided + total("not met")
    seconds = float(sum(r["seconds"] for r in good))
    violations = [r["violation"] for r in good if r["violation"] is not None]
    violated = total("violated")
    cached = all(r.get("cached", False) for r in good)
    example = next((r["undecided_example"] for r in good if r["undecided_example"]), "")
    for route, count in (("exact", exact), ("enclosure", decided - exact)):
        if count or (route == "exact" and not decided):
            evidence.append(
                Evidence(
                    route=route,
                    outcome=Outcome.HOLDS if count and not violated else Outcome.INCONCLUSIVE,
                    scope=scope,
                    cases=count,
                    undecided=undecided if route == "exact" or not exact else 0,
                    violated=violated if route == "exact" or not exact else 0,
                    met=decided,
                    looked_at=looked_at,
                    seconds=seconds * count / max(decided, 1),
                    detail=f"undecided for example: {example}"[:300] if example else "",
                    cached=cached,
                )
            )
    return evidence + [_from_violation(v) for v in violations]


def from_search(result: Result) -> list[Evidence]:
    """What a search found or did not find."""
    if "error" in result:
        return [_failed("search", result)]
    looked = f"{result['decided']} of {result['looked_at']} proposals decided, {result['floats']} points in float64"
    if result["unconfirmed"]:
        looked += f", {result['unconfirmed']} float64 candidates not confirmed"
    found = result["violation"]
    evidence = [
        Evidence(
            route="search",
            outcome=Outcome.NOTHING_FOUND if found is None else Outcome.INCONCLUSIVE,
            scope="small integers, Hypothesis, float64 optimisation",
            cases=result["looked_at"] + result["floats"],
            seconds=result["seconds"],
            detail=looked if found is None else f"{looked}; violation by {found['found_by']}",
            cached=result.get("cached", False),
        )
    ]
    return evidence if found is None else [*evidence, _from_violation(found)]


def _from_violation(found: dict[str, Any]) -> Evidence:
    outcome = {CONFIRMED: Outcome.REFUTED, CONTRADICTED: Outcome.DISAGREES}.get(found["outcome"], Outcome.INCONCLUSIVE)
    return Evidence(
        route="exact" if found.get("exact", True) else "enclosure",
        outcome=outcome,
        scope="one witness",
        cases=1,
        violated=1,
        met=1,
        looked_at=1,
        detail=f"{found['one_line'][:300]}; {found['replayed']}",
    )


def from_symbolic(result: Result, complete: bool) -> Evidence:
    """complete: the reading says that its derivations prove all of it, and all of them succeeded."""
    if "error" in result:
        return _failed("symbolic", result)
    return Evidence(
        route="symbolic",
        outcome=Outcomes.get(result["outcome"], Outcome.ERROR),
        scope=result["scope"],
        complete=complete and result["complete"],
        cases=result["identities"],
        seconds=result["seconds"],
        detail=f"{result['name']}: {result['detail']}".rstrip(": "),
        cached=result.get("cached", False),
    )


def from_extremal(result: Result) -> Evidence | None:
    """A case of equality that fails its own reading is an error of ours, and shown."""
    if "error" in result:
        return _failed("exact", result)
    wrong = [c for c in result["cases"] if c["status"] != "holds"]
    if not wrong:
        return None
    text = "; ".join(f"{c['name']}: {c['status']} {c['detail']}" for c in wrong)
    return Evidence(route="exact", outcome=Outcome.ERROR, scope="cases of equality", detail=text)


def _failed(route: str, result: Result) -> Evidence:
    return Evidence(route=route, outcome=Outcome.ERROR, seconds=result["seconds"], detail=result["error"])


def gather(reading: Reading, results: dict[str, list[Result]], kernel: Sequence[Evidence] = ()) -> list[Evidence]:
    """All evidence on a reading, strongest route first. results: by kind of task."""
    evidence = list(kernel)
    symbolic = results.get("symbolic", [])
    proved = reading.symbolic_complete and all(r.get("outcome") == "proved" for r in symbolic)
    evidence += [from_symbolic(r, proved) for r in symbolic]
    evidence += [e for r in results.get("extremal", []) if (e := from_extremal(r)) is not None]
    evidence += from_cases(results.get("cases", []), "random instances, depths and widths in turn")
    evidence += from_cases(results.get("data", []), _data_scope(results.get("data", [])))
    evidence += [from_observation(r) for r in results.get("observation", [])]
    evidence += from_counts(reading, results.get("probability", []), results.get("confirmation", []))
    for r in results.get("search", []):
        evidence += from_search(r)
    return evidence


def from_observation(result: Result) -> Evidence:
    """Counted runs of experiments."""
    if "error" in result:
        return _failed("statistical", result)
    return experiments.evidence(result, result["seconds"])


def from_counts(reading: Reading, results: Sequence[Result], confirmations: Sequence[Result] = ()) -> list[Evidence]:
    """Counted failures of certified samples, folded over the regimes; confirmations: of the plainest rejection."""
    counted = counts(results)
    if not counted:
        return []
    failed = [r for r in confirmations if "error" in r]
    confirmed = None if failed or not confirmations else int(confirmations[0]["confirmed"])
    return [probability.fold(reading, [*counted, *failed], 0 if failed else confirmed)[0]]


def counts(results: Sequence[Result]) -> list[Result]:
    """What the tasks of the single regimes counted, errors among them; none where a trial proposed fewer regimes."""
    return [r if "error" in r else r["counts"] for r in results if "error" in r or r["counts"] is not None]


def verdict_of_variant(result: Result) -> Decision:
    """A false variant is put to the search alone, or to counted failures when it speaks of probabilities."""
    if "statistical" in result:
        return fold([msgspec.convert(result["statistical"], Evidence)])
    return fold(from_search(result))


def _data_scope(results: Sequence[Result]) -> str:
    shapes = [f"{r['data']} {'x'.join(map(str, r['widths']))}" for r in results if "widths" in r]
    return f"random minimizers on the paper's own data: {', '.join(shapes)}"


def tightness(results: dict[str, list[Result]]) -> dict[str, Any] | None:
    """The best ratio over cases and search, the histogram over the cases, the ratio in the cases of equality."""
    sources = [r for kind in ("cases", "search") for r in results.get(kind, []) if "error" not in r]
    known = [r for r in sources if r["best"] is not None]
    if not known:
        return None
    best = max(known, key=lambda r: float(r["best"]))
    counts = [0] * len(EDGES)
    for r in results.get("cases", []):
        counts = [a + b for a, b in zip(counts, r.get("histogram", [0] * len(EDGES)), strict=True)]
    by_relation: dict[str, float] = {}
    for r in sources:
        for label, ratio in r["by_relation"].items():
            by_relation[label] = max(ratio, by_relation.get(label, float("-inf")))
    extremal = [c for r in results.get("extremal", []) for c in r.get("cases", [])]
    return {
        "best": float(best["best"]),
        "label": max(by_relation, key=lambda k: by_relation[k]) if by_relation else "",
        "at": best["best_at"],
        "histogram": {"edges": [*EDGES, 1.05], "counts": counts} if any(counts) else None,
        "by_relation": [{"name": k, "ratio": v} for k, v in sorted(by_relation.items())],
        "extremal": [{"name": c["name"], "ratio": c["ratio"]} for c in extremal if c["ratio"] == c["ratio"]],
    }

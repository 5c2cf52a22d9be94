"""The verdict rules written a second time, by set logic over named pieces of evidence, and compared exhaustively.

`properties.verdict.fold` walks through evidence with predicates; here the header of that file is put into sets. The two
were written from the same rules and share no code.
"""

from __future__ import annotations

import itertools

from properties.verdict import Decision, Evidence, Flag, Outcome, Verdict, fold


def _made(
    route: str, outcome: Outcome, *, complete: bool = False, met: int | None = None, violated: int = 0
) -> Evidence:
    """Evidence as a route would write it. met None: nothing was sampled."""
    return Evidence(
        route=route,
        outcome=outcome,
        complete=complete,
        cases=met or int(outcome is Outcome.HOLDS),
        met=met or 0,
        looked_at=0 if met is None else 10,
        violated=violated,
    )


PIECES = {
    "proof": _made("kernel", Outcome.PROVED, complete=True),
    "symbolic proof": _made("symbolic", Outcome.PROVED, complete=True),
    "partial proof": _made("kernel", Outcome.PROVED),
    "kernel absent": _made("kernel", Outcome.UNSUPPORTED),
    "witness": _made("exact", Outcome.REFUTED, met=1, violated=1),
    "ball witness": _made("enclosure", Outcome.REFUTED, met=1, violated=1),
    "statistical rejection": _made("statistical", Outcome.REFUTED),
    "float claims refutation": _made("search", Outcome.REFUTED),
    "unconfirmed violation": _made("exact", Outcome.INCONCLUSIVE, met=10, violated=1),
    "instances hold": _made("exact", Outcome.HOLDS, met=10),
    "one instance holds": Evidence(route="exact", outcome=Outcome.HOLDS, cases=1, met=1, looked_at=1),
    "balls hold": _made("enclosure", Outcome.HOLDS, met=10),
    "no instance holds": Evidence(route="exact", outcome=Outcome.HOLDS, cases=0, met=1, looked_at=1),
    "never met": _made("exact", Outcome.INCONCLUSIVE, met=0),
    "draws hold": _made("statistical", Outcome.HOLDS, met=10),
    "search found nothing": _made("search", Outcome.NOTHING_FOUND),
    "search holds": _made("search", Outcome.HOLDS, met=10),
    "search proves": _made("search", Outcome.PROVED, complete=True),
    "search violation": _made("search", Outcome.INCONCLUSIVE, met=10, violated=1),
    "instances prove": _made("exact", Outcome.PROVED, complete=True),
    "error": _made("exact", Outcome.ERROR),
    "kernel error": _made("kernel", Outcome.ERROR),
    "disagreement": _made("exact", Outcome.DISAGREES, met=1, violated=1),
    "derivations disagree": _made("symbolic", Outcome.DISAGREES),
}
PROOFS = {"proof", "symbolic proof"}
REFUTATIONS = {"witness", "ball witness", "statistical rejection"}
SUPPORT = {"instances hold", "one instance holds", "balls hold", "draws hold", "partial proof"}
FLOATING = {"search found nothing", "search holds", "search proves", "search violation", "float claims refutation"}


def expected(names: frozenset[str]) -> Decision:
    """The header of properties.verdict, by sets."""
    sampled = [n for n in names if PIECES[n].looked_at and PIECES[n].route in ("exact", "enclosure", "statistical")]
    vacuous = bool(sampled) and all(n == "never met" for n in sampled)
    contradiction = names & PROOFS and names & (REFUTATIONS | {"unconfirmed violation"})
    if names & {"disagreement", "derivations disagree"} or contradiction:
        return Decision(Verdict.INCONCLUSIVE, (Flag.DISPUTED,))
    if names & REFUTATIONS:
        return Decision(Verdict.REFUTED)
    if names & PROOFS:
        return Decision(Verdict.PROVED, (Flag.VACUOUS,) if vacuous else ())
    if names & {"error", "kernel error"}:
        return Decision(Verdict.ERROR)
    if vacuous:
        return Decision(Verdict.INCONCLUSIVE, (Flag.VACUOUS,))
    if "unconfirmed violation" in names:
        return Decision(Verdict.INCONCLUSIVE)
    if names & SUPPORT:
        return Decision(Verdict.SUPPORTED)
    return Decision(Verdict.UNSUPPORTED if names <= {"kernel absent"} else Verdict.INCONCLUSIVE)


def differences(largest: int = 3) -> list[tuple[str, ...]]:
    """Combinations of up to that many pieces on which the two versions of the rules differ, in either order."""
    wrong = []
    for count in range(largest + 1):
        for names in itertools.combinations(PIECES, count):
            evidence = [PIECES[n] for n in names]
            if not fold(evidence) == fold(evidence[::-1]) == expected(frozenset(names)):
                wrong.append(names)
    return wrong

"""The verdict rules, exhaustively: what up to three routes can say, against the rules written again."""

from __future__ import annotations

import itertools

import pytest

from properties.verdict import ROUTES, Decision, Evidence, Flag, Outcome, Verdict, fold, plain


def made(route, outcome, *, complete=False, met=None, violated=0):
    """Evidence as a route would write it. met None: nothing was sampled."""
    looked = 0 if met is None else 10
    return Evidence(
        route=route,
        outcome=outcome,
        complete=complete,
        cases=met or (outcome is Outcome.HOLDS),
        met=met or 0,
        looked_at=looked,
        violated=violated,
    )


PIECES = {
    "proof": made("kernel", Outcome.PROVED, complete=True),
    "symbolic proof": made("symbolic", Outcome.PROVED, complete=True),
    "partial proof": made("kernel", Outcome.PROVED),
    "kernel absent": made("kernel", Outcome.UNSUPPORTED),
    "witness": made("exact", Outcome.REFUTED, met=1, violated=1),
    "ball witness": made("enclosure", Outcome.REFUTED, met=1, violated=1),
    "statistical rejection": made("statistical", Outcome.REFUTED),
    "float claims refutation": made("search", Outcome.REFUTED),
    "unconfirmed violation": made("exact", Outcome.INCONCLUSIVE, met=10, violated=1),
    "instances hold": made("exact", Outcome.HOLDS, met=10),
    "balls hold": made("enclosure", Outcome.HOLDS, met=10),
    "never met": made("exact", Outcome.INCONCLUSIVE, met=0),
    "draws hold": made("statistical", Outcome.HOLDS, met=10),
    "search found nothing": made("search", Outcome.NOTHING_FOUND),
    "search holds": made("search", Outcome.HOLDS, met=10),
    "search proves": made("search", Outcome.PROVED, complete=True),
    "instances prove": made("exact", Outcome.PROVED, complete=True),
    "error": made("exact", Outcome.ERROR),
    "kernel error": made("kernel", Outcome.ERROR),
    "disagreement": made("exact", Outcome.DISAGREES, met=1, violated=1),
    "derivations disagree": made("symbolic", Outcome.DISAGREES),
}
PROOFS = {"proof", "symbolic proof"}
REFUTATIONS = {"witness", "ball witness", "statistical rejection"}
SUPPORT = {"instances hold", "balls hold", "draws hold", "partial proof"}
FLOATING = {"search found nothing", "search holds", "search proves", "float claims refutation"}


def expected(names: frozenset[str]) -> Decision:
    """The rules of the header of properties.verdict, by set logic on the names above."""
    disputed = names & {"disagreement", "derivations disagree"} or (
        names & PROOFS
        and names & (REFUTATIONS - {"statistical rejection"} | {"unconfirmed violation", "statistical rejection"})
    )
    sampled = [n for n in names if PIECES[n].looked_at and PIECES[n].route in ("exact", "enclosure", "statistical")]
    vacuous = bool(sampled) and all(n == "never met" for n in sampled)
    if disputed:
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


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_every_combination(count):
    for names in itertools.combinations(PIECES, count):
        got = fold([PIECES[n] for n in names])
        assert got == expected(frozenset(names)), names
        assert got == fold([PIECES[n] for n in reversed(names)]), "the order of evidence plays no role"


def test_floating_point_alone_decides_nothing():
    for count in (1, 2, 3, 4):
        for names in itertools.combinations(sorted(FLOATING), count):
            assert fold([PIECES[n] for n in names]).verdict is Verdict.INCONCLUSIVE


def test_support_never_becomes_proof_by_numbers():
    many = [made("exact", Outcome.HOLDS, met=10**9)] * 50
    assert fold(many).verdict is Verdict.SUPPORTED
    assert fold([Evidence(route="exact", outcome=Outcome.HOLDS, cases=0)]).verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("verdict", Verdict)
def test_no_truth_value(verdict):
    with pytest.raises(TypeError):
        bool(verdict)
    with pytest.raises(TypeError):
        assert verdict


def test_unknown_routes_are_refused():
    with pytest.raises(ValueError, match="unknown route"):
        Evidence(route="vibes", outcome=Outcome.HOLDS)
    assert ROUTES[0] == "kernel" and ROUTES[-1] == "search"
    assert plain(PIECES["proof"])["outcome"] == "proved"

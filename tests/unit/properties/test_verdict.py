"""The verdict rules, exhaustively: what up to three routes can say, against the rules written again."""

from __future__ import annotations

import itertools

import pytest

from properties.selftest.rules import FLOATING, PIECES, differences
from properties.verdict import ROUTES, Evidence, Outcome, Verdict, fold, plain


def test_every_combination_of_up_to_three():
    """Against the rules written a second time (properties.selftest.rules)."""
    assert len(PIECES) >= 20 and differences(3) == []


def test_floating_point_alone_decides_nothing():
    for count in (1, 2, 3, 4):
        for names in itertools.combinations(sorted(FLOATING), count):
            assert fold([PIECES[n] for n in names]).verdict is Verdict.INCONCLUSIVE


def test_support_never_becomes_proof_by_numbers():
    many = [Evidence(route="exact", outcome=Outcome.HOLDS, cases=10**9, met=10**9, looked_at=10**9)] * 50
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

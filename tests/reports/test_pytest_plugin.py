"""The plugin in a suite outside this repository: readings as tests, the fixture, the strategies, one's own theorem."""

import os
import tomllib

import pytest
from hypothesis import find

from properties.hypothesis import check, instances, minimizers, networks, quantities, subjects
from tests.helpers import ROOT, environment
from theorems.registry import UnknownClaim

pytest_plugins = ["pytester"]

THEOREM = '''
"""The risk at a minimizer is at most the risk of the zero regressor."""
from theorems.claim import Claim, Source, at_most, equal

claim = Claim("own/minimal-risk", "Minimal risk", subject="minimizer", source=Source("", "own"))


class AnyWeights:
    subject = "network"

    def then(m):
        yield at_most(m.risk, m.risk_of_zero, "R(W) <= |y|^2 / n")


@claim.printed(r"R(W) \\\\le \\\\|y\\\\|^2/n")
class Printed(AnyWeights):
    pass


@claim.sharper(r"W \\\\in \\\\arg\\\\min R \\\\Rightarrow R(W) \\\\le \\\\|y\\\\|^2/n")
class Sharper:
    def given(m):
        yield equal(m.excess, 0, "W is a minimizer")

    def then(m):
        yield at_most(m.risk, m.risk_of_zero, "R(W) <= |y|^2 / n")

    false_variants = {"W not a minimizer": AnyWeights}
'''
SUITE = """
    from hypothesis import given, settings
    from properties.hypothesis import check, minimizers

    def test_each(lemmata_reading):
        assert lemmata_reading.key.startswith("own/minimal-risk#")
        expected = {"printed": "REFUTED", "sharper": "SUPPORTED"}
        assert lemmata_reading.verdict.value == expected[lemmata_reading.entry.reading]

    @settings(max_examples=5, deadline=None)
    @given(minimizers(largest_depth=2))
    def test_a_claim_of_the_project(instance):
        check("sharpness/lower-bound-by-layers#repaired", instance)
"""


@pytest.fixture
def run(pytester, monkeypatch):
    """pytest in a process of its own, in a folder that knows nothing of this repository."""
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # with or without Lemmata installed: loaded once
    assert ROOT not in pytester.path.parents
    pytester.makepyfile(test_suite=SUITE)
    folder = pytester.mkdir("my_theorems")
    (folder / "minimal_risk.py").write_text(THEOREM.replace("\\\\\\\\", "\\"))
    return lambda *arguments: pytester.runpytest_subprocess("-p", "reports.pytest_plugin", *arguments, timeout=120)


def test_claims_of_ones_own(run, pytester):
    asked = ("--lemmata", "--lemmata-claims", "my_theorems", "-v")
    result = run(*asked)
    result.assert_outcomes(passed=4, failed=1)
    result.stdout.fnmatch_lines(
        [
            "*lemmata::own/minimal-risk#printed FAILED*",
            "*lemmata::own/minimal-risk#sharper PASSED*",
            "own/minimal-risk#printed: REFUTED, expected PROVED or SUPPORTED",
            "*counterexample: X=* W1=*",
            "*R(W) <= |y|^2 / n: * <= * is false",
        ]
    )
    pytester.makeini("[pytest]\nlemmata_claims = my_theorems\nlemmata_refuted = own/minimal-risk#printed\n")
    run("--lemmata", "-k", "lemmata").assert_outcomes(passed=2, deselected=3)


def test_claims_of_the_project_and_bad_usage(run, pytester):
    pytester.makepyfile(test_suite="def test_other():\n    pass\n")
    run("--lemmata", "--lemmata-only", "sharpness/lower-bound-by-layers").assert_outcomes(passed=4)
    run().assert_outcomes(passed=1)  # nothing until asked
    unknown = run("--lemmata", "--lemmata-only", "sharpness/lower-bound-by-layer")
    assert unknown.ret == pytest.ExitCode.USAGE_ERROR
    unknown.stderr.fnmatch_lines(["ERROR: lemmata: unknown claim 'sharpness/lower-bound-by-layer'; nearest: *"])


def test_the_plugin_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    assert declared == {"lemmata": "reports.pytest_plugin"}
    assert os.path.exists(ROOT / "reports" / "pytest_plugin.py")


def test_strategies_are_within_their_limits():
    assert {"network", "minimizer", "two-layer start"} <= set(subjects())
    assert find(networks(largest_depth=1, largest_width=1), lambda i: i.depth == 1).matrices["X"] == ((1,),)
    with pytest.raises(ValueError, match="no shape with depth <= 1"):
        instances("balanced minimizer", largest_depth=1)
    with pytest.raises(KeyError, match="no family of instances"):
        instances("nothing")


def test_quantities_and_checks():
    instance = find(minimizers(largest_depth=2), lambda i: i.depth == 2)
    found = quantities("minimizer", instance)
    assert found.A.certain(found.excess, "==", 0) is True
    assert check("sharpness/lower-bound-by-layers#repaired", instance).status == "holds"
    with pytest.raises(AssertionError, match="fails at X="):
        for C in ("2", "8", "100"):
            scaled = instance.matrices["W1"], instance.matrices["W2"]
            moved = {"W1": _times(scaled[0], C), "W2": _times(scaled[1], f"1/{C}")}
            check("sharpness/lower-bound-by-layers#printed", instance.with_matrices(**moved))
    with pytest.raises(UnknownClaim):
        check("nothing#printed", instance)


def _times(m, factor):
    from fractions import Fraction

    return tuple(tuple(x * Fraction(factor) for x in row) for row in m)

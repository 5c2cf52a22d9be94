"""Changes between records: what is a step up, what fails a run."""

import pytest

from properties.verdict import Flag, Verdict
from reports import records as r
from reports.diff import BadBaseline, against, better, compare, expected, trouble
from tests.reports.records_for_tests import claim, kernel, reading, record, tightness, variants

P, R, S, N, U, E = (Verdict(v) for v in ("PROVED", "REFUTED", "SUPPORTED", "INCONCLUSIVE", "UNSUPPORTED", "ERROR"))


def one(verdict, name="repaired", **more):
    return record((claim("a/b"),), (reading("a/b", name, verdict, **more),))


@pytest.mark.parametrize(
    "name, old, new, up",
    [
        ("repaired", N, S, True),
        ("repaired", S, P, True),
        ("repaired", P, S, False),
        ("repaired", N, R, False),
        ("printed", N, R, True),
        ("printed", S, R, False),
        ("printed", R, P, False),
        ("repaired", E, N, True),
        ("repaired", N, U, False),
        ("repaired", S, E, False),
    ],
)
def test_step_up(name, old, new, up):
    assert better(name, old, new) is up
    assert compare(one(old, name), one(new, name)).regression is not up


def test_nothing_changed():
    assert not compare(one(P), one(P)).entries and compare(one(P), one(P)).text() == "No changes.\n"


def test_gone_claims_are_a_regression_between_records_but_not_for_a_partial_run():
    both = record((claim("a/b"), claim("c/d")), (reading("a/b", "printed", P), reading("c/d", "printed", P)))
    assert compare(both, one(P, "printed")).regression
    assert not against(one(P, "printed"), both).regression


def test_flags_variants_kernel_and_tightness():
    flagged = compare(one(N), one(N, flags=(Flag.DISPUTED,)))
    assert flagged.regression and "DISPUTED raised" in flagged.text()
    assert compare(one(P, false_variants=variants()), one(P)).regression
    weaker = r.KernelTheorem(name=kernel().name, statement="", assumptions=("classic",))
    assert "classic" in compare(one(P, kernel=(kernel(),)), one(P, kernel=(weaker,))).text()
    lost = compare(one(P), one(P, tightness=tightness(0.9)))
    assert lost.regression and "0.9" in lost.text()
    assert not compare(one(P, tightness=tightness(0.5)), one(P, tightness=tightness(0.7))).regression
    slow = compare(one(P, seconds=1.0), one(P, seconds=9.0))
    assert slow.entries[0].what == "time" and not slow.regression


@pytest.mark.parametrize("shape", [{"a/b": {"repaired": "SUPPORTED"}}, {"a/b#repaired": "SUPPORTED"}])
@pytest.mark.parametrize("wrap", [lambda t: t, lambda t: {"schema": "x", "verdicts": t}])
def test_shapes_of_a_baseline(shape, wrap):
    assert expected(wrap(shape)) == expected(one(S))
    change = against(one(P), wrap(shape)).entries[0]
    assert (change.old, change.new, change.regression) == ("SUPPORTED", "PROVED", False)


def test_bad_baseline():
    with pytest.raises(BadBaseline, match="MAYBE"):
        expected({"a/b": {"printed": "MAYBE"}})


def test_trouble():
    assert not trouble(one(P), {"a/b": {"repaired": "PROVED"}})
    assert not trouble(one(R, "printed"))  # a finding
    assert [t.kind for t in trouble(one(P), {"a/b": {"repaired": "SUPPORTED"}})] == ["verdict"]  # also a step up
    assert [t.kind for t in trouble(one(N, flags=(Flag.VACUOUS,)), one(N, flags=(Flag.VACUOUS,)))] == ["flag"]
    assert [t.kind for t in trouble(one(E))] == ["error"]
    standing = (r.FalseVariant(name="near miss", verdict=N),)
    assert [t.kind for t in trouble(one(P, false_variants=standing))] == ["variant"]


def test_markdown_escapes():
    assert "<b>" not in compare(one(P), record((), (reading("<b>|", "printed", P),))).markdown()

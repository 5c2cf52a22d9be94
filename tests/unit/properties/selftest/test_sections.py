"""The self-test notices what is wrong with the code and with itself."""

import pytest

from properties.selftest import (
    bugs,
    checks_bounds,
    checks_evidence,
    checks_intervals,
    checks_limit_parts,
    checks_limits,
    checks_machinery,
    checks_minimum,
    checks_networks,
    checks_numbers,
    checks_sharp,
    checks_steps,
    mutants,
    planted,
    relations,
    sections,
    table,
)
from properties.selftest.harmless import HARMLESS, Site, excused
from properties.selftest.mutants import noticed
from properties.selftest.patching import replaced
from theorems import registry
from theorems.claim import Reading, at_least

CHECKS = [
    checks_numbers.ball_spectra,
    checks_numbers.ball_members,
    checks_numbers.definiteness,
    checks_numbers.singular_values,
    checks_numbers.exact_spectra,
    checks_numbers.radicals,
    checks_numbers.comparison,
    checks_intervals.intervals,
    checks_intervals.interval_roots,
    checks_intervals.second_spectra,
    checks_sharp.wide_precision,
    checks_sharp.eigenvalue_edges,
    checks_sharp.interval_edges,
    checks_sharp.second_edges,
    checks_sharp.binomial_edges,
    checks_sharp.witness_limits,
    checks_sharp.word_shapes,
    checks_sharp.product_roundings,
    checks_sharp.evidence_routes,
    checks_bounds.counted_roundings,
    checks_bounds.float_norms,
    checks_bounds.products_of_layers,
    checks_bounds.growth_of_errors,
    checks_bounds.defect_of_polynomials,
    checks_steps.growth_argument,
    checks_steps.one_step,
    checks_steps.end_state,
    checks_limits.certificates,
    checks_limits.certificate_roundings,
    checks_limits.certificates_of_balls,
    checks_limit_parts.limits_agree,
    checks_limit_parts.limit_parts,
    checks_networks.gradient,
    checks_networks.hessian,
    checks_networks.least_squares,
    checks_networks.constructions,
    checks_networks.second_arithmetic,
    checks_networks.words,
    checks_minimum.powers_of_fractions,
    checks_machinery.deciding,
    checks_machinery.replaying,
    checks_machinery.witness_files,
    checks_evidence.gathering,
    checks_evidence.binomials,
    checks_evidence.caching,
    checks_evidence.task_faults,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.__name__)
def test_checks_pass_on_the_code_as_it_is(check):
    check()


@pytest.mark.parametrize("number", range(0, len(bugs.BUGS), 4), ids=lambda i: f"{bugs.BUGS[i].area}-{i}")
def test_seeded_bugs_are_noticed(number):
    """Every fourth here; all of them in `lemmata selftest`."""
    bug = bugs.BUGS[number]
    assert noticed(bug.module, replaced(bug.module, bug.old, bug.new), bug.checks)


def test_every_bug_still_applies():
    for bug in bugs.BUGS:
        replaced(bug.module, bug.old, bug.new)
    assert len(bugs.BUGS) >= 60


@pytest.mark.parametrize("reading", planted.READINGS, ids=lambda r: r.name)
def test_planted_claims_are_refuted(reading):
    outcome = planted.put_to_the_test(reading, 5, sections.BUDGETS["quick"])
    assert outcome.refuted and outcome.size <= 2


@pytest.mark.parametrize("relation", relations.RELATIONS, ids=lambda r: r.name)
def test_relations(relation):
    for key in ("sharpness/lower-bound-by-layers#sharper", "sharpness/minimizers-are-optimal#repaired"):
        assert relations.disagreements(relation, registry.reading(key), 3, 1)[1] == []


def test_a_relation_notices_a_statement_that_depends_on_the_basis():
    of = Reading("t", "sharper", "", "network", lambda m: iter(()), lambda m: iter([at_least(m.A.entry(m.X, 0, 0), 0)]))
    assert relations.disagreements(relations.RELATIONS[2], of, 20, 1)[1]


def test_a_section_that_fails_is_wrong(monkeypatch):
    monkeypatch.setitem(sections.SECTIONS, "bugs", lambda task: 1 / 0)
    result = sections.work({"section": "bugs", "part": 0, "parts": 1, "deep": False, "seed": 1})
    assert result["done"] == 0 and "ZeroDivisionError" in result["wrong"][0]
    assert not next(line for line in table.lines([result]) if line.name == "seeded bugs caught").sound


def _left(count: int) -> list[Site]:
    excuse = HARMLESS[0]
    return [Site(excuse.module, n, excuse.function, excuse.line, excuse.change) for n in range(count)]


def test_an_excuse_covers_no_more_survivors_than_it_says():
    for count, explained, without in ((0, 0, 0), (1, 1, 0), (2, 0, 2)):
        found = excused(_left(count))
        assert (len(found[0]), len(found[1])) == (explained, without)
    assert HARMLESS[0] in excused([])[2] and HARMLESS[0] not in excused(_left(1))[2]


def test_survivors_without_a_reason_fall_short():
    site = ("m", 1, "f", "x = 1", "1 -> 2")
    result = {"section": "mutants", "done": 99, "total": 100, "wrong": [], "left": [site], "seconds": 1.0}
    line = next(x for x in table.lines([result]) if x.name == "mutants of the kernels killed")
    assert not line.sound and "survived without a reason" in line.wrong[0]


def test_a_check_that_fails_anyway_kills_nothing():
    def broken():
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        mutants.tried(mutants.Kernel("properties.verdict", (broken,)))


def test_lines_are_sound_only_with_everything():
    assert not any(line.sound for line in table.lines([]) if line.wanted == "all, at least 60")
    good = {"section": "bugs", "done": 70, "total": 70, "wrong": [], "seconds": 0.0, "by": [["x", "a bug"]] * 70}
    line = next(x for x in table.lines([good]) if x.name == "seeded bugs caught")
    assert line.sound and line.detail == "by 1 checks, see --all" and line.notes[0] == "x notices a bug"

"""Patches reach every importer, change nothing else, and go away again."""

import ast

import pytest

from numerics.spectra import eigenvalues_above
from numerics.spectra.rational import sign_changes
from properties.selftest.changes import mutants
from properties.selftest.mutants import KERNELS
from properties.selftest.patching import BadPatch, planted, replaced, source
from properties.verdict import fold


def test_a_patch_reaches_functions_imported_before_and_goes_away():
    module = "numerics.spectra.rational"
    tree = replaced(module, "return sum(a != b for a, b in pairwise(signs))", "return 77")
    with planted(module, tree) as exchanged:
        assert exchanged == 1 and sign_changes([1, -1]) == 77
    assert sign_changes([1, -1]) == 1 and callable(eigenvalues_above)


def test_a_patch_goes_away_after_an_error():
    module = "properties.verdict"
    tree = replaced(module, "return bool(sampled) and all(e.met == 0 for e in sampled)", "raise KeyError")
    with pytest.raises(KeyError), planted(module, tree):
        fold([])
    assert fold([]).flags == ()


def test_unchanged_source_exchanges_nothing():
    with planted("properties.verdict", ast.parse(source("properties.verdict"))) as exchanged:
        assert exchanged == 0


def test_patches_that_do_not_apply_are_refused():
    with pytest.raises(BadPatch, match="occurs 0 times"):
        replaced("properties.verdict", "no such text", "")


def test_mutants_are_single_changes_of_trusted_functions():
    made = mutants(KERNELS[0])
    assert len(made) >= 25 and len({(m.line, m.shown, ast.dump(m.tree)) for m in made}) == len(made)
    assert all(m.function != "plain" and m.was != m.now for m in made)

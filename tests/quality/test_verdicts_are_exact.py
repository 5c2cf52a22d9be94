"""Where verdicts are made there is no tolerance, no closeness of floats, no pickle and nothing evaluated from data."""

from __future__ import annotations

import ast

import pytest

from tests.quality.sources import modules, tree

DECIDING = [m for m in modules() if m.split(".")[0] in ("theorems", "properties")]
# Only proposals and statistics of floats come out of these; what decides is listed in SOUNDNESS.md.
PROPOSING = {"properties.optimise", "theorems.marion_chizat_2024._experiments"}  # the latter: readings off figures
FORBIDDEN = {"isclose", "allclose", "approx", "assert_allclose", "almosteq"}
EXECUTING = {"eval", "exec", "compile", "__import__"}
# float64 kernels unrolled from two small integers of our own; mutants of our own source, compiled and never executed
GENERATED = {"numerics.descent.kernels", "properties.selftest.patching"}


@pytest.mark.parametrize("module", DECIDING)
def test_no_tolerance(module):
    if module in PROPOSING:
        return
    for node in ast.walk(tree(modules()[module])):
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        assert name not in FORBIDDEN, f"{module}: {name} in line {node.lineno}"
        if isinstance(node, ast.arg | ast.keyword) and node.arg:
            assert node.arg not in ("tol", "tolerance", "atol", "rtol"), f"{module}: {node.arg}"


@pytest.mark.parametrize("module", modules())
def test_nothing_is_executed_from_data(module):
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and module not in GENERATED:
            assert node.func.id not in EXECUTING, f"{module}: {node.func.id} in line {node.lineno}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [a.name for a in node.names] + [getattr(node, "module", "") or ""]
            assert not {n.split(".")[0] for n in names} & {"pickle", "marshal", "shelve", "dill"}, module


@pytest.mark.parametrize("module", modules())
def test_arrays_are_read_without_pickles(module):
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "numpy.load"):
            said = {k.arg: ast.unparse(k.value) for k in node.keywords}
            assert said.get("allow_pickle") == "False", f"{module} line {node.lineno}"
        if isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            assert ast.unparse(node.value) == "False", f"{module}: arrays of objects execute what they like"


CLAIM_FILES = [
    m
    for m in modules()  # what is said of the papers' experiments is measured on runs, and names the runs
    if m.startswith(("theorems.marion", "theorems.gidel")) and "._" not in m and ".experiments_" not in m
]


@pytest.mark.parametrize("module", CLAIM_FILES)
def test_claim_files_state_and_compute_nothing(module):
    """Only the vocabulary of claims, exact instances and the standard library; no arithmetic, no verdict."""
    allowed = {"theorems.claim", "numerics.instance", "theorems.probability"}
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = node.module.split(".")[0] in ("numerics", "theorems", "properties", "reports")
            shared = node.module.startswith(
                module.rsplit(".", 1)[0] + "._"
            )  # a private neighbour with shared hypotheses
            private = all(a.name.startswith("_") for a in node.names)
            assert not inside or node.module in allowed or shared or private, f"{module} imports {node.module}"
            outside = {"flint", "scipy", "sympy", "mpmath", "hypothesis", "random"}
            assert node.module.split(".")[0] not in outside, f"{module} imports {node.module}"
        if isinstance(node, ast.Import):
            assert all(a.name.split(".")[0] in ("math", "itertools", "fractions", "numpy") for a in node.names), module
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("PROVED", "REFUTED", "SUPPORTED"), f"{module} expects a verdict"
            if isinstance(node.value, ast.Name) and node.value.id == "np":  # the type of what draws regimes, no numbers
                assert node.attr == "random", f"{module} computes with NumPy"

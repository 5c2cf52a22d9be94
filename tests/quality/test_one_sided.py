"""A bound is not the number: a quantity known from one side only stands where a violation of it is one of the number.

Quantities of subjects whose docstring begins with "An upper bound" or "A lower bound" may stand, in a conclusion, only
where exchanging the bound for the number makes a violated relation no truer: upper bounds on the large side, lower
bounds on the small side. Not covered: bounds that a formula multiplies by a negative number or divides by.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.quality.sources import modules, tree

SMALL_FIRST, LARGE_FIRST = {"at_most", "less"}, {"at_least", "greater", "positive"}
RELATIONS = SMALL_FIRST | LARGE_FIRST | {"equal", "nonzero"}


def one_sided() -> dict[str, str]:
    """Name of the quantity -> upper or lower."""
    found = {}
    for name in modules():
        if name.startswith("numerics.subjects"):
            for node in ast.walk(tree(modules()[name])):
                if isinstance(node, ast.FunctionDef):
                    start = re.match(r"An? (upper|lower) bound", ast.get_docstring(node) or "")
                    if start:
                        found[node.name] = start[1]
    return found


def misplaced(text: ast.AST, bounds: dict[str, str]) -> Iterator[str]:
    """Relations of conclusions in which a bound stands on the wrong side."""
    for function in ast.walk(text):
        if not isinstance(function, ast.FunctionDef) or not function.name.startswith("then"):
            continue
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in RELATIONS:
                for place, side in enumerate(call.args[:2]):
                    small = (place == 0) == (call.func.id in SMALL_FIRST)
                    for node in ast.walk(side):
                        kind = bounds.get(node.attr) if isinstance(node, ast.Attribute) else None
                        both = call.func.id in ("equal", "nonzero")
                        if kind and (both or (kind == "upper") == small):
                            yield f"line {call.lineno}: {kind} bound {ast.unparse(node)} in {call.func.id}"


def test_there_are_one_sided_quantities():
    assert {"reach_squared", "total_reach_squared", "trapped_excess"} <= set(one_sided())


@pytest.mark.parametrize("module", [m for m in modules() if m.startswith("theorems.") and "symbolic" not in m])
def test_bounds_stand_where_they_cannot_refute_what_is_true(module):
    assert not list(misplaced(tree(modules()[module]), one_sided()))


@pytest.mark.parametrize(
    ("relation", "wrong"),
    [
        ("at_most(m.high, 1)", True),
        ("at_most(m.low, 1)", False),
        ("at_most(1, 2 * m.high(3))", False),
        ("at_least(m.high, 1)", False),
        ("at_least(m.low, 1)", True),
        ("less(m.exact, m.low)", True),
        ("greater(1, m.high)", True),
        ("positive(m.low)", True),
        ("equal(m.low, m.low)", True),
        ("at_most(m.exact, m.rho)", False),
    ],
)
def test_the_rule_itself(relation, wrong):
    """The violation of residual/small-ball that was none: an upper bound on the left of `at most`."""
    text = f"class C:\n    def then(m):\n        yield {relation}\n    def given(m):\n        yield at_most(m.high, 1)"
    assert bool(list(misplaced(ast.parse(text), {"high": "upper", "low": "lower"}))) is wrong

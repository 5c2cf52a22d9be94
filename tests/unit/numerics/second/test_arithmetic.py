"""`Second` as an arithmetic: roots, least norm, comparison that never guesses, the minimum over tau."""

import random
from fractions import Fraction

import pytest

from numerics.arithmetic import NotExpressible, Rationals
from numerics.second import Second
from numerics.second.interval import Interval
from tests.helpers import rows, to_flint, to_rows, with_spectrum

A = Second(64)


def test_certain_is_certain():
    senses = ("<=", ">=", "<", ">", "==", "!=")
    one, two = Interval(Fraction(0), Fraction(1), 20), Interval(Fraction(1), Fraction(2), 20)
    apart = Interval(Fraction(3), Fraction(4), 20)
    assert [A.certain(one, s, apart) for s in senses] == [True, False, True, False, False, True]
    assert [A.certain(apart, s, one) for s in senses] == [False, True, False, True, False, True]
    assert [A.certain(one, s, two) for s in senses] == [True, None, None, None, None, None]
    assert [A.certain(two, s, one) for s in senses] == [None, True, None, None, None, None]
    assert [A.certain(one, s, one) for s in senses] == [None] * 6
    assert [A.certain(2, s, Fraction(2)) for s in senses] == [True, True, False, False, True, False]
    assert [A.certain(Fraction(1, 3), s, Fraction(1, 3) + Fraction(1, 10**99)) for s in senses] == [
        True,
        False,
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize("kind", [(4, 2), (2, 2), (2, 4), (3, 3)])
def test_least_norm_solution_is_that_of_the_first_evaluator(kind):
    rng = random.Random(sum(kind))
    for singular in (False, True):
        x = rows(rng, *kind)
        if singular:
            x = [x[0]] * len(x)
        y = rows(rng, kind[0], 1)
        mine = A.least_norm_solution(x, y)
        assert mine == to_rows(Rationals().least_norm_solution(to_flint(x), to_flint(y)))


def test_smallest_nonzero_eigenvalue():
    for values in ([0, 0, Fraction(1, 3), 4], [2, 2], [0, Fraction(1, 10**6)]):
        m = to_rows(with_spectrum(random.Random(1), values))
        smallest = min(v for v in values if v)
        found = A.smallest_nonzero_eigenvalue(m)
        assert found.low <= smallest <= found.high and found.high - found.low < Fraction(1, 10**15)
    with pytest.raises(NotExpressible):
        A.smallest_nonzero_eigenvalue([[Fraction(0)]])


def test_extremes_roots_and_maximum():
    m = to_rows(with_spectrum(random.Random(2), [-3, 1, 2]))
    assert A.largest_eigenvalue(m) == 2 and A.smallest_eigenvalue(m) == -3
    assert A.root(Fraction(9, 4), 2) == Fraction(3, 2) and A.largest(1, Fraction(3, 2)) == Fraction(3, 2)
    mixed = A.largest(Fraction(1), A.root(Fraction(2), 2), Interval(Fraction(0), Fraction(9, 8), 30))
    assert mixed.low > Fraction(7, 5) and mixed.high < Fraction(3, 2)
    with pytest.raises(NotExpressible):
        A.root(Fraction(-1), 2)
    with pytest.raises(NotExpressible):
        A.root(Interval(Fraction(-2), Fraction(-1), 8), 2)


def test_is_a_world_of_its_own():
    """No arithmetic of the first evaluator is imported: only the interface."""
    import ast
    from pathlib import Path

    import numerics.second as package

    allowed = {"numerics.arithmetic.base", "numerics.instance"}
    for path in Path(package.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = (
                [a.name for a in node.names]
                if isinstance(node, ast.Import)
                else [node.module]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                assert (
                    name.startswith("numerics.second")
                    or name in allowed
                    or not name.startswith(("numerics", "flint", "numpy", "properties", "theorems"))
                )

"""Shrinking: the result still violates, is never more complicated, and for a plain statement is the plain witness."""

from properties.decision import VIOLATED, decide
from properties.shrink import shrink, violating
from properties.strategies import Shape, lookup
from theorems.claim import Reading, at_most, nonzero

NETWORK = lookup("network")


def reading(then, given=lambda m: iter(())):
    return Reading("test/claim", "printed", "", "network", given, then)


def test_small_and_still_a_violation():
    of = reading(lambda m: iter([at_most(m.risk, 2, "R <= 2")]))
    shape = Shape((2, 2, 1), 2)
    values = tuple((-1) ** i * (7 * i % 19 + 3) for i in range(NETWORK.parameters(shape)))
    start = violating(of, NETWORK, shape, values, 6)
    assert start is not None
    small = shrink(of, NETWORK, start)
    assert decide(of, small.instance).status == VIOLATED and small.complexity < start.complexity
    assert small.complexity[0] <= 50 and small.denominator == 1
    assert NETWORK.build(small.shape, small.integers, small.denominator) == small.instance


def test_hypotheses_still_hold():
    of = reading(lambda m: iter([at_most(m.risk, 2)]), lambda m: iter([nonzero(m.A.entry(m.W[1], 0, 0), "w != 0")]))
    shape = Shape((1, 1), 1)
    start = violating(of, NETWORK, shape, (5, 9, 3, 2), 1)
    small = shrink(of, NETWORK, start)
    assert small.case.status == VIOLATED and small.instance.matrices["W1"] != ((0,),)


def test_no_violation_no_candidate():
    assert violating(reading(lambda m: iter([at_most(0, 1)])), NETWORK, Shape((1, 1), 1), (1, 1, 1, 1), 1) is None


def test_attempts_are_bounded():
    count = 0

    def then(m):
        nonlocal count
        count += 1
        yield at_most(m.risk, 2)

    of = reading(then)
    start = violating(of, NETWORK, Shape((1, 1), 1), (5, 97, 31, 21), 7)
    shrink(of, NETWORK, start, attempts=5)
    assert count <= 2 * 6

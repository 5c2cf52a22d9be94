"""Fixed-point series: coefficients are the recurrence on the returned integers, rounded down by less than one ulp."""

import random
from fractions import Fraction

import pytest

from numerics.flow.fixed import Frame, IntegerSeries, horner, to_fixed
from numerics.flow.limbs import LimbOverflow, LimbSeries, floats, join, limbs_for, split

F = Fraction


def frame(dims: tuple[int, ...], order: int, bits: int, unit: int = -4) -> Frame:
    L = len(dims) - 1
    return Frame(dims, order, bits, unit, 1, (1,) * (L + 1), (1 + unit,) * L, 1)


def arguments(f: Frame, seed: int):  # type: ignore[no-untyped-def]
    rng = random.Random(seed)

    def draw(n: int) -> list[int]:
        return [rng.randint(-(1 << f.bits - 2), 1 << f.bits - 2) for _ in range(n)]

    d = f.dims
    return f, [draw(d[k + 1] * d[k]) for k in range(len(d) - 1)], draw(d[0] ** 2), draw(d[0]), draw(d[-1])


def test_coefficients_obey_the_recurrence_within_one_ulp() -> None:
    f = frame((2, 3, 2), 6, 50)
    series = IntegerSeries(*arguments(f, 1))
    W = series.coefficients()
    # derivative of W_2: -(p f_1^T), read back from the floats' exact integers through f_1 = W_1 f_0 etc. in Fractions
    unit = F(2) ** (f.x - f.bits)
    p, f1 = [F(float(x)) for x in series.b[2][0]], [[F(float(x)) for x in row] for row in series.f[1]]
    for m in range(6):
        for i in range(2):
            for j in range(3):
                exact = -p[i] * f1[m][j] / (m + 1)
                assert 0 <= (exact - W[1][m + 1][i * 3 + j] * unit) / unit < 1 + F(1, 1000)


@pytest.mark.parametrize(("dims", "order", "bits"), [((2, 2, 2), 12, 60), ((1, 3, 1, 2), 9, 122), ((3, 3), 20, 215)])
def test_limbs_give_the_same_integers(dims: tuple[int, ...], order: int, bits: int) -> None:
    for seed in range(3):
        a = arguments(frame(dims, order, bits), seed)
        slow, fast = IntegerSeries(*a), LimbSeries(*a)
        assert slow.coefficients() == fast.coefficients()
        assert slow.evaluate(3001, 12) == fast.evaluate(3001, 12)
        for x, y in zip(slow.W + slow.b + slow.f, fast.W + fast.b + fast.f):
            assert abs(x - y).max() <= fast.relative_error * abs(x).max()


def test_overflow_is_noticed_not_wrapped() -> None:
    a = list(arguments(frame((2, 2, 2), 30, 60, unit=12), 0))
    with pytest.raises(LimbOverflow):
        LimbSeries(*a)
    with pytest.raises(LimbOverflow):
        split([1 << 200], limbs_for(60))


def test_split_join_floats() -> None:
    values = [0, 1, -1, (1 << 57) - 1, -(1 << 60) + 5, 1 << 79]
    limbs = split(values, 3)
    assert join(limbs) == values
    for got, want in zip(floats(limbs, 1.0), values):
        assert abs(F(float(got)) - want) <= F(6, 2**53) * abs(want)


def test_horner_rounds_down_by_less_than_the_geometric_sum() -> None:
    coefficients = [[5], [-77], [1234], [99]]
    value = horner(coefficients, 3, 2)[0]
    exact = sum(F(c[0]) * F(3, 4) ** m for m, c in enumerate(coefficients))
    assert 0 <= exact - value < sum(F(3, 4) ** m for m in range(3))
    assert horner(coefficients, 1, 0)[0] == 5 - 77 + 1234 + 99


def test_to_fixed_floors() -> None:
    assert to_fixed(F(-1, 3), 2, 10) == -86  # floor(-256/3)
    assert to_fixed(F(5, 7), 40, 10) == 0
    assert to_fixed(F(-5, 7), 40, 10) == -1

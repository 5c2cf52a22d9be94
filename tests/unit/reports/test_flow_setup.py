"""Starts of the flow: exact, of the asked size, facing the data."""

from fractions import Fraction

import pytest

from numerics.flow import FlowProblem
from reports.datasets import Dataset
from reports.errors import BadInput
from reports.flow_setup import FlowOptions, build

F = Fraction
DATA = Dataset([[F(1), F(2)], [F(3), F(-1)], [F(1), F(1)]], [F(1), F(2), F(-1)], ["a", "b"])


def options(**changes: object) -> FlowOptions:
    return FlowOptions(**{"depth": 3, "widths": "4,2", "init": "small", "scale": 0.01, "seed": 0} | changes)  # type: ignore[arg-type]


def test_small_start() -> None:
    for seed in range(4):
        instance = build(DATA, options(seed=seed))
        assert [len(w) for w in instance.layers] == [4, 2, 1]
        assert all(abs(x) <= F(1, 100) + F(1, 2**20) for w in instance.layers for row in w for x in row)
        assert FlowProblem.from_instance(instance).admissible()
    assert build(DATA, options()) == build(DATA, options())
    assert build(DATA, options(scale=1e-9)).layers[0][0][0] != 0


def test_residual_start() -> None:
    instance = build(DATA, options(init="residual", widths="", scale=0.5))
    assert all(abs(w[i][i] - 1) < 1 for w in instance.layers for i in range(2))
    assert len(instance.matrices["p"]) == 2


@pytest.mark.parametrize(
    "changes",
    [{"depth": 0}, {"scale": 0.0}, {"scale": float("nan")}, {"widths": "4"}, {"widths": "a,b"}, {"init": "file"},
     {"init": "residual"}],
)  # fmt: skip
def test_bad_options_are_one_line(changes: dict[str, object]) -> None:
    with pytest.raises(BadInput) as caught:
        build(DATA, options(**changes))
    assert "\n" not in str(caught.value)

"""Exact instances: JSON there and back, and every way in which data can be wrong is one named error."""

import json
import random
from fractions import Fraction

import pytest

from numerics.instance import BadInstance, Instance, check_network, column, matrix, network_instance
from tests.helpers import SHAPES, random_network

GOOD = {
    "X": matrix([[1, 2]]),
    "y": column([3]),
    "p": column([1]),
    "W1": matrix([[1, 0], [0, 1]]),
    "W2": matrix([[1, 1]]),
}


def test_json_there_and_back():
    rng = random.Random(1)
    for widths, n in SHAPES:
        one = random_network(rng, widths, n)
        again = Instance.from_json(json.loads(json.dumps(one.to_json())))
        assert again == one and hash(again) == hash(one) and again.layers == one.layers
        assert one.depth == len(widths) - 1 and one.largest_dimension == max(widths)


def test_layers_in_order_of_their_number():
    layers = [[[Fraction(k)]] for k in range(1, 12)]
    assert [w[0][0] for w in network_instance([[1]], [1], layers).layers] == list(range(1, 12))


def test_value_semantics():
    one = network_instance([[1]], [Fraction(1, 2)], [[[2]]])
    other = one.with_matrices(y=column([Fraction(2, 4)]))
    assert one == other and len({one, other}) == 1
    assert one != one.with_matrices(y=column([1]))
    assert one.one_line() == "X=1 y=1/2 p=1 W1=2"


@pytest.mark.parametrize(
    "change, words",
    [
        ({"X": None}, "X is missing"),
        ({"y": column([1, 2])}, "y has 2 entries, X has 1 rows"),
        ({"X": ()}, "X is empty"),
        ({"X": ((),)}, "X is empty"),
        ({"W1": None, "W2": None}, "depth 0"),
        ({"W1": ((),)}, "W1 is empty"),
        ({"W1": None}, "without gaps"),
        ({"W1": matrix([[1], [1]])}, "W1 has 1 columns, 2 expected"),
        ({"W2": matrix([[1]])}, "W2 has 1 columns, 2 expected"),
        ({"p": column([1, 1])}, "p has 2 entries, W2 has 1 rows"),
        ({"X": ((Fraction(1), Fraction(2)), (Fraction(1),))}, "rows of different lengths"),
        ({"W03": matrix([[1]])}, "W03"),
        ({"W0": matrix([[1]])}, "W0"),
    ],
)
def test_shapes_that_do_not_fit(change, words):
    matrices = {k: v for k, v in {**GOOD, **change}.items() if v is not None}
    check_network(Instance("network", GOOD))
    with pytest.raises(BadInstance, match=words):
        check_network(Instance("network", matrices))


@pytest.mark.parametrize(
    "entry",
    [
        1,
        0.5,
        None,
        True,
        "",
        "x",
        "1/0",
        "1.5",
        "nan",
        "inf",
        "1e9",
        "1/2/3",
        "--1",
        "1/-2",
        "٣",
        "1\n",
        "9" * 6000,
        "9" * 4500,
    ],
)
def test_entries_that_are_not_exact_rationals(entry):
    data = {"kind": "network", "matrices": {"X": [[entry]]}, "numbers": {}}
    with pytest.raises(BadInstance, match=r"^X: "):
        Instance.from_json(data)
    with pytest.raises(BadInstance, match=r"^C: "):
        Instance.from_json({"kind": "network", "matrices": {}, "numbers": {"C": entry}})


@pytest.mark.parametrize(
    "data",
    [
        None,
        3,
        [],
        {},
        {"kind": 1},
        {"kind": "n"},
        {"kind": "n", "matrices": []},
        {"kind": "n", "matrices": {}, "numbers": 1},
        {"kind": "n", "matrices": {"X": []}},
        {"kind": "n", "matrices": {"X": [[]]}},
        {"kind": "n", "matrices": {"X": "1"}},
        {"kind": "n", "matrices": {"X": [["1"], ["1", "2"]]}},
        {"kind": "n", "matrices": {"": [["1"]]}},
        {"kind": "n", "matrices": {"a\x1b[31m": [["1"]]}},
        {"kind": "n", "matrices": {}, "numbers": {" C": "1"}},
    ],
)
def test_other_json_is_refused(data):
    with pytest.raises(BadInstance) as caught:
        Instance.from_json(data)
    assert "\n" not in str(caught.value)

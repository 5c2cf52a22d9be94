"""Decimals beside exact numbers."""

from fractions import Fraction

from reports import exact


def test_decimals_only_where_they_help():
    assert exact.decimal("1/3") == "0.333333" and exact.decimal("-5/2") == "\u22122.5"
    assert exact.decimal("4") == "" and exact.decimal("(1, 2)") == "" and exact.decimal("1/0") == ""
    assert exact.decimal(f"{10**30}/7") == "1.42857e+29"
    assert exact.rounded(Fraction(2, 3), 3) == "0.667"


def test_gap():
    assert exact.gap("4", "9/2") == "\u22121/2" and exact.gap("4.5...", "1") == ""


def test_matrices_of_an_instance():
    data = {"matrices": {"W1": [["1", "2"]]}, "numbers": {"C": "3"}}
    assert exact.matrices(data) == [("W1", [["1", "2"]]), ("C", [["3"]])]
    assert exact.matrices({"matrices": {"X": "broken"}}) == [("X", [["broken"]])] and exact.matrices({}) == []

"""The poster's model by hand, against a scalar case worked out on paper and against the definition of the gradient."""

from fractions import Fraction

from reports.by_hand import lines
from reports.exact_matrix import read

SCALAR = {
    "matrices": {"X": [["1"], ["1"]], "Y": [["2"], ["4"]], "W1": [["1"]], "W2": [["2"]]},
    "numbers": {"eta": "1/2"},
}


def test_scalar_case():
    found = dict(lines(SCALAR))
    assert (found[r"\Sigma_x=X^\top X/n"], found[r"\Sigma_{xy}=X^\top Y/n"]) == ("1", "3")
    assert (found["W=W_1W_2"], found[r"f=\tfrac1{2n}\|Y-XW\|_F^2"]) == ("2", "1")  # (0 + 4) / 4
    assert found[r"-\nabla_1f=(\Sigma_{xy}-\Sigma_xW)W_2^\top"] == "2"
    assert found[r"W_1,W_2\text{ after one step with }\eta=1/2"] == "2, 5/2"


def test_gradient_is_the_derivative_of_the_risk():
    def risk(w1):
        moved = {**SCALAR, "matrices": {**SCALAR["matrices"], "W1": [[str(w1)]]}, "numbers": {}}
        return Fraction(dict(lines(moved))[r"f=\tfrac1{2n}\|Y-XW\|_F^2"])

    h = Fraction(1, 1000)
    assert (risk(1 + h) - risk(1 - h)) / (2 * h) == -2  # the risk is quadratic in W1: central differences are exact


def test_decomposition_and_incomplete_instances():
    rotated = {"matrices": {"X": [["1", "0"], ["0", "2"]], "Y": [["1", "0"], ["0", "1"]]}, "numbers": {}}
    rotated["matrices"] |= {"U": [["0", "1"], ["1", "0"]], "V": [["0", "1"], ["1", "0"]]}
    found = dict(lines(rotated))
    assert found[r"D_x=U^\top\Sigma_xU"] == "[2, 0; 0, 1/2]" and "W=W_1W_2" not in found
    assert lines({"matrices": {"X": [["1"]], "Y": [["1", "2"], ["3", "4"]]}}) == []
    assert read([["1/2"]]) == [[Fraction(1, 2)]]

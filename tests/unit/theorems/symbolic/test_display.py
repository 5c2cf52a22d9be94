"""Twin of theorems/symbolic/display.py."""

from fractions import Fraction

from theorems.symbolic.display import latex
from theorems.words import identity, letter, scalar, trace

A, X = letter("A_k", "a", "b"), letter(r"\pi^\star", "b", "a")


def test_latex_of_sums_traces_and_scalars() -> None:
    assert latex(A - A) == "0"
    assert latex(A @ X - (A @ X).T * 2) == r"A_k \pi^\star - 2 {\pi^\star}^{\top} A_k^{\top}"
    assert latex(identity("a") * Fraction(2, 3) * scalar("n", -1)) == r"\frac{2}{3 n} I"
    assert latex(trace(A @ X) * scalar("n", -1) * 2) == r"\frac{2}{n} \operatorname{tr}(A_k \pi^\star)"
    assert latex(identity("a") * scalar(r"\eta", 2)) == r"\eta^{2} I"

"""Twin of theorems/symbolic/two_layer_limits.py."""

import pytest
import sympy

from theorems.symbolic import two_layer_limits as module
from theorems.symbolic.rational import RationalProof
from theorems.symbolic.two_layer_flow import big, curve, gap, l, rest, s, w0


@pytest.mark.parametrize("derive", [module.phase_errors, module.common_decomposition, module.hessian_at_rest])
def test_proved_for_all_sizes(derive):
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True), d.detail


def test_few_sizes_are_not_the_full_quantifier():
    assert module.hessian_at_rest(2).complete is False


def test_planted_errors_are_not_shown():
    w, later, below = curve(big), {big: w0 + rest}, {s: l * w0 + gap}
    for label, wrong in {
        "without lambda w0 <= sigma": ((s / l) ** 2 / big - (s / l - w)).subs(later),
        "error sigma/lambda for its square": (s / l / big - (s / l - w)).subs(later).subs(below),
        "half the error at the transition": (w0 / 2 - curve(1) + s / (s + l)).subs(below),
    }.items():
        proof = RationalProof(label)
        proof.nonnegative(label, wrong)
        assert proof.done().outcome == "failed", label


def test_the_hessian_in_numbers():
    """Eigenvalues of the full second derivative, by SymPy, for d0 = 1, d1 = 2, d2 = 2 at a balanced minimizer."""
    F, G = sympy.symbols("F0 F1"), sympy.symbols("G00 G01 G10 G11")
    alpha, lam = sympy.Rational(3, 2), sympy.Rational(5, 7)
    W1, W2 = sympy.Matrix([[alpha, 0]]), sympy.Matrix([[alpha, 0], [0, 0]])
    along = sympy.Matrix([F]) * W2 + W1 * sympy.Matrix(2, 2, G)
    form = sympy.expand(lam * sum(x**2 for x in along) / 2)
    values = sympy.hessian(form, [*F, *G]).eigenvals()
    assert max(values) == lam * 2 * alpha**2 and set(values) == {0, lam * alpha**2, lam * 2 * alpha**2}
    assert module.decoupled(1, 2, 2) and module.decoupled(3, 1, 2)

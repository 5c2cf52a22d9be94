"""Formulas on one line, readable in one way only."""

import pytest

from reports.mathtext import plain


@pytest.mark.parametrize(
    "latex, line",
    [
        (r"S_{\min}\ge2a\|w^\star\|^{2-1/L}", "S_min ≥ 2a‖w⋆‖^(2 − 1/L)"),
        (r"\tfrac12\operatorname{tr}D_i", "(1/2)tr D_i"),
        (r"\frac1L\theta_k", "(1/L)θ_k"),
        (r"e^{K\tau}", "e^(Kτ)"),
        (r"\sqrt{L+1}", "√(L + 1)"),
        (r"\hat\pi^\top\Sigma\hat\pi", "π̂⊤Σπ̂"),
        (r"W \in \arg\min R \;\Rightarrow\; a \succeq 0", "W ∈ arg min R ⇒ a ⪰ 0"),
    ],
)
def test_plain(latex, line):
    assert plain(latex) == line


@pytest.mark.parametrize("bad", [r"\unknown x", r"\frac{1}", "x" * 9000, ""])
def test_the_source_where_it_cannot_be_read(bad):
    assert plain(bad) == bad


def test_prose():
    assert plain(r"every $W_k$ with $\rho\ge1$ here") == "every W_k with ρ ≥ 1 here"

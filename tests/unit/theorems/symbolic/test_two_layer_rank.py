"""Twin of theorems/symbolic/two_layer_rank.py: the identities, and each of them broken on purpose."""

import numpy as np
import pytest

from theorems.symbolic import two_layer_rank as module
from theorems.symbolic.rational import RationalProof
from theorems.words import ShapeError, identity, letter


@pytest.mark.parametrize("derive", [module.reduced_rank, module.selection])
def test_proved_for_all_sizes(derive):
    d = derive()
    assert (d.outcome, d.complete) == ("proved", True), d.detail


def test_without_orthonormal_columns_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(module, "_orthonormal", lambda f: f)
    assert module.reduced_rank().outcome == "failed"


def test_another_projection_is_refuted(monkeypatch):
    monkeypatch.setattr(module, "C", letter("C", "r", "d_2") * 2)
    assert module.reduced_rank().outcome == "proved", "any C is covered"
    monkeypatch.setattr(module, "M", letter("M", "d_0", "d_2") + letter("N", "d_0", "d_2"))
    with pytest.raises(ShapeError):  # the rule M M^T O_1 = O_1 D_1 needs a single word
        module.reduced_rank()


def test_ky_fan_with_a_planted_error():
    import sympy

    mu, least, c = sympy.symbols("mu m c")
    proof = RationalProof("planted")
    proof.equals("kept index", mu - c * mu, (1 - c) * (mu - least) + least * c)
    assert proof.done().outcome == "failed"


def test_the_statement_in_numbers():
    """Against a decomposition in float64: no Z of rank k gains more, the truncated one gains the sum."""
    rng = np.random.default_rng(1)
    M = rng.standard_normal((4, 3))
    values = np.linalg.svd(M, compute_uv=False) ** 2
    for k in (1, 2, 3):
        u, s, vt = np.linalg.svd(M)
        best = (u[:, :k] * s[:k]) @ vt[:k]
        assert (M**2).sum() - ((M - best) ** 2).sum() == pytest.approx(values[:k].sum())
        for _ in range(50):
            Z = rng.standard_normal((4, k)) @ rng.standard_normal((k, 3))
            assert (M**2).sum() - ((M - Z) ** 2).sum() <= values[:k].sum() + 1e-12


def test_rules_used_are_words():
    assert module._orthonormal(module.Q.T @ module.Q) - identity("r") == identity("r") * 0

"""Twin of theorems/symbolic/__init__.py: names, plain results, and what the cache of results sees."""

from __future__ import annotations

import pickle

import pytest

from properties.cache import closure
from theorems.symbolic import DERIVATIONS, Derivation

QUICK = [name for name in DERIVATIONS if not name.startswith(("small-networks/", "every-layer-pair"))]


@pytest.mark.parametrize("name", QUICK)
def test_result_carries_its_name_and_is_plain(name: str) -> None:
    d = DERIVATIONS[name]()
    assert d.name == name and d.outcome == "proved" and d.scope and d.latex, d.detail
    assert pickle.loads(pickle.dumps(d)) == d and isinstance(d, Derivation)


def test_every_module_behind_a_derivation_is_visible_to_the_cache() -> None:
    """A derivation that is imported by a computed name would keep a stale result after a change."""
    seen = closure(["theorems.symbolic"])
    for module in ("first_order", "second_order", "sweep", "layers", "rewriting", "rational", "routes", "evaluate"):
        assert f"theorems.symbolic.{module}" in seen
    for module in ("two_layer_words", "two_layer_flow", "two_layer_descent", "derivation"):
        assert f"theorems.symbolic.{module}" in seen
    for module in ("theorems.words", "theorems.small_networks", "theorems.polynomials", "numerics.hessian"):
        assert module in seen

"""Derivations by computer algebra, by name; a reading of a claim names the ones that prove it or a part of it.

    first_order, second_order   word algebra, every depth and all widths
    sweep                       the same statements spelled out for every layer pair of depth 1 to 20
    two_layer_*                 the poster's two-layer model: words, closed forms, recursions, logarithms
    small_networks              explicit networks by exact polynomials, SymPy and the word algebra, entry by entry

Each entry of DERIVATIONS is a function without arguments that returns a `Derivation`; modules load when it is called.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

from theorems.symbolic.derivation import Derivation


def _later(module: str, function: str) -> Callable[[], Derivation]:
    def derive() -> Derivation:
        result: Derivation = getattr(importlib.import_module(module), function)()
        return result

    derive.__qualname__ = f"{module}.{function}"
    return derive


_PLACES = {
    "gradient": ("theorems.symbolic.first_order", "gradient"),
    "balancedness": ("theorems.symbolic.first_order", "balancedness"),
    "imbalance-drift": ("theorems.symbolic.first_order", "imbalance_drift"),
    "residual-translation": ("theorems.symbolic.first_order", "residual_translation"),
    "gradient-first-layer": ("theorems.symbolic.first_order", "gradient_first_layer"),
    "hessian-blocks": ("theorems.symbolic.second_order", "hessian_blocks"),
    "gauss-newton": ("theorems.symbolic.second_order", "gauss_newton"),
    "excess-risk": ("theorems.symbolic.second_order", "excess_risk"),
    "every-layer-pair": ("theorems.symbolic.sweep", "sweep"),
    "two-layer/reduction": ("theorems.symbolic.two_layer_words", "reduction"),
    "two-layer/risk": ("theorems.symbolic.two_layer_words", "risk"),
    "two-layer/factors": ("theorems.symbolic.two_layer_words", "diagonal"),
    "two-layer/mixing-matrix": ("theorems.symbolic.two_layer_words", "mixing_matrix"),
    "two-layer/closed-form": ("theorems.symbolic.two_layer_flow", "closed_form"),
    "two-layer/phase-time": ("theorems.symbolic.two_layer_flow", "phase_limits"),
    "two-layer/one-layer": ("theorems.symbolic.two_layer_flow", "one_layer"),
    "two-layer/discrete-sandwich": ("theorems.symbolic.two_layer_descent", "sandwich"),
    "two-layer/discrete-lower": ("theorems.symbolic.two_layer_descent", "lower"),
    "two-layer/discrete-upper": ("theorems.symbolic.two_layer_descent", "upper"),
    "two-layer/discrete-phase-time": ("theorems.symbolic.two_layer_descent", "phase_time"),
    "two-layer/step-size": ("theorems.symbolic.two_layer_descent", "step_size"),
    "small-networks/gradient": ("theorems.small_networks", "gradient"),
    "small-networks/imbalance": ("theorems.small_networks", "imbalance"),
    "small-networks/hessian": ("theorems.small_networks", "hessian"),
}

DERIVATIONS: dict[str, Callable[[], Derivation]] = {name: _later(*place) for name, place in _PLACES.items()}

__all__ = ["DERIVATIONS", "Derivation"]

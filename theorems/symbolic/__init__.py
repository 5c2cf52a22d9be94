"""Derivations by computer algebra, by name; a reading of a claim names the ones that prove it or a part of it.

    first_order, second_order   word algebra, every depth and all widths
    sweep                       the same statements spelled out for every layer pair of depth 1 to 20
    depth                       sharpness of scalar networks against depth
    two_layer_*                 the poster's two-layer model: words, closed forms, recursions, logarithms
    residual_constants          constants of the convergence theorem of residual networks, for every scale
    small_networks              explicit networks by exact polynomials, SymPy and the word algebra, entry by entry

Each entry of DERIVATIONS is a function without arguments that returns a `Derivation`. What needs SymPy is imported
when it is called, by ordinary import statements: the cache of results follows them to see what a derivation rests on.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from theorems.symbolic import first_order, second_order, sweep
from theorems.symbolic.derivation import Derivation


def _two_layer_words() -> ModuleType:
    from theorems.symbolic import two_layer_words

    return two_layer_words


def _two_layer_flow() -> ModuleType:
    from theorems.symbolic import two_layer_flow

    return two_layer_flow


def _two_layer_descent() -> ModuleType:
    from theorems.symbolic import two_layer_descent

    return two_layer_descent


def _two_layer_limits() -> ModuleType:
    from theorems.symbolic import two_layer_limits

    return two_layer_limits


def _two_layer_rank() -> ModuleType:
    from theorems.symbolic import two_layer_rank

    return two_layer_rank


def _depth() -> ModuleType:
    from theorems.symbolic import depth

    return depth


def _residual_constants() -> ModuleType:
    from theorems.symbolic import residual_constants

    return residual_constants


def _small_networks() -> ModuleType:
    from theorems import small_networks

    return small_networks


def _later(module: Callable[[], ModuleType], function: str) -> Callable[[], Derivation]:
    def derive() -> Derivation:
        result: Derivation = getattr(module(), function)()
        return result

    return derive


DERIVATIONS: dict[str, Callable[[], Derivation]] = {
    "gradient": first_order.gradient,
    "balancedness": first_order.balancedness,
    "imbalance-drift": first_order.imbalance_drift,
    "residual-translation": first_order.residual_translation,
    "gradient-first-layer": first_order.gradient_first_layer,
    "hessian-blocks": second_order.hessian_blocks,
    "gauss-newton": second_order.gauss_newton,
    "excess-risk": second_order.excess_risk,
    "descent-step": second_order.descent_step,
    "every-layer-pair": sweep.sweep,
    "depth-growth": _later(_depth, "growth"),
    "residual-constants": _later(_residual_constants, "constants"),
    "two-layer/reduction": _later(_two_layer_words, "reduction"),
    "two-layer/risk": _later(_two_layer_words, "risk"),
    "two-layer/factors": _later(_two_layer_words, "diagonal"),
    "two-layer/mixing-matrix": _later(_two_layer_words, "mixing_matrix"),
    "two-layer/closed-form": _later(_two_layer_flow, "closed_form"),
    "two-layer/phase-time": _later(_two_layer_flow, "phase_limits"),
    "two-layer/one-layer": _later(_two_layer_flow, "one_layer"),
    "two-layer/phase-errors": _later(_two_layer_limits, "phase_errors"),
    "two-layer/common-decomposition": _later(_two_layer_limits, "common_decomposition"),
    "two-layer/hessian-at-rest": _later(_two_layer_limits, "hessian_at_rest"),
    "two-layer/reduced-rank": _later(_two_layer_rank, "reduced_rank"),
    "two-layer/selection": _later(_two_layer_rank, "selection"),
    "two-layer/discrete-sandwich": _later(_two_layer_descent, "sandwich"),
    "two-layer/discrete-lower": _later(_two_layer_descent, "lower"),
    "two-layer/discrete-upper": _later(_two_layer_descent, "upper"),
    "two-layer/discrete-phase-time": _later(_two_layer_descent, "phase_time"),
    "two-layer/step-size": _later(_two_layer_descent, "step_size"),
    "small-networks/gradient": _later(_small_networks, "gradient"),
    "small-networks/imbalance": _later(_small_networks, "imbalance"),
    "small-networks/hessian": _later(_small_networks, "hessian"),
}

__all__ = ["DERIVATIONS", "Derivation"]

"""Every theorem is named by a claim, or used by one that is, or is what the certificates rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from theorems.rocq import statements, usage

FACTS = [
    "net_minimizes",
    "no_readout",
    "not_optimal",
    "energy_above",
    "cov_above",
    "cov_below",
    "ratio_lt",
]
STEPS = ["one_step", "rescale_step", "regressor_less", "second_layer_above"]
QUANTITIES = ["quantity_is", "root_between", "critical_point", "imbalance_is", "gradient_is", "cov_at_least"]
CERTIFICATES = [
    "network_certificate.network_upper",
    "network_certificate.network_lower_bound",
    "network_certificate.network_minimal",
    *(f"network_facts.{name}" for name in FACTS),
    *(f"network_minima.{name}" for name in ("layers_above", "layers_value", "every_minimizer")),
    *(f"network_steps.{name}" for name in STEPS),
    *(f"network_power.power_{name}" for name in ("above", "below")),
    *(f"rational_identities.{name}" for name in ("equal_sound", "identity_sound", "sign_sound")),
    *(f"network_quantities.{name}" for name in QUANTITIES),
    *(f"word_identities.{name}" for name in ("matrix_sound", "trace_sound")),
    *(f"network_values.value_{name}" for name in ("risk", "grad", "imbalance")),
    "psd_certificate.lb_sound_rat",
    "psd_certificate.ub_sound_rat",
    "psd_certificate.psd_sound",
]
DEFINITIONS_WRITTEN_OUT = ["definitions_written_out.risk_scalar", "definitions_written_out.grad_scalar"]


@pytest.mark.coq
def test_no_theorem_stands_idle(compiled: Path) -> None:
    named = statements.theorems_for(statements.entries()) + CERTIFICATES + DEFINITIONS_WRITTEN_OUT
    assert usage.unused(compiled, named) == []


@pytest.mark.coq
def test_uses_follow_proofs(compiled: Path) -> None:
    graph = usage.uses(compiled)
    assert "gains_bracket.gain_down" in graph["product_form.product_lower"]
    assert "frobenius.cauchy_schwarz" in usage.unused(compiled, ["frobenius.dotC"])

"""Which axioms a theory file may use: the allowlist of the kernel route.

Main statements
    FAMILIES            four families of files, by what they may assume
    family_of(module)   the family of a theory file; a file that no family names may assume nothing

Notation
    algebra     any real field, MathComp only: no axiom at all
    analysis    mathcomp-analysis: its three classical axioms
    reals       Coq's own real numbers with Coquelicot: their four axioms
    bridge      mathcomp-analysis at Coq's own real numbers: the axioms of both, and Hilbert's epsilon of Coq's
                standard library, by which mathcomp-analysis (Rstruct) chooses among Coq's reals: eight

A theorem is accepted when the kernel reports no assumption outside its family. Anything that is not an axiom in the
report (a skipped guard or positivity check, a collapsed universe hierarchy, a section variable) is outside of every
family. `prelude` only decides how statements print: it imports notations, it cannot add assumptions unseen.
"""

from __future__ import annotations

from dataclasses import dataclass

_SSR = "From mathcomp Require Import all_ssreflect all_algebra."
_RING = "Import Order.TTheory GRing.Theory Num.Theory. Local Open Scope ring_scope."


@dataclass(frozen=True)
class Family:
    """Files with one allowance. axioms: the kernel's short names; modules: theory files without `.v`."""

    name: str
    axioms: frozenset[str]
    prelude: str
    modules: frozenset[str] = frozenset()


ALGEBRA = Family("algebra", frozenset(), f"{_SSR}\n{_RING}\n")
ANALYSIS = Family(
    "analysis",
    frozenset(
        {
            "boolp.propositional_extensionality",
            "boolp.functional_extensionality_dep",
            "boolp.constructive_indefinite_description",
        }
    ),
    f"{_SSR}\nFrom mathcomp Require Import boolp classical_sets functions reals topology normedtype derive.\n"
    f"{_RING}\nImport numFieldNormedType.Exports. Local Open Scope classical_set_scope.\n",
    frozenset(
        {
            "descent_lemma",
            "difference_quotients",
            "exit_time",
            "exponential_decay",
            "final_sharpness",
            "first_layer_bounds",
            "flow_convergence",
            "flow_converges",
            "flow_energy",
            "flow_in_ball",
            "flow_limit",
            "flow_unique",
            "gradient_flow",
            "logistic_curve",
            "loss_gradient",
            "logistic_unique",
            "minimum_attained",
            "norm_by_net",
            "perturbation_exponential",
            "products_integral",
            "quadratic_converges",
            "quadratic_descent",
            "residual_convergence",
            "residual_flow",
            "residual_limit",
            "residual_one_sided",
            "residual_scale",
            "residual_translation",
            "sharpness_eigenvalue",
            "small_scale_convergence",
            "small_scale_flow",
            "small_scale_limit",
            "small_scale_printed",
            "small_scale_refuted",
            "symmetric_spectrum",
            "two_layer_sequence",
            "two_layer_closed_form",
            "two_layer_flow_phases",
            "two_layer_mixing",
        }
    ),
)
REALS = Family(
    "reals",
    frozenset(
        {
            "ClassicalDedekindReals.sig_not_dec",
            "ClassicalDedekindReals.sig_forall_dec",
            "FunctionalExtensionality.functional_extensionality_dep",
            "Classical_Prop.classic",
        }
    ),
    "From Coq Require Import Reals.\nFrom Coquelicot Require Import Coquelicot.\nLocal Open Scope R_scope.\n",
    frozenset(
        {
            "logarithm_bounds",
            "picard_iterates",
            "picard_limit",
            "small_scale_explicit_flow",
            "two_layer_descent",
            "two_layer_idle",
            "two_layer_mode",
            "two_layer_phase_limits",
            "two_layer_phase_time",
            "two_layer_phases",
            "two_layer_printed",
            "two_layer_upper_false",
        }
    ),
)
BRIDGE = Family(
    "bridge",
    ANALYSIS.axioms | REALS.axioms | {"Epsilon.epsilon_statement"},
    f"From Coq Require Import Reals.\nFrom Coquelicot Require Import Coquelicot.\n{ANALYSIS.prelude}",
    frozenset({"boxed_gradient", "flow_exists", "global_flows", "real_derivatives", "small_scale_counterexample"}),
)
FAMILIES = (ALGEBRA, ANALYSIS, REALS, BRIDGE)


def family_of(module: str) -> Family:
    """The family of a theory file. Files not listed anywhere belong to `algebra`: no axiom."""
    return next((f for f in FAMILIES if module in f.modules), ALGEBRA)

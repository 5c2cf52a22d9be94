"""Metamorphic relations: changes of an instance that leave what is true of it as it is.

    same   hypotheses, status and every ratio stay exactly what they were (ratios compared as numbers, to 9 digits)
    alike  hypotheses and status stay; ratios come from enclosures of a flow, whose widths depend on its steps
    kept   what holds does not become violated (the instance moves inside of the reading's hypotheses)

Each is applied to instances of every reading whose subject it fits, and the claim is decided before and after. The
changes are exact: rational rotations come from the Cayley transform, scalings are rational.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from math import isnan

import numpy as np

from numerics.instance import Instance
from properties.decision import HOLDS, UNDECIDED, VIOLATED, Case, decide
from properties.search import random_case
from properties.selftest import moves_networks as networks
from properties.selftest import moves_two_layer as two_layer
from properties.strategies import lookup
from theorems.claim import Reading

Change = Callable[[Instance, random.Random], Instance | None]


@dataclass(frozen=True)
class MetamorphicRelation:
    name: str
    change: Change
    mode: str  # same | alike | kept
    subjects: tuple[str, ...]
    except_for: tuple[str, ...] = ()  # claims and readings that say something which the change does not keep


RATES = ("learning rate", "large learning rate", "perceptron learning rate")
DESCENT = ("descent start", *RATES, "small step", "two learning rates")
PAIRS = ("pair", "pair at a minimizer")
RESIDUAL = ("residual network", "residual minimizer")
FLOWS = ("flow limit", "flow in time")
RESIDUAL_FLOWS = ("residual flow", "one-sided residual flow")
ENCLOSED = (*FLOWS, *RESIDUAL_FLOWS)  # limits and suprema over cells of time, as narrow as the steps happened to be
MINIMIZERS = ("minimizer", "rescaled minimizer", "balanced minimizer")
STATIC = ("network", "optimum", *MINIMIZERS)
BASES = (*STATIC, *DESCENT, *PAIRS, *FLOWS)  # of which hidden bases may be changed one by one
ANY_RESIDUAL = (*RESIDUAL, *RESIDUAL_FLOWS)
NETWORKS = (*BASES, *ANY_RESIDUAL, "power start", "quadratic descent")
TWO_LAYER = (
    "two-layer start",
    "square two-layer start",
    "active two-layer start",
    "mixing start",
    "two-layer data",
    "two-layer competitor",
    "aligned competitor",
    "two-layer descent",
    "two-layer descent with idle components",
    "wild two-layer descent",
    "late two-layer descent",
    "perturbed data",
    "largely perturbed data",
    "perturbed data, large starts",
    "vanishing start",
    "any vanishing start",
    "unequal vanishing start",
    "vanishing start between two phases",
    "vanishing autoencoder",
    "one-layer path",
)
ANY_DATA = (*NETWORKS, *TWO_LAYER)
FACTORS = ("perturbed product", "printed radius")
AUTOENCODERS = ("two-layer/autoencoder-trace-norm#printed", "two-layer/one-layer#printed")  # they need Y = X
AUTO = ("vanishing autoencoder", "one-layer path")
SWAPPED = ("two-layer/factors#printed",)  # the misprinted factors are not those of a product

# The rational bound of the Hessian (Descent.hessian_bound) takes (1 + x^2)/2 for x and coordinates for norms.
RATIONAL_BOUND = "learning-rate/descent-lemma#sharper"
# Printed with rho^2 where rho^(2-2/L) |p|^(2/L) belongs, or with a case for rho >= |p|; or about |W_k| > 1 and 0.
INHOMOGENEOUS = (
    "sharpness/grows-with-depth",
    "sharpness/minimizers-are-optimal",
    "learning-rate/after-training#printed",
    "learning-rate/after-training#sharper",
    "learning-rate/asymptotic-minimum#printed",
    "learning-rate/gd-fails",
    RATIONAL_BOUND,
)
RELATIONS = (
    MetamorphicRelation("rational rotation of the hidden bases", networks.rotate_hidden, "same", BASES),
    MetamorphicRelation("rational rotation of the output", networks.rotate_output, "same", BASES),
    MetamorphicRelation("rational rotation of the input", networks.rotate_input, "same", BASES, (RATIONAL_BOUND,)),
    MetamorphicRelation("one rational rotation of all bases", networks.rotate_everything, "same", ANY_RESIDUAL),
    MetamorphicRelation("rational rotation of the data rows", networks.rotate_rows, "same", ANY_DATA),
    MetamorphicRelation("permutation of the data rows", networks.permute_rows, "same", ANY_DATA),
    MetamorphicRelation("duplication of the data", networks.duplicate_rows, "same", ANY_DATA),
    MetamorphicRelation("signs of two layers", networks.flip_signs, "same", BASES),
    MetamorphicRelation(
        "scaling of X and y", networks.scale_inputs, "same", (*BASES, *ANY_RESIDUAL), (RATIONAL_BOUND,)
    ),
    MetamorphicRelation("rows of zeros", networks.append_zero_rows, "same", (*BASES, *ANY_RESIDUAL), (RATIONAL_BOUND,)),
    MetamorphicRelation(
        "scaling of y and all weights", networks.scale_targets_and_weights, "same", (*STATIC, *DESCENT), INHOMOGENEOUS
    ),
    MetamorphicRelation("one idle hidden unit more", networks.pad_widths, "kept", MINIMIZERS),
    MetamorphicRelation(
        "rescaling of two layers", networks.rescale_layers, "kept", ("minimizer", "rescaled minimizer")
    ),
    MetamorphicRelation("noise orthogonal to the inputs", networks.add_noise, "kept", (*MINIMIZERS, *PAIRS)),
    MetamorphicRelation(
        "readout as a layer of its own", networks.split_readout, "kept", ("minimizer", "rescaled minimizer")
    ),
    MetamorphicRelation("an identity layer more", networks.insert_identity, "kept", ("minimizer", "optimum")),
    MetamorphicRelation("transposition: one input and p exchanged", networks.transpose, "kept", ("network", "optimum")),
    MetamorphicRelation("rescaling of time", networks.rescale_time, "kept", FLOWS),
    MetamorphicRelation("two layers: rotation of the inputs", two_layer.rotate_inputs, "same", TWO_LAYER, AUTOENCODERS),
    MetamorphicRelation(
        "two layers: rotation of the outputs", two_layer.rotate_outputs, "same", TWO_LAYER, AUTOENCODERS
    ),
    MetamorphicRelation("two layers: one rotation of inputs and outputs", two_layer.rotate_both, "same", AUTO),
    MetamorphicRelation(
        "two layers: rotation of the hidden basis", two_layer.rotate_hidden, "same", TWO_LAYER, SWAPPED
    ),
    MetamorphicRelation("products: rotation of both ends", two_layer.rotate_ends, "same", ("two-layer products",)),
    MetamorphicRelation("products: one rotation of all factors", two_layer.rotate_factors, "same", FACTORS),
    MetamorphicRelation("products: sign of one factor", two_layer.flip_factors, "same", FACTORS),
    MetamorphicRelation(
        "random steps: rotation of both vectors", two_layer.rotate_vectors, "same", ("gaussian steps",)
    ),
)


def disagreements(relation: MetamorphicRelation, reading: Reading, count: int, seed: int) -> tuple[int, list[str]]:
    """(cases compared, those on which the reading is decided apart)."""
    if reading.subject not in relation.subjects or {reading.claim, reading.key} & set(relation.except_for):
        return 0, []
    if relation.mode == "kept" and (reading.name == "printed" or reading.variant_of):
        return 0, []  # a printed statement may be false: then moving on finds its counterexamples
    family, rng, numpy_rng = lookup(reading.subject), random.Random(seed), np.random.default_rng(seed)
    compared, wrong = 0, []
    for _ in range(3 * count):
        if compared >= count:
            break
        shape, values, denominator = random_case(family, rng.randrange(200), numpy_rng)
        try:
            before = family.build(shape, values, denominator)
        except ZeroDivisionError:
            continue
        after = relation.change(before, rng)
        if after is None:
            continue
        compared += 1
        one, two = decide(reading, before), decide(reading, after)
        if _apart("alike" if reading.subject in ENCLOSED and relation.mode == "same" else relation.mode, one, two):
            wrong.append(f"{reading.key} [{relation.name}] {before.one_line()[:200]}: {one.status} became {two.status}")
    return compared, wrong


def _apart(mode: str, one: Case, two: Case) -> bool:
    if UNDECIDED in (one.status, two.status):
        return False
    if mode == "kept":
        return one.status == HOLDS and two.status == VIOLATED
    if one.status != two.status or mode == "alike":
        return one.status != two.status
    ratios = [(a.ratio, b.ratio) for a, b in zip(one.conclusions, two.conclusions, strict=False)]
    return any(not isnan(a) and not isnan(b) and abs(a - b) > 1e-9 * (1 + abs(a)) for a, b in ratios)

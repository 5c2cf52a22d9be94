"""Metamorphic relations: changes of an instance that leave what is true of it as it is.

    same   hypotheses, status and every ratio stay exactly what they were (ratios compared as numbers, to 9 digits)
    kept   what holds does not become violated (the instance moves inside of the reading's hypotheses)

Each is applied to instances of every reading whose subject it fits, and the claim is decided before and after. The
changes are exact: rational rotations come from the Cayley transform, scalings are rational.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from typing import Any

import numpy as np

from numerics.instance import Instance, Matrix
from properties.decision import HOLDS, UNDECIDED, VIOLATED, Case, decide
from properties.search import random_case
from properties.selftest.need import cayley, to_flint, to_rows
from properties.strategies import lookup
from theorems.claim import Reading

Change = Callable[[Instance, random.Random], Instance | None]
STATIC = ("network", "minimizer", "rescaled minimizer", "balanced minimizer", "optimum")
MINIMIZERS = ("minimizer", "rescaled minimizer", "balanced minimizer")


@dataclass(frozen=True)
class MetamorphicRelation:
    name: str
    change: Change
    mode: str  # same | kept
    subjects: tuple[str, ...]
    except_claims: tuple[str, ...] = ()  # statements that are not homogeneous, or speak of depth, width or rank


def _frozen(rows: list[list[Fraction]]) -> Matrix:
    return tuple(tuple(row) for row in rows)


def _product(*factors: Any) -> Matrix:
    out = factors[0] if not isinstance(factors[0], tuple) else to_flint(factors[0])
    for f in factors[1:]:
        out = out * (f if not isinstance(f, tuple) else to_flint(f))
    return _frozen(to_rows(out))


def _scaled(m: Matrix, c: Fraction) -> Matrix:
    return tuple(tuple(c * x for x in row) for row in m)


def _layers(instance: Instance) -> dict[str, Matrix]:
    return {f"W{k}": w for k, w in enumerate(instance.layers, 1)}


def rotate_hidden(instance: Instance, rng: random.Random) -> Instance | None:
    """W_k -> Q W_k, W_{k+1} -> W_{k+1} Q^T for every hidden width."""
    layers = _layers(instance)
    if instance.depth < 2:
        return None
    for k in range(1, instance.depth):
        q = cayley(rng, len(layers[f"W{k}"]))
        layers[f"W{k}"] = _product(q, layers[f"W{k}"])
        layers[f"W{k + 1}"] = _product(layers[f"W{k + 1}"], q.transpose())
    return instance.with_matrices(**layers)


def rotate_output(instance: Instance, rng: random.Random) -> Instance:
    """W_L -> Q W_L, p -> Q p."""
    name = f"W{instance.depth}"
    q = cayley(rng, len(instance.matrices["p"]))
    return instance.with_matrices(
        **{name: _product(q, instance.matrices[name]), "p": _product(q, instance.matrices["p"])}
    )


def rotate_input(instance: Instance, rng: random.Random) -> Instance:
    """X -> X Q^T, W_1 -> W_1 Q^T."""
    q = cayley(rng, len(instance.matrices["X"][0])).transpose()
    return instance.with_matrices(X=_product(instance.matrices["X"], q), W1=_product(instance.matrices["W1"], q))


def rotate_rows(instance: Instance, rng: random.Random) -> Instance:
    """X -> Q X, y -> Q y: only inner products of rows matter."""
    q = cayley(rng, len(instance.matrices["X"]))
    return instance.with_matrices(X=_product(q, instance.matrices["X"]), y=_product(q, instance.matrices["y"]))


def permute_rows(instance: Instance, rng: random.Random) -> Instance:
    order = list(range(len(instance.matrices["X"])))
    rng.shuffle(order)
    X, y = instance.matrices["X"], instance.matrices["y"]
    return instance.with_matrices(X=tuple(X[i] for i in order), y=tuple(y[i] for i in order))


def duplicate_rows(instance: Instance, _: random.Random) -> Instance:
    return instance.with_matrices(X=instance.matrices["X"] * 2, y=instance.matrices["y"] * 2)


def flip_signs(instance: Instance, rng: random.Random) -> Instance | None:
    """W_k -> -W_k, W_{k+1} -> -W_{k+1}."""
    if instance.depth < 2:
        return None
    k, layers = rng.randrange(1, instance.depth), _layers(instance)
    for name in (f"W{k}", f"W{k + 1}"):
        layers[name] = _scaled(layers[name], Fraction(-1))
    return instance.with_matrices(**layers)


def scale_inputs(instance: Instance, rng: random.Random) -> Instance:
    """X -> c X, y -> c y: Sigma, every risk and every Hessian times c^2."""
    c = Fraction(rng.randint(1, 9), rng.randint(1, 9))
    return instance.with_matrices(X=_scaled(instance.matrices["X"], c), y=_scaled(instance.matrices["y"], c))


def append_zero_rows(instance: Instance, _: random.Random) -> Instance:
    """Rows of zeros with target 0: everything is divided by the same factor."""
    X, y = instance.matrices["X"], instance.matrices["y"]
    return instance.with_matrices(X=(*X, (Fraction(0),) * len(X[0])), y=(*y, (Fraction(0),)))


def scale_targets_and_weights(instance: Instance, rng: random.Random) -> Instance:
    """W_k -> c W_k for all k, y -> c^L y: the regressor and its target times c^L."""
    c = Fraction(rng.randint(1, 5), rng.randint(1, 5))
    layers = {name: _scaled(w, c) for name, w in _layers(instance).items()}
    return instance.with_matrices(**layers, y=_scaled(instance.matrices["y"], c**instance.depth))


def pad_widths(instance: Instance, rng: random.Random) -> Instance | None:
    """One hidden unit more that is connected to nothing (at a minimizer; elsewhere the Hessian notices it)."""
    if instance.depth < 2:
        return None
    k, layers = rng.randrange(1, instance.depth), _layers(instance)
    below, above = layers[f"W{k}"], layers[f"W{k + 1}"]
    layers[f"W{k}"] = (*below, (Fraction(0),) * len(below[0]))
    layers[f"W{k + 1}"] = tuple((*row, Fraction(0)) for row in above)
    return instance.with_matrices(**layers)


def rescale_layers(instance: Instance, rng: random.Random) -> Instance | None:
    """W_i -> c W_i, W_j -> W_j / c: another point with the same regressor."""
    if instance.depth < 2:
        return None
    i, j = rng.sample(range(1, instance.depth + 1), 2)
    c, layers = Fraction(rng.randint(1, 5), rng.randint(1, 5)), _layers(instance)
    layers[f"W{i}"], layers[f"W{j}"] = _scaled(layers[f"W{i}"], c), _scaled(layers[f"W{j}"], 1 / c)
    return instance.with_matrices(**layers)


def add_noise(instance: Instance, rng: random.Random) -> Instance:
    """y plus a vector orthogonal to the columns of X: pi* and the excess stay, R_min moves."""
    from numerics.arithmetic import Rationals

    A, X = Rationals(), to_flint(instance.matrices["X"])
    noise = to_flint([[rng.randint(-3, 3)] for _ in range(X.nrows())])
    rest = noise - X * A.least_norm_solution(X, noise)
    return instance.with_matrices(y=_frozen(to_rows(to_flint(instance.matrices["y"]) + rest)))


def split_readout(instance: Instance, _: random.Random) -> Instance:
    """The readout becomes a layer of its own: p^T W_L ... as a network of depth L + 1 with p = 1."""
    name = f"W{instance.depth + 1}"
    row = tuple(x[0] for x in instance.matrices["p"])
    return instance.with_matrices(**{name: (row,), "p": ((Fraction(1),),)})


def insert_identity(instance: Instance, rng: random.Random) -> Instance:
    """An identity layer between two layers: the same function, one layer deeper."""
    layers, k = list(instance.layers), rng.randrange(0, instance.depth + 1)
    size = len(layers[k - 1]) if k else len(layers[0][0])
    eye = tuple(tuple(Fraction(i == j) for j in range(size)) for i in range(size))
    layers.insert(k, eye)
    return instance.with_matrices(**{f"W{i}": w for i, w in enumerate(layers, 1)})


def transpose(instance: Instance, _: random.Random) -> Instance | None:
    """W_k -> W_(L+1-k)^T with the single input and p exchanged: the same function of the layers."""
    X, p = instance.matrices["X"], instance.matrices["p"]
    if len(X) != 1:
        return None
    flipped = {f"W{k}": tuple(zip(*w, strict=True)) for k, w in enumerate(reversed(instance.layers), 1)}
    return instance.with_matrices(**flipped, X=tuple(zip(*p, strict=True)), p=tuple(zip(*X, strict=True)))


def rescale_time(instance: Instance, rng: random.Random) -> Instance:
    """X -> c X, y -> c y with the same W(0): the flow runs through the same points c^2 times as fast."""
    return scale_inputs(instance, rng)


INHOMOGENEOUS = ("sharpness/grows-with-depth", "sharpness/minimizers-are-optimal")
WITH_DATA = (*STATIC, "pair", "pair at a minimizer", "residual network", "residual minimizer")
FLOWS = ("flow limit", "flow in time")
RELATIONS = (
    MetamorphicRelation("rational rotation of the hidden bases", rotate_hidden, "same", STATIC),
    MetamorphicRelation("rational rotation of the output", rotate_output, "same", STATIC),
    MetamorphicRelation(
        "rational rotation of the input", rotate_input, "same", STATIC, ("learning-rate/descent-lemma",)
    ),
    MetamorphicRelation("rational rotation of the data rows", rotate_rows, "same", WITH_DATA),
    MetamorphicRelation("permutation of the data rows", permute_rows, "same", WITH_DATA),
    MetamorphicRelation("duplication of the data", duplicate_rows, "same", (*WITH_DATA, *FLOWS)),
    MetamorphicRelation("signs of two layers", flip_signs, "same", STATIC),
    MetamorphicRelation("scaling of X and y", scale_inputs, "same", STATIC),
    MetamorphicRelation("rows of zeros", append_zero_rows, "same", STATIC),
    MetamorphicRelation("scaling of y and all weights", scale_targets_and_weights, "same", STATIC, INHOMOGENEOUS),
    MetamorphicRelation("one idle hidden unit more", pad_widths, "kept", MINIMIZERS),
    MetamorphicRelation("rescaling of two layers", rescale_layers, "kept", ("minimizer", "rescaled minimizer")),
    MetamorphicRelation("noise orthogonal to the inputs", add_noise, "kept", MINIMIZERS),
    MetamorphicRelation("readout as a layer of its own", split_readout, "kept", ("minimizer", "rescaled minimizer")),
    MetamorphicRelation("an identity layer more", insert_identity, "kept", ("minimizer", "optimum")),
    MetamorphicRelation("transposition: one input and p exchanged", transpose, "kept", ("network", "optimum")),
    MetamorphicRelation("rescaling of time", rescale_time, "kept", FLOWS),
)


def disagreements(relation: MetamorphicRelation, reading: Reading, count: int, seed: int) -> tuple[int, list[str]]:
    """(cases compared, those on which the reading is decided apart)."""
    if reading.subject not in relation.subjects or reading.claim in relation.except_claims:
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
        if _apart(relation.mode, one, two):
            wrong.append(f"{reading.key} [{relation.name}] {before.one_line()[:200]}: {one.status} became {two.status}")
    return compared, wrong


def _apart(mode: str, one: Case, two: Case) -> bool:
    if UNDECIDED in (one.status, two.status):
        return False
    if mode == "kept":
        return one.status == HOLDS and two.status == VIOLATED
    if one.status != two.status:
        return True
    ratios = [(a.ratio, b.ratio) for a, b in zip(one.conclusions, two.conclusions, strict=False)]
    return any(not isnan(a) and not isnan(b) and abs(a - b) > 1e-9 * (1 + abs(a)) for a, b in ratios)

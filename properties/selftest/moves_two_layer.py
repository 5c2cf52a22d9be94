"""Changes of two-layer models and of products of matrices: each leaves what is true of them as it is.

Two-layer: X -> X W1 W2 with data X (n x d0), Y (n x d2), their rotations U, V, a start W1 = U diag Q, W2 = R diag V^T,
and a competitor C (d0 x d2); an instance has some of them. Sources of the setting: numerics.subjects.two_layer.
Products: a target T with layers multiplied left to right; square factors W_k with perturbations T_k; vectors x, y.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, Matrix
from properties.selftest.moves_networks import product, scaled
from properties.selftest.need import cayley


def _changed(instance: Instance, left: dict[str, Any], right: dict[str, Any]) -> Instance:
    """The named matrices multiplied from the left and from the right; names that the instance lacks are skipped."""
    changes: dict[str, Matrix] = {}
    for name, m in instance.matrices.items():
        if name in left or name in right:
            factors = [left[name]] if name in left else []
            changes[name] = product(*factors, m, *([right[name]] if name in right else []))
    return instance.with_matrices(**changes)


def rotate_inputs(instance: Instance, rng: random.Random) -> Instance:
    """X -> X O, U -> O^T U, W1 -> O^T W1, C -> O^T C."""
    o = cayley(rng, len(instance.matrices["X"][0]))
    back = o.transpose()
    return _changed(instance, {"U": back, "W1": back, "C": back}, {"X": o})


def rotate_outputs(instance: Instance, rng: random.Random) -> Instance:
    """Y -> Y O, V -> O^T V, W2 -> W2 O, C -> C O."""
    o = cayley(rng, len(instance.matrices["Y"][0]))
    return _changed(instance, {"V": o.transpose()}, {"Y": o, "W2": o, "C": o})


def rotate_both(instance: Instance, rng: random.Random) -> Instance | None:
    """X -> X O, Y -> Y O, U -> O^T U, V -> O^T V: an autoencoder stays one."""
    o = cayley(rng, len(instance.matrices["X"][0]))
    if len(instance.matrices["Y"][0]) != len(instance.matrices["X"][0]):
        return None
    back = o.transpose()
    return _changed(instance, {"U": back, "V": back}, {"X": o, "Y": o})


def rotate_hidden(instance: Instance, rng: random.Random) -> Instance | None:
    """W1 -> W1 O, Q -> Q O, W2 -> O^T W2, R -> O^T R."""
    if "Q" not in instance.matrices:
        return None
    o = cayley(rng, len(instance.matrices["Q"]))
    back = o.transpose()
    return _changed(instance, {"W2": back, "R": back}, {"W1": o, "Q": o})


def rotate_ends(instance: Instance, rng: random.Random) -> Instance:
    """T -> O T P, W_1 -> O W_1, W_L -> W_L P, for layers multiplied left to right."""
    o, p = cayley(rng, len(instance.matrices["T"])), cayley(rng, len(instance.matrices["T"][0]))
    last = f"W{instance.depth}"
    return _changed(instance, {"T": o, "W1": o}, {"T": p, last: p})


def rotate_factors(instance: Instance, rng: random.Random) -> Instance:
    """W_k -> O W_k O^T and T_k -> O T_k O^T: all norms and singular values of products stay."""
    o = cayley(rng, len(instance.matrices["W1"]))
    names = dict.fromkeys(instance.matrices, o)
    return _changed(instance, names, dict.fromkeys(instance.matrices, o.transpose()))


def flip_factors(instance: Instance, rng: random.Random) -> Instance:
    """W_k -> -W_k and T_k -> -T_k for one k."""
    k = rng.randint(1, instance.depth)
    names = (f"W{k}", f"T{k}")
    return instance.with_matrices(**{n: scaled(instance.matrices[n], Fraction(-1)) for n in names})


def rotate_vectors(instance: Instance, rng: random.Random) -> Instance:
    """x -> O x, y -> O y: the law of a Gaussian matrix does not notice."""
    o = cayley(rng, len(instance.matrices["x"]))
    return _changed(instance, {"x": o, "y": o}, {})

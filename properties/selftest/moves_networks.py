"""Changes of networks, of their data and of their start: each leaves what is true of them as it is.

A change takes an instance and a source of randomness and returns another instance, or None where it does not apply.
All are exact: rational rotations come from the Cayley transform, scalings are rational. Layers W_1 .. W_L and, where
an instance has them, the layers V_1 .. V_L of a start are changed alike. A learning rate eta follows a scaling so that
the descent runs through the changed points.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

from numerics.instance import Instance, Matrix
from properties.selftest.need import cayley, to_flint, to_rows


def frozen(rows: list[list[Fraction]]) -> Matrix:
    return tuple(tuple(row) for row in rows)


def product(*factors: Any) -> Matrix:
    out = factors[0] if not isinstance(factors[0], tuple) else to_flint(factors[0])
    for f in factors[1:]:
        out = out * (f if not isinstance(f, tuple) else to_flint(f))
    return frozen(to_rows(out))


def scaled(m: Matrix, c: Fraction) -> Matrix:
    return tuple(tuple(c * x for x in row) for row in m)


def layers_of(instance: Instance) -> dict[str, Matrix]:
    """W_1 .. W_L, and V_1 .. V_L of the start where there is one."""
    names = [f"{letter}{k}" for letter in "WV" for k in range(1, instance.depth + 1)]
    return {name: instance.matrices[name] for name in names if name in instance.matrices}


def families(layers: dict[str, Matrix]) -> str:
    return "WV" if "V1" in layers else "W"


def ratio(rng: random.Random, size: int) -> Fraction:
    return Fraction(rng.randint(1, size), rng.randint(1, size))


def with_rates(instance: Instance, factor: Fraction) -> Instance:
    """The same with every learning rate times a factor."""
    numbers = {n: x * factor if n in ("eta", "eta2") else x for n, x in instance.numbers.items()}
    return Instance(instance.kind, instance.matrices, numbers)


def rotate_hidden(instance: Instance, rng: random.Random) -> Instance | None:
    """W_k -> Q W_k, W_{k+1} -> W_{k+1} Q^T for every hidden width."""
    layers = layers_of(instance)
    if instance.depth < 2:
        return None
    for k in range(1, instance.depth):
        q = cayley(rng, len(layers[f"W{k}"]))
        for letter in families(layers):
            layers[f"{letter}{k}"] = product(q, layers[f"{letter}{k}"])
            layers[f"{letter}{k + 1}"] = product(layers[f"{letter}{k + 1}"], q.transpose())
    return instance.with_matrices(**layers)


def rotate_output(instance: Instance, rng: random.Random) -> Instance:
    """W_L -> Q W_L, p -> Q p."""
    layers, q = layers_of(instance), cayley(rng, len(instance.matrices["p"]))
    last = {name: product(q, w) for name, w in layers.items() if int(name[1:]) == instance.depth}
    return instance.with_matrices(**last, p=product(q, instance.matrices["p"]))


def rotate_input(instance: Instance, rng: random.Random) -> Instance:
    """X -> X Q^T, W_1 -> W_1 Q^T."""
    q = cayley(rng, len(instance.matrices["X"][0])).transpose()
    layers = layers_of(instance)
    first = {name: product(w, q) for name, w in layers.items() if int(name[1:]) == 1}
    return instance.with_matrices(**first, X=product(instance.matrices["X"], q))


def rotate_everything(instance: Instance, rng: random.Random) -> Instance:
    """W_k -> Q W_k Q^T, X -> X Q^T, p -> Q p with one Q: the only change of bases that keeps W_k = I + V_k."""
    q = cayley(rng, len(instance.matrices["p"]))
    layers = {name: product(q, w, q.transpose()) for name, w in layers_of(instance).items()}
    X, p = instance.matrices["X"], instance.matrices["p"]
    return instance.with_matrices(**layers, X=product(X, q.transpose()), p=product(q, p))


def _targets(instance: Instance) -> str:
    """The name of the targets: y, or Y of a two-layer model."""
    return "y" if "y" in instance.matrices else "Y"


def rotate_rows(instance: Instance, rng: random.Random) -> Instance:
    """X -> Q X, y -> Q y: only inner products of rows matter."""
    q = cayley(rng, len(instance.matrices["X"]))
    return instance.with_matrices(**{name: product(q, instance.matrices[name]) for name in ("X", _targets(instance))})


def permute_rows(instance: Instance, rng: random.Random) -> Instance:
    order = list(range(len(instance.matrices["X"])))
    rng.shuffle(order)
    moved = {name: tuple(instance.matrices[name][i] for i in order) for name in ("X", _targets(instance))}
    return instance.with_matrices(**moved)


def duplicate_rows(instance: Instance, _: random.Random) -> Instance:
    return instance.with_matrices(**{name: instance.matrices[name] * 2 for name in ("X", _targets(instance))})


def flip_signs(instance: Instance, rng: random.Random) -> Instance | None:
    """W_k -> -W_k, W_{k+1} -> -W_{k+1}."""
    if instance.depth < 2:
        return None
    k, layers = rng.randrange(1, instance.depth), layers_of(instance)
    for name in [f"{letter}{i}" for letter in families(layers) for i in (k, k + 1)]:
        layers[name] = scaled(layers[name], Fraction(-1))
    return instance.with_matrices(**layers)


def scale_inputs(instance: Instance, rng: random.Random) -> Instance:
    """X -> c X, y -> c y: Sigma, every risk and every Hessian times c^2."""
    c = ratio(rng, 9)
    moved = instance.with_matrices(X=scaled(instance.matrices["X"], c), y=scaled(instance.matrices["y"], c))
    return with_rates(moved, 1 / c**2)


def append_zero_rows(instance: Instance, _: random.Random) -> Instance:
    """Rows of zeros with target 0: everything is divided by the same factor."""
    X, y = instance.matrices["X"], instance.matrices["y"]
    moved = instance.with_matrices(X=(*X, (Fraction(0),) * len(X[0])), y=(*y, (Fraction(0),)))
    return with_rates(moved, Fraction(len(X) + 1, len(X)))


def scale_targets_and_weights(instance: Instance, rng: random.Random) -> Instance:
    """W_k -> c W_k for all k, y -> c^L y: the regressor and its target times c^L."""
    c, L = ratio(rng, 5), instance.depth
    layers = {name: scaled(w, c) for name, w in layers_of(instance).items()}
    moved = instance.with_matrices(**layers, y=scaled(instance.matrices["y"], c**L))
    return with_rates(moved, c ** (2 - 2 * L))


def pad_widths(instance: Instance, rng: random.Random) -> Instance | None:
    """One hidden unit more that is connected to nothing (at a minimizer; elsewhere the Hessian notices it)."""
    if instance.depth < 2:
        return None
    k, layers = rng.randrange(1, instance.depth), layers_of(instance)
    for letter in families(layers):
        below, above = layers[f"{letter}{k}"], layers[f"{letter}{k + 1}"]
        layers[f"{letter}{k}"] = (*below, (Fraction(0),) * len(below[0]))
        layers[f"{letter}{k + 1}"] = tuple((*row, Fraction(0)) for row in above)
    return instance.with_matrices(**layers)


def rescale_layers(instance: Instance, rng: random.Random) -> Instance | None:
    """W_i -> c W_i, W_j -> W_j / c: another point with the same regressor."""
    if instance.depth < 2:
        return None
    i, j = rng.sample(range(1, instance.depth + 1), 2)
    c, layers = ratio(rng, 5), layers_of(instance)
    layers[f"W{i}"], layers[f"W{j}"] = scaled(layers[f"W{i}"], c), scaled(layers[f"W{j}"], 1 / c)
    return instance.with_matrices(**layers)


def add_noise(instance: Instance, rng: random.Random) -> Instance:
    """y plus a vector orthogonal to the columns of X: pi* and the excess stay, R_min moves."""
    from numerics.arithmetic import Rationals

    A, X = Rationals(), to_flint(instance.matrices["X"])
    noise = to_flint([[rng.randint(-3, 3)] for _ in range(X.nrows())])
    rest = noise - X * A.least_norm_solution(X, noise)
    return instance.with_matrices(y=frozen(to_rows(to_flint(instance.matrices["y"]) + rest)))


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

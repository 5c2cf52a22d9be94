"""What a fixed number of power iterations says about the sharpness, as the source of the figures computes it.

The source starts from a random unit vector v_0, repeats v_{t+1} = H v_t / |H v_t| twenty times, and reports the norm
|H v_18|, that is the one before the last. It estimates the largest modulus of an eigenvalue, from below:

    |H v_t| <= max |eigenvalue|, increasing in t;      v_t^T H v_t in [lambda_min, lambda_max].

At a minimizer (H >= 0) both are lower bounds of the sharpness; elsewhere the norm may follow -lambda_min. Source: the
experiments of arXiv 2405.13456 (20 iterations, norm before the last);
claims, `experiments/power-iteration`.

What this is not: the sharpness. `sharpness.sharpness` is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.descent.problem import Array, Problem


@dataclass(frozen=True)
class PowerIteration:
    """After `iterations` products with H, for each network (B,). reported: the norm that the source plots."""

    reported: Array
    norm: Array
    rayleigh: Array
    iterations: int


def hessian_vector_product(problem: Problem, W: Array, V: Array) -> Array:
    """The full Hessian of R at each W applied to each direction V; both (B, L, D, D), zero padding kept.

    The derivative of the gradient b_k f_k^T along V:  b_k df_k^T + db_k f_k^T.
    """
    S, c, p = problem.padded
    L, B, D = problem.L, len(W), problem.D
    b, db = [np.broadcast_to(p, (B, D))], [np.zeros((B, D))]
    for k in range(L - 1, -1, -1):
        db.insert(0, np.einsum("nij,ni->nj", W[:, k], db[0]) + np.einsum("nij,ni->nj", V[:, k], b[0]))
        b.insert(0, np.einsum("nij,ni->nj", W[:, k], b[0]))
    f, df = 2 * (b[0] @ S - c), 2 * db[0] @ S
    out = np.empty_like(W)
    for k in range(L):
        out[:, k] = b[k + 1][:, :, None] * df[:, None, :] + db[k + 1][:, :, None] * f[:, None, :]
        df = np.einsum("nij,nj->ni", W[:, k], df) + np.einsum("nij,nj->ni", V[:, k], f)
        f = np.einsum("nij,nj->ni", W[:, k], f)
    return out


def power_iteration(problem: Problem, W: Array, rng: np.random.Generator, iterations: int = 20) -> PowerIteration:
    """`iterations` products with H at each network of the batch, from a random unit vector in its parameters."""
    W = problem.checked(W)
    shapes = [(problem.widths[k + 1], problem.widths[k]) for k in range(problem.L)]
    v = problem.pack([rng.standard_normal((len(W), *shape)) for shape in shapes])
    v /= _norm(v)[:, None, None, None]
    norm = before = rayleigh = np.ones(len(W))
    with np.errstate(all="ignore"):
        for _ in range(iterations):
            image = hessian_vector_product(problem, W, v)
            before, norm = norm, _norm(image)
            rayleigh = np.einsum("nkij,nkij->n", v, image)
            v = image / np.where(norm > 0, norm, 1)[:, None, None, None]
    return PowerIteration(before, norm, rayleigh, iterations)


def _norm(v: Array) -> Array:
    return np.asarray(np.sqrt(np.einsum("nkij,nkij->n", v, v)))

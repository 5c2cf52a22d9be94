"""Every layer and every pair of layers of networks of depth 1 to 20, in words with no opaque product.

The second way to the statements of first_order and second_order: pi = W_1^T ... W_L^T p is spelled out, the risk is
differentiated with respect to every layer, and compared with the closed forms; no argument about opaque products.
    per layer    gradient b_k g^T P_k
    per k < L    W_{k+1}^T G_{k+1} = G_k W_k^T
    per pair     Hessian block (k, j) for all j <= k, and the block's adjoint (j, k)
If the opaque proofs say "proved" and a depth here does not, or the other way round, the outcome is "disagree".
"""

from __future__ import annotations

import time

from theorems.symbolic import first_order, second_order
from theorems.symbolic.derivation import Derivation, state
from theorems.symbolic.layers import PER_SAMPLE, SIGMA, X, Y
from theorems.words import Polynomial, derivative, gradient, identity, inner, letter, zero

DEEPEST = 20


def sweep(deepest: int = DEEPEST) -> Derivation:
    started = time.process_time()
    wrong: list[str] = []
    count = 0
    for depth in range(1, deepest + 1):
        shown, failed = check_depth(depth)
        count += shown
        wrong += failed
    opaque = [f() for f in (first_order.gradient, first_order.balancedness, second_order.hessian_blocks)]
    agree = all((d.outcome == "proved") != bool(wrong) for d in opaque)
    return Derivation(
        name="every-layer-pair",
        outcome=("failed" if wrong else "proved") if agree else "disagree",
        scope=f"every layer and layer pair of depth 1..{deepest}, all widths",
        complete=False,
        identities=count,
        seconds=time.process_time() - started,
        detail="; ".join(wrong[:3]) or f"{count} identities",
    )


def check_depth(depth: int) -> tuple[int, list[str]]:
    """(number of identities decided, names of those that fail) at one depth."""
    W = {k: letter(f"W_{{{k}}}", f"d_{{{k}}}", f"d_{{{k - 1}}}" if k > 1 else "d") for k in range(1, depth + 1)}
    H = {k: letter(f"H_{{{k}}}", w.rows, w.columns) for k, w in W.items()}
    p = letter("p", f"d_{{{depth}}}", "q")
    P, b = {1: identity("d")}, {depth: p}
    for k in range(1, depth):
        P[k + 1] = P[k] @ W[k].T
        b[depth - k] = W[depth - k + 1].T @ b[depth - k + 1]
    pi = W[1].T @ b[1]
    residual = Y - X @ pi
    risk = inner(residual, residual) * PER_SAMPLE
    slope = X.T @ residual * -2 * PER_SAMPLE
    G = {k: gradient(risk, w) for k, w in W.items()}
    bg = {k: b[k] @ slope.T for k in W}
    left, right = {k: P[k].T @ SIGMA for k in W}, slope.T

    count, failed = 0, []

    def decide(label: str, difference: Polynomial) -> None:
        nonlocal count
        count += 1
        state(f"depth {depth}, {label}", "equal", difference, zero(difference.rows, difference.columns))
        if not difference.is_zero:
            failed.append(f"depth {depth}, {label}")

    for k in range(1, depth + 1):
        decide(f"gradient {k}", G[k] - bg[k] @ P[k])
        if k < depth:
            decide(f"balancedness {k}", W[k + 1].T @ G[k + 1] - G[k] @ W[k].T)
        between = identity(W[k].columns)  # W_{k-1} ... W_{j+1}, from j = k - 1 down
        decide(f"block ({k}, {k})", derivative(G[k], W[k], H[k]) - b[k] @ b[k].T @ H[k] @ left[k] @ P[k] * 2)
        for j in range(k - 1, 0, -1):
            lower = b[k] @ (b[j].T @ H[j] @ left[j]) @ P[k] * 2 + b[k] @ right @ P[j] @ H[j].T @ between.T
            upper = b[j] @ (b[k].T @ H[k] @ left[k]) @ P[j] * 2 + between.T @ H[k].T @ b[k] @ right @ P[j]
            decide(f"block ({k}, {j})", derivative(G[k], W[j], H[j]) - lower)
            decide(f"block ({j}, {k})", derivative(G[j], W[k], H[k]) - upper)
            between = between @ W[j]
    return count, failed

"""Checks of the limit certificate of a flow.

Every number of a certificate is computed a second time from its definition (dense Jacobian, NumPy) and compared; every
bound is compared with exact values in the direction in which it has to hold.
"""

from __future__ import annotations

import math
import random
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx

from numerics.flow import FlowProblem, gap_below, integrate, limit
from numerics.flow.limit import certify_from, curvature
from numerics.flow.tube import Enclosure
from properties.selftest.checks_steps import flow_problem, instead, scalar_flow
from properties.selftest.need import dyadic, need

F = Fraction


@lru_cache(maxsize=1)
def _ends() -> tuple[tuple[FlowProblem, Enclosure, int, Enclosure], ...]:
    """Problems with the enclosure near their limits and much nearer to them; computed by the code as it is."""
    singular = FlowProblem(
        ((F(1), F(2)), (F(2), F(4))), (F(3, 5), F(6, 5)), (F(1),), (((F(1, 2), F(1, 3)),), ((F(1, 2),),))
    )
    known = FlowProblem(
        ((F(2), F(1)), (F(1), F(2))), (F(1), F(2)), (F(1),), (((F(1), F(1, 2)), (F(0), F(1))), ((F(1), F(1)),))
    )
    found = []
    for problem in (known, singular, flow_problem((2, 3, 2, 1), 4), scalar_flow((F(2),), F(1, 2), 3)):
        early = integrate(problem, 18, gap_below(1e-5))
        late = integrate(problem, 18, gap_below(1e-14))
        found.append((problem, early.end(), early.bits + 64, late.end()))
    return tuple(found)


def _dense(problem: FlowProblem, layers: list[Any]) -> dict[str, Any]:
    """The quantities of the certificate at one point, from their definitions."""
    W = [np.array([[float(m[i, j].mid()) for j in range(m.ncols())] for i in range(m.nrows())]) for m in layers]
    S, target, p = (np.array(x, dtype=float) for x in (problem.Sigma, problem.pi_star, problem.p))
    values, vectors = np.linalg.eigh(S)
    V = vectors[:, values > 1e-9 * values[-1]]
    columns = []
    for k, w in enumerate(W):
        for i in range(w.shape[0]):
            for j in range(w.shape[1]):
                unit = np.zeros_like(w)
                unit[i, j] = 1.0
                vector = p
                for m in range(len(W) - 1, -1, -1):
                    vector = (unit if m == k else W[m]).T @ vector
                columns.append(vector)
    vector = p
    for w in reversed(W):
        vector = w.T @ vector
    J, z = np.array(columns).T, vector - target
    J_V = V.T @ J
    newton = np.concatenate([w.ravel() for w in W]) - J_V.T @ np.linalg.solve(J_V @ J_V.T, V.T @ z)
    smallest = float(np.linalg.svd(J_V, compute_uv=False)[-1])
    return {"lam": float(min(values[values > 1e-9 * values[-1]])), "Lam": float(values[-1]), "sigma": smallest,
            "E": float(z @ S @ z), "z": float(np.linalg.norm(V.T @ z)), "Q": newton,
            "J": float(np.linalg.norm(J, 2))}  # fmt: skip


def _near(a: Any, b: float, what: str, relative: float = 1e-7) -> None:
    need(abs(float(a) - b) <= relative * abs(b) + 1e-300, f"{what}: {float(a)} and {b}")


def _exactly(x: Any) -> Fraction:
    need(x.is_exact(), "bounds are numbers")
    return dyadic(x)


def certificates() -> None:
    """Every number of the certificate against its definition, and every bound in its direction."""
    for problem, end, prec, _ in _ends():
        for spread in (0.0, 1e-4):
            at = replace(end, radius=end.radius + spread)
            with ctx.workprec(prec):
                got = certify_from(problem, at, prec)
                exact = _dense(problem, at.layers)
                e, rho = at.radius, float(got.ball)
                sup = float(curvature(problem, at.layers, e)[1])
                beta = float(curvature(problem, at.layers, rho)[0])
                sigma = exact["sigma"] - beta * rho
                E = (math.sqrt(exact["E"]) + math.sqrt(exact["Lam"]) * sup * e) ** 2
                mu = 4 * exact["lam"] * sigma**2
                for name, value, want in (
                    ("lambda_+", got.lambda_plus, exact["lam"]), ("Lambda", got.Lambda, exact["Lam"]),
                    ("beta", got.beta, beta), ("sigma", got.sigma, sigma), ("E_T", got.E_T, E), ("mu", got.mu, mu),
                    ("first radius", got.radius_M, e + 2 * math.sqrt(E / mu)),
                ):  # fmt: skip
                    _near(value, want, name, 1e-5)
                root = math.sqrt(2)
                lipschitz = 1 + root * beta * (exact["z"] + sup * e) / sigma**2
                _near(got.radius_Q, lipschitz * e + beta * E / (root * exact["lam"] * sigma**3), "second radius", 1e-4)
                Q = np.array([float(x.mid()) for q in got.Q for x in q.entries()])
                need(float(np.abs(Q - exact["Q"]).max()) < 1e-10, "the Newton point")
                need(all(x.is_exact() for q in got.Q for x in q.entries()), "its entries are numbers")
                need(bool(got.radius_M < got.ball) and e + 2 * math.sqrt(E / mu) < rho, "the hypothesis of T1")
                need(_exactly(got.mu) <= 4 * _exactly(got.lambda_plus) * _exactly(got.sigma) ** 2, "mu is rounded down")
                _exactly(got.E_T), _exactly(got.radius_M), _exactly(got.radius_Q), _exactly(got.Lambda)
                need(exact["J"] <= sup * (1 + 1e-9), "sup |J|")
                for w, q in zip(got.balls(), got.Q):
                    for x, middle in zip(w.entries(), q.entries()):
                        need(x.contains(middle + got.radius_Q) and x.contains(middle - got.radius_Q), "the balls")
                        need(x.rad() < got.radius_Q * 2, "and not more")
                need(at.t == got.T and got.prec == prec and got.M is at.layers, "what it speaks of")
    first = certify_from(*_ends()[0][:3])
    need(_exactly(first.lambda_plus) <= 1 and _exactly(first.Lambda) >= 3, "eigenvalues 1 and 3 in their directions")


def certificate_roundings() -> None:
    """Exact inequalities between the exact numbers of certificates, in directions that one wrong rounding breaks."""
    for number in range(12):
        w, target = (F(3 + number, 2), F(0)), F(1, 64 + 3 * number)
        problem = scalar_flow(w, target, 3)
        at = Enclosure(F(0), [arb_mat([[arb(x.numerator) / x.denominator]]) for x in w], 0.0)
        with ctx.workprec(53):
            got = certify_from(problem, at, 53)
        E, K = 3 * target**2, w[0] ** 2
        E_T, mu, sigma, beta = (_exactly(x) for x in (got.E_T, got.mu, got.sigma, got.beta))
        rho, lam = _exactly(got.ball), _exactly(got.lambda_plus)
        need(lam <= 3 and E_T >= E and (sigma + beta * rho) ** 2 <= K and beta >= 1, "every bound on its side")
        need(_exactly(got.radius_M) ** 2 * mu >= 4 * E_T * (1 - F(1, 2**51)) and mu <= 4 * lam * sigma**2, "T1")
        need(2 * (_exactly(got.radius_Q) * lam * sigma**3) ** 2 >= (beta * E_T) ** 2, "T2")
        need(_exactly(got.radius_M) ** 2 * mu >= 4 * E, "the length of the path")
    with ctx.workprec(53):  # the Newton point of (3, 0) is (3, target / 3): its rounding is larger than T2 here
        tiny = F(1, 2**60)
        at = Enclosure(F(0), [arb_mat([[3]]), arb_mat([[0]])], 0.0)
        got = certify_from(scalar_flow((F(3), F(0)), tiny, 3), at, 53)
        moved = abs(dyadic(got.Q[1][0, 0]) - tiny / 3)
        room = (_exactly(got.radius_Q) - moved) * _exactly(got.lambda_plus) * _exactly(got.sigma) ** 3
        need(moved > 0 and room > 0 and 2 * room**2 >= _exactly(got.beta) ** 2 * (3 * tiny**2) ** 2, "T2 and rounding")
    for problem, end, prec, late in _ends():
        at = replace(end, radius=end.radius + 1e-5)
        with ctx.workprec(prec):
            with (
                instead(limit, "lower", lambda x: arb(x.lower()) / 2),
                instead(limit, "upper", lambda x: arb(x.upper()) * (1 + arb(2) ** -10)),
            ):  # coarse roundings: whatever is rounded to the wrong side is now wrong by half
                got = certify_from(problem, at, prec)
            exact, e = _dense(problem, at.layers), at.radius
            sup = float(curvature(problem, at.layers, e)[1])
            risk = (math.sqrt(exact["E"]) + math.sqrt(exact["Lam"]) * sup * e) ** 2
            sigma_, beta_, lam_ = float(got.sigma), float(got.beta), float(got.lambda_plus)
            twice = (exact["sigma"] / 2 - beta_ * float(got.ball)) / 2
            need(sigma_ <= twice * (1 + 1e-9), "sigma is rounded down twice")
            need(float(got.E_T) >= risk and float(got.mu) <= 2 * lam_ * sigma_**2 * (1 + 1e-9), "E_T up, mu down")
            need(float(got.radius_M) >= e + 2 * math.sqrt(risk / float(got.mu)), "first radius up")
            need(bool(got.radius_M < got.ball * (1 + 1e-9)), "what T1 needs, rounded up")
            z = exact["z"] + sup * e
            second = (1 + math.sqrt(2) * beta_ * z / sigma_**2) * e
            second += beta_ * float(got.E_T) / (math.sqrt(2) * lam_ * sigma_**3)
            need(float(got.radius_Q) >= second * (1 - 1e-12), "second radius up")
        with ctx.workprec(prec), instead(limit, "_first_radius", lambda *_: 0.0):
            wide = certify_from(problem, replace(late, radius=2e-4), prec)
            need(bool(wide.radius_M < wide.ball), "the ball of T1 holds the tube as well")
        for start in (0.0, 0.3):  # a first candidate that is too small: T1 has to enlarge it
            first = limit._first_radius
            with (
                ctx.workprec(prec),
                instead(limit, "_first_radius", lambda *a, first=first, start=start: start * first(*a)),
            ):
                small = certify_from(problem, at, prec)
                need(bool(small.radius_M < small.ball), "the ball of T1 holds the whole path")


def certificates_of_balls() -> None:
    """With wide midpoints every bound holds for every member, also at the corners."""
    rng = random.Random(1)
    for problem, end, prec, _ in _ends()[:3]:
        with ctx.workprec(prec):
            wide = [m + arb_mat(m.nrows(), m.ncols(), [arb(0, 1e-3)] * (m.nrows() * m.ncols())) for m in end.layers]
            got = certify_from(problem, Enclosure(end.t, wide, end.radius), prec)
            for _ in range(6):
                signs = [[rng.choice((-1, 1)) for _ in m.entries()] for m in end.layers]
                member = [
                    m + arb_mat(m.nrows(), m.ncols(), [arb(1e-3) * s for s in row]) for m, row in zip(end.layers, signs)
                ]
                exact = _dense(problem, member)
                need(float(got.E_T) >= exact["E"] and float(got.sigma) <= exact["sigma"], "bounds of every member")
                need(float(got.sigma) <= exact["sigma"] - float(got.beta) * float(got.ball) + 1e-9, "sigma on the ball")
                Q = np.array([float(x) for q in got.Q for x in q.entries()])
                move = float(np.linalg.norm(Q - exact["Q"]))
                size = math.sqrt(2) * float(got.beta) * exact["E"]
                size /= 2 * float(got.lambda_plus) * float(got.sigma) ** 3
                need(move + size <= float(got.radius_Q), "the second ball holds every member's limit")
                E = math.sqrt(exact["E"])
                need(end.radius + 2 * E / math.sqrt(float(got.mu)) <= float(got.radius_M), "the first radius")

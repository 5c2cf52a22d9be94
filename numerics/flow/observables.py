"""What the theorems speak about, certified at the limit of a flow.

Main statements
    At W(inf) (zero gradient) the sharpness is S = 2 |Sigma^(1/2) J|^2 = 2 lambda_max(C^T K C), Sigma = C C^T: a d x d
    problem. Over the ball B(Q, r):  | |Sigma^(1/2) J| - |Sigma^(1/2) J(Q)| | <= sqrt(Lambda) beta r.
    S_min two-sided, from claims sharpness/minimum-exact: with z = Sigma^(1/2) pi_star / rho,
    c = 2 rho^(2-2/L) |p|^(2/L),
        S_min <= c lambda_max(tau Sigma + (L-1) tau^(-1/(L-1)) z z^T)             for every tau > 0,
        S_min >= c L (x^T Sigma x)^(1/L) ((x^T z)^2)^((L-1)/L)                    for every unit vector x.
      The second: lambda_max >= the quadratic form at x, whose minimum over tau is attained at
      tau^(L/(L-1)) = (x^T z)^2 / (x^T Sigma x). Both meet at the optimum when the top eigenvalue there is simple.

Not covered: sharpness away from minimizers (numerics.hessian); a kink of S_min (then the two bounds do not meet, and
the ratio is only as tight as they are). References: claims small-scale/low-sharpness, sharpness/minimum-exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from flint import arb, arb_mat, ctx
from scipy.optimize import minimize_scalar

from numerics.flow.limit import (
    Limit,
    RangeForm,
    backward,
    ball,
    ball_matrix,
    cholesky,
    curvature,
    float_above,
    kernel,
    lower,
    prefixes,
    symmetric,
    upper,
)
from numerics.flow.problem import FlowProblem
from numerics.flow.singular import LayerSpectrum, alignment, layer_spectrum
from numerics.spectra import eigenvalue_bounds


@dataclass(frozen=True)
class Observables:
    """singular_values[k]: all of layer k+1, largest first; alignments[k]: <v_{k+2}, u_{k+1}>^2; rest at the limit."""

    singular_values: list[list[arb]]
    alignments: list[arb]
    sharpness: arb
    minimal_sharpness: arb
    ratio: arb
    regressor_norm: arb


def observe(limit: Limit, digits: int = 13) -> Observables:
    """Certified observables of W(inf). digits: accuracy aimed at for the singular values."""
    with ctx.workprec(limit.prec):
        spectra = [layer_spectrum(q, limit.radius_Q, digits) for q in limit.Q]
        sharp = sharpness(limit)
        least = minimal_sharpness(limit.problem)
        norm = sum((x * x for x in backward(limit.problem, limit.balls())[0].entries()), arb(0))
        norm = (arb(0).union(upper(norm)) if not norm > 0 else norm).sqrt()
        return Observables([s.values for s in spectra], alignments(spectra), sharp, least, sharp / least, norm)


def alignments(spectra: list[LayerSpectrum]) -> list[arb]:
    return [alignment(above, below) for below, above in pairwise(spectra)]


def covariance_factor(problem: FlowProblem) -> arb_mat:
    """C with Sigma = C C^T, d x rank; through the range of Sigma when Sigma is singular."""
    Sigma, V = ball_matrix(problem.Sigma), RangeForm(problem)
    return V.lift(cholesky(V(Sigma)))


def sharpness(limit: Limit) -> arb:
    """Enclosure of S(W(inf))."""
    problem = limit.problem
    K = kernel(backward(problem, limit.Q), prefixes(limit.Q, problem.dims[0]))
    C = covariance_factor(problem)
    low, high = eigenvalue_bounds(symmetric(C.transpose() * K * C), top=True, prec=limit.prec)
    beta, _ = curvature(problem, limit.Q, float_above(limit.radius_Q))
    spread = upper(limit.Lambda.sqrt() * beta * limit.radius_Q)
    bottom = lower((low if low > 0 else arb(0)).sqrt() - spread)
    bottom = bottom if bottom > 0 else arb(0)
    top = upper(high.sqrt() + spread)
    return lower(2 * bottom * bottom).union(upper(2 * top * top))


def minimal_sharpness(problem: FlowProblem) -> arb:
    """Enclosure of S_min, the infimum of the sharpness over minimizers of depth L (pi_star, p nonzero)."""
    L = problem.L
    Sigma = ball_matrix(problem.Sigma)
    p2 = sum((ball(x) ** 2 for x in problem.p), arb(0))
    if L == 1:
        low, high = eigenvalue_bounds(Sigma)
        return low.union(high) * 2 * p2
    rho2 = ball(problem.rho_squared)
    if not rho2 > 0:
        return arb(0)
    C = covariance_factor(problem)
    gram = symmetric(C.transpose() * C)  # same nonzero spectrum as Sigma
    direction = arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
    z = (C.transpose() * direction) * (1 / rho2.sqrt())  # pi* lies in the range of Sigma: C^T pi*/rho plays z
    outer = symmetric(z * z.transpose())
    tau = arb(_best_tau(gram, z, L))
    root = arb(1) / (L - 1)
    shape = gram * tau + outer * ((L - 1) * (-tau.log() * root).exp())
    high = upper(eigenvalue_bounds(shape)[1])
    low = arb(0)
    for x in _trial_vectors(shape):
        length = (x.transpose() * x)[0, 0]
        alpha = (x.transpose() * gram * x)[0, 0] / length
        beta = (x.transpose() * outer * x)[0, 0] / length
        if alpha > 0 and beta > 0:
            value = lower(L * ((alpha.log() + (L - 1) * beta.log()) / L).exp())
            low = value if value > low else low
    factor = 2 * (((L - 1) * rho2.log() + p2.log()) / L).exp()
    return lower(factor * low).union(upper(factor * high))


def _floats(m: arb_mat) -> np.ndarray:
    return np.array([[float(m[i, j].mid()) for j in range(m.ncols())] for i in range(m.nrows())])


def _best_tau(gram: arb_mat, z: arb_mat, L: int) -> float:
    """A float near the minimiser; its quality affects the width of the enclosure only."""
    S, v = _floats(gram), _floats(z)
    outer = v @ v.T

    def value(t: float) -> float:
        shape = np.exp(t) * S + (L - 1) * np.exp(-t / (L - 1)) * outer
        return float(np.log(np.linalg.eigvalsh(shape)[-1]))

    found = minimize_scalar(value, bracket=(-1.0, 1.0), method="brent", options={"xtol": 1e-12})
    return float(np.exp(found.x)) if np.isfinite(found.x) else 1.0


def _trial_vectors(shape: arb_mat) -> list[arb_mat]:
    vectors = np.linalg.eigh(_floats(shape))[1]
    return [arb_mat([[float(x)] for x in vectors[:, -1 - i]]) for i in range(min(2, vectors.shape[1]))]

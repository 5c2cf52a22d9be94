"""The limit of the flow, with a certificate: from the end of a tube to t = infinity.

Setting: E(W) = z^T Sigma z, z = pi(W) - pi_star; J = D pi(W); V an orthonormal basis of the range of Sigma,
J_V = V^T J, K_V = J_V J_V^T, K = J J^T = sum_k |b_k|^2 A_k^T A_k; lambda the smallest nonzero eigenvalue of Sigma,
Lambda the largest. On a ball B = B(M, rho) let sigma <= sigma_min(J_V) and beta >= |D^2 pi|.

Main statements
    (PL) on B:  |grad R|^2 = 4 (Sigma z)^T K (Sigma z) >= 4 sigma^2 |Sigma z|^2 >= mu E,  mu = 4 lambda sigma^2,
         because Sigma z lies in the range of Sigma and |Sigma z|^2 >= lambda z^T Sigma z.
    (T1) If |W(T) - M| <= e, E(W(T)) <= E_T and e + 2 sqrt(E_T / mu) < rho, then W(t) stays in B for all t >= T, W(inf)
         exists, E(W(inf)) = 0, E(W(t)) <= E_T exp(-mu (t - T)), |W(inf) - W(T)| <= 2 sqrt(E_T / mu).
    (T2) With Q(W) = W - J_V^T K_V^{-1} V^T z:  |W(inf) - Q(W(T))| <= beta E_T / (sqrt 2 lambda sigma^3):
         the digits double.

Proofs. T1: as long as the flow is in B, -d sqrt(E)/dt = |grad R|^2 / (2 sqrt E) >= sqrt(mu)/2 |grad R|, so the path has
length <= 2 sqrt(E_T/mu) and cannot reach the boundary. T2: along the flow dQ/dt = -(d/dt J_V^+) V^T z exactly, because
J_V^+ d(V^T z)/dt = J_V^+ J_V dW/dt = dW/dt (grad R = 2 J_V^T V^T Sigma z lies in the range of J_V^T). The two parts of
dJ^+ = -J^+ dJ J^+ + (I - J^+ J) dJ^T (J J^T)^{-1} are orthogonal, so |d/dt J_V^+| <= sqrt 2 beta |grad R| / sigma^2;
|V^T z| <= sqrt(E / lambda); integrate with |grad R| dt <= (2/sqrt mu)(-d sqrt E):
sqrt 2 beta sigma^-2 lambda^-1/2 (2/sqrt mu) E_T / 2 = beta E_T / (sqrt 2 lambda sigma^3). On B, Q is Lipschitz with
constant 1 + sqrt 2 beta |V^T z| / sigma^2 (same formula, (I - J^+ J) is a projection), which carries e over to Q(M).
sigma_min(J_V) is beta-Lipschitz. |D^2 pi[H, H']| <= h^T C h', C_jk = |b_k| |W_{k-1}..W_{j+1}| |A_j| (j < k), so
beta = lambda_max(C). sqrt(E(W(T))) <= sqrt(E(M)) + sqrt(Lambda) sup|J| e. []
For singular Sigma the limit minimizes R but pi(inf) need not be pi_star: only V^T z vanishes.

Not covered: limits that are saddles (no certificate exists; NotYetCertifiable tells the distance to one).
References: Polyak 1963; Lojasiewicz 1963; Golub & Pereyra 1973 (derivative of the pseudo-inverse).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx, fmpq

from numerics.flow.chain import Chain, padded
from numerics.flow.defect import Constants
from numerics.flow.errors import NotYetCertifiable
from numerics.flow.problem import FlowProblem
from numerics.flow.rounding import U, Up, largest_eigenvalue
from numerics.flow.tube import Enclosure, Tube
from numerics.instance import Matrix
from numerics.spectra import eigenvalue_bounds

SPECTRAL_BITS = 96  # of the eigenvalues in the certificate; more would only make it narrower


@dataclass(frozen=True)
class Limit:
    """W(inf) lies in B(Q, radius_Q) and in B(M, radius_M), M the midpoint at T. Scalars are exact upper or lower balls.

    mu: E(t) <= E_T exp(-mu (t - T)) for t >= T; ball: radius rho on which PL holds and the flow stays.
    """

    problem: FlowProblem
    T: Fraction
    M: list[arb_mat]
    radius_M: arb
    Q: list[arb_mat]
    radius_Q: arb
    E_T: arb
    mu: arb
    ball: arb
    beta: arb
    sigma: arb
    lambda_plus: arb
    Lambda: arb
    prec: int

    def balls(self) -> list[arb_mat]:
        """Entrywise enclosure of W(inf)."""
        with ctx.workprec(self.prec):
            spread = arb(0, 1) * self.radius_Q
            return [arb_mat(m.nrows(), m.ncols(), [x + spread for x in m.entries()]) for m in self.Q]


def ball(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def ball_matrix(m: Matrix) -> arb_mat:
    return arb_mat(len(m), len(m[0]), [ball(x) for row in m for x in row])


def frobenius(m: arb_mat) -> arb:
    """Upper bound of the Frobenius norm."""
    total = arb(0)
    for x in m.entries():
        bound = arb(x.abs_upper())
        total = total + bound * bound
    return arb(total.sqrt().upper())


def upper(x: arb) -> arb:
    return arb(x.upper())


def lower(x: arb) -> arb:
    return arb(x.lower())


def float_above(x: arb) -> float:
    """A float at least x >= 0 (float() rounds to nearest)."""
    return float(upper(x)) * (1 + 4 * U) + 1e-300


def backward(problem: FlowProblem, W: list[arb_mat]) -> list[arb_mat]:
    """b_0 .. b_L as columns."""
    b = [arb_mat(len(problem.p), 1, [ball(x) for x in problem.p])]
    for w in reversed(W):
        b.append(w.transpose() * b[-1])
    return b[::-1]


def prefixes(W: list[arb_mat], d: int) -> list[arb_mat]:
    """A_1 .. A_L: A_1 = I, A_{k+1} = W_k A_k."""
    A = [arb_mat(d, d, [int(i == j) for i in range(d) for j in range(d)])]
    for w in W[:-1]:
        A.append(w * A[-1])
    return A


def kernel(b: list[arb_mat], A: list[arb_mat]) -> arb_mat:
    """K = J J^T = sum_k |b_k|^2 A_k^T A_k."""
    d = A[0].ncols()
    total = arb_mat(d, d)
    for k, a in enumerate(A):
        total = total + a.transpose() * a * (b[k + 1].transpose() * b[k + 1])[0, 0]
    return total


def cholesky(a: arb_mat) -> arb_mat:
    """Lower factor of a certainly positive definite ball matrix; raises ArithmeticError otherwise."""
    n = a.nrows()
    out = arb_mat(n, n)
    for j in range(n):
        for i in range(j, n):
            x = a[i, j]
            for k in range(j):
                x = x - out[i, k] * out[j, k]
            if i == j:
                if not x > 0:
                    raise ArithmeticError("not certainly positive definite at this precision")
                out[j, j] = x.sqrt()
            else:
                out[i, j] = x / out[j, j]
    return out


class RangeForm:
    """Quadratic forms on the range of Sigma: V = basis B (B^T B)^{-1/2}-like, through the Cholesky factor of B^T B."""

    def __init__(self, problem: FlowProblem) -> None:
        self.full = problem.sigma_rank == len(problem.Sigma)
        self.basis = ball_matrix(problem.range_basis)
        if not self.full:
            factor = cholesky(self.basis.transpose() * self.basis)  # B = V F^T with V orthonormal
            self.V = factor.solve(self.basis.transpose()).transpose()

    def __call__(self, m: arb_mat) -> arb_mat:
        """V^T M V, symmetric."""
        return symmetric(m if self.full else self.V.transpose() * m * self.V)

    def project(self, z: arb_mat) -> arb_mat:
        return z if self.full else self.V.transpose() * z

    def lift(self, a: arb_mat) -> arb_mat:
        return a if self.full else self.V * a


def symmetric(m: arb_mat) -> arb_mat:
    n = m.nrows()
    return arb_mat(n, n, [(m[i, j] + m[j, i]) / 2 for i in range(n) for j in range(n)])


def curvature(problem: FlowProblem, M: list[arb_mat], radius: float) -> tuple[arb, arb]:
    """(beta, sup |J|): upper bounds of |D^2 pi| and |D pi| on the ball of the given radius around M."""
    floats = [np.array([[float(m[i, j].mid()) for j in range(m.ncols())] for i in range(m.nrows())]) for m in M]
    layers, L = padded(floats), problem.L
    # distance of the floats from the balls of M (conversion and radii together), charged to every layer
    conversion = max(float_above(frobenius(m - arb_mat(f.tolist()))) for m, f in zip(M, floats))
    chain = Chain(layers, [Up(np.array([radius])) + Up(conversion) for _ in range(L)])
    constants = Constants.of(problem)
    p = np.zeros(layers.shape[2])
    p[: len(constants.p)] = constants.p
    b = chain.backward(p, constants.p_norm)[0]
    segment = chain.all_segments | {(k, k): Up(np.array([1.0])) for k in range(L + 1)}
    C, count, J = np.zeros((1, L, L)), 0, Up(np.array([0.0]))
    for k in range(L):
        size = b[k + 1] * segment[0, k]
        J = J + size * size
        for j in range(k):
            entry = b[k + 1] * segment[j + 1, k] * segment[0, j]
            C[:, j, k] = C[:, k, j] = entry.v
            count = max(count, entry.n)
    return arb(float(largest_eigenvalue(Up(C, count)).upper()[0])), arb(float(J.sqrt().upper()[0]))


def certify_limit(tube: Tube) -> Limit:
    """The limit certificate at the end of the tube. Raises NotYetCertifiable."""
    return certify_from(tube.problem, tube.end(), tube.bits + 64)


def certify_from(problem: FlowProblem, at: Enclosure, prec: int) -> Limit:
    """The same from any enclosure of W(T)."""
    with ctx.workprec(prec):
        M, e = at.layers, arb(at.radius)
        Sigma, V = ball_matrix(problem.Sigma), RangeForm(problem)
        lam = eigenvalue_bounds(V(Sigma), top=False, prec=SPECTRAL_BITS)[0]
        Lam = eigenvalue_bounds(Sigma, top=True, prec=SPECTRAL_BITS)[1]
        b, A = backward(problem, M), prefixes(M, problem.dims[0])
        z = b[0] - arb_mat(len(problem.pi_star), 1, [ball(x) for x in problem.pi_star])
        K = V(kernel(b, A))
        square = eigenvalue_bounds(K, top=False, prec=SPECTRAL_BITS)[0]
        sigma_M = lower(square.sqrt()) if square > 0 else arb(0)
        _, J_e = curvature(problem, M, float(e))
        root_E = (z.transpose() * Sigma * z)[0, 0]
        root_E = upper(arb(root_E.abs_upper()).sqrt() + Lam.sqrt() * J_e * e)
        E_T = upper(root_E * root_E)
        rho, beta, sigma, mu = _pl_ball(problem, M, e, root_E, sigma_M, lam)
        z_V = upper(frobenius(V.project(z)) + J_e * e)
        kappa = 1 / sigma
        alpha = V.lift(_solve(K, V.project(z), float(E_T), float(sigma_M), float(beta)))
        Q_balls = [w - b[k + 1] * (A[k] * alpha).transpose() for k, w in enumerate(M)]
        Q = [arb_mat(q.nrows(), q.ncols(), [x.mid() for x in q.entries()]) for q in Q_balls]
        rounding = sum((frobenius(q - m) for q, m in zip(Q_balls, Q)), arb(0))
        lipschitz = 1 + arb(2).sqrt() * kappa * kappa * beta * z_V
        radius_Q = upper(lipschitz * e + beta * kappa**3 * E_T / (arb(2).sqrt() * lam) + rounding)
        radius_M = upper(e + 2 * root_E / mu.sqrt())
        return Limit(problem, at.t, M, radius_M, Q, radius_Q, E_T, mu, rho, beta, sigma, lam, Lam, prec)


def _pl_ball(
    problem: FlowProblem, M: list[arb_mat], e: arb, root_E: arb, sigma_M: arb, lam: arb
) -> tuple[arb, arb, arb, arb]:
    """(rho, beta, sigma, mu) with e + 2 sqrt(E_T/mu) < rho: T1's hypothesis. Raises NotYetCertifiable."""
    gap = float((root_E * root_E).mid())
    if not sigma_M > 0:
        raise NotYetCertifiable(gap, 0.0, float("nan"))
    rho = _first_radius(e, root_E, lam, sigma_M)
    beta = arb(0)
    for _ in range(40):
        if not rho < 1e200:
            break
        beta, _ = curvature(problem, M, rho)
        sigma = lower(sigma_M - beta * arb(rho))
        if not sigma > 0:
            break
        mu = lower(4 * lam * sigma * sigma)
        need = upper(e + 2 * root_E / mu.sqrt())
        if need < arb(rho):
            return arb(rho), beta, sigma, mu
        rho = 1.05 * float(need)
    raise NotYetCertifiable(gap, float(sigma_M), float(beta))


def _first_radius(e: arb, root_E: arb, lam: arb, sigma_M: arb) -> float:
    """Where the search for rho begins: what T1 would need if the ball were small. Only a candidate."""
    return 1.02 * float(upper(e + root_E / (lam.sqrt() * sigma_M)))


def _solve(K: arb_mat, z: arb_mat, gap: float, sigma: float, beta: float) -> Any:
    try:
        return K.solve(z)
    except ZeroDivisionError:
        raise NotYetCertifiable(gap, sigma, beta) from None

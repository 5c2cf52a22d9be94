"""The gradient flow of a deep linear network as an exact initial value problem.

Main statements
    R(W) = (1/n) |y - X pi(W)|^2,  pi(W) = W_1^T ... W_L^T p,  flow dW_k/dt = -dR/dW_k
    R(W) = R_min + (pi - pi_star)^T Sigma (pi - pi_star),  Sigma = X^T X / n
    pi_star = Sigma z for any z with Sigma^2 z = X^T y / n: the optimal regressor of minimal norm, Sigma singular or not

Notation
    dims = (d_0, ..., d_L)    widths; W_k is d_k x d_{k-1}, W_1 acts first
    E_ref                     pi_star^T Sigma pi_star, the excess risk of the zero network
    D_k                       W_{k+1}^T W_{k+1} - W_k W_k^T, conserved by the flow

Not covered: losses other than the squared one; outputs of dimension above one (p maps the output to a number).
References: claims small-scale/balancedness, sharpness/minimizers-are-optimal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from flint import fmpq, fmpq_mat

from numerics.flow.errors import DegenerateStart, ScaleOutOfRange, SingularCovariance
from numerics.instance import Instance, Matrix, check_network, matrix

Vector = tuple[Fraction, ...]
LEAST, LARGEST = Fraction(1, 10**280), Fraction(10**240)


@dataclass(frozen=True)
class FlowProblem:
    """Exact data of a flow. Sigma: d x d; pi_star: d; p: d_L; W0: the layers W_1(0) .. W_L(0)."""

    Sigma: Matrix
    pi_star: Vector
    p: Vector
    W0: tuple[Matrix, ...]
    R_min: Fraction = Fraction(0)

    @staticmethod
    def from_instance(instance: Instance) -> FlowProblem:
        """The flow of a network instance (X, y, p, W1 .. WL).

        Raises BadInstance when shapes disagree, SingularCovariance when X = 0.
        """
        check_network(instance)
        X, y = _exact(instance.matrices["X"]), _exact(instance.matrices["y"])
        n = X.nrows()
        sigma, c = X.transpose() * X / fmpq(n), X.transpose() * y / fmpq(n)
        if sigma.rank() == 0:
            raise SingularCovariance
        pi = minimal_norm_solution(sigma, c)
        r_min = (y.transpose() * y)[0, 0] / n - (pi.transpose() * sigma * pi)[0, 0]
        return FlowProblem(
            Sigma=_plain(sigma),
            pi_star=tuple(r[0] for r in _plain(pi)),
            p=tuple(r[0] for r in instance.matrices["p"]),
            W0=instance.layers,
            R_min=_fraction(r_min),
        )

    @cached_property
    def dims(self) -> tuple[int, ...]:
        return (len(self.Sigma), *(len(w) for w in self.W0))

    @property
    def L(self) -> int:
        return len(self.W0)

    @cached_property
    def E_ref(self) -> Fraction:
        return _quadratic(self.Sigma, self.pi_star)

    @cached_property
    def rho_squared(self) -> Fraction:
        return sum((x * x for x in self.pi_star), Fraction(0))

    @cached_property
    def range_basis(self) -> Matrix:
        """d x r rational matrix whose columns are a basis of the range of Sigma (r = d: the identity)."""
        d = len(self.Sigma)
        reduced, rank = _exact(self.Sigma).rref()
        if rank == d:
            return matrix([int(i == j) for j in range(d)] for i in range(d))
        pivots = [next(j for j in range(d) if reduced[i, j] != 0) for i in range(rank)]
        return tuple(tuple(self.Sigma[i][j] for j in pivots) for i in range(d))

    @cached_property
    def sigma_rank(self) -> int:
        return len(self.range_basis[0])

    def regressor(self, layers: tuple[Matrix, ...]) -> Vector:
        """pi(W), exactly."""
        return self.backward(layers)[0]

    def backward(self, layers: tuple[Matrix, ...]) -> list[Vector]:
        """b_0 .. b_L with b_L = p and b_{k-1} = W_k^T b_k (so b_0 = pi)."""
        b = [self.p]
        for w in reversed(layers):
            b.append(tuple(sum((row[j] * x for row, x in zip(w, b[-1])), Fraction(0)) for j in range(len(w[0]))))
        return b[::-1]

    def excess(self, layers: tuple[Matrix, ...]) -> Fraction:
        """E(W) = R(W) - R_min, exactly."""
        z = tuple(a - b for a, b in zip(self.regressor(layers), self.pi_star))
        return _quadratic(self.Sigma, z)

    def gradient(self, layers: tuple[Matrix, ...]) -> tuple[Matrix, ...]:
        """dR/dW_k = b_k f_{k-1}^T with f_0 = 2 Sigma (pi - pi_star), f_k = W_k f_{k-1}; exactly."""
        b = self.backward(layers)
        f = tuple(2 * sum((s * (u - v) for s, u, v in zip(row, b[0], self.pi_star)), Fraction(0)) for row in self.Sigma)
        out = []
        for k, w in enumerate(layers):
            out.append(tuple(tuple(x * y for y in f) for x in b[k + 1]))
            f = tuple(sum((x * y for x, y in zip(row, f)), Fraction(0)) for row in w)
        return tuple(out)

    def admissible(self) -> bool:
        """The standing assumption of the small-scale claims, exactly: E(W(0)) <= E_ref and the gradient is not 0."""
        return self.excess(self.W0) <= self.E_ref and not self.stands_still()

    def stands_still(self) -> bool:
        return all(x == 0 for g in self.gradient(self.W0) for row in g for x in row)

    def check_scale(self) -> None:
        """Raise ScaleOutOfRange where floats, which carry all bounds, could overflow or underflow to nothing."""
        sizes = {
            "the largest entry of Sigma": max(abs(x) for row in self.Sigma for x in row),
            "the largest entry of pi_star": max(abs(x) for x in self.pi_star),
            "the largest entry of p": max(abs(x) for x in self.p),
            "the largest entry of W(0)": max(abs(x) for w in self.W0 for row in w for x in row),
            "the excess risk at the start": self.excess(self.W0),
            "the excess risk of the zero network": self.E_ref,
        }
        for what, x in sizes.items():
            if x and not LEAST < x < LARGEST:
                raise ScaleOutOfRange(what, f"10^{_decimals(x)}")

    def check_start(self) -> None:
        """Raise DegenerateStart when the gradient vanishes at W(0); after `check_scale`."""
        if self.stands_still():
            raise DegenerateStart(f"{float(self.excess(self.W0)):.6g}")


def minimal_norm_solution(sigma: fmpq_mat, c: fmpq_mat) -> fmpq_mat:
    """The solution of least norm of the consistent symmetric system sigma x = c.

    sigma is symmetric, so range(sigma) = range(sigma^2) contains c, and x = sigma z with sigma^2 z = c solves the
    system and lies in range(sigma), the orthogonal complement of the kernel: no other solution is shorter.
    """
    d = sigma.nrows()
    square = sigma * sigma
    joined = fmpq_mat(d, d + 1, [square[i, j] if j < d else c[i, 0] for i in range(d) for j in range(d + 1)])
    reduced, rank = joined.rref()
    z = fmpq_mat(d, 1)
    for i in range(rank):
        pivot = next(j for j in range(d + 1) if reduced[i, j] != 0)
        if pivot == d:
            raise ValueError("inconsistent normal equations: c is not in the range of sigma")
        z[pivot, 0] = reduced[i, d]
    return sigma * z


def _exact(m: Matrix) -> fmpq_mat:
    return fmpq_mat(len(m), len(m[0]), [fmpq(x.numerator, x.denominator) for row in m for x in row])


def _fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def _plain(m: fmpq_mat) -> Matrix:
    return tuple(tuple(_fraction(m[i, j]) for j in range(m.ncols())) for i in range(m.nrows()))


def _decimals(x: Fraction) -> int:
    """The decimal logarithm of x > 0, give or take one; x may be far outside of the floats."""
    return round((x.numerator.bit_length() - x.denominator.bit_length()) * 0.30103)


def _quadratic(m: Matrix, v: Vector) -> Fraction:
    return sum((v[i] * m[i][j] * v[j] for i in range(len(v)) for j in range(len(v))), Fraction(0))

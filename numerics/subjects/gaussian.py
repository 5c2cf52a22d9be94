r"""Exact moments of Gaussian steps W = I + c N and of products of k independent ones, for rational c and small d.

Entries of N are independent standard normal, so a mixed moment of W is a product of moments of single entries,
E (delta_ij + c n)^m for m <= 4, with E n^2 = 1, E n^4 = 3 and odd moments 0. From these the matrix
    K = E[W (x) W (x) W (x) W]   (d^4 x d^4)
is formed entry by entry, and E[G (x) G (x) G (x) G] = K^k for G = W_k ... W_1 (independence). Every quantity below is
a contraction of K^k with the unit tensor or with given vectors: nothing of the recursions and laws that the claims
state enters here.

`RatioMoment` has the moments of Q = |(I + cN)x|^2/|x|^2 for one vector, from the mixture Q = 2 c^2 Gamma(d/2 + J),
J ~ Poisson(z), z = 1/(2c^2) (noncentral chi-square):
    E Q^q  = (2c^2)^q sum_j C(q,j) z^j (d/2+j)_(q-j)                                  (a polynomial, q integer)
    E Q^-q = z^q / ((d/2-q)_q) e^-z sum_n (d/2-q)_n/(d/2)_n z^n/n!                       (q < d/2 integer)
What is not covered: moments of odd order in |.|, d > 3 for products.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from math import comb
from typing import Any

from flint import arb

from numerics.arithmetic.base import Arithmetic
from numerics.instance import BadInstance, Instance, shape
from numerics.second.arithmetic import Second
from numerics.second.interval import Interval
from numerics.transcendental import exponential


class GaussianSteps:
    """numbers: d, k (integers), c; matrices: x, y (d x 1). The depth of the claims is L = k."""

    def __init__(self, arithmetic: Arithmetic, matrices: Any, numbers: Any) -> None:
        self.A, self.x, self.y = arithmetic, matrices["x"], matrices["y"]
        self.d, self.k, self.c = int(numbers["d"]), int(numbers["k"]), numbers["c"]

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """Raises BadInstance unless 1 <= d <= 3, k >= 1 and x, y have d entries."""
        d, k = instance.numbers.get("d", Fraction(0)), instance.numbers.get("k", Fraction(0))
        if d not in (1, 2, 3) or k.denominator != 1 or k < 1 or "c" not in instance.numbers:
            raise BadInstance("Gaussian steps need d = 1, 2 or 3, an integer k >= 1 and c")
        for name in ("x", "y"):
            if name not in instance.matrices or shape(instance.matrices[name]) != (int(d), 1):
                raise BadInstance(f"{name} has to be a column of d = {d} entries")
        return cls(
            arithmetic,
            {n: arithmetic.matrix(instance.matrices[n]) for n in ("x", "y")},
            {"d": d, "k": k, "c": arithmetic.number(instance.numbers["c"])},
        )

    @cached_property
    def tau(self) -> Any:
        """c^2 d = s^2 / L."""
        return self.c**2 * self.d

    @cached_property
    def _moments(self) -> dict[tuple[bool, int], Any]:
        """E (delta + c n)^m for m = 1 .. 4, expanded with E n^2 = 1, E n^4 = 3."""
        normal = (1, 0, 1, 0, 3)
        found: dict[tuple[bool, int], Any] = {}
        for m in range(1, 5):
            found[False, m] = normal[m] * self.c**m
            on = self.A.number(0)
            for j in range(m + 1):
                on = on + comb(m, j) * normal[j] * self.c**j
            found[True, m] = on
        return found

    @cached_property
    def _indices(self) -> list[tuple[int, ...]]:
        return list(product(range(self.d), repeat=4))

    def _expected(self, rows: tuple[int, ...], columns: tuple[int, ...]) -> Any:
        value = self.A.number(1)
        for (i, j), m in Counter(zip(rows, columns, strict=True)).items():
            value = value * self._moments[i == j, m]
        return value

    @cached_property
    def _step(self) -> Any:
        index = self._indices
        return self.A.assemble(len(index), len(index), lambda a, b: self._expected(index[a], index[b]))

    def _push(self, tensor: Any, steps: int) -> Any:
        """K^steps applied to a fourth-order tensor (a column of d^4 entries)."""
        for _ in range(steps):
            tensor = self.A.multiply(self._step, tensor)
        return tensor

    def _sum(self, tensor: Any, chosen: Any) -> Any:
        total = self.A.number(0)
        for position, index in enumerate(self._indices):
            if chosen(*index):
                total = total + self.A.entry(tensor, position, 0)
        return total

    @cached_property
    def _identity(self) -> Any:
        """I (x) I as a start: G (x) G (x) G (x) G contracted over i = j, k = l on the right."""
        one, zero = self.A.number(1), self.A.number(0)
        index = self._indices
        return self.A.assemble(
            len(index), 1, lambda a, _: one if index[a][0] == index[a][1] and index[a][2] == index[a][3] else zero
        )

    def alpha(self, k: int) -> Any:
        """E tr (G_k G_k^T)^2."""
        return self._sum(self._push(self._identity, k), lambda i, j, p, q: j == p and i == q)

    def beta(self, k: int) -> Any:
        """E (tr G_k G_k^T)^2."""
        return self._sum(self._push(self._identity, k), lambda i, j, p, q: i == j and p == q)

    def _vectors(self, *v: Any) -> Any:
        index, A = self._indices, self.A

        def entry(a: int, _: int) -> Any:
            value = A.number(1)
            for vector, i in zip(v, index[a], strict=True):
                value = value * A.entry(vector, i, 0)
            return value

        return A.assemble(len(index), 1, entry)

    def squares_product(self, x: Any, y: Any, k: int) -> Any:
        """E |G_k x|^2 |G_k y|^2."""
        return self._sum(self._push(self._vectors(x, x, y, y), k), lambda i, j, p, q: i == j and p == q)

    def mean_square(self, k: int) -> Any:
        """E |G_k x|^2, from second moments of single entries: E[G (x) G] step by step."""
        A, d = self.A, self.d
        H = A.multiply(self.x, A.transpose(self.x))
        for _ in range(k):  # E[W H W^T]_ij = sum_pq H_pq E W_ip W_jq
            H = A.assemble(d, d, partial(self._second, H))
        return A.trace(H)

    def _second(self, H: Any, i: int, j: int) -> Any:
        total = self.A.number(0)
        for p, q in product(range(self.d), repeat=2):
            joint = (
                self._moments[i == p, 2] if (i, p) == (j, q) else self._moments[i == p, 1] * self._moments[j == q, 1]
            )
            total = total + self.A.entry(H, p, q) * joint
        return total

    def exp(self, x: Any) -> Any:
        return exponential(self.A, x)

    @cached_property
    def x_squared(self) -> Any:
        return self.A.sum_of_squares(self.x)

    @cached_property
    def y_squared(self) -> Any:
        return self.A.sum_of_squares(self.y)

    @cached_property
    def inner(self) -> Any:
        return self.A.entry(self.A.multiply(self.A.transpose(self.x), self.y), 0, 0)

    @cached_property
    def inverse_rate(self) -> Any:
        """The coefficient of c^2 in E |(I + cN)^-T x|^2 (series in c): E |N^T x|^2 + 2 E x^T N^2 x, entry by entry."""
        A, d = self.A, self.d
        total = A.number(0)
        for _i, p, q in product(range(d), repeat=3):  # (N^T x)_i = sum_p N_pi x_p
            total = total + (A.entry(self.x, p, 0) * A.entry(self.x, q, 0) if p == q else 0)
        for i, j, p in product(range(d), repeat=3):  # x_i N_ip N_pj x_j
            total = total + (2 * A.entry(self.x, i, 0) * A.entry(self.x, j, 0) if (i, p) == (p, j) else 0)
        return total

    @cached_property
    def forward_rate(self) -> Any:
        """The coefficient of c^2 in E |(I + cN) x|^2: E |N x|^2, entry by entry."""
        A, d = self.A, self.d
        total = A.number(0)
        for _i, p, q in product(range(d), repeat=3):
            total = total + (A.entry(self.x, p, 0) * A.entry(self.x, q, 0) if p == q else 0)
        return total


class RatioMoment:
    """numbers: d, q (integers), c > 0."""

    def __init__(self, arithmetic: Arithmetic, matrices: Any, numbers: Any) -> None:
        self.A = arithmetic
        self.d, self.q, self.c = int(numbers["d"]), int(numbers["q"]), numbers["c"]

    @classmethod
    def of(cls, instance: Instance, arithmetic: Arithmetic) -> Any:
        """Raises BadInstance unless d and q are positive integers."""
        n = instance.numbers
        integers = [n.get("d", Fraction(0)), n.get("q", Fraction(0))]
        if "c" not in n or min(integers) < 1 or any(x.denominator != 1 for x in integers):
            raise BadInstance("a ratio moment needs integers d >= 1, q >= 1 and c")
        return cls(arithmetic, {}, {"d": n["d"], "q": n["q"], "c": arithmetic.number(n["c"])})

    def exp(self, x: Any) -> Any:
        return exponential(self.A, x)

    @cached_property
    def c2(self) -> Any:
        return self.c * self.c

    @cached_property
    def positive_moment(self) -> Any:
        """E Q^q."""
        z, total = 1 / (2 * self.c2), self.A.number(0)
        for j in range(self.q + 1):
            rising = self.A.number(1)
            for i in range(self.q - j):
                rising = rising * self.A.number(Fraction(self.d, 2) + j + i)
            total = total + comb(self.q, j) * z**j * rising
        return (2 * self.c2) ** self.q * total

    @cached_property
    def negative_moment(self) -> Any:
        """E Q^-q for q < d/2, enclosed: the tail of the series lies between 0 and a geometric one (ratio < z/n)."""
        A, z = self.A, 1 / (2 * self.c2)
        top, bottom = A.number(Fraction(self.d, 2) - self.q), A.number(Fraction(self.d, 2))
        front = A.number(1)
        for i in range(self.q):
            front = front * (top + i)
        term, total = A.number(1), A.number(1)
        count = max(60, int(4 * A.to_float(z)) + 60)
        for n in range(count):
            term = term * (top + n) / (bottom + n) * z / (n + 1)
            total = total + term
        rest = 2 * term * z / (count + 1)  # ratio of later terms <= z/(count+1) <= 1/4
        return z**self.q / front * exponential(A, -z) * (total + rest * self._unit)

    @property
    def _unit(self) -> Any:
        """An enclosure of [0, 1]."""
        return Interval(Fraction(0), Fraction(1), self.A.bits) if isinstance(self.A, Second) else arb(0).union(arb(1))

"""Mutants that no check can notice because they change nothing that is true: line, change, and the reason.

They count as survivors all the same. An excuse holds for one line of one function and for `count` changes of it that
read alike, so a change elsewhere that reads the same is not excused with it; unused ones are reported.
"""
# ruff: noqa: E501  (lines are quoted as they stand in the code)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Site:
    """Where a survivor is: plain data."""

    module: str
    number: int
    function: str
    line: str
    change: str

    @property
    def shown(self) -> str:
        return f"{self.module}:{self.number} {self.function}: {self.change}"


@dataclass(frozen=True)
class Excuse:
    module: str
    function: str
    line: str
    change: str
    reason: str
    count: int = 1

    def covers(self, site: Site) -> bool:
        return (self.module, self.function, self.line, self.change) == (
            site.module, site.function, site.line, site.change
        )  # fmt: skip


def excused(survivors: Sequence[Site]) -> tuple[list[tuple[Site, Excuse]], list[Site], list[Excuse]]:
    """(survivors with their excuses, survivors without, excuses for more survivors than there are).

    Where more survive than an excuse is for, none of them is excused: one of them may be a hole.
    """
    explained: list[tuple[Site, Excuse]] = []
    without, idle = list(survivors), []
    for excuse in HARMLESS:
        covered = [site for site in survivors if excuse.covers(site)]
        if len(covered) < excuse.count:
            idle.append(excuse)
        if len(covered) <= excuse.count:
            explained += [(site, excuse) for site in covered]
            without = [site for site in without if site not in covered]
    return explained, without, idle


HARMLESS: tuple[Excuse, ...] = (
    Excuse("theorems.words", "powers", "if not a or not b:", "not a or not b -> not a and (not b)", "only a shortcut: the general case gives the same"),
    Excuse("numerics.spectra.balls", "eigenvalue_bounds", "with ctx.workprec(max(prec or ctx.prec, 53)):", "53 -> 54", "a bit more of the least working precision"),
    Excuse("numerics.spectra.balls", "singular_value_bounds", "with ctx.workprec(max(prec or ctx.prec, 53)):", "53 -> 54", "a bit more of the least working precision"),
    Excuse("numerics.spectra.balls", "singular_value_bounds", "wide = A.nrows() < A.ncols()", "A.nrows() < A.ncols() -> A.nrows() <= A.ncols()", "for square matrices both Gram matrices have the same eigenvalues"),
    Excuse("numerics.spectra.rational", "sign_changes", "signs = [c > 0 for c in coefficients if c != 0]", "c > 0 -> c >= 0", "zeros are filtered in the same line"),
    Excuse("numerics.spectra.rational", "_shifted", "coefficients: list[Any] = chi(fmpq_poly([c, 1])).coeffs()", "1 -> 2", "chi(c + 2 x) has as many positive zeros as chi(c + x), and of the same order at 0"),
    Excuse("numerics.arithmetic.radical", "compare", "c, q, n = (other.c, other.q, other.n) if isinstance(other, Radical) else (fmpq(other), fmpq(1), 1)", "1 -> 2", "a rational is the root of its power, for every order: 1^(1/2) = 1"),
    Excuse("numerics.arithmetic.radical", "compare", "return 1 if mine > yours else -1", "mine > yours -> mine >= yours", "the line before says that the signs differ"),
    Excuse("numerics.arithmetic.compare", "_compare_eigenvalue", "if isinstance(b, Radical) and b.c > 0:  # lambda against c q^(1/n): lambda^n against c^n q, for lambda >= 0", "b.c > 0 -> b.c >= 0", "the coefficient of a radical is never zero"),
    Excuse("numerics.second.interval", "round_down", "if shift >= 0:", "shift >= 0 -> shift > 0", "at shift 0 both branches divide by the same number"),
    Excuse("numerics.second.interval", "round_down", "if shift >= 0:", "0 -> 1", "at shift 0 both branches divide by the same number"),
    Excuse("numerics.second.interval", "integer_root", "r = 1 << -(-x.bit_length() // n)", "1 -> 2", "another start of Newton's iteration, also from above"),
    Excuse("numerics.second.interval", "integer_root", "r = 1 << -(-x.bit_length() // n)", "-x.bit_length() // n -> -x.bit_length() * n", "another start of Newton's iteration, also from above"),
    Excuse("numerics.second.eigenvalues", "roots_above", "signs = [x > 0 for x in shifted if x != 0]", "x > 0 -> x >= 0", "zeros are filtered in the same line"),
    Excuse("numerics.second.eigenvalues", "largest_eigenvalue", "bound = max(sum(abs(x) for x in row) for row in m) + Fraction(1)", "1 -> 2", "a larger first bracket"),
    Excuse("numerics.second.eigenvalues", "largest_eigenvalue", "return Interval(low, high, bits + 4)", "4 -> 5", "a bit more of outward rounding's precision"),
    Excuse("numerics.second.eigenvalues", "_simplest_between", "if low <= 0 <= high:", "low <= 0 <= high -> low < 0 <= high", "at low = 0 the next lines return the integer 0 as well"),
    Excuse("numerics.second.eigenvalues", "_simplest_between", "if high < 0:", "high < 0 -> high <= 0", "high = 0 has returned before"),
    Excuse("numerics.second.eigenvalues", "_simplest_between", "if floor + 1 <= high:", "floor + 1 <= high -> floor + 1 < high", "for high = floor + 1 the recursion returns the same integer"),
    Excuse("numerics.second.eigenvalues", "enclose_largest", "return Interval(low - radius, high + radius, bits + 4)", "4 -> 5", "a bit more of outward rounding's precision"),
    Excuse("numerics.second.arithmetic", "smallest_nonzero_eigenvalue", "low, high = Fraction(0), sum((m[i][i] for i in range(len(m))), Fraction(0))", "0 -> 1", "the first bracket is larger by 1 (the start of the sum of the diagonal)"),
    Excuse("numerics.second.arithmetic", "smallest_nonzero_eigenvalue", "while high - low > high / (1 << self.bits):", "high - low > high / (1 << self.bits) -> high - low >= high / (1 << self.bits)", "at most one bisection more"),
    Excuse("numerics.second.arithmetic", "smallest_nonzero_eigenvalue", "while high - low > high / (1 << self.bits):", "1 -> 2", "one bisection more"),
    Excuse("numerics.second.arithmetic", "_any_solution", "rows[i] = [x - factor * z for x, z in zip(rows[i], rows[rank], strict=True)]", "True -> False", "rows of one matrix have one length by construction"),
    Excuse("numerics.flow.step", "advance", "for _ in range(40):", "40 -> 41", "one attempt more"),
    Excuse("numerics.flow.step", "advance", "if radius > 0.05 * size or not math.isfinite(radius):", "radius > 0.05 * size -> radius >= 0.05 * size", "where a radius is called useless"),
    Excuse("numerics.flow.step", "_verify", "for _ in range(5):", "5 -> 6", "one attempt more"),
    Excuse("numerics.flow.step", "_verify", "if not exponent <= 2.5:", "exponent <= 2.5 -> exponent < 2.5", "where a step is called too long"),
    Excuse("numerics.flow.step", "_verify", "radius = float((Up(growth_factor(exponent)) * Up(seed)).upper()) + 1e-300", "float((Up(growth_factor(exponent)) * Up(seed)).upper()) + 1e-300 -> float((Up(growth_factor(exponent)) * Up(seed)).upper()) - 1e-300", "TINY = 2^-900 in the product before is larger than 1e-300: the bound keeps its room"),
    Excuse("numerics.flow.step", "next_state", "floors = Up(math.sqrt(entries) * frame.ulp_w, 2) * _geometric(h, frame.order)", "2 -> 3", "one rounding more is counted"),
    Excuse("numerics.flow.step", "next_state", "largest = max((abs(v) for w in layers for v in w), default=0)", "0 -> 1", "there is always an entry"),
    Excuse("numerics.flow.step", "next_state", "if shift > 0:", "shift > 0 -> shift >= 0", "the shift is not 0 there"),
    Excuse("numerics.flow.step", "next_state", "lost = Up(math.sqrt(entries) * 2.0 ** (x - frame.bits), 2)", "2 -> 3", "one rounding more is counted"),
    Excuse("numerics.flow.limit", "balls", "return [arb_mat(m.nrows(), m.ncols(), [x + spread for x in m.entries()]) for m in self.Q]", "x + spread -> x - spread", "a ball around 0 is its own negative"),
    Excuse("numerics.flow.limit", "float_above", "return float(upper(x)) * (1 + 4 * U) + 1e-300", "4 -> 5", "a bound that is larger by 1e-16 of itself"),
    Excuse("numerics.flow.limit", "curvature", "p = np.zeros(layers.shape[2])", "2 -> 3", "layers are padded to squares"),
    Excuse("numerics.flow.limit", "curvature", "segment = chain.all_segments | {(k, k): Up(np.array([1.0])) for k in range(L + 1)}", "1 -> 2", "one empty product more, never read"),
    Excuse("numerics.flow.limit", "curvature", "C, count, J = np.zeros((1, L, L)), 0, Up(np.array([0.0]))", "1 -> 2", "a batch of two, of which the first is read"),
    Excuse("numerics.flow.limit", "curvature", "C, count, J = np.zeros((1, L, L)), 0, Up(np.array([0.0]))", "0 -> 1", "one rounding more is counted"),
    Excuse("numerics.flow.limit", "certify_limit", "return certify_from(tube.problem, tube.end(), tube.bits + 64)", "64 -> 65", "a bit more of the working precision"),
    Excuse("numerics.flow.limit", "certify_from", "sigma_M = lower(square.sqrt()) if square > 0 else arb(0)", "square > 0 -> square >= 0", "the root of 0 is the 0 of the other branch"),
    Excuse("numerics.flow.limit", "_pl_ball", "if not sigma_M > 0:", "sigma_M > 0 -> sigma_M >= 0", "for sigma_M = 0 the next bound is infinite or NaN and the same error follows"),
    Excuse("numerics.flow.limit", "_pl_ball", "for _ in range(40):", "40 -> 41", "one attempt more"),
    Excuse("numerics.flow.limit", "_pl_ball", "if not sigma > 0:", "sigma > 0 -> sigma >= 0", "for sigma = 0 the need is infinite and never below rho"),
    Excuse("numerics.flow.limit", "_pl_ball", "need = upper(e + 2 * root_E / mu.sqrt())", "2 -> 3", "asks for a larger ball than T1 does"),
    Excuse("numerics.flow.limit", "_pl_ball", "if need < arb(rho):", "need < arb(rho) -> need <= arb(rho)", "T1 holds on the closed ball as well: PL holds there and the path is not longer than need"),
    Excuse("properties.binomial", "_sum", "if start >= stop:", "start >= stop -> start > stop", "an empty sum is 0 either way"),
    Excuse("properties.binomial", "upper_tail", "return 1 - _sum(n, q, 0, f) if _few(f, n) else _sum(n, q, f, n + 1)", "1 -> 2", "the binomial coefficient of n over n + 1 is 0"),
    Excuse("properties.binomial", "interval", "_check(n, Fraction(0), f)", "0 -> 1", "the argument only has to be some probability"),
    Excuse("properties.binomial", "interval", "if f > 0:", "f > 0 -> f >= 0", "for f = 0 the bisection ends at 0 as well: P(Bin >= 0) = 1"),
    Excuse("properties.binomial", "interval", "if f < n:", "f < n -> f <= n", "for f = n the bisection ends at 1 as well: P(Bin <= n) = 1"),
)  # fmt: skip

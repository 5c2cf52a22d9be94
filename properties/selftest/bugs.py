"""Seeded bugs: patches as data, and for each the checks of the part it belongs to; one of them has to notice.

Each line is one plausible mistake: a dropped term, a wrong side of a rounding, a forgotten case, a rule weakened. The
text on the left has to occur exactly once in the module, so that a patch cannot silently stop applying.
"""
# ruff: noqa: E501  (patches are quoted as they stand in the code)

from __future__ import annotations

from dataclasses import dataclass

from properties.selftest import checks_intervals as intervals
from properties.selftest import checks_limits as limits
from properties.selftest import checks_machinery as machinery
from properties.selftest import checks_networks as networks
from properties.selftest import checks_numbers as numbers
from properties.selftest import checks_sharp as sharp
from properties.selftest import checks_steps as steps
from properties.selftest.changes import Check
from properties.selftest.mutants import noticed
from properties.selftest.patching import replaced


@dataclass(frozen=True)
class Bug:
    area: str
    module: str
    old: str
    new: str
    checks: tuple[Check, ...]

    @property
    def shown(self) -> str:
        return f"{self.area}: {self.module}: {self.old!r} -> {self.new!r}"


def _of(area: str, module: str, checks: tuple[Check, ...], *patches: tuple[str, str]) -> list[Bug]:
    return [Bug(area, module, old, new, checks) for old, new in patches]


BUGS = (
    *_of(
        "gradient and risk",
        "numerics.network",
        (networks.gradient, networks.least_squares, networks.hessian),
        ("self.A.scale(2 / self.A.number(self.n), self.A.multiply(self.A.transpose(self.X), residual))",
         "self.A.scale(1 / self.A.number(self.n), self.A.multiply(self.A.transpose(self.X), residual))"),
        ("residual = self.A.minus(self.A.multiply(self.X, self.pi), self.y)",
         "residual = self.A.plus(self.A.multiply(self.X, self.pi), self.y)"),
        ("self.A.transpose(self.A.multiply(self.prefix(k), self.g))",
         "self.A.transpose(self.A.multiply(self.prefix(k), self.pi))"),
        ("for k in range(self.L, 0, -1):\n            vectors[k - 1] = self.A.multiply(self.A.transpose(self.W[k]), vectors[k])",
         "for k in range(self.L, 0, -1):\n            vectors[k - 1] = self.A.multiply(self.A.transpose(self.W[1]), vectors[k])"),
        ("products[k] = self.A.multiply(self.W[k - 1], products[k - 1])", "products[k] = self.A.multiply(products[k - 1], self.W[k - 1])"),
        ("return self.risk - self.minimal_risk", "return self.risk - self.risk_of_zero"),
        ("above, below = self.W[k + 1], self.W[k]", "above, below = self.W[k], self.W[k + 1]"),
        ("return self.A.minus(self.pi, self.pi_star)", "return self.A.plus(self.pi, self.pi_star)"),
        ("for i in range(j + 1, k):\n            product", "for i in range(j + 1, k + 1):\n            product"),
    ),
    *_of(
        "Hessian",
        "numerics.hessian",
        (networks.hessian,),
        ("return A.plus(gauss_newton(net), A.assemble(len(names), len(names), mixed))", "return gauss_newton(net)"),
        ("A.entry(middle[j, k], e, a)", "A.entry(middle[j, k], a, e)"),
        ("(j, a, b), (k, c, e) = sorted((names[p], names[q]))", "(j, a, b), (k, c, e) = names[p], names[q]"),
        ("A.scale(A.number(2), A.product(A.transpose(j), net.covariance, j))",
         "A.scale(A.number(1), A.product(A.transpose(j), net.covariance, j))"),
        ("A.entry(net.suffix(names[q][0]), names[q][1], 0)", "A.entry(net.suffix(names[q][0]), 0, 0)"),
        ("A.scale(net.suffix_squared(k), ", "A.scale(net.A.number(1), "),
        ("forward = {k: A.multiply(net.prefix(k), net.g)", "forward = {k: A.multiply(net.prefix(k), net.pi)"),
    ),
    *_of(
        "second evaluator",
        "numerics.second.definition",
        (networks.hessian,),
        ("a[0] * b[3] + a[1] * b[2] + a[2] * b[1] + a[3] * b[0]", "a[0] * b[3] + a[1] * b[2] + a[3] * b[0]"),
        ("(-target[0], zero, zero, zero)", "(target[0], zero, zero, zero)"),
        ("_risk(X, y, p, layers)[3] / n", "_risk(X, y, p, layers)[3]"),
    ),
    *_of(
        "second evaluator",
        "numerics.second.arithmetic",
        (networks.second_arithmetic, networks.least_squares, networks.minimal_sharpness),
        ("factor = rows[i][column]\n", "factor = rows[rank][column]\n"),
        ("below, above = a_high < b_low, a_low > b_high", "below, above = a_high <= b_low, a_low >= b_high"),
        ("same = a_low == a_high == b_low == b_high", "same = a_low == b_low and a_high == b_high"),
        ("return -self.largest_eigenvalue([[-x for x in row] for row in m])", "return self.largest_eigenvalue([[-x for x in row] for row in m])"),
        ("if roots_above(polynomial, middle) == count else", "if roots_above(polynomial, middle) > 0 else"),
        ("low, high = here - slack, here\n", "low, high = here + slack, here + slack\n"),
        ("high = max(x.high if isinstance(x, Interval) else Fraction(x) for x in xs)",
         "high = min(x.high if isinstance(x, Interval) else Fraction(x) for x in xs)"),
    ),
    *_of(
        "rounding direction",
        "numerics.second.interval",
        (intervals.intervals, intervals.interval_roots),
        ("self.low, self.high, self.bits = round_down(low, bits), -round_down(-high, bits), bits",
         "self.low, self.high, self.bits = round_down(low, bits), round_down(high, bits), bits"),
        ("return Interval(-self.high, -self.low, self.bits)", "return Interval(-self.high, -self.high, self.bits)"),
        ("corners = [x * y for x in (self.low, self.high) for y in (o.low, o.high)]", "corners = [self.low * o.low, self.high * o.high]"),
        ("if o.low <= 0 <= o.high:", "if o.low < 0 < o.high:"),
        ("base = abs(self) if n % 2 == 0 else self", "base = self"),
        ("n) + 1, 1 << shift)", "n), 1 << shift)"),
        ("return Interval(low, root_above(x.high, n, bits), bits)", "return Interval(low, root_below(x.high, n, bits), bits)"),
        ("max(self.low, -self.high, Fraction(0))", "max(self.low, Fraction(0))"),
    ),
    *_of(
        "spectra",
        "numerics.second.eigenvalues",
        (intervals.second_spectra,),
        ("value.low, value.high) if isinstance(value, Interval) else (value, value)\n    return Interval(low - radius, high + radius",
         "value.low, value.high) if isinstance(value, Interval) else (value, value)\n    return Interval(low, high"),
        ("for j in range(len(shifted) - 2, i - 1, -1):", "for j in range(len(shifted) - 2, i, -1):"),
        ("Fraction(0)) / k)", "Fraction(0)))"),
    ),
    *_of(
        "spectra",
        "numerics.spectra.balls",
        (numbers.ball_members, numbers.ball_spectra, numbers.definiteness, numbers.singular_values),
        ("if is_positive_definite(_identity(n, theta) - A):\n            return theta", "if True:\n            return theta"),
        ("if not pivot > 0:", "if pivot < 0:"),
        ("return -high, -low", "return low, high"),
        ("low = arb(best.lower())", "low = arb(best.upper())"),
        ("return arb(A[0, 0].lower()), arb(A[0, 0].upper())", "return arb(A[0, 0].mid()), arb(A[0, 0].mid())"),
        ("low = low.max(arb(A[i, i].lower()))", "low = low.max(arb(A[i, i].upper()))"),
        ("for k in range(j):\n            pivot", "for k in range(j - 1):\n            pivot"),
        ("sum((arb(A[i, j].abs_upper()) for j in range(n)), arb(0))", "arb(A[i, i].abs_upper())"),
        ("if not all(x.is_finite() for x in A.entries()):", "if False:"),
    ),
    *_of(
        "spectra",
        "numerics.spectra.rational",
        (numbers.exact_spectra, numbers.comparison),
        ("signs = [c > 0 for c in coefficients if c != 0]", "signs = [c > 0 for c in coefficients]"),
        ("if self._chi(c) == 0 and self._outside(c) == 0:", "if self._chi(c) == 0:"),
        ("if n >= 2 and self._top and self._psd():", "if n >= 2 and self._top:"),
        ("return Eigenvalue(-1 * self._matrix, not self._top)", "return Eigenvalue(-1 * self._matrix, self._top)"),
        ("if isinstance(other, int | fmpq) and other > 0:\n            return Eigenvalue", "if isinstance(other, int | fmpq):\n            return Eigenvalue"),
        ("for f in (first, second, common))", "for f in (first, second))"),
        ("if A.transpose() != A:", "if False:"),
    ),
    *_of(
        "exact roots and comparison",
        "numerics.arithmetic.radical",
        (numbers.radicals, numbers.comparison),
        ("return mine * (int(left > right) - int(left < right))", "return int(left > right) - int(left < right)"),
        ("if top**n == q.p and bottom**n == q.q else None", "if True else None"),
        ("return monomial(self.c**k, self.q**k, self.n)", "return monomial(self.c, self.q**k, self.n)"),
        ("return other * (1 + quotient)", "return self * (1 + quotient)"),
    ),
    *_of(
        "exact roots and comparison",
        "numerics.arithmetic.compare",
        (numbers.comparison,),
        ("return 0 if a.is_exact() and b.is_exact() and a == b else None", "return 0 if a.overlaps(b) else None"),
        ('"<=": sign <= 0,', '"<=": sign < 0,'),
        ("return -b.compare(a)", "return b.compare(a)"),
        ("    if sign is None:\n        return None\n    return {", "    if sign is None:\n        sign = 0\n    return {"),
    ),
    *_of(
        "minimal sharpness",
        "numerics.minimal_sharpness",
        (networks.minimal_sharpness,),
        ("return arb((middle - slack).lower()).union(arb(middle.upper()))", "return arb((middle + slack).lower()).union(arb((middle + slack).upper()))"),
        ("return 2 * A.power(rho_squared", "return 1 * A.power(rho_squared"),
        ("(-t / (depth - 1)).exp()", "(-t / depth).exp()"),
        ("A.scale(1 / A.sum_of_squares(vectors[k])", "A.scale(1 / A.sum_of_squares(vectors[k - 1])"),
    ),
    *_of(
        "verdict rules",
        "properties.verdict",
        (machinery.verdict_rules,),
        ('has(Outcome.REFUTED, ("kernel", "exact", "enclosure", "statistical"))', "has(Outcome.REFUTED)"),
        ("e.outcome is Outcome.PROVED and e.complete and e.route in _PROVING", "e.outcome is Outcome.PROVED and e.route in _PROVING"),
        ("if has(Outcome.DISAGREES) or (proved and (refuted or violated)):", "if has(Outcome.DISAGREES):"),
        ("if violated:  # a", "if False:  # a"),
        ("return bool(sampled) and all(e.met == 0 for e in sampled)", "return False"),
        ("e.cases > 0 and e.route in _DECIDING", "e.route in ROUTES"),
        ("if has(Outcome.ERROR):\n        return Decision(Verdict.ERROR)", "if False:\n        return Decision(Verdict.ERROR)"),
    ),
    *_of(
        "deciding",
        "properties.decision",
        (machinery.deciding, machinery.replaying),
        ("if any(h.holds is None for h in hypotheses):", "if False:"),
        ("if any(c.holds is None for c in conclusions):", "if False:"),
        ("if not conclusions:", "if False:"),
        ("if hypotheses[-1].holds is False:", "if hypotheses[-1].holds is None:"),
        ("return _case(VIOLATED, hypotheses, conclusions, precision)", "return _case(HOLDS, hypotheses, conclusions, precision)"),
        ("if isinstance(arithmetic, Rationals):\n        return _shared", "if True:\n        return _shared"),
    ),
    *_of(
        "replay",
        "properties.witness",
        (machinery.replaying, machinery.witness_files),
        ("decide(reading, instance, REPLAY_BITS, world=Second)", "decide(reading, instance, REPLAY_BITS)"),
        (".get(case.status, CONTRADICTED)", ".get(case.status, CONFIRMED)"),
        ("UNDECIDED: UNCONFIRMED}", "UNDECIDED: CONFIRMED}"),
        ('data.get("schema") != SCHEMA', 'data.get("schema") == ""'),
    ),
    *_of(
        "search and tasks",
        "properties.search",
        (machinery.searching,),
        ("if case.status == VIOLATED and self.found is None:", "if case.ratio > 1 and self.found is None and False:"),
        ("if case.status in (HOLDS, VIOLATED):", "if case.status in (HOLDS, VIOLATED, NOT_MET):"),
    ),
    *_of(
        "search and tasks",
        "properties.tasks",
        (machinery.task_faults,),
        ('result = {"error": f"{type(error).__name__}: {error}"[:400]}', "result = {}"),
        ('f"{seed}|{key}|{number}"', 'f"{seed}|{key}"'),
    ),
    *_of(
        "search and tasks",
        "properties.tally",
        (machinery.task_faults,),
        ("self.status[case.status] += 1", "self.status[case.status] += case.status == 'violated'"),
    ),
    *_of(
        "evidence",
        "properties.evidence",
        (machinery.gathering,),
        ("CONTRADICTED: Outcome.DISAGREES}", "CONTRADICTED: Outcome.INCONCLUSIVE}"),
        ("complete=complete and result[\"complete\"]", "complete=True"),
        ('undecided = total("undecided")', 'undecided = 0 * total("undecided")'),
        ('wrong = [c for c in result["cases"] if c["status"] != "holds"]', 'wrong = [c for c in result["cases"] if c["status"] == "violated"]'),
        ("outcome=Outcome.HOLDS if count and not violated else Outcome.INCONCLUSIVE", "outcome=Outcome.HOLDS"),
    ),
    *_of(
        "evidence",
        "properties.evidence",
        (sharp.evidence_routes,),
        ('route="exact" if found.get("exact", True) else "enclosure"', 'route="exact"'),
    ),
    *_of(
        "evidence",
        "properties.decision",
        (sharp.evidence_routes,),
        ("exact=all(r.exact for r in [*hypotheses, *conclusions])", "exact=True"),
    ),
    *_of(
        "products",
        "numerics.products.partial",
        (sharp.product_roundings,),
        ("product_error(W, G) + error * frobenius_upper(G)", "product_error(W, G) + error"),
        ("error = gap * frobenius_upper(n) + 2 * u", "error = 2 * u"),
        ("error * frobenius_upper(G)).upper())\n            G = W @ G", "error * frobenius_upper(G)).upper())\n            G = G @ W"),
    ),
    *_of(
        "second evaluator",
        "numerics.second.arithmetic",
        (sharp.second_edges,),
        ('except OverflowError:\n            return float("nan")', "except ZeroDivisionError:\n            return 0.0"),
        ("if i != rank and rows[i][column] != 0:", "if i > rank and rows[i][column] != 0:"),
    ),
    *_of(
        "spectra",
        "numerics.second.eigenvalues",
        (sharp.second_edges,),
        ("return max(x.high - middle, middle - x.low)", "return x.high - middle"),
        ("bound = max(sum(abs(x) for x in row) for row in m)", "bound = min(sum(abs(x) for x in row) for row in m)"),
    ),
    *_of(
        "statistical thresholds",
        "properties.binomial",
        (machinery.binomials,),
        ("return upper_tail(n, upwards(q), f) <= level", "return upper_tail(n, upwards(q), f) <= 2 * level"),
        ("_sum(n, q, f, n + 1)", "_sum(n, q, f + 1, n + 1)"),
        ("small = upper_tail(n, Fraction(middle, grid), f) <= error / 2", "small = upper_tail(n, Fraction(middle, grid), f) <= error"),
    ),
    *_of(
        "cache key",
        "properties.cache",
        (machinery.caching,),
        ("text = json.dumps(task, sort_keys=True) + sources", "text = json.dumps(task, sort_keys=True)"),
        ('data["checksum"] != _checksum(result)', "False"),
        ("waiting += [*parents, *_imports(path, module)]", "waiting += parents"),
    ),
    *_of(
        "constructions",
        "properties.strategies_networks",
        (networks.constructions,),
        ("w = A.plus(w, A.minus(free, along))", "w = A.plus(w, free)"),
        ("A.minus(noise, fitted))\n    return X, y, pi_star", "noise)\n    return X, y, pi_star"),
        ("pi_star = A.scale(omega**L * readout, c[0])", "pi_star = A.scale(omega**L, c[0])"),
    ),
    *_of(
        "word algebra",
        "theorems.words",
        (networks.words,),
        ("min(u[i:] + u[:i] for u in (word, flip(word)) for i in range(len(u)))", "min(u[i:] + u[:i] for u in (word,) for i in range(len(u)))"),
        ("rest if w[i].transposed else flip(rest)", "rest"),
        ("h.T if w[i].transposed else h", "h"),
        ("if self.columns != other.rows:", "if False:"),
        ("return {term: c for term, c in total.items() if c}", "return {term: c for term, c in total.items() if c > 0}"),
        ("{(s, flip(w)): c for (s, w), c in self.terms.items()}", "{(s, w[::-1]): c for (s, w), c in self.terms.items()}"),
    ),
    *_of(
        "step inequality",
        "numerics.flow.step",
        (networks.flow,),
        ("radius = float((Up(growth_factor(exponent)) * Up(seed)).upper()) + 1e-300", "radius = 1e-9 * seed"),
        ("return self.start.t + self.unit * Fraction(self.a, 2**self.s)", "return self.start.t + self.unit * Fraction(self.a + 1, 2**self.s)"),
        ("return Fraction(2) ** (self.series.frame.unit_exponent - 1)", "return Fraction(2) ** self.series.frame.unit_exponent"),
    ),
    *_of(
        "limit certificate",
        "numerics.flow.limit",
        (networks.flow,),
        ("mu = lower(4 * lam * sigma * sigma)", "mu = lower(8 * lam * sigma * sigma)"),
        ("radius_M = upper(e + 2 * root_E / mu.sqrt())", "radius_M = upper(e + root_E / (8 * mu.sqrt()))"),
        ("total = total + a.transpose() * a * (b[k + 1].transpose() * b[k + 1])[0, 0]", "total = total + a.transpose() * a * 4"),
        ("Q_balls = [w - b[k + 1] * (A[k] * alpha).transpose() for k", "Q_balls = [w + b[k + 1] * (A[k] * alpha).transpose() for k"),
        ("if not sigma_M > 0:", "if sigma_M > 0:"),
    ),
    *_of(
        "step inequality",
        "numerics.flow.step",
        (steps.growth_argument, steps.one_step, steps.end_state),
        ("seed = (Up(state.radius) + Up(h) * delta).upper()", "seed = (Up(h) * delta).upper()"),
        ("seed = (Up(state.radius) + Up(h) * delta).upper()", "seed = state.radius"),
        ("if radius < tube:", "if radius < 2 * tube:"),
        ("rates = growth_rates(centres, constants, tube, unit)", "rates = growth_rates(centres, constants, tube, 1.0)"),
        ("rates = growth_rates(centres, constants, tube, unit)", "rates = growth_rates(centres, constants, seed, unit)"),
        ("radius = float((Up(radius) + lost).upper())", "pass"),
        ("radius = float((Up(step.radius) + floors).upper())", "radius = step.radius"),
    ),
    *_of(
        "limit certificate",
        "numerics.flow.limit",
        (limits.limit_parts, limits.certificates, limits.certificate_roundings, limits.limits_agree),
        ("need = upper(e + 2 * root_E / mu.sqrt())", "need = upper(2 * root_E / mu.sqrt())"),
        ("if need < arb(rho):", "if True:"),
        ("+ rounding)\n", ")\n"),
        ("lipschitz = 1 + arb(2).sqrt() * kappa * kappa * beta * z_V", "lipschitz = arb(1)"),
        ("beta, _ = curvature(problem, M, rho)", "beta, _ = curvature(problem, M, float(e))"),
        ("if square > 0 else arb(0)", "if square > 0 else arb(1)"),
    ),
)  # fmt: skip


def missed(part: int = 0, parts: int = 1) -> tuple[int, list[str], dict[str, int]]:
    """(caught, those that no check noticed, caught by check) for every `parts`-th bug from `part` on."""
    caught, left, by = 0, [], dict[str, int]()
    for bug in BUGS[part::parts]:
        how = noticed(bug.module, replaced(bug.module, bug.old, bug.new), bug.checks)
        if how:
            caught += 1
            name = how.split(":")[0]
            by[name] = by.get(name, 0) + 1
        else:
            left.append(bug.shown)
    return caught, left, by

"""Mutants that survive because they change nothing that matters: by kernel and function, with the reason.

Reviewed one by one. What is not listed here counts as a survivor.
"""

# ruff: noqa: E501  (changes are quoted as `lemmata selftest` prints them)

# fmt: off
HARMLESS: dict[tuple[str, str], tuple[str, frozenset[str]]] = {
    ("theorems.words", "spell"): ("the shape of a part is not used: the sum has the shape of the whole", frozenset({"-1 -> 1", "1 -> 2"})),
    ("numerics.second.eigenvalues", "_simplest_between"): ("unreachable at zero; an integer end is found one step later", frozenset({"high < 0 -> high <= 0", "floor + 1 <= high -> floor + 1 < high"})),
    ("properties.witness", "load"): ("a limit on size, off by one", frozenset({"entries > _MOST_ENTRIES -> entries >= _MOST_ENTRIES", "parameters > _MOST_PARAMETERS -> parameters >= _MOST_PARAMETERS", "path.stat().st_size > _LARGEST_FILE -> path.stat().st_size >= _LARGEST_FILE"})),
    ("theorems.words", "_canonical"): ("any fixed choice among the rotations will do", frozenset({"min -> max"})),
    ("theorems.words", "powers"): ("only a shortcut; the general case gives the same", frozenset({"not a or not b -> not a and (not b)"})),
    ("numerics.spectra.balls", "_cholesky_from_above"): ("only the candidate for the bound from above changes; Cholesky still proves it", frozenset({"(low + width).upper -> (low + width).lower", "(radius + tiny).upper -> (radius + tiny).lower", "(width * 16).upper -> (width * 16).lower", "-(ctx.prec * 2) // 3 -> -(ctx.prec * 2) * 3", "-ctx.prec + 12 -> -ctx.prec - 12", "12 -> 13", "16 -> 17", "2 -> 3", "ceiling - low -> ceiling + low", "theta < ceiling -> theta <= ceiling", "width * 16 -> width + 16"})),
    ("numerics.spectra.balls", "singular_value_bounds"): ("either Gram matrix, or another precision", frozenset({"53 -> 54", "A.nrows() < A.ncols() -> A.nrows() <= A.ncols()", "low > 0 -> low >= 0", "max -> min", "prec or ctx.prec -> prec and ctx.prec"})),
    ("numerics.spectra.balls", "is_positive_definite"): ("an initial value that is always overwritten", frozenset({"0 -> 1"})),
    ("numerics.spectra.balls", "eigenvalue_bounds"): ("another working precision", frozenset({"53 -> 54", "max -> min"})),
    ("numerics.spectra.rational", "sign_changes"): ("zeros are filtered before; only equality of labels counts", frozenset({"1 -> 2", "c > 0 -> c >= 0"})),
    ("numerics.spectra.rational", "_above"): ("a positive rescaling of the variable keeps the signs", frozenset({"1 -> 2"})),
    ("numerics.spectra.rational", "is_positive_semidefinite"): ("a positive multiple of the matrix", frozenset({"1 -> 2"})),
    ("numerics.spectra.rational", "equals"): ("unreachable or implied by the counts that follow", frozenset({"False -> True", "_above(f, low) - _above(f, high) -> _above(f, low) + _above(f, high)", "_above(first, high) or _above(second, high) -> _above(first, high) and _above(second, high)", "self._top and other._top -> self._top or other._top"})),
    ("numerics.spectra.rational", "__truediv__"): ("division by zero raises either way", frozenset({"other > 0 -> other >= 0"})),
    ("numerics.spectra.rational", "_multiplicity"): ("a positive rescaling of the variable keeps the order of the zero", frozenset({"1 -> 2"})),
    ("numerics.spectra.rational", "__mul__"): ("zero times the matrix has the eigenvalue zero", frozenset({"other > 0 -> other >= 0"})),
    ("numerics.arithmetic.radical", "_sign"): ("never called with zero", frozenset({"x < 0 -> x <= 0", "x > 0 -> x >= 0"})),
    ("numerics.arithmetic.radical", "compare"): ("a root of 1 of any order; signs already known to differ", frozenset({"1 -> 2", "mine > yours -> mine >= yours"})),
    ("numerics.arithmetic.compare", "_compare_eigenvalue"): ("the coefficient is never zero; otherwise balls decide", frozenset({"0 -> 1", "b.c > 0 -> b.c >= 0"})),
    ("numerics.second.interval", "round_down"): ("one bit more or less of precision", frozenset({"0 -> 1", "1 -> 2", "abs(x.numerator).bit_length() <= bits -> abs(x.numerator).bit_length() < bits", "shift >= 0 -> shift > 0"})),
    ("numerics.second.interval", "root"): ("refuses at the single point zero, where an interval would do", frozenset({"x.high < 0 -> x.high <= 0"})),
    ("numerics.second.interval", "root_below"): ("another precision", frozenset({"0 -> 1", "max -> min", "x.denominator.bit_length() - x.numerator.bit_length() -> x.denominator.bit_length() + x.numerator.bit_length()"})),
    ("numerics.second.interval", "root_above"): ("another precision, outwards", frozenset({"0 -> 1", "1 -> 2", "max -> min", "x.denominator.bit_length() - x.numerator.bit_length() -> x.denominator.bit_length() + x.numerator.bit_length()"})),
    ("numerics.second.interval", "__abs__"): ("both branches agree on the boundary", frozenset({"self.high <= 0 -> self.high < 0", "self.low >= 0 -> self.low > 0"})),
    ("numerics.second.interval", "integer_root"): ("another start of the Newton iteration from above", frozenset({"-x.bit_length() // n -> -x.bit_length() * n", "1 -> 2"})),
    ("numerics.second.eigenvalues", "largest_eigenvalue"): ("the first bracket, the width of the last one, or its rounding", frozenset({"0 -> 1", "1 -> 2", "4 * bits -> 4 + bits", "4 -> 5", "bits + 4 -> bits - 4", "high - low < Fraction(1, 1 << 4 * bits) -> high - low <= Fraction(1, 1 << 4 * bits)", "high - low > max(abs(low), abs(high)) / (1 << bits) -> high - low >= max(abs(low), abs(high)) / (1 << bits)", "max -> min"})),
    ("numerics.second.eigenvalues", "enclose_largest"): ("the rounding of a bracket", frozenset({"4 -> 5", "bits + 4 -> bits - 4"})),
    ("numerics.second.eigenvalues", "roots_above"): ("zeros are filtered before", frozenset({"x > 0 -> x >= 0"})),
    ("numerics.second.definition", "_risk"): ("lengths that agree by construction", frozenset({"True -> False"})),
    ("numerics.second.definition", "hessian_from_risk"): ("an initial value that is always overwritten", frozenset({"0 -> 1"})),
    ("properties.binomial", "upwards"): ("another precision, upwards", frozenset({"1 -> 2"})),
    ("properties.binomial", "upper_tail"): ("both branches are the same number; or an empty end of the range", frozenset({"1 -> 2", "2 * f -> 2 + f", "2 * f < n -> 2 * f <= n", "2 -> 3"})),
    ("properties.binomial", "lower_tail"): ("both branches are the same number", frozenset({"2 * f -> 2 + f", "2 * f > n -> 2 * f >= n", "2 -> 3"})),
    ("properties.binomial", "interval"): ("a finer grid, or an end that no sample reaches", frozenset({"0 -> 1", "1 -> 2", "f < n -> f <= n", "f > 0 -> f >= 0", "lower_tail(n, Fraction(middle, grid), f) <= error / 2 -> lower_tail(n, Fraction(middle, grid), f) < error / 2", "upper_tail(n, Fraction(middle, grid), f) <= error / 2 -> upper_tail(n, Fraction(middle, grid), f) < error / 2"})),
    ("properties.binomial", "_sum"): ("an empty sum is zero either way", frozenset({"start >= stop -> start > stop"})),
    ("properties.binomial", "critical_count"): ("only the argument that is checked to be possible", frozenset({"0 -> 1"})),
}
# fmt: on

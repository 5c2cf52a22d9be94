"""Seeded bugs in the bounds under a validated step: counted roundings, products of layers, growth, defect."""
# ruff: noqa: E501  (patches are quoted as they stand in the code)

from __future__ import annotations

from properties.selftest import checks_bounds as bounds
from properties.selftest.seeding import of

BOUNDS = (
    *of(
        "rounding direction",
        "numerics.flow.rounding",
        (bounds.counted_roundings, bounds.float_norms),
        ("max(self.n, other.n) + 1)", "max(self.n, other.n))"),
        ("max(self.n, other.n) + 1)", "min(self.n, other.n) + 1)"),
        ("return Up(self.v * other.v + TINY, self.n + other.n + 2)", "return Up(self.v * other.v + TINY, self.n + other.n)"),
        ("return Up(self.v * other.v + TINY, self.n + other.n + 2)", "return Up(self.v * other.v, self.n + other.n + 2)"),
        ("return Up(np.sqrt(self.v), (self.n + 1) // 2 + 1)", "return Up(np.sqrt(self.v), self.n // 2)"),
        ("max(v.size // max(total.size, 1), 1) - 1)", "0)"),
        ("out = self.v * (1.0 + 2.0 * (self.n + 2) * U)", "out = self.v"),
        ("if not self.n * U <= 0.25:", "if False:"),
        ("return squares.sqrt() * Up(top.squeeze(axis))", "return squares.sqrt()"),
        ("root.sqrt()\n        value = root * Up(scale, fro.n)", "root.sqrt()\n        value = root"),
        ("for _ in range(4):\n", "for _ in range(5):\n"),
        ("for _ in range(3):\n", "for _ in range(2):\n"),
        ("value = value + Up(relative_error) * fro", "value = value"),
        ("+ c.v[..., 0, 1], c.n + 1)", ", c.n + 1)"),
        ("return Up((image / x).max(-1)", "return Up((image / x).min(-1)"),
        ("steps[0] = 1.0", "steps[0] = h"),
        (".exp().abs_upper()) * (1.0 + 2.0**-50)", ".exp().abs_upper()) * (1.0 - 2.0**-50)"),
    ),
    *of(
        "step inequality",
        "numerics.flow.chain",
        (bounds.products_of_layers,),
        ("self.reach = [a + s for a, s in zip(self.a, self.s)]", "self.reach = self.a"),
        ("self.noise = [s + self.gamma * f for s, f", "self.noise = [self.gamma * f for s, f"),
        ("bounds = [size + error]\n", "bounds = [size]\n"),
        ("            bounds.append(size + error)\n        return bounds[::-1]", "            bounds.append(size)\n        return bounds[::-1]"),
        ("+ self.s[low + i + length - 1] * sizes[i]\n", ""),
        ("self.reach[low + i + length - 1] * errors[i]", "self.a[low + i + length - 1] * errors[i]"),
        ("out[low + i, low + i + length] = sizes[i] + errors[i]", "out[low + i, low + i + length] = sizes[i]"),
    ),
    *of(
        "step inequality",
        "numerics.flow.growth",
        (bounds.growth_of_errors,),
        ("[dev + Up(tube) for dev in centres.deviation]", "list(centres.deviation)"),
        ("entry = backward[k + 1] * forward[j]", "entry = backward[k] * forward[j]"),
        ("entry = backward[k + 1] * forward[j]", "entry = backward[k + 1] * forward[k]"),
        ("if k > j + 1:", "if False:"),
        ("between[j + 1, k]", "between[j + 1, j + 2]"),
        ("(b - target) @ sigma.T", "b @ sigma.T"),
        ("C[:, j, k] = C[:, k, j] = entry.v", "C[:, j, k] = entry.v"),
        ("return largest_eigenvalue(Up(C, count)) * Up(unit)", "return largest_eigenvalue(Up(C, count))"),
        ("error = constants.sigma_norm * (error + ", "error = (error + "),
        ("half = h / (2 * count)", "half = h / (4 * count)"),
        ("return Up(half) * slope + noise", "return noise"),
        ("(orders * w.v[1:])", "w.v[1:]"),
    ),
    *of(
        "step inequality",
        "numerics.flow.defect",
        (bounds.defect_of_polynomials,),
        ("np.convolve(u.v, v.v)[order:]", "np.convolve(u.v, v.v)[order + 1 :]"),
        ("cut = tail(B[k + 1], Fv[k], N)", "cut = Up(0.0)"),
        ("+ tail(V[k], B[k + 1], N) +", "+"),
        ("+ sB[k + 1] * tf[k] +", "+"),
        ("total = total + layer * layer", "total = layer * layer"),
        ("return total.sqrt()", "return total"),
    ),
)

"""Sharpness of scalar networks against depth (d = 1, all widths 1, |p| = 1).

Main statements
    growth   at a minimizer with pi = w_1 ... w_L p the Hessian is 2 Sigma v v^T, v_k = pi / w_k (L <= 6, from the
             risk); the least of its largest eigenvalue over all layers with |pi| = rho is s(L) = 2 L Sigma rho^{2-2/L};
             log s has derivative (L + 2 log rho) / L^2: s increases where L > 2 log(1/rho), and s(2) / s(1) = 2 rho
The step from the eigenvalue 2 Sigma rho^2 sum_k 1/w_k^2 to its least value is the inequality of arithmetic and
geometric means, with equality at equal |w_k|; it is quoted. Source: claim `sharpness/grows-with-depth`.
"""

from __future__ import annotations

import sympy

from theorems.symbolic.derivation import Derivation
from theorems.symbolic.rational import RationalProof

DEEPEST = 6


def growth() -> Derivation:
    proof = RationalProof("depth-growth")
    x, y, p = sympy.symbols("x y p", positive=True)  # one sample, Sigma = x^2
    for depth in range(1, DEEPEST + 1):
        w = sympy.symbols(f"w_1:{depth + 1}", positive=True)
        pi = p * sympy.prod(w)
        risk = (y - x * pi) ** 2
        for i, a in enumerate(w):
            for b in w[i:]:
                second = sympy.diff(risk, a, b).subs(y, x * pi)  # at a minimizer y = x pi
                proof.equals(f"depth {depth}, {a} {b}", second, 2 * x**2 * (pi / a) * (pi / b))
        equal = dict.fromkeys(w[1:], w[0])
        trace = sum(2 * x**2 * (pi / v) ** 2 for v in w).subs(equal)
        square = pi.subs(equal) ** 2
        proof.equals(f"depth {depth}, equal layers", trace, 2 * depth * x**2 * square / w[0] ** 2)
    proof.show("scalar Hessian", r"\nabla^2 R = 2\Sigma\, v v^{\top},\; v_k = \pi/w_k")
    L, r = sympy.symbols("L r", positive=True)  # r stands for log rho; the identity holds for either sign
    logarithm = sympy.log(L) + (2 - 2 / L) * r
    proof.equals(
        "growth",
        sympy.diff(logarithm, L),
        (L + 2 * r) / L**2,
        show=r"\frac{d}{dL}\log\bigl(2L\Sigma\rho^{2-2/L}\bigr) = \frac{L + 2\log\rho}{L^2}",
    )
    rho = sympy.Symbol("rho", positive=True)
    sizes = {k: 2 * k * x**2 * rho ** (2 - sympy.Rational(2, k)) for k in (1, 2)}
    proof.equals("from depth 1 to 2", sizes[2] / sizes[1], 2 * rho, show=r"S_{\min}(2)/S_{\min}(1) = 2\rho")
    return proof.done(
        scope=f"d = 1, widths 1; Hessian for L <= {DEEPEST}, growth for every L > 0",
        complete=False,
        detail="the least value over the layers is the inequality of arithmetic and geometric means, quoted",
    )

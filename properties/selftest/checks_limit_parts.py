"""Checks of the parts of the limit certificate, and of its limits against closed forms."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx

from numerics.flow import FlowProblem, NotYetCertifiable, certify_limit, gap_below, integrate, limit
from numerics.flow.limit import certify_from, curvature
from numerics.flow.rounding import Up, largest_eigenvalue
from numerics.flow.tube import Enclosure, start_tube
from properties.selftest.checks_limits import F, _ends, _exactly, _near
from properties.selftest.checks_steps import flow_problem, instead, scalar_flow
from properties.selftest.need import contains, need, refuses


def limits_agree() -> None:
    """Certificates early and late overlap; closed forms are inside; no certificate on a plateau."""
    for problem, early, prec, late in _ends():
        with ctx.workprec(prec):
            one, two = certify_from(problem, early, prec), certify_from(problem, late, prec)

            def apart(a: list[Any], b: list[Any]) -> Any:
                return sum((x * x for m, q in zip(a, b) for x in (m - q).entries()), arb(0)).sqrt()

            need(bool(apart(one.M, two.Q) <= one.radius_M + two.radius_Q), "the later limit in the first ball")
            need(bool(apart(one.Q, two.Q) <= one.radius_Q + two.radius_Q), "the later limit in the second ball")
            need(bool(two.radius_Q < arb(10) ** -9) and bool(two.E_T < one.E_T), "digits double")
    scalar = _ends()[3]
    with ctx.workprec(200):
        rate = certify_from(*scalar[:3])
        need(12 * (1 - 1e-3) <= float(rate.mu) <= 12, "the rate of a linear flow")
        need(contains(rate.balls()[0][0, 0], F(1, 2)), "its limit")
    flat = start_tube(flow_problem((2, 2, 1), 3), 12)[0]
    tiny = Enclosure(F(0), [m / 1000 for m in flat.end().layers], 0.0)
    refuses(NotYetCertifiable, lambda: certify_from(flat.problem, tiny, 100), "a plateau")
    zero = Enclosure(F(0), [m * 0 for m in flat.end().layers], 0.0)
    refuses(NotYetCertifiable, lambda: certify_from(flat.problem, zero, 100), "a saddle")
    low = scalar_flow((F(1, 100), F(1, 100)), F(1, 10**9))
    poor = F(1, 10**20)
    thin = FlowProblem(
        ((F(1), F(0)), (F(0), F(1))), (F(0), F(0)), (F(1),), (((F(1), F(0)), (F(0), poor)), ((poor, F(0)),))
    )
    with ctx.workprec(300):
        tiny_ = arb(1) / 10**20
        at = Enclosure(F(0), [arb_mat([[1, 0], [0, tiny_]]), arb_mat([[tiny_, 0]])], 0.0)
    refuses(NotYetCertifiable, lambda: certify_from(thin, at, 300), "a Jacobian that is not shown to have full rank")
    for layers, gap in (([0, 0], F(1, 10**18)), ([F(1, 10), F(-1, 10)], (F(1, 100) + F(1, 10**9)) ** 2)):
        at = Enclosure(F(0), [arb_mat([[arb(F(v).numerator) / F(v).denominator]]) for v in layers], 0.0)
        try:
            certify_from(low, at, 100)
            need(False, "no certificate where the Jacobian vanishes or is too small")
        except NotYetCertifiable as error:
            _near(error.gap, float(gap), "the gap that is named", 1e-9)
    with ctx.workprec(100):
        small = certify_from(
            scalar_flow((F(1, 2), F(1, 2)), F(1, 4) + F(1, 10**6)), Enclosure(F(0), [arb_mat([[0.5]])] * 2, 0.0), 100
        )
        _near(small.sigma, math.sqrt(0.5), "a small Jacobian is one", 1e-3)
    tube = integrate(scalar_flow((F(1, 2), F(1, 2)), F(2)), 12, gap_below(1e-8))
    with ctx.workprec(200):
        whole = certify_limit(tube)
        need(whole.prec > tube.bits and whole.T == tube.T, "the precision of the tube, and more")
        need(bool(abs(whole.balls()[0][0, 0] - arb(2).sqrt()) <= 2 * whole.radius_Q), "sqrt 2")
    late_ = _ends()[0]
    for huge in (1e200, 1e300):
        with instead(limit, "_first_radius", lambda *_, huge=huge: huge):
            try:
                certify_from(*late_[:3])
                need(False, "no certificate on a ball without end")
            except NotYetCertifiable as error:
                need(error.beta == 0.0 and error.sigma > 0, "nothing was bounded")
    refuses(NotYetCertifiable, lambda: certify_from(late_[0], replace(late_[3], radius=0.5), 100), "a wide tube")


def limit_parts() -> None:
    """The pieces of the certificate on their own: norms, Cholesky, curvature, kernel, symmetric part."""
    with ctx.workprec(80):
        need(bool(limit.upper(arb(1, 0.5)) >= 1.5) and bool(limit.lower(arb(1, 0.5)) <= 0.5), "ends")
        m = arb_mat([[arb(1, 0.5), 2], [arb(-3, 1), 0]])
        need(bool(abs(limit.frobenius(m) ** 2 - (2.25 + 4 + 16)) < 1e-6), "the Frobenius norm of a ball")
        need(bool(limit.frobenius(m) ** 2 >= arb(2.25) + 20), "from above")
        a = arb_mat([[4, 2, 2], [2, 5, 3], [2, 3, 6]])
        factor = limit.cholesky(a)
        need(
            (factor * factor.transpose()).contains(a) and all(factor[i, j] == 0 for i, j in ((0, 1), (0, 2), (1, 2))),
            "LL^T",
        )
        refuses(ArithmeticError, lambda: limit.cholesky(arb_mat([[1, 1], [1, 1]])), "semidefinite")
        need(limit.symmetric(arb_mat([[1, 2], [4, 5]])) == arb_mat([[1, 3], [3, 5]]), "the symmetric part")
        need(limit.float_above(arb(1, 0.5)) >= 1.5, "a float above a ball")
        need(_exactly(limit.frobenius(arb_mat([[1, 1]]))) ** 2 >= 2, "a norm is rounded up")
        need(_exactly(limit.frobenius(arb_mat([[1, 1, 1]]))) ** 2 >= 3, "a norm is rounded up")
        need(limit.cholesky(arb_mat([[F(1, 4).numerator]]) / 4)[0, 0] == 0.5, "small pivots are pivots")
        for x in (arb(1) / 3, arb(10) ** 30 / 7, arb(0), arb(3)):
            up = limit.float_above(x)
            need(bool(arb(up) >= x) and bool(arb(up) <= x * (1 + 1e-14) + 1e-200), "a float above")
        W = [arb_mat([[1, 2], [3, 4], [5, 6]]), arb_mat([[1, 0, 2]])]
        problem = FlowProblem(
            ((F(1), F(0)), (F(0), F(1))),
            (F(1), F(1)),
            (F(3),),
            (((F(1), F(2)), (F(3), F(4)), (F(5), F(6))), ((F(1), F(0), F(2)),)),
        )
        b, A = limit.backward(problem, W), limit.prefixes(W, 2)
        need(b[2][0, 0] == 3 and b[1] == arb_mat([[3], [0], [6]]) and b[0] == arb_mat([[33], [42]]), "backward vectors")
        need(len(A) == 2 and A[0] == arb_mat([[1, 0], [0, 1]]) and A[1] == W[0], "prefixes")
        need(limit.kernel(b, A) == arb_mat([[45, 0], [0, 45]]) + W[0].transpose() * W[0] * 9, "J J^T")
        for radius in (0.0, 0.25, 2.0):  # |D^2 pi| = |p| for two layers with one output, |J| from the two parts
            beta, sup = curvature(problem, W, radius)
            _near(beta, 3.0, "two layers", 1e-6)
            spectral = float(np.linalg.norm(np.array([[1.0, 2], [3, 4], [5, 6]]), 2)) + radius
            _near(sup, 3 * math.hypot(math.sqrt(5.0) + radius, spectral), "sup |J|", 2e-2)
            need(float(sup) >= 3 * math.hypot(math.sqrt(5.0) + radius, spectral) * (1 - 1e-12), "from above")
        three = FlowProblem(((F(1),),), (F(1),), (F(2),), (((F(3),),), ((F(5),),), ((F(7),),)))
        beta, sup = curvature(three, [arb_mat([[3]]), arb_mat([[5]]), arb_mat([[7]])], 0.0)
        top = float(np.linalg.eigvalsh(2.0 * np.array([[0, 7, 5], [7, 0, 3], [5, 3, 0]]))[-1])
        need(top * (1 - 1e-12) <= float(beta) <= top * 1.02, "three scalar layers")
        _near(sup, 2 * math.sqrt(35**2 + 21**2 + 15**2), "their Jacobian", 1e-6)
        for which in range(3):
            balls = [arb_mat([[arb(v, 1 if k == which else 0)]]) for k, v in enumerate((3, 5, 7))]
            need(float(curvature(three, balls, 0.0)[0]) >= float(beta) * 1.05, "also when one layer only is a ball")
        counted: list[int] = []

        def counting(c: Up) -> Up:
            counted.append(c.n)
            return largest_eigenvalue(c)

        with instead(limit, "largest_eigenvalue", counting):
            curvature(three, [arb_mat([[3]]), arb_mat([[5]]), arb_mat([[7]])], 0.0)
        need(min(counted) >= 4, "two products of bounds are at least four roundings")
        wide = [arb_mat([[arb(3, 1)]]), arb_mat([[arb(5, 1)]]), arb_mat([[arb(7, 1)]])]
        top = float(np.linalg.eigvalsh(2.0 * np.array([[0, 8, 6], [8, 0, 4], [6, 4, 0]]))[-1])
        need(float(curvature(three, wide, 0.0)[0]) >= top * (1 - 1e-9), "the radii of the midpoints count")

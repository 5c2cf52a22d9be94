"""What can go wrong with a gradient flow, by name. Every message is one line and says what to do.

    FlowError            base of all
    DegenerateStart      the gradient vanishes at the start: the flow stands still
    SingularCovariance   Sigma = 0: every regressor is optimal, nothing flows
    ScaleOutOfRange      a norm leaves the range of the bounding arithmetic
    StepFailure          no step size gives a verified step
    EnclosureBlowup      the error radius has become comparable with the solution
    NotYetCertifiable    no Polyak-Lojasiewicz ball around the end of the tube yet
    LimitNotReached      step or digit budget spent without a limit certificate

Not covered: bad input data, which raise `numerics.instance.BadInstance`.
"""

from __future__ import annotations

import math


class FlowError(ArithmeticError):
    """A gradient flow could not be treated as asked for."""


class DegenerateStart(FlowError):
    """The gradient is exactly zero at W(0)."""

    def __init__(self, excess: object) -> None:
        super().__init__(
            f"the gradient vanishes at the start (excess risk {excess}): the flow stands still; choose another start"
        )


class SingularCovariance(FlowError):
    """The covariance is zero."""

    def __init__(self) -> None:
        super().__init__("the covariance X^T X is zero: every regressor is optimal; the data need a non-zero entry")


class ScaleOutOfRange(FlowError):
    """A size lies outside of about 1e-280 .. 1e240. value: a float, or words where no float can hold it."""

    def __init__(self, what: str, value: float | str) -> None:
        shown = value if isinstance(value, str) else f"{value:.3g}"
        super().__init__(f"{what} = {shown} is out of range; rescale data and layers (aim at norms near 1)")


class StepFailure(FlowError):
    """No step size passes the verification."""

    def __init__(self, t: float) -> None:
        super().__init__(
            f"no step size could be verified at t = {t:.6g}; more digits help if the error radius is large"
        )
        self.t = t


class EnclosureBlowup(FlowError):
    """The enclosure has become useless. t: time reached, error: radius, digits_lost: decimal growth of the radius."""

    def __init__(self, t: float, error: float, digits_lost: float) -> None:
        more = max(10, int(digits_lost) + 10) if math.isfinite(digits_lost) else 100
        super().__init__(
            f"error radius {error:.2g} at t = {t:.6g} is comparable with the solution "
            f"({digits_lost:.0f} digits lost); integrate with {more} digits more"
        )
        self.t, self.error, self.digits_lost = t, error, digits_lost


class NotYetCertifiable(FlowError):
    """The limit certificate fails here. gap: excess risk, sigma: sigma_min(J), beta: bound of D^2 pi."""

    def __init__(self, gap: float, sigma: float, beta: float) -> None:
        super().__init__(
            f"no certificate yet: excess {gap:.2e}, sigma_min(J) {sigma:.2e}, curvature {beta:.2e}; integrate further"
        )
        self.gap, self.sigma, self.beta = gap, sigma, beta


class LimitNotReached(FlowError):
    """The budget is spent. reason: what stopped it."""

    def __init__(self, t: float, gap: float, reason: str) -> None:
        super().__init__(
            f"no limit certified up to t = {t:.6g} (excess {gap:.2e}): {reason}; "
            "the start may flow to a saddle, or needs more steps or digits"
        )
        self.t, self.gap = t, gap

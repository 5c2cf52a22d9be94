"""What claims quantify over: each subject turns an exact instance into named quantities, in any arithmetic."""

from numerics.subjects.minimizer import Minimizer, Regression
from numerics.subjects.small_scale import FlowInTime, FlowLimit, Pair

__all__ = ["FlowInTime", "FlowLimit", "Minimizer", "Pair", "Regression"]

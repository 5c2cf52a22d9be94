"""What claims quantify over: each subject turns an exact instance into named quantities, in any arithmetic."""

from numerics.subjects.minimizer import Minimizer, Regression

__all__ = ["Minimizer", "Regression"]

"""Certified spectra: eigenvalues of rational matrices (exactly) and of ball matrices (enclosed)."""

from numerics.spectra.balls import eigenvalue_bounds, is_positive_definite, singular_value_bounds
from numerics.spectra.rational import Eigenvalue, eigenvalues_above, is_positive_semidefinite

__all__ = [
    "Eigenvalue",
    "eigenvalue_bounds",
    "eigenvalues_above",
    "is_positive_definite",
    "is_positive_semidefinite",
    "singular_value_bounds",
]

"""Gradient descent on deep linear networks: exact on instances, float64 on many networks at once."""

from numerics.descent.dynamics import DamagedCheckpoint, Descent, in_blocks, run
from numerics.descent.power_iteration import PowerIteration, hessian_vector_product, power_iteration
from numerics.descent.problem import BadDescent, Problem, gaussian_start, perceptron, residual, residual_start
from numerics.descent.sharpness import extreme_eigenvalues, sharpness

__all__ = [
    "BadDescent",
    "DamagedCheckpoint",
    "Descent",
    "PowerIteration",
    "Problem",
    "extreme_eigenvalues",
    "gaussian_start",
    "hessian_vector_product",
    "in_blocks",
    "perceptron",
    "power_iteration",
    "residual",
    "residual_start",
    "run",
    "sharpness",
]

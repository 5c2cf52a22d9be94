"""Two-layer linear networks with matrix output: flow, descent, closed forms, reduced-rank regression.

model         risk, gradient, Hessian, steps of gradient descent, from the raw definition
series        Taylor coefficients of the flow and of the formulas
closed_form   the curves of single components
enclosure     the matrix flow in balls, with a proved remainder
recursion     the diagonal recursion of gradient descent over long runs, with directed rounding
kernel        the same recursion in float64, batched
reduced_rank  the least risk of rank k, exactly
perturbation  constants of the perturbation bound
"""

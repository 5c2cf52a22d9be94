"""The second evaluator: a world of its own that decides witnesses again, in pure Python.

It shares no arithmetic code with the first one: `fractions.Fraction` and intervals of fractions instead of FLINT, its
own
linear algebra, eigenvalues by exact sign counting, and the Hessian by differentiating the raw risk instead of a
formula.
It is slow and meant for witnesses, which are small. Where the two evaluators differ, the verdict is DISPUTED.
"""

from numerics.second.arithmetic import Second

__all__ = ["Second"]

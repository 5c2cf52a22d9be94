"""One formula, four worlds: the arithmetics over which networks, risks, gradients and Hessians are evaluated.

    Rationals(prec)   exact fractions (python-flint fmpq); roots and eigenvalues stay exact where they can, else balls
    Balls(prec)       ball arithmetic throughout (Arb), `prec` bits
    Floats()          float64 NumPy with leading batch axes; looks for candidates, decides nothing
    Symbols()         SymPy, for derivations on explicit small networks and for display
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numerics.arithmetic.balls import Balls
from numerics.arithmetic.base import Arithmetic, NotExpressible, SingularCovariance
from numerics.arithmetic.compare import certain, compare, to_fraction, to_text
from numerics.arithmetic.floats import Floats
from numerics.arithmetic.rationals import Rationals

if TYPE_CHECKING:
    from numerics.arithmetic.symbols import Symbols

__all__ = [
    "Arithmetic",
    "Balls",
    "Floats",
    "NotExpressible",
    "Rationals",
    "SingularCovariance",
    "Symbols",
    "certain",
    "compare",
    "to_fraction",
    "to_text",
]


def __getattr__(name: str) -> Any:
    """Symbols on demand: SymPy takes as long to import as all the rest."""
    if name == "Symbols":
        from numerics.arithmetic.symbols import Symbols

        return Symbols
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

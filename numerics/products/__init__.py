"""Products of random matrices near the identity: samples, float64 products with proved errors, ball certificates.

    sample      the matrices N_k of one draw, from a seed; the scale c = s / sqrt(L d) as a ball
    rounding    what float64 matrix products guarantee, and certified spectral bounds from them
    partial     partial products G_k in float64, and the range of their singular values with a proved error
    inside      whether a sample certainly stays within given bounds, many layers at once
    vectors     the forward pass of one vector in ball arithmetic: certified failures
    second      the same in intervals of fractions, for replay
    events      `some partial product leaves [low, high]`, decided on one sample
"""

from numerics.products.inside import stays_within
from numerics.products.partial import Range, partial_products, singular_range
from numerics.products.sample import Setting, factors
from numerics.products.vectors import forward_norms, growth_above, shrinks_below

__all__ = [
    "Range",
    "Setting",
    "factors",
    "forward_norms",
    "growth_above",
    "partial_products",
    "shrinks_below",
    "singular_range",
    "stays_within",
]

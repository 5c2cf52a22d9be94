"""Claims of Marion & Chizat 2024 (deep linear networks are implicitly regularized towards flat minima)."""

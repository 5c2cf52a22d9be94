"""Claims of Marion & Chizat 2024, Deep linear networks for regression are implicitly regularized towards flat minima."""

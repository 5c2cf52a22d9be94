"""Machine-checked proofs: Rocq theories, the route that asks the kernel about them, certificates."""

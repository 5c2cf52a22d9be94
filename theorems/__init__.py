"""What is claimed and proved once and for all: claims, word algebra, SymPy derivations, Rocq proofs."""

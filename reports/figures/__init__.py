"""The papers' figures, drawn anew: vector graphics and, beside each, the numbers behind it as JSON.

A group of figures is a module with `FIGURES`, a mapping from names to functions. See reports/commands/figures.py.
"""

"""Turns declarations into the arrays that the kernels work on: the only translation."""

"""Asks the processor to bring a row near before it is needed; no number changes by it."""

from typing import Any

from diffusion.kernels.jit import compiled

AHEAD = 8
"""How many artisans ahead of its work a kernel looks; lists have room for twice as many more."""


@compiled
def fetch(array: Any, index: int) -> None:
    """Do nothing."""

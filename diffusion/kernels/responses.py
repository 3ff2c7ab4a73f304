"""Answers to exposure by the law of the model, for whole arrays."""

import numpy as np

from diffusion.kernels import laws
from diffusion.kernels.arrays import Reals
from diffusion.kernels.jit import compiled


def hill_responses(exposure: Reals, exponent: float, midpoint: float) -> Reals:
    """Answer to each exposure of an array of any shape, in Hill's form (`laws.response`)."""
    answer = np.empty(exposure.shape)
    _respond(np.ascontiguousarray(exposure).reshape(-1), exponent, midpoint, answer.reshape(-1))
    return answer


@compiled
def _respond(exposure: Reals, exponent: float, midpoint: float, answer: Reals) -> None:
    for place in range(exposure.shape[0]):
        answer[place] = laws.response(exposure[place], laws.HILL, exponent, midpoint, 0.0)

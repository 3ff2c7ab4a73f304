"""Densities of which quantiles are found: a beta trait by its log odds, and a normal number."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.densities import (
    beta_density,
    normal_density,
    raised,
    write_beta_densities,
)

type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Beta:
    """Density of the log odds of a beta trait, by their distance from its mode, log(a / b)."""

    a: float
    b: float

    @property
    def width(self) -> float:
        """Width of the peak."""
        return math.sqrt(1.0 / self.a + 1.0 / self.b)

    def at(self, d: float) -> tuple[float, float]:
        """Density, 1 at the mode, and the slope of its logarithm."""
        return beta_density(self.a, self.b, d)

    def densities(self, d: Reals) -> Reals:
        """Densities at many distances, of any shape."""
        found = np.empty(d.shape)
        write_beta_densities(self.a, self.b, d.reshape(-1), found.reshape(-1))
        return found

    def odds(self, d: Reals) -> Reals:
        """Odds at a distance from the mode; endless where they are more than a number holds."""
        with np.errstate(over="ignore"):
            found: Reals = self.a / self.b * raised(d)
        return found


@dataclass(frozen=True, slots=True)
class Normal:
    """Density of a standard normal number."""

    width = 1.0

    def at(self, d: float) -> tuple[float, float]:
        """Density, 1 at the mode, and the slope of its logarithm."""
        return normal_density(d)

    def densities(self, d: Reals) -> Reals:
        """Densities at many distances [K, n]."""
        return np.array([[normal_density(one)[0] for one in row] for row in d.tolist()])

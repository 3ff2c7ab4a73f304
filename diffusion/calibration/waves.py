"""History matching: points are tried where no measure is ruled out by what was found before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration import sample
from diffusion.calibration.emulator import Emulator, fitted
from diffusion.calibration.job import Found
from diffusion.calibration.judge import is_measured
from diffusion.calibration.patterns import PatternFile

type Reals = NDArray[np.float64]

IMPLAUSIBLE = 3.0
"""Standard deviations from which on a measure is ruled out (Pukelsheim 1994, three sigma)."""

N_CANDIDATES = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Surfaces:
    """Emulators of all patterns.

    Attributes
    ----------
    of_value, of_measured : tuple of Emulator or None
        Of the measure, and of the share of runs that have it; None where it never varies.
    """

    of_value: tuple[Emulator | None, ...]
    of_measured: tuple[Emulator | None, ...]


def surfaces(points: Reals, found: Found, file: PatternFile) -> Surfaces:
    """Fit emulators to whatever was tried."""
    there = is_measured(found, file) & found.is_run[:, None]
    run = found.is_run
    return Surfaces(
        tuple(
            fitted(points, np.where(there[:, n], found.value[:, n], np.nan))
            for n in range(len(file.pattern))
        ),
        tuple(fitted(points[run], found.measured[run, n]) for n in range(len(file.pattern))),
    )


def plausible_for(points: Reals, by: Surfaces, file: PatternFile) -> NDArray[np.bool_]:
    """Tell at which points no emulator rules out each pattern [points, patterns]."""
    plausible = np.ones((len(points), len(file.pattern)), np.bool_)
    for column, pattern in enumerate(file.pattern):
        low, high = pattern.passes
        value, measured = by.of_value[column], by.of_measured[column]
        if value is not None:
            said = value(points)
            reach = IMPLAUSIBLE * value.error
            plausible[:, column] &= (said >= low - reach) & (said <= high + reach)
        if measured is not None:
            least = file.least_runs - IMPLAUSIBLE * measured.error
            plausible[:, column] &= measured(points) >= least
    return plausible


@dataclass(frozen=True, slots=True, eq=False)
class Wave:
    """Points that are not ruled out.

    Attributes
    ----------
    points : float64 [points, axes]
    share : float
        Of the space, that is not ruled out by the patterns that can be had.
    ruled_out : tuple of str
        Patterns that are ruled out everywhere; they are left aside.
    """

    points: Reals
    share: float
    ruled_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Waves:
    """What all waves came to: the last emulators, and the share of the space that each left."""

    surfaces: Surfaces
    left: tuple[float, ...]
    ruled_out: tuple[str, ...]


def next_wave(by: Surfaces, file: PatternFile, *, n_axes: int, number: int) -> Wave:
    """Draw points that are not ruled out."""
    drawn = sample.drawn(
        N_CANDIDATES, n_axes, seed=file.random_seed, what=sample.DRAWN, number=number
    )
    plausible = plausible_for(drawn, by, file)
    can_be = plausible.any(axis=0)
    kept = plausible[:, can_be].all(axis=1)
    ruled_out = tuple(
        one.name for one, can in zip(file.pattern, can_be.tolist(), strict=True) if not can
    )
    return Wave(drawn[kept][: file.effort.wave_points], float(kept.mean()), ruled_out)

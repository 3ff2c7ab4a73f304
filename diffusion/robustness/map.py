"""Which programme is better at each pair of values of the two numbers that matter most."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.space import NEAR, Axis
from diffusion.robustness.duel import Met
from diffusion.robustness.flip import PAIR, Flips, Try

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

STEPS = 7
"""Values of each number."""


@dataclass(frozen=True, eq=False)
class Map:
    """A grid over two numbers, all others as in the files.

    Attributes
    ----------
    axes : tuple of Axis
        The one across, and the one upwards.
    values : tuple of list
        Of each, STEPS values from low to high; of a whole number perhaps fewer.
    met : Met
        A trial for each cell, row by row from below.
    """

    axes: tuple[Axis, Axis]
    values: tuple[list[float], list[float]]
    met: Met

    def table(self) -> "pd.DataFrame":
        """Give each cell: the two values under their paths, difference, interval and verdict."""
        import pandas as pd

        across, upwards = self.values
        met = self.met
        return pd.DataFrame(
            {
                self.axes[0].path: across * len(upwards),
                self.axes[1].path: np.repeat(upwards, len(across)),
                "difference": met.difference,
                "low": met.low,
                "high": met.high,
                "verdict": np.where(met.is_run, met.verdict.astype(np.float64), np.nan),
                "refused": met.refused,
            }
        )


def draw_map(flips: Flips, attempt: Try) -> Map | None:
    """Compare both programmes over a grid of two numbers.

    They are the two whose common change turns the ranking soonest or, where none does, those that
    change the difference most.
    """
    turn = flips.smallest(PAIR)
    if turn is not None:
        axes = turn.way.axes
    else:
        order = np.argsort(-flips.swing, kind="stable")[:2]
        axes = tuple(flips.space.axes[int(place)] for place in order if flips.swing[place] > 0)
    if len(axes) < 2:
        return None
    steps = np.linspace(NEAR, 1 - NEAR, STEPS).tolist()
    across, upwards = (sorted({axis.value(step) for step in steps}) for axis in axes)
    trials = [{axes[0].path: one, axes[1].path: other} for other in upwards for one in across]
    return Map((axes[0], axes[1]), (across, upwards), attempt("map", trials))

"""What a check of a ranking leaves: shares of points, what turns it, boxes, and the panel."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.robustness.boxes import Box
from diffusion.robustness.duel import Duel, Met
from diffusion.robustness.flip import ALL, NUMBER, PAIR, Flips
from diffusion.robustness.map import Map
from diffusion.robustness.panel import Panel
from diffusion.robustness.points import Where

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

FIRST, OTHER = 1, -1
"""The two sides: the first programme that was named, and the other."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """How far a ranking of two programmes hangs on numbers and laws that nobody measured.

    Attributes
    ----------
    duel : Duel
    names : tuple of str
        Of the two programmes, told apart where they are the same.
    where : Where
    default, met : Met
        One trial with the numbers of the files; and one for each point.
    flips : Flips
    moving : pandas.DataFrame
        Of each number: `diffusion.robustness.sensitivity.correlations`.
    chosen : list of int
        Places of the numbers that go most with the difference.
    coefficients, r2 : float64 [chosen], float
        Of the rank regression on these.
    method : str
        "morris", "sobol" or "none".
    indices : pandas.DataFrame
    boxes : mapping of int to list of Box
        By the side that wins in them.
    mapped : Map or None
        Of the two numbers that matter most; None where fewer than two do.
    panel : Panel
    """

    duel: Duel
    names: tuple[str, str]
    where: Where
    default: Met
    met: Met
    flips: Flips
    moving: "pd.DataFrame"
    chosen: list[int]
    coefficients: Reals
    r2: float
    method: str
    indices: "pd.DataFrame"
    boxes: dict[int, list[Box]]
    mapped: Map | None
    panel: Panel

    @cached_property
    def shares(self) -> dict[str, float]:
        """Shares of the points that could be run; none where none could.

        better, worse and undecided add up to 1; equal is the part of undecided in which all runs
        agree in everything; more is the share with more in the mean.
        """
        run = self.met.is_run
        weight = self.where.weight[run] / max(self.where.weight[run].sum(), 1e-300)
        verdict = self.met.verdict[run]
        return {
            "better": float(weight @ (verdict > 0)),
            "worse": float(weight @ (verdict < 0)),
            "undecided": float(weight @ (verdict == 0)),
            "equal": float(weight @ self.met.is_equal[run]),
            "more": float(weight @ (self.met.difference[run] > 0)),
        }

    @property
    def side(self) -> int:
        """The side that has more with the numbers of the files; 0: both have as much."""
        return int(np.sign(self.default.difference[0]))

    @property
    def facts(self) -> dict[str, Any]:
        """Whatever is said beside the tables."""
        run, smallest = self.met.is_run, {}
        for kind in (NUMBER, PAIR, ALL):
            if (turn := self.flips.smallest(kind)) is not None:
                smallest[kind] = {"numbers": turn.way.name, "part": turn.turned}
        return {
            "first": self.names[0],
            "other": self.names[1],
            "measure": self.duel.measure,
            "n_months": self.duel.n_months,
            "n_runs": self.duel.n_runs,
            "random_seed": self.duel.random_seed,
            "budget": self.duel.budget,
            "points_from": self.where.kind,
            "n_numbers": len(self.where.space),
            "n_points": int(run.sum()),
            "n_refused": int((~run).sum()),
            "refused": next((text for text in self.met.refused if text), ""),
            "shares": self.shares,
            "default": {
                name: float(getattr(self.default, name)[0])
                for name in ("first", "other", "difference", "low", "high")
            },
            "default_verdict": int(self.default.verdict[0]),
            "n_turning": self.flips.n_turning,
            "smallest": smallest,
            "r2": None if np.isnan(self.r2) else self.r2,
            "method": self.method,
            "agreement": self.panel.agreement(self.side or FIRST),
        }

    def tables(self) -> "dict[str, pd.DataFrame]":
        """Give all tables by name: points, numbers, turns, boxes, panel, indices and map."""
        import pandas as pd

        return {
            "points": self._points(),
            "numbers": self._numbers(),
            "turns": self.flips.turns_table(),
            "boxes": self._boxes(),
            "panel": self.panel.table(),
            "indices": self.indices,
            "map": pd.DataFrame() if self.mapped is None else self.mapped.table(),
        }

    def _points(self) -> "pd.DataFrame":
        import pandas as pd

        met, run = self.met, self.met.is_run
        frame = pd.DataFrame(list(self.where.settings), columns=list(self.where.space.paths))
        frame["weight"] = self.where.weight
        for name in ("first", "other", "difference", "low", "high", "n"):
            frame[name] = getattr(met, name)
        frame["verdict"] = np.where(run, met.verdict.astype(np.float64), np.nan)
        return frame.assign(refused=met.refused)

    def _numbers(self) -> "pd.DataFrame":
        import pandas as pd

        frame = pd.concat([self.flips.ends_table(), self.moving], axis=1)
        frame["regression"] = np.nan
        frame.loc[self.chosen, "regression"] = self.coefficients
        return frame

    def _boxes(self) -> "pd.DataFrame":
        import pandas as pd

        rows = []
        for side, boxes in self.boxes.items():
            for number, box in enumerate(boxes, start=1):
                for path, low, high in limits_of(box, self.where):
                    rows.append(
                        {
                            "wins": self.names[0 if side == FIRST else 1], "box": number,
                            "number": path, "above": low, "below": high, "density": box.density,
                            "coverage": box.coverage, "mass": box.mass, "aside": box.aside,
                            "chance": box.chance,
                        }
                    )  # fmt: skip
        columns = ["wins", "box", "number", "above", "below", "density", "coverage", "mass"]
        return pd.DataFrame(rows, columns=[*columns, "aside", "chance"])


def limits_of(box: Box, where: Where) -> list[tuple[str, float, float]]:
    """Give each number that limits a box, and where it must lie above and below; NaN where free."""
    found = []
    for place in box.limited:
        axis = where.space.axes[place]
        low, high = box.low[place], box.high[place]
        above = float(axis.value(low)) if low > 0 else np.nan
        below = float(axis.value(high)) if high < 1 else np.nan
        found.append((axis.path, above, below))
    return found

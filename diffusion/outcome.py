"""What the runs of one programme leave: counts, money and traits, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.state import CONFIRMED, DISCONTINUED, FLOWS, N_INFLOWS, TRIAL, Stage

if TYPE_CHECKING:
    import pandas as pd

STAGES = tuple(stage.name.lower() for stage in Stage)
"""Names of the stages, in their order."""

CAVEAT = "simulated, not observed"
"""What every table, figure and file says of its numbers."""

BAND = 0.90
"""Share of single histories that a band holds."""


def band(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the low and the high end between which at least 90 % of the runs lie.

    Parameters
    ----------
    values : int64 [R, ...]
        One row for each run; the ends are values that occur.
    """
    tail = (1 - BAND) / 2
    low = np.quantile(values, tail, axis=0, method="lower")
    high = np.quantile(values, 1 - tail, axis=0, method="higher")
    return low.astype(np.int64), high.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ensemble of runs of one programme. Record 0 is the start, record n the end of month n.

    Attributes
    ----------
    programme : str
    stages : int32 [R, T + 1, 7]
        Artisans in each stage, by `STAGES`.
    cash : int64 [R, T + 1]
        Rupiah in all households.
    ledger : int64 [R, T + 1, 6]
        Rupiah that has flowed since the start, by `diffusion.kernels.state.FLOWS`.
    self_efficacy, value_fit, skill : float64 [R, T + 1]
        Means over the artisans, 0 to 1.
    lasting, tried : int32 [R]
        Adopters in the last month and each of the five before; artisans who ever tried.
    toa : int32 [R, N] or None
        Record of each artisan's first trial, -1 for never; kept on request.
    provenance : mapping
        What the runs were made from: versions, files, resolved input, random seed.
    """

    programme: str
    stages: NDArray[np.int32]
    cash: NDArray[np.int64]
    ledger: NDArray[np.int64]
    self_efficacy: NDArray[np.float64]
    value_fit: NDArray[np.float64]
    skill: NDArray[np.float64]
    lasting: NDArray[np.int32]
    tried: NDArray[np.int32]
    toa: NDArray[np.int32] | None
    provenance: Mapping[str, Any]

    @property
    def n_runs(self) -> int:
        """Number of runs, R."""
        return int(self.stages.shape[0])

    @property
    def n_months(self) -> int:
        """Number of months, T."""
        return int(self.stages.shape[1]) - 1

    @property
    def n_artisans(self) -> int:
        """Number of artisans, N."""
        return int(self.stages[0, 0].sum())

    @property
    def adopters(self) -> NDArray[np.int64]:
        """Artisans at trial or confirmed [R, T + 1]."""
        adopting: NDArray[np.int64] = self.stages[:, :, TRIAL : CONFIRMED + 1].sum(axis=2)
        return adopting

    @property
    def gave_up(self) -> NDArray[np.int32]:
        """Artisans who have given up and not begun again, at the end [R]."""
        return self.stages[:, -1, DISCONTINUED]

    @property
    def adopter_months(self) -> NDArray[np.int64]:
        """Sum of the adopters of months 1 to T [R]."""
        total: NDArray[np.int64] = self.adopters[:, 1:].sum(axis=1)
        return total

    @property
    def month_of_half(self) -> int | None:
        """First month with half the adopters of the best month, of the mean; None if nobody."""
        mean = self.adopters.mean(axis=0)
        return int((mean >= mean.max() / 2).argmax()) if mean.max() > 0 else None

    def adoption_curve(self) -> "pd.DataFrame":
        """Adopters month by month: the mean, and the band that holds 90 % of single histories.

        Returns
        -------
        pandas.DataFrame
            Columns month, mean, low, high; one row for each month from 0 to T.
        """
        import pandas as pd

        low, high = band(self.adopters)
        return pd.DataFrame(
            {
                "month": np.arange(self.n_months + 1),
                "mean": self.adopters.mean(axis=0),
                "low": low,
                "high": high,
            }
        )

    def monthly(self) -> "pd.DataFrame":
        """Means over the runs, month by month.

        Returns
        -------
        pandas.DataFrame
            Columns month; the number of artisans in each stage; cash and, since the start, every
            flow of money in rupiah; self_efficacy, value_fit and skill.
        """
        import pandas as pd

        columns: dict[str, NDArray[Any]] = {"month": np.arange(self.n_months + 1)}
        columns |= {
            name: self.stages[:, :, stage].mean(axis=0) for stage, name in enumerate(STAGES)
        }
        columns["cash"] = self.cash.mean(axis=0)
        columns |= {name: self.ledger[:, :, flow].mean(axis=0) for flow, name in enumerate(FLOWS)}
        for trait in ("self_efficacy", "value_fit", "skill"):
            columns[trait] = getattr(self, trait).mean(axis=0)
        return pd.DataFrame(columns)

    def is_balanced(self) -> bool:
        """Whether every rupiah of every month is accounted for: cash = start + in - out."""
        inflow = self.ledger[:, :, :N_INFLOWS].sum(axis=2)
        outflow = self.ledger[:, :, N_INFLOWS:].sum(axis=2)
        return bool(np.array_equal(self.cash, self.cash[:, :1] + inflow - outflow))

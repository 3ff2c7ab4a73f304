"""What is left of many runs when each is forgotten: how often every count came up, and means."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.results.outcome import CAVEAT
from diffusion.results.series import STAGES
from diffusion.statistics.band import BAND
from diffusion.util.display import Shown
from diffusion.util.ranks import fraction_of, rank_of

if TYPE_CHECKING:
    import pandas as pd

type Ints = NDArray[np.int64]
type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Distribution:
    """How often a count of artisans came up among the runs; nothing is rounded away.

    Attributes
    ----------
    frequency : uint32 [..., N + 1]
        Runs in which the count was 0, 1, ... N. The axes before are those of the results below,
        such as months.
    """

    frequency: NDArray[np.uint32]

    @property
    def n_runs(self) -> int:
        """Number of runs, R."""
        return int(self.frequency.reshape(-1, self.frequency.shape[-1])[0].sum())

    @property
    def mean(self) -> Reals:
        """Mean over the runs [...]."""
        return self._power_sum(1) / self.n_runs

    @property
    def standard_deviation(self) -> Reals:
        """Standard deviation of single runs, of R - 1 [...]; NaN for a single run."""
        n_runs = self.n_runs
        if n_runs == 1:
            return np.full(self.frequency.shape[:-1], np.nan)
        # In whole numbers of any length: R times the sum of squares leaves what an int64 holds.
        first, second = self._power_sum(1).astype(object), self._power_sum(2).astype(object)
        spread = n_runs * second - first * first
        return np.sqrt(np.asarray(spread / (n_runs * (n_runs - 1)), np.float64))

    @property
    def standard_error(self) -> Reals:
        """Standard error of the mean [...]; NaN for a single run."""
        return self.standard_deviation / math.sqrt(self.n_runs)

    def quantile(
        self, share: float | Fraction, *, method: Literal["linear", "lower", "higher"] = "linear"
    ) -> Reals:
        """Find the count below which a share of the runs lies [...].

        The runs in the order of their counts have the ranks 0 to R - 1, and the share falls on
        rank (R - 1) * share, which is worked out exactly: `numpy.quantile` rounds it.

        Parameters
        ----------
        share
            From 0 to 1; 0.5 is the median. 0.28 means 28 / 100.
        method
            What to take between two runs: the line between them, the lower or the higher.

        Raises
        ------
        InputError
            If the share is not from 0 to 1.
        """
        if not 0 <= share <= 1:
            raise InputError(Problem("share", "", "a number from 0 to 1", str(share)))
        lower, higher, rest = rank_of(share, self.n_runs)
        low, high = self._at(lower), self._at(higher)
        if method == "linear":
            # In whole numbers of any length, so that one division rounds and nothing else.
            part, whole = rest.numerator, rest.denominator
            total = low.astype(object) * (whole - part) + high.astype(object) * part
            return np.asarray(total / whole, np.float64)
        return (low if method == "lower" else high).astype(np.float64)

    def band(self) -> tuple[Ints, Ints]:
        """Find the ends between which at least 90 % of the runs lie, counts that occur [...]."""
        tail = (1 - fraction_of(BAND)) / 2
        low, high = self.quantile(tail, method="lower"), self.quantile(1 - tail, method="higher")
        return low.astype(np.int64), high.astype(np.int64)

    def _at(self, rank: int) -> Ints:
        """Count of the run that comes after `rank` others, the runs in the order of the count."""
        return (self.frequency.cumsum(axis=-1, dtype=np.int64) > rank).argmax(axis=-1)

    def _power_sum(self, power: int) -> Ints:
        values = np.arange(self.frequency.shape[-1], dtype=np.int64) ** power
        total: Ints = self.frequency.astype(np.int64) @ values
        return total


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class EnsembleSummary(Shown):
    """What the runs of one programme come to; record 0 is the start, record n the end of month n.

    Attributes
    ----------
    programme : str
    channels : tuple of str
        Names of the market channels, in their order.
    adopters : Distribution [T + 1]
        Artisans at trial or confirmed.
    stages : Distribution [T + 1, 7]
        Artisans in each stage, by `diffusion.results.series.STAGES`.
    lasting, tried : Distribution []
        Adopters in the last month and each of the five before; artisans who ever tried.
    mean, standard_error : mapping of str to float64 [T + 1]
        Of each of `names`: the mean over the runs, and how well they let it be known.
    provenance : mapping
        What the runs were made from: versions, files, resolved input, random seed.
    """

    programme: str
    channels: tuple[str, ...]
    adopters: Distribution
    stages: Distribution
    lasting: Distribution
    tried: Distribution
    mean: Mapping[str, Reals]
    standard_error: Mapping[str, Reals]
    provenance: Mapping[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the series of which means are kept, those of `Outcome.series`."""
        return tuple(self.mean)

    @property
    def n_runs(self) -> int:
        """Number of runs, R."""
        return self.tried.n_runs

    @property
    def n_months(self) -> int:
        """Number of months, T."""
        return len(self.adopters.frequency) - 1

    @property
    def n_artisans(self) -> int:
        """Number of artisans, N."""
        return self.tried.frequency.size - 1

    def stage(self, name: str) -> Distribution:
        """Take the artisans in one stage [T + 1].

        Raises
        ------
        InputError
            If there is no stage of this name.
        """
        if name not in STAGES:
            raise InputError(Problem("stage", "", one_of(STAGES, name), as_written(name)))
        return Distribution(self.stages.frequency[:, STAGES.index(name)])

    def adoption_curve(self) -> "pd.DataFrame":
        """Adopters month by month: the mean, and the band that holds 90 % of single histories.

        Returns
        -------
        pandas.DataFrame
            That of `Outcome.adoption_curve`.
        """
        import pandas as pd

        low, high = self.adopters.band()
        return pd.DataFrame(
            {
                "month": np.arange(self.n_months + 1),
                "mean": self.adopters.mean,
                "low": low,
                "high": high,
            }
        )

    def monthly(self) -> "pd.DataFrame":
        """Means over the runs, month by month.

        Returns
        -------
        pandas.DataFrame
            That of `Outcome.monthly`: columns month, and each of `names`.
        """
        import pandas as pd

        return pd.DataFrame({"month": np.arange(self.n_months + 1), **self.mean})

    def to_frame(self) -> "pd.DataFrame":
        """Show the mean of every series, and how well it is known.

        Returns
        -------
        pandas.DataFrame
            One row for each series and state: series, t (index of the state, 0 to T), mean,
            standard_error.
        """
        import pandas as pd

        n_states = self.n_months + 1
        return pd.DataFrame(
            {
                "series": np.repeat(list(self.names), n_states),
                "t": np.tile(np.arange(n_states), len(self.names)),
                "mean": np.concatenate([self.mean[name] for name in self.names]),
                "standard_error": np.concatenate(
                    [self.standard_error[name] for name in self.names]
                ),
            }
        )

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the summary."""
        title = f"EnsembleSummary of {self.programme}: {self.n_runs:,} runs"
        low, high = self.adopters.band()
        return f"{title} of {self.n_months:,} months, {self.n_artisans:,} artisans", {
            "adopters at the end": f"{self.adopters.mean[-1]:.1f} (90 % of runs: "
            f"{low[-1]} to {high[-1]}), lasting: {self.lasting.mean:.1f}",
            "note": CAVEAT,
        }

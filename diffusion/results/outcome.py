"""What the runs of one programme leave: counts, money and traits, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.kernels.state import CONFIRMED, DISCONTINUED, TRIAL
from diffusion.results.balance import is_balanced
from diffusion.results.series import kept_records, series_places
from diffusion.scenario.groups import Grouping
from diffusion.statistics.band import band
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from diffusion.data.adoption_data import AdoptionData
    from diffusion.scenario.community import Community

CAVEAT = "simulated, not observed"
"""What every table, figure and file says of its numbers."""


def first_record(is_so: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Find the first record at which something is so in each run [R]; NaN where it never is.

    Parameters
    ----------
    is_so : bool [R, T + 1]
    """
    return np.where(is_so.any(axis=1), is_so.argmax(axis=1).astype(np.float64), np.nan)


@dataclass(frozen=True, slots=True, eq=False)
class Artisans:
    """Who the artisans of some runs are, and what became of each.

    Attributes
    ----------
    is_poor : bool [R, N]
        Whether the household is poor: as the roster says, or by its income at the start.
    n_ties : int64 [R, N]
    hamlet : int64 [N]
    last_stage : int8 [R, N]
        Stage at the end.
    is_member : bool [R, N]
        Of the association, at the end.
    is_trained : bool [R, N]
        Whether the artisan has attended a training.
    """

    is_poor: NDArray[np.bool_]
    n_ties: NDArray[np.int64]
    hamlet: NDArray[np.int64]
    last_stage: NDArray[np.int8]
    is_member: NDArray[np.bool_]
    is_trained: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Outcome(Shown):
    """The ensemble of runs of one programme.

    The index of a state, t, goes from 0 to T: t = 0 is the start, t = n the end of month n - 1,
    whose calendar name `to_xarray` has as `month`. Columns called month or record hold t.
    Two outcomes are equal when they are the same object.

    Its arrays are for reading: what a two-state chain does not change stands in memory once, and
    is shown at all records; without "traits" among what is kept there are no records of it.

    Attributes
    ----------
    programme : str
    channels : tuple of str
        Names of the market channels, in their order.
    stages : int32 [R, T + 1, 7]
        Artisans in each stage, by `diffusion.results.series.STAGES`.
    ledger : int64 [R, T + 1, 8]
        Rupiah that has flowed since the start, by `diffusion.kernels.records.FLOWS`.
    money : int64 [R, T + 1, 14]
        Rupiah in households and associations, by `MONEY` there; `series` has them by name.
    levels : float64 [R, T + 1, 19]
        Numbers from 0 to 1, by `LEVELS`: means of the artisans, the Gini coefficient of income,
        and means of the hamlets.
    counts : int32 [R, T + 1, 8]
        By `COUNTS`.
    is_open : int32 [R, T + 1, channels]
        Hamlets in which each channel is open.
    pieces : int64 [R, T + 1, 4]
        Pieces of the month, by `PIECES`.
    sold, ordered : int64 [R, T + 1, channels + 1]
        Pieces of the month by channel, the exhibition last.
    lasting, tried : int32 [R]
        Adopters in the last month and each of the five before; artisans who ever tried.
    held : int32 [R, D]
        Dates on which each of the D activities was held about which reviews decide, in ascending
        id, over all hamlets.
    toa : int32 [R, N] or None
        Record of each artisan's first trial, -1 for never; kept on request.
    first : int32 [R, N, 7] or None
        First record of each artisan in each stage, -1 for never; kept on request ("spells").
    discontinued_months : int32 [R, N] or None
        Records in which each artisan had given up; kept on request ("spells").
    earned : int64 [R, N] or None
        Rupiah that each artisan has earned by pottery of both kinds since the start, before moulds
        and the entry cost; kept on request. 0 in a two-state chain.
    artisans : Artisans or None
        Who the artisans are and what became of each; kept on request ("artisans").
    provenance : mapping
        What the runs were made from: versions, files, resolved input, random seed.
    groups : mapping of str to Grouping
        Groups of the artisans, by the heading of the roster's column; hamlets among them.
    """

    programme: str
    channels: tuple[str, ...]
    stages: NDArray[np.int32]
    ledger: NDArray[np.int64]
    money: NDArray[np.int64]
    levels: NDArray[np.float64]
    counts: NDArray[np.int32]
    is_open: NDArray[np.int32]
    pieces: NDArray[np.int64]
    sold: NDArray[np.int64]
    ordered: NDArray[np.int64]
    lasting: NDArray[np.int32]
    tried: NDArray[np.int32]
    held: NDArray[np.int32]
    toa: NDArray[np.int32] | None
    first: NDArray[np.int32] | None
    discontinued_months: NDArray[np.int32] | None
    earned: NDArray[np.int64] | None
    artisans: Artisans | None
    provenance: Mapping[str, Any]
    groups: Mapping[str, Grouping] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of everything that `series` has, in the order of `monthly`."""
        places = series_places(self.channels)
        return tuple(name for name, (array, _) in places.items() if self._is_kept(array))

    def _is_kept(self, array: str) -> bool:
        """Whether there are records of this kind: of a two-state chain only on request."""
        return bool(getattr(self, array).shape[1])

    def series(self, name: str) -> NDArray[Any]:
        """Take one quantity, record by record [R, T + 1].

        Parameters
        ----------
        name
            One of `names`, such as "fund", "members" or "foster_buyer_open".

        Raises
        ------
        InputError
            If there is none of this name.
        """
        places = series_places(self.channels)
        if name not in places:
            raise InputError(Problem("series", "", one_of(self.names, name), as_written(name)))
        array, column = places[name]
        if not self._is_kept(array):
            expected = 'a two-state chain simulated with keep=["traits"], or one of its stages'
            raise InputError(Problem("series", "", expected, as_written(name)))
        values: NDArray[Any] = getattr(self, array)[:, :, column]
        return values

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
        trial: NDArray[np.int64] = self.stages[:, :, TRIAL].astype(np.int64)
        return trial + self.stages[:, :, CONFIRMED]  # ten times as fast as a sum along the stages

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
    def months_of_half(self) -> NDArray[np.float64]:
        """First record with half as many adopters as ever tried [R]; NaN where it never comes."""
        is_half = 2 * self.adopters >= self.tried[:, None]
        return first_record(is_half & (self.tried[:, None] > 0))

    @property
    def month_of_half(self) -> float | None:
        """Mean of `months_of_half` over the runs that come to it; None if none does."""
        months = self.months_of_half
        come = months[~np.isnan(months)]
        return float(come.mean()) if len(come) else None

    def adoption_curve(self) -> "pd.DataFrame":
        """Adopters by month, mean, low and high; see `diffusion.results.frames.adoption_curve`."""
        from diffusion.results.frames import adoption_curve

        return adoption_curve(self)

    def monthly(self) -> "pd.DataFrame":
        """Means by month of each of `names`; see `diffusion.results.frames.monthly`."""
        from diffusion.results.frames import monthly

        return monthly(self)

    def cash_book(self, run: int = 0) -> "pd.DataFrame":
        """Keep the association's fund of one run as its treasurer would, month by month.

        Returns and raises what `diffusion.results.cash_books.cash_book` does.
        """
        from diffusion.results.cash_books import cash_book

        return cash_book(self, run)

    def household_book(self, run: int = 0) -> "pd.DataFrame":
        """Add up the money of all households of one run, month by month.

        Returns and raises what `diffusion.results.cash_books.household_book` does.
        """
        from diffusion.results.cash_books import household_book

        return household_book(self, run)

    def to_frame(self) -> "pd.DataFrame":
        """Show adopters and each of `names` by replicate and t; see `results.frames.frame_of`."""
        from diffusion.results.frames import frame_of

        return frame_of(self)

    def to_xarray(self) -> "xr.Dataset":
        """Show the outcome with named axes, as `diffusion.results.xarray.dataset_of` says."""
        from diffusion.results.xarray import dataset_of

        return dataset_of(self)

    def to_adoption_data(
        self, run: int = 0, *, community: "Community | None" = None
    ) -> "AdoptionData":
        """Show one run as if it had been observed; see `results.adoption.adoption_data_of`."""
        from diffusion.results.adoption import adoption_data_of

        return adoption_data_of(self, run, community=community)

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the outcome."""
        title = f"Outcome of {self.programme}: {self.n_runs:,} runs of {self.n_months:,} months"
        low, high = band(self.adopters[:, -1])
        return f"{title}, {self.n_artisans:,} artisans", {
            "adopters at the end": f"{self.adopters[:, -1].mean():.1f} (90 % of runs: "
            f"{low} to {high}), lasting: {self.lasting.mean():.1f}",
            "note": CAVEAT,
        }

    def spells(self, run: int = 0) -> "pd.DataFrame":
        """Tell when each artisan of one run first came to each stage.

        Returns and raises what `diffusion.results.frames.spells` does.
        """
        from diffusion.results.frames import spells

        return spells(self, run)

    def followed_by(self, later: "Outcome") -> "Outcome":
        """Put the runs of another outcome of the same programme behind these.

        Parameters
        ----------
        later
            Of the replicates that follow, all else being equal.
        """
        from diffusion.results.joined import joined

        return joined(self, later)

    @property
    def holds_activities(self) -> bool:
        """Whether activities are held at all: a chain of two states has none, and no money."""
        return bool(kept_records(self.money).shape[1] > 1)

    @property
    def mean_spent(self) -> float | None:
        """Rupiah that the programme cost in the mean of the runs; None if nothing is held."""
        return float(self.series("spent")[:, -1].mean()) if self.holds_activities else None

    def is_balanced(self) -> bool:
        """Whether every rupiah of every month is accounted for, in households and fund (ODD 9)."""
        return is_balanced(self.ledger, self.money)

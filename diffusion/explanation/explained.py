"""What an explanation leaves: the effect of each part, run by run, and the tables made of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.ensembles.options import RunOptions
from diffusion.explanation.coalitions import OUTCOMES
from diffusion.explanation.games import Effects
from diffusion.results.outcome import CAVEAT
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.statistics.intervals import Intervals, intervals_by_family, means_of
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd

WAYS = ("alone", "left_out", "share")
"""With this part and no other; with all, less with all but this; Shapley's share."""

PRESENCE = "presence"
"""What the organisation brings by being there, without any activity; mostly nothing."""

type Reals = NDArray[np.float64]
type Row = dict[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """The parts of a programme at one level, and what each brings.

    Attributes
    ----------
    level : str
        "pathway", "family", "tactic" or "activity".
    names : tuple of str
    prices : tuple of int or None
        Rupiah of each part; pathways have none.
    acts : tuple of bool
        Whether a part does anything; where it does not, its effect is exactly 0.
    is_exact : bool
        Whether the shares are of all coalitions.
    presence : float64 [R, OUTCOMES]
        What comes without any of the parts, less doing nothing.
    effects : Effects
    """

    level: str
    names: tuple[str, ...]
    prices: tuple[int | None, ...]
    acts: tuple[bool, ...]
    is_exact: bool
    presence: Reals
    effects: Effects

    def of(self, way: str) -> Reals:
        """Take what each part brings in one of `WAYS`, float64 [R, n, OUTCOMES]."""
        found: Reals = getattr(self.effects, way)
        return found


@dataclass(frozen=True, repr=False, eq=False)
class Explanation(Shown):
    """What a programme brings, less doing nothing: through what, by what, for whom.

    Attributes
    ----------
    community : Community
    programme : Programme
        Whole, as it is paid for.
    price : int
        Rupiah, at most.
    options : RunOptions
    month : int
        The record at which outcomes are taken.
    n_orders : int
        Orders drawn for each run, where not all coalitions are looked at.
    programme_ends, nothing_ends : float64 [R, OUTCOMES]
        Outcomes with the programme, and without it.
    explained : tuple of Explained
        Pathways first.
    coalitions : list of rows
        The pathways that are on, and the mean outcomes.
    barrier_rows, whom_rows : list of rows
        Of `barriers` and `for_whom`.
    provenance : mapping
    """

    community: Community
    programme: Programme
    price: int
    options: RunOptions
    month: int
    n_orders: int
    programme_ends: Reals
    nothing_ends: Reals
    explained: tuple[Explained, ...]
    coalitions: list[Row]
    barrier_rows: list[Row]
    whom_rows: list[Row]
    provenance: Mapping[str, Any]

    @property
    def n_runs(self) -> int:
        """Number of runs."""
        return len(self.programme_ends)

    @property
    def total(self) -> Reals:
        """What the programme brings in all, float64 [R, OUTCOMES]."""
        return self.programme_ends - self.nothing_ends

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        (row,) = (row for row in self.total_rows if row["outcome"] == OUTCOMES[0])
        title = f"Why {self.programme.name} in {self.community.name}"
        return f"{title}, {self.n_runs:,} runs, month {self.month}", {
            "more adopters than without it": f"{row['total']:.1f}",
            "parts": ", ".join(f"{len(one.names)} by {one.level}" for one in self.explained),
            "note": CAVEAT,
        }

    @cached_property
    def total_rows(self) -> list[Row]:
        """Rows of `totals`."""
        found = means_of(self.total)
        return [
            {
                "outcome": outcome,
                "programme": float(self.programme_ends[:, place].mean()),
                "nothing": float(self.nothing_ends[:, place].mean()),
                "total": float(found.mean[place]),
                "low": float(found.low[place]),
                "high": float(found.high[place]),
                "n_runs": self.n_runs,
            }
            for place, outcome in enumerate(OUTCOMES)
        ]

    @cached_property
    def effect_rows(self) -> list[Row]:
        """Rows of `effects`."""
        keys = [
            (one, way, place)
            for one in self.explained
            for way in WAYS
            for place in range(len(OUTCOMES))
        ]
        families = [one.of(way)[:, :, place] for one, way, place in keys]
        found = intervals_by_family(families, random_seed=self.options.random_seed)
        rows: list[Row] = []
        for (one, way, place), intervals in zip(keys, found, strict=True):
            rows += self._rows_of(one, way, place, intervals)
        return rows

    def _rows_of(self, one: Explained, way: str, place: int, intervals: Intervals) -> Iterator[Row]:
        total = float(self.total[:, place].mean())
        errors = means_of(one.of(way)[:, :, place]).error
        for at, name in enumerate(one.names):
            mean = float(intervals.mean[at])
            drawn = way == "share" and not one.is_exact and one.acts[at]
            yield {
                "level": one.level,
                "part": name,
                "price": one.prices[at],
                "outcome": OUTCOMES[place],
                "way": way,
                "mean": mean,
                **{
                    end: float(getattr(intervals, end)[at])
                    for end in ("low", "high", "plain_low", "plain_high")
                },
                "error": float(errors[at]),
                "error_of_orders": float(one.effects.error[at, place]) if drawn else 0.0,
                "of_total": mean / total if total else float("nan"),
                "is_exact": way != "share" or one.is_exact,
                "acts": one.acts[at],
                "n_runs": self.n_runs,
            }
        if way == "share" and one.presence.any():
            yield self._presence(one, place, total)

    def _presence(self, one: Explained, place: int, total: float) -> Row:
        found = means_of(one.presence[:, place : place + 1])
        mean = float(found.mean[0])
        ends = {"low": float(found.low[0]), "high": float(found.high[0])}
        return {
            "level": one.level, "part": PRESENCE, "price": None, "outcome": OUTCOMES[place],
            "way": "share", "mean": mean, **ends,
            **{f"plain_{name}": end for name, end in ends.items()},
            "error": float(found.error[0]), "error_of_orders": 0.0,
            "of_total": mean / total if total else float("nan"),
            "is_exact": True, "acts": True, "n_runs": self.n_runs,
        }  # fmt: skip

    def rows_for(self, level: str, outcome: str, way: str) -> list[Row]:
        """Rows of `effects` of one level, outcome and way, in the order of the parts."""
        return [
            row
            for row in self.effect_rows
            if (row["level"], row["outcome"], row["way"]) == (level, outcome, way)
        ]

    def totals(self) -> "pd.DataFrame":
        """Tell what the programme brings in all.

        Returns
        -------
        pandas.DataFrame
            outcome; programme and nothing, the means with it and without it; total, their mean
            difference with low and high, its 95 % interval; n_runs.
        """
        return _table(self.total_rows)

    def effects(self) -> "pd.DataFrame":
        """Tell what each part of the programme brings.

        Returns
        -------
        pandas.DataFrame
            level, part, price (rupiah), outcome, way (see `WAYS`); mean with low and high, the 95 %
            interval that holds for all parts of the level at once, and plain_low and plain_high
            for this one alone; error, the standard error of the mean, and error_of_orders, what
            of it comes from orders that are drawn; of_total; is_exact; acts, whether the part
            does anything; n_runs. Shares of a level add up to the total.
        """
        return _table(self.effect_rows)

    def barriers(self) -> "pd.DataFrame":
        """Tell what keeps artisans from adopting, month by month.

        Returns
        -------
        pandas.DataFrame
            month (record), reason; programme, nothing and difference (mean artisans), each with
            low and high, the 95 % interval that holds for all its rows at once.
        """
        return _table(self.barrier_rows)

    def for_whom(self) -> "pd.DataFrame":
        """Tell for whom the programme did what.

        Returns
        -------
        pandas.DataFrame
            trait, group, basis (see `diffusion.comparison.equity`), n_group; share and
            share_nothing of adopters at the end; gain, their difference, more, the same in
            artisans, and gap, the gain less that of all others (or of the other third), each with
            low and high, the 95 % interval that holds for all groups at once; n_runs.
        """
        return _table(self.whom_rows)

    def runs(self) -> "pd.DataFrame":
        """List what each part brings in each run: the numbers that the tables are made of.

        Returns
        -------
        pandas.DataFrame
            level, part, way, outcome, replicate, value. Of the level "whole", the parts
            "programme" and "nothing" have the outcomes themselves.
        """
        import pandas as pd

        replicate = self.options.first_replicate + np.arange(self.n_runs)
        frames = []

        def add(level: str, way: str, names: Sequence[str], values: Reals) -> None:
            for at, part in enumerate(names):
                for place, outcome in enumerate(OUTCOMES):
                    said = {"level": level, "part": part, "way": way, "outcome": outcome}
                    found = values[:, at, place]
                    frames.append(pd.DataFrame(said | {"replicate": replicate, "value": found}))

        ends = np.stack([self.programme_ends, self.nothing_ends], axis=1)
        add("whole", "outcome", ("programme", "nothing"), ends)
        for one in self.explained:
            for way in WAYS:
                add(one.level, way, one.names, one.of(way))
            if one.presence.any():
                add(one.level, "share", (PRESENCE,), one.presence[:, None])
        return pd.concat(frames, ignore_index=True)


def _table(rows: list[Row]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows)

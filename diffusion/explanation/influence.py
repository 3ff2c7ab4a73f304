"""Whose part each move was: who told, who persuaded, and who brought whom to a decision.

A rate is a sum, and so is what it is made of: the share of each tie, of the group, of an activity,
of the broadcast and of own initiative in one move add to one. The gates of efficacy, values, cost
and gain are factors of the whole rate; they stand beside the shares and are none (decision 50).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, check_range, one_of
from diffusion.explanation.parts import name_of
from diffusion.explanation.shares import (
    ACTIVITY,
    MOVES,
    OF_ARTISANS,
    SOURCES,
    Numbers,
    Shares,
    shares_of,
)
from diffusion.kernels.events import NOBODY, Kind
from diffusion.results.events import GATES, EventRecord
from diffusion.statistics.intervals import means_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=False, eq=False)
class Influence:
    """Who influenced whom in the runs of one programme.

    Attributes
    ----------
    record : EventRecord
    """

    record: EventRecord

    @cached_property
    def found(self) -> Shares:
        """The share of each source in each move."""
        return shares_of(self.record)

    def shares(self) -> "pd.DataFrame":
        """List the share of each source in each move.

        Returns
        -------
        pandas.DataFrame
            run, month (record), ego, move (see `MOVES`), source (see `SOURCES`), other (name of
            the artisan or of the activity) and share.
        """
        import pandas as pd

        found, names = self.found, self._names
        return pd.DataFrame(
            {
                "run": found.run,
                "month": found.month,
                "ego": pd.Series(self.record.labels[found.ego], dtype="str"),
                "move": pd.Categorical.from_codes(found.move, pd.Index(MOVES)),
                "source": pd.Categorical.from_codes(found.source, pd.Index(SOURCES)),
                "other": pd.Series(names(found.source, found.other), dtype="str"),
                "share": found.share,
            }
        )

    def gates(self) -> "pd.DataFrame":
        """List how far each gate stood open when somebody was persuaded or decided.

        Returns
        -------
        pandas.DataFrame
            run, month, ego, move; efficacy, values, cost and gain, factors of the rate from 0 to
            1, and propensity, that of the covariates, which may be above 1; missing where the
            rate has no such factor.
        """
        rows = self.record.of(*GATES).to_frame()
        moved = self.record.of(Kind.PERSUADED, Kind.DECIDED).to_frame()
        key = ["run", "month", "ego"]
        wide = rows.assign(kind=rows["kind"].astype("str").str.removeprefix("gate_")).pivot(
            index=key, columns="kind", values="amount"
        )
        wide = wide.reindex(columns=["efficacy", "values", "cost", "gain", "propensity"])
        table = moved[[*key, "kind"]].rename(columns={"kind": "move"}).astype({"move": "str"})
        return table.join(wide, on=key)

    def by_source(self) -> "pd.DataFrame":
        """Tell how much of each move came from each source.

        Returns
        -------
        pandas.DataFrame
            move, source; moves, how many moves of a run are its part, with low and high, their
            95 % interval; and share, of all moves of that kind.
        """
        import pandas as pd

        found, n_runs = self.found, self.record.n_runs
        size = len(MOVES), len(SOURCES)
        place = (found.run * size[0] + found.move) * size[1] + found.source
        parts = np.bincount(place, found.share, n_runs * size[0] * size[1])
        means = means_of(parts.reshape(n_runs, -1))
        mean, low, high = (one.reshape(size) for one in (means.mean, means.low, means.high))
        whole = mean.sum(axis=1)
        return pd.DataFrame(
            [
                {
                    "move": move,
                    "source": source,
                    "moves": mean[at, of],
                    "low": low[at, of],
                    "high": high[at, of],
                    "share": mean[at, of] / whole[at] if whole[at] else float("nan"),
                }
                for at, move in enumerate(MOVES)
                for of, source in enumerate(SOURCES)
                if mean[at, of] > 0
            ]
        )

    def who_influenced_whom(self) -> "pd.DataFrame":
        """Tell who influenced whom, over all runs.

        Returns
        -------
        pandas.DataFrame
            move, source, other (name of the artisan or of the activity), ego; moves, how many
            moves of this artisan in a run are the part of that one: the sum of the shares, divided
            by the number of runs; and n_runs, in how many runs there was any part.
        """
        table = self.shares()
        keys = ["move", "source", "other", "ego"]
        grouped = table.groupby(keys, observed=True, dropna=False, sort=True)
        found = grouped["share"].sum().to_frame("moves") / self.record.n_runs
        found["n_runs"] = grouped["run"].nunique()
        return found.reset_index()

    def main_sources(self, move: str, run: int) -> "pd.DataFrame":
        """Name the greatest share of each first move in one run; of equals the first listed.

        Returns
        -------
        pandas.DataFrame
            ego (row), month, source, other (row or id), share. Who influenced somebody and had no
            such move of his or her own stands there with month 0 and source and other -1.

        Raises
        ------
        InputError
            If there is no such move, or run.
        """
        import pandas as pd

        if move not in MOVES:
            raise InputError(Problem("move", "", one_of(MOVES, move), as_written(move)))
        check_range("run", run, 0, self.record.n_runs - 1)
        found = self.found
        is_it = (found.run == run) & (found.move == MOVES.index(move))
        names = ("ego", "month", "source", "other", "share")
        table = pd.DataFrame({name: getattr(found, name)[is_it] for name in names})
        table = table.sort_values(
            ["ego", "month", "share"], ascending=[True, True, False], kind="stable"
        )
        table = table.drop_duplicates("ego")
        of_people = table["source"].isin(OF_ARTISANS)
        there = np.setdiff1d(table.loc[of_people, "other"], table["ego"])
        first = pd.DataFrame(
            {"ego": there, "month": 0, "source": NOBODY, "other": NOBODY, "share": 1.0}
        )
        return pd.concat([first, table], ignore_index=True)

    @property
    def typical_run(self) -> int:
        """The run nearest the median in the artisans who ever began; of equals the first."""
        rows = self.record.of(Kind.BEGAN).rows
        runs = np.unique(np.column_stack([rows.run, rows.ego]), axis=0)[:, 0]
        n_began = np.bincount(runs, minlength=self.record.n_runs)
        return int(np.abs(n_began - np.median(n_began)).argmin())

    def _names(self, source: Numbers, other: Numbers) -> NDArray[np.object_]:
        """Name the artisans and activities from whom shares come."""
        found = np.full(len(source), None, object)
        is_artisan = np.isin(source, OF_ARTISANS)
        found[is_artisan] = self.record.labels[other[is_artisan]]
        for activity in self.record.programme.activity:
            found[(source == ACTIVITY) & (other == activity.id)] = name_of(activity)
        return found


def influence_of(record: EventRecord) -> Influence:
    """Find who influenced whom in recorded runs; see `diffusion.record_events`."""
    return Influence(record)

"""Whose part each move was: who told, who persuaded, and who brought whom to a decision.

A rate is a sum, and so is what it is made of: the share of each tie, of the group, of an activity,
of the broadcast and of own initiative in one move add to one. The gates of efficacy, values, cost
and gain are factors of the whole rate; they stand beside the shares and are none (decision 50).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, check_range, one_of
from diffusion.explanation.parts import name_of
from diffusion.kernels.events import NOBODY, Kind
from diffusion.results.events import GATES, EventRecord
from diffusion.statistics.intervals import means_of

if TYPE_CHECKING:
    import pandas as pd

MOVES = ("heard", "persuaded", "decided")
"""The moves that have shares."""

SOURCES = ("activity", "tie", "near", "group", "broadcast", "alone", "trained")
"""From whom a share comes; "alone" is own initiative, "near" who lives near without a tie.

"trained" is what an alter knows who was trained, "tie" what an alter does.
"""

ACTIVITY, TIE, NEAR, GROUP, BROADCAST, ALONE, TRAINED = range(7)

OF_ARTISANS = (TIE, NEAR, TRAINED)
"""Sources that are an artisan, by their places."""

_SHARES = {
    Kind.HEARD_AT: (0, ACTIVITY),
    Kind.HEARD_AFAR: (0, BROADCAST),
    Kind.HEARD_FROM: (0, TIE),
    Kind.HEARD_NEAR: (0, NEAR),
    Kind.PERSUADED_ALONE: (1, ALONE),
    Kind.PERSUADED_BY: (1, TIE),
    Kind.PERSUADED_NEAR: (1, NEAR),
    Kind.PERSUADED_GROUP: (1, GROUP),
    Kind.PERSUADED_WORDS: (1, ACTIVITY),
    Kind.DECIDED_ALONE: (2, ALONE),
    Kind.DECIDED_BY: (2, TIE),
    Kind.DECIDED_NEAR: (2, NEAR),
    Kind.DECIDED_GROUP: (2, GROUP),
    Kind.DECIDED_TRAINED: (2, TRAINED),
}
"""Move and source of each kind of event, by their places in `MOVES` and `SOURCES`."""

type Numbers = NDArray[np.int64]
type Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Shares in moves, a row for each of whom one comes from.

    Attributes
    ----------
    run, month, ego : int64 [S]
        Who moved, and when; an artisan makes at most one move in a month.
    move, source : int64 [S]
        Places in `MOVES` and `SOURCES`.
    other : int64 [S]
        Row of the artisan, or id of the activity; `NOBODY` for the other sources.
    share : float64 [S]
        Those of one move add to 1.
    """

    run: Numbers
    month: Numbers
    ego: Numbers
    move: Numbers
    source: Numbers
    other: Numbers
    share: Reals


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
        return _shares(self.record)

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


def _shares(record: EventRecord) -> Shares:
    """Take the shares from a record, and divide what words did among the activities."""
    told = record.of(*_SHARES, Kind.WORDS).rows
    run, month, ego, kind, other = (
        np.asarray(getattr(told, name), np.int64)
        for name in ("run", "month", "ego", "kind", "other")
    )
    amount = np.asarray(told.amount, np.float64)
    amount[kind == Kind.HEARD_AT] = 1.0  # each activity at which one heard told as much
    _, move = np.unique(np.column_stack([run, month, ego]), axis=0, return_inverse=True)
    move = move.reshape(-1)  # one column in NumPy 2.0.0, which gives it as a table
    n_moves = int(move.max(initial=-1)) + 1
    words, is_whole = kind == Kind.WORDS, kind == Kind.PERSUADED_WORDS
    by_words = np.bincount(move[is_whole], amount[is_whole], n_moves)
    all_words = np.bincount(move[words], amount[words], n_moves)
    amount[words] *= by_words[move[words]] / all_words[move[words]]
    kind[words] = Kind.PERSUADED_WORDS
    is_kept = ~is_whole & (amount > 0.0)  # words that did not persuade in this month are no part
    amount, move = amount[is_kept], move[is_kept]
    whole = np.bincount(move, amount, n_moves)
    places = np.full((len(Kind), 2), NOBODY)
    for one, of in _SHARES.items():
        places[one] = of
    moved, source = places[kind[is_kept]].T
    return Shares(
        run[is_kept], month[is_kept], ego[is_kept], moved, source, other[is_kept],
        amount / whole[move],
    )  # fmt: skip


def chains(main: "pd.DataFrame", n_artisans: int) -> Sequence[Any]:
    """Order the artisans of `main_sources` so that each stands below who influenced him or her.

    Returns
    -------
    list of int
        Places in `main`: each root, and behind it those whom it influenced, in order of months.
    """
    place_of = np.full(n_artisans, NOBODY)
    place_of[main["ego"]] = np.arange(len(main))
    of_people = np.isin(main["source"], (TIE, NEAR))
    after: list[list[int]] = [[] for _ in range(len(main))]
    roots: list[int] = []
    by_month = np.argsort(main["month"].to_numpy(), kind="stable")
    for place in by_month.tolist():
        other = place_of[main["other"].iloc[place]] if of_people[place] else NOBODY
        is_before = other != NOBODY and main["month"].iloc[other] < main["month"].iloc[place]
        (after[other] if is_before else roots).append(place)
    ordered: list[int] = []
    left = roots[::-1]
    while left:
        place = left.pop()
        ordered.append(place)
        left.extend(after[place][::-1])
    return ordered

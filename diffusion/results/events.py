"""What happened in the runs of one programme, one row for each event, by names."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.kernels.events import NOBODY, Event, Events, Kind
from diffusion.kernels.events import SO_FAR as _SO_FAR
from diffusion.kernels.site import OFFICES, Site
from diffusion.results.series import STAGES
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme

if TYPE_CHECKING:
    import pandas as pd

KINDS = tuple(kind.name.lower() for kind in Kind)
"""Names of the kinds of events, by their numbers."""

WITH_ARTISAN = frozenset(
    {
        Kind.HEARD_FROM, Kind.HEARD_NEAR, Kind.PERSUADED_BY, Kind.PERSUADED_NEAR, Kind.DECIDED_BY,
        Kind.DECIDED_NEAR, Kind.DECIDED_TRAINED,
    }
)  # fmt: skip
AT_ACTIVITY = frozenset({Kind.ATTENDED, Kind.HEARD_AT, Kind.WORDS})
IN_HAMLET = frozenset({Kind.HELD, Kind.GRANT, Kind.FOUNDED, Kind.MEETING})
FROM_STAGE = frozenset(
    {
        Kind.HEARD, Kind.PERSUADED, Kind.DECIDED, Kind.LAPSED, Kind.BEGAN, Kind.CONFIRMED,
        Kind.GAVE_UP,
    }
)  # fmt: skip
"""Kinds by what stands in `other`: an artisan, an activity, a hamlet, the stage before."""

SHARES = frozenset(kind for kind in Kind if Kind.HEARD_AFAR <= kind <= Kind.DECIDED_TRAINED)
GATES = frozenset(kind for kind in Kind if Kind.GATE_EFFICACY <= kind <= Kind.GATE_PROPENSITY)
"""Kinds whose `amount` is in billionths: shares of a rate, and the factors of it."""


@dataclass(frozen=True, slots=False, eq=False)
class EventRecord:
    """What happened in the runs of one programme.

    Attributes
    ----------
    community : Community
    programme : Programme
    rows : Event [M]
        By run and month; in a month by hamlet, and there as it happened. `ego` and, where it is an
        artisan, `other` are rows of the arrays.
    n_runs : int
    first_replicate : int
        Run r is this replicate, plus r.
    """

    community: Community
    programme: Programme
    rows: Event
    n_runs: int
    first_replicate: int

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def labels(self) -> NDArray[np.object_]:
        """Names of the artisans, by their rows in the arrays."""
        listed = np.empty(self.community.n_artisans, object)
        listed[:] = [str(label) for label in self.community.labels]
        return self.community.in_rows(listed)

    def of(self, *kinds: Kind | str) -> "EventRecord":
        """Keep the events of some kinds.

        Raises
        ------
        InputError
            If there is no such kind.
        """
        for kind in kinds:
            if isinstance(kind, str) and kind not in KINDS:
                raise InputError(Problem("kind", "", one_of(KINDS, kind), as_written(kind)))
        numbers = [kind if isinstance(kind, Kind) else KINDS.index(kind) for kind in kinds]
        return self._where(np.isin(self.rows.kind, numbers))

    def of_run(self, run: int) -> "EventRecord":
        """Keep the events of one run, from 0."""
        first, end = np.searchsorted(self.rows.run, [run, run + 1])
        return self._with(self.rows[first:end])

    def to_frame(self) -> "pd.DataFrame":
        """Write what happened as a table.

        Returns
        -------
        pandas.DataFrame
            A row for each event:

            run
                Number of the run, from 0.
            month
                The record with which the month ends, from 1.
            ego
                Name of the artisan; missing for what happens in a hamlet.
            kind
                A name of `KINDS`.
            other
                With whom or what, as text: the artisan from whom a share comes; the activity, as
                its id and tactic; the office; the hamlet; the stage before a move; of "sold" the
                pieces; else missing.
            amount
                Rupiah of attended (the subsidy), grant, pot, paid_of_lost, instalment, loan_lost,
                loan, shock, sold, waits (what is lacking) and paid (the entry cost); pieces of
                bad_firing and unsold; members of founded and those present of meeting; the id of
                the activity that is held; shares, gates and words are numbers, of which 1 is the
                whole; else 0.
        """
        import pandas as pd

        rows = self.rows
        names = np.array([*self.labels, None], object)  # the last is nobody
        amount = np.asarray(rows.amount, np.float64)
        in_billionths = np.isin(rows.kind, [*SHARES, *GATES, Kind.WORDS])
        amount[in_billionths] /= 1e9
        return pd.DataFrame(
            {
                "run": np.asarray(rows.run),
                "month": np.asarray(rows.month),
                "ego": pd.Series(names[rows.ego], dtype="str"),
                "kind": pd.Categorical.from_codes(np.asarray(rows.kind), pd.Index(KINDS)),
                "other": pd.Series(self._others(), dtype="str"),
                "amount": amount,
            }
        )

    def _others(self) -> NDArray[np.object_]:
        """Name what stands in `other`."""
        kind, other = np.asarray(self.rows.kind), np.asarray(self.rows.other)
        found = np.empty(len(kind), object)
        ids = [activity.id for activity in self.programme.activity]
        activities = np.empty(max(ids, default=0) + 1, object)
        for activity in self.programme.activity:
            activities[activity.id] = f"{activity.id} {activity.tactic}"
        for kinds, names in (
            (WITH_ARTISAN, self.labels),
            (AT_ACTIVITY, activities),
            (IN_HAMLET, np.array(self.community.hamlet_names, object)),
            (FROM_STAGE, np.array(STAGES, object)),
            ({Kind.OFFICE}, np.array(OFFICES, object)),
        ):
            is_one = np.isin(kind, list(kinds))
            found[is_one] = names[other[is_one]]
        is_sold = kind == Kind.SOLD
        found[is_sold] = other[is_sold].astype(str)
        return found

    def _where(self, is_kept: NDArray[np.bool_]) -> "EventRecord":
        return self._with(self.rows[is_kept])

    def _with(self, rows: Any) -> "EventRecord":
        return EventRecord(self.community, self.programme, rows, self.n_runs, self.first_replicate)


def in_order(parts: Collection[Event], hamlets: Site) -> Event:
    """Put events together, and those of a month by hamlets, whatever the order of the phases.

    One face lives a month hamlet by hamlet, the other phase by phase.
    """
    rows: Any = np.concatenate([np.asarray(part) for part in parts]).view(np.recarray)
    if len(hamlets) > 1 and len(rows):
        hamlet_of = np.repeat(np.arange(len(hamlets)), hamlets.end - hamlets.first)
        hamlet = np.where(rows.ego == NOBODY, rows.other, hamlet_of[rows.ego])
        rows = rows[np.lexsort((hamlet, rows.month, rows.run))]
    return cast(Event, rows)


def written(events: Events) -> Event:
    """Copy what has been written so far.

    Raises
    ------
    AssertionError
        If there was too little room, which is the fault of whoever made it.
    """
    n_rows = int(events.now[_SO_FAR])
    if n_rows > len(events.rows):
        raise AssertionError("more happened than there was room for")
    return events.rows[:n_rows].copy()  # type: ignore[no-any-return]

"""What happened in a run, one row for each event; written only where somebody asked for it.

A phase is handed `events`, which is None where nothing is to be recorded: numba then leaves out
every line that asks for it. Room is made before the run. What finds no room is counted all the
same, so that whoever made too little knows how much it takes.
"""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from diffusion.kernels.arrays import Counts, Ints, Table, allocate
from diffusion.kernels.jit import inner


class Kind(IntEnum):
    """What an event is; `results.events` says what stands beside each in `other` and `amount`."""

    # What the programme does.
    HELD = 0
    ATTENDED = 1
    HEARD_AT = 2
    WORDS = 3
    GRANT = 4
    # The association.
    FOUNDED = 5
    JOINED = 6
    OFFICE = 7
    MEETING = 8
    POT = 9
    PAID_OF_LOST = 10
    SETTLED = 11
    INSTALMENT = 12
    REPAID = 13
    MISSED = 14
    LOAN_LOST = 15
    LOAN = 16
    # The household.
    SHOCK = 17
    BAD_FIRING = 18
    SOLD = 19
    UNSOLD = 20
    WAITS = 21
    PAID = 22
    # Moves from stage to stage.
    HEARD = 23
    BARRED = 24
    PERSUADED = 25
    DECIDED = 26
    LAPSED = 27
    BEGAN = 28
    CONFIRMED = 29
    GAVE_UP = 30
    # Whose part a move was, in billionths: who is heard of ...
    HEARD_AFAR = 31
    HEARD_FROM = 32
    HEARD_NEAR = 33
    # ... who persuades ...
    PERSUADED_ALONE = 34
    PERSUADED_BY = 35
    PERSUADED_NEAR = 36
    PERSUADED_GROUP = 37
    PERSUADED_WORDS = 38
    # ... who brings to a decision, and how far each gate stood open.
    DECIDED_ALONE = 39
    DECIDED_BY = 40
    DECIDED_NEAR = 41
    DECIDED_GROUP = 42
    DECIDED_TRAINED = 43
    GATE_EFFICACY = 44
    GATE_VALUES = 45
    GATE_COST = 46
    GATE_GAIN = 47
    GATE_PROPENSITY = 48


# Plain numbers, for the kernels.
(
    HELD, ATTENDED, HEARD_AT, WORDS, GRANT, FOUNDED, JOINED, OFFICE, MEETING, POT, PAID_OF_LOST,
    SETTLED, INSTALMENT, REPAID, MISSED, LOAN_LOST, LOAN, SHOCK, BAD_FIRING, SOLD, UNSOLD, WAITS,
    PAID, HEARD, BARRED, PERSUADED, DECIDED, LAPSED, BEGAN, CONFIRMED, GAVE_UP, HEARD_AFAR,
    HEARD_FROM, HEARD_NEAR, PERSUADED_ALONE, PERSUADED_BY, PERSUADED_NEAR, PERSUADED_GROUP,
    PERSUADED_WORDS, DECIDED_ALONE, DECIDED_BY, DECIDED_NEAR, DECIDED_GROUP, DECIDED_TRAINED,
    GATE_EFFICACY, GATE_VALUES, GATE_COST, GATE_GAIN, GATE_PROPENSITY,
) = (int(kind) for kind in Kind)  # fmt: skip

NOBODY = -1
"""In `ego`: the hamlet whose number stands in `other`. In `other`: nothing and nobody."""


class Event(Table):
    """What happened, a row for each event.

    Attributes
    ----------
    run, month : int32
        Number of the run here, from 0; record that the month ends with, from 1.
    ego : int32
        Row of the artisan; `NOBODY` for what happened in a hamlet.
    kind, other : int32
        One of `Kind`, and with whom or what.
    amount : int64
        Rupiah, pieces or billionths.
    """

    run: Counts
    month: Counts
    ego: Counts
    kind: Counts
    other: Counts
    amount: Ints


class Events(NamedTuple):
    """Room for what happens in some runs.

    Attributes
    ----------
    rows : Event [M]
    now : int64 [3]
        The run and the month that are being lived, and how much has happened so far; that may be
        more than M.
    """

    rows: Event
    now: Ints


RUN, MONTH, SO_FAR = (0, 1, 2)
"""Places in `Events.now`."""


def new_events(n_rows: int) -> Events:
    """Make room for so many events."""
    return Events(allocate(Event, n_rows), np.zeros(3, np.int64))


@inner
def begin_month(events: Events | None, run: int, month: int) -> None:
    """Say which run and which record the events to come belong to."""
    if events is not None:
        events.now[RUN], events.now[MONTH] = run, month


@inner
def tell(events: Events | None, kind: int, ego: int, other: int, amount: int) -> None:
    """Write one event, if there is room; count it in any case."""
    if events is not None:
        place = events.now[SO_FAR]
        events.now[SO_FAR] = place + 1
        if place < events.rows.shape[0]:
            rows = events.rows
            rows.run[place] = events.now[RUN]
            rows.month[place] = events.now[MONTH]
            rows.ego[place] = ego
            rows.kind[place] = kind
            rows.other[place] = other
            rows.amount[place] = amount

"""Shares in moves: what told, persuaded and decided, taken from the recorded events of a run."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels.events import NOBODY, Kind
from diffusion.results.events import EventRecord

MOVES = ("heard", "persuaded", "decided")
"""The moves that have shares."""

SOURCES = ("activity", "tie", "near", "group", "broadcast", "alone", "trained")
"""From whom a share comes; "alone" is own initiative, "near" who lives near without a tie.

"trained" is what an alter knows who was trained, "tie" what an alter does.
"""

ACTIVITY, TIE, NEAR, GROUP, BROADCAST, ALONE, TRAINED = range(7)

OF_ARTISANS = (TIE, NEAR, TRAINED)
"""Sources that are an artisan, by their places."""

_PARTS = {
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


def shares_of(record: EventRecord) -> Shares:
    """Take the shares from a record, and divide what words did among the activities."""
    told = record.of(*_PARTS, Kind.WORDS).rows
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
    for one, of in _PARTS.items():
        places[one] = of
    moved, source = places[kind[is_kept]].T
    return Shares(
        run[is_kept], month[is_kept], ego[is_kept], moved, source, other[is_kept],
        amount / whole[move],
    )  # fmt: skip

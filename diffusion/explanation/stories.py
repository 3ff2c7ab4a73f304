"""Tells what happened to each artisan of one simulated history, month by month.

All of it is read: what happened from the event record, levels from the history's states.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from diffusion.explanation.moves import Event, Story
from diffusion.kernels import laws
from diffusion.kernels.events import NOBODY, Kind
from diffusion.kernels.site import OFFICES
from diffusion.kernels.state import DISCONTINUED, KNOWS, State
from diffusion.mesa_model.model import ArtisanModel
from diffusion.results import barriers
from diffusion.results.barriers import barrier_of
from diffusion.results.events import FROM_STAGE, EventRecord

TOLD_FROM = 0.03
"""Belief and skill, 0 to 1, are told of when they moved by so much in a month."""

_PLAIN = {
    Kind.REPAID: "repaid_all",
    Kind.MISSED: "missed",
    Kind.SETTLED: "settled",
    Kind.JOINED: "joined",
    Kind.BAD_FIRING: "bad_firing",
    Kind.PERSUADED: "persuaded",
    Kind.LAPSED: "lapsed",
    Kind.CONFIRMED: "confirmed",
    Kind.GAVE_UP: "discontinued",
}
"""Kinds of which no more is said than that they happened."""

_AMOUNTS = {
    Kind.SHOCK: ("shock", "cost"),
    Kind.POT: ("won_pot", "amount"),
    Kind.PAID_OF_LOST: ("paid_of_lost", "amount"),
    Kind.WAITS: ("waits_for_money", "lack"),
    Kind.UNSOLD: ("unsold", "pieces"),
}
"""Kinds of which the amount is told, with its name in the sentence."""


class Happening(NamedTuple):
    """One event of one artisan in one month, as `kernels.events.Event` has it."""

    kind: Kind
    other: int
    amount: int


class StoryModel(ArtisanModel):
    """An `ArtisanModel` that records what happens, and tells it of each artisan.

    Attributes
    ----------
    held : dict of list of int
        Months in which each activity, by its id, was held in some hamlet, counted from 0.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.record_events()
        self._told: dict[tuple[int, bool], list[Story]] = {}
        self._has_ended = False

    def end(self) -> None:
        """Let the stories say, too, where each artisan stands in the last record, and why."""
        self._has_ended = True

    @property
    def stories(self) -> list[Story]:
        """The story of each artisan so far, by rows of the arrays."""
        now = len(self.history), self._has_ended
        if now not in self._told:
            states = [state for state, _ in self.history]
            told = stories_of(
                self.event_record, states, lends_after_loss=bool(self.parameters.lends_after_loss)
            )
            if self._has_ended:
                tolerance, last = float(self.parameters.misfit_tolerance), len(states) - 1
                told = [
                    end_of(story, states[-1], ego, tolerance, last=last)
                    for ego, story in enumerate(told)
                ]
            self._told = {now: told}
        return self._told[now]

    @property
    def held(self) -> dict[int, list[int]]:
        """Months in which each activity was held somewhere, by its id, from 0."""
        rows = self.event_record.of(Kind.HELD).rows
        return {
            one.id: sorted({int(month) - 1 for month in rows.month[rows.amount == one.id]})
            for one in self.programme.activity
        }


def stories_of(
    record: EventRecord, states: Sequence[State], *, lends_after_loss: bool
) -> list[Story]:
    """Tell the story of each artisan of one run.

    Parameters
    ----------
    record : EventRecord
        Of one run.
    states : sequence of State [N]
        The artisans at each record.
    lends_after_loss : bool
        Whether the association lends to who lost a loan.

    Returns
    -------
    list of Story
        One for each artisan, by rows of the arrays.
    """
    tactics = {activity.id: activity.tactic for activity in record.programme.activity}
    happened = happened_to_each(record, n_artisans=len(states[0]))
    levels = {
        what: np.array([state[name] for state in states])
        for name, what in (("self_efficacy", "belief"), ("skill", "skill"))
    }
    stories: list[Story] = []
    for ego, by_month in enumerate(happened):
        story: Story = []
        has_lost = False
        for month in range(1, len(states)):
            has_moved = states[month].stage[ego] != states[month - 1].stage[ego]
            rows = _net(by_month.get(month, []), has_moved=bool(has_moved))
            told = list(_told_of(rows, tactics, lends_after_loss, has_lost))
            has_lost = has_lost or any(row.kind == Kind.LOAN_LOST for row in rows)
            for what, values in levels.items():
                before, now = values[month - 1, ego], values[month, ego]
                told.extend(_changed(what, float(before), float(now)))
            if any(row.kind == Kind.BARRED for row in rows):
                told.append(("barred_by_values", {}))
            if told:
                story.append((month, told))
        stories.append(story)
    return stories


def happened_to_each(record: EventRecord, *, n_artisans: int) -> list[dict[int, list[Happening]]]:
    """Sort what happened in one run by the row of the artisan, and then by the month."""
    found: list[dict[int, list[Happening]]] = [{} for _ in range(n_artisans)]
    rows = record.rows
    columns = (rows.ego, rows.month, rows.kind, rows.other, rows.amount)
    for ego, month, kind, other, amount in zip(*(c.tolist() for c in columns), strict=True):
        if ego != NOBODY:
            found[ego].setdefault(month, []).append(Happening(Kind(kind), other, amount))
    return found


def _net(rows: Sequence[Happening], *, has_moved: bool) -> Sequence[Happening]:
    """Leave out moves that came to nothing: a two-state chain may make several in a month."""
    moves = [row for row in rows if row.kind in FROM_STAGE]
    gone = moves[:-1] if has_moved else moves
    return [row for row in rows if not any(row is one for one in gone)]


def _told_of(
    rows: Sequence[Happening], tactics: Mapping[int, str], lends_after_loss: bool, has_lost: bool
) -> Iterator[Event]:
    """Tell what happened to one artisan in one month; first where he or she went."""
    for row in rows:
        if row.kind == Kind.ATTENDED:
            yield "attended", {"tactic": tactics[row.other]}
    heard_at = next((tactics[row.other] for row in rows if row.kind == Kind.HEARD_AT), None)
    paid = next((row.amount for row in rows if row.kind == Kind.PAID), 0)
    for kind, other, amount in rows:
        if kind in _PLAIN:
            yield _PLAIN[kind], {}
        elif kind in _AMOUNTS:
            key, name = _AMOUNTS[kind]
            yield key, {name: amount}
        elif kind == Kind.OFFICE:
            yield "officer", {"office": OFFICES[other]}
        elif kind == Kind.LOAN_LOST:
            yield "loan_lost", {}
            has_lost = True
            if not lends_after_loss:
                yield "barred_from_loans", {}
        elif kind == Kind.LOAN:
            yield "borrowed", {"amount": amount}
            if has_lost and lends_after_loss:
                yield "lent_after_loss", {}
        elif kind == Kind.SOLD:
            yield "sold", {"pieces": other, "amount": amount}
        elif kind == Kind.HEARD and heard_at is None:
            yield "heard_from_neighbours", {}
        elif kind == Kind.HEARD:
            yield "heard_at", {"tactic": heard_at}
        elif kind == Kind.DECIDED:
            yield "tries_again" if other == DISCONTINUED else "decided", {}
        elif kind == Kind.BEGAN:
            yield "paid_and_began", {"cost": paid}


def _changed(what: str, before: float, now: float) -> Iterator[Event]:
    """Tell of a level that moved far enough; skill that is forgotten is not told."""
    if abs(now - before) < TOLD_FROM or (now < before and what == "skill"):
        return
    key = f"{what}_{'rose' if now > before else 'fell'}"
    yield key, {"from": _percent(before), "to": _percent(now)}


def end_of(story: Story, state: State, ego: int, misfit_tolerance: float, *, last: int) -> Story:
    """Add the income in the last record and, of who does not use the innovation, why."""
    events: list[Event] = [("income", {"amount": int(state.income[ego])})]
    stage = int(state.stage[ego])
    bears = laws.is_tolerable(float(state.value_fit[ego]), misfit_tolerance)
    barrier = barrier_of(stage, is_barred=stage == KNOWS and not bears)
    if barrier is not barriers.NONE:
        events.append(("why_not", {"reason": barrier.key}))
    if story and story[-1][0] == last:
        return [*story[:-1], (last, [*story[-1][1], *events])]
    return [*story, (last, events)]


def _percent(share: float) -> int:
    return int(100 * share + 0.5)

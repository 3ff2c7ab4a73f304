"""Tells what happened to each artisan of one simulated history, month by month."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import draws, laws
from diffusion.kernels.phases import activities, meeting, review
from diffusion.kernels.phases.rates import entry_cost_of
from diffusion.kernels.site import OFFICES
from diffusion.kernels.state import (
    DECIDED,
    KNOWS,
    TRIAL,
    UNAWARE,
    State,
    Ties,
)
from diffusion.mesa_model.model import ArtisanModel
from diffusion.page.moves import PLAIN_MOVES, Event, Story
from diffusion.results import barriers
from diffusion.results.barriers import barrier_of

TOLD_FROM = 0.03
"""Belief and skill, 0 to 1, are told of when they moved by so much in a month."""

_AT_ONCE = 60
"""Activities whose attendance one trial can tell, a bit of an int64 for each."""

_ENDLESS = 1_000_000
"""Months after which a loan is lost, where it never is."""


class StoryModel(ArtisanModel):
    """An `ArtisanModel` that notes what each phase did to whom.

    What cannot be read from the arrays before and after a phase, such as who came to which
    activity, is found by trying the phase on copies; the model itself passes the very months of
    an `ArtisanModel`.

    Attributes
    ----------
    stories : list of Story
        One for each artisan.
    held : dict of list of int
        Months in which each activity, by its id, was held in some hamlet, counted from 0.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stories: list[Story] = [[] for _ in self.artisans]
        self.held: dict[int, list[int]] = {one.id: [] for one in self.programme.activity}
        self._told: list[list[Event]] = [[] for _ in self.artisans]
        self._heard: dict[int, str] = {}
        self._paid: dict[int, int] = {}
        self._is_waiting = np.zeros(len(self.artisans), np.bool_)
        self._has_lost = np.zeros(len(self.artisans), np.bool_)

    def step(self) -> None:
        """Live one month, and write down what was noted in it."""
        before = self.state.copy()
        was_barred = self._is_barred()
        self._heard, self._paid = {}, {}
        super().step()
        self._tell_moves(before)
        for ego in np.flatnonzero(self._is_barred() & ~was_barred):
            self._tell(ego, "barred_by_values")
        for story, told in zip(self.stories, self._told, strict=True):
            if told:
                story.append((self.t + 1, list(told)))
                told.clear()

    def hold_activities(self) -> None:
        """Hold the activities dated this month, and note who came."""
        before = self.state.copy()
        self._note_what_is_held()
        for row, is_present in self._attendance():
            number = int(self.plan.activities.id[row])
            tactic = next(a.tactic for a in self.programme.activity if a.id == number)
            hearing = np.uint64(draws.subkey(self.run_key, draws.HEARD_AT_ACTIVITY, self.t, number))
            for ego in np.flatnonzero(is_present):
                self._tell(ego, "attended", tactic=tactic)
                if (
                    draws.draw(hearing, int(self.state.identity[ego]))
                    < self.plan.activities.aware[row]
                ):
                    self._heard.setdefault(int(ego), tactic)
        super().hold_activities()
        self._tell_joining(before)

    def draw_shocks(self) -> None:
        """Draw which households need money at once, and note them."""
        super().draw_shocks()
        for ego in np.flatnonzero(self.month.has_shock):
            self._tell(ego, "shock", cost=int(self.parameters.shock_cost))

    def meet(self) -> None:
        """Hold the association's meeting, and note what it did with whose money."""
        before = self.state.copy()
        settled = self._meeting_without_loans()
        super().meet()
        self._tell_pots(before)
        is_repaying = settled.loan < before.loan
        for ego in np.flatnonzero(is_repaying & (settled.loan == 0)):
            self._tell(ego, "repaid_all")
        has_missed = settled.arrears > before.arrears
        is_lost = has_missed & (settled.arrears == self.parameters.write_off_months)
        for ego in np.flatnonzero(has_missed):
            self._tell(ego, "missed")
        self._tell_losses(before, is_lost)
        was_free = (settled.loan == 0) | is_lost
        for ego in np.flatnonzero(was_free & (self.state.loan > 0)):
            self._tell(ego, "borrowed", amount=int(self.state.loan[ego]))
            if self._has_lost[ego] and self.parameters.lends_after_loss:
                self._tell(ego, "lent_after_loss")
        self._tell_joining(before)

    def make_and_sell(self) -> None:
        """Make, fire and sell, and note how it went."""
        super().make_and_sell()
        month = self.month
        for ego in np.flatnonzero(month.planned > 0):
            if month.good[ego] < month.planned[ego]:
                self._tell(ego, "bad_firing")
            unsold = int(month.unsold[ego])
            if sold := int(month.good[ego]) - unsold:
                self._tell(ego, "sold", pieces=sold, amount=int(month.sales[ego]))
            if unsold:
                self._tell(ego, "unsold", pieces=unsold)

    def start_trials(self) -> None:
        """Let those who have decided pay and begin, and note what they paid or lack."""
        is_decided = self.state.stage == DECIDED
        cash = self.state.cash.copy()
        super().start_trials()
        for ego in np.flatnonzero(is_decided & (self.month.next_stage == TRIAL)):
            self._paid[int(ego)] = int(cash[ego] - self.state.cash[ego])
        is_waiting = is_decided & (self.month.next_stage == DECIDED)
        for ego in np.flatnonzero(is_waiting & ~self._is_waiting):
            site = self.state.hamlet[ego]
            cost = entry_cost_of(self.state, self.hamlets, site, self.parameters, int(ego))
            lack = cost + self.parameters.cash_buffer - cash[ego]
            self._tell(ego, "waits_for_money", lack=int(lack))
        self._is_waiting = is_waiting

    def end(self) -> None:
        """Write down where each artisan stands in the last record, and why."""
        is_barred = self._is_barred()
        for ego, story in enumerate(self.stories):
            events: list[Event] = [("income", {"amount": int(self.state.income[ego])})]
            barrier = barrier_of(int(self.state.stage[ego]), is_barred=bool(is_barred[ego]))
            if barrier is not barriers.NONE:
                events.append(("why_not", {"reason": barrier.key}))
            last = len(self.history) - 1
            if story and story[-1][0] == last:
                story[-1][1].extend(events)
            else:
                story.append((last, events))

    def _tell(self, ego: int | np.integer[Any], key: str, **values: Any) -> None:
        self._told[int(ego)].append((key, values))

    def _is_barred(self) -> NDArray[np.bool_]:
        """Tell who knows of the innovation and has values that do not bear it."""
        tolerance = float(self.parameters.misfit_tolerance)
        barred = np.zeros(len(self.artisans), np.bool_)
        for ego in np.flatnonzero(self.state.stage == KNOWS):
            barred[ego] = not laws.is_tolerable(float(self.state.value_fit[ego]), tolerance)
        return barred

    def _note_what_is_held(self) -> None:
        """Note the activities of the month that some hamlet holds, as its reviews decided."""
        plan = self.plan
        for row in map(int, np.flatnonzero(plan.held[:, self.t : self.t + 1].any(axis=1))):
            months = self.held[int(plan.activities.id[row])]
            if self.t not in months and any(
                review.is_held(self.hamlets, hamlet, plan.activities, row)
                for hamlet in range(len(self.hamlets))
            ):
                months.append(self.t)

    def _attendance(self) -> Iterator[tuple[int, NDArray[np.bool_]]]:
        """Find who comes to each activity of the month, in their order, by holding them on copies.

        There every activity leaves a mark of its own, as a subsidy: a bit of it.
        """
        held = self.plan.held
        if self.t >= held.shape[1]:
            return
        rows = np.flatnonzero(held[:, self.t])
        for first in range(0, len(rows), _AT_ONCE):
            some = rows[first : first + _AT_ONCE]
            marks = np.int64(1) << np.arange(len(some), dtype=np.int64)
            doses = self.plan.activities.copy()
            doses.subsidy[:] = 0
            doses.subsidy[some] = marks
            state = self.state.copy()
            state.subsidy[:] = 0
            activities.hold_activities(
                state,
                self.month.copy(),
                self.hamlets.copy(),
                self.ledger.copy(),
                self._copied_ties(),
                self.plan._replace(activities=doses),
                self.parameters,
                self.run_key,
                self.t,
            )
            for row, mark in zip(some, marks, strict=True):
                yield int(row), (state.subsidy & mark) > 0

    def _meeting_without_loans(self) -> State:
        """Hold the meeting on copies, where nothing is lent and no loan is ever written off."""
        state = self.state.copy()
        numbers = self.parameters.copy()
        numbers.loan_cap, numbers.write_off_months = 0, _ENDLESS
        meeting.meet(
            state,
            self.month.copy(),
            self.hamlets.copy(),
            self._copied_ties(),
            numbers,
            self.run_key,
            self.t,
        )
        return state

    def _copied_ties(self) -> Ties:
        ties = self.ties
        return ties._replace(growing=ties.growing.copy(), shown_growing=ties.shown_growing.copy())

    def _tell_joining(self, before: State) -> None:
        for ego in np.flatnonzero(self.state.is_member & ~before.is_member):
            self._tell(ego, "joined")
        for ego in np.flatnonzero(self.state.office != before.office):
            self._tell(ego, "officer", office=OFFICES[self.state.office[ego]])

    def _tell_losses(self, before: State, is_lost: NDArray[np.bool_]) -> None:
        """Note whose loan is lost, what bars a new one, and what is paid back of it."""
        for ego in np.flatnonzero(is_lost):
            self._tell(ego, "loan_lost")
            if not self.parameters.lends_after_loss:
                self._tell(ego, "barred_from_loans")
        self._has_lost |= is_lost
        paid = before.unsettled - self.state.unsettled
        for ego in np.flatnonzero(paid > 0):
            self._tell(ego, "paid_of_lost", amount=int(paid[ego]))
            if self.state.unsettled[ego] == 0:
                self._tell(ego, "settled")

    def _tell_pots(self, before: State) -> None:
        """Note who got the arisan pot: the payer who had none yet, or all of whom had it."""
        if not (self.parameters.has_finance and self.parameters.arisan):
            return
        is_payer = before.is_member & (before.cash >= self.parameters.cash_to_pay)
        for hamlet in np.flatnonzero(self.hamlets.is_meeting_held):
            payers = np.flatnonzero(is_payer & (self.state.hamlet == hamlet))
            had_pot = before.has_had_pot[payers]
            if had_pot.all():  # a new cycle begins
                had_pot[:] = False
            for ego in payers[self.state.has_had_pot[payers] & ~had_pot]:
                self._tell(ego, "won_pot", amount=int(self.parameters.arisan) * len(payers))

    def _tell_moves(self, before: State) -> None:
        for ego in np.flatnonzero(self.state.stage != before.stage):
            was, now = int(before.stage[ego]), int(self.state.stage[ego])
            if now == TRIAL:
                self._tell(ego, "paid_and_began", cost=self._paid.get(int(ego), 0))
            elif (was, now) == (UNAWARE, KNOWS):
                tactic = self._heard.get(int(ego))
                if tactic is None:
                    self._tell(ego, "heard_from_neighbours")
                else:
                    self._tell(ego, "heard_at", tactic=tactic)
            else:
                self._tell(ego, PLAIN_MOVES[was, now])
        for name, what in (("self_efficacy", "belief"), ("skill", "skill")):
            old, new = before[name], self.state[name]
            for ego in np.flatnonzero(np.abs(new - old) >= TOLD_FROM):
                has_risen = new[ego] > old[ego]
                if has_risen or what == "belief":
                    key = f"{what}_{'rose' if has_risen else 'fell'}"
                    self._tell(ego, key, **{"from": _percent(old[ego]), "to": _percent(new[ego])})


def _percent(share: float) -> int:
    return int(100 * share + 0.5)

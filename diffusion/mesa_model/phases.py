"""The phases of a month, each a method of a model, so that a model of your own may replace one."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from diffusion.kernels.events import Events
from diffusion.kernels.parameters import Parameters
from diffusion.kernels.phases import (
    activities,
    household,
    learning,
    meeting,
    observe_others,
    offices,
    production,
    review,
    settlement,
    shown,
    transitions,
    two_state,
)
from diffusion.kernels.plan import Plan
from diffusion.kernels.site import Site
from diffusion.kernels.state import Month, State, Ties
from diffusion.translate.near import near_of, sight_of


class Phases:
    """Calls the compiled phases on the arrays of one model, for all its hamlets at once.

    Attributes
    ----------
    state, month, hamlets, ties, parameters, plan, ledger
        The arrays that the kernels work on; see `diffusion.kernels.state`.
    run_key : uint64
        Key of the run's draws.
    time : float
        Mesa's clock: how often its step has been begun.
    events : Events or None
        Room for what happens, after `record_events`; None where it is not recorded.
    """

    state: State
    month: Month
    hamlets: Site
    ties: Ties
    parameters: Parameters
    plan: Plan
    ledger: Any
    run_key: np.uint64
    time: float
    events: Events | None = None
    _places_seen: Hashable = None

    @property
    def t(self) -> int:
        """Number of the current month, 0 before and during the first step."""
        return max(0, int(self.time) - 1)

    def see_who_lives_near(self) -> None:
        """List anew who lives near whom, if `x_km`, `y_km` or a number of it was changed by hand.

        A step begins with it; who moves within a month is seen near the new neighbours in the next.
        """
        found = self._places()
        if found != self._places_seen:
            near = near_of(self.parameters, self.state.x_km[None], self.state.y_km[None])
            one = near._replace(start=near.start[0], total=near.total[0])
            self.ties, self._places_seen = self.ties._replace(near=one), found

    def _places(self) -> Hashable:
        """Everything on which it hangs who lives near whom."""
        sight = sight_of(self.parameters)
        return sight and (sight, self.state.x_km.tobytes(), self.state.y_km.tobytes())

    def observe_others(self) -> None:
        """See the others as they were before this month."""
        self.index_by_stage()
        self.scatter_exposure()
        self.gather_exposure()

    def index_by_stage(self) -> None:
        """List the artisans by their stages, and the members."""
        observe_others.index_by_stage(self.state, self.month, self.hamlets)

    def scatter_exposure(self) -> None:
        """Add what each artisan shows to the sums of those who are tied to him or her."""
        shown.forget_shown(self.month)  # ties and numbers may have been changed by hand
        shown.scatter_exposure(self.state, self.month, self.hamlets, self.ties, self.parameters)

    def gather_exposure(self) -> None:
        """Turn the sums, and what fellow members show, into shares and means."""
        observe_others.gather_exposure(
            self.state, self.month, self.hamlets, self.ties, self.parameters
        )

    def reset_month(self) -> None:
        """Empty what activities, meetings and work do to artisans in a month."""
        observe_others.reset_month(self.month, self.hamlets)

    def fill_offices(self) -> None:
        """Find who holds each office, and how competent they are."""
        offices.fill_offices(self.state, self.month, self.hamlets, self.parameters, self.t)

    def set_facilitation(self) -> None:
        """Set the facilitator's effort."""
        settlement.set_facilitation(self.hamlets, self.plan, self.parameters, self.t)

    def hold_activities(self) -> None:
        """Hold the activities dated this month."""
        activities.hold_activities(
            self.state,
            self.month,
            self.hamlets,
            self.ledger,
            self.ties,
            self.plan,
            self.parameters,
            self.run_key,
            self.t,
            self.events,
        )

    def draw_shocks(self) -> None:
        """Draw which households need money at once."""
        household.draw_shocks(
            self.state, self.month, self.hamlets, self.parameters, self.run_key, self.t, self.events
        )

    def meet(self) -> None:
        """Hold the association's monthly meeting: saving, arisan, repayment, loans, newcomers."""
        meeting.meet(
            self.state, self.month, self.hamlets, self.ties, self.parameters, self.run_key, self.t,
            self.events,
        )  # fmt: skip

    def pay_shocks(self) -> None:
        """Pay the shocks as far as the cash goes."""
        household.pay_shocks(self.state, self.month, self.hamlets, self.ledger, self.parameters)

    def make_and_sell(self) -> None:
        """Take orders, make, fire and sell."""
        production.make_and_sell(
            self.state,
            self.month,
            self.hamlets,
            self.ledger,
            self.parameters,
            self.run_key,
            self.t,
            self.events,
        )

    def earn_and_spend(self) -> None:
        """Take in the month's income and consume."""
        household.earn_and_spend(
            self.state, self.month, self.hamlets, self.ledger, self.parameters, self.t
        )

    def learn(self) -> None:
        """Move skill, self-efficacy and felt advantage."""
        learning.learn(self.state, self.month, self.hamlets, self.parameters, self.t)

    def be_told(self) -> None:
        """Let the unaware who were told at an activity know of the innovation."""
        transitions.be_told(self.month, self.hamlets)

    def hear(self) -> None:
        """Let the unaware hear of the innovation from others, or from afar."""
        transitions.hear(
            self.state, self.month, self.hamlets, self.ties, self.parameters, self.run_key, self.t,
            self.events,
        )  # fmt: skip

    def persuade(self) -> None:
        """Let those who know come to favour it."""
        transitions.persuade(
            self.state, self.month, self.hamlets, self.ties, self.parameters, self.run_key, self.t,
            self.events,
        )  # fmt: skip

    def decide(self) -> None:
        """Let those who favour it, or have given it up, decide to begin."""
        transitions.decide(
            self.state, self.month, self.hamlets, self.ties, self.parameters, self.run_key, self.t,
            self.events,
        )  # fmt: skip

    def start_trials(self) -> None:
        """Let those who have decided pay and begin."""
        transitions.start_trials(
            self.state, self.month, self.hamlets, self.ledger, self.parameters, self.events
        )

    def confirm_or_discontinue(self) -> None:
        """Let users give up, and those on trial confirm."""
        transitions.confirm_or_discontinue(
            self.state, self.month, self.hamlets, self.parameters, self.run_key, self.t
        )

    def adopt_or_recover(self, substep: int) -> None:
        """Let artisans of the two-state chain begin, or stop."""
        two_state.adopt_or_recover(
            self.state, self.month, self.hamlets, self.parameters, self.run_key, substep
        )

    def enter_stages(self) -> None:
        """Put each artisan into the stage that is next."""
        transitions.enter_stages(
            self.state, self.month, self.hamlets, self.parameters, self.t + 1, self.events
        )

    def count_months(self) -> None:
        """Count for each artisan the records in a row as an adopter."""
        transitions.count_months(self.state, self.hamlets)

    def end_month(self) -> None:
        """Move cohesion, administration, self-reliance and channels at the month's end."""
        settlement.end_month(self.hamlets, self.ledger, self.parameters, self.run_key, self.t)

    def review(self) -> None:
        """Let the rules of this month's reviews decide what is held later."""
        review.review(self.state, self.hamlets, self.plan, self.t)

    def let_ties_grow(self) -> None:
        """Let ties have the strength that this month's meetings gave them, from now on."""
        settlement.let_ties_grow(self.ties, self.parameters)

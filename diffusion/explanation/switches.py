"""One history under the same luck with one thing switched off, and how each artisan fares then."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from diffusion.ensembles.ensemble import Ensemble, draw, n_kept, run_part
from diffusion.explanation.parts import PartPlans
from diffusion.explanation.pathways import PATHWAYS, acting, through
from diffusion.kernels.arrays import allocate
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import Records, new_records
from diffusion.kernels.state import State, Ties
from diffusion.translate.initial_state import InitialState


class Fates(NamedTuple):
    """How each artisan fares in one history, by rows of the arrays.

    Attributes
    ----------
    began : int32 [N]
        Record of the first trial, `NEVER`.
    stage : int8 [N]
        At the end.
    """

    began: NDArray[np.int32]
    stage: NDArray[np.int8]


class Off(NamedTuple):
    """What is switched off.

    Attributes
    ----------
    kind : str
        "activity", "pathway", "tie", "loan" or "programme".
    name : str
        Id of the activity, name of the pathway, row of the other artisan; else empty.
    """

    kind: str
    name: str = ""


class Switches:
    """One history that is lived again and again, each time with one thing switched off.

    Parameters
    ----------
    ensemble
        Of one run of two programmes: the one asked about, and doing nothing.
    """

    def __init__(self, ensemble: Ensemble) -> None:
        self.ensemble = ensemble
        self._parts = PartPlans(
            ensemble.community, ensemble.programmes[0], ensemble.parameter_set,
            n_months=ensemble.options.n_months, until=ensemble.options.n_months,
        )  # fmt: skip
        drawn = draw(
            ensemble.community, ensemble.parameter_set, ensemble.options,
            first_replicate=ensemble.options.first_replicate, n_runs=1, is_lean=False,
        )  # fmt: skip
        assert isinstance(drawn, InitialState)
        self.initial = drawn

    @cached_property
    def as_it_was(self) -> Fates:
        """The history with everything on."""
        return self._lived(self.ensemble.plans[0], self.initial)

    def for_all(self) -> Iterator[tuple[Off, Fates]]:
        """Switch off what belongs to nobody alone: the programme, its activities, its pathways."""
        whole, nothing = self.ensemble.plans
        programme = self.ensemble.programmes[0]
        if not programme.activity:
            return
        yield Off("programme"), self._lived(nothing, self.initial)
        ids = frozenset(one.id for one in programme.activity)
        for one in programme.activities_by_id:
            plan = self._parts.of(ids - {one.id})
            yield Off("activity", str(one.id)), self._lived(plan, self.initial)
        names = [pathway.name for pathway in PATHWAYS]
        for name in acting(whole, nothing):
            plan = through(whole, [one for one in names if one != name], nothing)
            yield Off("pathway", name), self._lived(plan, self.initial)

    def without_tie(self, ego: int, alter: int) -> Fates:
        """Let two artisans, by their rows, not be tied."""
        ties = cut(self.initial.ties, ego, alter)
        return self._lived(self.ensemble.plans[0], replace(self.initial, ties=ties))

    def without_loans(self, ego: int) -> Fates:
        """Let the association lend nothing to one artisan, by the row.

        A rupiah that nobody asks for bars from loans whoever owes it (ODD 7.9).
        """
        start = self.initial.start.copy()
        start.unsettled[:, ego] = 1
        return self._lived(self.ensemble.plans[0], replace(self.initial, start=start))

    @property
    def lends(self) -> bool:
        """Whether an association can lend anything."""
        numbers = self.ensemble.parameters
        return bool(numbers.has_finance) and numbers.loan_cap > 0

    def alters_of(self, ego: int) -> list[int]:
        """Rows of those to whom an artisan is tied."""
        start = self.initial.ties.start[0]
        return [int(alter) for alter in self.initial.ties.alter[start[ego] : start[ego + 1]]]

    def states(self) -> list[State]:
        """Live the history up to each record, and give the artisans there."""
        found = [self.initial.start[0].copy()]
        for n_months in range(1, self.ensemble.options.n_months + 1):
            state = allocate(State, self.ensemble.community.n_artisans)
            self._run(self.ensemble.plans[0], self.initial, n_months, state)
            found.append(state)
        return found

    def _lived(self, plan: Plan, initial: InitialState) -> Fates:
        records = self._run(plan, initial, self.ensemble.options.n_months)
        return Fates(records.toa[0], records.last_stage[0])

    def _run(
        self, plan: Plan, initial: InitialState, n_months: int, state: State | None = None
    ) -> Records:
        ensemble = self.ensemble
        records = new_records(
            1,
            n_months,
            ensemble.community.n_artisans,
            n_channels=len(ensemble.community.file.market.channel),
            n_toa=1,
            n_last=1,
            n_kept=n_kept(ensemble.parameters),
        )
        run_part(
            ensemble.community, initial, plan, ensemble.parameters,
            random_seed=ensemble.options.random_seed, records=records, state=state,
        )  # fmt: skip
        return records


def cut(ties: Ties, ego: int, alter: int) -> Ties:
    """Take the tie between two artisans away, in both directions.

    Parameters
    ----------
    ties : Ties
        Of one run: `start` is [1, N + 1] and `total` [1, N].
    ego, alter : int
        Their rows.
    """
    start, total = ties.start.copy(), ties.total.copy()
    gone = []
    for one, other in ((ego, alter), (alter, ego)):
        row = np.arange(ties.start[0, one], ties.start[0, one + 1])
        place = row[ties.alter[row] == other]
        gone.extend(place.tolist())
        total[0, one] -= int(ties.strength[place].sum())
        start[0, one + 1 :] -= np.uint32(len(place))
    strength = np.delete(ties.strength, gone)
    shown = strength if ties.shown is ties.strength else np.delete(ties.shown, gone)
    growing = ties.shown_growing
    return ties._replace(
        start=start, total=total, alter=np.delete(ties.alter, gone), strength=strength,
        shown=shown, growing=strength,
        shown_growing=np.delete(growing, gone) if len(growing) else growing,
    )  # fmt: skip

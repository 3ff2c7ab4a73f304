"""Runs parts of a programme under the same luck, each part once, however often it is asked for."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import batched
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from diffusion.ensembles.ensemble import Ensemble, draw, n_kept, run_part
from diffusion.ensembles.partition import in_threads, parts
from diffusion.kernels.plan import Plan
from diffusion.kernels.records import Records, new_records
from diffusion.kernels.state import CONFIRMED, TRIAL
from diffusion.translate.initial_state import InitialState

OUTCOMES = ("adopters", "lasting_adopters", "ever_adopted", "adopter_months", "mean_income")
"""What is explained, of each run at its end (see `diffusion.results.indicators`)."""

_RUNS_AT_ONCE = 100
_PLANS_AT_ONCE = 16
_SINGLE_RUNS_AT_ONCE = 4

type Reals = NDArray[np.float64]


class Plans:
    """Different plans, each once, by number.

    Attributes
    ----------
    listed : list of Plan
    """

    def __init__(self) -> None:
        self.listed: list[Plan] = []
        self._number_of: dict[Hashable, int] = {}

    def number(self, plan: Plan) -> int:
        """Give the number of a plan; the same for all that are alike in everything."""
        number = self._number_of.setdefault(_key(plan), len(self.listed))
        if number == len(self.listed):
            self.listed.append(plan)
        return number


def _key(plan: Plan) -> Hashable:
    arrays = (
        plan.activities, plan.held, plan.listed, plan.handover, plan.rules, plan.due
    )  # fmt: skip
    return plan.withdrawal_month, plan.taper, *(np.asarray(one).tobytes() for one in arrays)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which plans are run.

    Attributes
    ----------
    in_all : sequence of int
        Numbers of the plans that every run is asked about.
    in_run : sequence of sequence of int [R]
        Numbers of further plans, for each run its own.
    """

    in_all: Sequence[int]
    in_run: Sequence[Sequence[int]]

    @property
    def n_histories(self) -> int:
        """How many histories that are."""
        return len(self.in_all) * len(self.in_run) + sum(map(len, self.in_run))


@dataclass(frozen=True, slots=True)
class _Job:
    """Some plans in some runs: each of the one in each of the other."""

    runs: slice
    plans: Sequence[Sequence[int]]


def reached(ensemble: Ensemble, plans: Sequence[Plan], asked: Asked) -> Reals:
    """Run plans under the same luck, and take what each reaches.

    Parameters
    ----------
    ensemble
        Of any programme; its own plans are not run.
    plans
    asked
        By the places of plans in `plans`.

    Returns
    -------
    float64 [plans, R, OUTCOMES]
        NaN where a plan was not asked for.
    """
    n_runs = ensemble.options.n_runs
    found = np.full((len(plans), n_runs, len(OUTCOMES)), np.nan)
    progress = _Progress(ensemble.options.report, asked.n_histories)

    def work(job: _Job) -> None:
        initial = _begun(ensemble, job.runs)
        together = len(job.plans) == 1
        for place, numbers in enumerate(job.plans):
            begun, runs = initial, job.runs
            if not together:
                begun = _of_run(initial, place)
                runs = slice(job.runs.start + place, job.runs.start + place + 1)
            for number in numbers:
                found[number, runs] = _reached_by(ensemble, begun, plans[number])
                progress.add(runs.stop - runs.start)

    for _ in in_threads(work, _jobs(asked, ensemble.n_threads), n_threads=ensemble.n_threads):
        pass
    return found


class _Progress:
    """Says how many histories are done; several threads may tell it."""

    def __init__(self, report: Callable[[int, int], None], n_all: int) -> None:
        self._report, self._n_all, self._n_done, self._lock = report, n_all, 0, Lock()
        report(0, n_all)

    def add(self, n_more: int) -> None:
        """Count histories that are done."""
        with self._lock:
            self._n_done += n_more
            self._report(self._n_done, self._n_all)


def _jobs(asked: Asked, n_threads: int) -> Iterator[_Job]:
    n_runs = len(asked.in_run)
    size = max(1, min(_RUNS_AT_ONCE, -(-n_runs // n_threads)))
    for runs in parts(n_runs, size):
        for numbers in batched(asked.in_all, _PLANS_AT_ONCE):
            yield _Job(runs, (numbers,))
    if any(asked.in_run):
        for runs in parts(n_runs, _SINGLE_RUNS_AT_ONCE):
            yield _Job(runs, asked.in_run[runs])


def _begun(ensemble: Ensemble, runs: slice) -> InitialState:
    first, n_runs = ensemble.options.first_replicate + runs.start, runs.stop - runs.start
    if isinstance(ensemble.initial, InitialState):
        return replace(ensemble.initial, first_replicate=first, n_runs=n_runs)
    drawn = draw(
        ensemble.community, ensemble.parameter_set, ensemble.options,
        first_replicate=first, n_runs=n_runs, is_lean=False,
    )  # fmt: skip
    assert isinstance(drawn, InitialState)
    return drawn


def _of_run(initial: InitialState, run: int) -> InitialState:
    """Take the first moment of one run alone."""
    row = slice(run, run + 1)
    start, ties, near = initial.start, initial.ties, initial.ties.near
    if len(near.start) > 1:
        near = near._replace(start=near.start[row], total=near.total[row])
    if len(ties.start) > 1:
        ties = ties._replace(start=ties.start[row], total=ties.total[row])
    return replace(
        initial,
        start=start[row] if len(start) > 1 else start,
        ties=ties._replace(near=near),
        first_replicate=initial.first_replicate + run,
        n_runs=1,
    )


def _reached_by(ensemble: Ensemble, initial: InitialState, plan: Plan) -> Reals:
    """Run one plan in some runs; take the outcomes [R, OUTCOMES]."""
    records = new_records(
        initial.n_runs,
        ensemble.options.n_months,
        ensemble.community.n_artisans,
        n_channels=len(ensemble.community.file.market.channel),
        n_kept=n_kept(ensemble.parameters),
    )
    run_part(
        ensemble.community, initial, plan, ensemble.parameters,
        random_seed=ensemble.options.random_seed, records=records,
    )  # fmt: skip
    return outcomes_of(records, ensemble.community.n_artisans)


def outcomes_of(records: Records, n_artisans: int) -> Reals:
    """Take from records what is explained, float64 [R, OUTCOMES], in the order of `OUTCOMES`."""
    adopters = records.stages[:, :, TRIAL] + records.stages[:, :, CONFIRMED]
    return np.column_stack(
        [
            adopters[:, -1],
            records.lasting,
            records.tried,
            adopters[:, 1:].sum(axis=1),
            records.money.income[:, -1] / n_artisans,
        ]
    )

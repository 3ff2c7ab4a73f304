"""Compares strategies: the same community, the same luck and, with a budget, the same rupiah."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np

from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, as_many, community_of
from diffusion.comparison.measured import Reals
from diffusion.comparison.result import Comparison
from diffusion.comparison.stopping import (
    MOST_RUNS,
    Precision,
    check_months_compared,
    check_precision,
    run_until,
)
from diffusion.comparison.strategies import Strategy, nothing_done, reference_of, strategies_of
from diffusion.ensembles.options import RunKeywords, RunOptions
from diffusion.ensembles.simulate import simulate
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.util.money import Sum, rupiah_of


def compare(
    community: CommunityLike,
    programmes: ProgrammeLike | Sequence[ProgrammeLike] | None = None,
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    at_months: Sequence[int] = (),
    precision: float | None = None,
    most_runs: int = MOST_RUNS,
    callback: Callable[[int], None] | None = None,
    fewest_possible: int = 2,
    **options: Unpack[RunKeywords],
) -> Comparison:
    """Compare programmes under the same luck and, if a budget is given, at the same rupiah.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    programmes
        One or more names, files or programmes; the first is the reference. None: all programmes of
        the community, with `campaign_then_collaboration` as the reference if it is among them.
    budget
        Rupiah to which each programme is scaled (see `diffusion.scale_to_budget`), a whole number
        or text such as "8 juta"; None: each is taken as written, and none is ranked.
    with_facilitator
        Whether the budget pays for the organisation's person-days too.
    at_months
        Records, beside the last, at which monthly quantities are compared.
    precision
        Artisans: run until the simultaneous interval of every difference in adopters at the end
        has at most this half-width. `n_runs` is then not used.
    most_runs
        Cap of the runs where a precision is asked for.
    callback
        Called once with the number of runs that the precision will probably need.
    fewest_possible
        How many of the programmes must be possible at the budget, if so many are asked for; with
        fewer it is refused before anything is simulated.
    **options
        parameters, n_runs, n_months, random_seed, first_replicate, n_threads and progress: see
        `diffusion.ensembles.options.RunOptions`.

    Raises
    ------
    InputError
        As in `diffusion.simulate`; and if at this budget too few programmes are possible, or
        none that does anything.
    """
    known = community_of(community)
    runs = RunOptions(**options)
    asked = tuple(known.programmes) if programmes is None else as_many(programmes)
    whole = None if budget is None else rupiah_of(budget)
    strategies = strategies_of(
        known,
        asked,
        budget=whole,
        with_facilitator=with_facilitator,
        fewest_possible=fewest_possible,
    )
    check_months_compared(at_months, runs.n_months)
    if precision is not None:
        check_precision(precision, most_runs)
    batches = _Batches(known, strategies, runs, is_default=programmes is None)
    reached = None
    if precision is None:
        batches.extend_to(runs.n_runs)
    else:
        reached = batches.run_until(precision, most_runs, callback)
    return Comparison(
        community=known,
        strategies=tuple(replace(s, outcome=batches.outcome_of(s)) for s in strategies),
        reference=batches.reference,
        parameters=runs.parameter_set,
        budget=whole,
        with_facilitator=with_facilitator,
        random_seed=runs.random_seed,
        at_months=tuple(dict.fromkeys(m for m in at_months if m != runs.n_months)),
        baseline=batches.outcomes[-1],
        precision=reached,
    )


class _Batches:
    """Runs of the strategies and of doing nothing, of which there may be more and more.

    Attributes
    ----------
    names : list of str
        The strategies that are possible.
    reference : str
        The one of them that the others are compared with.
    outcomes : list of Outcome
        One for each of `names`, and the last of doing nothing.
    """

    def __init__(
        self,
        community: Community,
        strategies: Sequence[Strategy],
        options: RunOptions,
        *,
        is_default: bool,
    ) -> None:
        possible = [strategy for strategy in strategies if strategy.is_possible]
        self.names = [strategy.name for strategy in possible]
        self.reference = reference_of(self.names, is_default=is_default)
        self.outcomes: list[Outcome] = []
        self._community = community
        self._programmes = [*(strategy.programme for strategy in possible), nothing_done()]
        self._options = options

    def extend_to(self, n_runs: int) -> None:
        """Simulate as many runs as are lacking."""
        n_before, options = self.outcomes[0].n_runs if self.outcomes else 0, self._options
        more = simulate(
            self._community,
            self._programmes,
            keep=("artisans",),
            parameters=options.parameters,
            n_runs=n_runs - n_before,
            n_months=options.n_months,
            random_seed=options.random_seed,
            first_replicate=options.first_replicate + n_before,
            n_threads=options.n_threads,
            progress=options.progress,
        )
        if self.outcomes:
            pairs = zip(self.outcomes, more, strict=True)
            more = [before.followed_by(after) for before, after in pairs]
        self.outcomes = more

    def run_until(
        self, precision: float, most_runs: int, callback: Callable[[int], None] | None
    ) -> Precision:
        """Simulate until the differences are known well enough, or there are too many runs."""
        return run_until(
            self._differences,
            precision,
            most_runs=most_runs,
            random_seed=self._options.random_seed,
            callback=callback,
        )

    def outcome_of(self, strategy: Strategy) -> Outcome | None:
        """Take the outcome of a strategy; None where it is not possible."""
        if strategy.name not in self.names:
            return None
        return self.outcomes[self.names.index(strategy.name)]

    def _differences(self, n_runs: int) -> Reals:
        """Adopters at the end, less those of the reference, of so many runs, float64 [R, S - 1]."""
        self.extend_to(n_runs)
        ends = [outcome.adopters[:, -1].astype(np.float64) for outcome in self.outcomes[:-1]]
        base = ends.pop(self.names.index(self.reference))
        return np.stack([end - base for end in ends], axis=1) if ends else np.empty((n_runs, 0))

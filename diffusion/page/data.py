"""Gathers everything that the workshop page shows: the comparison, and one history told in full."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.over_points import OverPoints
from diffusion.catalogue.load import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED
from diffusion.comparison.compare import compare
from diffusion.comparison.result import Comparison
from diffusion.comparison.strategies import Strategy
from diffusion.ensembles.options import DEFAULT_MONTHS, DEFAULT_RUNS, Progress
from diffusion.errors import InputError, Problem
from diffusion.explanation.stories import StoryModel
from diffusion.kernels.state import Stage
from diffusion.page.changes import changes_on_page
from diffusion.page.groups import groups_data
from diffusion.page.hamlets import MOST_DRAWN, hamlet_data, layout_by_hamlet
from diffusion.page.layout import layout
from diffusion.page.over_points import over_points_data
from diffusion.page.scenarios import scenarios
from diffusion.page.size import check_size
from diffusion.page.strategies import differences_data, notes_data, strategies_data, titles
from diffusion.results.observed import observed_curve
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.scenario.ties import Geometric
from diffusion.util.formats import rupiah
from diffusion.util.money import Sum, in_millions
from diffusion.util.provenance import versions

FEWEST, MOST = 2, 4
"""How many strategies a page shows."""


def page_data(
    community: Community,
    strategies: Sequence[str | Path | Programme],
    *,
    budget: Sum | None = None,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    with_names: bool = False,
    with_what_if: bool = True,
    over: OverPoints | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Gather the data of a page, as plain values that JSON can hold.

    All numbers are those of `diffusion.compare`: the same luck for every strategy and, with a
    budget, the same rupiah. Beside them one history is shown in full, the same replicate for all
    strategies: of all replicates the one nearest the median. A replicate's distance to the median
    is, for each strategy, the mean over the records of the absolute difference of its adopters to
    the median number of adopters, divided by the mean of that over all replicates; these are
    added up over the strategies, and of equals the lowest replicate is taken.

    Parameters
    ----------
    community
        What `diffusion.load` returns.
    strategies
        Two to four programmes: names, files or programmes.
    budget
        Rupiah to which each is scaled; None: as written, and then none is ranked.
    parameters, n_runs, n_months, random_seed
        As in `diffusion.simulate`.
    with_names
        Whether artisans of a roster are called by their names there. Real names can shame people.
    with_what_if
        Whether the grid of what-ifs is simulated, which takes most of the time.
    over
        The same programmes compared at each point of an ensemble, which is shown beside.
    progress
        Called with the number of runs done and of all; begins anew for the grid of what-ifs.

    Raises
    ------
    InputError
        As in `diffusion.compare`; if there are fewer than two strategies or more than four; if
        there are too many artisans or ties to draw each; and if a strategy is not possible at
        the budget.
    """
    if not FEWEST <= len(strategies) <= MOST:
        raise InputError(Problem("strategies", "", "two to four programmes", str(len(strategies))))
    check_size(community, random_seed=random_seed)
    comparison = compare(
        community,
        strategies,
        budget=budget,
        parameters=parameters,
        n_runs=n_runs,
        n_months=n_months,
        random_seed=random_seed,
        progress=progress,
    )
    _check_possible(comparison)
    outcomes = [outcome for _, outcome in comparison.simulated]
    replicate = nearest_the_median([outcome.adopters for outcome in outcomes])
    histories = [
        _history_of(comparison, strategy, outcome, replicate=replicate, parameters=parameters)
        for strategy, outcome in comparison.simulated
    ]
    changes = [
        changes_on_page(
            community, strategy.programme, parameters=parameters, n_months=n_months,
            random_seed=random_seed, replicate=replicate,
        )
        for strategy, _ in comparison.simulated
    ]  # fmt: skip
    ties = _ties_of(histories[0])
    places = _placed(community, ties, _homes(histories[0]))
    return _known(comparison, with_names=with_names) | {
        "ties": [list(pair) for pair in ties],
        "places": [list(place) for place in places],
        "replicate": replicate,
        "strategies": strategies_data(comparison, histories, changes, replicate),
        "differences": differences_data(comparison),
        "notes": notes_data(comparison),
        "groups": groups_data(comparison, replicate),
        "over_points": None if over is None else over_points_data(over),
        "what_if": (
            scenarios(comparison, parameters=parameters, progress=progress)
            if with_what_if
            else None
        ),
    }


def nearest_the_median(adopters: Sequence[NDArray[np.int64]]) -> int:
    """Find the run nearest the median of all strategies, by the rule of `page_data`.

    Parameters
    ----------
    adopters : sequence of int64 [R, T + 1]
        Adopters of each run and record, for each strategy.
    """
    total = np.zeros(len(adopters[0]))
    for curves in adopters:
        distance = np.abs(curves - np.median(curves, axis=0)).mean(axis=1)
        if distance.any():
            total += distance / distance.mean()
    return int(total.argmin())


def _known(comparison: Comparison, *, with_names: bool) -> dict[str, Any]:
    """Say what is compared, where, and from what."""
    community = comparison.community
    is_named = with_names and community.roster is not None
    flags = [row["flag"] for row in community.sources]
    return {
        "version": versions()["artisan-diffusion"],
        "community": {
            "name": community.name,
            "titles": titles(community.file.title),
            "start": community.file.calendar.start,
            "listed": list(community.listed),
            "made_up": community.file.made_up,
            "hamlets": hamlet_data(community),
            "poor_is_drawn": community.poor_is_drawn,
        },
        "observed": _observed(community, comparison.n_months),
        "n_artisans": community.n_artisans,
        "n_months": comparison.n_months,
        "n_runs": comparison.n_runs,
        "random_seed": comparison.random_seed,
        "parameters": "; ".join(filter(None, [comparison.parameters, community.settings_written])),
        "names": [str(label) for label in community.labels] if is_named else None,
        "n_assumed": flags.count("assumed") if flags else None,
    }


def _observed(community: Community, n_months: int) -> dict[str, Any] | None:
    """Who was observed to use it, in the months that are simulated."""
    found = observed_curve(community, n_months)
    if found is None:
        return None
    return {
        "innovation": found.innovation,
        "records": list(found.records),
        "users": list(found.users),
    }


def _check_possible(comparison: Comparison) -> None:
    asked = comparison.budget or 0
    problems = [
        Problem(
            "budget",
            "",
            f"at least {rupiah(strategy.price.total)}, the smallest form of {strategy.name}",
            rupiah(asked) + in_millions(asked, strategy.price.total),
        )
        for strategy in comparison.strategies
        if strategy.outcome is None
    ]
    if problems:
        raise InputError(problems)


def _history_of(
    comparison: Comparison,
    strategy: Strategy,
    outcome: Outcome,
    *,
    replicate: int,
    parameters: str | ParameterSet,
) -> StoryModel:
    """Live one replicate again, month by month, and check it against the compiled run."""
    history = StoryModel(
        comparison.community,
        strategy.programme,
        random_seed=comparison.random_seed,
        replicate=replicate,
        parameters=parameters,
    )
    for _ in range(outcome.n_months):
        history.step()
    history.end()
    counted = [np.bincount(state.stage, minlength=len(Stage)) for state, _ in history.history]
    if not np.array_equal(counted, outcome.stages[replicate]):
        raise AssertionError(f"the history told of {strategy.name} is not the one simulated")
    return history


def _ties_of(history: StoryModel) -> list[tuple[int, int]]:
    """Pairs of artisans who are tied, each once, by their places in the list of all."""
    start, alters = history.ties.start.tolist(), history.ties.alter.tolist()
    community = history.community
    places = list(range(community.n_artisans))
    if community.order is not None:
        places = community.order.tolist()
    pairs = [
        (places[ego], places[alter])
        for ego in range(len(start) - 1)
        for alter in alters[start[ego] : start[ego + 1]]
        if ego < alter
    ]
    return sorted((min(pair), max(pair)) for pair in pairs)


def _placed(
    community: Community, ties: list[tuple[int, int]], homes: NDArray[np.float64] | None
) -> list[tuple[float, float]]:
    if 1 < community.n_hamlets <= MOST_DRAWN:
        return layout_by_hamlet(community.hamlets, ties, homes)
    return layout(community.n_artisans, ties, homes)


def _homes(history: StoryModel) -> NDArray[np.float64] | None:
    """Where the artisans live, where that says something of their ties; else None."""
    community = history.community
    is_told = community.roster is not None and {"x_km", "y_km"} <= community.roster.columns.keys()
    if not is_told and not isinstance(community.file.ties, Geometric):
        return None
    return np.column_stack(
        [community.as_listed(history.state.x_km), community.as_listed(history.state.y_km)]
    )

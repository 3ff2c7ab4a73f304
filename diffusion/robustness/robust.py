"""Checks whether one programme beats another whatever the assumed numbers, networks and laws."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diffusion.calibration.ensemble import read_ensemble
from diffusion.calibration.plan import found_at
from diffusion.catalogue.arguments import CommunityLike, ProgrammeLike, community_of
from diffusion.catalogue.load import parameters_of, programme_of
from diffusion.catalogue.overrides import Inputs, declared
from diffusion.ensembles.options import MOST_THREADS, Progress, RunOptions
from diffusion.ensembles.partition import n_processors
from diffusion.errors import InputError, Problem, check_range, one_of
from diffusion.results.indicators import indicator
from diffusion.robustness.attempts import SCHEMA, Attempts, RobustStore
from diffusion.robustness.boxes import find_boxes
from diffusion.robustness.duel import Duel, Met
from diffusion.robustness.flip import find_flips
from diffusion.robustness.map import draw_map
from diffusion.robustness.panel import cells_of, run_panel
from diffusion.robustness.points import (
    ENSEMBLE,
    FILE,
    RANGES,
    Where,
    in_space,
    of_ensemble,
    read_space,
    stated_space,
)
from diffusion.robustness.result import FIRST, OTHER, Robustness
from diffusion.robustness.sensitivity import (
    BLOCKS,
    STRONGEST,
    correlations,
    explained,
    indices,
    strongest,
)
from diffusion.util.money import Sum, rupiah_of
from diffusion.util.provenance import versions

POINTS, RUNS = 256, 200
MOST_POINTS = 100_000
METHODS = (*BLOCKS, "none")
"""How the numbers are weighed beside ranks: Morris, Sobol, or not."""

_OF_WAYS = 300
"""Trials that the search for turns and the map take, about."""

_MOST_TOP_UPS = 12
"""How often points are spread again for those that contradicted themselves."""


@dataclass(frozen=True)
class Plan:
    """A check that has been read and found possible, and not begun.

    Attributes
    ----------
    duel : Duel
    names : tuple of str
    where : Where
    method : str
        One of METHODS.
    """

    duel: Duel
    names: tuple[str, str]
    where: Where
    method: str

    @property
    def n_trials(self) -> int:
        """Trials that it takes, about."""
        blocks = 0 if self.method == "none" else BLOCKS[self.method] * (STRONGEST + 2)
        panel = len(cells_of(self.duel.inputs))
        return 1 + len(self.where) + 2 * len(self.where.space) + _OF_WAYS + blocks + panel

    @property
    def origin(self) -> dict[str, Any]:
        """What it is made from."""
        duel = self.duel
        asked = {
            name: getattr(duel, name)
            for name in (
                "budget", "with_facilitator", "measure", "n_months", "n_runs", "random_seed"
            )
        }  # fmt: skip
        space = [[axis.path, axis.low, axis.high, axis.is_log] for axis in self.where.space.axes]
        return {
            "robust": asked | {"names": list(self.names), "method": self.method},
            "points_from": self.where.kind,
            "n_points": len(self.where),
            "space": space,
            "weight": self.where.weight.tolist(),
            "files": dict(duel.inputs.community.hashes),
            "inputs": declared(duel.inputs),
            "versions": versions(),
        }


def plan_robust(
    community: CommunityLike,
    first: ProgrammeLike,
    other: ProgrammeLike,
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    points: int = POINTS,
    ensemble: str | Path | None = None,
    space: str | Path | None = None,
    parameters: str = "default",
    measure: str = "adopters",
    method: str = "morris",
    n_runs: int = RUNS,
    n_months: int = 36,
    random_seed: int = 1,
) -> Plan:
    """Read and check all that a check of a ranking needs; see `robust`."""
    known = community_of(community)
    RunOptions(n_runs=n_runs, n_months=n_months, random_seed=random_seed).check(known.n_artisans)
    check_range("runs", n_runs, 2, 100_000)
    check_range("points", points, 2, MOST_POINTS)
    if method not in METHODS:
        raise InputError(Problem("indices", "", one_of(METHODS, method), method))
    if ensemble is not None and space is not None:
        raise InputError(Problem("ensemble", "", "either an ensemble or a space", "both"))
    indicator(measure, known.file.market.channels)
    programmes = tuple(programme_of(known, one) for one in (first, other))
    inputs = Inputs(known, parameters_of(known, parameters), programmes)
    if ensemble is not None:
        where = of_ensemble(read_ensemble(community, ensemble), inputs, place=str(ensemble))
    elif space is not None:
        found = read_space(found_at(community, space), inputs)
        where = in_space(found, points, random_seed=random_seed, kind=FILE)
    else:
        where = in_space(stated_space(inputs), points, random_seed=random_seed, kind=RANGES)
    names = tuple(one.name for one in programmes)
    if names[0] == names[1]:
        names = names[0], f"{names[1]} (2)"
    whole = None if budget is None else rupiah_of(budget)
    duel = Duel(inputs, whole, with_facilitator, measure, n_months, n_runs, random_seed)
    duel.ready({})  # says so if the budget is too small
    return Plan(duel, (names[0], names[1]), where, method)


def robust(
    community: CommunityLike,
    first: ProgrammeLike,
    other: ProgrammeLike,
    *,
    folder: str | Path | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    **asked: Any,
) -> Robustness:
    """Check whether a ranking of two programmes survives other numbers, networks and theories.

    Parameters
    ----------
    community
        A community, its name, or the path of its folder.
    first, other
        Names, files or programmes.
    folder
        Where every trial is kept: new, empty, or of this same check, which then goes on. None:
        nowhere.
    workers
        Threads; None: as many as this machine has processors. Results do not depend on it.
    progress
        Called with the number of trials done and of all, about.
    **asked
        budget and with_facilitator, as in `diffusion.compare`; points, how many are spread over
        the ranges; ensemble, of a calibration, in place of the ranges; space, a file with a
        section [space], in place of those of sources.csv; parameters, the set that all begin
        from; measure, of which more is better; method, "morris", "sobol" or "none"; n_runs,
        n_months and random_seed.

    Returns
    -------
    Robustness

    Raises
    ------
    InputError
        If a name is unknown, a number out of range, the budget too small, nothing is varied, or
        no point could be run.
    """
    plan = plan_robust(community, first, other, **asked)
    place = None if folder is None else Path(folder)
    return run_plan(plan, place, workers=workers, progress=progress)


def run_plan(
    plan: Plan,
    folder: Path | None,
    *,
    workers: int | None = None,
    tell: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> Robustness:
    """Run a check that is planned, or go on with it; see `robust`."""
    if workers is not None:
        check_range("workers", workers, 1, MOST_THREADS)
    store = None if folder is None else RobustStore(folder)
    with nullcontext() if store is None else store.opened(plan.origin):
        if store is not None:
            for name in store.set_aside_damaged(SCHEMA):
                if tell is not None:
                    tell(f"{store.folder / name} was damaged: it is set aside, and made again")
        attempts = Attempts(plan.duel, workers or n_processors(), plan.n_trials, store, progress)
        if progress is not None:
            progress(0, plan.n_trials)
        found = _checked(plan, attempts)
        if store is not None:
            store.finish(attempts.n_parts, SCHEMA)
    return found


def _checked(plan: Plan, attempts: Attempts) -> Robustness:
    """Try the points, the ends and ways, the indices, the map and the panel, in this order."""
    seed = plan.duel.random_seed
    default = attempts("default", [{}])
    where, met = _tried(plan, attempts)
    if not met.is_run.any():
        expected = "a point of the ranges at which both programmes can be run"
        first = next((text for text in met.refused if text), "no run that has the measure")
        raise InputError(Problem("space", "", expected, f"none ({first})"))
    flips = find_flips(where.space, default, attempts)
    moving = correlations(where.unit, where.weight, met)
    chosen = strongest(flips.swing)
    coefficients, r2 = explained(where.unit, where.weight, met, chosen)
    found = _indices(plan, chosen, attempts)
    run = met.is_run
    boxes = {
        side: find_boxes(
            where.unit[run], where.weight[run], met.verdict[run] == side, random_seed=seed
        )
        for side in (FIRST, OTHER)
    }
    mapped = draw_map(flips, attempts)
    panel = run_panel(plan.duel.inputs, attempts)
    return Robustness(
        plan.duel, plan.names, where, default, met, flips, moving, chosen, coefficients, r2,
        plan.method, found, boxes, mapped, panel,
    )  # fmt: skip


def _tried(plan: Plan, attempts: Attempts) -> tuple[Where, Met]:
    """Try the points; in place of those that contradict themselves others are spread."""
    where = plan.where
    met = attempts("point", where.settings)
    number, n_asked = 0, len(where)
    while where.kind != ENSEMBLE and met.is_run.any() and number < _MOST_TOP_UPS:
        lacking = n_asked - int(met.is_run.sum())
        if lacking == 0:
            break
        number += 1
        more = in_space(
            where.space, lacking, random_seed=plan.duel.random_seed, kind=where.kind, number=number
        )
        where = where.and_also(more)
        met = Met.joined([met, attempts("point", more.settings)])
    return where, met


def _indices(plan: Plan, chosen: list[int], attempts: Attempts) -> Any:
    import pandas as pd

    if plan.method == "none" or not chosen:
        return pd.DataFrame({"number": []})
    seed = plan.duel.random_seed % 2**31
    return indices(plan.method, plan.where.space, chosen, attempts, random_seed=seed)

"""Designs a study: how many villages, waves and ties tell two programmes, or two laws, apart."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from diffusion.catalogue.arguments import (
    CommunityLike,
    ProgrammeLike,
    as_many,
    community_of,
    programmes_of,
)
from diffusion.catalogue.load import parameters_of
from diffusion.catalogue.overrides import Inputs, set_at
from diffusion.ensembles.options import RunOptions
from diffusion.errors import InputError, Problem, check_ranges
from diffusion.fitting.study_power import (
    FEWEST_VILLAGES,
    Reals,
    drawn_studies,
    power_curve,
    share_interval,
    told_apart,
)
from diffusion.fitting.study_result import Answer, StudyDesign
from diffusion.fitting.study_worlds import Arm, Observed
from diffusion.util.money import Sum

WAVES = (1, 3)
POWER, LEVEL = 0.8, 0.05
MOST_VILLAGES, LARGEST_STUDY = 100, 1_000
POOL = 400
"""Simulated villages of each arm from which studies are drawn in the search."""

N_DRAWN = 2_000
"""Studies drawn in the search."""

N_CONFIRMED, _FEWEST_CONFIRMED, _MOST_SIMULATED = 400, 50, 8_000
"""Studies simulated anew at the answer, at most and at least; villages of each arm they may take,
where that is not below the fewest studies."""

_MORE = 0.05
"""Part by which the answer grows while studies simulated anew show too little power."""

type Progress = Callable[[int, int], None]


def design_study(
    community: CommunityLike,
    programmes: ProgrammeLike | Sequence[ProgrammeLike],
    *,
    other: Mapping[str, Any] | None = None,
    power: float = POWER,
    level: float = LEVEL,
    waves: Sequence[int] = WAVES,
    names: Sequence[int] = (),
    paired: bool = False,
    most_villages: int = MOST_VILLAGES,
    budget: Sum | None = None,
    parameters: str = "default",
    n_months: int = 36,
    random_seed: int = 1,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> StudyDesign:
    """Find how many villages tell two programmes, or two laws, apart.

    A village is one simulated history, and counts once: people of one village are not taken for
    independent. The two arms are compared by a two-sided test of their villages.

    Parameters
    ----------
    community
        Whose like the villages are.
    programmes
        Two; or, with `other`, one that is simulated under two laws.
    other
        Values by dotted path that make the other law, as of `Community.with_settings`.
    power, level
        How often a study must tell the arms apart, and how often it may where they are equal.
    waves
        Numbers of visits that are tried, evenly apart, the last at the end.
    names
        Numbers of names that each person gives, which are tried too, to see how alike the tied
        are; none: only shares of adopters are observed.
    paired
        Villages come in pairs that share all luck but the programme: the best that matching could
        do, and never less villages than it needs.
    most_villages
        In each arm, or pairs.
    budget, parameters, n_months, random_seed, n_threads
        As of `diffusion.simulate`.
    progress
        Called with the number of villages simulated and of all that may be.

    Raises
    ------
    InputError
        As in `diffusion.simulate`; and if there are not two arms, or numbers are out of range.
    """
    known = community_of(community)
    _check(known.n_artisans, power, level, waves, names, most_villages, n_months)
    RunOptions(n_months=n_months, random_seed=random_seed, n_threads=n_threads).check(
        known.n_artisans
    )
    arms = _arms(known, as_many(programmes), other or {}, parameters, budget)
    plans = [Observed(n) for n in waves] + [Observed(n, k) for k in names for n in waves]
    work = _Work(arms, plans, paired, n_months, random_seed, n_threads, progress)
    answers = _answers(work, power=power, level=level, most=most_villages)
    asked = {
        "model": known.name, "programmes": [arm.programme.name for arm in arms],
        "other": dict(other or {}), "power": power, "level": level, "waves": [*waves],
        "names": [*names], "paired": paired, "most_villages": most_villages,
        "budget": None if budget is None else str(budget), "parameters": parameters,
        "n_months": n_months, "random_seed": random_seed,
    }  # fmt: skip
    return StudyDesign(
        (arms[0].name, arms[1].name), tuple(answers), power, level, paired, most_villages,
        n_months, random_seed, known.n_artisans, known.n_hamlets,
        asked | {"files": dict(known.hashes)},
    )  # fmt: skip


def _check(
    n_artisans: int, power: float, level: float, waves: Sequence[int], names: Sequence[int],
    most_villages: int, n_months: int,
) -> None:  # fmt: skip
    problems = [
        Problem(name, "", f"a number above {low:g} and below {high:g}", f"{value:g}")
        for name, value, low, high in (("power", power, level, 1.0), ("level", level, 0.0, 0.5))
        if not low < value < high
    ]
    if not waves:
        problems.append(Problem("waves", "", "at least one number of waves", "none"))
    try:
        check_ranges(
            ("most villages", most_villages, FEWEST_VILLAGES, LARGEST_STUDY),
            *(("waves", n, 1, max(1, n_months)) for n in waves),
            *(("names", n, 1, max(1, n_artisans - 1)) for n in names),
        )
    except InputError as error:
        problems.extend(error.problems)
    if problems:
        raise InputError(problems)


def _arms(
    known: Any, asked: tuple[Any, ...], other: Mapping[str, Any], parameters: str,
    budget: Sum | None,
) -> tuple[Arm, Arm]:  # fmt: skip
    """Make the two arms: two programmes, or one under two laws."""
    expected = (
        "one programme, where there are two laws" if other else "two programmes, or one and --other"
    )
    if len(asked) != (1 if other else 2):
        raise InputError(Problem("programmes", "", expected, str(len(asked))))
    numbers = parameters_of(known, parameters)
    made = programmes_of(known, asked, budget=budget)
    first, second = made[0], made[-1]
    one = Arm(first.name, known, first, parameters)
    if not other:
        return one, Arm(second.name, known, second, parameters)
    changed = set_at(Inputs(known, numbers, (first,)), other, place="other")
    name = str(other.get("parameters", parameters))
    sets = {**changed.community.parameter_sets, name: changed.parameters}
    community = replace(changed.community, parameter_sets=sets)
    said = ", ".join(f"{path} = {value}" for path, value in other.items())
    return one, Arm(said, community, changed.programmes[0], name)


class _Work:
    """Villages of both arms, simulated in an order of replicates that never meet."""

    def __init__(
        self, arms: tuple[Arm, Arm], plans: list[Observed], paired: bool, n_months: int,
        random_seed: int, n_threads: int | None, progress: Progress | None,
    ) -> None:  # fmt: skip
        self.arms, self.plans, self.paired = arms, plans, paired
        self.random_seed = random_seed
        self._same: dict[str, Any] = {
            "n_months": n_months, "random_seed": random_seed, "n_threads": n_threads,
        }  # fmt: skip
        self._next, self._progress, self._n_done = 0, progress, 0
        self._n_all = 2 * (POOL + _MOST_SIMULATED)

    def villages(self, n: int) -> tuple[Reals, Reals]:
        """Simulate so many villages of each arm, never seen before, and observe them [P, n]."""
        begins = (self._next, self._next if self.paired else self._next + n)
        self._next += n if self.paired else 2 * n
        found = []
        for arm, begin in zip(self.arms, begins, strict=True):
            if self._progress is not None:
                self._progress(self._n_done, self._n_all)
            found.append(arm.observe(self.plans, n_villages=n, first_replicate=begin, **self._same))
            self._n_done += n
        return found[0], found[1]


def _answers(work: _Work, *, power: float, level: float, most: int) -> list[Answer]:
    """Search by drawn studies, then simulate studies anew at what was found."""
    test: dict[str, Any] = {"paired": work.paired, "level": level}
    pool = work.villages(POOL)
    curves = []
    for first, second in zip(*pool, strict=True):
        studies = drawn_studies(
            first, second, paired=work.paired, n_studies=N_DRAWN, n_villages=most,
            random_seed=work.random_seed,
        )  # fmt: skip
        curves.append(power_curve(*studies, **test))
    found = [_smallest(curve, power) for curve in curves]
    # Room for answers that grow; where the most are too few, for the studies that say so.
    n_villages = max(
        _FEWEST_CONFIRMED * (most if None in found else 0),
        *(_room(n) for n in found if n is not None),
        _FEWEST_CONFIRMED,
    )
    fresh = work.villages(n_villages)
    answers = []
    for place, (plan, n) in enumerate(zip(work.plans, found, strict=True)):
        first, second = fresh[0][place], fresh[1][place]
        answers.append(
            Answer(
                plan,
                (float(first.mean()), float(second.mean())),
                (float(first.std(ddof=1)), float(second.std(ddof=1))),
                *_confirmed(first, second, n, power=power, most=most, **test),
                curves[place],
            )
        )
    return answers


def _room(n: int) -> int:
    """Count the villages of an arm that studies of so many take, and of somewhat more."""
    return max(_FEWEST_CONFIRMED * n, min(_MOST_SIMULATED, round(1.2 * N_CONFIRMED * n)))


def _smallest(curve: Reals, power: float) -> int | None:
    """Find the fewest villages at which a curve reaches a power; None if it does not."""
    enough = np.flatnonzero(np.nan_to_num(curve) >= power)
    return int(enough[0]) + 1 if len(enough) else None


def _confirmed(
    first: Reals, second: Reals, n: int | None, *, power: float, most: int, paired: bool,
    level: float,
) -> tuple[int | None, float, float, float, int, float, float, float]:  # fmt: skip
    """Test studies simulated anew; more villages while they clearly show too little power."""
    test: dict[str, Any] = {"paired": paired, "level": level}
    while True:
        size = most if n is None else n
        studies = [_in_studies(values, size) for values in (first, second)]
        told = told_apart(studies[0], studies[1], **test)
        low, high = share_interval(int(told.sum()), len(told))
        if n is None or high >= power:
            break
        n = None if n == most else min(most, n + max(1, round(_MORE * n)))
    equal = _in_studies(first, 2 * size)
    alarms = np.zeros(0, np.bool_)
    if not paired and len(equal):
        alarms = told_apart(equal[:, :size], equal[:, size:], **test)
    share = float(alarms.mean()) if len(alarms) else float("nan")
    ends = share_interval(int(alarms.sum()), len(alarms))
    return n, float(told.mean()), low, high, len(told), share, *ends


def _in_studies(values: Reals, size: int) -> Reals:
    """Share villages out to studies of so many, at most `N_CONFIRMED` [S, size]."""
    n_studies = min(N_CONFIRMED, len(values) // size)
    return values[: n_studies * size].reshape(n_studies, size)

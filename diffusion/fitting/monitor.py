"""Follows a village, or a programme, beside a set of histories of what was to be expected."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.adoption_data import AdoptionData
from diffusion.errors import InputError, Problem, as_written, check_ranges, one_of
from diffusion.fitting.curves import CurveSet
from diffusion.fitting.following import FIRST, Followed, followed, looked_up, width_in
from diffusion.fitting.forecasters import MIX, Forecasters, models_asked
from diffusion.fitting.law import Composites
from diffusion.fitting.monitoring import Monitored, Standing, Tried, rank_of, standing_of
from diffusion.fitting.scores import coverage, crps
from diffusion.fitting.validation import FEWEST_VILLAGES, N_RUNS, with_adopters
from diffusion.fitting.villages import BY, Village, villages_of
from diffusion.fitting.widths import widened
from diffusion.measures.given import option

if TYPE_CHECKING:
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme

type Reals = NDArray[np.float64]

TRUSTS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0)
"""How much what was observed may weigh histories; which, is chosen in histories left out."""

_MOST_TRIED = 100
"""Histories that are left out in turn."""


def monitor(
    data: AdoptionData,
    village: str,
    *,
    known_to: int | None = None,
    by: str = BY,
    innovation: str | None = None,
    covariates: "Sequence[str] | Mapping[str, ArrayLike]" = (),
    eligible: str | None = None,
    composites: Composites | None = None,
    models: Sequence[str] | None = None,
    learn_widths: str = "inner",
    n_runs: int = N_RUNS,
    random_seed: int = 1,
    progress: Callable[[float], None] | None = None,
) -> Monitored:
    """Follow one village beside what the other villages let expect.

    Models are fitted to the other villages. What was expected is their mixture, with equal
    weights, when only the first period was known; the updated forecast is the same with all
    periods known. It is tried on each other village in turn, which is left out too.

    Parameters
    ----------
    data
        Of several villages, which have been observed for longer than this one.
    village
        Name, in the column `by`.
    known_to
        Periods known of it, from 2 to T - 1; without it up to its last observation.
    by, covariates, eligible
        As of `diffusion.fitting.villages.villages_of`.
    innovation
        Which; the first without it.
    composites, models, n_runs, random_seed, progress
        As of `diffusion.validate`.
    learn_widths
        "inner": the band of the updated forecast is as wide as it should have been in the other
        villages, each left out of the fits too; where there are enough. "no": as it is.

    Raises
    ------
    InputError
        If there is no such village, or too few others, or nothing is left to forecast.
    """
    chosen = innovation or next(iter(data.adoption), None)
    villages = villages_of(data, by, innovations=chosen, covariates=covariates, eligible=eligible)
    names = tuple(one.group for one in villages)
    if village not in names:
        raise InputError(Problem("village", "", one_of(names, village), as_written(village)))
    if len(villages) < FEWEST_VILLAGES:
        expected = f"at least {FEWEST_VILLAGES}, three of them to learn from"
        raise InputError(Problem("villages", "", expected, f"{len(villages):,}"))
    own = villages[names.index(village)]
    k = int(own.last.max()) + 1 if known_to is None else known_to
    if known_to is None and k >= own.n_periods:
        expected = "periods that are still to come, or known_to (--known-to K)"
        raise InputError(Problem("known_to", "", expected, f"all {own.n_periods:,} observed"))
    check_ranges(("known_to", k, FIRST + 1, own.n_periods - 1), ("n_runs", n_runs, 20, 100_000))
    option("learn_widths", ("inner", "no"), learn_widths)
    used = models_asked(models, composites)
    mixed = MIX if len(used) > 1 else used[0]
    others = [one for one in villages if one is not own]
    fitted = Forecasters(others, composites or {}, n_runs, random_seed)
    at_first, now = (fitted.all_of(used, own, known_to=at)[mixed] for at in (FIRST, k))
    seen: list[Followed] = []
    tried = None
    if len(others) >= FEWEST_VILLAGES and len(with_adopters(others)) > 1:
        seen = followed(others, (k,), composites, used, n_runs, random_seed, progress)
        right = looked_up(seen, learn_widths)
        tried = _tried("villages", [(one.coverage, one.standing) for one in right])
    width = width_in(seen, learn_widths)
    return Monitored(
        own.name, mixed, own.n_people, own.n_left_out, data.periods, _counts(own)[:k],
        at_first.curves, FIRST, widened(now, width, own).curves, tried, width,
    )  # fmt: skip


def monitor_programme(
    community: "Community",
    programme: "str | Programme",
    *,
    known_to: int | None = None,
    parameters: str = "default",
    n_runs: int = N_RUNS,
    n_months: int | None = None,
    random_seed: int = 1,
    innovation: str | None = None,
) -> Monitored:
    """Follow what was observed in a community beside simulated histories of a programme.

    A history counts the more the more likely its curve makes what was observed so far, and goes
    on from the number observed. Who never told when, or of whom nobody knows, is left out on both
    sides.

    Parameters
    ----------
    community
        With [observed], in months of the calendar.
    programme
        As it was planned: name, file or programme.
    known_to
        Months observed that are looked at, from the first month simulated; all without it.
    parameters, n_runs, random_seed
        As of `diffusion.simulate`.
    innovation
        Which was observed; without it the one that is simulated.
    n_months
        Months simulated, T; by default to the last month observed, or 36 if that is later.

    Raises
    ------
    InputError
        If nothing was observed in those months, or no month is left to forecast.
    """
    from diffusion.ensembles.simulate import simulate

    own, records = _observed(community, innovation)
    last = max(records)
    n_months = max(last, 36) if n_months is None else n_months
    in_time = [(at, record) for at, record in enumerate(records) if 1 <= record <= n_months]
    check_ranges(("known_to", known_to or 1, 1, max(1, len(in_time))))
    seen = in_time[:known_to]
    if not seen or seen[-1][1] >= n_months:
        expected = f"months observed before month {n_months:,}, or fewer (--known-to K)"
        raise InputError(Problem("known_to", "", expected, f"{len(seen):,} observed"))
    outcome = simulate(
        community, programme, n_runs=n_runs, n_months=n_months, parameters=parameters,
        random_seed=random_seed, keep=("toa",),
    )  # fmt: skip
    assert outcome.toa is not None
    rows = [community.labels.index(label) for label in own.data.labels]
    ends = np.array([*(r for _, r in seen), *range(seen[-1][1] + 1, n_months + 1)])
    toa = outcome.toa[:, rows][:, :, None]
    curves = ((toa >= 0) & (toa <= ends)).mean(axis=1)
    counts = _counts(own)[[at for at, _ in seen]]
    new = _new(counts)
    trust, tried = _tried_on_histories(curves, own.n_people, len(seen))
    updated, _ = CurveSet(_softened(curves), trust=trust, has_luck=True).go_on(
        new, own.n_people, n_runs=n_runs, random_seed=random_seed
    )
    names = _names_of_months(community, ends)
    return Monitored(
        community.name, outcome.programme, own.n_people, own.n_left_out, names, counts, curves, 0,
        updated, tried,
    )  # fmt: skip


def _observed(community: "Community", innovation: str | None) -> tuple[Village, tuple[int, ...]]:
    """Take who was observed, as one village, and the record of each period."""
    data, observed = community.observed, community.file.observed
    if data is None or observed is None or not data.adoption:
        expected = "[observed] in community.toml"
        raise InputError(Problem(community.name, "", expected, "nothing"))
    if not observed.are_months:
        expected = "periods that are months, as 2019-01, to lie on the calendar of a programme"
        raise InputError(Problem("periods", "", expected, as_written(observed.periods[0])))
    whole = np.full(data.n_people, community.name, object)
    (own,) = villages_of(data, whole, innovations=innovation or community.observed_innovation)
    return own, observed.records(community.file.calendar.start)


def _names_of_months(community: "Community", records: NDArray[np.int64]) -> tuple[str, ...]:
    year, month = map(int, community.file.calendar.start.split("-"))
    at = [12 * year + month - 1 + record - 1 for record in records.tolist()]
    return tuple(f"{one // 12:04d}-{one % 12 + 1:02d}" for one in at)


def _counts(village: Village) -> NDArray[np.int64]:
    return np.rint(village.cumulative * village.n_people).astype(np.int64)


def _softened(curves: Reals) -> Reals:
    """Move each history a little to the mean of all, so that none is quite impossible."""
    return 0.9 * curves + 0.1 * curves.mean(axis=0)


def _tried_on_histories(curves: Reals, n_people: int, k: int) -> tuple[float, Tried]:
    """Leave each of some histories out, and follow it beside the rest.

    Gives the trust of `TRUSTS` with the smallest CRPS in them, and how right it was. What was
    observed has no part in that choice.
    """
    n_tried = min(_MOST_TRIED, len(curves))
    missed, covered = np.zeros((2, len(TRUSTS), n_tried))
    standings = []
    for at in range(n_tried):
        rest, own = np.delete(curves, at, axis=0), curves[at]
        new = _new(np.rint(own[:k] * n_people).astype(np.int64))
        standings.append(standing_of(rank_of(rest[:, k - 1], float(own[k - 1]))))
        for row, trust in enumerate(TRUSTS):
            now, _ = CurveSet(_softened(rest), trust=trust, has_luck=True).go_on(
                new, n_people, n_runs=len(rest), random_seed=at + 1
            )
            missed[row, at] = crps(now, own[k:]).mean()
            covered[row, at] = coverage(now, own[k:], n_people=n_people)
    best = int(missed.mean(axis=1).argmin())
    looked_up = list(zip(covered[best].tolist(), standings, strict=True))
    return TRUSTS[best], _tried("histories", looked_up)


def _new(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Count those who are new in each period."""
    return np.append(counts[:1], counts[1:] - counts[:-1])


def _tried(on: str, looked_up: Sequence[tuple[float, Standing]]) -> Tried:
    covered = [one for one, _ in looked_up]
    behind = [standing is Standing.BEHIND for _, standing in looked_up]
    return Tried(on, len(looked_up), float(np.mean(covered)), float(np.mean(behind)))

"""What points say of patterns: which pass, how far off they are, and which exclude each other."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.job import Found
from diffusion.calibration.patterns import PatternFile

type Reals = NDArray[np.float64]
type Truths = NDArray[np.bool_]

VERDICTS = ("pass", "partly", "fail", "not measured")

FARTHEST = 5.0
"""Distance from which on it makes no difference how far off a measure is."""

LEAST_EXPECTED = 3.0
"""Points at which two patterns would pass together by chance, for their never doing so to say
anything."""


def is_measured(found: Found, file: PatternFile) -> Truths:
    """Tell whether enough runs had something to measure [points, patterns]."""
    enough: Truths = np.nan_to_num(found.measured) >= max(file.least_runs, 1e-12)
    return enough


def verdicts(found: Found, file: PatternFile) -> NDArray[np.int64]:
    """Judge each pattern at each point, by its place in `VERDICTS` [points, patterns]."""
    low, high = np.array([one.passes for one in file.pattern]).T
    least, most = np.array([one.partly for one in file.pattern]).T
    value = found.value
    with np.errstate(invalid="ignore"):
        judged = np.where(
            (value >= low) & (value <= high), 0, np.where((value >= least) & (value <= most), 1, 2)
        )
    return np.where(is_measured(found, file), judged, 3)


def distances(found: Found, file: PatternFile) -> Reals:
    """Tell how far outside of its range each measure is, in widths of the zone beside it.

    The zone is that in which it holds partly, on the side where it is off; where there is none,
    half of the range. What has too little to measure is farther than any value, the less there is
    the farther; a point that could not be run is farther still [points, patterns].
    """
    low, high = np.array([one.passes for one in file.pattern]).T
    least, most = np.array([one.partly for one in file.pattern]).T
    half = np.where(high > low, (high - low) / 2, 1.0)
    below = np.where(low > least, low - least, half)
    above = np.where(most > high, most - high, half)
    with np.errstate(invalid="ignore"):
        off = np.maximum((low - found.value) / below, (found.value - high) / above)
    off = np.clip(np.nan_to_num(off, nan=FARTHEST), 0.0, FARTHEST)
    measured = np.nan_to_num(found.measured)
    lacking = FARTHEST + np.clip(1 - measured / max(file.least_runs, 1e-12), 0, 1)
    off = np.where(is_measured(found, file), off, lacking)
    return np.where(found.is_run[:, None], off, 2 * FARTHEST)


def sets_to_drop(
    passes: Truths,
    is_even: Truths,
    *,
    most: int = 5,
    without: Collection[tuple[int, ...]] = (),
) -> list[tuple[tuple[int, ...], int]]:
    """Find the smallest sets of patterns without which some point shows all the others.

    Parameters
    ----------
    passes : bool [points, patterns]
    is_even : bool [points]
        Whether each point is one of the even sample; others lie where they were sought.
    most
        Sets that are listed.
    without
        Sets that are no answer, as their points did not show the others again.

    Returns
    -------
    list of ((int, ...), int)
        Places of the patterns, and the points that show all others: the smallest sets first, of
        equal ones that with the most points of the even sample. No set holds another of the list.
    """
    failed = [tuple(np.flatnonzero(row).tolist()) for row in ~passes]
    counted = Counter(failed)
    even = Counter(one for one, is_of_it in zip(failed, is_even.tolist(), strict=True) if is_of_it)

    def shown(one: tuple[int, ...], by: Counter[tuple[int, ...]]) -> int:
        return sum(n for other, n in by.items() if set(other) <= set(one))

    order = sorted(counted, key=lambda one: (len(one), -shown(one, even), -counted[one], one))
    found: list[tuple[tuple[int, ...], int]] = []
    for one in order:
        if one in without or any(set(other) <= set(one) for other, _ in found):
            continue
        found.append((one, shown(one, counted)))
        if len(found) == most:
            break
    return found


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two patterns over the points of an even sample.

    Attributes
    ----------
    one, other : str
    share_one, share_other, share_both : float
        Of the points that pass each, and both.
    lift : float
        Both over the product of each; 1 if they do not touch each other.
    never : bool
        Whether they never pass together, though by chance some points would.
    """

    one: str
    other: str
    share_one: float
    share_other: float
    share_both: float
    lift: float
    never: bool


def conflicts(passes: Truths, names: Sequence[str]) -> list[Conflict]:
    """Compare how often two patterns pass together with how often they would by chance.

    Only pairs of patterns of which each passes at some point and fails at another.
    """
    n_points = len(passes)
    found = []
    shares = passes.mean(axis=0) if n_points else np.zeros(len(names))
    varying = [place for place, share in enumerate(shares) if 0 < share < 1]
    for number, one in enumerate(varying):
        for other in varying[number + 1 :]:
            both = float((passes[:, one] & passes[:, other]).mean())
            product = float(shares[one] * shares[other])
            never = both == 0 and product * n_points >= LEAST_EXPECTED
            found.append(
                Conflict(
                    names[one], names[other], float(shares[one]), float(shares[other]), both,
                    both / product, never,
                )
            )  # fmt: skip
    return sorted(found, key=lambda c: (not c.never, c.lift, c.one, c.other))


def rank_correlations(points: Reals, found: Found, file: PatternFile) -> Reals:
    """Correlate the ranks of each number with those of each measure [axes, patterns].

    NaN where a measure is there at fewer than ten points, or never varies.
    """
    from scipy.stats import rankdata

    n_axes, measured = points.shape[1], is_measured(found, file)
    table = np.full((n_axes, len(file.pattern)), np.nan)
    for column in range(len(file.pattern)):
        is_there = measured[:, column] & found.is_run
        values = found.value[is_there, column]
        if len(values) < 10 or np.ptp(values) <= 1e-12 * max(1.0, float(np.abs(values).max())):
            continue
        of_values = rankdata(values)
        of_points = rankdata(points[is_there], axis=0)
        of_values = of_values - of_values.mean()
        of_points = of_points - of_points.mean(axis=0)
        length = np.sqrt((of_points**2).sum(axis=0) * (of_values**2).sum())
        table[:, column] = np.divide(
            of_values @ of_points, length, out=np.full(n_axes, np.nan), where=length > 0
        )
    return table

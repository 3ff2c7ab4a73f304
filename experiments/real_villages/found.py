"""What the measures find in the sets: curves, thresholds, likeness of the tied, structure."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sets import Set

from diffusion import measures
from diffusion.measures.bass import BassFit
from diffusion.measures.morans_i import MoranByPeriod

type Facts = Iterator[tuple[str, str, str]]

STATISTICS = {
    "mean threshold": measures.mean_threshold,
    "mean periods between the adoptions of two who are tied": measures.mean_time_difference,
}


@dataclass(frozen=True)
class Drawn:
    """What the figure shows of a set."""

    counts: measures.Result
    fit: BassFit
    moran: MoranByPeriod


def drawn(one: Set, n_permutations: int) -> Drawn:
    """Measure what the figure shows."""
    data = one.data
    counts = measures.cumulative_adopt_count(data)
    moran = measures.moran_by_period(data, n_permutations=n_permutations)
    return Drawn(counts, measures.fitbass(data), moran)


def bass(fit: BassFit) -> str:
    """Write a fit in one line."""
    if np.isnan(fit.p):
        return fit.why.said()
    return (
        f"p {fit.p:.4f} ({fit.p_low:.4f} to {fit.p_high:.4f}), "
        f"q {fit.q:.3f} ({fit.q_low:.3f} to {fit.q_high:.3f})"
    )


def of_a_curve(one: Set, shown: Drawn, n_rewired: int) -> Facts:
    """Measure a set with dated adoptions."""
    data = one.data
    yield "Bass fit to new adopters, all may adopt", "", bass(shown.fit)
    free = measures.fitbass(data, market="estimated")
    share = (
        free.why.said() if free.why else
        f"{free.market:.2f} ({free.market_low:.2f} to {free.market_high:.2f})"
    )  # fmt: skip
    yield "Bass fit, share that will ever adopt", "", share
    threshold = measures.threshold(data)
    known = threshold.value[~np.isnan(threshold.value)]
    yield (
        "threshold: mean, median, how many",
        "",
        (f"{known.mean():.2f}, {np.median(known):.2f}, {len(known)}"),
    )
    value, p = shown.moran.value, shown.moran.permutation_p
    clear = np.array(p) <= 0.05
    yield (
        "Moran's I of having adopted: largest, periods in which p is at most 0.05",
        "",
        (f"{np.nanmax(value):.3f}, {clear.sum()} of {len(p)}"),
    )
    for name, statistic in STATISTICS.items():
        for within, label in ((None, ""), ("hamlet", " within each community")):
            test = measures.struct_test(
                data, statistic=statistic, within=within, n_rewired=n_rewired, valued=False
            )
            yield (
                f"structure test{label}, {name}: observed, rewired, p",
                "",
                (f"{test.value:.3f}, {test.expected:.3f}, {test.p_value:.3f}"),
            )


def of_practices(one: Set) -> Facts:
    """Fit the curve of Bass to each practice in each village."""
    practices = one.table("practices")
    n_periods = int(one.nodes["censor_time"].max())
    fits = []
    for _, part in practices.groupby(["community", "practice"]):
        new = np.bincount(part["toa"].dropna().astype(int) - 1, minlength=n_periods)
        fits.append(measures.fitbass(new, n_people=len(part)))
    why = pd.Series([fit.why.said() or "fitted" for fit in fits]).value_counts()
    yield (
        "Bass fits of the practices by village",
        "",
        "; ".join(f"{count} {said}" for said, count in why.items()),
    )
    q = np.array([fit.q for fit in fits if not fit.why])
    yield (
        "imitation q of the practices that were fitted: quartiles",
        "",
        (", ".join(f"{value:.2f}" for value in np.quantile(q, [0.25, 0.5, 0.75]))),
    )
    wide = np.array([fit.q_high / fit.q_low for fit in fits if not fit.why])
    yield (
        "fits whose interval of q spans more than a factor of 4",
        "",
        (f"{int((wide > 4).sum())} of {len(wide)}"),
    )


def of_game(one: Set, n_permutations: int) -> Facts:
    """Measure how alike those are who met on a day, with the contacts of that day."""
    data = one.data
    moran = measures.moran_by_period(data, n_permutations=n_permutations)
    yield (
        "Moran's I of having been infected, by the contacts of each day",
        "",
        " ".join(f"{value:.2f}" for value in moran.value),
    )
    exposure = measures.exposure(data)
    yield (
        "mean exposure on the first, the eighth and the last day",
        "",
        ", ".join(f"{np.nanmean(exposure.value[:, day]):.2f}" for day in (0, 7, 14)),
    )

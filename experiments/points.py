"""Runs the arms of a question at points of the assumed numbers; used by several experiments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from paired import summary

import diffusion
from diffusion.calibration.ensemble import Points, read_ensemble
from diffusion.catalogue.overrides import community_with
from diffusion.results.indicators import indicator
from diffusion.sweeps.design import read_design
from diffusion.sweeps.points import points_of

RANGES = Path(__file__).parent / "sequence" / "robustness.toml"
"""Design that has the seventeen assumed numbers with their ranges, and why these."""
N_ASSUMED = 64
VERDICTS = ("better", "worse", "undecided")
ANSWER_COLUMNS = (
    "n_runs",
    "mean",
    "low",
    "high",
    "difference",
    "difference_low",
    "difference_high",
    "verdict",
    "weight",
    "n_points",
    "mean_difference",
    "better",
    "worse",
    "undecided",
    "number",
    "correlation",
    "half_at",
    "turns_at",
    "better_below",
    "worse_below",
    "better_above",
    "worse_above",
)
"""How the table of a question ends: means, differences, shares of points, and where it turns."""


@dataclass(frozen=True)
class Arm:
    """One thing that may be done or assumed.

    Attributes
    ----------
    name : str
    programme : str
        A name, or the path of a file.
    settings : mapping of str to value
        By dotted path; they come after those of a point.
    budget : int or None
        Rupiah to which the programme is scaled; None: as written.
    """

    name: str
    programme: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    budget: int | None = None


def assumed_points() -> Points:
    """Draw the points of a Latin hypercube over the ranges of the seventeen assumed numbers."""
    design, _ = read_design(RANGES)
    assert design.sample is not None
    ranges = tuple(one for one in design.factor if one.levels is None)
    sample = design.sample.model_copy(update={"points": N_ASSUMED})
    drawn = points_of(design.model_copy(update={"factor": ranges, "sample": sample}), RANGES.parent)
    settings = tuple(drawn.settings(point) for point in range(len(drawn)))
    return Points(settings, np.full(len(settings), 1 / len(settings)), (), 0)


def ensemble_points() -> Points:
    """Read the ensemble that comes with Senik."""
    return read_ensemble("senik", "ensemble.parquet")


def run_arms(
    points: Points,
    arms: Sequence[Arm],
    outcomes: Mapping[str, tuple[str, int]],
    *,
    n_runs: int,
    n_months: int = 36,
    more: Callable[[diffusion.Outcome], Mapping[str, Any]] | None = None,
    keep: Sequence[str] = (),
    parameters: str = "default",
) -> pd.DataFrame:
    """Run every arm at every point under the same luck.

    Parameters
    ----------
    points
    arms
    outcomes
        Indicator and record of each column.
    n_runs, n_months, keep, parameters
        As in `diffusion.simulate`.
    more
        Gives more columns of an outcome, one number a run.

    Returns
    -------
    pandas.DataFrame
        One row for each run: point, weight, arm, replicate, the outcomes. Points at which an arm
        cannot be run are left out.
    """
    senik = diffusion.load("senik")
    tables = []
    for point, (settings, weight) in enumerate(zip(points.settings, points.weight, strict=True)):
        rows = []
        try:
            for arm in arms:
                community, (programme,), name = community_with(
                    senik, [arm.programme], parameters, {**settings, **arm.settings}, place=arm.name
                )
                outcome = diffusion.simulate(
                    community,
                    programme,
                    parameters=name,
                    budget=arm.budget,
                    n_runs=n_runs,
                    n_months=n_months,
                    keep=keep,
                )
                values = {
                    column: indicator(what, outcome.channels).of(outcome, record)
                    for column, (what, record) in outcomes.items()
                }
                values |= more(outcome) if more else {}
                rows.append(pd.DataFrame({"arm": arm.name, "replicate": range(n_runs), **values}))
        except diffusion.InputError as error:
            print(f"point {point} is left out: {error}")
            continue
        tables.append(pd.concat(rows).assign(point=point, weight=weight))
    return pd.concat(tables, ignore_index=True)


def one_point() -> Points:
    """Take the numbers as the files have them."""
    return Points(({},), np.ones(1), (), 0)


def verdicts(rows: pd.DataFrame, columns: Sequence[str], *, reference: str) -> pd.DataFrame:
    """Compare every arm with one of them, point by point, by paired 95 % intervals."""
    weight = rows.groupby("point")["weight"].first()
    tables = [
        summary(rows, ["point", "arm"], column, factor="arm", reference=reference).assign(
            outcome=column, reference=reference
        )
        for column in columns
    ]
    table = pd.concat(tables, ignore_index=True)
    return table.assign(weight=table["point"].map(weight))


def weighted_shares(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Give the weights of the points at which an arm is better, worse, undecided."""
    rows = table[table["verdict"] != "reference"]
    found = []
    for key, some in rows.groupby(by, sort=False):
        weight = some["weight"] / some["weight"].sum()
        shares = {one: float(weight[some["verdict"] == one].sum()) for one in VERDICTS}
        mean = float((weight * some["difference"]).sum())
        said = {"n_points": len(some), "mean_difference": mean, **shares}
        found.append(dict(zip(by, key, strict=True)) | said)
    return pd.DataFrame(found)


def turning(table: pd.DataFrame, points: Points, by: list[str]) -> pd.DataFrame:
    """Say with which of the numbers a difference goes most, and where a straight line turns.

    Parameters
    ----------
    table
        Of `verdicts`.
    points
        Those at which it was made.
    by
        Columns that name a comparison.

    Returns
    -------
    pandas.DataFrame
        The three numbers of the strongest rank correlation for each comparison: number,
        correlation, turns_at (where the line of least squares through the differences is 0; none
        beyond the range), and at how many points the arm is better or worse in the lower and the
        upper half of the number.
    """
    numbers = pd.DataFrame(list(points.settings))
    found = []
    for key, some in table[table["verdict"] != "reference"].groupby(by, sort=False):
        here = numbers.loc[some["point"]].reset_index(drop=True)
        difference = some["difference"].reset_index(drop=True)
        verdict = some["verdict"].reset_index(drop=True)
        if difference.nunique() < 2:
            continue
        strength = here.corrwith(difference, method="spearman").dropna()
        for number in strength.abs().sort_values(ascending=False).index[:3]:
            value = here[number]
            slope, level = np.polyfit(value, difference, 1)
            zero = -level / slope
            is_low = value <= value.median()
            halves = {
                f"{said}_{name}": float((verdict[half] == said).mean())
                for name, half in (("below", is_low), ("above", ~is_low))
                for said in ("better", "worse")
            }
            found.append(
                {
                    **dict(zip(by, key, strict=True)),
                    "number": number,
                    "correlation": float(strength[number]),
                    "half_at": float(value.median()),
                    "turns_at": float(zero) if value.min() <= zero <= value.max() else np.nan,
                    **halves,
                }
            )
    ends = ["better_below", "worse_below", "better_above", "worse_above"]
    names = [*by, "number", "correlation", "half_at", "turns_at", *ends]
    return pd.DataFrame(found, columns=names)


NETWORKS: dict[str, dict[str, Any]] = {
    "ring, .1 rewired": {"generator": "watts_strogatz", "mean_degree": 6, "rewiring": 0.1},
    "two neighbourhoods": {"generator": "block", "within": 0.36, "across": 0.06},
    "few with many ties": {"generator": "barabasi_albert", "mean_degree": 6},
}
"""Of 30 households with six ties each on average, as in Senik and otherwise."""
STRENGTH = {"values": [0.3, 0.6, 1.0], "shares": [0.3, 0.4, 0.3]}
QUICK_POINTS, QUICK_RUNS = 4, 2


def over_points(
    arms: Sequence[Arm],
    outcomes: Mapping[str, tuple[str, int]],
    *,
    references: Sequence[str],
    n_runs: int,
    quick: bool,
    n_months: int = 36,
    more: Callable[[diffusion.Outcome], Mapping[str, Any]] | None = None,
    keep: Sequence[str] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Compare arms over the assumed numbers and over the ensemble.

    Returns
    -------
    pandas.DataFrame
        Of every point: as `verdicts`, with the column design, "assumed" or "ensemble".
    pandas.DataFrame
        Shares of the points, by design, outcome, reference and arm.
    pandas.DataFrame
        With which of the assumed numbers the differences turn.
    """
    tables, turns = [], []
    for design, points in (("assumed", assumed_points()), ("ensemble", ensemble_points())):
        some = points.at(list(range(QUICK_POINTS))) if quick else points
        rows = run_arms(
            some,
            arms,
            outcomes,
            n_runs=QUICK_RUNS if quick else n_runs,
            n_months=n_months,
            more=more,
            keep=keep,
        )
        columns = [one for one in rows if one not in ("arm", "replicate", "point", "weight")]
        for reference in references:
            table = verdicts(rows, columns, reference=reference)
            tables.append(table.assign(design=design))
            if design == "assumed":
                turns.append(turning(table, some, ["outcome", "reference", "arm"]))
    table = pd.concat(tables, ignore_index=True)
    shares = weighted_shares(table, ["design", "outcome", "reference", "arm"])
    return table, shares, pd.concat(turns, ignore_index=True)


def over_networks(
    arms: Sequence[Arm],
    outcomes: Mapping[str, tuple[str, int]],
    *,
    reference: str,
    n_runs: int,
    more: Callable[[diffusion.Outcome], Mapping[str, Any]] | None = None,
    keep: Sequence[str] = (),
) -> pd.DataFrame:
    """Compare arms with both parameter sets in three networks of 30 households."""
    tables = []
    for network, ties in NETWORKS.items():
        point = Points(({"community.ties": {**ties, "strength": STRENGTH}},), np.ones(1), (), 0)
        for parameters in ("default", "conservative"):
            rows = run_arms(
                point, arms, outcomes, n_runs=n_runs, more=more, keep=keep, parameters=parameters
            )
            columns = [one for one in rows if one not in ("arm", "replicate", "point", "weight")]
            table = verdicts(rows, columns, reference=reference)
            tables.append(table.assign(network=network, parameters=parameters))
    return pd.concat(tables, ignore_index=True).assign(design="networks")

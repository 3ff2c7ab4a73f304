"""What can be asked of the runs of one programme, by name: one number for each run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.results.outcome import Outcome
from diffusion.results.series import series_places

type Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number a run.

    Attributes
    ----------
    description : str
        One line for people.
    of : callable
        Takes an outcome and a record; gives int64 or float64 [R], NaN where a run has none.
    is_monthly : bool
        Whether it is asked at a record; else it is of the whole run.
    is_whole : bool
        Whether it is a whole number in every run.
    up_to : callable or None
        Of what is of the whole run: what it had come to at an earlier record, from the outcome of
        runs that keep "toa"; None where no earlier record tells it.
    """

    description: str
    of: Callable[[Outcome, int], Values]
    is_monthly: bool = True
    is_whole: bool = True
    up_to: Callable[[Outcome, int], Values] | None = None


def _share(part: Values, whole: Values) -> Values:
    """Divide run by run; NaN where there is nothing to divide by."""
    result = np.full(len(whole), np.nan)
    np.divide(part, whole, out=result, where=whole > 0)
    return result


def _ever_adopted(outcome: Outcome, record: int) -> Values:
    assert outcome.toa is not None
    tried: Values = ((outcome.toa >= 0) & (outcome.toa <= record)).sum(axis=1)
    return tried


def _discontinued_share(outcome: Outcome, record: int) -> Values:
    return _share(outcome.series("discontinued")[:, record], _ever_adopted(outcome, record))


INDICATORS: dict[str, Indicator] = {
    "adopters": Indicator("artisans on trial or confirmed", lambda o, t: o.adopters[:, t]),
    "adopter_months": Indicator(
        "sum of the adopters of all months so far",
        lambda o, t: o.adopters[:, 1 : t + 1].sum(axis=1),
    ),
    "mean_income": Indicator(
        "rupiah a household earned in the month",
        lambda o, t: o.series("income")[:, t] / o.n_artisans,
        is_whole=False,
    ),
    "bad_loan_share": Indicator(
        "rupiah of loans written off, of those lent so far",
        lambda o, t: _share(o.series("written_off")[:, t], o.series("lent")[:, t]),
        is_whole=False,
    ),
    "reach_of_poor": Indicator(
        "share of poor households among the adopters",
        lambda o, t: _share(o.series("poor_adopters")[:, t], o.adopters[:, t]),
        is_whole=False,
    ),
    "not_persuaded": Indicator(
        "know of it, bear it, and do not favour it",
        lambda o, t: o.series("knows")[:, t] - o.series("barred_by_values")[:, t],
    ),
    "ever_adopted": Indicator(
        "artisans who ever tried", lambda o, _: o.tried, is_monthly=False, up_to=_ever_adopted
    ),
    "lasting_adopters": Indicator(
        "adopters of the last month and each of the five before",
        lambda o, _: o.lasting,
        is_monthly=False,
    ),
    "discontinued_share": Indicator(
        "share of those who ever tried who have given up at the end",
        lambda o, _: _share(o.gave_up, o.tried),
        is_monthly=False,
        is_whole=False,
        up_to=_discontinued_share,
    ),
    "month_of_half": Indicator(
        "first record with half as many adopters as ever tried; none where it never comes to that",
        lambda o, _: o.months_of_half,
        is_monthly=False,
        is_whole=False,
    ),
}
"""Beside these, every series of an outcome is an indicator of a month."""


def indicator(name: str, channels: tuple[str, ...]) -> Indicator:
    """Find an indicator by its name.

    Parameters
    ----------
    name
    channels
        Names of the community's market channels, which have series of their own.

    Raises
    ------
    InputError
        If there is none of this name.
    """
    if name in INDICATORS:
        return INDICATORS[name]
    series = series_places(channels)
    if name in series:
        return Indicator(
            name.replace("_", " "),
            lambda o, t: o.series(name)[:, t],
            is_whole=series[name][0] != "levels",
        )
    known = one_of((*INDICATORS, *series), name)
    raise InputError(Problem("outcomes", "", known, as_written(name)))

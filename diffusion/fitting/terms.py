"""The terms of a law for the people of a village in a period, and how large they may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, one_of
from diffusion.fitting.exposures import NAMES, terms_of
from diffusion.fitting.law import Law
from diffusion.fitting.villages import Village

type Reals = NDArray[np.float64]
type Flags = NDArray[np.bool_]

CONSTANT_SD, PERIOD_SD, LOG_TIME_SD, EXPOSURE_SD, COVARIATE_SD, COMPOSITE_SD = (
    10,
    1.5,
    1,
    1,
    0.3,
    0.5,
)
"""Standard deviations of what is thought of a coefficient before anything is seen."""

ELIGIBLE_SD = 0.3
GATE_EXPOSURE_MEAN, GATE_EXPOSURE_SD = -2.3, 1.5
"""Of the logarithm of the rate at full exposure, in the product's own form: about a tenth."""

ELIGIBLE = ("eligible", "since_eligible", "long_eligible")
_SOON, _LONG = 5.0, 12.0
"""Periods for which it counts how long one could adopt; and between 12 and 24 again."""


@dataclass(frozen=True)
class Terms:
    """Names of all coefficients of a law, in order, and what is thought of them beforehand.

    Attributes
    ----------
    outside, exposure, person : tuple of str
        Of time and influence; of exposure; of covariates or composites.
    mean, sd : float64 [p]
        Before anything is seen.
    """

    outside: tuple[str, ...]
    exposure: tuple[str, ...]
    person: tuple[str, ...]
    mean: Reals
    sd: Reals

    @property
    def names(self) -> tuple[str, ...]:
        """Of all coefficients [p]."""
        return self.outside + self.exposure + self.person


def terms_for(villages: Sequence[Village], law: Law) -> Terms:
    """Name the coefficients of a law.

    Raises
    ------
    InputError
        If a composite asks for a covariate that there is not.
    """
    first = villages[0]
    known = first.covariates
    wrong = [
        Problem(f"composites.{name}", "", one_of(known, covariate), covariate)
        for name, signed in law.composites.items()
        for covariate in signed
        if covariate not in known
    ]
    if wrong:
        raise InputError(wrong)
    periods = tuple(f"period {name}" for name in first.data.periods[1:])
    of_time = {"none": (), "log": ("log period",), "periods": periods}[law.time]
    outside = ("constant", *of_time, *first.influences)
    exposure = NAMES[law.exposure]
    person = tuple(law.composites) or known
    eligible = () if first.eligible is None else ELIGIBLE
    is_gates = law.form == "gates"
    time_sd = PERIOD_SD if law.time == "periods" else LOG_TIME_SD
    sd = np.repeat(
        [
            CONSTANT_SD, time_sd, EXPOSURE_SD, GATE_EXPOSURE_SD if is_gates else EXPOSURE_SD,
            COMPOSITE_SD if law.composites else COVARIATE_SD,
            COMPOSITE_SD if is_gates else ELIGIBLE_SD,
        ],
        [1, len(of_time), len(first.influences), len(exposure), len(person), len(eligible)],
    ).astype(np.float64)  # fmt: skip
    mean = np.zeros(len(sd))
    if is_gates:
        mean[len(outside) : len(outside) + len(exposure)] = GATE_EXPOSURE_MEAN
    return Terms(outside, exposure, person + eligible, mean, sd)


def outside_of(village: Village, law: Law, period: int) -> Reals:
    """Values of the terms of time and influence in a period [q]."""
    after = period - 1
    time: Reals = np.zeros(0)
    if law.time == "periods":
        time = (np.arange(village.n_periods - 1) == after) * 1.0
    elif law.time == "log":
        time = np.log([period + 1.0])  # noqa: TID251 - only fits
    return np.concatenate([[1.0], time, village.influence[:, period]])


def persons_of(village: Village, law: Law, period: int) -> Reals:
    """Values of the terms of people in a period [n, q]."""
    own = village.covariate
    if law.composites:
        row_of = {name: row for row, name in enumerate(village.covariates)}
        own = np.column_stack(
            [
                np.mean([sign * own[:, row_of[name]] for name, sign in signed.items()], axis=0)
                for signed in law.composites.values()
            ]
        )
    if village.eligible is None:
        return own
    since = period - village.eligible
    late = np.clip(since - _LONG, 0, _LONG) / _LONG
    return np.column_stack([own, since >= 0, np.clip(since, 0, _SOON) / _SOON, late])


@dataclass(frozen=True)
class Rows:
    """Each person in each period of risk: R rows.

    Attributes
    ----------
    outside, exposure, person : float64 [R, q]
        Values of the terms.
    adopts : float64 [R]
        1 for who adopts in the period.
    village, person_number, period : int64 [R]
        Whose row it is: place of the village, number over all people, period from 1.
    """

    outside: Reals
    exposure: Reals
    person: Reals
    adopts: Reals
    village: NDArray[np.int64]
    person_number: NDArray[np.int64]
    period: NDArray[np.int64]

    @property
    def n_rows(self) -> int:
        """Number of rows, R."""
        return len(self.adopts)


def rows_of(villages: Sequence[Village], law: Law, known_to: int | None = None) -> Rows:
    """Put down who could have adopted in each period, and who did.

    Parameters
    ----------
    villages
    law
    known_to
        Number of periods from the first on that are looked at; all without it. The first period
        has no rows: what was before it was not observed.
    """
    parts: list[tuple[NDArray[Any], ...]] = []
    n_before = 0
    for at, village in enumerate(villages):
        for period in range(1, village.n_periods if known_to is None else known_to):
            risk = village.at_risk(period)
            if not risk.any():
                continue
            adopted = village.adopted_before(period)[None]
            before = village.adopted_before(period - 1)[None]
            seen = terms_of(law.exposure, village, period, adopted, before)[:, 0, :].T
            outside = outside_of(village, law, period)
            n_rows = int(risk.sum())
            parts.append(
                (
                    np.broadcast_to(outside, (n_rows, len(outside))),
                    seen[risk],
                    persons_of(village, law, period)[risk],
                    (village.toa == period)[risk] * 1.0,
                    np.full(n_rows, at),
                    n_before + np.flatnonzero(risk),
                    np.full(n_rows, period),
                )
            )
        n_before += village.n_people
    if not parts:
        none = np.zeros((0, 0))
        whole = np.zeros(0, np.int64)
        return Rows(none, none, none, np.zeros(0), whole, whole, whole)
    return Rows(*(np.concatenate(part) for part in zip(*parts, strict=True)))

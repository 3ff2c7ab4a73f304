"""Coefficients by maximum likelihood, with intervals that allow for villages (statsmodels)."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.fitting.law import Law
from diffusion.fitting.separation import settled
from diffusion.fitting.terms import Rows, rows_of, terms_for
from diffusion.fitting.villages import Village
from diffusion.kernels.resampling import resample_groups
from diffusion.statistics.intervals import student_reach

if TYPE_CHECKING:
    import pandas as pd

type Reals = NDArray[np.float64]

FORMS = ("logit", "cloglog")
STEPS = ("alone", "influence", "time", "villages", "covariates")
"""What is added one after the other to a regression on exposure."""

N_RESAMPLES = 199
FEWEST_VILLAGES = 5
"""Villages below which intervals are not made by villages: they would be too short."""

_MOST_STEPS = 50


@dataclass(frozen=True)
class Design:
    """Columns of a regression, one row for each person and period.

    Attributes
    ----------
    name : tuple of str
    value : float64 [R, p]
    adopts : float64 [R]
    village : int64 [R]
    person : int64 [R]
    """

    name: tuple[str, ...]
    value: Reals
    adopts: Reals
    village: NDArray[np.int64]
    person: NDArray[np.int64]


def design_of(
    villages: Sequence[Village], law: Law, steps: Sequence[str] = STEPS, rows: Rows | None = None
) -> Design:
    """Put the columns of a regression beside each other: constant, exposure, and each step asked.

    Parameters
    ----------
    villages, law
    steps
        Some of `STEPS`; "alone" adds nothing.
    rows
        Of `rows_of`, if they are known.
    """
    terms = terms_for(villages, law)
    rows = rows_of(villages, law) if rows is None else rows
    n_influences = len(villages[0].influences)
    n_time = len(terms.outside) - n_influences
    names = ["constant", *terms.exposure]
    parts = [np.ones((rows.n_rows, 1)), rows.exposure]
    if "influence" in steps:
        names += terms.outside[n_time:]
        parts.append(rows.outside[:, n_time:])
    if "time" in steps:
        names += terms.outside[1:n_time]
        parts.append(rows.outside[:, 1:n_time])
    if "villages" in steps:
        names += [f"village {one.name}" for one in villages[1:]]
        parts.append((rows.village[:, None] == np.arange(1, len(villages))) * 1.0)
    if "covariates" in steps:
        names += terms.person
        parts.append(rows.person)
    return Design(tuple(names), np.hstack(parts), rows.adopts, rows.village, rows.person_number)


def regression(design: Design, form: str = "logit") -> "pd.DataFrame":
    """Estimate all coefficients by maximum likelihood.

    Errors allow for rows of a village, or below `FEWEST_VILLAGES` villages of a person, that
    belong together (sandwich estimator); intervals are Student's, with one degree of freedom
    fewer than there are such groups.

    Returns
    -------
    DataFrame
        name, estimate, low, high (95 %), se, why: where there is no estimate, "alike" (the column
        is the same for all, or made up of others) or "separated" (it tells for certain who
        adopts, so that any number would be too small).
    """
    import pandas as pd

    kept = settled(design.value, design.adopts)
    p = len(design.name)
    estimate, se, reach = np.full(p, np.nan), np.full(p, np.nan), np.nan
    if kept.column.any():
        group = _groups(design, kept.row)
        result = _fitted(design, kept.row, kept.column, form, group=group)
        estimate[kept.column], se[kept.column] = result.params, result.bse
        reach = float(student_reach(np.array([group.max() + 1]))[0])
    return pd.DataFrame(
        {
            "name": design.name,
            "estimate": estimate,
            "low": estimate - reach * se,
            "high": estimate + reach * se,
            "se": se,
            "why": kept.why,
        }
    )


def _fitted(
    design: Design,
    row: NDArray[np.bool_],
    column: NDArray[np.bool_],
    form: str,
    *,
    group: NDArray[np.int64] | None = None,
    weight: Reals | None = None,
) -> Any:
    models = _library()
    links = models.families.links
    chosen = {"logit": links.Logit, "cloglog": links.CLogLog}
    if form not in chosen:
        raise InputError(Problem("form", "", one_of(FORMS, form), as_written(form)))
    family = models.families.Binomial(link=chosen[form]())
    values = design.value[row][:, column]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = models.GLM(design.adopts[row], values, family=family, freq_weights=weight)
        if group is None:
            return model.fit(maxiter=_MOST_STEPS)
        return model.fit(maxiter=_MOST_STEPS, cov_type="cluster", cov_kwds={"groups": group})


def _groups(design: Design, row: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Give the village of each row a number, or the person where there are too few villages."""
    village, person = design.village[row], design.person[row]
    group = village if len(np.unique(village)) >= FEWEST_VILLAGES else person
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _library() -> Any:
    try:
        import statsmodels.api as models
    except ImportError:
        expected = "statsmodels (pip install 'artisan-diffusion[fit]')"
        raise InputError(Problem("fit", "", expected, "nothing")) from None
    return models


def resampled_by_village(
    design: Design,
    form: str = "logit",
    *,
    n_resamples: int = N_RESAMPLES,
    random_seed: int = 1,
) -> "pd.DataFrame":
    """Draw whole villages anew and see how coefficients vary.

    Returns
    -------
    DataFrame
        name, low, high: between which 95 % of the samples lie in which the coefficient could be
        estimated, and n_samples, how many those are. Nothing (NaN) below `FEWEST_VILLAGES`
        villages.
    """
    import pandas as pd

    n_villages = int(design.village.max()) + 1
    samples = np.full((n_resamples, len(design.name)), np.nan)
    if n_villages >= FEWEST_VILLAGES:
        taken = np.empty(n_villages, np.int64)
        for sample in range(n_resamples):
            resample_groups(random_seed, sample, taken)
            times = np.bincount(taken, minlength=n_villages)[design.village]
            there = times > 0
            kept = settled(design.value[there], design.adopts[there])
            if not kept.column.any():
                continue
            row = np.zeros(len(there), bool)
            row[np.flatnonzero(there)[kept.row]] = True
            weight = times[row].astype(np.float64)
            result = _fitted(design, row, kept.column, form, weight=weight)
            samples[sample, kept.column] = result.params
    n_samples = np.isfinite(samples).sum(axis=0)
    ends = np.full((2, len(design.name)), np.nan)
    some = n_samples > n_resamples / 2
    if some.any():
        ends[:, some] = np.nanquantile(samples[:, some], [0.025, 0.975], axis=0)
    return pd.DataFrame(
        {"name": design.name, "low": ends[0], "high": ends[1], "n_samples": n_samples}
    )


def with_controls(villages: Sequence[Village], law: Law, form: str = "logit") -> "pd.DataFrame":
    """Estimate the coefficients of exposure as controls are added one at a time.

    Returns
    -------
    DataFrame
        step, name, estimate, low, high, se, why, n_rows. Steps that add nothing are left out.
    """
    import pandas as pd

    rows = rows_of(villages, law)
    parts, n_before = [], 0
    for n, step in enumerate(STEPS):
        design = design_of(villages, law, STEPS[: n + 1], rows)
        if step != "alone" and len(design.name) == n_before:
            continue
        n_before = len(design.name)
        table = regression(design, form)
        of_exposure = table[table["name"].isin(terms_for(villages, law).exposure)]
        parts.append(of_exposure.assign(n_rows=rows.n_rows).rename_axis(None))
        parts[-1].insert(0, "step", step)
    return pd.concat(parts, ignore_index=True)

"""By how much more, or less, artisans decide than others, by covariates of the roster (ODD 7.4)."""

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.kernels.densities import raised
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet

_PLACE = "decision.covariates"

type Reals = NDArray[np.float64]


def propensities(community: Community, parameters: ParameterSet) -> Reals:
    """Find the multiple of the whole decision rate of each artisan [N], in the order of rows.

    It is exp(sum_k c_k z_k) over the covariates in the order of their names; 1 without any. A
    covariate is a column of numbers, or `column=word`: 1 for those of that group, else 0.

    Raises
    ------
    InputError
        If there is no such column or group, or it does not hold a number for each artisan.
    """
    total = np.zeros(community.n_artisans)
    for name, weight in sorted(parameters.decision.covariates.items()):
        total += weight * _numbers(community, name)
    found: Reals = community.in_rows(raised(total)) if total.any() else np.ones(len(total))
    return found


def _numbers(community: Community, name: str) -> Reals:
    """Read a covariate as numbers, in the order of the roster [N]."""
    roster = community.roster
    traits = {} if roster is None else roster.traits
    groups = {} if roster is None else roster.groups
    column, equals, word = name.partition("=")
    if equals and column in community.groups:
        is_in: Reals = community.groups[column].is_in(word).astype(np.float64)
        return is_in
    if name in traits:
        given: Reals = traits[name].astype(np.float64)
        return given
    if name not in groups:
        known = (*traits, *groups)
        expected = one_of(known, column) if known else "a roster with such a column"
        raise InputError(Problem(_PLACE, "", expected, as_written(name)))
    found = np.empty(community.n_artisans)
    for place, cell in enumerate(groups[name]):
        try:
            found[place] = float(cell)
        except ValueError:
            found[place] = np.nan
        if not np.isfinite(found[place]):
            who = str(community.labels[place])
            expected = f"a number for each artisan in the column {name}"
            raise InputError(Problem(_PLACE, who, expected, as_written(cell))) from None
    return found

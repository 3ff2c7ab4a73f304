"""The tables of an outcome: month by month, run by run, and artisan by artisan."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, check_range
from diffusion.kernels.state import NEVER
from diffusion.results.outcome import Outcome
from diffusion.results.series import STAGES
from diffusion.statistics.band import band

if TYPE_CHECKING:
    import pandas as pd


def adoption_curve(outcome: Outcome) -> "pd.DataFrame":
    """Adopters month by month: the mean, and the band that holds 90 % of single histories.

    Returns
    -------
    pandas.DataFrame
        Columns month, mean, low, high; one row for each month from 0 to T.
    """
    import pandas as pd

    low, high = band(outcome.adopters)
    return pd.DataFrame(
        {
            "month": np.arange(outcome.n_months + 1),
            "mean": outcome.adopters.mean(axis=0),
            "low": low,
            "high": high,
        }
    )


def monthly(outcome: Outcome) -> "pd.DataFrame":
    """Means over the runs, month by month.

    Returns
    -------
    pandas.DataFrame
        Columns month, and each of the outcome's `names`: artisans in each stage, rupiah in
        households and associations, every flow since the start, levels from 0 to 1, counts and
        pieces.
    """
    import pandas as pd

    columns: dict[str, NDArray[Any]] = {"month": np.arange(outcome.n_months + 1)}
    columns |= {name: outcome.series(name).mean(axis=0) for name in outcome.names}
    return pd.DataFrame(columns)


def frame_of(outcome: Outcome) -> "pd.DataFrame":
    """Show everything that `series` of an outcome has as one table.

    Returns
    -------
    pandas.DataFrame
        One row for each replicate and state: replicate, t (index of the state, 0 to T),
        adopters, and each of the outcome's `names`.
    """
    import pandas as pd

    first = int(outcome.provenance.get("first_replicate", 0))
    n_states = outcome.n_months + 1
    columns: dict[str, NDArray[Any]] = {
        "replicate": np.repeat(first + np.arange(outcome.n_runs), n_states),
        "t": np.tile(np.arange(n_states), outcome.n_runs),
        "adopters": outcome.adopters.ravel(),
    }
    return pd.DataFrame(columns | {name: outcome.series(name).ravel() for name in outcome.names})


def spells(outcome: Outcome, run: int = 0) -> "pd.DataFrame":
    """Tell when each artisan of one run first came to each stage.

    Returns
    -------
    pandas.DataFrame
        One row for each artisan: ego; a column for each stage with the first record in it,
        empty for never; discontinued_months, the records in which it had been given up.

    Raises
    ------
    InputError
        If spells were not kept, or there is no such run.
    """
    import pandas as pd

    if outcome.first is None or outcome.discontinued_months is None:
        raise InputError(Problem("spells", "", 'runs simulated with keep=["spells"]', "none"))
    check_range("run", run, 0, outcome.n_runs - 1)
    first = pd.DataFrame(outcome.first[run], columns=list(STAGES)).astype("Int64")
    table = first.mask(first == NEVER)
    table.insert(0, "ego", np.arange(outcome.n_artisans))
    return table.assign(discontinued_months=outcome.discontinued_months[run])

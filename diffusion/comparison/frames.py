"""Tables of a comparison for pandas: of rows, and of single runs and months."""

from typing import TYPE_CHECKING

import numpy as np

from diffusion.comparison.measured import Measured, Simulated
from diffusion.comparison.tables import Row

if TYPE_CHECKING:
    import pandas as pd


def table_of(rows: list[Row], columns: list[str] | None = None) -> "pd.DataFrame":
    """Make a table of rows; with columns it has them even where there are no rows."""
    import pandas as pd

    return pd.DataFrame(rows, columns=columns)


def runs_of(measured: Measured) -> "pd.DataFrame":
    """List what is measured in each run of every strategy, under its number as a replicate."""
    import pandas as pd

    first = int(measured.baseline.provenance["first_replicate"])
    parts = [
        pd.DataFrame(
            {"strategy": strategy.name, "replicate": first + np.arange(outcome.n_runs)}
            | measured.of_strategy(strategy, outcome)
        )
        for strategy, outcome in measured.simulated
    ]
    return pd.concat(parts, ignore_index=True)


def curves_of(simulated: Simulated) -> "pd.DataFrame":
    """Put the adoption curves of strategies one below the other."""
    import pandas as pd

    curves = [outcome.adoption_curve().assign(strategy=one.name) for one, outcome in simulated]
    return pd.concat(curves, ignore_index=True)[["strategy", "month", "mean", "low", "high"]]

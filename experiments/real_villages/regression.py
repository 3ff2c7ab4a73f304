"""The effect of trained friends on buying insurance, by the authors' column and by the ties."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

COVARIATES = [
    "male", "age", "household_size", "education", "rice_area_mu", "risk_aversion",
    "perceived_disaster_prob",
]  # fmt: skip
LARGEST_AREA = 60.0
"""Rice areas above this are taken as this."""

THEIRS = "network_rate_preintensive_src"


def asked(nodes: pd.DataFrame, ties: pd.DataFrame) -> pd.DataFrame:
    """Take the households of round 2 who were told nothing, with their friends by the ties."""
    first = nodes[nodes["round"] == 1].set_index("id")
    trained = ties["target"].map(first["intensive_session"]).fillna(0.0)
    by_ties = trained.groupby(ties["source"]).mean()
    of = nodes.assign(
        by_ties=nodes["id"].map(by_ties),
        rice_area_mu=nodes["rice_area_mu"].clip(upper=LARGEST_AREA),
    )
    is_asked = (of["round"] == 2) & (of["info_none"] == 1)
    return of[is_asked].dropna(subset=[THEIRS, "by_ties"])


def effect(nodes: pd.DataFrame, ties: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Regress take-up of round 2 on the share of friends who were trained in round 1."""
    of = asked(nodes, ties)
    full = of.dropna(subset=COVARIATES)
    yield "authors' column, no covariates", "0.294 (0.084)", fitted(of, THEIRS, [])
    yield "authors' column, covariates", "0.274 (0.082)", fitted(full, THEIRS, COVARIATES)
    yield "by ties.csv (faulty), covariates", "-0.007 (0.104)", fitted(full, "by_ties", COVARIATES)


def fitted(of: pd.DataFrame, column: str, covariates: list[str]) -> str:
    """Write what `slope` finds: the estimate and its standard error."""
    estimate, error = slope(of, column, covariates)
    return f"{estimate:.3f} ({error:.3f})"


def slope(
    of: pd.DataFrame, column: str, covariates: list[str], *, levels: bool = True
) -> tuple[float, float]:
    """Fit take-up by least squares; errors are grouped by village.

    Parameters
    ----------
    of
    column
        Whose slope is asked.
    covariates
    levels
        Whether each village has a level of its own.

    Returns
    -------
    float, float
        The slope and its standard error.
    """
    village = pd.get_dummies(of["community"]).to_numpy(np.float64)
    own = village if levels else np.ones((len(of), 1))
    x = np.column_stack([of[[column, *covariates]].to_numpy(np.float64), own])
    y = of["adopted"].to_numpy(np.float64)
    inverse = np.linalg.pinv(x.T @ x)
    found = inverse @ x.T @ y
    missed = y - x @ found
    n, k, n_villages = len(y), x.shape[1], village.shape[1]
    sums = village.T @ (x * missed[:, None])
    variance = inverse @ sums.T @ sums @ inverse
    variance *= n_villages / (n_villages - 1) * (n - 1) / (n - k)
    return float(found[0]), float(np.sqrt(variance[0, 0]))

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


def effect(nodes: pd.DataFrame, ties: pd.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Regress take-up of round 2 on the share of friends who were trained in round 1."""
    first = nodes[nodes["round"] == 1].set_index("id")
    trained = ties["target"].map(first["intensive_session"]).fillna(0.0)
    by_ties = trained.groupby(ties["source"]).mean()
    of = nodes.assign(
        by_ties=nodes["id"].map(by_ties),
        rice_area_mu=nodes["rice_area_mu"].clip(upper=LARGEST_AREA),
    )
    of = of[(of["round"] == 2) & (of["info_none"] == 1)].dropna(subset=[THEIRS, "by_ties"])
    full = of.dropna(subset=COVARIATES)
    yield "authors' column, no covariates", "0.294 (0.084)", fitted(of, THEIRS, [])
    yield "authors' column, covariates", "0.274 (0.082)", fitted(full, THEIRS, COVARIATES)
    yield "by ties.csv (faulty), covariates", "-0.007 (0.104)", fitted(full, "by_ties", COVARIATES)


def fitted(of: pd.DataFrame, column: str, covariates: list[str]) -> str:
    """Fit by least squares with a level for each village; errors are grouped by village."""
    village = pd.get_dummies(of["community"]).to_numpy(np.float64)
    x = np.column_stack([of[[column, *covariates]].to_numpy(np.float64), village])
    y = of["adopted"].to_numpy(np.float64)
    inverse = np.linalg.pinv(x.T @ x)
    slope = inverse @ x.T @ y
    missed = y - x @ slope
    n, k, n_villages = len(y), x.shape[1], village.shape[1]
    sums = village.T @ (x * missed[:, None])
    variance = inverse @ sums.T @ sums @ inverse
    variance *= n_villages / (n_villages - 1) * (n - 1) / (n - k)
    return f"{slope[0]:.3f} ({np.sqrt(variance[0, 0]):.3f})"

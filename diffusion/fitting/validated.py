"""What came of forecasting each village from the others: scores, their errors, differences."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.fitting.forecasters import MIX, REFERENCES, STACKED
from diffusion.fitting.scores import Scores
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Scored:
    """Scores of one model on one curve of one village.

    Attributes
    ----------
    model : str
    known_to : int
        Periods known.
    village : str
    innovation : str
    scores : Scores
    """

    model: str
    known_to: int
    village: str
    innovation: str
    scores: Scores


@dataclass(frozen=True)
class Standing:
    """How good a model was over all villages.

    Attributes
    ----------
    model : str
    known_to : int
    crps, crps_se : float
        Mean over villages, and its standard error; of several curves of a village their mean.
    skill, skill_se : float
        By how much of climatology's CRPS it is better: 1 perfect, 0 alike, below 0 worse.
    rmse, coverage : float
        Mean over villages.
    log_loss : float
        Mean over people.
    concordance : float
        Share of pairs in the right order; .5 of who does not know people.
    differences : mapping of str to tuple of float and float
        By model of `REFERENCES`: CRPS less its CRPS in the same village, and the standard error
        over villages; below 0 is better.
    """

    model: str
    known_to: int
    crps: float
    crps_se: float
    skill: float
    skill_se: float
    rmse: float
    coverage: float
    log_loss: float
    concordance: float
    differences: Mapping[str, tuple[float, float]]


@dataclass(frozen=True, eq=False, repr=False)
class Validation(Shown):
    """Scores of models on villages that were left out.

    Attributes
    ----------
    scored : tuple of Scored
        For each model, number of known periods and curve.
    known_to : tuple of int
    n_villages : int
    periods : tuple of hashable
        Names of all periods.
    choices : mapping
        What was asked for.
    weights : mapping of str to float
        Mean weights of "stacked"; none where they were not learnt.
    widths : mapping of str to float
        Mean factor by which the band of each model was widened; none where it was not learnt.
    """

    scored: tuple[Scored, ...]
    known_to: tuple[int, ...]
    n_villages: int
    periods: tuple[Hashable, ...]
    choices: Mapping[str, Any]
    weights: Mapping[str, float]
    widths: Mapping[str, float]

    def to_frame(self) -> "pd.DataFrame":
        """Show the scores of each model on each curve as a table."""
        import pandas as pd

        rows = [
            {
                "known_to": one.known_to,
                "model": one.model,
                "village": one.village,
                "innovation": one.innovation,
                **asdict(one.scores),
            }
            for one in self.scored
        ]
        return pd.DataFrame(rows)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """How good each model was, by periods known; the best CRPS first."""
        frame = self.to_frame()
        found = []
        for k in self.known_to:
            rows = frame[frame["known_to"] == k]
            # Curves of one village share its people, so a village counts once.
            by_village = rows.groupby(["model", "village"], sort=False)["crps"].mean().unstack(0)
            models = dict.fromkeys(rows["model"])
            each = [_standing(name, k, rows[rows["model"] == name], by_village) for name in models]
            found += sorted(each, key=lambda one: one.crps)
        return tuple(found)

    def standing(self, model: str, known_to: int) -> Standing:
        """Take that of one model."""
        (found,) = (s for s in self.standings if (s.model, s.known_to) == (model, known_to))
        return found

    def summary(self) -> "pd.DataFrame":
        """Show the standings as a table; of each difference the standard error beside it."""
        import pandas as pd

        rows = []
        for one in self.standings:
            row = asdict(one)
            for name, (mean, error) in row.pop("differences").items():
                row |= {f"to_{name}": mean, f"to_{name}_se": error}
            rows.append(row)
        return pd.DataFrame(rows)

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of it."""
        title = f"Validation: {self.n_villages:,} villages, each left out in turn"
        return title, {
            f"{k} known": ", ".join(
                f"{one.model} {one.crps:.4f}" for one in self.standings if one.known_to == k
            )
            for k in self.known_to[:2]
        }


def _standing(
    name: str, known_to: int, rows: "pd.DataFrame", by_village: "pd.DataFrame"
) -> Standing:
    own = by_village[name].to_numpy(np.float64)
    differences = {
        other: mean_and_error(own - by_village[other].to_numpy(np.float64))
        for other in REFERENCES
        if other in by_village and other != name
    }
    skill = skill_se = float("nan")
    if "climatology" in by_village:
        theirs = float(by_village["climatology"].mean())
        gain, error = mean_and_error(by_village["climatology"].to_numpy(np.float64) - own)
        skill, skill_se = (gain / theirs, error / theirs) if theirs > 0 else (skill, skill)
    mean, error = mean_and_error(own)
    people, n_pairs = rows["n_at_risk"].where(rows["log_loss"].notna(), 0), rows["n_pairs"].sum()
    village = rows.groupby("village", sort=False)
    return Standing(
        name, known_to, mean, error, skill, skill_se,
        float(village["rmse"].mean().mean()), float(village["coverage"].mean().mean()),
        float((rows["log_loss"].fillna(0) * people).sum() / people.sum())
        if people.sum() else float("nan"),
        float(rows["right"].sum() / n_pairs) if n_pairs else float("nan"),
        differences,
    )  # fmt: skip


def mean_and_error(values: "np.typing.NDArray[np.float64]") -> tuple[float, float]:
    """Give a mean over villages and its standard error."""
    return float(values.mean()), float(values.std(ddof=1) / np.sqrt(len(values)))


def is_mixture(model: str) -> bool:
    """Tell whether a model is made of others."""
    return model in (MIX, STACKED)

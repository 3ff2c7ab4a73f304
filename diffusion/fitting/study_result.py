"""What a study needs: the answer for each way to observe the villages, as tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.fitting.study_power import Reals
from diffusion.fitting.study_worlds import Observed
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Answer:
    """What one way to observe needs.

    Attributes
    ----------
    plan : Observed
    means, deviations : (float, float)
        Of the villages of each arm, as observed.
    villages : int or None
        In each arm, or pairs; None where the most allowed are too few.
    power, low, high : float
        Share of studies simulated anew, of so many villages (of the most allowed where it is
        None), that tell the arms apart, and its interval of 95 %.
    n_studies : int
        So many were simulated anew.
    false_alarms, false_low, false_high : float
        The same of studies both of whose arms are the first; NaN of pairs, which are then equal.
    curve : float64 [n]
        Power with 1, 2, ... villages in each arm, of drawn studies.
    """

    plan: Observed
    means: tuple[float, float]
    deviations: tuple[float, float]
    villages: int | None
    power: float
    low: float
    high: float
    n_studies: int
    false_alarms: float
    false_low: float
    false_high: float
    curve: Reals


@dataclass(frozen=True, repr=False)
class StudyDesign(Shown):
    """How large a study must be, for each way to observe the villages.

    Attributes
    ----------
    arms : (str, str)
    answers : tuple of Answer
    power, level : float
        Asked for.
    paired : bool
    most_villages, n_months, random_seed, n_artisans, n_hamlets : int
    asked : mapping
        All that was asked, for provenance.
    """

    arms: tuple[str, str]
    answers: tuple[Answer, ...]
    power: float
    level: float
    paired: bool
    most_villages: int
    n_months: int
    random_seed: int
    n_artisans: int
    n_hamlets: int
    asked: Mapping[str, Any]

    @property
    def best(self) -> Answer | None:
        """The answer of the fewest villages, of these of the fewest waves and names."""
        possible = [one for one in self.answers if one.villages is not None]
        return min(
            possible, default=None,
            key=lambda one: (one.villages or 0, one.plan.n_waves, one.plan.names),
        )  # fmt: skip

    def table(self) -> "pd.DataFrame":
        """Make a table, one row for each way to observe; shares from 0 to 1."""
        import pandas as pd

        rows = []
        for one in self.answers:
            row: dict[str, Any] = {
                "observed": "likeness" if one.plan.names else "share",
                "waves": one.plan.n_waves,
                "names": one.plan.names,
                "first_mean": one.means[0],
                "second_mean": one.means[1],
                "first_sd": one.deviations[0],
                "second_sd": one.deviations[1],
                "villages": one.villages,
                "power": one.power,
                "power_low": one.low,
                "power_high": one.high,
                "n_studies": one.n_studies,
                "false_alarms": one.false_alarms,
                "false_alarms_low": one.false_low,
                "false_alarms_high": one.false_high,
            }
            rows.append(row)
        return pd.DataFrame(rows).astype({"villages": "Int64"})

    def curves(self) -> "pd.DataFrame":
        """Make a table of the power by number of villages in each arm."""
        import pandas as pd

        parts = [
            pd.DataFrame(
                {
                    "observed": "likeness" if one.plan.names else "share",
                    "waves": one.plan.n_waves,
                    "names": one.plan.names,
                    "villages": np.arange(1, len(one.curve) + 1),
                    "power": one.curve,
                }
            )
            for one in self.answers
        ]
        return pd.concat(parts, ignore_index=True).dropna(ignore_index=True)

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, arms and the smallest study."""
        best = self.best
        said = f"more than {self.most_villages}" if best is None else str(best.villages)
        arms = f"{self.arms[0]} against {self.arms[1]}"
        return "StudyDesign", {"arms": arms, "villages in each": said}

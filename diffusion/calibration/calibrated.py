"""A finished calibration, read from its folder."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.parquet as pq

from diffusion.calibration.result import ENSEMBLE, SUMMARY, TABLES
from diffusion.errors import InputError, Problem
from diffusion.util.atomic import SIGNATURE

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Calibration:
    """A calibration that was run, read when it is wanted.

    Attributes
    ----------
    folder : Path
    """

    folder: Path

    @staticmethod
    def lacks_something(folder: Path) -> bool:
        """Whether a file of a finished calibration is missing."""
        names = (ENSEMBLE, SUMMARY, *(f"{name}.csv" for name in TABLES))
        return not all((folder / name).is_file() for name in names)

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What was found, in numbers: the content of calibration.json.

        Raises
        ------
        InputError
            If there is no finished calibration in the folder.
        """
        try:
            found: dict[str, Any] = json.loads((self.folder / SUMMARY).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            expected = "the folder of a finished calibration"
            found_text = "none (diffusion calibrate MODEL PATTERNS.toml -o DIR makes one)"
            raise InputError(Problem(str(self.folder), "", expected, found_text)) from None
        return found

    @property
    def shows_all(self) -> bool:
        """Whether any point shows all patterns, again with other luck."""
        return not self.facts["dropped"] and bool(self.facts["n_ensemble"])

    def ensemble(self) -> "pd.DataFrame":
        """Points that show the patterns: settings by path, measures, distance and weight."""
        frame: pd.DataFrame = pq.read_table(self.folder / ENSEMBLE).to_pandas()
        return frame

    def patterns(self) -> "pd.DataFrame":
        """List each pattern: its ranges, the shares of points, the default and the ensemble."""
        return self._table("patterns")

    def conflicts(self) -> "pd.DataFrame":
        """List each two patterns: how often they pass together, and how often by chance."""
        return self._table("conflicts")

    def numbers(self) -> "pd.DataFrame":
        """List each number: range, default, ensemble, and rank correlation with each pattern."""
        return self._table("numbers")

    def least_correlations(self) -> dict[str, float]:
        """Say from which size on a rank correlation with each pattern is more than chance.

        If no number moved a pattern, the largest of all correlations would lie above this once in
        a hundred times (normal approximation, Bonferroni); never below 0.1.
        """
        from statistics import NormalDist

        facts, table = self.facts, self.patterns()
        reach = NormalDist().inv_cdf(1 - 0.005 / max(1, facts["n_axes"]))
        measured = (1 - table["points_not_measured"]) * facts["n_sample"]
        return {
            str(name): max(0.1, reach / float(np.sqrt(max(n - 1, 1.0))))
            for name, n in zip(table["pattern"], measured, strict=True)
        }

    @cached_property
    def origin(self) -> dict[str, Any]:
        """What it was made from: patterns, files by hash, versions."""
        found: dict[str, Any] = json.loads((self.folder / SIGNATURE).read_text(encoding="utf-8"))
        return found

    def _table(self, name: str) -> "pd.DataFrame":
        import pandas as pd

        _ = self.facts
        return pd.read_csv(
            self.folder / f"{name}.csv", keep_default_na=False, na_values=[""],
            dtype={"pattern": str, "statement": str, "source": str, "one": str, "other": str},
        )  # fmt: skip

"""Reads the sets of real villages: people, ties by kind, and who adopted when."""

import os
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from diffusion.data.adoption_data import NEVER, AdoptionData
from diffusion.data.ties import TiesOfKind

VARIABLE = "ARTISAN_DIFFUSION_DATA"
"""Names the folder of the sets."""


def folder() -> Path | None:
    """Find the folder of the sets, if there is one."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and Path(named).is_dir() else None


class Set:
    """One set: its tables as they are, and as data of an adoption."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder = name, folder / name

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Its people."""
        return self.table("nodes")

    def table(self, name: str) -> pd.DataFrame:
        """Read one of its tables."""
        return pd.read_csv(self.folder / f"{name}.csv", low_memory=False)

    def ties(self) -> pd.DataFrame:
        """Read its ties."""
        return self.table("ties")

    def data(self, people: "pd.Series[bool] | None" = None) -> AdoptionData:
        """Make data of an adoption of it, of some of its people or of all.

        Their periods count from 0, ties go from who names to who is named, those of a kind
        together; ties with a period are there in that one alone.
        """
        nodes = self.nodes if people is None else self.nodes[people].reset_index(drop=True)
        row = pd.Series(np.arange(len(nodes)), nodes["id"])
        ties = self.ties()
        ties = ties[ties["source"].isin(row.index) & ties["target"].isin(row.index)]
        kind = ties["kind"] if "kind" in ties else pd.Series("tie", ties.index)
        kinds = {}
        for name, of_kind in ties.groupby(kind, sort=True):
            days = of_kind["period"].to_numpy() - 1 if "period" in of_kind else None
            keys = ["source", "target", "period"] if "period" in of_kind else ["source", "target"]
            assert not of_kind.duplicated(keys).any()
            ego, alter = (row[of_kind[end]].to_numpy() for end in ("source", "target"))
            kinds[str(name)] = TiesOfKind.of(ego, alter, begins=days, ends=days)
        n_periods = int(self.nodes["censor_time"].max())
        return AdoptionData.of(
            kinds, nodes["toa"].fillna(NEVER + 1).to_numpy(np.int64) - 1, n_periods=n_periods,
            labels=nodes["id"].tolist(), columns={"community": nodes["community"].to_numpy()},
        )  # fmt: skip

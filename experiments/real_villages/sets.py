"""Reads the sets of real villages, as one would read a survey of one's own."""

import os
from functools import cached_property
from pathlib import Path

import pandas as pd

import diffusion
from diffusion.data.adoption_data import AdoptionData

VARIABLE = "ARTISAN_DIFFUSION_DATA"
"""Names the folder of the sets."""

N_PERIODS = {"kfamily": 10, "brfarmers": 19, "medinnovations": 17, "epigames": 15}
"""Periods observed in the sets that have dated adoptions."""

NOMINATIONS = {"kind": "nomination", "kinds": "kind"}
TIES = {
    "kfamily": NOMINATIONS,
    "brfarmers": NOMINATIONS,
    "medinnovations": NOMINATIONS,
    "epigames": {"kind": "contact", "weight": "weight", "begins": "period", "ends": "period"},
}
"""What their tables of ties have beside the two people."""


def folder() -> Path | None:
    """Find the folder of the sets, if there is one."""
    named = os.environ.get(VARIABLE, "")
    return Path(named) if named and Path(named).is_dir() else None


class Set:
    """One set: its tables as they are, and as data of an adoption."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.folder = name, folder / name

    def table(self, name: str) -> pd.DataFrame:
        """Read one of its tables as it is."""
        return pd.read_csv(self.folder / f"{name}.csv", low_memory=False)

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Its people."""
        return self.table("nodes")

    @cached_property
    def ties(self) -> pd.DataFrame:
        """Its ties."""
        return self.table("ties")

    @cached_property
    def data(self) -> AdoptionData:
        """The set as `diffusion.read_survey` reads it, where adoptions have dates.

        Who is named influences who names; an empty time means not by the last period.
        """
        ends = {"ego": ["source"], "alter": ["target"], "by": "id", "direction": "alter_to_ego"}
        choices = {
            "people": {"sheet": "nodes.csv", "id": ["id"], "hamlet": "community"},
            "ties": [{"sheet": "ties.csv", **ends, **TIES[self.name]}],
            "adoption": [{"innovation": self.name, "time": "toa", "blank": "never"}],
            "periods": {"unit": "number", "first": 1, "last": N_PERIODS[self.name]},
        }
        files = [self.folder / f"{table}.csv" for table in ("nodes", "ties")]
        return diffusion.read_survey(files, choices).data

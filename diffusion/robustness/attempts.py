"""Tries settings on all processors, and keeps what they came to, so that work can be stopped."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from diffusion.ensembles.options import Progress
from diffusion.robustness.duel import NUMBERS, Duel, Met
from diffusion.sweeps.store import Store

PART = 16
"""Trials of one part: a second or two of work, and what an interruption may lose."""

SCHEMA = pa.schema(
    [("part", pa.int64()), ("stage", pa.string()), ("settings", pa.string())]
    + [(name, pa.int64() if name == "n" else pa.float64()) for name in NUMBERS]
    + [("refused", pa.string())]
)
"""Columns of the table of all trials: settings as JSON, means, paired difference and its error."""


class RobustStore(Store):
    """The folder of one check of a ranking."""

    work = "check"
    key = "robust"


@dataclass
class Attempts:
    """Compares two programmes with settings when asked to; what was tried before is read.

    What is asked for depends on nothing but what was found before, so that work that was stopped
    asks for the same trials in the same order.

    Attributes
    ----------
    duel : Duel
    n_threads : int
    n_expected : int
        Trials that the whole may take, for the progress.
    store : RobustStore or None
        Where they are kept; None: nowhere.
    """

    duel: Duel
    n_threads: int
    n_expected: int
    store: RobustStore | None = None
    progress: Progress | None = None
    n_parts: int = 0
    n_tried: int = 0
    _before: dict[int, pa.Table] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Read what was tried before."""
        for path in [] if self.store is None else self.store.files():
            table = pq.read_table(path, schema=SCHEMA)
            parts = table.column("part").to_numpy()
            for number in np.unique(parts).tolist():
                self._before[number] = table.filter(pa.array(parts == number))

    def __call__(self, stage: str, trials: Sequence[Mapping[str, Any]]) -> Met:
        """Try some settings, each in the same luck."""
        parts = [trials[first : first + PART] for first in range(0, len(trials), PART)]
        numbers = range(self.n_parts, self.n_parts + len(parts))

        def work(number: int, part: Sequence[Mapping[str, Any]]) -> Met:
            written = [json.dumps(dict(one), sort_keys=True) for one in part]
            kept = self._before.get(number)
            if kept is not None and kept.column("settings").to_pylist() == written:
                return _read(kept)
            met = self.duel.at(part)
            if self.store is not None:
                self.store.add(number, _as_table(number, stage, written, met))
            return met

        found = []
        with ThreadPoolExecutor(self.n_threads) as pool:
            try:
                for one in pool.map(work, numbers, parts):
                    found.append(one)
                    self.n_tried += len(one)
                    if self.progress is not None:
                        self.progress(self.n_tried, max(self.n_expected, self.n_tried))
            finally:
                pool.shutdown(cancel_futures=True)
        self.n_parts += len(parts)
        return Met.joined(found)


def _as_table(number: int, stage: str, written: list[str], met: Met) -> pa.Table:
    columns: dict[str, Any] = {
        "part": [number] * len(met), "stage": [stage] * len(met), "settings": written,
    }  # fmt: skip
    columns |= {name: getattr(met, name) for name in NUMBERS}
    columns["refused"] = list(met.refused)
    return pa.table(columns, schema=SCHEMA)


def _read(table: pa.Table) -> Met:
    columns = {name: table.column(name).to_numpy() for name in NUMBERS}
    return Met.of(columns, tuple(table.column("refused").to_pylist()))

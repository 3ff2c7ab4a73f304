"""Simulates candidates replicate by replicate, and keeps on disk what they came to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from diffusion.ensembles.options import RunOptions
from diffusion.ensembles.simulate import simulate
from diffusion.results.indicators import indicator
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.sweeps.store import TABLE, Store

type Reals = NDArray[np.float64]

FRESH = 1_000_000
"""First replicate of the luck in which what was chosen is judged."""

SCHEMA = pa.schema([("candidate", pa.int64()), ("replicate", pa.int64()), ("value", pa.float64())])
"""Columns of the table of all runs."""

_RUNS_OF_PART = 5_000
"""Runs of one part: about a second of work, and what an interruption may lose."""


class SearchStore(Store):
    """The folder of one search."""

    work = "search"
    key = "space"


@dataclass(eq=False)
class Simulated:
    """What candidates come to, simulated when it is asked for and read where it is kept.

    What is asked for depends on nothing but what was found before, so that a search that was
    stopped asks for the same in the same order.

    Attributes
    ----------
    community : Community
    measure : str
        An indicator, taken at the end.
    options : RunOptions
        Of all but how many runs there are.
    store : SearchStore or None
        None: nothing is kept.
    n_expected : int
        Runs that it may all take, for the progress.
    programmes : list of Programme
        The candidates.
    """

    community: Community
    measure: str
    options: RunOptions
    store: SearchStore | None
    n_expected: int
    programmes: list[Programme] = field(default_factory=list)
    n_runs: int = 0
    n_parts: int = 0
    _values: dict[int, Reals] = field(default_factory=dict)
    _whole: pa.Table | None = None
    _n_rows: int = 0

    def add(self, programme: Programme) -> int:
        """Take in a candidate; gives its number."""
        self.programmes.append(programme)
        return len(self.programmes) - 1

    def n_known(self, candidate: int) -> int:
        """Count the replicates of a candidate that are known."""
        return len(self._values.get(candidate, ()))

    def first(self, candidates: Sequence[int], n_runs: int) -> Reals:
        """Values of candidates in their first replicates [runs, candidates]."""
        lacking: dict[int, list[int]] = {}
        for one in candidates:
            if (n := self.n_known(one)) < n_runs:
                lacking.setdefault(n, []).append(one)
        for n, some in sorted(lacking.items()):
            for one, more in zip(some, self._run(some, n, n_runs - n), strict=True):
                self._values[one] = np.concatenate([self._values.get(one, np.empty(0)), more])
        return np.stack([self._values[one][:n_runs] for one in candidates], axis=1)

    def fresh(self, candidates: Sequence[int], n_runs: int) -> Reals:
        """Values of candidates in replicates in which nothing was chosen [runs, candidates]."""
        return self._run(candidates, FRESH, n_runs).T

    def _run(self, candidates: Sequence[int], first: int, n_runs: int) -> Reals:
        """Simulate candidates in some replicates [candidates, runs]."""
        size = max(1, _RUNS_OF_PART // n_runs)
        return np.concatenate(
            [self._part(some, first, n_runs) for some in batched(candidates, size)]
        )

    def _part(self, candidates: Sequence[int], first: int, n_runs: int) -> Reals:
        number, self.n_parts = self.n_parts, self.n_parts + 1
        keys = (
            np.repeat(candidates, n_runs),
            np.tile(np.arange(first, first + n_runs), len(candidates)),
        )
        values = self._kept(number, keys)
        if values is None:
            values = self._simulated(candidates, first, n_runs).ravel()
            if self.store is not None:
                columns = dict(zip(SCHEMA.names, (*keys, values), strict=True))
                self.store.add(number, pa.table(columns, schema=SCHEMA))
        self.n_runs += len(values)
        self.options.report(self.n_runs, max(self.n_expected, self.n_runs + 1))
        return values.reshape(len(candidates), n_runs)

    def _simulated(self, candidates: Sequence[int], first: int, n_runs: int) -> Reals:
        asked, options = indicator(self.measure, self.community.file.market.channels), self.options
        outcomes = simulate(
            self.community,
            [self.programmes[one] for one in candidates],
            parameters=options.parameters,
            n_runs=n_runs,
            n_months=options.n_months,
            random_seed=options.random_seed,
            first_replicate=first,
            n_threads=options.n_threads,
        )
        values = [asked.of(one, options.n_months) for one in outcomes]
        return np.array(values, np.float64)

    def _kept(self, number: int, keys: tuple[Any, Any]) -> Reals | None:
        """Read a part that was run before; None if it is not there, or not of these runs."""
        if self.store is None:
            return None
        if self.store.is_complete:
            if self._whole is None:
                self._whole = pq.read_table(self.store.folder / TABLE, schema=SCHEMA)
            table = self._whole.slice(self._n_rows, len(keys[0]))
            self._n_rows += len(keys[0])
        elif self.store.has(number):
            table = self.store.read(number, SCHEMA)
        else:
            return None
        candidate, replicate, value = (table.column(name).to_numpy() for name in SCHEMA.names)
        is_same = np.array_equal(candidate, keys[0]) and np.array_equal(replicate, keys[1])
        found: Reals = np.array(value)
        return found if is_same else None


def store_of(folder: str | Path | None) -> SearchStore | None:
    """Give the store of a folder; None where nothing is kept."""
    return None if folder is None else SearchStore(Path(folder))

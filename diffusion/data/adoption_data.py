"""The container of what is known of an adoption: people, ties, periods, and who adopted when."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data import checks
from diffusion.data.adoption import IN_USE, NEVER, NOT_KNOWN, UNDATED, Adoption
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.util.arrays import read_only
from diffusion.util.display import Shown

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import xarray as xr
    from scipy.sparse import csr_array

    from diffusion.data.frames import Frames

__all__ = ["NEVER", "NOT_KNOWN", "UNDATED", "Adoption", "AdoptionData"]


@dataclass(frozen=True, eq=False, repr=False)
class AdoptionData(Shown):
    """People, their ties by kind, periods, and for each innovation who adopted when.

    All is checked when it is made. Two are equal when they hold the same.

    Attributes
    ----------
    labels : tuple of hashable
        Name of each of N people.
    periods : tuple of hashable
        Name of each of T periods, in order, such as 1963 or "2010-11".
    adoption : mapping of str to Adoption
        By innovation.
    ties : mapping of str to TiesOfKind
        By kind of tie.
    columns : mapping of str to array [N]
        What else is known of people: gender, hamlet, income.

    Raises
    ------
    InputError
        If two people or two periods have one name, an array has not a value for each person or
        tie, or something stands in it that cannot be; the array and the place in it are named.
    """

    labels: tuple[Hashable, ...]
    periods: tuple[Hashable, ...] = ()
    adoption: Mapping[str, Adoption] = field(default_factory=dict)
    ties: Mapping[str, TiesOfKind] = field(default_factory=dict)
    columns: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("labels", "periods"):
            names = tuple(getattr(self, name))
            object.__setattr__(self, name, names)
            _check_names(name, names)
        for name in ("adoption", "ties", "columns"):
            object.__setattr__(self, name, dict(getattr(self, name)))
        for name, adopted in self.adoption.items():
            adopted.check(self.n_people, self.n_periods, place=f"adoption of {name}")
        for kind, ties in self.ties.items():
            ties.check(self.n_people, self.n_periods, place=f"ties {kind}")
        for name, column in self.columns.items():
            checks.check_length(
                np.asarray(column), self.n_people, of="people", place="columns", name=name
            )

    @classmethod
    def of(
        cls,
        ties: "ArrayLike | csr_array | Mapping[str, TiesOfKind]",
        time: ArrayLike,
        *,
        n_periods: int | None = None,
        given_up: ArrayLike | None = None,
        last: ArrayLike | None = None,
        innovation: str = "innovation",
        labels: Sequence[Hashable] | None = None,
        periods: Sequence[Hashable] | None = None,
        columns: Mapping[str, ArrayLike] | None = None,
    ) -> Self:
        """Take arrays: a matrix of ties and times of adoption.

        Parameters
        ----------
        ties : array or sparse array [N, N], or mapping of str to TiesOfKind
            In row i the strength with which i looks at each j; 0 for no tie.
        time : int [N]
            Period of adoption from 0; `NEVER`, `NOT_KNOWN` or `UNDATED`.
        n_periods
            Periods observed; without it, and without `periods`, the last event was in the last.
        given_up : int [N]
            First period without it again, or `NEVER`.
        last : int [N]
            Last period in which each was observed; the last of all by default.
        innovation
            What it is called.
        labels, periods
            Names of the people and of the periods; 1 to N and 1 to T by default.
        columns : mapping of str to array [N]

        Raises
        ------
        InputError
            Naming the array and the place in it that is wrong.
        """
        when = checks.whole(time, np.int32, place="adoption", name="time")
        events = [np.asarray(one) for one in (when, given_up, last) if one is not None]
        if periods is None:
            if n_periods is None:
                n_periods = max((int(one.max(initial=-1)) for one in events), default=-1) + 1
            periods = range(1, n_periods + 1)
        kinds = ties if isinstance(ties, Mapping) else {"ties": _of_matrix(ties, len(when))}
        return cls(
            tuple(range(1, len(when) + 1) if labels is None else labels),
            tuple(periods),
            {innovation: Adoption.of(when, given_up, last, n_periods=len(periods))},
            kinds,
            {name: read_only(np.asarray(column)) for name, column in (columns or {}).items()},
        )

    @property
    def n_people(self) -> int:
        """Number of people."""
        return len(self.labels)

    @property
    def n_periods(self) -> int:
        """Number of periods."""
        return len(self.periods)

    def of_innovation(self, name: str | None = None) -> Adoption:
        """Take the adoption of one innovation; the first without a name.

        Raises
        ------
        InputError
            If there is none of this name, or none at all.
        """
        known = tuple(self.adoption)
        if not known or (name is not None and name not in known):
            found = "no innovation" if name is None else as_written(name)
            raise InputError(Problem("innovation", "", one_of(known, name or ""), found))
        return self.adoption[name or known[0]]

    def users(self, innovation: str | None = None) -> NDArray[np.int64]:
        """Count in each period who is known to have an innovation [T]."""
        states = self.of_innovation(innovation).states(self.n_periods)
        n_users: NDArray[np.int64] = (states == IN_USE).sum(axis=0)
        return n_users

    def n_known(self, innovation: str | None = None) -> NDArray[np.int64]:
        """Count in each period of whom it is known whether they have an innovation [T]."""
        states = self.of_innovation(innovation).states(self.n_periods)
        n_known: NDArray[np.int64] = (states != NOT_KNOWN).sum(axis=0)
        return n_known

    def matrix(self, *kinds: str, period: int | None = None) -> "csr_array":
        """Put ties together as a sparse matrix.

        Parameters
        ----------
        kinds
            Which; all without any, each counting as much as its `influence`.
        period
            Only the ties of this one, from 0.

        Returns
        -------
        csr_array [N, N]
            In row i the strength with which i looks at each j, and is influenced by j.

        Raises
        ------
        InputError
            If there is no such kind.
        """
        from scipy.sparse import csr_array

        n_people = self.n_people
        whole = csr_array((n_people, n_people))
        for kind in kinds or self.ties:
            if kind not in self.ties:
                allowed = one_of(tuple(self.ties), kind)
                raise InputError(Problem("ties", "kind", allowed, as_written(kind)))
            ties = self.ties[kind]
            if not ties.influence:
                continue
            there = ties.in_period(period)
            ego, alter = ties.ego[there], ties.alter[there]
            weight = ties.weights[there] * ties.influence
            if ties.direction == "ego_to_alter":
                ego, alter = alter, ego
            elif ties.direction == "both":
                ego, alter = np.concatenate([ego, alter]), np.concatenate([alter, ego])
                weight = np.concatenate([weight, weight])
            whole = whole + csr_array((weight, (ego, alter)), shape=(n_people, n_people))
        return whole

    def select(self, rows: ArrayLike | slice) -> Self:
        """Take some of the people, in the order given, and the ties among them.

        Parameters
        ----------
        rows : int [n], bool [N] or slice
            Rows, each once, or whether each is taken.
        """
        taken = np.arange(self.n_people)[rows if isinstance(rows, slice) else np.asarray(rows)]
        row_of = np.full(self.n_people, -1)
        row_of[taken] = np.arange(len(taken))
        return type(self)(
            tuple(self.labels[row] for row in taken.tolist()),
            self.periods,
            {name: adopted.select(taken) for name, adopted in self.adoption.items()},
            {kind: ties.select(row_of) for kind, ties in self.ties.items()},
            {name: read_only(np.asarray(one)[taken]) for name, one in self.columns.items()},
        )

    def shown_as(self) -> tuple[str, Mapping[str, str]]:
        """Title, and what is said of the data."""
        title = f"AdoptionData: {self.n_people:,} people, {self.n_periods:,} periods"
        if self.periods:
            title += f" ({self.periods[0]} to {self.periods[-1]})"
        adopted = {
            name: np.count_nonzero(adopted.has_adopted) for name, adopted in self.adoption.items()
        }
        ties = {kind: f"{len(ties.ego):,} ({ties.direction})" for kind, ties in self.ties.items()}
        return title, {
            "adopted": ", ".join(f"{name} {n:,}" for name, n in adopted.items()) or "not observed",
            "ties": ", ".join(f"{kind} {said}" for kind, said in ties.items()) or "none",
        }

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AdoptionData):
            return NotImplemented
        return (
            self.labels == other.labels
            and self.periods == other.periods
            and self.adoption == other.adoption
            and self.ties == other.ties
            and self.columns.keys() == other.columns.keys()
            and all(
                checks.same(np.asarray(one), np.asarray(other.columns[name]))
                for name, one in self.columns.items()
            )
        )

    __hash__ = None  # type: ignore[assignment]

    def to_frames(self) -> "Frames":
        """Show it as long pandas frames; see `diffusion.data.frames.frames_of`."""
        from diffusion.data.frames import frames_of

        return frames_of(self)

    @classmethod
    def from_frames(
        cls,
        people: "pd.DataFrame",
        ties: "pd.DataFrame | None" = None,
        adoption: "pd.DataFrame | None" = None,
        *,
        kinds: "pd.DataFrame | None" = None,
        periods: Sequence[Hashable] | None = None,
    ) -> "AdoptionData":
        """Take long pandas frames; see `diffusion.data.frames.of_frames`."""
        from diffusion.data.frames import of_frames

        return of_frames(people, ties, adoption, kinds=kinds, periods=periods)

    def to_networkx(self) -> "nx.Graph[Hashable]":
        """Show it as a networkx graph; see `diffusion.data.graphs.graph_of`."""
        from diffusion.data.graphs import graph_of

        return graph_of(self)

    @classmethod
    def from_networkx(
        cls, graph: Any, *, periods: Sequence[Hashable] | None = None
    ) -> "AdoptionData":
        """Take a networkx graph; see `diffusion.data.graphs.of_graph`."""
        from diffusion.data.graphs import of_graph

        return of_graph(graph, periods=periods)

    def to_xarray(self) -> "xr.Dataset":
        """Show it with named axes; see `diffusion.data.datasets.dataset_of`."""
        from diffusion.data.datasets import dataset_of

        return dataset_of(self)

    @classmethod
    def from_xarray(cls, dataset: "xr.Dataset") -> "AdoptionData":
        """Take back what `to_xarray` made; see `diffusion.data.datasets.of_dataset`."""
        from diffusion.data.datasets import of_dataset

        return of_dataset(dataset)


def _check_names(what: str, names: tuple[Hashable, ...]) -> None:
    """Refuse two of one name."""
    if len({*names}) == len(names):
        return
    row_of: dict[Hashable, int] = {}
    for row, name in enumerate(names):
        if row_of.setdefault(name, row) != row:
            found = f"{as_written(name)}, as at {row_of[name]:,}"
            checks.refuse("data", f"{what}[{row:,}]", "each name once", found)


def _of_matrix(ties: "ArrayLike | csr_array", n_people: int) -> TiesOfKind:
    from scipy.sparse import coo_array, issparse

    listed = coo_array(ties if issparse(ties) else np.asarray(ties, np.float64))
    if listed.shape != (n_people, n_people):
        shape = "x".join(map(str, listed.shape))
        expected = f"a matrix with a row and a column for each of the {n_people:,} people"
        checks.refuse("ties", "", expected, shape)
    is_tie = listed.data != 0
    ego, alter = (rows[is_tie] for rows in listed.coords)
    weight = listed.data[is_tie]
    return TiesOfKind.of(ego, alter, None if (weight == 1).all() else weight)

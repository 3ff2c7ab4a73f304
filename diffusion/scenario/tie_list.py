"""Ties that are listed, as arrays: the alters of each artisan, one row after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.ties import Direction
from diffusion.scenario.artisans import LeftOut
from diffusion.util.arrays import read_only

type Rows = NDArray[np.uint32]
type Counts = NDArray[np.int32]

WHOLE = 1_000_000_000
"""A strength of 1: strengths are whole numbers of billionths (decision 22)."""


def _none() -> Any:
    return read_only(np.zeros(0, np.int32))


@dataclass(frozen=True, eq=False)
class TieList:
    """Listed ties, each at both its ends: the alters of `ego` are `alter[start[ego]:...]`.

    Attributes
    ----------
    start : uint32 [N + 1]
        Where the row of each artisan begins, and where the last one ends.
    alter : uint32 [2 ties]
        Places of the alters in the list of all artisans, ascending in each row.
    strength, shown : int32 [2 ties], or [0] where it is drawn
        With which ego looks at alter, in billionths, and alter at ego; the same array where ties
        have no direction, else 0 for who does not look. Where strengths of ties with a direction
        are drawn, 1 tells who looks.
    has_strengths : bool
        Whether strengths are listed, and not drawn.
    is_directed : bool
        Whether influence goes one way along a pair.
    n_self, n_merged : int
        Rows of the file dropped as ties to oneself, and as repeating an earlier pair.
    named_in : tuple of str
        Columns of the file in which those stand who are named by another.
    unread : tuple of str
        Columns of the file that say nothing here.
    headings : mapping of str to str
        Headings in other words, and the columns that they mean.
    left_out : tuple of LeftOut
        Lines of the file that are no ties.
    """

    start: Rows = field(default_factory=lambda: read_only(np.zeros(1, np.uint32)))
    alter: Rows = field(default_factory=lambda: read_only(np.zeros(0, np.uint32)))
    strength: Counts = field(default_factory=_none)
    shown: Counts = field(default_factory=_none)
    has_strengths: bool = False
    is_directed: bool = False
    n_self: int = 0
    n_merged: int = 0
    named_in: tuple[str, ...] = ("alter",)
    unread: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TieList):
            return NotImplemented
        return all(
            np.array_equal(getattr(self, one.name), getattr(other, one.name))
            if isinstance(getattr(self, one.name), np.ndarray)
            else getattr(self, one.name) == getattr(other, one.name)
            for one in fields(self)
        )

    __hash__ = object.__hash__

    @classmethod
    def of_pairs(
        cls,
        pairs: ArrayLike,
        strengths: Sequence[float] | NDArray[np.float64] | None = None,
        *,
        is_directed: bool = False,
        n_artisans: int | None = None,
        **facts: Any,
    ) -> Self:
        """List pairs of artisans [ties, 2], each once; `facts` are further attributes.

        Where ties have a direction the first looks at the second and is influenced. Artisans are
        as many as are named, if `n_artisans` does not say more.

        Raises
        ------
        ValueError
            If a pair stands twice, or is an artisan and itself, or a row is no artisan's, or there
            is not one strength for each pair.
        """
        ends = np.asarray(pairs, np.int64).reshape(-1, 2)
        n_named = int(ends.max()) + 1 if len(ends) else 0
        n_all = n_named if n_artisans is None else n_artisans
        given = _in_billionths(strengths, len(ends), is_directed=is_directed)
        looking, looked = ends.T
        low, high = np.minimum(looking, looked), np.maximum(looking, looked)
        tied, tie_of = np.unique(low * n_all + high, return_inverse=True)
        direction = (looking > looked).astype(np.int64) if is_directed else np.zeros_like(low)
        is_pair = (low >= 0) & (low < high) & (high < n_all)
        twice = len(np.unique(2 * tie_of + direction)) < len(ends)
        if not is_pair.all() or twice:
            raise ValueError("ties: each pair of two artisans once, by their rows")
        both = np.zeros((2, len(tied)), np.int32)
        if len(given):
            both[direction, tie_of] = given
            if not is_directed:
                both[1] = both[0]
        low, high = np.divmod(tied, n_all) if n_all else (low, high)
        egos, alters = np.concatenate([high, low]), np.concatenate([low, high])
        order = np.argsort(egos, kind="stable")  # the lower alters come first, then the higher
        start = np.zeros(n_all + 1, np.int64)
        np.cumsum(np.bincount(egos, minlength=n_all), out=start[1:])
        strength = shown = _none()
        if len(given):
            strength = read_only(np.concatenate([both[1], both[0]])[order])
            shown = strength
            if is_directed:
                shown = read_only(np.concatenate([both[0], both[1]])[order])
        return cls(
            read_only(start.astype(np.uint32)),
            read_only(alters[order].astype(np.uint32)),
            strength,
            shown,
            has_strengths=strengths is not None,
            is_directed=is_directed,
            **facts,
        )

    @classmethod
    def merged(
        cls,
        ego: ArrayLike,
        alter: ArrayLike,
        strength: ArrayLike | None,
        direction: Direction,
        *,
        n_artisans: int | None = None,
    ) -> Self:
        """Put rows of ego, alter and strength together: each pair once, with the strongest.

        Ties to oneself are left out. Both are counted.
        """
        first, second = np.asarray(ego, np.int64), np.asarray(alter, np.int64)
        is_tie = first != second
        n_self = int(len(first) - is_tie.sum())
        first, second = first[is_tie], second[is_tie]
        if direction == "both":
            first, second = np.minimum(first, second), np.maximum(first, second)
        elif direction == "ego_to_alter":
            first, second = second, first
        width = int(max(first.max(), second.max())) + 1 if len(first) else 1
        pair, place = np.unique(first * width + second, return_inverse=True)
        strongest = None
        if strength is not None:
            strongest = np.zeros(len(pair))
            np.maximum.at(strongest, place, np.asarray(strength, np.float64)[is_tie])
        return cls.of_pairs(
            np.stack(np.divmod(pair, width), axis=1),
            strongest,
            is_directed=direction != "both",
            n_artisans=n_artisans,
            n_self=n_self,
            n_merged=len(first) - len(pair),
        )

    @property
    def n_pairs(self) -> int:
        """Pairs of artisans, as `pairs` lists them."""
        return int(np.count_nonzero(self.strength)) if self.is_directed else len(self.alter) // 2

    @cached_property
    def pairs(self) -> NDArray[np.int64]:
        """Places of two artisans [ties, 2], in ascending order.

        The lower stands first; where ties have a direction, who looks at the other.
        """
        ends = np.stack((self._egos, self.alter), axis=1)
        return read_only(ends[self._is_first].astype(np.int64))

    @cached_property
    def strengths(self) -> NDArray[np.float64] | None:
        """Strength of each of the `pairs`, 0 to 1; None: drawn."""
        return read_only(self.strength[self._is_first] / WHOLE) if self.has_strengths else None

    @property
    def n_ties(self) -> NDArray[np.int64]:
        """Alters of each artisan [N]."""
        ends = self.start.astype(np.int64)
        return ends[1:] - ends[:-1]

    @property
    def _egos(self) -> NDArray[np.int64]:
        return np.repeat(np.arange(len(self.start) - 1), self.n_ties)

    @property
    def _is_first(self) -> NDArray[np.bool_]:
        """Whose row each pair of `pairs` stands in."""
        return self.strength > 0 if self.is_directed else self._egos < self.alter

    def padded(self, n_artisans: int) -> Self:
        """Let there be so many artisans; those who are named last have no ties."""
        n_more = n_artisans + 1 - len(self.start)
        if n_more < 0:
            raise ValueError("ties: each pair of two artisans once, by their rows")
        if n_more == 0:
            return self
        start = np.pad(self.start, (0, n_more), mode="edge")
        return replace(self, start=read_only(start))

    def moved(self, place: ArrayLike, *, n_artisans: int) -> Self:
        """Put each artisan in another place: `place[ego]` of `n_artisans`."""
        own = "start", "alter", "strength", "shown", "has_strengths", "is_directed"
        names = [one.name for one in fields(self) if one.name not in own]
        facts = {name: getattr(self, name) for name in names}
        pairs = np.asarray(place, np.int64)[self.pairs]
        strengths, is_directed = self.strengths, self.is_directed
        return self.of_pairs(
            pairs, strengths, is_directed=is_directed, n_artisans=n_artisans, **facts
        )


def _in_billionths(
    strengths: Sequence[float] | NDArray[np.float64] | None, n_pairs: int, *, is_directed: bool
) -> Counts:
    """Put strengths between 0 and 1 into whole billionths, halves up; 1 for who looks, or none."""
    if strengths is None:
        return np.full(n_pairs if is_directed else 0, 1, np.int32)
    given = np.floor(np.asarray(strengths, np.float64) * WHOLE + 0.5).astype(np.int32)
    if len(given) != n_pairs:
        raise ValueError("ties: a strength for each pair")
    return given

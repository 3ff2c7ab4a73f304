"""Ties of one kind, as they were told: who names whom, how strongly, and from when to when."""

from dataclasses import dataclass, replace
from typing import Any, Literal, Self, cast, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data import checks
from diffusion.errors import as_written, one_of
from diffusion.util.arrays import read_only

Direction = Literal["both", "alter_to_ego", "ego_to_alter"]
"""Which way influence goes along a row of ego and alter."""


@dataclass(frozen=True, eq=False)
class TiesOfKind:
    """Ties of one kind: rows of ego and alter. A pair that stands twice in a period counts twice.

    Two of them are equal when they hold the same ties, in any order.

    Attributes
    ----------
    ego, alter : int64 [E]
        Rows of two people; where ties have no direction, in any order, and each tie once.
    weight : float64 [E] or None
        Strength of each tie, above 0; None: all alike, 1.
    begins, ends : int32 [E] or None
        First and last period of each tie, from 0; None: from the first, to the last.
    direction : str
        Which way influence goes along a row.
    influence : float
        How much this kind counts where kinds are put together; 0 leaves it out.
    """

    ego: NDArray[np.int64]
    alter: NDArray[np.int64]
    weight: NDArray[np.float64] | None = None
    begins: NDArray[np.int32] | None = None
    ends: NDArray[np.int32] | None = None
    direction: Direction = "alter_to_ego"
    influence: float = 1.0

    @classmethod
    def of(
        cls,
        ego: ArrayLike,
        alter: ArrayLike,
        weight: ArrayLike | None = None,
        *,
        begins: ArrayLike | None = None,
        ends: ArrayLike | None = None,
        direction: Direction = "alter_to_ego",
        influence: float = 1.0,
    ) -> Self:
        """Take anything that is like arrays.

        Raises
        ------
        InputError
            If rows or periods are no whole numbers.
        """

        def periods(values: ArrayLike | None, name: str) -> NDArray[np.int32] | None:
            return (
                None if values is None else checks.whole(values, np.int32, place=_TIES, name=name)
            )

        return cls(
            checks.whole(ego, np.int64, place=_TIES, name="ego"),
            checks.whole(alter, np.int64, place=_TIES, name="alter"),
            None if weight is None else read_only(np.asarray(weight, np.float64)),
            periods(begins, "begins"),
            periods(ends, "ends"),
            direction,
            influence,
        )

    def check(self, n_people: int, n_periods: int, *, place: str = "ties") -> None:
        """Refuse ties that cannot be among N people in T periods.

        Raises
        ------
        InputError
            Naming the array, and the first place in it that is wrong.
        """

        def check(is_right: NDArray[np.bool_], name: str, expected: str) -> None:
            checks.check_all(is_right, getattr(self, name), expected, place=place, name=name)

        if self.direction not in get_args(Direction):
            allowed = one_of(get_args(Direction), str(self.direction))
            checks.refuse(place, "direction", allowed, as_written(self.direction))
        if not 0 <= self.influence < np.inf:
            checks.refuse(place, "influence", "a number, 0 or more", self.influence)
        for name in ("alter", "weight", "begins", "ends"):
            array: NDArray[np.generic] | None = getattr(self, name)
            if array is not None:
                checks.check_length(array, len(self.ego), of="ties", place=place, name=name)
        expected = f"the row of a person, 0 to {n_people - 1:,}" if n_people else "no row"
        check((self.ego >= 0) & (self.ego < n_people), "ego", expected)
        check((self.alter >= 0) & (self.alter < n_people), "alter", expected)
        check(self.ego != self.alter, "alter", "another person than the ego")
        if self.weight is not None:
            check((self.weight > 0) & (self.weight < np.inf), "weight", "a number above 0")
        expected = f"a period from 0 to {n_periods - 1:,}" if n_periods else "no period"
        for name in ("begins", "ends"):
            when: NDArray[np.int32] | None = getattr(self, name)
            if when is not None:
                check((when >= 0) & (when < n_periods), name, expected)
        if self.begins is not None and self.ends is not None:
            check(self.begins <= self.ends, "ends", "a period not before that in which it begins")

    @property
    def weights(self) -> NDArray[np.float64]:
        """Strength of each tie [E], 1 where none is given."""
        return np.ones(len(self.ego)) if self.weight is None else self.weight

    @property
    def has_periods(self) -> bool:
        """Whether ties come and go."""
        return self.begins is not None or self.ends is not None

    def in_period(self, period: int | None) -> NDArray[np.bool_]:
        """Tell which ties there are in a period [E]; in any, without one."""
        there = np.ones(len(self.ego), bool)
        if period is not None and self.begins is not None:
            there &= self.begins <= period
        if period is not None and self.ends is not None:
            there &= self.ends >= period
        return there

    def select(self, row_of: NDArray[np.int64]) -> Self:
        """Take the ties among some people.

        Parameters
        ----------
        row_of : int64 [N]
            New row of each person, -1 for who is left out.
        """
        ego, alter = row_of[self.ego], row_of[self.alter]
        stays = (ego >= 0) & (alter >= 0)

        def some[Array: NDArray[Any]](array: Array | None) -> Array | None:
            return None if array is None else cast(Array, read_only(array[stays]))

        return replace(
            self,
            ego=read_only(ego[stays]),
            alter=read_only(alter[stays]),
            weight=some(self.weight),
            begins=some(self.begins),
            ends=some(self.ends),
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, TiesOfKind):
            return NotImplemented
        alike = (self.direction, self.influence) == (other.direction, other.influence)
        return alike and all(map(checks.same, self._sorted(), other._sorted()))

    __hash__ = None  # type: ignore[assignment]

    def _sorted(self) -> tuple[NDArray[np.generic] | None, ...]:
        """Sort the ties: who stands first has no meaning where they have no direction."""
        ego, alter = self.ego, self.alter
        if self.direction == "both":
            ego, alter = np.minimum(ego, alter), np.maximum(ego, alter)
        known = (self.ends, self.begins, self.weight, alter, ego)
        order = np.lexsort([array for array in known if array is not None])
        return tuple(None if array is None else array[order] for array in known)


_TIES = "ties"

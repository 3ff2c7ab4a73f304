"""Ties of one kind, as they were told: who names whom, how strongly, and from when to when."""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.util.arrays import read_only

Direction = Literal["both", "alter_to_ego", "ego_to_alter"]
"""Which way influence goes along a row of ego and alter."""


@dataclass(frozen=True, eq=False)
class TiesOfKind:
    """Ties of one kind: rows of ego and alter, each pair at most once in a period.

    Attributes
    ----------
    ego, alter : int64 [E]
        Rows of two people; where ties have no direction, in any order.
    weight : float64 [E] or None
        Strength of each tie, above 0; None: all alike, 1.
    begins, ends : int32 [E] or None
        First and last period of each tie, from 0; None: in all periods.
    direction : str
        Which way influence goes along a row.
    influence : float
        How much this kind counts where kinds are put together.
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
        """Take anything that is like arrays."""

        def whole(values: ArrayLike | None) -> NDArray[np.int32] | None:
            return None if values is None else read_only(np.asarray(values, np.int32))

        return cls(
            read_only(np.asarray(ego, np.int64)),
            read_only(np.asarray(alter, np.int64)),
            None if weight is None else read_only(np.asarray(weight, np.float64)),
            whole(begins),
            whole(ends),
            direction,
            influence,
        )

    @property
    def weights(self) -> NDArray[np.float64]:
        """Strength of each tie [E], 1 where none is given."""
        return np.ones(len(self.ego)) if self.weight is None else self.weight

    def in_period(self, period: int | None) -> NDArray[np.bool_]:
        """Tell which ties there are in a period [E]; in any, without one."""
        there = np.ones(len(self.ego), bool)
        if period is not None and self.begins is not None:
            there &= self.begins <= period
        if period is not None and self.ends is not None:
            there &= self.ends >= period
        return there

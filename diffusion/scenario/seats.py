"""How many places of an activity can be filled: in each hamlet no more than may come."""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from diffusion.scenario.activity import Activity
from diffusion.scenario.tactics import MOST_OFFICERS

if TYPE_CHECKING:
    from diffusion.scenario.programme import Programme


@dataclass(frozen=True, eq=False)
class Seats:
    """Those who can take a place, hamlet by hamlet.

    Attributes
    ----------
    hamlets : int64 [N]
        Hamlet of each artisan, from 0.
    ego_of : mapping of hashable to int
        Row of each artisan, by name.
    """

    hamlets: NDArray[np.int64]
    ego_of: Mapping[Hashable, int]

    @cached_property
    def hamlet_sizes(self) -> tuple[int, ...]:
        """Artisans of each hamlet; everything is held in all of them."""
        return self._counted(self.hamlets)

    @property
    def n_hamlets(self) -> int:
        """Hamlets; everything is held in all of them."""
        return len(self.hamlet_sizes)

    def most(self, activity: Activity) -> tuple[int, ...]:
        """Count those who could ever be invited, hamlet by hamlet."""
        if activity.target == "none":
            return (0,) * self.n_hamlets
        if activity.target == "officers":
            return tuple(min(size, MOST_OFFICERS) for size in self.hamlet_sizes)
        if isinstance(activity.target, str):
            return self.hamlet_sizes
        rows = [self.ego_of[label] for label in activity.target]
        return self._counted(self.hamlets[rows])

    def filled(self, activity: Activity) -> tuple[int, ...]:
        """Count the places of one date that can be filled, hamlet by hamlet."""
        places = activity.places
        return tuple(most if places is None else min(most, places) for most in self.most(activity))

    def short_of(self, programme: "Programme") -> Iterator[tuple[Activity, int, int]]:
        """Find the activities with places that nobody can fill, of those that cost money.

        Yields each with the places of one date in all hamlets, and those that can be filled.
        """
        for activity in programme.activities_by_id:
            written, filled = self.n_hamlets * (activity.places or 0), sum(self.filled(activity))
            if activity.cost_of_place and filled < written:
                yield activity, written, filled

    def _counted(self, hamlets: NDArray[np.int64]) -> tuple[int, ...]:
        counts = np.bincount(hamlets, minlength=int(self.hamlets.max()) + 1)
        return tuple(counts.tolist())

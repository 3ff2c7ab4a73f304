"""Draws of the first moment, by purpose: uniform numbers and what is made of them (ODD 5)."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import draws
from diffusion.kernels.arrays import Reals
from diffusion.kernels.densities import raised
from diffusion.scenario.artisans import BetaTrait, LognormalMoney
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.community import Community
from diffusion.statistics.quantiles import beta_quantile, normal_quantile
from diffusion.util.arrays import read_only


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of month 0 for some runs of one random seed.

    Draws know the artisans of the community by their identities. Where `kept` is a mapping, what
    has been drawn once is kept there, by what was asked.
    """

    random_seed: int
    first_replicate: int
    n_runs: int
    community: Community
    kept: dict[Hashable, NDArray[Any]] | None = None

    @property
    def identities(self) -> NDArray[np.int64]:
        """Identities of the artisans, in the order of their rows, int64 [N]."""
        return self.community.in_rows(self.community.identities)

    @property
    def n_artisans(self) -> int:
        """Number of artisans, N."""
        return self.community.n_artisans

    def uniform(self, purpose: int, extra: int = 0) -> Reals:
        """Draw uniform numbers for one purpose, float64 [R, N]."""
        return self._once((purpose, extra), lambda: self._uniform(purpose, extra))

    def beta(self, trait: BetaTrait, purpose: int) -> Reals:
        """Draw a trait between 0 and 1, float64 [R, N]: the quantile of a uniform draw."""
        a, b = trait.mean * trait.concentration, (1 - trait.mean) * trait.concentration
        return self._once((trait, purpose), lambda: beta_quantile(a, b, self.uniform(purpose)))

    def money(self, trait: LognormalMoney, purpose: int) -> NDArray[np.int64]:
        """Draw log-normal money in whole thousands of rupiah, int64 [R, N]."""
        return self._once((trait, purpose), lambda: self._money(trait, purpose))

    def _once[Kind: NDArray[Any]](self, asked: Hashable, draw: Callable[[], Kind]) -> Kind:
        if self.kept is None:
            return draw()
        found = self.kept.get(asked)
        if found is None:
            if len(self.kept) >= MOST_KEPT:
                self.kept.clear()
            found = self.kept[asked] = read_only(draw())
        return cast(Kind, found)

    def _uniform(self, purpose: int, extra: int) -> Reals:
        table = np.empty((self.n_runs, self.n_artisans))
        draws.fill_draws(
            self.random_seed, self.first_replicate, purpose, extra, self.identities, table
        )
        return table

    def _money(self, trait: LognormalMoney, purpose: int) -> NDArray[np.int64]:
        normal = normal_quantile(self.uniform(purpose))
        # A draw of exactly 0 is minus infinity on the normal scale: no money at all.
        drawn = np.minimum(trait.median * raised(trait.spread * normal), MOST_HOUSEHOLD_RUPIAH)
        return 1000 * np.floor(drawn / 1000).astype(np.int64)


MOST_KEPT = 32
"""Tables of draws that are kept: some more than one first moment takes."""

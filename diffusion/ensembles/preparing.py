"""Translates communities that differ a little: what is alike in many is drawn and priced once."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from numpy.typing import NDArray

from diffusion.ensembles.simulate import Prepared
from diffusion.kernels.plan import Plan
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.scenario.programme import Programme
from diffusion.translate.initial_state import draw_initial_state
from diffusion.translate.parameters import parameters_for
from diffusion.translate.programme import plan_key, plan_of

_MOST_PLANS = 64


@dataclass(frozen=True)
class Preparing:
    """Makes runs ready for the kernels, of one community after the other.

    Attributes
    ----------
    random_seed : int
    """

    random_seed: int
    _plans: dict[Hashable, tuple[Plan, tuple[int, int]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def _kept(self) -> Any:
        """Give room for what is drawn for the artisans of some replicates."""
        return lru_cache(4)(_nothing_yet)

    def of(
        self,
        community: Community,
        parameters: ParameterSet,
        programmes: Sequence[tuple[Programme, int]],
        *,
        first_replicate: int,
        n_runs: int,
    ) -> list[Prepared]:
        """Translate programmes, each with its months, on a community; all begin alike."""
        translated = parameters_for(community, parameters)
        initial = draw_initial_state(
            community,
            parameters,
            random_seed=self.random_seed,
            first_replicate=first_replicate,
            n_runs=n_runs,
            translated=translated,
            kept=self._kept(first_replicate, n_runs),
        )
        found = []
        for programme, n_months in programmes:
            asked = community.permitted(programme)
            plan, prices = self._plan(community, asked, parameters, n_months)
            found.append(Prepared(community, initial, plan, translated, prices))
        return found

    def _plan(
        self, community: Community, programme: Programme, parameters: ParameterSet, n_months: int
    ) -> tuple[Plan, tuple[int, int]]:
        """Translate a programme and price it; what is alike at many points is done once."""
        key = (n_months, plan_key(community, programme, parameters))
        found = self._plans.get(key)
        if found is None:
            plan = plan_of(community, programme, parameters, n_months=n_months)
            found = plan, community.price_range(programme)
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[key] = found
        return found


def _nothing_yet(_first_replicate: int, _n_runs: int) -> dict[Hashable, NDArray[Any]]:
    return {}

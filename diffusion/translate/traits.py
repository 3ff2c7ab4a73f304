"""Traits of the artisans at the first moment, as the roster gives them or as drawn (ODD 5)."""

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Reals
from diffusion.kernels.densities import raised
from diffusion.kernels.state import NEVER, TRIAL, UNAWARE
from diffusion.scenario.artisans import BetaTrait
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.statistics.quantiles import normal_quantile
from diffusion.translate.first_adopters import check_first_adopters, first_rows, lots_of
from diffusion.translate.first_draws import Draws
from diffusion.translate.propensities import propensities

TRAITS = (
    "identity",
    "self_efficacy",
    "efficacy_base",
    "value_fit",
    "stage",
    "toa",
    "months_adopted",
    "skill",
    "cash",
    "other_income",
    "income",
    "is_poor",
    "need",
    "threshold",
    "alpha_factor",
    "propensity",
    "trained",
    "x_km",
    "y_km",
    "hamlet",
)
"""Fields of the artisans' first state that are not 0 for all."""


def traits_of(
    community: Community,
    parameters: ParameterSet,
    drawn: Draws,
    names: Collection[str] = TRAITS,
) -> dict[str, NDArray[Any]]:
    """Find fields of the artisans' first state: given ones are [N], drawn ones [R, N].

    Only those named are drawn, and what they hang on; a draw does not depend on others.
    """
    return dict(each_trait(community, parameters, drawn, names))


def each_trait(
    community: Community,
    parameters: ParameterSet,
    drawn: Draws,
    names: Collection[str] = TRAITS,
) -> Iterator[tuple[str, NDArray[Any]]]:
    """Find the same one after the other, so that not all of them need room at once."""
    source = _Traits(community, parameters, drawn)
    for name in names:
        yield name, getattr(source, name)
        source.forget(name)


_LAST_ASKED_FOR = {
    "self_efficacy": "efficacy_base",
    "value_fit": "months_adopted",
    "is_first": "months_adopted",
    "other_income": "income",
    "income": "need",
}
"""By what is kept of the fields, the last of `TRAITS` that is made of it."""


class _Traits:
    """The fields, each drawn when it is first asked for."""

    def __init__(self, community: Community, parameters: ParameterSet, drawn: Draws) -> None:
        self._community, self._parameters, self._drawn = community, parameters, drawn
        self._artisans = community.file.artisans
        self._roster = {} if community.roster is None else community.roster.traits

    def forget(self, name: str) -> None:
        """Give up what no field after this one, in the order of `TRAITS`, is made of."""
        for kept, last in _LAST_ASKED_FOR.items():
            if last == name:
                self.__dict__.pop(kept, None)

    def _given(self, name: str, draw: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        return self._community.in_rows(self._roster[name]) if name in self._roster else draw()

    @property
    def identity(self) -> NDArray[np.int64]:
        return self._drawn.identities

    @cached_property
    def self_efficacy(self) -> NDArray[Any]:
        trait = self._artisans.self_efficacy
        return self._given("self_efficacy", lambda: self._drawn.beta(trait, draws.SELF_EFFICACY))

    @property
    def efficacy_base(self) -> NDArray[Any]:
        return self.self_efficacy

    @cached_property
    def value_fit(self) -> NDArray[Any]:
        # The law speaks of misfit, one minus the fit: that is what is drawn.
        fit = self._artisans.value_fit
        misfit = BetaTrait(mean=1.0 - fit.mean, concentration=fit.concentration)
        return self._given("value_fit", lambda: 1.0 - self._drawn.beta(misfit, draws.MISFIT))

    @cached_property
    def is_first(self) -> NDArray[np.bool_]:
        """Who has adopted at the start."""
        tolerance = self._parameters.decision.misfit_tolerance
        if tolerance >= 1.0:
            is_borne: NDArray[np.bool_] = np.ones((1, 1), np.bool_)  # whatever the fit
        else:
            is_borne = tolerance >= 1.0 - self.value_fit - laws.SMALLEST_DIFFERENCE
        if (n_drawn := self._n_drawn) is not None:
            return lots_of(self._drawn.uniform(draws.FIRST_ADOPTERS), is_borne, n_drawn)
        if is_borne.ndim == 1:
            check_first_adopters(self._community, tolerance, self.value_fit, is_borne)
        rows = first_rows(self._community)
        is_first = np.zeros(self._drawn.n_artisans, np.bool_)
        is_first[rows] = True
        return is_first

    @property
    def _n_drawn(self) -> int | None:
        if self._artisans.first_adopters_share is not None:
            return int(self._artisans.first_adopters_share * self._drawn.n_artisans + 0.5)
        return self._artisans.first_adopters_drawn

    @property
    def stage(self) -> NDArray[Any]:
        return np.where(self.is_first, TRIAL, UNAWARE)

    @property
    def toa(self) -> NDArray[Any]:
        return np.where(self.is_first, 0, NEVER)

    @property
    def months_adopted(self) -> NDArray[Any]:
        return self.is_first.astype(np.int64)

    @property
    def skill(self) -> NDArray[Any]:
        trait = self._artisans.skill
        return self._given(
            "skill", lambda: trait.low + trait.width * self._drawn.uniform(draws.SKILL)
        )

    @property
    def cash(self) -> NDArray[Any]:
        return self._given("cash", lambda: self._drawn.money(self._artisans.cash, draws.CASH))

    @cached_property
    def other_income(self) -> NDArray[Any]:
        trait = self._artisans.other_income
        return self._given("other_income", lambda: self._drawn.money(trait, draws.OTHER_INCOME))

    @cached_property
    def income(self) -> NDArray[np.int64]:
        return self.other_income.astype(np.int64) + self._community.file.traditional_income

    @property
    def is_poor(self) -> NDArray[np.bool_]:
        line = self._artisans.poverty_line * self._artisans.household_size
        return self._given("poor", lambda: self.income < line).astype(np.bool_)

    @property
    def need(self) -> NDArray[Any]:
        share = self._artisans.need_share
        return self._given("need", lambda: np.floor(share * np.maximum(0, self.income)))

    @property
    def threshold(self) -> NDArray[Any]:
        return self._given("threshold", lambda: _thresholds(self._parameters, self._drawn))

    @property
    def alpha_factor(self) -> NDArray[Any]:
        return _alpha_factors(self._community, self._parameters, self._drawn)

    @property
    def propensity(self) -> Reals:
        return propensities(self._community, self._parameters)

    @property
    def trained(self) -> NDArray[Any]:
        nobody = np.zeros(self._drawn.n_artisans)
        return self._given("trained_before", lambda: nobody).astype(np.bool_)

    @property
    def x_km(self) -> NDArray[Any]:
        return self._given("x_km", lambda: self._place(0))

    @property
    def y_km(self) -> NDArray[Any]:
        return self._given("y_km", lambda: self._place(1))

    def _place(self, axis: int) -> Reals:
        return self._artisans.extent_km * self._drawn.uniform(draws.COORDINATES, axis)

    @property
    def hamlet(self) -> NDArray[np.int64]:
        return self._community.in_rows(self._community.hamlets)


def are_drawn(traits: Mapping[str, NDArray[Any]]) -> bool:
    """Tell whether any trait differs from run to run."""
    return any(trait.ndim == 2 for trait in traits.values())


def _thresholds(parameters: ParameterSet, drawn: Draws) -> Reals:
    threshold = parameters.exposure.threshold
    if threshold is None:
        return drawn.uniform(draws.THRESHOLD)
    return np.full(drawn.n_artisans, threshold)


def _alpha_factors(community: Community, parameters: ParameterSet, drawn: Draws) -> Reals:
    spread = parameters.decision.alpha_spread
    if not community.file.modules.heterogeneity or spread == 0:
        return np.ones(drawn.n_artisans)
    normal = normal_quantile(drawn.uniform(draws.ALPHA))
    return raised(spread * normal - spread * spread / 2)

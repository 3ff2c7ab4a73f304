"""Traits of the artisans at the first moment, as the roster gives them or as drawn (ODD 5)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written
from diffusion.kernels import draws, laws
from diffusion.kernels.arrays import Reals
from diffusion.kernels.densities import raised
from diffusion.kernels.state import NEVER, TRIAL, UNAWARE
from diffusion.scenario.artisans import BetaTrait, LognormalMoney
from diffusion.scenario.base import MOST_HOUSEHOLD_RUPIAH
from diffusion.scenario.community import Community
from diffusion.scenario.parameters import ParameterSet
from diffusion.statistics.quantiles import beta_quantile, normal_quantile


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of month 0 for some runs of one random seed.

    `identities` are those of the artisans, in the order of their rows, int64 [N].
    """

    random_seed: int
    first_replicate: int
    n_runs: int
    identities: NDArray[np.int64]

    @property
    def n_artisans(self) -> int:
        """Number of artisans, N."""
        return len(self.identities)

    def uniform(self, purpose: int, extra: int = 0) -> Reals:
        """Draw uniform numbers for one purpose, float64 [R, N]."""
        table = np.empty((self.n_runs, self.n_artisans))
        draws.fill_draws(
            self.random_seed, self.first_replicate, purpose, extra, self.identities, table
        )
        return table

    def beta(self, trait: BetaTrait, purpose: int) -> Reals:
        """Draw a trait between 0 and 1, float64 [R, N]: the quantile of a uniform draw."""
        a, b = trait.mean * trait.concentration, (1 - trait.mean) * trait.concentration
        return beta_quantile(a, b, self.uniform(purpose))

    def money(self, trait: LognormalMoney, purpose: int) -> NDArray[np.int64]:
        """Draw log-normal money in whole thousands of rupiah, int64 [R, N]."""
        normal = normal_quantile(self.uniform(purpose))
        # A draw of exactly 0 is minus infinity on the normal scale: no money at all.
        drawn = np.minimum(trait.median * raised(trait.spread * normal), MOST_HOUSEHOLD_RUPIAH)
        return 1000 * np.floor(drawn / 1000).astype(np.int64)


def traits_of(
    community: Community, parameters: ParameterSet, drawn: Draws
) -> dict[str, NDArray[Any]]:
    """Find the fields of the artisans' first state: given ones are [N], drawn ones [R, N]."""
    file = community.file
    artisans = file.artisans
    roster = {} if community.roster is None else community.roster.traits

    def given(name: str, drawn_trait: Callable[[], NDArray[Any]]) -> NDArray[Any]:
        return community.in_rows(roster[name]) if name in roster else drawn_trait()

    traits: dict[str, NDArray[Any]] = {}
    traits["identity"] = drawn.identities
    traits["self_efficacy"] = traits["efficacy_base"] = given(
        "self_efficacy", lambda: drawn.beta(artisans.self_efficacy, draws.SELF_EFFICACY)
    )
    # The law speaks of misfit, one minus the fit: that is what is drawn.
    fit = artisans.value_fit
    misfit = BetaTrait(mean=1.0 - fit.mean, concentration=fit.concentration)
    traits["value_fit"] = given("value_fit", lambda: 1.0 - drawn.beta(misfit, draws.MISFIT))
    is_first = _first_adopters(community, parameters, drawn, traits["value_fit"])
    traits["stage"] = np.where(is_first, TRIAL, UNAWARE)
    traits["toa"] = np.where(is_first, 0, NEVER)
    traits["months_adopted"] = is_first.astype(np.int64)
    traits["skill"] = given(
        "skill", lambda: artisans.skill.low + artisans.skill.width * drawn.uniform(draws.SKILL)
    )
    traits["cash"] = given("cash", lambda: drawn.money(artisans.cash, draws.CASH))
    traits["other_income"] = given(
        "other_income", lambda: drawn.money(artisans.other_income, draws.OTHER_INCOME)
    )
    income = traits["income"] = traits["other_income"].astype(np.int64) + file.traditional_income
    is_poor = income < artisans.poverty_line * artisans.household_size
    traits["is_poor"] = given("poor", lambda: is_poor).astype(np.bool_)
    traits["need"] = given("need", lambda: np.floor(artisans.need_share * np.maximum(0, income)))
    traits["threshold"] = given("threshold", lambda: _thresholds(parameters, drawn))
    traits["alpha_factor"] = _alpha_factors(community, parameters, drawn)
    traits["x_km"] = given("x_km", lambda: artisans.extent_km * drawn.uniform(draws.COORDINATES, 0))
    traits["y_km"] = given("y_km", lambda: artisans.extent_km * drawn.uniform(draws.COORDINATES, 1))
    traits["hamlet"] = community.in_rows(community.hamlets)
    return traits


def _first_adopters(
    community: Community, parameters: ParameterSet, drawn: Draws, value_fit: Reals
) -> NDArray[np.bool_]:
    """Find who has adopted at the start: listed, bool [N], or drawn for each run, [R, N].

    Raises
    ------
    InputError
        If the values that the roster gives one who is listed forbid it.
    """
    artisans, tolerance = community.file.artisans, parameters.decision.misfit_tolerance
    is_borne = tolerance >= 1.0 - value_fit - laws.SMALLEST_DIFFERENCE
    n_drawn = artisans.first_adopters_drawn
    if artisans.first_adopters_share is not None:
        n_drawn = int(artisans.first_adopters_share * drawn.n_artisans + 0.5)
    if n_drawn is not None:
        lots = np.where(is_borne, drawn.uniform(draws.FIRST_ADOPTERS), 1.0)
        rank = np.argsort(np.argsort(lots, axis=1, kind="stable"), axis=1, kind="stable")
        return (rank < n_drawn) & is_borne
    is_first = np.zeros(drawn.n_artisans, np.bool_)
    problems = []
    for label in artisans.first_adopters:
        row = community.row_of[community.ego_of[label]]
        is_first[row] = True
        if value_fit.ndim == 1 and not is_borne[row]:
            expected = (
                f"an artisan whose value_fit is {1 - tolerance:.12g} or more, as "
                "decision.misfit_tolerance asks"
            )
            found = f"{as_written(label)}, with {value_fit[row]:.12g}"
            problems.append(Problem("community.toml", "artisans.first_adopters", expected, found))
    if problems:
        raise InputError(problems)
    return is_first


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

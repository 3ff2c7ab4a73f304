"""Compares strategies: the same community, the same luck and, with a budget, the same rupiah."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from diffusion.budget import Scaled
from diffusion.community import Community
from diffusion.errors import InputError, Problem
from diffusion.library import DEFAULT_PARAMETERS, DEFAULT_RANDOM_SEED, programme_of
from diffusion.measures import Ratio, cost_per, simultaneous_intervals
from diffusion.outcome import Outcome, band
from diffusion.parameters import ParameterSet
from diffusion.programme import Price, Programme
from diffusion.settings import scale_for
from diffusion.simulation import (
    DEFAULT_MONTHS,
    DEFAULT_RUNS,
    Progress,
    simulate_all,
)
from diffusion.tables import rupiah

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DEFAULT_REFERENCE = "campaign_then_collaboration"
"""Strategy that the others are compared with, if it is among them and no other comes first."""

MEASURES = ("adopters", "lasting_adopters", "adopter_months", "ever_tried")
"""Quantities whose paired differences are estimated."""


@dataclass(frozen=True, slots=True)
class Strategy:
    """A programme, scaled to the budget if there is one, and what it led to.

    Attributes
    ----------
    name : str
    programme : Programme
        As simulated, that is after scaling.
    price : Price
    scaled : Scaled or None
        How it was scaled; None without a budget.
    outcome : Outcome or None
        None where the strategy is not possible at the budget.
    """

    name: str
    programme: Programme
    price: Price
    scaled: Scaled | None
    outcome: Outcome | None

    @property
    def is_ranked(self) -> bool:
        """Whether it costs as much as the budget allows, so that it may be ranked."""
        return self.scaled is not None and self.scaled.is_equal_cost and self.price.total > 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Strategies side by side, under the same luck.

    Attributes
    ----------
    community : Community
    strategies : tuple of Strategy
        In the order asked for, the impossible ones too.
    reference : str
        Name of the strategy that the others are compared with.
    parameters : str
        Name of the parameter set.
    budget : int or None
        Rupiah.
    with_facilitator : bool
        Whether the budget pays for person-days too.
    random_seed : int
    """

    community: Community
    strategies: tuple[Strategy, ...]
    reference: str
    parameters: str
    budget: int | None
    with_facilitator: bool
    random_seed: int

    @property
    def simulated(self) -> tuple[tuple[Strategy, Outcome], ...]:
        """The strategies that are possible, each with its outcome."""
        return tuple((s, s.outcome) for s in self.strategies if s.outcome is not None)

    @property
    def n_runs(self) -> int:
        """Number of runs of each strategy."""
        return self.simulated[0][1].n_runs

    @property
    def n_months(self) -> int:
        """Number of months of each run."""
        return self.simulated[0][1].n_months

    def summary(self) -> "pd.DataFrame":
        """One row a strategy: what it costs and what it leads to.

        Returns
        -------
        pandas.DataFrame
            strategy; price_before, price, activities, facilitator (rupiah) and person_days;
            adopters at the end with adopters_low and adopters_high, the 90 % band of single
            histories; means of ever_tried, gave_up, adopter_months and lasting_adopters;
            cost_per_lasting (rupiah) with its 95 % interval; is_possible, is_ranked.
        """
        import pandas as pd

        return pd.DataFrame([self._summary_of(strategy) for strategy in self.strategies])

    def differences(self) -> "pd.DataFrame":
        """Paired differences to the reference, run by run under the same luck.

        Returns
        -------
        pandas.DataFrame
            measure, strategy, reference; mean; low and high, the 95 % interval that holds for
            all strategies at once; plain_low and plain_high, the interval of this one alone;
            won, tied and lost, the shares of runs; is_ranked, whether both cost the same.
        """
        import pandas as pd

        others = [(s, outcome) for s, outcome in self.simulated if s.name != self.reference]
        reference, base = next(pair for pair in self.simulated if pair[0].name == self.reference)
        rows: list[dict[str, Any]] = []
        for measure in MEASURES:
            if not others:
                break
            known = _measured(base, measure)
            paired = np.stack([_measured(o, measure) - known for _, o in others], axis=1)
            intervals = simultaneous_intervals(paired, random_seed=self.random_seed)
            for column, (strategy, _) in enumerate(others):
                rows.append(
                    {
                        "measure": measure,
                        "strategy": strategy.name,
                        "reference": self.reference,
                        "mean": intervals.mean[column],
                        "low": intervals.low[column],
                        "high": intervals.high[column],
                        "plain_low": intervals.plain_low[column],
                        "plain_high": intervals.plain_high[column],
                        "won": (paired[:, column] > 0).mean(),
                        "tied": (paired[:, column] == 0).mean(),
                        "lost": (paired[:, column] < 0).mean(),
                        "is_ranked": strategy.is_ranked and reference.is_ranked,
                    }
                )
        return pd.DataFrame(rows)

    def curves(self) -> "pd.DataFrame":
        """Adoption curves of all strategies: strategy, month, mean, low, high."""
        import pandas as pd

        return pd.concat(
            [
                outcome.adoption_curve().assign(strategy=strategy.name)
                for strategy, outcome in self.simulated
            ],
            ignore_index=True,
        )[["strategy", "month", "mean", "low", "high"]]

    def plot(self, ax: "Axes | None" = None) -> "Axes":
        """Draw the mean adoption curves.

        Parameters
        ----------
        ax
            Where to draw; a new figure's axes if None. Nothing is shown.
        """
        import matplotlib.pyplot as plt

        if ax is None:
            _, ax = plt.subplots()
        for strategy, outcome in self.simulated:
            curve = outcome.adoption_curve()
            ax.plot(curve["month"], curve["mean"], label=strategy.name.replace("_", " "))
        ax.set_xlabel("month")
        ax.set_ylabel(f"adopters of {self.community.n_artisans}")
        ax.legend()
        return ax

    def _summary_of(self, strategy: Strategy) -> dict[str, Any]:
        scaled, outcome = strategy.scaled, strategy.outcome
        row: dict[str, Any] = {
            "strategy": strategy.name,
            "price_before": strategy.price.total if scaled is None else scaled.before.total,
            "price": strategy.price.total,
            "activities": strategy.price.activities,
            "facilitator": strategy.price.facilitator,
            "person_days": strategy.price.person_days,
            "rest": None if scaled is None else scaled.rest,
        }
        if outcome is not None:
            low, high = band(outcome.adopters[:, -1])
            cost = self._cost_per_lasting(strategy, outcome)
            row |= {
                "adopters": float(outcome.adopters[:, -1].mean()),
                "adopters_low": int(low),
                "adopters_high": int(high),
                "ever_tried": float(outcome.tried.mean()),
                "gave_up": float(outcome.gave_up.mean()),
                "adopter_months": float(outcome.adopter_months.mean()),
                "lasting_adopters": float(outcome.lasting.mean()),
                "cost_per_lasting": cost.value,
                "cost_per_lasting_low": cost.low,
                "cost_per_lasting_high": cost.high,
            }
        return row | {"is_possible": outcome is not None, "is_ranked": strategy.is_ranked}

    def _cost_per_lasting(self, strategy: Strategy, outcome: Outcome) -> Ratio:
        if strategy.price.total == 0:
            return Ratio(None, None, None)
        return cost_per(strategy.price.total, outcome.lasting, random_seed=self.random_seed)


def compare(
    community: Community,
    programmes: Sequence[str | Path | Programme] | None = None,
    *,
    budget: int | None = None,
    with_facilitator: bool = True,
    parameters: str | ParameterSet = DEFAULT_PARAMETERS,
    n_runs: int = DEFAULT_RUNS,
    n_months: int = DEFAULT_MONTHS,
    random_seed: int = DEFAULT_RANDOM_SEED,
    n_threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare programmes under the same luck and, if a budget is given, at the same rupiah.

    Parameters
    ----------
    community
        What `diffusion.load` returns.
    programmes
        Names, files or programmes; the first is the reference. None: all programmes of the
        community, with `campaign_then_collaboration` as the reference if it is among them.
    budget
        Rupiah to which each programme is scaled (see `diffusion.scale_to_budget`); None: each
        is taken as written, and none is ranked.
    with_facilitator
        Whether the budget pays for the organisation's person-days too.
    parameters, n_runs, n_months, random_seed, n_threads, progress
        As in `diffusion.simulate`.

    Raises
    ------
    InputError
        As in `diffusion.simulate`; and if at this budget no programme is possible that does
        anything.
    """
    names = list(community.programmes) if programmes is None else programmes
    chosen = [programme_of(community, programme) for programme in names]
    if not chosen:
        raise InputError(Problem("programmes", "", "at least one programme", "none"))
    prepared: list[tuple[str, Programme, Scaled | None]] = []
    for programme in chosen:
        scaled = None
        if budget is not None:
            scaled = scale_for(community, programme, budget, with_facilitator=with_facilitator)
        n_earlier = sum(1 for other, _, _ in prepared if other.split(" (")[0] == programme.name)
        name = f"{programme.name} ({n_earlier + 1})" if n_earlier else programme.name
        prepared.append((name, programme if scaled is None else scaled.programme, scaled))
    _check_possible(prepared, budget)
    possible = [one for one in prepared if one[2] is None or one[2].is_possible]
    outcomes = simulate_all(
        community,
        [programme for _, programme, _ in possible],
        parameters=parameters,
        n_runs=n_runs,
        n_months=n_months,
        random_seed=random_seed,
        n_threads=n_threads,
        progress=progress,
    )
    by_name = {name: o for (name, _, _), o in zip(possible, outcomes, strict=True)}
    return Comparison(
        community=community,
        strategies=tuple(
            Strategy(name, programme, community.price(programme), scaled, by_name.get(name))
            for name, programme, scaled in prepared
        ),
        reference=_reference(list(by_name), is_default=programmes is None),
        parameters=parameters if isinstance(parameters, str) else parameters.title,
        budget=budget,
        with_facilitator=with_facilitator,
        random_seed=random_seed,
    )


def _reference(names: Sequence[str], *, is_default: bool) -> str:
    """Choose the strategy that the others are compared with."""
    if is_default and DEFAULT_REFERENCE in names:
        return DEFAULT_REFERENCE
    return names[0]


def _check_possible(
    prepared: Sequence[tuple[str, Programme, Scaled | None]], budget: int | None
) -> None:
    needed = {
        name: scaled.charged
        for name, programme, scaled in prepared
        if scaled is not None and programme.activity
    }
    if budget is None or not needed or min(needed.values()) <= budget:
        return
    cheapest = min(needed, key=lambda name: needed[name])
    expected = f"at least {rupiah(needed[cheapest])}, the smallest form of {cheapest}"
    raise InputError(Problem("budget", "", expected, rupiah(budget)))


def _measured(outcome: Outcome, measure: str) -> NDArray[np.float64]:
    arrays: dict[str, NDArray[Any]] = {
        "adopters": outcome.adopters[:, -1],
        "lasting_adopters": outcome.lasting,
        "adopter_months": outcome.adopter_months,
        "ever_tried": outcome.tried,
    }
    return np.asarray(arrays[measure], np.float64)

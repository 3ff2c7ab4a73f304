"""The quantities that a comparison compares, taken once in each run of every strategy."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from diffusion.comparison.strategies import Strategy
from diffusion.results.indicators import Indicator, indicator
from diffusion.results.outcome import Outcome

type Reals = NDArray[np.float64]

type Simulated = tuple[tuple[Strategy, Outcome], ...]
"""The strategies that are possible, each with its outcome."""

MEASURES = (
    "adopters",
    "lasting_adopters",
    "adopter_months",
    "ever_adopted",
    "discontinued_share",
    "month_of_half",
    "mean_income",
    "gini",
    "self_reliance",
    "administration",
    "fund",
    "bad_loan_share",
    "reach_of_poor",
)
"""Quantities that are compared (see `diffusion.results.indicators`)."""

INCOME_CHANGE = "income_change"
"""Mean income of the last month against that of a community in which nothing is done."""


@dataclass(frozen=True)
class Measured:
    """What is compared, in each run of every strategy.

    Attributes
    ----------
    simulated : tuple of (Strategy, Outcome)
    reference : str
        Name of the strategy that the others are compared with.
    baseline : Outcome
        Of a community in which nothing is done, under the same luck.
    channels : tuple of str
        Names of the community's market channels.
    at_months : sequence of int
        Records, beside the last, at which monthly quantities are taken.
    """

    simulated: Simulated
    reference: str
    baseline: Outcome
    channels: tuple[str, ...]
    at_months: Sequence[int]

    @cached_property
    def measures(self) -> dict[str, tuple[Indicator, int]]:
        """What is compared, by name: the indicator, and the record it is asked at."""
        last = self.baseline.n_months
        found: dict[str, tuple[Indicator, int]] = {}
        for name in MEASURES:
            asked = indicator(name, self.channels)
            found[name] = asked, last
            if asked.is_monthly:
                found |= {f"{name}_{month}": (asked, month) for month in self.at_months}
        return found

    def of(self, measure: str, outcome: Outcome) -> Reals:
        """Take one of `measures`, or an indicator at the end, in each run, float64 [R].

        NaN where there is none.
        """
        if measure in self.measures:
            asked, record = self.measures[measure]
        else:
            asked, record = indicator(measure, self.channels), self.baseline.n_months
        return np.asarray(asked.of(outcome, record), np.float64)

    @cached_property
    def by_measure(self) -> dict[str, dict[str, Reals]]:
        """Each of `measures` in each run, float64 [R], by the name of the strategy."""
        return {
            measure: {strategy.name: self.of(measure, o) for strategy, o in self.simulated}
            for measure in self.measures
        }

    def of_strategy(self, strategy: Strategy, outcome: Outcome) -> dict[str, Reals]:
        """Each of `measures` in each run of a strategy, float64 [R], and `INCOME_CHANGE`."""
        known = {measure: self.by_measure[measure][strategy.name] for measure in self.measures}
        return known | {INCOME_CHANGE: self.income_change(outcome)}

    def income_change(self, outcome: Outcome) -> Reals:
        """Rupiah a household earns more in the last month than if nothing is done [R], paired."""
        return self.of("mean_income", outcome) - self.of("mean_income", self.baseline)

    def paired(self, measure: str) -> Reals:
        """Differences to the reference, run by run, of every other strategy, float64 [R, S - 1]."""
        known = dict(self.by_measure[measure])
        base = known.pop(self.reference)
        columns = [values - base for values in known.values()]
        return np.stack(columns, axis=1) if columns else np.empty((len(base), 0))

"""What is measured of the runs: one value for each, and none where there is nothing to measure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from diffusion.calibration.histories import Histories, History, last_record
from diffusion.calibration.patterns import (
    OF_ADOPTERS,
    OF_MEMBERS,
    OF_TRAINED,
    OF_USE,
    PEAK,
    Needed,
    Pattern,
    PatternFile,
    Quantity,
)
from diffusion.results.indicators import indicator
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community

type Values = NDArray[np.float64]

LEAST_COMPARED = 5
"""Artisans on each side, the trained and the others, of whom incomes are compared."""


@dataclass(frozen=True)
class Measured:
    """Runs of some points, of which patterns are measured.

    Attributes
    ----------
    file : PatternFile
    community : Community
        That of any of the points: its size, its calendar and its buyers are theirs.
    histories : Histories
    outcomes : mapping of History to Outcome
    """

    file: PatternFile
    community: Community
    histories: Histories
    outcomes: Mapping[History, Outcome]

    def all(self) -> dict[str, Values]:
        """Measure every pattern: one value for each run [R], by the pattern's name."""
        found: dict[str, Values] = {}
        with np.errstate(divide="ignore", invalid="ignore"):
            for pattern in self.file.pattern:
                found[pattern.name] = (
                    self._together(pattern, found) if pattern.all_of else self._of(pattern)
                )
        return found

    def _together(self, pattern: Pattern, found: Mapping[str, Values]) -> Values:
        """1 where all the patterns that are named hold in this one run; else 0."""
        by_name = {one.name: one for one in self.file.pattern}
        holds = [
            (found[name] >= by_name[name].passes[0]) & (found[name] <= by_name[name].passes[1])
            for name in pattern.all_of
        ]
        together = np.all(holds, axis=0).astype(np.float64)
        return self._needed(pattern, together)

    def _of(self, pattern: Pattern) -> Values:
        values = self._mean(pattern, pattern)
        if pattern.less is not None:
            values = values - self._mean(pattern, pattern.less.completed(pattern))
        if pattern.relative_to is not None:
            whole = self._mean(pattern, pattern.relative_to.completed(pattern))
            values = np.where(whole != 0, values / whole, np.nan)
        if pattern.unit == "share":
            values = values / self.community.n_artisans
        if pattern.divided_by is not None:
            values = values / pattern.divided_by
        return self._needed(pattern, values)

    def _needed(self, pattern: Pattern, values: Values) -> Values:
        """Leave out the runs in which nothing happened that could be measured."""
        if pattern.needs is None:
            return values
        needed: Needed = pattern.needs.completed(pattern)
        return np.where(self._mean(pattern, needed) >= needed.at_least, values, np.nan)

    def _mean(self, pattern: Pattern, quantity: Quantity) -> Values:
        """Take the mean of the measures that a quantity names."""
        parts = [self._one(pattern, quantity, name) for name in quantity.measures]
        return np.asarray(sum(parts) / len(parts), np.float64)

    def _one(self, pattern: Pattern, quantity: Quantity, name: str) -> Values:
        programme = quantity.programme or self.file.programmes[0]
        record = last_record(self.community, pattern, quantity, self.file)
        match name:
            case _ if name == OF_ADOPTERS:
                return self._gain_of_adopters(quantity, programme)
            case _ if name == OF_USE:
                outcome = self._monthly(programme)
                counted = _counted(quantity, outcome)
                return _users(outcome, counted).sum(axis=1)
            case _ if name == OF_TRAINED:
                return self._gain_of_trained(quantity, programme, record)
            case _ if name == OF_MEMBERS:
                return self._members_among_trained(programme, record)
        asked = indicator(name, self.community.file.market.channels)
        if not asked.is_monthly:
            outcome = self.outcomes[self.histories.ended(programme, record)]
            return np.asarray(asked.of(outcome, record), np.float64)
        outcome = self._monthly(programme)
        if quantity.month != PEAK:
            return np.asarray(asked.of(outcome, record), np.float64)
        values = [asked.of(outcome, one) for one in range(record + 1)]
        return np.asarray(np.max(values, axis=0), np.float64)

    def _monthly(self, programme: str) -> Outcome:
        return self.outcomes[self.histories.monthly(programme)]

    def _gain_of_adopters(self, quantity: Quantity, programme: str) -> Values:
        """Pottery income of adopters above what potters earn without the programme, as a share.

        Who does not adopt earns what potters earn in the same luck without it, so that the surplus
        is the adopters'.
        """
        assert quantity.months is not None
        outcome, other = self._monthly(programme), self._monthly(quantity.against or "")
        counted = _counted(quantity, outcome)
        last = counted.shape[1]
        earned, usual = (
            np.diff(one.series("pottery_income")[:, : last + 1], axis=1) for one in (outcome, other)
        )
        surplus = ((earned - usual) * counted).sum(axis=1)
        of_users = (_users(outcome, counted) * usual / self.community.n_artisans).sum(axis=1)
        return np.where(of_users > 0, surplus / of_users, np.nan)

    def _gain_of_trained(self, quantity: Quantity, programme: str, record: int) -> Values:
        """Pottery income of the trained above that of the others, as a share of theirs."""
        assert quantity.months is not None
        after = self.outcomes[self.histories.ended(programme, record)]
        assert after.earned is not None
        assert after.artisans is not None
        earned = after.earned
        if quantity.months[0] > 1:
            until = self.outcomes[self.histories.ended(programme, quantity.months[0] - 1)]
            assert until.earned is not None
            earned = earned - until.earned
        is_trained = after.artisans.is_trained
        ours, theirs = (
            _divided((earned * who).sum(axis=1), who.sum(axis=1), least=LEAST_COMPARED)
            for who in (is_trained, ~is_trained)
        )
        return ours / theirs - 1

    def _members_among_trained(self, programme: str, record: int) -> Values:
        people = self.outcomes[self.histories.ended(programme, record)].artisans
        assert people is not None
        joined = (people.is_trained & people.is_member).sum(axis=1)
        return _divided(joined, people.is_trained.sum(axis=1), least=1)


def _counted(quantity: Quantity, outcome: Outcome) -> NDArray[np.bool_]:
    """Tell which months count, from the first of the history to the last that does [R, T]."""
    assert quantity.months is not None
    first, last = quantity.months
    counted = np.zeros((outcome.n_runs, last), np.bool_)
    counted[:, first - 1 :] = True
    if quantity.with_buyer:
        orders = [outcome.series(f"ordered_{channel}") for channel in outcome.channels]
        counted &= np.sum(orders, axis=0)[:, 1 : last + 1] > 0
    return counted


def _users(outcome: Outcome, counted: NDArray[np.bool_]) -> NDArray[Any]:
    """Adopters who worked with the new ware in each month that counts: those before it."""
    users: NDArray[Any] = outcome.adopters[:, : counted.shape[1]] * counted
    return users


def _divided(part: NDArray[Any], whole: NDArray[Any], *, least: int) -> Values:
    """Divide run by run; NaN where the whole is less than `least`."""
    return np.where(whole >= least, part / np.maximum(whole, 1), np.nan)

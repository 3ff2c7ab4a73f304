"""The patterns: what is expected, how it is measured, and what counts as a pass."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from histories import RISEN, Histories, Values

LEAST_RUNS = 0.1
"""Share of the runs that must have something to measure for a verdict."""

NOT_MEASURED = "not measured"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One statement that can fail.

    Attributes
    ----------
    code, statement, source
        Name, what is expected, and where that comes from.
    measure
        What is measured, in words.
    of
        Value in each run.
    passes, nearly
        Lowest and highest mean with which it passes, and with which it holds partly.
    """

    code: str
    statement: str
    source: str
    measure: str
    of: Callable[[Histories], Values]
    passes: tuple[float, float]
    nearly: tuple[float, float]

    def verdict(self, values: Values) -> str:
        """Say pass, partly, fail or that there is too little to measure, of some runs."""
        is_there = ~np.isnan(values)
        if is_there.mean() < LEAST_RUNS:
            return NOT_MEASURED
        value = values[is_there].mean()
        for name, (low, high) in (("pass", self.passes), ("partly", self.nearly)):
            if low <= value <= high:
                return name
        return "fail"


def _most_help_outside(of: Histories) -> Values:
    """Self-reliance with agencies and markets less that in meetings and books."""
    outside, inside = (
        sum(of.level(f"self_reliance_{function}") for function in functions) / 2
        for functions in (("agencies", "markets"), ("meetings", "books"))
    )
    return np.asarray(outside - inside)


PATTERNS = (
    Pattern(
        "P1a", "those invited to the training attend", "field report",
        "trained for each one invited, at the report", Histories.attendance,
        (0.9, 1.0), (0.75, 1.0),
    ),
    Pattern(
        "P1b", "those trained join the association", "field report",
        "members among the trained, share of them, at the report", Histories.joining,
        (0.9, 1.0), (0.75, 1.0),
    ),
    Pattern(
        "P2a", "help is still needed at the date of the report", "field report",
        "self-reliance, mean of the four functions, at the report",
        lambda of: of.level("self_reliance"),
        (0.0, 0.6), (0.0, 0.8),
    ),
    Pattern(
        "P2b", "with agencies too", "field report",
        "self-reliance with agencies, at the report",
        lambda of: of.level("self_reliance_agencies"),
        (0.0, 0.6), (0.0, 0.8),
    ),
    Pattern(
        "P2c", "and with markets", "field report",
        "self-reliance with markets, at the report",
        lambda of: of.level("self_reliance_markets"),
        (0.0, 0.6), (0.0, 0.8),
    ),
    Pattern(
        "P2d", "most of all with these two", "field report",
        "self-reliance with agencies and markets less that in meetings and books, at the report",
        _most_help_outside,
        (-1.0, -0.05), (-1.0, -0.02),
    ),
    Pattern(
        "P3", "administration is still weak at the date of the report", "field report",
        "administration, 0 to 1, at the report", lambda of: of.level("administration"),
        (0.0, 0.5), (0.0, 0.7),
    ),
    Pattern(
        "P4", "making without a buyer does not pay", "field report",
        "campaign alone: adopters' gain in pottery income, months 13 to 36",
        lambda of: of.gain(of.campaign, with_buyer=False),
        (-1.0, 0.0), (-1.0, 0.05),
    ),
    Pattern(
        "P5a", "a campaign makes it known", "general knowledge",
        "campaign alone: share who know of it, month 36", Histories.aware,
        (0.9, 1.0), (0.7, 1.0),
    ),
    Pattern(
        "P5b", "and leads to little lasting use", "general knowledge",
        "campaign alone: share of lasting adopters, month 36", Histories.lasting,
        (0.0, 0.1), (0.0, 0.2),
    ),
    Pattern(
        "P6a", "with a buyer adopters gain 16 to 26 %", "trials of market links",
        "Senik sequence: adopters' gain in pottery income, months 13 to 36 with a buyer",
        lambda of: of.gain(of.sequence, with_buyer=True),
        (0.16, 0.26), (0.10, 0.40),
    ),
    Pattern(
        "P6b", "training alone brings the trained 5 to 10 %", "trials of business training",
        "training and visit alone, no buyer: pottery income of the trained above that of the "
        "untrained, months 13 to 36",
        Histories.gain_of_trained,
        (0.05, 0.10), (0.02, 0.16),
    ),
    Pattern(
        "P7a", "it takes off", "newspaper accounts of 2016 and 2019",
        "Senik sequence: most adopters at one time, share of people", Histories.rise,
        (RISEN / 30, 1.0), (5 / 30, 1.0),
    ),
    Pattern(
        "P7b", "after six years most potters make stoves and plain pots",
        "newspaper accounts of 2016 and 2019",
        "Senik sequence: share of adopters, month 75, where it took off",
        Histories.use_after_rise,
        (0.0, 0.25), (0.0, 0.5),
    ),
    Pattern(
        "P7c", "again: many have given it up", "newspaper accounts of 2016 and 2019",
        "Senik sequence: change from the most adopters to month 75, where it took off",
        Histories.fall_after_rise,
        (-1.0, -0.2), (-1.0, -0.1),
    ),
    Pattern(
        "P7d", "a rise and a fall in one history", "newspaper accounts of 2016 and 2019",
        "Senik sequence: share of runs in which 8 of 30 use it together, a fifth fewer at month "
        "75, and at most a quarter of the potters",
        Histories.rise_and_fall,
        (0.5, 1.0), (0.2, 1.0),
    ),
)  # fmt: skip

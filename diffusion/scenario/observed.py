"""What was observed of the adoption in a community, and in which months."""

import re
from itertools import pairwise
from typing import Annotated, Self

from pydantic import Field, model_validator

from diffusion.scenario.base import Declaration, FileName, mistake
from diffusion.scenario.patterns import YEAR_AND_MONTH


class Observed(Declaration):
    """Periods of a survey, and the file that says who adopted when."""

    periods: tuple[Annotated[str, Field(min_length=1)], ...] = Field(
        strict=False,
        min_length=1,
        description="names of the periods, in order; months as YYYY-MM go on the calendar",
    )
    file: FileName | None = Field(
        default=None,
        description="file in the same folder: artisan, innovation, time, given_up, state",
    )
    innovation: str | None = Field(
        default=None, description="which innovation of the file is the one simulated"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        periods = self.periods
        if twice := next((one for one in periods if periods.count(one) > 1), None):
            raise mistake(expected="each period once", found=f"{twice} more than once")
        if self.are_months and [*periods] != sorted(periods):
            late = next(one for one, after in pairwise(periods) if one > after)
            raise mistake(expected="months in their order", found=f"{late} too early")
        return self

    @property
    def are_months(self) -> bool:
        """Whether the periods are months of the calendar, as YYYY-MM."""
        return all(re.fullmatch(YEAR_AND_MONTH, one) for one in self.periods)

    def period_in(self, month: str) -> int:
        """Find the period in which a month is, from 0: the last one that has begun by then.

        The first where none has, or where periods are no months.
        """
        begun = sum(one <= month for one in self.periods) if self.are_months else 1
        return max(begun, 1) - 1

    def records(self, start: str) -> tuple[int, ...]:
        """Say which record of a simulation is the end of each period that is a month.

        Parameters
        ----------
        start
            First month simulated, as YYYY-MM: its end is record 1. Months before it end at 0 or
            below.
        """
        return tuple(_months(one) - _months(start) + 1 for one in self.periods)


def _months(name: str) -> int:
    year, month = name.split("-")
    return 12 * int(year) + int(month)

"""The calendar of a community: when month 0 is, and which months are wet."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from diffusion.scenario.base import Declaration, mistake
from diffusion.scenario.patterns import YEAR_AND_MONTH


class Calendar(Declaration):
    """When month 0 is, and which months are wet."""

    start: str = Field(pattern=YEAR_AND_MONTH, description="month 0, as YYYY-MM")
    rainy_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=(), strict=False, description="calendar months 1 to 12"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        months = self.rainy_months
        if twice := next((month for month in months if months.count(month) > 1), None):
            raise mistake(expected="each rainy month once", found=f"{twice} more than once")
        return self

    @property
    def first_month(self) -> int:
        """Calendar month of month 0, 1 to 12."""
        return int(self.start.split("-")[1])

    def month_name(self, month: int) -> str:
        """Calendar month of month number `month`, as YYYY-MM."""
        year, passed = int(self.start.split("-")[0]), self.first_month - 1 + month
        return f"{year + passed // 12}-{passed % 12 + 1:02d}"

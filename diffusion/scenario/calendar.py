"""The calendar of a community: when month 0 is, and which months are wet."""

from typing import Annotated

from pydantic import Field

from diffusion.scenario.base import Declaration
from diffusion.scenario.patterns import YEAR_AND_MONTH


class Calendar(Declaration):
    """When month 0 is, and which months are wet."""

    start: str = Field(pattern=YEAR_AND_MONTH, description="month 0, as YYYY-MM")
    rainy_months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = Field(
        default=(), strict=False, description="calendar months 1 to 12"
    )

    @property
    def first_month(self) -> int:
        """Calendar month of month 0, 1 to 12."""
        return int(self.start.split("-")[1])

    def month_name(self, month: int) -> str:
        """Calendar month of month number `month`, as YYYY-MM."""
        year, passed = int(self.start.split("-")[0]), self.first_month - 1 + month
        return f"{year + passed // 12}-{passed % 12 + 1:02d}"

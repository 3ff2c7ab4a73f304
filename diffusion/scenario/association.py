"""The artisans' association, the paguyuban: its rules, and what it would begin with."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from diffusion.scenario.artisans import MOST_ARTISANS
from diffusion.scenario.base import (
    MOST_HOUSEHOLD_RUPIAH,
    Declaration,
    HouseholdRupiah,
    Share,
    mistake,
)


class Association(Declaration):
    """The artisans' association: its rules, and what it would begin with (ODD 7.8 to 7.10)."""

    cohesion: Share = Field(description="at the start")
    administration: Share = Field(description="quality of administration at the start")
    self_reliance: Share = Field(description="at the start")
    minimum_members: Annotated[int, Field(ge=1, le=MOST_ARTISANS)] = Field(
        description="fewest who found it"
    )
    saving: HouseholdRupiah = Field(description="compulsory, rupiah at each meeting")
    arisan: HouseholdRupiah = Field(description="into the pot, rupiah at each meeting")
    cash_to_pay: HouseholdRupiah = Field(
        description="rupiah in hand without which one pays neither"
    )
    interest: Annotated[int, Field(ge=0, le=10_000)] = Field(
        description="of a loan, hundredths of a per cent a month"
    )
    interest_on: Literal["declining", "flat"] = Field(
        description="on what is still owed, or on the loan as it was"
    )
    loan_months: Annotated[int, Field(ge=1, le=1_000)] = Field(description="instalments")
    loan_cap: HouseholdRupiah = Field(description="largest loan, rupiah")
    loan_unit: Annotated[int, Field(ge=1, le=MOST_HOUSEHOLD_RUPIAH)] = Field(
        description="rupiah to whose multiples loans are rounded up"
    )
    write_off_months: Annotated[int, Field(ge=1, le=1_000)] = Field(
        description="instalments missed in a row at which a loan is lost"
    )
    grant_share: Share = Field(description="part of a grant that enters the fund")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.cash_to_pay < self.saving + self.arisan:
            raise mistake(
                expected=f"cash_to_pay of at least saving + arisan, {self.saving + self.arisan:,}",
                found=f"{self.cash_to_pay:,}",
            )
        return self

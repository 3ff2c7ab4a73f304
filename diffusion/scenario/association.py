"""The artisans' association, the paguyuban: its rules, and what it would begin with."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from diffusion.scenario.artisans import MOST_ARTISANS
from diffusion.scenario.base import (
    MOST_HOUSEHOLD_RUPIAH,
    Declaration,
    HouseholdRupiah,
    Month,
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
    grant_waits: bool = Field(
        default=False, description="that part waits where no association is founded yet"
    )
    grant_use: Literal["fund", "moulds"] = Field(
        default="fund", description="what that part is for: to lend, or first a set of moulds"
    )
    mould_set_price: HouseholdRupiah = Field(
        default=0, description="of a set of moulds for all members, rupiah"
    )
    mould_set_months: Month = Field(default=0, description="months until it is worn out")
    mould_set_share: Share = Field(
        default=0.0, description="part of the entry cost that it saves a member"
    )
    lends_after_loss: bool = Field(
        default=True, description="whether one may borrow who has not paid back a lost loan"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.cash_to_pay < self.saving + self.arisan:
            raise mistake(
                expected=f"cash_to_pay of at least saving + arisan, {self.saving + self.arisan:,}",
                found=f"{self.cash_to_pay:,}",
            )
        if 0 < self.loan_cap < self.loan_unit:
            raise mistake(
                expected=f"loan_cap of at least loan_unit, {self.loan_unit:,}, or 0 for no loans",
                found=f"{self.loan_cap:,}",
            )
        if self.grant_use == "moulds" and not self.mould_set_share:
            raise mistake(
                expected="mould_set_share above 0, because grants buy a set of moulds",
                found="0",
            )
        if self.grant_use == "moulds" and not self.mould_set_months:
            raise mistake(
                expected="mould_set_months of 1 or more, because grants buy a set of moulds",
                found=str(self.mould_set_months),
            )
        return self

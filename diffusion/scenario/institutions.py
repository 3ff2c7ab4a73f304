"""Those around the community: offices and leaders, and the outside worker."""

from typing import Annotated

from pydantic import Field

from diffusion.scenario.base import LAST_MONTH, Declaration, Rupiah, Share


class Institutions(Declaration):
    """The offices and leaders around the community (ODD 7.12)."""

    commitment: Share = Field(description="at the start")
    permit_month: Annotated[int, Field(ge=0, le=LAST_MONTH)] = Field(
        description="module permit: no activity before this month"
    )
    concession: Rupiah = Field(description="what a petition may win for the fund, rupiah")
    stall: str = Field(description="channel that a petition may win where there is no fund")


class Facilitator(Declaration):
    """The outside worker who accompanies the community."""

    credibility: Share = Field(description="at the start")
    person_day_price: Rupiah = Field(description="rupiah for one day of work")

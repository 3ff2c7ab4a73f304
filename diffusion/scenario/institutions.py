"""Those around the community: offices and leaders, and the outside worker."""

from typing import Annotated, Literal, get_args

from pydantic import Field

from diffusion.scenario.base import LAST_MONTH, Declaration, Rupiah, Share

type Tier = Literal["village", "sub_district", "regency"]
"""A tier of government."""

TIERS: tuple[Tier, ...] = get_args(Tier.__value__)


class Institutions(Declaration):
    """The offices and leaders around the community (ODD 7.12)."""

    commitment: Share = Field(description="at the start")
    village: Share | None = Field(
        default=None, description="commitment of the village at the start; left out: as all"
    )
    sub_district: Share | None = Field(
        default=None, description="of the sub-district at the start; left out: as all"
    )
    regency: Share | None = Field(
        default=None, description="of the regency at the start; left out: as all"
    )
    team_readiness: Share = Field(
        default=1.0,
        description="of the working team that prepares training and visit, at the start",
    )
    permit_month: Annotated[int, Field(ge=0, le=LAST_MONTH)] = Field(
        description="module permit: no activity before this month"
    )
    concession: Rupiah = Field(description="what a petition may win for the fund, rupiah")
    stall: str = Field(description="channel that a petition may win where there is no fund")

    @property
    def commitments(self) -> tuple[float, float, float]:
        """Commitment at the start of the village, the sub-district and the regency."""
        tiers = (self.village, self.sub_district, self.regency)
        village, sub_district, regency = (
            self.commitment if said is None else said for said in tiers
        )
        return village, sub_district, regency


class Facilitator(Declaration):
    """The outside worker who accompanies the community."""

    credibility: Share = Field(description="at the start")
    person_day_price: Rupiah = Field(description="rupiah for one day of work")

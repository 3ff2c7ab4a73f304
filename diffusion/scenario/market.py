"""What pottery brings: the old kind, the new one, and where it is sold."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from diffusion.scenario.base import Count, Declaration, Probability, mistake
from diffusion.scenario.institutions import Tier

MOST_CHANNELS = 8
"""Most market channels of a community: as many as the kernels' arrays hold; a test compares."""

PieceRupiah = Annotated[int, Field(ge=0, le=1_000_000)]
"""Price or cost of one piece."""


class Pottery(Declaration):
    """What one household makes of one kind of pottery at full capacity."""

    pieces_per_month: Annotated[int, Field(ge=1, le=10_000)]
    price: PieceRupiah = Field(description="rupiah for a piece")
    unit_cost: PieceRupiah = Field(description="rupiah for a piece")


class Innovation(Pottery):
    """The new kind of pottery; without the market module its price holds for every good piece."""

    name: str


class Channel(Declaration):
    """A buyer of accepted pieces (ODD 7.11)."""

    name: str
    open_chance: Probability = Field(description="chance that a broker opens it")
    price: PieceRupiah = Field(description="rupiah for a piece")
    is_trainers: bool = Field(
        default=False, description="of the trainer, who buys the sooner the more have met him"
    )
    promised_by: Tier | None = Field(
        default=None,
        description="tier of government that promises it when it is asked, and may keep its word",
    )
    quota: Count | None = Field(
        default=None, description="pieces a month; left out: foster_quota of the parameter set"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.is_trainers and self.promised_by is not None:
            raise mistake(expected="either is_trainers or promised_by", found="both")
        return self


class Exhibition(Declaration):
    """The yearly exhibition of the regency, a channel of one month (ODD 7.11)."""

    month: Annotated[int, Field(ge=1, le=12)] = Field(description="calendar month")
    quota: Count = Field(description="pieces")
    price_factor: Annotated[float, Field(ge=0, le=100)] = Field(
        description="its price, as a multiple of the innovation's"
    )


class Market(Declaration):
    """Where the new pottery is sold (ODD 7.7 and 7.11)."""

    local_price: PieceRupiah = Field(description="rupiah for a piece")
    local_good_price: PieceRupiah | None = Field(
        default=None,
        description="rupiah for a piece up to standard, sold locally; left out: local_price",
    )
    local_limit: Count = Field(description="pieces a month that one hamlet's surroundings take")
    channel: tuple[Channel, ...] = Field(strict=False, max_length=MOST_CHANNELS)
    exhibition: Exhibition

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.local_good_price is not None and self.local_good_price < self.local_price:
            raise mistake(
                expected=f"local_good_price of at least local_price, {self.local_price}",
                found=str(self.local_good_price),
            )
        names = [channel.name for channel in self.channel]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise mistake(expected="each channel once", found=f"{twice} more than once")
        return self

    @property
    def channels(self) -> tuple[str, ...]:
        """Names of the channels, in their order."""
        return tuple(channel.name for channel in self.channel)

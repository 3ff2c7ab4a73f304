"""Who knows whom: ties drawn by a generator, or listed in a file."""

from typing import Annotated, Literal, Self, cast, get_args

from pydantic import Field, model_validator

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.artisans import MOST_ARTISANS, Scale
from diffusion.scenario.base import Declaration, FileName, Probability, Share, Weight, mistake


class Strength(Declaration):
    """Strengths that a drawn tie may have, and how often each is drawn."""

    values: tuple[Annotated[float, Field(gt=0, le=1)], ...] = Field(strict=False, min_length=1)
    shares: tuple[Share, ...] = Field(strict=False, min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if len(self.values) != len(self.shares) or abs(sum(self.shares) - 1) > 1e-9:
            raise mistake(
                expected="one share for each value, together 1",
                found=f"values {[*self.values]}, shares {[*self.shares]}",
            )
        return self


class _Ties(Declaration):
    strength: Strength


class _WithDegree(_Ties):
    mean_degree: Annotated[float, Field(ge=0, le=MOST_ARTISANS)] = Field(
        description="ties of one artisan, on average"
    )


class _EvenDegree(_Ties):
    mean_degree: Annotated[int, Field(ge=2, le=MOST_ARTISANS, multiple_of=2)] = Field(
        description="ties of one artisan, an even number"
    )


class WattsStrogatz(_EvenDegree):
    """Neighbours on a ring, some ties rewired."""

    generator: Literal["watts_strogatz"]
    rewiring: Probability


class Ring(_EvenDegree):
    """Neighbours on a ring."""

    generator: Literal["ring"]


class ErdosRenyi(_WithDegree):
    """Each pair tied with the same chance."""

    generator: Literal["erdos_renyi"]


class Block(_Ties):
    """Two neighbourhoods, denser within than across."""

    generator: Literal["block"]
    within: Probability
    across: Probability


class BarabasiAlbert(_EvenDegree):
    """Newcomers tie themselves to those who already have many ties."""

    generator: Literal["barabasi_albert"]


class Geometric(_WithDegree):
    """Those who live near each other are tied."""

    generator: Literal["geometric"]


class Complete(_Ties):
    """All are tied to all."""

    generator: Literal["complete"]


class Empty(_Ties):
    """Nobody is tied to anybody."""

    generator: Literal["empty"]


MEANING: dict[Direction, str] = {
    "both": "both ways",
    "alter_to_ego": "one way: who is named influences who names",
    "ego_to_alter": "one way: the first of two influences the second",
}
"""The same in words."""


def direction_of(said: str, *, place: str) -> Direction:
    """Take a direction by its name.

    Raises
    ------
    InputError
        If it is none.
    """
    for known in get_args(Direction):
        if said == known:
            return cast(Direction, known)
    expected = one_of(get_args(Direction), str(said))
    raise InputError(Problem(place, "", expected, as_written(said)))


class TieFile(_Ties):
    """Ties as listed in a file; `strength` is used where the file has no such column."""

    generator: Literal["file"]
    file: FileName = Field(
        description="file in the same folder: ego, alter and perhaps strength, kind, periods"
    )
    scale: Scale | None = Field(
        default=None, description="lowest and highest strength in the file, where not 0 and 1"
    )
    direction: Direction = Field(
        default="both",
        description="which way influence goes along a row: both, alter_to_ego (ego names alter, "
        "who influences ego) or ego_to_alter",
    )
    influence: dict[str, Weight] = Field(
        default_factory=dict,
        description="how much each kind of tie counts, by its name in the column kind; 0 leaves it "
        "out, and a tie without strength has 1",
    )
    directions: dict[str, Direction] = Field(
        default_factory=dict,
        description="the direction of kinds of ties that have another one than the rest",
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        for kind in self.directions:
            if kind not in self.influence:
                expected = "kinds of ties that have an influence"
                raise mistake(expected=expected, found=as_written(kind))
        return self

    def __hash__(self) -> int:
        parts = (self.influence.items(), self.directions.items())
        return hash((self.file, self.scale, self.direction, self.strength, *map(tuple, parts)))

    def direction_of(self, kind: str) -> Direction:
        """Which way influence goes along ties of a kind."""
        return self.directions.get(kind, self.direction)


type Ties = Annotated[
    WattsStrogatz
    | Ring
    | ErdosRenyi
    | Block
    | BarabasiAlbert
    | Geometric
    | Complete
    | Empty
    | TieFile,
    Field(discriminator="generator"),
]

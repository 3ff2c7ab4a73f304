"""Who knows whom: ties drawn by a generator, or listed in a file."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from diffusion.scenario.artisans import MOST_ARTISANS, Scale
from diffusion.scenario.base import Declaration, FileName, Probability, Share, mistake
from diffusion.util.arrays import read_only


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


class TieFile(_Ties):
    """Ties as listed in a file; `strength` is used where the file has no such column."""

    generator: Literal["file"]
    file: FileName = Field(description="file in the same folder: ego, alter and perhaps strength")
    scale: Scale | None = Field(
        default=None, description="lowest and highest strength in the file, where not 0 and 1"
    )


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


@dataclass(frozen=True)
class TieList:
    """The ties of a tie file, each pair once.

    Attributes
    ----------
    pairs : tuple of (int, int)
        Rows of the two artisans, the lower first, in ascending order.
    strengths : tuple of float or None
        Strength of each tie, 0 to 1; None: drawn.
    n_self, n_merged : int
        Rows of the file dropped as ties to oneself, and as repeating an earlier pair.
    named_in : tuple of str
        Columns of the file in which those stand who are named by another.
    unread : tuple of str
        Columns of the file that say nothing here.
    """

    pairs: tuple[tuple[int, int], ...]
    strengths: tuple[float, ...] | None
    n_self: int = 0
    n_merged: int = 0
    named_in: tuple[str, ...] = ("alter",)
    unread: tuple[str, ...] = ()

    @cached_property
    def ends(self) -> NDArray[np.int64]:
        """The pairs as an array [pairs, 2], made once and only read."""
        # Far faster than `np.array`, where there are millions.
        flat = np.fromiter(chain.from_iterable(self.pairs), np.int64, 2 * len(self.pairs))
        return read_only(flat.reshape(-1, 2))

    @cached_property
    def given_strengths(self) -> NDArray[np.float64]:
        """The strengths as an array [pairs], made once and only read; [0] where they are drawn."""
        return read_only(np.array(self.strengths or (), np.float64))

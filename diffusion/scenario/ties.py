"""Who knows whom: ties drawn by a generator, or listed in a file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Annotated, Literal, Self, cast, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.artisans import MOST_ARTISANS, LeftOut, Scale
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


Direction = Literal["both", "alter_to_ego", "ego_to_alter"]
"""Which way influence goes along a row of ego and alter."""

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
    file: FileName = Field(description="file in the same folder: ego, alter and perhaps strength")
    scale: Scale | None = Field(
        default=None, description="lowest and highest strength in the file, where not 0 and 1"
    )
    direction: Direction = Field(
        default="both",
        description="which way influence goes along a row: both, alter_to_ego (ego names alter, "
        "who influences ego) or ego_to_alter",
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
        Places of two artisans in the list of all, in ascending order: the lower first; where ties
        have a direction, first the one who looks at the other and is influenced.
    strengths : tuple of float or None
        Strength of each tie, 0 to 1; None: drawn.
    n_self, n_merged : int
        Rows of the file dropped as ties to oneself, and as repeating an earlier pair.
    named_in : tuple of str
        Columns of the file in which those stand who are named by another.
    unread : tuple of str
        Columns of the file that say nothing here.
    is_directed : bool
        Whether influence goes one way along a pair.
    headings : mapping of str to str
        Headings in other words, and the columns that they mean.
    left_out : tuple of LeftOut
        Lines of the file that are no ties.
    """

    pairs: tuple[tuple[int, int], ...]
    strengths: tuple[float, ...] | None
    n_self: int = 0
    n_merged: int = 0
    named_in: tuple[str, ...] = ("alter",)
    unread: tuple[str, ...] = ()
    is_directed: bool = False
    headings: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @classmethod
    def of(
        cls,
        rows: Iterable[tuple[int, int, float]],
        direction: Direction,
        *,
        has_strengths: bool,
    ) -> Self:
        """Put rows of ego, alter and strength together: each pair once, with the strongest.

        Ties to oneself are left out. Both are counted.
        """
        strongest: dict[tuple[int, int], float] = {}
        n_self = n_merged = 0
        for ego, alter, strength in rows:
            pair = (alter, ego) if direction == "ego_to_alter" else (ego, alter)
            if direction == "both":
                pair = min(ego, alter), max(ego, alter)
            if ego == alter:
                n_self += 1
            elif pair in strongest:
                n_merged += 1
                strongest[pair] = max(strongest[pair], strength)
            else:
                strongest[pair] = strength
        pairs = tuple(sorted(strongest))
        return cls(
            pairs,
            tuple(strongest[pair] for pair in pairs) if has_strengths else None,
            n_self=n_self,
            n_merged=n_merged,
            is_directed=direction != "both",
        )

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

"""Reads a file of claims about programmes."""

from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from diffusion.calibration.plan import found_at
from diffusion.catalogue.arguments import CommunityLike
from diffusion.errors import InputError
from diffusion.readers.model_folder import Folder
from diffusion.scenario.base import Declaration, Share, mistake
from diffusion.util.money import rupiah_of

CLAIMS = "claims.toml"
"""Name of the file of claims that may stand in a model folder."""


def _budget(value: Any) -> Any:
    """Read rupiah as a person writes them."""
    if value is None:
        return None
    try:
        return rupiah_of(value)
    except InputError as error:
        problem = error.problems[0]
        raise mistake(expected=problem.expected, found=problem.found) from None


class Claim(Declaration):
    """One sentence about two programmes, or about what one costs."""

    says: Annotated[str, Field(min_length=1)] = Field(description="the sentence, for people")
    better: str | None = Field(default=None, description="the programme that should be better")
    than: str | None = Field(default=None, description="the other programme")
    by: Annotated[float, Field(ge=0)] = Field(
        default=0.0, description="by how much at least; 0: better at all"
    )
    measure: str = Field(default="adopters", description="of which more is better")
    month: Annotated[int, Field(ge=1, le=1_200)] = 36
    budget: Annotated[int | None, BeforeValidator(_budget)] = Field(
        default=None, description="rupiah for both; left out: as written"
    )
    parameters: tuple[str, ...] = Field(
        default=("default",),
        strict=False,
        description="sets in each of which it must hold; none: at the points alone",
    )
    ensemble: str | None = Field(default=None, description="folder or file of a calibration")
    space: str | None = Field(default=None, description='a file with [space], or "stated"')
    share: Share = Field(default=0.8, description="of the points, in which it must hold")
    costs: Annotated[int | None, BeforeValidator(_budget)] = Field(
        default=None, description="rupiah that the programme costs at most, as written"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.better is None:
            raise mistake(expected="a programme as better", found="none")
        if (self.than is None) == (self.costs is None):
            found = "none" if self.than is None else "both"
            raise mistake(expected="either a programme as than, or costs", found=found)
        if self.ensemble is not None and self.space is not None:
            raise mistake(expected="either an ensemble or a space", found="both")
        if not (self.costs or self.parameters or self.ensemble or self.space):
            expected = "a parameter set, an ensemble or a space in which it must hold"
            raise mistake(expected=expected, found="none")
        return self


class ClaimFile(Declaration):
    """What a file of claims says."""

    title: str = Field(description="one line for people")
    runs: Annotated[int, Field(ge=2, le=100_000)] = 200
    points: Annotated[int, Field(ge=2, le=100_000)] = Field(
        default=64, description="that are spread over a space"
    )
    random_seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1
    claim: tuple[Claim, ...] = Field(strict=False, min_length=1)


def read_claims(community: CommunityLike, path: str | Path) -> tuple[ClaimFile, Path, str]:
    """Read a file of claims, as a path or by its name in the community's folder; its SHA-256 too.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    place = found_at(community, path)
    folder = Folder(place.parent)
    data = folder.toml(place.name)
    found = None if data is None else folder.declared(ClaimFile, place.name, data)
    if found is None or folder.problems:
        raise InputError(folder.problems)
    return found, place, folder.hashes[place.name]

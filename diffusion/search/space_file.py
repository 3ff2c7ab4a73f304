"""What a file of a search says: which activities may be held, how often, when and for whom."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from diffusion.errors import InputError, as_written, one_of
from diffusion.readers.model_folder import Folder
from diffusion.scenario.base import Count, Declaration, Month, mistake
from diffusion.scenario.review import Id
from diffusion.scenario.tactics import TargetRule

type _Dates = Annotated[int, Field(ge=0, le=100)]
type _Interval = Annotated[int, Field(ge=1, le=120)]


class Piece(Declaration):
    """One activity that may be held: it is that of a programme, within bounds."""

    of: str = Field(description="programme, of the model or a file, that has the activity")
    id: Id = Field(description="of the activity there")
    called: Id | None = Field(
        default=None, description="its id in what is found; left out: the same"
    )
    dates: Annotated[tuple[_Dates, _Dates], Field(strict=False)] = Field(
        description="fewest and most; 0: it may be left out"
    )
    first_month: Annotated[tuple[Month, Month], Field(strict=False)] = Field(
        description="earliest and latest of its first date"
    )
    every: Annotated[tuple[_Interval, _Interval], Field(strict=False)] = Field(
        default=(1, 1), description="fewest and most months from one date to the next"
    )
    places: Annotated[tuple[Count, Count], Field(strict=False)] | None = Field(
        default=None, description="fewest and most; left out: as in its programme"
    )
    targets: tuple[TargetRule, ...] = Field(
        default=(), strict=False, description="rules of invitation; left out: as in its programme"
    )
    after: tuple[Id, ...] = Field(
        default=(), strict=False, description="ids of what must be held first, or in its month"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        for key in ("dates", "first_month", "every", "places"):
            ends = getattr(self, key)
            if ends is not None and ends[0] > ends[1]:
                raise mistake(expected=f"{key} from low to high", found=as_written(ends))
        return self

    @property
    def number(self) -> int:
        """Its id in what is found."""
        return self.id if self.called is None else self.called


class SpaceFile(Declaration):
    """The programmes among which is sought."""

    title: str = Field(description="one line for people")
    like: str = Field(
        description="programme whose withdrawal, handover and latest month the found one has"
    )
    # One table [[activity]] of the file each.
    activity: tuple[Piece, ...] = Field(strict=False, min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        numbers = [one.number for one in self.activity]
        if twice := next((one for one in numbers if numbers.count(one) > 1), None):
            raise mistake(
                expected="an id of its own for each activity that may be held (called = ...)",
                found=f"id {twice} more than once",
            )
        for one in self.activity:
            for other in one.after:
                if other not in numbers or other == one.number:
                    known = tuple(str(n) for n in numbers if n != one.number)
                    raise mistake(
                        expected=f"in after of activity {one.number} {one_of(known, str(other))}",
                        found=str(other),
                    )
        return self


def read_space(path: Path) -> SpaceFile:
    """Read a file of a search.

    Raises
    ------
    InputError
        With every mistake in the file.
    """
    folder = Folder(path.parent)
    data = folder.toml(path.name)
    found = None if data is None else folder.declared(SpaceFile, path.name, data)
    if found is None or folder.problems:
        raise InputError(folder.problems)
    return found

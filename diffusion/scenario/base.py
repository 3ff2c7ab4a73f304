"""The common ground of everything a person declares in a file: strict, frozen, finite."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from diffusion.scenario.diagnostics import checked
from diffusion.scenario.patterns import FILE_NAME


class Declaration(BaseModel):
    """A value read from a file: no unknown key, no silent conversion, no change afterwards."""

    # Checks are built with the class, not when they are first needed: threads that need one at once
    # would be checked by those of the parent, which has no keys (pydantic before 2.14).
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)

    # A declaration is one value, not a sequence of fields: tools that sweep over every
    # iterable argument must take it whole.
    __iter__: Any = None

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Copy it, with other values where `update` has them; the whole is checked again.

        Raises
        ------
        InputError
            If a key is not one of its own, or a value may not stand there.
        """
        if not update:
            return super().model_copy(deep=deep)
        given = {name: getattr(self, name) for name in self.model_fields_set}
        copy = checked(type(self), given | dict(update), place=type(self).__name__)
        return copy.model_copy(deep=True) if deep else copy


Share = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""

Probability = Share
"""A chance from 0 to 1."""

Weight = Annotated[float, Field(ge=0, le=100)]
"""A number that is not negative: a weight, a slope, an exponent or a rate."""

Rupiah = Annotated[int, Field(ge=0, le=1_000_000_000_000)]
"""Whole rupiah, not negative."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""A whole number that is not negative."""

LAST_MONTH = 1_200
"""Largest month number a file may name: a hundred years."""

Month = Annotated[int, Field(ge=0, le=LAST_MONTH)]
"""Months since the start of the calendar; the first month is 0."""

MOST_HOUSEHOLD_RUPIAH = 10_000_000_000
"""Most money of one household that is read or drawn; ten billion rupiah."""

# With these bounds, and that of the ensembles on artisans times months, no sum over all artisans
# and months leaves what an int64 holds.
HouseholdRupiah = Annotated[int, Field(ge=0, le=MOST_HOUSEHOLD_RUPIAH)]
"""What one household has, or earns in a month."""

FileName = Annotated[str, Field(pattern=FILE_NAME)]
"""A file in the same folder."""


def mistake(*, expected: str, found: str) -> PydanticCustomError:
    """Make the error a declaration raises when its values do not go together."""
    return PydanticCustomError("mistake", "{expected}", {"expected": expected, "found": found})

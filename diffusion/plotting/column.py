"""Gives the width of a figure in columns of a journal."""

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.plotting.style import ONE_COLUMN, TWO_COLUMNS


def width_of(column: str, *, place: str = "column") -> float:
    """Give the inches of a figure of one column or of two.

    Raises
    ------
    InputError
        If it is neither.
    """
    widths = {"one": ONE_COLUMN, "two": TWO_COLUMNS}
    if column not in widths:
        raise InputError(Problem(place, "", one_of([*widths], column), as_written(column)))
    return widths[column]

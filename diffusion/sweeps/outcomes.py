"""Chooses the outcomes of a sweep of which figures are drawn and indices computed."""

from collections.abc import Sequence

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.sweeps.design import Design

MAIN = "adopters"
"""Outcome that is shown where none is asked for, if the design has it."""


def outcomes_shown(
    design: Design, columns: Sequence[str], asked: Sequence[str] = (), *, place: str = "outcome"
) -> tuple[str, ...]:
    """Choose columns of outcomes: those asked for, or else the adopters at the end.

    Parameters
    ----------
    design
    columns
        Of all outcomes of the sweep.
    asked
        Columns, or outcomes of the design, which stand for their last record. None: the adopters
        at the last record or, in a design without them, its first outcome there.
    place
        What a message names.

    Raises
    ------
    InputError
        If something asked for is not in the sweep.
    """
    last = max(design.records)
    if not asked:
        main = MAIN if MAIN in design.outcomes else design.outcomes[0]
        return outcomes_shown(design, columns, [main])
    shown = []
    for name in asked:
        found = next((one for one in (name, f"{name}_{last}") if one in columns), None)
        if found is None:
            raise InputError(Problem(place, "", one_of(columns, name), as_written(name)))
        shown.append(found)
    return tuple(dict.fromkeys(shown))

"""Says before a long simulation how long it may take, and what makes it shorter."""

import typer

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import note

A_MINUTE = 200_000_000
"""Months of single artisans that a processor lives in about a minute (benchmarks/scale.py)."""

MOST_MINUTES = 3
"""Minutes of one processor that the usual number of runs may take without being asked for."""


def has_asked(context: typer.Context, option: str) -> bool:
    """Tell whether a person has given an option, and not left it as it is."""
    source = context.get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


def tell_if_long(
    say: Words,
    n_artisans: int,
    n_programmes: int,
    *,
    runs: int,
    months: int,
    is_asked: bool,
) -> None:
    """Say so on standard error where one processor would need more than a minute.

    Raises
    ------
    InputError
        If it would need more than `MOST_MINUTES`, and nobody has asked for so many runs.
    """
    work = n_artisans * n_programmes * runs * months
    if work > MOST_MINUTES * A_MINUTE and not is_asked:
        expected = "a number that you choose, for the community is large (try 10 first)"
        minutes = f"{work / A_MINUTE:.0f}"
        found = f"{runs} by itself, which is {minutes} minutes of one processor"
        raise InputError(Problem("--runs", "", expected, found))
    if work > A_MINUTE:
        text = say(
            "line.long", million=say.number(work / 1e6, 0), minutes=say.number(work / A_MINUTE, 0)
        )
        note(text)

"""Says before a long simulation how long it may take, and what makes it shorter."""

import typer

from diffusion.errors import InputError, Problem
from diffusion.i18n.words import Words
from diffusion.reporting.terminal import note

A_MINUTE = 200_000_000
"""Months of single artisans that a processor lives in about a minute (benchmarks/scale.py)."""

MOST_MINUTES = 3
"""Minutes of one processor that the usual number of runs may take without being asked for."""

LARGE = 20_000
"""From so many artisans on a community is large: none of its runs is a matter of milliseconds."""

FEWEST, SECONDS = 10, 20
"""So few runs of a large community may take so many seconds of one processor."""


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
        If it would need more than `MOST_MINUTES`, and nobody has asked for so many runs; or if
        the community is so large that even `FEWEST` runs need more than `SECONDS`.
    """
    work = n_artisans * n_programmes * runs * months
    # How many runs take no longer than so many seconds.
    most = SECONDS * A_MINUTE // 60 // (n_artisans * n_programmes * months)
    if n_artisans > LARGE and most < min(runs, FEWEST):
        _refuse_large(most, runs=runs, seconds=work * 60 / A_MINUTE)
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


def _refuse_large(most: int, *, runs: int, seconds: float) -> None:
    """Refuse a community of which even a few runs take long; `most` of them do not."""
    expected = (
        "fewer programmes or months for so large a community (in Python diffusion.simulate and "
        "diffusion.compare have no such limit)"
    )
    if most > 0:
        expected = f"at most {most}, or {expected}"
    found = f"{runs}, which is {seconds:,.0f} seconds of one processor"
    raise InputError(Problem("--runs", "", expected, found))

"""Finds the community and the programmes that a caller names, and scales them to a budget."""

from collections.abc import Iterable
from pathlib import Path

from diffusion.catalogue.load import load, programme_of
from diffusion.errors import InputError, Problem
from diffusion.scenario.budget import scale_for
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme

type CommunityLike = Community | str | Path
"""A community, its name, or the path of its folder."""

type ProgrammeLike = Programme | str | Path
"""A programme, its name in the community's folder, or the path of its file."""


def community_of(community: CommunityLike) -> Community:
    """Find a community by its name or folder, or take it as it is.

    Raises
    ------
    InputError
        As `diffusion.load`.
    """
    return community if isinstance(community, Community) else load(community)


def is_one(programmes: ProgrammeLike | Iterable[ProgrammeLike]) -> bool:
    """Whether one programme is meant: a name is one word, not a list of letters."""
    return isinstance(programmes, Programme | str | Path)


def as_many(programmes: ProgrammeLike | Iterable[ProgrammeLike]) -> tuple[ProgrammeLike, ...]:
    """Take one programme as a list of one, and a list as it is."""
    if isinstance(programmes, Programme | str | Path):
        return (programmes,)
    return tuple(programmes)


def programmes_of(
    community: Community,
    programmes: Iterable[ProgrammeLike],
    *,
    budget: int | None = None,
    with_facilitator: bool = True,
    place: str = "budget",
) -> tuple[Programme, ...]:
    """Find programmes and, if a budget is given, scale each to it.

    Parameters
    ----------
    community, programmes
    budget : int or None
        Rupiah to which each programme is scaled; None takes it as written.
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.
    place : str
        What an error names as the place of the budget.

    Raises
    ------
    InputError
        As `programme_of`; and if not even the smallest form of one can be paid for.
    """
    found = tuple(programme_of(community, programme) for programme in programmes)
    if budget is None:
        return found
    fits = [
        scale_for(community, programme, budget, with_facilitator=with_facilitator)
        for programme in found
    ]
    problems = [
        Problem(
            place,
            "",
            f"at least {fit.cost:,} rupiah for {fit.programme.name}",
            f"{budget:,}",
        )
        for fit in fits
        if not fit.is_possible
    ]
    if problems:
        raise InputError(problems)
    return tuple(fit.programme for fit in fits)

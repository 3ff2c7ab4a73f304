"""Finds the community and the programmes that a caller names, and scales them to a budget."""

from collections.abc import Iterable
from pathlib import Path

from diffusion.catalogue.load import load, programme_of
from diffusion.errors import InputError, Problem
from diffusion.scenario.budget import scale_for
from diffusion.scenario.budget_fit import BudgetFit, way_said
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.util.formats import rupiah
from diffusion.util.money import Sum, in_millions, rupiah_of

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


def scale_to_budget(
    community: CommunityLike,
    programme: ProgrammeLike,
    budget: Sum,
    *,
    with_facilitator: bool = True,
) -> BudgetFit:
    """Scale a programme to a budget, at the prices and in the hamlets of a community.

    Takes the largest factor whose price is within the budget, and then adds, in ascending id and
    in repeated passes, single dates and after them single paid places, while they fit. The rule
    is that of `diffusion.scenario.budget`.

    Parameters
    ----------
    community, programme
        Objects, names or files.
    budget : int or str
        Rupiah, such as 8_000_000 or "8 juta".
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.

    Raises
    ------
    InputError
        If there is no such community or programme, or the budget is no sum of money.
    """
    known = community_of(community)
    return scale_for(
        known,
        programme_of(known, programme),
        rupiah_of(budget),
        with_facilitator=with_facilitator,
    )


def programmes_of(
    community: Community,
    programmes: Iterable[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    place: str = "budget",
) -> tuple[Programme, ...]:
    """Find programmes and, if a budget is given, scale each to it.

    Parameters
    ----------
    community, programmes
    budget : int, str or None
        Rupiah to which each programme is scaled, such as "8 juta"; None takes it as written.
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.
    place : str
        What an error names as the place of the budget.

    Raises
    ------
    InputError
        As `programme_of`; if the budget is no sum of money; and if not even the smallest form of
        one can be paid for.
    """
    found = tuple(programme_of(community, programme) for programme in programmes)
    if budget is None:
        return found
    fits = [
        scale_to_budget(
            community, programme, rupiah_of(budget, place=place), with_facilitator=with_facilitator
        )
        for programme in found
    ]
    problems = [
        Problem(
            place,
            "",
            f"at least {rupiah(fit.cost)} for {fit.programme.name}{way_said(fit)}",
            rupiah(fit.budget) + in_millions(fit.budget, fit.cost),
        )
        for fit in fits
        if not fit.is_possible
    ]
    if problems:
        raise InputError(problems)
    return tuple(fit.programme for fit in fits)

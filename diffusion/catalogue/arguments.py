"""Finds the community and the programmes that a caller names, and scales them to a budget."""

from collections.abc import Iterable
from pathlib import Path

from diffusion.catalogue.load import load, programme_of
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.budget import scale_for
from diffusion.scenario.budget_fit import BudgetFit, way_said
from diffusion.scenario.community import Community
from diffusion.scenario.programme import Programme
from diffusion.scenario.tactics import PARTS, Part
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
    budget_of: str | None = None,
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
    budget_of : str or None
        One kind of work ("community", "outside") or family ("campaign", "collaboration",
        "contest", "planning") that the budget pays for and that is scaled; the rest stays as it
        is and costs what it costs.

    Raises
    ------
    InputError
        If there is no such community or programme, the budget is no sum of money, or the
        programme has nothing of such a kind.
    """
    known = community_of(community)
    found = programme_of(known, programme)
    return scale_for(
        known,
        found,
        rupiah_of(budget),
        with_facilitator=with_facilitator,
        budget_of=part_of(found, budget_of),
    )


def part_of(programme: Programme, asked: str | None, *, place: str = "budget_of") -> Part | None:
    """Find the kind of work or family that is meant, of which a programme has something.

    Raises
    ------
    InputError
        If there is no such kind or family, or nothing of it in the programme.
    """
    if asked is None:
        return None
    there = [part for part in PARTS if programme.of(part)]
    if asked not in PARTS:
        raise InputError(Problem(place, "", one_of(PARTS, asked), as_written(asked)))
    if asked not in there:
        of_it = (
            f"a kind of work or a family that {programme.name} has: {', '.join(there) or 'none'}"
        )
        raise InputError(Problem(place, "", of_it, asked))
    return next(part for part in PARTS if part == asked)


def programmes_of(
    community: Community,
    programmes: Iterable[ProgrammeLike],
    *,
    budget: Sum | None = None,
    with_facilitator: bool = True,
    budget_of: str | None = None,
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
    budget_of : str or None
        The part that it pays for; see `scale_to_budget`.
    place : str
        What an error names as the place of the budget.

    Raises
    ------
    InputError
        As `programme_of`; if the budget is no sum of money; and if not even the smallest form of
        one can be paid for.
    """
    found = tuple(programme_of(community, programme) for programme in programmes)
    place_of = f"{place}-of" if place.startswith("--") else f"{place}_of"
    if budget is None:
        if budget_of is not None:
            raise InputError(Problem(place_of, "", f"{place} beside it", budget_of))
        return found
    fits = [
        scale_for(
            community,
            programme,
            rupiah_of(budget, place=place),
            with_facilitator=with_facilitator,
            budget_of=part_of(programme, budget_of, place=place_of),
        )
        for programme in found
    ]
    problems = [
        Problem(
            place,
            "",
            f"at least {rupiah(fit.cost)} for {_meant(fit)}{way_said(fit)}",
            rupiah(fit.budget) + in_millions(fit.budget, fit.cost),
        )
        for fit in fits
        if not fit.is_possible
    ]
    if problems:
        raise InputError(problems)
    return tuple(fit.programme for fit in fits)


def _meant(fit: BudgetFit) -> str:
    """Name a programme, or the part of it that a budget pays for."""
    name = fit.programme.name
    return name if fit.budget_of is None else f"the part {fit.budget_of} of {name}"

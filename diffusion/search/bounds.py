"""Reads a space with a community, or makes one of the community's activities and programmes."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from diffusion.catalogue.load import programme_of
from diffusion.comparison.strategies import DEFAULT_REFERENCE
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.scenario.activity import Activity
from diffusion.scenario.budget import scale_for
from diffusion.scenario.community import Community
from diffusion.scenario.contradictions import INVITES_AFTER
from diffusion.scenario.programme import Programme
from diffusion.scenario.review import decided
from diffusion.scenario.tactics import TACTICS, TacticName
from diffusion.search.pieces import Option
from diffusion.search.space import Space
from diffusion.search.space_file import Piece, SpaceFile

_OPEN_TARGETS = ("random", "volunteers", "poorest", "highest_degree")
"""Rules of invitation that may stand in place of each other."""

_LATEST_FIRST = 11
_LONGEST_INTERVAL = 3
_FEW_DATES = 4


def default_space(community: Community, *, n_months: int) -> SpaceFile:
    """Make a space of the activities of a community's programmes.

    Each may be held or not; as often as in any of its programmes, or four times; from any month
    of the first year on. What costs money by the place may have as many as can be filled. Reviews
    and what they decide about are left out.

    Raises
    ------
    InputError
        If there is no activity.
    """
    base = _base(community)
    last = _last(base, n_months)
    pieces = dict(_pieces(community, base, last))
    if not pieces:
        expected = "a programme with an activity, of which a space can be made"
        raise InputError(Problem("programmes", "", expected, "none"))
    first: dict[TacticName, int] = {}
    for number, (_, one) in pieces.items():
        first.setdefault(one.tactic, number)
    made = []
    for number, (piece, one) in pieces.items():
        needed = INVITES_AFTER.get(one.target) if isinstance(one.target, str) else None
        if needed is not None and needed not in first:
            continue  # it would invite nobody
        after = () if needed is None or first[needed] == number else (first[needed],)
        made.append(piece.model_copy(update={"after": after}))
    return SpaceFile(
        title=f"What may be held in {community.name}", like=base.name, activity=tuple(made)
    )


def _base(community: Community) -> Programme:
    """Find the programme of which a space is made first: the reference, or the largest."""
    programmes = community.programmes
    if DEFAULT_REFERENCE in programmes:
        return programmes[DEFAULT_REFERENCE]
    if not programmes:
        expected = "a programme in the folder programmes, of which a space can be made"
        raise InputError(Problem(community.name, "", expected, "none"))
    return max(programmes.values(), key=lambda one: len(one.activity))


def _pieces(
    community: Community, base: Programme, last: int
) -> Iterator[tuple[int, tuple[Piece, Activity]]]:
    """Give each activity of the programmes once, those of the base first."""
    known: dict[tuple[int, str], int] = {}
    others = [one for one in community.programmes.values() if one.name != base.name]
    most: dict[tuple[int, str], int] = {}
    for programme in (base, *others):
        for one in programme.activity:
            most[one.id, one.tactic] = max(most.get((one.id, one.tactic), 0), one.n_dates)
    for programme in (base, *others):
        reviewed = decided(programme.activity)
        for one in programme.activity:
            key = one.id, one.tactic
            if key in known or one.tactic == "review" or one.id in reviewed:
                continue
            taken = set(known.values())
            number = one.id if one.id not in taken else max(taken | {one.id}) + 1
            known[key] = number
            yield number, (_piece(programme, one, number, most[key], last, community), one)


def _piece(
    programme: Programme, one: Activity, number: int, n_most: int, last: int, community: Community
) -> Piece:
    is_gate = TACTICS[one.tactic].is_gate
    n_dates = 1 if is_gate else max(n_most, _FEW_DATES)
    places, is_limited = None, one.places is not None and one.target in _OPEN_TARGETS
    if one.cost_of_place and one.places:
        places = one.minimum_places, max(community.seats.most(one))
    targets = dict.fromkeys((one.target, *_OPEN_TARGETS)) if is_limited else ()
    return Piece.model_validate(
        {
            "of": programme.name,
            "id": one.id,
            "called": None if number == one.id else number,
            "dates": (0, n_dates),
            "first_month": (0, min(_LATEST_FIRST, last)),
            "every": (1, 1 if n_dates == 1 else _LONGEST_INTERVAL),
            "places": places,
            "targets": tuple(targets),
        }
    )


def _last(base: Programme, n_months: int) -> int:
    """Last month of the base, or of the runs."""
    latest = base.latest_month
    return min(base.last_month if latest is None else latest, n_months - 1)


def space_of(
    file: SpaceFile,
    community: Community,
    budget: int,
    *,
    n_months: int,
    with_facilitator: bool = True,
    place: str = "space",
    folder: Path | None = None,
) -> Space:
    """Put a space together with its community.

    Parameters
    ----------
    file, community
    budget : int
        Rupiah.
    n_months : int
        Months of a run, after which nothing is held.
    with_facilitator : bool
        Whether the budget pays for the organisation's person-days too.
    place : str
        Name of the file, for messages.
    folder : Path or None
        Where files of programmes are that it names.

    Raises
    ------
    InputError
        If a programme or an activity is not there, or reviews decide about it; if bounds leave
        nothing; or as `Space.check`.
    """
    problems: list[Problem] = []
    like = _named(file.like, "like", community, place, folder, problems)
    last = n_months - 1 if like is None else _last(like, n_months)
    options = []
    for number, piece in enumerate(file.activity, start=1):
        key = f"activity[{number}]"
        programme = _named(piece.of, f"{key}.of", community, place, folder, problems)
        found = None if programme is None else _activity(programme, piece, key, place, problems)
        if found is not None:
            day_price = community.file.facilitator.person_day_price if with_facilitator else 0
            option = _option(piece, found, community, last, day_price)
            if not any(option.forms()):
                expected = f"bounds with a date until month {last}, the last that there may be"
                problems.append(Problem(place, key, expected, "none"))
            options.append(option)
    if problems or like is None:
        raise InputError(problems)
    space = Space(community, like, tuple(options), budget)
    space.check()
    return space


def _named(
    name: str,
    key: str,
    community: Community,
    place: str,
    folder: Path | None,
    problems: list[Problem],
) -> Programme | None:
    """Find a programme by its name or its file; note the mistake if there is none."""
    is_file = name.endswith(".toml") and folder is not None
    try:
        return programme_of(community, folder / name if is_file and folder else name)
    except InputError as error:
        problems += [Problem(place, key, one.expected, one.found) for one in error.problems]
        return None


def _activity(
    programme: Programme, piece: Piece, key: str, place: str, problems: list[Problem]
) -> Activity | None:
    by_id = {one.id: one for one in programme.activity}
    one = by_id.get(piece.id)
    if one is None:
        known = one_of(tuple(map(str, by_id)), str(piece.id))
        expected = f"the id of an activity of {programme.name}, {known}"
        problems.append(Problem(place, f"{key}.id", expected, str(piece.id)))
        return None
    if one.tactic == "review" or one.id in decided(programme.activity):
        expected = "an activity about which no review decides"
        problems.append(Problem(place, f"{key}.id", expected, f"{one.id}, {one.tactic}"))
        return None
    if piece.places is not None and (not one.places or not piece.places[0]):
        expected = "places only of an activity that has some, and at least 1"
        problems.append(Problem(place, f"{key}.places", expected, as_written(piece.places)))
        return None
    return one


def _option(piece: Piece, one: Activity, community: Community, last: int, day_price: int) -> Option:
    places: tuple[int | None, ...] = (one.places,)
    if piece.places is not None:
        places = tuple(range(piece.places[0], piece.places[1] + 1))
    return Option(
        activity=one.model_copy(update={"id": piece.number}),
        dates=_span(piece.dates),
        first_month=_span(piece.first_month),
        every=_span(piece.every),
        places=places,
        targets=piece.targets or (one.target,),
        after=piece.after,
        last=last,
        seats=community.seats,
        day_price=day_price,
    )


def _span(ends: tuple[int, int]) -> tuple[int, ...]:
    return tuple(range(ends[0], ends[1] + 1))


def hand_made(space: Space, *, with_facilitator: bool = True) -> Mapping[str, Programme]:
    """Scale the community's own programmes to the budget; those that are possible and do a thing.

    Returns
    -------
    mapping of str to Programme
        By name.
    """
    found = {}
    for name, one in space.community.programmes.items():
        fit = scale_for(space.community, one, space.budget, with_facilitator=with_facilitator)
        if fit.is_possible and fit.programme.activity:
            found[name] = fit.programme
    return found

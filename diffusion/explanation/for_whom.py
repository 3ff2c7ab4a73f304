"""What a programme did for whom: adopters in groups of artisans, with it and without it."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from diffusion.comparison.equity import (
    ROSTER,
    SELECTION,
    Group,
    adoption_by_group,
    groups_of,
)
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.results.outcome import Outcome
from diffusion.scenario.community import Community
from diffusion.scenario.groups import HAMLET, NOT_KNOWN, Grouping
from diffusion.statistics.intervals import intervals_by_family
from diffusion.util.arrays import read_only

MOST_WORDS = 6
"""A column of more different numbers than so many is divided into quarters."""

_SPAN = "{low:,g} to {high:,g}"

type Reals = NDArray[np.float64]


def quarters(name: str, values: Sequence[float]) -> Grouping:
    """Group artisans by a number into four parts, as equal as ties allow; NaN is not known.

    Parameters
    ----------
    name
        Heading of the column.
    values : float [N]
    """
    numbers = np.asarray(values, np.float64)
    is_known = ~np.isnan(numbers)
    known = np.sort(numbers[is_known])
    ends = sorted({float(known[-(-len(known) * part // 4) - 1]) for part in range(1, 5)})
    member = np.searchsorted(ends, np.where(is_known, numbers, ends[0]))
    names = []
    for place in range(len(ends)):
        inside = numbers[is_known & (member == place)]
        names.append(_SPAN.format(low=inside.min(), high=inside.max()))
    if not is_known.all():
        names.append(NOT_KNOWN)
        member = np.where(is_known, member, len(ends))
    return Grouping(name, tuple(names), read_only(member.astype(np.int64)))


def columns_asked(
    community: Community, names: Collection[str], *, place: str = "by"
) -> tuple[Community, tuple[Grouping, ...]]:
    """Find the columns of the people's file that artisans are divided by.

    Parameters
    ----------
    community
    names
        Headings; capitals do not matter. A column of many numbers is divided into quarters.
    place
        What an error names as their place.

    Returns
    -------
    Community
        Whose groups are shown: those with few words.
    tuple of Grouping
        Quarters of the others.

    Raises
    ------
    InputError
        With every name that is none, and the nearest one; and columns of many words.
    """
    numeric = _numbers_of(community)
    of_words, of_numbers, problems = [], [], []
    known = [*dict.fromkeys((*community.groups, *numeric, "poor"))]
    called = {one.casefold(): one for one in known}
    for name in names:
        heading = called.get(name.strip().casefold())
        if heading in numeric:
            of_numbers.append(quarters(heading, numeric[heading]))
        elif heading is None and (community.roster is not None and not _is_meant(community, name)):
            problems.append(Problem(place, "", one_of(known, name), as_written(name)))
        else:
            of_words.append(name)
    if problems:
        raise InputError(problems)
    return community.with_groups(of_words, place=place), tuple(dict.fromkeys(of_numbers))


def _is_meant(community: Community, name: str) -> bool:
    """Whether a name stands for hamlets or the poor, as one of the languages prints them."""
    try:
        community.with_groups([name])
    except InputError:
        return False
    return True


def _numbers_of(community: Community) -> dict[str, Sequence[float]]:
    """Columns of the people's file with many different numbers, by heading."""
    roster = community.roster
    if roster is None:
        return {}
    found: dict[str, Sequence[float]] = {
        name: column
        for name, column in roster.columns.items()
        if name not in (HAMLET, "poor") and len(set(column)) > 1
    }
    for name, cells in roster.groups.items():
        numbers = _as_numbers(cells)
        if numbers is not None and len(set(cells) - {""}) > MOST_WORDS:
            found[name] = numbers
    return found


def _as_numbers(cells: Sequence[str]) -> list[float] | None:
    try:
        return [float(cell.replace(",", ".")) if cell else float("nan") for cell in cells]
    except ValueError:
        return None


class _Side(NamedTuple):
    """A group of artisans, and those whom its gain is compared with, if it is."""

    trait: str
    name: str
    basis: str
    is_in: NDArray[np.bool_]
    is_other: NDArray[np.bool_] | None


def whom_rows(
    programme: Outcome,
    nothing: Outcome,
    community: Community,
    further: Sequence[Grouping] = (),
    *,
    random_seed: int,
) -> list[dict[str, Any]]:
    """Compare adopters at the end with a programme and without it: one row a group.

    Parameters
    ----------
    programme, nothing
        Under the same luck, with their artisans.
    community
    further
        Groupings beside those that the community shows.
    random_seed
        Of the bootstrap samples. Intervals of the gains hold for all groups at once, and so do
        those of the additional adopters, and of the gaps.
    """
    assert programme.artisans is not None
    assert nothing.artisans is not None
    sides = [*_sides(community, programme, further)]
    shares = [
        np.column_stack([adoption_by_group(artisans, side.is_in) for side in sides])
        for artisans in (programme.artisans, nothing.artisans)
    ]
    sizes = np.column_stack([side.is_in.sum(axis=1) for side in sides]).astype(np.float64)
    gain = shares[0] - shares[1]
    more = np.nan_to_num(gain) * sizes
    gaps = np.full(gain.shape, np.nan)
    for place, side in enumerate(sides):
        if side.is_other is not None:
            others = [
                adoption_by_group(artisans, side.is_other)
                for artisans in (programme.artisans, nothing.artisans)
            ]
            gaps[:, place] = gain[:, place] - (others[0] - others[1])
    found = intervals_by_family([gain, more, gaps], random_seed=random_seed)
    rows = []
    for place, side in enumerate(sides):
        is_known = ~np.isnan(gain[:, place])
        row: dict[str, Any] = {
            "trait": side.trait,
            "group": side.name,
            "basis": side.basis,
            "n_group": float(sizes[:, place].mean()),
            "share": _mean(shares[0][is_known, place]),
            "share_nothing": _mean(shares[1][is_known, place]),
        }
        for name, family in zip(("gain", "more", "gap"), found, strict=True):
            row[name] = float(family.mean[place])
            row[f"{name}_low"] = float(family.low[place])
            row[f"{name}_high"] = float(family.high[place])
        rows.append(row | {"n_runs": int(is_known.sum())})
    return rows


def _mean(values: Reals) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _sides(
    community: Community, programme: Outcome, further: Sequence[Grouping]
) -> Iterator[_Side]:
    assert programme.artisans is not None
    shape = programme.artisans.is_poor.shape
    groups = [one for one in groups_of(community, programme.artisans) if one.basis != SELECTION]
    for grouping in further:
        for value in grouping.values:
            is_in = np.broadcast_to(grouping.is_in(value), shape)
            groups.append(Group(grouping.name, value, "", ROSTER, is_in, ~is_in))
    n_of = Counter(one.trait for one in groups)
    for one in groups:
        yield _Side(one.trait, one.name, one.basis, one.is_in, one.is_other)
        if n_of[one.trait] == 1:
            yield _Side(one.trait, one.others, one.basis, one.is_other, None)

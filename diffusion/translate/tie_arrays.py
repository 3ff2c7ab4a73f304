"""Checks ties that are given as arrays, and puts them into rows; all in vectors."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.data.ties import Direction
from diffusion.errors import InputError, Problem
from diffusion.kernels import networks
from diffusion.kernels.arrays import Counts, Rows
from diffusion.scenario.artisans import MOST_ARTISANS
from diffusion.scenario.tie_list import WHOLE, TieList
from diffusion.util.arrays import read_only

MOST_ENDS = 2**32 - 1
"""Ends of ties that rows may hold."""


@dataclass(frozen=True, slots=True)
class Given:
    """Arrays as a person has given them, under the names by which a message calls them.

    Attributes
    ----------
    place : str
        What is called the place of a mistake.
    names : tuple of str
        Names of the two arrays, and of the strengths.
    """

    place: str
    names: tuple[str, str, str]

    def problem(self, which: int, row: int | None, expected: str, found: object) -> InputError:
        """Say what is wrong in one of the arrays; `row` None: with all of it."""
        name = self.names[which]
        key = name if row is None else f"{name}[{row:,}]"
        return InputError(Problem(self.place, key, expected, str(found)))


ENDS = Given("ends", ("ego", "alter", "strength"))
ROWS = Given("rows", ("indptr", "indices", "strength"))


def ties_of_ends(
    first: ArrayLike,
    second: ArrayLike,
    strength: ArrayLike | None = None,
    *,
    direction: Direction,
    n_artisans: int | None = None,
    given: Given = ENDS,
) -> TieList:
    """List ties that are given by both their ends.

    Parameters
    ----------
    first, second : int [n_ties]
        Rows of the artisans, from 0. Each tie stands once; with a direction once in each.
    strength : float [n_ties], optional
        Above 0, at most 1; every tie has the strength 1 if left out.
    direction
        What it means that `first` stands before `second`.
    n_artisans
        Artisans; as many as are named if left out.
    given
        How messages call the arrays.

    Raises
    ------
    InputError
        Naming the array and the place in it.
    """
    ends = [_whole(array, given, which) for which, array in enumerate((first, second))]
    if len(ends[0]) != len(ends[1]):
        expected = f"as many as {given.names[0]} has, {len(ends[0]):,}"
        raise given.problem(1, None, expected, f"{len(ends[1]):,}")
    n_named = max((int(array.max()) + 1 for array in ends if len(array)), default=0)
    n_all = _n_artisans(n_named if n_artisans is None else n_artisans, given)
    for which, array in enumerate(ends):
        _check_rows_of(array, n_all, given, which)
    _check_ends(2 * len(ends[0]), given)
    known = _strengths(strength, len(ends[0]), given)
    one, other = (array.astype(np.uint32) for array in ends)
    if (is_self := one == other).any():
        row = int(is_self.argmax())
        raise given.problem(1, row, "another artisan than the ego", f"{other[row]:,}, itself")
    if direction != "both":
        return _directed(one, other, known, direction, n_all, given)
    start, alter = np.empty(n_all + 1, np.uint32), np.empty(2 * len(one), np.uint32)
    strengths = np.empty(2 * len(known), np.int32)
    mixed = np.empty_like(alter), np.empty_like(strengths)
    networks.rows_of_ends(one, other, known, start, *mixed, alter, strengths)
    what, ego, twice = networks.check_rows(start, alter, strengths)
    if what != networks.FINE:
        raise _twice(one, other, (ego, twice), given, is_directed=False)
    return _tie_list(start, alter, strengths)


def ties_of_rows(
    start: ArrayLike,
    alter: ArrayLike,
    strength: ArrayLike | None = None,
    *,
    direction: Direction | None,
    given: Given = ROWS,
) -> TieList:
    """List ties that are given as compressed sparse rows.

    Parameters
    ----------
    start : int [N + 1]
        The row of `ego` is `alter[start[ego]:start[ego + 1]]`.
    alter : int [n]
        Rows of the artisans who stand there, from 0, in any order, each once. Ties without a
        direction stand in the rows of both their ends. Numbers of 32 bits in ascending rows are
        not copied.
    strength : float [n], optional
        Above 0, at most 1; every tie has the strength 1 if left out.
    direction
        What it means that an alter stands in the row of an ego; None: both ways.
    given
        How messages call the arrays.

    Raises
    ------
    InputError
        Naming the array and the place in it, or the tie.
    """
    bounds, others = _whole(start, given, 0), _whole(alter, given, 1)
    n_all = _n_artisans(len(bounds) - 1, given)
    if bounds[0] != 0 or bounds[-1] != len(others):
        expected = f"from 0 to {len(others):,}, the length of {given.names[1]}"
        raise given.problem(0, None, expected, f"from {bounds[0]:,} to {bounds[-1]:,}")
    if (is_less := bounds[1:] < bounds[:-1]).any():
        row = int(is_less.argmax()) + 1
        raise given.problem(0, row, f"at least {bounds[row - 1]:,}", f"{bounds[row]:,}")
    _check_rows_of(others, n_all, given, 1)
    _check_ends(len(others), given)
    known = _strengths(strength, len(others), given)
    rows, entries = bounds.astype(np.uint32), _shared(others)
    if direction not in (None, "both"):
        egos = np.repeat(np.arange(n_all, dtype=np.uint32), np.diff(bounds))
        return _directed(egos, entries, known, direction, n_all, given)
    found = networks.check_rows(rows, entries, known)
    if found[0] in (networks.UNSORTED, networks.ONE_WAY):  # a tie is sought in ascending rows
        entries, known = _sorted_rows(rows, entries, known)
        found = networks.check_rows(rows, entries, known)
    if found[0] != networks.FINE:
        raise InputError(Problem(given.place, "", *_wrong_tie(*found, given=given)))
    return _tie_list(rows, entries, known)


def _shared(others: NDArray[Any]) -> Rows:
    """Take rows of artisans without a copy, where numbers have 32 bits each."""
    if others.dtype.itemsize == 4 and others.dtype.isnative and others.flags.c_contiguous:
        return others.view(np.uint32)
    return others.astype(np.uint32)


def _wrong_tie(what: int, ego: int, other: int, *, given: Given) -> tuple[str, str]:
    """Say what was expected of a tie, and what was found."""
    where = f"artisan {other:,} in the row of {ego:,}"
    if what == networks.SELF:
        return "other artisans than ego in a row", where
    if what == networks.TWICE:
        return "each alter once in a row", f"twice {where}"
    if what == networks.UNEQUAL:
        return f"one {given.names[2]} at both ends of a tie", f"two of {ego:,} and {other:,}"
    expected = (
        "each tie in the rows of both its ends (or a direction: alter_to_ego, where those in a "
        "row influence ego, or ego_to_alter)"
    )
    return expected, f"{where}, but not {ego:,} in that of {other:,}"


def _sorted_rows(start: Rows, alter: Rows, strength: Counts) -> tuple[Rows, Counts]:
    """Sort each row by its alters, the strengths with them."""
    n_alters = (start[1:] - start[:-1]).astype(np.int64)
    egos = np.repeat(np.arange(len(start) - 1), n_alters)
    order = np.lexsort((alter, egos))
    return alter[order], strength[order] if len(strength) else strength


def _directed(
    first: Rows, second: Rows, known: Counts, direction: Direction, n_artisans: int, given: Given
) -> TieList:
    """List ties with a direction: each stands once."""
    pairs = np.stack((first, second), axis=1).astype(np.int64)
    if direction == "ego_to_alter":
        pairs = pairs[:, ::-1]
    code = np.sort(pairs[:, 0] * n_artisans + pairs[:, 1])
    if (is_same := code[1:] == code[:-1]).any():
        one, other = divmod(int(code[:-1][is_same][0]), n_artisans)
        told = (other, one) if direction == "ego_to_alter" else (one, other)
        raise _twice(first, second, told, given, is_directed=True)
    strengths = known / WHOLE if len(known) else None
    return TieList.of_pairs(pairs, strengths, is_directed=True, n_artisans=n_artisans)


def _twice(
    first: Rows, second: Rows, pair: tuple[int, int], given: Given, *, is_directed: bool
) -> InputError:
    """Say which two entries are the same tie."""
    one, other = pair
    is_tie = (first == one) & (second == other)
    if not is_directed:
        is_tie |= (first == other) & (second == one)
    before, row = np.flatnonzero(is_tie)[:2].tolist()
    names = " and ".join(given.names[:2])
    expected = "each tie once" if is_directed else "each tie once, in one of its two orders"
    found = f"{names} {first[row]:,} and {second[row]:,}, as at {before:,}"
    return InputError(Problem(given.place, f"[{row:,}]", expected, found))


def _tie_list(start: Rows, alter: Rows, strength: Counts) -> TieList:
    has_strengths = len(strength) > 0
    if has_strengths and (strength == WHOLE).all():
        has_strengths, strength = False, np.empty(0, np.int32)
    shown = read_only(strength)
    return TieList(read_only(start), read_only(alter), shown, shown, has_strengths=has_strengths)


def _whole(values: ArrayLike, given: Given, which: int) -> NDArray[Any]:
    """Take an array of whole numbers as it is."""
    array = np.asarray(values)
    if array.ndim != 1 or (array.size and array.dtype.kind not in "iu"):
        shape = "x".join(map(str, array.shape)) or "one number"
        raise given.problem(
            which,
            None,
            "an array of whole numbers, with one axis",
            f"{array.dtype} of shape {shape}",
        )
    if which == 0 and given.names[0] == "indptr" and array.size == 0:
        raise given.problem(which, None, "one number more than artisans", "an empty array")
    return array


def _n_artisans(n_artisans: int, given: Given) -> int:
    if not 1 <= n_artisans <= MOST_ARTISANS:
        expected = f"1 to {MOST_ARTISANS:,} artisans"
        raise InputError(Problem(given.place, "", expected, f"{n_artisans:,}"))
    return n_artisans


def _check_rows_of(array: NDArray[Any], n_artisans: int, given: Given, which: int) -> None:
    """Refuse rows that are no artisan's."""
    # A negative number is a large one without its sign.
    if not array.size or array.view(f"u{array.itemsize}").max() < n_artisans:
        return
    row = int(((array < 0) | (array >= n_artisans)).argmax())
    expected = f"the row of an artisan, 0 to {n_artisans - 1:,}"
    raise given.problem(which, row, expected, f"{array[row]:,}")


def _check_ends(n_ends: int, given: Given) -> None:
    if n_ends > MOST_ENDS:
        expected = f"at most {MOST_ENDS:,} ends of ties"
        raise InputError(Problem(given.place, "", expected, f"{n_ends:,}"))


def _strengths(strength: ArrayLike | None, n_ties: int, given: Given) -> Counts:
    """Check strengths, and put them into billionths; [0] if there are none."""
    if strength is None:
        return np.empty(0, np.int32)
    array = np.asarray(strength)
    if array.shape != (n_ties,) or array.dtype.kind not in "biuf":
        expected = f"a number for each of the {n_ties:,} ties"
        shape = "x".join(map(str, array.shape)) or "one number"
        raise given.problem(2, None, expected, f"{array.dtype} of shape {shape}")
    values = array.astype(np.float64, copy=False)
    is_strength = (values > 0) & (values <= 1)
    if not is_strength.all():
        row = int((~is_strength).argmax())
        raise given.problem(2, row, "a number above 0, at most 1", f"{array[row]}")
    return np.floor(values * WHOLE + 0.5).astype(np.int32)

"""Puts times of adoption into periods: who adopted when, who gave it up, of whom nobody knows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED, Adoption
from diffusion.errors import as_written
from diffusion.importing.adoption_cells import (
    ADOPTED_DATED,
    ADOPTED_UNDATED,
    NEVER_ADOPTED,
    UNKNOWN,
    Reader,
    Times,
    in_unit,
    number_in,
    unit_of,
)
from diffusion.importing.choices import AdoptionOfFile, Choices
from diffusion.importing.gathered import Gathered
from diffusion.importing.network import Network
from diffusion.importing.units import Moment, Unit, moment_of, name_of
from diffusion.util.arrays import read_only

MOST_PERIODS = 1_200
"""Periods that are observed at most: a hundred years of months."""

MOST_LISTED = 10
"""People that a message lists."""

_CODE = {NEVER_ADOPTED: NEVER, UNKNOWN: NOT_KNOWN, ADOPTED_UNDATED: UNDATED, "blank": NOT_KNOWN}


@dataclass(frozen=True, eq=False)
class Timed:
    """Adoption by period.

    Attributes
    ----------
    periods : tuple of str or int
    first : int or None
        What the first period is as a number; None if nothing has a time.
    adoption : dict of str to Adoption
    unit : str
    """

    periods: tuple[str | int, ...] = ()
    first: int | None = None
    adoption: dict[str, Adoption] = field(default_factory=dict)
    unit: Unit = "number"


@dataclass
class _Said:
    """What the columns of one innovation say."""

    one: AdoptionOfFile
    times: Times
    given_up: list[Moment | None]
    in_use: list[bool | None]


def timed(network: Network, kept: NDArray[np.bool_], choices: Choices, gathered: Gathered) -> Timed:
    """Put times of adoption into periods.

    Parameters
    ----------
    network
    kept : bool [N]
        Who is kept.
    choices, gathered
    """
    asked = [True] * len(network.ids) if network.surveyed is None else network.surveyed.tolist()
    reader = Reader(network.place, choices, gathered)
    said = [_said(network, one, asked, reader, gathered) for one in choices.adoption or ()]
    moments = [m for one in said for m in (*one.times.moments, *one.given_up)]
    unit = unit_of(moments, choices, gathered, network.place)
    when_asked = _when_asked(network, choices, unit)
    numbers = [n for m in moments if (n := in_unit(m, unit)) is not None]
    of_ties = [] if said and numbers else _times_of_ties(network)
    first, last = _range(numbers, [*when_asked, *of_ties], choices, unit)
    if first is None or last is None:
        return Timed(adoption={one.one.innovation: _none(one, kept) for one in said}, unit=unit)
    if last - first >= MOST_PERIODS:
        told = f"{last - first + 1:,} from {name_of(first, unit)} to {name_of(last, unit)}"
        gathered.ask(
            network.place,
            "periods",
            f"at most {MOST_PERIODS:,} periods",
            told,
            section="periods",
            line=f"first = {as_written(name_of(_middle(numbers or of_ties), unit))}",
        )
        last = first + MOST_PERIODS - 1
    n_periods = last - first + 1
    lasts = np.array([n_periods - 1 if n is None else min(max(n - first, 0), n_periods - 1)
                      for n in _each(when_asked, len(network.ids))])  # fmt: skip
    adoption = {
        one.one.innovation: _settled(one, network, kept, unit, first, lasts, gathered)
        for one in said
    }
    periods = tuple(name_of(number, unit) for number in range(first, last + 1))
    return Timed(periods, first, adoption, unit)


def _middle(numbers: Sequence[int]) -> int:
    return sorted(numbers)[len(numbers) // 2]


def _each(when: Sequence[int | None], n: int) -> Sequence[int | None]:
    return when if when else [None] * n


def _said(
    network: Network,
    one: AdoptionOfFile,
    asked: Sequence[bool],
    reader: Reader,
    gathered: Gathered,
) -> _Said:
    """Read the columns of one innovation, and put what they say of a state together."""
    columns = network.columns
    adopted = reader.yes_and_no(None if one.adopted is None else columns[one.adopted], asked)
    if one.time is None:
        times = Times([None] * len(asked), ["blank"] * len(asked))
        times.states = [
            state if who else UNKNOWN for state, who in zip(times.states, asked, strict=True)
        ]
    else:
        times = reader.times(columns[one.time], one, asked)
    n_against = n_blank = 0
    for place, state in enumerate(times.states):
        word = adopted[place]
        if state in ("blank", UNKNOWN) and word is not None:
            times.states[place] = ADOPTED_UNDATED if word else NEVER_ADOPTED
        elif state == ADOPTED_DATED and word is False:
            n_against += 1
        elif state == "blank" and one.blank is not None:
            times.states[place] = NEVER_ADOPTED if one.blank == "never" else UNKNOWN
        elif state == "blank":
            n_blank += 1
    if n_against:
        gathered.note("import_adoption.against", innovation=one.innovation, n=n_against, odd=True)
    if n_blank and one.adopted is None:
        gathered.ask(
            network.place,
            str(one.time),
            "what an empty cell means: never, or not_known",
            f"empty cells: {n_blank:,}",
            section="[adoption]",
            line='blank = "never"',
        )
    given_up: list[Moment | None] = [None] * len(asked)
    if one.given_up is not None:
        quiet = Reader(network.place, Choices(), Gathered())
        given_up = quiet.times(columns[one.given_up], one, asked).moments
    in_use = reader.yes_and_no(None if one.in_use is None else columns[one.in_use], asked)
    return _Said(one, times, given_up, in_use)


def _when_asked(network: Network, choices: Choices, unit: Unit) -> list[int | None]:
    """Say in which period each was asked; empty if nobody knows of anybody."""
    name = choices.periods.asked
    if name is None or name not in network.columns:
        return []
    found = [in_unit(moment_of(cell), unit) for cell in network.columns[name].cells]
    return found if any(one is not None for one in found) else []


def _times_of_ties(network: Network) -> list[int]:
    found: list[int] = []
    for one in network.relations:
        for times in (one.begins, one.ends):
            if times is not None:
                known = times[np.isfinite(times)]
                found += [int(number) for number in np.unique(np.floor(known))]
    return found


def _range(
    numbers: Sequence[int], others: Sequence[int | None], choices: Choices, unit: Unit
) -> tuple[int | None, int | None]:
    """Say which the first and the last period are."""
    also = [one for one in others if one is not None]
    first, last = number_in(choices.periods.first, unit), number_in(choices.periods.last, unit)
    known = [*numbers, *also]
    if first is None:
        first = min(numbers or also, default=None)
    if last is None:
        last = max(known, default=None)
    if first is not None and last is not None and last < first:
        last = first
    return first, last


def _none(said: _Said, kept: NDArray[np.bool_]) -> Adoption:
    """Say what is known where nothing has a time."""
    codes = np.array([_CODE.get(state, UNDATED) for state in said.times.states], np.int32)[kept]
    return Adoption(
        read_only(codes),
        read_only(np.full(len(codes), NEVER, np.int32)),
        read_only(np.full(len(codes), NEVER, np.int32)),
    )


def _settled(
    said: _Said,
    network: Network,
    kept: NDArray[np.bool_],
    unit: Unit,
    first: int,
    last: NDArray[np.int64],
    gathered: Gathered,
) -> Adoption:
    """Put what is said of one innovation into periods."""
    n_people, name = len(network.ids), said.one.innovation
    time = np.full(n_people, NOT_KNOWN, np.int32)
    given_up = np.full(n_people, NEVER, np.int32)
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for ego, state in enumerate(said.times.states):
        moment = in_unit(said.times.moments[ego], unit)
        again = in_unit(said.given_up[ego], unit)
        if state != ADOPTED_DATED:
            time[ego] = _CODE.get(state, NOT_KNOWN)
        elif moment is None:
            time[ego] = UNDATED
            counts["not_so_exactly"] += 1
        elif moment < first:
            time[ego] = 0
            counts["before_first"] += 1
        elif moment - first > last[ego]:
            time[ego] = NEVER
            counts["after_last"] += 1
        else:
            time[ego] = moment - first
        if time[ego] < 0:
            continue
        if again is not None:
            if again - first <= time[ego]:
                wrong.append(network.ids[ego])
            elif again - first <= last[ego]:
                given_up[ego] = again - first
        elif said.in_use[ego] is False and last[ego] > time[ego]:
            given_up[ego] = last[ego]
            counts["given_up_undated"] += 1
    for what, n in counts.items():
        gathered.note(f"import_adoption.{what}", innovation=name, n=n, odd=True)
    if wrong:
        gathered.ask(
            network.place,
            str(said.one.given_up),
            "to be given up after it was adopted",
            f"people with another order, {len(wrong):,}: {', '.join(wrong[:MOST_LISTED])} "
            "(correct the file)",
        )
    return Adoption(
        read_only(time[kept]),
        read_only(given_up[kept]),
        read_only(np.maximum(last, np.maximum(time, 0)).astype(np.int32)[kept]),
    )

"""Reads the artisans and their ties together, so that one report has what is wrong in both."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from diffusion.errors import InputError, Problem
from diffusion.readers.rosters import labels_of, roster_of
from diffusion.readers.tables import Table
from diffusion.readers.tie_kinds import told_ties_of
from diffusion.readers.tie_tables import tie_list_of
from diffusion.scenario.artisans import Roster, Scale
from diffusion.scenario.tie_kinds import ToldTies
from diffusion.scenario.tie_list import TieList
from diffusion.scenario.ties import TieFile


@dataclass(slots=True)
class People:
    """The artisans and the ties of two tables, as far as they could be read.

    Attributes
    ----------
    roster : Roster or None
    tie_list : TieList or None
    told : ToldTies or None
        By kind and period, where community.toml has kinds or periods; then `tie_list` is None.
    problems : list of Problem
        What is wrong in either.
    """

    roster: Roster | None = None
    tie_list: TieList | None = None
    told: ToldTies | None = None
    problems: list[Problem] = field(default_factory=list)


def read_people(
    roster: Table | None,
    ties: Table | None,
    *,
    ego_of: Mapping[Hashable, int] | None = None,
    scales: Mapping[str, Scale] | None = None,
    scale: Scale | None = None,
    listed: TieFile | None = None,
    periods: Sequence[str] = (),
) -> People:
    """Read a roster and a table of ties; either may be missing.

    Parameters
    ----------
    roster, ties
    ego_of
        Artisans that are numbered, where there is no roster. Without either, the names at the
        ends of ties are not checked.
    scales
        Of columns of the roster, by name, where they do not go from 0 to 1.
    scale
        Of the strengths of ties, likewise.
    listed
        What community.toml says of the file of ties; without it each row goes both ways.
    periods
        Names of the periods observed.
    """
    people = People()
    if roster is not None:
        try:
            people.roster = roster_of(roster, scales)
        except InputError as error:
            people.problems += error.problems
        ego_of = {label: place for place, label in enumerate(labels_of(roster))} or None
    if ties is not None:
        try:
            if listed is not None and (listed.influence or periods):
                people.told = told_ties_of(
                    ties, ego_of, listed, periods=periods, n_artisans=len(ego_of or ())
                )
            else:
                direction = "both" if listed is None else listed.direction
                people.tie_list = tie_list_of(ties, ego_of, scale, direction=direction)
        except InputError as error:
            people.problems += error.problems
    return people

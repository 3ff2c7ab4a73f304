"""Adoption data as long pandas frames: a row for each person, tie, and person and innovation."""

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from diffusion.data import checks
from diffusion.data.adoption import NOT_KNOWN, Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.named import FIRST, LAST, Names, adoption_of, period_names, said_of
from diffusion.data.ties import TiesOfKind

if TYPE_CHECKING:
    import pandas as pd

PERSON, EGO, ALTER, KIND, WEIGHT = "person", "ego", "alter", "kind", "weight"
INNOVATION, DIRECTION, INFLUENCE = "innovation", "direction", "influence"


class Frames(NamedTuple):
    """What `to_frames` gives, and `from_frames` takes: `from_frames(**frames._asdict())`.

    Attributes
    ----------
    people : DataFrame
        `person`, and a column for what else is known.
    ties : DataFrame
        `ego`, `alter`, `kind`, `weight`, `begins`, `ends`; the last three empty where not said.
    adoption : DataFrame
        `person`, `innovation`, `time`, `given_up` and `last` by the names of periods, `state`.
    kinds : DataFrame
        `kind`, `direction`, `influence`.
    periods : tuple
        Their names, in order.
    """

    people: "pd.DataFrame"
    ties: "pd.DataFrame"
    adoption: "pd.DataFrame"
    kinds: "pd.DataFrame"
    periods: tuple[Hashable, ...]


def frames_of(data: AdoptionData) -> Frames:
    """Show data as long frames."""
    import pandas as pd

    labels = pd.Series(list(data.labels), name=PERSON)
    people = pd.DataFrame(
        {PERSON: labels, **{name: np.asarray(one) for name, one in data.columns.items()}}
    )
    periods = Names(data.periods, place="ties", expected="a period")
    listed = []
    for kind, ties in data.ties.items():
        frame = {
            EGO: labels.iloc[ties.ego].to_numpy(),
            ALTER: labels.iloc[ties.alter].to_numpy(),
            KIND: kind,
            WEIGHT: np.nan if ties.weight is None else ties.weight,
        }
        for name in (FIRST, LAST):
            when = getattr(ties, name)
            frame[name] = None if when is None else [periods.name(one) for one in when.tolist()]
        listed.append(pd.DataFrame(frame, index=range(len(ties.ego))))
    adopted = [
        pd.DataFrame({PERSON: labels, INNOVATION: name, **said_of(one, data.periods)}, dtype=object)
        for name, one in data.adoption.items()
    ]
    kinds = [(kind, ties.direction, ties.influence) for kind, ties in data.ties.items()]
    return Frames(
        people,
        _stacked(listed, (EGO, ALTER, KIND, WEIGHT, FIRST, LAST)),
        _stacked(adopted, (PERSON, INNOVATION, "time", "given_up", "last", "state")),
        pd.DataFrame(kinds, columns=[KIND, DIRECTION, INFLUENCE]),
        data.periods,
    )


def _stacked(frames: "list[pd.DataFrame]", columns: tuple[str, ...]) -> "pd.DataFrame":
    import pandas as pd

    if not frames:
        return pd.DataFrame({name: [] for name in columns})
    return pd.concat(
        [
            frame.astype({name: object for name in (FIRST, LAST) if name in frame})
            for frame in frames
        ],
        ignore_index=True,
    )


def of_frames(
    people: "pd.DataFrame",
    ties: "pd.DataFrame | None" = None,
    adoption: "pd.DataFrame | None" = None,
    *,
    kinds: "pd.DataFrame | None" = None,
    periods: Sequence[Hashable] | None = None,
) -> AdoptionData:
    """Take long frames.

    Parameters
    ----------
    people
        A row for each: `person`, or its index without that column. All other columns are kept.
    ties
        `ego` and `alter`, by the names of people; if known `kind`, `weight`, and `begins` and
        `ends` by the names of periods.
    adoption
        `person` and `time`; if known `innovation`, `given_up`, `last` and `state`. Of who is not
        in it nothing is known.
    kinds
        `kind`, and if known `direction` and `influence`; "alter_to_ego" and 1 by default.
    periods
        Names of all, in order; by default those from the first that is named to the last.

    Raises
    ------
    InputError
        If a column is missing, or a name is none of the people or the periods.
    """
    labels = tuple(people.get(PERSON, people.index))
    named = [
        frame[name]
        for frame, names in ((adoption, ("time", "given_up", "last")), (ties, (FIRST, LAST)))
        if frame is not None
        for name in names
        if name in frame
    ]
    all_periods = period_names(*named) if periods is None else tuple(periods)
    columns = {str(name): people[name].to_numpy() for name in people.columns if name != PERSON}
    return AdoptionData(
        labels,
        all_periods,
        {} if adoption is None else _adoption(adoption, labels, all_periods),
        {} if ties is None else _ties(ties, kinds, labels, all_periods),
        columns,
    )


def _need(frame: "pd.DataFrame", *names: str, place: str) -> None:
    for name in names:
        if name not in frame:
            found = ", ".join(map(str, frame.columns)) or "no column"
            checks.refuse(place, "", f"a column {name}", found)


def _ties(
    ties: "pd.DataFrame",
    kinds: "pd.DataFrame | None",
    labels: tuple[Hashable, ...],
    periods: tuple[Hashable, ...],
) -> dict[str, TiesOfKind]:
    _need(ties, EGO, ALTER, place="ties")
    people = Names(labels, place="ties", expected="the name of a person")
    when = Names(periods, place="ties", expected="the name of a period")
    said: dict[str, dict[str, Any]] = {}
    if kinds is not None:
        _need(kinds, KIND, place="kinds")
        said = {
            str(row[KIND]): {str(name): value for name, value in row.items()}
            for row in kinds.to_dict("records")
        }
    frame = ties if KIND in ties else ties.assign(**{KIND: "ties"})
    parts = {str(kind): part for kind, part in frame.groupby(KIND, sort=False)}
    found = {}
    for kind in dict.fromkeys((*said, *parts)):
        part = parts.get(kind, frame.iloc[:0])
        told = {
            name: part[name] for name in (FIRST, LAST) if name in part and part[name].notna().any()
        }
        weighted = WEIGHT in part and part[WEIGHT].notna().any()
        found[kind] = TiesOfKind.of(
            people.rows(part[EGO], name=EGO),
            people.rows(part[ALTER], name=ALTER),
            part[WEIGHT].to_numpy(float) if weighted else None,
            **{
                name: when.rows(cells, name=name, nothing=0 if name == FIRST else len(periods) - 1)
                for name, cells in told.items()
            },
            direction=said.get(kind, {}).get(DIRECTION, "alter_to_ego"),
            influence=float(said.get(kind, {}).get(INFLUENCE, 1)),
        )
    return found


def _adoption(
    adoption: "pd.DataFrame", labels: tuple[Hashable, ...], periods: tuple[Hashable, ...]
) -> dict[str, Adoption]:
    _need(adoption, PERSON, "time", place="adoption")
    people = Names(labels, place="adoption", expected="the name of a person")
    frame = adoption if INNOVATION in adoption else adoption.assign(**{INNOVATION: INNOVATION})
    found = {}
    for name, part in frame.groupby(INNOVATION, sort=False):
        rows = people.rows(part[PERSON], name=PERSON)
        if len(set(rows)) < len(rows):
            twice = next(row for place, row in enumerate(rows) if row in rows[:place])
            checks.refuse("adoption", f"{name}", "each person once", f"{labels[twice]!r} twice")
        columns = {
            one: part[one].tolist() for one in ("time", "given_up", "last", "state") if one in part
        }
        told = adoption_of(columns, periods, place=f"adoption of {name}")
        found[str(name)] = _spread(told, rows, len(labels))
    return found


def _spread(told: Adoption, rows: list[int], n_people: int) -> Adoption:
    """Put what is told of some people among all; of the others nothing is known."""
    spread = {}
    for name, nothing in (("time", NOT_KNOWN), ("given_up", -1), ("last", -1)):
        spread[name] = np.full(n_people, nothing, np.int32)
        spread[name][rows] = getattr(told, name)
    return Adoption(**spread)

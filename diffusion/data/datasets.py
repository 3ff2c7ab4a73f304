"""Adoption data as an xarray data set, and back: states, times, curves, and ties as a list."""

from typing import TYPE_CHECKING, Any

import numpy as np

from diffusion.data.adoption import GIVEN_UP, IN_USE, NOT_KNOWN, NOT_YET, Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.named import FIRST, LAST, column_of
from diffusion.data.ties import TiesOfKind

if TYPE_CHECKING:
    import xarray as xr

_COLUMN = "person_"
_MEANING = {NOT_YET: "not yet", IN_USE: "has it", GIVEN_UP: "given up", NOT_KNOWN: "not known"}
_SAID = {
    "time": "period of adoption from 0; -1 never, -2 not known, -3 nobody knows when",
    "given_up": "first period without it again from 0; -1 never, -3 nobody knows when",
    "last": "last period in which the person was observed, from 0; -1 for none",
}
NOT_SAID = -1
"""Period of a tie of which it is not said."""


def dataset_of(data: AdoptionData) -> "xr.Dataset":
    """Show data with named axes.

    Returns
    -------
    xarray.Dataset
        (person, period, innovation): `state`, 0 not yet, 1 has it, 2 given up, -2 not known.
        (person, innovation): `time`, `given_up`, `last`, periods from 0. (period, innovation):
        `users` who have it, and `known`, of how many it is known. (tie): `ego`, `alter` (rows
        from 0), `tie_kind`, `weight` (NaN where none), `begins`, `ends` (-1 where not said).
        (kind): `direction`, `influence`. What else is known of people are coordinates:
        `person_gender` for the column gender.
    """
    import xarray as xr

    names, n_periods = tuple(data.adoption), data.n_periods
    by_person, by_period = ("person", "innovation"), ("period", "innovation")
    states = [one.states(n_periods) for one in data.adoption.values()]
    empty = np.zeros((data.n_people, n_periods, 0), np.int8)
    meaning = {"long_name": ", ".join(f"{code} {word}" for code, word in _MEANING.items())}
    variables: dict[str, Any] = {
        "state": (
            ("person", "period", "innovation"),
            np.stack(states, axis=2) if states else empty,
            meaning,
        )
    }
    for what, said in _SAID.items():
        arrays = [getattr(one, what) for one in data.adoption.values()]
        table = np.stack(arrays, axis=1) if arrays else np.zeros((data.n_people, 0), np.int32)
        variables[what] = by_person, table, {"long_name": said}
    for what, count, said in (
        ("users", data.users, "people who are known to have it"),
        ("known", data.n_known, "people of whom it is known whether they have it"),
    ):
        curves = [count(name) for name in names]
        table = np.stack(curves, axis=1) if curves else np.zeros((n_periods, 0), np.int64)
        variables[what] = by_period, table, {"units": "people", "long_name": said}
    coords: dict[str, Any] = {
        "person": ("person", column_of(data.labels)),
        "period": ("period", column_of(data.periods)),
        "innovation": ("innovation", column_of(names)),
        "kind": ("kind", column_of(tuple(data.ties))),
    }
    coords |= {
        f"{_COLUMN}{name}": ("person", np.asarray(one)) for name, one in data.columns.items()
    }
    return xr.Dataset(variables | _ties(data), coords)


def _ties(data: AdoptionData) -> dict[str, Any]:
    kinds = data.ties.values()

    def joined(parts: list[Any], kind: type) -> Any:
        return np.concatenate(parts) if parts else np.zeros(0, kind)

    def periods(name: str) -> list[Any]:
        return [
            np.full(len(ties.ego), NOT_SAID, np.int32)
            if (when := getattr(ties, name)) is None
            else when
            for ties in kinds
        ]

    weights = [np.full(len(one.ego), np.nan) if one.weight is None else one.weight for one in kinds]
    sizes = [len(ties.ego) for ties in kinds]
    return {
        "ego": ("tie", joined([ties.ego for ties in kinds], np.int64)),
        "alter": ("tie", joined([ties.alter for ties in kinds], np.int64)),
        "tie_kind": ("tie", np.repeat(column_of(tuple(data.ties)), sizes)),
        "weight": ("tie", joined(weights, np.float64)),
        FIRST: ("tie", joined(periods(FIRST), np.int32)),
        LAST: ("tie", joined(periods(LAST), np.int32)),
        "direction": ("kind", column_of([ties.direction for ties in kinds])),
        "influence": ("kind", np.array([ties.influence for ties in kinds], np.float64)),
    }


def of_dataset(dataset: "xr.Dataset") -> AdoptionData:
    """Take back what `dataset_of` made.

    Raises
    ------
    InputError
        If something in it cannot be.
    """
    labels, periods = (tuple(dataset[name].values.tolist()) for name in ("person", "period"))
    adoption = {
        str(name): Adoption.of(
            *(dataset[what].values[:, place] for what in _SAID), n_periods=len(periods)
        )
        for place, name in enumerate(dataset["innovation"].values.tolist())
    }
    ties = {}
    for place, kind in enumerate(dataset["kind"].values.tolist()):
        part = dataset.isel(tie=np.flatnonzero(dataset["tie_kind"].values == kind))
        weight = part["weight"].values
        when = {
            name: part[name].values
            for name in (FIRST, LAST)
            if (part[name].values != NOT_SAID).any()
        }
        ties[str(kind)] = TiesOfKind.of(
            part["ego"].values,
            part["alter"].values,
            None if np.isnan(weight).all() else weight,
            **when,
            direction=str(dataset["direction"].values[place]),  # type: ignore[arg-type]
            influence=float(dataset["influence"].values[place]),
        )
    columns = {
        str(name).removeprefix(_COLUMN): dataset[name].values
        for name in dataset.coords
        if str(name).startswith(_COLUMN)
    }
    return AdoptionData(labels, periods, adoption, ties, columns)

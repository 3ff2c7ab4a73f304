"""Puts data of several places together, each a village of the whole."""

from collections.abc import Mapping

import numpy as np

from diffusion.data.adoption import NEVER, NOT_KNOWN, Adoption
from diffusion.data.adoption_data import AdoptionData
from diffusion.data.ties import TiesOfKind
from diffusion.errors import InputError, Problem
from diffusion.util.arrays import read_only

HAMLET, VILLAGE = "hamlet", "village"
"""Column of parts of a place, and the one that names the place in data that were put together."""


def joined(places: Mapping[str, AdoptionData]) -> AdoptionData:
    """Put data of several places together.

    Parameters
    ----------
    places
        By name. An innovation that a place does not have is not known there; a column that not
        all have is left out.

    Returns
    -------
    AdoptionData
        With a column "village" in place of "hamlet"; labels are those of the place behind its name.

    Raises
    ------
    InputError
        If periods differ, or a kind of ties goes another way in another place.
    """
    each = list(places.values())
    if len({one.periods for one in each}) > 1:
        found = ", ".join(f"{name} {len(one.periods):,}" for name, one in places.items())
        raise InputError(Problem("periods", "", "the same periods in each folder", found))
    labels = [f"{name} {label}" for name, one in places.items() for label in one.labels]
    columns = {
        name: np.concatenate([np.asarray(one.columns[name], object) for one in each])
        for name in each[0].columns
        if all(name in one.columns for one in each)
    }
    # Of hamlets of several villages nobody knows what those of one name have in common.
    columns.pop(HAMLET, None)
    columns[VILLAGE] = np.repeat([*places], [one.n_people for one in each]).astype(object)
    innovations = dict.fromkeys(name for one in each for name in one.adoption)
    kinds = dict.fromkeys(kind for one in each for kind in one.ties)
    first_row = np.cumsum([0, *(one.n_people for one in each[:-1])]).tolist()
    return AdoptionData(
        tuple(labels),
        each[0].periods,
        {name: _adoption(each, name) for name in innovations},
        {kind: _ties(each, first_row, kind) for kind in kinds},
        {name: read_only(column) for name, column in columns.items()},
    )


def _adoption(each: list[AdoptionData], name: str) -> Adoption:
    def parts(field: str, missing: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.concatenate(
            [
                getattr(one.adoption[name], field)
                if name in one.adoption
                else np.full(one.n_people, missing, np.int32)
                for one in each
            ]
        )

    n_periods = each[0].n_periods
    last = parts("last", n_periods - 1)
    return Adoption.of(
        parts("time", NOT_KNOWN), parts("given_up", NEVER), last, n_periods=n_periods
    )


def _ties(each: list[AdoptionData], first_row: list[int], kind: str) -> TiesOfKind:
    there = [
        (one.ties[kind], at) for one, at in zip(each, first_row, strict=True) if kind in one.ties
    ]
    first = there[0][0]
    if len({(ties.direction, ties.influence) for ties, _ in there}) > 1:
        expected = "the same direction and influence in each folder"
        raise InputError(Problem("ties", kind, expected, "different ones"))
    n_periods = each[0].n_periods
    defaults = {"weight": 1.0, "begins": 0, "ends": n_periods - 1}
    arrays = {
        name: np.concatenate(
            [
                np.full(len(ties.ego), default) if array is None else array
                for ties, _ in there
                for array in [getattr(ties, name)]
            ]
        )
        for name, default in defaults.items()
        if any(getattr(ties, name) is not None for ties, _ in there)
    }
    ends = {
        name: np.concatenate([getattr(ties, name) + at for ties, at in there])
        for name in ("ego", "alter")
    }
    return TiesOfKind.of(
        ends["ego"], ends["alter"], arrays.get("weight"),
        begins=arrays.get("begins"), ends=arrays.get("ends"),
        direction=first.direction, influence=first.influence,
    )  # fmt: skip

"""People and ties as a file has them, before anything is merged, dropped or scaled."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from diffusion.importing.notes import Note
from diffusion.importing.tables import Column

UNNAMED = "ties"
"""Kind of the ties of a file that has one kind and no name for it."""


@dataclass(frozen=True, eq=False)
class Relation:
    """Ties of one kind, row by row as the file has them.

    Attributes
    ----------
    kind : str
    ego, alter : int64 [E]
        Rows of two people; where `is_directed`, ego is who names, or where an arc begins.
    is_directed : bool
    weight : float64 [E] or None
        As written; NaN where a row has none. None: the file has no weights.
    begins, ends : float64 [E] or None
        From when to when, as written; NaN for not said.
    rows : int64 [E] or None
        Where each stands in the file.
    """

    kind: str
    ego: NDArray[np.int64]
    alter: NDArray[np.int64]
    is_directed: bool = True
    weight: NDArray[np.float64] | None = None
    begins: NDArray[np.float64] | None = None
    ends: NDArray[np.float64] | None = None
    rows: NDArray[np.int64] | None = None


@dataclass(frozen=True, eq=False)
class Network:
    """What a reader of networks gives, and what a survey's tables become.

    Attributes
    ----------
    place, format : str
        The file, as messages name it, and the format in words.
    ids : tuple of str
        Identity of each of N people: the vertex number, the id of a node, the code of a survey.
    names : tuple of str
        What each is called, "" if nothing; two may be called alike.
    columns : mapping of str to Column
        What else the file says of each, N cells.
    relations : tuple of Relation
    surveyed : bool [N] or None
        Who has a row of his or her own, where others are only named; None: all.
    first_mode : bool [N] or None
        Who is a person and not an event or a group, in a two-mode network; None: all.
    notes : tuple of Note
    """

    place: str
    format: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    columns: Mapping[str, Column] = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    surveyed: NDArray[np.bool_] | None = None
    first_mode: NDArray[np.bool_] | None = None
    notes: tuple[Note, ...] = ()

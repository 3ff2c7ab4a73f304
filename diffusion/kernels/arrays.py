"""Arrays with named fields: one argument of a kernel holds a whole table.

A class lists fields and their types; `allocate` makes a NumPy record array of them. Python and
compiled code both read `state.self_efficacy[ego]`.
"""

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Self, cast, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

type Bools = NDArray[np.bool_]
type Bytes = NDArray[np.int8]
type Ints = NDArray[np.int64]
type Counts = NDArray[np.int32]
type Rows = NDArray[np.uint32]
type Words = NDArray[np.uint64]
type Reals = NDArray[np.float64]


class Table:
    """A record array of declared fields: a type checker sees what such an array can do."""

    if TYPE_CHECKING:
        shape: tuple[int, ...]
        strides: tuple[int, ...]

        def __getitem__(self, place: Any) -> Any: ...
        def __setitem__(self, place: Any, value: Any) -> None: ...
        def __len__(self) -> int: ...

        def copy(self) -> Self:
            """Copy all rows."""


_FIELDS: dict[object, Any] = {
    Bools: np.bool_,
    Bytes: np.int8,
    Ints: np.int64,
    Counts: np.int32,
    Rows: np.uint32,
    Words: np.uint64,
    Reals: np.float64,
}


@cache
def fields_of(kind: Hashable) -> Any:
    """Describe the fields that a class declares, as a NumPy record.

    A field `Annotated[Ints, 9]` is a row of nine numbers. Large numbers stand before small ones,
    so that there are no holes between them.
    """
    fields: list[Any] = []
    for name, field in kind.__annotations__.items():
        if get_origin(field) is Annotated:
            of, length = get_args(field)
            fields.append((name, _FIELDS[of], length))
        else:
            fields.append((name, _FIELDS[field]))
    fields.sort(key=lambda field: -np.dtype(field[1]).itemsize)
    return np.dtype(fields, align=True)


def allocate[Kind: Table](kind: type[Kind], *shape: int) -> Kind:
    """Make a zeroed NumPy record array of the fields that `kind` declares."""
    return cast(Kind, np.zeros(shape, fields_of(cast(Hashable, kind))).view(np.recarray))

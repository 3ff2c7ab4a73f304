"""Refuses arrays that do not belong together, each with the place in it."""

from typing import Any, NoReturn

import numpy as np
from numpy.typing import ArrayLike, NDArray

from diffusion.errors import InputError, Problem
from diffusion.util.arrays import read_only


def refuse(place: str, key: str, expected: str, found: object) -> NoReturn:
    """Raise the error that says it."""
    raise InputError(Problem(place, key, expected, str(found)))


def whole[Kind: np.signedinteger[Any]](
    values: ArrayLike, kind: type[Kind], *, place: str, name: str
) -> NDArray[Kind]:
    """Take whole numbers along one axis; an empty list too, and 7.0 for 7.

    Raises
    ------
    InputError
        Naming the array, and the first that is none.
    """
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iuf":
        if array.ndim == 1 and not array.size:
            return read_only(np.zeros(0, kind))
        shape = "x".join(map(str, array.shape)) or "one number"
        expected = "an array of whole numbers, with one axis"
        refuse(place, name, expected, f"{array.dtype} of shape {shape}")
    if array.dtype.kind == "f":
        check_all(np.floor(array) == array, array, "a whole number", place=place, name=name)
    return read_only(array.astype(kind))


def check_length(array: NDArray[Any], n_all: int, *, of: str, place: str, name: str) -> None:
    """Refuse an array that has not one value for each of them."""
    if array.shape != (n_all,):
        shape = "x".join(map(str, array.shape)) or "one number"
        refuse(place, name, f"one value for each of the {n_all:,} {of}", shape)


def check_all(
    is_right: NDArray[np.bool_], array: NDArray[Any], expected: str, *, place: str, name: str
) -> None:
    """Refuse an array that is somewhere not as expected, naming the first such place."""
    if not is_right.all():
        row = int((~is_right).argmax())
        refuse(place, f"{name}[{row:,}]", expected, f"{array[row]}")


def same(one: NDArray[Any] | None, other: NDArray[Any] | None) -> bool:
    """Whether two arrays hold the same, what is no number being equal to itself."""
    if one is None or other is None:
        return one is other
    if one.dtype.kind == "f" and other.dtype.kind == "f":
        return np.array_equal(one, other, equal_nan=True)
    return np.array_equal(one, other)

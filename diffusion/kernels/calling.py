"""Calls machine code as numba itself does: arguments taken apart into words of 64 bits.

numba hands over an array as eight or more words: two owners, which kernels do not look at, the
numbers of items and of bytes of one, the address, the shape and the strides. A record is its
address, a named tuple its parts. Results go to an address that comes first, errors to a second.
"""

import ctypes
from collections.abc import Hashable
from typing import Any

import numpy as np

RESULTS: dict[str, Any] = {
    "none": None,
    "bool": ctypes.c_bool,
    "int64": ctypes.c_int64,
    "uint64": ctypes.c_uint64,
    "float64": ctypes.c_double,
}
"""What a kernel may return, by numba's names."""

_LOWEST, _BEYOND = -(2**63), 2**63


def kinds_of(values: tuple[Any, ...]) -> tuple[Hashable, ...] | None:
    """Describe the types of arguments, as finely as numba does; None if one has no place here."""
    kinds = []
    for value in values:
        kind = _kind_of(value)
        if kind is None:
            return None
        kinds.append(kind)
    return tuple(kinds)


def _kind_of(value: Any) -> Hashable | None:
    if isinstance(value, np.ndarray):
        flags = value.flags
        order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "A"
        is_plain = flags.writeable and flags.aligned and value.ndim > 0
        return ("array", value.dtype, value.ndim, order) if is_plain else None
    if isinstance(value, np.void):
        return "record", value.dtype
    if isinstance(value, tuple):
        inner = kinds_of(value)
        return None if inner is None else (type(value).__qualname__, inner)
    if type(value) is int:
        return "int64" if _LOWEST <= value < _BEYOND else None
    return _SCALARS.get(type(value))


_SCALARS: dict[type, str] = {
    np.int64: "int64",
    np.uint64: "uint64",
    float: "float64",
    np.float64: "float64",
}


class Call:
    """Machine code at an address, ready to be called with arguments of the right kinds.

    Parameters
    ----------
    address : int
    returns : str
        One of `RESULTS`.
    name : str
        For messages.
    """

    def __init__(self, address: int, returns: str, name: str) -> None:
        self._function = ctypes.CFUNCTYPE(ctypes.c_int32)(address)
        self._result = RESULTS[returns]
        self._name = name

    def __call__(self, arguments: tuple[Any, ...]) -> Any:
        """Call it; return what it returns, as plain Python.

        Raises
        ------
        RuntimeError
            If it says that it has failed.
        """
        result = ctypes.c_uint64() if self._result is None else self._result()
        error = ctypes.c_void_p()
        words: list[Any] = [ctypes.byref(result), ctypes.byref(error)]
        held: list[Any] = []  # what the words point to, until the call is over
        for argument in arguments:
            _take_apart(argument, words, held)
        if self._function(*words) != 0:
            raise RuntimeError(f"{self._name} has failed")
        return None if self._result is None else result.value


def _take_apart(value: Any, words: list[Any], held: list[Any]) -> None:
    if isinstance(value, np.ndarray):
        words += map(_word, (0, 0, value.size, value.itemsize, value.ctypes.data))
        words += map(_word, (*value.shape, *value.strides))
    elif isinstance(value, np.void):
        held.append(np.frombuffer(value, np.uint8))
        words.append(_word(held[-1].ctypes.data))
    elif isinstance(value, tuple):
        for part in value:
            _take_apart(part, words, held)
    elif isinstance(value, float):
        words.append(ctypes.c_double(value))
    elif isinstance(value, np.uint64):
        words.append(ctypes.c_uint64(int(value)))
    else:
        words.append(_word(value))


_word = ctypes.c_int64

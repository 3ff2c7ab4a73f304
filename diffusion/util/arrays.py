"""Arrays that are made once and shared."""

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray


def read_only[Array: NDArray[Any]](array: Array) -> Array:
    """Show an array as one that nobody may write into."""
    shown = array.view()
    shown.flags.writeable = False
    return shown


def for_kernels[Array: NDArray[Any]](array: Array) -> Array:
    """Take the array that `read_only` shows; it is not to be written.

    A kernel is compiled once more for arrays that cannot be written.
    """
    if array.flags.writeable:
        return array
    behind = array.base
    if isinstance(behind, np.ndarray) and behind.shape == array.shape and behind.flags.writeable:
        return cast(Array, behind.view(array.dtype))
    return array.copy()

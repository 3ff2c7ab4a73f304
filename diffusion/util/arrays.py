"""Arrays that are made once and shared."""

from typing import Any

from numpy.typing import NDArray


def read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Make an array that nobody may write into."""
    array.flags.writeable = False
    return array

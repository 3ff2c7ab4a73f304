"""Which series an outcome has, and where each stands in its arrays."""

from functools import cache
from typing import Any

from numpy.typing import NDArray

from diffusion.kernels.records import COUNTS, FLOWS, LEVELS, MONEY, PIECES
from diffusion.kernels.state import Stage

STAGES = tuple(stage.name.lower() for stage in Stage)
"""Names of the stages, in their order."""


@cache
def series_places(channels: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Where each series of an outcome stands: the array, and the column.

    Parameters
    ----------
    channels
        Names of the community's market channels, in their order.
    """
    sellers = (*channels, "exhibition")
    columns = {
        "stages": STAGES,
        "money": MONEY,
        "ledger": FLOWS,
        "levels": LEVELS,
        "counts": COUNTS,
        "is_open": tuple(f"{name}_open" for name in channels),
        "pieces": tuple(f"pieces_{name}" for name in PIECES),
        "sold": tuple(f"sold_{name}" for name in sellers),
        "ordered": tuple(f"ordered_{name}" for name in sellers),
    }
    return {
        name: (array, column)
        for array, names in columns.items()
        for column, name in enumerate(names)
    }


def kept_records(array: NDArray[Any]) -> NDArray[Any]:
    """Take the records [R, 1 or T + 1, ...] that stand in memory: one, if it is shown at all."""
    return array[:, :1] if array.ndim == 3 and array.strides[1] == 0 else array

"""Reads a table of people and the events or groups that they take part in."""

from os import PathLike

from diffusion.importing.io_matrix import tables_of
from diffusion.importing.matrices import network_of_all
from diffusion.importing.network import Network

FORMAT = "table of two modes"
SUFFIXES = ()


def read(path: str | PathLike[str], *, sheet: str | None = None) -> Network:
    """Read a table with a row for each person and a column for each event.

    Raises
    ------
    InputError
        If a cell is no number.
    """
    return network_of_all(tables_of(path, sheet=sheet), two_mode=True)

"""Reads long lists of ties, and of people, from CSV files, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from diffusion.errors import InputError
from diffusion.importing import io_csv
from diffusion.importing.arrow_csv import FIRST_LINE, has_codes, plain_table
from diffusion.importing.long_ids import Long
from diffusion.importing.network import Network
from diffusion.importing.source import bytes_of
from diffusion.importing.tables import Missing
from diffusion.importing.tie_columns import column_of_people, columns_meant, network_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "CSV"
SUFFIXES = (".csv", ".tsv", ".txt")

FEWEST_BYTES = 1 << 24
"""Length of a list of ties that is read as arrays; a shorter one is read cell by cell."""


_N_SAMPLED = 1 << 18
"""Bytes by which the mark between cells is found."""


@dataclass(frozen=True, eq=False)
class _Columns(Long):
    """Columns of a table that was read as a whole."""

    table: "pa.Table"

    def column(self, name: str) -> "pa.ChunkedArray":
        return self.table.column(name)


def recognises(path: str | PathLike[str]) -> bool:
    """Tell whether a file is a long list of ties: ego, alter, perhaps kind and weight, no more."""
    try:
        if Path(path).stat().st_size < FEWEST_BYTES:
            return False
        headings = [str(cell) for cell in io_csv.first_rows(path, most=1)[0]]
    except (InputError, OSError):
        return False
    meant = columns_meant(headings)
    return {"ego", "alter"} <= meant.keys() and len(meant) == len(headings)


def read(path: str | PathLike[str], *, people: str | PathLike[str] | None = None) -> Network:
    """Read ties.

    Parameters
    ----------
    path
        Columns ego and alter, and perhaps kind and strength; see `tie_columns.HEADINGS`.
    people
        A CSV file with a row for each person: ids, and whatever else is known. Those who are tied
        and do not stand there come after the others.

    Raises
    ------
    InputError
        If one is no plain table, or the ties are wrong.
    """
    return network_of(_opened(path), None if people is None else _opened(people))


def _opened(path: str | PathLike[str]) -> _Columns:
    """Read a whole table, each cell as text.

    Raises
    ------
    InputError
        If it is none.
    """
    place, content = bytes_of(path)
    mark = io_csv.mark_of(content[:_N_SAMPLED].decode(errors="replace"))
    table = None
    if (numbers := _numbers(_headings(content, mark))) and not has_codes(content, mark):
        table = plain_table(content, mark, numbers)
    table = plain_table(content, mark) if table is None else table
    table = _slowly(path) if table is None else table
    return _Columns(
        place, FORMAT, FIRST_LINE, has_lines=True, names=table.column_names, table=table
    )


def _numbers(names: Sequence[str]) -> "dict[str, pa.DataType]":
    """Say which columns may be numbers: ids, and the weights of ties."""
    import pyarrow as pa

    meant = columns_meant(names)
    if not {"ego", "alter"} <= meant.keys():
        name = column_of_people(names)
        return {} if name is None else {name: pa.int64()}
    types = {"ego": pa.int64(), "alter": pa.int64(), "weight": pa.float64()}
    return {name: types[what] for what, name in meant.items() if what in types}


def _headings(content: bytes, mark: str) -> list[str]:
    first = content.partition(b"\n")[0].removeprefix(b"\xef\xbb\xbf")
    return [name.strip() for name in first.decode(errors="replace").split(mark)]


def _slowly(path: str | PathLike[str]) -> "pa.Table":
    """Read a table that is not plain, line by line, as text again.

    Raises
    ------
    InputError
        If it is none.
    """
    import pyarrow as pa

    (sheet,) = io_csv.read(path).sheets
    return pa.table(
        {
            name: pa.array(
                [
                    None if cell is None or isinstance(cell, Missing) else str(cell)
                    for cell in column.cells
                ],
                pa.string(),
            )
            for name, column in sheet.columns.items()
        }
    )

"""Reads long lists of ties, and of people, from Parquet files."""

from dataclasses import dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.errors import InputError, Problem, reason_of
from diffusion.importing.long_ids import Long
from diffusion.importing.network import Network
from diffusion.importing.tie_columns import network_of

if TYPE_CHECKING:
    import pyarrow as pa

FORMAT = "Parquet"
SUFFIXES = (".parquet", ".pq")


@dataclass(frozen=True, eq=False)
class _Columns(Long):
    """Columns of a file, read one after the other, so that few are held at a time."""

    path: str
    n_rows: int

    def column(self, name: str) -> "pa.ChunkedArray":
        import pyarrow as pa
        from pyarrow import parquet

        try:
            with parquet.ParquetFile(self.path, read_dictionary=[name]) as file:
                found = file.read(columns=[name])
                found.validate(full=True)
                if len(found) == self.n_rows:
                    return found.column(0)
        except (OSError, pa.ArrowException, IndexError):
            pass
        raise InputError(Problem(self.place, name, "a Parquet file", "one that is damaged"))


def read(path: str | PathLike[str], *, people: str | PathLike[str] | None = None) -> Network:
    """Read ties.

    Parameters
    ----------
    path
        Columns ego and alter, and perhaps kind and strength; see `tie_columns.HEADINGS`.
    people
        A Parquet file with a row for each person: ids, and whatever else is known. Those who are
        tied and do not stand there come after the others.

    Raises
    ------
    InputError
        If one is no Parquet file, or the ties are wrong.
    """
    return network_of(_opened(path), None if people is None else _opened(people))


def _opened(path: str | PathLike[str]) -> _Columns:
    """Read the headings of a file.

    Raises
    ------
    InputError
        If it is no Parquet file.
    """
    import pyarrow as pa
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(fspath(path)) as file:
            names: list[Any] = file.schema_arrow.names
            n_rows = file.metadata.num_rows
    except OSError as error:
        raise InputError(Problem(str(path), "", "a Parquet file", reason_of(error))) from None
    except (pa.ArrowException, UnicodeDecodeError):
        raise InputError(Problem(str(path), "", "a Parquet file", "another file")) from None
    if len({*names}) < len(names):
        raise InputError(Problem(str(path), "columns", "each name once", ", ".join(names)))
    return _Columns(
        Path(path).name,
        FORMAT,
        1,
        has_lines=False,
        names=names,
        path=fspath(path),
        n_rows=n_rows,
    )

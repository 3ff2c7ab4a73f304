"""Reads ties from a Parquet file as arrays."""

from os import PathLike, fspath
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from diffusion.errors import InputError, Problem, as_written, reason_of

if TYPE_CHECKING:
    import pyarrow as pa

EGO, ALTER, STRENGTH = COLUMNS = ("ego", "alter", "strength")


def tie_columns(
    path: str | PathLike[str],
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any] | None]:
    """Read the columns ego, alter and, if there is one, strength of a Parquet file.

    Raises
    ------
    InputError
        If there is no such file, it is none of Parquet, or has no columns ego and alter, or a
        cell of these is empty.
    """
    import pyarrow as pa
    from pyarrow import parquet

    name = fspath(path)
    try:
        with parquet.ParquetFile(name) as file:
            known = [column for column in COLUMNS if column in file.schema_arrow.names]
            table = file.read(columns=known)
            named = as_written(", ".join(file.schema_arrow.names))
    except OSError as error:
        raise InputError(Problem(name, "", "a Parquet file of ties", reason_of(error))) from None
    except pa.ArrowInvalid:
        raise InputError(Problem(name, "", "a Parquet file of ties", "another file")) from None
    if not {EGO, ALTER} <= {*known}:
        expected = "columns ego and alter, and perhaps strength"
        raise InputError(Problem(name, "columns", expected, named))
    return (
        _array(table, EGO, name),
        _array(table, ALTER, name),
        _array(table, STRENGTH, name) if STRENGTH in known else None,
    )


def _array(table: "pa.Table", column: str, name: str) -> NDArray[Any]:
    cells = table.column(column)
    if cells.null_count:
        row = cells.is_null().index(True).as_py()
        raise InputError(Problem(name, f"{column}[{row:,}]", "a value in each cell", "none"))
    array: NDArray[Any] = cells.to_numpy()
    return array

"""Reads ids in long columns as arrays, and gives each person a row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from diffusion.errors import InputError, Problem

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_GAPS = 4
"""How far ids that are whole numbers may go beyond the number of rows, to be looked up as such."""

_NEVER = 2**62


@dataclass(frozen=True, eq=False)
class Long:
    """Columns of a long list of ties, whole or read one after the other.

    Attributes
    ----------
    place, format : str
        The file, as messages name it, and its format in words.
    first_line : int
        Where the first row stands in the file.
    has_lines : bool
        Whether rows are lines that a person can look up.
    names : sequence of str
        Its headings.
    """

    place: str
    format: str
    first_line: int
    has_lines: bool
    names: Sequence[str]

    def column(self, name: str) -> "pa.ChunkedArray":
        """Read one column."""
        raise NotImplementedError


@dataclass(frozen=True, eq=False)
class Ids:
    """A column of ids.

    Attributes
    ----------
    code : int32 or int64 [rows]
        The id itself, where it is a whole number from 0; else its place in `words`.
    words : pa.StringArray or None
        Each different id once; None where ids are whole numbers.
    """

    code: NDArray[Any]
    words: "pa.StringArray | None"

    @classmethod
    def of(cls, long: Long, name: str) -> Self:
        """Read a column in which every cell is filled in.

        Raises
        ------
        InputError
            If a cell is empty.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        cells = long.column(name)
        if pa.types.is_integer(cells.type) and not cells.null_count and len(cells):
            bounds = pc.min_max(cells)
            if bounds["min"].as_py() >= 0 and bounds["max"].as_py() < 2**31:
                return cls(_whole(cells), None)
        words, code = coded(cells)
        empty = words.index("").as_py()  # -1 is its code where no word is empty
        is_empty = (code == -1) | ((code == empty) & (empty >= 0))
        if is_empty.any():
            key = f"line {int(is_empty.argmax()) + long.first_line}, {name}"
            raise InputError(Problem(long.place, key, "a name or number", "nothing"))
        return cls(code, words)

    def as_words(self) -> "Ids":
        """Give ids that are whole numbers as words."""
        import pyarrow as pa

        if self.words is not None:
            return self
        return Ids(*reversed(coded(pa.chunked_array([self.code]))))

    def label(self, codes: NDArray[Any]) -> list[str]:
        """Write ids as words."""
        if self.words is None:
            return [*map(str, codes.tolist())]
        found: list[str] = self.words.take(codes).to_pylist()
        return found


def _whole(cells: "pa.ChunkedArray") -> NDArray[np.int32]:
    """Copy whole numbers chunk by chunk, so that nothing is held twice."""
    found = np.empty(len(cells), np.int32)
    at = 0
    for chunk in cells.chunks:
        found[at : at + len(chunk)] = chunk.to_numpy()
        at += len(chunk)
    return found


def coded(cells: "pa.ChunkedArray") -> "tuple[pa.StringArray, NDArray[np.int32]]":
    """Find each different word of a column, in the order of the file, and where each stands.

    What is empty has the code -1.
    """
    import pyarrow as pa

    if not pa.types.is_dictionary(cells.type):
        cells = cells.dictionary_encode()
    chunks = cells.unify_dictionaries().chunks
    words = chunks[0].dictionary.cast(pa.string()) if chunks else pa.array([], pa.string())
    codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in chunks]
    return words, np.concatenate(codes).astype(np.int32) if codes else np.zeros(0, np.int32)


def numbered(
    known: Ids | None, *sides: Ids
) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Give everybody a row: who is known, then the others as they first appear.

    Returns
    -------
    ids, ego, alter
    """
    columns = [*sides] if known is None else [*sides, known]
    most = max((int(one.code.max()) for one in columns if len(one.code)), default=-1)
    n_rows = sum(len(one.code) for one in columns)
    if any(one.words is not None for one in columns) or most > _MOST_GAPS * n_rows:
        columns = _in_one_list([one.as_words() for one in columns])
        most = len(columns[0].words or ()) - 1
    ends, n_known = [one.code for one in columns[:2]], 0 if known is None else len(known.code)
    row_of = np.full(most + 1, -1, np.int64)
    listed = np.zeros(0, np.int64)
    if known is not None:
        listed = columns[2].code.astype(np.int64)
        row_of[listed] = np.arange(n_known)
    new = _new(ends, row_of)
    row_of[new] = np.arange(n_known, n_known + len(new))
    listed = np.append(listed, new)
    ids = columns[0].label(listed)
    ego, alter = (row_of[code] for code in ends)
    return ids, ego, alter


def _new(ends: Sequence[NDArray[np.int32]], row_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """List who has no row yet, in the order of the ties: the ego of a tie before its alter."""
    first = np.full(len(row_of), _NEVER, np.int64)
    for side, code in enumerate(ends):
        at = np.flatnonzero(row_of[code] < 0)
        if len(at):
            seen = np.full(len(row_of), _NEVER, np.int64)
            seen[code[at][::-1]] = 2 * at[::-1] + side
            np.minimum(first, seen, out=first)
    new = np.flatnonzero(first < _NEVER)
    return new[np.argsort(first[new])]


def _in_one_list(columns: Sequence[Ids]) -> list[Ids]:
    """Give the same word the same code in each column."""
    import pyarrow as pa

    together = pa.chunked_array([one.words for one in columns])
    words, place = coded(together)
    starts = np.cumsum([0, *(len(one.words or ()) for one in columns)])
    return [
        Ids(place[start:][one.code], words) for start, one in zip(starts[:-1], columns, strict=True)
    ]

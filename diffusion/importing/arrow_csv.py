"""Reads long CSV files column by column, where they are plain: a row a line, and no quotes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from diffusion.importing.cells import hidden_marks, with_numbers
from diffusion.importing.grids import trimmed
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Column, Sheet
from diffusion.readers.separators import SAYS_SEPARATOR
from diffusion.util.hidden import as_seen

if TYPE_CHECKING:
    import pyarrow as pa

FEWEST_BYTES = 1 << 20
"""Length of a file that is read so; a shorter one is read line by line."""

_LEFTOVER = "(?i)total|jumlah|average|rata"
"""What may stand in a row that is nobody, and that is looked at line by line."""

FIRST_LINE = 2
"""Where the first row stands, below the headings."""


def plain_table(
    content: bytes, mark: str, types: "Mapping[str, pa.DataType] | None" = None
) -> "pa.Table | None":
    """Cut the bytes of a file into columns of words.

    Parameters
    ----------
    content
    mark
        What stands between cells.
    types
        Columns that are not words but numbers, by name.

    Returns
    -------
    table
        None if the file is not plain: it has quotation marks, empty lines, rows of another length,
        other letters than UTF-8, a title, columns without a name, or a word for a number.
    """
    import pyarrow as pa
    from pyarrow import csv

    content = content.removeprefix(b"\xef\xbb\xbf")
    n_lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if b'"' in content or b"\0" in content or content.count(b"\r") != content.count(b"\r\n"):
        return None
    try:
        first = content.partition(b"\n")[0].decode().rstrip("\r")
    except UnicodeDecodeError:
        return None
    names = [trimmed(name) for name in first.split(mark)]
    if None in names or len({*names}) < len(names) or SAYS_SEPARATOR.fullmatch(first):
        return None
    kinds = {str(name): pa.string() for name in names} | dict(types or {})
    try:
        table = csv.read_csv(
            pa.BufferReader(content),
            csv.ReadOptions(column_names=[str(name) for name in names], skip_rows=1),
            csv.ParseOptions(delimiter=mark, quote_char=False),
            csv.ConvertOptions(column_types=kinds),
        )
    except pa.ArrowInvalid:
        return None
    return table if table.num_rows == n_lines - 1 > 0 else None


def has_codes(content: bytes, mark: str) -> bool:
    """Tell whether digits stand behind a 0 in some cell, as in 007, which is no number."""
    letter = np.frombuffer(content, np.uint8)
    zero = np.flatnonzero(letter[1:-1] == ord("0")) + 1
    before, after = letter[zero - 1], letter[zero + 1]
    is_first = (before == ord(mark)) | (before == ord("\n"))
    return bool((is_first & (after >= ord("0")) & (after <= ord("9"))).any())


def sheet_of(name: str, table: "pa.Table") -> tuple[Sheet, list[Note]] | None:
    """Make a sheet of columns of words; None if some rows may be none: totals, notes, headings."""
    import pyarrow.compute as pc

    if table.num_columns < 2:  # any row may be a note
        return None
    words: dict[str, list[Cell]] = {}
    codes = {}
    n_filled = np.zeros(table.num_rows, np.int64)
    n_again = 0
    for heading in table.column_names:
        chunks = table.column(heading).dictionary_encode().unify_dictionaries().chunks
        known = chunks[0].dictionary
        if pc.any(pc.match_substring_regex(known, _LEFTOVER)).as_py():
            return None
        written = known.to_pylist()
        if any(map(hidden_marks, written)):
            return None
        words[heading] = [*map(trimmed, written)]
        codes[heading] = np.concatenate([chunk.indices.to_numpy() for chunk in chunks])
        is_filled = np.array([word is not None for word in words[heading]])
        n_filled += is_filled[codes[heading]]
        n_again += heading in words[heading]
    if (n_filled < 2).any() or n_again == len(words):
        return None
    read, notes = with_numbers(words, sheet=name)
    columns = {
        as_seen(heading): Column(
            as_seen(heading), tuple(map(cells.__getitem__, codes[heading].tolist()))
        )
        for heading, cells in read.items()
    }
    return Sheet(name, columns, tuple(range(FIRST_LINE, table.num_rows + FIRST_LINE))), notes

"""Tables as a file has them: sheets of named columns, with what the file says of its codes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from diffusion.importing.notes import Note


class Missing(NamedTuple):
    """A cell in which no value stands, and why: a code such as -99, .a or "refused"."""

    reason: str


type Cell = str | int | float | bool | date | datetime | Missing | None
"""None is an empty cell; a whole number that a file keeps as 7.0 is 7."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    name : str
        Its heading, or the name of the question.
    cells : tuple of Cell
        One for each row.
    label : str
        The question as it was asked, where the file says it.
    meanings : mapping of Cell to str
        What codes mean (value labels), where the file says it.
    letter : str
        What a spreadsheet calls it, such as "B"; "" where columns have no letters.
    """

    name: str
    cells: tuple[Cell, ...]
    label: str = ""
    meanings: Mapping[Cell, str] = field(default_factory=dict)
    letter: str = ""


class Parent(NamedTuple):
    """Whose rows those of a sheet belong to: `key` here is `parent_key` in the sheet `sheet`."""

    sheet: str
    key: str
    parent_key: str


@dataclass(frozen=True)
class Sheet:
    """A table.

    Attributes
    ----------
    name : str
        Of the sheet, or of the file.
    columns : mapping of str to Column
        By name, all of one length, in the order of the file.
    rows : tuple of int
        Where each row stands in the file, as a person counts: its line, or the row of the sheet.
    parent : Parent or None
        For a group that is repeated within the rows of another sheet.
    """

    name: str
    columns: Mapping[str, Column]
    rows: tuple[int, ...]
    parent: Parent | None = None

    def where(self, row: int, column: str) -> str:
        """Say where a cell stands, as a person finds it: "Data, B7", or "line 7, name"."""
        letter = self.columns[column].letter
        if letter:
            return f"{self.name}, {letter}{self.rows[row]}"
        return f"line {self.rows[row]}, {column}"


@dataclass(frozen=True)
class Tables:
    """What a reader of tables gives.

    Attributes
    ----------
    place : str
        The file, as messages name it.
    format : str
        Name of the format, in words.
    sheets : tuple of Sheet
    notes : tuple of Note
        What the reader noticed.
    choices : mapping of str to value
        How they are to be read, as import.toml would say it, where the reader knows the form.
    """

    place: str
    format: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Note, ...] = ()
    choices: Mapping[str, object] = field(default_factory=dict)

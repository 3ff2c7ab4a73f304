"""Makes a sheet of named columns from rows of cells, as people fill in spreadsheets."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from diffusion.importing.cells import hidden_marks, with_numbers
from diffusion.importing.notes import Note
from diffusion.importing.tables import Cell, Column, Missing, Sheet
from diffusion.readers.leftovers import NOTE, TOTAL_ALONE
from diffusion.readers.tables import BLANKS
from diffusion.util.hidden import as_seen, name_of

type Row = tuple[int, list[Cell]]
"""Where a row stands in the file, from 1, and its cells."""

type Joined = tuple[int, int, int, int]
"""Merged cells: first and last row, from 1, and first and last column, from 0."""

_MOST_ABOVE = 50
"""Rows among which the headings are sought."""

_MOST_OF_WIDTH = 0.6
"""Share of the width of a table that its headings fill at least."""

_MOST_TOLD = 10
"""Rows or cells that one note names."""

SECTION = "section"
"""Heading of the column that says below which line across the table a row stands."""


@dataclass(slots=True)
class _Grid:
    """Filled rows, and what was noticed of them so far."""

    name: str
    rows: list[Row]
    joined: Sequence[Joined]
    notes: list[Note] = field(default_factory=list)

    def note(self, name: str, *, is_odd: bool = False, **filled: object) -> None:
        self.notes.append(Note(f"tables.{name}", {"sheet": self.name} | filled, is_odd))


def sheet_of(
    name: str, rows: Sequence[Row], *, has_letters: bool, joined: Sequence[Joined] = ()
) -> tuple[Sheet | None, list[Note]]:
    """Find the headings among rows of cells, and take what stands below them.

    Left out, and told: titles above the headings, headings that stand again, totals and notes
    below. A line across the whole table becomes a column of its own, `SECTION`.

    Parameters
    ----------
    name
        Of the sheet.
    rows
        In the order of the file; empty ones too.
    has_letters
        Whether columns are called by letters, as in a spreadsheet.
    joined
        Merged cells, where they are known.

    Returns
    -------
    sheet, notes
        None where no cell is filled.
    """
    grid = _Grid(name, [*filled_rows(rows)], joined)
    if not grid.rows:
        return None, [Note("tables.empty_sheet", {"sheet": name})]
    _tell_of_hidden(grid, rows)
    top = headings_at(grid.rows)
    headings, below = _headings(grid, top)
    body, sections = _body(grid, below, headings)
    width = max(len(headings), *(len(row) for _, row in body), 0) if body else len(headings)
    headings += [""] * (width - len(headings))
    cells = {at: [row[at] if at < len(row) else None for _, row in body] for at in range(width)}
    kept = [at for at in range(width) if headings[at] or any(one is not None for one in cells[at])]
    names = _names(grid, [headings[at] for at in kept], [letter_of(at) for at in kept])
    by_name = dict(zip(names, (cells[at] for at in kept), strict=True))
    letters = dict(zip(names, (letter_of(at) for at in kept), strict=True))
    if any(sections):
        by_name[_other(SECTION, by_name)] = [*sections]
    read, notes = with_numbers(by_name, sheet=name)
    columns = {
        heading: Column(heading, found, letter=letters.get(heading, "") if has_letters else "")
        for heading, found in read.items()
    }
    return Sheet(name, columns, tuple(line for line, _ in body)), [*grid.notes, *notes]


def letter_of(column: int) -> str:
    """Name a column, from 0, as a spreadsheet does: A, B, ... Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def listed(items: Sequence[object]) -> str:
    """Name the first few of many things."""
    more = ["..."] if len(items) > _MOST_TOLD else []
    return ", ".join(map(str, [*items[:_MOST_TOLD], *more]))


def _tell_of_hidden(grid: _Grid, rows: Sequence[Row]) -> None:
    """Tell that characters which nobody sees are left out of words."""
    found = [
        (line, marks[0]) for line, row in rows for cell in row if (marks := hidden_marks(cell))
    ]
    if found:
        lines = listed([*dict.fromkeys(line for line, _ in found)])
        grid.note("hidden_letters", is_odd=True, rows=lines, mark=name_of(found[0][1]))


def filled_rows(rows: Sequence[Row]) -> Iterator[Row]:
    """Leave out the rows in which nothing stands, and blanks around words."""
    for line, row in rows:
        cells = [trimmed(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield line, cells


def trimmed(cell: Cell) -> Cell:
    """Leave out blanks around a word, and what nobody sees; None where nothing is left."""
    if type(cell) is not str:
        return cell
    if not (cell.isascii() and cell.isprintable()):
        cell = as_seen(cell)
    return cell.strip(BLANKS) or None


def _n_filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def headings_at(rows: Sequence[Row]) -> int:
    """Find the row of headings: the first that is about as wide as the table."""
    first = [row for _, row in rows[:_MOST_ABOVE]]
    widest = max(map(_n_filled, first), default=0)
    return next(
        (at for at, row in enumerate(first) if _n_filled(row) >= _MOST_OF_WIDTH * widest), 0
    )


def _headings(grid: _Grid, top: int) -> tuple[list[str], int]:
    """Take the headings, which may stand in two rows; say also which row is the first below."""
    line, row = grid.rows[top]
    above = below = None
    if top and grid.rows[top - 1][0] == line - 1 and _is_upper(grid, top - 1, row):
        above = grid.rows[top - 1][1]
    elif top + 1 < len(grid.rows) and _is_lower(row, grid.rows[top + 1][1]):
        below = grid.rows[top + 1][1]
    titles = grid.rows[: top - 1 if above is not None else top]
    for at, cells in titles:
        text = " ".join(_text(cell) for cell in cells if cell is not None)
        grid.note("title", row=at, text=text)
    if above is not None:
        return _in_two_rows(above, row), top + 1
    if below is not None:
        return _in_two_rows(row, below), top + 2
    return [_text(cell) for cell in row], top + 1


def _is_upper(grid: _Grid, at: int, row: Sequence[Cell]) -> bool:
    """Whether a row above the headings names groups of them, and is no title."""
    line, above = grid.rows[at]
    if any(cell is not None and (n >= len(row) or row[n] is None) for n, cell in enumerate(above)):
        return True
    spans = [one for one in grid.joined if one[0] == line and one[3] > one[2]]
    return _n_filled(above) > 1 or any(first > 0 for _, _, first, _ in spans)


def _is_lower(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a row below headings names the members of groups that these name."""
    width = max(len(row), len(below))
    upper = [row[n] if n < len(row) else None for n in range(width)]
    lower = [below[n] if n < len(below) else None for n in range(width)]
    gaps = {n for n in range(1, width) if upper[n] is None}
    members = {n for n in range(width) if lower[n] is not None}
    groups = {n for n in range(width - 1) if upper[n] is not None and n + 1 in gaps}
    are_words = all(type(lower[n]) is str for n in members)
    return bool(gaps) and are_words and members == gaps | groups


def _in_two_rows(above: Sequence[Cell], below: Sequence[Cell]) -> list[str]:
    """Join headings in two rows; the group is named where its member alone is not enough."""
    width = max(len(above), len(below))
    upper = [_text(above[n]) if n < len(above) else "" for n in range(width)]
    lower = [_text(below[n]) if n < len(below) else "" for n in range(width)]
    found: list[str] = []
    group = ""
    for over, under in zip(upper, lower, strict=True):
        group = over or group
        if not under:
            found.append(over)
        elif lower.count(under) > 1 and group:
            found.append(f"{group} {under}")
        else:
            found.append(under)
    return found


def _text(cell: Cell) -> str:
    """Write a heading; a number or a date may be one."""
    match cell:
        case None:
            return ""
        case Missing():
            return cell.reason
        case datetime() | date():
            return cell.isoformat()
    return " ".join(str(cell).split())


def _body(grid: _Grid, below: int, headings: Sequence[str]) -> tuple[list[Row], list[str | None]]:
    """Take the rows below the headings; say also below which line across the table each stands."""
    spread = {line: last - first for line, last_row, first, last in grid.joined if line == last_row}
    body: list[Row] = []
    sections: list[str | None] = []
    again: list[int] = []
    left_out: list[str] = []
    section = None
    for line, cells in grid.rows[below:]:
        first = next(cell for cell in cells if cell is not None)
        is_alone = _n_filled(cells) == 1
        text = first if type(first) is str else ""
        if [_text(cell) for cell in cells] == headings[: len(cells)] and not is_alone:
            again.append(line)
        elif TOTAL_ALONE.fullmatch(text) or (is_alone and NOTE.fullmatch(text)):
            left_out.append(f"{line} ({text})")
        elif is_alone and text and spread.get(line, 0) and len(headings) > 1:
            section = text
        else:
            body.append((line, cells))
            sections.append(section)
    if again:
        grid.note("headings_again", rows=listed(again))
    if left_out:
        grid.note("totals", is_odd=True, rows=listed(left_out))
    if any(sections):
        named = [*dict.fromkeys(one for one in sections if one)]
        grid.note("sections", sections=listed(named), column=SECTION)
    return _with_joined(grid, body), sections


def _with_joined(grid: _Grid, body: list[Row]) -> list[Row]:
    """Write what stands in cells that are merged downwards into each of their rows."""
    at = dict(body)
    told = []
    for first, last, column, last_column in grid.joined:
        value = at[first][column] if first in at and column < len(at[first]) else None
        if last == first or last_column != column or value is None:
            continue
        told.append(f"{letter_of(column)}{first}:{letter_of(column)}{last}")
        for line in range(first + 1, last + 1):
            if line in at:
                row = at[line]
                row += [None] * (column + 1 - len(row))
                row[column] = value
    if told:
        grid.note("joined_cells", cells=listed(told))
    return body


def _names(grid: _Grid, headings: Sequence[str], letters: Sequence[str]) -> list[str]:
    """Give each column a name of its own, and tell where the file does not."""
    names: dict[str, None] = {}
    without: list[str] = []
    same: list[str] = []
    numbers: dict[str, int] = {}
    for heading, letter in zip(headings, letters, strict=True):
        if not heading:
            without.append(letter)
        elif heading in names:
            same.append(heading)
        name = heading or f"column {letter}"
        names[_other(name, names, numbers)] = None
    if without:
        grid.note("without_heading", columns=listed(without))
    if same:
        grid.note("same_headings", is_odd=True, headings=listed([*dict.fromkeys(same)]))
    return [*names]


def _other(name: str, taken: Collection[str], numbers: dict[str, int] | None = None) -> str:
    """Add a number to a name that is taken; `numbers` keeps the last one of each name."""
    known = {} if numbers is None else numbers
    found = name
    while found in taken:
        known[name] = known.get(name, 1) + 1
        found = f"{name} ({known[name]})"
    return found

"""A table that keeps its names and numbers whole, however narrow the terminal is."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

_GAP = 2
"""Blanks between two columns."""

_INDENT = 2
"""Blanks before the numbers of a row whose name stands in a line of its own."""

_SHORT = 10
"""Width of names that always stand beside their numbers, as months do."""

_LEAST = 4
"""Width that a column keeps in any terminal."""


class Heading(NamedTuple):
    """What stands above a column; one that `belongs` is never parted from the column before it."""

    text: str
    belongs: bool = False


class Listing:
    """Rows with a name first and numbers behind it, as a table.

    Where the terminal is too narrow for a name beside its numbers, the name has a line of its own
    above them; where it is too narrow for the numbers too, they stand in several tables below each
    other.

    Parameters
    ----------
    headings
        What stands above each column, the name's first.
    title
        What stands above the table.
    n_keys
        Columns from the left that tell what a row is about; each of several tables has them.
    """

    def __init__(
        self, headings: Sequence[Heading], *, title: str | None = None, n_keys: int = 1
    ) -> None:
        self.headings = [*headings]
        self.title = title
        self.n_keys = n_keys
        self.rows: list[list[str]] = []

    def add_row(self, *cells: str) -> None:
        """Add a row; what of it is not given is left empty."""
        self.rows.append([*cells, *[""] * (len(self.headings) - len(cells))])

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        blocks = [*self._blocks(options.max_width)]
        if self.title and len(blocks) > 1:
            yield Text(self.title, style="table.title")
        for block in blocks:
            title = self.title if len(blocks) == 1 else None
            yield from self._table(block, title, console, options)
            if block is not blocks[-1]:
                yield Text("")

    def _width(self, column: int) -> int:
        """Width of a column in which nothing is broken."""
        cells = [self.headings[column].text, *(row[column] for row in self.rows)]
        return max(cell_len(line) for cell in cells for line in cell.split("\n"))

    def _blocks(self, width: int) -> Iterator[list[int]]:
        """Share the columns out to as few tables as can be, each with the keys."""
        keys = [*range(1, self.n_keys)]
        longest = max(self._width(0), _INDENT)
        beside = longest if longest <= _SHORT else _INDENT
        left = width - beside - sum(_GAP + self._width(column) for column in keys)
        block: list[int] = []
        used = 0
        for together in self._together():
            needs = sum(_GAP + self._width(column) for column in together)
            if block and used + needs > left:
                yield [*keys, *block]
                block, used = [], 0
            block += together
            used += needs
        yield [*keys, *block]

    def _together(self) -> Iterator[list[int]]:
        """Give the columns behind the keys, those that belong together in one list."""
        together: list[int] = []
        for column in range(self.n_keys, len(self.headings)):
            if together and not self.headings[column].belongs:
                yield together
                together = []
            together.append(column)
        yield together

    def _table(
        self, block: Sequence[int], title: str | None, console: Console, options: ConsoleOptions
    ) -> RenderResult:
        """Draw one table; names that do not fit beside their numbers stand above them."""
        widths = self._widths(block, options.max_width)
        room = max(_INDENT, options.max_width - sum(_GAP + width for width in widths))
        head = self.headings[0].text
        table = Table(
            box=box.SIMPLE_HEAD, title=title, title_justify="left", show_edge=False, padding=0
        )
        table.add_column(head if cell_len(head) <= room else "", no_wrap=True, min_width=_INDENT)
        for column, width in zip(block, widths, strict=True):
            heading = _folded(self.headings[column].text, width, console)
            table.add_column(heading, justify="right", no_wrap=True)
        heights, above, last = [], [], ""
        for name, *cells in ([row[0], *(row[column] for column in block)] for row in self.rows):
            is_beside = cell_len(name) <= room
            above.append("" if is_beside or name == last else name)
            last = "" if is_beside else name
            shown = [
                _folded(cell, width, console) for cell, width in zip(cells, widths, strict=True)
            ]
            table.add_row(name if is_beside else "", *shown)
            heights.append(max(cell.count("\n") for cell in shown) + 1)
        lines = console.render_lines(table, options, pad=False)
        place = len(lines) - sum(heights)
        yield from _joined(lines[:place])
        for name, height in zip(above, heights, strict=True):
            if name:
                yield Text(_in_lines(name, options.max_width))
            yield from _joined(lines[place : place + height])
            place += height

    def _widths(self, block: Sequence[int], width: int) -> list[int]:
        """Width of each column; the widest gives way where a single one is too wide."""
        widths = [self._width(column) for column in block]
        over = sum(_GAP + one for one in widths) + _INDENT - width
        if over > 0:
            widest = widths.index(max(widths))
            widths[widest] = max(_LEAST, widths[widest] - over)
        return widths


def _joined(lines: Sequence[Sequence[Segment]]) -> Iterator[Segment]:
    for line in lines:
        yield from (*line, Segment.line())


def _folded(cell: str, width: int, console: Console) -> str:
    """Write a cell in lines of no more than a width, each behind the blanks that part columns.

    The box draws one blank of the gap. Padding would be for the others, but rich before 14.3 counts
    it at the table's edge too, where it draws none.
    """
    lines = cell.split("\n")
    if any(cell_len(line) > width for line in lines):  # wrapping takes a while
        lines = [line.plain for line in Text(cell).wrap(console, width)]
    blanks = " " * (_GAP - 1)
    return "\n".join(blanks + line.rstrip() for line in lines)


def _in_lines(name: str, width: int) -> str:
    """Write a name in one line; where even that is too narrow, in lines that end with a word."""
    lines = [""]
    for word in re.findall(r"[^_ ]*[_ ]|[^_ ]+", name):
        if lines[-1] and cell_len((lines[-1] + word).rstrip()) > width:
            lines.append("")
        lines[-1] += word
    return "\n".join(line.rstrip() for line in lines)

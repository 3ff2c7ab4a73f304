"""Finds among the sheets of a survey the one of people, and what belongs to its rows."""

from collections.abc import Sequence
from dataclasses import replace

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.choices import People
from diffusion.importing.columns import ADOPTION, NOMINATION, called, sounds
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import part_of
from diffusion.importing.tables import Sheet, Tables
from diffusion.importing.units import is_blank

MOST_LISTED = 10
"""Sheets that a message lists."""


def joined(sheet: Sheet, tables: Tables) -> Sheet:
    """Give a sheet also the columns of those to whose rows its rows belong."""
    columns = dict(sheet.columns)
    below, rows = sheet, list(range(len(sheet.rows)))
    while below.parent is not None:
        above = sheet_called(tables, below.parent.sheet)
        if above is None:
            break
        row_of = rows_by_key(above, below.parent.parent_key)
        keys = below.columns[below.parent.key].cells
        rows = [row_of.get(part_of(keys[row]), -1) if row >= 0 else -1 for row in rows]
        for name, column in above.columns.items():
            if name not in columns:
                cells = tuple(column.cells[row] if row >= 0 else None for row in rows)
                columns[name] = replace(column, cells=cells)
        below = above
    return replace(sheet, columns=columns)


def sheet_called(tables: Tables, name: str) -> Sheet | None:
    """Find a sheet by its name; None if there is none."""
    return next((one for one in tables.sheets if one.name == name), None)


def rows_by_key(sheet: Sheet, column: str) -> dict[str, int]:
    """Row of a sheet, from 0, by what stands in a column."""
    if column not in sheet.columns:
        return {}
    return {part_of(cell): row for row, cell in enumerate(sheet.columns[column].cells)}


def is_ties_sheet(sheet: Sheet) -> bool:
    """Tell whether each row of a sheet is a tie: it has a column of egos and another of alters."""
    egos, alters = called(sheet, "ego"), called(sheet, "alter")
    if not egos or not alters or (egos == alters and len(egos) < 2):
        return False
    own = {*called(sheet, "name"), *called(sheet, "id")}
    numbered = [name for name in alters if name not in own]
    return bool(numbered) and sheet.parent is None and _repeats(sheet, egos, alters)


def _repeats(sheet: Sheet, egos: Sequence[str], alters: Sequence[str]) -> bool:
    """Tell whether egos are no ids of rows: not called so, or several rows have the same."""
    first = next((name for name in egos if name not in alters[:1]), egos[0])
    if first not in (*called(sheet, "name"), *called(sheet, "id")):
        return True
    cells = [cell for cell in sheet.columns[first].cells if not is_blank(cell)]
    return len({*map(part_of, cells)}) < len(cells)


def people_sheet(tables: Tables, people: People, gathered: Gathered) -> Sheet | None:
    """Find the sheet that has a row for each person; None if there is none but ties."""
    if people.sheet is not None:
        found = tables.sheets[0] if len(tables.sheets) == 1 else sheet_called(tables, people.sheet)
        if found is None:
            names = [one.name for one in tables.sheets]
            problem = Problem(
                tables.place, "people.sheet", one_of(names, people.sheet), as_written(people.sheet)
            )
            raise InputError(problem)
        return found
    if people.id or people.name:
        wanted = {*people.id, *([people.name] if people.name else [])}
        having = [one for one in tables.sheets if wanted <= {*joined(one, tables).columns}]
        if having:
            return having[0]
    ties = [one for one in tables.sheets if is_ties_sheet(one)]
    others = [one for one in tables.sheets if one not in ties and one.rows]
    if not others and ties:
        return None
    having = [one for one in others if called(one, "id") or called(one, "name")]
    roots = [one for one in having if _depth(one, tables) == _least_depth(having, tables)]
    if len(roots) > 1:
        rich = [
            one
            for one in roots
            if any(sounds(c, NOMINATION) or sounds(c, ADOPTION) for c in one.columns.values())
            or any(below.parent and below.parent.sheet == one.name for below in tables.sheets)
        ]
        roots = rich or roots
    if len(roots) == 1 or (roots and len(tables.sheets) == len(roots) == 1):
        return roots[0]
    if len(others) == 1 and not roots:
        return others[0]
    names = [one.name for one in roots or others]
    gathered.ask(
        tables.place,
        "",
        "one sheet with a row for each person",
        f"{len(names)}: {', '.join(names[:MOST_LISTED])}",
        section="people",
        line=f'sheet = "{names[0] if names else "..."}"',
    )
    gathered.refuse()
    return None


def _depth(sheet: Sheet, tables: Tables) -> int:
    above = None if sheet.parent is None else sheet_called(tables, sheet.parent.sheet)
    return 0 if above is None else 1 + _depth(above, tables)


def _least_depth(sheets: Sequence[Sheet], tables: Tables) -> int:
    return min((_depth(one, tables) for one in sheets), default=0)

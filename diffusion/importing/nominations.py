"""Finds in the tables of a survey who names whom: side by side, in rows, or in a repeated group."""

from collections import Counter
from dataclasses import dataclass

from diffusion.importing.choices import Choices, TiesOfFile
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import Roll, part_of
from diffusion.importing.nomination_columns import SEVERAL
from diffusion.importing.people import Asked
from diffusion.importing.sheets import joined, rows_by_key, sheet_called
from diffusion.importing.tables import Cell, Missing, Sheet, Tables
from diffusion.importing.units import goes_one_way, is_blank, is_one_of, moment_of, number_of


@dataclass(frozen=True)
class Named:
    """A cell in which somebody is named.

    Attributes
    ----------
    kind, by : str
        Kind of the tie, and whether by id or by name.
    ego : int or str
        Who names: a person asked, or what is written where rows are long.
    alter : str
    row : int
        Where it stands in the file.
    weight, begins, ends : float
        NaN where none is said.
    is_directed : bool
        Whether it goes one way, from who names to who is named.
    """

    kind: str
    by: str
    ego: int | str
    alter: str
    row: int
    weight: float = float("nan")
    begins: float = float("nan")
    ends: float = float("nan")
    is_directed: bool = True


@dataclass(frozen=True, eq=False)
class Nominations:
    """What was said of ties.

    Attributes
    ----------
    named : list of Named
    n_half : int
        Rows in which only one of two is named.
    n_blank : int
        Cells for a name in which nothing stands.
    """

    named: list[Named]
    n_half: int
    n_blank: int


def nominations_of(
    tables: Tables, asked: Asked, choices: Choices, gathered: Gathered
) -> Nominations:
    """List every cell in which somebody is named."""
    named: list[Named] = []
    n_half = n_blank = 0
    n_several: Counter[str] = Counter()
    for one in choices.ties or ():
        sheet = _sheet_of(one, tables, asked)
        if sheet is None:
            continue
        for row in range(len(sheet.rows)):
            ego = _ego(one, sheet, row, asked, tables)
            if ego is None:  # a row of nobody who was asked
                continue
            cells = [sheet.columns[name].cells[row] for name in one.alter]
            said = [cell for cell in cells if not _is_nothing(cell, choices)]
            if one.ego and (not said or ego == ""):
                n_half += int(bool(said) != (ego == ""))
                n_blank += int(not said and ego == "")
                continue
            n_blank += len(cells) - len(said)
            for cell in said:
                words = _words(part_of(cell), one, asked.roll)
                n_several[one.kind] += len(words) > 1
                named += [_named(one, sheet, row, ego, word, choices) for word in words]
    for kind, n in n_several.items():
        if n:
            gathered.note("import_ties.several_in_a_cell", kind=kind, n=n, odd=True)
    return Nominations(named, n_half, n_blank)


def _is_nothing(cell: Cell, choices: Choices) -> bool:
    return is_blank(cell) or isinstance(cell, Missing) or is_one_of(cell, choices.missing)


def _sheet_of(one: TiesOfFile, tables: Tables, asked: Asked) -> Sheet | None:
    if asked.sheet is not None and (len(tables.sheets) == 1 or one.sheet == asked.sheet.name):
        return asked.sheet
    name = tables.sheets[0].name if len(tables.sheets) == 1 else one.sheet
    found = None if name is None else sheet_called(tables, name)
    return None if found is None else joined(found, tables)


def _ego(one: TiesOfFile, sheet: Sheet, row: int, asked: Asked, tables: Tables) -> int | str | None:
    """Say who names somebody in a row; None where it is nobody's."""
    if one.ego:
        parts = [part_of(sheet.columns[name].cells[row] or "") for name in one.ego]
        return "/".join(parts) if all(parts) else ""
    below: Sheet | None = sheet
    while below is not None:
        if asked.sheet is not None and below.name == asked.sheet.name:
            return asked.person_of_row.get(row)
        if below.parent is None:
            return None
        above = sheet_called(tables, below.parent.sheet)
        if above is None:
            return None
        key = part_of(below.columns[below.parent.key].cells[row])
        row = rows_by_key(above, below.parent.parent_key).get(key, -1)
        if row < 0:
            return None
        below = above
    return None


def _words(text: str, one: TiesOfFile, roll: Roll) -> list[str]:
    """Take a cell apart in which several are named."""
    by = one.by or "id"
    if roll.knows(text, by):
        return [text]
    for parts in (SEVERAL.split(text), text.split()):
        found = [part for part in parts if part]
        if len(found) > 1 and (
            ";" in text or "\n" in text or all(roll.knows(p, by) for p in found)
        ):
            return found
    return [text]


def _named(
    one: TiesOfFile, sheet: Sheet, row: int, ego: int | str, word: str, choices: Choices
) -> Named:
    """Put together what a row says of a tie."""
    kind = one.kind
    if one.kinds is not None and not _is_nothing(
        cell := sheet.columns[one.kinds].cells[row], choices
    ):
        kind = part_of(sheet.columns[one.kinds].meanings.get(cell, cell))
    numbers = {}
    if one.weight is not None:
        cell = sheet.columns[one.weight].cells[row]
        numbers["weight"] = float("nan") if _is_nothing(cell, choices) else number_of(cell)
    for what, name in (("begins", one.begins), ("ends", one.ends)):
        moment = None if name is None else moment_of(sheet.columns[name].cells[row])
        if moment is not None:
            numbers[what] = float(moment.number)
    is_directed = True
    if one.directions is not None:
        is_directed = goes_one_way(sheet.columns[one.directions].cells[row]) is not False
    by = one.by or "id"
    return Named(kind, by, ego, word, sheet.rows[row], **numbers, is_directed=is_directed)

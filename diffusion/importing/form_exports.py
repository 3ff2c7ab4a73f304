"""What exports of survey programs have in common: groups in headings, options, rows that belong."""

from collections import Counter
from dataclasses import replace

from diffusion.importing.grids import listed
from diffusion.importing.notes import Note
from diffusion.importing.own_form import names_of_questions, with_others
from diffusion.importing.tables import Cell, Parent, Sheet

_CHOSEN = frozenset[Cell]((0, 1, "0", "1", "True", "False", "TRUE", "FALSE", None))
"""What stands in the column of one option of a question with several answers; True is 1."""


def tidied(sheet: Sheet, *, mark: str = "/") -> tuple[Sheet, list[Note]]:
    """Call columns as their questions are called, and put options of one question together.

    Parameters
    ----------
    sheet
    mark
        What stands in headings between the name of a group and that of a question.
    """
    found, notes = _with_options(sheet)
    found = names_of_questions(_without_groups(found, mark))
    found, others = with_others(found)
    return found, [*notes, *others]


def _with_options(sheet: Sheet) -> tuple[Sheet, list[Note]]:
    """Leave out the columns of single options where the question has a column of its own.

    All that was chosen stands there, with blanks between. Without such a column a 1 below
    "group/question" may be an answer, and all columns stay.
    """
    options = [
        name
        for name, column in sheet.columns.items()
        if name.rpartition("/")[0] in sheet.columns and {*column.cells} <= _CHOSEN
    ]
    if not options:
        return sheet, []
    columns = {name: column for name, column in sheet.columns.items() if name not in options}
    questions = [*dict.fromkeys(name.rpartition("/")[0] for name in options)]
    filled = {"sheet": sheet.name, "questions": listed(questions)}
    return replace(sheet, columns=columns), [Note("forms.options", filled)]


def _without_groups(sheet: Sheet, mark: str) -> Sheet:
    """Leave the names of groups out of headings where questions are told apart without them.

    Names may have a "-" of their own; with it, what stands before is a group if several have it.
    """
    parted = {name: name.rpartition(mark) for name in sheet.columns}
    n_with = Counter(before for before, found, _ in parted.values() if found)
    n_last = Counter(last for _, _, last in parted.values())

    def called(name: str) -> str:
        before, found, last = parted[name]
        is_group = mark == "/" or n_with[before] > 1
        is_apart = n_last[last] == 1 and last[:1].isalpha() and not before.startswith("SET")
        return last if found and is_group and is_apart else name

    columns = {
        called(name): replace(
            column, name=called(name), label=column.label or (name if called(name) != name else "")
        )
        for name, column in sheet.columns.items()
    }
    return replace(sheet, columns=columns)


def belonging(
    sheet: Sheet, parent: Sheet, *, key: str, parent_key: str
) -> tuple[Sheet, list[Note]]:
    """Say to which sheet rows of another belong, and tell of those that belong to none."""
    known = {*parent.columns[parent_key].cells}
    cells = sheet.columns[key].cells
    orphans = [
        f"{row} ({'nothing' if cell is None else cell})"
        for row, cell in zip(sheet.rows, cells, strict=True)
        if cell not in known
    ]
    notes = []
    if orphans:
        filled = {"sheet": sheet.name, "n": len(orphans), "rows": listed(orphans)}
        filled |= {"parent": parent.name}
        notes.append(Note("forms.orphans", filled, is_odd=True))
    return replace(sheet, parent=Parent(parent.name, key, parent_key)), notes

"""Finds in the tables of a survey who was asked: the sheet, the ids, the names, the hamlets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.choices import Choices, People
from diffusion.importing.columns import called, is_meta
from diffusion.importing.gathered import Gathered
from diffusion.importing.look_alikes import Roll, part_of
from diffusion.importing.sheets import joined, people_sheet
from diffusion.importing.tables import Cell, Column, Missing, Sheet, Tables
from diffusion.importing.units import is_blank, number_of
from diffusion.readers.headings import column_meant

MOST_LISTED = 10
"""Rows, columns and words that a message lists."""

FEWEST_OF_MATRIX = 3
"""Columns of numbers, and nothing else but names, of what may have been meant as a matrix."""

MATRIX_OR_PEOPLE = (
    "a column that tells people apart, such as id or nama, or a matrix with the same names at the "
    "left and on the top (--format matrix says which differ; --format two_mode takes columns for "
    "groups or events)"
)


@dataclass(frozen=True, eq=False)
class Asked:
    """Those who have a row of their own.

    Attributes
    ----------
    sheet : Sheet or None
        Theirs, with the columns of the sheets to which its rows belong; None if ties alone name
        people.
    roll : Roll
        Who they are, in the order of the file.
    rows : sequence of int
        Row of the sheet of each, from 0.
    person_of_row : mapping of int to int
        Who stands in each row of the sheet.
    n_rows : int
        Rows that are somebody's.
    n_repeated : int
        Rows of somebody who has another one that counts.
    """

    sheet: Sheet | None
    roll: Roll
    rows: Sequence[int]
    person_of_row: Mapping[int, int]
    n_rows: int = 0
    n_repeated: int = 0


def people_of(tables: Tables, choices: Choices, gathered: Gathered) -> tuple[Asked, Choices]:
    """Find who was asked.

    Raises
    ------
    InputError
        If it cannot be told, or a row has no id.
    """
    found = people_sheet(tables, choices.people, gathered)
    if found is None:
        return Asked(None, Roll([], []), (), {}), choices
    sheet = joined(found, tables)
    people = _columns_of(sheet, choices.people, gathered, tables)
    keys, rows = _keys(sheet, people, gathered, tables.place)
    people = _with_hamlet_in_id(sheet, people, keys, gathered)
    keys, rows = _keys(sheet, people, gathered, tables.place, tells=False)
    names = [_text(sheet, people.name, row) for row in rows]
    asked = _once(sheet, people, keys, names, rows, gathered, tables.place)
    return asked, choices.model_copy(update={"people": people})


def _columns_of(sheet: Sheet, people: People, gathered: Gathered, tables: Tables) -> People:
    """Find the columns of ids, names and hamlets, as far as nobody has said them."""
    place, n_sheets = tables.place, len(tables.sheets)
    wanted = [*people.id, *filter(None, (people.name, people.hamlet))]
    problems = [
        Problem(place, sheet.name, one_of([*sheet.columns], name), as_written(name))
        for name in wanted
        if name not in sheet.columns
    ]
    if problems:
        raise InputError(problems)
    said = [name for name in sheet.columns if not is_meta(sheet.columns[name])]
    found: dict[str, object] = {"sheet": sheet.name if n_sheets > 1 else None}
    if people.hamlet is None and (hamlets := called(sheet, "hamlet", among=said)):
        found["hamlet"] = hamlets[0]
    names = [one for one in called(sheet, "name", among=said) if _are_words(sheet.columns[one])]
    if people.name is None and names:
        found["name"] = names[0]
    name = people.name or found.get("name")
    if not people.id:
        ids = [one for one in called(sheet, "id", among=said) if one != name]
        ids = [one for one in ids if _is_filled(sheet.columns[one])]
        if ids or name:
            found["id"] = (ids[0] if ids else str(name),)
        else:
            _ask_for_id(sheet, said, gathered, place)
    told = {key: value for key, value in found.items() if key != "sheet"}
    if "id" in told and told["id"] == (told.get("name"),):
        gathered.note("import_people.name_is_id", column=told["name"])
        del told["id"], told["name"]
    for key, value in told.items():
        column = value[0] if isinstance(value, tuple) else value
        gathered.note(f"import_people.{key}_guessed", column=column)
    return people.model_copy(update=found)


def _ask_for_id(sheet: Sheet, said: Sequence[str], gathered: Gathered, place: str) -> None:
    """Ask which column tells people apart, and stop."""
    each = [name for name in said if _is_filled(sheet.columns[name])]
    near = next((name for name in said if column_meant(name, ["artisan"])), None)
    likely = near or (each[0] if each else "...")
    expected = "a column that tells people apart, such as id or nama"
    found = ", ".join(said[:MOST_LISTED]) or "no column"
    n_columns = sum(_are_numbers(sheet.columns[name]) for name in said)
    if n_columns >= max(FEWEST_OF_MATRIX, len(said) - 1):
        expected = MATRIX_OR_PEOPLE
        found = f"{n_columns} columns of numbers and {len(sheet.rows)} rows"
    gathered.ask(
        place,
        sheet.name,
        expected,
        found,
        section="people",
        line=f'id = ["{likely}"]',
    )
    gathered.refuse()


def _are_numbers(column: Column) -> bool:
    """Tell whether nothing but numbers stands in a column."""
    cells = [cell for cell in column.cells if not is_blank(cell)]
    return bool(cells) and all(number_of(cell) == number_of(cell) for cell in cells)


def _is_filled(column: Column) -> bool:
    return bool(column.cells) and not any(is_blank(cell) for cell in column.cells)


def _are_words(column: Column) -> bool:
    """Tell whether names may stand in a column: words, not numbers."""
    cells = [cell for cell in column.cells if not is_blank(cell)]
    return bool(cells) and all(isinstance(cell, str) for cell in cells)


def _text(sheet: Sheet, name: str | None, row: int) -> str:
    if name is None:
        return ""
    cell = sheet.columns[name].cells[row]
    return "" if is_blank(cell) or isinstance(cell, Missing) else part_of(cell)


def _keys(
    sheet: Sheet, people: People, gathered: Gathered, place: str, *, tells: bool = True
) -> tuple[list[tuple[str, ...]], list[int]]:
    """Parts of the id of each row; rows in which nothing stands are left out, and told."""
    keys: list[tuple[str, ...]] = []
    rows: list[int] = []
    without: list[int] = []
    own = [column for name, column in sheet.columns.items() if not is_meta(column)]
    for row in range(len(sheet.rows)):
        key = tuple(_text(sheet, name, row) for name in people.id)
        if all(is_blank(column.cells[row]) for column in own):
            continue
        if not all(key):
            without.append(sheet.rows[row])
            continue
        keys.append(key)
        rows.append(row)
    if without:
        lines = ", ".join(map(str, without[:MOST_LISTED]))
        columns = " and ".join(people.id)
        found = f"nothing in row {lines} (fill it in, or delete the row)"
        raise InputError(Problem(place, sheet.name, f"an id in each row of {columns}", found))
    if tells and len(rows) < len(sheet.rows):
        gathered.note("import_people.empty_rows", n=len(sheet.rows) - len(rows))
    return keys, rows


def _with_hamlet_in_id(
    sheet: Sheet, people: People, keys: Sequence[tuple[str, ...]], gathered: Gathered
) -> People:
    """Put the hamlet before an id that begins anew in each hamlet."""
    n_twice = len(keys) - len({*keys})
    hamlet = people.hamlet
    if not n_twice or hamlet is None or hamlet in people.id or people.id == (people.name,):
        return people
    cells = sheet.columns[hamlet].cells
    both = {(part_of(cell), *key) for cell, key in zip(cells, keys, strict=False)}
    if len(both) <= len({*keys}) or len(both) < len(keys):
        return people
    n_places = len({*map(part_of, cells)})
    gathered.note("import_people.restart", column=people.id[0], hamlet=hamlet, n=n_places, odd=True)
    return people.model_copy(update={"id": (hamlet, *people.id)})


def _once(
    sheet: Sheet,
    people: People,
    keys: Sequence[tuple[str, ...]],
    names: Sequence[str],
    rows: Sequence[int],
    gathered: Gathered,
    place: str,
) -> Asked:
    """Take one row for each person; ask which, where several differ."""
    places: dict[tuple[str, ...], list[int]] = {}
    for at, key in enumerate(keys):
        places.setdefault(key, []).append(at)
    several = {key: found for key, found in places.items() if len(found) > 1}
    own = [column for column in sheet.columns.values() if not is_meta(column)]
    differ = [
        key for key, found in several.items() if len({_row(own, rows[at]) for at in found}) > 1
    ]
    if differ and people.repeated is None:
        key = differ[0]
        lines = " and ".join(str(sheet.rows[rows[at]]) for at in several[key][:MOST_LISTED])
        more = f", and {len(differ) - 1:,} ids more" if len(differ) > 1 else ""
        gathered.ask(
            place,
            f"{sheet.name}, {', '.join(people.id)}",
            "one row for each person",
            f"{as_written(' '.join(key))} in the rows {lines}{more}",
            section="people",
            line='repeated = "last"',
        )
    is_first = people.repeated == "first" or people.repeated is None
    taken = {key: found[0 if is_first else -1] for key, found in places.items()}
    person_of = {key: number for number, key in enumerate(places)}
    n_repeated = len(keys) - len(places)
    if n_repeated:
        n_same = n_repeated if not differ else 0
        which = "same" if n_same else "first" if is_first else "last"
        gathered.note(f"import_people.repeated_{which}", n=n_repeated, odd=True)
    return Asked(
        sheet,
        Roll([*places], [names[at] for at in taken.values()]),
        [rows[at] for at in taken.values()],
        {rows[at]: person_of[keys[at]] for at in range(len(keys))},
        len(keys),
        n_repeated,
    )


def _row(columns: Sequence[Column], row: int) -> tuple[Cell, ...]:
    return tuple(column.cells[row] for column in columns)

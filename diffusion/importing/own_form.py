"""The survey form that ships with this project: what its questions are called in each language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from diffusion.importing.notes import Note
from diffusion.importing.tables import Column, Sheet

QUESTIONS = {
    "person_id": ("Who is interviewed?", "Siapa yang diwawancarai?"),
    "gender": ("Gender", "Jenis kelamin"),
    "self_efficacy": (
        "How sure are you that you could do it the new way yourself? (0 not at all, 10 completely)",
        "Seberapa yakin Anda mampu melakukan cara baru sendiri? (0 sama sekali tidak, 10 penuh)",
    ),
    "value_fit": (
        "How well does the new way fit how you work and live? (0 not at all, 10 completely)",
        "Seberapa cocok cara baru dengan kerja dan hidup Anda? (0 sama sekali tidak, 10 penuh)",
    ),
    "skill": (
        "How skilled are you in your craft? (0 beginner, 10 master)",
        "Seberapa terampil Anda dalam pekerjaan ini? (0 pemula, 10 ahli)",
    ),
    "uses_innovation": ("Have you ever used the new way?", "Pernahkah Anda memakai cara baru?"),
    "started_using": (
        "In which month did you begin to use it?",
        "Pada bulan apa Anda mulai memakainya?",
    ),
    "still_uses": ("Do you still use it?", "Apakah Anda masih memakainya?"),
    "stopped_using": (
        "In which month did you stop using it?",
        "Pada bulan apa Anda berhenti memakainya?",
    ),
    "kind": ("What is this person to you?", "Apa hubungan orang ini dengan Anda?"),
    "is_listed": ("Is this person in the list?", "Apakah orang ini ada dalam daftar?"),
    "alter": ("Who is it?", "Siapa orangnya?"),
    "alter_other": ("Name of this person", "Nama orang ini"),
    "strength": (
        "How close are you? (0 hardly, 10 very)",
        "Seberapa dekat Anda? (0 hampir tidak, 10 sangat)",
    ),
}
"""Label of each question of docs/forms/survey.csv, in English and in Indonesian."""

NOMINATIONS = "nominations"
"""The group of questions that is repeated for each person named."""

NOT_IN_LIST = "forms.not_in_list"
"""Note of people whose names were written because they are not in the list."""

_ALTER, _OTHER, _LISTED = "alter", "alter_other", "is_listed"
_KIND, _STRENGTH = "kind", "strength"
_SCALE = [0, 10]
_NAME_OF = {label: name for name, labels in QUESTIONS.items() for label in labels}


def is_of_form(names: Sequence[str]) -> bool:
    """Tell whether the columns of a sheet are answers to the form of this project."""
    return {"person_id", "uses_innovation"} <= {_NAME_OF.get(name, name) for name in names}


def choices_of(sheets: Sequence[Sheet]) -> dict[str, object]:
    """Say how answers to the form are to be read; nothing if they are of another form.

    All who are named belong to the community: the list that names are chosen from is the whole.
    """
    named = next(
        (one for one in sheets if one.parent and {_ALTER, _KIND} <= one.columns.keys()), None
    )
    if named is None or not any(is_of_form([*one.columns]) for one in sheets):
        return {}
    nominations = {
        "kind": NOMINATIONS,
        "sheet": named.name,
        "alter": [_ALTER],
        "by": "id",
        "kinds": _KIND,
        "weight": _STRENGTH,
    }
    kinds = dict.fromkeys(cell for cell in named.columns[_KIND].cells if isinstance(cell, str))
    return {
        "unsurveyed": "keep",
        "people": {
            "id": ["person_id"],
            "name": "name",
            "hamlet": "hamlet",
            "scales": dict.fromkeys(("self_efficacy", "value_fit", "skill"), _SCALE),
        },
        "ties": [nominations, *({"kind": kind, "scale": _SCALE} for kind in kinds)],
    }


def names_of_questions(sheet: Sheet) -> Sheet:
    """Call columns as the questions of the form are called where they are headed by its labels."""
    columns: dict[str, Column] = {}
    for name, column in sheet.columns.items():
        meant = _NAME_OF.get(name, name)
        meant = name if meant in sheet.columns else meant
        label = column.label or (name if meant != name else "")
        columns[meant] = replace(column, name=meant, label=label)
    return replace(sheet, columns=columns)


def with_others(sheet: Sheet) -> tuple[Sheet, list[Note]]:
    """Take the name of somebody who is not in the list for who is named."""
    if not {_ALTER, _OTHER, _LISTED} <= sheet.columns.keys():
        return sheet, []
    alters, others = sheet.columns[_ALTER], sheet.columns[_OTHER]
    both = zip(alters.cells, others.cells, strict=True)
    cells = tuple(other if alter is None else alter for alter, other in both)
    n = sum(
        alter is None and cell is not None for alter, cell in zip(alters.cells, cells, strict=True)
    )
    if not n:
        return sheet, []
    columns: Mapping[str, Column] = {**sheet.columns, _ALTER: replace(alters, cells=cells)}
    filled = {"sheet": sheet.name, "n": n, "column": _ALTER, "other": _OTHER}
    return replace(sheet, columns=columns), [Note(NOT_IN_LIST, filled)]

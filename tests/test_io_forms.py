"""Exports of KoboToolbox, ODK Central and SurveyCTO are read alike, and those of our own form."""

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

import diffusion
from diffusion.errors import InputError
from diffusion.i18n.words import both
from diffusion.importing.formats import format_of, read
from diffusion.importing.own_form import QUESTIONS
from diffusion.importing.tables import Parent, Sheet, Tables

HERE = Path(__file__).parent / "files" / "importing"
FORMS = Path(__file__).parents[1] / "docs" / "forms"
ALTERS = ("P02", "P05", "P01", "Pak Slamet Riyadi", "P01", "P02", "P01", "P07", "P05", "P05")


def tables(name: str) -> Tables:
    found = read(HERE / name)
    assert isinstance(found, Tables)
    for note in found.notes:
        assert all("{" not in say(note.name, **note.filled_in) for say in both())
    return found


def egos(found: Tables) -> tuple[object, ...]:
    """Who names somebody in each row of the second sheet, by the sheet that it belongs to."""
    main, named = found.sheets
    assert named.parent is not None
    assert named.parent.sheet == main.name
    keys = main.columns[named.parent.parent_key].cells
    by_key = dict(zip(keys, main.columns["person_id"].cells, strict=True))
    return tuple(by_key.get(cell) for cell in named.columns[named.parent.key].cells)


def sheets(found: Tables) -> dict[str, Sheet]:
    return {one.name: one for one in found.sheets}


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("kobo/own_form.xlsx", "KoboToolbox"),
        ("kobo/own_form_labels.xlsx", "KoboToolbox"),
        ("odk/central.zip", "ODK Central"),
        ("odk/folder", "ODK Central"),
        ("surveycto/survey.csv", "SurveyCTO"),
        ("surveycto/wide.csv", "SurveyCTO"),
    ],
)
def test_answers_to_our_form_are_read_alike(name: str, format_: str) -> None:
    found = tables(name)
    assert found.format == format_
    people, named = found.sheets
    assert people.columns["person_id"].cells == tuple(f"P0{n}" for n in range(1, 8))
    assert people.columns["self_efficacy"].cells == (8, 6, 4, 3, 7, 5, 9)
    assert people.columns["hamlet"].cells == ("Krajan",) * 4 + ("Kidul",) * 3
    began = people.columns["started_using"].cells
    assert began == ("2010-03-01", "2010-09-01", None, None, "2011-01-01", None, "2011-07-01")
    assert named.name == "nominations"
    assert named.columns["alter"].cells[:10] == ALTERS
    assert named.columns["strength"].cells[:10] == (8, 5, 10, 6, 7, 4, 6, 9, 5, 9)
    assert egos(found)[:10] == (
        "P01", "P01", "P02", "P02", "P03", "P04", "P05", "P05", "P06", "P07",
    )  # fmt: skip
    assert "forms.not_in_list" in {note.name for note in found.notes}


def test_labels_are_kept_beside_the_names_of_questions() -> None:
    people, named = tables("kobo/own_form_labels.xlsx").sheets
    assert people.columns["gender"].label == "Jenis kelamin"
    assert people.columns["gender"].cells[:2] == ("Perempuan", "Laki-laki")
    assert named.columns["kind"].cells[0] == "Teman"


def test_a_row_of_a_group_that_belongs_to_nobody_is_kept_and_told_by_its_key() -> None:
    for name in ("odk/central.zip", "odk/folder"):
        found = tables(name)
        assert egos(found)[10] is None
        (told,) = (note for note in found.notes if note.name == "forms.orphans")
        assert (told.filled_in["rows"], told.is_odd) == ("12 (uuid:99)", True)


def test_groups_answers_and_groups_within_groups_of_kobo() -> None:
    found = sheets(tables("kobo/groups.xlsx"))
    people, household, friends = found.values()
    assert [*people.columns][:6] == [
        "name", "hamlet", "crops", "source", "source_other", "household_count",
    ]  # fmt: skip
    assert people.columns["crops"].cells == ("rice maize", "maize")
    assert people.columns["source_other"].cells == (None, "radio")
    assert household.parent == Parent(people.name, "_parent_index", "_index")
    assert friends.parent == Parent("household", "_parent_index", "_index")
    assert friends.columns["friend"].label == "household/friends/friend"


def test_a_csv_of_kobo_is_read_with_a_word_on_what_it_leaves_out() -> None:
    found = tables("kobo/no_repeats.csv")
    assert found.format == "KoboToolbox"
    assert "forms.kobo_csv" in {note.name for note in found.notes}


def test_one_numbered_question_stays_side_by_side() -> None:
    (only,) = tables("surveycto/one.csv").sheets
    assert only.columns["friend_3"].cells == (None, None)


def test_what_is_no_export_is_left_to_others(tmp_path: Path) -> None:
    assert format_of(HERE / "excel" / "decorated.xlsx").name == "excel"
    assert format_of(HERE / "csv" / "bars.csv").name == "csv"
    with pytest.raises(InputError, match="found a packed file of none of these"):
        format_of(HERE / "odk" / "broken_other.zip")
    with pytest.raises(InputError, match="found one that cannot be unpacked"):
        format_of(HERE / "odk" / "broken_cut.zip")
    with pytest.raises(InputError, match="found a folder of none of these"):
        format_of(tmp_path)


def rows_of(sheet: str) -> list[dict[str, str]]:
    with (FORMS / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file)]


def test_the_form_is_one_that_survey_programs_take() -> None:
    made = convert(FORMS / "survey.xlsx")
    assert made.warnings == []
    for question in QUESTIONS:
        assert f"<{question}/>" in made.xform
    assert "jr://file-csv/roster.csv" in made.xform


def test_the_workbook_and_the_labels_are_those_of_the_tables() -> None:
    book = load_workbook(FORMS / "survey.xlsx")
    for sheet in ("survey", "choices", "settings"):
        written = [[cell or "" for cell in row] for row in book[sheet].iter_rows(values_only=True)]
        rows = rows_of(sheet)
        assert written == [[*rows[0]], *([*row.values()] for row in rows)]
    labels = {row["name"]: row for row in rows_of("survey")}
    for question, (english, indonesian) in QUESTIONS.items():
        assert labels[question]["label::English (en)"] == english
        assert labels[question]["label::Bahasa Indonesia (id)"] == indonesian


@pytest.mark.parametrize(
    "name", ["kobo/own_form.xlsx", "odk/central.zip", "surveycto/survey.csv", "surveycto/wide.csv"]
)
def test_answers_to_our_form_become_data_without_a_question(name: str) -> None:
    read_so = diffusion.read_survey(HERE / name)
    assert read_so.report.undecided == ()
    assert read_so.data.n_people == 8
    assert {kind: len(ties.ego) for kind, ties in read_so.data.ties.items()} == {
        "friend": 5, "advice": 2, "family": 1, "work": 2,
    }  # fmt: skip
    assert read_so.data.ties["friend"].weights.tolist() == [0.8, 0.7, 0.9, 0.5, 0.9]
    months = read_so.data.periods
    toa = read_so.data.adoption["innovation"].time
    assert [months[at] for at in toa if at >= 0] == ["2010-03", "2010-09", "2011-01", "2011-07"]

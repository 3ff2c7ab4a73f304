"""Spreadsheets and CSV are read as people keep them; what is broken is told exactly."""

import tomllib
from datetime import date, datetime
from pathlib import Path

import pytest

from diffusion.errors import InputError
from diffusion.i18n.words import both
from diffusion.importing.formats import FORMATS, format_of, read
from diffusion.importing.tables import Missing, Sheet, Tables

HERE = Path(__file__).parent / "files" / "importing"
BROKEN = tomllib.loads((HERE / "broken_tables.toml").read_text(encoding="utf-8"))


def tables(name: str) -> Tables:
    found = read(HERE / name)
    assert isinstance(found, Tables)
    for note in found.notes:
        assert all("{" not in say(note.name, **note.filled_in) for say in both())
    return found


def sheet(name: str) -> Sheet:
    (only,) = tables(name).sheets
    return only


def cells(name: str) -> dict[str, tuple[object, ...]]:
    return {column.name: column.cells for column in sheet(name).columns.values()}


def told(name: str) -> set[str]:
    return {note.name for note in tables(name).notes}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_told_exactly(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read(HERE / name)
    assert str(caught.value) == BROKEN[name]


def test_a_decorated_workbook_is_read_as_a_person_reads_it() -> None:
    name = "excel/decorated.xlsx"
    assert cells(name) == {
        "id": ("007", "008", 9, 10),
        "nama": ("Ibu Sari", "Pak Budi", "Mbak Tuti", "Mas Joko"),
        "dusun": ("Krajan", "Krajan", "Kidul", "Kidul"),
        "mulai": (date(2011, 5, 1), date(2011, 6, 1), Missing("#DIV/0!"), date(2012, 1, 1)),
        "nilai": (1.5, 2.25, Missing("#N/A"), 3),
    }
    assert sheet(name).rows == (4, 5, 6, 8)
    assert sheet(name).where(2, "nilai") == "Pengrajin, E6"
    assert told(name) == {
        f"tables.{one}"
        for one in (
            "title", "hidden_sheet", "empty_sheet", "error_cells", "joined_cells", "totals",
            "decimal_commas",
        )
    }  # fmt: skip


def test_headings_in_two_rows_are_joined_and_lines_across_are_a_column() -> None:
    found = cells("excel/two_rows.xlsx")
    assert [*found] == [
        "No", "Name", "Friends 1", "Friends 2", "Advisers 1", "Advisers 2", "section",
    ]  # fmt: skip
    assert found["section"] == ("Krajan", "Krajan", "Kidul")
    assert found["Advisers 2"] == (None, None, "Tuti")


def test_a_table_may_stand_anywhere_on_its_sheet() -> None:
    found = sheet("excel/away.xlsx")
    assert cells("excel/away.xlsx") == {"id": ("a", "z", "z"), "n": (2, Missing("#REF!"), 5)}
    assert [found.where(row, "n") for row in range(3)] == ["Data, D4", "Data, D9", "Data, D10"]


def test_other_workbooks_are_read_alike() -> None:
    assert cells("excel/old.xls") == {"id": ("007", 7), "share": (7, 2.5)}
    found = cells("excel/pandas.ods")
    assert found["id"] == ("007", 7)
    assert found["day"] == (date(2011, 5, 1), datetime(2011, 6, 1, 10))
    assert type(found["share"][0]) is int


def test_text_with_any_mark_and_in_any_letters_is_read() -> None:
    two = {"id": (1, 2), "name": ("Sari", "Budi")}
    for name in ("tabs.txt", "utf_16.csv", "sep.csv"):
        assert cells(f"csv/{name}") == two
    assert cells("csv/windows_1252.csv") == two | {"name": ("Ren\u00e9", "Budi")}
    assert "source.ansi" in told("csv/windows_1252.csv")
    found = cells("csv/semicolons.csv")
    assert found == {"id": ("007", "008"), "nama": ("Ibu Sari", "Budi; jr"), "skor": (1.5, 2.25)}
    assert cells("csv/bom.csv") == {"id": (1, 2), "name": ("Sari Ibu", Missing("NA"))}
    assert sheet("csv/bom.csv").rows == (2, 4)


def test_codes_that_only_look_like_numbers_stay_text() -> None:
    assert cells("csv/bars.csv")["x"] == ("1.10", "1.1", None)
    assert cells("csv/from_r.csv") == {
        "column A": (1, 2), "id": ("007", "9"), "name": ("Sari", Missing("NA")),
    }  # fmt: skip


def test_characters_that_nobody_sees_are_left_out_and_told(tmp_path: Path) -> None:
    text = "id,name\n1,Sa\u200bri\n2,Budi\u00a0Jr\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    found = read(tmp_path / "a.csv")
    assert isinstance(found, Tables)
    assert found.sheets[0].columns["name"].cells == ("Sari", "Budi Jr")
    assert [(note.name, note.filled_in["rows"]) for note in found.notes] == [
        ("tables.hidden_letters", "2")
    ]


def test_what_stands_around_a_table_is_left_out_and_told() -> None:
    name = "csv/titles.csv"
    assert cells(name) == {"id": (1, 2), "name": ("Sari", "Budi"), "age": (30, None)}
    assert told(name) == {"tables.title", "tables.totals", "tables.short_rows"}


def test_a_workbook_named_as_text_is_read_as_a_workbook(tmp_path: Path) -> None:
    copied = tmp_path / "roster.csv"
    copied.write_bytes((HERE / "excel" / "decorated.xlsx").read_bytes())
    assert format_of(copied).name == "excel"
    copied.write_bytes((HERE / "excel" / "pandas.ods").read_bytes())
    assert format_of(copied).name == "excel"


def test_an_unknown_format_names_all_and_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"csv \(did you mean excel\?\); found \"exel\""):
        format_of("a.csv", "exel")
    (tmp_path / "a.docx").write_bytes(b"x")
    (tmp_path / "b.csv").write_bytes(b"%PDF")
    with pytest.raises(InputError, match=r"excel, csv, which end in .*; found \"\.docx\""):
        format_of(tmp_path / "a.docx")
    with pytest.raises(InputError, match="found a PDF"):
        format_of(tmp_path / "b.csv")
    with pytest.raises(InputError, match="found no such place"):
        format_of(tmp_path / "c.csv")


def test_a_library_that_is_not_there_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError("No module named 'pyreadstat'", name="pyreadstat")

    monkeypatch.setattr("diffusion.importing.io_csv.read", missing)
    (tmp_path / "a.csv").write_bytes(b"a\n1\n")
    with pytest.raises(InputError, match=r"library pyreadstat, .*artisan-diffusion\[survey\]"):
        read(tmp_path / "a.csv")


def test_each_format_is_listed_once() -> None:
    assert len({one.name for one in FORMATS}) == len(FORMATS)

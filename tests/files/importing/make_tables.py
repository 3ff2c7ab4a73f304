"""Made the workbooks of this folder with openpyxl, xlwt, odfpy and pandas; run by hand.

None of these belongs to the project. In an environment of its own:

    pip install openpyxl xlwt odfpy pandas
    python tests/files/importing/make_tables.py
"""

import datetime as dt
from pathlib import Path

import openpyxl
import pandas as pd
import xlwt

HERE = Path(__file__).parent


def decorated() -> None:
    """A roster as people keep one: a title, merged cells, failed formulas, a hidden sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Pengrajin"
    sheet["A1"] = "Pengrajin desa, 2024"
    sheet.merge_cells("A1:E1")
    headings = ["id", "nama", "dusun", "mulai", "nilai"]
    rows = [
        ["007", "Ibu Sari", "Krajan", dt.date(2011, 5, 1), "1,5"],
        ["008", "Pak Budi", None, dt.datetime(2011, 6, 1), "2,25"],
        [9, "Mbak Tuti", "Kidul", None, None],
        [None, None, None, None, None],
        [10, "Mas Joko", "Kidul", dt.date(2012, 1, 1), 3],
        ["Jumlah", 4, None, None, None],
    ]
    for line, row in enumerate([headings, *rows], start=3):
        for column, value in enumerate(row, start=1):
            sheet.cell(line, column, value)
    sheet.merge_cells("C4:C5")
    for cell, code in (("E6", "#N/A"), ("D6", "#DIV/0!")):
        sheet[cell].value, sheet[cell].data_type = code, "e"
    hidden = book.create_sheet("Rahasia")
    hidden.sheet_state = "hidden"
    hidden.append(["id", "nama"])
    hidden.append([1, "Tersembunyi"])
    book.create_sheet("Kosong")
    book.save(HERE / "excel" / "decorated.xlsx")


def two_rows_of_headings() -> None:
    """Groups of headings above their members, and a line across the table for each hamlet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Survey"
    sheet.append(["No", "Name", "Friends", None, "Advisers", None])
    sheet.append([None, None, "1", "2", "1", "2"])
    sheet.append(["Krajan"])
    sheet.append([1, "Sari", "Budi", "Tuti", "Joko", None])
    sheet.append([2, "Budi", "Sari", None, None, None])
    sheet.append(["Kidul"])
    sheet.append([3, "Joko", "Sari", None, "Budi", "Tuti"])
    for cells in ("A1:A2", "B1:B2", "C1:D1", "E1:F1", "A3:F3", "A6:F6"):
        sheet.merge_cells(cells)
    book.save(HERE / "excel" / "two_rows.xlsx")


def matrices() -> None:
    """Two kinds of ties among the same people, a sheet for each, in another order."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "friends"
    for row in (
        [None, "Sari", "Budi", "Tuti"],
        ["Sari", 0, 1, 0],
        ["Budi", 1, 0, 0],
        ["Tuti", 0, 0, 0],
    ):
        sheet.append(row)
    sheet = book.create_sheet("advice")
    for row in (
        [None, "Tuti", "Budi", "Sari"],
        ["Sari", 3, 0, 0],
        ["Budi", 0, 0, 0],
        ["Tuti", 0, 2, 0],
    ):
        sheet.append(row)
    book.save(HERE / "matrix" / "kinds.xlsx")


def away_from_the_corner() -> None:
    """A table that begins in C3, with a failed formula in a row of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Data"
    for cell, value in (("C3", "id"), ("D3", "n"), ("C4", "a"), ("D4", 2), ("C9", "z")):
        sheet[cell] = value
    sheet["D9"].value, sheet["D9"].data_type = "#REF!", "e"
    sheet.merge_cells("C9:C10")
    sheet["D10"] = 5
    book.save(HERE / "excel" / "away.xlsx")


def hidden_alone() -> None:
    """A workbook of which LibreOffice would show nothing."""
    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.create_sheet("Shown")
    book.active.sheet_state = "hidden"
    book.save(HERE / "excel" / "broken_hidden.xlsx")


def other_programs() -> None:
    """The same small table as LibreOffice and old Excel keep it."""
    table = pd.DataFrame(
        {
            "id": ["007", 7],
            "share": [7.0, 2.5],
            "day": pd.to_datetime(["2011-05-01", "2011-06-01 10:00"], format="mixed"),
            "in_use": [True, False],
        }
    )
    table.to_excel(HERE / "excel" / "pandas.ods", engine="odf", index=False, sheet_name="Data")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    for line, row in enumerate([["id", "share"], ["007", 7.0], [7, 2.5]]):
        for column, value in enumerate(row):
            sheet.write(line, column, value)
    book.save(str(HERE / "excel" / "old.xls"))


if __name__ == "__main__":
    decorated()
    two_rows_of_headings()
    matrices()
    away_from_the_corner()
    hidden_alone()
    other_programs()

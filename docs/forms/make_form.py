"""Writes the survey form as a workbook, as KoboToolbox, ODK Central and SurveyCTO want it.

    python docs/forms/make_form.py

The CSV files beside it are the form; `survey.xlsx` is made from them, with the library that
pyxform reads workbooks with.
"""

import csv
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
SHEETS = ("survey", "choices", "settings")


def rows_of(sheet: str) -> list[list[str]]:
    """Rows of one sheet of the form, its headings first."""
    with (HERE / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def main(place: Path) -> None:
    """Write the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = book.create_sheet(name)
        for row in rows_of(name):
            sheet.append([cell or None for cell in row])
    book.save(place)


if __name__ == "__main__":
    main(HERE / "survey.xlsx")

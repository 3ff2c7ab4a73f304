#!/usr/bin/env bash
# python-calamine 0.9.1, CalamineSheet.to_python.
# Input: a workbook with three cells below a heading: a number, nothing, and a formula that has
# failed, which the file keeps as the error #N/A.
# Expected: what failed can be told from what nobody filled in.
# Seen: both are the same empty text. (The library below it in Rust has a value for errors.)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet python-calamine==0.9.1 openpyxl==3.1.5
cd "$folder"
env/bin/python - <<'PYTHON'
import sys

import openpyxl
import python_calamine

book = openpyxl.Workbook()
sheet = book.active
sheet["A1"], sheet["A2"] = "months", 7
sheet["A4"].value, sheet["A4"].data_type = "#N/A", "e"
sheet["B4"] = "last row"
book.save("a.xlsx")
rows = python_calamine.load_workbook("a.xlsx").get_sheet_by_index(0).to_python()
nothing, failed = rows[2][0], rows[3][0]
print("expected: the cell that failed is not like the empty one")
print(f"seen: empty {nothing!r}, failed {failed!r}")
sys.exit(0 if nothing == failed == "" else 1)
PYTHON

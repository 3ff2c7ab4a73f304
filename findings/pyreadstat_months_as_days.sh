#!/usr/bin/env bash
# pyreadstat 1.3.7, read_dta with extra_date_formats=["%tm"].
# Input: a Stata file with one variable of months, format %tm, which counts months since January
# 1960: 600 is January 2010. The option names formats that are to be read as dates as well.
# Expected: January 2010, as pandas reads the same file, or a refusal of a format that counts no
# days.
# Seen: 23 August 1961: the months are counted as days, and nothing is said. Quarters (%tq), weeks
# (%tw) and years (%ty) fare alike.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet pyreadstat==1.3.7 pandas==2.3.3
cd "$folder"
env/bin/python - <<'PYTHON'
import sys

import pandas as pd
import pyreadstat

frame = pd.DataFrame({"began": [600, 612]})
pyreadstat.write_dta(frame, "months.dta", variable_format={"began": "%tm"})
by_pandas = pd.read_stata("months.dta")["began"]
read, meta = pyreadstat.read_dta("months.dta", extra_date_formats=["%tm"])
print("format in the file:", meta.original_variable_types["began"])
print("expected:", [f"{one:%Y-%m-%d}" for one in by_pandas])
print("seen:", [f"{one:%Y-%m-%d}" for one in read["began"]])
same = [f"{one:%Y-%m-%d}" for one in read["began"]] == ["1961-08-23", "1961-09-04"]
sys.exit(0 if same and by_pandas[0] == pd.Timestamp("2010-01-01") else 1)
PYTHON

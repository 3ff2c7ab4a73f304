#!/usr/bin/env bash
# pyreadstat 1.3.7, read_dta, twice in one process.
# Input: a Stata file with a variable of months (format %tm). It is read without options, then with
# extra_date_formats=["%tm"], then without options again.
# Expected: the first and the last reading are the same: an option of one call is none of the next.
# Seen: the last reading has dates where the first has numbers: the option stays on until the
# process ends, for every file that is read after it.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet pyreadstat==1.3.7 pandas==2.3.3
cd "$folder"
env/bin/python - <<'PYTHON'
import datetime
import sys

import pandas as pd
import pyreadstat

frame = pd.DataFrame({"began": [600, 612]})
pyreadstat.write_dta(frame, "months.dta", variable_format={"began": "%tm"})
first, _ = pyreadstat.read_dta("months.dta")
pyreadstat.read_dta("months.dta", extra_date_formats=["%tm"])
last, _ = pyreadstat.read_dta("months.dta")
print("expected, as read first:", first["began"].tolist())
print("seen, as read last:", last["began"].tolist())
were_numbers = first["began"].tolist() == [600, 612]
sys.exit(0 if were_numbers and isinstance(last["began"][0], datetime.date) else 1)
PYTHON

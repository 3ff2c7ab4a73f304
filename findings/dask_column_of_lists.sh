#!/usr/bin/env bash
# Dask 2026.8.0 (with pandas 3.1.1), dask.dataframe.from_pandas.
# Input: a pandas frame with a column of lists, such as whom each person names.
# Expected: lists again after compute(), as pandas has them; the documentation speaks of turning
# strings into another kind of strings.
# Seen: text such as "[2, 3]", of which len() is 6; nothing is said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet "dask[dataframe]==2026.8.0" pandas==3.1.1
cd "$folder"
env/bin/python - <<'PYTHON'
import sys

import dask.dataframe as dd
import pandas as pd

frame = pd.DataFrame({"id": [1, 2], "names": [[2, 3], [1]]})
back = dd.from_pandas(frame, npartitions=1).compute()["names"].iloc[0]
print("expected:", repr(frame["names"].iloc[0]))
print("seen:", repr(back), "of length", len(back))
sys.exit(0 if back == "[2, 3]" else 1)
PYTHON

#!/usr/bin/env bash
# rdata 1.1.0, read_rds.
# Input: a list of R with four elements, list(friend = 1L, friend = 2L, 3L, 4L), saved by R 4.2 with
# saveRDS(ascii = TRUE, version = 2). R allows names twice, and elements without a name; a data
# frame may have two columns of one name too.
# Expected: all four elements in some form, or a message.
# Seen: a dictionary of two: of those called alike, and of those without a name, only the last is kept.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet rdata==1.1.0
cd "$folder"
env/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import rdata

# What R wrote, a line a number; an empty line is a name of no letters.
WRITTEN = (
    "A 2 262658 131840 531 4 13 1 1 13 1 2 13 1 3 13 1 4 1026 1 262153 5 names"
    " 16 4 262153 6 friend 262153 6 friend 262153 0 - 262153 0 - 254"
)
lines = ["" if word == "-" else word for word in WRITTEN.split()]
Path("four.rds").write_text("\n".join(lines) + "\n")
found = rdata.read_rds("four.rds")
print("expected: 1, 2, 3 and 4")
seen = sorted(int(one[0]) for one in (found.values() if isinstance(found, dict) else found))
print("seen:", *seen)
sys.exit(0 if seen == [2, 4] else 1)
PYTHON

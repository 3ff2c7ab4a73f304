#!/usr/bin/env bash
# SALib 1.6.0 (with numpy 2), sobol.analyze.
# Input: an outcome that is the same at each point of the design.
# Expected: indices that are undefined (a share of a variance that is 0), or one word about it in each
# case: a reader cannot tell "has no influence" from "nothing could be seen".
# Seen: indices of exactly 0 with intervals of exactly 0, of the first, second and total order; for an
# outcome of 1 no word but a warning of numpy about a division.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet SALib==1.6.0
cd "$folder"
env/bin/python -W ignore - <<'PYTHON'
import sys

import numpy as np
from SALib.analyze import sobol
from SALib.sample import sobol as design

problem = {"num_vars": 2, "names": ["a", "b"], "bounds": [[0, 1], [0, 1]]}
points = design.sample(problem, 64, seed=1)
found = sobol.analyze(problem, np.ones(len(points)), seed=1)
print("expected: not a number, for S1, ST and S2 alike")
print("seen: S1", found["S1"], "ST", found["ST"], "S2", found["S2"][0, 1])
print("      intervals of S1", found["S1_conf"], "of ST", found["ST_conf"])
zeros = all((found[name] == 0).all() for name in ("S1", "ST", "S1_conf", "ST_conf"))
sys.exit(0 if zeros and found["S2"][0, 1] == 0 else 1)
PYTHON

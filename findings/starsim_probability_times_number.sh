#!/usr/bin/env bash
# Starsim 3.7.2, ss.prob.
# Input: a yearly probability of 80 per cent, multiplied by the number 2.
# Expected, by the documentation of the class: multiplied by a number "the probability is simply
# scaled", and p * 2 "raises an AssertionError because the resulting probability (160%) exceeds 100%";
# only multiplied by a duration, ss.years(2), is it compounded to 96 per cent.
# Seen: p * 2 is 96 per cent, the same as p * ss.years(2), and no error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet starsim==3.7.2
cd "$folder"
STARSIM_INSTALL_FONTS=0 env/bin/python - <<'PYTHON'
import sys

import starsim as ss

p = ss.prob(0.8, ss.years(1))
print("expected: p * 2 raises AssertionError")
try:
    doubled = float((p * 2).value)
except (AssertionError, ValueError) as error:
    print("seen:", type(error).__name__, error)
    sys.exit(1)
compounded = float(p * ss.years(2))
print("seen: p * 2 =", doubled, " p * ss.years(2) =", compounded)
sys.exit(0 if abs(doubled - compounded) < 1e-9 else 1)
PYTHON

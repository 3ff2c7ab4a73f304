#!/usr/bin/env bash
# epiworldpy 0.17.0.post2, ModelSIR.
# Input: a prevalence of 0.53 among 100 agents, and of 0.59.
# Expected: 53 and 59 infected on day 0.
# Seen: 52 and 58. The product of share and number is cut off to a whole number, and as a number of
# the machine it may lie a little below; most shares are right (0.29, 0.57). Of 10 agents 0.19 are 1,
# and 0.09 are nobody.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet epiworldpy==0.17.0.post2
cd "$folder"
env/bin/python - <<'PYTHON'
import sys

from epiworldpy import epimodels


def first_cases(n, share):
    model = epimodels.ModelSIR("it", share, 0.0, 0.0)
    model.agents_smallworld(n, 2, False, 0.0)
    model.verbose_off()
    model.run(1, 1)
    return int(model.get_db().get_hist_total()["counts"][1])


print("expected: 53, 59, 2, 1 of 0.53 and 0.59 of 100, 0.19 and 0.09 of 10")
seen = [first_cases(100, 0.53), first_cases(100, 0.59), first_cases(10, 0.19), first_cases(10, 0.09)]
print("seen:", *seen)
sys.exit(0 if seen == [52, 58, 1, 0] else 1)
PYTHON

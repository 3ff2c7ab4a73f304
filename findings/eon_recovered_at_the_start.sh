#!/usr/bin/env bash
# EoN 2.0, discrete_SIR, basic_discrete_SIR and fast_SIR.
# Input: a line of ten people, one infected and three recovered at the start (initial_recovereds),
# nobody infects anybody.
# Expected: at the start 6 susceptible, 1 infected, 3 recovered.
# Seen: 9 susceptible, 1 infected, 0 recovered, in all three. Those recovered are never infected,
# so the curve of the susceptible never falls as low as it should.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet EoN==2.0
cd "$folder"
env/bin/python - <<'PYTHON'
import sys

import EoN
import networkx as nx

line = nx.path_graph(10)
begin = {"initial_infecteds": [0], "initial_recovereds": [5, 6, 7]}
curves = {
    "discrete_SIR": EoN.discrete_SIR(line, lambda u, v: False, args=(), **begin),
    "basic_discrete_SIR": EoN.basic_discrete_SIR(line, 0.0, **begin),
    "fast_SIR": EoN.fast_SIR(line, 0.0, 1.0, **begin),
}
print("expected at the start: S 6, I 1, R 3")
seen = []
for name, (_, susceptible, infected, recovered) in curves.items():
    first = [int(one[0]) for one in (susceptible, infected, recovered)]
    seen.append(first)
    print("seen:", name, "S {}, I {}, R {}".format(*first))
sys.exit(0 if seen == [[9, 1, 0]] * 3 else 1)
PYTHON

#!/usr/bin/env bash
# innovate 0.5.0, the curve of Bass.
# Input: a model with given p, q and market, and times 1 to 5, after a plain installation.
# Expected: the curve, as the package describes itself; jax is named only in its extra "jax", so
# without it everything but that extra works.
# Seen: predict asks for jax, and the fitters, SciPy's too, for arviz, which is in the same extra.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet innovate==0.5.0
cd "$folder"
env/bin/python -W ignore - <<'PYTHON'
import importlib
import sys

from innovate.diffuse.bass import BassModel

model = BassModel()
model.params_ = {"p": 0.03, "q": 0.4, "m": 1000.0}


def missing(what):
    try:
        what()
    except ModuleNotFoundError as error:
        return error.name
    return None


seen = [
    missing(lambda: model.predict([1.0, 2.0, 3.0, 4.0, 5.0])),
    missing(lambda: importlib.import_module("innovate.fitters.scipy_fitter")),
]
print("expected: nothing is missing for a curve, nor for a fit by SciPy")
print("seen: missing", seen)
sys.exit(0 if seen == ["jax", "arviz"] else 1)
PYTHON

"""Print a hash of every bit of eight histories, and fail if it is not the one that is expected.

A workflow runs this on each system and processor. The histories are of one Senik with all that
asks for an exponential, a logarithm or a power. `--write` keeps the hash of today; the version of
the model (`diffusion/util/provenance.py`) must then go up, if it has not since the last release.
"""

import argparse
import hashlib
import sys
import tomllib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))

from harness import ARRAYS

import diffusion
from diffusion.ensembles.simulate import KEEPABLE
from diffusion.util.provenance import MODEL

FILES = Path(__file__).parents[1] / "files"
EXPECTED = FILES / "eight_histories.toml"
SETTINGS = {
    "community.ties": {
        "generator": "block",
        "within": 0.4,
        "across": 0.1,
        "strength": {"values": [0.3, 0.6, 1.0], "shares": [0.3, 0.4, 0.3]},
    },
    "community.modules.proximity": True,
    "parameters.awareness.proximity_contact": 0.01,
    "parameters.exposure.proximity_weight": 0.5,
    "parameters.exposure.hill_exponent": 2.5,
    "parameters.decision.value_exponent": 0.7,
    "parameters.decision.alpha_spread": 0.5,
}


def hash_of_histories() -> str:
    """Hash all that one history of each programme leaves, month by month and artisan by artisan."""
    senik = diffusion.load(FILES / "models" / "senik").with_settings(SETTINGS)
    digest = hashlib.sha256()
    for programme in sorted(senik.programmes):
        outcome = diffusion.simulate(senik, programme, n_runs=1, keep=KEEPABLE)
        for name in ARRAYS:
            digest.update(_bits(getattr(outcome, name)))
    return digest.hexdigest()


def _bits(array: NDArray[np.generic]) -> bytes:
    """Bits of an array, lowest byte first; the sign of what is no number is the machine's."""
    if np.issubdtype(array.dtype, np.floating):
        array = np.where(np.isnan(array), np.nan, array)
    return array.astype(array.dtype.newbyteorder("<")).tobytes()


def main() -> int:
    """Compare, or write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="keep the hash of today")
    found = hash_of_histories()
    print(found)
    if parser.parse_args().write:
        said = f'model = "{MODEL}"\nsha256 = "{found}"\n'
        EXPECTED.write_text(said, encoding="utf-8", newline="\n")
    expected = tomllib.loads(EXPECTED.read_text(encoding="utf-8"))
    if expected == {"model": MODEL, "sha256": found}:
        return 0
    print(f"expected {expected['sha256']} of model {expected['model']}", file=sys.stderr)
    print(f"found {found} of model {MODEL}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

"""What it costs to start: whole commands with nothing compiled yet and with all, and imports."""

import sys
import tempfile
from collections.abc import Mapping

from measure import command_seconds

N_TIMES = 5

PEERS = ("ndlib.models.epidemics", "EoN", "cynetdiff.models", "epiworldpy", "jax.numpy")
"""What a user of each peer imports first."""


def commands() -> dict[str, float]:
    """Processor seconds of commands of this package, by name.

    The cold one finds no compiled kernel and is run once; the others are the best of five.
    """
    command = [sys.executable, "-m", "diffusion.cli"]
    comparing = [*command, "compare", "senik"]
    with tempfile.TemporaryDirectory() as cache:
        changes = {"NUMBA_CACHE_DIR": cache}
        return {
            "Python alone": _least([sys.executable, "-c", ""]),
            "import diffusion": _least([sys.executable, "-c", "import diffusion"]),
            "diffusion --help": _least([*command, "--help"]),
            "compare senik, cold": command_seconds(comparing, changes=changes),
            "compare senik, warm": _least(comparing, changes),
            "compare senik --runs 1000, warm": _least([*comparing, "--runs", "1000"], changes),
        }


def import_of(module: str, interpreter: str) -> float:
    """Processor seconds of a Python that only imports a module.

    Raises
    ------
    subprocess.CalledProcessError
        If it cannot be imported.
    """
    return _least([interpreter, "-c", f"import {module}"])


def _least(command: list[str], changes: Mapping[str, str] | None = None) -> float:
    return min(command_seconds(command, changes=changes) for _ in range(N_TIMES))

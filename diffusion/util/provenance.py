"""Says how a result came about: versions of what made it; never where it was made."""

import platform
from functools import cache
from importlib.metadata import version

MODEL = "2"
"""Version of the laws: goes up once for a release in which the same files give other bits.

2 since exponentials and logarithms are the package's own; all whole numbers stayed.
"""

_MADE_BY = ("artisan-diffusion", "numpy", "numba", "scipy")


def versions() -> dict[str, str]:
    """Versions of Python, of this package, its model and the libraries that touch the numbers."""
    of_libraries = {name: _version_of(name) for name in _MADE_BY}
    return {"python": platform.python_version(), **of_libraries, "model": MODEL}


@cache
def _version_of(library: str) -> str:
    """Read a library's version once: it stands in a file of its own, which takes a while."""
    return version(library)

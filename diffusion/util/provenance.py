"""Says how a result came about: versions of what made it; never where it was made."""

import platform
from functools import cache
from importlib.metadata import version

_MADE_BY = ("artisan-diffusion", "numpy", "numba", "scipy")


def versions() -> dict[str, str]:
    """Versions of this package, of Python and of the libraries that touch the numbers."""
    return {"python": platform.python_version()} | {name: _version_of(name) for name in _MADE_BY}


@cache
def _version_of(library: str) -> str:
    """Read a library's version once: it stands in a file of its own, which takes a while."""
    return version(library)

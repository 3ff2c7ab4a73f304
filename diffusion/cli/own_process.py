"""What a command leaves out because the process is its own: in somebody's program it would not."""

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_OBJECTS_BEFORE_A_SEARCH = 500_000
"""New objects before Python searches its memory for what may go.

It would search after each 700, and most of what a command makes it needs to the end: hundreds of
modules, searched again and again for a fifth of a second.
"""

_UNUSED = ("scipy", "coverage")
"""What numba asks for: SciPy's linear algebra for products of matrices, which no kernel here has,
and the tool that counts tested lines. Both together take half as long as numba itself."""

_NUMBA_SETTINGS = Path(".numba_config.yaml")
"""File in the working folder with settings of numba; without it nobody needs a reader of YAML."""


def begin() -> None:
    """Spare what a command does not need; for the start of the process.

    Memory is searched seldom, and plugins of pydantic, which other programs bring, are not sought
    in all that is installed.
    """
    gc.set_threshold(_OBJECTS_BEFORE_A_SEARCH)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def end() -> None:
    """Let Python end without a last search: all that is left goes with the process."""
    gc.freeze()


def load_numba() -> None:
    """Load NumPy and numba without what they would begin or import for nothing.

    No product of matrices is made, for which NumPy starts threads that wait by working; and numba
    imports some packages only to see whether they are there.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    unused = _UNUSED if _NUMBA_SETTINGS.is_file() else (*_UNUSED, "yaml")
    with _hidden(unused):
        from diffusion.kernels.draws import make_key

        make_key(0, 0)


@contextmanager
def _hidden(packages: tuple[str, ...]) -> Iterator[None]:
    """Let an import of packages fail meanwhile, unless they are loaded already."""
    hidden = [package for package in packages if package not in sys.modules]
    for package in hidden:
        sys.modules[package] = None  # type: ignore[assignment]  # what Python offers for this
    try:
        yield
    finally:
        for package in hidden:
            del sys.modules[package]

"""Loads numba without what it would import only to see whether it is there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_UNUSED = ("scipy", "coverage")
"""What numba asks for: SciPy's linear algebra for products of matrices, which no kernel here has,
and the tool that counts tested lines. Both together take half as long as numba itself."""


def load_numba() -> None:
    """Load numba and its tables in a process that is the command's own.

    Only commands do this: in somebody's own program numba must find what it wants.
    """
    with _hidden(_UNUSED):
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

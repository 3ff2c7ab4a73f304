"""Loads numba without SciPy, which it would import only to see whether it is there."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


def load_numba() -> None:
    """Load numba and its tables in a process that is the command's own.

    At its first kernel numba imports SciPy's linear algebra, for products of matrices; no kernel
    here has one, and the import takes a third as long as numba itself. Only commands do this: in
    somebody's own program numba must find what it wants.
    """
    with _hidden("scipy"):
        from diffusion.kernels.draws import make_key

        make_key(0, 0)


@contextmanager
def _hidden(package: str) -> Iterator[None]:
    """Let an import of a package fail meanwhile, unless it is loaded already."""
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # what Python offers for this
    try:
        yield
    finally:
        del sys.modules[package]

"""How every kernel is compiled: the options stand here and nowhere else.

No fast math and no parallel loop: one history must not depend on the machine's cores. Kernels
release the interpreter's lock, so that whole runs go side by side in threads.
"""

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np


def are_plain() -> bool:
    """Whether all is run as plain Python, because numba was told not to compile."""
    return bool(numba.config.DISABLE_JIT)  # type: ignore[attr-defined]


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function on its first call, and keep the result on disk.

    For what Python calls. Where a kernel calls it, its machine code is put into that kernel
    (`forceinline`), so that nothing is handed over on the way.
    """
    in_one_piece = numba.njit(cache=True, nogil=True, error_model="numpy", forceinline=True)
    return cast(F, in_one_piece(function))


def inner[F: Callable[..., Any]](function: F) -> F:
    """Compile a function into the kernels that call it; nothing of its own is kept on disk.

    For what only kernels call, if it is longer than a law.
    """
    in_one_piece = numba.njit(nogil=True, error_model="numpy", forceinline=True)
    return cast(F, in_one_piece(function))


def inlined[F: Callable[..., Any]](function: F) -> F:
    """Put the text of a function into each kernel that calls it, so that it is compiled with that.

    For a law of a few lines. Where Python calls it, it is compiled for itself, and kept on disk.
    Each function that kernels call is
    otherwise written, optimised and turned into machine code once more for itself, about 0.15 s
    each: too much for a law of one line.
    """
    in_the_caller = numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")
    return cast(F, in_the_caller(function))


def wraps_around[F: Callable[..., Any]](function: F) -> F:
    """Let unsigned integers wrap around on purpose: plain NumPy would warn, compiled code not."""
    return np.errstate(over="ignore")(function) if are_plain() else function

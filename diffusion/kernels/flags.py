"""How every kernel is compiled: the flags stand here and nowhere else."""

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function on its first call, and keep the result on disk.

    No fast math and no parallel loop: one history must not depend on the machine's cores.
    Kernels let go of the interpreter's lock, so that whole runs go side by side in threads.
    """
    return cast(F, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def wraps_around[F: Callable[..., Any]](function: F) -> F:
    """Let unsigned integers wrap around on purpose: plain NumPy would warn, compiled code not."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # set when numba is loaded
        return np.errstate(over="ignore")(function)
    return function

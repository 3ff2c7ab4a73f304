"""How every kernel is compiled: the flags stand here and nowhere else.

No fast math and no parallel loop: one history must not depend on the machine's cores. Kernels
let go of the interpreter's lock, so that whole runs go side by side in threads.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import numpy as np

from diffusion.kernels.kernel import Kernel


def _njit(function: Callable[..., Any], **further: Any) -> Any:
    import numba

    njit = cast(Callable[..., Any], numba.njit)
    options = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False} | further
    return njit(**options)(function)


def are_plain() -> bool:
    """Whether all is run as plain Python, because numba was told not to compile."""
    if "numba" in sys.modules:  # its settings may have been changed since it read them
        return bool(sys.modules["numba"].config.DISABLE_JIT)
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function on its first call, and keep the result on disk.

    It works on arrays that it is given and makes none, so their references are not counted:
    numba would do so with locked instructions, a tenth of the time of a month.
    """
    return function if are_plain() else cast(F, Kernel(function, _njit))


def compiled_plainly[F: Callable[..., Any]](function: F) -> F:
    """Compile with loops as they are written, neither unrolled nor done in vectors.

    Where much is done in each turn of a loop this saves a third of the compiler's work, and
    nothing gets slower.
    """
    return function if are_plain() else cast(F, Kernel(function, _njit, improves_loops=False))


def compiled_in_place[F: Callable[..., Any]](function: F) -> F:
    """Compile a function into whoever calls it, where the call itself would cost most."""
    if are_plain():
        return function
    return cast(F, Kernel(function, partial(_njit, forceinline=True)))


def wraps_around[F: Callable[..., Any]](function: F) -> F:
    """Let unsigned integers wrap around on purpose: plain NumPy would warn, compiled code not."""
    return np.errstate(over="ignore")(function) if are_plain() else function

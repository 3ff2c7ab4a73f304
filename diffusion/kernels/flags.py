"""How every kernel is compiled: the flags stand here and nowhere else.

No fast math and no parallel loop: one history must not depend on the machine's cores. Kernels
let go of the interpreter's lock, so that whole runs go side by side in threads.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import numba
import numpy as np

_njit = partial(cast(Callable[..., Any], numba.njit), cache=True, nogil=True, error_model="numpy")


def compiled[F: Callable[..., Any]](function: F) -> F:
    """Compile a function on its first call, and keep the result on disk.

    It works on arrays that it is given and makes none, so their references are not counted:
    numba would do so with locked instructions, a tenth of the time of a month.
    """
    return cast(F, _njit(_nrt=False)(function))


def compiled_in_place[F: Callable[..., Any]](function: F) -> F:
    """Compile a function into whoever calls it, where the call itself would cost most."""
    return cast(F, _njit(_nrt=False, forceinline=True)(function))


def compiled_maker[F: Callable[..., Any]](function: F) -> F:
    """Compile a function that makes arrays; see `compiled`."""
    return cast(F, _njit()(function))


def wraps_around[F: Callable[..., Any]](function: F) -> F:
    """Let unsigned integers wrap around on purpose: plain NumPy would warn, compiled code not."""
    if numba.config.DISABLE_JIT:  # type: ignore[attr-defined]  # set when numba is loaded
        return np.errstate(over="ignore")(function)
    return function

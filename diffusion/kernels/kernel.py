"""Compiled functions that are called without loading numba, once their machine code is on disk.

Loading numba costs as much as a thousand histories of a small community; the machine code that
it left is loaded in a few milliseconds.
"""

import gc
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import update_wrapper
from threading import Lock
from typing import Any

from diffusion.kernels.calling import Call, kinds_of
from diffusion.kernels.machine_code import can_be_kept, keep, kept

_making, _loading = Lock(), Lock()
"""Threads that need the same dispatcher, or machine code, wait for the one that gets it."""


class Kernel:
    """A compiled function that works on arrays it is given, and so needs nothing of numba's.

    It is called by its machine code, of which there is one for each kind of arguments. Where
    that is not on disk yet, it is made and kept there; where it cannot be, numba calls.

    Parameters
    ----------
    function
        Plain Python.
    compiler
        Makes numba's dispatcher of it; takes further options of `numba.njit`.
    improves_loops
        Whether its machine code has loops unrolled and done in vectors.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        compiler: Callable[..., Any],
        *,
        improves_loops: bool = True,
    ) -> None:
        update_wrapper(self, function)
        self._function = function
        self._compiler = compiler
        self._improves_loops = improves_loops
        self._made: Any = None
        self._part: Any = None
        self._calls: dict[Hashable, Call | None] = {}

    def __call__(self, *arguments: Any) -> Any:
        """Call the machine code; where there can be none, call by way of numba."""
        kinds = kinds_of(arguments)
        call = None if kinds is None else self._call_for(kinds, arguments)
        return self.dispatcher(*arguments) if call is None else call(arguments)

    def __reduce__(self) -> str:  # pickled by its name, as a function is
        return self._function.__qualname__

    @property
    def dispatcher(self) -> Any:
        """What numba makes of the function, to be called from Python."""
        if self._made is None:
            with _making:
                if self._made is None:
                    self._made = self._compiler(self._function)
        return self._made

    @property
    def part(self) -> Any:
        """What numba makes of the function, to be put together with others.

        It needs nothing by which Python could call it, nor a place of its own in numba's cache.
        """
        if self._part is None:
            with _making:
                if self._part is None:
                    self._part = self._compiler(
                        self._function,
                        cache=False,
                        no_cpython_wrapper=True,
                        no_cfunc_wrapper=True,
                        **_way_of_compiling(),
                    )
        return self._part

    @property
    def _numba_type_(self) -> Any:
        """How numba sees this object where another kernel calls it."""
        return self.part._numba_type_

    def _call_for(self, kinds: Hashable, arguments: tuple[Any, ...]) -> Call | None:
        if kinds not in self._calls:
            with _loading:
                if kinds not in self._calls:
                    self._calls[kinds] = kept(self._name, kinds) or self._keep(kinds, arguments)
        return self._calls[kinds]

    def _keep(self, kinds: Hashable, arguments: tuple[Any, ...]) -> Call | None:
        """Make machine code for arguments like these, and keep it."""
        if not can_be_kept():
            return None
        with _without_garbage_collection():
            types = tuple(map(self.part.typeof_pyval, arguments))
            self.part.compile(types)
            made = self.part.overloads[types]
            return keep(self._name, kinds, made, improves_loops=self._improves_loops)

    @property
    def _name(self) -> str:
        return f"{self._function.__module__}.{self._function.__name__}"


def _way_of_compiling() -> dict[str, Any]:
    """Choose `PartCompiler` with the versions that it has been tried with, else numba's own."""
    if not can_be_kept():
        return {}
    from diffusion.kernels.parts import PartCompiler

    return {"pipeline_class": PartCompiler}


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Leave be the millions of objects of a compiler, most of them in use until its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()

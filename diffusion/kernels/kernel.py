"""Compiled functions that are called without loading numba, once their machine code is on disk.

Loading numba costs as much as a thousand histories of a small community; the machine code that
it left is loaded in a few milliseconds.
"""

from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any

from diffusion.kernels.calling import Call, kinds_of
from diffusion.kernels.machine_code import keep, kept

_making, _loading = Lock(), Lock()
"""Threads that need the same dispatcher, or machine code, wait for the one that gets it."""


class Kernel:
    """A compiled function that works on arrays it is given, and so needs nothing of numba's.

    It is called by its machine code, of which there is one for each kind of arguments. Where
    that is not on disk yet, numba compiles and calls it, and what it made is kept.

    Parameters
    ----------
    function
        Plain Python.
    compiler
        Makes numba's dispatcher of it; takes further options of `numba.njit`.
    """

    def __init__(self, function: Callable[..., Any], compiler: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self._function = function
        self._compiler = compiler
        self._made: Any = None
        self._part: Any = None
        self._calls: dict[Hashable, Call | None] = {}
        self._n_seen = 0

    def __call__(self, *arguments: Any) -> Any:
        """Call the machine code that is on disk; else numba's, and put that on disk."""
        if self._made is None:
            kinds = kinds_of(arguments)
            call = None if kinds is None else self._found(kinds)
            if call is not None:
                return call(arguments)
        result = self.dispatcher(*arguments)
        if len(self.dispatcher.overloads) != self._n_seen:
            self._keep(arguments)
        return result

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
    def _numba_type_(self) -> Any:
        """How numba sees this object where another kernel calls it.

        A part of another kernel needs nothing by which Python could call it, nor a place on disk
        of its own: without these, compiling takes a third less time.
        """
        if self._part is None:
            with _making:
                if self._part is None:
                    self._part = self._compiler(
                        self._function,
                        cache=False,
                        no_cpython_wrapper=True,
                        no_cfunc_wrapper=True,
                    )
        return self._part._numba_type_

    def _found(self, kinds: Hashable) -> Call | None:
        if kinds not in self._calls:
            with _loading:
                if kinds not in self._calls:
                    self._calls[kinds] = kept(self._name, kinds)
        return self._calls[kinds]

    def _keep(self, arguments: tuple[Any, ...]) -> None:
        """Keep the machine code that has just been run, where it is not kept yet."""
        with _loading:
            self._n_seen = len(self.dispatcher.overloads)
            kinds = kinds_of(arguments)
            types = tuple(self.dispatcher.typeof_pyval(argument) for argument in arguments)
            made = self.dispatcher.overloads.get(types)
            if kinds is not None and made is not None:
                keep(self._name, kinds, made)

    @property
    def _name(self) -> str:
        return f"{self._function.__module__}.{self._function.__name__}"

"""Asks the processor to bring a row near before it is needed; no number changes by it.

Who adopts next is known a while before its row is read, and where rows lie all over the memory
of a large community, the processor else waits for each of them.
"""

from collections.abc import Callable
from typing import Any

AHEAD = 8
"""How many artisans ahead of its work a kernel looks; lists have room for twice as many more."""


class _Fetch:
    """A function without effect in plain Python, and one instruction where it is compiled."""

    def __init__(self) -> None:
        self._intrinsic: Any = None

    def __call__(self, array: Any, index: int) -> None:
        """Do nothing."""

    @property
    def _numba_type_(self) -> Any:
        """How numba sees this object where a kernel calls it."""
        from numba.core.registry import cpu_target

        if self._intrinsic is None:
            self._intrinsic = _as_instruction()
        context = cpu_target.typing_context
        context.refresh()  # so that it knows what has just been made
        return context.resolve_value_type(self._intrinsic)


def _as_instruction() -> Any:
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic

    number = ir.IntType(32)
    reading, near, data = number(0), number(3), number(1)

    def fetch(_context: Any, array: Any, index: Any) -> Any:
        def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            kind, index_kind = signature.args
            view = context.make_array(kind)(context, builder, arguments[0])
            place = context.cast(builder, arguments[1], index_kind, types.intp)
            item = cgutils.get_item_pointer(  # type: ignore[no-untyped-call]
                context, builder, kind, view, [place], wraparound=False, boundscheck=False
            )
            address = builder.bitcast(item, ir.IntType(8).as_pointer())
            instruction = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
                builder.module,
                ir.FunctionType(ir.VoidType(), [address.type, number, number, number]),
                "llvm.prefetch.p0i8",
            )
            builder.call(instruction, [address, reading, near, data])
            return context.get_dummy_value()

        return types.void(array, index), lower

    return intrinsic(fetch)


fetch: Callable[[Any, int], None] = _Fetch()
"""Bring the item of an array near: ``fetch(array, index)``. The index need not be in the array."""

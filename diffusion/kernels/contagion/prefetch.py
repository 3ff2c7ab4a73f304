"""Asks the processor to bring memory near before it is read; no number changes by it.

Who adopts is known a while before its alters are read, and in a large community these lie all
over the memory. `docs/decisions/0015-two-state-chain.md` says what it gains.
"""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

from diffusion.kernels.bare import address_of
from diffusion.kernels.jit import are_plain

AHEAD = 4
"""How many artisans ahead of its work a kernel asks for the alters of one of them."""


def _as_instruction(_context: Any, array: Any, row: Any) -> Any:
    kinds = array, row

    def lower(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        instruction = builder.module.declare_intrinsic("llvm.prefetch", (pointer,), kind)
        place = address_of(context, builder, kinds, arguments)
        # To be read, kept as near as can be, and data rather than code.
        builder.call(instruction, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, row), lower


def _nothing(array: Any, row: int) -> None:
    """Stand for the instruction where kernels are plain Python."""


prefetch: Any = _nothing if are_plain() else intrinsic(_as_instruction)
"""Bring an item of a bare array near: ``prefetch(array, row)``."""

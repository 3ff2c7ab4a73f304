"""Shorter ways to what numba works out for each operation of a kernel; the outcome is the same."""

from functools import cache
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.cpu import CPUContext
from numba.core.typing.context import Context

_WORD = ir.IntType(64)
_BYTES = ir.IntType(8).as_pointer()
_N_ITEMS, _, _ADDRESS, _SHAPE, _STRIDES = range(2, 7)
"""Places of the parts of an array, after its two owners; the other is the size of an item."""


class Types(Context):
    """What numba knows of types; it looks up once what an operation gives for some types.

    Parameters
    ----------
    known
        What numba itself uses; all is shared with it.
    """

    def __init__(self, known: Context) -> None:
        self.__dict__ = known.__dict__

    def resolve_function_type(self, function: Any, arguments: Any, named: Any) -> Any:
        """Find what a function gives; None if it takes no such arguments."""
        if named:
            return super().resolve_function_type(function, arguments, named)
        key = function, tuple(arguments)
        if key not in _signatures:
            signature = super().resolve_function_type(function, arguments, named)
            if signature is None:
                return None
            _signatures[key] = signature
        return _signatures[key]


_signatures: dict[Any, Any] = {}


@cache
def types_of(known: Context) -> Types:
    """Make one `Types` of what numba itself uses: numba keeps much by it."""
    return Types(known)


class Target(CPUContext):
    """What numba knows of the processor, and how it writes operations."""

    _is_fresh = False

    def refresh(self) -> None:
        """Look for newly defined operations: once for a function, not for each operation."""
        if not self._is_fresh:
            self._is_fresh = True
            super().refresh()

    def get_abi_sizeof(self, kind: ir.Type) -> int:
        """Find how many bytes a type takes, which numba compiles a module to see."""
        name = str(kind)
        if name not in _sizes:
            _sizes[name] = super().get_abi_sizeof(kind)
        return _sizes[name]

    def get_getattr(self, kind: Any, name: str) -> Any:
        """Find what writes how an attribute is read."""
        is_rows = isinstance(kind, types.Array) and isinstance(kind.dtype, types.Record)
        if is_rows and name in kind.dtype.fields:
            return _write_field
        return super().get_getattr(kind, name)


_sizes: dict[str, int] = {}


def _write_field(context: Target, builder: ir.IRBuilder, kind: Any, rows: Any, name: str) -> Any:
    """Write how one field of an array of records becomes an array.

    numba would put the array down in memory and pick up its parts from there, for LLVM to find
    that this need not be.
    """
    field = kind.dtype.typeof(name)
    is_inner = isinstance(field, types.NestedArray)
    item, shape, strides = (
        (field.dtype, field.shape, field.strides) if is_inner else (field, (), ())
    )
    seen = context.get_value_type(kind.copy(dtype=item, ndim=kind.ndim + len(shape), layout="A"))
    first = builder.gep(
        builder.bitcast(builder.extract_value(rows, _ADDRESS), _BYTES),
        [_WORD(kind.dtype.offset(name))],
    )
    n_items = builder.extract_value(rows, _N_ITEMS)
    for length in shape:
        n_items = builder.mul(n_items, _WORD(length))
    parts = [builder.extract_value(rows, owner) for owner in range(_N_ITEMS)]
    parts += [
        n_items,
        _WORD(context.get_abi_sizeof(context.get_data_type(item))),
        builder.bitcast(first, seen.elements[_ADDRESS]),
        _lengthened(builder, builder.extract_value(rows, _SHAPE), shape),
        _lengthened(builder, builder.extract_value(rows, _STRIDES), strides),
    ]
    return _whole(builder, seen, parts)


def _lengthened(builder: ir.IRBuilder, words: Any, further: tuple[int, ...]) -> Any:
    parts = [builder.extract_value(words, place) for place in range(words.type.count)]
    parts += map(_WORD, further)
    return _whole(builder, ir.ArrayType(_WORD, len(parts)), parts) if further else words


def _whole(builder: ir.IRBuilder, kind: ir.Type, parts: list[Any]) -> Any:
    whole = kind(ir.Undefined)
    for place, part in enumerate(parts):
        whole = builder.insert_value(whole, part, place)
    return whole

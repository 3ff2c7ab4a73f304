"""Shorter ways to what numba works out for each operation of a kernel; the outcome is the same.

What is done most, to reach an item of a field of records, is written as it is: numba puts each
array down in memory and picks up its parts from there, for LLVM to find that this need not be.
It would also let an index below 0 count from the end; no kernel has one.
"""

import operator
from copy import copy
from functools import cache, partial
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.cpu import CPUContext
from numba.core.typing.context import Context
from numba.np.arrayobj import load_item, store_item

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
        if isinstance(function, types.Dispatcher):  # the same code for whatever number is given
            arguments = tuple(map(types.unliteral, arguments))
        key = function, tuple(arguments)
        if key not in _signatures:
            signature = super().resolve_function_type(function, arguments, named)
            if signature is None:
                return None
            _signatures[key] = signature
        return _signatures[key]

    def resolve_value_type(self, value: Any) -> Any:
        """Find the type of a value."""
        kind = super().resolve_value_type(value)
        is_operator = getattr(value, "__module__", None) == "_operator"
        return _operation_of(kind) if is_operator else kind


_signatures: dict[Any, Any] = {}


class _Operation(types.Function):
    """An operator; what it gives for some types is asked each time that it is written."""

    _given: dict[Any, Any]

    def get_call_type(self, context: Context, arguments: Any, named: Any) -> Any:
        if arguments not in self._given:
            self._given[arguments] = super().get_call_type(context, arguments, named)
        return self._given[arguments]


@cache
def _operation_of(known: Any) -> Any:
    operation = copy(known)
    operation.__class__ = _Operation
    operation._given = {}
    return operation


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

    def get_function(self, function: Any, signature: Any, _firstcall: bool = True) -> Any:
        """Find what writes an operation."""
        write = _ITEM_WRITERS.get(getattr(function, "typing_key", None))
        if write is not None and _is_plain_item(*signature.args[:2]):
            return partial(write, self, signature.args)
        return super().get_function(function, signature, _firstcall)

    def get_getattr(self, kind: Any, name: str) -> Any:
        """Find what writes how an attribute is read."""
        is_rows = isinstance(kind, types.Array) and isinstance(kind.dtype, types.Record)
        if is_rows and name in kind.dtype.fields:
            return _write_field
        return super().get_getattr(kind, name)


_sizes: dict[str, int] = {}


def _write_field(context: Target, builder: ir.IRBuilder, kind: Any, rows: Any, name: str) -> Any:
    """Write how one field of an array of records becomes an array."""
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


def _is_plain_item(rows: Any, places: Any) -> bool:
    """Tell whether it is a number of an array, with a whole number for each dimension."""
    is_number = isinstance(rows, types.Array) and isinstance(
        rows.dtype, types.Number | types.Boolean
    )
    kinds = _kinds_of(places)
    is_whole = all(isinstance(kind, types.Integer) for kind in kinds)
    return is_number and is_whole and len(kinds) == rows.ndim


def _kinds_of(places: Any) -> tuple[Any, ...]:
    return getattr(places, "types", (places,))


def _write_getting(context: Target, kinds: Any, builder: ir.IRBuilder, values: Any) -> Any:
    return load_item(context, builder, kinds[0], _address(context, builder, kinds, values))


def _write_setting(context: Target, kinds: Any, builder: ir.IRBuilder, values: Any) -> None:
    value = context.cast(builder, values[2], kinds[2], kinds[0].dtype)
    store_item(context, builder, kinds[0], value, _address(context, builder, kinds, values))


_ITEM_WRITERS: dict[Any, Any] = {operator.getitem: _write_getting, operator.setitem: _write_setting}


def _address(context: Target, builder: ir.IRBuilder, kinds: Any, values: Any) -> Any:
    """Write where an item of an array stands."""
    kind, rows = kinds[0], values[0]
    is_tuple = isinstance(kinds[1], types.BaseTuple)
    places = cgutils.unpack_tuple(builder, values[1]) if is_tuple else [values[1]]
    return cgutils.get_item_pointer2(
        context,
        builder,
        builder.extract_value(rows, _ADDRESS),
        cgutils.unpack_tuple(builder, builder.extract_value(rows, _SHAPE)),
        cgutils.unpack_tuple(builder, builder.extract_value(rows, _STRIDES)),
        kind.layout,
        [
            context.cast(builder, place, one, types.intp)
            for place, one in zip(places, _kinds_of(kinds[1]), strict=True)
        ],
    )


def _lengthened(builder: ir.IRBuilder, words: Any, further: tuple[int, ...]) -> Any:
    parts = [builder.extract_value(words, place) for place in range(words.type.count)]
    parts += map(_WORD, further)
    return _whole(builder, ir.ArrayType(_WORD, len(parts)), parts) if further else words


def _whole(builder: ir.IRBuilder, kind: ir.Type, parts: list[Any]) -> Any:
    whole = kind(ir.Undefined)
    for place, part in enumerate(parts):
        whole = builder.insert_value(whole, part, place)
    return whole

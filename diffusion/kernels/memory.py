"""Reading and writing one number, or one record, at an address inside a kernel."""

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types

ADDRESS = ir.IntType(8).as_pointer()
"""Type of an address."""

NUMBER = ir.IntType(64)
"""Type of a length or a distance in bytes."""


def size_of(kind: Any) -> int:
    """Bytes of a number, a record, or a row of numbers."""
    if isinstance(kind, types.Record):
        return int(kind.size)
    if isinstance(kind, types.NestedArray):
        return int(kind.nitems) * size_of(kind.dtype)
    return 1 if isinstance(kind, types.Boolean) else int(kind.bitwidth) // 8


def load(context: Any, builder: Any, kind: Any, address: Any, column: str = "") -> Any:
    """Read a number, of a column of a table if one is named."""
    pointer = builder.bitcast(address, context.get_data_type(kind).as_pointer())
    if not column:
        return context.unpack_value(builder, kind, pointer)
    found = builder.load(pointer)
    _mark(builder, found, column)
    return context.data_model_manager[kind].from_data(builder, found)


def store(
    context: Any, builder: Any, kind: Any, value: Any, address: Any, column: str = ""
) -> None:
    """Write a number, to a column of a table if one is named."""
    pointer = builder.bitcast(address, context.get_data_type(kind).as_pointer())
    if not column:
        context.pack_value(builder, kind, value, pointer)
        return
    data = context.data_model_manager[kind].as_data(builder, value)
    # Atomic without an order is a plain write that is kept out of vectors.
    _mark(builder, builder.store_atomic(data, pointer, "unordered", size_of(kind)), column)


def _mark(builder: Any, access: Any, column: str) -> None:
    """Tell the compiler which column is read or written: no two columns overlap."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "columns")])
    kind = module.add_metadata([ir.MetaDataString(module, column), root, NUMBER(0)])
    access.set_metadata("tbaa", module.add_metadata([kind, kind, NUMBER(0)]))


def copy_record(context: Any, builder: Any, kind: Any, source: Any, target: Any) -> None:
    """Copy a record number by number."""
    source = builder.bitcast(source, ADDRESS)
    for name in kind.fields:
        field = kind.typeof(name)
        is_row = isinstance(field, types.NestedArray)
        number = field.dtype if is_row else field
        for place in range(field.nitems if is_row else 1):
            offset = [NUMBER(kind.offset(name) + place * size_of(number))]
            value = load(context, builder, number, builder.gep(source, offset))
            store(context, builder, number, value, builder.gep(target, offset))

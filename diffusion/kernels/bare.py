"""Arrays inside a kernel as an address and a shape, so that numba counts no references to them.

numba counts how often an array is in use: a function that is handed one adds one, and takes it
away when it ends. The compiler moves nothing across such a count, which costs a month a fifth of
its time. A kernel of whole histories therefore turns its arrays into bare ones and hands on those;
all kernels read and write both kinds alike. Nothing here outlives the call: Python holds the
arrays until it returns. `docs/decisions/0019-plain-numba.md` says what it gains.

Two columns of a table never overlap, and the compiler is told so: what it has read of one it need
not read again after it wrote to another. It does not put what is written to a column into vectors:
rows lie apart, and instructions that scatter numbers are slower than plain ones.

A bare array has its items at one distance, and knows its shape and, as part of its type, that
distance. There is no index from the end, and none is checked; one number or one record is written
at a time.
"""

import operator
from typing import Any

from numba import types
from numba.core.typing.templates import AttributeTemplate  # what `infer_getattr` asks for
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_builtin,
    lower_getattr_generic,
    models,
    register_model,
    type_callable,
)

from diffusion.kernels.jit import are_plain
from diffusion.kernels.memory import ADDRESS, NUMBER, copy_record, load, size_of, store


class Bare(types.Type):
    """Type of a bare array.

    Parameters
    ----------
    dtype : numba type
        Of an item: a number, a record, or a row of numbers (`NestedArray`).
    ndim : int
        Axes.
    step : int
        Bytes from one item to the next.
    column : str
        Of a column of a table: its name and the size of a row; empty for any other array.
    """

    def __init__(self, dtype: Any, ndim: int, step: int, column: str = "") -> None:
        self.dtype, self.ndim, self.step, self.column = dtype, ndim, step, column
        super().__init__(name=f"Bare({dtype}, {ndim}, {step}, {column})")


@register_model(Bare)
class _BareModel(models.StructModel):
    def __init__(self, manager: Any, kind: Bare) -> None:
        shape = types.UniTuple(types.intp, kind.ndim)
        super().__init__(manager, kind, [("address", types.voidptr), ("shape", shape)])


def _make(context: Any, builder: Any, kind: Bare, address: Any, lengths: list[Any]) -> Any:
    """Put a bare array together."""
    made = context.make_helper(builder, kind)
    made.address = address
    made.shape = context.make_tuple(builder, types.UniTuple(types.intp, kind.ndim), lengths)
    return made._getvalue()


# From an array, or a named tuple of arrays.


def _bare_kind(kind: Any) -> Any:
    """Type of what `bare` makes of a type."""
    if isinstance(kind, types.Array):
        if kind.layout != "C":
            raise TypeError(f"expected a packed array, found {kind}")
        return Bare(kind.dtype, kind.ndim, size_of(kind.dtype))
    if isinstance(kind, types.NamedTuple):
        return types.NamedTuple([_bare_kind(one) for one in kind], kind.instance_class)
    return kind


def _make_bare(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    found = _bare_kind(kind)
    if isinstance(kind, types.Array):
        array = context.make_array(kind)(context, builder, value)
        lengths = [builder.extract_value(array.shape, axis) for axis in range(kind.ndim)]
        address = builder.bitcast(array.data, ADDRESS)
        return _make(context, builder, found, address, lengths)
    if isinstance(kind, types.NamedTuple):
        values = [
            _make_bare(context, builder, one, builder.extract_value(value, place))
            for place, one in enumerate(kind)
        ]
        return context.make_tuple(builder, found, values)
    return value


def _as_bare(_context: Any, array: Any) -> Any:
    def lower(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return _make_bare(context, builder, array, arguments[0])

    return _bare_kind(array)(array), lower


def _same(array: Any) -> Any:
    """Stand for `bare` where kernels are plain Python."""
    return array


bare: Any = _same if are_plain() else intrinsic(_as_bare)
"""Bare array of a packed array; a named tuple with all its arrays bare; all else as it is."""


# What a place holds: array[row], array[row, column], and parts of an axis.


def _indices(index: Any) -> tuple[Any, ...]:
    are_many = isinstance(index, types.BaseTuple)
    return index.types if are_many else (index,)


def _item_kind(array: Bare, index: Any) -> Any:
    """Type of what stands at a place, or None: an item, or a bare array of the axes left over."""
    indices = _indices(index)
    if not all(isinstance(one, types.Integer) for one in indices):
        return None
    n_left = array.ndim - len(indices)
    item = array.dtype
    if n_left > 0:
        return Bare(item, n_left, array.step, array.column)
    if not isinstance(item, types.NestedArray):
        return item if n_left == 0 else None
    if n_left == 0:
        return Bare(item.dtype, 1, size_of(item.dtype), array.column)
    return item.dtype if n_left == -1 else None


@type_callable(operator.getitem)
def _type_of_getting(_context: Any) -> Any:
    def typer(array: Any, index: Any) -> Any:
        if not isinstance(array, Bare):
            return None
        return array if isinstance(index, types.SliceType) else _item_kind(array, index)

    return typer


@type_callable(operator.setitem)
def _type_of_setting(_context: Any) -> Any:
    def typer(array: Any, index: Any, value: Any) -> Any:
        if not isinstance(array, Bare):
            return None
        # A number or a record at a time: rows are written number by number.
        item = _item_kind(array, index)
        are_numbers = all(isinstance(one, types.Number | types.Boolean) for one in (item, value))
        is_record = isinstance(item, types.Record) and item == value
        return types.void if are_numbers or is_record else None

    return typer


def address_of(context: Any, builder: Any, kinds: tuple[Any, ...], values: Any) -> Any:
    """Address of a place: of the array and the index that come first in `kinds` and `values`."""
    kind, indices = kinds[0], _indices(kinds[1])
    array, index = context.make_helper(builder, kind, values[0]), values[1]
    values = [index]
    if isinstance(kinds[1], types.BaseTuple):
        values = [builder.extract_value(index, place) for place in range(len(indices))]
    values = [
        context.cast(builder, value, one, types.intp)
        for value, one in zip(values, indices, strict=True)
    ]
    item = values[0]
    for axis in range(1, kind.ndim):
        item = builder.mul(item, builder.extract_value(array.shape, axis))
        if axis < len(values):
            item = builder.add(item, values[axis])
    offset = builder.mul(item, NUMBER(kind.step))
    if len(values) > kind.ndim:
        within = builder.mul(values[-1], NUMBER(size_of(kind.dtype.dtype)))
        offset = builder.add(offset, within)
    return builder.gep(array.address, [offset])


@lower_builtin(operator.getitem, Bare, types.Integer)
@lower_builtin(operator.getitem, Bare, types.BaseTuple)
def _get(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, index = signature.args
    array = context.make_helper(builder, kind, arguments[0])
    address = address_of(context, builder, signature.args, arguments)
    found = signature.return_type
    if not isinstance(found, Bare):
        return load(context, builder, found, address, kind.column)
    n_indices = len(_indices(index))
    if n_indices == kind.ndim:
        lengths = [NUMBER(kind.dtype.nitems)]
    else:
        axes = range(n_indices, kind.ndim)
        lengths = [builder.extract_value(array.shape, axis) for axis in axes]
    return _make(context, builder, found, address, lengths)


@lower_builtin(operator.getitem, Bare, types.SliceType)
def _get_part(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, index = signature.args
    array = context.make_helper(builder, kind, arguments[0])
    part = context.make_helper(builder, index, arguments[1])
    address = builder.gep(array.address, [builder.mul(part.start, NUMBER(kind.step))])
    return _make(context, builder, kind, address, [builder.sub(part.stop, part.start)])


@lower_builtin(operator.setitem, Bare, types.Integer, types.Any)
@lower_builtin(operator.setitem, Bare, types.BaseTuple, types.Any)
def _set(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    kind, index, value_kind = signature.args
    address = address_of(context, builder, signature.args, arguments)
    if isinstance(kind.dtype, types.Record):
        copy_record(context, builder, kind.dtype, arguments[2], address)
    else:
        found = _item_kind(kind, index)
        value = context.cast(builder, arguments[2], value_kind, found)
        store(context, builder, found, value, address, kind.column)
    return context.get_dummy_value()


# What a name holds: a column of a table, shape and size.


def _attribute_kind(array: Bare, name: str) -> Any:
    """Type of an attribute, or None."""
    if name == "shape":
        return types.UniTuple(types.intp, array.ndim)
    if name == "size" and array.ndim == 1:
        return types.intp
    if not isinstance(array.dtype, types.Record) or name not in array.dtype.fields:
        return None
    column = f"{name} of {array.step}"
    return Bare(array.dtype.typeof(name), array.ndim, array.step, column)


@infer_getattr
class _Attributes(AttributeTemplate):
    key = Bare

    def resolve(self, value: Bare, attr: str) -> Any:
        return _attribute_kind(value, attr)


@lower_getattr_generic(Bare)
def _get_attribute(context: Any, builder: Any, kind: Any, value: Any, name: str) -> Any:
    array = context.make_helper(builder, kind, value)
    lengths = [builder.extract_value(array.shape, axis) for axis in range(kind.ndim)]
    if name == "shape":
        return array.shape
    if name == "size":
        return lengths[0]
    address = builder.gep(array.address, [NUMBER(kind.dtype.offset(name))])
    return _make(context, builder, _attribute_kind(kind, name), address, lengths)

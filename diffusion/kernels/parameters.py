"""The numbers of the laws as one record, made from the declarations (`translate.parameters`)."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

type Parameters = np.record
"""Flat, by name; names, units and ranges are those of the declarations. A module that is off
stands here as the number that leaves its law without effect."""


def parameters_from(numbers: Mapping[str, Any]) -> Parameters:
    """Make the record: a field of bool, int64 or float64 for each number, a row for each array."""
    values = {name: np.asarray(value) for name, value in numbers.items()}
    fields = tuple((name, value.dtype, value.shape) for name, value in values.items())
    row = np.array([tuple(values.values())], _layout(fields)).view(np.recarray)
    record: np.record = row[0]
    return record


@lru_cache(maxsize=8)
def _layout(fields: tuple[Any, ...]) -> np.dtype[np.void]:
    """Lay the fields out in a record; nearly always the same ones."""
    return np.dtype(list(fields), align=True)

"""Bare arrays: a kernel reads and writes through them what it reads and writes in arrays."""

from typing import Annotated, Any, NamedTuple

import numpy as np
import pytest

from diffusion.kernels.arrays import Bools, Bytes, Counts, Ints, Reals, Rows, Table, allocate
from diffusion.kernels.bare import bare
from diffusion.kernels.jit import are_plain, compiled


class Household(Table):
    """Fields of every kind of number, and a row of numbers."""

    stage: Bytes
    is_member: Bools
    cash: Ints
    skill: Reals
    quota: Annotated[Counts, 3]
    place: Rows


class Shelf(NamedTuple):
    """Arrays of one, two and three axes, a table of two, and a number."""

    total: Ints
    tie: Reals
    stages: Counts
    households: Household
    factor: int


def filled() -> tuple[Household, Shelf]:
    """Make a table and a shelf without any two numbers alike."""
    table = allocate(Household, 5)
    numbers = np.arange(5)
    table["stage"], table["is_member"], table["cash"] = numbers - 2, numbers % 2, 10**12 + numbers
    table["skill"], table["place"] = numbers / 7, 2**32 - 1 - numbers
    table["quota"] = np.arange(15).reshape(5, 3)
    return table, Shelf(
        np.arange(5),
        np.arange(6.0).reshape(2, 3) / 3,
        np.arange(24, dtype=np.int32).reshape(2, 3, 4),
        allocate(Household, 2, 5),
        3,
    )


@compiled
def work(table: Household, shelf: Shelf) -> float:
    """Read and write at every kind of place."""
    found = 0.0
    for row in range(table.stage.size):
        found += table.stage[row] * table.skill[row] + table.cash[row] + table.place[row]
        found += 0.5 if table.is_member[row] else 0.0
        table.is_member[row] = not table.is_member[row]
        table.cash[row] -= 7
        table.stage[row] += 1
        quota = table.quota[row]
        for place in range(quota.size):
            quota[place] += place
            found += table.quota[row, place]
            table.quota[row, place] *= 2
    part = table[1:3]
    for row in range(part.cash.size):
        part.skill[row] = row
    for row in range(shelf.tie.shape[0]):
        line = shelf.stages[row]
        for column in range(shelf.tie.shape[1]):
            shelf.tie[row, column] *= shelf.factor
            found += line[column, 1] + shelf.stages[row, column, 2] + shelf.stages[row, column][3]
            shelf.stages[row, column, 0] = -1
        for ego in range(table.stage.size):
            shelf.households[row, ego] = table[ego]
            shelf.households.cash[row, ego] += row
            one = shelf.households[row, ego]
            one.stage = row
            found += one.skill
    return found + shelf.total[4]


@compiled
def work_barely(table: Household, shelf: Shelf) -> float:
    """Do the same work through bare arrays."""
    return work(bare(table), bare(shelf))


def test_bare_arrays_are_read_and_written_as_arrays() -> None:
    table, shelf = filled()
    expected_table, expected = filled()
    assert work_barely(table, shelf) == work(expected_table, expected)
    assert np.array_equal(table, expected_table)
    for found, wanted in zip(shelf[:-1], expected[:-1], strict=True):
        assert np.array_equal(found, wanted)
    assert not np.array_equal(table, filled()[0])  # something was written


@pytest.mark.skipif(are_plain(), reason="plain Python has no bare arrays")
def test_a_bare_array_is_packed() -> None:
    @compiled
    def first(array: Any) -> Any:
        return bare(array)[0]

    assert first(np.arange(4)) == 0
    with pytest.raises(Exception, match="expected a packed array"):
        first(np.arange(8)[::2])


@pytest.mark.skipif(are_plain(), reason="plain Python has no bare arrays")
def test_a_whole_row_is_not_written_at_once() -> None:
    @compiled
    def write(array: Any) -> None:
        rows = bare(array)
        rows[0] = rows[1]

    with pytest.raises(Exception, match="setitem"):
        write(np.zeros((2, 3)))

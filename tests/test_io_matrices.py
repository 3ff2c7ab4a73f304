"""Matrices and tables of two modes become networks: nobody new, weights and directions kept."""

from pathlib import Path

import numpy as np
import pytest

from diffusion.errors import InputError
from diffusion.i18n.words import both
from diffusion.importing.formats import format_of, read
from diffusion.importing.matrices import is_matrix
from diffusion.importing.network import Network
from diffusion.importing.tables import Column, Sheet

HERE = Path(__file__).parent / "files" / "importing" / "matrix"


def network(name: str, format_: str | None = None) -> Network:
    found = read(HERE / name, format_)
    assert isinstance(found, Network)
    for note in found.notes:
        assert all("{" not in say(note.name, **note.filled_in) for say in both())
    return found


def ties(found: Network, kind: int = 0) -> dict[tuple[str, str], float]:
    one = found.relations[kind]
    weight = np.ones(len(one.ego)) if one.weight is None else one.weight
    return {
        (found.ids[ego], found.ids[alter]): float(value)
        for ego, alter, value in zip(one.ego, one.alter, weight, strict=True)
    }


def test_a_row_names_those_in_its_columns() -> None:
    found = network("directed.csv")
    assert found.ids == ("Budi", "Sari", "Tuti")
    assert ties(found) == {
        ("Budi", "Sari"): 1,
        ("Sari", "Budi"): 2,
        ("Sari", "Tuti"): 0.5,
        ("Tuti", "Sari"): 1,
        ("Tuti", "Budi"): 1,
        ("Tuti", "Tuti"): 1,
    }
    assert found.relations[0].is_directed
    assert found.relations[0].rows is not None
    assert found.relations[0].rows.tolist() == [2, 3, 3, 4, 4, 4]


def test_a_matrix_that_is_alike_on_both_sides_has_each_pair_once() -> None:
    found = network("both_ways.csv")
    assert not found.relations[0].is_directed
    assert ties(found) == {("A", "B"): 1, ("B", "C"): 1.5}


def test_one_side_alone_is_told() -> None:
    found = network("half.csv")
    assert not found.relations[0].is_directed
    assert ties(found) == {("2", "1"): 1, ("3", "2"): 1}
    assert [note.name for note in found.notes if note.is_odd] == ["matrices.half"]


def test_each_sheet_is_a_kind_of_tie_whatever_its_order() -> None:
    found = network("kinds.xlsx")
    assert found.ids == ("Sari", "Budi", "Tuti")
    assert [one.kind for one in found.relations] == ["friends", "advice"]
    assert ties(found) == {("Sari", "Budi"): 1}
    assert ties(found, 1) == {("Sari", "Tuti"): 3, ("Tuti", "Budi"): 2}


def test_events_are_no_people() -> None:
    assert format_of(HERE / "two_mode.csv").name == "csv"
    found = network("two_mode.csv", "two_mode")
    assert found.ids == ("Sari", "Budi", "Tuti", "arisan", "training", "market")
    assert found.first_mode is not None
    assert found.first_mode.tolist() == [True] * 3 + [False] * 3
    assert ties(found) == {
        ("Sari", "arisan"): 1,
        ("Sari", "training"): 1,
        ("Budi", "training"): 1,
        ("Tuti", "arisan"): 1,
    }
    assert "matrices.missing" in {note.name for note in found.notes}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (
            "broken_names.csv",
            "broken_names.csv: names: expected the same names at the left and on the "
            "top; found only at the left: D\nbroken_names.csv: names: expected the same "
            "names at the left and on the top; found only on the top: C",
        ),
        (
            "broken_cell.csv",
            'broken_cell.csv: line 2, B: expected a number, x, or nothing; found "often"',
        ),
        (
            "broken_twice.csv",
            "broken_twice.csv: line 3, column A: expected each name once; found "
            '"A" again, as in row 2\n'
            "broken_twice.csv: line 4, column A: expected a name or number; found nothing",
        ),
    ],
)
def test_what_is_no_matrix_is_told_exactly(name: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read(HERE / name, "matrix")
    assert str(caught.value) == said
    assert format_of(HERE / name).name == "csv"


def test_a_table_of_answers_is_no_matrix() -> None:
    cells = {"id": ("A", "B"), "A": (1, 0), "age": (30, 40)}
    columns = {name: Column(name, values) for name, values in cells.items()}
    assert not is_matrix(Sheet("roster", columns, (2, 3)))
    assert not is_matrix(Sheet("empty", {}, ()))

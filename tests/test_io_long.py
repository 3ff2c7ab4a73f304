"""Long tables are read as arrays, and what is read is what the slow way reads, cell by cell."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from harness import examples
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from diffusion.errors import InputError
from diffusion.importing import arrow_csv, io_csv, io_parquet, io_ties
from diffusion.importing.formats import format_of, read
from diffusion.importing.network import Network

HERE = Path(__file__).parent / "files" / "importing"
WORDS = st.sampled_from(
    ["", " ", "Sari", "Budi ", "007", "7", "7.0", "1.5", "1,5", "1.10", "1.1", "NA", "#REF!", "-3",
     "1.234", "Total", "Jumlah", "Sumber: x", "a", "b", "\u00e9", "x\u00a0y", "0", "1e3", "true"]
)  # fmt: skip


def quick(content: bytes, mark: str = ",") -> object:
    table = arrow_csv.plain_table(content, mark)
    return None if table is None else arrow_csv.sheet_of("a.csv", table)


@examples(150)
@given(st.data())
def test_both_ways_of_reading_a_csv_agree(data: st.DataObject) -> None:
    mark = data.draw(st.sampled_from([",", ";", "\t"]))
    width = data.draw(st.integers(1, 4))
    words = WORDS.filter(lambda word: mark not in word)
    rows = data.draw(st.lists(st.lists(words, min_size=width, max_size=width), min_size=1))
    end = data.draw(st.sampled_from(["\n", "\r\n"]))
    lines = [mark.join(row) for row in (["a", "b", "c", "d"][:width], *rows)]
    text = end.join(lines) + data.draw(st.sampled_from(["", end]))
    found = quick(text.encode(), mark)
    if found is not None:
        sheet, notes = io_csv.sheet_in("a.csv", text.replace("\r\n", "\n"), mark)
        marks = [note for note in notes if note.name != "tables.separator"]
        assert found == (sheet, marks)


def test_a_plain_table_is_read_the_quick_way() -> None:
    assert quick(b"id,name\n007,Sari\n8,Budi\n") is not None
    for other in (
        b'id,name\n1,"Sari"\n', b"id,name\n1,a\n\n2,b\n", b"id,name\n1,a\nTotal,2\n", b"id,\n1,2\n",
        b"id,id\n1,2\n", b"id,name\n1,\xe9\n", b"id,name\n1\n", b"sep=,\nid,name\n1,2\n",
        b"id,name\n1,a\rb\n", b"id,name\n1,\n2,b\n", b"id,name\n1,a\nid,name\n",
    ):  # fmt: skip
        assert quick(other) is None


def test_a_long_csv_is_read_quickly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;x\n007;1,5\n8;2,5\n", encoding="utf-8")
    slow = io_csv.read(tmp_path / "a.csv")
    monkeypatch.setattr(arrow_csv, "FEWEST_BYTES", 0)
    monkeypatch.setattr(io_csv, "text_of", None)
    assert io_csv.read(tmp_path / "a.csv") == slow


TIES = {"ego": [3, 1, 3, 9], "alter": [1, 4, 1, 3], "strength": [1.0, 0.5, 0.25, 1.0]}
PEOPLE = {"id": [1, 2, 3], "hamlet": ["a", "b", "a"]}


def written(folder: Path, suffix: str, ties: dict[str, list[object]]) -> tuple[Path, Path]:
    files = folder / f"ties{suffix}", folder / f"people{suffix}"
    for file, columns in zip(files, (ties, PEOPLE), strict=True):
        if suffix == ".parquet":
            parquet.write_table(pa.table(columns), file, row_group_size=2)
        else:
            rows = [[*columns], *([*map(str, row)] for row in zip(*columns.values(), strict=True))]
            file.write_text("\n".join(",".join(row) for row in rows) + "\n", encoding="utf-8")
    return files


def facts(found: object) -> tuple[object, ...]:
    assert isinstance(found, Network)
    kinds = [
        (
            one.kind,
            one.ego.tolist(),
            one.alter.tolist(),
            None if one.weight is None else [*one.weight],
        )
        for one in found.relations
    ]
    of_each = {name: column.cells for name, column in found.columns.items()}
    asked = None if found.surveyed is None else found.surveyed.tolist()
    return found.ids, kinds, of_each, asked


@pytest.mark.parametrize("as_words", [str, int], ids=["words", "numbers"])
@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_ties_are_arrays_of_people_in_the_order_of_the_file(
    tmp_path: Path, suffix: str, as_words: type
) -> None:
    ties = {name: [*map(as_words, cells)] for name, cells in TIES.items() if name != "strength"}
    if as_words is str:
        ties = {name: [f"p{cell}" for cell in cells] for name, cells in ties.items()}
    file, _ = written(tmp_path, suffix, ties | {"strength": TIES["strength"]})
    reader = io_parquet if suffix == ".parquet" else io_ties
    ids, kinds, _, asked = facts(reader.read(file))
    assert ids == tuple(f"p{n}" if as_words is str else str(n) for n in (3, 1, 4, 9))
    assert kinds == [("ties", [0, 1, 0, 3], [1, 2, 1, 0], TIES["strength"])]
    assert asked is None


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_people_come_first_and_nobody_vanishes(tmp_path: Path, suffix: str) -> None:
    ties = TIES | {"kind": ["friend", "advice", "friend", "friend"]}
    file, people = written(tmp_path, suffix, ties)
    reader = io_parquet if suffix == ".parquet" else io_ties
    ids, kinds, of_each, asked = facts(reader.read(file, people=people))
    assert ids == ("1", "2", "3", "4", "9")
    assert kinds == [
        ("friend", [2, 2, 4], [0, 0, 2], [1.0, 0.25, 1.0]),
        ("advice", [0], [3], [0.5]),
    ]
    assert of_each == {"hamlet": ("a", "b", "a", None, None)}
    assert asked == [True] * 3 + [False] * 2


def test_codes_and_numbers_in_two_files_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\n007,7\n8,007\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("id\n7\n8\n", encoding="utf-8")
    found = io_ties.read(tmp_path / "ties.csv", people=tmp_path / "people.csv")
    assert found.ids == ("7", "8", "007")
    assert found.relations[0].ego.tolist() == [2, 1]


def test_a_list_of_ties_is_recognised_by_its_length_and_headings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file, people = written(tmp_path, ".csv", TIES)
    assert format_of(file).name == "csv"
    monkeypatch.setattr(io_ties, "FEWEST_BYTES", 0)
    assert format_of(file).name == "ties"
    assert format_of(people).name == "csv"
    assert facts(read(file)) == facts(io_ties.read(file))


def test_a_quoted_list_of_ties_is_read_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('ego,alter\n"Sari, Ibu",Budi\nBudi,NA\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 3, alter: expected a name or number; found nothing"):
        io_ties.read(tmp_path / "a.csv")
    (tmp_path / "a.csv").write_text('ego,alter\n"Sari, Ibu",Budi\n', encoding="utf-8")
    assert io_ties.read(tmp_path / "a.csv").ids == ("Sari, Ibu", "Budi")


@pytest.mark.parametrize(
    ("ties", "people", "said"),
    [
        ("a,b\n1,2\n", "id\n1\n", 'ties.csv: columns: expected columns ego and alter, and perhaps '
         'kind and strength; found "a, b"'),
        ("ego,alter\n1,2\n1,\n", "id\n1\n", "ties.csv: line 3, alter: expected a name or number; "
         "found nothing"),
        ("ego,alter,weight\n1,2,1\n1,3,much\n", "id\n1\n", "ties.csv: line 3, weight: expected a "
         'number; found "much"'),
        ("ego,alter\n1,2\n", "id\n1\n2\n1\n", "people.csv: line 4: expected each person once; "
         'found "1" again'),
        ("ego,alter\n1,2\n", "x\n1\n", "people.csv: columns: expected a column artisan or id or "
         'person_id; found "x"'),
        ("ego,alter,weight\n1,2,1e999\n", "id\n1\n", "ties.csv: line 2, weight: expected a number; "
         "found one without end"),
    ],
    ids=["columns", "empty", "weight", "twice", "people", "endless"],
)  # fmt: skip
def test_what_is_wrong_is_told_exactly(tmp_path: Path, ties: str, people: str, said: str) -> None:
    (tmp_path / "ties.csv").write_text(ties, encoding="utf-8")
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        io_ties.read(tmp_path / "ties.csv", people=tmp_path / "people.csv")
    assert str(caught.value) == said


def test_what_is_no_parquet_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and no more")
    with pytest.raises(InputError, match="expected a Parquet file; found another file"):
        read(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="expected a Parquet file; found no such place"):
        io_parquet.read(tmp_path / "b.parquet")
    parquet.write_table(pa.table({"ego": [1, None], "alter": [2, 3]}), tmp_path / "c.parquet")
    with pytest.raises(InputError, match="line 2, ego: expected a name or number; found nothing"):
        read(tmp_path / "c.parquet")


def test_no_ties_are_no_ties(tmp_path: Path) -> None:
    empty = pa.table({"ego": pa.array([], pa.int64()), "alter": pa.array([], pa.int64())})
    parquet.write_table(empty, tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    assert isinstance(found, Network)
    assert found.ids == ()
    assert np.array_equal(found.relations[0].ego, [])

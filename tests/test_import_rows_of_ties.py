"""What stands in a row of a tie beside who names whom: strength, direction, what is not used."""

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import diffusion
from diffusion.errors import InputError
from diffusion.importing.formats import format_of
from diffusion.importing.read import Imported, look

GEPHI = """Source;Target;Type;Id;Label;timeset;Weight
A1;A2;Directed;0;;;1.0
A1;A3;Undirected;1;;;3.5
A2;A3;Mutual;2;;;2.0
"""


def survey_of(heading: str, folder: Path) -> list[Path]:
    """Write two people, and two ties with one more column of numbers."""
    people, ties = folder / "people.csv", folder / "ties.csv"
    people.write_text("id,hamlet\nA1,Lor\nA2,Kidul\n", encoding="utf-8")
    ties.write_text(f"ego,alter,{heading}\nA1,A2,5\nA2,A1,10\n", encoding="utf-8")
    return [people, ties]


def pairs(read: Imported) -> set[tuple[str, str]]:
    labels = read.data.labels
    return {
        (labels[ego], labels[alter])
        for one in read.data.ties.values()
        for ego, alter in zip(one.ego, one.alter, strict=True)
    }


def test_gephi_says_of_each_row_whether_it_goes_one_way(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text(GEPHI, encoding="utf-8")
    read = diffusion.read_network(file)
    assert [*read.data.ties] == ["ties"]
    assert pairs(read) == {("A1", "A2"), ("A1", "A3"), ("A3", "A1"), ("A2", "A3"), ("A3", "A2")}
    told = {note.name: note.filled_in for note in read.report.notes}
    assert told["import_ties.ways_guessed"] == {"column": "Type"}
    assert told["import_ties.unused"] == {"kind": "ties", "columns": ["Id"]}
    assert diffusion.read_network(file, read.choices).data.ties["ties"].ego.size == 5


def test_ties_that_all_go_both_ways_count_once(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text(GEPHI.replace("Directed", "Undirected"), encoding="utf-8")
    read = diffusion.read_network(file)
    assert (read.data.ties["ties"].direction, len(pairs(read))) == ("both", 3)


def test_a_column_type_with_other_words_is_the_kind(tmp_path: Path) -> None:
    file = tmp_path / "edges.csv"
    file.write_text(GEPHI.replace("Mutual", "kin"), encoding="utf-8")
    assert {*diffusion.read_network(file).data.ties} == {"Directed", "Undirected", "kin"}


@pytest.mark.parametrize(
    "heading", ["Seberapa dekat (0-10)", "closeness [1-5]", "How often do you meet?"]
)
def test_the_strength_is_found_behind_a_question(heading: str, tmp_path: Path) -> None:
    read = diffusion.read_survey(survey_of(heading, tmp_path))
    assert read.data.ties["ties"].weights.tolist() == [0.5, 1.0]
    assert "import_ties.unused" not in {note.name for note in read.report.notes}


def test_a_column_beside_a_tie_that_is_not_used_is_told(tmp_path: Path) -> None:
    read = diffusion.read_survey(survey_of("Warna rumahnya", tmp_path))
    told = {note.name: note.filled_in for note in read.report.notes}
    assert told["import_ties.unused"] == {"kind": "ties", "columns": ["Warna rumahnya"]}


def test_a_frame_with_the_same_labels_on_both_sides_is_a_matrix() -> None:
    """File, frame, graph and matrix of the same people: one history, whatever their order."""
    ids = ["A1", "A2", "A3", "A4"]
    rows = [("A1", "A2", 1.0), ("A2", "A3", 2.5), ("A4", "A1", 2.0)]
    graph = nx.DiGraph()
    graph.add_nodes_from(ids)
    graph.add_weighted_edges_from(rows)
    matrix = pd.DataFrame(nx.to_numpy_array(graph, nodelist=ids), index=ids, columns=ids)
    given = [
        graph, pd.DataFrame(rows, columns=["ego", "alter", "strength"]), matrix, matrix[ids[::-1]],
    ]  # fmt: skip
    read = [diffusion.read_network(one) for one in given]
    assert all(pairs(one) == pairs(read[0]) for one in read)
    histories = [
        diffusion.simulate(one.community(), "campaign_only", n_runs=3, n_months=12).adopters
        for one in read
    ]
    assert all(np.array_equal(one, histories[0]) for one in histories)


def test_numbers_alone_are_told_to_be_a_matrix_without_names(tmp_path: Path) -> None:
    file = tmp_path / "matrix.csv"
    file.write_text("A1,A2,A3\n0,1,0\n1,0,1\n0,0,0\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        look(file)
    assert "or a matrix with the same names at the left and on the top" in str(caught.value)
    assert "found 3 columns of numbers and 3 rows" in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "a picture"),
        ("a.net", b"%PDF-1.7", "a PDF"),
        ("a.xlsx", b"", "an empty file"),
    ],
)
def test_what_holds_no_data_is_called_by_its_name(
    name: str, content: bytes, found: str, tmp_path: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError, match=f"found {found}$"):
        look(file)


def test_a_format_may_be_asked_for_in_capitals() -> None:
    assert format_of("village.net", "Pajek").name == "pajek"
    with pytest.raises(InputError, match=r'did you mean ucinet\?\); found "UCINETT"'):
        format_of("village.net", "UCINETT")

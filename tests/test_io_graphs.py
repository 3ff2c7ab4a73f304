"""GraphML, GEXF and GML: defaults filled, types kept, mixed direction read, nobody made up."""

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from importing_corpus import FILES, broken, told, valid

from diffusion.errors import InputError
from diffusion.i18n.words import Words
from diffusion.importing import io_gexf, io_gml, io_graphml
from diffusion.importing.formats import read
from diffusion.importing.network import Network

READERS = {"graphml": io_graphml.read, "gexf": io_gexf.read, "gml": io_gml.read}
ORACLES: dict[str, Callable[[Path], nx.Graph]] = {
    "graphml": nx.read_graphml,
    "gexf": nx.read_gexf,
    "gml": lambda path: nx.read_gml(path, label="id"),
}
VALID = [(one, name) for one in READERS for name in valid(one)]
BROKEN = [(one, name, lines) for one in READERS for name, lines in broken(one)]


@pytest.mark.parametrize(("format_", "name"), VALID)
def test_a_file_is_read_as_it_is_meant(format_: str, name: str) -> None:
    network = read(FILES / format_ / name)
    assert isinstance(network, Network)
    assert told(network) == valid(format_)[name]
    for note in network.notes:
        for language in ("id", "en"):
            assert "{" not in Words(language)(note.name, **note.filled_in)


@pytest.mark.parametrize(("format_", "name", "lines"), BROKEN)
def test_a_broken_file_is_told_with_its_place(format_: str, name: str, lines: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        READERS[format_](FILES / format_ / "broken" / name)
    assert str(caught.value).split("\n") == lines


def test_every_file_has_its_reading() -> None:
    for format_ in READERS:
        files = {one.name for one in (FILES / format_).glob(f"*.{format_}")}
        assert files == {*valid(format_)}
        told_of = {name for name, _ in broken(format_)} | {"messages.toml"}
        assert {one.name for one in (FILES / format_ / "broken").iterdir()} == told_of


@pytest.mark.parametrize(
    ("format_", "name"), [one for one in VALID if one[1].startswith("networkx")]
)
def test_networkx_reads_the_same_from_what_it_wrote(format_: str, name: str) -> None:
    """Where networkx is right it is the oracle: people, columns, and each tie with its weight."""
    if "1.3" in name and tuple(map(int, nx.__version__.split(".")[:2])) < (3, 6):
        pytest.skip("networkx before 3.6 reads no GEXF 1.3")
    ours, theirs = (
        READERS[format_](FILES / format_ / name),
        ORACLES[format_](FILES / format_ / name),
    )
    assert [*ours.ids] == [str(node) for node in theirs]
    for column, cells in ours.columns.items():
        assert [theirs.nodes[node][column] for node in theirs] == [*cells.cells]
    rows = sorted(
        (ours.ids[ego], ours.ids[alter], relation.kind, float(weight))
        for relation in ours.relations
        for ego, alter, weight in zip(
            relation.ego, relation.alter, weights(relation.weight, relation.ego), strict=True
        )
    )
    assert rows == sorted(
        (str(ego), str(alter), said["relation"], float(said["weight"]))
        for ego, alter, said in theirs.edges(data=True)
    )
    assert {relation.is_directed for relation in ours.relations} == {theirs.is_directed()}


def weights(found: np.ndarray | None, like: np.ndarray) -> np.ndarray:
    return np.ones(len(like)) if found is None else found


def test_an_attribute_is_taken_for_the_weight_or_the_kind_as_asked() -> None:
    path = FILES / "graphml" / "visone.graphml"
    assert told(io_graphml.read(path, kind=""))["ties"] == ["ties: 1>2", "ties: 2-1"]
    with pytest.raises(InputError) as caught:
        io_graphml.read(path, weight="confirm")
    expected = "one of confirmed, type (did you mean confirmed?)"
    assert str(caught.value) == f'visone.graphml: weight: expected {expected}; found "confirm"'


def test_what_ends_in_xml_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    for format_, name in (("gexf", "gephi_mixed.gexf"), ("graphml", "visone.graphml")):
        file = tmp_path / "network.xml"
        file.write_bytes((FILES / format_ / name).read_bytes())
        assert told(read(file)) == valid(format_)[name]


def test_a_file_in_other_letters_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.gexf"
    text = (FILES / "gexf" / "gephi_mixed.gexf").read_text(encoding="utf-8").replace("Budi", "Çi")
    file.write_text(text.replace('"UTF-8"', '"UTF-16"'), encoding="utf-16")
    assert io_gexf.read(file).names == ("Ani", "Çi", "")


def test_what_networkx_declares_for_each_type_is_one_attribute(tmp_path: Path) -> None:
    """Whole and other numbers of one name: networkx declares the name twice."""
    graph = nx.DiGraph()
    graph.add_node("a", land=2)
    graph.add_node("b", land=2.5)
    graph.add_weighted_edges_from([("a", "b", 2), ("b", "a", 3.5)])
    file = tmp_path / "network.graphml"
    nx.write_graphml(graph, file)
    network = read(file)
    assert isinstance(network, Network)
    assert network.columns["land"].cells == (2, 2.5)
    (relation,) = network.relations
    assert relation.weight is not None
    assert relation.weight.tolist() == [2.0, 3.5]
    assert not [note for note in network.notes if note.is_odd]


def test_two_values_of_one_attribute_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.graphml"
    nx.write_graphml(nx.DiGraph([("a", "b", {"weight": 2}), ("b", "a", {"weight": 3.5})]), file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("</edge>", '<data key="d1">1</data></edge>'), encoding="utf-8")
    with pytest.raises(InputError, match="expected one value of weight; found another"):
        read(file)

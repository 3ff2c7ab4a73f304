"""Files of Pajek: vertex numbers are people, labels only names, each relation has its direction."""

from pathlib import Path

import pytest
from importing_corpus import FILES, broken, told, valid

from diffusion.errors import InputError
from diffusion.importing.files import read_files
from diffusion.importing.io_pajek import read, recognises
from diffusion.importing.network import Network

PAJEK = FILES / "pajek"
READINGS = valid("pajek")


@pytest.mark.parametrize("name", READINGS)
def test_a_file_is_read_as_it_is_meant(name: str) -> None:
    assert told(read(PAJEK / name)) == READINGS[name]


def test_every_file_has_its_reading() -> None:
    files = {one.name for one in PAJEK.glob("*.*") if one.suffix in (".net", ".paj")}
    assert files == {*READINGS}
    assert {one.name for one in (PAJEK / "broken").iterdir()} == {
        "messages.toml",
        *(name for name, _ in broken("pajek")),
    }


@pytest.mark.parametrize(("name", "lines"), broken("pajek"))
def test_a_broken_file_is_told_with_its_place(name: str, lines: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read(PAJEK / "broken" / name)
    assert str(caught.value).split("\n") == lines


def test_another_network_of_a_project_is_taken_by_its_name() -> None:
    market = read(PAJEK / "village.paj", network="Market")
    assert told(market)["people"] == ["1", "2"]
    assert told(market)["columns"] == {"of the market": [1, 1]}
    with pytest.raises(InputError) as caught:
        read(PAJEK / "village.paj", network="markets")
    expected = "one of village, market (did you mean market?)"
    assert str(caught.value) == f'village.paj: network: expected {expected}; found "markets"'


def test_a_vector_beside_a_network_is_a_column() -> None:
    network = read(PAJEK / "both_directions.net", beside=[PAJEK / "age.vec"])
    assert network.columns["age"].cells == (45, 31, 62)


def test_where_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected a file to read; found no such place"):
        read(tmp_path / "a.net")


def test_a_long_list_may_announce_as_many_as_it_has_letters(tmp_path: Path) -> None:
    n = 150_000
    lines = "\n".join(f"{one} a" for one in range(1, n + 1))
    file = tmp_path / "a.net"
    file.write_text(f"*Vertices {n}\n{lines}\n*Edges\n1 {n}\n", encoding="utf-8")
    assert len(read(file).ids) == n


def test_a_file_without_a_suffix_of_its_own_is_recognised(tmp_path: Path) -> None:
    for text, is_pajek in (
        ("% a\n*Vertices 2\n", True),
        ("*note\n", False),
        ("ego,alter\n", False),
    ):
        (tmp_path / "a.txt").write_text(text, encoding="utf-8")
        assert recognises(tmp_path / "a.txt") == is_pajek
    (tmp_path / "a.txt").write_bytes(b"\0\0")
    assert not recognises(tmp_path / "a.txt")


def test_partitions_and_vectors_are_named_beside_their_network() -> None:
    files = [PAJEK / "both_directions.net", PAJEK / "age.vec"]
    network = read_files(files, None, {})
    assert isinstance(network, Network)
    assert network.columns["age"].cells == (45, 31, 62)
    assert read(files[0], beside=files[1]).columns.keys() == {"age"}

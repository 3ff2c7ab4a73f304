"""Network Canvas: interviews meet by a common code, ties of who was asked are not in the file."""

import pytest
from importing_corpus import FILES, broken, told, valid

from diffusion.errors import InputError
from diffusion.i18n.words import Words
from diffusion.importing.formats import read
from diffusion.importing.io_network_canvas import read as read_export
from diffusion.importing.network import Network
from diffusion.importing.read import read_network

EXPORTS = FILES / "network_canvas"


@pytest.mark.parametrize("name", valid("network_canvas"))
def test_an_export_is_read_as_it_is_meant(name: str) -> None:
    network = read(EXPORTS / name)
    assert isinstance(network, Network)
    assert told(network) == valid("network_canvas")[name]
    for note in network.notes:
        for language in ("id", "en"):
            assert "{" not in Words(language)(note.name, **note.filled_in)


def test_a_file_of_an_export_stands_for_its_folder() -> None:
    network = read(EXPORTS / "merged" / "ego.csv")
    assert isinstance(network, Network)
    assert told(network) == valid("network_canvas")["merged"]


@pytest.mark.parametrize(("name", "lines"), broken("network_canvas"))
def test_a_broken_export_is_told(name: str, lines: list[str]) -> None:
    with pytest.raises(InputError) as caught:
        read_export(EXPORTS / "broken" / name, match="household" if name == "asked_twice" else None)
    assert str(caught.value).split("\n") == lines


def test_every_export_has_its_reading() -> None:
    there = {one.name for one in EXPORTS.iterdir()}
    assert there == {*valid("network_canvas"), "broken", "readings.toml"}
    told_of = {name for name, _ in broken("network_canvas")} | {"messages.toml"}
    assert {one.name for one in (EXPORTS / "broken").iterdir()} == told_of


def test_the_code_and_the_strength_are_as_asked() -> None:
    network = read_export(EXPORTS / "merged", match="household", weight="closeness")
    assert told(network)["ties"][:2] == ["person: h01>h02 3", "person: h01>h03 1"]
    assert [note.name for note in network.notes] == [
        "network_canvas.implicit",
        "network_canvas.without_code",
        "network_canvas.left_out",
    ]
    with pytest.raises(InputError) as caught:
        read_export(EXPORTS / "merged", match="houshold")
    expected = "one of household (did you mean household?)"
    assert str(caught.value) == f'merged: match: expected {expected}; found "houshold"'
    with pytest.raises(InputError, match='line 2, name: expected a number; found "Budi"'):
        read_export(EXPORTS / "merged", weight="name")


def test_choices_of_an_import_reach_the_reader() -> None:
    chosen = {"unsurveyed": "keep", "reader": {"match": "household", "weight": "closeness"}}
    imported = read_network(EXPORTS / "merged", chosen)
    assert imported.choices.reader == chosen["reader"]
    person = imported.data.ties["person"]
    assert person.weight is not None
    assert person.weight.max() == 1
    with pytest.raises(InputError) as caught:
        read_network(EXPORTS / "merged", {"reader": {"matches": "household"}})
    expected = "one of match, weight (did you mean match?)"
    assert str(caught.value) == f'reader: expected {expected}; found "matches"'

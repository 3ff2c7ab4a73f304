"""The corpus of files: valid ones with their resolved form, invalid ones with their message."""

import json
import shutil
from pathlib import Path

import pytest

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.errors import InputError

FILES = Path(__file__).parent / "files"
VALID = sorted((FILES / "valid").glob("*.toml"))
INVALID = sorted((FILES / "invalid").rglob("*.txt"))


def put(file: Path, tmp_path: Path, place: str) -> Path:
    """Make a copy of Senik in which this file stands at this place."""
    folder = shutil.copytree(library_root() / "senik", tmp_path / "senik")
    shutil.copy(file, folder / place)
    return folder


def resolved(file: Path, tmp_path: Path) -> dict[str, object]:
    kind, name = file.stem.split("-", 1)
    place = {
        "community": "community.toml",
        "programme": f"programmes/{name}.toml",
        "parameters": f"parameters/{name}.toml",
    }[kind]
    community = diffusion.load(put(file, tmp_path, place))
    declared = {
        "community": lambda: community.file,
        "programme": lambda: community.programmes[name],
        "parameters": lambda: community.parameter_sets[name],
    }[kind]()
    return declared.model_dump(mode="json")


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_file_resolves_to_what_stands_beside_it(file: Path, tmp_path: Path) -> None:
    expected = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    assert resolved(file, tmp_path) == expected


@pytest.mark.parametrize("note", INVALID, ids=lambda note: f"{note.parent.name}-{note.stem}")
def test_an_invalid_file_has_the_message_that_stands_beside_it(note: Path, tmp_path: Path) -> None:
    """The note's first line is where the file belongs; the others are the message."""
    place, message = note.read_text(encoding="utf-8").rstrip("\n").split("\n", 1)
    with pytest.raises(InputError) as error:
        diffusion.load(put(note.with_suffix(".toml"), tmp_path, place))
    assert str(error.value) == message


def test_the_corpus_is_large_enough() -> None:
    assert len(INVALID) >= 40
    assert len(VALID) >= 10

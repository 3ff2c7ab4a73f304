"""The corpus of files: valid ones with their resolved form, invalid ones with their message."""

import json
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
from patches import patched

import diffusion
from diffusion.catalogue.load import library_root
from diffusion.errors import InputError

FILES = Path(__file__).parent / "files"
VALID = sorted((FILES / "valid").glob("*.toml"))
INVALID = {
    f"{file.stem}-{case['name']}": case
    for file in sorted((FILES / "invalid").glob("*.toml"))
    for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
}
"""Each mistake: the file of Senik, what is changed in it, and the message."""


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


@pytest.mark.parametrize("name", INVALID)
def test_a_mistake_has_the_message_that_stands_beside_it(name: str, tmp_path: Path) -> None:
    case: dict[str, Any] = INVALID[name].copy()
    message = case.pop("message")
    place, _ = case.pop("file"), case.pop("name")
    folder = shutil.copytree(library_root() / "senik", tmp_path / "senik")
    text = (folder / place).read_text(encoding="utf-8")
    (folder / place).write_text(patched(text, **case), encoding="utf-8")
    with pytest.raises(InputError) as error:
        diffusion.load(folder)
    assert str(error.value) == message


TEXT = """title = "one"  # a note
[part]
size = 3
[[act]]
id = 1
[act.doses]
film = 0.5
[[act]]
id = 2
"""


@pytest.mark.parametrize(
    ("patch", "old", "new"),
    [
        ({"put": {"title": "2"}}, 'title = "one"  # a note', "title = 2"),
        ({"put": {"name": "2"}}, 'title = "one"', 'name = 2\ntitle = "one"'),
        ({"put": {"part.size": "0,3"}}, "size = 3", "size = 0,3"),
        ({"put": {"act[1].doses.film": "1"}}, "film = 0.5", "film = 1"),
        ({"put": {"act[2].months": "[]"}}, "id = 2", "months = []\nid = 2"),
        ({"without": ["act[2].id"]}, "id = 2\n", ""),
        ({"replace": {"[part]": "[parts]"}}, "[part]", "[parts]"),
    ],
)
def test_a_patch_changes_what_it_names(patch: dict[str, Any], old: str, new: str) -> None:
    assert TEXT.count(old) == 1
    assert patched(TEXT, **patch) == TEXT.replace(old, new)


@pytest.mark.parametrize(
    ("patch", "message"),
    [
        ({"put": {"part.size": "3"}}, "is 3 already"),
        ({"put": {"parts.size": "4"}}, "not in list"),
        ({"without": ["part.length"]}, "stands there 0 times"),
        ({"replace": {"id = ": "ids = "}}, "stands there 2 times"),
    ],
)
def test_a_patch_that_changes_nothing_is_refused(patch: dict[str, Any], message: str) -> None:
    with pytest.raises((AssertionError, ValueError), match=message):
        patched(TEXT, **patch)


def test_the_corpus_is_large_enough() -> None:
    assert len(INVALID) >= 71
    assert len(VALID) >= 10

"""A file or a folder is written whole or not at all."""

import os
from pathlib import Path

import pytest

from diffusion.errors import InputError
from diffusion.util.atomic import moved_when_whole, whole_file, whole_folder


def test_a_whole_file_takes_its_place_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    with whole_file(target) as draft:
        assert draft.name == target.name
        draft.write_text("new", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "new"
    assert [*tmp_path.iterdir()] == [target]


def test_a_file_is_replaced_only_when_it_may_be(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="--replace"), whole_file(target):
        pytest.fail("nothing may be written")
    with whole_file(target, replace=True) as draft:
        draft.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"


class Stopped(BaseException):
    pass


def begin(file: Path, error: type[BaseException]) -> None:
    """Write a part of a file, and stop."""
    file.write_text("half", encoding="utf-8")
    raise error


@pytest.mark.parametrize("error", [Stopped, ValueError])
def test_what_is_interrupted_leaves_the_earlier_file(
    tmp_path: Path, error: type[BaseException]
) -> None:
    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(error), whole_file(target, replace=True) as draft:
        begin(draft, error)
    assert target.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [target]


def test_a_full_disk_is_one_message_and_leaves_the_earlier_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")
    monkeypatch.setattr("diffusion.util.atomic.os.fsync", full)
    with pytest.raises(InputError) as error, whole_file(target, replace=True) as draft:
        draft.write_text("new", encoding="utf-8")
    expected = f"{target}: expected a place that can be written; found no room left"
    assert str(error.value) == expected
    assert target.read_text(encoding="utf-8") == "old"
    assert [*tmp_path.iterdir()] == [target]


def test_a_named_draft_goes_when_its_block_fails(tmp_path: Path) -> None:
    draft, place = tmp_path / ".part", tmp_path / "part"
    with pytest.raises(Stopped), moved_when_whole(draft, place) as given:
        begin(given, Stopped)
    assert not [*tmp_path.iterdir()]
    with moved_when_whole(draft, place) as given:
        given.write_bytes(b"whole")
    assert [*tmp_path.iterdir()] == [place]


def test_a_folder_that_is_interrupted_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out"
    with pytest.raises(Stopped), whole_folder(target) as draft:
        begin(draft / "table.csv", Stopped)
    assert not [*tmp_path.iterdir()]

"""Writes a file or a folder whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from diffusion.errors import InputError, Problem, reason_of

SIGNATURE = "provenance.json"
"""A folder that holds this file was written by this program, and may be replaced by it."""


def check_folder(target: Path, *, replace: bool | None) -> None:
    """Check, before any work is done, that results may be written to `target`.

    `replace` is None where earlier results are never replaced.

    Raises
    ------
    InputError
        If it is not a new or empty folder and may not be replaced either, or if it cannot be
        written.
    """
    if Path.cwd().is_relative_to(target.resolve()):
        expected = "another folder than the one you are in (choose another name)"
        raise InputError(Problem(str(target), "", expected, "this one"))
    parent = next(folder for folder in target.resolve().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        found = "a folder closed to you" if parent.is_dir() else f"the file {parent.name}"
        raise InputError(
            Problem(str(target), "", "a place that can be written (choose another)", found)
        )
    if target.exists() and not target.is_dir():
        raise InputError(
            Problem(str(target), "", "a folder, or nothing yet (choose another name)", "a file")
        )
    if not target.exists() or not any(target.iterdir()):
        return
    if not replace:
        expected = "a new or empty folder (--replace writes over earlier results)"
        if replace is None:
            expected = "a new or empty folder (choose another name)"
        raise InputError(Problem(str(target), "", expected, "files in it"))
    if not (target / SIGNATURE).is_file():
        expected = (
            f"a folder of earlier results, with {SIGNATURE} in it, to replace (choose another name)"
        )
        raise InputError(Problem(str(target), "", expected, "other files"))


def check_file(target: Path, *, replace: bool) -> None:
    """Check, before any work is done, that a file may be written.

    Raises
    ------
    InputError
        If it is there already and may not be replaced, or cannot be written.
    """
    if target.is_dir():
        raise InputError(Problem(str(target), "", "a file (choose another name)", "a folder"))
    if target.exists() and not replace:
        expected = "a new file (--replace writes over an earlier one)"
        raise InputError(Problem(str(target), "", expected, "a file of this name"))
    parent = target.resolve().parent
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        found = "a folder closed to you" if parent.is_dir() else "no such folder (make it first)"
        raise InputError(Problem(str(target), "", "a place that can be written", found))


@contextmanager
def moved_when_whole(draft: Path, place: Path) -> Iterator[Path]:
    """Give `draft` to write; when it is whole and on the disk, it is moved to `place`.

    Both lie in one file system. When the block fails, `place` stays as it was and the draft goes.
    """
    try:
        yield draft
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(place)
    except BaseException:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


@contextmanager
def whole_file(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a file of the same name, beside `target`, to write; it takes its place at the end.

    When the block fails or is interrupted, `target` stays as it was.

    Raises
    ------
    InputError
        If `target` may not be written, or cannot be.
    """
    check_file(target, replace=replace)
    place = target.resolve()
    try:
        with (
            tempfile.TemporaryDirectory(prefix=f".{place.stem}-", dir=place.parent) as beside,
            moved_when_whole(Path(beside) / place.name, place) as draft,
        ):
            yield draft
    except OSError as error:
        raise _cannot_be_written(target, error) from None


@contextmanager
def whole_folder(target: Path, *, replace: bool = False) -> Iterator[Path]:
    """Give a folder beside `target` to write into; it takes its place at the end.

    When the block fails or is interrupted, `target` stays as it was.

    Raises
    ------
    InputError
        If `target` may not be written, or its parent folder cannot be.
    """
    check_folder(target, replace=replace)
    place = target.resolve()
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    except OSError as error:
        raise _cannot_be_written(target, error) from None
    old = beside / "old"
    try:
        draft = beside / "new"
        draft.mkdir()
        yield draft
        if place.exists():
            place.rename(old)
        draft.rename(place)
    except BaseException:
        if old.exists() and not place.exists():  # stopped between the two
            old.rename(place)
        raise
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _cannot_be_written(target: Path, error: OSError) -> InputError:
    return InputError(Problem(str(target), "", "a place that can be written", reason_of(error)))

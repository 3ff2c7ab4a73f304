"""Writes a folder of results whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diffusion.errors import InputError, Problem

SIGNATURE = "provenance.json"
"""A folder that holds this file was written by this program, and may be replaced by it."""


def check_folder(target: Path, *, replace: bool) -> None:
    """Check, before any work is done, that results may be written to `target`.

    Raises
    ------
    InputError
        If it is not a new or empty folder and may not be replaced either, or if it cannot be
        written.
    """
    if Path.cwd().is_relative_to(target.resolve()):
        expected = "another folder than the one you are in"
        raise InputError(Problem(str(target), "", expected, "this one"))
    parent = next(folder for folder in target.resolve().parents if folder.exists())
    if not parent.is_dir() or not os.access(parent, os.W_OK):
        found = "a folder closed to you" if parent.is_dir() else f"the file {parent.name}"
        raise InputError(Problem(str(target), "", "a place that can be written", found))
    if target.exists() and not target.is_dir():
        raise InputError(Problem(str(target), "", "a folder, or nothing yet", "a file"))
    if not target.exists() or not any(target.iterdir()):
        return
    if not replace:
        expected = "a new or empty folder (--replace writes over earlier results)"
        raise InputError(Problem(str(target), "", expected, "files in it"))
    if not (target / SIGNATURE).is_file():
        expected = f"a folder of earlier results, with {SIGNATURE} in it, to replace"
        raise InputError(Problem(str(target), "", expected, "other files"))


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
        reason = (error.strerror or "an error").lower()
        raise InputError(Problem(str(target), "", "a place that can be written", reason)) from None
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

"""Keeps a sweep on disk: what it was made from, its parts as they come, the table at the end."""

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, ClassVar

import filelock
import pyarrow as pa
import pyarrow.parquet as pq

from diffusion.errors import MOST_SHOWN, InputError, Problem, as_written, reason_of
from diffusion.util.atomic import SIGNATURE, moved_when_whole
from diffusion.util.formats import as_json

TABLE = "table.parquet"
"""The whole table, once every part is there."""

_PARTS = "parts"
_LOCK = ".lock"


class Store:
    """The folder of one sweep, or of other work that is kept in parts.

    Every file is written beside its place and moved there when it is whole, so that a sweep that
    is killed has whole parts only.
    """

    work: ClassVar[str] = "sweep"
    """What is kept here, in words."""

    key: ClassVar[str] = "design"
    """What the work is known by, in what it was made from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def opened(self, origin: dict[str, Any]) -> Iterator[None]:
        """Hold the folder for one sweep that is made from `origin`: new, or the one begun there.

        Raises
        ------
        InputError
            If another sweep is being written there, or one that was made from something else, or
            if nothing can be written.
        """
        is_new = not self.folder.exists()
        try:
            self._refuse_others()
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = filelock.FileLock(self.folder / _LOCK)
            lock.acquire(blocking=False)
        except filelock.Timeout:
            expected = f"a folder in which no other {self.work} is at work"
            raise InputError(
                Problem(
                    str(self.folder),
                    "",
                    expected,
                    "one at work (wait for it, or name another folder)",
                )
            ) from None
        except OSError as error:
            raise _cannot_write(self.folder, error) from None
        try:
            self._agree(origin)
            if not self.is_complete:
                self.make_parts()
            yield
        except InputError:
            if is_new and not self.files():
                shutil.rmtree(self.folder, ignore_errors=True)
            raise
        finally:
            lock.release()

    def _refuse_others(self) -> None:
        """Refuse a folder of something else before anything is put into it."""
        if self.folder.is_dir() and self.origin() is None:
            others = [path.name for path in self.folder.iterdir() if path.name not in _OWN]
            if others or (self.folder / SIGNATURE).exists():
                found = min(others, default=f"a {SIGNATURE} of something else")
                expected = (
                    f"a new or empty folder, or one of this {self.work} (choose another name)"
                )
                raise InputError(Problem(str(self.folder), "", expected, found))

    def make_parts(self) -> None:
        """Make the folder of the parts."""
        try:
            (self.folder / _PARTS).mkdir(exist_ok=True)
        except OSError as error:
            raise _cannot_write(self.folder, error) from None

    def _agree(self, origin: dict[str, Any]) -> None:
        """Write what the sweep is made from, or check that it is the same."""
        known = self.origin()
        if known is None:
            self._write(self.folder / SIGNATURE, (as_json(origin) + "\n").encode())
            return
        # Hashes are for people: what the files say stands here in full, without comments.
        now = {key: value for key, value in origin.items() if key not in _HASHES}
        before = {key: value for key, value in known.items() if key not in _HASHES}
        found = _changes(before, json.loads(as_json(now)), work=self.work)
        changes = list(islice(found, MOST_SHOWN))
        if changes:
            raise InputError(changes)

    def origin(self) -> dict[str, Any] | None:
        """Read what the sweep in the folder was made from; None if there is none."""
        try:
            known = json.loads((self.folder / SIGNATURE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return known if isinstance(known, dict) and self.key in known else None

    @property
    def is_complete(self) -> bool:
        """Whether the whole table is there."""
        return (self.folder / TABLE).is_file()

    def has(self, number: int) -> bool:
        """Tell whether a part is there."""
        return self._part(number).is_file()

    def set_aside_damaged(self, schema: pa.Schema) -> list[str]:
        """Move files that are no longer what was written out of the way; give their new names."""
        moved = []
        for path in self.files():
            if is_damaged(path, schema):
                aside = self.folder / f"damaged-{path.name}"
                path.replace(aside)
                moved.append(aside.name)
        if not self.is_complete:
            self.make_parts()
        return moved

    def read(self, number: int, schema: pa.Schema) -> pa.Table:
        """Read one part that is there."""
        return pq.read_table(self._part(number), schema=schema)

    def add(self, number: int, table: pa.Table) -> None:
        """Write one part.

        Raises
        ------
        InputError
            If it cannot be written; the parts before it stay.
        """
        buffer = io.BytesIO()
        pq.write_table(table, buffer, write_page_checksum=True)
        self._write(self._part(number), buffer.getvalue())

    def finish(self, n_parts: int, schema: pa.Schema) -> None:
        """Put all parts into one table, in their order, and take them away.

        Raises
        ------
        InputError
            If it cannot be written; the parts stay.
        """
        if not self.is_complete:
            with (
                self._whole(self.folder / TABLE) as draft,
                pq.ParquetWriter(draft, schema, write_page_checksum=True) as writer,
            ):
                for number in range(n_parts):
                    writer.write_table(self.read(number, schema))
        for number in range(n_parts):
            self._part(number).unlink(missing_ok=True)
        if (self.folder / _PARTS).is_dir():
            for draft in (self.folder / _PARTS).glob(".*.parquet"):  # of a sweep that was killed
                draft.unlink(missing_ok=True)
            if not any((self.folder / _PARTS).iterdir()):
                (self.folder / _PARTS).rmdir()

    def files(self) -> list[Path]:
        """Whatever can be read now: the table, or the parts that are there."""
        if self.is_complete:
            return [self.folder / TABLE]
        return sorted((self.folder / _PARTS).glob("[0-9]*.parquet"))  # no drafts

    def _part(self, number: int) -> Path:
        return self.folder / _PARTS / f"{number:07d}.parquet"

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all."""
        with self._whole(path) as draft:
            draft.write_bytes(content)

    @contextmanager
    def _whole(self, path: Path) -> Iterator[Path]:
        """Give a draft to write, whose name the next sweep in this folder knows."""
        try:
            with moved_when_whole(path.with_name(f".{path.name}"), path) as draft:
                yield draft
        except OSError as error:
            raise _cannot_write(self.folder, error) from None


def is_damaged(path: Path, schema: pa.Schema | None = None) -> bool:
    """Tell whether a file is not what was written: cut short, with other bytes or other columns.

    Every page of a file has a checksum; files of version 0.1.0 have none, and are only read.
    """
    try:
        with pq.ParquetFile(path, page_checksum_verification=True) as file:
            for group in range(file.num_row_groups):
                file.read_row_group(group)
            return schema is not None and not file.schema_arrow.equals(schema)
    except (OSError, pa.ArrowException):
        return True


_OWN = (_PARTS, _LOCK, SIGNATURE, TABLE, f".{SIGNATURE}", f".{TABLE}")
"""What a sweep puts into its folder."""

_HASHES = ("design_file", "files", "patterns_file")
"""What tells of the files that a sweep was made from, and not what they say."""


def _cannot_write(folder: Path, error: OSError) -> InputError:
    expected = "a place that can be written, with room left (what was written before is kept)"
    return InputError(Problem(str(folder), "", expected, reason_of(error)))


def _changes(before: Any, now: Any, key: str = "", *, work: str) -> Iterator[Problem]:
    """Say what differs between what was begun and what shall go on."""
    if isinstance(before, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*before, *now)):
            below = f"{key}.{name}" if key else name
            yield from _changes(before.get(name), now.get(name), below, work=work)
    elif _are_listed_tables(before) and _are_listed_tables(now):
        for number, (one, other) in enumerate(zip_longest(before, now), start=1):
            yield from _changes(one, other, f"{key}[{number}]", work=work)
    elif before != now:
        place = f"this {work} was begun otherwise"
        yield Problem(place, key, *("none" if v is None else as_written(v) for v in (before, now)))


def _are_listed_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)

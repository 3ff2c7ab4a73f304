"""Opens a file of another program: its bytes, and its text in whatever letters it was saved."""

from os import PathLike
from pathlib import Path

from diffusion.errors import InputError, Problem, reason_of
from diffusion.importing.notes import Note

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""First bytes of text in UTF-16."""

FEW = 100_000
"""People that any file may announce without saying anything of each."""

MOST = 10_000_000
"""People that a community may have."""


def bytes_of(path: str | PathLike[str], *, most: int = -1) -> tuple[str, bytes]:
    """Read a whole file, or its first bytes; its name, as messages say it, goes with it.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    file = Path(path)
    try:
        with file.open("rb") as opened:
            return file.name, opened.read(most)
    except (OSError, ValueError) as error:
        found = reason_of(error) if isinstance(error, OSError) else str(error)
        raise InputError(Problem(str(path), "", "a file to read", found)) from None


def text_of(place: str, content: bytes) -> tuple[str, tuple[Note, ...]]:
    r"""Read bytes as text whose lines end in "\n", and tell if its letters are a guess.

    Text is in UTF-8, or in UTF-16 with a mark at its beginning; any other is taken for the letters
    of Windows in western Europe (ANSI, Windows-1252), which is told.

    Raises
    ------
    InputError
        If it is no text.
    """
    notes: tuple[Note, ...] = ()
    try:
        if content.startswith(_UTF_16):
            text = content.decode("utf-16")
        elif (at := content.find(b"\0")) >= 0:
            line = f"line {content[:at].count(b'\n') + 1}"
            raise InputError(Problem(place, line, "text", "bytes that are no letters"))
        else:
            text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if content.startswith(_UTF_16):
            raise InputError(Problem(place, "", "text in UTF-16", "other bytes")) from None
        line_of_it = content[: error.start].count(b"\n") + 1
        text = content.decode("cp1252", errors="replace")
        notes = (Note("source.ansi", {"line": line_of_it}, is_odd=True),)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def most_announced(length: int) -> int:
    """How many people a file of so many letters may announce before a list of them begins."""
    return min(max(FEW, length), MOST)

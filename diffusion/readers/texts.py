"""Turns the bytes of a file into text, and knows a spreadsheet that was not saved as text."""

import re

from diffusion.errors import InputError, Problem

_BINARY = (
    (b"PK\x03\x04", "a workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file"),
)
"""First bytes of files that are no text, and what they are."""

AS_CSV = "in the spreadsheet choose Save as and the type CSV UTF-8, and give that file"
"""How a table is saved."""

_IN_A_WORKBOOK = f"diffusion import takes it as it is; or {AS_CSV}"
"""What to do with a table that is a workbook."""

_AT_THE_START = re.compile('^[\ufeff\\s"]*')


def text_of(name: str, content: bytes) -> str:
    """Read the bytes of the file `name` as text in UTF-8, with or without a byte-order mark.

    Raises
    ------
    InputError
        If it is something else; it says what, and how to save it.
    """
    if (kind := _kind_of(content)) is not None:
        way_out = _IN_A_WORKBOOK if "workbook (" in kind else _way_out(name)
        raise InputError(Problem(name, "", "text in UTF-8", f"{kind} ({way_out})"))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        found = f"other bytes, as in ANSI text ({_way_out(name)})"
        raise InputError(Problem(name, f"line {line}", "text in UTF-8", found)) from None
    return _AT_THE_START.sub(lambda start: start[0].replace("\ufeff", ""), text, count=1)


def _kind_of(content: bytes) -> str | None:
    """Recognise by its first bytes what is no text in UTF-8; None if it may be."""
    for first, kind in _BINARY:
        if content.startswith(first):
            return _workbook(content) if kind == "a workbook" else kind
    n_nulls = content[:1000].count(0)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or 3 * n_nulls > len(content[:1000]) > 0:
        return "text in UTF-16"
    if re.match(rb"\s*<(!doctype|html|table|\?xml)", content[:200].lower()):
        return "a page for a browser, as some programs write under the name of a workbook"
    return None


def _workbook(content: bytes) -> str:
    """Say which program has written what is packed as workbooks are."""
    if b"opendocument.spreadsheet" in content[:200]:
        return "a LibreOffice workbook (ods)"
    return "an Excel workbook (xlsx)" if b"xl/" in content else "a packed file (zip)"


def _way_out(name: str) -> str:
    if name.endswith(".toml"):
        return "in the editor choose Save as and the encoding UTF-8"
    return AS_CSV

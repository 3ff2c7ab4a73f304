"""Finds the reader for a file: by what is asked, by how its name ends, or by what stands in it."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from os import PathLike
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import is_zipfile

from diffusion.errors import InputError, Problem, as_written, one_of, reason_of
from diffusion.importing.network import Network
from diffusion.importing.tables import Tables


class Format(NamedTuple):
    """A format that can be read.

    Attributes
    ----------
    name : str
        As a person asks for it.
    module : str
        Its reader in `diffusion.importing`. Where files of several formats end alike, it has a
        function `recognises` of a path, but for the last of them.
    suffixes : tuple of str
        How names of its files end, in small letters.
    """

    name: str
    module: str
    suffixes: tuple[str, ...]


FOLDER = "/"
"""Stands among suffixes for a folder."""

FORMATS = (
    # Where files of several formats end alike, the first that recognises a file reads it.
    Format("network_canvas", "io_network_canvas", (".zip", ".csv", ".graphml", FOLDER)),
    Format("surveycto", "io_surveycto", (".zip", ".csv", FOLDER)),
    Format("odk", "io_odk", (".zip", ".csv", FOLDER)),
    Format("kobo", "io_kobo", (".xlsx", ".csv")),
    Format("pajek", "io_pajek", (".net", ".paj", ".clu", ".vec", ".txt", ".dat")),
    Format("dl", "io_ucinet_dl", (".dl", ".txt", ".dat")),
    Format("ucinet", "io_ucinet", (".##h", ".##d")),
    Format("gexf", "io_gexf", (".gexf", ".xml")),
    Format("graphml", "io_graphml", (".graphml", ".xml")),
    Format("gml", "io_gml", (".gml",)),
    Format("stata", "io_stata", (".dta",)),
    Format("spss", "io_spss", (".sav", ".zsav", ".por")),
    Format("r", "io_r", (".rda", ".rdata", ".rds")),
    Format("parquet", "io_parquet", (".parquet", ".pq")),
    Format("ties", "io_ties", (".csv", ".txt", ".tsv")),
    Format("matrix", "io_matrix", (".csv", ".txt", ".tsv", ".dat", ".xlsx", ".xls", ".ods")),
    Format("two_mode", "io_two_mode", ()),
    Format("excel", "io_excel", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")),
    Format("csv", "io_csv", (".csv", ".tsv", ".tab", ".txt", ".dat")),
)
"""Each format; its reader is imported when a file asks for it."""

_FIRST_BYTES = (
    (b"PK\x03\x04", ".zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
    (b"PAR1", ".parquet"),
    (b"%PDF", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
)
"""How some files begin, whatever their name, and how they should end."""

_OTHERS = {
    FOLDER: "a folder of none of these",
    ".zip": "a packed file of none of these",
    ".pdf": "a PDF",
    ".png": "a picture",
    ".jpg": "a picture",
}
"""Files of which none or not every one can be read, and what they are."""

_NO_DATA = (".pdf", ".png", ".jpg")
"""What holds neither people nor ties, whatever its name."""

_AS_TEXT = (".csv", ".tsv", ".tab", ".txt", ".dat")
"""Names that end so promise text, and a workbook may have been given one."""

_EXTRA = "survey"
"""The extra that brings the libraries which not everybody needs."""


def read(path: str | PathLike[str], format: str | None = None, **options: Any) -> Tables | Network:  # noqa: A002
    """Read a file as it is.

    Parameters
    ----------
    path
        A file, or a folder of files that belong together.
    format
        One of the names of `FORMATS`, where it cannot be seen from the file.
    **options
        What its reader takes beside the path, such as `match` or `weight`.

    Raises
    ------
    InputError
        If no format is known for it, or its reader finds it wrong.
    """
    found = format_of(path, format)
    try:
        reader = import_module(f"diffusion.importing.{found.module}")
        known = [*signature(reader.read).parameters][1:]
        for option in options:
            if option not in known:
                expected = one_of(known, option)
                raise InputError(Problem("reader", "", expected, as_written(option)))
        read_by: Tables | Network = reader.read(path, **options)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("diffusion"):
            raise
        expected = (
            f"the library {error.name}, which reads such files "
            f'(pip install "artisan-diffusion[{_EXTRA}]")'
        )
        raise InputError(Problem(str(path), "", expected, "no such library here")) from None
    return read_by


def format_of(path: str | PathLike[str], said: str | None = None) -> Format:
    """Find the format of a file.

    Parameters
    ----------
    path
    said
        Its name, where a person says it.

    Raises
    ------
    InputError
        If there is no such file or format; all formats are named.
    """
    known = {one.name: one for one in FORMATS if _is_there(one)}
    if said is not None:
        name = said.strip().casefold()
        if name not in known:
            raise InputError(Problem("format", "", one_of([*known], name), as_written(said)))
        return known[name]
    suffix = _suffix_of(Path(path))
    asked = [one for one in known.values() if suffix in one.suffixes]
    for one in asked:
        is_last = one == asked[-1] and suffix not in _OTHERS
        if is_last or _recognises(one, path):
            return one
    named = ", ".join(dict.fromkeys(_suffixes([*known.values()])))
    expected = f"a file of {one_of([*known], suffix.removeprefix('.'))}, which end in {named}"
    found = _OTHERS.get(suffix) or as_written(suffix or "no suffix")
    if suffix == ".zip" and not is_zipfile(path):
        found = "one that cannot be unpacked (is the download complete, or is there a password?)"
    raise InputError(Problem(str(path), "", expected, found))


def _is_there(one: Format) -> bool:
    return find_spec(f"diffusion.importing.{one.module}") is not None


def _recognises(one: Format, path: str | PathLike[str]) -> bool:
    """Ask a reader whether a file is of its format; what it cannot even read is not."""
    module = import_module(f"diffusion.importing.{one.module}")
    return bool(module.recognises(path))


def _suffixes(formats: list[Format]) -> Iterator[str]:
    for one in formats:
        yield from (suffix for suffix in one.suffixes if suffix != FOLDER)


def _suffix_of(path: Path) -> str:
    """Say how the name of a file ends; of a workbook named as text, how it should end.

    Raises
    ------
    InputError
        If there is no such file.
    """
    if path.is_dir():
        return FOLDER
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        expected = "a file of people or ties"
        raise InputError(Problem(str(path), "", expected, reason_of(error))) from None
    suffix = path.suffix.lower()
    meant = next((end for first, end in _FIRST_BYTES if start.startswith(first)), None)
    if meant in _NO_DATA:
        return meant
    if meant is None or (suffix and suffix not in _AS_TEXT):
        return suffix
    return _packed(path) if meant == ".zip" else meant


def _packed(path: Path) -> str:
    """Say what is packed: a workbook of one kind or the other, or files."""
    with path.open("rb") as file:
        first = file.read(200)
        file.seek(0)
        is_workbook = b"xl/" in file.read(1 << 20)
    if b"opendocument.spreadsheet" in first:
        return ".ods"
    return ".xlsx" if is_workbook else ".zip"

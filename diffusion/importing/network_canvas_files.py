"""Finds the interviews in an export of Network Canvas: who was asked, who was named."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from diffusion.errors import InputError, Problem, one_of, reason_of
from diffusion.importing.io_csv import cut
from diffusion.importing.source import bytes_of, text_of
from diffusion.importing.xml import Element, read_xml

EGO, UUID = "networkCanvasEgoUUID", "networkCanvasUUID"
SOURCE, TARGET = "networkCanvasSourceUUID", "networkCanvasTargetUUID"

_KINDS = (
    ("ego", re.compile(r"(?:.*[_ -])?ego\.csv", re.IGNORECASE), (EGO,)),
    (
        "alters",
        re.compile(r"(?:.*[_ -])?attributeList(?:_(?P<type>.+?))?\.csv", re.IGNORECASE),
        (EGO, UUID),
    ),
    (
        "edges",
        re.compile(r"(?:.*[_ -])?edgeList(?:_(?P<type>.+?))?\.csv", re.IGNORECASE),
        (EGO, SOURCE, TARGET),
    ),
)
"""Names of the files of an export, and the keys that each has."""

_MOST_BYTES = 1 << 30

BROKEN_ZIP = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error)
"""What a packed file raises that is broken, or closed by a password."""


class Row(NamedTuple):
    """A row of an export: what it says by column, and where it stands."""

    file: str
    line: int
    said: dict[str, str]


class Interviews(NamedTuple):
    """All interviews of an export.

    Attributes
    ----------
    egos : list of Row
        Who was asked.
    alters, edges : dict of str to list of Row
        Who was named, and ties between those who were named, by type.
    """

    egos: list[Row]
    alters: dict[str, list[Row]]
    edges: dict[str, list[Row]]


def is_export(path: str | PathLike[str]) -> bool:
    """Tell whether a file or a folder is an export of Network Canvas."""
    file = Path(path)
    if file.suffix.lower() == ".graphml":
        return b"networkCanvas" in bytes_of(file)[1][:20_000]
    if file.is_dir() or file.suffix.lower() == ".zip":
        kinds = {_kind_of(name)[0] for name in _names(file)}
        return {"ego", "alters"} <= kinds
    return _kind_of(file.name)[0] in ("ego", "alters") and EGO.encode() in bytes_of(file)[1][:4000]


def interviews(path: str | PathLike[str]) -> Interviews:
    """Read all interviews of an export.

    Raises
    ------
    InputError
        If a file of it is missing or wrong.
    """
    file = Path(path)
    if file.suffix.lower() == ".graphml":
        return _of_graphml(file)
    if file.suffix.lower() == ".csv":
        file = file.parent
    found = Interviews([], {}, {})
    for name, content in _contents(file):
        kind, type_ = _kind_of(name)
        if kind is None:
            continue
        rows = _rows(name, content, next(keys for one, _, keys in _KINDS if one == kind))
        if kind == "ego":
            found.egos.extend(rows)
        else:
            by_type = found.alters if kind == "alters" else found.edges
            by_type.setdefault(type_ or "ties", []).extend(rows)
    if not found.egos:
        expected = "a file ego.csv, with who was asked (export CSV with all files)"
        raise InputError(Problem(file.name, "", expected, "none, or an empty one"))
    return found


def _kind_of(name: str) -> tuple[str | None, str | None]:
    """Say what a file holds, and of which type of node or edge."""
    base = name.replace("\\", "/").rpartition("/")[2]
    for kind, form, _ in _KINDS:
        if (fits := form.fullmatch(base)) is not None:
            return kind, fits.groupdict().get("type")
    return None, None


def _names(file: Path) -> list[str]:
    if file.is_dir():
        return sorted(one.name for one in file.glob("*.csv"))
    try:
        with zipfile.ZipFile(file) as packed:
            return sorted(packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return []


def _contents(file: Path) -> Iterator[tuple[str, bytes]]:
    """Read each file of a folder, or of a packed one.

    Raises
    ------
    InputError
        If one cannot be read, or all are too large.
    """
    if file.is_dir():
        for name in _names(file):
            yield bytes_of(file / name)
        return
    try:
        with zipfile.ZipFile(file) as packed:
            size = sum(one.file_size for one in packed.infolist())
            if size > _MOST_BYTES:
                found = f"{size:,} bytes"
                raise InputError(Problem(file.name, "", f"at most {_MOST_BYTES:,} bytes", found))
            for name in sorted(packed.namelist()):
                if _kind_of(name)[0] is not None:
                    yield name, packed.read(name)
    except (*BROKEN_ZIP, EOFError, ValueError) as error:
        expected = "a packed file (zip) that opens without a password"
        raise InputError(Problem(file.name, "", expected, "another, or a broken one")) from error
    except OSError as error:
        raise InputError(Problem(str(file), "", "a file to read", reason_of(error))) from None


def _rows(name: str, content: bytes, keys: tuple[str, ...]) -> Iterator[Row]:
    text, _ = text_of(name, content)
    rows, _ = cut(name, text)
    filled = [(line, row) for line, row in rows if any(row)]
    if not filled:
        return
    header = [str(cell or "") for cell in filled[0][1]]
    for key in keys:
        if key not in header:
            expected = f"a column {key}, as Network Canvas writes it"
            raise InputError(Problem(name, "header", expected, one_of(header, key)))
    for line, row in filled[1:]:
        if len(row) > len(header):
            expected = f"{len(header)} cells, as there are headings"
            raise InputError(Problem(name, f"line {line}", expected, str(len(row))))
        cells = [str(cell or "") for cell in row]
        yield Row(name, line, dict(zip(header, cells, strict=False)))


def _of_graphml(file: Path) -> Interviews:
    """Read the other form of an export: a graph for each interview, whose data are those of ego."""
    place, content = bytes_of(file)
    root = read_xml(place, content, "graphml")
    names = {
        key.attributes.get("id", ""): key.attributes.get("attr.name", key.attributes.get("id", ""))
        for key in root.all("key")
    }
    found = Interviews([], {}, {})
    for n, graph in enumerate(root.all("graph"), 1):
        ego = _said(graph, names)
        code = ego.setdefault(EGO, ego.get(UUID) or f"interview {n}")
        found.egos.append(Row(place, graph.line, ego))
        uuid_of = {}
        for node in graph.all("node"):
            said = _said(node, names)
            said[EGO] = code
            uuid = said.setdefault(UUID, f"{code} {node.attributes.get('id', '')}")
            uuid_of[node.attributes.get("id", "")] = uuid
            found.alters.setdefault(_type(said), []).append(Row(place, node.line, said))
        for edge in graph.all("edge"):
            said = _said(edge, names)
            said[EGO] = code
            for key, end in ((SOURCE, "source"), (TARGET, "target")):
                written = edge.attributes.get(end, "")
                said[key] = said.get(key) or uuid_of.get(written, written)
            found.edges.setdefault(_type(said), []).append(Row(place, edge.line, said))
    return found


def _said(one: Element, names: dict[str, str]) -> dict[str, str]:
    return {
        names.get(data.attributes.get("key", ""), data.attributes.get("key", "")): data.text
        for data in one.all("data")
    }


def _type(said: dict[str, str]) -> str:
    return said.pop("networkCanvasType", "") or said.pop("type", "") or "ties"

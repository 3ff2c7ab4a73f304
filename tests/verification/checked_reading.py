"""Reads a file as a person would ask for it, and says what is wrong with how that went."""

import bz2
import gzip
import html
import io
import lzma
import re
import resource
import time
import traceback
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from diffusion.errors import InputError
from diffusion.importing import formats
from diffusion.importing.network import Network
from diffusion.importing.read import look
from diffusion.importing.tables import Tables

MOST_SECONDS = 5.0
MOST_MEGABYTES = 500

READ, REFUSED = "read", "refused"


def check(path: Path, format_name: str | None) -> str:
    """Read a file; say `READ`, `REFUSED`, or what is wrong."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    try:
        found = formats.read(path, format_name)
        said = "; ".join(wrong_with(found, path)) or READ
        if said == READ:
            said = _imported(path, format_name, found)
    except InputError as error:
        said = "" if str(error).strip() else "a message without words"
        said = said or REFUSED
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        said = f"{type(error).__name__}: {str(error)[:200]} ({place})"
    seconds = time.process_time() - start
    if seconds > MOST_SECONDS:
        said = f"{seconds:.0f} seconds ({said})"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if grown > MOST_MEGABYTES:
        said = f"{grown:,} MB ({said})"
    return said


def _imported(path: Path, format_name: str | None, found: Network | Tables) -> str:
    """Go on to people, ties and adoptions; what must be decided first is told in the report."""
    try:
        data = look(path, format=format_name).data
    except InputError:
        return READ
    letters = squeezed(letters_of(path))
    pieces = {
        piece
        for label in data.labels
        for piece in str(label).split("/")
        if not _is_number(piece, path) and squeezed(piece) not in letters
    }
    if pieces and not _is_broken_within(path):
        return f"people who do not stand in the file: {sorted(pieces)[:3]}"
    if isinstance(found, Network) and len(data.labels) > len(found.ids):
        return f"{len(data.labels)} people of {len(found.ids)}"
    return READ


def _is_number(text: str, path: Path) -> bool:
    """Whether it is a number, which a file that is no text keeps in another way."""
    if path.suffix.lower() in (".sav", ".zsav", ".por", ".dta", ".rds", ".rda", ".rdata"):
        with suppress(ValueError):
            float(text)
            return True
    return re.fullmatch(r"[-+.,\d]*", text) is not None


def wrong_with(found: Network | Tables, path: Path) -> Iterator[str]:
    """Find what must not be in what was read from a file."""
    letters = squeezed(letters_of(path))
    if _is_broken_within(path):
        return
    if isinstance(found, Network):
        yield from _wrong_network(found)
        phantoms = [one for one in found.ids if not one.isdigit() and squeezed(one) not in letters]
        if phantoms:
            yield f"people who do not stand in the file: {phantoms[:3]}"
        n_people = people_in(path)
        if n_people is not None and n_people != len(found.ids):
            yield f"{len(found.ids)} people, and {n_people} in the file"
    else:
        yield from _wrong_tables(found, letters)


def _is_broken_within(path: Path) -> bool:
    """Whether a workbook holds XML that breaks its rules, which programs read in their own ways."""
    if path.is_dir() or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.endswith(".xml"):
                try:
                    ET.fromstring(packed.read(name))
                except (ET.ParseError, zipfile.BadZipFile, zlib.error):
                    return True
    return False


def _wrong_network(network: Network) -> Iterator[str]:
    n = len(network.ids)
    if len(set(network.ids)) != n:
        yield "two people of one id"
    if len(network.names) != n:
        yield f"{len(network.names)} names of {n} people"
    if any(len(column.cells) != n for column in network.columns.values()):
        yield "a column of another length"
    for relation in network.relations:
        ends = np.concatenate([relation.ego, relation.alter])
        if len(ends) and not (ends.min() >= 0 and ends.max() < n):
            yield "a tie to nobody"
        beside = (relation.weight, relation.begins, relation.ends, relation.rows)
        if any(one is not None and len(one) != len(relation.ego) for one in beside):
            yield "an array of another length"
        if relation.weight is not None and np.isinf(relation.weight).any():
            yield "an infinite weight"


def _wrong_tables(tables: Tables, letters: str) -> Iterator[str]:
    for sheet in tables.sheets:
        if any(len(column.cells) != len(sheet.rows) for column in sheet.columns.values()):
            yield f"a column of another length in {sheet.name}"
        cells = {
            cell
            for column in sheet.columns.values()
            for cell in column.cells
            if isinstance(cell, str) and not re.fullmatch(r"[-+.,:\d\seE]*", cell)
        }
        phantoms = [one for one in cells if squeezed(one) not in letters]
        if phantoms:
            yield f"cells that do not stand in the file: {phantoms[:3]}"


def squeezed(text: str) -> str:
    """Leave out blanks, quotation marks and letters that nobody sees."""
    return re.sub(r"[\s\"'\0\x00-\x1f\u200b\ufeff\ufffd]", "", html.unescape(text)).casefold()


def letters_of(path: Path) -> str:
    """All letters of a file and those that belong to it, in whatever way they may be kept."""
    if path.is_dir():
        return "\n".join(letters_of(one) for one in sorted(path.rglob("*")) if one.is_file())
    beside = [one for one in path.parent.glob(f"{path.stem}*") if one.is_file()]
    contents = [one.read_bytes() for one in beside]
    texts = [text for one in contents for part in _parts(one) for text in _decoded(part)]
    without_tags = [re.sub(r"<[^<>]*>", "", text) for text in texts if "<" in text]
    return "\n".join((*texts, *without_tags))


def _parts(content: bytes) -> Iterator[bytes]:
    """Give the bytes as they are, and unpacked as far as they can be."""
    yield content
    for unpack in (gzip.decompress, bz2.decompress, lzma.decompress):
        with suppress(OSError, EOFError, ValueError, zlib.error, lzma.LZMAError):
            yield unpack(content)
    with suppress(zipfile.BadZipFile, OSError, EOFError, ValueError, zlib.error):  # noqa: SIM117
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for one in packed.namelist():
                with suppress(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
                    yield packed.read(one)


def _decoded(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8-sig", errors="replace")
    yield content.decode("cp1252", errors="replace")
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", errors="replace")
        yield content[1:].decode("utf-16-le", errors="replace")
        yield content.decode("utf-16-le", errors="replace")


def people_in(path: Path) -> int | None:
    """Count in another way the people of a file that could be read; None if nothing is counted."""
    if path.is_dir():
        return None
    content = path.read_bytes()
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if is_utf_16 else "utf-8-sig", errors="replace")
    if path.suffix == ".net":
        found = re.search(r"^\s*\*\s*(?:vertices|vertex)\s+\+?(\d+)", text, re.I | re.M)
        return None if found is None else int(found[1])
    if path.suffix in (".graphml", ".gexf"):
        try:
            tree = ET.fromstring(content)
        except ET.ParseError:
            return None
        return sum(
            one.tag.rpartition("}")[2] == "node" and one.get("id") is not None
            for one in tree.iter()
        )
    if path.suffix == ".gml":
        return len(re.findall(r"\bnode\s*\[", re.sub(r'"[^"]*"|#[^\n]*', "", text)))
    return None

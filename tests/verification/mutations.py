"""Changes a file in one of many ways, always the same way for the same seed."""

import gzip
import io
import random
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

ODD = (
    b"", b"0", b"-1", b"1000000000", b"99999999999999999999", b"1e999", b"NaN", b"inf", b"0,5",
    b"1.000,5", b"true", b"*", b"*Vertices 3", b"[", b"]", b"[1-3", b'"', b"'", b"<", b">", b"&",
    b"&#0;", b"&x;", b"<node/>", b";", b",", b"\t", b"\n", b"\r", b"\0", b"\xff", b"\xe9",
    b"\xf0\x9f\x8c\xb1", b"\xe2\x80\xae", b"\xc2\xa0", b"\xef\xbb\xbf", b"=1+1", b"2010-02-30",
    b"31.12.2010", b"Nov 2010", b"-99", b".a", b"NA", b"label", b"id", b"node [", b"%", b"!",
    b"data:", b"n=5", b"x" * 3000,
)  # fmt: skip
"""What is put in the place of something else."""

_PACKED = (b"PK\x03\x04",)
_ZIPPED = b"\x1f\x8b"

type Change = Callable[[random.Random, bytes, bytes], bytes]
"""Makes other bytes of some bytes; a second file of the same format is at hand."""


def _lines(content: bytes) -> list[bytes]:
    return content.splitlines(keepends=True) or [b""]


def _span(draw: random.Random, content: bytes, most: int = 40) -> tuple[int, int]:
    first = draw.randrange(len(content) + 1)
    return first, min(len(content), first + draw.randrange(1, most))


def flip_bits(draw: random.Random, content: bytes, _: bytes) -> bytes:
    changed = bytearray(content)
    for _n in range(draw.randrange(1, 8)):
        if changed:
            changed[draw.randrange(len(changed))] ^= 1 << draw.randrange(8)
    return bytes(changed)


def take_out(draw: random.Random, content: bytes, _: bytes) -> bytes:
    first, last = _span(draw, content)
    return content[:first] + content[last:]


def put_in(draw: random.Random, content: bytes, _: bytes) -> bytes:
    first, _last = _span(draw, content)
    return content[:first] + draw.choice(ODD) + content[first:]


def cut(draw: random.Random, content: bytes, _: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)]


def repeat(draw: random.Random, content: bytes, _: bytes) -> bytes:
    first, last = _span(draw, content, 200)
    return content[:last] + content[first:last] * draw.choice((1, 2, 50, 2000)) + content[last:]


def double(_: random.Random, content: bytes, __: bytes) -> bytes:
    return content + content


def join(_: random.Random, content: bytes, other: bytes) -> bytes:
    return content + other


def splice(draw: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: draw.randrange(len(content) + 1)] + other[draw.randrange(len(other) + 1) :]


def lose_line(draw: random.Random, content: bytes, _: bytes) -> bytes:
    lines = _lines(content)
    del lines[draw.randrange(len(lines))]
    return b"".join(lines)


def repeat_line(draw: random.Random, content: bytes, _: bytes) -> bytes:
    lines = _lines(content)
    lines.insert(draw.randrange(len(lines) + 1), draw.choice(lines))
    return b"".join(lines)


def swap_lines(draw: random.Random, content: bytes, _: bytes) -> bytes:
    lines = _lines(content)
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def change_cell(draw: random.Random, content: bytes, _: bytes) -> bytes:
    """Put something odd in the place of what stands between two blanks, commas or marks."""
    marks = b" \t\n,;\"'=<>[]:"
    places = [n for n, one in enumerate(content) if one in marks]
    if len(places) < 2:
        return draw.choice(ODD)
    n = draw.randrange(len(places) - 1)
    return content[: places[n] + 1] + draw.choice(ODD) + content[places[n + 1] :]


def copy_cell(draw: random.Random, content: bytes, _: bytes) -> bytes:
    """Put one word or number of the file in the place of another."""
    cells = [one.span() for one in re.finditer(rb"[\w.+-]+", content)]
    if len(cells) < 2:
        return content
    (first, last), (other_first, other_last) = draw.choice(cells), draw.choice(cells)
    return content[:first] + content[other_first:other_last] + content[last:]


def change_number(draw: random.Random, content: bytes, _: bytes) -> bytes:
    """Put another number in the place of a number."""
    numbers = [one.span() for one in re.finditer(rb"\d+", content)]
    if not numbers:
        return content
    first, last = draw.choice(numbers)
    number = draw.choice((0, 1, 2, 3, 5, 17, 100, 65536, 10**6, 10**9, 2**63, 10**30))
    return content[:first] + str(number).encode() + content[last:]


def other_ends(draw: random.Random, content: bytes, _: bytes) -> bytes:
    return content.replace(b"\n", draw.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", b"")))


def other_letters(draw: random.Random, content: bytes, _: bytes) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(draw.choice(("utf-16", "utf-16-le", "utf-8-sig", "utf-32")), "replace")


CHANGES: Sequence[Change] = (
    flip_bits, take_out, put_in, cut, repeat, double, join, splice, lose_line, repeat_line,
    swap_lines, change_cell, change_cell, copy_cell, copy_cell, copy_cell, change_number,
    change_number, other_ends, other_letters,
)  # fmt: skip


def mutated(content: bytes, other: bytes, draw: random.Random) -> bytes:
    """Change a file once or a few times; what is packed is changed within or as it is."""
    for _ in range(draw.choice((1, 1, 1, 1, 2, 3))):
        if content.startswith(_PACKED) and draw.random() < 0.8:
            content = _within_zip(content, draw)
        elif content.startswith(_ZIPPED) and draw.random() < 0.8:
            content = _within_gzip(content, other, draw)
        else:
            content = draw.choice(CHANGES)(draw, content, other)
    return content


def _within_zip(content: bytes, draw: random.Random) -> bytes:
    """Change one of the packed files, or lose it; of what cannot be unpacked, flip bits."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = {one: packed.read(one) for one in packed.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        return flip_bits(draw, content, b"")
    if not members:
        return content
    name = draw.choice([*members])
    if draw.random() < 0.1:
        del members[name]
    else:
        members[name] = draw.choice(CHANGES)(draw, members[name], draw.choice([*members.values()]))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, its_content in members.items():
            packed.writestr(member, its_content)
    return written.getvalue()


def _within_gzip(content: bytes, other: bytes, draw: random.Random) -> bytes:
    try:
        inside = gzip.decompress(content)
    except (OSError, EOFError, ValueError, zlib.error):
        return flip_bits(draw, content, b"")
    return gzip.compress(draw.choice(CHANGES)(draw, inside, other), mtime=0)


def mutate(source: Path, into: Path, seed: int) -> Path:
    """Write a changed copy of a file or a folder into a folder, and give its path."""
    draw = random.Random(f"{source.name}:{seed}")
    target = into / source.name
    if source.is_dir():
        shutil.copytree(source, target)
        files = sorted(one for one in target.rglob("*") if one.is_file())
        changed = draw.choice(files)
        others = files
    else:
        for beside in source.parent.glob(f"{source.stem}*"):
            if beside.is_file():
                shutil.copy(beside, into)
        changed = target
        if source.suffix == ".##h" and draw.random() < 0.3:
            changed = target.with_suffix(".##d")
        others = sorted(one for one in source.parent.iterdir() if one.suffix == source.suffix)
    other = draw.choice(others).read_bytes()
    changed.write_bytes(mutated(changed.read_bytes(), other, draw))
    return target

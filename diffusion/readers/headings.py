"""Understands the headings of a table, and finds those that are probably slips."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from diffusion.errors import VERY_NEAR, Problem, as_written, nearest
from diffusion.readers.numbers import value_of
from diffusion.readers.tables import Table

IN_OTHER_WORDS = {
    "artisan": ("name", "nama", "pengrajin", "perajin", "respondent", "responden"),
    "hamlet": ("dusun", "pedukuhan", "padukuhan", "dukuh", "kampung", "dukuhan", "sub village"),
    "poor": ("miskin", "poverty", "kemiskinan", "keluarga miskin", "warga miskin", "gakin"),
    "self_efficacy": (
        "efikasi diri",
        "efikasi",
        "keyakinan diri",
        "keyakinan",
        "yakin",
        "yakin diri",
        "percaya diri",
        "kepercayaan diri",
        "rasa percaya diri",
        "keyakinan akan kemampuan",
        "keyakinan kemampuan",
        "self confidence",
        "confidence",
        "self belief",
        "belief",
        "efficacy",
    ),
    "value_fit": (
        "kesesuaian nilai",
        "kesesuaian dengan nilai",
        "kesesuaian",
        "kecocokan nilai",
        "kecocokan dengan nilai",
        "kecocokan",
        "cocok nilai",
        "fit with values",
        "fit",
        "compatibility",
    ),
    "skill": (
        "keterampilan",
        "ketrampilan",
        "kemahiran",
        "keahlian",
        "kecakapan",
        "skills",
        "craft skill",
        "proficiency",
    ),
    "cash": (
        "tunai",
        "kas",
        "uang",
        "uang kas",
        "tabungan",
        "simpanan",
        "simpanan uang",
        "savings",
        "money",
        "cash at hand",
    ),
    "other_income": (
        "penghasilan lain",
        "pendapatan lain",
        "penghasilan sampingan",
        "pendapatan sampingan",
        "penghasilan di luar gerabah",
        "side income",
        "income from elsewhere",
    ),
    "need": ("kebutuhan", "kebutuhan hidup", "keperluan", "pengeluaran", "needs", "expenses"),
    "threshold": ("ambang", "ambang batas"),
    "strength": ("kekuatan", "kuat", "kekuatan hubungan", "bobot", "keeratan", "weight"),
    "ego": ("from", "source", "dari", "asal", "penyebut"),
    "alter": ("to", "target", "kepada", "ke", "tujuan", "disebut", "yang disebut"),
}
"""What people may call a column."""

FEWEST_LETTERS = 6
"""Letters that a word of a person's own has at least, to be known although it is misspelt."""

_BESIDE = frozenset(
    (
        *("nilai", "skor", "score", "tingkat", "level", "status", "uang", "jumlah", "nama", "name"),
        *("of", "the", "rp", "rupiah", "skala", "scale", "angka", "besar", "besarnya", "total"),
    )
)
"""Words of a heading that say how something is told, and not what it is."""


_VAGUE = frozenset(
    (
        *("poverty", "kemiskinan"),
        *("efikasi", "keyakinan", "yakin", "confidence", "self belief", "belief", "efficacy"),
        *("kesesuaian", "kecocokan", "fit", "compatibility"),
        *("kemahiran", "keahlian", "kecakapan", "proficiency"),
        *("kas", "uang", "uang kas", "tabungan", "simpanan", "simpanan uang", "savings", "money"),
        *("kebutuhan", "keperluan", "pengeluaran", "needs", "expenses"),
        *("ambang", "kuat", "bobot", "weight"),
        *("from", "source", "dari", "asal", "to", "target", "kepada", "ke", "tujuan"),
    )
)
"""Words that people use for other things too: of these a person must say what is meant."""


@dataclass(frozen=True, slots=True)
class OtherHeading(Problem):
    """A heading that is probably meant for a column that the program knows.

    Attributes
    ----------
    heading, column : str
    """

    heading: str
    column: str
    below: ClassVar[str] = (
        "If a heading above is that of a group of your own, give it quite another heading."
    )


def wrong_headings(table: Table, needed: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    """Find headings that are missing, empty, twice there, or probably meant for a known one.

    Parameters
    ----------
    table
        With its known headings written as they are called.
    needed, known
        Columns that must be there, and all that mean something; any other may be there too.
    """
    name, header = table.name, table.header
    missing = [column for column in known if column not in header]
    meant = _slips(header, known)
    for heading in dict.fromkeys(header):
        same = [one for one in header if one.casefold() == heading.casefold()]
        if not heading:
            yield Problem(name, "header", "a heading over each column", "an empty cell")
        elif near := meant.get(heading):
            found = f"{as_written(heading)} (rename it {near})"
            yield OtherHeading(name, "header", near, found, heading, near)
        elif len(same) > 1 and same[0] == heading:
            yield Problem(
                name,
                "header",
                f"one column {heading}",
                f"{len(same)} (delete the others, or rename them)",
            )
    for column in needed:
        if column in missing and column not in meant.values():
            yield Problem(
                name,
                "header",
                f"a column {column}",
                _found(table, column, known=known, needed=needed),
            )


def understood(table: Table, known: Sequence[str]) -> Table:
    """Write the headings that certainly mean a known column as it is called, and note them.

    A column that two headings mean is left for a person to say.
    """
    table = table.with_headings(known)
    missing = [column for column in known if column not in table.header]
    meant = {heading: meaning(heading, missing) for heading in dict.fromkeys(table.header)}
    columns = [column for column in meant.values() if column]
    sure = {
        heading: column
        for heading, column in meant.items()
        if column and columns.count(column) == 1 and table.header.count(heading) == 1
    }
    header = [sure.get(heading, heading) for heading in table.header]
    return replace(table, header=header, headings={**table.headings, **sure})


def meaning(heading: str, columns: Sequence[str]) -> str | None:
    """Find the column that a heading certainly means: its own name, or a word for it alone."""
    words, core = _parts(heading)
    for column in columns:
        called = (column.replace("_", " "), *IN_OTHER_WORDS.get(column, ()))
        if any(word in called and word not in _VAGUE for word in (words, core)):
            return column
    return None


def _parts(heading: str) -> tuple[str, str]:
    """Give the words of a heading, and those of them that say what it is."""
    said = re.findall(r"[^\W_]+", heading.casefold())
    words = " ".join(said)
    return words, " ".join(w for w in said if w not in _BESIDE and not w.isdigit()) or words


def as_meant(table: Table, known: Sequence[str]) -> Table:
    """Write the headings that are probably slips as the columns that are probably meant.

    So what stands below them is read too, and one report has what is wrong there.
    """
    renamed: dict[str, str] = {}
    for heading, column in _slips(table.header, known).items():
        if column not in renamed.values():
            renamed[heading] = column
    return replace(table, header=[renamed.get(heading, heading) for heading in table.header])


def _slips(header: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """Headings that are probably slips, and the missing column that each is meant for."""
    missing = [column for column in known if column not in header]
    meant = {heading: column_meant(heading, missing) for heading in header if heading not in known}
    return {heading: column for heading, column in meant.items() if column is not None}


def column_meant(heading: str, missing: Sequence[str]) -> str | None:
    """Find the column, one of `missing`, that is probably meant by a heading; None if none is."""
    words, core = _parts(heading)
    for column in missing:
        called = column.replace("_", " ")
        if words == called or words.startswith(f"{called} "):
            return column
        if words in IN_OTHER_WORDS.get(column, ()):
            return column
    for column in missing:
        if core in (column.replace("_", " "), *IN_OTHER_WORDS.get(column, ())):
            return column
    if near := nearest(missing, heading.casefold(), cutoff=VERY_NEAR):
        return near
    column_of = {word: column for column in missing for word in IN_OTHER_WORDS.get(column, ())}
    long = [word for word in column_of if len(word) >= FEWEST_LETTERS]
    alike = nearest(long, words, cutoff=VERY_NEAR) or nearest(long, core, cutoff=VERY_NEAR)
    return None if alike is None else column_of[alike]


def _found(table: Table, column: str, *, known: Sequence[str], needed: Sequence[str]) -> str:
    """Say which headings there are, and what to do about the one that is missing."""
    if not table.header:
        return "nothing"
    found = ", ".join(table.header)
    for line, row in table.rows[:10]:
        if {*needed} <= {cell.casefold() for cell in row}:
            return f"{found}; the headings stand in line {line} (delete the lines above it)"
    names = next(_of_names(table, known), None)
    if names is None:
        return f"{found} (write {column} over the column of names)"
    return f"{found} (rename {names} to {column}, if names stand below it)"


def _of_names(table: Table, known: Sequence[str]) -> Iterator[str]:
    """Find headings below which names may stand: words, another one in each row of a roster."""
    rows = table.with_even_rows().rows
    for place, heading in enumerate(table.header):
        cells = [row[place] for _, row in rows]
        if heading and heading not in known and not any(map(_is_number, cells)):
            yield heading


def _is_number(cell: str) -> bool:
    return not cell or not math.isnan(value_of(cell, has_decimal_commas=True))

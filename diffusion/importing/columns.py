"""Guesses what the columns of a survey are, by their headings and by what stands in them."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from diffusion.importing.tables import Cell, Column, Missing, Sheet
from diffusion.importing.units import UNKNOWN_WORDS, folded, is_blank, moment_of, yes_or_no
from diffusion.readers.headings import IN_OTHER_WORDS, meaning
from diffusion.readers.rosters import NUMBERS, POOR

ROLES = {
    "id": (
        "id", "kode", "code", "pid", "person id", "respondent id", "id respondent",
        "household id", "id responden", "kode responden", "nomor responden", "no responden",
        "id pengrajin", "kode pengrajin", "id perajin", "kode perajin", "id artisan",
        "artisan id", "id person", "no urut", "nomor urut", "nomor", "no", "number", "label",
        "key", "node", "node id", "vertex",
    ),
    "name": (
        "name", "full name", "respondent name", "name respondent", "nama", "nama lengkap",
        "nama responden", "nama pengrajin", "nama perajin", "responden", "respondent", "artisan",
        "pengrajin", "perajin", "person", "orang", "household",
    ),
    "hamlet": (
        "hamlet", *IN_OTHER_WORDS["hamlet"], "village", "desa", "nama dusun", "nama desa", "vil",
        "community", "town", "kota", "kelurahan",
        "commune",
    ),
    "ego": (
        "ego", *IN_OTHER_WORDS["ego"], "respondent", "responden", "nominator", "sender", "siapa",
        "id ego", "ego id", "nama ego", "who", "head", "nama responden", "id responden",
        "respondent id", "respondent name", "nama", "name", "id",
    ),
    "alter": (
        "alter", *IN_OTHER_WORDS["alter"], "nominee", "receiver", "friend", "teman", "kawan",
        "id alter", "alter id", "nama alter", "nama teman", "friend name", "name of friend",
        "whom", "kepada siapa", "tail", "nama kawan", "nominated", "friend id", "id teman",
        "neighbour", "neighbor", "tetangga",
    ),
    "kind": (
        "kind", "type", "relation", "jenis", "jenis hubungan", "hubungan", "macam", "kinds",
        "layer", "relationship", "type of tie", "tie type",
    ),
    "weight": (
        "strength", *IN_OTHER_WORDS["strength"], "closeness", "frequency", "seberapa dekat",
        "kedekatan", "frekuensi", "how close", "how often", "seberapa sering", "keakraban",
    ),
    "begins": (
        "begins", "begin", "start", "since", "sejak", "first", "onset", "mulai", "from period",
    ),
    "ends": (
        "ends", "end", "until", "sampai", "hingga", "last", "terminus", "selesai", "to period",
    ),
    "asked": (
        "today", "date of interview", "interview date", "date asked", "survey date",
        "date of survey", "tanggal survei", "tanggal wawancara", "tanggal", "submission time",
        "submissiondate", "submission date", "censor time", "observed until", "last observed",
        "tgl wawancara", "tgl survei",
    ),
}  # fmt: skip
"""What people may call a column, by what it is for."""

NOMINATION = re.compile(
    r"(friend|teman|kawan|sahabat|nomin|advice|advis|nasihat|nasehat|saran|neighbou?r|tetangga"
    r"|alter|contact|kontak|talk|bicara|obrol|kenal|knows?|bertanya|tanya|ask|net|peer|panutan"
    r"|influen|named|sebut|rekan|discuss|diskusi|relation|hubungan)"
)
ADOPTION = re.compile(
    r"(adopt|adopsi|\btoa\b|mulai|sejak|since|start|began|begin|first us|pertama|kapan|takeup"
    r"|take up|memakai|pakai|menggunakan|gunakan)"
)
STRENGTH = re.compile(
    r"(dekat|close|akrab|sering|often|frequen|frekuensi|strong|strength|kuat|erat|intens)"
)
GIVEN_UP = re.compile(
    r"(berhenti|stop|gave up|given up|give up|discontinu|quit|tidak lagi|abandon)"
)
STILL = re.compile(r"(masih|still|in use)")
EVER = re.compile(r"(adopt|adopsi|pernah|memakai|pakai|menggunakan|uses?\b|used)")

GROUP = re.compile(
    r"\b(gender|sex|male|female|kelamin|kasta|caste|religion|agama|kelas|class|kelompok|group|rt|rw"
    r"|suku|ethnic\w*|block|blok)\b"
)
"""Headings of what divides people even where it is told by bare numbers."""

META = re.compile(
    r"(_.*|present|start|end|deviceid|device id|today|username|simserial|subscriberid|phonenumber"
    r"|audit|instanceid|instance id|meta|uuid|key|parent key|set of .*|formdef version"
    r"|submissiondate|submitterid|submittername|attachments.*|status|reviewstate|edits|formversion|index"
    r"|submission time|validation status|notes?|tags|version|.* count|setof.*|completiondate)"
)
"""Headings of what a survey program adds by itself."""

_SCALE = re.compile(r"\s*[(\[][^()\[\]]*\d[^()\[\]]*[)\]]\s*$")
"""A scale behind a question, such as (0-10)."""

_SOUNDS = (
    "of", "the", "a", "did", "you", "your", "when", "tahun", "bulan", "year", "month", "date",
    "tanggal", "using", "use", "to", "kapan", "anda", "memakai", "menggunakan", "mulai", "sejak",
    "first", "started", "start", "time", "waktu", "adopted", "adoption", "adopt", "adopsi", "toa",
    "since", "pertama", "kali", "pakai", "yang", "di", "ke", "begin", "began", "uses", "used",
    "pernah", "masih", "still", "ever", "apakah", "sudah", "berhenti", "stopped", "stop", "gave",
    "up", "given", "it", "in", "is", "has", "have", "mengadopsi", "was",
)  # fmt: skip
"""Words of a question about adoption that do not name the innovation."""

MOST_GROUPS = 12
"""Different words of a column that is taken for groups."""


@cache
def plainly(heading: str) -> str:
    """Write a heading in small letters, without the path of a group of questions before it."""
    last = re.split(r"/|::", heading.strip())[-1] or heading
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", last)
    words = re.findall(r"[^\W_]+", apart.casefold())
    return " ".join(words)


def texts_of(column: Column) -> tuple[str, ...]:
    """Say what a column is called: by its heading, and by the question that was asked."""
    headings = (column.name, column.label)
    said = (plainly(form) for one in headings for form in (one, _SCALE.sub("", one)))
    return tuple(dict.fromkeys(one for one in said if one))


def is_called(column: Column, role: str) -> bool:
    """Tell whether a column is called as one for a role is."""
    return any(text in ROLES[role] for text in texts_of(column))


def is_meta(column: Column) -> bool:
    """Tell whether a survey program added a column by itself."""
    words = plainly(column.name)
    told = (words, words.replace(" ", ""))
    return column.name.startswith("_") or any(map(META.fullmatch, told))


def sounds(column: Column, pattern: re.Pattern[str]) -> bool:
    """Tell whether what a column is called has a word of some kind."""
    return any(pattern.search(text) for text in texts_of(column))


def called(sheet: Sheet, role: str, *, among: Iterable[str] | None = None) -> list[str]:
    """Columns of a sheet that are called as those for a role, the most usual word first."""
    names = sheet.columns if among is None else among
    found = [name for name in names if is_called(sheet.columns[name], role)]

    def place(name: str) -> int:
        words = [text for text in texts_of(sheet.columns[name]) if text in ROLES[role]]
        return min(ROLES[role].index(word) for word in words)

    return sorted(found, key=place)


def filled(column: Column) -> list[Cell]:
    """Cells in which something is said."""
    return [
        cell
        for cell in column.cells
        if not is_blank(cell)
        and not isinstance(cell, Missing)
        and not (isinstance(cell, str) and folded(cell) in UNKNOWN_WORDS)
    ]


def share_of(column: Column, is_so: Callable[[Cell], bool]) -> float:
    """Share of what is said in a column that is so; 0 where nothing is said."""
    cells = filled(column)
    return sum(map(is_so, cells)) / len(cells) if cells else 0.0


def has_times(column: Column) -> bool:
    """Tell whether most of what is said in a column are times."""
    return share_of(column, lambda cell: moment_of(cell) is not None) >= 0.5


def has_yes_and_no(column: Column) -> bool:
    """Tell whether nearly all that is said in a column is yes or no."""
    said = (column.meanings.get(cell, cell) for cell in filled(column))
    words = [yes_or_no(cell) for cell in said]
    return bool(words) and sum(word is not None for word in words) >= 0.9 * len(words)


def series(names: Sequence[str]) -> dict[str, list[str]]:
    """Headings that differ only in a number at the end, such as friend_1 and friend_2.

    Numbers of two digits of which each first digit begins anew with 1, as net11 to net15 and net21
    to net23, are several series.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name in names:
        if parts := re.fullmatch(r"(.*?[^\d])[_ .\-]*(\d{1,2})", name):
            found.setdefault(parts[1].rstrip("_ .-"), []).append((parts[2], name))
    several: dict[str, list[str]] = {}
    for stem, members in found.items():
        firsts = {number[0] for number, _ in members}
        are_double = all(len(number) == 2 for number, _ in members)
        if are_double and all(any(n == f"{one}1" for n, _ in members) for one in firsts):
            for one in sorted(firsts):
                several[f"{stem}{one}"] = [name for n, name in members if n[0] == one]
        else:
            several[stem] = [name for _, name in members]
    return several


def innovation_of(column: Column) -> str:
    """Say which innovation a question about adoption is about; "innovation" if it is not said."""
    words = [word for word in plainly(column.name).split() if word not in _SOUNDS]
    return " ".join(words) or "innovation"


def trait_of(column: Column) -> str | None:
    """Find what of the model a column certainly is, such as skill; None if nothing."""
    known = (*NUMBERS, POOR)
    for said in (column.name.split("/")[-1], column.label):
        if said and (found := meaning(said, known)):
            return found
    return None


def is_group(column: Column) -> bool:
    """Tell whether a column divides people: a few words, each of several people."""
    cells = [folded(cell) for cell in filled(column)]
    n_of = Counter(cells)
    if not 2 <= len(n_of) <= min(MOST_GROUPS, max(2, len(column.cells) // 2)):
        return False
    are_numbers = all(not isinstance(cell, str) for cell in filled(column))
    return not are_numbers or bool(column.meanings) or sounds(column, GROUP)

"""Reads what stands above the data of a UCINET DL file: sizes, labels and the form of the data."""

import re
from dataclasses import dataclass, field

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.plain_numbers import whole_number

_SHORT = {
    "fm": "fullmatrix",
    "uh": "upperhalf",
    "lh": "lowerhalf",
    "nl1": "nodelist1",
    "nl1b": "nodelist1b",
    "nl2": "nodelist2",
    "el1": "edgelist1",
    "edgelist": "edgelist1",
    "nodelist": "nodelist1",
    "el2": "edgelist2",
    "ea": "edgearray",
    "ea1": "edgearray",
    "edgearray1": "edgearray",
}
HALVES = ("upperhalf", "lowerhalf")
MATRICES = ("fullmatrix", *HALVES)
TWO_MODE = ("edgelist2", "nodelist2")
FORMS = (*MATRICES, "edgelist1", "edgelist2", "nodelist1", "nodelist1b", "nodelist2", "edgearray")
"""Forms of data that are read."""

_SIZES = ("n", "nr", "nc", "nm")
_WORDS = (
    *_SIZES, "format", "diagonal", "title", "labels", "row labels", "column labels",
    "matrix labels", "labels embedded", "data",
)  # fmt: skip
_WHOSE = {
    "row": "rows",
    "rows": "rows",
    "col": "columns",
    "column": "columns",
    "columns": "columns",
}
_WHOSE |= {"matrix": "matrices", "level": "matrices"}

_WORD = re.compile(r'[\s,=:]*([^\s,=":]+:?|"[^"]*")')
LABEL = re.compile(r'[\s,=]*(?:"([^"]*)"|\'([^\']*)\'(?=[\s,=]|\Z)|([^\s,="]+))')
"""A label, alone or between quotation marks, after what may separate it from others."""

_END = re.compile(r"[\s,=]*\Z")


@dataclass
class Header:
    """What a DL file says before its data.

    Attributes
    ----------
    sizes : dict of str to int
        Of the words n, nr, nc and nm, those that stand in it.
    form : str
        One of `FORMS`.
    has_diagonal : bool
    labels : dict of str to list of str
        Of "rows", "columns" and "matrices", those that stand in it.
    embedded : set of str
        Of "rows" and "columns", those whose labels stand among the data.
    """

    sizes: dict[str, int] = field(default_factory=dict)
    form: str = "fullmatrix"
    has_diagonal: bool = True
    labels: dict[str, list[str]] = field(default_factory=dict)
    embedded: set[str] = field(default_factory=set)

    @property
    def is_two_mode(self) -> bool:
        """Whether rows and columns are said to be different things."""
        rows, columns = self.labels.get("rows"), self.labels.get("columns")
        if self.form in TWO_MODE or self.size("rows") != self.size("columns"):
            return True
        return self.form == "fullmatrix" and None not in (rows, columns) and rows != columns

    def size(self, whose: str) -> int | None:
        """How many rows, columns or matrices there are; None if it is not said."""
        if whose == "matrices":
            return self.sizes.get("nm", 1)
        return self.sizes.get("nr" if whose == "rows" else "nc", self.sizes.get("n"))


def label_of(found: re.Match[str]) -> str:
    """Take a label that `LABEL` has found, without its quotation marks."""
    return next(one for one in found.groups() if one is not None).strip()


class Scanner:
    """Goes through the text of a header, word by word."""

    def __init__(self, place: str, text: str) -> None:
        self.place = place
        self.text = text
        self.at = 0
        self.n_labels = 0
        """How many labels stand just before."""

    @property
    def line(self) -> int:
        """The line that comes next."""
        return self.text.count("\n", 0, self.at) + 1

    def word(self) -> str:
        """Take the next word, in small letters; "" at the end. A colon ends a word."""
        found = self._next(_WORD)
        return "" if found is None else found[1].lower()

    def peek(self) -> str:
        """Look at the next word."""
        found = _WORD.match(self.text, self.at)
        return "" if found is None else found[1].lower()

    def label(self) -> str | None:
        """Take the next label, without its quotation marks; None at the end."""
        found = self._next(LABEL)
        return None if found is None else label_of(found)

    def _next(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        elif _END.match(self.text, self.at) is None:
            rest = self.text[self.at : self.at + 60].lstrip(" \n\t,=").split("\n")[0]
            raise self.wrong("a word, or a text between two quotation marks", rest)
        return found

    def wrong(self, expected: str, found: str) -> InputError:
        """Say what is wrong where the scanner is."""
        shown = as_written(found) if found else "the end of the file"
        return InputError(Problem(self.place, f"line {self.line}", expected, shown))


def header_of(scanner: Scanner, most: int) -> Header:
    """Read a header as far as its word `data:`.

    Raises
    ------
    InputError
        At the first word that cannot be read; or if more than `most` people are announced.
    """
    first = scanner.word()
    if first != "dl":
        raise scanner.wrong("DL as the first word", first)
    header = Header()
    while (word := scanner.word()).rstrip(":") != "data":
        match word.rstrip(":"):
            case "n" | "nr" | "nc" | "nm" as size:
                header.sizes[size] = _size(scanner, most)
            case "format":
                header.form = _form(scanner)
            case "diagonal":
                header.has_diagonal = _diagonal(scanner)
            case "title":
                _title(scanner)
            case "labels" | "label":
                _labels(scanner, header, ["rows", "columns"], word)
            case "row" | "rows" | "col" | "column" | "columns" | "matrix" | "level" as whose:
                following = scanner.word()
                if following.rstrip(":") not in ("labels", "label"):
                    raise scanner.wrong(f"{whose} labels", f"{whose} {following}")
                _labels(scanner, header, [_WHOSE[whose]], following)
            case "datafile":
                raise scanner.wrong("the data below the word DATA, in this file", word)
            case "":
                raise scanner.wrong("a line DATA: and the data below it", "")
            case _ if scanner.n_labels:
                expected = f"{scanner.n_labels:,} labels (one with blanks needs quotation marks)"
                raise scanner.wrong(expected, word)
            case _:
                raise scanner.wrong(one_of(_WORDS, word.rstrip(":")), word)
    _check(scanner, header, word)
    return header


def _size(scanner: Scanner, most: int) -> int:
    scanner.n_labels = 0
    written = scanner.word()
    size = whole_number(written)
    if size is None or size < 1:
        raise scanner.wrong("a whole number of at least 1", written)
    if size > most:
        raise scanner.wrong(f"at most {most:,} in a file of this length", f"{size:,}")
    return size


def _form(scanner: Scanner) -> str:
    scanner.n_labels = 0
    written = scanner.word()
    form = _SHORT.get(written, written)
    if form not in FORMS:
        raise scanner.wrong(one_of(FORMS, form), written)
    return form


def _diagonal(scanner: Scanner) -> bool:
    written = scanner.word()
    if written not in ("present", "absent"):
        raise scanner.wrong("present or absent", written)
    return written == "present"


def _title(scanner: Scanner) -> None:
    """Leave out a title: a text in quotation marks, or the rest of the line."""
    if not scanner.word().startswith('"'):
        end = scanner.text.find("\n", scanner.at)
        scanner.at = len(scanner.text) if end < 0 else end


def _labels(scanner: Scanner, header: Header, whose: list[str], word: str) -> None:
    """Read labels, as many as there are rows; or the word that they stand among the data."""
    if scanner.peek().rstrip(":") == "embedded":
        scanner.word()
        header.embedded.update(whose)
        return
    n_labels = header.size(whose[0])
    if n_labels is None:
        raise scanner.wrong("N, or NR and NC, before labels", word)
    labels: list[str] = []
    while len(labels) < n_labels:
        is_at_data = scanner.peek() == "data:"
        label = None if is_at_data else scanner.label()
        if label is None:
            found = f"{len(labels):,} (a label with blanks needs quotation marks)"
            expected = f"{n_labels:,} labels"
            raise InputError(Problem(scanner.place, f"line {scanner.line}", expected, found))
        labels.append(label)
    scanner.n_labels = n_labels
    for one in whose:
        header.labels[one] = labels


def _check(scanner: Scanner, header: Header, word: str) -> None:
    """Refuse a header whose parts do not fit together."""
    rows, columns = header.size("rows"), header.size("columns")
    is_list = header.form not in MATRICES
    if (rows is None or columns is None) and not (is_list and "rows" in header.embedded):
        raise scanner.wrong("N, or NR and NC, before DATA", word)
    if header.form in TWO_MODE and "n" in header.sizes:
        raise scanner.wrong(f"NR and NC, because the format is {header.form}", word)
    is_square = header.form in (*HALVES, "edgelist1", "nodelist1", "nodelist1b", "edgearray")
    if is_square and rows != columns:
        expected = f"as many columns as rows, because the format is {header.form}"
        found = f"{rows or 0:,} rows, {columns or 0:,} columns"
        raise InputError(Problem(scanner.place, f"line {scanner.line}", expected, found))
    for whose, labels in header.labels.items():
        n_all = header.size(whose)
        if n_all is not None and len(labels) != n_all:
            expected = f"{n_all:,} labels of {whose}"
            found = f"{len(labels):,}"
            raise InputError(Problem(scanner.place, f"line {scanner.line}", expected, found))
    if header.form == "nodelist1b" and "rows" in header.embedded:
        raise scanner.wrong("numbers in the data, because the format is nodelist1b", word)

"""What a person is told of a file that was read: in plain words, and as data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diffusion.data.adoption_data import NEVER, NOT_KNOWN, UNDATED, AdoptionData
from diffusion.i18n.words import Words, catalogue
from diffusion.importing.balance import Balance
from diffusion.importing.choices import Choices
from diffusion.importing.notes import Note
from diffusion.importing.undecided import Undecided

MOST_LISTED = 8
"""Parts of a list that a line shows."""

SECTIONS = ("file", "people", "ties", "adoption", "columns")
"""Parts of the report, in their order."""


@dataclass(frozen=True, repr=False)
class LoadReport:
    """What was read of a file, what was guessed, and what a person must still say.

    Attributes
    ----------
    place, format : str
    notes : tuple of Note
        What was noticed and done.
    people, ties : Balance
        What stood in the file: kept, or left out and why.
    choices : Choices
        Everything that was chosen or guessed, as import.toml has it.
    undecided : tuple of Undecided
        What a person must say before the file can be taken in.
    data : AdoptionData
        What was read, as far as it is decided.
    """

    place: str
    format: str
    notes: tuple[Note, ...]
    people: Balance
    ties: Balance
    choices: Choices
    undecided: tuple[Undecided, ...]
    data: AdoptionData

    def __post_init__(self) -> None:
        self.people.check("people")
        self.ties.check("ties")

    def lines(self, language: str = "en") -> list[str]:
        """Say it in plain words, "en" or "id": headings, and indented lines below each."""
        say = Words(language)
        said: dict[str, list[str]] = {section: [] for section in SECTIONS}
        said["file"].append(say("import_report.file", place=self.place, format=self.format))
        said["people"].append(_balance(say, "people", self.people))
        said["ties"].append(_balance(say, "ties", self.ties))
        said["ties"] += _kinds(say, self.data)
        said["adoption"] += _adoption(say, self.data)
        for note in self.notes:
            mark = say("import_report.look") if note.is_odd else ""
            said[_section(note)].append(mark + in_words(say, note))
        lines = []
        for section in SECTIONS:
            if said[section]:
                lines.append(say(f"import_report.{section}_heading"))
                lines += [f"  {one}" for one in dict.fromkeys(said[section])]
        return lines

    def __repr__(self) -> str:
        return "\n".join(self.lines())

    def to_dict(self) -> dict[str, Any]:
        """Give it as plain values, for JSON."""
        return {
            "source": self.place,
            "format": self.format,
            "people": _as_dict(self.people),
            "ties": _as_dict(self.ties)
            | {
                "kinds": {
                    kind: {
                        "number": len(ties.ego),
                        "direction": ties.direction,
                        "influence": ties.influence,
                        "has_strengths": ties.weight is not None,
                        "has_periods": ties.begins is not None,
                    }
                    for kind, ties in self.data.ties.items()
                }
            },
            "adoption": {name: _counts(self.data, name) for name in self.data.adoption},
            "periods": [*self.data.periods],
            "notes": [
                {"name": one.name, "is_odd": one.is_odd, **_plain(one.filled_in)}
                for one in self.notes
            ],
            "undecided": [
                {
                    "where": f"{one.place}: {one.key}" if one.key else one.place,
                    "expected": one.expected,
                    "found": one.found,
                    "section": one.section,
                    "line": one.line,
                    "option": one.option,
                }
                for one in self.undecided
            ],
        }


def _as_dict(balance: Balance) -> dict[str, Any]:
    return {
        "in_file": balance.in_file, "kept": balance.kept, "left_out": dict(balance.left_out)
    }  # fmt: skip


def _plain(filled_in: Mapping[str, object]) -> dict[str, Any]:
    """Make values plain that JSON does not know."""
    plain: dict[str, Any] = {}
    for name, value in filled_in.items():
        is_list = isinstance(value, list | tuple)
        plain[name] = [*map(str, value)] if is_list else value  # type: ignore[call-overload]
        if not isinstance(plain[name], str | int | float | bool | list):
            plain[name] = str(value)
    return plain


def _section(note: Note) -> str:
    """Say in which part of the report a note stands."""
    first = note.name.partition(".")[0].removeprefix("import_")
    return first if first in SECTIONS else "file"


def in_words(say: Words, note: Note) -> str:
    """Say a note in a language."""
    filled = {name: _filled(say, value) for name, value in note.filled_in.items()}
    if note.name not in catalogue():
        return ": ".join([note.name, *(str(one) for one in filled.values())])
    return say(note.name, **filled)


def _filled(say: Words, value: object) -> str:
    match value:
        case bool() | str():
            return str(value)
        case int():
            return say.number(value, 0)
        case float():
            return say.figures(value)
        case list() | tuple():
            return _listed(say, [_filled(say, one) for one in value])
    return str(value)


def _listed(say: Words, parts: Sequence[str]) -> str:
    """List parts; of many the first, and how many more there are."""
    if len(parts) <= MOST_LISTED:
        return ", ".join(parts)
    more = say("import_report.more", n=say.number(len(parts) - MOST_LISTED, 0))
    return f"{', '.join(parts[:MOST_LISTED])}{more}"


def _balance(say: Words, what: str, balance: Balance) -> str:
    """Say how many stood in the file, and what became of them."""
    told = say(
        f"import_report.{what}",
        n=say.number(balance.in_file, 0),
        kept=say.number(balance.kept, 0),
    )
    reasons = [
        say(f"import_left_out.{reason}", n=say.number(n, 0))
        for reason, n in balance.left_out.items()
    ]
    return f"{told}{say('import_report.left_out', reasons=', '.join(reasons))}" if reasons else told


def _kinds(say: Words, data: AdoptionData) -> Iterator[str]:
    """Say of the ties of each kind how many there are and what a row means."""
    for kind, ties in data.ties.items():
        told = {"kind": kind, "n": say.number(len(ties.ego), 0)}
        meaning = say(f"import_meaning.{ties.direction}")
        yield say("import_report.kind", meaning=meaning, **told)


def _counts(data: AdoptionData, name: str) -> dict[str, int]:
    """Count who adopted, gave up, never adopted, and of whom it is not known."""
    one = data.adoption[name]
    return {
        "adopted": int((one.time >= 0).sum()),
        "given_up": int((one.given_up >= 0).sum()),
        "never": int((one.time == NEVER).sum()),
        "not_known": int((one.time == NOT_KNOWN).sum()),
        "undated": int((one.time == UNDATED).sum()),
    }


def _adoption(say: Words, data: AdoptionData) -> Iterator[str]:
    """Say of each innovation how many adopted it, and when observation begins and ends."""
    for name in data.adoption:
        counts = {what: say.number(n, 0) for what, n in _counts(data, name).items()}
        yield say("import_report.innovation", innovation=name, **counts)
    if data.periods:
        first, last = str(data.periods[0]), str(data.periods[-1])
        n = say.number(len(data.periods), 0)
        yield say("import_report.periods", n=n, first=first, last=last)

"""Says everything in Indonesian and in English, and writes numbers as each language does."""

import math
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any

from diffusion.errors import InputError, Problem, as_written, one_of

LANGUAGES = ("id", "en")
"""Indonesian and English."""

TRAITS = ("poverty", "centrality", "block", "hamlet", "membership")
"""What divides artisans in every community, beside the columns of a roster."""


class _Filler(Formatter):
    """Fills in braces; of {n:run|runs} it says the first for one, else the second."""

    def format_field(self, value: Any, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


_FILLER = _Filler()

_MORE_DECIMALS = 2
_INDONESIAN_MARKS = str.maketrans(",.", ".,")


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """Every text by its key, such as "tactic.film", and by its language."""
    return MappingProxyType(
        {
            f"{section}.{key}": MappingProxyType(texts)
            for section, keys in _written().items()
            if isinstance(keys, dict)
            for key, texts in keys.items()
        }
    )


def not_yet_read() -> tuple[str, ...]:
    """Sections whose Indonesian no native speaker has read yet."""
    return tuple(_written()["not_yet_read"])


def both() -> "tuple[Words, ...]":
    """Words of each language, in the order of `LANGUAGES`."""
    return tuple(Words(language) for language in LANGUAGES)


def names_of(section: str, names: Iterable[str]) -> dict[str, str]:
    """Names in plain letters as they are printed in each language, each with what it is called."""
    return {_plainly(say.name(section, name)): name for name in names for say in reversed(both())}


def meant(section: str, names: Iterable[str], written: str) -> str | None:
    """Find the name that a person writes as it is printed, in any language; None if it is none."""
    return names_of(section, names).get(_plainly(written))


def _plainly(written: str) -> str:
    return " ".join(written.casefold().replace("_", " ").split())


def words_of(language: str, *, place: str = "language") -> "Words":
    """Words of a language.

    Parameters
    ----------
    language
        One of `LANGUAGES`.
    place
        Where the person wrote it, for the message.

    Raises
    ------
    InputError
        If it is none of them.
    """
    if language not in LANGUAGES:
        raise InputError(Problem(place, "", one_of(LANGUAGES, language), as_written(language)))
    return Words(language)


@dataclass(frozen=True, slots=True)
class Words:
    """The words and numbers of one language.

    Attributes
    ----------
    language : str
        One of `LANGUAGES`.
    """

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """Text of a key, with its braces filled in."""
        return _FILLER.vformat(catalogue()[key][self.language], (), values)

    def name(self, section: str, name: str) -> str:
        """Name of something that people may add to; as it is written if nobody translated it."""
        if f"{section}.{name}" in catalogue():
            return self(f"{section}.{name}")
        return name.replace("_", " ")

    def strategy(self, name: str) -> str:
        """Name of a strategy, perhaps with the number that tells it from one of the same name."""
        written, mark, rest = name.partition(" (")
        return self.name("strategy", written) + mark + rest

    def title(self, written: str) -> str:
        """Title as a file has it; in this language where it is one of those that we gave."""
        for key, texts in catalogue().items():
            if key.startswith("title_given.") and texts["en"] == written:
                return texts[self.language]
        return written

    def spelled(self, section: str, name: str) -> str:
        """Name as the model's files spell it, in English; what it means, in Indonesian."""
        if self.language == "en":
            return name
        return self.strategy(name) if section == "strategy" else self.name(section, name)

    def group(self, name: str, trait: str = "") -> str:
        """Name of a group of artisans; of one that a roster's column makes, with its heading."""
        if trait and trait not in TRAITS:
            return f"{trait}: {name}"
        kind, _, number = name.partition(" ")
        if kind == "hamlet" and number.isdigit():
            return self("group.hamlet", number=number)
        return self.name("group", name)

    def short_group(self, name: str, trait: str = "") -> str:
        """Name of a group of artisans, in lines short enough for a column."""
        if trait and trait not in TRAITS:
            return f"{trait}:\n{name}"
        kind, _, number = name.partition(" ")
        if kind == "hamlet" and number.isdigit():
            return self("group_in_short.hamlet", number=number)
        return self.name("group_in_short", name)

    def number(self, value: float | None, decimals: int = 1) -> str:
        """Write a number: 2.000,5 or 2,000.5; a word where there is none."""
        return self.formatted(value, f"z,.{decimals}f")

    def change(self, value: float | None, decimals: int = 1) -> str:
        """Write a number with its sign: +2,5 or +2.5.

        What is not 0 is not shown as 0 where at most two more decimals can help: the end of an
        interval says on which side of 0 it lies.
        """
        for more in range(_MORE_DECIMALS + 1):
            if value and round(value, decimals + more):
                return self.formatted(value, f"+z,.{decimals + more}f")
        return self.formatted(value, f"+z,.{decimals}f")

    def figures(self, value: float | None, sign: str = "") -> str:
        """Write a number with three figures, and a large one in full: 0.0123 or 4,870,000."""
        if value is None or abs(value) < 1000 or not math.isfinite(value):
            return self.formatted(value, f"{sign}.3g")
        return self.formatted(float(f"{value:.3g}"), f"{sign},.0f")

    def size(self, value: float, decimals: int = 1) -> str:
        """Write a number as `change` does, without its sign."""
        return self.change(abs(value), decimals).removeprefix("+")

    def rupiah(self, amount: float) -> str:
        """Write rupiah in full: Rp 8.000.000 or Rp 8,000,000."""
        sign = "-" if round(amount) < 0 else ""
        return f"{sign}Rp {self.number(abs(amount), 0)}"

    def percent(self, share: float | None, decimals: int = 0) -> str:
        """Write a share of 1 as a percentage."""
        if share is None or math.isnan(share):
            return self("say.none")
        return f"{self.number(100 * share, decimals)} %"

    def percents(self, shares: Sequence[float]) -> list[str]:
        """Write shares that make up a whole as percentages that add up to 100.

        Each is rounded down, and what is left goes to the largest remainders; of equal ones to
        the larger share.
        """
        if any(math.isnan(share) for share in shares):
            return [self.percent(share) for share in shares]
        exact = [round(100 * share, 9) for share in shares]
        whole = [math.floor(value) for value in exact]
        order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], -exact[at]))
        for at in order[: round(sum(exact)) - sum(whole)]:
            whole[at] += 1
        return [self.percent(value / 100) for value in whole]

    def chances(self, row: Mapping[Any, Any]) -> list[str]:
        """Write how often a strategy won, tied and lost; one run alone has no share."""
        names = ("won", "tied", "lost")
        return self.percents([row[name] for name in names]) if row["n_pairs"] > 1 else ["", "", ""]

    def span(self, low: str, high: str) -> str:
        """Join the two ends of a band or an interval, already written."""
        return self("say.span", low=low, high=high)

    def listed(self, parts: Sequence[str]) -> str:
        """Join parts of a sentence: a, b and c."""
        if len(parts) < 2:
            return "".join(parts)
        return ", ".join(parts[:-1]) + self("say.and") + parts[-1]

    def formatted(self, value: float | None, form: str) -> str:
        """Write a number in a form of `format`, such as ".1f"; a word where there is none."""
        if value is None or math.isnan(value):
            return self("say.none")
        written = format(value, form)
        # What rounds to nothing has no sign: not -0.
        return self.marked(written if re.search("[1-9]", written) else format(0, form))

    def marked(self, written: str) -> str:
        """Put the marks of this language into a number written in English."""
        return written.translate(_INDONESIAN_MARKS) if self.language == "id" else written


_FILES = (
    *("reports.toml", "command.toml", "page.toml", "importing.toml", "measures.toml"),
    *("calibration.toml", "fitting.toml", "studies.toml", "explanation.toml", "search.toml"),
    *("robustness.toml", "artisan.toml"),
)
"""Words of reports and the command, of the page, of imports, measures, calibrations,
fits, studies, explanations, searches, checks of a ranking and single artisans."""


@cache
def written_in(name: str) -> Mapping[str, Any]:
    """Read one file of words, such as "page.toml"."""
    text = files("diffusion.i18n").joinpath(name).read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def _written() -> Mapping[str, Any]:
    """Read all files as one: sections of the same name, and the lists of the unread, together."""
    written: dict[str, Any] = {}
    for name in _FILES:
        for section, said in written_in(name).items():
            before = written.get(section)
            if before is None:
                written[section] = said
            else:
                written[section] = before | said if isinstance(said, dict) else [*before, *said]
    return MappingProxyType(written)

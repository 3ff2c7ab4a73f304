"""Reads the cells of a survey that say when something was adopted, and whether."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from diffusion.errors import as_written
from diffusion.importing.choices import AdoptionOfFile, Choices
from diffusion.importing.columns import (
    filled,
)
from diffusion.importing.gathered import Gathered
from diffusion.importing.tables import Cell, Column, Missing
from diffusion.importing.units import (
    NEVER_WORDS,
    UNKNOWN_WORDS,
    Moment,
    Unit,
    are_ambiguous,
    first_of_dates,
    folded,
    is_blank,
    is_one_of,
    moment_of,
    number_of,
    odd_numbers,
    yes_or_no,
)

MOST_LISTED = 10
"""Cells that a message lists."""

ADOPTED_DATED, ADOPTED_UNDATED, NEVER_ADOPTED, UNKNOWN = "dated", "undated", "never", "not_known"
"""What is known of one person and one innovation."""


@dataclass
class Times:
    """What a column says of when: a moment, or why there is none.

    Attributes
    ----------
    moments : list of Moment or None
    states : list of str
    """

    moments: list[Moment | None] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


class Reader:
    """Reads columns of times and of yes and no, and gathers what is odd in them."""

    def __init__(self, place: str, choices: Choices, gathered: Gathered) -> None:
        self._place = place
        self._choices = choices
        self._gathered = gathered
        self._guesses = 0

    def times(self, column: Column, one: AdoptionOfFile, who: Sequence[bool]) -> Times:
        """Read a column of times; `who` says whose cells count."""
        said = [column.meanings.get(cell, cell) if not _is_missing(cell) else cell
                for cell in column.cells]  # fmt: skip
        dates = self._dates(column)
        found = Times()
        unread: list[tuple[int, Cell]] = []
        words: Counter[str] = Counter()
        for row, cell in enumerate(said):
            moment = None
            if not who[row]:
                state = UNKNOWN
            elif (coded := self._coded(cell, column.cells[row], one)) is not None:
                state = coded
            elif is_blank(cell):
                state = "blank"
            elif isinstance(cell, str) and folded(cell) in NEVER_WORDS | UNKNOWN_WORDS:
                state = NEVER_ADOPTED if folded(cell) in NEVER_WORDS else UNKNOWN
                words[cell] += 1
            else:
                moment = moment_of(cell, dates=dates)
                state = ADOPTED_DATED if moment else UNKNOWN
                if moment is None:
                    unread.append((row, cell))
            found.moments.append(moment)
            found.states.append(state)
        if words:
            self._gathered.note(
                "import_adoption.words", column=column.name, words=[*words], n=sum(words.values())
            )
        n_days = sum(one is not None and one.is_guess for one in found.moments)
        if n_days:
            self._gathered.note(
                "import_adoption.excel_days", column=column.name, n=n_days, odd=True
            )
        self._ask_of_unread(column, unread)
        self._ask_of_odd(column, found)
        return found

    def _coded(self, cell: Cell, code: Cell, one: AdoptionOfFile) -> str | None:
        """Say what a code stands for; None if a cell is none."""
        for codes, state in (
            (one.never, NEVER_ADOPTED),
            (one.not_known, UNKNOWN),
            (one.undated, ADOPTED_UNDATED),
        ):
            if is_one_of(cell, codes) or is_one_of(code, codes):
                return state
        is_none = isinstance(cell, Missing) or is_one_of(code, self._choices.missing)
        return UNKNOWN if is_none else None

    def _dates(self, column: Column) -> str | None:
        cells = filled(column)
        chosen = self._choices.periods.dates or first_of_dates(cells)
        if chosen is None and are_ambiguous(cells):
            shown = next(c for c in cells if isinstance(c, str) and are_ambiguous([c]))
            self._gathered.ask(
                self._place,
                column.name,
                "dates that can be read in one way",
                as_written(shown),
                section="periods",
                line='dates = "day_first"',
            )
        return chosen

    def _ask_of_unread(self, column: Column, unread: Sequence[tuple[int, Cell]]) -> None:
        n_of = Counter(str(cell) for _, cell in unread)
        if not n_of:
            return
        shown = ", ".join(as_written(word) for word in [*n_of][:MOST_LISTED])
        first = unread[0][1]
        line = f"not_known = [{as_written(first)}]"
        self._gathered.ask(
            self._place,
            column.name,
            'a time such as 2010-11, "Nov 2010", 2010 or 3',
            f"{shown} (cells: {len(unread):,})",
            section="[adoption]",
            line=line,
        )

    def _ask_of_odd(self, column: Column, found: Times) -> None:
        """Ask about numbers such as 99 far above all others."""
        numbers = [m.number for m in found.moments if m is not None and m.unit != "month"]
        if odd := odd_numbers(numbers):
            codes = ", ".join(f"{one:g}" for one in odd)
            self._gathered.ask(
                self._place,
                column.name,
                "times",
                f"{codes}, far from all others",
                line=f"missing = [{codes}]",
            )

    def yes_and_no(self, column: Column | None, who: Sequence[bool]) -> list[bool | None]:
        """Read a column of yes and no; None where it is not said."""
        if column is None:
            return [None] * len(who)
        said = [column.meanings.get(c, c) if not _is_missing(c) else None for c in column.cells]
        return [
            yes_or_no(c) if w and not is_blank(c) else None for c, w in zip(said, who, strict=True)
        ]


def _is_missing(cell: Cell) -> bool:
    return isinstance(cell, Missing)


def unit_of(
    moments: Sequence[Moment | None], choices: Choices, gathered: Gathered, place: str
) -> Unit:
    """Say in which unit time is counted: what is chosen, or what all times are in."""
    if choices.periods.unit is not None:
        return choices.periods.unit
    n_of = Counter(one.unit for one in moments if one is not None)
    if len(n_of) > 1:
        told = ", ".join(f"{n:,} of a {unit}" for unit, n in n_of.most_common())
        likely = "year" if "month" in n_of and "year" in n_of else n_of.most_common(1)[0][0]
        gathered.ask(
            place,
            "periods",
            "times of one kind",
            told,
            section="periods",
            line=f'unit = "{likely}"',
        )
    return n_of.most_common(1)[0][0] if n_of else "number"


def in_unit(moment: Moment | None, unit: Unit) -> int | None:
    """Count a moment in a unit; None if it is not told so exactly."""
    if moment is None:
        return None
    if moment.unit == unit:
        return moment.number
    if unit == "year" and moment.unit == "month":
        return moment.number // 12
    return None


def number_in(written: str | int | None, unit: Unit) -> int | None:
    """Read a period that is chosen, such as "2010-11"."""
    found = moment_of(written)
    number = in_unit(found, unit)
    if number is None and written is not None and number_of(written) == number_of(written):
        return int(number_of(written))
    return number

"""Finds who adopted an innovation, and when, in the columns of a survey."""

from collections import Counter
from collections.abc import Mapping, Sequence

from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.importing.choices import AdoptionOfFile, Choices, Periods
from diffusion.importing.columns import (
    ADOPTION,
    EVER,
    GIVEN_UP,
    STILL,
    has_times,
    has_yes_and_no,
    innovation_of,
    is_called,
    plainly,
    sounds,
)
from diffusion.importing.gathered import Gathered
from diffusion.importing.tables import Column, Missing
from diffusion.importing.units import (
    moment_of,
    yes_or_no,
)

CERTAIN = ("toa", "time of adoption", "waktu adopsi", "adoption time", "adoption year")
"""Headings that mean the time of adoption and nothing else."""

CONTRADICTED = 0.05
"""Share of those with a time of adoption who may say no in a column that tells of the same."""


def adoption_chosen(
    columns: Mapping[str, Column], free: Sequence[str], choices: Choices, gathered: Gathered
) -> tuple[AdoptionOfFile, ...]:
    """Say which columns tell of adoption: as a person has said, or as it looks.

    Raises
    ------
    InputError
        If a chosen column is not there.
    """
    if choices.adoption is not None:
        names = [
            getattr(one, what)
            for one in choices.adoption
            for what in ("time", "given_up", "adopted", "in_use")
        ]
        problems = [
            Problem("import.toml", "adoption", one_of([*columns], name), as_written(name))
            for name in names
            if name is not None and name not in columns
        ]
        if problems:
            raise InputError(problems)
        return choices.adoption
    found = {name: columns[name] for name in free}
    given_up = [n for n, c in found.items() if sounds(c, GIVEN_UP) and has_times(c)]
    times = [
        n for n, c in found.items() if n not in given_up and sounds(c, ADOPTION) and has_times(c)
    ]
    times = [n for n in times if not _is_birth(found[n])]
    times = [n for n in times if plainly(n) in CERTAIN][:1] or times
    words = [n for n in found if n not in (*times, *given_up) and has_yes_and_no(found[n])]
    still = [n for n in words if sounds(found[n], STILL)]
    ever = [n for n in words if n not in still and sounds(found[n], EVER)]
    guessed = []
    for name in times or ever:
        innovation = innovation_of(found[name])
        is_alone = len(times or ever) == 1
        gave_up, uses, has = (
            _beside(names, innovation, found, alone=is_alone) for names in (given_up, still, ever)
        )
        if times and has and _contradict(found[name], found[has]):
            has = None
        told = [column for column in (gave_up, uses, has) if column not in (None, name)]
        if told:
            gathered.note(
                "import_adoption.guessed", column=name, innovation=innovation, beside=told
            )
        else:
            gathered.note("import_adoption.guessed_alone", column=name, innovation=innovation)
        guessed.append(
            AdoptionOfFile(
                innovation=innovation,
                time=name if times else None,
                given_up=gave_up,
                in_use=uses,
                adopted=has,
            )
        )
    return tuple(_told_apart(guessed))


def _contradict(times: Column, ever: Column) -> bool:
    """Tell whether many who have a time of adoption say no in another column."""
    said = [
        yes_or_no(ever.meanings.get(word, word))
        for cell, word in zip(times.cells, ever.cells, strict=True)
        if not isinstance(word, Missing) and moment_of(cell) is not None
    ]
    return said.count(False) > CONTRADICTED * len(said)


def _is_birth(column: Column) -> bool:
    return any(word in plainly(column.name) for word in ("lahir", "birth", "born"))


def _beside(
    names: Sequence[str], innovation: str, found: Mapping[str, Column], *, alone: bool
) -> str | None:
    """Find the column that tells more of an innovation."""
    same = [name for name in names if innovation_of(found[name]) == innovation]
    return next(iter(same or (names if alone else ())), None)


def _told_apart(guessed: Sequence[AdoptionOfFile]) -> list[AdoptionOfFile]:
    """Give numbers to innovations that would be called alike."""
    n_of = Counter(one.innovation for one in guessed)
    seen = Counter[str]()
    told = []
    for one in guessed:
        seen[one.innovation] += 1
        name = one.innovation
        if n_of[name] > 1:
            name = f"{name} {seen[name]}"
        told.append(one.model_copy(update={"innovation": name}))
    return told


def periods_chosen(columns: Mapping[str, Column], choices: Choices, gathered: Gathered) -> Periods:
    """Say in which column it stands when each was asked."""
    periods = choices.periods
    if periods.asked is not None or choices.adoption is not None:
        return periods
    for name, column in columns.items():
        if (is_called(column, "asked") or plainly(name) == "today") and has_times(column):
            gathered.note("import_adoption.asked_guessed", column=name)
            return periods.model_copy(update={"asked": name})
    return periods

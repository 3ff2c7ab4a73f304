"""What several commands are asked in the same words."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from diffusion.cli.misuse import BUDGET_OF_OPTION
from diffusion.errors import Problem
from diffusion.readers.numbers import Column, number_of

# The same numbers as in `diffusion.simulate`, which is too heavy to import for them; a test
# compares them.
RUNS, MONTHS, SEED, PARAMETERS, MOST_RUNS = 200, 36, 1, "default", 2_000


class Mistyped(int):
    """Stands in for a number that cannot be read, so that all else that is asked is read too.

    Attributes
    ----------
    problem : Problem
        What is wrong; `diffusion.cli.mistakes.Mistakes` keeps it.
    """

    problem: Problem

    @classmethod
    def of(cls, problem: Problem, *, stand_in: int) -> "Mistyped":
        """Make one that counts as the number `stand_in`."""
        number = cls(stand_in)
        number.problem = problem
        return number


def whole_number(option: str, *, stand_in: int) -> Callable[[object], int]:
    """Make the reader of an option that is a whole number, of the digits 0 to 9 alone."""

    def read(written: object) -> int:
        found = _number(option, written, is_whole=True, stand_in=stand_in)
        return found if isinstance(found, Mistyped) else int(found)

    return read


def number(option: str, *, stand_in: int) -> Callable[[object], float]:
    """Make the reader of an option that is a number, of the digits 0 to 9 and a point."""
    return lambda written: _number(option, written, is_whole=False, stand_in=stand_in)


def _number(option: str, written: object, *, is_whole: bool, stand_in: int) -> float:
    """Read what was typed behind an option; what is no number gets a stand-in."""
    kind = Column("a whole number" if is_whole else "a number", -math.inf, math.inf, is_whole)
    value = number_of(str(written), kind, has_decimal_commas=False)
    if isinstance(value, str):
        return Mistyped.of(Problem(option, "", kind.expected, value), stand_in=stand_in)
    return value


Model = Annotated[
    str, typer.Argument(metavar="MODEL", help="A name that `diffusion models` lists, or a folder.")
]
Folders = Annotated[
    list[str],
    typer.Argument(
        metavar="FOLDER...",
        help="A community in which adoption was observed, with several villages; or several, "
        "each a village.",
    ),
]
Programmes = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--programme",
        metavar="PROGRAMME",
        help="A programme's name or file; may be repeated. Without it: all of the model.",
    ),
]
ParameterSet = Annotated[
    str, typer.Option("--parameters", metavar="SET", help="Which set of the model's numbers.")
]
Runs = Annotated[
    int,
    typer.Option(
        "--runs",
        metavar="N",
        parser=whole_number("--runs", stand_in=RUNS),
        help="Simulated histories.",
    ),
]
Months = Annotated[
    int,
    typer.Option(
        "--months",
        metavar="T",
        parser=whole_number("--months", stand_in=MONTHS),
        help="Months of each history.",
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        "--random-seed",
        metavar="S",
        parser=whole_number("--random-seed", stand_in=SEED),
        help="The number that starts the draws.",
    ),
]
Budget = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="RP",
        help="Scale each programme to so many rupiah, as 8.000.000, 8 juta or 8e6.",
    ),
]
BudgetOf = Annotated[
    str | None,
    typer.Option(
        BUDGET_OF_OPTION,
        metavar="PART",
        help="What --budget pays for and makes larger or smaller: community or outside work, or "
        "campaign, collaboration, contest, planning. The rest stays as it is.",
    ),
]
WithoutFacilitator = Annotated[
    bool,
    typer.Option(
        "--budget-without-facilitator",
        help="The budget pays for activities only, not for the organisation's days.",
    ),
]
By = Annotated[
    list[str] | None,
    typer.Option(
        "--by",
        metavar="COLUMN",
        help="Divide results by a column of the roster, as gender; may be repeated.",
    ),
]
Innovation = Annotated[
    str | None,
    typer.Option("--innovation", metavar="NAME", help="Which, where several were observed."),
]
Covariates = Annotated[
    list[str] | None,
    typer.Option("--covariate", metavar="COLUMN", help="Only this one; may be repeated."),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="DIR", help="New or empty folder for tables and figures."
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over earlier results in DIR.")]
COLUMN = "two"
COLUMN_OPTION = "--column"

Columns = Annotated[
    str,
    typer.Option(
        COLUMN_OPTION,
        metavar="one|two",
        help="Width of the figures: one column of a journal (89 mm) or two (183 mm).",
    ),
]

Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Put a value at a path, as parameters.decision.alpha=0.03; may be repeated.",
    ),
]

LANG = "--lang"

Language = Annotated[
    str,
    typer.Option(
        LANG,
        metavar="id|en",
        help="Indonesian or English for all that is printed and drawn, errors too. No native "
        "speaker has read the Indonesian yet.",
    ),
]
LanguageBefore = Annotated[
    str | None,
    typer.Option(LANG, metavar="id|en", help="The same as --lang behind the command."),
]


def speak(context: typer.Context, lang: str | None) -> None:
    """Let a language that stands before a command be that of the command."""
    if lang is not None:
        context.default_map = _in_each(context.command, lang)


def _in_each(command: Any, lang: str) -> dict[str, Any]:
    """Give each command, and each below it, the language as its default."""
    below = getattr(command, "commands", {})
    return {"lang": lang} | {name: _in_each(one, lang) for name, one in below.items()}


AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]

LANGUAGE = "en"

POINTS_FAILED = 3
"""Exit status of a sweep some of whose points could not be run."""

Chosen = Annotated[
    list[str] | None,
    typer.Option(
        "-p",
        "--programme",
        metavar="PROGRAMME",
        help="A programme's name or file; two to four. Without it: campaign_only and "
        "collaboration_only, or else the first two of the model.",
    ),
]
PageBudget = Annotated[
    str | None,
    typer.Option(
        "--budget",
        metavar="RP",
        help="Scale each programme to so many rupiah, as 8.000.000, 8 juta or 8e6. Without it: as "
        "written, but Rp 8,000,000 for the two standard strategies of senik.",
    ),
]
Names = Annotated[
    bool, typer.Option("--names", help="Call the artisans by their names in the roster.")
]
ReplaceFile = Annotated[bool, typer.Option("--replace", help="Write over an earlier file.")]

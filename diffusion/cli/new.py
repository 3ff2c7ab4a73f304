"""The command `diffusion new`: files to start from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.options import LANG, LANGUAGE, Language, LanguageBefore, speak
from diffusion.cli.typed import asked, print_comparison, quoted
from diffusion.reporting.terminal import note, out

if TYPE_CHECKING:
    from diffusion.catalogue.scaffold.own_tables import Wishes
    from diffusion.errors import Problem
    from diffusion.i18n.words import Words

MOST_LISTED = 6
"""Names that are proposed to be left out one by one; of more, all who are like nobody."""

new = typer.Typer(
    name="new",
    help="Write files to start from: a community or a programme of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@new.callback()
def options(context: typer.Context, lang: LanguageBefore = None) -> None:
    """Write files to start from: a community or a programme of your own."""
    speak(context, lang)


@new.command()
def community(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")],
    roster: Annotated[
        Path | None,
        typer.Option("--roster", metavar="FILE.csv", help="Your table of artisans, to copy in."),
    ] = None,
    ties: Annotated[
        Path | None,
        typer.Option("--ties", metavar="FILE.csv", help="Your table of ties, to copy in."),
    ] = None,
    accept_suggestions: Annotated[
        bool,
        typer.Option(
            "--accept-suggestions",
            help="Replace misspelt names in the ties by the name in the roster that is meant, and "
            "headings in other words by the column that is suggested.",
        ),
    ] = False,
    leave_out_lines: Annotated[
        bool,
        typer.Option(
            "--leave-out-lines",
            help="Leave out the lines that are probably no people or ties, as notes below a table.",
        ),
    ] = False,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            "--leave-out",
            metavar="NAME",
            help="Leave out the ties of somebody who is not in the roster; may be repeated.",
        ),
    ] = None,
    leave_out_unknown: Annotated[
        bool,
        typer.Option(
            "--leave-out-unknown",
            help="Leave out the ties of all whose name is like none in the roster.",
        ),
    ] = False,
    scale: Annotated[
        list[str] | None,
        typer.Option(
            "--scale",
            metavar="COLUMN=LOW:HIGH",
            help="The scale of a column that does not go from 0 to 1, as skill=0:10; may be "
            "repeated.",
        ),
    ] = None,
    direction: Annotated[
        str,
        typer.Option(
            "--direction",
            help="What a row of your ties means: both (each sees the other), alter_to_ego (ego "
            "names alter, and alter influences ego), ego_to_alter.",
        ),
    ] = "both",
    lang: Language = LANGUAGE,
) -> None:
    """Write a community to start from: all its files, each key explained, numbers assumed.

    Without --roster it has a small example of artisans and ties; with --roster alone, ties are
    drawn.
    """
    from diffusion.catalogue.load import load
    from diffusion.catalogue.scaffold import new_community
    from diffusion.errors import InputError
    from diffusion.i18n.words import words_of
    from diffusion.reporting.budget_notes import smallest_budgets_said
    from diffusion.reporting.console.people import print_people

    say = words_of(lang, place=LANG)
    wishes: Wishes = {
        "accept_suggestions": accept_suggestions,
        "leave_out_lines": leave_out_lines,
        "leave_out": leave_out or (),
        "leave_out_unknown": leave_out_unknown,
        "scales": scale or (),
        "direction": direction,
    }
    try:
        written = new_community(folder, roster=roster, ties=ties, language=lang, **wishes)
    except InputError as error:
        if roster is not None and roster.is_file() and (ties is None or ties.is_file()):
            known = wishes | {"scales": _without_refused(wishes["scales"], error.problems)}
            for text in _explained(say, error.problems, _typed(folder, roster, ties, known)):
                error.add_note(text)
        raise
    out.print(say("started.folder", place=folder), soft_wrap=True)
    for name in written:
        out.print(f"  {name}", soft_wrap=True)
    made = load(folder)
    print_people(made, say)
    if smallest := smallest_budgets_said(say, made):
        out.print(smallest)
    out.print(say("started.others_assumed"))
    out.print(say("started.open", file=folder / "community.toml"), soft_wrap=True)
    out.print(f"  diffusion check {quoted(folder)}{asked(say)}", soft_wrap=True)
    print_comparison(say, made, folder)


@new.command()
def programme(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.toml", help="New file; its name names the programme.")
    ],
    lang: Language = LANGUAGE,
) -> None:
    """Write a programme to start from: a meeting and a training, each key explained."""
    from diffusion.catalogue.scaffold import new_programme
    from diffusion.i18n.words import words_of

    say = words_of(lang, place=LANG)
    new_programme(file, language=lang)
    out.print(say("started.file", place=file), soft_wrap=True)
    out.print(say("started.assumed"))
    home = file.parent.parent
    if file.parent.name == "programmes" and (home / "community.toml").is_file():
        out.print(say("started.change"))
        words = f"diffusion run {quoted(home)} -p {quoted(Path(file.stem))}"
        out.print(f"  {words}{asked(say)}", soft_wrap=True)
    else:
        out.print(say("started.change_with"))
        out.print(f"  diffusion run DIR -p {quoted(file)}{asked(say)}", soft_wrap=True)


def _typed(folder: Path, roster: Path, ties: Path | None, wishes: "Wishes") -> list[str]:
    """Give the words of the command that was typed, with the options that are not the usual."""
    words = ["diffusion new community", quoted(folder), "--roster", quoted(roster)]
    words += [] if ties is None else ["--ties", quoted(ties)]
    words += [f"--scale {quoted(one)}" for one in wishes["scales"]]
    words += ["--accept-suggestions"] if wishes["accept_suggestions"] else []
    words += ["--leave-out-lines"] if wishes["leave_out_lines"] else []
    words += [f'--leave-out "{name}"' for name in wishes["leave_out"]]
    words += ["--leave-out-unknown"] if wishes["leave_out_unknown"] else []
    return words + ([] if wishes["direction"] == "both" else [f"--direction {wishes['direction']}"])


def _without_refused(scales: Sequence[str], problems: Sequence["Problem"]) -> list[str]:
    """Leave out the scales that are refused."""
    refused = {one.found.strip('"') for one in problems if one.place == "--scale"}
    return [one for one in scales if not {one, one.partition("=")[0].strip()} & refused]


def _explained(say: "Words", problems: Sequence["Problem"], words: Sequence[str]) -> Iterator[str]:
    """Say above a report on tables what it is about; give what is said below it.

    That is which options would mend some of it, and last of all the command to type.

    `words` are those of the command that was typed.
    """
    from diffusion.catalogue.scaffold.own_tables import kind_of
    from diffusion.readers.headings import OtherHeading
    from diffusion.readers.leftovers import Stray
    from diffusion.readers.names import Stranger
    from diffusion.readers.scales import OtherScale

    counts = Counter[str]()
    for one in problems:
        counts[kind_of(one)] += getattr(one, "number", 1)
    if len(problems) > 1:
        told = (say(f"read.wrong_{kind}", n=n) for kind, n in counts.items())
        note(say("read.wrong", kinds=", ".join(told)))
    options = [f"--scale {one.scale}" for one in problems if isinstance(one, OtherScale)]
    strangers = [one for one in problems if isinstance(one, Stranger) and one.name]
    if strangers:
        yield say("read.strangers")
    unlike = [one.name for one in strangers if not one.likely]
    leaving = _leaving(unlike)
    if unlike:
        options.append(leaving)
        yield say("read.like_nobody", names=", ".join(unlike[:MOST_LISTED]), option=leaving)
    unsure = [one.name for one in strangers if one.likely and not one.is_sure]
    if unsure:
        leaving = " ".join(f'--leave-out "{name}"' for name in unsure[:MOST_LISTED])
        yield say("read.still_strangers", options=leaving)
    if any(isinstance(one, Stray) for one in problems):
        options.append("--leave-out-lines")
        yield say("read.strays")
    if any(isinstance(one, OtherHeading) for one in problems):
        options.append("--accept-suggestions")
        yield say("read.other_headings")
    elif any(one.is_sure for one in strangers):
        options.append("--accept-suggestions")
    if options:
        yield say("read.again")
        line = " ".join([*words, *dict.fromkeys(options)])
        yield f"  {line}{asked(say)}"


def _leaving(names: Sequence[str]) -> str:
    """Give the options that leave people out: all by name, or the one for whoever is unlike all."""
    if len(names) > MOST_LISTED:
        return "--leave-out-unknown"
    return " ".join(f'--leave-out "{name}"' for name in names)

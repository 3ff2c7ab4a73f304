"""The command `diffusion new`: files to start from."""

from pathlib import Path
from typing import Annotated

import typer

from diffusion.cli.options import LANG, LANGUAGE, Language, LanguageBefore, speak
from diffusion.reporting.terminal import note, out

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
            help="Replace misspelt names in the ties by the name in the roster that is meant.",
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
    from diffusion.readers.names import MOST_SHOWN, Stranger
    from diffusion.reporting.budget_notes import smallest_budgets_said
    from diffusion.reporting.console.people import print_people

    say = words_of(lang, place=LANG)
    try:
        written = new_community(
            folder,
            roster=roster,
            ties=ties,
            accept_suggestions=accept_suggestions,
            leave_out=leave_out or (),
            leave_out_unknown=leave_out_unknown,
            scales=scale or (),
            direction=direction,
        )
    except InputError as error:
        strangers = [one.name for one in error.problems if isinstance(one, Stranger)]
        if strangers:
            note(say("read.strangers"))
        if strangers and (accept_suggestions or leave_out_unknown):
            options = " ".join(f'--leave-out "{name}"' for name in strangers[:MOST_SHOWN])
            note(say("read.still_strangers", options=options))
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
    out.print(f"  diffusion check {_quoted(folder)}", soft_wrap=True)


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
    new_programme(file)
    out.print(say("started.file", place=file), soft_wrap=True)
    out.print(say("started.assumed"))
    home = file.parent.parent
    if file.parent.name == "programmes" and (home / "community.toml").is_file():
        out.print(say("started.change"))
        out.print(f"  diffusion run {_quoted(home)} -p {_quoted(Path(file.stem))}", soft_wrap=True)
    else:
        out.print(say("started.change_with"))
        out.print(f"  diffusion run DIR -p {_quoted(file)}", soft_wrap=True)


def _quoted(path: Path) -> str:
    """Put a path into quotes where a shell would cut it."""
    text = str(path)
    return f'"{text}"' if " " in text else text

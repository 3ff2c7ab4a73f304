"""The command `diffusion import`: a survey or a network of another program as a community."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from diffusion.cli.options import LANG, LANGUAGE, AsJson, Language
from diffusion.cli.typed import asked, print_comparison, quoted
from diffusion.reporting.terminal import out, print_json

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.importing.read import Imported

CHOICES_OPTION = "--choices"


Source = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="A file of a survey or a network, or several tables that belong together.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="DIR", help="New or empty folder.")
]
ChoicesFile = Annotated[
    Path | None,
    typer.Option(
        CHOICES_OPTION,
        metavar="import.toml",
        help="How to read the file, as an earlier import wrote it.",
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", metavar="NAME", help="Where it cannot be seen from the file."),
]
Accepts = Annotated[
    bool,
    typer.Option(
        "--accept-suggestions", help="Take misspelt names for those that are surely meant."
    ),
]
Unsurveyed = Annotated[
    str | None,
    typer.Option(
        "--unsurveyed",
        metavar="keep|drop",
        help="What becomes of people who are named and were not asked.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print what is read, and write nothing.")]
Draft = Annotated[
    Path | None,
    typer.Option(
        "--write-choices",
        metavar="FILE",
        help="Write what was guessed, and the answers that are suggested, into a new file to "
        "edit; nothing else.",
    ),
]


def import_(
    source: Source,
    output: Output = None,
    choices: ChoicesFile = None,
    format: Format = None,  # noqa: A002
    accept_suggestions: Accepts = False,
    unsurveyed: Unsurveyed = None,
    dry_run: DryRun = False,
    write_choices: Draft = None,
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Take in a survey or a network of another program: say what was read, then write a community.

    Nothing is written while something must be decided; the options and the lines of import.toml
    that decide it are told.
    """
    from diffusion.errors import InputError, Problem
    from diffusion.i18n.words import words_of
    from diffusion.importing.answers import draft
    from diffusion.importing.read import look
    from diffusion.util.atomic import check_folder, whole_file

    say = words_of(lang, place=LANG)
    files, choices = _sources(source, choices)
    if output is not None:
        check_folder(output, replace=None)
    elif not dry_run and write_choices is None:
        raise InputError(Problem("-o", "", "a new folder, or --dry-run", "nothing"))
    imported = look(
        files if len(files) > 1 else files[0],
        choices,
        format=format,
        accept_suggestions=accept_suggestions,
        unsurveyed=unsurveyed,
    )
    into = None if dry_run or write_choices is not None else output
    undecided = imported.report.undecided
    if json and (into is None or undecided):
        print_json(imported.report.to_dict())
    elif not json:
        for line in imported.report.lines(lang):
            out.print_indented(line)
    if write_choices is not None:
        with whole_file(write_choices) as file:
            file.write_text(draft(imported.choices, undecided), encoding="utf-8")
        out.print(say("imported.choices", file=write_choices), soft_wrap=True)
    elif undecided:
        error = InputError(undecided)
        for text in _ways(say, imported, files, output):
            error.add_note(text)
        raise error
    elif into is not None:
        _write(say, imported, files, into, is_json=json)


def _sources(source: list[str], choices: Path | None) -> tuple[list[str], Path | None]:
    """Part the files to read from one that says how; an option goes before it."""
    from diffusion.errors import InputError, Problem

    files = [one for one in source if not one.endswith(".toml")]
    if not files:
        raise InputError(Problem("SOURCE", "", "a file of people or ties", "import.toml alone"))
    said = (Path(one) for one in source if one.endswith(".toml"))
    return files, choices or next(said, None)


def _write(
    say: "Words", imported: "Imported", files: list[str], output: Path, *, is_json: bool
) -> None:
    """Write the folder, and say what can be done with it."""
    from diffusion.catalogue.load import load
    from diffusion.importing.folder import write_folder
    from diffusion.importing.report import in_words

    before = len(imported.report.notes)
    names, report = write_folder(imported, output, language=say.language)
    if is_json:
        print_json(report.to_dict() | {"folder": str(output), "files": [*names]})
        return
    for note in report.notes[before:]:
        out.print_indented(f"  {say('import_report.look')}{in_words(say, note)}")
    out.print(say("started.folder", place=output), soft_wrap=True)
    for name in names:
        out.print(f"  {name}", soft_wrap=True)
    out.print(say("started.others_assumed"))
    out.print(say("imported.again"))
    source = " ".join(map(quoted, files))
    line = f"diffusion import {source} {CHOICES_OPTION} {quoted(output / 'import.toml')} -o NEW"
    out.print(f"  {line}{asked(say)}", soft_wrap=True)
    out.print(say("started.open", file=output / "community.toml"), soft_wrap=True)
    out.print(f"  diffusion check {quoted(output)}{asked(say)}", soft_wrap=True)
    print_comparison(say, load(output), output)


def _ways(say: "Words", imported: "Imported", files: list[str], output: Path | None) -> list[str]:
    """Say what to type next: the same command with options, or with a file of choices."""
    typed = "diffusion import " + " ".join(map(quoted, files))
    into = f" -o {quoted(output)}" if output is not None else " --dry-run"
    undecided = imported.report.undecided
    options = list(dict.fromkeys(one.option for one in undecided if one.option))
    lines = []
    if all(one.option for one in undecided):
        first = [option.partition(" or ")[0] for option in options]
        lines += [say("imported.options"), f"  {typed}{into} {' '.join(first)}{asked(say)}"]
    else:
        lines += [
            say("imported.lines"),
            f"  {typed} --write-choices import.toml{asked(say)}",
            f"  {typed} {CHOICES_OPTION} import.toml{into}{asked(say)}",
        ]
    return lines

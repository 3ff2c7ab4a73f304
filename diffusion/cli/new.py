"""The command `diffusion new`: files to start from."""

from pathlib import Path
from typing import Annotated

import typer

from diffusion.reporting.terminal import out

new = typer.Typer(
    name="new",
    help="Write files to start from: a community or a programme of your own.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


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
) -> None:
    """Write a community to start from: all its files, each key explained, numbers assumed.

    Without --roster it has a small example of artisans and ties; with --roster alone, ties are
    drawn.
    """
    from diffusion.catalogue.scaffold import new_community

    written = new_community(folder, roster=roster, ties=ties)
    out.print(f"Written to {folder}:", soft_wrap=True)
    for name in written:
        out.print(f"  {name}", soft_wrap=True)
    out.print("Every number in it is assumed until you put yours.")
    out.print(f"Next: open {folder / 'community.toml'} in an editor, then", soft_wrap=True)
    out.print(f"  diffusion check {_quoted(folder)}", soft_wrap=True)


@new.command()
def programme(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.toml", help="New file; its name names the programme.")
    ],
) -> None:
    """Write a programme to start from: a meeting and a training, each key explained."""
    from diffusion.catalogue.scaffold import new_programme

    new_programme(file)
    out.print(f"Written: {file}", soft_wrap=True)
    out.print("Every number in it is assumed until you put yours.")
    home = file.parent.parent
    if file.parent.name == "programmes" and (home / "community.toml").is_file():
        out.print("Next: change it in an editor, then")
        out.print(f"  diffusion run {_quoted(home)} -p {_quoted(Path(file.stem))}", soft_wrap=True)
    else:
        out.print("Next: change it in an editor, then, with the folder of your community as DIR,")
        out.print(f"  diffusion run DIR -p {_quoted(file)}", soft_wrap=True)


def _quoted(path: Path) -> str:
    """Put a path into quotes where a shell would cut it."""
    text = str(path)
    return f'"{text}"' if " " in text else text

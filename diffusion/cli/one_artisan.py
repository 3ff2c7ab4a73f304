"""What `why` does with --artisan: one artisan of one history, told and written."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from diffusion.reporting.terminal import note, out, print_json

if TYPE_CHECKING:
    from diffusion.i18n.words import Words
    from diffusion.scenario.community import Community
    from diffusion.scenario.programme import Programme


def tell_of_artisan(
    community: "Community",
    programme: "Programme | str",
    artisan: str,
    say: "Words",
    *,
    output: Path | None,
    replace: bool,
    column: str,
    as_json: bool,
    **options: Any,
) -> None:
    """Tell what became of one artisan and what would have changed it; write it if asked for."""
    from diffusion.explanation.artisan import explain_artisan
    from diffusion.reporting.artisan import said_of_artisan, save_artisan, tell_artisan

    found = explain_artisan(community, programme, artisan, place="--artisan", **options)
    if as_json:
        print_json(tell_artisan(found, say))
    else:
        for line in said_of_artisan(found, say):
            out.print_indented(line) if line else out.print("")
    if output is not None:
        save_artisan(found, output, say, replace=replace, column=column)
        note(say("told.written", place=output))

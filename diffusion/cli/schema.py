"""The command `diffusion schema`: what a kind of file may hold."""

from typing import Annotated

import typer

from diffusion.cli.options import LANG, LANGUAGE, AsJson, Language
from diffusion.errors import InputError, Problem, as_written, one_of
from diffusion.reporting.terminal import print_json


def schema(
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help="community, programme or parameters.")
    ],
    lang: Language = LANGUAGE,
    json: AsJson = False,
) -> None:
    """Print the JSON Schema of a kind of file, for editors that complete and check."""
    from diffusion.i18n.words import words_of
    from diffusion.readers.model_folder import SCHEMAS, schema_of

    del json  # a schema is JSON already
    words_of(lang, place=LANG)  # and has the language of its keys
    if kind not in SCHEMAS:
        raise InputError(Problem("schema", "", one_of(tuple(SCHEMAS), kind), as_written(kind)))
    print_json(schema_of(kind))
